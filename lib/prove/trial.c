/* SPDX-License-Identifier: Apache-2.0 */
#include "prove/trial.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include <safec/safec.h>

#include "base/text.h"
#include "front/path.h"
#include "prove/ir.h"
#include "prove/object.h"
#include "prove/reads.h"
#include "prove/tokens.h"

enum which {
	ORIGINAL,
	BASE,			/* with the premises */
	REWRITTEN,
	TEXTS
};

/* The trial by one compiler, in a folder of its own. */
struct bench {
	struct arena *arena;
	const struct trial *trial;
	const struct compiler *compiler;
	const char *dir;
	struct layer layers[TEXTS];
	bool laid[TEXTS];		/* the layer is there */
	bool knows_reads;		/* original.d is there */
	const char *rewritten;		/* its object, once it is there */
	bool refuses[TEXTS];		/* the text does not compile */
	unsigned int compilations;
	const char *says;		/* why the last step failed */
};

static const char *in_dir(struct bench *b, const char *name)
{
	return arena_printf(b->arena, "%s/%s", b->dir, name);
}

static const char *suffix(enum product product)
{
	static const char *const suffixes[] = {
		[PRODUCT_OBJECT] = "o", [PRODUCT_BITCODE] = "bc",
		[PRODUCT_TOKENS] = "tokens", [PRODUCT_LINES] = "i"
	};

	return suffixes[product];
}

static const char *name_of(enum which which)
{
	static const char *const names[] = { "original", "premised", "rewritten" };

	return names[which];
}

/* The product of one of the texts, in *PATH. */
static int make(struct bench *b, enum which which, enum product product,
		const char **path)
{
	const char *name = name_of(which);
	struct compilation c = {
		.compiler = b->compiler, .product = product,
		.macros = b->trial->macros, .seconds = b->trial->seconds,
		.source = b->layers[which].source,
		.more = b->layers[which].flags,
		.log = in_dir(b, arena_printf(b->arena, "%s.log", name)),
		.command = in_dir(b, arena_printf(b->arena, "%s.%s.command", name,
						  suffix(product))),
		.reads = in_dir(b, arena_printf(b->arena, "%s.d", name)),
	};
	const char *says = "";
	int err;

	*path = c.output = in_dir(b, arena_printf(b->arena, "%s.%s", name,
						  suffix(product)));
	b->compilations += product == PRODUCT_OBJECT || product == PRODUCT_BITCODE;
	err = compilation_run(b->arena, &c, &says);
	b->knows_reads |= which == ORIGINAL && !err;
	b->refuses[which] |= err == -SAFEC_EPARSE || err == -SAFEC_ECOMMAND;
	if (err)
		b->says = arena_printf(b->arena, "%s, %s text: %s",
				       b->compiler->name, name, says);
	return err;
}

/* ------------------------------------------------------------- the layer */

static bool has_base(const struct trial *t)
{
	size_t i;

	for (i = 0; i < t->file_count; i++)
		if (t->files[i].base)
			return true;
	return false;
}

static struct layer_file layer_file(const struct trial_file *f, enum which which)
{
	if (which == REWRITTEN)
		return (struct layer_file){ f->path, f->proof, f->proof_size };
	return f->base ? (struct layer_file){ f->path, f->base, f->base_size } :
	       (struct layer_file){ f->path, f->original, f->original_size };
}

static struct layer_file *layer_files(struct bench *b, enum which which)
{
	const struct trial *t = b->trial;
	struct layer_file *files = arena_zalloc(b->arena, (t->file_count + 1) *
						sizeof(*files));
	size_t i;

	for (i = 0; files && i < t->file_count; i++)
		files[i] = layer_file(&t->files[i], which);
	return files;
}

static int lay_copies(struct bench *b, const char *dir, enum which which,
		      const struct layer_file *files)
{
	const char *lines = NULL, *says = "";
	int err = make(b, ORIGINAL, PRODUCT_LINES, &lines);

	err = err ? err : layer_copies(b->arena, dir, lines, b->compiler->directory,
				       files, b->trial->file_count,
				       &b->layers[which], &says);
	b->says = *says ? says : b->says;
	return err;
}

static int lay_virtual(struct bench *b, const char *dir, enum which which,
		       const struct layer_file *files)
{
	const char *lines;
	int err = b->knows_reads ? 0 : make(b, ORIGINAL, PRODUCT_LINES, &lines);

	return err ? err : layer_virtual(b->arena, dir, in_dir(b, "original.d"),
					 b->compiler->directory, files,
					 b->trial->file_count, &b->layers[which]);
}

static int lay(struct bench *b, enum which which)
{
	const struct layer_file *files = layer_files(b, which);
	const char *dir = in_dir(b, name_of(which));
	int err;

	if (b->laid[which] || which == ORIGINAL)
		return 0;
	if (!files)
		return -SAFEC_ENOMEM;
	if (mkdir(dir, 0755) && errno != EEXIST)
		return -SAFEC_EWRITE;
	err = b->compiler->is_clang ? lay_virtual(b, dir, which, files) :
	      lay_copies(b, dir, which, files);
	b->laid[which] = !err;
	return err;
}

/* Whether NAME, as the compiler called it, is a changed file where it stands. */
static bool is_changed(struct bench *b, const char *name)
{
	const char *path = path_join(b->arena, b->compiler->directory, name);
	const char *real = path ? path_real(b->arena, path) : NULL;
	size_t i;

	for (i = 0; real && i < b->trial->file_count; i++)
		if (!strcmp(real, b->trial->files[i].path))
			return true;
	return false;
}

/*
 * A copy that is passed by would let the original be compared with itself:
 * none of the changed files may have been read where it stands.
 */
static int check_layer(struct bench *b, enum which which)
{
	const char *path = in_dir(b, arena_printf(b->arena, "%s.d", name_of(which)));
	struct text t = { 0 };
	struct reads r;
	int err = b->compiler->is_clang || which == ORIGINAL ? 0 :
		  text_read(&t, path);

	r = reads_of(t.data);
	while (!err && reads_next(&r))
		if (is_changed(b, r.name)) {
			b->says = arena_printf(b->arena, "%s read %s past its copy",
					       b->compiler->name, r.name);
			err = -SAFEC_EPARSE;
		}
	text_free(&t);
	return err;
}

/* Lay the text and compile it, unless that was done before. */
static int produce(struct bench *b, enum which which, enum product product,
		   const char **path)
{
	int err = lay(b, which);

	if (!err && product == PRODUCT_OBJECT && which == REWRITTEN && b->rewritten) {
		*path = b->rewritten;
		return 0;
	}
	err = err ? err : make(b, which, product, path);
	err = err ? err : check_layer(b, which);
	if (!err && product == PRODUCT_OBJECT && which == REWRITTEN)
		b->rewritten = *path;
	return err;
}

/* ------------------------------------------------------------ comparisons */

/* What can't be made can't be the same; only our own trouble is an error. */
static int unless_ours(struct bench *b, int err)
{
	if (err == -SAFEC_ENOMEM || err == -SAFEC_EWRITE)
		return err;
	if (!b->says)
		b->says = safec_strerror(err);
	return 0;
}

typedef int comparer(struct arena *arena, const char *a, const char *b,
		     const char **difference);

static int ir_same(struct arena *arena, const char *a, const char *b,
		   const char **difference)
{
	return ir_compare(arena, a, b, difference, NULL);
}

static int compare_by(struct bench *b, enum which with, enum product product,
		      comparer *compare, bool *same)
{
	const char *original, *rewritten, *difference = NULL;
	int err = produce(b, with, product, &original);

	err = err ? err : produce(b, REWRITTEN, product, &rewritten);
	err = err ? err : compare(b->arena, original, rewritten, &difference);
	b->refuses[REWRITTEN] |= err == -SAFEC_EREAD;
	*same = !err && !difference;
	if (difference)
		b->says = arena_printf(b->arena, "%s: %s", b->compiler->name,
				       difference);
	return err ? unless_ours(b, err) : 0;
}

static int start(struct bench *b, struct arena *arena, const struct trial *t,
		 const struct compiler *c)
{
	*b = (struct bench){ .arena = arena, .trial = t, .compiler = c };
	b->dir = arena_printf(arena, "%s/%s", t->dir, c->name);
	return mkdir(b->dir, 0755) && errno != EEXIST ? -SAFEC_EWRITE : 0;
}

/*
 * clang beside another compiler need not know all that this one does: it has no
 * say on a unit whose original it refuses.
 */
static bool has_say(const struct bench *b)
{
	return b->compiler->is_own || !b->refuses[ORIGINAL];
}

/* Whether PRODUCT is the same by all of the N benches that have a say. */
static int same_by_all(struct bench *benches, size_t n, enum which with,
		       enum product product, comparer *compare, bool *same)
{
	size_t i, said = 0;
	bool equal = true;
	int err = 0;

	for (i = 0; i < n && equal && !err; i++) {
		err = compare_by(&benches[i], with, product, compare, &equal);
		equal = equal || !has_say(&benches[i]);
		said += has_say(&benches[i]);
	}
	*same = equal && said;
	return err;
}

static int by_ir(struct bench *benches, size_t n, bool *same)
{
	struct bench *last = n ? &benches[n - 1] : NULL;

	*same = false;
	return last && last->compiler->is_clang ?
	       compare_by(last, ORIGINAL, PRODUCT_BITCODE, ir_same, same) : 0;
}

/* ------------------------------------------------------------- the ladder */

struct ladder {
	struct arena *arena;
	const struct trial *trial;
	struct bench *benches;
	size_t n;
	const char *differs;		/* what the objects differ in */
	const char *says;
};

/* A step: sets *SAME, or not. */
typedef int step(struct ladder *l, bool *same);

static int by_tokens(struct ladder *l, bool *same)
{
	return l->trial->try_tokens ?
	       same_by_all(l->benches, l->n, ORIGINAL, PRODUCT_TOKENS,
			   tokens_compare, same) : 0;
}

static int by_objects(struct ladder *l, bool *same)
{
	size_t i;
	int err = same_by_all(l->benches, l->n, ORIGINAL, PRODUCT_OBJECT,
			      objects_compare, same);

	l->differs = "no compiler is known for it";
	for (i = l->n; i-- > 0;)
		if (l->benches[i].says)
			l->differs = l->benches[i].says;
	return err;
}

static int by_premised_objects(struct ladder *l, bool *same)
{
	return has_base(l->trial) ?
	       same_by_all(l->benches, l->n, BASE, PRODUCT_OBJECT,
			   objects_compare, same) : 0;
}

static int by_ir_of_last(struct ladder *l, bool *same)
{
	return by_ir(l->benches, l->n, same);
}

static int by_paths(struct ladder *l, bool *same)
{
	return trial_paths(l->arena, l->trial, same, &l->says);
}

/* What a compiler that has a say does not compile is not the same in any way. */
static bool is_refused(const struct ladder *l)
{
	size_t i, which;

	for (i = 0; i < l->n; i++)
		for (which = 0; which < TEXTS; which++)
			if (l->benches[i].refuses[which] && has_say(&l->benches[i]))
				return true;
	return false;
}

static int climb(struct ladder *l, struct verdict *out)
{
	static const struct {
		step *step;
		enum sameness same;
		bool premised;
		const char *says;
	} steps[] = {
		{ by_tokens, SAME_TOKENS, false,
		  "the preprocessed tokens are the same" },
		{ by_objects, SAME_OBJECT, false, "the objects are the same" },
		{ by_premised_objects, SAME_OBJECT, true,
		  "the objects are the same once the premises are granted" },
		{ by_ir_of_last, SAME_IR, false, "the optimised IR is isomorphic" },
		{ by_paths, SAME_PATHS, false, NULL }
	};
	bool same = false;
	size_t i;
	int err = 0;

	for (i = 0; i < sizeof(steps) / sizeof(steps[0]) && !same && !err &&
	     !is_refused(l); i++) {
		err = steps[i].step(l, &same);
		if (!same || err)
			continue;
		out->same = steps[i].same;
		out->premised = steps[i].premised;
		out->says = steps[i].says ? steps[i].says : l->says;
	}
	if (!same)
		out->says = *l->says ? arena_printf(l->arena, "%s; and %s", l->differs,
						    l->says) : l->differs;
	return err;
}

static const char *names(struct arena *arena, const struct bench *benches, size_t n)
{
	const char *all = "";
	size_t i;

	for (i = 0; i < n; i++)
		if (has_say(&benches[i]))
			all = arena_printf(arena, "%s%s%s", all, *all ? ", " : "",
					   benches[i].compiler->name);
	return all;
}

int trial_run(struct arena *arena, const struct trial *t, struct verdict *out)
{
	struct compiler compilers[COMPILERS];
	struct bench benches[COMPILERS];
	struct ladder l = { arena, t, benches, 0, "", "" };
	size_t i;
	int err = 0;

	*out = (struct verdict){ 0 };
	l.n = compilers_of(arena, t->command, compilers);
	for (i = 0; i < l.n && !err; i++)
		err = start(&benches[i], arena, t, &compilers[i]);
	err = err ? err : climb(&l, out);
	for (i = 0; i < l.n && !err; i++)
		out->compilations += benches[i].compilations;
	out->compilers = err ? "" : names(arena, benches, l.n);
	return err;
}

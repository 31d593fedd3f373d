/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every change has a proof, or is withheld.
 *
 * All changes that a unit sees are tried together first: one pair of
 * compilations proves them all.  Where that fails, each is tried alone, which
 * tells whose fault it is.  The class of a change is the weakest of its units,
 * and no stronger than its words: a word that adds a check is no annotation.
 */
#include "program.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "base/folder.h"
#include "base/pool.h"
#include "base/vec.h"
#include "prove/axioms.h"
#include "prove/cache.h"
#include "prove/proof_text.h"
#include "prove/trial.h"

/* One unit with some changes: ALL of them, or one. */
struct job {
	size_t unit;
	const struct safec_change *alone;	/* NULL: all */
	struct verdict verdict;
	double seconds;
	bool failed;
};

struct proving {
	struct safec_program *program;
	const char *dir;
	const char *macros;
	struct job *jobs;
	size_t job_count;
	size_t first;			/* of those that run now */
};

static bool is_applied(const struct safec_change *c)
{
	return c->verdict == SAFEC_APPLIED;
}

/* --------------------------------------------------------------- the work */

static bool in_job(const struct job *j, const struct safec_change *c)
{
	return is_applied(c) && (!j->alone || j->alone == c);
}

/* Without words that mean code, the tokens may be the same. */
static bool is_quiet(const struct safec_program *p, const struct job *j)
{
	size_t i;

	for (i = 0; i < p->changes.n; i++)
		if (in_job(j, p->changes.item[i]) &&
		    p->changes.item[i]->axioms.kind > WORD_ANNOTATION)
			return false;
	return true;
}

static int edits_of(const struct safec_program *p, const struct job *j,
		    struct proof_edits *edits, struct proof_edits *premises)
{
	size_t i;
	int err = 0;

	for (i = 0; i < p->changes.n && !err; i++) {
		const struct safec_change *c = p->changes.item[i];

		if (!in_job(j, c))
			continue;
		err = proof_edits_add(edits, c, &c->edits);
		err = err ? err : proof_edits_add(premises, c, &c->premises);
	}
	proof_edits_sort(edits);
	proof_edits_sort(premises);
	return err;
}

/* Where EDITS change PATH, in ARENA. */
static int offsets_in(struct arena *arena, const struct proof_edits *edits,
		      const char *path, struct trial_file *out)
{
	size_t *offsets = arena_zalloc(arena, (edits->n + 1) * sizeof(*offsets));
	size_t i;

	if (!offsets)
		return -SAFEC_ENOMEM;
	for (i = 0; i < edits->n; i++)
		if (!strcmp(edits->item[i].edit->file, path))
			offsets[out->edit_count++] = edits->item[i].edit->offset;
	out->edits = offsets;
	return 0;
}

static int make_file(struct arena *arena, const struct safec_program *p,
		     const struct proof_edits *edits,
		     const struct proof_edits *premises, const struct emit_file *f,
		     struct trial_file *out, const char **says)
{
	struct source *src = sources_find(&p->sources, f->path);
	char *text;
	int err;

	*out = (struct trial_file){ .path = f->path, .original = f->before,
				    .original_size = f->before_size };
	err = proof_text(arena, p->erasure, source_text(src), f->path, edits,
			 &text, &out->proof_size, says);
	if (err)
		return err;
	out->proof = text;
	err = offsets_in(arena, edits, f->path, out);
	if (err || !premises->n)
		return err;
	err = proof_text(arena, p->erasure, source_text(src), f->path, premises,
			 &text, &out->base_size, says);
	out->base = err ? NULL : text;
	return err;
}

/* The files that the job's unit reads and that the job changes. */
static int make_files(struct arena *arena, const struct safec_program *p,
		      const struct job *j, const struct proof_edits *edits,
		      const struct proof_edits *premises, struct trial *t,
		      const char **says)
{
	struct trial_file *files = arena_zalloc(arena, (p->file_count + 1) *
						sizeof(*files));
	size_t i;
	int err = files ? 0 : -SAFEC_ENOMEM;

	for (i = 0; i < p->file_count && !err; i++) {
		if (!unit_reads(p->units[j->unit], p->files[i].path))
			continue;
		err = make_file(arena, p, edits, premises, &p->files[i],
				&files[t->file_count], says);
		t->file_count += !err;
	}
	t->files = files;
	return err;
}

static void free_files(const struct trial *t)
{
	size_t i;

	for (i = 0; t->files && i < t->file_count; i++) {
		free((char *)t->files[i].proof);
		free((char *)t->files[i].base);
	}
}

/* A folder for J: readable names, since users may keep it. */
static const char *folder_of(struct arena *arena, const struct proving *v,
			     const struct job *j)
{
	const char *unit = v->program->units[j->unit]->name;
	char *name = arena_copy(arena, *unit == '/' ? unit + 1 : unit);
	size_t i;

	for (i = 0; name && name[i]; i++)
		if (name[i] == '/')
			name[i] = '+';
	return arena_printf(arena, "%s/%s%s%s", v->dir, name ? name : "unit",
			    j->alone ? "+" : "", j->alone ? j->alone->id : "");
}

/* What was found before is not tried again, unless what is compared is wanted. */
static int try_once(struct arena *arena, const struct safec_program *p,
		    const struct trial *t, struct verdict *out)
{
	const char *cache = p->options.proof_dir ? NULL : p->options.cache;
	const char *entry = cache ? cache_entry(arena, cache, t) : NULL;
	int err;

	if (entry && cache_get(arena, entry, out))
		return 0;
	err = folder_make(t->dir);
	err = err ? err : trial_run(arena, t, out);
	if (entry && !err)
		cache_put(arena, entry, t, out);
	return err;
}

static int try(struct arena *arena, const struct proving *v, const struct job *j,
	       struct verdict *out)
{
	const struct safec_program *p = v->program;
	struct trial t = { .command = &p->units[j->unit]->command,
			   .root = p->root, .macros = v->macros,
			   .dir = folder_of(arena, v, j),
			   .try_tokens = is_quiet(p, j),
			   .seconds = p->options.seconds };
	struct proof_edits edits = { 0 }, premises = { 0 };
	const char *says = NULL;
	int err = edits_of(p, j, &edits, &premises);

	err = err ? err : make_files(arena, p, j, &edits, &premises, &t, &says);
	err = err ? err : try_once(arena, p, &t, out);
	free_files(&t);
	free(edits.item);
	free(premises.item);
	if (err == -SAFEC_EARG) {
		*out = (struct verdict){ .says = says, .compilers = "" };
		err = 0;
	}
	return err;
}

/* ------------------------------------------------------------ the workers */

struct head {
	double seconds;
	uint32_t same, premised, compilations;
};

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static int pack(const struct head *head, const struct verdict *v, void **out,
		size_t *size)
{
	const char *says = v->says ? v->says : "";
	const char *compilers = v->compilers ? v->compilers : "";
	size_t n = strlen(says) + 1, k = strlen(compilers) + 1;
	char *data = malloc(sizeof(*head) + n + k);

	if (!data)
		return -SAFEC_ENOMEM;
	memcpy(data, head, sizeof(*head));
	memcpy(data + sizeof(*head), says, n);
	memcpy(data + sizeof(*head) + n, compilers, k);
	*out = data;
	*size = sizeof(*head) + n + k;
	return 0;
}

static int work(void *arg, size_t i, void **out, size_t *size)
{
	struct proving *v = arg;
	struct arena arena = { 0 };
	struct verdict verdict = { 0 };
	struct head head = { .seconds = now() };
	int err = try(&arena, v, &v->jobs[v->first + i], &verdict);

	head.seconds = now() - head.seconds;
	head.same = verdict.same;
	head.premised = verdict.premised;
	head.compilations = verdict.compilations;
	err = err ? err : pack(&head, &verdict, out, size);
	arena_free(&arena);
	return err;
}

static int unpack(struct proving *v, struct job *j, const char *data, size_t size)
{
	struct arena *arena = &v->program->arena;
	struct head head;
	const char *says = data + sizeof(head);

	if (size < sizeof(head) + 2 || data[size - 1])
		return -SAFEC_ECRASH;
	memcpy(&head, data, sizeof(head));
	j->seconds = head.seconds;
	j->verdict.same = (enum sameness)head.same;
	j->verdict.premised = head.premised;
	j->verdict.compilations = head.compilations;
	j->verdict.says = arena_copy(arena, says);
	j->verdict.compilers = arena_copy(arena, says + strlen(says) + 1);
	return j->verdict.says && j->verdict.compilers ? 0 : -SAFEC_ENOMEM;
}

static int done(void *arg, size_t i, int err, const void *data, size_t size,
		const char *says)
{
	struct proving *v = arg;
	struct job *j = &v->jobs[v->first + i];

	if (!err)
		return unpack(v, j, data, size);
	j->verdict = (struct verdict){
		.says = arena_printf(&v->program->arena, "the proof failed: %s",
				     *says ? says : safec_strerror(err)),
		.compilers = ""
	};
	return err == -SAFEC_ENOMEM ? err : 0;
}

/* ------------------------------------------------------------------- jobs */

static bool sees(const struct safec_unit *u, const struct safec_change *c)
{
	size_t i;

	for (i = 0; i < c->edits.n; i++)
		if (unit_reads(u, c->edits.item[i].file))
			return true;
	return false;
}

static int add_job(struct proving *v, size_t unit, const struct safec_change *alone)
{
	struct job *j = vec_add(&v->jobs, &v->job_count, sizeof(*j));

	if (!j)
		return -SAFEC_ENOMEM;
	j->unit = unit;
	j->alone = alone;
	return 0;
}

static size_t count_seen(const struct safec_program *p, const struct safec_unit *u)
{
	size_t i, n = 0;

	for (i = 0; i < p->changes.n && u->status == SAFEC_OK; i++)
		n += is_applied(p->changes.item[i]) && sees(u, p->changes.item[i]);
	return n;
}

static int add_together(struct proving *v)
{
	const struct safec_program *p = v->program;
	size_t i;
	int err = 0;

	for (i = 0; i < p->unit_count && !err; i++)
		if (count_seen(p, p->units[i]))
			err = add_job(v, i, NULL);
	return err;
}

/* Whether some but not all changes that U sees have premises. */
static bool is_mixed(const struct safec_program *p, const struct safec_unit *u)
{
	size_t i, with = 0;

	for (i = 0; i < p->changes.n; i++)
		with += is_applied(p->changes.item[i]) &&
			p->changes.item[i]->premises.n && sees(u, p->changes.item[i]);
	return with && with < count_seen(p, u);
}

/* A premise is granted to the change that has it alone. */
static int add_alone(struct proving *v)
{
	const struct safec_program *p = v->program;
	size_t n = v->job_count, i, k;
	int err = 0;

	for (i = 0; i < n && !err; i++) {
		const struct safec_unit *u = p->units[v->jobs[i].unit];

		if (v->jobs[i].verdict.same != SAME_NOT &&
		    !(v->jobs[i].verdict.premised && is_mixed(p, u)))
			continue;
		if (count_seen(p, u) < 2)
			continue;
		for (k = 0; k < p->changes.n && !err; k++)
			if (is_applied(p->changes.item[k]) &&
			    sees(u, p->changes.item[k]))
				err = add_job(v, v->jobs[i].unit,
					      p->changes.item[k]);
	}
	return err;
}

static int run_jobs(struct proving *v)
{
	size_t n = v->job_count - v->first;
	int err = pool_run(n, v->program->options.jobs,
			   v->program->options.seconds, work, done, v);

	v->first = v->job_count;
	return err;
}

/* ----------------------------------------------------------------- classes */

static enum safec_proof class_of(const struct verdict *v, const struct safec_change *c)
{
	const struct axioms *axioms = &c->axioms;
	enum sameness same = v->same;

	if (same == SAME_NOT)
		return SAFEC_NONE;
	if (axioms->kind == WORD_CONDITIONAL || v->premised)
		return SAFEC_CONDITIONAL;
	if (same == SAME_TOKENS)
		return SAFEC_INERT;
	if (same == SAME_OBJECT)
		return axioms->kind >= (int)WORD_CHECK ? SAFEC_ERASED : SAFEC_SAME_IR;
	return same == SAME_IR ? SAFEC_SAME_IR : SAFEC_SAME_PATHS;
}

/* What decides about C in the unit of J: C alone, where it was tried so. */
static const struct job *deciding(const struct proving *v, const struct job *j,
				  const struct safec_change *c)
{
	size_t i;

	for (i = 0; i < v->job_count; i++)
		if (v->jobs[i].unit == j->unit && v->jobs[i].alone == c)
			return &v->jobs[i];
	return j;
}

static int keep_trial(struct proving *v, struct safec_change *c, const struct job *j)
{
	struct trial_record *r = vec_add(&c->trials.item, &c->trials.n, sizeof(*r));

	if (!r)
		return -SAFEC_ENOMEM;
	*r = (struct trial_record){
		.unit = v->program->units[j->unit]->name,
		.proof = class_of(&j->verdict, c),
		.says = j->verdict.says, .compilers = j->verdict.compilers,
		.compilations = j->verdict.compilations, .seconds = j->seconds
	};
	return 0;
}

static bool is_premised(const struct proving *v, const struct safec_change *c)
{
	size_t i;

	for (i = 0; i < v->job_count && c->premises.n; i++)
		if (!v->jobs[i].alone && deciding(v, &v->jobs[i], c)->verdict.premised)
			return true;
	return false;
}

static int judge(struct proving *v, struct safec_change *c)
{
	const struct safec_program *p = v->program;
	size_t i;
	int err = 0;

	c->trials.n = 0;
	c->proof = SAFEC_INERT;
	for (i = 0; i < v->job_count && !err; i++) {
		const struct job *j = &v->jobs[i];

		if (!j->alone && sees(p->units[j->unit], c))
			err = keep_trial(v, c, deciding(v, j, c));
	}
	for (i = 0; i < c->trials.n; i++)
		if (c->trials.item[i].proof < c->proof)
			c->proof = c->trials.item[i].proof;
	c->proof_units = c->trials.n;
	if (!c->trials.n)
		c->proof = SAFEC_NONE;
	if (c->proof == SAFEC_CONDITIONAL && is_premised(v, c))
		c->condition = axioms_condition(&v->program->arena, c);
	return err;
}

static const char *first_refusal(const struct safec_change *c)
{
	size_t i;

	for (i = 0; i < c->trials.n; i++)
		if (c->trials.item[i].proof == c->proof)
			return c->trials.item[i].says;
	return "no unit that was given reads it";
}

static bool is_enough(const struct safec_program *p, const struct safec_change *c)
{
	if (c->proof == SAFEC_NONE)
		return p->options.unproven;
	return c->proof >= p->options.prove;
}

static void withhold(struct safec_program *p, struct safec_change *c)
{
	c->verdict = SAFEC_WITHHELD;
	c->reason = c->proof == SAFEC_NONE ?
		arena_printf(&p->arena, "behaviour is not proved unchanged: %s",
			     first_refusal(c)) :
		arena_printf(&p->arena, "its proof is %s, and %s was asked for",
			     proof_word_of(c->proof),
			     proof_word_of(p->options.prove));
}

/* Together they differ, alone none does: the first of the unit stays. */
static void part(struct proving *v, bool *withheld)
{
	struct safec_program *p = v->program;
	size_t i, k;

	for (i = 0; i < v->job_count; i++) {
		const struct job *j = &v->jobs[i];
		bool first = true;

		if (j->alone || j->verdict.same != SAME_NOT || *withheld)
			continue;
		for (k = 0; k < p->changes.n; k++) {
			struct safec_change *c = p->changes.item[k];

			if (!is_applied(c) || !sees(p->units[j->unit], c) ||
			    c->proof == SAFEC_NONE)
				continue;
			if (!first) {
				c->verdict = SAFEC_WITHHELD;
				c->reason = "it is proved alone, but not together with the other changes of a file";
				*withheld = true;
			}
			first = false;
		}
	}
}

static int judge_all(struct proving *v, bool *withheld)
{
	struct safec_program *p = v->program;
	size_t i;
	int err = 0;

	for (i = 0; i < p->changes.n && !err; i++)
		if (is_applied(p->changes.item[i]))
			err = judge(v, p->changes.item[i]);
	for (i = 0; i < p->changes.n && !err; i++)
		if (is_applied(p->changes.item[i]) &&
		    !is_enough(p, p->changes.item[i])) {
			withhold(p, p->changes.item[i]);
			*withheld = true;
		}
	if (!err)
		part(v, withheld);
	return err;
}

/* ---------------------------------------------------------------- the whole */

static int find_axioms(struct safec_program *p)
{
	size_t i;
	int err = 0;

	for (i = 0; i < p->changes.n && !err; i++)
		if (is_applied(p->changes.item[i]))
			err = axioms_find(&p->arena, p->erasure, &p->sources,
					  p->changes.item[i]);
	return err;
}

static int open_folder(struct proving *v)
{
	struct safec_program *p = v->program;
	const char *text = erasure_macros(p->erasure);
	int err = 0;

	if (p->options.proof_dir) {
		v->dir = arena_copy(&p->arena, p->options.proof_dir);
		err = folder_make(v->dir);
	} else {
		v->dir = folder_temporary(&p->arena);
	}
	if (err || !v->dir)
		return program_fail(p, -SAFEC_EWRITE, "no folder for proofs: %s",
				    v->dir ? v->dir : "temporary files");
	v->macros = arena_printf(&p->arena, "%s/words.h", v->dir);
	return layer_write(v->macros, text, strlen(text));
}

int program_prove(struct safec_program *p, bool *withheld)
{
	struct proving v = { .program = p };
	int err;

	*withheld = false;
	if (!p->file_count)
		return 0;
	err = find_axioms(p);
	err = err ? err : open_folder(&v);
	err = err ? err : add_together(&v);
	err = err ? err : run_jobs(&v);
	err = err ? err : add_alone(&v);
	err = err ? err : run_jobs(&v);
	err = err ? err : judge_all(&v, withheld);
	if (v.dir && !p->options.proof_dir)
		folder_remove(v.dir);
	free(v.jobs);
	return err;
}

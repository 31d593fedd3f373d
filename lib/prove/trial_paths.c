/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The last way to compare: path by path, on our own IR.
 *
 * Only functions are compared so; outside of the bodies that have edits, the
 * text must be the same token by token.
 */
#include "prove/trial.h"

#include <string.h>

#include <safec/safec.h>

#include "base/lex.h"
#include "front/front.h"
#include "front/path.h"
#include "prove/paths.h"

struct range {
	size_t begin, end;
};

struct pair {
	struct arena *arena;
	const struct trial *trial;
	struct front *fronts[2];	/* original, rewritten */
	struct unit units[2];
	const char *says;
};

/* ------------------------------------------------------------------ units */

static struct command with_macros(struct arena *arena, const struct trial *t)
{
	struct command c = *t->command;
	const char **args = arena_zalloc(arena, (c.count + 4) * sizeof(*args));

	if (!args)
		return c;
	args[0] = "-include";
	args[1] = t->macros;
	args[2] = "-DSAFEC_ERASE";
	memcpy(args + 3, c.args, c.count * sizeof(*args));
	c.args = args;
	c.count += 3;
	return c;
}

static int open_unit(struct pair *p, size_t i)
{
	const struct trial *t = p->trial;
	const struct command c = with_macros(p->arena, t);
	struct overlay *files = arena_zalloc(p->arena, (t->file_count + 1) *
					     sizeof(*files));
	size_t k;
	int err;

	if (!files)
		return -SAFEC_ENOMEM;
	for (k = 0; k < t->file_count; k++)
		files[k] = i ? (struct overlay){ t->files[k].path, t->files[k].proof,
						 t->files[k].proof_size } :
			   (struct overlay){ t->files[k].path, t->files[k].original,
					     t->files[k].original_size };
	err = front_open(&c, t->root, FLAGS_ANALYSE, files, t->file_count,
			 &p->fronts[i]);
	return err ? err : front_lower(p->fronts[i], &p->units[i]);
}

/* -------------------------------------------------------------- functions */

static uint32_t file_of(const struct unit *u, const char *path)
{
	uint32_t i;

	for (i = 1; i < u->file_count; i++)
		if (!strcmp(u->files[i].path, path))
			return i;
	return 0;
}

/* The body of the function of U that has OFFSET of FILE in it; 0 if none. */
static uint32_t body_at(const struct unit *u, uint32_t file, size_t offset)
{
	uint32_t n;

	for (n = 1; n < u->node_count; n++) {
		const struct node *x = &u->nodes[n];

		if (x->kind == NODE_COMPOUND && x->file == file &&
		    u->nodes[x->parent].kind == NODE_FUNCTION &&
		    x->begin < offset && offset < x->end)
			return n;
	}
	return 0;
}

static uint32_t body_named(const struct unit *u, uint32_t file, const char *name)
{
	uint32_t n;

	for (n = 1; n < u->node_count; n++) {
		const struct node *x = &u->nodes[n];
		const struct node *parent = &u->nodes[x->parent];

		if (x->kind == NODE_COMPOUND && x->file == file &&
		    parent->kind == NODE_FUNCTION &&
		    !strcmp(u->symbols[parent->sym].name, name))
			return n;
	}
	return 0;
}

static const char *function_name(const struct unit *u, uint32_t body)
{
	return u->symbols[u->nodes[u->nodes[body].parent].sym].name;
}

/* ---------------------------------------------------------- between bodies */

/* A text without the bodies that have edits. */
struct outside {
	const struct unit *unit;
	const char *text;
	struct lexer lexer;
	const struct range *bodies;
	size_t count;
	size_t done;			/* the end of the token before */
};

/* The directive that comes next: its keyword, and the rest of its line. */
struct directive {
	struct token keyword;
	size_t rest, end;
};

static bool at_directive(const struct outside *o, struct directive *d)
{
	struct lexer ahead = o->lexer;
	struct token hash;

	if (lex(&ahead, &hash) == TOKEN_END || !hash.first ||
	    !token_is(o->text, &hash, "#") ||
	    lex(&ahead, &d->keyword) != TOKEN_NAME || !d->keyword.directive)
		return false;
	d->rest = d->keyword.end + strspn(o->text + d->keyword.end, " \t");
	d->end = d->rest + strcspn(o->text + d->rest, "\n");
	return true;
}

static void pass_line(struct outside *o, const struct directive *d)
{
	o->lexer.at = d->end;
	o->lexer.first = true;
	o->lexer.directive = false;
}

/*
 * Pass over what the comparison does not count.  A new include counts, even of
 * what is read anyway: read once more, or earlier, it may mean something else.
 */
static void pass(struct outside o[2])
{
	struct directive d;
	size_t i;

	for (i = 0; i < 2; i++)
		while (at_directive(&o[i], &d) &&
		       token_is(o[i].text, &d.keyword, "line"))
			pass_line(&o[i], &d);
}

static bool skip_body(struct outside *o, const struct token *t)
{
	size_t i;

	for (i = 0; i < o->count; i++)
		if (o->bodies[i].begin <= t->begin && t->begin < o->bodies[i].end) {
			o->lexer.at = o->bodies[i].end;
			o->lexer.first = false;
			return true;
		}
	return false;
}

static void next(struct outside *o, struct token *t, bool *parted)
{
	do
		lex(&o->lexer, t);
	while (t->kind != TOKEN_END && skip_body(o, t));
	*parted = t->begin != o->done;
	o->done = t->end;
}

/* White space counts: `#define F(x) y` is not `#define F (x) y`. */
static bool same_token(const struct outside o[2], const struct token t[2])
{
	return t[0].kind == t[1].kind && t[0].directive == t[1].directive &&
	       (!t[0].directive || t[0].first == t[1].first) &&
	       t[0].end - t[0].begin == t[1].end - t[1].begin &&
	       (t[0].kind == TOKEN_END ||
		!memcmp(o[0].text + t[0].begin, o[1].text + t[1].begin,
			t[0].end - t[0].begin));
}

static bool same_outside(struct outside o[2])
{
	struct token t[2];
	bool parted[2];

	do {
		pass(o);
		next(&o[0], &t[0], &parted[0]);
		next(&o[1], &t[1], &parted[1]);
		if (!same_token(o, t) || (t[0].kind != TOKEN_END &&
					  parted[0] != parted[1]))
			return false;
	} while (t[0].kind != TOKEN_END);
	return true;
}

/* ------------------------------------------------------------------- files */

static int differs(struct pair *p, bool *same, const char *says)
{
	*same = false;
	p->says = says;
	return 0;
}

static int compare_function(struct pair *p, const char *name, bool *same)
{
	const char *difference = NULL;
	bool cut = false;
	int err = paths_compare(p->arena, &p->units[0], &p->units[1], name, NULL,
				&difference, &cut);

	if (err || difference)
		return err ? err : differs(p, same, arena_printf(p->arena,
				"%s(): %s", name, difference));
	p->says = arena_printf(p->arena, "%s%s%s()%s", p->says, *p->says ? ", " :
		"every path has the same effects: ", name,
		cut ? " (loops cut at two iterations)" : "");
	return 0;
}

static int compare_bodies(struct pair *p, const struct trial_file *f,
			  struct range *bodies[2], size_t *count, bool *same)
{
	uint32_t a = file_of(&p->units[0], f->path);
	uint32_t b = file_of(&p->units[1], f->path);
	uint32_t last = 0;
	size_t i;
	int err = 0;

	for (i = 0; i < f->edit_count && *same && !err; i++) {
		uint32_t x = body_at(&p->units[0], a, f->edits[i]), y;

		if (!x || x == last)
			continue;
		last = x;
		y = body_named(&p->units[1], b, function_name(&p->units[0], x));
		if (!y)
			return differs(p, same, "a function is gone");
		bodies[0][*count] = (struct range){ p->units[0].nodes[x].begin,
						    p->units[0].nodes[x].end };
		bodies[1][(*count)++] = (struct range){ p->units[1].nodes[y].begin,
							p->units[1].nodes[y].end };
		err = compare_function(p, function_name(&p->units[0], x), same);
	}
	return err;
}

static int compare_file(struct pair *p, const struct trial_file *f, bool *same)
{
	size_t room = (f->edit_count + 1) * sizeof(struct range), count = 0;
	struct range *bodies[2] = { arena_zalloc(p->arena, room),
				    arena_zalloc(p->arena, room) };
	struct outside o[2];
	int err;

	if (!bodies[0] || !bodies[1])
		return -SAFEC_ENOMEM;
	err = compare_bodies(p, f, bodies, &count, same);
	if (err || !*same)
		return err;
	o[0] = (struct outside){ &p->units[0], f->original,
				 lexer_at(f->original, 0, f->original_size),
				 bodies[0], count, 0 };
	o[1] = (struct outside){ &p->units[1], f->proof,
				 lexer_at(f->proof, 0, f->proof_size),
				 bodies[1], count, 0 };
	return same_outside(o) ? 0 :
	       differs(p, same, "the text differs outside of functions");
}

int trial_paths(struct arena *arena, const struct trial *t, bool *same,
		const char **says)
{
	struct pair p = { .arena = arena, .trial = t, .says = "" };
	size_t i;
	int err;

	*same = false;
	*says = "with premises, paths are not compared";
	for (i = 0; i < t->file_count; i++)
		if (t->files[i].base)
			return 0;
	err = open_unit(&p, 0);

	err = err ? err : open_unit(&p, 1);
	*same = !err;
	for (i = 0; i < t->file_count && *same && !err; i++)
		err = compare_file(&p, &t->files[i], same);
	for (i = 0; i < 2; i++) {
		unit_free(&p.units[i]);
		front_close(p.fronts[i]);
	}
	*says = err ? "its paths can't be seen" : p.says;
	*same = *same && !err;
	return err == -SAFEC_ENOMEM ? err : 0;
}

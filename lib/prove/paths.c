/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The comparison: all paths of the original, and for each all of the other.
 *
 * Why it is sound.  A term stands for one value: of a parameter, of the K-th
 * effect's result, of memory at an address after K effects.  Take any state that
 * the original can start in.  It goes along one path, and the conditions that
 * were decided on it hold.  As long as the other has had the same effects, what
 * it sees is the same too, so each term it decides on means the same; what the
 * path of the original decided holds there, and what it did not is tried with
 * both answers, of which one is the one that holds.  So the way that the other
 * really goes from that state is among those walked, and its effects were
 * compared with the original's.  Nothing has to be done in the other direction:
 * each state is a state of both.
 *
 * What is not known makes more paths or more terms, never fewer.  Conditions are
 * answered without trying both only when they follow from what was decided.
 *
 * Where a loop is cut, what was compared is the effects so far.  The second
 * function may go around more often, so that a test that moved from one end of a
 * loop to the other makes no difference.  When the original's path is complete,
 * the other's must be.
 */
#include "prove/paths_run.h"

#include <stdlib.h>
#include <string.h>

#include <safec/safec.h>

/* How often a block may be entered on a path: of the original, of the other. */
enum { ROUNDS = 3, MORE_ROUNDS = 8 };

enum { PATHS = 4096, STEPS = 1000000 };

struct paths {
	struct arena *arena;		/* of the result */
	struct arena work;
	struct values values;
	struct side sides[2];
	struct decisions decisions[2];
	size_t paths, steps;		/* left */
	const char *difference;
	bool cut;
};

/* ------------------------------------------------------------------- sides */

static uint32_t find_body(const struct unit *u, uint32_t function)
{
	uint32_t c = unit_child(u, function);

	while (c && u->nodes[c].kind != NODE_COMPOUND)
		c = unit_next(u, c);
	return c;
}

static bool find_function(struct side *s, const char *name)
{
	const struct unit *u = s->unit;
	uint32_t n;

	for (n = 1; n < u->node_count; n++) {
		if (u->nodes[n].kind != NODE_FUNCTION || u->nodes[n].parent ||
		    strcmp(u->symbols[u->nodes[n].sym].name, name))
			continue;
		s->function = n;
		s->body = find_body(u, n);
		if (s->body)
			return true;
	}
	return false;
}

static uint32_t pointer_bits(const struct unit *u)
{
	size_t i;

	for (i = 1; i < u->type_count; i++)
		if (u->types[i].kind == TYPE_POINTER)
			return u->types[i].bits;
	return 64;
}

static int open_side(struct paths *p, struct side *s, struct unit *u,
		     const char *name)
{
	uint32_t bits = pointer_bits(u);
	int err;

	s->unit = u;
	s->arena = &p->work;
	s->size_type = (struct type){ .kind = TYPE_INT, .bits = bits };
	s->offset_type = (struct type){ .kind = TYPE_INT, .bits = bits,
					.is_signed = true };
	s->int_type = (struct type){ .kind = TYPE_INT, .bits = 32,
				     .is_signed = true };
	if (!find_function(s, name)) {
		s->why = "it has no body";
		return 0;
	}
	s->local_of = arena_zalloc(&p->work, u->symbol_count * sizeof(*s->local_of));
	s->texts = arena_zalloc(&p->work, (u->nodes[s->function].last -
					   s->function + 1) * sizeof(*s->texts));
	err = s->local_of && s->texts ? side_locals(s) : -SAFEC_ENOMEM;
	err = err ? err : cfg_build(u, s->function, &s->cfg);
	if (err)
		return err;
	s->reached = arena_zalloc(&p->work, s->cfg.block_count);
	if (s->reached)
		side_check(s);
	return s->reached ? 0 : -SAFEC_ENOMEM;
}

static void close_side(struct side *s)
{
	free(s->locals);
	cfg_free(&s->cfg);
}

static size_t count_params(const struct side *s)
{
	size_t i, n = 0;

	for (i = 0; i < s->local_count; i++)
		n += s->locals[i].param != 0;
	return n;
}

static const struct type *type_of(const struct side *s, size_t local)
{
	return &s->unit->types[s->unit->symbols[s->locals[local].sym].type];
}

static const char *record_key(const struct side *s, const struct type *t)
{
	const char *key = t->kind == TYPE_RECORD ?
			  s->unit->symbols[t->record].key : NULL;

	return key ? key : "";
}

/* Whether both take the same. */
static bool same_params(const struct side *a, const struct side *b)
{
	size_t i, n = count_params(a);

	if (n != count_params(b))
		return false;
	for (i = 0; i < n; i++) {
		const struct type *s = type_of(a, i), *t = type_of(b, i);

		if (s->kind != t->kind || s->bits != t->bits ||
		    s->is_signed != t->is_signed ||
		    strcmp(record_key(a, s), record_key(b, t)))
			return false;
	}
	return true;
}

/* The same file, whose text was changed in between: one text is not its own. */
static bool same_text(struct side *s)
{
	struct unit *a = s[0].unit, *b = s[1].unit;
	const struct unit_file *f = &a->files[a->nodes[s[0].body].file];
	const struct unit_file *g = &b->files[b->nodes[s[1].body].file];
	const struct text *x, *y;

	if (a == b || strcmp(f->path, g->path))
		return false;
	x = unit_text(a, a->nodes[s[0].body].file);
	y = unit_text(b, b->nodes[s[1].body].file);
	return x->size == y->size && !memcmp(x->data, y->data, x->size);
}

/* -------------------------------------------------------------------- runs */

static int run_new(struct paths *p, size_t side, struct run *r)
{
	struct side *s = &p->sides[side];
	size_t locals = s->local_count + 1, blocks = s->cfg.block_count;

	*r = (struct run){ .side = s, .unit = s->unit, .values = &p->values,
			   .given = side ? &p->decisions[0] : NULL,
			   .own = &p->decisions[side], .steps = &p->steps };
	r->env = calloc(locals, sizeof(*r->env));
	r->address = calloc(locals, sizeof(*r->address));
	r->visits = calloc(blocks, sizeof(*r->visits));
	r->total = calloc(blocks, sizeof(*r->total));
	r->marks = calloc(blocks, sizeof(*r->marks));
	return r->env && r->address && r->visits && r->total && r->marks ? 0 :
	       -SAFEC_ENOMEM;
}

static void run_free(struct run *r)
{
	free(r->env);
	free(r->address);
	free(r->visits);
	free(r->total);
	free(r->marks);
	free(r->live);
	free(r->effects);
	free(r->risks);
}

/* Objects that end where the function does end with it. */
static void drop_last_ends(struct run *r)
{
	size_t kept = r->effect_count, i;
	struct effect *last = kept ? &r->effects[kept - 1] : NULL;
	bool returns = last && last->kind == EFFECT_RETURN;

	if (r->end != RUN_COMPLETE)
		return;
	for (i = kept - returns; i > 0; i--)
		if (r->effects[i - 1].kind != EFFECT_END ||
		    r->effects[i - 1].loads != r->loads)
			break;
	if (returns && i + 1 < kept)
		r->effects[i] = *last;
	r->effect_count = i + returns;
}

static int run_side(struct paths *p, size_t side, size_t enough, struct run *r)
{
	int err = run_new(p, side, r);

	if (err)
		return err;
	run_path(r, side ? MORE_ROUNDS : ROUNDS, enough);
	drop_last_ends(r);
	p->cut |= r->end == RUN_CUT;
	return p->values.failed ? -SAFEC_ENOMEM : r->err;
}

/* ---------------------------------------------------------------- messages */

static const char *when(struct paths *p)
{
	const char *text = decision_words(p->arena, &p->decisions[0], "");

	text = decision_words(p->arena, &p->decisions[1], text);
	return *text ? arena_printf(p->arena, "%s: ", text) : "";
}

static void differ(struct paths *p, const struct effect *a, const struct effect *b)
{
	p->difference = arena_printf(p->arena, "%s%s where the original %s", when(p),
				     effect_words(p->arena, b), effect_words(p->arena, a));
}

/* Whether a side is not understood, which is a difference. */
static bool is_refused(struct paths *p)
{
	size_t i;

	for (i = 0; i < 2 && !p->difference; i++)
		if (p->sides[i].why)
			p->difference = arena_printf(p->arena, "%s: %s",
					i ? "in the rewritten text" :
					"in the original", p->sides[i].why);
	return p->difference;
}

/* ----------------------------------------------------------------- compare */

static bool same_effect(const struct effect *a, const struct effect *b)
{
	return a->kind == b->kind && a->bits == b->bits &&
	       a->is_volatile == b->is_volatile && a->text == b->text &&
	       a->a == b->a && a->b == b->b;
}

/* Whether A risked what B risks by then. */
static bool is_risked(const struct run *a, const struct risk *risk)
{
	size_t i;

	for (i = 0; i < a->risk_count; i++)
		if (a->risks[i].of == risk->of &&
		    a->risks[i].effects <= risk->effects)
			return true;
	return false;
}

/* What B reads or divides by, A does too, and not later. */
static void compare_risks(struct paths *p, const struct run *a, const struct run *b)
{
	size_t i;

	for (i = 0; i < b->risk_count; i++)
		if (!is_risked(a, &b->risks[i])) {
			p->difference = arena_printf(p->arena, "%suses %s before or "
					"where the original does not", when(p),
					value_print(p->arena, b->risks[i].of));
			return;
		}
}

/* The effects of B must be those of A, as far as A was followed. */
static void compare_runs(struct paths *p, const struct run *a, const struct run *b)
{
	size_t i;

	for (i = 0; i < a->effect_count && i < b->effect_count; i++)
		if (!same_effect(&a->effects[i], &b->effects[i])) {
			differ(p, &a->effects[i], &b->effects[i]);
			return;
		}
	if (b->end == RUN_CUT && (i < a->effect_count || a->end == RUN_COMPLETE))
		p->difference = arena_printf(p->arena, "%sgoes around once more than "
					     "is followed", when(p));
	else if (i < a->effect_count)
		differ(p, &a->effects[i], NULL);
	else if (a->end == RUN_COMPLETE && i < b->effect_count)
		differ(p, NULL, &b->effects[i]);
	else if (a->end == RUN_COMPLETE)
		compare_risks(p, a, b);
}

/* All ways of B that go with the way A of the original. */
static int compare_with(struct paths *p, const struct run *a)
{
	size_t enough = a->end == RUN_CUT ? a->effect_count : SIZE_MAX;
	int err;

	p->decisions[1].n = 0;
	do {
		struct run b;

		err = run_side(p, 1, enough, &b);
		if (!err && !is_refused(p))
			compare_runs(p, a, &b);
		run_free(&b);
		if (!p->difference && !p->paths--)
			p->difference = "too many paths";
	} while (!err && !p->difference && decisions_next(&p->decisions[1]));
	return err;
}

static int compare_all(struct paths *p)
{
	int err;

	do {
		struct run a;

		err = run_side(p, 0, SIZE_MAX, &a);
		if (!err && !is_refused(p))
			err = compare_with(p, &a);
		run_free(&a);
	} while (!err && !p->difference && decisions_next(&p->decisions[0]));
	return err;
}

/* Mark what can be reached from block B but for conditions that are constants. */
static void reach(const struct side *s, uint32_t b, bool *seen)
{
	const struct cfg_block *block = &s->cfg.blocks[b];
	long long truth;
	size_t i;
	long to;

	if (seen[b])
		return;
	seen[b] = true;
	if (block->has_cond && unit_constant(s->unit, block->cond, &truth)) {
		reach(s, truth ? block->yes : block->no, seen);
		return;
	}
	for (i = 0; (to = cfg_successor(&s->cfg, b, i)) >= 0; i++)
		reach(s, (uint32_t)to, seen);
}

/* Where loops were cut, code may be left that no path came to. */
static int check_reached(struct paths *p, struct side *s)
{
	bool *seen = calloc(s->cfg.block_count, sizeof(*seen));
	size_t b;

	if (!seen)
		return -SAFEC_ENOMEM;
	reach(s, CFG_ENTRY, seen);
	for (b = CFG_ENTRY; b < s->cfg.block_count; b++)
		if (seen[b] && !s->reached[b] && s->cfg.blocks[b].item_count)
			side_refuse(s, s->cfg.blocks[b].items[0],
				    "behind a loop that was cut");
	free(seen);
	is_refused(p);
	return 0;
}

static int compare(struct paths *p)
{
	int err;

	p->sides[1].original = &p->sides[0];
	if (is_refused(p))
		return 0;
	if (!same_params(&p->sides[0], &p->sides[1])) {
		p->difference = "other parameters";
		return 0;
	}
	if (same_text(p->sides)) {
		p->difference = "the rewritten text is not at hand";
		return 0;
	}
	err = compare_all(p);
	if (!err && !p->difference && p->cut)
		err = check_reached(p, &p->sides[0]);
	if (!err && !p->difference && p->cut)
		err = check_reached(p, &p->sides[1]);
	return err;
}

int paths_compare(struct arena *arena, struct unit *a, struct unit *b,
		  const char *name, const struct paths_limit *limit,
		  const char **difference, bool *cut)
{
	struct paths p = { .arena = arena, .paths = PATHS, .steps = STEPS };
	int err;

	if (limit && limit->paths)
		p.paths = limit->paths;
	if (limit && limit->steps)
		p.steps = limit->steps;
	err = open_side(&p, &p.sides[0], a, name);
	err = err ? err : open_side(&p, &p.sides[1], b, name);
	err = err ? err : compare(&p);
	*difference = p.difference;
	*cut = p.cut;
	close_side(&p.sides[0]);
	close_side(&p.sides[1]);
	free(p.decisions[0].item);
	free(p.decisions[1].item);
	values_free(&p.values);
	arena_free(&p.work);
	return err;
}

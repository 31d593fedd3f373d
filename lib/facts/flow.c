/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Two questions about paths.
 *
 * What does zero lead to?  From a decrement that tests for zero, the blocks
 * that only the zero branch reaches: which call in them ends the object's
 * life, or wakes who waits for it.
 *
 * Can a zero be incremented?  A count is known to be zero behind a test that
 * says so, behind the put that found it, and may be zero behind an allocation
 * of zeroed memory or a fill.  From there every path
 * is followed until the count is set or the variable means another object; an
 * increment on the way, or a call that is given the object, is noted.
 */
#include "facts/flow.h"

#include <stdlib.h>
#include <string.h>

#include <safec/safec.h>

#include "base/vec.h"
#include "facts/context.h"

struct flow {
	struct unit *unit;
	const struct model *model;
	struct facts *facts;
	const struct sites *sites;
	struct cfg cfg;
	uint32_t function;
};

static struct fact_use *use_at(const struct flow *w, const struct site *s)
{
	return &w->facts->uses[s->use];
}

/* The site whose counter is node N. */
static const struct site *site_at(const struct flow *w, uint32_t n)
{
	size_t lo = 0, hi = w->sites->n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (w->sites->item[mid].object < n)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < w->sites->n && w->sites->item[lo].object == n ?
	       &w->sites->item[lo] : NULL;
}

/* The name under which the CALL N is written: its function, or its macro. */
static const char *call_name(const struct unit *u, uint32_t n)
{
	const struct node *node = &u->nodes[n];
	uint32_t f = unit_callee(u, n);

	if (node->begin_class == CLASS_BODY && node->macro)
		return u->macros[node->macro].name;
	return f ? u->symbols[f].name : "";
}

static const struct model_function *call_model(const struct flow *w, uint32_t n)
{
	const struct model_function *f =
		model_function(w->model, call_name(w->unit, n));
	uint32_t callee = unit_callee(w->unit, n);

	if (f || !callee)
		return f;
	return model_function(w->model, w->unit->symbols[callee].name);
}

/* ------------------------------------------------- what zero leads to */

static void note_call(struct flow *w, struct fact_use *use, uint32_t n)
{
	const struct model_function *f = call_model(w, n);
	unsigned int traits = f ? f->traits : 0;

	if (traits & MODEL_WAKES)
		use->flags |= USE_WAKES;
	if (traits & (MODEL_WAKES | MODEL_PRINTS | MODEL_ASSERTS))
		return;
	if (f && !(traits & MODEL_RELEASES) && f->type)
		return;
	if (use->flags & USE_RELEASES && !(traits & MODEL_RELEASES))
		return;
	use->flags |= USE_RELEASES;
	if (*call_name(w->unit, n))
		use->release = fact_keep(w->facts, call_name(w->unit, n));
}

static void note_calls(struct flow *w, struct fact_use *use,
		       const struct cfg_block *b)
{
	size_t i;
	uint32_t n;

	for (i = 0; i < b->item_count; i++)
		for (n = b->items[i]; n <= w->unit->nodes[b->items[i]].last; n++)
			if (w->unit->nodes[n].kind == NODE_CALL)
				note_call(w, use, n);
}

/* Blocks that are reached from ZERO and not from OTHER. */
static int zero_leads(struct flow *w, struct fact_use *use, uint32_t zero,
		      uint32_t other)
{
	bool *from_zero = calloc(w->cfg.block_count * 2, sizeof(*from_zero));
	bool *from_other = from_zero + w->cfg.block_count;
	size_t i;

	if (!from_zero)
		return -SAFEC_ENOMEM;
	cfg_reach(&w->cfg, zero, from_zero);
	cfg_reach(&w->cfg, other, from_other);
	for (i = 0; i < w->cfg.block_count; i++)
		if (from_zero[i] && !from_other[i])
			note_calls(w, use, &w->cfg.blocks[i]);
	free(from_zero);
	return 0;
}

/* The block that decides by node WHOLE; 0 if none. */
static uint32_t deciding_block(const struct flow *w, uint32_t whole)
{
	uint32_t n = unit_strip(w->unit, whole), b;

	for (b = 1; b < w->cfg.block_count; b++)
		if (w->cfg.blocks[b].has_cond && w->cfg.blocks[b].cond == n)
			return b;
	return 0;
}

/* WHOLE may be `!x`, which the graph has opened: look for x, other way round. */
static uint32_t decision_of(const struct flow *w, uint32_t whole, bool *negated)
{
	const struct unit *u = w->unit;
	uint32_t b = deciding_block(w, whole), n = unit_strip(u, whole);

	while (!b && u->nodes[n].kind == NODE_UNARY && u->nodes[n].op == OP_LNOT) {
		*negated = !*negated;
		n = unit_strip(u, unit_child(u, n));
		b = deciding_block(w, n);
	}
	return b;
}

static int note_zero_branch(struct flow *w, const struct site *s)
{
	struct fact_use *use = use_at(w, s);
	bool negated = use->flags & USE_NEGATED;
	uint32_t b = decision_of(w, s->whole, &negated);
	const struct cfg_block *block = &w->cfg.blocks[b];

	if (!b) {
		use->flags |= USE_HANDED_ON;
		return 0;
	}
	return negated ? zero_leads(w, use, block->no, block->yes) :
			 zero_leads(w, use, block->yes, block->no);
}

static bool tests_zero(enum model_op op)
{
	return op == MODEL_DEC_TEST || op == MODEL_SUB_TEST ||
	       op == MODEL_DEC_LOCK || op == MODEL_DEC_MUTEX ||
	       op == MODEL_DEC_LOCK_SAVE;
}

/* ------------------------------------------- what can meet a known zero */

/* An object whose count is zero from here on. */
struct zero {
	const struct site *test;	/* the test that says so, or NULL */
	uint32_t record, base;		/* symbols: after an allocation */
	uint32_t entity;
};

static bool is_same(const struct flow *w, const struct zero *z,
		    const struct site *s)
{
	const struct symbol *field;

	if (z->test)
		return s->entity == z->test->entity &&
		       unit_same(w->unit, s->object, z->test->object);
	field = &w->unit->symbols[w->unit->nodes[s->object].sym];
	return s->base == z->base && field->parent == z->record;
}

static uint32_t zero_base(const struct zero *z)
{
	return z->test ? z->test->base : z->base;
}

/* Whether node N makes BASE mean something else. */
static bool rebinds(const struct unit *u, uint32_t n, uint32_t base)
{
	const struct node *node = &u->nodes[n];
	uint32_t left;

	if (node->kind == NODE_VAR)
		return base && node->sym == base;
	if (node->kind != NODE_BINARY || node->op != OP_NONE || !base)
		return false;
	left = unit_strip(u, unit_child(u, n));
	return u->nodes[left].kind == NODE_REF && u->nodes[left].sym == base;
}

static int note_passed(struct flow *w, const struct zero *z, uint32_t entity,
		       uint32_t call)
{
	struct unit *u = w->unit;
	uint32_t f = unit_callee(u, call), a, i;
	struct fact_flow *flow;

	for (i = 0; f && (a = unit_argument(u, call, i)); i++) {
		uint32_t n = unit_strip(u, a);

		if (u->nodes[n].kind != NODE_REF ||
		    u->nodes[n].sym != zero_base(z) || !u->symbols[f].key)
			continue;
		flow = vec_add(&w->facts->flows, &w->facts->flow_count,
			       sizeof(*flow));
		if (!flow)
			return -SAFEC_ENOMEM;
		flow->entity = entity;
		flow->function = fact_keep(w->facts, u->symbols[f].key);
		flow->argument = i;
		flow->file = u->nodes[call].file;
		flow->at = u->nodes[call].begin;
	}
	return 0;
}

/* What node N does to the zero: 1 when it ends being one. */
static int meet(struct flow *w, const struct zero *z, uint32_t n)
{
	const struct site *s = site_at(w, n);
	struct fact_use *use;

	if (rebinds(w->unit, n, zero_base(z)))
		return 1;
	if (w->unit->nodes[n].kind == NODE_CALL && zero_base(z))
		note_passed(w, z, z->entity, n);
	if (!s || s->entity != z->entity || !is_same(w, z, s))
		return 0;
	use = use_at(w, s);
	if (use->op == MODEL_SET || use->op == MODEL_INIT)
		return 1;
	if (use->op != MODEL_INC && use->op != MODEL_ADD)
		return 0;
	use->flags |= USE_FROM_ZERO;
	return 1;
}

static int meet_items(struct flow *w, const struct zero *z,
		      const struct cfg_block *b, size_t from)
{
	size_t i;
	uint32_t n;

	for (i = from; i < b->item_count; i++)
		for (n = b->items[i]; n <= w->unit->nodes[b->items[i]].last; n++)
			if (meet(w, z, n))
				return 1;
	return 0;
}

static void follow(struct flow *w, const struct zero *z, uint32_t b, size_t from,
		   bool *seen)
{
	size_t i;
	long to;

	if (from == 0) {
		if (seen[b])
			return;
		seen[b] = true;
	}
	if (meet_items(w, z, &w->cfg.blocks[b], from))
		return;
	for (i = 0; (to = cfg_successor(&w->cfg, b, i)) >= 0; i++)
		follow(w, z, (uint32_t)to, 0, seen);
}

static int follow_zero(struct flow *w, const struct zero *z, uint32_t b, size_t from)
{
	bool *seen = calloc(w->cfg.block_count, sizeof(*seen));

	if (!seen)
		return -SAFEC_ENOMEM;
	follow(w, z, b, from, seen);
	free(seen);
	return 0;
}

static int follow_test(struct flow *w, const struct site *s)
{
	struct zero z = { .test = s, .entity = s->entity };
	bool negated = use_at(w, s)->flags & USE_NEGATED;
	uint32_t b = decision_of(w, s->whole, &negated);

	if (!b)
		return 0;
	return follow_zero(w, &z, negated ? w->cfg.blocks[b].no :
			   w->cfg.blocks[b].yes, 0);
}

/* The variable that the fresh memory of CALL goes to; 0 if it isn't plain. */
static uint32_t fresh_variable(const struct unit *u, uint32_t call)
{
	uint32_t n = call, p = u->nodes[n].parent, left;

	while (p && (u->nodes[p].kind == NODE_WRAP || u->nodes[p].kind == NODE_PAREN ||
		     u->nodes[p].kind == NODE_CAST || u->nodes[p].kind == NODE_STMT_EXPR ||
		     u->nodes[p].kind == NODE_COMPOUND)) {
		n = p;
		p = u->nodes[n].parent;
	}
	if (u->nodes[p].kind == NODE_VAR)
		return u->nodes[p].sym;
	if (u->nodes[p].kind != NODE_BINARY || u->nodes[p].op != OP_NONE)
		return 0;
	left = unit_strip(u, unit_child(u, p));
	return u->nodes[left].kind == NODE_REF ? u->nodes[left].sym : 0;
}

static uint32_t pointed_record(const struct unit *u, uint32_t sym)
{
	const struct type *t = &u->types[u->symbols[sym].type];

	return t->kind == TYPE_POINTER ? u->types[t->element].record : 0;
}

static bool has_entity_of(const struct flow *w, uint32_t record, uint32_t *entity,
			  size_t *next)
{
	for (; *next < w->sites->n; (*next)++) {
		const struct site *s = &w->sites->item[*next];

		if (w->unit->symbols[w->unit->nodes[s->object].sym].parent != record)
			continue;
		*entity = s->entity;
		(*next)++;
		return true;
	}
	return false;
}

static int follow_fresh(struct flow *w, uint32_t var, uint32_t b, size_t at)
{
	uint32_t last = UINT32_MAX;
	struct zero z = { .base = var };
	size_t next = 0;
	int err = 0;

	z.record = pointed_record(w->unit, var);
	while (!err && z.record && has_entity_of(w, z.record, &z.entity, &next)) {
		if (z.entity == last)
			continue;
		last = z.entity;
		err = follow_zero(w, &z, b, at + 1);
	}
	return err;
}

/* The variable whose object CALL overwrites, perhaps with zeroes; 0 if none. */
static uint32_t filled_variable(const struct unit *u, uint32_t call)
{
	uint32_t a = unit_strip(u, unit_argument(u, call, 0));

	return u->nodes[a].kind == NODE_REF ? u->nodes[a].sym : 0;
}

/* The variable that points to an object with zeroes in it after CALL; 0 if none. */
static uint32_t zeroed_variable(const struct flow *w, uint32_t n)
{
	const struct model_function *f = w->unit->nodes[n].kind == NODE_CALL ?
					 call_model(w, n) : NULL;

	if (f && f->traits & MODEL_ZEROES)
		return fresh_variable(w->unit, n);
	return f && f->traits & MODEL_FILLS ? filled_variable(w->unit, n) : 0;
}

static int follow_allocations(struct flow *w)
{
	size_t i;
	uint32_t b, n;
	int err = 0;

	for (b = 1; b < w->cfg.block_count && !err; b++)
		for (i = 0; i < w->cfg.blocks[b].item_count && !err; i++) {
			uint32_t item = w->cfg.blocks[b].items[i];

			for (n = item; n <= w->unit->nodes[item].last && !err; n++) {
				uint32_t var = zeroed_variable(w, n);

				if (var)
					err = follow_fresh(w, var, b, i);
			}
		}
	return err;
}

/* --------------------------------------- a decrement that undoes a get */

static bool increments(enum model_op op)
{
	return op == MODEL_INC || op == MODEL_INC_NOT_ZERO || op == MODEL_ADD;
}

static bool decrements(enum model_op op)
{
	return op == MODEL_DEC || op == MODEL_SUB || tests_zero(op);
}

/* The block that evaluates node N, and which of its items does; 0: none. */
static uint32_t block_of(const struct flow *w, uint32_t n, size_t *item)
{
	uint32_t b;

	for (b = 1; b < w->cfg.block_count; b++)
		for (*item = 0; *item < w->cfg.blocks[b].item_count; (*item)++) {
			uint32_t at = w->cfg.blocks[b].items[*item];

			if (at <= n && n <= w->unit->nodes[at].last)
				return b;
		}
	return 0;
}

/* Whether every way from the entry to DEC passes INC. */
static bool dominates(struct flow *w, uint32_t inc, uint32_t dec)
{
	size_t inc_item, dec_item;
	uint32_t a = block_of(w, inc, &inc_item), b = block_of(w, dec, &dec_item);
	bool *seen = calloc(w->cfg.block_count, sizeof(*seen));
	bool reached;

	if (!seen || !a || !b || a == b) {
		free(seen);
		return a && a == b && inc_item < dec_item;
	}
	seen[a] = true;		/* a way through here does not count */
	cfg_reach(&w->cfg, CFG_ENTRY, seen);
	reached = seen[b];
	free(seen);
	return !reached;
}

/* DEC undoes a get: one dominates it, and no other put of the object is near. */
static void note_held(struct flow *w, const struct site *dec)
{
	const struct site *get = NULL;
	size_t i;

	for (i = 0; i < w->sites->n; i++) {
		const struct site *s = &w->sites->item[i];

		if (s->object >= dec->object)
			break;
		if (s->object <= w->function || s->entity != dec->entity ||
		    !unit_same(w->unit, s->object, dec->object))
			continue;
		if (increments(use_at(w, s)->op))
			get = s;
		else if (decrements(use_at(w, s)->op))
			get = NULL;
	}
	if (get && dominates(w, get->object, dec->object))
		use_at(w, dec)->flags |= USE_HELD;
}

static int flow_site(struct flow *w, const struct site *s)
{
	const struct fact_use *use = use_at(w, s);
	int err = 0;

	if (tests_zero(use->op))
		err = note_zero_branch(w, s);
	if (use->op == MODEL_DEC)
		note_held(w, s);
	if (!err && (tests_zero(use->op) || use->flags & USE_TESTS_ZERO))
		err = follow_test(w, s);
	return err;
}

int flow_function(struct unit *u, const struct model *m, struct facts *f,
		  const struct sites *sites, uint32_t function)
{
	struct flow w = { .unit = u, .model = m, .facts = f, .sites = sites,
			  .function = function };
	size_t i;
	int err = cfg_build(u, function, &w.cfg);

	if (err)
		return err;
	for (i = 0; i < sites->n && !err; i++)
		if (sites->item[i].object > function &&
		    sites->item[i].object <= u->nodes[function].last)
			err = flow_site(&w, &sites->item[i]);
	err = err ? err : follow_allocations(&w);
	cfg_free(&w.cfg);
	return err;
}

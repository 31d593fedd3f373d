/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One way through a function, block by block.
 *
 * A block counts as entered again only when a condition was asked since the last
 * time: a loop whose end is a matter of constants is followed to its end.
 */
#include "prove/paths_run.h"

#include <safec/safec.h>

#include "base/vec.h"

/* How often a block may be entered without a decision in between. */
enum { MOST = 1024 };

/* ------------------------------------------------------------------ switch */

/* The SWITCH that block B ends with; 0 if it does not. */
static uint32_t switch_of(const struct run *r, const struct cfg_block *b)
{
	uint32_t n = b->item_count ? b->items[b->item_count - 1] : 0;
	uint32_t parent = n ? r->unit->nodes[n].parent : 0;

	return parent && r->unit->nodes[parent].kind == NODE_SWITCH &&
	       unit_child(r->unit, parent) == n ? parent : 0;
}

/* The next CASE or DEFAULT of SWITCH behind node N; 0 if none. */
static uint32_t next_case(const struct unit *u, uint32_t at, uint32_t n)
{
	for (n++; n <= u->nodes[at].last; n++) {
		if (u->nodes[n].kind == NODE_CASE || u->nodes[n].kind == NODE_DEFAULT)
			return n;
		if (u->nodes[n].kind == NODE_SWITCH || u->nodes[n].kind == NODE_STMT_EXPR)
			n = u->nodes[n].last;
	}
	return 0;
}

/* The value of node N of a CASE, as what is switched on, of type T. */
static const struct value *case_value(struct run *r, uint32_t n,
				      const struct type *t)
{
	return run_convert(r, n, run_eval(r, n), t).v;
}

/* Whether V is one of what CASE says. */
static bool matches(struct run *r, uint32_t at, struct typed t)
{
	uint32_t a = unit_nth(r->unit, at, 0), b = unit_nth(r->unit, at, 1);
	const struct value *low = case_value(r, a, t.type);

	if (!unit_nth(r->unit, at, 2))
		return run_decide(r, value_equal(r->values, t.v, low));
	if (run_decide(r, value_less(r->values, t.v, low, t.type->is_signed)))
		return false;
	return !run_decide(r, value_less(r->values, case_value(r, b, t.type), t.v,
					 t.type->is_signed));
}

/* Where the value T goes from the block B that ends with SWITCH. */
static uint32_t run_switch(struct run *r, const struct cfg_block *b, uint32_t at,
			   struct typed t)
{
	uint32_t c = at, other = b->yes;
	size_t i;

	if (t.type->kind != TYPE_INT)
		run_refuse(r, at, "a switch on such a type");
	for (i = 0; i < b->case_count && !r->side->why; i++) {
		c = next_case(r->unit, at, c);
		if (!c)
			run_refuse(r, at, "a case that is not found");
		else if (r->unit->nodes[c].kind == NODE_DEFAULT)
			other = b->cases[i];
		else if (matches(r, c, t))
			return b->cases[i];
	}
	return other;
}

/* ------------------------------------------------------------------ blocks */

static void run_return(struct run *r, uint32_t n)
{
	struct typed t;

	run_leave(r, n);
	t = run_eval(r, n);
	if (t.type->kind != TYPE_VOID)
		run_effect(r, (struct effect){ .kind = EFFECT_RETURN, .node = n,
					       .bits = t.type->bits, .b = t.v });
}

/* Run the items of B but for the one that decides. */
static void run_items(struct run *r, const struct cfg_block *b, size_t count)
{
	size_t i;

	for (i = 0; i < count && !r->side->why && !r->err; i++) {
		uint32_t n = b->items[i];

		if (r->unit->nodes[r->unit->nodes[n].parent].kind == NODE_RETURN)
			run_return(r, n);
		else
			run_item(r, n);
	}
}

/* Run block B; the block behind it. */
static uint32_t run_block(struct run *r, const struct cfg_block *b)
{
	uint32_t at = switch_of(r, b), last;
	bool decides = at || b->has_cond;

	run_items(r, b, b->item_count - decides);
	if (!decides)
		return b->yes;
	last = b->items[b->item_count - 1];
	run_leave(r, last);
	if (at)
		return run_switch(r, b, at, run_eval(r, last));
	return run_truth(r, last) ? b->yes : b->no;
}

/* Count that B is entered; false when that is once too often. */
static bool enter(struct run *r, uint32_t b, unsigned int rounds)
{
	if (!r->visits[b] || r->marks[b] != r->asked)
		r->visits[b]++;
	r->marks[b] = r->asked;
	return r->visits[b] <= rounds && ++r->total[b] <= MOST;
}

/* ------------------------------------------------------------------- start */

/* The parameters, as they come in. */
static void start(struct run *r)
{
	size_t i;

	for (i = 0; i < r->side->local_count; i++) {
		const struct local *l = &r->side->locals[i];
		const struct type *t =
			&r->unit->types[r->unit->symbols[l->sym].type];

		r->env[i] = run_unset(r, l);
		if (!l->param)
			continue;
		r->env[i] = value_make(r->values, (struct value){
				.op = VALUE_PARAM, .bits = t->bits,
				.number = l->param,
				.text = side_param(r->side, l->param) });
		if (l->in_memory && is_scalar(t))
			run_store(r, l->node, (struct place){
					.address = run_address(r, l), .type = t },
				  r->env[i]);
	}
}

void run_path(struct run *r, unsigned int rounds, size_t enough)
{
	const struct cfg *g = &r->side->cfg;
	uint32_t b = CFG_ENTRY;

	start(r);
	while (b != CFG_EXIT && r->end == RUN_GOES && !r->side->why && !r->err) {
		uint32_t at = b;

		if (!enter(r, b, rounds))
			r->end = RUN_CUT;
		else
			b = run_block(r, &g->blocks[b]);
		if (r->effect_count > enough)
			r->end = RUN_ENOUGH;
		else
			r->side->reached[at] = true;
	}
	if (r->end != RUN_GOES)
		return;
	run_leave(r, 0);
	r->end = RUN_COMPLETE;
}

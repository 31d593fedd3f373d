/* SPDX-License-Identifier: Apache-2.0 */
#include "unit/cfg.h"

#include <stdlib.h>
#include <string.h>

#include <safec/safec.h>

#include "base/vec.h"

struct label {
	uint32_t sym, block;
};

/* The graph in the making; CURRENT is where the next item goes. */
struct builder {
	const struct unit *unit;
	struct cfg cfg;
	uint32_t current;
	uint32_t break_to, continue_to, switch_at;
	bool has_default;
	struct label *labels;
	size_t label_count;
	int err;
};

static void build(struct builder *b, uint32_t n);

static uint32_t block_new(struct builder *b)
{
	uint32_t i = (uint32_t)b->cfg.block_count;

	if (!vec_add(&b->cfg.blocks, &b->cfg.block_count, sizeof(*b->cfg.blocks))) {
		b->err = -SAFEC_ENOMEM;
		return CFG_EXIT;
	}
	return i;
}

static void item(struct builder *b, uint32_t n)
{
	struct cfg_block *block = &b->cfg.blocks[b->current];
	uint32_t *at = n ? vec_add(&block->items, &block->item_count, sizeof(*at)) :
		       NULL;

	if (at)
		*at = n;
	else if (n)
		b->err = -SAFEC_ENOMEM;
}

static void jump(struct builder *b, uint32_t to)
{
	b->cfg.blocks[b->current].yes = to;
}

/* Code behind a jump: reached by labels alone. */
static void dead(struct builder *b)
{
	b->current = block_new(b);
}

static void add_case(struct builder *b, uint32_t from, uint32_t to)
{
	struct cfg_block *block = &b->cfg.blocks[from];
	uint32_t *at = vec_add(&block->cases, &block->case_count, sizeof(*at));

	if (at)
		*at = to;
	else
		b->err = -SAFEC_ENOMEM;
}

static uint32_t label_block(struct builder *b, uint32_t sym)
{
	struct label *l;
	size_t i;

	for (i = 0; i < b->label_count; i++)
		if (b->labels[i].sym == sym)
			return b->labels[i].block;
	l = vec_add(&b->labels, &b->label_count, sizeof(*l));
	if (!l) {
		b->err = -SAFEC_ENOMEM;
		return CFG_EXIT;
	}
	l->sym = sym;
	l->block = block_new(b);
	return l->block;
}

/* `__builtin_expect(x, c)` decides as x does. */
static uint32_t expected(const struct unit *u, uint32_t n)
{
	uint32_t f = u->nodes[n].kind == NODE_CALL ? unit_callee(u, n) : 0;

	if (f && !strcmp(u->symbols[f].name, "__builtin_expect"))
		return unit_strip(u, unit_argument(u, n, 0));
	return n;
}

static void condition(struct builder *b, uint32_t n, uint32_t yes, uint32_t no)
{
	const struct unit *u = b->unit;
	const struct node *node;
	uint32_t middle;

	n = expected(u, unit_strip(u, n));
	node = &u->nodes[n];
	if (node->kind == NODE_UNARY && node->op == OP_LNOT) {
		condition(b, unit_child(u, n), no, yes);
		return;
	}
	if (node->kind == NODE_BINARY &&
	    (node->op == OP_LAND || node->op == OP_LOR)) {
		middle = block_new(b);
		condition(b, unit_nth(u, n, 0), node->op == OP_LAND ? middle : yes,
			  node->op == OP_LAND ? no : middle);
		b->current = middle;
		condition(b, unit_nth(u, n, 1), yes, no);
		return;
	}
	item(b, n);
	b->cfg.blocks[b->current].cond = n;
	b->cfg.blocks[b->current].has_cond = true;
	b->cfg.blocks[b->current].yes = yes;
	b->cfg.blocks[b->current].no = no;
}

static void build_if(struct builder *b, uint32_t n)
{
	uint32_t other = unit_nth(b->unit, n, 2);
	uint32_t yes = block_new(b), after = block_new(b);
	uint32_t no = other ? block_new(b) : after;

	condition(b, unit_nth(b->unit, n, 0), yes, no);
	b->current = yes;
	build(b, unit_nth(b->unit, n, 1));
	jump(b, after);
	if (other) {
		b->current = no;
		build(b, other);
		jump(b, after);
	}
	b->current = after;
}

/* Build BODY with new targets of break and continue, then go to NEXT. */
static void build_body(struct builder *b, uint32_t body, uint32_t break_to,
		       uint32_t continue_to, uint32_t next)
{
	uint32_t old_break = b->break_to, old_continue = b->continue_to;

	b->break_to = break_to;
	b->continue_to = continue_to;
	build(b, body);
	jump(b, next);
	b->break_to = old_break;
	b->continue_to = old_continue;
}

static void build_for(struct builder *b, uint32_t n)
{
	const struct unit *u = b->unit;
	uint32_t test = block_new(b), body = block_new(b);
	uint32_t step = block_new(b), after = block_new(b);
	uint32_t cond = unit_nth(u, n, 1);

	build(b, unit_nth(u, n, 0));
	jump(b, test);
	b->current = test;
	if (u->nodes[cond].kind == NODE_NOTHING)
		jump(b, body);
	else
		condition(b, cond, body, after);
	b->current = body;
	build_body(b, unit_nth(u, n, 3), after, step, step);
	b->current = step;
	build(b, unit_nth(u, n, 2));
	jump(b, test);
	b->current = after;
}

static void build_while(struct builder *b, uint32_t n)
{
	uint32_t test = block_new(b), body = block_new(b), after = block_new(b);

	jump(b, test);
	b->current = test;
	condition(b, unit_nth(b->unit, n, 0), body, after);
	b->current = body;
	build_body(b, unit_nth(b->unit, n, 1), after, test, test);
	b->current = after;
}

static void build_do(struct builder *b, uint32_t n)
{
	uint32_t body = block_new(b), test = block_new(b), after = block_new(b);

	jump(b, body);
	b->current = body;
	build_body(b, unit_nth(b->unit, n, 0), after, test, test);
	b->current = test;
	condition(b, unit_nth(b->unit, n, 1), body, after);
	b->current = after;
}

static void build_switch(struct builder *b, uint32_t n)
{
	uint32_t old_at = b->switch_at, after = block_new(b);
	bool old_default = b->has_default;

	item(b, unit_nth(b->unit, n, 0));
	b->switch_at = b->current;
	b->has_default = false;
	dead(b);
	build_body(b, unit_nth(b->unit, n, 1), after, b->continue_to, after);
	b->cfg.blocks[b->switch_at].yes = after;
	b->switch_at = old_at;
	b->has_default = old_default;
	b->current = after;
}

static void build_case(struct builder *b, uint32_t n)
{
	uint32_t here = block_new(b), last = unit_child(b->unit, n), next;

	while ((next = unit_next(b->unit, last)))
		last = next;
	jump(b, here);
	add_case(b, b->switch_at, here);
	b->current = here;
	build(b, last);
}

static void build_label(struct builder *b, uint32_t n)
{
	uint32_t here = label_block(b, b->unit->nodes[n].sym);
	uint32_t c;

	jump(b, here);
	b->current = here;
	for (c = unit_child(b->unit, n); c; c = unit_next(b->unit, c))
		build(b, c);
}

static void leave(struct builder *b, uint32_t to)
{
	jump(b, to);
	dead(b);
}

static void build_all(struct builder *b, uint32_t n)
{
	uint32_t c;

	for (c = unit_child(b->unit, n); c && !b->err; c = unit_next(b->unit, c))
		build(b, c);
}

/* A computed goto may go to any label. */
static void build_computed(struct builder *b, uint32_t n)
{
	uint32_t from = b->current, i;

	item(b, n);
	for (i = n; i <= b->unit->nodes[unit_function(b->unit, n)].last; i++)
		if (b->unit->nodes[i].kind == NODE_LABEL)
			add_case(b, from, label_block(b, b->unit->nodes[i].sym));
	dead(b);
}

static void build(struct builder *b, uint32_t n)
{
	if (!n || b->err)
		return;
	switch (b->unit->nodes[n].kind) {
	case NODE_COMPOUND:	build_all(b, n); break;
	case NODE_IF:		build_if(b, n); break;
	case NODE_FOR:		build_for(b, n); break;
	case NODE_WHILE:	build_while(b, n); break;
	case NODE_DO:		build_do(b, n); break;
	case NODE_SWITCH:	build_switch(b, n); break;
	case NODE_CASE:
	case NODE_DEFAULT:	build_case(b, n); break;
	case NODE_LABEL:	build_label(b, n); break;
	case NODE_GOTO:		leave(b, label_block(b, b->unit->nodes[n].sym)); break;
	case NODE_INDIRECT_GOTO: build_computed(b, n); break;
	case NODE_BREAK:	leave(b, b->break_to); break;
	case NODE_CONTINUE:	leave(b, b->continue_to); break;
	case NODE_RETURN:	item(b, unit_child(b->unit, n)); leave(b, CFG_EXIT); break;
	case NODE_EMPTY:
	case NODE_NOTHING:	break;
	default:		item(b, n); break;
	}
}

int cfg_build(const struct unit *u, uint32_t function, struct cfg *out)
{
	struct builder b = { .unit = u };
	uint32_t c;

	block_new(&b);			/* CFG_EXIT */
	b.current = block_new(&b);	/* CFG_ENTRY */
	for (c = unit_child(u, function); c; c = unit_next(u, c))
		if (u->nodes[c].kind == NODE_COMPOUND)
			build(&b, c);
	free(b.labels);
	*out = b.cfg;
	if (b.err)
		cfg_free(out);
	return b.err;
}

void cfg_free(struct cfg *g)
{
	size_t i;

	for (i = 0; i < g->block_count; i++) {
		free(g->blocks[i].items);
		free(g->blocks[i].cases);
	}
	free(g->blocks);
	*g = (struct cfg){ 0 };
}

long cfg_successor(const struct cfg *g, uint32_t b, size_t i)
{
	const struct cfg_block *block = &g->blocks[b];

	if (b == CFG_EXIT)
		return -1;
	if (i == 0)
		return block->yes;
	if (block->has_cond)
		return i == 1 ? (long)block->no : -1;
	return i - 1 < block->case_count ? (long)block->cases[i - 1] : -1;
}

void cfg_reach(const struct cfg *g, uint32_t from, bool *seen)
{
	size_t i;
	long to;

	if (seen[from])
		return;
	seen[from] = true;
	for (i = 0; (to = cfg_successor(g, from, i)) >= 0; i++)
		cfg_reach(g, (uint32_t)to, seen);
}

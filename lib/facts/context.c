/* SPDX-License-Identifier: Apache-2.0 */
#include "facts/context.h"

#include <string.h>

/* N is the child of its parent that decides where to go. */
static bool decides(const struct unit *u, uint32_t n)
{
	uint32_t p = u->nodes[n].parent;

	switch (u->nodes[p].kind) {
	case NODE_IF:
	case NODE_WHILE:
	case NODE_COND:	return unit_nth(u, p, 0) == n;
	case NODE_DO:
	case NODE_FOR:	return unit_nth(u, p, 1) == n;
	default:	return false;
	}
}

static bool is_logical(const struct node *n)
{
	return (n->kind == NODE_BINARY &&
		(n->op == OP_LAND || n->op == OP_LOR)) ||
	       (n->kind == NODE_UNARY && n->op == OP_LNOT);
}

/* The value of N, a statement or the like, is dropped. */
static bool is_dropped(const struct unit *u, uint32_t n)
{
	uint32_t p = u->nodes[n].parent;

	switch (u->nodes[p].kind) {
	case NODE_COMPOUND:
		/* The last one is the value of a statement expression. */
		return u->nodes[u->nodes[p].parent].kind != NODE_STMT_EXPR ||
		       unit_next(u, n);
	case NODE_LABEL: case NODE_CASE: case NODE_DEFAULT:
		return true;
	case NODE_IF: case NODE_WHILE: case NODE_DO: case NODE_FOR:
		return !decides(u, n);
	case NODE_BINARY:
		return u->nodes[p].op == OP_COMMA &&
		       (unit_child(u, p) == n || is_dropped(u, p));
	case NODE_CAST:
		return u->types[u->nodes[p].type].kind == TYPE_VOID;
	case NODE_PAREN: case NODE_WRAP:
		return is_dropped(u, p);
	default:
		return false;
	}
}

static enum node_op mirrored(enum node_op op)
{
	switch (op) {
	case OP_LT:	return OP_GT;
	case OP_GT:	return OP_LT;
	case OP_LE:	return OP_GE;
	case OP_GE:	return OP_LE;
	default:	return op;
	}
}

static bool is_comparison(const struct node *n)
{
	return n->kind == NODE_BINARY && n->op >= OP_LT && n->op <= OP_NE;
}

/* N is one side of the comparison P. */
static struct context compared(const struct unit *u, uint32_t n, uint32_t p)
{
	bool left = unit_child(u, p) == n;
	struct context c = { .kind = CONTEXT_ARITHMETIC, .whole = p };

	c.op = left ? u->nodes[p].op : mirrored(u->nodes[p].op);
	if (unit_constant(u, unit_nth(u, p, left ? 1 : 0), &c.with))
		c.kind = CONTEXT_COMPARED;
	return c;
}

static bool hands_on(const struct unit *u, uint32_t n, uint32_t p)
{
	switch (u->nodes[p].kind) {
	case NODE_CALL:		return unit_child(u, p) != n;
	case NODE_RETURN:
	case NODE_VAR:		return true;
	case NODE_BINARY:	return u->nodes[p].op == OP_NONE &&
				       unit_child(u, p) != n;
	default:		return false;
	}
}

struct context context_of(const struct unit *u, uint32_t n)
{
	struct context c = { .whole = n };
	uint32_t w = unit_wrapped(u, n), p = u->nodes[w].parent;

	if (is_dropped(u, w))
		return c;
	c.kind = CONTEXT_TRUTH;
	if (u->nodes[p].kind == NODE_UNARY && u->nodes[p].op == OP_LNOT) {
		c.whole = p;
		c.negated = true;
		return c;
	}
	if (decides(u, w) || is_logical(&u->nodes[p]))
		return c;
	if (is_comparison(&u->nodes[p]))
		return compared(u, w, p);
	c.kind = hands_on(u, w, p) ? CONTEXT_VALUE : CONTEXT_ARITHMETIC;
	return c;
}

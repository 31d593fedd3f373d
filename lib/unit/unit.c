/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Questions about the tree that every stage asks.
 */
#include "unit/unit.h"

#include <stdlib.h>

void unit_free(struct unit *u)
{
	size_t i;

	for (i = 0; i < u->file_count; i++)
		text_free(&u->files[i].text);
	free(u->nodes);
	free(u->types);
	free(u->symbols);
	free(u->files);
	free(u->macros);
	free(u->mentions);
	free(u->values);
	arena_free(&u->arena);
	*u = (struct unit){ 0 };
}

uint32_t unit_child(const struct unit *u, uint32_t n)
{
	return u->nodes[n].last > n ? n + 1 : 0;
}

uint32_t unit_next(const struct unit *u, uint32_t n)
{
	uint32_t after = u->nodes[n].last + 1;
	uint32_t parent = u->nodes[n].parent;

	return parent && after <= u->nodes[parent].last ? after : 0;
}

uint32_t unit_nth(const struct unit *u, uint32_t n, unsigned int i)
{
	uint32_t c = unit_child(u, n);

	while (c && i--)
		c = unit_next(u, c);
	return c;
}

static bool is_wrapper(const struct unit *u, uint32_t n)
{
	const struct node *node = &u->nodes[n];

	return node->kind == NODE_PAREN || node->kind == NODE_WRAP ||
	       (node->kind == NODE_UNARY && node->op == OP_EXTENSION);
}

uint32_t unit_strip(const struct unit *u, uint32_t n)
{
	while (n && is_wrapper(u, n) && unit_child(u, n))
		n = unit_child(u, n);
	return n;
}

uint32_t unit_wrapped(const struct unit *u, uint32_t n)
{
	while (is_wrapper(u, u->nodes[n].parent))
		n = u->nodes[n].parent;
	return n;
}

uint32_t unit_user(const struct unit *u, uint32_t n)
{
	return u->nodes[unit_wrapped(u, n)].parent;
}

uint32_t unit_function(const struct unit *u, uint32_t n)
{
	while (n && u->nodes[n].kind != NODE_FUNCTION)
		n = u->nodes[n].parent;
	return n;
}

static bool binary_constant(const struct unit *u, uint32_t n, long long *value)
{
	long long a, b;

	if (!unit_constant(u, unit_nth(u, n, 0), &a) ||
	    !unit_constant(u, unit_nth(u, n, 1), &b))
		return false;
	switch (u->nodes[n].op) {
	case OP_ADD:	return !__builtin_add_overflow(a, b, value);
	case OP_SUB:	return !__builtin_sub_overflow(a, b, value);
	case OP_MUL:	return !__builtin_mul_overflow(a, b, value);
	case OP_OR:	return *value = a | b, true;
	case OP_AND:	return *value = a & b, true;
	default:	return false;
	}
}

static bool unary_constant(const struct unit *u, uint32_t n, long long *value)
{
	long long a;

	if (!unit_constant(u, unit_child(u, n), &a))
		return false;
	switch (u->nodes[n].op) {
	case OP_PLUS:	return *value = a, true;
	case OP_MINUS:	return !__builtin_sub_overflow(0, a, value);
	case OP_NOT:	return *value = ~a, true;
	case OP_LNOT:	return *value = !a, true;
	default:	return false;
	}
}

bool unit_constant(const struct unit *u, uint32_t n, long long *value)
{
	const struct node *node;

	n = unit_strip(u, n);
	node = &u->nodes[n];
	switch (node->kind) {
	case NODE_INT:
		*value = u->values[node->sym];
		return node->flags & NODE_VALUE;
	case NODE_REF:
		*value = u->symbols[node->sym].value;
		return u->symbols[node->sym].kind == SYMBOL_ENUMERATOR;
	case NODE_UNARY:
		return unary_constant(u, n, value);
	case NODE_BINARY:
		return binary_constant(u, n, value);
	default:
		return false;
	}
}

static bool same_children(const struct unit *u, uint32_t a, uint32_t b)
{
	uint32_t c = unit_child(u, a), d = unit_child(u, b);

	for (; c && d; c = unit_next(u, c), d = unit_next(u, d))
		if (!unit_same(u, c, d))
			return false;
	return !c && !d;
}

bool unit_same(const struct unit *u, uint32_t a, uint32_t b)
{
	const struct node *x, *y;
	long long v, w;

	a = unit_strip(u, a);
	b = unit_strip(u, b);
	if (unit_constant(u, a, &v) && unit_constant(u, b, &w))
		return v == w;
	x = &u->nodes[a];
	y = &u->nodes[b];
	if (x->kind != y->kind || x->op != y->op)
		return false;
	switch (x->kind) {
	case NODE_REF:
		return x->sym == y->sym;
	case NODE_MEMBER:
		return x->sym == y->sym && same_children(u, a, b);
	case NODE_INDEX:
	case NODE_BINARY:
		return same_children(u, a, b);
	case NODE_UNARY:
		return x->op != OP_POST_INC && x->op != OP_PRE_INC &&
		       x->op != OP_POST_DEC && x->op != OP_PRE_DEC &&
		       same_children(u, a, b);
	default:
		return false;
	}
}

uint32_t unit_base(const struct unit *u, uint32_t n)
{
	for (n = unit_strip(u, n); n; n = unit_strip(u, unit_child(u, n))) {
		const struct node *node = &u->nodes[n];

		if (node->kind == NODE_REF)
			return u->symbols[node->sym].kind == SYMBOL_VAR ||
			       u->symbols[node->sym].kind == SYMBOL_PARAM ?
			       node->sym : 0;
		if (node->kind != NODE_MEMBER && node->kind != NODE_INDEX &&
		    !(node->kind == NODE_UNARY &&
		      (node->op == OP_ADDRESS || node->op == OP_DEREF)))
			return 0;
	}
	return 0;
}

uint32_t unit_callee(const struct unit *u, uint32_t n)
{
	uint32_t f = unit_strip(u, unit_child(u, n));

	if (u->nodes[f].kind != NODE_REF ||
	    u->symbols[u->nodes[f].sym].kind != SYMBOL_FUNCTION)
		return 0;
	return u->nodes[f].sym;
}

uint32_t unit_argument(const struct unit *u, uint32_t n, unsigned int i)
{
	return unit_nth(u, n, i + 1);
}

bool unit_is_written(const struct unit *u, uint32_t n)
{
	const struct node *node = &u->nodes[n];

	return node->file && node->begin < node->end &&
	       node->begin_class == node->end_class &&
	       (node->begin_class == CLASS_PLAIN ||
		node->begin_class == CLASS_ARG);
}

const struct text *unit_text(struct unit *u, uint32_t file)
{
	struct unit_file *f = &u->files[file];

	if (!f->text.data && text_read(&f->text, f->path))
		text_copy(&f->text, "", 0);
	return &f->text;
}

const char *node_word(enum node_kind kind)
{
	switch (kind) {
	case NODE_NONE:		return "none";
#define NODE(name) case NODE_##name: return #name;
	NODE_KINDS(NODE)
#undef NODE
	}
	return "?";
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Expressions, from the tree to symbolic values.
 *
 * The tree has each conversion as a node (WRAP) but does not say which one it
 * is; what it is of and what it gives tell: an lvalue is loaded, an array or
 * function gives its address, a number changes its width.
 */
#include "prove/paths_run.h"

#include <string.h>

const struct type *run_type(const struct run *r, uint32_t n)
{
	return &r->unit->types[r->unit->nodes[n].type];
}

struct typed run_refuse(struct run *r, uint32_t n, const char *what)
{
	side_refuse(r->side, n, "%s is not compared", what);
	return (struct typed){ value_none(), &r->unit->types[0] };
}

/* ------------------------------------------------------------- conversions */

/* Whose enum the expression N is of; NULL when only its type would tell. */
static const char *enum_of(struct run *r, uint32_t n)
{
	const struct node *node;
	const struct local *l;

	n = unit_strip(r->unit, n);
	node = &r->unit->nodes[n];
	switch (node->kind) {
	case NODE_REF:
		l = side_local(r->side, node->sym);
		return l ? l->declared : "";
	case NODE_MEMBER:
		return "";
	case NODE_CALL:
		return unit_callee(r->unit, n) ? "" : NULL;
	default:
		return NULL;
	}
}

/* An enum's sign is not known: a wider number says whose it takes. */
static const struct value *widen_enum(struct run *r, uint32_t n, struct typed t,
				      const struct type *to)
{
	const char *of = enum_of(r, n);

	if (t.v->op == VALUE_CONST && value_signed(t.v) >= 0)
		return value_resize(r->values, t.v, to->bits, false);
	if (!of)
		return run_refuse(r, n, "the sign of an enum").v;
	return value_make(r->values, (struct value){ .op = VALUE_ENUM_EXT,
						     .bits = to->bits, .text = of,
						     .in = { t.v } });
}

static const struct value *convert_number(struct run *r, uint32_t n,
					  struct typed t, const struct type *to)
{
	if (to->kind == TYPE_BOOL && t.type->kind != TYPE_BOOL)
		return value_resize(r->values, value_truth(r->values, t.v), to->bits,
				    false);
	if (t.type->kind == TYPE_ENUM && to->bits > t.type->bits)
		return widen_enum(r, n, t, to);
	return value_resize(r->values, t.v, to->bits, t.type->is_signed);
}

static bool same_record(const struct run *r, const struct type *a,
			const struct type *b)
{
	return a->kind == TYPE_RECORD && b->kind == TYPE_RECORD &&
	       a->record == b->record && run_record(r, a);
}

/* An array or function stands for its address, as pointer or itself. */
static bool is_address(const struct type *of, const struct type *to)
{
	return (of->kind == TYPE_ARRAY || of->kind == TYPE_FUNCTION) &&
	       (to->kind == TYPE_POINTER || to->kind == of->kind);
}

struct typed run_convert(struct run *r, uint32_t n, struct typed t,
			 const struct type *to)
{
	struct typed out = { value_none(), to };

	if (to->kind == TYPE_VOID || t.v->op == VALUE_NONE)
		return out;
	if (is_scalar(t.type) && is_scalar(to))
		out.v = convert_number(r, n, t, to);
	else if (same_record(r, t.type, to) || is_address(t.type, to))
		out.v = t.v;
	else
		return run_refuse(r, n, "a conversion");
	return out;
}

/* An implicit conversion stands just where its operand does. */
static bool is_around(const struct unit *u, uint32_t n, uint32_t child)
{
	const struct node *a = &u->nodes[n], *b = &u->nodes[child];

	return a->file == b->file && a->begin == b->begin && a->end == b->end &&
	       a->begin_class == b->begin_class && a->end_class == b->end_class;
}

static struct typed eval_wrap(struct run *r, uint32_t n)
{
	uint32_t child = unit_child(r->unit, n);

	if (!child)
		return run_refuse(r, n, "an expression of an unknown kind");
	if (!is_around(r->unit, n, child))
		return run_spelled(r, n, VALUE_TEXT, run_type(r, n));
	return run_convert(r, child, run_eval(r, child), run_type(r, n));
}

static struct typed eval_cast(struct run *r, uint32_t n)
{
	uint32_t c = unit_child(r->unit, n), last = c;

	while ((c = unit_next(r->unit, c)))
		last = c;
	return run_convert(r, last, run_eval(r, last), run_type(r, n));
}

/* ------------------------------------------------------------------ places */

bool run_is_place(const struct run *r, uint32_t n)
{
	const struct node *node = &r->unit->nodes[n];
	enum symbol_kind kind;

	switch (node->kind) {
	case NODE_REF:
		kind = r->unit->symbols[node->sym].kind;
		return kind == SYMBOL_VAR || kind == SYMBOL_PARAM ||
		       kind == SYMBOL_FUNCTION;
	case NODE_MEMBER:
		return node->flags & NODE_ARROW ||
		       run_is_place(r, unit_child(r->unit, n));
	case NODE_PAREN:
		return run_is_place(r, unit_child(r->unit, n));
	case NODE_UNARY:
		return node->op == OP_DEREF || (node->op == OP_EXTENSION &&
			run_is_place(r, unit_child(r->unit, n)));
	case NODE_INDEX: case NODE_STRING: case NODE_COMPOUND_LITERAL:
		return true;
	default:
		return false;
	}
}

const struct value *run_global(struct run *r, uint32_t sym)
{
	const char *key = r->unit->symbols[sym].key;

	if (!key)
		return run_refuse(r, r->side->body, "a name that is not known").v;
	return value_make(r->values, (struct value){
			.op = VALUE_GLOBAL, .text = key,
			.bits = r->side->size_type.bits });
}

static struct place place_ref(struct run *r, uint32_t n)
{
	uint32_t sym = r->unit->nodes[n].sym;
	const struct local *l = side_local(r->side, sym);
	struct place p = { .type = run_type(r, n), .address = value_none() };

	if (l && !l->in_memory)
		p.local = l;
	else if (l)
		p.address = run_address(r, l);
	else
		p.address = run_global(r, sym);
	return p;
}

static struct place place_member(struct run *r, uint32_t n)
{
	const struct node *node = &r->unit->nodes[n];
	uint32_t child = unit_child(r->unit, n);
	struct place p = { .type = run_type(r, n) }, base = { 0 };
	const char *field = run_field(r, n);

	if (node->flags & NODE_ARROW)
		base.address = run_eval(r, child).v;
	else
		base = run_place(r, child);
	p.address = base.address;
	if (base.local)
		run_refuse(r, n, "a part of a variable");
	if (!field || p.address->op == VALUE_NONE)
		return p;
	if (r->unit->symbols[node->sym].is_bitfield)
		p.bit_field = field;
	p.address = value_make(r->values, (struct value){
			.op = VALUE_FIELD, .bits = p.address->bits, .text = field,
			.in = { p.address } });
	return p;
}

static struct place place_literal(struct run *r, uint32_t n)
{
	struct place p = { .type = run_type(r, n) };
	uint32_t c = unit_child(r->unit, n);

	while (c && r->unit->nodes[c].kind != NODE_INIT_LIST)
		c = unit_next(r->unit, c);
	p.address = run_literal(r, n);
	if (c)
		run_fill(r, n, p.address, c);
	else
		run_refuse(r, n, "a literal without a list");
	return p;
}

struct place run_place(struct run *r, uint32_t n)
{
	struct place p = { .type = run_type(r, n), .address = value_none() };
	uint32_t child = unit_child(r->unit, n), choice;

	switch (r->unit->nodes[n].kind) {
	case NODE_REF:		return place_ref(r, n);
	case NODE_MEMBER:	return place_member(r, n);
	case NODE_INDEX:	return run_index(r, n);
	case NODE_COMPOUND_LITERAL: return place_literal(r, n);
	case NODE_PAREN:	return run_place(r, child);
	case NODE_STRING:
		p.address = run_spelled(r, n, VALUE_STRING, p.type).v;
		return p;
	case NODE_UNARY:
		if (r->unit->nodes[n].op == OP_EXTENSION)
			return run_place(r, child);
		if (r->unit->nodes[n].op == OP_DEREF)
			p.address = run_eval(r, child).v;
		break;
	case NODE_OTHER_EXPR:
		choice = run_chosen(r, n);
		if (choice)
			return run_place(r, choice);
		break;
	default:
		break;
	}
	if (p.address->op == VALUE_NONE)
		run_refuse(r, n, "a place of this kind");
	return p;
}

/* --------------------------------------------------------------- decisions */

bool run_truth(struct run *r, uint32_t n)
{
	const struct node *node = &r->unit->nodes[n];
	uint32_t a = unit_child(r->unit, n), b = unit_nth(r->unit, n, 1);

	if (node->kind == NODE_PAREN)
		return run_truth(r, a);
	if (node->kind == NODE_UNARY && node->op == OP_LNOT)
		return !run_truth(r, a);
	if (node->kind == NODE_BINARY && node->op == OP_LAND)
		return run_truth(r, a) && run_truth(r, b);
	if (node->kind == NODE_BINARY && node->op == OP_LOR)
		return run_truth(r, a) || run_truth(r, b);
	return run_decide(r, run_eval(r, n).v);
}

static struct typed eval_cond(struct run *r, uint32_t n)
{
	bool truth = run_truth(r, unit_child(r->unit, n));
	uint32_t branch = unit_nth(r->unit, n, truth ? 1 : 2);

	return run_convert(r, branch, run_eval(r, branch), run_type(r, n));
}

/* a ?: b.  What has as many children looks the same, so the types must fit. */
static struct typed eval_gnu_cond(struct run *r, uint32_t n)
{
	const struct type *type = run_type(r, n);
	uint32_t a = unit_child(r->unit, n), b = unit_nth(r->unit, n, 1);
	struct typed t;

	if (run_type(r, a)->kind != type->kind || run_type(r, b)->kind != type->kind)
		return run_refuse(r, n, "an expression of an unknown kind");
	t = run_eval(r, a);
	if (!run_decide(r, t.v))
		t = run_eval(r, b);
	return run_convert(r, b, t, type);
}

/* -------------------------------------------------------------- expressions */

/* A field of a struct that is a value. */
static struct typed eval_part(struct run *r, uint32_t n)
{
	struct typed base = run_eval(r, unit_child(r->unit, n));
	const struct type *t = run_type(r, n);
	const char *field = run_field(r, n);

	if (!field || (!is_scalar(t) && !run_record(r, t)))
		return run_refuse(r, n, "a part of a value");
	return (struct typed){ value_make(r->values, (struct value){
			.op = VALUE_PART, .bits = t->bits, .text = field,
			.in = { base.v } }), t };
}

static struct typed eval(struct run *r, uint32_t n)
{
	switch (r->unit->nodes[n].kind) {
	case NODE_REF:		return run_enumerator(r, n);
	case NODE_MEMBER:	return eval_part(r, n);
	case NODE_UNARY:	return run_unary(r, n);
	case NODE_BINARY:	return run_binary(r, n);
	case NODE_ASSIGN:	return run_assign(r, n);
	case NODE_CALL:		return run_call(r, n);
	case NODE_CAST:		return eval_cast(r, n);
	case NODE_WRAP:		return eval_wrap(r, n);
	case NODE_PAREN:	return run_eval(r, unit_child(r->unit, n));
	case NODE_COND:		return eval_cond(r, n);
	case NODE_GNU_COND:	return eval_gnu_cond(r, n);
	case NODE_STMT_EXPR:	return run_statements(r, n);
	case NODE_SIZEOF:	return run_sizeof(r, n);
	case NODE_OTHER_EXPR:	return run_other(r, n);
	case NODE_FLOAT:	return run_refuse(r, n, "floating point");
	case NODE_LABEL_ADDRESS: return run_refuse(r, n, "a label's address");
	case NODE_GENERIC:	return run_refuse(r, n, "_Generic");
	default:		return run_refuse(r, n, "an expression of this kind");
	}
}

struct typed run_eval(struct run *r, uint32_t n)
{
	if (r->side->why || r->err || !n)
		return (struct typed){ value_none(), &r->unit->types[0] };
	if (!*r->steps) {
		side_refuse(r->side, n, "too many steps");
		return (struct typed){ value_none(), &r->unit->types[0] };
	}
	--*r->steps;
	if (r->unit->nodes[n].flags & NODE_VALUE)
		return run_number(r, n);
	if (run_is_place(r, n))
		return run_load(r, n, run_place(r, n));
	return eval(r, n);
}

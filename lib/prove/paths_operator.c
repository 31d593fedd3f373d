/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Operators, with C's rules for widths and signs.
 *
 * The tree has the conversions of operands, but for those of a compound
 * assignment to what it computes in: that is the type of its right side, or of
 * the promoted left one for a shift.
 */
#include "prove/paths_run.h"

/* ------------------------------------------------------------------- order */

void order_begin(const struct run *r, struct order *o)
{
	*o = (struct order){ .effects = r->effect_count, .loads = r->loads };
}

void order_end(const struct run *r, struct order *o)
{
	bool acts = r->effect_count != o->effects;
	bool touches = acts || r->loads != o->loads;

	o->acts += acts;
	o->touches += touches;
	o->mask = o->mask * 3 + acts + touches;
	o->n++;
	o->effects = r->effect_count;
	o->loads = r->loads;
}

void order_done(struct run *r, const struct order *o, uint32_t n)
{
	if (o->acts && o->touches > 1)
		run_effect(r, (struct effect){
				.kind = EFFECT_UNORDERED, .node = n, .bits = o->n,
				.a = value_const(r->values, 64, o->mask) });
}

/* -------------------------------------------------------------- arithmetic */

static struct typed typed(const struct value *v, const struct type *t)
{
	return (struct typed){ v, t };
}

static enum value_op op_of(enum node_op op, bool is_signed)
{
	switch (op) {
	case OP_MUL:	return VALUE_MUL;
	case OP_DIV:	return is_signed ? VALUE_SDIV : VALUE_UDIV;
	case OP_REM:	return is_signed ? VALUE_SREM : VALUE_UREM;
	case OP_ADD:	return VALUE_ADD;
	case OP_SUB:	return VALUE_SUB;
	case OP_SHL:	return VALUE_SHL;
	case OP_SHR:	return is_signed ? VALUE_SSHR : VALUE_USHR;
	case OP_AND:	return VALUE_AND;
	case OP_XOR:	return VALUE_XOR;
	case OP_OR:	return VALUE_OR;
	default:	return VALUE_NONE;
	}
}

/* A OP B in integers of type T. */
static struct typed calculate(struct run *r, uint32_t n, struct typed a,
			      struct typed b, const struct type *t)
{
	enum node_op op = (enum node_op)r->unit->nodes[n].op;
	enum value_op what = op_of(op, t->is_signed);
	bool shift = op == OP_SHL || op == OP_SHR;

	if (a.v->op == VALUE_NONE || b.v->op == VALUE_NONE)
		return typed(value_none(), t);
	if (what == VALUE_NONE || t->kind != TYPE_INT || !is_scalar(t) ||
	    a.v->bits != t->bits || (!shift && b.v->bits != t->bits) ||
	    !is_scalar(b.type) || (shift && b.type->kind != TYPE_INT))
		return run_refuse(r, n, "an operator on such types");
	if (op == OP_DIV || op == OP_REM)
		run_risk(r, b.v);
	return typed(value_binary(r->values, what, a.v, b.v), t);
}

/* ---------------------------------------------------------------- pointers */

/* An array that stands for its address, not a pointer to one. */
static bool is_array(const struct run *r, uint32_t n)
{
	n = unit_strip(r->unit, n);
	return run_type(r, n)->kind == TYPE_ARRAY && run_is_place(r, n);
}

/*
 * The words for the size of what the pointer N is to.  The type does not tell
 * how long an array is, so of arrays only those will do that the declaration of
 * a variable or field describes.
 */
static const char *element_size(struct run *r, uint32_t n, const struct type *pointer)
{
	const struct type *element = &r->unit->types[pointer->element];
	const char *size = run_size(r, element);

	if (!size && is_array(r, n) &&
	    (element->kind == TYPE_ARRAY || element->kind == TYPE_RECORD))
		return "[]";
	if (!size)
		run_refuse(r, n, "a step over objects of unknown size");
	return size;
}

static const struct value *address_bits(struct run *r, uint32_t n, struct typed index)
{
	if (!is_scalar(index.type) || index.type->kind == TYPE_POINTER)
		return index.v->op == VALUE_NONE ? index.v :
		       run_refuse(r, n, "an index of such a type").v;
	return run_convert(r, n, index, index.type->is_signed ?
			   &r->side->offset_type : &r->side->size_type).v;
}

/* POINTER, which is N, and INDEX elements of it; back when BACK. */
static const struct value *step(struct run *r, uint32_t n, struct typed pointer,
				uint32_t i, struct typed index, bool back)
{
	const char *size = element_size(r, n, pointer.type);
	const struct value *by = address_bits(r, i, index);

	if (!size || by->op == VALUE_NONE)
		return value_none();
	if (back)
		by = value_binary(r->values, VALUE_SUB,
				  value_const(r->values, by->bits, 0), by);
	return value_element(r->values, pointer.v, by, size);
}

struct place run_index(struct run *r, uint32_t n)
{
	uint32_t a = unit_child(r->unit, n), b = unit_nth(r->unit, n, 1);
	struct place p = { .type = run_type(r, n) };
	struct typed x, y;
	struct order o;

	order_begin(r, &o);
	x = run_eval(r, a);
	order_end(r, &o);
	y = run_eval(r, b);
	order_end(r, &o);
	order_done(r, &o, n);
	if (x.type->kind == TYPE_POINTER)
		p.address = step(r, a, x, b, y, false);
	else if (y.type->kind == TYPE_POINTER)
		p.address = step(r, b, y, a, x, false);
	else
		p.address = run_refuse(r, n, "an index of such a type").v;
	return p;
}

static struct typed distance(struct run *r, uint32_t n, struct typed a,
			     struct typed b, const struct type *t)
{
	const char *size = element_size(r, unit_child(r->unit, n), a.type);

	if (!size || a.v->op == VALUE_NONE || b.v->op == VALUE_NONE)
		return typed(value_none(), t);
	return typed(value_make(r->values, (struct value){
			.op = VALUE_DISTANCE, .bits = t->bits, .text = size,
			.in = { a.v, b.v } }), t);
}

/* Adding to or subtracting from a pointer. */
static struct typed shift_pointer(struct run *r, uint32_t n, struct typed a,
				  struct typed b)
{
	uint32_t x = unit_child(r->unit, n), y = unit_nth(r->unit, n, 1);
	const struct type *t = run_type(r, n);
	enum node_op op = (enum node_op)r->unit->nodes[n].op;

	if (op == OP_ADD && b.type->kind == TYPE_POINTER)
		return typed(step(r, y, b, x, a, false), t);
	if (op == OP_ADD || op == OP_SUB)
		return b.type->kind == TYPE_POINTER ? distance(r, n, a, b, t) :
		       typed(step(r, x, a, y, b, op == OP_SUB), t);
	return run_refuse(r, n, "an operator on pointers");
}

/* ----------------------------------------------------------------- compare */

static struct typed compare(struct run *r, uint32_t n, struct typed a,
			    struct typed b)
{
	enum node_op op = (enum node_op)r->unit->nodes[n].op;
	const struct type *t = run_type(r, n);
	bool is_signed = a.type->kind == TYPE_INT && a.type->is_signed;
	const struct value *v;

	if (a.v->op == VALUE_NONE || b.v->op == VALUE_NONE)
		return typed(value_none(), t);
	if (!is_scalar(a.type) || !is_scalar(b.type) || t->bits != 32 ||
	    a.v->bits != b.v->bits || a.type->is_signed != b.type->is_signed ||
	    (op != OP_EQ && op != OP_NE && a.type->kind != TYPE_INT &&
	     a.type->kind != TYPE_POINTER))
		return run_refuse(r, n, "a comparison of such types");
	if (op == OP_EQ || op == OP_NE)
		v = value_equal(r->values, a.v, b.v);
	else if (op == OP_LT || op == OP_GE)
		v = value_less(r->values, a.v, b.v, is_signed);
	else
		v = value_less(r->values, b.v, a.v, is_signed);
	if (op == OP_NE || op == OP_GE || op == OP_LE)
		v = value_not(r->values, v);
	return typed(v, t);
}

/* ------------------------------------------------------------------ binary */

static struct typed assign(struct run *r, uint32_t n)
{
	uint32_t from = unit_nth(r->unit, n, 1);
	struct place to;
	struct typed t;
	struct order o;

	order_begin(r, &o);
	to = run_place(r, unit_child(r->unit, n));
	order_end(r, &o);
	t = run_eval(r, from);
	order_end(r, &o);
	order_done(r, &o, n);
	run_store(r, n, to, t.v);
	return typed(to.bit_field ? value_make(r->values, (struct value){
			.op = VALUE_FIT, .bits = t.v->bits, .text = to.bit_field,
			.in = { t.v } }) : t.v, to.type);
}

static bool compares(enum node_op op)
{
	return op == OP_LT || op == OP_GT || op == OP_LE || op == OP_GE ||
	       op == OP_EQ || op == OP_NE;
}

static struct typed operate(struct run *r, uint32_t n)
{
	enum node_op op = (enum node_op)r->unit->nodes[n].op;
	struct typed a, b;
	struct order o;

	order_begin(r, &o);
	a = run_eval(r, unit_child(r->unit, n));
	order_end(r, &o);
	b = run_eval(r, unit_nth(r->unit, n, 1));
	order_end(r, &o);
	order_done(r, &o, n);
	if (compares(op))
		return compare(r, n, a, b);
	if (a.type->kind == TYPE_POINTER || b.type->kind == TYPE_POINTER)
		return shift_pointer(r, n, a, b);
	return calculate(r, n, a, b, run_type(r, n));
}

struct typed run_binary(struct run *r, uint32_t n)
{
	const struct type *t = run_type(r, n);

	switch (r->unit->nodes[n].op) {
	case OP_NONE:
		return assign(r, n);
	case OP_LAND:
	case OP_LOR:
		return typed(value_const(r->values, t->bits, run_truth(r, n)), t);
	case OP_COMMA:
		run_eval(r, unit_child(r->unit, n));
		return run_eval(r, unit_nth(r->unit, n, 1));
	default:
		return operate(r, n);
	}
}

/* ----------------------------------------------------- changes of a place */

/* Store V, and give it as the place P holds it. */
static struct typed change(struct run *r, uint32_t n, struct place p,
			   const struct value *v)
{
	run_store(r, n, p, v);
	if (p.bit_field)
		v = value_make(r->values, (struct value){
				.op = VALUE_FIT, .bits = v->bits,
				.text = p.bit_field, .in = { v } });
	return typed(v, p.type);
}

/* The type that OLD OP= BY is computed in; NULL when it isn't known. */
static const struct type *computed_in(struct run *r, uint32_t n, struct place p,
				      struct typed by)
{
	enum node_op op = (enum node_op)r->unit->nodes[n].op;
	const struct type *to = p.type;

	if (op == OP_SHL || op == OP_SHR) {
		if (to->kind != TYPE_INT || (p.bit_field && op == OP_SHR))
			return NULL;
		return to->bits < r->side->int_type.bits ? &r->side->int_type : to;
	}
	if (by.type->kind != TYPE_INT || by.type->bits < to->bits ||
	    by.type->bits < r->side->int_type.bits)
		return NULL;
	return by.type;
}

struct typed run_assign(struct run *r, uint32_t n)
{
	uint32_t left = unit_child(r->unit, n), right = unit_nth(r->unit, n, 1);
	const struct type *in;
	struct typed old, by;
	struct place p;
	struct order o;

	order_begin(r, &o);
	p = run_place(r, left);
	old = run_load(r, n, p);
	order_end(r, &o);
	by = run_eval(r, right);
	order_end(r, &o);
	order_done(r, &o, n);
	if (p.type->kind == TYPE_POINTER)
		return change(r, n, p, shift_pointer(r, n, old, by).v);
	in = computed_in(r, n, p, by);
	if (!in || old.v->op == VALUE_NONE || by.v->op == VALUE_NONE)
		return run_refuse(r, n, "an assignment of such types");
	old = calculate(r, n, run_convert(r, left, old, in), by, in);
	return change(r, n, p, run_convert(r, n, old, p.type).v);
}

static struct typed count(struct run *r, uint32_t n, bool up, bool gives_old)
{
	uint32_t child = unit_child(r->unit, n);
	struct place p = run_place(r, child);
	struct typed old = run_load(r, n, p);
	struct typed one = typed(value_const(r->values, r->side->int_type.bits, 1),
				 &r->side->int_type);
	const struct value *v;
	struct typed new;

	if (old.v->op == VALUE_NONE)
		return old;
	if (p.type->kind == TYPE_POINTER)
		v = step(r, child, old, n, one, !up);
	else if (p.type->kind == TYPE_INT)
		v = value_binary(r->values, up ? VALUE_ADD : VALUE_SUB, old.v,
				 value_const(r->values, old.v->bits, 1));
	else
		return run_refuse(r, n, "counting in such a type");
	new = change(r, n, p, v);
	return gives_old ? old : new;
}

/* ------------------------------------------------------------------- unary */

static struct typed address(struct run *r, uint32_t n)
{
	struct place p = run_place(r, unit_child(r->unit, n));

	if (p.local)
		return run_refuse(r, n, "the address of a variable");
	return typed(p.address, run_type(r, n));
}

struct typed run_unary(struct run *r, uint32_t n)
{
	enum node_op op = (enum node_op)r->unit->nodes[n].op;
	const struct type *t = run_type(r, n);
	struct typed a, other;

	switch (op) {
	case OP_POST_INC:	return count(r, n, true, true);
	case OP_POST_DEC:	return count(r, n, false, true);
	case OP_PRE_INC:	return count(r, n, true, false);
	case OP_PRE_DEC:	return count(r, n, false, false);
	case OP_ADDRESS:	return address(r, n);
	default:		break;
	}
	a = run_eval(r, unit_child(r->unit, n));
	if (a.v->op == VALUE_NONE || op == OP_EXTENSION)
		return a;
	if (op == OP_LNOT && is_scalar(a.type))
		return typed(value_not(r->values, a.v), t);
	if (t->kind != TYPE_INT || a.v->bits != t->bits)
		return run_refuse(r, n, "an operator on such a type");
	other = typed(value_const(r->values, t->bits, op == OP_NOT ? UINT64_MAX : 0), t);
	switch (op) {
	case OP_PLUS:
		return typed(a.v, t);
	case OP_MINUS:
		return typed(value_binary(r->values, VALUE_SUB, other.v, a.v), t);
	case OP_NOT:
		return typed(value_binary(r->values, VALUE_XOR, a.v, other.v), t);
	default:
		return run_refuse(r, n, "an operator of an unknown kind");
	}
}

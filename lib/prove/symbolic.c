/* SPDX-License-Identifier: Apache-2.0 */
#include "prove/symbolic.h"

#include <stddef.h>
#include <string.h>

#define HASH_NONFATAL_OOM 1
#define uthash_nonfatal_oom(link) ((link)->failed = true)
#include <uthash.h>

/* What the tables hold. */
struct value_link {
	struct value value;
	bool failed;
	UT_hash_handle hh;
};

struct text_link {
	const char *text;
	bool failed;
	UT_hash_handle hh;
};

enum { KEY_SIZE = offsetof(struct value, id) };

/* How far down a narrowing moves into a sum; keeps the work bounded. */
enum { DEEP = 8 };

static const struct value nothing = { .op = VALUE_NONE };

void values_free(struct values *vs)
{
	HASH_CLEAR(hh, vs->head);
	HASH_CLEAR(hh, vs->texts);
	arena_free(&vs->arena);
	*vs = (struct values){ 0 };
}

const char *value_text(struct values *vs, const char *s)
{
	size_t n = strlen(s);
	struct text_link *link;

	HASH_FIND(hh, vs->texts, s, n, link);
	if (link)
		return link->text;
	link = arena_zalloc(&vs->arena, sizeof(*link));
	if (link)
		link->text = arena_copy_n(&vs->arena, s, n);
	if (!link || !link->text) {
		vs->failed = true;
		return "";
	}
	HASH_ADD_KEYPTR(hh, vs->texts, link->text, n, link);
	vs->failed |= link->failed;
	return link->text;
}

const struct value *value_none(void)
{
	return &nothing;
}

const struct value *value_make(struct values *vs, struct value parts)
{
	struct value_link *link;

	if (parts.text)
		parts.text = value_text(vs, parts.text);
	HASH_FIND(hh, vs->head, &parts.op, KEY_SIZE, link);
	if (link)
		return &link->value;
	link = arena_zalloc(&vs->arena, sizeof(*link));
	if (!link) {
		vs->failed = true;
		return &nothing;
	}
	link->value = parts;
	link->value.id = ++vs->count;
	HASH_ADD(hh, vs->head, value.op, KEY_SIZE, link);
	vs->failed |= link->failed;
	return &link->value;
}

/* -------------------------------------------------------------- constants */

static uint64_t mask_of(uint32_t bits)
{
	return bits >= 64 ? UINT64_MAX : (UINT64_C(1) << bits) - 1;
}

const struct value *value_const(struct values *vs, uint32_t bits, uint64_t number)
{
	return value_make(vs, (struct value){ .op = VALUE_CONST, .bits = bits,
					      .number = number & mask_of(bits) });
}

static bool is_const(const struct value *v)
{
	return v->op == VALUE_CONST;
}

static bool is_number(const struct value *v, uint64_t number)
{
	return v->op == VALUE_CONST && v->number == number;
}

static int64_t signed_of(uint64_t number, uint32_t bits)
{
	uint64_t sign = UINT64_C(1) << (bits - 1);

	return bits >= 64 ? (int64_t)number :
	       (int64_t)((number ^ sign) - sign);
}

int64_t value_signed(const struct value *v)
{
	return v->bits ? signed_of(v->number, v->bits) : 0;
}

/* What C leaves undefined stays as it stands. */
static bool divides(const struct value *a, const struct value *b, bool is_signed)
{
	return b->number && !(is_signed && value_signed(b) == -1 &&
			      a->number == UINT64_C(1) << (a->bits - 1));
}

static int64_t shift_signed(int64_t a, uint64_t by)
{
	return a < 0 ? ~(~a >> by) : a >> by;
}

static bool fold(enum value_op op, const struct value *a, const struct value *b,
		 uint64_t *out)
{
	uint64_t x = a->number, y = b->number;
	int64_t s = value_signed(a), t = value_signed(b);

	switch (op) {
	case VALUE_ADD:	return *out = x + y, true;
	case VALUE_SUB:	return *out = x - y, true;
	case VALUE_MUL:	return *out = x * y, true;
	case VALUE_AND:	return *out = x & y, true;
	case VALUE_OR:	return *out = x | y, true;
	case VALUE_XOR:	return *out = x ^ y, true;
	case VALUE_SDIV: return divides(a, b, true) && (*out = (uint64_t)(s / t), true);
	case VALUE_SREM: return divides(a, b, true) && (*out = (uint64_t)(s % t), true);
	case VALUE_UDIV: return divides(a, b, false) && (*out = x / y, true);
	case VALUE_UREM: return divides(a, b, false) && (*out = x % y, true);
	case VALUE_SHL:	return y < a->bits && (*out = x << y, true);
	case VALUE_USHR: return y < a->bits && (*out = x >> y, true);
	case VALUE_SSHR: return y < a->bits &&
				(*out = (uint64_t)shift_signed(s, y), true);
	default:	return false;
	}
}

/* ------------------------------------------------------------- arithmetic */

static bool commutes(enum value_op op)
{
	return op == VALUE_ADD || op == VALUE_MUL || op == VALUE_AND ||
	       op == VALUE_OR || op == VALUE_XOR || op == VALUE_EQ;
}

/* Constants go right, the older term left. */
static void order(enum value_op op, const struct value **a, const struct value **b)
{
	const struct value *old = *a;

	if (!commutes(op) || is_const(*b) || (!is_const(*a) && (*a)->id <= (*b)->id))
		return;
	*a = *b;
	*b = old;
}

static const struct value *pair(struct values *vs, enum value_op op, uint32_t bits,
				const struct value *a, const struct value *b)
{
	order(op, &a, &b);
	return value_make(vs, (struct value){ .op = op, .bits = bits,
					      .in = { a, b } });
}

static bool adds_constant(const struct value *v)
{
	return v->op == VALUE_ADD && is_const(v->in[1]);
}

/* (x + c) + y = (x + y) + c, so that constants meet. */
static const struct value *add(struct values *vs, const struct value *a,
			       const struct value *b)
{
	order(VALUE_ADD, &a, &b);
	if (is_const(a) && is_const(b))
		return value_const(vs, a->bits, a->number + b->number);
	if (is_number(b, 0))
		return a;
	if (adds_constant(a) && is_const(b))
		return add(vs, a->in[0], add(vs, a->in[1], b));
	if (adds_constant(a))
		return add(vs, add(vs, a->in[0], b), a->in[1]);
	if (adds_constant(b))
		return add(vs, add(vs, a, b->in[0]), b->in[1]);
	return pair(vs, VALUE_ADD, a->bits, a, b);
}

static const struct value *subtract(struct values *vs, const struct value *a,
				    const struct value *b)
{
	if (a == b)
		return value_const(vs, a->bits, 0);
	if (is_const(b))
		return add(vs, a, value_const(vs, b->bits, -b->number));
	return pair(vs, VALUE_SUB, a->bits, a, b);
}

/* Whether A OP B is A. */
static bool keeps(enum value_op op, const struct value *b)
{
	switch (op) {
	case VALUE_OR: case VALUE_XOR: case VALUE_SHL: case VALUE_SSHR:
	case VALUE_USHR:
		return is_number(b, 0);
	case VALUE_MUL: case VALUE_SDIV: case VALUE_UDIV:
		return is_number(b, 1);
	case VALUE_AND:
		return is_number(b, mask_of(b->bits));
	default:
		return false;
	}
}

const struct value *value_binary(struct values *vs, enum value_op op,
				 const struct value *a, const struct value *b)
{
	uint64_t number = 0;

	if (a->op == VALUE_NONE || b->op == VALUE_NONE)
		return &nothing;
	if (is_const(a) && is_const(b) && fold(op, a, b, &number))
		return value_const(vs, a->bits, number);
	if (op == VALUE_ADD)
		return add(vs, a, b);
	if (op == VALUE_SUB)
		return subtract(vs, a, b);
	order(op, &a, &b);
	return keeps(op, b) ? a : pair(vs, op, a->bits, a, b);
}

/* ------------------------------------------------------------------ truth */

/* The comparison that V is, in whatever width; NULL if it is none. */
static const struct value *comparison(const struct value *v)
{
	while (v->op == VALUE_ZEXT || v->op == VALUE_TRUNC)
		v = v->in[0];
	return v->op == VALUE_EQ || v->op == VALUE_SLT || v->op == VALUE_ULT ||
	       v->op == VALUE_NOT ? v : NULL;
}

static const struct value *number(struct values *vs, bool truth)
{
	return value_const(vs, 32, truth);
}

const struct value *value_not(struct values *vs, const struct value *a)
{
	const struct value *c = comparison(a);

	if (a->op == VALUE_NONE)
		return a;
	if (is_const(a))
		return number(vs, !a->number);
	if (c && c->op == VALUE_NOT)
		return c->in[0];
	if (c)
		return value_make(vs, (struct value){ .op = VALUE_NOT, .bits = 32,
						      .in = { c } });
	if (a->op == VALUE_ZEXT || a->op == VALUE_SEXT)
		return value_not(vs, a->in[0]);
	return pair(vs, VALUE_EQ, 32, a, value_const(vs, a->bits, 0));
}

const struct value *value_truth(struct values *vs, const struct value *a)
{
	return value_not(vs, value_not(vs, a));
}

const struct value *value_equal(struct values *vs, const struct value *a,
				const struct value *b)
{
	if (a->op == VALUE_NONE || b->op == VALUE_NONE)
		return &nothing;
	order(VALUE_EQ, &a, &b);
	if (a == b || (is_const(a) && is_const(b)))
		return number(vs, a == b);
	if (is_number(b, 0))
		return value_not(vs, a);
	if (is_const(b) && comparison(a))
		return b->number == 1 ? value_truth(vs, a) : number(vs, false);
	return pair(vs, VALUE_EQ, 32, a, b);
}

/* x < c: for the least c never, and for the next one only when equal. */
static const struct value *less_constant(struct values *vs, const struct value *a,
					 const struct value *c, bool is_signed)
{
	uint64_t least = is_signed ? UINT64_C(1) << (c->bits - 1) : 0;

	if (c->number == least)
		return number(vs, false);
	if (c->number == ((least + 1) & mask_of(c->bits)))
		return value_equal(vs, a, value_const(vs, c->bits, least));
	return pair(vs, is_signed ? VALUE_SLT : VALUE_ULT, 32, a, c);
}

const struct value *value_less(struct values *vs, const struct value *a,
			       const struct value *b, bool is_signed)
{
	uint64_t most;

	if (a->op == VALUE_NONE || b->op == VALUE_NONE)
		return &nothing;
	if (a == b)
		return number(vs, false);
	if (is_const(a) && is_const(b))
		return number(vs, is_signed ? value_signed(a) < value_signed(b) :
				  a->number < b->number);
	if (is_const(b))
		return less_constant(vs, a, b, is_signed);
	if (!is_const(a))
		return pair(vs, is_signed ? VALUE_SLT : VALUE_ULT, 32, a, b);
	/* c < x is !(x < c + 1) */
	most = is_signed ? mask_of(a->bits - 1) : mask_of(a->bits);
	if (a->number == most)
		return number(vs, false);
	return value_not(vs, less_constant(vs, b, value_const(vs, a->bits,
						a->number + 1), is_signed));
}

/* ----------------------------------------------------------------- widths */

static const struct value *resize(struct values *vs, const struct value *v,
				  uint32_t bits, bool is_signed, unsigned int depth);

static const struct value *cast(struct values *vs, enum value_op op, uint32_t bits,
				const struct value *v)
{
	return value_make(vs, (struct value){ .op = op, .bits = bits, .in = { v } });
}

/* The low bits of a sum are the sum of the low bits. */
static bool narrows(const struct value *v)
{
	return v->op == VALUE_ADD || v->op == VALUE_SUB || v->op == VALUE_MUL ||
	       v->op == VALUE_AND || v->op == VALUE_OR || v->op == VALUE_XOR;
}

static const struct value *narrow(struct values *vs, const struct value *v,
				  uint32_t bits, unsigned int depth)
{
	if (v->op == VALUE_ZEXT || v->op == VALUE_SEXT)
		return resize(vs, v->in[0], bits, v->op == VALUE_SEXT, depth);
	if (v->op == VALUE_TRUNC)
		return resize(vs, v->in[0], bits, false, depth);
	if (narrows(v) && depth < DEEP)
		return value_binary(vs, (enum value_op)v->op,
				    resize(vs, v->in[0], bits, false, depth + 1),
				    resize(vs, v->in[1], bits, false, depth + 1));
	return cast(vs, VALUE_TRUNC, bits, v);
}

static const struct value *widen(struct values *vs, const struct value *v,
				 uint32_t bits, bool is_signed)
{
	if (v->op == VALUE_ZEXT)
		return cast(vs, VALUE_ZEXT, bits, v->in[0]);
	if (v->op == VALUE_SEXT && is_signed)
		return cast(vs, VALUE_SEXT, bits, v->in[0]);
	return cast(vs, is_signed ? VALUE_SEXT : VALUE_ZEXT, bits, v);
}

static const struct value *resize(struct values *vs, const struct value *v,
				  uint32_t bits, bool is_signed, unsigned int depth)
{
	const struct value *c;

	if (v->op == VALUE_NONE || v->bits == bits)
		return v;
	if (is_const(v))
		return value_const(vs, bits, is_signed ? (uint64_t)value_signed(v) :
						 v->number);
	c = comparison(v);
	if (c)
		return bits == 32 ? c : cast(vs, bits < 32 ? VALUE_TRUNC :
					     VALUE_ZEXT, bits, c);
	return bits < v->bits ? narrow(vs, v, bits, depth) :
	       widen(vs, v, bits, is_signed);
}

const struct value *value_resize(struct values *vs, const struct value *a,
				 uint32_t bits, bool is_signed)
{
	return resize(vs, a, bits, is_signed, 0);
}

/* -------------------------------------------------------- addresses, lists */

/* (b + i * s) + j * s = b + (i + j) * s */
const struct value *value_element(struct values *vs, const struct value *base,
				  const struct value *index, const char *size)
{
	const char *text = value_text(vs, size);

	if (base->op == VALUE_NONE || index->op == VALUE_NONE)
		return &nothing;
	if (base->op == VALUE_ELEMENT && base->text == text) {
		index = add(vs, base->in[1], index);
		base = base->in[0];
	}
	if (is_number(index, 0))
		return base;
	return value_make(vs, (struct value){ .op = VALUE_ELEMENT,
					      .bits = base->bits, .text = text,
					      .in = { base, index } });
}

const struct value *value_list(struct values *vs, const char *name,
			       const struct value *item, const struct value *list)
{
	return value_make(vs, (struct value){ .op = VALUE_LIST, .text = name,
					      .in = { item, list } });
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Symbolic values: each normal form means what was written.
 *
 * Random terms are made through the constructors and, beside that, computed with
 * plain arithmetic for random parameters; the finished term, worked out for the
 * same parameters, must give the same number.
 */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "prove/symbolic.h"

enum { PARAMS = 4, TERMS = 40000, ROUNDS = 4, DEEPEST = 4 };

static const uint32_t widths[] = { 8, 16, 32, 64 };

struct state {
	uint64_t seed;
	struct values values;
	uint64_t params[ROUNDS][PARAMS];
};

/* A term, and what it is worth in each round. */
struct known {
	const struct value *v;
	uint64_t number[ROUNDS];
};

static uint64_t next(struct state *s)
{
	s->seed = s->seed * 6364136223846793005u + 1442695040888963407u;
	return s->seed >> 33;
}

static uint64_t cut(uint64_t n, uint32_t bits)
{
	return bits == 64 ? n : n & ((UINT64_C(1) << bits) - 1);
}

static int64_t sign(uint64_t n, uint32_t bits)
{
	return (int64_t)(n << (64 - bits)) >> (64 - bits);
}

/* Numbers at which things happen. */
static uint64_t number(struct state *s)
{
	static const uint64_t some[] = {
		0, 1, 2, 3, 7, 8, 127, 128, 129, 255, 256, 32767, 32768, 65535,
		65536, 0x7fffffff, 0x80000000, 0xffffffff, 0x100000000,
		INT64_MAX, (uint64_t)INT64_MIN, UINT64_MAX, UINT64_MAX - 1,
		UINT64_MAX - 127
	};
	uint64_t n = next(s);

	return n % 4 ? some[n / 4 % (sizeof(some) / sizeof(*some))] :
		       next(s) << 32 | next(s);
}

/* -------------------------------------------------------------- work it out */

static uint64_t divided(uint32_t op, uint64_t a, uint64_t b, uint32_t bits)
{
	int64_t s = sign(a, bits), t = sign(b, bits);

	ck_assert_uint_ne(b, 0);
	if (t == -1 && (op == VALUE_SDIV || op == VALUE_SREM))
		return op == VALUE_SDIV ? -(uint64_t)s : 0;
	switch (op) {
	case VALUE_SDIV:	return (uint64_t)(s / t);
	case VALUE_SREM:	return (uint64_t)(s % t);
	case VALUE_UDIV:	return a / b;
	default:		return a % b;
	}
}

static uint64_t calculated(uint32_t op, uint64_t a, uint64_t b, uint32_t bits)
{
	switch (op) {
	case VALUE_ADD:		return a + b;
	case VALUE_SUB:		return a - b;
	case VALUE_MUL:		return a * b;
	case VALUE_AND:		return a & b;
	case VALUE_OR:		return a | b;
	case VALUE_XOR:		return a ^ b;
	case VALUE_SHL:		return a << b;
	case VALUE_USHR:	return a >> b;
	case VALUE_SSHR:	return (uint64_t)(sign(a, bits) >> b);
	case VALUE_EQ:		return a == b;
	case VALUE_SLT:		return sign(a, bits) < sign(b, bits);
	case VALUE_ULT:		return a < b;
	default:		return divided(op, a, b, bits);
	}
}

/* The number that V stands for in ROUND. */
static uint64_t worth(const struct state *s, const struct value *v, int round)
{
	uint64_t a, b;

	switch (v->op) {
	case VALUE_CONST:	return v->number;
	case VALUE_PARAM:	return cut(s->params[round][v->number], v->bits);
	case VALUE_NOT:		return !worth(s, v->in[0], round);
	case VALUE_TRUNC:
	case VALUE_ZEXT:	return cut(worth(s, v->in[0], round), v->bits);
	case VALUE_SEXT:
		a = worth(s, v->in[0], round);
		return cut((uint64_t)sign(a, v->in[0]->bits), v->bits);
	case VALUE_ELEMENT:
		a = worth(s, v->in[0], round);
		b = worth(s, v->in[1], round);
		return cut(a + b * strtoul(v->text, NULL, 10), v->bits);
	default:
		a = worth(s, v->in[0], round);
		b = worth(s, v->in[1], round);
		return cut(calculated(v->op, a, b, v->in[0]->bits), v->bits);
	}
}

/* --------------------------------------------------------------------- make */

static struct known make(struct state *s, uint32_t bits, int depth);

static struct known leaf(struct state *s, uint32_t bits)
{
	struct known k = { 0 };
	uint64_t n = number(s), i = next(s) % PARAMS;
	int round;

	if (next(s) % 2)
		k.v = value_const(&s->values, bits, n);
	else
		k.v = value_make(&s->values, (struct value){
				.op = VALUE_PARAM, .bits = bits, .number = i,
				.text = "p" });
	for (round = 0; round < ROUNDS; round++)
		k.number[round] = cut(k.v->op == VALUE_CONST ? n :
				      s->params[round][i], bits);
	return k;
}

static struct known arithmetic(struct state *s, uint32_t bits, int depth)
{
	static const enum value_op ops[] = {
		VALUE_ADD, VALUE_SUB, VALUE_MUL, VALUE_AND, VALUE_OR, VALUE_XOR,
		VALUE_SDIV, VALUE_UDIV, VALUE_SREM, VALUE_UREM, VALUE_SHL,
		VALUE_SSHR, VALUE_USHR
	};
	enum value_op op = ops[next(s) % (sizeof(ops) / sizeof(*ops))];
	struct known a = make(s, bits, depth - 1), b = make(s, bits, depth - 1), k;
	int round;

	if (op >= VALUE_SHL) {
		b = leaf(s, bits);
		b.v = value_const(&s->values, bits, next(s) % bits);
	}
	if (op >= VALUE_SDIV && op <= VALUE_UREM)
		b.v = value_const(&s->values, bits, number(s) | 1);
	k.v = value_binary(&s->values, op, a.v, b.v);
	for (round = 0; round < ROUNDS; round++)
		k.number[round] = cut(calculated(op, a.number[round],
			op >= VALUE_SDIV ? b.v->number : b.number[round], bits), bits);
	return k;
}

static struct known comparison(struct state *s, uint32_t bits, int depth)
{
	uint32_t width = widths[next(s) % 4];
	struct known a = make(s, width, depth - 1), b = make(s, width, depth - 1), k;
	uint64_t way = next(s) % 5;
	int round;

	k.v = way == 0 ? value_equal(&s->values, a.v, b.v) :
	      way == 1 ? value_less(&s->values, a.v, b.v, true) :
	      way == 2 ? value_less(&s->values, a.v, b.v, false) :
	      way == 3 ? value_not(&s->values, a.v) : value_truth(&s->values, a.v);
	ck_assert_uint_eq(k.v->bits, 32);
	for (round = 0; round < ROUNDS; round++) {
		uint64_t x = a.number[round], y = b.number[round];

		k.number[round] = way == 0 ? x == y :
				  way == 1 ? sign(x, width) < sign(y, width) :
				  way == 2 ? x < y : way == 3 ? !x : !!x;
	}
	k.v = value_resize(&s->values, k.v, bits, next(s) % 2);
	return k;
}

static struct known resized(struct state *s, uint32_t bits, int depth)
{
	uint32_t width = widths[next(s) % 4];
	struct known k = make(s, width, depth - 1);
	bool is_signed = next(s) % 2;
	int round;

	k.v = value_resize(&s->values, k.v, bits, is_signed);
	for (round = 0; round < ROUNDS; round++)
		k.number[round] = cut(is_signed ? (uint64_t)sign(k.number[round], width) :
				      k.number[round], bits);
	return k;
}

static struct known element(struct state *s, int depth)
{
	struct known a = make(s, 64, depth - 1), b = make(s, 64, depth - 1), k;
	const char *size = next(s) % 2 ? "4" : "12";
	int round;

	k.v = value_element(&s->values, a.v, b.v, size);
	for (round = 0; round < ROUNDS; round++)
		k.number[round] = a.number[round] +
				  b.number[round] * strtoul(size, NULL, 10);
	return k;
}

static struct known make(struct state *s, uint32_t bits, int depth)
{
	uint64_t way = next(s) % 8;

	if (depth <= 0 || way == 0)
		return leaf(s, bits);
	if (way < 4)
		return arithmetic(s, bits, depth);
	if (way == 4)
		return comparison(s, bits, depth);
	if (way == 5 && bits == 64)
		return element(s, depth);
	return resized(s, bits, depth);
}

/* -------------------------------------------------------------------- tests */

START_TEST(a_term_means_what_was_written)
{
	struct state s = { .seed = 20 };
	int i, k, round;

	for (round = 0; round < ROUNDS; round++)
		for (k = 0; k < PARAMS; k++)
			s.params[round][k] = number(&s);
	for (i = 0; i < TERMS; i++) {
		struct known t = make(&s, widths[i % 4], DEEPEST);

		ck_assert_uint_eq(t.v->bits, widths[i % 4]);
		for (round = 0; round < ROUNDS; round++)
			if (worth(&s, t.v, round) != t.number[round])
				ck_abort_msg("%s is %lx, not %lx",
					     value_print(&s.values.arena, t.v),
					     (unsigned long)worth(&s, t.v, round),
					     (unsigned long)t.number[round]);
	}
	ck_assert(!s.values.failed);
	values_free(&s.values);
}
END_TEST

START_TEST(equal_terms_are_one)
{
	struct values vs = { 0 };
	const struct value *a = value_make(&vs, (struct value){
			.op = VALUE_GLOBAL, .bits = 64, .text = "name" });
	char name[] = "name";
	const struct value *b = value_make(&vs, (struct value){
			.op = VALUE_GLOBAL, .bits = 64, .text = name });

	ck_assert_ptr_eq(a, b);
	name[0] = 'g';
	ck_assert_ptr_ne(a, value_make(&vs, (struct value){
			.op = VALUE_GLOBAL, .bits = 64, .text = name }));
	ck_assert_ptr_eq(value_const(&vs, 8, 256), value_const(&vs, 8, 0));
	ck_assert_ptr_ne(value_const(&vs, 8, 0), value_const(&vs, 16, 0));
	values_free(&vs);
}
END_TEST

START_TEST(what_c_leaves_undefined_is_left_as_it_stands)
{
	struct values vs = { 0 };
	const struct value *zero = value_const(&vs, 32, 0);
	const struct value *least = value_const(&vs, 32, 0x80000000);

	ck_assert_int_eq(value_binary(&vs, VALUE_UDIV, least, zero)->op, VALUE_UDIV);
	ck_assert_int_eq(value_binary(&vs, VALUE_SDIV, least,
				      value_const(&vs, 32, 0xffffffff))->op, VALUE_SDIV);
	ck_assert_int_eq(value_binary(&vs, VALUE_SHL, least,
				      value_const(&vs, 32, 32))->op, VALUE_SHL);
	values_free(&vs);
}
END_TEST

START_TEST(what_has_no_value_gives_none)
{
	struct values vs = { 0 };
	const struct value *none = value_none(), *one = value_const(&vs, 32, 1);

	ck_assert_ptr_eq(value_binary(&vs, VALUE_ADD, none, one), none);
	ck_assert_ptr_eq(value_equal(&vs, one, none), none);
	ck_assert_ptr_eq(value_less(&vs, none, one, true), none);
	ck_assert_ptr_eq(value_not(&vs, none), none);
	ck_assert_ptr_eq(value_resize(&vs, none, 8, true), none);
	ck_assert_ptr_eq(value_element(&vs, one, none, "4"), none);
	values_free(&vs);
}
END_TEST

START_TEST(terms_print_as_c)
{
	struct values vs = { 0 };
	const struct value *p = value_make(&vs, (struct value){
			.op = VALUE_PARAM, .bits = 64, .text = "p" });
	const struct value *field = value_make(&vs, (struct value){
			.op = VALUE_FIELD, .bits = 64, .text = "dev@a.c:in.count",
			.in = { p } });
	const struct value *load = value_make(&vs, (struct value){
			.op = VALUE_LOAD, .bits = 32, .in = { field } });
	const struct value *less = value_less(&vs, load, value_const(&vs, 32, 5), true);

	ck_assert_str_eq(value_print(&vs.arena, load), "p->in.count");
	ck_assert_str_eq(value_print(&vs.arena, field), "&p->in.count");
	ck_assert_str_eq(value_print(&vs.arena, less), "(p->in.count < 5)");
	ck_assert_str_eq(value_print(&vs.arena, value_not(&vs, load)), "!p->in.count");
	values_free(&vs);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("symbolic");
	TCase *c = tcase_create("symbolic");
	SRunner *r;
	int failed;

	tcase_set_timeout(c, 60);
	tcase_add_test(c, a_term_means_what_was_written);
	tcase_add_test(c, equal_terms_are_one);
	tcase_add_test(c, what_c_leaves_undefined_is_left_as_it_stands);
	tcase_add_test(c, what_has_no_value_gives_none);
	tcase_add_test(c, terms_print_as_c);
	suite_add_tcase(s, c);
	r = srunner_create(s);
	srunner_run_all(r, CK_ENV);
	failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}

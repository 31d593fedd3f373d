/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Symbolic values: what an expression gives, as a term over what is not known.
 *
 * Terms are hash-consed, so equal terms are one object and comparing them is
 * comparing pointers.  A value is a bit pattern of BITS bits without a sign, as
 * in a machine: operations that depend on a sign come in two kinds.  A whole
 * struct has 0 bits.  Terms are brought to a normal form on the way in; each
 * step of it is an identity of arithmetic modulo 2^BITS, so two equal terms have
 * equal values, and nothing is said of different ones.
 */
#ifndef SAFEC_SYMBOLIC_H
#define SAFEC_SYMBOLIC_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"

enum value_op {
	VALUE_NONE,		/* of what gives no value */
	/* leaves */
	VALUE_CONST,		/* NUMBER */
	VALUE_PARAM,		/* parameter NUMBER, called TEXT, as it was passed */
	VALUE_PARAM_AT,		/* the address of parameter NUMBER */
	VALUE_UNSET,		/* the variable TEXT, which nothing has set */
	VALUE_RESULT,		/* what effect NUMBER gave; in[0]: which of several */
	VALUE_HIDDEN,		/* what the hidden variable TEXT held at effect NUMBER */
	VALUE_GLOBAL,		/* the address of TEXT */
	VALUE_OBJECT,		/* the address of local object NUMBER, declared TEXT */
	VALUE_STRING,		/* the address of the literal TEXT */
	VALUE_TEXT,		/* the constant spelled TEXT */
	/* addresses */
	VALUE_FIELD,		/* in[0] + the offset of TEXT */
	VALUE_ELEMENT,		/* in[0] + in[1] * the size TEXT */
	VALUE_DISTANCE,		/* (in[0] - in[1]) / the size TEXT */
	/* memory */
	VALUE_LOAD,		/* of in[0] after NUMBER effects; TEXT: a struct */
	VALUE_PART,		/* field TEXT of the struct in[0] */
	/* arithmetic */
	VALUE_ADD, VALUE_SUB, VALUE_MUL, VALUE_AND, VALUE_OR, VALUE_XOR,
	VALUE_SDIV, VALUE_UDIV, VALUE_SREM, VALUE_UREM,
	VALUE_SHL, VALUE_SSHR, VALUE_USHR,
	/* 0 or 1, in 32 bits */
	VALUE_EQ, VALUE_SLT, VALUE_ULT,
	VALUE_NOT,		/* of one of these */
	/* widths */
	VALUE_TRUNC, VALUE_SEXT, VALUE_ZEXT,
	VALUE_ENUM_EXT,		/* by the sign of the enum TEXT */
	VALUE_FIT,		/* what the bit-field TEXT keeps of in[0] */
	VALUE_APPLY,		/* the function TEXT, which has no effects, of in[0] */
	/* lists */
	VALUE_LIST		/* in[0], then the list in[1]; TEXT: its designator */
};

struct value {
	uint32_t op;		/* enum value_op; the key begins here */
	uint32_t bits;
	uint64_t number;
	const char *text;	/* interned, or NULL */
	const struct value *in[2];
	uint32_t id;		/* in order of making */
};

/* All values of a comparison.  Zero is empty. */
struct values {
	struct arena arena;
	struct value_link *head;
	struct text_link *texts;
	uint32_t count;
	bool failed;		/* out of memory: what was made since means nothing */
};

void values_free(struct values *vs);

/* S, as one object per text. */
const char *value_text(struct values *vs, const char *s);

/* The term of these parts as it stands; TEXT may be NULL and is copied. */
const struct value *value_make(struct values *vs, struct value parts);
const struct value *value_const(struct values *vs, uint32_t bits, uint64_t number);
/* What has no value; each operation on it gives it again. */
const struct value *value_none(void);

/* A OP B, for the arithmetic above; both have as many bits, but for shifts. */
const struct value *value_binary(struct values *vs, enum value_op op,
				 const struct value *a, const struct value *b);
const struct value *value_equal(struct values *vs, const struct value *a,
				const struct value *b);
const struct value *value_less(struct values *vs, const struct value *a,
			       const struct value *b, bool is_signed);
/* A == 0, and A != 0. */
const struct value *value_not(struct values *vs, const struct value *a);
const struct value *value_truth(struct values *vs, const struct value *a);
/* A in BITS bits; a wider one repeats the sign when IS_SIGNED. */
const struct value *value_resize(struct values *vs, const struct value *a,
				 uint32_t bits, bool is_signed);
/* BASE + INDEX * SIZE, where SIZE says of what. */
const struct value *value_element(struct values *vs, const struct value *base,
				  const struct value *index, const char *size);
/* ITEM, called NAME or NULL, in front of LIST (NULL: empty). */
const struct value *value_list(struct values *vs, const char *name,
			       const struct value *item, const struct value *list);

/* The number of the constant V by its sign. */
int64_t value_signed(const struct value *v);
/* V as C, near enough for people. */
const char *value_print(struct arena *arena, const struct value *v);

#endif

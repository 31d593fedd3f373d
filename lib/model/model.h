/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The API model: what functions, macros and types of the target do, as data.
 *
 * share/models/README.md documents the language.  Nothing in C code knows the
 * name of a kernel function; it asks here.
 *
 * The model describes counters by abstract operations.  A counter type (an
 * atomic, a reference count) has functions that perform them; converting a use
 * means finding the function of the new type that performs the same operation.
 */
#ifndef SAFEC_MODEL_H
#define SAFEC_MODEL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

/* MODEL_OP(NAME, word in the language, what it does to the counter V) */
#define MODEL_OPS(MODEL_OP) \
	MODEL_OP(NONE, "none", "nothing known") \
	MODEL_OP(INIT, "init", "static initialiser with value N") \
	MODEL_OP(SET, "set", "V = N") \
	MODEL_OP(READ, "read", "V") \
	MODEL_OP(INC, "inc", "V += 1") \
	MODEL_OP(DEC, "dec", "V -= 1, result unused") \
	MODEL_OP(ADD, "add", "V += N") \
	MODEL_OP(SUB, "sub", "V -= N, result unused") \
	MODEL_OP(DEC_TEST, "dec-test", "V -= 1, true when now zero") \
	MODEL_OP(SUB_TEST, "sub-test", "V -= N, true when now zero") \
	MODEL_OP(INC_NOT_ZERO, "inc-not-zero", "V += 1 unless zero; true when done") \
	MODEL_OP(ADD_NOT_ZERO, "add-not-zero", "V += N unless zero; true when done") \
	MODEL_OP(DEC_NOT_ONE, "dec-not-one", "V -= 1 unless one; true when done") \
	MODEL_OP(DEC_LOCK, "dec-lock", "V -= 1; when now zero take LOCK, true") \
	MODEL_OP(DEC_LOCK_SAVE, "dec-lock-save", "the same, FLAGS saved") \
	MODEL_OP(DEC_MUTEX, "dec-mutex", "as dec-lock, where LOCK is a mutex") \
	MODEL_OP(OTHER, "other", "something that only this type can do")

enum model_op {
#define MODEL_OP(name, word, says) MODEL_##name,
	MODEL_OPS(MODEL_OP)
#undef MODEL_OP
	MODEL_OP_COUNT
};

/* How a call's result must be used for a line to apply. */
enum model_result {
	MODEL_ANY,		/* used in any way, or not */
	MODEL_UNUSED,		/* not used */
	MODEL_IS_ZERO,		/* only compared with zero (== 0, !, != 0, as a condition) */
};

/* What a parameter is to its function. */
enum model_param_kind {
	MODEL_PLAIN,
	MODEL_COUNTER,		/* v: address of the counter */
	MODEL_VALUE,		/* n: amount or value */
	MODEL_LOCK,		/* lock: address of the lock */
	MODEL_FLAGS,		/* flags: saved interrupt state, by name */
	MODEL_FLAGS_PTR,	/* &flags: the same, by address */
	MODEL_UNLESS,		/* u: the value that forbids it */
	MODEL_SUBJECT,		/* what a trait is about: the pointer that is released... */
	MODEL_REST		/* ... */
};

struct model_param {
	const char *name;
	enum model_param_kind kind;
};

/*
 * One thing a function does to a counter, under a condition.  A function may
 * have several; the first whose condition holds applies.
 *
 * AMOUNT is the required constant of the MODEL_VALUE argument and UNLESS that
 * of the MODEL_UNLESS argument, when HAS_AMOUNT and HAS_UNLESS say so.
 */
struct model_effect {
	enum model_op op;
	enum model_result result;
	bool has_amount, has_unless;
	long amount, unless;
};

/* What else a function is known for; a set of bits. */
enum model_trait {
	MODEL_ALLOCATES = 1 << 0,	/* returns new memory */
	MODEL_ZEROES = 1 << 1,		/* which is all zero */
	MODEL_RELEASES = 1 << 2,	/* ends the life of its argument */
	MODEL_WAKES = 1 << 3,		/* tells a waiter that something is done */
	MODEL_PRINTS = 1 << 4,		/* formats its arguments for humans */
	MODEL_ASSERTS = 1 << 5,		/* complains when its argument is true or false */
	MODEL_FILLS = 1 << 6,		/* writes bytes over what it is given */
	MODEL_DEFERS = 1 << 7		/* hands its argument to code that runs later */
};

struct model_function {
	const char *name;
	bool is_macro;
	const char *type;		/* counter type its effects are about, or NULL */
	const struct model_param *params;
	size_t param_count;
	const struct model_effect *effects;
	size_t effect_count;
	unsigned int traits;		/* enum model_trait */
	const char *releases_with;	/* for allocators: the function that frees */
	const char *header;		/* as in #include <...>, or NULL */
	unsigned int since, until;	/* kernel version major * 1000 + minor; 0: always */
	const char *file;		/* where the model says so */
	unsigned int line;
};

/* A counter type: an atomic or a reference count. */
struct model_type {
	const char *name;		/* typedef name, as in atomic_t */
	bool is_refcount;		/* refuses to be revived from zero */
	unsigned int bits;		/* width of its value */
	bool is_signed;
	const char *value_type;		/* what its reader returns: "int", "unsigned int" */
	const char *header;		/* to be included for it */
	unsigned int since;
	const char *becomes;		/* the counter type that should replace it, or NULL */
	const char *object;		/* the type that counts *and* releases (kref), or NULL */
	const char *file;
	unsigned int line;
};

struct model;

/* Reads every *.model file of DIR in byte order, then FILES (':'-separated, may be NULL). */
/* On error -SAFEC_EMODEL or -SAFEC_EREAD, and *SAYS is "file:line: what", in ARENA. */
int model_read(struct arena *arena, const char *dir, const char *files,
	       const struct model **out, const char **says);

const struct model_function *model_function(const struct model *m,
					    const char *name);
const struct model_type *model_type(const struct model *m, const char *name);
/* The type that a plain integer becomes when it turns out to be a reference count. */
const struct model_type *model_refcount(const struct model *m);
/* The function of TYPE that does exactly OP unconditionally, or NULL. */
const struct model_function *model_word(const struct model *m,
					const struct model_type *type,
					enum model_op op);
/* Index of the first parameter of KIND, or -1. */
int model_param(const struct model_function *f, enum model_param_kind kind);
/* The word of OP in the language. */
const char *model_op_word(enum model_op op);
/* Whether a file at PATH (with '/' between names) is user-visible ABI. */
bool model_is_abi(const struct model *m, const char *path);
/* Every function in turn: the one after F, the first for NULL. */
const struct model_function *model_next(const struct model *m,
					const struct model_function *f);
/* Every type in turn. */
const struct model_type *model_next_type(const struct model *m,
					 const struct model_type *t);

#endif

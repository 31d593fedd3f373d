/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a word or its meaning did, told between the two halves of the test: the
 * kernel half is compiled as the kernel compiles a module, the other is an
 * ordinary program.  No header is included, so that both can have this one.
 */
#ifndef AXIOMS_H
#define AXIOMS_H

enum {
	EVENTS = 6,
	ALTERNATIVES = 4,
	ROOM = 96		/* bytes around a string's new place */
};

/* A lock taken or dropped, memory asked for, or an atomic operation. */
struct event {
	const char *what;
	const void *object;	/* which lock, which device */
	unsigned long size, flags;
};

struct outcome {
	unsigned long result;	/* what it returned; 0 when that is void */
	unsigned long flags;	/* interrupt state, where the caller keeps it */
	int before, after;	/* the counter's value */
	int warned;
	int events;
	struct event event[EVENTS];
	unsigned char room[ROOM];	/* after a string was copied into it */
};

/* What `else` of a row allows, as bits; alternatives end with a 0. */
enum {
	MAY_WARN = 1,		/* it warned */
	MAY_SATURATE = 2,	/* the counter is REFCOUNT_SATURATED */
	MAY_STAY = 4,		/* the counter is what it was */
	MAY_BE_NULL = 8,	/* the result is NULL, nothing was allocated */
	MAY_BE_MAX = 16,	/* the result is SIZE_MAX */
	MAY_WIDEN = 32,		/* as the meaning of its operands as size_t */
	MAY_CUT = 64,		/* the string, at n - 1 characters, and a NUL */
	MAY_ZERO = 128,		/* bytes behind the string's NUL */
	MAY_DO_ANYTHING = 256
};

struct axiom {
	int always;		/* there is no other case */
	unsigned int may[ALTERNATIVES];
};

/* The kernel half: one axiom for each check, in the order of their numbers. */
extern const struct axiom axioms[];
extern const int axiom_count;
void axioms_run(void);

/*
 * A way to copy the string S to D, which has N bytes: by the word and by what
 * it means.  INSIDE says whether that is in the row's case: S has LENGTH
 * characters, and D is read AS_STRING or byte by byte.
 */
typedef void copies(char *d, const char *s, unsigned long n);
struct copying {
	copies *word, *means;
	int (*inside)(unsigned long length, unsigned long n, int as_string);
	int (*same_type)(void);
	int axiom;
	unsigned long n;	/* the only N; 0: any */
	const char *s;		/* the only S; NULL: any */
};

/* They end with one without a word; with FORTIFY_SOURCE and without. */
extern const struct copying copyings_fortified[], copyings_plain[];

/* The other half. */
extern struct outcome now;
void begin(int before);
void event(const char *what, const void *object, unsigned long size,
	   unsigned long flags);
void tell_order(const char *name, int old);
/*
 * WORD and MEANS were tried with A and B (a counter's value and an amount, or
 * two operands), INSIDE the case or not, and have the SAME_TYPE or not.  WIDE,
 * unless NULL, is what MEANS would do if its operands were size_t.
 */
void judge(int axiom, int inside, int same_type, long a, long b,
	   const struct outcome *word, const struct outcome *means,
	   const struct outcome *wide);
/*
 * The same for a copy: A is N, B the string's length.  CUT and PADDED, unless
 * NULL, are the string cut to N bytes, and with NULs up to them.
 */
void judge_copy(const struct copying *c, int inside, long a, long b,
		const struct outcome *word, const struct outcome *means,
		const struct outcome *cut, const struct outcome *padded);
void copies_run(void);

#endif

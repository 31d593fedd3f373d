/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the files of the path comparison share; nobody else includes this.
 *
 * A side is one of the two functions; a run is one way through it.
 */
#ifndef SAFEC_PATHS_RUN_H
#define SAFEC_PATHS_RUN_H

#include "prove/paths.h"
#include "prove/symbolic.h"
#include "unit/cfg.h"

/* A variable or parameter of the function. */
struct local {
	uint32_t sym, node;
	uint32_t scope;		/* the node that it lives in */
	uint32_t param;		/* from 1; 0: it is a variable */
	bool in_memory;		/* its address is taken, or it has parts */
	bool is_static;
	bool is_hidden;		/* its declaration may say what can't be seen here */
	bool may_persist;	/* ... that it is static, going by its initialiser */
	const char *declared;	/* the tokens of its declaration, without its name */
};

struct side {
	struct unit *unit;
	const struct side *original;	/* the side whose parameters have the names */
	struct arena *arena;
	uint32_t function, body;
	struct cfg cfg;
	struct local *locals;
	size_t local_count;
	uint32_t *local_of;	/* by symbol: 1 + index in LOCALS; 0: none */
	const char **texts;	/* by node from FUNCTION on; filled as asked */
	bool *reached;		/* by block */
	struct type size_type, offset_type, int_type;
	const char *why;	/* why it can't be compared, or NULL */
};

enum effect_kind {
	EFFECT_CALL,		/* A with the arguments B */
	EFFECT_READ,		/* volatile, at A */
	EFFECT_STORE,		/* of B at A */
	EFFECT_FILL,		/* of the object at A with the initialiser B */
	EFFECT_ASM,		/* TEXT with the operands B */
	EFFECT_RETURN,		/* of B */
	EFFECT_UNORDERED,	/* C leaves the order of some of the above open */
	EFFECT_END,		/* the object at A is gone */
	EFFECT_HIDDEN		/* the variable TEXT, worth B, goes out of scope */
};

struct effect {
	enum effect_kind kind;
	uint32_t node;		/* where */
	uint32_t bits;
	bool is_volatile;
	const char *text;	/* interned, or NULL */
	const struct value *a, *b;
	size_t loads;		/* how many there were before */
};

/* What may end the program: an address that is read, or a divisor. */
struct risk {
	const struct value *of;
	size_t effects;		/* how many there were before */
};

/* A condition on the way, and what was answered. */
struct decision {
	const struct value *cond;
	bool truth;
	bool open;		/* the other answer is still to be tried */
};

struct decisions {
	struct decision *item;
	size_t n;
};

/* An object or hidden variable whose scope is not yet left. */
struct live {
	const struct local *local;	/* NULL: a compound literal */
	const struct value *address;	/* NULL: a hidden variable */
	uint32_t first, last;		/* nodes of its scope */
};

enum run_end { RUN_GOES, RUN_COMPLETE, RUN_CUT, RUN_ENOUGH };

struct run {
	struct side *side;
	struct unit *unit;
	struct values *values;
	const struct decisions *given;	/* that hold from the start, or NULL */
	struct decisions *own;
	size_t decided;			/* of OWN, so far */
	size_t asked;			/* conditions that are no constants */
	size_t *steps;			/* left */

	const struct value **env;	/* by local */
	const struct value **address;	/* by local: its object, once named */
	uint32_t object_count, hidden_count;
	struct live *live;		size_t live_count;
	struct effect *effects;		size_t effect_count;
	struct risk *risks;		size_t risk_count;
	uint64_t version;		/* effects that may write, so far */
	size_t loads;
	unsigned int *visits, *total;	/* by block */
	size_t *marks;			/* by block: ASKED when last there */
	enum run_end end;
	int err;
};

/* A value and its type. */
struct typed {
	const struct value *v;
	const struct type *type;
};

/* An lvalue: a local variable, or memory. */
struct place {
	const struct local *local;	/* NULL: memory */
	const struct value *address;
	const struct type *type;
	const char *bit_field;		/* its key, or NULL */
};

/* ------------------------------------------------------------ paths_text.c */

/*
 * The tokens of N, one blank between, with what tells equal words apart: the
 * place in the macro that N comes from, the declarations of locals in it.
 * NULL when its text can't be known.
 */
const char *side_text(struct side *s, uint32_t n);
/* Find and describe the locals of S, whose function is set. */
int side_locals(struct side *s);
/* The local that symbol SYM is; NULL if none. */
const struct local *side_local(const struct side *s, uint32_t sym);
/* The name of parameter PARAM, from 1: the same for both sides. */
const char *side_param(const struct side *s, uint32_t param);
/* The initialiser of the node VAR; 0 if none. */
uint32_t side_init(const struct unit *u, uint32_t var);
/* "line N: " and the words of FORMAT, as why S can't be compared; the first stays. */
void side_refuse(struct side *s, uint32_t n, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* ----------------------------------------------------------- paths_check.c */

/* Refuse what no run would notice. */
void side_check(struct side *s);

/* ---------------------------------------------------------- paths_decide.c */

/* Whether V is not zero on this path. */
bool run_decide(struct run *r, const struct value *v);
/* Turn to the next set of answers; false when all were given. */
bool decisions_next(struct decisions *d);

/* ---------------------------------------------------------- paths_memory.c */

/* What may be read or written at the place P. */
struct typed run_load(struct run *r, uint32_t n, struct place p);
void run_store(struct run *r, uint32_t n, struct place p, const struct value *v);
/* What L holds before anything sets it. */
const struct value *run_unset(struct run *r, const struct local *l);
/* Note that this path needs V: an address to read from, or a divisor. */
void run_risk(struct run *r, const struct value *v);
/* The address of L's object. */
const struct value *run_address(struct run *r, const struct local *l);
/* The address of the object that the compound literal N makes. */
const struct value *run_literal(struct run *r, uint32_t n);
/* Add an effect; one that may write makes a new version of memory. */
void run_effect(struct run *r, struct effect e);
/* What the next effect gives, in BITS bits; a struct is named by RECORD. */
const struct value *run_result(struct run *r, uint32_t bits, const char *record,
			       const char *name);
/* Variable L begins to live at VAR node N. */
void run_declare(struct run *r, const struct local *l, uint32_t n);
/* What lives on when control is at node N; 0: nothing. */
void run_leave(struct run *r, uint32_t n);
/* The key of the struct type T; NULL: it has no name. */
const char *run_record(const struct run *r, const struct type *t);
/* The words for the size of what T is; NULL when its type does not tell. */
const char *run_size(const struct run *r, const struct type *t);
bool is_scalar(const struct type *t);

/* ------------------------------------------------------------ paths_eval.c */

struct typed run_eval(struct run *r, uint32_t n);
struct place run_place(struct run *r, uint32_t n);
/* Whether N stands for an object or function, not for a value. */
bool run_is_place(const struct run *r, uint32_t n);
/* Whether the condition N holds on this path. */
bool run_truth(struct run *r, uint32_t n);
/* T, a value of N, as a value of type TO. */
struct typed run_convert(struct run *r, uint32_t n, struct typed t,
			 const struct type *to);
/* The address of what SYM names in all units. */
const struct value *run_global(struct run *r, uint32_t sym);
const struct type *run_type(const struct run *r, uint32_t n);
/* A value, and that N is not understood since it is WHAT. */
struct typed run_refuse(struct run *r, uint32_t n, const char *what);

/* ------------------------------------------------------------ paths_leaf.c */

/* N as a constant or string that has no more than its text, of type T. */
struct typed run_spelled(struct run *r, uint32_t n, enum value_op op,
			 const struct type *t);
struct typed run_number(struct run *r, uint32_t n);
struct typed run_enumerator(struct run *r, uint32_t n);
struct typed run_sizeof(struct run *r, uint32_t n);
/* An expression of an unknown kind. */
struct typed run_other(struct run *r, uint32_t n);
/* Which of two expressions N is a choice of; 0 when N is no choice. */
uint32_t run_chosen(struct run *r, uint32_t n);

/* -------------------------------------------------------- paths_operator.c */

struct typed run_unary(struct run *r, uint32_t n);
struct typed run_binary(struct run *r, uint32_t n);
struct typed run_assign(struct run *r, uint32_t n);
/* What the INDEX N is of. */
struct place run_index(struct run *r, uint32_t n);

/* What the operands of an operator do, when C leaves their order open. */
struct order {
	size_t effects, loads;
	unsigned int n, acts, touches;
	uint64_t mask;
};

void order_begin(const struct run *r, struct order *o);
/* One operand was evaluated. */
void order_end(const struct run *r, struct order *o);
/* All were: an effect says so when one acts and another acts or loads. */
void order_done(struct run *r, const struct order *o, uint32_t n);

/* ------------------------------------------------------------ paths_call.c */

struct typed run_call(struct run *r, uint32_t n);
void run_asm(struct run *r, uint32_t n);
/* A statement expression. */
struct typed run_statements(struct run *r, uint32_t n);
/* Evaluate a full expression or declaration. */
void run_item(struct run *r, uint32_t n);
/* Store what the initialiser INIT says to the object at ADDRESS. */
void run_fill(struct run *r, uint32_t n, const struct value *address, uint32_t init);
/* The key of the field that N names; NULL: it is an unnamed part. */
const char *run_field(struct run *r, uint32_t n);

/* ------------------------------------------------------------- paths_say.c */

/* What E does, as "calls f(a)"; NULL is the end of the function. */
const char *effect_words(struct arena *arena, const struct effect *e);
/* TEXT, "" or "when a is true", and what was decided last in LIST. */
const char *decision_words(struct arena *arena, const struct decisions *list,
			   const char *text);

/* ------------------------------------------------------------- paths_run.c */

/*
 * Follow one path, entering no block more than ROUNDS times, until there are
 * more than ENOUGH effects.
 */
void run_path(struct run *r, unsigned int rounds, size_t enough);

#endif

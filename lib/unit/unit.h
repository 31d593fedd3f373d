/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One translation unit in our own compact form.
 *
 * The front end lowers what libclang shows into this once; everything after
 * it works on these arrays.  Nodes lie in preorder, so a subtree is a range:
 * the children of N begin at N + 1, and LAST is the end of its subtree.
 * Index 0 of every array is "none".
 */
#ifndef SAFEC_UNIT_H
#define SAFEC_UNIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/text.h"

/* NODE(NAME): what the tree is made of. */
#define NODE_KINDS(NODE) \
	/* declarations */ \
	NODE(FUNCTION) NODE(VAR) NODE(PARAM) NODE(OTHER_DECL) \
	/* statements */ \
	NODE(COMPOUND) NODE(DECLS) NODE(IF) NODE(FOR) NODE(WHILE) NODE(DO) \
	NODE(SWITCH) NODE(CASE) NODE(DEFAULT) NODE(LABEL) NODE(GOTO) \
	NODE(INDIRECT_GOTO) NODE(BREAK) NODE(CONTINUE) NODE(RETURN) NODE(ASM) \
	NODE(EMPTY) \
	/* expressions */ \
	NODE(INT) NODE(FLOAT) NODE(STRING) NODE(REF) NODE(MEMBER) NODE(INDEX) \
	NODE(UNARY) NODE(BINARY) NODE(ASSIGN) NODE(CALL) NODE(CAST) NODE(WRAP) \
	NODE(PAREN) NODE(COND) NODE(GNU_COND) NODE(STMT_EXPR) NODE(SIZEOF) \
	NODE(COMPOUND_LITERAL) NODE(INIT_LIST) NODE(DESIGNATED) \
	NODE(DESIGNATOR) NODE(LABEL_ADDRESS) NODE(GENERIC) NODE(OTHER_EXPR) \
	/* names of types */ \
	NODE(TYPE_REF) \
	/* the statement slot that `for (;;)` leaves empty */ \
	NODE(NOTHING)

enum node_kind {
	NODE_NONE,
#define NODE(name) NODE_##name,
	NODE_KINDS(NODE)
#undef NODE
};

/* Operators of UNARY, BINARY and ASSIGN. */
enum node_op {
	OP_NONE,
	OP_MUL, OP_DIV, OP_REM, OP_ADD, OP_SUB, OP_SHL, OP_SHR,
	OP_LT, OP_GT, OP_LE, OP_GE, OP_EQ, OP_NE,
	OP_AND, OP_XOR, OP_OR, OP_LAND, OP_LOR, OP_COMMA,
	OP_POST_INC, OP_POST_DEC, OP_PRE_INC, OP_PRE_DEC,
	OP_ADDRESS, OP_DEREF, OP_PLUS, OP_MINUS, OP_NOT, OP_LNOT,
	OP_EXTENSION, OP_OTHER
};

/* Where the text of a boundary stands. */
enum node_class {
	CLASS_PLAIN,		/* written in the file */
	CLASS_ARG,		/* written in an argument of a macro invocation */
	CLASS_BODY,		/* comes from the body of a macro */
	CLASS_ARGBODY		/* from the body of a macro invoked in an argument */
};

enum {
	NODE_ARROW = 1 << 0,		/* MEMBER: -> */
	NODE_UNEVALUATED = 1 << 1,	/* below sizeof, typeof and the like */
	NODE_IMPLICIT = 1 << 2,		/* WRAP: a cast that nobody wrote */
	NODE_VALUE = 1 << 3		/* INT: the value is known */
};

struct node {
	uint8_t kind, op;
	uint8_t flags;
	uint8_t begin_class : 2, end_class : 2;
	uint32_t type;		/* of types */
	uint32_t sym;		/* of symbols: what it declares or names; INT: of values */
	uint32_t begin, end;	/* in FILE; macro bodies count as their invocation */
	uint32_t file;		/* of files */
	uint32_t macro;		/* of macros: the outermost invocation it is in */
	uint32_t parent, last;	/* of nodes */
};

enum type_kind {
	TYPE_OTHER, TYPE_VOID, TYPE_BOOL, TYPE_INT, TYPE_ENUM, TYPE_POINTER,
	TYPE_ARRAY, TYPE_RECORD, TYPE_FUNCTION, TYPE_FLOAT
};

struct type {
	enum type_kind kind;	/* of the canonical type */
	bool is_signed;
	bool is_volatile, is_const;
	uint32_t bits;		/* of integers and pointers */
	uint32_t canonical;	/* of types */
	uint32_t element;	/* of types: pointee or element */
	uint32_t record;	/* of symbols: of RECORD */
	const char *name;	/* typedef's name as written, or NULL */
};

enum symbol_kind {
	SYMBOL_OTHER, SYMBOL_FUNCTION, SYMBOL_VAR, SYMBOL_PARAM, SYMBOL_FIELD,
	SYMBOL_RECORD, SYMBOL_ENUMERATOR, SYMBOL_LABEL
};

struct symbol {
	enum symbol_kind kind;
	bool is_local;		/* lives in a function */
	bool is_static;		/* known in this unit only */
	bool is_bitfield;
	bool in_macro;		/* its declaration comes from a macro's body */
	const char *name;	/* "" when it has none */
	const char *key;	/* the same in all units; NULL for locals */
	uint32_t type;		/* of types */
	uint32_t file;		/* of files: of the definition where seen */
	uint32_t begin, at;	/* of the declaration, and of the name in it */
	uint32_t end;		/* behind its declarator */
	uint32_t parent;	/* of symbols: a field's outermost named record */
	uint32_t node;		/* of nodes: FUNCTION or VAR that was lowered */
	const char *path;	/* a field's dotted path below PARENT */
	long long value;	/* of an enumerator */
};

/* A file that the compiler read. */
struct unit_file {
	const char *path;	/* absolute, real */
	bool lowered;		/* its functions are in the tree */
	bool in_root;		/* part of the project */
	bool beside;		/* in the folder of the main file, or below */
	struct text text;	/* loaded on demand: unit_text() */
};

/* A macro invocation that is written in a file, outermost. */
struct macro {
	uint32_t file, begin, end;
	const char *name;
};

/* A place in a file where the name of a field or variable is spelled. */
struct mention {
	uint32_t node, sym;
	uint32_t file, at;	/* where the token stands, in a macro's body too */
};

struct unit {
	struct arena arena;
	const char *path;	/* of the source */
	const char *root;	/* of the project */

	struct node *nodes;		size_t node_count;
	struct type *types;		size_t type_count;
	struct symbol *symbols;		size_t symbol_count;
	struct unit_file *files;	size_t file_count;
	struct macro *macros;		size_t macro_count;
	struct mention *mentions;	size_t mention_count;
	long long *values;		size_t value_count;
};

void unit_free(struct unit *u);

/* ------------------------------------------------------------------ tree */

/* The first child of N; 0 if none. */
uint32_t unit_child(const struct unit *u, uint32_t n);
/* The child of N's parent behind N; 0 if none. */
uint32_t unit_next(const struct unit *u, uint32_t n);
/* The I-th child of N from 0; 0 if there is none. */
uint32_t unit_nth(const struct unit *u, uint32_t n, unsigned int i);
/* N without parentheses and casts around it that change nothing visible. */
uint32_t unit_strip(const struct unit *u, uint32_t n);
/* The nearest parent of N that is no parenthesis and no implicit cast. */
uint32_t unit_user(const struct unit *u, uint32_t n);
/* The child of UNIT_USER(N) through which N is used: N or what wraps it. */
uint32_t unit_wrapped(const struct unit *u, uint32_t n);
/* The FUNCTION that N is in; 0 if none. */
uint32_t unit_function(const struct unit *u, uint32_t n);
/* Whether N is a constant, and which. */
bool unit_constant(const struct unit *u, uint32_t n, long long *value);
/* Whether A and B read the same object: same names, members, indices. */
bool unit_same(const struct unit *u, uint32_t a, uint32_t b);
/* The variable at the root of a member or index chain; 0 if it is no variable. */
uint32_t unit_base(const struct unit *u, uint32_t n);
/* The function that the CALL N calls by name; 0 if unknown. */
uint32_t unit_callee(const struct unit *u, uint32_t n);
/* The I-th argument of the CALL N; 0 if there is none. */
uint32_t unit_argument(const struct unit *u, uint32_t n, unsigned int i);
/* Whether the text of N is written in one file once, at [begin, end). */
bool unit_is_written(const struct unit *u, uint32_t n);
/* The text of FILE, read when first asked for; empty when it can't be. */
const struct text *unit_text(struct unit *u, uint32_t file);
/* The word of KIND, for dumps. */
const char *node_word(enum node_kind kind);

#endif

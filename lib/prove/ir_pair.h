/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the ir_*.c files share; nobody else includes this.
 *
 * A comparison is a table of pairs: which thing of module A stands for which
 * of module B.  A thing has one mate, so the table is a bijection.  To pair two
 * things is to promise that they are compared later; the modules are the same
 * when all promises were kept.  Since nothing waits for its operands, cycles
 * need no care and the stack stays flat.
 *
 * Both modules live in one LLVM context.  It keeps one copy of each type
 * without a name, attribute, and constant that refers to no global, so those
 * are equal when their addresses are.  Metadata of both modules may be one node
 * too; it is paired with itself, since what it is not is part of its meaning.
 *
 * Functions that return bool say whether there is no difference so far.
 */
#ifndef SAFEC_IR_PAIR_H
#define SAFEC_IR_PAIR_H

#include <stdbool.h>
#include <stddef.h>
#include <llvm-c/Core.h>
#include <safec/safec.h>

#include "base/arena.h"

enum ir_kind {
	IR_TYPE,		/* LLVMTypeRef */
	IR_METADATA,		/* LLVMMetadataRef */
	IR_CONSTANT,		/* the others are LLVMValueRef */
	IR_ARGUMENT,
	IR_GLOBAL,
	IR_BLOCK,
	IR_INSTRUCTION
};

struct ir_pair {
	enum ir_kind kind;
	void *a, *b;
	LLVMValueRef in_a, in_b;	/* the global, block or instruction they are of */
};

struct ir_pairs {
	struct ir_pair *item;		/* owned */
	size_t n;
	size_t next;			/* the first that is still to compare */
};

struct ir_module {
	LLVMModuleRef module;
	char *text;			/* as assembly; LLVM's */
};

struct ir {
	struct arena *arena;		/* the caller's, for the difference */
	struct arena own;		/* gone with the comparison */
	LLVMContextRef context;
	struct ir_module a, b;
	struct ir_entity *entities;
	struct ir_pairs pairs;
	struct ir_pairs phis;		/* wait until all blocks are paired */
	struct ir_pairs renamed;	/* local globals under different names */
	LLVMValueRef *asms;		/* each inline assembly once; owned */
	size_t asm_count;
	struct ir_pair now;		/* the pair that is being compared */
	size_t functions;
	const char *difference;
	int err;
};

/* ------------------------------------------------------------- ir_pair.c */

/* Note the first difference, at the pair being compared; false. */
bool ir_differ(struct ir *c, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
/* Note that memory ran out; false. */
bool ir_no_memory(struct ir *c);
/* A stands for B, and will be compared; two NULLs are the same. */
bool ir_pair(struct ir *c, enum ir_kind kind, void *a, void *b);
/* Compare the phis A and B when all blocks are paired. */
bool ir_pair_later(struct ir *c, LLVMValueRef a, LLVMValueRef b);
/* The mate of THING, or NULL. */
void *ir_mate(const struct ir *c, const void *thing);
/* Whether THING, which has no mate, was not asked about before. */
bool ir_first_time(struct ir *c, void *thing);
/* Where the text of an instruction or global begins. */
bool ir_set_text(struct ir *c, LLVMValueRef value, const char *text);
const char *ir_text(const struct ir *c, LLVMValueRef value);
void ir_pairs_free(struct ir *c);

/* ------------------------------------------------------------- ir_text.c */

/* Print M, and note where each global and instruction stands in it. */
bool ir_bind_text(struct ir *c, struct ir_module *m);
/* Compare what the lines of A and B say besides names. */
bool ir_compare_text(struct ir *c, LLVMValueRef a, LLVMValueRef b);
/* The same for constant expressions, which have no lines. */
bool ir_compare_printed(struct ir *c, LLVMValueRef a, LLVMValueRef b);
/* Whether the assembly TEXT may mean the symbol NAME. */
bool ir_mentions(const char *text, size_t size, const char *name,
		 size_t name_size);

/* ------------------------------------------------------------ ir_value.c */

/* Pair two operands of whatever kind. */
bool ir_pair_values(struct ir *c, LLVMValueRef a, LLVMValueRef b);
/* Pair the operands of A and B in order. */
bool ir_pair_operands(struct ir *c, LLVMValueRef a, LLVMValueRef b);
bool ir_pair_types(struct ir *c, LLVMTypeRef a, LLVMTypeRef b);
bool ir_compare_types(struct ir *c, LLVMTypeRef a, LLVMTypeRef b);
bool ir_compare_constants(struct ir *c, LLVMValueRef a, LLVMValueRef b);

/* ------------------------------------------------------- ir_attachment.c */

/* Compare the attributes of two functions, or of two calls. */
bool ir_compare_function_attributes(struct ir *c, LLVMValueRef a,
				    LLVMValueRef b);
bool ir_compare_call_attributes(struct ir *c, LLVMValueRef a, LLVMValueRef b);
/* Compare what is attached to two instructions, variables or functions. */
bool ir_compare_attached(struct ir *c, LLVMValueRef a, LLVMValueRef b);
bool ir_compare_metadata(struct ir *c, LLVMMetadataRef a, LLVMMetadataRef b);
/* Compare the metadata of the modules themselves. */
bool ir_compare_module_metadata(struct ir *c);

/* ------------------------------------------------------------- ir_body.c */

bool ir_compare_blocks(struct ir *c, LLVMBasicBlockRef a, LLVMBasicBlockRef b);
bool ir_compare_instructions(struct ir *c, LLVMValueRef a, LLVMValueRef b);
bool ir_compare_phis(struct ir *c, LLVMValueRef a, LLVMValueRef b);

/* ----------------------------------------------------------- ir_global.c */

bool ir_is_local(LLVMValueRef global);
/* Whether global A may stand for B as far as names go. */
bool ir_compare_names(struct ir *c, LLVMValueRef a, LLVMValueRef b);
bool ir_compare_globals(struct ir *c, LLVMValueRef a, LLVMValueRef b);
/*
 * What comes after GLOBAL (NULL: the first) among the variables, aliases,
 * ifuncs and functions of M, in the order in which LLVM prints them.
 */
LLVMValueRef ir_next_global(LLVMModuleRef m, LLVMValueRef global);
/* What in M is of the kind and name of LIKE, or NULL. */
LLVMValueRef ir_global_named(LLVMModuleRef m, LLVMValueRef like);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The compilers that build a unit, with the unit's own flags.
 */
#ifndef SAFEC_COMPILER_H
#define SAFEC_COMPILER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "front/command.h"

struct compiler {
	const char *name;		/* for humans: "clang-19" */
	const char *program;		/* looked for in PATH */
	bool is_clang;			/* takes files that are not there */
	bool is_own;			/* the one that the unit's command names */
	const char *const *args;	/* NULL-terminated; without what writes files */
	size_t count;
	const char *directory, *source;
};

enum { COMPILERS = 2 };

/*
 * The compilers that C is to be proved with, in OUT: the one that its command
 * names, and clang where that is another.  Gives how many.
 */
size_t compilers_of(struct arena *arena, const struct command *c,
		    struct compiler out[COMPILERS]);

/* Where PROGRAM is, as PATH leads to it; NULL when nowhere. */
const char *program_path(struct arena *arena, const char *program);

enum product {
	PRODUCT_OBJECT,
	PRODUCT_BITCODE,	/* optimised LLVM IR; clang alone */
	PRODUCT_TOKENS,		/* preprocessed, without line markers */
	PRODUCT_LINES		/* preprocessed, with line markers */
};

struct compilation {
	const struct compiler *compiler;
	enum product product;
	const char *macros;		/* a file to include first, or NULL */
	const char *source;		/* NULL: the unit's own */
	const char *const *more;	/* further flags, NULL-terminated; or NULL */
	const char *output, *reads;	/* READS: of which files, as in a makefile; or NULL */
	const char *log;		/* what the compiler says */
	const char *command;		/* where to leave the command itself */
	unsigned int seconds;		/* of CPU time */
};

/* The command of C in ARENA, NULL-terminated. */
char *const *compilation_argv(struct arena *arena, const struct compilation *c);
/* Do it. -SAFEC_EPARSE with *SAYS when it fails, -SAFEC_ECOMMAND when it can't start. */
int compilation_run(struct arena *arena, const struct compilation *c,
		    const char **says);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How each file is compiled.
 *
 * Takes a compile_commands.json, Kbuild, or flags from the user; gives a
 * command with absolute paths and only such flags as libclang may see: flags
 * that load code or write files never pass, and neither do those that clang
 * does not know.
 */
#ifndef SAFEC_COMMAND_H
#define SAFEC_COMMAND_H

#include <stddef.h>

#include "base/arena.h"

struct command {
	const char *directory;		/* absolute; relative flags count from here */
	const char *file;		/* absolute real path of the source */
	const char *compiler;		/* as the command names it, or NULL */
	const char *source;		/* FILE as the command names it */
	const char *target;		/* "--target=" that COMPILER implies, or NULL */
	const char *const *args;	/* NULL-terminated; no compiler, no file, no -c/-o */
	size_t count;
};

struct commands;			/* a source of commands */

/* Reads DIR/compile_commands.json. *SAYS is in ARENA on failure, for all here. */
int commands_read(struct arena *arena, const char *dir,
		  const struct commands **out, const char **says);
/* Looks for compile_commands.json from PATH's folder upwards, then reads it. */
int commands_find(struct arena *arena, const char *path,
		  const struct commands **out, const char **says);
/*
 * Asks Kbuild of BUILD for the commands of PATH, a file or folder of the
 * kernel tree or of a module outside it.  Reads what an earlier build left
 * (.foo.o.cmd) when that is enough, else runs make -n; see kbuild.c.
 */
int commands_kbuild(struct arena *arena, const char *build, const char *path,
		    const struct commands **out, const char **says);
/* The command of PATH (relative to the current folder, or absolute). */
int commands_of(const struct commands *c, const char *path,
		struct arena *arena, struct command *out, const char **says);
/*
 * The C files in FOLDER or below that C has commands for, as sorted absolute
 * real paths in ARENA; *COUNT of them, at least one.
 */
int commands_files(const struct commands *c, const char *folder,
		   struct arena *arena, const char *const **files,
		   size_t *count, const char **says);
/* PATH compiled in the current folder with the user's ARGS. */
int command_make(struct arena *arena, const char *path,
		 const char *const *args, struct command *out,
		 const char **says);
/* The outermost folder that is still the same project as PATH; see path.c. */
const char *project_root(struct arena *arena, const char *path);

/* What a command is wanted for. */
enum flags_use {
	FLAGS_ANALYSE,	/* meaning only: no warnings, no optimiser, no sanitizers */
	FLAGS_COMPILE	/* as the user compiles, as far as libclang goes */
};

/*
 * The flags of C for USE, NULL-terminated, in ARENA; *COUNT without the NULL.
 * They work from any current folder (-working-directory); the source is not
 * among them.
 */
const char *const *flags_for(struct arena *arena, const struct command *c,
			     enum flags_use use, size_t *count);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A source of commands from the inside: what its makers (command.c for
 * databases, kbuild.c) put in.
 */
#ifndef SAFEC_COMMANDS_H
#define SAFEC_COMMANDS_H

#include <stddef.h>

#include "base/arena.h"

struct entry {
	const char *directory;		/* absolute */
	const char *file;		/* absolute, maybe through links */
	const char *text;		/* the command for a shell, or NULL: */
	const char *const *words;	/* the command, word by word */
	size_t count;
	struct entry *next;		/* in the order they were added */
	struct entry *same;		/* the next whose file has this name */
};

struct name;				/* entries by the last part of FILE */

struct commands {
	const char *from;		/* for messages */
	struct entry *first, *last;
	struct name *names;
};

/* An empty source; NULL without memory. */
struct commands *commands_start(struct arena *arena, const char *from);
/* Add ENTRY, which is copied but for what it points to. 0 or -SAFEC_ENOMEM. */
int commands_add(struct commands *c, struct arena *arena,
		 const struct entry *entry);

#endif

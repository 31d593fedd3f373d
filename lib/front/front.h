/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The compiler's view of one source file: the only folder that knows libclang.
 *
 * Takes a command, gives a unit.  The parsed source stays at hand until
 * front_close(), so that headers can be lowered when it turns out that they
 * matter.
 */
#ifndef SAFEC_FRONT_H
#define SAFEC_FRONT_H

#include <stdbool.h>
#include <stddef.h>

#include "front/command.h"
#include "unit/unit.h"

struct front;

/* A text that stands in for the file at PATH. */
struct overlay {
	const char *path;	/* absolute, real */
	const char *data;
	size_t size;
};

/* A message of the compiler. */
struct message {
	const char *text;	/* "file:line:column: error: what" */
	const char *file;	/* absolute where known, or "" */
	unsigned int line;
	bool is_error;
};

/*
 * Parse what C compiles, for USE, with OVERLAYS instead of files.
 *
 * -SAFEC_EPARSE when it has errors: *OUT is there all the same, for its
 * messages.  ROOT is the folder of the project.  OVERLAYS must stay until
 * front_close().
 */
int front_open(const struct command *c, const char *root, enum flags_use use,
	       const struct overlay *overlays, size_t overlay_count,
	       struct front **out);
struct front *front_close(struct front *f);

/* The I-th message, or NULL after the last; lives as long as F. */
const struct message *front_message(const struct front *f, size_t i);

/* Lower the main file and the project's headers in its folder and below. */
int front_lower(struct front *f, struct unit *u);

/* Lower also each file of the project in which one of the N NAMES is spelled. */
int front_lower_mentions(struct front *f, struct unit *u,
			 const char *const *names, size_t n);

/* Make every file that the compiler read known to U. */
int front_list_files(struct front *f, struct unit *u);

#endif

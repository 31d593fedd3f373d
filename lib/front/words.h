/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The words of a command line, as a POSIX shell would see them: quotes and
 * backslashes are taken off, nothing is expanded.
 */
#ifndef SAFEC_WORDS_H
#define SAFEC_WORDS_H

#include <stddef.h>

#include "base/arena.h"

struct words {
	const char **item;	/* NULL-terminated */
	size_t n;
};

/*
 * The first simple command of SCRIPT: up to an unquoted ; & | or end of line.
 * Gives what follows, or NULL when nothing does or there is no memory, in
 * which case OUT->item is NULL.
 */
const char *words_split(struct arena *arena, const char *script,
			struct words *out);

#endif

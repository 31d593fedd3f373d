/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An arena: memory that is given back all at once.
 *
 * What is learnt about a unit or a program lives in its arena, so nothing in
 * between frees, and nothing has to be unwound.  Zero is an empty arena.
 */
#ifndef SAFEC_ARENA_H
#define SAFEC_ARENA_H

#include <stdarg.h>
#include <stddef.h>

struct arena_block;

struct arena {
	struct arena_block *block;	/* newest first; owned */
	size_t used;			/* bytes taken of the newest */
};

/* SIZE zeroed bytes, aligned for any object; NULL without memory. */
void *arena_zalloc(struct arena *a, size_t size);
/* A copy of the N bytes at S with a NUL behind. */
char *arena_copy_n(struct arena *a, const char *s, size_t n);
/* A copy of S. */
char *arena_copy(struct arena *a, const char *s);
/* printf into the arena; "" without memory, so that messages need no check. */
const char *arena_printf(struct arena *a, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
const char *arena_vprintf(struct arena *a, const char *format, va_list args);
void arena_free(struct arena *a);

#endif

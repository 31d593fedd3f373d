/* SPDX-License-Identifier: Apache-2.0 */
#include "base/arena.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK = 64 * 1024 };

struct arena_block {
	struct arena_block *next;
	size_t size;
	max_align_t data[];
};

static int grow(struct arena *a, size_t size)
{
	size_t room = size > BLOCK ? size : BLOCK;
	struct arena_block *b = calloc(1, sizeof(*b) + room);

	if (!b)
		return -1;
	b->size = room;
	b->next = a->block;
	a->block = b;
	a->used = 0;
	return 0;
}

void *arena_zalloc(struct arena *a, size_t size)
{
	size_t step = sizeof(max_align_t);
	size_t need = (size + step - 1) / step * step;
	char *p;

	if ((!a->block || a->block->size - a->used < need) && grow(a, need))
		return NULL;
	p = (char *)a->block->data + a->used;
	a->used += need;
	return p;
}

char *arena_copy_n(struct arena *a, const char *s, size_t n)
{
	char *copy = arena_zalloc(a, n + 1);

	if (copy)
		memcpy(copy, s, n);
	return copy;
}

char *arena_copy(struct arena *a, const char *s)
{
	return arena_copy_n(a, s, strlen(s));
}

const char *arena_vprintf(struct arena *a, const char *format, va_list args)
{
	va_list again;
	char *text;
	int n;

	va_copy(again, args);
	n = vsnprintf(NULL, 0, format, again);
	va_end(again);
	text = n < 0 ? NULL : arena_zalloc(a, (size_t)n + 1);
	if (!text)
		return "";
	vsnprintf(text, (size_t)n + 1, format, args);
	return text;
}

const char *arena_printf(struct arena *a, const char *format, ...)
{
	const char *text;
	va_list args;

	va_start(args, format);
	text = arena_vprintf(a, format, args);
	va_end(args);
	return text;
}

void arena_free(struct arena *a)
{
	struct arena_block *b = a->block;

	while (b) {
		struct arena_block *next = b->next;

		free(b);
		b = next;
	}
	*a = (struct arena){ 0 };
}

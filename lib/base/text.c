/* SPDX-License-Identifier: Apache-2.0 */
#include "base/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <safec/safec.h>

static int find_lines(struct text *t)
{
	size_t i, n = 1;

	for (i = 0; i < t->size; i++)
		n += t->data[i] == '\n';
	t->lines = malloc(n * sizeof(*t->lines));
	if (!t->lines)
		return -SAFEC_ENOMEM;
	t->lines[0] = 0;
	for (i = 0, n = 1; i < t->size; i++)
		if (t->data[i] == '\n')
			t->lines[n++] = (uint32_t)i + 1;
	t->line_count = n;
	return 0;
}

static int finish(struct text *t)
{
	int err = t->size > UINT32_MAX ? -SAFEC_EREAD : find_lines(t);

	if (err)
		text_free(t);
	return err;
}

/* All of F, whose size may be unknown. */
static int slurp(struct text *t, FILE *f)
{
	size_t room = 1 << 14, n;

	for (;;) {
		char *more = realloc(t->data, room);

		if (!more)
			return -SAFEC_ENOMEM;
		t->data = more;
		n = fread(t->data + t->size, 1, room - t->size - 1, f);
		t->size += n;
		if (t->size < room - 1)
			break;
		room *= 2;
	}
	t->data[t->size] = 0;
	return ferror(f) ? -SAFEC_EREAD : 0;
}

int text_read(struct text *t, const char *path)
{
	FILE *f = fopen(path, "rb");
	int err;

	*t = (struct text){ 0 };
	if (!f)
		return -SAFEC_EREAD;
	err = slurp(t, f);
	fclose(f);
	if (err)
		text_free(t);
	return err ? err : finish(t);
}

int text_copy(struct text *t, const char *data, size_t size)
{
	*t = (struct text){ .data = malloc(size + 1), .size = size };
	if (!t->data)
		return -SAFEC_ENOMEM;
	memcpy(t->data, data, size);
	t->data[size] = 0;
	return finish(t);
}

void text_free(struct text *t)
{
	free(t->data);
	free(t->lines);
	*t = (struct text){ 0 };
}

unsigned int text_line(const struct text *t, size_t offset, unsigned int *column)
{
	size_t lo = 0, hi = t->line_count;

	while (hi - lo > 1) {
		size_t mid = lo + (hi - lo) / 2;

		if (t->lines[mid] <= offset)
			lo = mid;
		else
			hi = mid;
	}
	if (column)
		*column = (unsigned int)(offset - t->lines[lo] + 1);
	return (unsigned int)lo + 1;
}

uint64_t text_hash(const char *data, size_t size)
{
	uint64_t h = 0xcbf29ce484222325u;
	size_t i;

	for (i = 0; i < size; i++)
		h = (h ^ (unsigned char)data[i]) * 0x100000001b3u;
	return h;
}

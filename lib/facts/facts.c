/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Keeping facts, and shipping them.
 */
#include "facts/facts.h"

#include <stdlib.h>
#include <string.h>

#include <safec/safec.h>

const char *fact_string(const struct facts *f, uint32_t offset)
{
	return offset < f->string_size ? f->strings + offset : "";
}

uint32_t fact_keep(struct facts *f, const char *s)
{
	size_t n = strlen(s) + 1, at = f->string_size ? f->string_size : 1;
	char *more;

	if (n == 1)
		return 0;
	if (at + n > UINT32_MAX)
		return 0;
	if (at + n > f->string_room) {
		size_t room = (at + n) * 2 + 4096;

		more = realloc(f->strings, room);
		if (!more)
			return 0;
		f->strings = more;
		f->strings[0] = 0;
		f->string_room = room;
	}
	memcpy(f->strings + at, s, n);
	f->string_size = at + n;
	return (uint32_t)at;
}

void facts_free(struct facts *f)
{
	free(f->strings);
	free(f->files);
	free(f->entities);
	free(f->uses);
	free(f->mentions);
	free(f->flows);
	*f = (struct facts){ 0 };
}

enum { PARTS = 6 };

struct part {
	void *data;
	size_t count, size;
};

static void parts_of(const struct facts *f, struct part part[PARTS])
{
	part[0] = (struct part){ f->strings, f->string_size, 1 };
	part[1] = (struct part){ f->files, f->file_count, sizeof(*f->files) };
	part[2] = (struct part){ f->entities, f->entity_count, sizeof(*f->entities) };
	part[3] = (struct part){ f->uses, f->use_count, sizeof(*f->uses) };
	part[4] = (struct part){ f->mentions, f->mention_count, sizeof(*f->mentions) };
	part[5] = (struct part){ f->flows, f->flow_count, sizeof(*f->flows) };
}

int facts_write(const struct facts *f, void **out, size_t *size)
{
	struct part part[PARTS];
	uint64_t counts[PARTS];
	size_t total = sizeof(counts), i;
	char *at;

	parts_of(f, part);
	for (i = 0; i < PARTS; i++) {
		counts[i] = part[i].count;
		total += part[i].count * part[i].size;
	}
	at = malloc(total);
	if (!at)
		return -SAFEC_ENOMEM;
	*out = at;
	*size = total;
	memcpy(at, counts, sizeof(counts));
	at += sizeof(counts);
	for (i = 0; i < PARTS; i++) {
		if (part[i].count)
			memcpy(at, part[i].data, part[i].count * part[i].size);
		at += part[i].count * part[i].size;
	}
	return 0;
}

/* Take COUNT elements of SIZE bytes from *AT, of which LEFT bytes are there. */
static void *take(const char **at, size_t *left, uint64_t count, size_t size,
		  int *err)
{
	void *copy;
	size_t n;

	if (*err || count > *left / size) {
		*err = *err ? *err : -SAFEC_ECRASH;
		return NULL;
	}
	n = (size_t)count * size;
	copy = malloc(n + 1);
	if (!copy) {
		*err = -SAFEC_ENOMEM;
		return NULL;
	}
	memcpy(copy, *at, n);
	*at += n;
	*left -= n;
	return copy;
}

int facts_read(struct facts *f, const void *data, size_t size)
{
	const char *at = data;
	uint64_t n[PARTS];
	int err = 0;

	*f = (struct facts){ 0 };
	if (size < sizeof(n))
		return -SAFEC_ECRASH;
	memcpy(n, at, sizeof(n));
	at += sizeof(n);
	size -= sizeof(n);
	f->strings = take(&at, &size, n[0], 1, &err);
	f->files = take(&at, &size, n[1], sizeof(*f->files), &err);
	f->entities = take(&at, &size, n[2], sizeof(*f->entities), &err);
	f->uses = take(&at, &size, n[3], sizeof(*f->uses), &err);
	f->mentions = take(&at, &size, n[4], sizeof(*f->mentions), &err);
	f->flows = take(&at, &size, n[5], sizeof(*f->flows), &err);
	if (err) {
		facts_free(f);
		return err;
	}
	f->string_size = (size_t)n[0];
	f->file_count = (size_t)n[1];
	f->entity_count = (size_t)n[2];
	f->use_count = (size_t)n[3];
	f->mention_count = (size_t)n[4];
	f->flow_count = (size_t)n[5];
	return 0;
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "solve/sources.h"

#include <stdlib.h>
#include <string.h>
#include <uthash.h>

#include <safec/safec.h>

#include "base/vec.h"

struct sources_node {
	struct source source;
	UT_hash_handle hh;
};

struct source *sources_find(const struct sources *s, const char *path)
{
	struct sources_node *n;

	HASH_FIND(hh, s->head, path, strlen(path), n);
	return n ? &n->source : NULL;
}

static const char *relative(const char *root, const char *path)
{
	size_t n = root ? strlen(root) : 0;

	return n && !strncmp(path, root, n) && path[n] == '/' ? path + n + 1 : path;
}

struct source *sources_get(struct sources *s, const char *path)
{
	struct source *known = sources_find(s, path);
	struct sources_node *n;

	if (known)
		return known;
	n = arena_zalloc(&s->arena, sizeof(*n));
	path = arena_copy(&s->arena, path);
	if (!n || !path)
		return NULL;
	n->source.path = path;
	n->source.name = relative(s->root, path);
	n->source.node = n;
	HASH_ADD_KEYPTR(hh, s->head, path, strlen(path), n);
	return &n->source;
}

struct source *sources_next(const struct sources *s, const struct source *src)
{
	struct sources_node *n = src ? src->node->hh.next : s->head;

	return n ? &n->source : NULL;
}

const struct text *source_text(struct source *src)
{
	if (!src->text.data && text_read(&src->text, src->path))
		text_copy(&src->text, "", 0);
	return &src->text;
}

bool source_changed(const struct source *src)
{
	struct text now;
	bool changed;

	if (text_read(&now, src->path))
		return true;
	changed = now.size != src->size ||
		  text_hash(now.data, now.size) != src->hash;
	text_free(&now);
	return changed;
}

int source_mention(struct source *src, uint32_t at)
{
	uint32_t *m = vec_add(&src->mentions, &src->mention_count, sizeof(*m));

	if (!m)
		return -SAFEC_ENOMEM;
	*m = at;
	return 0;
}

static int by_offset(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return x < y ? -1 : x > y;
}

void sources_sort(struct sources *s)
{
	struct source *src;
	size_t i, n;

	for (src = sources_next(s, NULL); src; src = sources_next(s, src)) {
		if (!src->mention_count)
			continue;
		qsort(src->mentions, src->mention_count, sizeof(*src->mentions),
		      by_offset);
		for (i = n = 1; i < src->mention_count; i++)
			if (src->mentions[i] != src->mentions[n - 1])
				src->mentions[n++] = src->mentions[i];
		src->mention_count = n;
	}
}

bool source_mentions(const struct source *src, uint32_t at)
{
	return src->mention_count &&
	       bsearch(&at, src->mentions, src->mention_count,
		       sizeof(*src->mentions), by_offset);
}

void sources_free(struct sources *s)
{
	struct sources_node *n, *next;

	HASH_ITER(hh, s->head, n, next) {
		HASH_DEL(s->head, n);
		text_free(&n->source.text);
		free(n->source.mentions);
	}
	arena_free(&s->arena);
}

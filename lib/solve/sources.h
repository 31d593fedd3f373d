/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The files of all units, each once, and where the compiler saw names in them.
 */
#ifndef SAFEC_SOURCES_H
#define SAFEC_SOURCES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/text.h"

struct source {
	const char *path;	/* absolute; the key */
	const char *name;	/* relative to the root */
	uint64_t hash, size;	/* of the text that was analysed */
	bool lowered;		/* its functions were looked at by a unit */
	bool given;		/* a source of the user's, or beside one */
	struct text text;	/* source_text() */
	uint32_t *mentions;	/* sorted, each once; owned */
	size_t mention_count;
	struct sources_node *node;
};

struct sources {
	struct arena arena;
	const char *root;
	struct sources_node *head;
};

/* The source at PATH, made when new; NULL without memory. */
struct source *sources_get(struct sources *s, const char *path);
/* The same, NULL when it is not there. */
struct source *sources_find(const struct sources *s, const char *path);
/* The source after SRC in order of insertion; the first for NULL. */
struct source *sources_next(const struct sources *s, const struct source *src);
/* Its text; empty when it can't be read. */
const struct text *source_text(struct source *src);
/* Whether the text on disk is no longer the one that was analysed. */
bool source_changed(const struct source *src);
int source_mention(struct source *src, uint32_t at);
void sources_sort(struct sources *s);
bool source_mentions(const struct source *src, uint32_t at);
void sources_free(struct sources *s);

#endif

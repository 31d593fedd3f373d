/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the files of this folder share; nobody else includes this.
 */
#ifndef SAFEC_FRONT_CLANG_H
#define SAFEC_FRONT_CLANG_H

#include <clang-c/Index.h>

#include "front/front.h"

/* A table from libclang's addresses to our indices, while lowering. */
struct keys {
	struct key *head;	/* owned */
};

/* The value of (ADDRESS, MORE), 0 if there is none. */
uint32_t keys_get(const struct keys *k, const void *address, uint64_t more);
/* Give (ADDRESS, MORE), which has none yet, a VALUE that is not 0. */
int keys_put(struct keys *k, const void *address, uint64_t more, uint32_t value);
void keys_free(struct keys *k);

/* A function or variable at file scope. */
struct top {
	CXCursor cursor;
	uint32_t file;
};

struct front {
	struct arena arena;
	const char *path, *root;
	const struct overlay *overlays;	/* the caller's */
	size_t overlay_count;
	CXIndex index;
	CXTranslationUnit tu;
	struct message *messages;
	size_t message_count;
	struct top *tops;
	size_t top_count;
	struct keys files, types, symbols, macros;
};

/* A boundary of a cursor, normalised. */
struct bound {
	uint32_t file, offset;
	uint32_t macro;		/* outermost invocation, or 0 */
	enum node_class class;
};

/* The text of S in ARENA; disposes of S. */
const char *copy_string(struct arena *arena, CXString s);

/* Prepare the arrays of an empty unit. */
int unit_start(struct unit *u);
uint32_t intern_file(struct front *f, struct unit *u, CXFile file);
uint32_t intern_type(struct front *f, struct unit *u, CXType type);
uint32_t intern_symbol(struct front *f, struct unit *u, CXCursor decl);

/* Where LOC is; IS_END for the end of an extent. */
struct bound bound_of(struct front *f, struct unit *u, CXSourceLocation loc,
		      bool is_end);

/* Lower one declaration at file scope. */
int lower_top(struct front *f, struct unit *u, CXCursor c);

#endif

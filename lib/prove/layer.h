/* SPDX-License-Identifier: Apache-2.0 */
/*
 * New texts laid over the files that a compiler reads, without touching them.
 *
 * For clang they lie in a virtual file system over the real one.  gcc has no
 * such thing: it gets copies of the source and of each header on the way to a
 * changed one, in which the includes name copies and #line the true file.
 */
#ifndef SAFEC_LAYER_H
#define SAFEC_LAYER_H

#include <stddef.h>

#include "base/arena.h"

struct layer_file {
	const char *path;		/* absolute, real */
	const char *data;
	size_t size;
};

struct layer {
	const char *source;		/* to be compiled instead; NULL: as ever */
	const char *const *flags;	/* further ones, NULL-terminated; or NULL */
};

/*
 * The N FILES for clang, in the folder DIR.  READS is what the compiler says it
 * reads, a makefile, with names that count from FROM.
 */
int layer_virtual(struct arena *arena, const char *dir, const char *reads,
		  const char *from, const struct layer_file *files, size_t n,
		  struct layer *out);
/*
 * The same as copies in DIR.  LINES is the source as preprocessed with line
 * markers, its names count from FROM.  -SAFEC_EARG with *SAYS when a file is
 * included in a way that a copy can't follow.
 */
int layer_copies(struct arena *arena, const char *dir, const char *lines,
		 const char *from, const struct layer_file *files, size_t n,
		 struct layer *out, const char **says);

/* Write SIZE bytes at DATA to PATH; 0 or -SAFEC_EWRITE. */
int layer_write(const char *path, const char *data, size_t size);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The text of a source file, and where its lines begin.
 */
#ifndef SAFEC_TEXT_H
#define SAFEC_TEXT_H

#include <stddef.h>
#include <stdint.h>

struct text {
	char *data;		/* NUL behind the last byte; owned */
	size_t size;
	uint32_t *lines;	/* offset of each line's first byte; owned */
	size_t line_count;
};

/* Read PATH. -SAFEC_EREAD or -SAFEC_ENOMEM leave *T empty. */
int text_read(struct text *t, const char *path);
/* A text with a copy of SIZE bytes at DATA. */
int text_copy(struct text *t, const char *data, size_t size);
void text_free(struct text *t);
/* The line (from 1) that OFFSET is in, and its column (from 1, in bytes). */
unsigned int text_line(const struct text *t, size_t offset, unsigned int *column);
/* A number that equal texts share (FNV-1a, 64 bits). */
uint64_t text_hash(const char *data, size_t size);

#endif

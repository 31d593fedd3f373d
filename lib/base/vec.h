/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Room for one more element in a growing array.
 *
 *	struct edit *at = vec_add(&list->edits, &list->n, sizeof(*at));
 *
 * The array is malloc'ed, doubles at powers of two (so N alone says how much
 * room there is), and is freed with free().
 */
#ifndef SAFEC_VEC_H
#define SAFEC_VEC_H

#include <stddef.h>

/* A zeroed new last element of *ITEMS, with *N counted up; NULL without memory. */
void *vec_add(void *items, size_t *n, size_t size);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whether two preprocessed texts are the same tokens.
 */
#ifndef SAFEC_TOKENS_H
#define SAFEC_TOKENS_H

#include "base/arena.h"

/*
 * Compare the files A and B token by token; white space and line markers don't
 * count.  *DIFFERENCE, in ARENA, is NULL when they are the same.
 *
 * -SAFEC_EREAD when a file can't be read.
 */
int tokens_compare(struct arena *arena, const char *a, const char *b,
		   const char **difference);

#endif

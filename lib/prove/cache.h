/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Verdicts that were found before, by the content of all that they depend on.
 *
 * An entry is named by a hash of the command, the compilers, and the changed
 * texts.  It lists every file that the compilers read, with a hash of each, and
 * holds only as long as all are as they were.
 */
#ifndef SAFEC_CACHE_H
#define SAFEC_CACHE_H

#include <stdbool.h>

#include "prove/trial.h"

/* The entry for T in the folder DIR, in ARENA; NULL without memory. */
const char *cache_entry(struct arena *arena, const char *dir, const struct trial *t);
/* The verdict that ENTRY holds; false when it holds none, or not any more. */
bool cache_get(struct arena *arena, const char *entry, struct verdict *out);
/* Keep V, found by the trial in T's folder.  A cache that can't be written is none. */
void cache_put(struct arena *arena, const char *entry, const struct trial *t,
	       const struct verdict *v);

#endif

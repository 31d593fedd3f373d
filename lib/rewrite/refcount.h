/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SAFEC_REWRITE_REFCOUNT_H
#define SAFEC_REWRITE_REFCOUNT_H

#include "rewrite/change.h"
#include "solve/refcount.h"

/*
 * The edits that make the counter of D what it was decided to be.  PREMISES
 * make of the original, for the proof, a text that asks for zero where it asks
 * for less than one, and reads the count with the sign of the new type: the
 * same unless the count is below zero.
 */
int refcount_rewrite(struct arena *arena, const struct model *m,
		     const struct decision *d, struct edits *out,
		     struct edits *premises);

#endif

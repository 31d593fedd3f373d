/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The words that a change puts in: what its proof takes for granted.
 */
#ifndef SAFEC_AXIOMS_H
#define SAFEC_AXIOMS_H

#include "prove/erasure.h"
#include "rewrite/change.h"
#include "solve/sources.h"

/*
 * Fill C's axioms from its edits, each once, sorted as the table is, and its
 * condition from what they say of the case in which a word does something else.
 */
int axioms_find(struct arena *arena, const struct erasure *erasure,
		struct sources *sources, struct safec_change *c);

/* C's condition when its premises had to be granted, too. */
const char *axioms_condition(struct arena *arena, const struct safec_change *c);

#endif

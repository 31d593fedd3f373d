/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whether two versions of a function do the same, path by path.
 *
 * Both are executed symbolically.  Every path of the first, from entry to exit,
 * is walked with the conditions that lead along it; then the second under the
 * same conditions, and where it asks something that the first had not decided,
 * with both answers.  Their visible effects must be equal, one by one: calls
 * with their arguments, stores, volatile accesses, inline assembly, the result.
 * Beside that the second may read through no pointer, and divide by nothing,
 * that the first does not by then: it might be NULL, or zero.
 *
 * What is not understood is a difference.  Loops are cut: no block is entered
 * more than three times with a decision in between, so what a loop does in its
 * first two rounds, and behind them, is compared.
 *
 * What both units call by the same name (types, fields, macros, functions) is
 * taken to be the same: outside of function bodies the caller compares the text.
 * The texts of both units must be those that were parsed.
 */
#ifndef SAFEC_PATHS_H
#define SAFEC_PATHS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "unit/unit.h"

/* How much work a comparison may be. */
struct paths_limit {
	size_t paths;		/* 0: 4096 */
	size_t steps;		/* evaluated nodes; 0: 1000000 */
};

/*
 * Compare the function called NAME in A, the original, and B.  LIMIT may be
 * NULL.  0 or -SAFEC_ENOMEM.
 *
 * *DIFFERENCE is NULL when they do the same, else what differs first, or what
 * is not understood, in ARENA.  *CUT: loops were cut, so that "the same" holds
 * for what was compared; code that was then never reached is a difference.
 */
int paths_compare(struct arena *arena, struct unit *a, struct unit *b,
		  const char *name, const struct paths_limit *limit,
		  const char **difference, bool *cut);

#endif

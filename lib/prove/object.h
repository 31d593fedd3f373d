/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whether two compilations of a unit came to the same code.
 */
#ifndef SAFEC_OBJECT_H
#define SAFEC_OBJECT_H

#include "base/arena.h"

/*
 * Whether the relocatable ELF files at A and B have the same code and data.
 *
 * 0: compared; *DIFFERENCE (in ARENA) is NULL when they have, else says in one
 * line what of B is not as in A.  What object.c does not know how to compare
 * is a difference.  -SAFEC_EREAD when one is no well-formed relocatable object;
 * -SAFEC_ENOMEM.
 */
int objects_compare(struct arena *arena, const char *a, const char *b,
		    const char **difference);

#endif

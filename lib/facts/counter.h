/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What one mention of a possible counter does to it.
 */
#ifndef SAFEC_COUNTER_H
#define SAFEC_COUNTER_H

#include "facts/facts.h"

/* A use being described; SAYS is why it is MODEL_OTHER. */
struct counted {
	enum model_op op;
	uint32_t whole;			/* node that gives the answer */
	uint32_t object;		/* node: the counter */
	uint32_t begin, end;
	uint32_t callee, callee_end, call_end;
	unsigned int flags;		/* enum use_flag */
	long long value;
	const char *says;
};

/* Describe the use at node N, whose counter type is TYPE (NULL: an integer). */
struct counted counter_use(struct unit *u, const struct model *m,
			   const struct model_type *type, uint32_t n);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How the value of an expression is used by what stands around it.
 */
#ifndef SAFEC_CONTEXT_H
#define SAFEC_CONTEXT_H

#include "unit/unit.h"

enum context_kind {
	CONTEXT_UNUSED,		/* nobody looks at it */
	CONTEXT_TRUTH,		/* only whether it is zero */
	CONTEXT_COMPARED,	/* with a constant */
	CONTEXT_VALUE,		/* handed to a call, a variable, a return */
	CONTEXT_ARITHMETIC	/* anything else */
};

struct context {
	enum context_kind kind;
	uint32_t whole;		/* the node that gives the answer: N, `!N`, `N == C` */
	enum node_op op;	/* COMPARED: with the value on the left */
	long long with;		/* COMPARED */
	bool negated;		/* TRUTH: WHOLE is true when the value is zero */
};

/* The context of expression N. */
struct context context_of(const struct unit *u, uint32_t n);

#endif

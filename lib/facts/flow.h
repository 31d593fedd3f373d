/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What happens in a function after a count was seen to be zero.
 */
#ifndef SAFEC_FLOW_H
#define SAFEC_FLOW_H

#include "facts/facts.h"
#include "unit/cfg.h"

/* A use, and the nodes that it stands on while the unit is at hand. */
struct site {
	uint32_t use;		/* of facts */
	uint32_t entity;	/* of facts */
	uint32_t object;	/* node: the counter */
	uint32_t whole;		/* node: its answer */
	uint32_t base;		/* symbol: variable that it is reached through */
};

struct sites {
	struct site *item;	/* in preorder of OBJECT */
	size_t n;
};

/* Set what follows from control flow in the uses of FUNCTION. */
int flow_function(struct unit *u, const struct model *m, struct facts *f,
		  const struct sites *sites, uint32_t function);

#endif

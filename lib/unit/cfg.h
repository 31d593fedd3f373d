/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The control-flow graph of one function.
 *
 * A block holds full expressions and declarations in order of evaluation.
 * `!`, `&&`, `||` and parentheses of a condition become edges, so the two ways
 * out of a condition tell what is known there.  Control flow inside of an
 * expression (a statement expression) is not opened: its parts count as
 * evaluated where it stands.
 */
#ifndef SAFEC_CFG_H
#define SAFEC_CFG_H

#include "unit/unit.h"

enum { CFG_EXIT = 0, CFG_ENTRY = 1 };	/* of blocks */

struct cfg_block {
	uint32_t *items;	/* nodes */
	size_t item_count;
	uint32_t cond;		/* the node that decides, stripped; 0: none */
	bool has_cond;
	uint32_t yes, no;	/* where to go when COND; YES alone without one */
	uint32_t *cases;	/* further ways out, of a switch or computed goto */
	size_t case_count;
};

struct cfg {
	struct cfg_block *blocks;
	size_t block_count;
};

/* The graph of FUNCTION. -SAFEC_ENOMEM leaves nothing to free. */
int cfg_build(const struct unit *u, uint32_t function, struct cfg *out);
void cfg_free(struct cfg *g);
/* The I-th way out of block B, or -1 after the last. */
long cfg_successor(const struct cfg *g, uint32_t b, size_t i);
/* Set SEEN[b] for each block that can run after entering FROM, FROM too. */
void cfg_reach(const struct cfg *g, uint32_t from, bool *seen);

#endif

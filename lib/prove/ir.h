/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whether two modules of LLVM bitcode, as `clang -O2 -emit-llvm -c` writes
 * them, are the same program.
 *
 * Same is: the same graph of blocks, instructions, operands, constants and
 * globals, whatever the names of values, types, and static or private globals,
 * the order of blocks, of a phi's operands, of a switch's cases, and of
 * instructions that only compute, within their block.  Not looked at: debug
 * information, branch weights, line cookies of inline assembly, and who
 * compiled it.  Looked at all the same: the order of variables that name their
 * section, which may be a table, and other metadata, which may be a promise.
 * What isn't understood is a difference.
 */
#ifndef SAFEC_IR_H
#define SAFEC_IR_H

#include <stddef.h>

#include "base/arena.h"

/*
 * Compare the bitcode files A and B.
 *
 * 0: compared; *DIFFERENCE, in ARENA, is NULL when they are the same, else
 * what differs first, for a human.  *FUNCTIONS (may be NULL) counts the bodies
 * that were compared.  -SAFEC_EREAD when one isn't valid bitcode;
 * -SAFEC_ENOMEM.  Both leave *DIFFERENCE and *FUNCTIONS alone.
 */
int ir_compare(struct arena *arena, const char *a, const char *b,
	       const char **difference, size_t *functions);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Blocks, instructions and phis.
 *
 * In a block, what acts (memory, calls, traps, branches) is paired in order.
 * What only computes is paired when an operand leads to it, so its place in
 * the block doesn't matter, and what no operand leads to is dead.
 */
#include "prove/ir_pair.h"

#include <stdlib.h>

#include "base/vec.h"

enum effect { COMPUTES, ACTS, UNKNOWN };

/* Division by what is neither 0 nor -1 can't trap. */
static enum effect effect_of_division(LLVMValueRef i)
{
	LLVMValueRef by = LLVMGetOperand(i, 1);
	LLVMTypeRef type = LLVMTypeOf(by);
	long long value;

	if (!LLVMIsAConstantInt(by) ||
	    LLVMGetTypeKind(type) != LLVMIntegerTypeKind ||
	    LLVMGetIntTypeWidth(type) > 64)
		return ACTS;
	value = LLVMConstIntGetSExtValue(by);
	return value != 0 && value != -1 ? COMPUTES : ACTS;
}

static enum effect effect_of(LLVMValueRef i)
{
	switch (LLVMGetInstructionOpcode(i)) {
	case LLVMFNeg:
	case LLVMAdd:
	case LLVMFAdd:
	case LLVMSub:
	case LLVMFSub:
	case LLVMMul:
	case LLVMFMul:
	case LLVMFDiv:
	case LLVMFRem:
	case LLVMShl:
	case LLVMLShr:
	case LLVMAShr:
	case LLVMAnd:
	case LLVMOr:
	case LLVMXor:
	case LLVMGetElementPtr:
	case LLVMTrunc:
	case LLVMZExt:
	case LLVMSExt:
	case LLVMFPToUI:
	case LLVMFPToSI:
	case LLVMUIToFP:
	case LLVMSIToFP:
	case LLVMFPTrunc:
	case LLVMFPExt:
	case LLVMPtrToInt:
	case LLVMPtrToAddr:
	case LLVMIntToPtr:
	case LLVMBitCast:
	case LLVMAddrSpaceCast:
	case LLVMICmp:
	case LLVMFCmp:
	case LLVMPHI:
	case LLVMSelect:
	case LLVMExtractElement:
	case LLVMInsertElement:
	case LLVMShuffleVector:
	case LLVMExtractValue:
	case LLVMInsertValue:
	case LLVMFreeze:
		return COMPUTES;
	case LLVMUDiv:
	case LLVMSDiv:
	case LLVMURem:
	case LLVMSRem:
		return effect_of_division(i);
	case LLVMRet:
	case LLVMBr:
	case LLVMSwitch:
	case LLVMIndirectBr:
	case LLVMInvoke:
	case LLVMUnreachable:
	case LLVMCallBr:
	case LLVMAlloca:
	case LLVMLoad:
	case LLVMStore:
	case LLVMCall:
	case LLVMVAArg:
	case LLVMFence:
	case LLVMAtomicCmpXchg:
	case LLVMAtomicRMW:
	case LLVMResume:
	case LLVMLandingPad:
		return ACTS;
	default:
		return UNKNOWN;
	}
}

/* ----------------------------------------------------------------- blocks */

static LLVMValueRef first_that_acts(LLVMValueRef i)
{
	while (i && effect_of(i) == COMPUTES)
		i = LLVMGetNextInstruction(i);
	return i;
}

bool ir_compare_blocks(struct ir *c, LLVMBasicBlockRef a, LLVMBasicBlockRef b)
{
	LLVMValueRef i = first_that_acts(LLVMGetFirstInstruction(a));
	LLVMValueRef j = first_that_acts(LLVMGetFirstInstruction(b));

	while (i && j) {
		if (!ir_pair(c, IR_INSTRUCTION, i, j))
			return false;
		i = first_that_acts(LLVMGetNextInstruction(i));
		j = first_that_acts(LLVMGetNextInstruction(j));
	}
	if (i || j)
		return ir_differ(c, "a block of another length");
	return ir_pair_values(c, LLVMGetBasicBlockParent(a),
			      LLVMGetBasicBlockParent(b));
}

/* ------------------------------------------------------------------ edges */

/* An edge into a phi, by its block; or one out of a switch, by its case. */
struct edge {
	void *key;
	LLVMValueRef value;
};

struct edges {
	struct edge *item;		/* owned */
	size_t n;
};

static bool add_edge(struct ir *c, struct edges *list, void *key,
		     LLVMValueRef value)
{
	struct edge *e = vec_add(&list->item, &list->n, sizeof(*e));

	if (!e)
		return ir_no_memory(c);
	*e = (struct edge){ key, value };
	return true;
}

static int compare_keys(const void *a, const void *b)
{
	const char *x = ((const struct edge *)a)->key;
	const char *y = ((const struct edge *)b)->key;

	return (x > y) - (x < y);
}

/*
 * Pair the values of equal keys.  A phi has one value for all edges from one
 * block, so the order among equal keys doesn't matter.
 */
static bool pair_edges(struct ir *c, struct edges *a, struct edges *b)
{
	size_t i;

	if (a->n != b->n)
		return ir_differ(c, "another number of edges");
	if (a->n) {
		qsort(a->item, a->n, sizeof(*a->item), compare_keys);
		qsort(b->item, b->n, sizeof(*b->item), compare_keys);
	}
	for (i = 0; i < a->n; i++) {
		if (a->item[i].key != b->item[i].key)
			return ir_differ(c, "another edge");
		if (!ir_pair_values(c, a->item[i].value, b->item[i].value))
			return false;
	}
	return true;
}

/* Pair the edges of A with those of B, as LISTed with or without mates for keys. */
static bool pair_listed(struct ir *c, LLVMValueRef a, LLVMValueRef b,
			bool (*list)(struct ir *, LLVMValueRef, bool,
				     struct edges *))
{
	struct edges of_a = { 0 }, of_b = { 0 };
	bool same = list(c, a, true, &of_a) && list(c, b, false, &of_b) &&
		    pair_edges(c, &of_a, &of_b);

	free(of_a.item);
	free(of_b.item);
	return same;
}

static bool list_incoming(struct ir *c, LLVMValueRef phi, bool mates,
			  struct edges *out)
{
	unsigned int i, n = LLVMCountIncoming(phi);

	for (i = 0; i < n; i++) {
		LLVMValueRef from =
			LLVMBasicBlockAsValue(LLVMGetIncomingBlock(phi, i));

		if (!add_edge(c, out, mates ? ir_mate(c, from) : from,
			      LLVMGetIncomingValue(phi, i)))
			return false;
	}
	return true;
}

/* The values of cases are integers, which stand for themselves. */
static bool list_cases(struct ir *c, LLVMValueRef branch, bool mates,
		       struct edges *out)
{
	unsigned int i, n = LLVMGetNumSuccessors(branch);

	(void)mates;
	for (i = 1; i < n; i++)
		if (!add_edge(c, out, LLVMGetSwitchCaseValue(branch, i),
			      LLVMBasicBlockAsValue(LLVMGetSuccessor(branch, i))))
			return false;
	return true;
}

bool ir_compare_phis(struct ir *c, LLVMValueRef a, LLVMValueRef b)
{
	return pair_listed(c, a, b, list_incoming);
}

/* ----------------------------------------------------------- instructions */

static bool compare_switches(struct ir *c, LLVMValueRef a, LLVMValueRef b)
{
	LLVMBasicBlockRef to_a = LLVMGetSwitchDefaultDest(a);
	LLVMBasicBlockRef to_b = LLVMGetSwitchDefaultDest(b);

	return ir_pair_values(c, LLVMGetOperand(a, 0), LLVMGetOperand(b, 0)) &&
	       ir_pair_values(c, LLVMBasicBlockAsValue(to_a),
			      LLVMBasicBlockAsValue(to_b)) &&
	       pair_listed(c, a, b, list_cases);
}

/* Operands too in some releases of LLVM, in others not. */
static bool pair_successors(struct ir *c, LLVMValueRef a, LLVMValueRef b)
{
	unsigned int i, n = LLVMGetNumSuccessors(a);

	if (n != LLVMGetNumSuccessors(b))
		return ir_differ(c, "another number of successors");
	for (i = 0; i < n; i++)
		if (!ir_pair_values(c,
				    LLVMBasicBlockAsValue(LLVMGetSuccessor(a, i)),
				    LLVMBasicBlockAsValue(LLVMGetSuccessor(b, i))))
			return false;
	return true;
}

static bool note_asm(struct ir *c, LLVMValueRef callee)
{
	LLVMValueRef *at;

	if (!LLVMIsAInlineAsm(callee) || !ir_first_time(c, callee))
		return !c->err;
	at = vec_add(&c->asms, &c->asm_count, sizeof(LLVMValueRef));
	if (!at)
		return ir_no_memory(c);
	*at = callee;
	return true;
}

static bool compare_calls(struct ir *c, LLVMValueRef a, LLVMValueRef b)
{
	return ir_pair_types(c, LLVMGetCalledFunctionType(a),
			     LLVMGetCalledFunctionType(b)) &&
	       note_asm(c, LLVMGetCalledValue(a)) &&
	       ir_pair_operands(c, a, b) && ir_compare_call_attributes(c, a, b);
}

/* What names stand for, and what has no order in the text. */
static bool compare_parts(struct ir *c, LLVMValueRef a, LLVMValueRef b)
{
	switch (LLVMGetInstructionOpcode(a)) {
	case LLVMPHI:
		return ir_pair_later(c, a, b);
	case LLVMSwitch:
		return compare_switches(c, a, b);
	case LLVMCall:
		return compare_calls(c, a, b);
	case LLVMInvoke:
	case LLVMCallBr:
		return compare_calls(c, a, b) && pair_successors(c, a, b);
	case LLVMBr:
	case LLVMIndirectBr:
		return ir_pair_operands(c, a, b) && pair_successors(c, a, b);
	case LLVMAlloca:
		return ir_pair_types(c, LLVMGetAllocatedType(a),
				     LLVMGetAllocatedType(b)) &&
		       ir_pair_operands(c, a, b);
	case LLVMGetElementPtr:
		return ir_pair_types(c, LLVMGetGEPSourceElementType(a),
				     LLVMGetGEPSourceElementType(b)) &&
		       ir_pair_operands(c, a, b);
	default:
		return ir_pair_operands(c, a, b);
	}
}

static bool pair_parents(struct ir *c, LLVMValueRef a, LLVMValueRef b)
{
	return ir_pair_values(c,
			      LLVMBasicBlockAsValue(LLVMGetInstructionParent(a)),
			      LLVMBasicBlockAsValue(LLVMGetInstructionParent(b)));
}

bool ir_compare_instructions(struct ir *c, LLVMValueRef a, LLVMValueRef b)
{
	if (LLVMGetInstructionOpcode(a) != LLVMGetInstructionOpcode(b))
		return ir_differ(c, "another instruction");
	if (effect_of(a) == UNKNOWN)
		return ir_differ(c, "an instruction that is not understood");
	return ir_compare_text(c, a, b) && compare_parts(c, a, b) &&
	       ir_pair_types(c, LLVMTypeOf(a), LLVMTypeOf(b)) &&
	       pair_parents(c, a, b) && ir_compare_attached(c, a, b);
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Operands, constants and types.
 */
#include "prove/ir_pair.h"

/* -------------------------------------------------------------- operands */

static bool is_metadata(LLVMValueRef v)
{
	return LLVMIsAMDNode(v) || LLVMIsAMDString(v);
}

/* InlineAsm and what LLVM-C has no word for are none of these. */
static int kind_of(LLVMValueRef v)
{
	if (LLVMIsAInstruction(v))
		return IR_INSTRUCTION;
	if (LLVMIsAArgument(v))
		return IR_ARGUMENT;
	if (LLVMIsABasicBlock(v))
		return IR_BLOCK;
	if (LLVMIsAGlobalValue(v))
		return IR_GLOBAL;
	if (LLVMIsAConstant(v))
		return IR_CONSTANT;
	return is_metadata(v) ? IR_METADATA : -1;
}

bool ir_pair_values(struct ir *c, LLVMValueRef a, LLVMValueRef b)
{
	int kind;

	if (a == b && !is_metadata(a))
		return true;
	kind = a && b ? kind_of(a) : -1;
	if (kind < 0 || kind != kind_of(b))
		return ir_differ(c, "another kind of operand");
	if (kind == IR_METADATA)
		return ir_pair(c, IR_METADATA, LLVMValueAsMetadata(a),
			       LLVMValueAsMetadata(b));
	if (kind == IR_GLOBAL && !ir_compare_names(c, a, b))
		return false;
	return ir_pair(c, (enum ir_kind)kind, a, b);
}

bool ir_pair_operands(struct ir *c, LLVMValueRef a, LLVMValueRef b)
{
	int i, n = LLVMGetNumOperands(a);

	if (n != LLVMGetNumOperands(b))
		return ir_differ(c, "another number of operands");
	for (i = 0; i < n; i++)
		if (!ir_pair_values(c, LLVMGetOperand(a, (unsigned int)i),
				    LLVMGetOperand(b, (unsigned int)i)))
			return false;
	return true;
}

/* ------------------------------------------------------------- constants */

typedef LLVMValueRef is_a(LLVMValueRef v);

/* Which of the constants that may differ in address V is; -1 for others. */
static int class_of(LLVMValueRef v)
{
	static is_a *const classes[] = {
		LLVMIsAConstantExpr,
		LLVMIsABlockAddress,
		LLVMIsAConstantArray,
		LLVMIsAConstantStruct,
		LLVMIsAConstantVector,
		LLVMIsAConstantAggregateZero,
		LLVMIsAPoisonValue,
		LLVMIsAUndefValue,	/* behind poison, which is one */
	};
	size_t i;

	for (i = 0; i < sizeof(classes) / sizeof(*classes); i++)
		if (classes[i](v))
			return (int)i;
	return -1;
}

/* Those of a phi are in no text that was compared. */
static bool compare_expressions(struct ir *c, LLVMValueRef a, LLVMValueRef b)
{
	if (!ir_compare_printed(c, a, b))
		return false;
	if (LLVMGetConstOpcode(a) == LLVMGetElementPtr &&
	    !ir_pair_types(c, LLVMGetGEPSourceElementType(a),
			   LLVMGetGEPSourceElementType(b)))
		return false;
	return ir_pair_operands(c, a, b);
}

/* A block leads to its function. */
static bool compare_block_addresses(struct ir *c, LLVMValueRef a, LLVMValueRef b)
{
	LLVMBasicBlockRef block_a = LLVMGetBlockAddressBasicBlock(a);
	LLVMBasicBlockRef block_b = LLVMGetBlockAddressBasicBlock(b);

	return ir_pair_values(c, LLVMBasicBlockAsValue(block_a),
			      LLVMBasicBlockAsValue(block_b));
}

bool ir_compare_constants(struct ir *c, LLVMValueRef a, LLVMValueRef b)
{
	int class = class_of(a);

	if (class < 0 || class != class_of(b))
		return ir_differ(c, "another constant");
	if (!ir_pair_types(c, LLVMTypeOf(a), LLVMTypeOf(b)))
		return false;
	if (LLVMIsAConstantExpr(a))
		return compare_expressions(c, a, b);
	if (LLVMIsABlockAddress(a))
		return compare_block_addresses(c, a, b);
	return ir_pair_operands(c, a, b);
}

/* ----------------------------------------------------------------- types */

bool ir_pair_types(struct ir *c, LLVMTypeRef a, LLVMTypeRef b)
{
	return ir_pair(c, IR_TYPE, a, b);
}

static bool compare_structs(struct ir *c, LLVMTypeRef a, LLVMTypeRef b)
{
	unsigned int i, n = LLVMCountStructElementTypes(a);

	if (n != LLVMCountStructElementTypes(b) ||
	    LLVMIsPackedStruct(a) != LLVMIsPackedStruct(b) ||
	    LLVMIsOpaqueStruct(a) != LLVMIsOpaqueStruct(b))
		return ir_differ(c, "another struct type");
	for (i = 0; i < n; i++)
		if (!ir_pair_types(c, LLVMStructGetTypeAtIndex(a, i),
				   LLVMStructGetTypeAtIndex(b, i)))
			return false;
	return true;
}

static bool compare_signatures(struct ir *c, LLVMTypeRef a, LLVMTypeRef b)
{
	unsigned int i, n = LLVMCountParamTypes(a);
	LLVMTypeRef *params = arena_zalloc(&c->own, (2 * n + 1) * sizeof(*params));

	if (!params)
		return ir_no_memory(c);
	if (n != LLVMCountParamTypes(b) ||
	    LLVMIsFunctionVarArg(a) != LLVMIsFunctionVarArg(b))
		return ir_differ(c, "another function type");
	LLVMGetParamTypes(a, params);
	LLVMGetParamTypes(b, params + n);
	for (i = 0; i < n; i++)
		if (!ir_pair_types(c, params[i], params[n + i]))
			return false;
	return ir_pair_types(c, LLVMGetReturnType(a), LLVMGetReturnType(b));
}

static bool compare_elements(struct ir *c, LLVMTypeRef a, LLVMTypeRef b,
			     bool same_size)
{
	if (!same_size)
		return ir_differ(c, "a type of another size");
	return ir_pair_types(c, LLVMGetElementType(a), LLVMGetElementType(b));
}

/* Types at different addresses are the same only when made of named structs. */
bool ir_compare_types(struct ir *c, LLVMTypeRef a, LLVMTypeRef b)
{
	LLVMTypeKind kind = LLVMGetTypeKind(a);

	if (kind != LLVMGetTypeKind(b))
		return ir_differ(c, "another type");
	switch (kind) {
	case LLVMStructTypeKind:
		return compare_structs(c, a, b);
	case LLVMFunctionTypeKind:
		return compare_signatures(c, a, b);
	case LLVMArrayTypeKind:
		return compare_elements(c, a, b, LLVMGetArrayLength2(a) ==
					LLVMGetArrayLength2(b));
	case LLVMVectorTypeKind:
	case LLVMScalableVectorTypeKind:
		return compare_elements(c, a, b, LLVMGetVectorSize(a) ==
					LLVMGetVectorSize(b));
	default:
		return ir_differ(c, "another type");
	}
}

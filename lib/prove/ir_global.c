/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Functions, variables, aliases and ifuncs.
 *
 * What other files can see is paired by name.  What is local to the module is
 * paired by use: its name is the compiler's or at least nobody else's.  Only
 * assembly can tell, so it must not mention a local name that changed.
 */
#include "prove/ir_pair.h"

#include <string.h>
#include <llvm-c/Comdat.h>

#include "base/vec.h"

bool ir_is_local(LLVMValueRef global)
{
	LLVMLinkage linkage = LLVMGetLinkage(global);

	return linkage == LLVMInternalLinkage || linkage == LLVMPrivateLinkage;
}

/* ------------------------------------------------------------------ lists */

enum { VARIABLE, ALIAS, IFUNC, FUNCTION, KINDS };	/* as LLVM prints them */

static int kind_of(LLVMValueRef global)
{
	if (LLVMIsAFunction(global))
		return FUNCTION;
	if (LLVMIsAGlobalAlias(global))
		return ALIAS;
	return LLVMIsAGlobalIFunc(global) ? IFUNC : VARIABLE;
}

static LLVMValueRef first(LLVMModuleRef m, int kind)
{
	switch (kind) {
	case FUNCTION:	return LLVMGetFirstFunction(m);
	case ALIAS:	return LLVMGetFirstGlobalAlias(m);
	case IFUNC:	return LLVMGetFirstGlobalIFunc(m);
	default:	return LLVMGetFirstGlobal(m);
	}
}

static LLVMValueRef after(LLVMValueRef global)
{
	switch (kind_of(global)) {
	case FUNCTION:	return LLVMGetNextFunction(global);
	case ALIAS:	return LLVMGetNextGlobalAlias(global);
	case IFUNC:	return LLVMGetNextGlobalIFunc(global);
	default:	return LLVMGetNextGlobal(global);
	}
}

LLVMValueRef ir_next_global(LLVMModuleRef m, LLVMValueRef global)
{
	LLVMValueRef next = global ? after(global) : NULL;
	int kind = global ? kind_of(global) + 1 : 0;

	while (!next && kind < KINDS)
		next = first(m, kind++);
	return next;
}

LLVMValueRef ir_global_named(LLVMModuleRef m, LLVMValueRef like)
{
	size_t size;
	const char *name = LLVMGetValueName2(like, &size);

	switch (kind_of(like)) {
	case FUNCTION:	return LLVMGetNamedFunctionWithLength(m, name, size);
	case ALIAS:	return LLVMGetNamedGlobalAlias(m, name, size);
	case IFUNC:	return LLVMGetNamedGlobalIFunc(m, name, size);
	default:	return LLVMGetNamedGlobalWithLength(m, name, size);
	}
}

/* ------------------------------------------------------------------ names */

static bool is_same_name(LLVMValueRef a, LLVMValueRef b)
{
	size_t size_a, size_b;
	const char *name_a = LLVMGetValueName2(a, &size_a);
	const char *name_b = LLVMGetValueName2(b, &size_b);

	return size_a == size_b && !memcmp(name_a, name_b, size_a);
}

/* LLVM knows some names. */
static bool is_known(const char *name, size_t size)
{
	return size >= 5 && !memcmp(name, "llvm.", 5);
}

bool ir_compare_names(struct ir *c, LLVMValueRef a, LLVMValueRef b)
{
	size_t size_a, size_b;
	const char *name_a = LLVMGetValueName2(a, &size_a);
	const char *name_b = LLVMGetValueName2(b, &size_b);

	if (kind_of(a) == kind_of(b) &&
	    (is_same_name(a, b) ||
	     (ir_is_local(a) && ir_is_local(b) && !is_known(name_a, size_a) &&
	      !is_known(name_b, size_b))))
		return true;
	return ir_differ(c, "%.*s instead of %.*s", (int)size_b, name_b,
			 (int)size_a, name_a);
}

/* -------------------------------------------------------------------- two */

/* Like the printer, a comdat without a name of its own has the global's. */
static bool compare_comdats(struct ir *c, LLVMValueRef a, LLVMValueRef b)
{
	LLVMComdatRef of_a = LLVMGetComdat(a), of_b = LLVMGetComdat(b);

	if (!of_a && !of_b)
		return true;
	if (!of_a || !of_b || !is_same_name(a, b) ||
	    LLVMGetComdatSelectionKind(of_a) != LLVMGetComdatSelectionKind(of_b))
		return ir_differ(c, "another comdat");
	return true;
}

static bool pair_params(struct ir *c, LLVMValueRef a, LLVMValueRef b)
{
	unsigned int i, n = LLVMCountParams(a);

	if (n != LLVMCountParams(b))
		return ir_differ(c, "another number of parameters");
	for (i = 0; i < n; i++)
		if (!ir_pair(c, IR_ARGUMENT, LLVMGetParam(a, i),
			     LLVMGetParam(b, i)))
			return false;
	return true;
}

/* The operands of a function are its personality, prefix and prologue. */
static bool compare_functions(struct ir *c, LLVMValueRef a, LLVMValueRef b)
{
	if (!pair_params(c, a, b) || !ir_pair_operands(c, a, b) ||
	    !ir_compare_function_attributes(c, a, b) ||
	    !compare_comdats(c, a, b) || !ir_compare_attached(c, a, b))
		return false;
	if (LLVMIsDeclaration(a))
		return true;
	c->functions++;
	return ir_pair(c, IR_BLOCK,
		       LLVMBasicBlockAsValue(LLVMGetEntryBasicBlock(a)),
		       LLVMBasicBlockAsValue(LLVMGetEntryBasicBlock(b)));
}

/* The C interface has no way to ask for a variable's attributes. */
static bool has_attributes(struct ir *c, LLVMValueRef variable)
{
	const char *text = ir_text(c, variable);
	bool quoted = false;

	for (; *text && *text != '\n'; text++) {
		quoted ^= *text == '"';
		if (*text == '#' && !quoted)
			return true;
	}
	return false;
}

static bool compare_variables(struct ir *c, LLVMValueRef a, LLVMValueRef b)
{
	if (has_attributes(c, a) || has_attributes(c, b))
		return ir_differ(c, "an attribute that is not understood");
	return ir_pair_values(c, LLVMGetInitializer(a), LLVMGetInitializer(b)) &&
	       compare_comdats(c, a, b) && ir_compare_attached(c, a, b);
}

static bool note_renamed(struct ir *c, LLVMValueRef a, LLVMValueRef b)
{
	struct ir_pair *p;

	if (is_same_name(a, b))
		return true;
	p = vec_add(&c->renamed.item, &c->renamed.n, sizeof(*p));
	if (!p)
		return ir_no_memory(c);
	*p = (struct ir_pair){ IR_GLOBAL, a, b, a, b };
	return true;
}

bool ir_compare_globals(struct ir *c, LLVMValueRef a, LLVMValueRef b)
{
	if (!ir_compare_names(c, a, b) || !note_renamed(c, a, b) ||
	    !ir_compare_text(c, a, b) ||
	    !ir_pair_types(c, LLVMGlobalGetValueType(a),
			   LLVMGlobalGetValueType(b)))
		return false;
	switch (kind_of(a)) {
	case FUNCTION:	return compare_functions(c, a, b);
	case VARIABLE:	return compare_variables(c, a, b);
	case ALIAS:	return ir_pair_values(c, LLVMAliasGetAliasee(a),
					      LLVMAliasGetAliasee(b));
	default:	return ir_pair_values(c, LLVMGetGlobalIFuncResolver(a),
					      LLVMGetGlobalIFuncResolver(b));
	}
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What hangs on functions, variables, instructions and modules: attributes
 * and metadata.
 *
 * Metadata may promise what code is then made from (a range, no alias, that a
 * loop ends), so it is compared, but for the kinds listed here.  Debug
 * information was stripped before.
 */
#include "prove/ir_pair.h"

#include <string.h>
#include <llvm-c/DebugInfo.h>

static bool is_listed(const char *name, const char *const *list)
{
	for (; *list; list++)
		if (!strcmp(name, *list))
			return true;
	return false;
}

/* ------------------------------------------------------------- attributes */

/* LLVM has a function and a call each their own two. */
struct source {
	unsigned int (*count)(LLVMValueRef of, LLVMAttributeIndex at);
	void (*get)(LLVMValueRef of, LLVMAttributeIndex at, LLVMAttributeRef *out);
};

static const struct source of_function = {
	LLVMGetAttributeCountAtIndex, LLVMGetAttributesAtIndex
};

static const struct source of_call = {
	LLVMGetCallSiteAttributeCount, LLVMGetCallSiteAttributes
};

static bool compare_attributes(struct ir *c, LLVMAttributeRef a,
			       LLVMAttributeRef b)
{
	if (a == b)
		return true;
	if (!LLVMIsTypeAttribute(a) || !LLVMIsTypeAttribute(b) ||
	    LLVMGetEnumAttributeKind(a) != LLVMGetEnumAttributeKind(b))
		return ir_differ(c, "another attribute");
	return ir_pair_types(c, LLVMGetTypeAttributeValue(a),
			     LLVMGetTypeAttributeValue(b));
}

/* Those AT one place; LLVM keeps them sorted. */
static bool compare_set(struct ir *c, const struct source *source,
			LLVMValueRef a, LLVMValueRef b, LLVMAttributeIndex at)
{
	unsigned int i, n = source->count(a, at);
	LLVMAttributeRef *of;

	if (n != source->count(b, at))
		return ir_differ(c, "another attribute");
	if (!n)
		return true;
	of = arena_zalloc(&c->own, 2 * n * sizeof(LLVMAttributeRef));
	if (!of)
		return ir_no_memory(c);
	source->get(a, at, of);
	source->get(b, at, of + n);
	for (i = 0; i < n; i++)
		if (!compare_attributes(c, of[i], of[n + i]))
			return false;
	return true;
}

/* Of the result (0), of each parameter, and of the whole. */
static bool compare_sets(struct ir *c, const struct source *source,
			 LLVMValueRef a, LLVMValueRef b, unsigned int params)
{
	unsigned int i;

	for (i = 0; i <= params; i++)
		if (!compare_set(c, source, a, b, i))
			return false;
	return compare_set(c, source, a, b,
			   (LLVMAttributeIndex)LLVMAttributeFunctionIndex);
}

bool ir_compare_function_attributes(struct ir *c, LLVMValueRef a, LLVMValueRef b)
{
	return compare_sets(c, &of_function, a, b, LLVMCountParams(a));
}

bool ir_compare_call_attributes(struct ir *c, LLVMValueRef a, LLVMValueRef b)
{
	return compare_sets(c, &of_call, a, b, LLVMGetNumArgOperands(a));
}

/* --------------------------------------------------------------- metadata */

/* Hints and cookies, which no meaning hangs on. */
static const char *const no_meaning[] = {
	"annotation", "dbg", "heapallocsite", "prof", "srcloc", "unpredictable",
	NULL
};

static bool is_kind(struct ir *c, unsigned int kind, const char *name)
{
	return kind == LLVMGetMDKindIDInContext(c->context, name,
						(unsigned int)strlen(name));
}

static bool is_no_meaning(struct ir *c, unsigned int kind)
{
	const char *const *name;

	for (name = no_meaning; *name; name++)
		if (is_kind(c, kind, *name))
			return true;
	return false;
}

/* What is attached to a value, by kind. */
struct attached {
	LLVMValueMetadataEntry *entries;
	size_t n, at;
};

static struct attached attached_to(LLVMValueRef v)
{
	struct attached list = { NULL, 0, 0 };

	if (!LLVMIsAInstruction(v))
		list.entries = LLVMGlobalCopyAllMetadata(v, &list.n);
	else if (LLVMHasMetadata(v))
		list.entries = LLVMInstructionGetAllMetadataOtherThanDebugLoc(
			v, &list.n);
	return list;
}

static LLVMMetadataRef next(struct ir *c, struct attached *list,
			    unsigned int *kind)
{
	while (list->at < list->n) {
		unsigned int i = (unsigned int)list->at++;

		*kind = LLVMValueMetadataEntriesGetKind(list->entries, i);
		if (!is_no_meaning(c, *kind))
			return LLVMValueMetadataEntriesGetMetadata(list->entries,
								   i);
	}
	*kind = 0;
	return NULL;
}

/* LLVM-C shows constants as they are, and all else in the shape of a value. */
static bool pair_node_operands(struct ir *c, LLVMMetadataRef node_a,
			       LLVMMetadataRef node_b, unsigned int from)
{
	LLVMValueRef a = LLVMMetadataAsValue(c->context, node_a);
	LLVMValueRef b = LLVMMetadataAsValue(c->context, node_b);
	unsigned int i, n = LLVMGetMDNodeNumOperands(a);
	LLVMValueRef *of = arena_zalloc(&c->own, (2 * n + 1) * sizeof(*of));

	if (!of)
		return ir_no_memory(c);
	if (n != LLVMGetMDNodeNumOperands(b))
		return ir_differ(c, "other metadata");
	LLVMGetMDNodeOperands(a, of);
	LLVMGetMDNodeOperands(b, of + n);
	for (i = from; i < n; i++)
		if (!ir_pair_values(c, of[i], of[n + i]))
			return false;
	return true;
}

static bool is_tuple(LLVMMetadataRef node)
{
	return LLVMGetMetadataKind(node) == LLVMMDTupleMetadataKind;
}

/*
 * A node that refers to nothing of its module is one node for both.  Of others
 * the operands can be seen of tuples and of constants.
 */
bool ir_compare_metadata(struct ir *c, LLVMMetadataRef a, LLVMMetadataRef b)
{
	if (is_tuple(a) && is_tuple(b))
		return pair_node_operands(c, a, b, 0);
	if (a == b)
		return true;
	if (LLVMGetMetadataKind(a) != LLVMConstantAsMetadataMetadataKind ||
	    LLVMGetMetadataKind(b) != LLVMConstantAsMetadataMetadataKind)
		return ir_differ(c, "other metadata");
	return pair_node_operands(c, a, b, 0);
}

/*
 * The properties of a loop stand behind a first operand that makes the node
 * one of its own.  Copies of a loop may share a node or have one each.
 */
static bool compare_loops(struct ir *c, LLVMMetadataRef a, LLVMMetadataRef b)
{
	if (!is_tuple(a) || !is_tuple(b))
		return ir_differ(c, "other metadata");
	return pair_node_operands(c, a, b, 1);
}

static bool pair_attached(struct ir *c, unsigned int kind, LLVMMetadataRef a,
			  LLVMMetadataRef b)
{
	if (a && b && is_kind(c, kind, "llvm.loop"))
		return compare_loops(c, a, b);
	return ir_pair(c, IR_METADATA, a, b);
}

bool ir_compare_attached(struct ir *c, LLVMValueRef a, LLVMValueRef b)
{
	struct attached of_a = attached_to(a), of_b = attached_to(b);
	LLVMMetadataRef node_a, node_b;
	unsigned int kind_a, kind_b;
	bool same = true;

	do {
		node_a = next(c, &of_a, &kind_a);
		node_b = next(c, &of_b, &kind_b);
		same = (kind_a == kind_b || ir_differ(c, "other metadata")) &&
		       pair_attached(c, kind_a, node_a, node_b);
	} while (same && node_a);
	LLVMDisposeValueMetadataEntries(of_a.entries);
	LLVMDisposeValueMetadataEntries(of_b.entries);
	return same;
}

/* -------------------------------------------------------------- of modules */

static bool is_about_debug(const char *flag)
{
	static const char *const flags[] = {
		"DWARF64", "Debug Info Version", "Dwarf Version",
		"debug-info-assignment-tracking", NULL
	};

	return is_listed(flag, flags);
}

struct flags {
	LLVMModuleFlagEntry *entries;
	size_t n;
	unsigned int at;
};

static bool next_flag(struct flags *f)
{
	size_t size;

	while (f->at < f->n &&
	       is_about_debug(LLVMModuleFlagEntriesGetKey(f->entries, f->at,
							  &size)))
		f->at++;
	return f->at < f->n;
}

static bool compare_flag(struct ir *c, const struct flags *a,
			 const struct flags *b)
{
	size_t size_a, size_b;
	const char *key_a = LLVMModuleFlagEntriesGetKey(a->entries, a->at, &size_a);
	const char *key_b = LLVMModuleFlagEntriesGetKey(b->entries, b->at, &size_b);

	if (size_a != size_b || memcmp(key_a, key_b, size_a) ||
	    LLVMModuleFlagEntriesGetFlagBehavior(a->entries, a->at) !=
	    LLVMModuleFlagEntriesGetFlagBehavior(b->entries, b->at))
		return ir_differ(c, "another flag: %.*s instead of %.*s",
				 (int)size_b, key_b, (int)size_a, key_a);
	return ir_pair(c, IR_METADATA,
		       LLVMModuleFlagEntriesGetMetadata(a->entries, a->at),
		       LLVMModuleFlagEntriesGetMetadata(b->entries, b->at));
}

static bool compare_flags(struct ir *c)
{
	struct flags a = { 0 }, b = { 0 };
	bool same = true;

	a.entries = LLVMCopyModuleFlagsMetadata(c->a.module, &a.n);
	b.entries = LLVMCopyModuleFlagsMetadata(c->b.module, &b.n);
	while (same) {
		bool more = next_flag(&a);

		same = more == next_flag(&b) || ir_differ(c, "another flag");
		if (!more)
			break;
		same = same && compare_flag(c, &a, &b);
		a.at++;
		b.at++;
	}
	LLVMDisposeModuleFlagsMetadata(a.entries);
	LLVMDisposeModuleFlagsMetadata(b.entries);
	return same;
}

/* The flags have an order of their own, and the compiler's name no meaning. */
static bool is_named_apart(const char *name)
{
	static const char *const apart[] = {
		"llvm.ident", "llvm.module.flags", NULL
	};

	return is_listed(name, apart);
}

static bool compare_named(struct ir *c, const char *name)
{
	unsigned int i, n = LLVMGetNamedMetadataNumOperands(c->a.module, name);
	LLVMValueRef *of = arena_zalloc(&c->own, (2 * n + 1) * sizeof(*of));

	if (!of)
		return ir_no_memory(c);
	if (n != LLVMGetNamedMetadataNumOperands(c->b.module, name))
		return ir_differ(c, "other metadata %s", name);
	LLVMGetNamedMetadataOperands(c->a.module, name, of);
	LLVMGetNamedMetadataOperands(c->b.module, name, of + n);
	for (i = 0; i < n; i++)
		if (!ir_pair_values(c, of[i], of[n + i]))
			return false;
	return true;
}

/* Each list of M is compared, or found to be in one module only. */
static bool compare_all_named(struct ir *c, LLVMModuleRef m)
{
	LLVMNamedMDNodeRef node;
	const char *name;
	size_t size;

	for (node = LLVMGetFirstNamedMetadata(m); node;
	     node = LLVMGetNextNamedMetadata(node)) {
		name = LLVMGetNamedMetadataName(node, &size);
		if (!is_named_apart(name) && !compare_named(c, name))
			return false;
	}
	return true;
}

bool ir_compare_module_metadata(struct ir *c)
{
	return compare_flags(c) && compare_all_named(c, c->a.module) &&
	       compare_all_named(c, c->b.module);
}

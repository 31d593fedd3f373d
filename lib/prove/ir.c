/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Two modules are compared: read, paired from their roots, and found to be
 * paired throughout.
 */
#include "prove/ir.h"

#include <string.h>
#include <llvm-c/Analysis.h>
#include <llvm-c/BitReader.h>
#include <llvm-c/DebugInfo.h>

#include "prove/ir_pair.h"

/* ---------------------------------------------------------------- reading */

/* Without one, LLVM prints errors and exits. */
static void hear(LLVMDiagnosticInfoRef info, void *nothing)
{
	(void)info;
	(void)nothing;
}

static bool parse(struct ir *c, struct ir_module *m, const char *path)
{
	LLVMMemoryBufferRef buffer = NULL;
	char *message = NULL;
	bool failed;

	if (LLVMCreateMemoryBufferWithContentsOfFile(path, &buffer, &message)) {
		LLVMDisposeMessage(message);
		return false;
	}
	failed = LLVMParseBitcodeInContext2(c->context, buffer, &m->module);
	LLVMDisposeMemoryBuffer(buffer);
	if (failed)
		m->module = NULL;
	return !failed;
}

static int read_module(struct ir *c, struct ir_module *m, const char *path)
{
	char *message = NULL;
	bool broken;

	if (!parse(c, m, path))
		return -SAFEC_EREAD;
	broken = LLVMVerifyModule(m->module, LLVMReturnStatusAction, &message);
	LLVMDisposeMessage(message);
	if (broken)
		return -SAFEC_EREAD;
	LLVMStripModuleDebugInfo(m->module);
	return 0;
}

static void free_module(struct ir_module *m)
{
	if (m->text)
		LLVMDisposeMessage(m->text);
	if (m->module)
		LLVMDisposeModule(m->module);
}

/* -------------------------------------------------------------- comparing */

static bool compare(struct ir *c, const struct ir_pair *p)
{
	c->now = *p;
	switch (p->kind) {
	case IR_TYPE:
		return ir_compare_types(c, p->a, p->b);
	case IR_METADATA:
		return ir_compare_metadata(c, p->a, p->b);
	case IR_CONSTANT:
		return ir_compare_constants(c, p->a, p->b);
	case IR_ARGUMENT:
		return ir_pair_values(c, LLVMGetParamParent(p->a),
				      LLVMGetParamParent(p->b));
	case IR_GLOBAL:
		return ir_compare_globals(c, p->a, p->b);
	case IR_BLOCK:
		return ir_compare_blocks(c, LLVMValueAsBasicBlock(p->a),
					 LLVMValueAsBasicBlock(p->b));
	case IR_INSTRUCTION:
		return ir_compare_instructions(c, p->a, p->b);
	}
	return ir_differ(c, "something that is not understood");
}

/* Keep the promises of pairing, and those that come on the way. */
static bool compare_pairs(struct ir *c)
{
	struct ir_pairs *now = &c->pairs, *later = &c->phis;
	struct ir_pair p;

	while (now->next < now->n || later->next < later->n) {
		if (now->next < now->n) {
			p = now->item[now->next++];
			if (!compare(c, &p))
				return false;
			continue;
		}
		c->now = later->item[later->next++];
		if (!ir_compare_phis(c, c->now.a, c->now.b))
			return false;
	}
	c->now = (struct ir_pair){ 0 };
	return true;
}

/*
 * Pair what both modules define under one name, of what is LOCAL or isn't, and
 * has no mate yet.
 */
static bool compare_named(struct ir *c, bool local)
{
	LLVMValueRef a, b;

	for (a = ir_next_global(c->a.module, NULL); a;
	     a = ir_next_global(c->a.module, a)) {
		if (ir_is_local(a) != local || LLVMIsDeclaration(a) ||
		    ir_mate(c, a))
			continue;
		b = ir_global_named(c->b.module, a);
		if (b && (!ir_pair_values(c, a, b) || !compare_pairs(c)))
			return false;
	}
	return true;
}

static bool only_in_one(struct ir *c, LLVMValueRef global)
{
	size_t size;
	const char *name = LLVMGetValueName2(global, &size);

	return ir_differ(c, "only one has %.*s", (int)size, name);
}

static bool not_reached(struct ir *c, LLVMValueRef function)
{
	size_t size;
	const char *name = LLVMGetValueName2(function, &size);

	return ir_differ(c, "%.*s has a block that nothing leads to", (int)size,
			 name);
}

static bool are_blocks_covered(const struct ir *c, LLVMValueRef function)
{
	LLVMBasicBlockRef block;

	for (block = LLVMGetFirstBasicBlock(function); block;
	     block = LLVMGetNextBasicBlock(block))
		if (!ir_mate(c, LLVMBasicBlockAsValue(block)))
			return false;
	return true;
}

/*
 * Everything in M that isn't only declared has a mate.  An instruction without
 * one in a block that has one is dead: it only computes, and nothing that acts
 * led to it.
 */
static bool is_covered(struct ir *c, LLVMModuleRef m)
{
	LLVMValueRef g;

	for (g = ir_next_global(m, NULL); g; g = ir_next_global(m, g)) {
		if (LLVMIsDeclaration(g))
			continue;
		if (!ir_mate(c, g))
			return only_in_one(c, g);
		if (LLVMIsAFunction(g) && !are_blocks_covered(c, g))
			return not_reached(c, g);
	}
	return true;
}

static bool has_section(LLVMValueRef v)
{
	const char *name = LLVMGetSection(v);

	return name && *name;
}

/* The next variable of M behind V (NULL: the first) that names its section. */
static LLVMValueRef next_placed(LLVMModuleRef m, LLVMValueRef v)
{
	do
		v = v ? LLVMGetNextGlobal(v) : LLVMGetFirstGlobal(m);
	while (v && (LLVMIsDeclaration(v) || !has_section(v)));
	return v;
}

/* In a section of one's own making, the order of variables may be a table's. */
static bool compare_order(struct ir *c)
{
	LLVMValueRef a = next_placed(c->a.module, NULL);
	LLVMValueRef b = next_placed(c->b.module, NULL);

	while (a && ir_mate(c, a) == b) {
		a = next_placed(c->a.module, a);
		b = next_placed(c->b.module, b);
	}
	return !a || ir_differ(c, "another order of variables in sections");
}

/* ---------------------------------------------------------------- modules */

static bool is_same_text(const char *a, size_t size_a, const char *b,
			 size_t size_b)
{
	return size_a == size_b && !memcmp(a, b, size_a);
}

static bool compare_module_asm(struct ir *c)
{
	size_t size_a, size_b;
	const char *a = LLVMGetModuleInlineAsm(c->a.module, &size_a);
	const char *b = LLVMGetModuleInlineAsm(c->b.module, &size_b);

	return is_same_text(a, size_a, b, size_b) ||
	       ir_differ(c, "other assembly at file scope");
}

static bool compare_targets(struct ir *c)
{
	if (strcmp(LLVMGetDataLayoutStr(c->a.module),
		   LLVMGetDataLayoutStr(c->b.module)))
		return ir_differ(c, "another data layout");
	if (strcmp(LLVMGetTarget(c->a.module), LLVMGetTarget(c->b.module)))
		return ir_differ(c, "another target");
	return true;
}

static bool is_in_assembly(const struct ir *c, LLVMValueRef global)
{
	size_t i, size, name_size;
	const char *name = LLVMGetValueName2(global, &name_size);
	const char *text = LLVMGetModuleInlineAsm(c->a.module, &size);

	if (name_size && *name == '\1') {	/* spelled as it is */
		name++;
		name_size--;
	}
	if (ir_mentions(text, size, name, name_size))
		return true;
	for (i = 0; i < c->asm_count; i++) {
		text = LLVMGetInlineAsmAsmString(c->asms[i], &size);
		if (ir_mentions(text, size, name, name_size))
			return true;
	}
	return false;
}

static bool compare_renamed(struct ir *c)
{
	size_t i, size;
	const char *name;

	for (i = 0; i < c->renamed.n; i++) {
		const struct ir_pair *p = &c->renamed.item[i];

		if (!is_in_assembly(c, p->a) && !is_in_assembly(c, p->b))
			continue;
		name = LLVMGetValueName2(p->a, &size);
		return ir_differ(c, "assembly may mention %.*s, which has another name",
				 (int)size, name);
	}
	return true;
}

static bool compare_modules(struct ir *c)
{
	return compare_targets(c) && compare_module_asm(c) &&
	       ir_bind_text(c, &c->a) && ir_bind_text(c, &c->b) &&
	       compare_named(c, false) && compare_named(c, true) &&
	       ir_compare_module_metadata(c) && compare_pairs(c) &&
	       is_covered(c, c->a.module) && is_covered(c, c->b.module) &&
	       compare_order(c) && compare_renamed(c);
}

int ir_compare(struct arena *arena, const char *a, const char *b,
	       const char **difference, size_t *functions)
{
	struct ir c = { .arena = arena };
	int err;

	c.context = LLVMContextCreate();
	LLVMContextSetDiagnosticHandler(c.context, hear, NULL);
	err = read_module(&c, &c.a, a);
	err = err ? err : read_module(&c, &c.b, b);
	if (!err && !compare_modules(&c) && !c.err && !c.difference)
		c.difference = "something differs";
	err = err ? err : c.err;
	if (!err)
		*difference = c.difference;
	if (!err && functions)
		*functions = c.functions;
	ir_pairs_free(&c);
	free_module(&c.a);
	free_module(&c.b);
	LLVMContextDispose(c.context);
	arena_free(&c.own);
	return err;
}

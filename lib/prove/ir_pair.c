/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The table of a comparison: what stands for what, what is still to be
 * compared, and what the first difference was.
 */
#include "prove/ir_pair.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/vec.h"

/* Out of memory leaves a thing out of the table, and its entry says so. */
#define HASH_NONFATAL_OOM 1
#define uthash_nonfatal_oom(entity) ((entity)->thing = NULL)
#include <uthash.h>

/* What is known of one thing of either module. */
struct ir_entity {
	const void *thing;
	void *mate;
	const char *text;
	UT_hash_handle hh;
};

enum { SHOWN = 160 };		/* bytes of a line in a message */

bool ir_no_memory(struct ir *c)
{
	c->err = -SAFEC_ENOMEM;
	return false;
}

/* ------------------------------------------------------------ differences */

static const char *name_of(struct ir *c, LLVMValueRef global)
{
	size_t size = 0;
	const char *name = LLVMGetValueName2(global, &size);
	const char *copy = arena_copy_n(&c->own, name, size);

	return copy ? copy : "";
}

/* The global that V is or is in. */
static LLVMValueRef global_of(LLVMValueRef v)
{
	if (LLVMIsAInstruction(v))
		v = LLVMBasicBlockAsValue(LLVMGetInstructionParent(v));
	if (LLVMIsABasicBlock(v))
		v = LLVMGetBasicBlockParent(LLVMValueAsBasicBlock(v));
	return LLVMIsAArgument(v) ? LLVMGetParamParent(v) : v;
}

static const char *place(struct ir *c)
{
	LLVMValueRef global;

	if (!c->now.in_a)
		return "module";
	global = global_of(c->now.in_a);
	return arena_printf(&c->own, "%s %s",
			    LLVMIsAFunction(global) ? "function" : "variable",
			    name_of(c, global));
}

static const char *line(struct ir *c, LLVMValueRef value)
{
	const char *text = ir_text(c, value);
	size_t size;

	text += strspn(text, " ");
	size = strcspn(text, "\n");
	return arena_printf(&c->own, "%.*s",
			    (int)(size < SHOWN ? size : SHOWN), text);
}

bool ir_differ(struct ir *c, const char *format, ...)
{
	const char *says;
	va_list args;

	if (c->difference || c->err)
		return false;
	va_start(args, format);
	says = arena_vprintf(&c->own, format, args);
	va_end(args);
	if (c->now.in_a && *ir_text(c, c->now.in_a))
		says = arena_printf(&c->own, "%s: \"%s\" instead of \"%s\"", says,
				    line(c, c->now.in_b), line(c, c->now.in_a));
	c->difference = arena_printf(c->arena, "%s: %s", place(c), says);
	return false;
}

/* -------------------------------------------------------------- the table */

static struct ir_entity *find(const struct ir *c, const void *thing)
{
	struct ir_entity *e;

	HASH_FIND_PTR(c->entities, &thing, e);
	return e;
}

static struct ir_entity *find_or_add(struct ir *c, const void *thing)
{
	struct ir_entity *e = find(c, thing);

	if (e)
		return e;
	e = arena_zalloc(&c->own, sizeof(*e));
	if (!e)
		return NULL;
	e->thing = thing;
	HASH_ADD_PTR(c->entities, thing, e);
	return e->thing ? e : NULL;
}

void *ir_mate(const struct ir *c, const void *thing)
{
	const struct ir_entity *e = find(c, thing);

	return e ? e->mate : NULL;
}

bool ir_first_time(struct ir *c, void *thing)
{
	struct ir_entity *e = find_or_add(c, thing);

	if (!e)
		return ir_no_memory(c);
	if (e->mate)
		return false;
	e->mate = thing;
	return true;
}

bool ir_set_text(struct ir *c, LLVMValueRef value, const char *text)
{
	struct ir_entity *e = find_or_add(c, value);

	if (!e)
		return ir_no_memory(c);
	e->text = text;
	return true;
}

const char *ir_text(const struct ir *c, LLVMValueRef value)
{
	const struct ir_entity *e = find(c, value);

	return e && e->text ? e->text : "";
}

static bool promise(struct ir *c, struct ir_pairs *list, const struct ir_pair *p)
{
	struct ir_pair *at = vec_add(&list->item, &list->n, sizeof(*at));

	if (!at)
		return ir_no_memory(c);
	*at = *p;
	return true;
}

bool ir_pair(struct ir *c, enum ir_kind kind, void *a, void *b)
{
	struct ir_pair p = { kind, a, b, c->now.in_a, c->now.in_b };
	struct ir_entity *of_a, *of_b;

	if (a == b && (!a || kind != IR_METADATA))
		return true;
	if (!a || !b)
		return ir_differ(c, "one has a part that the other has not");
	if (kind >= IR_GLOBAL) {
		p.in_a = a;
		p.in_b = b;
	}
	of_a = find_or_add(c, a);
	of_b = find_or_add(c, b);
	if (!of_a || !of_b)
		return ir_no_memory(c);
	if (of_a->mate == b && of_b->mate == a)
		return true;
	if (of_a->mate || of_b->mate)
		return ir_differ(c, "another operand, type or successor");
	of_a->mate = b;
	of_b->mate = a;
	return promise(c, &c->pairs, &p);
}

bool ir_pair_later(struct ir *c, LLVMValueRef a, LLVMValueRef b)
{
	struct ir_pair p = { IR_INSTRUCTION, a, b, a, b };

	return promise(c, &c->phis, &p);
}

void ir_pairs_free(struct ir *c)
{
	HASH_CLEAR(hh, c->entities);
	free(c->pairs.item);
	free(c->phis.item);
	free(c->renamed.item);
	free(c->asms);
}

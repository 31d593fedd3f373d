/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Constants, and expressions that the front end has no word for.
 *
 * sizeof is not evaluated in the tree: its value is that of the operand's type
 * where that tells, else a constant named by its text.  offsetof, a comparison
 * of types and a choice between two expressions come as nodes of an unknown
 * kind, and are told apart by their children; all else of that kind is refused.
 */
#include "prove/paths_run.h"

#include <string.h>

static struct typed constant(struct run *r, const struct type *t, uint64_t number)
{
	return (struct typed){ value_const(r->values, t->bits, number), t };
}

struct typed run_spelled(struct run *r, uint32_t n, enum value_op op,
			 const struct type *t)
{
	const char *text = side_text(r->side, n);

	if (!text)
		return run_refuse(r, n, "text that can't be seen");
	return (struct typed){ value_make(r->values, (struct value){
			.op = op, .text = text, .bits = t->kind == TYPE_INT ?
			t->bits : r->side->size_type.bits }), t };
}

struct typed run_number(struct run *r, uint32_t n)
{
	const struct node *node = &r->unit->nodes[n];
	const struct type *t = run_type(r, n);

	if (!is_scalar(t))
		return run_refuse(r, n, "a number of unknown type");
	return constant(r, t, (uint64_t)r->unit->values[node->sym]);
}

struct typed run_enumerator(struct run *r, uint32_t n)
{
	const struct symbol *s = &r->unit->symbols[r->unit->nodes[n].sym];

	if (s->kind != SYMBOL_ENUMERATOR)
		return run_refuse(r, n, "a name that is not known");
	return constant(r, run_type(r, n), (uint64_t)s->value);
}

/* ------------------------------------------------------------------ sizeof */

/* Whether N is all that stands behind the word sizeof of WHOLE. */
static bool is_operand(const struct unit *u, uint32_t whole, uint32_t n)
{
	const struct node *w = &u->nodes[whole], *o = &u->nodes[n];

	return w->begin_class == CLASS_PLAIN && o->end_class == CLASS_PLAIN &&
	       w->end_class == CLASS_PLAIN && w->file == o->file &&
	       w->end == o->end && o->kind != NODE_TYPE_REF;
}

/* sizeof of an expression is that of its type, when that has a size or name. */
struct typed run_sizeof(struct run *r, uint32_t n)
{
	const struct type *size = &r->side->size_type, *t;
	const char *text = side_text(r->side, n);
	uint32_t child = unit_child(r->unit, n);

	if (!text || strncmp(text, "sizeof ", 7) || !child ||
	    unit_next(r->unit, child) || !is_operand(r->unit, n, child))
		return run_spelled(r, n, VALUE_TEXT, size);
	t = run_type(r, child);
	if (is_scalar(t))
		return constant(r, size, t->bits / 8);
	if (!run_record(r, t))
		return run_spelled(r, n, VALUE_TEXT, size);
	return (struct typed){ value_make(r->values, (struct value){
			.op = VALUE_TEXT, .bits = size->bits,
			.text = arena_printf(r->side->arena, "sizeof(%s)",
					     run_record(r, t)) }), size };
}

/* ------------------------------------------------------------ unknown kinds */

static unsigned int count_children(const struct unit *u, uint32_t n)
{
	unsigned int count = 0;
	uint32_t c;

	for (c = unit_child(u, n); c; c = unit_next(u, c))
		count++;
	return count;
}

static bool has_child(const struct unit *u, uint32_t n, enum node_kind kind)
{
	uint32_t c;

	for (c = unit_child(u, n); c; c = unit_next(u, c))
		if (u->nodes[c].kind == kind)
			return true;
	return false;
}

/* offsetof(T, member.member[i]): what stands before the first member is T. */
static struct typed eval_offset(struct run *r, uint32_t n)
{
	const struct type *size = &r->side->size_type;
	const char *text = "offsetof", *field;
	uint32_t c;
	long long i;

	for (c = unit_child(r->unit, n); c; c = unit_next(r->unit, c)) {
		field = r->unit->nodes[c].kind == NODE_DESIGNATOR ?
			run_field(r, c) : NULL;
		if (field)
			text = arena_printf(r->side->arena, "%s %s", text, field);
		else if (strchr(text, ' ') && unit_constant(r->unit, c, &i))
			text = arena_printf(r->side->arena, "%s[%lld]", text, i);
		else if (strchr(text, ' '))
			return run_refuse(r, n, "an offset that varies");
	}
	return (struct typed){ value_make(r->values, (struct value){
			.op = VALUE_TEXT, .bits = size->bits, .text = text }), size };
}

/* __builtin_choose_expr(c, a, b) has a number first, unlike an atomic access. */
uint32_t run_chosen(struct run *r, uint32_t n)
{
	uint32_t c = unit_child(r->unit, n);

	if (r->unit->nodes[n].kind != NODE_OTHER_EXPR ||
	    count_children(r->unit, n) != 3 || run_type(r, c)->kind != TYPE_INT ||
	    has_child(r->unit, n, NODE_TYPE_REF) ||
	    has_child(r->unit, n, NODE_DESIGNATOR))
		return 0;
	return unit_nth(r->unit, n, run_truth(r, c) ? 1 : 2);
}

/* Types compared: a constant.  (Reading the next argument was refused before.) */
static bool compares_types(struct run *r, uint32_t n)
{
	uint32_t c = unit_child(r->unit, n);
	enum type_kind kind = run_type(r, c)->kind;

	return count_children(r->unit, n) == 2 &&
	       has_child(r->unit, n, NODE_TYPE_REF) &&
	       (r->unit->nodes[c].kind == NODE_TYPE_REF ||
		(kind != TYPE_OTHER && kind != TYPE_FLOAT));
}

struct typed run_other(struct run *r, uint32_t n)
{
	uint32_t choice;

	if (has_child(r->unit, n, NODE_DESIGNATOR))
		return eval_offset(r, n);
	choice = run_chosen(r, n);
	if (choice)
		return run_eval(r, choice);
	if (compares_types(r, n))
		return run_spelled(r, n, VALUE_TEXT, &r->side->int_type);
	return run_refuse(r, n, "an expression of an unknown kind");
}


/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Symbolic values as C, near enough for people: what stands deep inside of a
 * term is an ellipsis.
 */
#include "prove/symbolic.h"

#include <inttypes.h>
#include <string.h>

enum { DEEPEST = 6 };

static const char *print(struct arena *arena, const struct value *v, int depth);

static const char *word_of(uint32_t op)
{
	switch (op) {
	case VALUE_ADD:		return "+";
	case VALUE_SUB:
	case VALUE_DISTANCE:	return "-";
	case VALUE_MUL:		return "*";
	case VALUE_AND:		return "&";
	case VALUE_OR:		return "|";
	case VALUE_XOR:		return "^";
	case VALUE_SDIV:
	case VALUE_UDIV:	return "/";
	case VALUE_SREM:
	case VALUE_UREM:	return "%";
	case VALUE_SHL:		return "<<";
	case VALUE_SSHR:
	case VALUE_USHR:	return ">>";
	case VALUE_EQ:		return "==";
	case VALUE_SLT:
	case VALUE_ULT:		return "<";
	default:		return NULL;
	}
}

/* A key without the file or record that it begins or ends with. */
static const char *short_name(struct arena *arena, const char *key)
{
	const char *colon = strrchr(key, ':'), *at;

	key = colon ? colon + 1 : key;
	at = strchr(key, '@');
	return at ? arena_copy_n(arena, key, (size_t)(at - key)) : key;
}

/* The name of the object whose address V is; NULL when V is no such address. */
static const char *object_name(struct arena *arena, const struct value *v)
{
	switch (v->op) {
	case VALUE_GLOBAL:	return short_name(arena, v->text);
	case VALUE_PARAM_AT:	return v->text;
	case VALUE_OBJECT:
		return arena_printf(arena, "local%u", (unsigned int)v->number);
	default:		return NULL;
	}
}

static bool is_place(const struct value *v)
{
	return v->op == VALUE_GLOBAL || v->op == VALUE_PARAM_AT ||
	       v->op == VALUE_OBJECT || v->op == VALUE_FIELD ||
	       v->op == VALUE_ELEMENT;
}

/* What lies at the address V. */
static const char *print_at(struct arena *arena, const struct value *v, int depth)
{
	const char *name = object_name(arena, v);

	if (name)
		return name;
	if (v->op == VALUE_ELEMENT)
		return arena_printf(arena, "%s[%s]", is_place(v->in[0]) ?
				    print_at(arena, v->in[0], depth) :
				    print(arena, v->in[0], depth),
				    print(arena, v->in[1], depth));
	if (v->op != VALUE_FIELD)
		return arena_printf(arena, "*%s", print(arena, v, depth));
	if (is_place(v->in[0]))
		return arena_printf(arena, "%s.%s", print_at(arena, v->in[0], depth),
				    short_name(arena, v->text));
	return arena_printf(arena, "%s->%s", print(arena, v->in[0], depth),
			    short_name(arena, v->text));
}

static const char *print_const(struct arena *arena, const struct value *v)
{
	int64_t n = value_signed(v);

	if (n < 0 && n > -4096)
		return arena_printf(arena, "%" PRId64, n);
	return arena_printf(arena, "%" PRIu64, v->number);
}

static const char *print_operation(struct arena *arena, const struct value *v,
				   int depth)
{
	const char *word = word_of(v->op);

	if (word && v->op == VALUE_EQ && v->in[1]->op == VALUE_CONST &&
	    !v->in[1]->number)
		return arena_printf(arena, "!%s", print(arena, v->in[0], depth));
	if (word)
		return arena_printf(arena, "(%s %s %s)",
				    print(arena, v->in[0], depth), word,
				    print(arena, v->in[1], depth));
	if (v->op == VALUE_NOT)
		return arena_printf(arena, "!%s", print(arena, v->in[0], depth));
	if (v->op == VALUE_TRUNC || v->op == VALUE_SEXT || v->op == VALUE_ZEXT)
		return arena_printf(arena, "(%s%u)%s",
				    v->op == VALUE_SEXT ? "s" : "u", v->bits,
				    print(arena, v->in[0], depth));
	return v->in[0] ? print(arena, v->in[0], depth) : "...";
}

static const char *print_list(struct arena *arena, const struct value *v, int depth)
{
	const char *text = "";

	for (; v; v = v->in[1])
		text = arena_printf(arena, "%s%s%s", text, *text ? ", " : "",
				    print(arena, v->in[0], depth));
	return text;
}

static const char *print(struct arena *arena, const struct value *v, int depth)
{
	if (!depth--)
		return "...";
	switch (v->op) {
	case VALUE_NONE:	return "nothing";
	case VALUE_CONST:	return print_const(arena, v);
	case VALUE_PARAM:
	case VALUE_UNSET:
	case VALUE_HIDDEN:
	case VALUE_STRING:
	case VALUE_TEXT:	return v->text;
	case VALUE_RESULT:
		return arena_printf(arena, "%s()", short_name(arena, v->text));
	case VALUE_GLOBAL:
	case VALUE_PARAM_AT:
	case VALUE_OBJECT:
	case VALUE_FIELD:
	case VALUE_ELEMENT:
		return arena_printf(arena, "&%s", print_at(arena, v, depth));
	case VALUE_LOAD:	return print_at(arena, v->in[0], depth);
	case VALUE_PART:
		return arena_printf(arena, "%s.%s", print(arena, v->in[0], depth),
				    short_name(arena, v->text));
	case VALUE_APPLY:
		return arena_printf(arena, "%s(%s)", v->text,
				    print(arena, v->in[0], depth));
	case VALUE_LIST:
		return arena_printf(arena, "{ %s }", print_list(arena, v, depth));
	default:		return print_operation(arena, v, depth);
	}
}

const char *value_print(struct arena *arena, const struct value *v)
{
	return print(arena, v, DEEPEST);
}

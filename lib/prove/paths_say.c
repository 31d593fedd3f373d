/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Effects and decisions in words.
 */
#include "prove/paths_run.h"

/* How many decisions of a path are shown: the last ones. */
enum { SHOWN = 4 };

static const char *stored(struct arena *arena, const struct effect *e)
{
	const char *at = value_print(arena, e->a);

	return arena_printf(arena, "%s %s%s = %s",
			    e->kind == EFFECT_FILL ? "sets up" : "stores",
			    *at == '&' ? "" : "*", *at == '&' ? at + 1 : at,
			    e->b ? value_print(arena, e->b) : "{}");
}

static const char *called(struct arena *arena, const struct effect *e)
{
	const char *f = value_print(arena, e->a), *list = "";
	const struct value *v;

	for (v = e->b; v; v = v->in[1])
		list = arena_printf(arena, "%s%s%s", list, *list ? ", " : "",
				    value_print(arena, v->in[0]));
	return arena_printf(arena, "calls %s(%s)", *f == '&' ? f + 1 : f, list);
}

const char *effect_words(struct arena *arena, const struct effect *e)
{
	if (!e)
		return "ends";
	switch (e->kind) {
	case EFFECT_CALL:	return called(arena, e);
	case EFFECT_STORE:
	case EFFECT_FILL:	return stored(arena, e);
	case EFFECT_READ:
		return arena_printf(arena, "reads the volatile at %s",
				    value_print(arena, e->a));
	case EFFECT_ASM:	return "runs assembly";
	case EFFECT_RETURN:
		return arena_printf(arena, "returns %s", value_print(arena, e->b));
	case EFFECT_UNORDERED:	return "leaves an order open";
	case EFFECT_END:
		return arena_printf(arena, "leaves the scope of *%s",
				    value_print(arena, e->a));
	case EFFECT_HIDDEN:
		return arena_printf(arena, "leaves the scope of `%s`", e->text);
	}
	return "?";
}

const char *decision_words(struct arena *arena, const struct decisions *list,
			   const char *text)
{
	size_t i = list->n > SHOWN ? list->n - SHOWN : 0;

	for (; i < list->n; i++)
		text = arena_printf(arena, "%s%s%s is %s", text,
				    *text ? ", " : "when ",
				    value_print(arena, list->item[i].cond),
				    list->item[i].truth ? "true" : "false");
	return text;
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "prove/axioms.h"

#include <stdlib.h>
#include <string.h>

#include "base/vec.h"
#include "prove/proof_text.h"

struct finding_axioms {
	struct arena *arena;
	struct sources *sources;
	struct safec_change *change;
};

static const struct text *text_of(void *arg, const char *path)
{
	struct finding_axioms *f = arg;

	return source_text(sources_find(f->sources, path));
}

static int add(void *arg, const struct word *w, const struct meaning *m)
{
	struct finding_axioms *f = arg;
	struct axioms *list = &f->change->axioms;
	struct axiom *a;
	size_t i;

	for (i = 0; i < list->n; i++)
		if (list->item[i].word == w && list->item[i].meaning == m)
			return 0;
	a = vec_add(&list->item, &list->n, sizeof(*a));
	if (!a)
		return -SAFEC_ENOMEM;
	*a = (struct axiom){ w, m };
	if ((int)w->kind > list->kind)
		list->kind = (int)w->kind;
	return 0;
}

static int by_line(const void *a, const void *b)
{
	const struct axiom *x = a, *y = b;

	if (x->word != y->word)
		return x->word->line < y->word->line ? -1 : 1;
	return (x->meaning > y->meaning) - (x->meaning < y->meaning);
}

/* Whether the words before the I-th have said the same of their case. */
static bool was_said(const struct axioms *list, size_t i)
{
	const struct word *w = list->item[i].word;
	size_t k;

	for (k = 0; k < i; k++) {
		const struct word *v = list->item[k].word;

		if (v == w || (v->otherwise && !strcmp(v->equal, w->equal) &&
			       !strcmp(v->otherwise, w->otherwise)))
			return true;
	}
	return false;
}

/* The names of all words that say of their case what the I-th says. */
static const char *names_like(struct arena *arena, const struct axioms *list,
			      size_t i)
{
	const struct word *w = list->item[i].word, *last = NULL;
	const char *names = "";
	size_t k;

	for (k = i; k < list->n; k++) {
		const struct word *v = list->item[k].word;

		if (v == last || !v->params || !v->otherwise || strcmp(v->equal, w->equal) ||
		    strcmp(v->otherwise, w->otherwise))
			continue;
		names = arena_printf(arena, "%s%s%s", names, *names ? ", " : "",
				     v->name);
		last = v;
	}
	return names;
}

static const char *condition(struct arena *arena, const struct axioms *list)
{
	const char *text = NULL;
	size_t i;

	for (i = 0; i < list->n; i++) {
		const struct word *w = list->item[i].word;

		if (!w->params || !w->otherwise || was_said(list, i))
			continue;
		text = arena_printf(arena, "%s%s%s: as before when %s; else it %s",
				    text ? text : "", text ? ". " : "",
				    names_like(arena, list, i), w->equal,
				    w->otherwise);
	}
	return text;
}

int axioms_find(struct arena *arena, const struct erasure *erasure,
		struct sources *sources, struct safec_change *c)
{
	struct finding_axioms f = { arena, sources, c };
	int err;

	c->axioms.n = 0;
	c->axioms.kind = WORD_ANNOTATION;
	err = proof_words(erasure, c, text_of, add, &f);
	if (c->axioms.n > 1)
		qsort(c->axioms.item, c->axioms.n, sizeof(*c->axioms.item), by_line);
	c->condition = condition(arena, &c->axioms);
	return err;
}

const char *axioms_condition(struct arena *arena, const struct safec_change *c)
{
	const char *text = condition(arena, &c->axioms);

	return text ? arena_printf(arena, "%s. %s", c->premise, text) : c->premise;
}

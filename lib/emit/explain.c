/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One change for people: why it is right, and how that was proved.
 */
#include "emit/emit.h"

#include <stdio.h>
#include <stdlib.h>

#include "prove/erasure.h"

static void put_places(const struct places *list, const char *mark, FILE *out)
{
	size_t i;

	for (i = 0; i < list->n; i++)
		fprintf(out, "  %s %s:%u: %s\n", mark, list->item[i].file,
			list->item[i].line, list->item[i].says);
}

static void put_axiom(const struct axiom *a, FILE *out)
{
	const struct word *w = a->word;

	fprintf(out, "  %s%s%s%s is taken for %s\n", w->name,
		w->params ? "(" : "", w->params ? w->params : "",
		w->params ? ")" : "",
		!a->meaning ? "nothing that the table knows" :
		*a->meaning->text ? a->meaning->text : "nothing");
	if (w->otherwise)
		fprintf(out, "    when %s; else it %s\n", w->equal, w->otherwise);
}

static void put_trial(const struct trial_record *t, FILE *out)
{
	fprintf(out, "  %s: %s: %s (%s; %u compilations)\n", t->unit,
		proof_word_of(t->proof), t->says,
		*t->compilers ? t->compilers : "no compiler", t->compilations);
}

static void put_bystanders(const struct safec_change *c, FILE *out)
{
	size_t i;

	if (c->bystander_count)
		fputs("Not given, though they can see it; they never name it:\n", out);
	for (i = 0; i < c->bystander_count; i++)
		fprintf(out, "  %s\n", c->bystanders[i]);
}

static void put_change(const struct safec_change *c, FILE *out)
{
	size_t i;

	fprintf(out, "%s\n%s: %s: %s -> %s\n", c->id, c->rule, c->name, c->before,
		c->after);
	fprintf(out, "%s: %s\n", c->verdict == SAFEC_APPLIED ? "Applied" :
		"Withheld", c->reason);
	put_places(&c->evidence, "+", out);
	put_places(&c->against, "-", out);
	fprintf(out, "Proof: %s\n", proof_word_of(c->proof));
	if (c->axioms.n)
		fputs("What was put in, and what the proof takes it for:\n", out);
	for (i = 0; i < c->axioms.n; i++)
		put_axiom(&c->axioms.item[i], out);
	if (c->trials.n)
		fputs("What was compared, the original with the rewritten text in "
		      "which these words are erased:\n", out);
	for (i = 0; i < c->trials.n; i++)
		put_trial(&c->trials.item[i], out);
	put_bystanders(c, out);
}

int emit_explain(const struct safec_change *c, char **out)
{
	size_t size;
	FILE *stream = open_memstream(out, &size);

	if (!stream)
		return -SAFEC_ENOMEM;
	put_change(c, stream);
	return fclose(stream) ? -SAFEC_ENOMEM : 0;
}

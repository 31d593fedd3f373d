/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The middle of the pipeline: facts become decisions, decisions changes,
 * changes new texts.
 */
#include "program.h"

#include <stdlib.h>
#include <string.h>

#include "base/vec.h"
#include "rewrite/refcount.h"
#include "solve/declaration.h"

int program_solve(struct safec_program *p)
{
	int err = counters_merge(&p->arena, p->facts, p->fact_count, &p->sources,
				 &p->counters);

	return err ? err : refcount_decide(&p->arena, &p->counters, &p->sources,
					   p->model, p->facts, p->fact_count,
					   &p->decisions);
}

/* ---------------------------------------------------------------- changes */

static const char *old_type(struct safec_program *p, const struct counter *c)
{
	const struct text *t = source_text(c->source);
	size_t type, end;

	if (*c->type)
		return c->type;
	return declaration_type(t, c->entity->begin, c->entity->at, &type, &end) ?
	       arena_copy_n(&p->arena, t->data + type, end - type) : "int";
}

static int copy_places(struct places *to, const struct places *from)
{
	size_t i;
	int err = 0;

	for (i = 0; i < from->n && !err; i++)
		err = places_add(to, from->item[i].file, from->item[i].line,
				 from->item[i].column, from->item[i].says);
	return err;
}

static const char *change_id(struct safec_program *p, const struct safec_change *c,
			     const char *key)
{
	uint64_t h = text_hash(key, strlen(key));
	size_t i;

	for (i = 0; i < c->edits.n; i++)
		h = h * 31 + text_hash(c->edits.item[i].put,
				       strlen(c->edits.item[i].put));
	return arena_printf(&p->arena, "%s-%016llx", c->rule, (unsigned long long)h);
}

static void withhold(struct safec_change *c, const char *reason)
{
	c->verdict = SAFEC_WITHHELD;
	c->reason = reason;
}

static int fill(struct safec_program *p, struct safec_change *c,
		const struct decision *d)
{
	const struct counter *k = d->counter;
	int err;

	c->rule = "refcount";
	c->verdict = d->refused ? SAFEC_WITHHELD : SAFEC_APPLIED;
	c->reason = d->reason;
	c->name = k->name;
	c->entity.record = *k->record ? k->record : NULL;
	c->entity.member = k->member;
	c->entity.file = k->source->name;
	c->before = old_type(p, k);
	c->after = d->type->name;
	c->confidence = d->confidence;
	c->was = *k->type ? k->type : "integer";
	c->bystanders = d->bystanders;
	c->bystander_count = d->bystander_count;
	err = copy_places(&c->evidence, &d->evidence);
	err = err ? err : copy_places(&c->against, &d->against);
	if (!err && !d->refused && refcount_rewrite(&p->arena, p->model, d, &c->edits,
						    &c->premises))
		withhold(c, "its uses could not be rewritten");
	if (c->premises.n)
		c->premise = "where the count is compared, it is not below zero";
	c->id = change_id(p, c, k->key);
	return err;
}

static struct safec_change *change_new(struct safec_program *p)
{
	struct safec_change **slot = vec_add(&p->changes.item, &p->changes.n,
					     sizeof(*slot));

	if (!slot)
		return NULL;
	*slot = calloc(1, sizeof(**slot));
	if (!*slot) {
		p->changes.n--;
		return NULL;
	}
	(*slot)->index = p->changes.n - 1;
	return *slot;
}

/* The second to claim a byte is withheld. */
static void refuse_conflicts(struct safec_program *p)
{
	const struct safec_edit *where;
	size_t i, k;

	for (i = 0; i < p->changes.n; i++)
		for (k = 0; k < i; k++) {
			struct safec_change *a = p->changes.item[k];
			struct safec_change *b = p->changes.item[i];

			if (a->verdict == SAFEC_APPLIED &&
			    b->verdict == SAFEC_APPLIED &&
			    edits_conflict(&a->edits, &b->edits, &where))
				withhold(b, arena_printf(&p->arena,
					"it edits the same text as the change of %s",
					a->name));
		}
}

static bool rule_is_on(const struct safec_program *p, const char *rule)
{
	const char *at = p->options.rules;
	size_t n = strlen(rule);

	if (!at)
		return true;
	while ((at = strstr(at, rule))) {
		if ((at == p->options.rules || at[-1] == ',') &&
		    (at[n] == ',' || !at[n]))
			return true;
		at += n;
	}
	return false;
}

int program_rewrite(struct safec_program *p)
{
	size_t i;
	int err = 0;

	for (i = 0; i < p->decisions.n && !err && rule_is_on(p, "refcount"); i++) {
		struct safec_change *c = change_new(p);

		err = c ? fill(p, c, &p->decisions.item[i]) : -SAFEC_ENOMEM;
	}
	refuse_conflicts(p);
	return err;
}

/* -------------------------------------------------------------- new texts */

static int all_edits(const struct safec_program *p, struct edits *all)
{
	size_t i, k;
	int err = 0;

	for (i = 0; i < p->changes.n; i++) {
		const struct safec_change *c = p->changes.item[i];

		for (k = 0; k < c->edits.n && !err; k++)
			if (c->verdict == SAFEC_APPLIED)
				err = edits_add(all, c->edits.item[k].file,
						c->edits.item[k].offset,
						c->edits.item[k].drop,
						c->edits.item[k].put);
	}
	edits_sort(all);
	return err;
}

static int new_text(struct safec_program *p, const struct edits *all,
		    const char *path)
{
	struct source *src = sources_find(&p->sources, path);
	const struct text *t = src ? source_text(src) : NULL;
	struct emit_file *f;
	char *after;
	size_t size;
	int err;

	if (!t || text_hash(t->data, t->size) != src->hash)
		return program_fail(p, -SAFEC_ECHANGED,
				    "%s changed while it was analysed; run again",
				    path);
	err = edits_apply(all, path, t->data, t->size, &after, &size);
	if (err)
		return err;
	f = vec_add(&p->files, &p->file_count, sizeof(*f));
	if (!f) {
		free(after);
		return -SAFEC_ENOMEM;
	}
	*f = (struct emit_file){ src->path, src->name, t->data, after, t->size, size };
	return 0;
}

void program_drop_files(struct safec_program *p)
{
	size_t i;

	for (i = 0; i < p->file_count; i++)
		free((char *)p->files[i].after);
	free(p->files);
	p->files = NULL;
	p->file_count = 0;
}

int program_overlay(struct safec_program *p)
{
	struct edits all = { 0 };
	size_t i;
	int err;

	program_drop_files(p);
	err = all_edits(p, &all);
	for (i = 0; i < all.n && !err; i++)
		if (i == 0 || strcmp(all.item[i - 1].file, all.item[i].file))
			err = new_text(p, &all, all.item[i].file);
	free(all.item);
	return err;
}

/* --------------------------------------------------------------- findings */

static struct safec_finding *finding_new(struct safec_program *p)
{
	struct safec_finding **slot = vec_add(&p->findings.item, &p->findings.n,
					      sizeof(*slot));

	if (!slot)
		return NULL;
	*slot = calloc(1, sizeof(**slot));
	if (!*slot) {
		p->findings.n--;
		return NULL;
	}
	(*slot)->index = p->findings.n - 1;
	return *slot;
}

static int find(struct safec_program *p, const struct counter *c,
		const char *severity, const char *says)
{
	struct safec_finding *f = finding_new(p);
	struct source *src = c->source;

	if (!f)
		return -SAFEC_ENOMEM;
	f->rule = "R1";
	f->severity = severity;
	f->place.file = src->name;
	f->place.line = text_line(source_text(src), c->entity->at, &f->place.column);
	f->place.says = says;
	f->id = arena_printf(&p->arena, "R1-%016llx", (unsigned long long)
			     (text_hash(c->key, strlen(c->key)) * 31 +
			      text_hash(says, strlen(says))));
	return 0;
}

/* Below this confidence a counter is more likely no reference count at all. */
#define LIKELY 0.25

int program_report(struct safec_program *p)
{
	size_t i;
	int err = 0;

	for (i = 0; i < p->changes.n && !err; i++) {
		const struct safec_change *c = p->changes.item[i];
		const struct decision *d = &p->decisions.item[i];

		if (c->verdict == SAFEC_WITHHELD && c->confidence >= LIKELY)
			err = find(p, d->counter, "warning",
				   arena_printf(&p->arena,
					"%s is counted down to zero but stays %s: %s",
					c->name, c->before, c->reason));
		else if (d->suggestion)
			err = find(p, d->counter, "note",
				   arena_printf(&p->arena, "%s: %s", c->name,
						d->suggestion));
	}
	return err;
}

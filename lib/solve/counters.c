/* SPDX-License-Identifier: Apache-2.0 */
#include "solve/counters.h"

#include <stdlib.h>
#include <string.h>
#include <uthash.h>

#include <safec/safec.h>

#include "base/vec.h"

struct counters_node {
	struct counter counter;
	UT_hash_handle hh;
};

/* The source of each file of one unit's facts. */
static struct source **files_of(struct sources *s, const struct facts *f)
{
	struct source **map = calloc(f->file_count + 1, sizeof(*map));
	size_t i;

	for (i = 1; map && i < f->file_count; i++) {
		struct source *src = sources_get(s, fact_string(f, f->files[i].path));

		if (!src)
			break;
		src->hash = f->files[i].hash;
		src->size = f->files[i].size;
		src->lowered |= f->files[i].lowered != 0;
		src->given |= f->files[i].given != 0;
		map[i] = src;
	}
	return map;
}

static struct counter *counter_get(struct arena *arena, struct counters *all,
				   const struct facts *f,
				   const struct fact_entity *e, struct source *src)
{
	const char *key = fact_string(f, e->key);
	struct counters_node *n;
	struct counter *c, **slot;

	HASH_FIND(hh, all->head, key, strlen(key), n);
	if (n)
		return &n->counter;
	n = arena_zalloc(arena, sizeof(*n));
	slot = n ? vec_add(&all->item, &all->n, sizeof(*slot)) : NULL;
	if (!slot)
		return NULL;
	c = *slot = &n->counter;
	*c = (struct counter){ .key = key, .record = fact_string(f, e->record),
			       .member = fact_string(f, e->member),
			       .type = fact_string(f, e->type),
			       .entity = e, .source = src, .node = n };
	c->name = *c->record ? arena_printf(arena, "%s.%s", c->record, c->member) :
		  c->member;
	HASH_ADD_KEYPTR(hh, all->head, key, strlen(key), n);
	return c;
}

static int merge_uses(struct counter **counter, struct source **map,
		      const struct facts *f)
{
	size_t i;

	for (i = 0; i < f->use_count; i++) {
		const struct fact_use *use = &f->uses[i];
		struct counter *c = counter[use->entity];
		struct counter_use *at = vec_add(&c->uses, &c->use_count, sizeof(*at));

		if (!at)
			return -SAFEC_ENOMEM;
		at->use = use;
		at->facts = f;
		at->source = map[use->file] ? map[use->file] : c->source;
	}
	for (i = 0; i < f->mention_count; i++)
		if (map[f->mentions[i].file] &&
		    source_mention(map[f->mentions[i].file], f->mentions[i].at))
			return -SAFEC_ENOMEM;
	return 0;
}

static int merge_unit(struct arena *arena, struct counters *all,
		      struct sources *sources, const struct facts *f)
{
	struct source **map = files_of(sources, f);
	struct counter **counter = calloc(f->entity_count + 1, sizeof(*counter));
	int err = map && counter ? 0 : -SAFEC_ENOMEM;
	size_t i;

	for (i = 0; i < f->entity_count && !err; i++) {
		const struct fact_entity *e = &f->entities[i];

		counter[i] = counter_get(arena, all, f, e, map[e->file]);
		err = counter[i] ? 0 : -SAFEC_ENOMEM;
	}
	err = err ? err : merge_uses(counter, map, f);
	free(map);
	free(counter);
	return err;
}

/* What is not understood comes first among the readings of one place. */
static int by_place(const void *a, const void *b)
{
	const struct counter_use *x = a, *y = b;
	int d = x->source == y->source ? 0 :
		strcmp(x->source ? x->source->path : "",
		       y->source ? y->source->path : "");

	if (d)
		return d;
	if (x->use->object != y->use->object)
		return x->use->object < y->use->object ? -1 : 1;
	if (x->use->op != y->use->op)
		return x->use->op > y->use->op ? -1 : 1;
	return x->use->flags > y->use->flags ? -1 : x->use->flags < y->use->flags;
}

static void sort_uses(struct counter *c)
{
	size_t i, n = 0;

	if (c->use_count)
		qsort(c->uses, c->use_count, sizeof(*c->uses), by_place);
	for (i = 0; i < c->use_count; i++)
		if (!n || c->uses[n - 1].source != c->uses[i].source ||
		    c->uses[n - 1].use->object != c->uses[i].use->object)
			c->uses[n++] = c->uses[i];
	c->use_count = n;
}

static int by_definition(const void *a, const void *b)
{
	const struct counter *x = *(struct counter *const *)a;
	const struct counter *y = *(struct counter *const *)b;
	int d = strcmp(x->source ? x->source->path : "",
		       y->source ? y->source->path : "");

	return d ? d : x->entity->at < y->entity->at ? -1 :
	       x->entity->at > y->entity->at ? 1 : strcmp(x->key, y->key);
}

int counters_merge(struct arena *arena, const struct facts *const *facts,
		   size_t n, struct sources *sources, struct counters *out)
{
	size_t i;
	int err = 0;

	*out = (struct counters){ 0 };
	for (i = 0; i < n && !err; i++)
		err = merge_unit(arena, out, sources, facts[i]);
	for (i = 0; i < out->n; i++)
		sort_uses(out->item[i]);
	if (out->n)
		qsort(out->item, out->n, sizeof(*out->item), by_definition);
	sources_sort(sources);
	return err;
}

void counters_free(struct counters *c)
{
	size_t i;

	HASH_CLEAR(hh, c->head);
	for (i = 0; i < c->n; i++)
		free(c->item[i]->uses);
	free(c->item);
	*c = (struct counters){ 0 };
}

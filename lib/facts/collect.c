/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which fields and globals may be counters, and every use of each.
 *
 * What is an integer that is never counted down is no candidate in a source
 * file of its own; in a header it is kept, since another unit may count.
 */
#include "facts/facts.h"

#include <stdlib.h>
#include <string.h>

#include <safec/safec.h>

#include "base/vec.h"
#include "facts/counter.h"
#include "facts/flow.h"

struct collector {
	struct unit *unit;
	const struct model *model;
	struct facts *facts;
	uint32_t *entity;	/* of each symbol: 1 + index, 0: none yet */
	uint32_t *file;		/* of each file of the unit: its index in facts */
	bool *counted;		/* of each symbol: worth keeping */
	struct sites sites;
};

/* ------------------------------------------------------------ candidates */

static const struct type *item_type(const struct unit *u, uint32_t sym, bool *array)
{
	const struct type *t = &u->types[u->symbols[sym].type];

	*array = t->kind == TYPE_ARRAY;
	while (t->kind == TYPE_ARRAY)
		t = &u->types[t->element];
	return t;
}

static const struct model_type *counter_type(const struct unit *u,
					     const struct model *m, uint32_t sym)
{
	bool array;
	const struct type *t = item_type(u, sym, &array);

	return t->name ? model_type(m, t->name) : NULL;
}

/* A field or global of the project that can hold a count at all. */
static bool is_candidate(const struct unit *u, const struct model *m, uint32_t sym)
{
	const struct symbol *s = &u->symbols[sym];
	const struct model_type *type;
	bool array;

	if ((s->kind != SYMBOL_FIELD && (s->kind != SYMBOL_VAR || s->is_local)) ||
	    !s->key || !s->file || !u->files[s->file].in_root)
		return false;
	type = counter_type(u, m, sym);
	if (type)
		return type->becomes;
	return item_type(u, sym, &array)->kind == TYPE_INT && !array;
}

/* Whether a mention of an integer steps it by one: what makes it a candidate. */
static bool is_step(const struct unit *u, uint32_t n)
{
	const struct node *p = &u->nodes[unit_user(u, n)];

	return p->kind == NODE_UNARY && p->op >= OP_POST_INC &&
	       p->op <= OP_PRE_DEC;
}

static bool is_down(const struct unit *u, uint32_t n)
{
	const struct node *p = &u->nodes[unit_user(u, n)];

	return (p->kind == NODE_UNARY &&
		(p->op == OP_POST_DEC || p->op == OP_PRE_DEC)) ||
	       (p->kind == NODE_ASSIGN && p->op == OP_SUB);
}

/* Seen by this unit alone: a static, or a record of the source file. */
static bool is_private(const struct unit *u, const struct symbol *s)
{
	if (s->kind == SYMBOL_VAR && s->is_static)
		return true;
	return s->kind == SYMBOL_FIELD && s->file &&
	       !strcmp(u->files[s->file].path, u->path);
}

static bool is_worth(const struct collector *c, const struct mention *m)
{
	const struct symbol *s = &c->unit->symbols[m->sym];

	if (!is_candidate(c->unit, c->model, m->sym))
		return false;
	return counter_type(c->unit, c->model, m->sym) ||
	       (is_private(c->unit, s) ? is_down(c->unit, m->node) : true);
}

/* -------------------------------------------------------------- entities */

static unsigned int entity_flags(const struct unit *u, const struct symbol *s,
				 const struct type *t, bool array)
{
	unsigned int flags = 0;

	flags |= s->kind == SYMBOL_VAR ? ENTITY_GLOBAL : 0;
	flags |= s->is_static ? ENTITY_STATIC : 0;
	flags |= s->is_bitfield ? ENTITY_BITFIELD : 0;
	flags |= s->in_macro ? ENTITY_IN_MACRO : 0;
	flags |= array ? ENTITY_ARRAY : 0;
	flags |= t->is_volatile ? ENTITY_VOLATILE : 0;
	flags |= is_private(u, s) ? ENTITY_IN_SOURCE : 0;
	return flags;
}

static uint32_t entity_of(struct collector *c, uint32_t sym)
{
	struct unit *u = c->unit;
	const struct symbol *s = &u->symbols[sym];
	const struct model_type *type = counter_type(u, c->model, sym);
	struct fact_entity *e;
	const struct type *t;
	bool array;

	if (c->entity[sym])
		return c->entity[sym] - 1;
	e = vec_add(&c->facts->entities, &c->facts->entity_count, sizeof(*e));
	if (!e)
		return 0;
	t = item_type(u, sym, &array);
	e->key = fact_keep(c->facts, s->key);
	e->record = s->kind == SYMBOL_FIELD ?
		    fact_keep(c->facts, u->symbols[s->parent].name) : 0;
	e->member = fact_keep(c->facts, s->path ? s->path : s->name);
	e->type = fact_keep(c->facts, type ? type->name : "");
	e->file = c->file[s->file];
	e->begin = s->begin;
	e->at = s->at;
	e->end = s->end;
	e->bits = type ? type->bits : t->bits;
	e->flags = entity_flags(u, s, t, array);
	c->entity[sym] = (uint32_t)c->facts->entity_count;
	return c->entity[sym] - 1;
}

/* ------------------------------------------------------------------ uses */

/* 1 + the index of the parameter that BASE is; 0. */
static uint32_t parameter_of(const struct unit *u, uint32_t function, uint32_t base)
{
	uint32_t c, i = 0;

	for (c = unit_child(u, function); c && base; c = unit_next(u, c)) {
		if (u->nodes[c].kind != NODE_PARAM)
			continue;
		i++;
		if (u->nodes[c].sym == base)
			return i;
	}
	return 0;
}

/* The same text may be compiled more than once, as a macro's argument. */
static struct fact_use *known_use(struct collector *c, uint32_t entity,
				  uint32_t file, uint32_t object)
{
	size_t i = c->facts->use_count;

	while (i-- > 0) {
		struct fact_use *use = &c->facts->uses[i];

		if (use->entity == entity && use->file == file &&
		    use->object == object)
			return use;
		if (c->facts->use_count - i > 256)
			break;
	}
	return NULL;
}

static int add_site(struct collector *c, uint32_t entity, const struct counted *k,
		    size_t use)
{
	struct site *s = vec_add(&c->sites.item, &c->sites.n, sizeof(*s));

	if (!s)
		return -SAFEC_ENOMEM;
	s->use = (uint32_t)use;
	s->entity = entity;
	s->object = k->object;
	s->whole = k->whole;
	s->base = unit_base(c->unit, k->object);
	return 0;
}

static int add_use(struct collector *c, uint32_t sym, uint32_t n,
		   const struct counted *k)
{
	struct unit *u = c->unit;
	uint32_t entity = entity_of(c, sym), function = unit_function(u, n);
	const struct node *node = &u->nodes[n];
	struct fact_use *use = known_use(c, entity, c->file[node->file], node->begin);

	if (use && (node->flags & NODE_UNEVALUATED || use->op == k->op))
		return 0;
	if (use) {
		use->op = MODEL_OTHER;
		use->says = fact_keep(c->facts,
				      "a macro uses it in more than one way");
		return 0;
	}
	use = vec_add(&c->facts->uses, &c->facts->use_count, sizeof(*use));
	if (!use)
		return -SAFEC_ENOMEM;
	*use = (struct fact_use){
		.entity = entity, .op = k->op, .flags = k->flags,
		.file = c->file[node->file], .begin = k->begin, .end = k->end,
		.object = node->begin, .object_end = node->end,
		.callee = k->callee, .callee_end = k->callee_end,
		.call_end = k->call_end, .value = k->value,
	};
	use->function = function ?
		fact_keep(c->facts, u->symbols[u->nodes[function].sym].key) : 0;
	use->says = fact_keep(c->facts, k->says ? k->says : "");
	use->parameter = parameter_of(u, function, unit_base(u, n));
	return function ? add_site(c, entity, k, (size_t)(use - c->facts->uses)) : 0;
}

static int collect_use(struct collector *c, const struct mention *m)
{
	const struct model_type *type;
	struct counted k;
	struct fact_mention *at;

	if (!c->counted[m->sym])
		return 0;
	at = vec_add(&c->facts->mentions, &c->facts->mention_count, sizeof(*at));
	if (!at)
		return -SAFEC_ENOMEM;
	at->file = c->file[m->file];
	at->at = m->at;
	type = counter_type(c->unit, c->model, m->sym);
	k = counter_use(c->unit, c->model, type, m->node);
	return k.op == MODEL_NONE ? (entity_of(c, m->sym), 0) :
	       add_use(c, m->sym, m->node, &k);
}

/* A mention of something else that has the name of what is counted. */
static int collect_namesakes(struct collector *c)
{
	struct unit *u = c->unit;
	size_t i;

	for (i = 0; i < u->mention_count; i++) {
		const struct mention *m = &u->mentions[i];
		struct fact_mention *at;

		if (c->counted[m->sym] || !c->file[m->file])
			continue;
		at = vec_add(&c->facts->mentions, &c->facts->mention_count,
			     sizeof(*at));
		if (!at)
			return -SAFEC_ENOMEM;
		at->file = c->file[m->file];
		at->at = m->at;
	}
	return 0;
}

static int collect_files(struct collector *c)
{
	struct unit *u = c->unit;
	uint32_t i;

	/* Index 0 stays "no file of the project". */
	if (!vec_add(&c->facts->files, &c->facts->file_count,
		     sizeof(*c->facts->files)))
		return -SAFEC_ENOMEM;
	for (i = 1; i < u->file_count; i++) {
		struct fact_file *f;
		const struct text *t;

		if (!u->files[i].in_root || !u->files[i].lowered)
			continue;
		t = unit_text(u, i);
		c->file[i] = (uint32_t)c->facts->file_count;
		f = vec_add(&c->facts->files, &c->facts->file_count, sizeof(*f));
		if (!f)
			return -SAFEC_ENOMEM;
		f->path = fact_keep(c->facts, u->files[i].path);
		f->lowered = u->files[i].lowered;
		f->given = u->files[i].beside;
		f->size = t->size;
		f->hash = text_hash(t->data, t->size);
	}
	return 0;
}

/* The header of a record whose functions were not needed. */
static int collect_definitions(struct collector *c)
{
	struct unit *u = c->unit;
	uint32_t s;

	for (s = 1; s < u->symbol_count; s++) {
		uint32_t file = u->symbols[s].file;
		struct fact_file *f;
		const struct text *t;

		if (!c->counted[s] || !file || c->file[file])
			continue;
		t = unit_text(u, file);
		c->file[file] = (uint32_t)c->facts->file_count;
		f = vec_add(&c->facts->files, &c->facts->file_count, sizeof(*f));
		if (!f)
			return -SAFEC_ENOMEM;
		f->path = fact_keep(c->facts, u->files[file].path);
		f->size = t->size;
		f->hash = text_hash(t->data, t->size);
	}
	return 0;
}

static int collect_flows(struct collector *c)
{
	struct unit *u = c->unit;
	uint32_t n;
	size_t i = 0;
	int err = 0;

	for (n = 1; n < u->node_count && !err; n = u->nodes[n].last + 1) {
		while (i < c->sites.n && c->sites.item[i].object < n)
			i++;
		if (u->nodes[n].kind == NODE_FUNCTION &&
		    unit_child(u, n) && i < c->sites.n)
			err = flow_function(u, c->model, c->facts, &c->sites, n);
	}
	return err;
}

static int by_object(const void *a, const void *b)
{
	const struct site *x = a, *y = b;

	return x->object < y->object ? -1 : x->object > y->object;
}

static int collect(struct collector *c)
{
	struct unit *u = c->unit;
	size_t i;
	int err;

	for (i = 0; i < u->mention_count; i++)
		if (is_worth(c, &u->mentions[i]))
			c->counted[u->mentions[i].sym] = true;
	err = collect_files(c);
	err = err ? err : collect_definitions(c);
	for (i = 0; i < u->mention_count && !err; i++)
		err = collect_use(c, &u->mentions[i]);
	err = err ? err : collect_namesakes(c);
	if (c->sites.n)
		qsort(c->sites.item, c->sites.n, sizeof(*c->sites.item), by_object);
	return err ? err : collect_flows(c);
}

int facts_collect(struct unit *u, const struct model *m, struct facts *f)
{
	struct collector c = { .unit = u, .model = m, .facts = f };
	int err = -SAFEC_ENOMEM;

	c.entity = calloc(u->symbol_count, sizeof(*c.entity));
	c.file = calloc(u->file_count, sizeof(*c.file));
	c.counted = calloc(u->symbol_count, sizeof(*c.counted));
	if (c.entity && c.file && c.counted)
		err = collect(&c);
	free(c.entity);
	free(c.file);
	free(c.counted);
	free(c.sites.item);
	return err;
}

/* ---------------------------------------------------- worth looking for */

static int by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static size_t unique(const char **name, size_t n)
{
	size_t i, kept = 0;

	if (n)
		qsort(name, n, sizeof(*name), by_name);
	for (i = 0; i < n; i++)
		if (!kept || strcmp(name[kept - 1], name[i]))
			name[kept++] = name[i];
	return kept;
}

int facts_wanted(struct unit *u, const struct model *m, const char ***names,
		 size_t *n)
{
	size_t i;

	*names = NULL;
	*n = 0;
	for (i = 0; i < u->mention_count; i++) {
		const struct mention *at = &u->mentions[i];
		const struct symbol *s = &u->symbols[at->sym];
		const char **name;

		/* What only macros spell is theirs, as a mutex's owner is. */
		if (!is_candidate(u, m, at->sym) || u->files[s->file].lowered ||
		    !unit_is_written(u, at->node) ||
		    (!counter_type(u, m, at->sym) && !is_step(u, at->node)))
			continue;
		name = vec_add(names, n, sizeof(*name));
		if (!name)
			return -SAFEC_ENOMEM;
		*name = s->name;
	}
	*n = unique(*names, *n);
	return 0;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The model as read, and the answers to questions about it.
 *
 * Entries live in two hash tables in the arena.  uthash also links them in the
 * order in which they were added, which is the order of files and lines, so
 * walks are deterministic and "the first that" means something.
 */
#include <fnmatch.h>
#include <string.h>

#include "model/store.h"

/* The tables are as long-lived as ARENA, a name that each user has in scope. */
#define HASH_NONFATAL_OOM 1
#define uthash_malloc(size) arena_zalloc(arena, size)
#define uthash_free(p, size) ((void)(p))
#define uthash_nonfatal_oom(entry) ((entry) = NULL)
#include <uthash.h>

struct function_entry {
	struct model_function is;
	UT_hash_handle hh;
};

struct type_entry {
	struct model_type is;
	UT_hash_handle hh;
};

struct model_function *store_function(struct arena *arena, struct model *m,
				      const char *name)
{
	struct function_entry *e = arena_zalloc(arena, sizeof(*e));

	if (!e)
		return NULL;
	e->is.name = name;
	HASH_ADD_KEYPTR(hh, m->functions, name, strlen(name), e);
	return e ? &e->is : NULL;
}

struct model_type *store_type(struct arena *arena, struct model *m,
			      const char *name)
{
	struct type_entry *e = arena_zalloc(arena, sizeof(*e));

	if (!e)
		return NULL;
	e->is.name = name;
	HASH_ADD_KEYPTR(hh, m->types, name, strlen(name), e);
	return e ? &e->is : NULL;
}

/* IS is the first member of its entry, so their addresses are the same. */
struct model_function *store_after(struct model_function *f)
{
	struct function_entry *e = (struct function_entry *)f;

	e = e->hh.next;
	return e ? &e->is : NULL;
}

const struct model_function *model_function(const struct model *m,
					    const char *name)
{
	struct function_entry *e;

	HASH_FIND_STR(m->functions, name, e);
	return e ? &e->is : NULL;
}

const struct model_type *model_type(const struct model *m, const char *name)
{
	struct type_entry *e;

	HASH_FIND_STR(m->types, name, e);
	return e ? &e->is : NULL;
}

const struct model_function *model_next(const struct model *m,
					const struct model_function *f)
{
	const struct function_entry *e = (const struct function_entry *)f;

	e = e ? e->hh.next : m->functions;
	return e ? &e->is : NULL;
}

const struct model_type *model_next_type(const struct model *m,
					 const struct model_type *t)
{
	const struct type_entry *e = (const struct type_entry *)t;

	e = e ? e->hh.next : m->types;
	return e ? &e->is : NULL;
}

const struct model_type *model_refcount(const struct model *m)
{
	const struct model_type *t = model_next_type(m, NULL);

	while (t && !t->is_refcount)
		t = model_next_type(m, t);
	return t;
}

static bool always_does(const struct model_function *f, enum model_op op)
{
	for (size_t i = 0; i < f->effect_count; i++) {
		const struct model_effect *e = &f->effects[i];

		if (e->op == op && e->result == MODEL_ANY && !e->has_amount &&
		    !e->has_unless)
			return true;
	}
	return false;
}

const struct model_function *model_word(const struct model *m,
					const struct model_type *type,
					enum model_op op)
{
	const struct model_function *f = NULL;

	while ((f = model_next(m, f)))
		if (f->type && !strcmp(f->type, type->name) &&
		    always_does(f, op))
			return f;
	return NULL;
}

int model_param(const struct model_function *f, enum model_param_kind kind)
{
	for (size_t i = 0; i < f->param_count; i++)
		if (f->params[i].kind == kind)
			return (int)i;
	return -1;
}

const char *model_op_word(enum model_op op)
{
	static const char *const words[] = {
#define MODEL_OP(name, word, says) word,
		MODEL_OPS(MODEL_OP)
#undef MODEL_OP
	};

	return words[op];
}

bool model_is_abi(const struct model *m, const char *path)
{
	const struct abi_pattern *p = m->abi;

	while (p && fnmatch(p->glob, path, 0))
		p = p->next;
	return p;
}

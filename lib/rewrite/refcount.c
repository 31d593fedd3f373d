/* SPDX-License-Identifier: Apache-2.0 */
/*
 * refcount: a reference count is a refcount_t.
 *
 * Every use is replaced by the function of the new type that does the same,
 * by the model, and the declaration and its header come along:
 *
 *	atomic_t users;				refcount_t users;
 *	atomic_inc(&p->users)			refcount_inc(&p->users)
 *	atomic_add_unless(&p->users, 1, 0)	refcount_inc_not_zero(&p->users)
 *	p->users++				refcount_inc(&p->users)
 *	if (--p->users)				if (!refcount_dec_and_test(&p->users))
 *
 * Needs: a decision whose uses are all understood.  Edits: the uses, the
 * declaration, one #include.  Proof: erased; conditional where the count is
 * compared by order (`--p->users > 0`), which differs for one below zero.
 */
#include "rewrite/refcount.h"

#include <stdlib.h>
#include <string.h>

#include "base/lex.h"
#include "base/vec.h"
#include "rewrite/include.h"
#include "solve/declaration.h"

struct rewriting {
	struct arena *arena;
	const struct model *model;
	const struct model_type *type;
	struct edits *edits;
};

static const char *copy(struct rewriting *r, const struct text *t, size_t begin,
			size_t end)
{
	const char *s = arena_copy_n(r->arena, t->data + begin, end - begin);

	return s ? s : "";
}

/* ---------------------------------------------------------------- calls */

enum { ARGUMENTS = 4 };

struct argument {
	size_t begin, end;
};

/* The arguments of the call whose name ends at NAME_END, without blanks around. */
static size_t split(const struct text *t, size_t name_end, size_t call_end,
		    struct argument arg[ARGUMENTS])
{
	struct lexer l = lexer_at(t->data, name_end, call_end);
	struct token tok;
	size_t n = 0;
	int depth = 0;
	bool fresh = true;

	while (lex(&l, &tok) != TOKEN_END && n <= ARGUMENTS) {
		char c = tok.kind == TOKEN_PUNCT ? t->data[tok.begin] : 0;

		if ((c == '(' || c == '[' || c == '{') && depth++ == 0)
			continue;
		if ((c == ')' || c == ']' || c == '}') && --depth == 0)
			break;
		if (c == ',' && depth == 1) {
			fresh = true;
			continue;
		}
		if (fresh && n < ARGUMENTS)
			arg[n++].begin = tok.begin;
		fresh = false;
		arg[n - 1].end = tok.end;
	}
	return n;
}

static bool same_parameters(const struct model_function *a,
			    const struct model_function *b)
{
	size_t i;

	if (a->param_count != b->param_count)
		return false;
	for (i = 0; i < a->param_count; i++)
		if (a->params[i].kind != b->params[i].kind)
			return false;
	return true;
}

/* The text for parameter P of the new call, from the arguments of the OLD one. */
static const char *argument_for(struct rewriting *r, const struct text *t,
				const struct model_function *old,
				const struct model_param *p,
				const struct argument *arg, size_t n)
{
	bool by_address = p->kind == MODEL_FLAGS_PTR;
	int i = model_param(old, by_address ? MODEL_FLAGS : p->kind);

	if (i < 0 || (size_t)i >= n)
		return NULL;
	return arena_printf(r->arena, "%s%s", by_address ? "&" : "",
			    copy(r, t, arg[i].begin, arg[i].end));
}

/* The new call, its arguments picked from the old one by what they mean. */
static const char *new_call(struct rewriting *r, const struct text *t,
			    const struct fact_use *use,
			    const struct model_function *old,
			    const struct model_function *word)
{
	struct argument arg[ARGUMENTS];
	size_t n = split(t, use->callee_end, use->call_end, arg), i;
	const char *text = arena_printf(r->arena, "%s(", word->name);

	for (i = 0; i < word->param_count; i++) {
		const char *a = argument_for(r, t, old, &word->params[i], arg, n);

		if (!a)
			return NULL;
		text = arena_printf(r->arena, "%s%s%s", text, i ? ", " : "", a);
	}
	return arena_printf(r->arena, "%s)", text);
}

static int rewrite_callee(struct rewriting *r, const char *path,
			  const struct text *t, const struct fact_use *use,
			  const struct model_function *word)
{
	const char *name = copy(r, t, use->callee, use->callee_end);
	const struct model_function *old = model_function(r->model, name);
	const char *call;

	if (!old)
		return -SAFEC_EMODEL;
	if (same_parameters(old, word))
		return edits_add(r->edits, path, use->callee,
				 use->callee_end - use->callee, word->name);
	call = new_call(r, t, use, old, word);
	return call ? edits_add(r->edits, path, use->callee,
				use->call_end - use->callee, call) :
	       -SAFEC_EMODEL;
}

/* A call of the old type's function, with the comparison around it. */
static int rewrite_call(struct rewriting *r, const char *path,
			const struct text *t, const struct fact_use *use,
			const struct model_function *word)
{
	bool negated = use->flags & USE_NEGATED && use->op != MODEL_READ;
	int err = rewrite_callee(r, path, t, use, word);

	if (!err && (use->begin < use->callee || negated))
		err = edits_add(r->edits, path, use->begin,
				use->callee - use->begin, negated ? "!" : "");
	if (!err && use->call_end < use->end)
		err = edits_add(r->edits, path, use->call_end,
				use->end - use->call_end, "");
	return err;
}

/* ------------------------------------------------------------- operators */

/* Replace what stands before and behind the counter. */
static int wrap(struct rewriting *r, const char *path, size_t begin,
		size_t object, size_t object_end, size_t end,
		const char *before, const char *behind)
{
	int err = edits_add(r->edits, path, begin, object - begin, before);

	return err ? err : edits_add(r->edits, path, object_end,
				     end - object_end, behind);
}

/* What is assigned: the text behind the `=`. */
static const char *assigned(struct rewriting *r, const struct text *t,
			    const struct fact_use *use)
{
	struct lexer l = lexer_at(t->data, use->object_end, use->end);
	struct token tok;

	while (lex(&l, &tok) != TOKEN_END)
		if (token_is(t->data, &tok, "=") && lex(&l, &tok) != TOKEN_END)
			return copy(r, t, tok.begin, use->end);
	return "";
}

static int rewrite_operator(struct rewriting *r, const char *path,
			    const struct text *t, const struct fact_use *use,
			    const struct model_function *word)
{
	const char *before = arena_printf(r->arena, "%s%s(&",
			use->flags & USE_NEGATED ? "!" : "", word->name);

	switch (use->op) {
	case MODEL_INIT:
		return wrap(r, path, use->begin, use->begin, use->end, use->end,
			    arena_printf(r->arena, "%s(", word->name), ")");
	case MODEL_READ:
		return wrap(r, path, use->object, use->object, use->object_end,
			    use->object_end,
			    arena_printf(r->arena, "%s(&", word->name), ")");
	case MODEL_SET:
		return wrap(r, path, use->begin, use->object, use->object_end,
			    use->end, before,
			    arena_printf(r->arena, ", %s)", assigned(r, t, use)));
	default:
		return wrap(r, path, use->begin, use->object, use->object_end,
			    use->end, before, ")");
	}
}

static int rewrite_use(struct rewriting *r, const struct counter_use *u)
{
	const struct model_function *word =
		model_word(r->model, r->type, (enum model_op)u->use->op);
	const struct text *t = source_text(u->source);

	if (!word)
		return -SAFEC_EMODEL;
	return u->use->callee < u->use->callee_end ?
	       rewrite_call(r, u->source->path, t, u->use, word) :
	       rewrite_operator(r, u->source->path, t, u->use, word);
}

/* ----------------------------------------------------------- declaration */

enum { TAB = 8 };

/* The column (from 0) of AT, tabs expanded. */
static size_t column_of(const struct text *t, size_t at)
{
	size_t i = t->lines[text_line(t, at, NULL) - 1], column = 0;

	for (; i < at; i++)
		column += t->data[i] == '\t' ? TAB - column % TAB : 1;
	return column;
}

/* Blanks that keep the name in its column, when tabs put it there. */
static const char *blanks(struct rewriting *r, const struct text *t, size_t type_end,
			  size_t name, size_t column)
{
	size_t target = column_of(t, name);
	const char *text = "";

	if (!memchr(t->data + type_end, '\t', name - type_end))
		return copy(r, t, type_end, name);
	while (column < target) {
		column += TAB - column % TAB;
		text = arena_printf(r->arena, "%s\t", text);
	}
	return *text ? text : " ";
}

static int rewrite_declaration(struct rewriting *r, const struct counter *c)
{
	const struct text *t = source_text(c->source);
	const struct fact_entity *e = c->entity;
	size_t type, end, column;
	const char *gap;

	if (!declaration_type(t, e->begin, e->at, &type, &end))
		return -SAFEC_EPARSE;
	column = column_of(t, type) + strlen(r->type->name);
	gap = blanks(r, t, end, e->at, column);
	if (e->at - end == strlen(gap) && !memcmp(gap, t->data + end, e->at - end))
		return edits_add(r->edits, c->source->path, type, end - type,
				 r->type->name);
	return edits_add(r->edits, c->source->path, type, e->at - type,
			 arena_printf(r->arena, "%s%s", r->type->name, gap));
}

/* ------------------------------------------------------------- premises */

/* The `<`, `<=`, `>` or `>=` of [BEGIN, END), in *FOUND. */
static bool find_order(const struct text *t, size_t begin, size_t end,
		       struct token *found)
{
	struct lexer l = lexer_at(t->data, begin, end);

	while (lex(&l, found) != TOKEN_END)
		if (token_is(t->data, found, "<") || token_is(t->data, found, "<=") ||
		    token_is(t->data, found, ">") || token_is(t->data, found, ">="))
			return true;
	return false;
}

/* What is read has the type that the new word will give it. */
static int add_cast(struct rewriting *r, const struct counter_use *u,
		    struct edits *premises)
{
	const struct fact_use *use = u->use;
	size_t at = use->callee < use->callee_end ? use->callee : use->object;

	return edits_add(premises, u->source->path, at, 0,
			 arena_printf(r->arena, "(%s)", r->type->value_type));
}

/* A put that is compared by order: with `== 0` or `!= 0` instead. */
static int add_premise(struct rewriting *r, const struct counter_use *u,
		       struct edits *premises)
{
	const struct fact_use *use = u->use;
	const struct text *t = source_text(u->source);
	bool is_call = use->callee < use->callee_end;
	size_t head = is_call ? use->callee : use->object;
	size_t tail = is_call ? use->call_end : use->object_end;
	bool negated = use->flags & USE_NEGATED;
	struct token order;

	if (use->op == MODEL_READ)
		return add_cast(r, u, premises);
	if (use->op != MODEL_DEC_TEST && use->op != MODEL_SUB_TEST)
		return 0;
	if (find_order(t, tail, use->end, &order))
		return edits_add(premises, u->source->path, order.begin,
				 use->end - order.begin, negated ? "!= 0" : "== 0");
	if (find_order(t, use->begin, head, &order))
		return edits_add(premises, u->source->path, use->begin,
				 order.end - use->begin, negated ? "0 !=" : "0 ==");
	return 0;
}

int refcount_rewrite(struct arena *arena, const struct model *m,
		     const struct decision *d, struct edits *out,
		     struct edits *premises)
{
	struct rewriting r = { arena, m, d->type, out };
	const struct counter *c = d->counter;
	size_t i;
	int err = rewrite_declaration(&r, c);

	for (i = 0; i < c->use_count && !err; i++)
		err = rewrite_use(&r, &c->uses[i]);
	for (i = 0; i < c->use_count && !err; i++)
		err = add_premise(&r, &c->uses[i], premises);
	err = err ? err : include_add(arena, c->source, d->type->header, out);
	edits_sort(out);
	edits_sort(premises);
	return err;
}

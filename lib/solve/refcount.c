/* SPDX-License-Identifier: Apache-2.0 */
/*
 * refcount: which counters are reference counts, and why not the others.
 *
 * A reference count starts at one or more, is incremented by who holds a
 * reference, and ends something's life when a decrement finds it zero.  A
 * counter is one when its uses in all units say so and none says otherwise;
 * each guard below is one way to say otherwise.  Names decide nothing.
 *
 * Needs: counters.  Gives: a decision for each counter that steps up and is
 * tested for zero on its way down; others are not worth a word.
 */
#include "solve/refcount.h"

#include <stdlib.h>
#include <string.h>

#include "base/lex.h"
#include "base/vec.h"
#include "solve/declaration.h"
#include "solve/tree.h"

struct deciding {
	struct arena *arena;
	const struct counter *counter;
	struct sources *sources;
	const struct model *model;
	const struct facts *const *facts;
	size_t fact_count;
	struct decision *d;
};

static void place(struct places *list, struct source *src,
		  uint32_t at, const char *says)
{
	unsigned int column, line = text_line(source_text(src), at, &column);

	places_add(list, src->name, line, column, says);
}

static void against(struct deciding *w, const struct counter_use *u, const char *says)
{
	place(&w->d->against, u->source, u->use->object, says);
}

static bool is_step_up(enum model_op op)
{
	return op == MODEL_INC || op == MODEL_ADD || op == MODEL_INC_NOT_ZERO ||
	       op == MODEL_ADD_NOT_ZERO;
}

static bool is_zero_test(enum model_op op)
{
	return op == MODEL_DEC_TEST || op == MODEL_SUB_TEST ||
	       op == MODEL_DEC_LOCK || op == MODEL_DEC_MUTEX ||
	       op == MODEL_DEC_LOCK_SAVE;
}

static size_t count(const struct counter *c, bool (*is)(enum model_op))
{
	size_t i, n = 0;

	for (i = 0; i < c->use_count; i++)
		n += is((enum model_op)c->uses[i].use->op);
	return n;
}

/* ---------------------------------------------------------------- guards */

/* Each returns why the counter is none, having noted where; NULL: no objection. */
typedef const char *guard(struct deciding *w);

static const char *guard_declaration(struct deciding *w)
{
	const struct fact_entity *e = w->counter->entity;

	if (e->flags & ENTITY_BITFIELD)
		return "it is a bit field";
	if (e->flags & ENTITY_IN_MACRO)
		return "a macro declares it";
	if (e->flags & ENTITY_ARRAY)
		return "it is an array of counters";
	if (e->flags & ENTITY_VOLATILE)
		return "it is volatile";
	if (e->bits != w->d->type->bits)
		return arena_printf(w->arena,
			"it has %u bits and %s has %u: its range and the layout would change",
			e->bits, w->d->type->name, w->d->type->bits);
	return NULL;
}

static const char *guard_abi(struct deciding *w)
{
	return model_is_abi(w->model, w->counter->source->path) ?
	       "it is part of what user space sees" : NULL;
}

/* `int a, users;` would need a declaration of its own. */
static const char *guard_own_declaration(struct deciding *w)
{
	const struct fact_entity *e = w->counter->entity;
	size_t type, end;

	if (e->flags & ENTITY_GLOBAL && !(e->flags & ENTITY_STATIC))
		return "it is a global that other files may declare";
	return declaration_type(source_text(w->counter->source), e->begin, e->at,
				&type, &end) ? NULL :
	       "its declaration is more than one type and one name";
}

static const char *guard_understood(struct deciding *w)
{
	const struct counter *c = w->counter;
	const char *first = NULL;
	size_t i;

	for (i = 0; i < c->use_count; i++) {
		const char *says = fact_string(c->uses[i].facts,
					       c->uses[i].use->says);

		if (c->uses[i].use->op != MODEL_OTHER)
			continue;
		against(w, &c->uses[i], says);
		first = first ? first : says;
	}
	return first;
}

static bool has_value(const struct fact_use *use)
{
	return (use->op == MODEL_SET || use->op == MODEL_INIT) &&
	       use->flags & USE_HAS_VALUE;
}

static const char *guard_start(struct deciding *w)
{
	const struct counter *c = w->counter;
	size_t i, starts = 0;

	for (i = 0; i < c->use_count; i++)
		starts += has_value(c->uses[i].use) && c->uses[i].use->value > 0;
	if (starts)
		return NULL;
	for (i = 0; i < c->use_count; i++)
		if (is_step_up(c->uses[i].use->op))
			against(w, &c->uses[i], "incremented from its idle state");
	return "it is never set to one or more, so it idles at zero and is incremented from there";
}

static const char *guard_never_zeroed(struct deciding *w)
{
	const struct counter *c = w->counter;
	size_t i;

	for (i = 0; i < c->use_count; i++)
		if (has_value(c->uses[i].use) && c->uses[i].use->value <= 0) {
			against(w, &c->uses[i], "set to zero or less");
			return "it is set to zero or less, from where it may be incremented";
		}
	return NULL;
}

/* Whether a known zero is handed to the function of USE as its object. */
static bool receives_zero(const struct deciding *w, const struct counter_use *u)
{
	const char *function = fact_string(u->facts, u->use->function);
	size_t i, k;

	if (!u->use->parameter)
		return false;
	for (i = 0; i < w->fact_count; i++) {
		const struct facts *f = w->facts[i];

		for (k = 0; k < f->flow_count; k++) {
			const struct fact_flow *flow = &f->flows[k];

			if (flow->argument + 1 == u->use->parameter &&
			    !strcmp(fact_string(f, flow->function), function) &&
			    !strcmp(fact_string(f, f->entities[flow->entity].key),
				    w->counter->key))
				return true;
		}
	}
	return false;
}

static const char *guard_from_zero(struct deciding *w)
{
	const struct counter *c = w->counter;
	size_t i;

	for (i = 0; i < c->use_count; i++) {
		const struct counter_use *u = &c->uses[i];

		if (u->use->op != MODEL_INC && u->use->op != MODEL_ADD)
			continue;
		if (!(u->use->flags & USE_FROM_ZERO) && !receives_zero(w, u))
			continue;
		against(w, u, "incremented where it can be zero");
		return "it can be incremented from zero";
	}
	return NULL;
}

static const char *guard_plain_decrement(struct deciding *w)
{
	const struct counter *c = w->counter;
	size_t i;

	for (i = 0; i < c->use_count; i++) {
		const struct fact_use *use = c->uses[i].use;

		if (use->op != MODEL_DEC || use->flags & USE_HELD)
			continue;
		against(w, &c->uses[i], "decremented without a test for zero");
		return "it is decremented without a test, perhaps to zero";
	}
	return NULL;
}

static const char *guard_release(struct deciding *w)
{
	const struct counter *c = w->counter;
	size_t i, releases = 0, tests = 0;

	for (i = 0; i < c->use_count; i++) {
		const struct fact_use *use = c->uses[i].use;

		if (!is_zero_test(use->op))
			continue;
		if (use->flags & USE_WAKES) {
			against(w, &c->uses[i], "zero wakes a waiter");
			return "its zero wakes a waiter: it counts pending work, not references";
		}
		tests++;
		releases += (use->flags & (USE_RELEASES | USE_HANDED_ON)) != 0;
	}
	return releases || !tests ? NULL : "nothing is released when it reaches zero";
}

static const char *guard_words(struct deciding *w)
{
	const struct counter *c = w->counter;
	size_t i;

	for (i = 0; i < c->use_count; i++) {
		enum model_op op = (enum model_op)c->uses[i].use->op;

		if (model_word(w->model, w->d->type, op))
			continue;
		against(w, &c->uses[i], "no counterpart");
		return arena_printf(w->arena, "%s has no word for \"%s\"",
				    w->d->type->name, model_op_word(op));
	}
	return NULL;
}

/* The name's last part, as it is spelled in expressions. */
static const char *spelled(const struct counter *c)
{
	const char *dot = strrchr(c->member, '.');

	return dot ? dot + 1 : c->member;
}

/* A mention in SRC that no unit compiled; false when all are accounted for. */
static bool find_unseen(const struct counter *c, struct source *src, uint32_t *at)
{
	const struct text *t = source_text(src);
	struct lexer l = lexer_at(t->data, 0, t->size);
	bool is_field = *c->record;
	struct token tok, before = { 0 };

	if (!strstr(t->data, spelled(c)))
		return false;
	while (lex(&l, &tok) != TOKEN_END) {
		bool reached = !is_field || (before.kind == TOKEN_PUNCT &&
				(token_is(t->data, &before, "->") ||
				 token_is(t->data, &before, ".")));

		before = tok;
		if (tok.kind != TOKEN_NAME || !reached ||
		    !token_is(t->data, &tok, spelled(c)) ||
		    source_mentions(src, (uint32_t)tok.begin))
			continue;
		*at = (uint32_t)tok.begin;
		return true;
	}
	return false;
}

static bool concerns(const struct counter *c, const struct source *src)
{
	return c->entity->flags & (ENTITY_IN_SOURCE | ENTITY_STATIC) ?
	       src == c->source : src->lowered || src == c->source;
}

/* Every place that spells the name was seen by the compiler. */
static const char *guard_all_seen(struct deciding *w)
{
	struct source *src;
	uint32_t at;

	for (src = sources_next(w->sources, NULL); src;
	     src = sources_next(w->sources, src)) {
		if (!concerns(w->counter, src) ||
		    !find_unseen(w->counter, src, &at))
			continue;
		place(&w->d->against, src, at, "not compiled in this configuration");
		return "it is named where this configuration does not compile, or in an unused macro";
	}
	return NULL;
}

/* Every file that could name it was given. */
static const char *guard_all_given(struct deciding *w)
{
	const struct counter *c = w->counter;
	struct tree_answer a;

	if (c->entity->flags & (ENTITY_IN_SOURCE | ENTITY_STATIC))
		return NULL;
	tree_ask(w->arena, w->sources, c->source->path, spelled(c), *c->record, &a);
	w->d->bystanders = a.includers;
	w->d->bystander_count = a.includer_count;
	if (!a.path)
		return NULL;
	places_add(&w->d->against, a.path, a.line, 1, "not among the files given");
	return arena_printf(w->arena, "%s names it too and was not given", a.path);
}

static const struct {
	guard *check;
	double confidence;	/* of what is left when this one objects */
} guards[] = {
	{ guard_understood, 0.2 },
	{ guard_release, 0.2 },
	{ guard_start, 0.2 },
	{ guard_never_zeroed, 0.2 },
	{ guard_from_zero, 0.3 },
	{ guard_plain_decrement, 0.4 },
	{ guard_declaration, 0.5 },
	{ guard_abi, 0.5 },
	{ guard_own_declaration, 0.6 },
	{ guard_words, 0.6 },
	{ guard_all_seen, 0.7 },
	{ guard_all_given, 0.8 },
};

/* -------------------------------------------------------------- decision */

static void gather_evidence(struct deciding *w)
{
	const struct counter *c = w->counter;
	size_t i;

	for (i = 0; i < c->use_count; i++) {
		const struct counter_use *u = &c->uses[i];
		const char *release = fact_string(u->facts, u->use->release);

		if (has_value(u->use))
			place(&w->d->evidence, u->source, u->use->object,
			      arena_printf(w->arena, "starts at %lld",
					   (long long)u->use->value));
		else if (is_step_up(u->use->op))
			place(&w->d->evidence, u->source, u->use->object, "get");
		else if (is_zero_test(u->use->op))
			place(&w->d->evidence, u->source, u->use->object,
			      *release ? arena_printf(w->arena,
					"put; zero leads to %s()", release) :
			      "put");
	}
}

static const char *explain(struct deciding *w)
{
	const struct counter *c = w->counter;
	size_t ups = count(c, is_step_up), downs = count(c, is_zero_test);

	return arena_printf(w->arena,
		"`%s` is a reference count: it starts at one or more, %zu get%s, %zu put%s that release%s at zero; %zu uses, all seen",
		c->member, ups, ups == 1 ? "" : "s", downs, downs == 1 ? "" : "s",
		downs == 1 ? "s" : "", c->use_count);
}

/* One put that releases the object that holds the count: kref would do it all. */
static const char *suggest(struct deciding *w)
{
	const struct counter *c = w->counter;

	if (!*c->record || count(c, is_zero_test) != 1 || !w->d->type->object)
		return NULL;
	return arena_printf(w->arena,
		"one function puts it and releases its object: %s would hold both",
		w->d->type->object);
}

/* Names decide nothing; of what is refused they say what to look at first. */
static double rank(const struct counter *c)
{
	return strstr(spelled(c), "ref") ? 0.15 : 0;
}

static void decide(struct deciding *w)
{
	struct decision *d = w->d;
	size_t i;

	d->confidence = 0.95;
	for (i = 0; i < sizeof(guards) / sizeof(*guards) && !d->refused; i++) {
		d->refused = guards[i].check(w);
		if (d->refused)
			d->confidence = guards[i].confidence + rank(w->counter);
	}
	gather_evidence(w);
	d->reason = d->refused ? d->refused : explain(w);
	d->suggestion = d->refused ? NULL : suggest(w);
}

/* Used by a file that was given, or by a header beside one. */
static bool is_the_users(const struct counter *c)
{
	size_t i;

	for (i = 0; i < c->use_count; i++)
		if (c->uses[i].source->given)
			return true;
	return false;
}

/* What the uses of a counter amount to. */
struct shape {
	size_t ups, tests, releases, downs, zero_reads, others;
};

static struct shape shape_of(const struct counter *c)
{
	struct shape s = { 0 };
	size_t i;

	for (i = 0; i < c->use_count; i++) {
		const struct fact_use *u = c->uses[i].use;
		bool test = is_zero_test((enum model_op)u->op);

		s.ups += is_step_up((enum model_op)u->op);
		s.tests += test;
		s.releases += test && u->flags & (USE_RELEASES | USE_HANDED_ON);
		s.downs += u->op == MODEL_DEC;
		s.zero_reads += (u->flags & USE_TESTS_ZERO) != 0;
		s.others += u->op == MODEL_OTHER;
	}
	return s;
}

/*
 * Steps up, and is asked about zero on its way down.  Of integers most are
 * quantities: one is worth a word only when its zero releases something, or
 * when all that is done to it is counting and asking for zero.
 */
static bool is_worth_a_word(const struct counter *c)
{
	struct shape s = shape_of(c);

	if (!c->source || !s.ups || !is_the_users(c))
		return false;
	if (*c->type)
		return s.tests;
	return s.releases || (s.downs && s.zero_reads && !s.others &&
			      c->entity->bits >= 32);
}

int refcount_decide(struct arena *arena, const struct counters *counters,
		    struct sources *sources, const struct model *m,
		    const struct facts *const *facts, size_t fact_count,
		    struct decisions *out)
{
	size_t i;

	*out = (struct decisions){ 0 };
	for (i = 0; i < counters->n; i++) {
		const struct counter *c = counters->item[i];
		const struct model_type *own = model_type(m, c->type);
		struct deciding w = { arena, c, sources, m, facts, fact_count, NULL };

		if (!is_worth_a_word(c))
			continue;
		w.d = vec_add(&out->item, &out->n, sizeof(*w.d));
		if (!w.d)
			return -SAFEC_ENOMEM;
		w.d->counter = c;
		w.d->type = own ? model_type(m, own->becomes) : model_refcount(m);
		decide(&w);
	}
	return 0;
}

void decisions_free(struct decisions *d)
{
	size_t i;

	for (i = 0; i < d->n; i++) {
		free(d->item[i].evidence.item);
		free(d->item[i].against.item);
	}
	free(d->item);
	*d = (struct decisions){ 0 };
}

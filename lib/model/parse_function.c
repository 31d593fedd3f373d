/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the indented lines below a function say.
 *
 * Each holds for all functions of the open group.  A line that a function
 * cannot mean is refused here rather than misread later: an operation whose
 * parameter is not there, one that ignores a parameter, one that an earlier
 * line hides.
 */
#include <stdlib.h>
#include <string.h>

#include "base/vec.h"
#include "model/parser.h"
#include "safec/safec.h"

/* ------------------------------------------------- does OPERATION when */

static bool has(const struct model_function *f, enum model_param_kind kind)
{
	return model_param(f, kind) >= 0;
}

static const char *kind_name(enum model_param_kind kind)
{
	switch (kind) {
	case MODEL_COUNTER:	return "v";
	case MODEL_VALUE:	return "n";
	case MODEL_UNLESS:	return "u";
	case MODEL_LOCK:	return "lock";
	case MODEL_FLAGS:	return "flags";
	case MODEL_FLAGS_PTR:	return "&flags";
	default:		return "...";
	}
}

enum model_param_kind parse_param_kind(const char *name)
{
	static const enum model_param_kind kinds[] = {
		MODEL_COUNTER, MODEL_VALUE, MODEL_UNLESS, MODEL_LOCK,
		MODEL_FLAGS, MODEL_FLAGS_PTR, MODEL_REST
	};

	for (size_t i = 0; i < LENGTH(kinds); i++)
		if (!strcmp(kind_name(kinds[i]), name))
			return kinds[i];
	return MODEL_PLAIN;
}

/* Which kinds of parameter OP works on, as a set of 1 << kind. */
static unsigned int needs(enum model_op op)
{
	static const unsigned int v = 1 << MODEL_COUNTER, n = 1 << MODEL_VALUE,
				  lock = 1 << MODEL_LOCK,
				  flags = 1 << MODEL_FLAGS;

	switch (op) {
	case MODEL_NONE:
	case MODEL_OTHER:
	case MODEL_OP_COUNT:		return 0;
	case MODEL_INIT:		return n;
	case MODEL_SET:
	case MODEL_ADD:
	case MODEL_SUB:
	case MODEL_SUB_TEST:
	case MODEL_ADD_NOT_ZERO:	return v | n;
	case MODEL_READ:
	case MODEL_INC:
	case MODEL_DEC:
	case MODEL_DEC_TEST:
	case MODEL_INC_NOT_ZERO:
	case MODEL_DEC_NOT_ONE:		return v;
	case MODEL_DEC_LOCK:
	case MODEL_DEC_MUTEX:		return v | lock;
	case MODEL_DEC_LOCK_SAVE:	return v | lock | flags;
	}
	return 0;
}

static bool is_missing(const struct model_function *f,
		       enum model_param_kind kind)
{
	if (kind == MODEL_FLAGS && has(f, MODEL_FLAGS_PTR))
		return false;
	return !has(f, kind);
}

/* F has a KIND that E's operation knows nothing of, and E does not pin it. */
static bool ignores(const struct model_function *f,
		    const struct model_effect *e, enum model_param_kind kind)
{
	bool pinned = kind == MODEL_VALUE ? e->has_amount : e->has_unless;

	return has(f, kind) && !pinned && !(needs(e->op) & 1u << kind);
}

/* E is something that F can do. */
static int check_effect(struct parser *p, const struct model_function *f,
			const struct model_effect *e)
{
	if (!f->type)
		return line_bad(p, "'%s' is of no type, so 'does' makes no "
				"sense; end its line with 'of TYPE'", f->name);
	for (unsigned int kind = MODEL_COUNTER; kind < MODEL_REST; kind++)
		if ((needs(e->op) & 1u << kind) && is_missing(f, kind))
			return line_bad(p, "'%s' needs a parameter '%s', which "
					"'%s' has not", model_op_word(e->op),
					kind_name(kind), f->name);
	if ((e->has_amount && !has(f, MODEL_VALUE)) ||
	    (e->has_unless && !has(f, MODEL_UNLESS)))
		return line_bad(p, "'%s' has no parameter '%s' to compare",
				f->name,
				e->has_unless && !has(f, MODEL_UNLESS) ? "u" : "n");
	if (e->op == MODEL_OTHER)
		return 0;
	if (ignores(f, e, MODEL_VALUE) || ignores(f, e, MODEL_UNLESS))
		return line_bad(p, "'%s' ignores '%s' of '%s'; say for which "
				"value, as in 'when n = 1'",
				model_op_word(e->op),
				ignores(f, e, MODEL_VALUE) ? "n" : "u",
				f->name);
	return 0;
}

static int operation(struct parser *p, enum model_op *out)
{
	line_next(p);
	for (unsigned int op = MODEL_NONE + 1; op < MODEL_OP_COUNT; op++)
		if (!strcmp(model_op_word(op), p->word)) {
			*out = op;
			return 0;
		}
	return line_bad(p, "unknown operation '%s'; share/models/README.md "
			"lists them, and 'other' is what has no word", p->word);
}

static int result(struct parser *p, struct model_effect *e)
{
	if (line_took(p, "unused")) {
		e->result = MODEL_UNUSED;
		return 0;
	}
	if (line_took(p, "is") && line_took(p, "zero")) {
		e->result = MODEL_IS_ZERO;
		return 0;
	}
	return line_bad(p, "a result 'is zero' or is 'unused', not '%s'",
			p->word);
}

static int condition(struct parser *p, struct model_effect *e)
{
	bool *given;
	long *value;
	int err;

	line_next(p);
	if (!strcmp(p->word, "result"))
		return result(p, e);
	if (strcmp(p->word, "n") && strcmp(p->word, "u"))
		return line_bad(p, "a condition is about 'n', 'u' or 'result', "
				"not '%s'", p->word);
	given = *p->word == 'n' ? &e->has_amount : &e->has_unless;
	value = *p->word == 'n' ? &e->amount : &e->unless;
	*given = true;
	err = line_expect(p, "=");
	return err ? err : line_number(p, value);
}

static bool is_always(const struct model_effect *e)
{
	return e->result == MODEL_ANY && !e->has_amount && !e->has_unless;
}

static int function_does(struct parser *p)
{
	struct model_effect e = { .op = MODEL_NONE };
	struct model_effect *at;
	int err = operation(p, &e.op);

	if (!err && line_took(p, "when"))
		do
			err = condition(p, &e);
		while (!err && line_took(p, ","));
	err = err ? err : line_end(p);
	for (struct model_function *f = p->group; f && !err; f = store_after(f))
		err = check_effect(p, f, &e);
	if (err)
		return err;
	if (p->effect_count && is_always(&p->effects[p->effect_count - 1]))
		return line_bad(p, "this can never apply: the 'does' line "
				"before it has no condition; put this one first");
	at = vec_add(&p->effects, &p->effect_count, sizeof(*at));
	if (!at)
		return -SAFEC_ENOMEM;
	*at = e;
	return 0;
}

/* ----------------------------------------------------------- what else */

static int function_header(struct parser *p)
{
	const char *header;
	int err = line_name(p, "the header", &header);

	for (struct model_function *f = p->group; f; f = store_after(f))
		f->header = header;
	return err ? err : line_end(p);
}

static int function_since(struct parser *p)
{
	unsigned int since = 0;
	int err = line_version(p, &since);

	for (struct model_function *f = p->group; f; f = store_after(f))
		f->since = since;
	return err;
}

static int function_until(struct parser *p)
{
	unsigned int until = 0;
	int err = line_version(p, &until);

	for (struct model_function *f = p->group; f; f = store_after(f))
		f->until = until;
	return err;
}

static int trait(struct parser *p, enum model_trait trait)
{
	for (struct model_function *f = p->group; f; f = store_after(f))
		f->traits |= trait;
	return line_end(p);
}

/* The parameter of F that is called WHAT is the one its traits are about. */
static int set_subject(struct parser *p, const struct model_function *f,
		       const char *what)
{
	/* Ours since head() made it; const is for those who ask later. */
	struct model_param *params = (struct model_param *)f->params;
	int old = model_param(f, MODEL_SUBJECT);
	size_t i = 0;

	while (i < f->param_count && strcmp(params[i].name, what))
		i++;
	if (i == f->param_count)
		return line_bad(p, "'%s' has no parameter '%s'", f->name, what);
	if (old >= 0 && (size_t)old != i)
		return line_bad(p, "'%s' is already about '%s'; one function "
				"is about one parameter", f->name,
				params[old].name);
	params[i].kind = MODEL_SUBJECT;
	return 0;
}

static int trait_of(struct parser *p, enum model_trait t)
{
	const char *what;
	int err = line_identifier(p, "the name of a parameter", &what);

	for (struct model_function *f = p->group; f && !err; f = store_after(f))
		err = set_subject(p, f, what);
	return err ? err : trait(p, t);
}

static int function_allocates(struct parser *p)
{
	return trait(p, MODEL_ALLOCATES);
}

static int function_zeroes(struct parser *p)
{
	return trait(p, MODEL_ZEROES);
}

static int function_prints(struct parser *p)
{
	return trait(p, MODEL_PRINTS);
}

static int function_releases(struct parser *p)
{
	return trait_of(p, MODEL_RELEASES);
}

static int function_wakes(struct parser *p)
{
	return trait_of(p, MODEL_WAKES);
}

static int function_asserts(struct parser *p)
{
	return trait_of(p, MODEL_ASSERTS);
}

static int function_fills(struct parser *p)
{
	return trait_of(p, MODEL_FILLS);
}

static int function_defers(struct parser *p)
{
	return trait_of(p, MODEL_DEFERS);
}

static int function_released(struct parser *p)
{
	const char *with;
	int err = line_expect(p, "by");

	err = err ? err : line_identifier(p, "the function that releases",
					  &with);
	if (err)
		return err;
	for (struct model_function *f = p->group; f; f = store_after(f))
		f->releases_with = with;
	return line_end(p);
}

static const struct keyword function_words[] = {
	{ "does", function_does },
	{ "allocates", function_allocates },
	{ "zeroes", function_zeroes },
	{ "released", function_released },
	{ "releases", function_releases },
	{ "defers", function_defers },
	{ "fills", function_fills },
	{ "wakes", function_wakes },
	{ "prints", function_prints },
	{ "asserts", function_asserts },
	{ "header", function_header },
	{ "since", function_since },
	{ "until", function_until },
};

static int check_function(struct parser *p, const struct model_function *f)
{
	if (f->type && !f->effect_count)
		return line_bad_at(p, f->line, "'%s' needs a line 'does'; "
				   "'does other' when nothing fits", f->name);
	if (!f->type && !f->traits)
		return line_bad_at(p, f->line, "nothing is said about '%s'; "
				   "indent what it does below it", f->name);
	if ((f->releases_with || (f->traits & MODEL_ZEROES)) &&
	    !(f->traits & MODEL_ALLOCATES))
		return line_bad_at(p, f->line, "'%s' needs a line 'allocates', "
				   "or no 'zeroes' and 'released by'", f->name);
	if (f->until && f->until <= f->since)
		return line_bad_at(p, f->line, "'%s' ends before it begins; "
				   "look at 'since' and 'until'", f->name);
	return 0;
}

int parse_function_end(struct parser *p)
{
	size_t size = p->effect_count * sizeof(*p->effects);
	struct model_effect *effects = arena_zalloc(p->arena, size);
	int err = effects ? 0 : -SAFEC_ENOMEM;

	if (!err && size)
		memcpy(effects, p->effects, size);
	for (struct model_function *f = p->group; f && !err;
	     f = store_after(f)) {
		f->effects = effects;
		f->effect_count = p->effect_count;
		err = check_function(p, f);
	}
	free(p->effects);
	p->effects = NULL;
	p->effect_count = 0;
	p->group = NULL;
	return err;
}

int parse_function_line(struct parser *p)
{
	return line_dispatch(p, function_words, LENGTH(function_words));
}

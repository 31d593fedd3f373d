/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Answers to conditions along one path.
 *
 * A condition is brought to a comparison that is asked whether it holds.  The
 * same comparison has the same answer all along a path, since a term stands for
 * one value; a comparison with a constant may also follow from one of the same
 * term with another constant.  All else may be true or false: true is tried
 * first, and decisions_next() turns to the other.
 */
#include "prove/paths_run.h"

#include <stdlib.h>

#include <safec/safec.h>

#include "base/vec.h"

/* Patterns in order of their values, as unsigned numbers. */
struct interval {
	uint64_t least, most;
};

static uint64_t sign_of(const struct value *cond)
{
	return UINT64_C(1) << (cond->in[1]->bits - 1);
}

/* The values of the term for which COND, against a constant, is TRUTH. */
static bool interval_of(const struct value *cond, bool truth, bool is_signed,
			struct interval *out)
{
	uint64_t flip = is_signed ? sign_of(cond) : 0;
	uint64_t c = cond->in[1]->number ^ flip;
	uint64_t most = (sign_of(cond) << 1) - 1;

	if (cond->op == VALUE_EQ) {
		*out = (struct interval){ c, c };
		return truth;
	}
	*out = truth ? (struct interval){ 0, c - 1 } : (struct interval){ c, most };
	return c > 0;
}

/* 1: COND follows from D; 0: its contrary does; -1: neither. */
static int follows(const struct decision *d, const struct value *cond)
{
	const struct value *have = d->cond;
	bool is_signed = have->op == VALUE_SLT || cond->op == VALUE_SLT;
	bool is_unsigned = have->op == VALUE_ULT || cond->op == VALUE_ULT;
	struct interval a, b;

	if (have == cond)
		return d->truth;
	if (have->in[0] != cond->in[0] || (is_signed && is_unsigned) ||
	    have->in[1]->op != VALUE_CONST || cond->in[1]->op != VALUE_CONST)
		return -1;
	if (!interval_of(have, d->truth, is_signed, &a) ||
	    !interval_of(cond, true, is_signed, &b))
		return -1;
	if (b.least <= a.least && a.most <= b.most)
		return 1;
	return a.most < b.least || b.most < a.least ? 0 : -1;
}

static int known(const struct decisions *d, size_t n, const struct value *cond)
{
	size_t i;

	for (i = 0; i < n; i++) {
		int answer = follows(&d->item[i], cond);

		if (answer >= 0)
			return answer;
	}
	return -1;
}

/* The next answer that was set out for this path, or the first of two. */
static bool answer(struct run *r, const struct value *cond)
{
	struct decision *d;

	if (r->decided < r->own->n)
		return r->own->item[r->decided++].truth;
	d = vec_add(&r->own->item, &r->own->n, sizeof(*d));
	if (!d) {
		r->err = -SAFEC_ENOMEM;
		return false;
	}
	r->decided++;
	*d = (struct decision){ .cond = cond, .truth = true, .open = true };
	return true;
}

bool run_decide(struct run *r, const struct value *v)
{
	const struct value *not = value_not(r->values, v), *cond = not;
	int found = -1;

	if (not->op == VALUE_NONE) {
		side_refuse(r->side, r->side->body, "a condition without a value");
		return false;
	}
	if (not->op == VALUE_CONST)
		return !not->number;
	if (not->op == VALUE_NOT)
		cond = not->in[0];
	r->asked++;
	if (r->given)
		found = known(r->given, r->given->n, cond);
	if (found < 0)
		found = known(r->own, r->decided, cond);
	if (found < 0)
		found = answer(r, cond);
	return cond == not ? !found : found;
}

bool decisions_next(struct decisions *d)
{
	while (d->n && !d->item[d->n - 1].open)
		d->n--;
	if (!d->n)
		return false;
	d->item[d->n - 1].truth = false;
	d->item[d->n - 1].open = false;
	return true;
}

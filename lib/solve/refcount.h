/* SPDX-License-Identifier: Apache-2.0 */
/*
 * refcount: which counters are reference counts, and why not the others.
 */
#ifndef SAFEC_SOLVE_REFCOUNT_H
#define SAFEC_SOLVE_REFCOUNT_H

#include "rewrite/change.h"
#include "solve/counters.h"

/* What was decided about one counter. */
struct decision {
	const struct counter *counter;
	const struct model_type *type;	/* what it becomes */
	const char *refused;		/* why not; NULL: it is one */
	const char *reason;		/* in one sentence, either way */
	const char *suggestion;		/* what would be better still, or NULL */
	struct places evidence, against;
	double confidence;
	const char *const *bystanders;	/* sources not given that see the definition */
	size_t bystander_count;
};

struct decisions {
	struct decision *item;
	size_t n;
};

/*
 * Decide about every counter that is counted down to zero and that the user's
 * own files use: the sources given, and headers beside them.
 */
int refcount_decide(struct arena *arena, const struct counters *counters,
		    struct sources *sources, const struct model *m,
		    const struct facts *const *facts, size_t fact_count,
		    struct decisions *out);
void decisions_free(struct decisions *d);

#endif

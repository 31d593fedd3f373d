/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What all units together say about each counter.
 *
 * Takes the facts of all units; gives each field or global once, with its uses
 * from everywhere, each once, in order of file and place.
 */
#ifndef SAFEC_COUNTERS_H
#define SAFEC_COUNTERS_H

#include "facts/facts.h"
#include "solve/sources.h"

/* A use, with what its indices mean. */
struct counter_use {
	const struct fact_use *use;
	const struct facts *facts;	/* the unit that says so */
	struct source *source;
};

struct counter {
	const char *key, *record, *member, *type;	/* RECORD and TYPE may be "" */
	const char *name;		/* for humans: "ring.users" */
	const struct fact_entity *entity;
	struct source *source;		/* of its definition */
	struct counter_use *uses;
	size_t use_count;
	struct counters_node *node;
};

struct counters {
	struct counter **item;	/* in order of definition */
	size_t n;
	struct counters_node *head;
};

/* Merge the facts of N units.  Both outputs borrow from FACTS. */
int counters_merge(struct arena *arena, const struct facts *const *facts,
		   size_t n, struct sources *sources, struct counters *out);
void counters_free(struct counters *c);

#endif

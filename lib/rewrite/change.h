/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A change: an atomic group of edits, made for one reason, with its evidence.
 *
 * All strings live in the program's arena.  Lists are malloc'ed and freed by
 * changes_free().
 */
#ifndef SAFEC_CHANGE_H
#define SAFEC_CHANGE_H

#include <stdbool.h>
#include <stddef.h>

#include <safec/safec.h>

#include "base/arena.h"

/* What was proved of a change (see docs/proof.md). */
enum proof_class {
	PROOF_NONE,
	PROOF_CONDITIONAL,
	PROOF_SAME_PATHS,
	PROOF_SAME_IR,
	PROOF_ERASED,
	PROOF_INERT
};

struct entity {
	const char *record;	/* struct tag, or NULL */
	const char *member;	/* dotted below anonymous levels, or a global's name */
	const char *function;	/* or NULL */
	const char *file;	/* of the definition, relative to the root */
};

struct places {
	struct safec_place *item;
	size_t n;
};

struct edits {
	struct safec_edit *item;	/* files as absolute paths; sorted by file, offset */
	size_t n;
};

struct safec_change {
	size_t index;			/* in its list */
	const char *id;
	const char *rule;
	enum safec_verdict verdict;
	const char *reason;
	const char *name;		/* the entity for humans: "ring.users" */
	struct entity entity;
	const char *before, *after, *value;	/* as in the JSON; may be NULL */
	double confidence;
	struct places evidence, against;
	enum proof_class proof;
	const char *condition;		/* or NULL */
	size_t proof_units;
	struct edits edits;
};

struct changes {
	struct safec_change **item;	/* in the order of file, line of the entity */
	size_t n;
};

struct safec_finding {
	size_t index;
	const char *id;
	const char *rule;		/* "R1" */
	const char *severity;		/* "error", "warning", "note" */
	struct safec_place place;
	struct places path;		/* witness; may be empty */
};

struct findings {
	struct safec_finding **item;
	size_t n;
};

/* Add a place; FILE and SAYS are kept, not copied. 0 or -SAFEC_ENOMEM. */
int places_add(struct places *list, const char *file, unsigned int line,
	       unsigned int column, const char *says);
/* Add an edit; FILE and PUT are kept, not copied. 0 or -SAFEC_ENOMEM. */
int edits_add(struct edits *list, const char *file, size_t offset,
	      size_t drop, const char *put);
/* By file, then offset, then drop. */
void edits_sort(struct edits *list);
/*
 * Whether A and B claim a byte twice, in which case *WHERE is the later claim.
 * The very same edit in both is shared, not a conflict.  Both sorted.
 */
bool edits_conflict(const struct edits *a, const struct edits *b,
		    const struct safec_edit **where);
/*
 * TEXT of SIZE bytes with the edits of FILE made, in *OUT (malloc'ed).
 * EDITS are sorted; equal neighbours are made once.
 */
int edits_apply(const struct edits *edits, const char *file, const char *text,
		size_t size, char **out, size_t *out_size);

void changes_free(struct changes *list);
void findings_free(struct findings *list);

#endif

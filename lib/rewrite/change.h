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

/* The word for CLASS in every output. */
const char *proof_word_of(enum safec_proof class);

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

/* A word that a change puts in, and what it means there (prove/erasure.h). */
struct axiom {
	const struct word *word;
	const struct meaning *meaning;	/* NULL: it has none there */
};

struct axioms {
	struct axiom *item;
	size_t n;
	int kind;		/* the most that a word does: enum word_kind */
};

/* How one unit was compared. */
struct trial_record {
	const char *unit;	/* relative to the root */
	enum safec_proof proof;
	const char *says;	/* what is the same, or what differs */
	const char *compilers;
	unsigned int compilations;
	double seconds;		/* by the clock */
};

struct trials {
	struct trial_record *item;
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
	const char *was;		/* BEFORE as the table of erased words calls it */
	double confidence;
	struct places evidence, against;
	enum safec_proof proof;
	const char *condition;		/* or NULL */
	size_t proof_units;
	struct axioms axioms;
	struct trials trials;		/* one for each unit that sees it */
	const char *const *bystanders;	/* sources not given that see what it changes */
	size_t bystander_count;
	struct edits edits;
	/*
	 * What the original is taken for in the proof, where it says more than the
	 * new words can (`--n > 0` for `--n != 0`), and the case in which it may be.
	 */
	struct edits premises;
	const char *premise;		/* or NULL */
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
/* The order of edits: by file, offset, drop, text; 0 when they are the same. */
int edit_compare(const struct safec_edit *a, const struct safec_edit *b);
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

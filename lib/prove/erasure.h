/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What each word that a rewrite puts in means when its check is erased: the
 * one fixed table, words.table beside the models.
 *
 * A row is an axiom of every proof (docs/axioms.md): in its case the word does
 * what its meaning does.  A meaning depends on the word and on what stood
 * there, never on the edit.
 */
#ifndef SAFEC_ERASURE_H
#define SAFEC_ERASURE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

enum word_kind {
	WORD_ANNOTATION,	/* means nothing */
	WORD_CHECK,		/* adds a check to what it means */
	WORD_CONDITIONAL	/* does something else outside of its case */
};

struct meaning {
	const char *was;	/* what stood there: a type, a function; NULL: any */
	const char *text;	/* C; of a macro's parameters if the word is a call */
	const char *macro;	/* what the proof build calls it, by its line, which
				   is shorter than most words; NULL: just TEXT */
};

struct word {
	const char *name;
	const char *params;	/* as in a #define; NULL: the word is no call */
	enum word_kind kind;
	const struct meaning *meanings;
	size_t meaning_count;
	const char *equal;	/* the case in which both do the same, as C */
	const char *otherwise;	/* what the word does outside of it */
	unsigned int line;	/* in the table */
};

struct erasure;

/* The word for a meaning that is the very type that stood there. */
#define ERASURE_TYPE "TYPE"
/*
 * Read DIR/words.table. -SAFEC_EREAD or -SAFEC_EMODEL with *SAYS, in ARENA,
 * naming the line.
 */
int erasure_read(struct arena *arena, const char *dir, const struct erasure **out,
		 const char **says);
/* The word spelled by the N bytes at NAME, or NULL. */
const struct word *erasure_word(const struct erasure *e, const char *name, size_t n);
/* The I-th word of the table, or NULL behind the last. */
const struct word *erasure_nth(const struct erasure *e, size_t i);
/* What W means where WAS stood; NULL when it has no such meaning. */
const struct meaning *word_meaning(const struct word *w, const char *was, size_t n);
/* Every call of the table as a macro, for the beginning of a proof build. */
const char *erasure_macros(const struct erasure *e);

#endif

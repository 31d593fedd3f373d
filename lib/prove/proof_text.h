/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The text that a proof compiles: the edits made, and each word that they put
 * in replaced by what it means when erased.
 *
 * Every byte outside the edits keeps its line and column, by #line and blanks,
 * since BUG(), WARN() and the sanitizers put both into objects.
 */
#ifndef SAFEC_PROOF_TEXT_H
#define SAFEC_PROOF_TEXT_H

#include <stddef.h>

#include "base/text.h"
#include "prove/erasure.h"
#include "rewrite/change.h"

/* An edit, and the change that it belongs to. */
struct proof_edit {
	const struct safec_edit *edit;
	const struct safec_change *change;
};

struct proof_edits {
	struct proof_edit *item;	/* sorted as edits_sort() does */
	size_t n;
};

/* Add EDITS, which are some of CHANGE. 0 or -SAFEC_ENOMEM. */
int proof_edits_add(struct proof_edits *list, const struct safec_change *change,
		    const struct edits *edits);
void proof_edits_sort(struct proof_edits *list);

/*
 * T, the file at PATH, with the edits of EDITS made and their words erased.
 * *OUT is malloc'ed.  -SAFEC_EARG with *SAYS in ARENA when a word has no
 * meaning where it stands, or edits overlap.
 */
int proof_text(struct arena *arena, const struct erasure *erasure,
	       const struct text *t, const char *path,
	       const struct proof_edits *edits, char **out, size_t *size,
	       const char **says);

/*
 * Call EACH for each word that C puts in, once, with the meaning it has.
 * The words of a change are the axioms of its proof.
 */
typedef int proof_word(void *arg, const struct word *w, const struct meaning *m);
int proof_words(const struct erasure *erasure, const struct safec_change *c,
		const struct text *(*text_of)(void *arg, const char *path),
		proof_word *each, void *arg);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Lists of places and edits, and the one function that writes text.
 *
 * An edit claims the bytes that it drops.  One that drops nothing claims the
 * point between two bytes: it may stand at the edge of another's bytes, never
 * inside them, and two different texts at one point have no order and so are
 * a conflict.
 */
#include "rewrite/change.h"

#include <stdlib.h>
#include <string.h>

#include "base/vec.h"

const char *proof_word_of(enum safec_proof class)
{
	static const char *const words[] = {
		[SAFEC_NONE] = "none",
		[SAFEC_CONDITIONAL] = "conditional",
		[SAFEC_SAME_PATHS] = "same-paths",
		[SAFEC_SAME_IR] = "same-ir",
		[SAFEC_ERASED] = "erased",
		[SAFEC_INERT] = "inert",
	};

	return words[class];
}

int places_add(struct places *list, const char *file, unsigned int line,
	       unsigned int column, const char *says)
{
	struct safec_place *p = vec_add(&list->item, &list->n, sizeof(*p));

	if (!p)
		return -SAFEC_ENOMEM;
	*p = (struct safec_place){ file, line, column, says };
	return 0;
}

int edits_add(struct edits *list, const char *file, size_t offset,
	      size_t drop, const char *put)
{
	struct safec_edit *e = vec_add(&list->item, &list->n, sizeof(*e));

	if (!e)
		return -SAFEC_ENOMEM;
	*e = (struct safec_edit){ file, offset, drop, put };
	return 0;
}

static int compare_sizes(size_t a, size_t b)
{
	return (a > b) - (a < b);
}

/* The text comes in so that no sort depends on the input. */
int edit_compare(const struct safec_edit *a, const struct safec_edit *b)
{
	int d = strcmp(a->file, b->file);

	d = d ? d : compare_sizes(a->offset, b->offset);
	d = d ? d : compare_sizes(a->drop, b->drop);
	return d ? d : strcmp(a->put, b->put);
}

static int compare_items(const void *a, const void *b)
{
	return edit_compare(a, b);
}

void edits_sort(struct edits *list)
{
	if (list->n > 1)
		qsort(list->item, list->n, sizeof(*list->item), compare_items);
}

/* Whether different edits A and B, with A sorted first, claim the same. */
static bool overlap(const struct safec_edit *a, const struct safec_edit *b)
{
	if (strcmp(a->file, b->file) != 0)
		return false;
	if (a->offset == b->offset)
		return (a->drop == 0) == (b->drop == 0);
	return b->offset - a->offset < a->drop;
}

bool edits_conflict(const struct edits *a, const struct edits *b,
		    const struct safec_edit **where)
{
	size_t i = 0, j = 0;

	while (i < a->n && j < b->n) {
		const struct safec_edit *x = &a->item[i], *y = &b->item[j];
		int order = edit_compare(x, y);

		if (order && (order < 0 ? overlap(x, y) : overlap(y, x))) {
			*where = y;
			return true;
		}
		i += order <= 0;
		j += order >= 0;
	}
	return false;
}

/* The index of the first edit of FILE, or of where it would be. */
static size_t first_of(const struct edits *edits, const char *file)
{
	size_t low = 0, high = edits->n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (strcmp(edits->item[mid].file, file) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

/* The edits of one file that are to be made, and the text they are made to. */
struct work {
	const struct safec_edit *item;
	size_t n;
	const char *text;
	size_t size;
};

static bool repeated(const struct work *w, size_t i)
{
	return i > 0 && edit_compare(&w->item[i - 1], &w->item[i]) == 0;
}

/* The size of the result, in *SIZE; fails on edits outside the text or of the same. */
static int measure(const struct work *w, size_t *size)
{
	size_t done = 0, total = w->size, i;

	for (i = 0; i < w->n; i++) {
		const struct safec_edit *e = &w->item[i];

		if (repeated(w, i))
			continue;
		if (i > 0 && overlap(e - 1, e))
			return -SAFEC_EARG;
		if (e->offset < done || e->offset > w->size ||
		    e->drop > w->size - e->offset)
			return -SAFEC_EARG;
		done = e->offset + e->drop;
		total = total - e->drop + strlen(e->put);
	}
	*size = total;
	return 0;
}

static char *append(char *to, const char *from, size_t n)
{
	memcpy(to, from, n);
	return to + n;
}

static void write_all(const struct work *w, char *to)
{
	size_t done = 0, i;

	for (i = 0; i < w->n; i++) {
		const struct safec_edit *e = &w->item[i];

		if (repeated(w, i))
			continue;
		to = append(to, w->text + done, e->offset - done);
		to = append(to, e->put, strlen(e->put));
		done = e->offset + e->drop;
	}
	to = append(to, w->text + done, w->size - done);
	*to = '\0';
}

/* What there is to do; the text of an empty file may be NULL. */
static struct work work_of(const struct edits *edits, const char *file,
			   const char *text, size_t size)
{
	size_t at = first_of(edits, file);
	struct work w = { NULL, 0, text ? text : "", size };

	while (at + w.n < edits->n &&
	       strcmp(edits->item[at + w.n].file, file) == 0)
		w.n++;
	if (w.n)
		w.item = &edits->item[at];
	return w;
}

int edits_apply(const struct edits *edits, const char *file, const char *text,
		size_t size, char **out, size_t *out_size)
{
	struct work w = work_of(edits, file, text, size);
	size_t total = 0;
	int err = measure(&w, &total);
	char *result = err ? NULL : malloc(total + 1);

	if (!result)
		return err ? err : -SAFEC_ENOMEM;
	write_all(&w, result);
	*out = result;
	*out_size = total;
	return 0;
}

static void change_free(struct safec_change *c)
{
	free(c->evidence.item);
	free(c->against.item);
	free(c->edits.item);
	free(c->premises.item);
	free(c->axioms.item);
	free(c->trials.item);
	free(c);
}

void changes_free(struct changes *list)
{
	size_t i;

	for (i = 0; i < list->n; i++)
		change_free(list->item[i]);
	free(list->item);
	*list = (struct changes){ 0 };
}

void findings_free(struct findings *list)
{
	size_t i;

	for (i = 0; i < list->n; i++) {
		free(list->item[i]->path.item);
		free(list->item[i]);
	}
	free(list->item);
	*list = (struct findings){ 0 };
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reading words.table: a line at the margin begins a word, the indented lines
 * below it say what it means.  What follows a colon is C, up to the line's end.
 */
#include "prove/erasure.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <safec/safec.h>

#include "base/text.h"
#include "base/vec.h"

struct erasure {
	struct word *words;
	size_t n;
	const char *macros;
};

struct reader {
	struct arena *arena;
	const char *path;
	struct erasure *table;
	struct meaning *meanings;	/* of the word being read; malloc'ed */
	size_t meaning_count;
	unsigned int line;
	const char *says;
};

static int bad(struct reader *r, const char *what, const char *where)
{
	r->says = arena_printf(r->arena, "%s:%u: %s%s%s", r->path, r->line, what,
			       *where ? ": " : "", where);
	return -SAFEC_EMODEL;
}

/* TEXT without blanks at both ends, in the arena. */
static const char *trimmed(struct reader *r, const char *text, size_t n)
{
	while (n && strchr(" \t", text[n - 1]))
		n--;
	while (n && strchr(" \t", *text)) {
		text++;
		n--;
	}
	return arena_copy_n(r->arena, text, n);
}

/* What follows WORD at the beginning of LINE, or NULL. */
static const char *after(struct reader *r, const char *line, const char *word)
{
	size_t n = strlen(word);

	if (strncmp(line, word, n) || !(line[n] == ' ' || line[n] == '\t' ||
					line[n] == ':' || !line[n]))
		return NULL;
	return trimmed(r, line + n, strlen(line + n));
}

/* ----------------------------------------------------------- one word */

static struct word *current(struct reader *r)
{
	return r->table->n ? &r->table->words[r->table->n - 1] : NULL;
}

/* The meanings collected so far become the current word's. */
static int finish_word(struct reader *r)
{
	struct word *w = current(r);
	size_t size = r->meaning_count * sizeof(*r->meanings);
	struct meaning *kept;

	if (!w)
		return 0;
	if (!r->meaning_count)
		return bad(r, "a word without a meaning", w->name);
	if (w->kind != WORD_ANNOTATION && !w->equal)
		return bad(r, "a word that does not say when it is equal", w->name);
	kept = arena_zalloc(r->arena, size);
	if (!kept)
		return -SAFEC_ENOMEM;
	memcpy(kept, r->meanings, size);
	w->meanings = kept;
	w->meaning_count = r->meaning_count;
	r->meaning_count = 0;
	free(r->meanings);
	r->meanings = NULL;
	return 0;
}

static int start_word(struct reader *r, const char *text)
{
	const char *open = strchr(text, '('), *close = strrchr(text, ')');
	size_t n = open ? (size_t)(open - text) : strlen(text);
	struct word *w;
	int err = finish_word(r);

	if (err)
		return err;
	if (!n || (open && (!close || close[1])))
		return bad(r, "no word: NAME or NAME(PARAMETERS) is expected", text);
	if (erasure_word(r->table, text, n))
		return bad(r, "a word is described once", text);
	w = vec_add(&r->table->words, &r->table->n, sizeof(*w));
	if (!w)
		return -SAFEC_ENOMEM;
	w->name = trimmed(r, text, n);
	w->params = open ? trimmed(r, open + 1, (size_t)(close - open) - 1) : NULL;
	w->kind = WORD_CHECK;
	w->line = r->line;
	return 0;
}

/* ---------------------------------------------------------- one line */

static int take_kind(struct reader *r, struct word *w, const char *text)
{
	static const char *const kinds[] = {
		[WORD_ANNOTATION] = "annotation",
		[WORD_CHECK] = "check",
		[WORD_CONDITIONAL] = "conditional"
	};
	size_t i;

	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (!strcmp(text, kinds[i])) {
			w->kind = (enum word_kind)i;
			return 0;
		}
	return bad(r, "kind is annotation, check or conditional, not", text);
}

/* "WAS: C", where WAS is empty for "means: C". */
static int take_meaning(struct reader *r, struct word *w, const char *text)
{
	const char *colon = strchr(text, ':');
	struct meaning *m;

	if (!colon)
		return bad(r, "a ':' is expected behind what stood there", text);
	m = vec_add(&r->meanings, &r->meaning_count, sizeof(*m));
	if (!m)
		return -SAFEC_ENOMEM;
	m->was = colon > text ? trimmed(r, text, (size_t)(colon - text)) : NULL;
	m->text = trimmed(r, colon + 1, strlen(colon + 1));
	if (w->params)
		m->macro = arena_printf(r->arena, "__safec%u", r->line);
	return 0;
}

static int take_equal(struct reader *r, struct word *w, const char *text)
{
	w->equal = after(r, text, "when");
	return w->equal && *w->equal ? 0 : bad(r, "'equal when' needs a case", text);
}

static int take_detail(struct reader *r, const char *line)
{
	struct word *w = current(r);
	const char *rest;

	if (!w)
		return bad(r, "this belongs to no word", line);
	if ((rest = after(r, line, "kind")))
		return take_kind(r, w, rest);
	if ((rest = after(r, line, "was")) || (rest = after(r, line, "means")))
		return take_meaning(r, w, rest);
	if ((rest = after(r, line, "equal")))
		return take_equal(r, w, rest);
	if ((rest = after(r, line, "else"))) {
		w->otherwise = rest;
		return 0;
	}
	if (after(r, line, "header") || after(r, line, "test"))
		return 0;		/* for those who test the table */
	return bad(r, "no such line", line);
}

static int take_line(struct reader *r, const char *line)
{
	bool indented = *line == ' ' || *line == '\t';
	const char *text = trimmed(r, line, strlen(line)), *rest;

	if (!text)
		return -SAFEC_ENOMEM;
	if (!*text || *text == '#')
		return 0;
	if (indented)
		return take_detail(r, text);
	rest = after(r, text, "word");
	return rest ? start_word(r, rest) :
	       bad(r, "a line at the margin begins with 'word'", text);
}

static int take_text(struct reader *r, const struct text *t)
{
	size_t i;
	int err = 0;

	for (i = 0; i < t->line_count && !err; i++) {
		size_t end = i + 1 < t->line_count ? t->lines[i + 1] : t->size;
		size_t n = end - t->lines[i];
		const char *line;

		if (n && t->data[end - 1] == '\n')
			n--;
		r->line = (unsigned int)i + 1;
		line = arena_copy_n(r->arena, t->data + t->lines[i], n);
		err = line ? take_line(r, line) : -SAFEC_ENOMEM;
	}
	return err ? err : finish_word(r);
}

/* -------------------------------------------------------------- the table */

static int make_macros(struct reader *r)
{
	char *text = NULL;
	size_t size, i, k;
	FILE *out = open_memstream(&text, &size);

	if (!out)
		return -SAFEC_ENOMEM;
	for (i = 0; i < r->table->n; i++)
		for (k = 0; k < r->table->words[i].meaning_count; k++) {
			const struct word *w = &r->table->words[i];

			if (w->params)
				fprintf(out, "#define %s(%s) %s\n",
					w->meanings[k].macro, w->params,
					w->meanings[k].text);
		}
	if (fclose(out) == 0)
		r->table->macros = arena_copy_n(r->arena, text, size);
	free(text);
	return r->table->macros ? 0 : -SAFEC_ENOMEM;
}

/* The words move into the arena, so that a table needs no freeing. */
static int settle(struct reader *r)
{
	size_t size = r->table->n * sizeof(*r->table->words);
	struct word *kept = arena_zalloc(r->arena, size + 1);

	if (!kept)
		return -SAFEC_ENOMEM;
	if (size)
		memcpy(kept, r->table->words, size);
	free(r->table->words);
	r->table->words = kept;
	return make_macros(r);
}

int erasure_read(struct arena *arena, const char *dir, const struct erasure **out,
		 const char **says)
{
	struct reader r = { .arena = arena, .says = "no memory left" };
	struct text t = { 0 };
	int err;

	r.path = arena_printf(arena, "%s/words.table", dir);
	r.table = arena_zalloc(arena, sizeof(*r.table));
	if (!r.table)
		return -SAFEC_ENOMEM;
	err = text_read(&t, r.path);
	if (err)
		r.says = arena_printf(arena, "cannot read %s", r.path);
	err = err ? err : take_text(&r, &t);
	text_free(&t);
	free(r.meanings);
	if (err) {
		free(r.table->words);
		r.table->words = NULL;
	} else {
		err = settle(&r);
	}
	if (err)
		*says = r.says;
	else
		*out = r.table;
	return err;
}

const struct word *erasure_word(const struct erasure *e, const char *name, size_t n)
{
	size_t i;

	for (i = 0; i < e->n; i++)
		if (!strncmp(e->words[i].name, name, n) && !e->words[i].name[n])
			return &e->words[i];
	return NULL;
}

const struct word *erasure_nth(const struct erasure *e, size_t i)
{
	return i < e->n ? &e->words[i] : NULL;
}

const struct meaning *word_meaning(const struct word *w, const char *was, size_t n)
{
	size_t i;

	for (i = 0; i < w->meaning_count; i++) {
		const char *name = w->meanings[i].was;

		if (was ? name && !strncmp(name, was, n) && !name[n] : !name)
			return &w->meanings[i];
	}
	return NULL;
}

const char *erasure_macros(const struct erasure *e)
{
	return e->macros;
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "prove/proof_text.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/lex.h"
#include "base/vec.h"

int proof_edits_add(struct proof_edits *list, const struct safec_change *change,
		    const struct edits *edits)
{
	size_t i;

	for (i = 0; i < edits->n; i++) {
		struct proof_edit *e = vec_add(&list->item, &list->n, sizeof(*e));

		if (!e)
			return -SAFEC_ENOMEM;
		*e = (struct proof_edit){ &edits->item[i], change };
	}
	return 0;
}

static int compare(const void *a, const void *b)
{
	const struct proof_edit *x = a, *y = b;
	int order = edit_compare(x->edit, y->edit);

	return order ? order : (x->change->index > y->change->index) -
			       (x->change->index < y->change->index);
}

void proof_edits_sort(struct proof_edits *list)
{
	if (list->n > 1)
		qsort(list->item, list->n, sizeof(*list->item), compare);
}

/* ------------------------------------------------------------------ words */

/* What stood where an edit puts its words. */
struct stood {
	const char *text;
	size_t size;
	const char *was;	/* the change's old type, or NULL */
};

/* Whether the N bytes at NAME are a name of what stood there. */
static bool stood_there(const struct stood *s, const char *name, size_t n)
{
	struct lexer l = lexer_at(s->text, 0, s->size);
	struct token t;

	while (lex(&l, &t) != TOKEN_END)
		if (t.kind == TOKEN_NAME && t.end - t.begin == n &&
		    !memcmp(s->text + t.begin, name, n))
			return true;
	return false;
}

/* By the function that stood there, by the old type, by neither. */
static const struct meaning *meaning_here(const struct word *w,
					  const struct stood *s)
{
	struct lexer l = lexer_at(s->text, 0, s->size);
	const struct meaning *m = NULL;
	struct token t;

	while (!m && lex(&l, &t) != TOKEN_END)
		if (t.kind == TOKEN_NAME)
			m = word_meaning(w, s->text + t.begin, t.end - t.begin);
	if (!m && s->was)
		m = word_meaning(w, s->was, strlen(s->was));
	return m ? m : word_meaning(w, NULL, 0);
}

/* The word that the token T of PUT is, when it did not stand there before. */
static const struct word *new_word(const struct erasure *erasure, const char *put,
				   const struct token *t, const struct stood *s)
{
	const struct word *w = t->kind == TOKEN_NAME && !t->directive ?
		erasure_word(erasure, put + t->begin, t->end - t->begin) : NULL;

	return w && !stood_there(s, put + t->begin, t->end - t->begin) ? w : NULL;
}

static struct stood stood_at(const struct text *t, const struct proof_edit *e)
{
	return (struct stood){ t->data + e->edit->offset, e->edit->drop,
			       e->change->was };
}

/* ------------------------------------------------------------------- text */

struct writer {
	struct arena *arena;
	const struct erasure *erasure;
	const struct text *from;
	FILE *out;
	unsigned int line, column;	/* as the compiler will count, from 1 */
	const char *says;
};

static void write(struct writer *w, const char *s, size_t n)
{
	size_t i;

	fwrite(s, 1, n, w->out);
	for (i = 0; i < n; i++) {
		w->column = s[i] == '\n' ? 1 : w->column + 1;
		w->line += s[i] == '\n';
	}
}

static void put_blanks(struct writer *w, unsigned int n)
{
	while (n--)
		write(w, " ", 1);
}

/* Whether OFFSET is inside a preprocessor's line, where no other may begin. */
static bool in_directive(const struct text *t, size_t offset)
{
	struct lexer l = lexer_at(t->data, 0, offset);
	struct token token;

	while (lex(&l, &token) != TOKEN_END)
		;
	return l.directive;
}

/*
 * What follows, from OFFSET of the old text, is to stand where it stood.  No
 * #line may part a macro's name from its bracket.
 */
static void restore(struct writer *w, size_t offset)
{
	unsigned int column, line = text_line(w->from, offset, &column);
	bool line_ends = offset >= w->from->size || w->from->data[offset] == '\n' ||
			 w->from->data[offset] == '\r';

	if (w->line == line && (w->column == column || line_ends))
		return;
	if (in_directive(w->from, offset))
		return;
	if (w->line != line || w->column > column) {
		if (w->column > 1)
			write(w, "\n", 1);
		fprintf(w->out, "#line %u\n", line);
		w->line = line;
		w->column = 1;
	}
	put_blanks(w, column - w->column);
}

/* The type that stood there; no type at all where the new one has another size. */
static const char *old_type(struct writer *w, const struct word *word,
			    const char *type)
{
	return arena_printf(w->arena, "__typeof__(__builtin_choose_expr("
			    "sizeof(%s) == sizeof(%s), (%s)0, (void)0))", type,
			    word->name, type);
}

static int write_word(struct writer *w, const struct word *word,
		      const struct proof_edit *e, const struct stood *s)
{
	const struct meaning *m = meaning_here(word, s);
	const char *text = m ? m->macro ? m->macro : m->text : NULL;

	if (!m) {
		w->says = arena_printf(w->arena, "the table of erased words says "
			"nothing of %s where %.*s stood", word->name,
			s->size ? (int)s->size : 7, s->size ? s->text : "nothing");
		return -SAFEC_EARG;
	}
	if (!strcmp(text, ERASURE_TYPE))
		text = old_type(w, word, e->change->before);
	write(w, text, strlen(text));
	return 0;
}

static int write_put(struct writer *w, const struct proof_edit *e)
{
	const char *put = e->edit->put;
	struct lexer l = lexer_at(put, 0, strlen(put));
	struct stood s = stood_at(w->from, e);
	size_t done = 0;
	struct token t;
	int err = 0;

	while (!err && lex(&l, &t) != TOKEN_END) {
		const struct word *word = new_word(w->erasure, put, &t, &s);

		if (!word)
			continue;
		write(w, put + done, t.begin - done);
		err = write_word(w, word, e, &s);
		done = t.end;
	}
	write(w, put + done, strlen(put) - done);
	return err;
}

/* Where the next edit of PATH behind the I-th begins; SIZE_MAX: nowhere. */
static size_t next_edit(const struct proof_edits *edits, size_t i, const char *path)
{
	const struct safec_edit *e = edits->item[i].edit;

	while (++i < edits->n)
		if (!strcmp(edits->item[i].edit->file, path) &&
		    edit_compare(edits->item[i].edit, e))
			return edits->item[i].edit->offset;
	return SIZE_MAX;
}

static int overlapping(struct writer *w)
{
	w->says = "its edits overlap";
	return -SAFEC_EARG;
}

static int write_file(struct writer *w, const char *path,
		      const struct proof_edits *edits)
{
	size_t done = 0, next, bracket, i;
	int err = 0;

	for (i = 0; i < edits->n && !err; i++) {
		const struct safec_edit *e = edits->item[i].edit;

		if (strcmp(e->file, path) ||
		    (i && !edit_compare(e, edits->item[i - 1].edit)))
			continue;
		if (e->offset < done || e->offset > w->from->size ||
		    e->drop > w->from->size - e->offset)
			return overlapping(w);
		write(w, w->from->data + done, e->offset - done);
		err = write_put(w, &edits->item[i]);
		done = e->offset + e->drop;
		next = next_edit(edits, i, path);
		bracket = done + strspn(w->from->data + done, " \t\r\n");
		if (bracket < next && w->from->data[bracket] == '(') {
			write(w, w->from->data + done, bracket + 1 - done);
			done = bracket + 1;
		}
		if (next != done)
			restore(w, done);
	}
	write(w, w->from->data + done, w->from->size - done);
	return err;
}

int proof_text(struct arena *arena, const struct erasure *erasure,
	       const struct text *t, const char *path,
	       const struct proof_edits *edits, char **out, size_t *size,
	       const char **says)
{
	struct writer w = { .arena = arena, .erasure = erasure, .from = t,
			    .line = 1, .column = 1 };
	char *text = NULL;
	int err;

	w.out = open_memstream(&text, size);
	if (!w.out)
		return -SAFEC_ENOMEM;
	err = write_file(&w, path, edits);
	if (fclose(w.out))
		err = -SAFEC_ENOMEM;
	if (err) {
		free(text);
		*says = w.says;
		return err;
	}
	*out = text;
	return 0;
}

/* ----------------------------------------------------------------- axioms */

int proof_words(const struct erasure *erasure, const struct safec_change *c,
		const struct text *(*text_of)(void *arg, const char *path),
		proof_word *each, void *arg)
{
	size_t i;
	int err = 0;

	for (i = 0; i < c->edits.n && !err; i++) {
		const struct proof_edit e = { &c->edits.item[i], c };
		const char *put = e.edit->put;
		struct lexer l = lexer_at(put, 0, strlen(put));
		struct stood s = stood_at(text_of(arg, e.edit->file), &e);
		struct token t;

		while (!err && lex(&l, &t) != TOKEN_END) {
			const struct word *w = new_word(erasure, put, &t, &s);

			if (w)
				err = each(arg, w, meaning_here(w, &s));
		}
	}
	return err;
}

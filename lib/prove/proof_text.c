/* SPDX-License-Identifier: Apache-2.0 */
#include "prove/proof_text.h"

#include <stdbool.h>
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

/* ---------------------------------------------------------------- pieces */

/* A stretch of the rewritten text. */
struct piece {
	size_t begin, end;		/* in the rewritten text */
	size_t from;			/* where it stood, when it was kept */
	const struct proof_edit *edit;	/* that put it; NULL: it was kept */
};

struct rewritten {
	char *text;
	size_t size;
	struct piece *pieces;		/* in order, none empty */
	size_t n;
};

static int add_piece(struct rewritten *r, FILE *out, const char *text, size_t n,
		     size_t from, const struct proof_edit *edit)
{
	struct piece *p = n ? vec_add(&r->pieces, &r->n, sizeof(*p)) : NULL;
	size_t at = r->n > 1 ? r->pieces[r->n - 2].end : 0;

	if (!n)
		return 0;
	if (!p)
		return -SAFEC_ENOMEM;
	*p = (struct piece){ at, at + n, from, edit };
	fwrite(text, 1, n, out);
	return 0;
}

/* Make the edits of PATH and remember what is kept; -SAFEC_EARG on overlaps. */
static int make_edits(struct rewritten *r, FILE *out, const struct text *t,
		      const char *path, const struct proof_edits *edits)
{
	const struct proof_edit *last = NULL;
	size_t done = 0, i;
	int err = 0;

	for (i = 0; i < edits->n && !err; i++) {
		const struct proof_edit *e = &edits->item[i];

		if (strcmp(e->edit->file, path) ||
		    (last && !edit_compare(e->edit, last->edit)))
			continue;
		if (e->edit->offset < done || e->edit->drop > t->size ||
		    e->edit->offset > t->size - e->edit->drop)
			return -SAFEC_EARG;
		err = add_piece(r, out, t->data + done, e->edit->offset - done,
				done, NULL);
		err = err ? err : add_piece(r, out, e->edit->put,
					    strlen(e->edit->put), 0, e);
		done = e->edit->offset + e->edit->drop;
		last = e;
	}
	return err ? err : add_piece(r, out, t->data + done, t->size - done, done,
				     NULL);
}

static int rewrite(struct rewritten *r, const struct text *t, const char *path,
		   const struct proof_edits *edits)
{
	FILE *out = open_memstream(&r->text, &r->size);
	int err = out ? make_edits(r, out, t, path, edits) : -SAFEC_ENOMEM;

	if (out && fclose(out))
		err = -SAFEC_ENOMEM;
	return err;
}

/* ------------------------------------------------------------------- text */

/*
 * The rewritten text, token by token: a word becomes its meaning, all else
 * stays, and only between two tokens comes white space in.  So what the
 * compiler sees is the rewritten text, whatever comments, directives and
 * joined tokens the edits made.
 */
struct writer {
	struct arena *arena;
	const struct erasure *erasure;
	const struct text *from;
	struct rewritten text;
	size_t piece;			/* that the token at hand begins in */
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

/* The piece that T begins in. */
static const struct piece *piece_of(struct writer *w, const struct token *t)
{
	while (w->text.pieces[w->piece].end <= t->begin)
		w->piece++;
	return &w->text.pieces[w->piece];
}

/*
 * Whether white space may come between BEFORE and T.  It may not inside a
 * directive, between a macro's name and its bracket, or a prefix and its string.
 */
static bool may_part(const struct writer *w, const struct token *before,
		     const struct token *t)
{
	if (t->directive)
		return t->first;
	if (before->kind != TOKEN_NAME)
		return true;
	return !token_is(w->text.text, t, "(") &&
	       !(before->end == t->begin &&
		 (t->kind == TOKEN_STRING || t->kind == TOKEN_CHAR));
}

/* What follows is to stand where it stood, at OFFSET of the original. */
static void restore(struct writer *w, size_t offset)
{
	unsigned int column, line = text_line(w->from, offset, &column);

	if (w->line == line && w->column == column)
		return;
	if (w->line != line || w->column > column) {
		if (w->column > 1)
			write(w, "\n", 1);
		fprintf(w->out, "#line %u\n", line);
		w->line = line;
		w->column = 1;
	}
	while (w->column < column)
		write(w, " ", 1);
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

static int write_token(struct writer *w, const struct token *before,
		       const struct token *t)
{
	const char *text = w->text.text;
	const struct piece *p = piece_of(w, t);

	if (p->edit) {
		struct stood s = stood_at(w->from, p->edit);
		const struct word *word = t->end <= p->end ?
			new_word(w->erasure, text, t, &s) : NULL;

		if (word)
			return write_word(w, word, p->edit, &s);
	} else if (may_part(w, before, t)) {
		restore(w, p->from + (t->begin - p->begin));
	}
	write(w, text + t->begin, t->end - t->begin);
	return 0;
}

static int write_tokens(struct writer *w)
{
	struct lexer l = lexer_at(w->text.text, 0, w->text.size);
	struct token before = { 0 }, t;
	size_t done = 0;
	int err = 0;

	while (!err && lex(&l, &t) != TOKEN_END) {
		write(w, w->text.text + done, t.begin - done);
		err = write_token(w, &before, &t);
		done = t.end;
		before = t;
	}
	write(w, w->text.text + done, w->text.size - done);
	return err;
}

int proof_text(struct arena *arena, const struct erasure *erasure,
	       const struct text *t, const char *path,
	       const struct proof_edits *edits, char **out, size_t *size,
	       const char **says)
{
	struct writer w = { .arena = arena, .erasure = erasure, .from = t,
			    .line = 1, .column = 1, .says = "its edits overlap" };
	char *text = NULL;
	int err = rewrite(&w.text, t, path, edits);

	w.out = err ? NULL : open_memstream(&text, size);
	if (w.out)
		err = write_tokens(&w);
	if (!err && (!w.out || fclose(w.out)))
		err = -SAFEC_ENOMEM;
	else if (err && w.out)
		fclose(w.out);
	free(w.text.text);
	free(w.text.pieces);
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

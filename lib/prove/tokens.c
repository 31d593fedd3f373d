/* SPDX-License-Identifier: Apache-2.0 */
#include "prove/tokens.h"

#include <stdbool.h>
#include <string.h>

#include <safec/safec.h>

#include "base/lex.h"
#include "base/text.h"

/* The next token that is no part of a line marker; pragmas count. */
static enum token_kind next(struct lexer *l, struct token *t)
{
	while (lex(l, t) != TOKEN_END) {
		struct lexer ahead = *l;
		struct token second;

		if (!t->first || !token_is(l->text, t, "#"))
			break;
		if (lex(&ahead, &second) == TOKEN_END ||
		    (second.kind != TOKEN_NUMBER && !token_is(l->text, &second, "line")))
			break;
		while (lex(l, t) != TOKEN_END && t->directive && !t->first)
			;
		if (t->kind == TOKEN_END)
			break;
		l->at = t->begin;	/* the first behind the marker, once more */
		l->directive = false;
		l->first = t->first;
	}
	return t->kind;
}

static bool same(const struct text *a, const struct token *x, const struct text *b,
		 const struct token *y)
{
	return x->kind == y->kind && x->directive == y->directive &&
	       x->end - x->begin == y->end - y->begin &&
	       !memcmp(a->data + x->begin, b->data + y->begin, x->end - x->begin);
}

static const char *spelling(struct arena *arena, const struct text *t,
			    const struct token *token)
{
	return token->kind == TOKEN_END ? "nothing" :
	       arena_copy_n(arena, t->data + token->begin, token->end - token->begin);
}

static const char *compare(struct arena *arena, const struct text *a,
			   const struct text *b)
{
	struct lexer la = lexer_at(a->data, 0, a->size);
	struct lexer lb = lexer_at(b->data, 0, b->size);
	struct token x, y;
	size_t n = 0;

	for (;;) {
		next(&la, &x);
		next(&lb, &y);
		n++;
		if (x.kind == TOKEN_END && y.kind == TOKEN_END)
			return NULL;
		if (!same(a, &x, b, &y))
			return arena_printf(arena, "token %zu is %s, not %s", n,
					    spelling(arena, b, &y),
					    spelling(arena, a, &x));
	}
}

int tokens_compare(struct arena *arena, const char *a, const char *b,
		   const char **difference)
{
	struct text x = { 0 }, y = { 0 };
	int err = text_read(&x, a);

	err = err ? err : text_read(&y, b);
	*difference = err ? NULL : compare(arena, &x, &y);
	text_free(&x);
	text_free(&y);
	return err;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The tokens of a C file as they stand in its text, before preprocessing.
 *
 * Comments and white space are passed over; line continuations are white
 * space.  Trigraphs and universal character names are not known.
 */
#ifndef SAFEC_LEX_H
#define SAFEC_LEX_H

#include <stdbool.h>
#include <stddef.h>

enum token_kind {
	TOKEN_END,
	TOKEN_NAME,
	TOKEN_NUMBER,
	TOKEN_STRING,		/* with its quotes */
	TOKEN_CHAR,
	TOKEN_PUNCT		/* longest match: "->", "++", "<<=" */
};

struct token {
	enum token_kind kind;
	size_t begin, end;	/* offsets */
	bool directive;		/* inside a # line */
	bool first;		/* first on its line */
};

struct lexer {
	const char *text;
	size_t at, size;
	bool directive, first;
};

/* Lex TEXT from offset AT, which is not inside a token or comment, up to SIZE. */
struct lexer lexer_at(const char *text, size_t at, size_t size);
/* The next token; its kind. */
enum token_kind lex(struct lexer *l, struct token *t);
/* Whether T of TEXT is spelled S. */
bool token_is(const char *text, const struct token *t, const char *s);
/* The end of the bracket that opens at OPEN ('(', '[' or '{'), behind its mate; 0 if none. */
size_t lex_bracket_end(const char *text, size_t open, size_t size);

#endif

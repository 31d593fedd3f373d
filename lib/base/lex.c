/* SPDX-License-Identifier: Apache-2.0 */
#include "base/lex.h"

#include <string.h>

struct lexer lexer_at(const char *text, size_t at, size_t size)
{
	return (struct lexer){ .text = text, .at = at, .size = size,
			       .first = true };
}

static bool is_name(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9') || c == '_' || c == '$' ||
	       (unsigned char)c >= 0x80;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static char peek(const struct lexer *l, size_t ahead)
{
	return l->at + ahead < l->size ? l->text[l->at + ahead] : 0;
}

/* How long a line continuation is here; 0: none. */
static size_t continuation(const struct lexer *l)
{
	if (peek(l, 0) != '\\')
		return 0;
	if (peek(l, 1) == '\n')
		return 2;
	return peek(l, 1) == '\r' && peek(l, 2) == '\n' ? 3 : 0;
}

static void skip_line_comment(struct lexer *l)
{
	while (l->at < l->size && l->text[l->at] != '\n') {
		size_t n = continuation(l);

		l->at += n ? n : 1;
	}
}

static void skip_block_comment(struct lexer *l)
{
	l->at += 2;
	while (l->at < l->size && !(peek(l, 0) == '*' && peek(l, 1) == '/'))
		l->at++;
	l->at = l->at < l->size ? l->at + 2 : l->size;
}

static void newline(struct lexer *l)
{
	l->at++;
	l->directive = false;
	l->first = true;
}

static void skip_space(struct lexer *l)
{
	while (l->at < l->size) {
		char c = peek(l, 0);
		size_t n = continuation(l);

		if (n)
			l->at += n;
		else if (c == '\n')
			newline(l);
		else if (c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == '\v')
			l->at++;
		else if (c == '/' && peek(l, 1) == '*')
			skip_block_comment(l);
		else if (c == '/' && peek(l, 1) == '/')
			skip_line_comment(l);
		else
			return;
	}
}

static void take_quoted(struct lexer *l, char quote)
{
	l->at++;
	while (l->at < l->size && l->text[l->at] != quote &&
	       (l->text[l->at] != '\n'))
		l->at += l->text[l->at] == '\\' && l->at + 1 < l->size ? 2 : 1;
	if (l->at < l->size && l->text[l->at] == quote)
		l->at++;
	if (l->at > l->size)
		l->at = l->size;
}

static void take_number(struct lexer *l)
{
	while (is_name(peek(l, 0)) || peek(l, 0) == '.' ||
	       ((peek(l, 0) == '+' || peek(l, 0) == '-') &&
		strchr("eEpP", l->text[l->at - 1]) &&
		l->text[l->at - 1]))
		l->at++;
}

static void take_punct(struct lexer *l)
{
	static const char *const longer[] = {
		"<<=", ">>=", "...", "->", "++", "--", "<<", ">>", "<=", ">=",
		"==", "!=", "&&", "||", "+=", "-=", "*=", "/=", "%=", "&=",
		"|=", "^=", "##",
	};
	size_t i;

	for (i = 0; i < sizeof(longer) / sizeof(*longer); i++) {
		size_t n = strlen(longer[i]);

		if (l->size - l->at >= n && !memcmp(l->text + l->at, longer[i], n)) {
			l->at += n;
			return;
		}
	}
	l->at++;
}

static enum token_kind take(struct lexer *l)
{
	char c = peek(l, 0);

	if (c == '"')
		return take_quoted(l, '"'), TOKEN_STRING;
	if (c == '\'')
		return take_quoted(l, '\''), TOKEN_CHAR;
	if (is_digit(c) || (c == '.' && is_digit(peek(l, 1))))
		return l->at++, take_number(l), TOKEN_NUMBER;
	if (!is_name(c))
		return take_punct(l), TOKEN_PUNCT;
	while (is_name(peek(l, 0)))
		l->at++;
	return TOKEN_NAME;
}

enum token_kind lex(struct lexer *l, struct token *t)
{
	skip_space(l);
	*t = (struct token){ .begin = l->at, .end = l->at, .first = l->first };
	if (l->at >= l->size)
		return TOKEN_END;
	if (l->first && l->text[l->at] == '#')
		l->directive = true;
	l->first = false;
	t->directive = l->directive;
	t->kind = take(l);
	t->end = l->at;
	return t->kind;
}

bool token_is(const char *text, const struct token *t, const char *s)
{
	size_t n = strlen(s);

	return t->end - t->begin == n && !memcmp(text + t->begin, s, n);
}

size_t lex_bracket_end(const char *text, size_t open, size_t size)
{
	struct lexer l = lexer_at(text, open, size);
	struct token t;
	int depth = 0;

	l.first = false;
	while (lex(&l, &t) != TOKEN_END) {
		if (t.kind != TOKEN_PUNCT || t.end - t.begin != 1)
			continue;
		if (strchr("([{", text[t.begin]))
			depth++;
		else if (strchr(")]}", text[t.begin]) && --depth == 0)
			return t.end;
	}
	return 0;
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "solve/declaration.h"

#include "base/lex.h"

static bool is_one_of(const struct text *t, const struct token *tok,
		      const char *const *words)
{
	for (; *words; words++)
		if (token_is(t->data, tok, *words))
			return true;
	return false;
}

static bool is_storage(const struct text *t, const struct token *tok)
{
	static const char *const words[] = { "static", "extern", NULL };

	return is_one_of(t, tok, words);
}

static bool is_integer_word(const struct text *t, const struct token *tok)
{
	static const char *const words[] = { "unsigned", "signed", "int", "long",
					     "short", "char", NULL };

	return is_one_of(t, tok, words);
}

/* Only one name: `;` or an initialiser follows, and no comma at its level. */
static bool ends_alone(const struct text *t, size_t name)
{
	struct lexer l = lexer_at(t->data, name, t->size);
	struct token tok;
	int depth = 0;

	while (lex(&l, &tok) != TOKEN_END) {
		char c = tok.kind == TOKEN_PUNCT ? t->data[tok.begin] : 0;

		depth += c == '(' || c == '{' || c == '[';
		depth -= c == ')' || c == '}' || c == ']';
		if (c == ',' && !depth)
			return false;
		if (c == ';' && !depth)
			return true;
	}
	return false;
}

bool declaration_type(const struct text *t, size_t begin, size_t name,
		      size_t *type, size_t *type_end)
{
	struct lexer l = lexer_at(t->data, begin, t->size);
	size_t integers = 0, names = 0;
	struct token tok;

	while (lex(&l, &tok) != TOKEN_END && tok.begin < name) {
		if (tok.kind != TOKEN_NAME)
			return false;
		if (is_storage(t, &tok))
			continue;
		if (!integers && !names)
			*type = tok.begin;
		if (is_integer_word(t, &tok))
			integers++;
		else
			names++;
		*type_end = tok.end;
	}
	return ((integers && !names) || (!integers && names == 1)) &&
	       ends_alone(t, name);
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `#include <HEADER>`, where the file's own includes would have it.
 *
 * Among the includes of the same folder that no condition guards: before the
 * first that sorts behind it when they are sorted, behind the last when not.
 * Without such includes, before the first include of any kind.
 */
#include "rewrite/include.h"

#include <stdlib.h>
#include <string.h>

#include "base/lex.h"
#include "base/vec.h"

struct inclusion {
	size_t line, after;	/* offsets: where its line begins, and the next */
	const char *name;	/* with its < or " */
};

struct inclusions {
	struct inclusion *item;
	size_t n;
};

static size_t line_end(const struct text *t, size_t at)
{
	unsigned int line = text_line(t, at, NULL);

	return line < t->line_count ? t->lines[line] : t->size;
}

static bool starts_condition(const struct text *t, const struct token *tok)
{
	return token_is(t->data, tok, "if") || token_is(t->data, tok, "ifdef") ||
	       token_is(t->data, tok, "ifndef");
}

/* A condition around the whole file is its guard and does not count. */
static bool is_guard(const struct text *t, const struct token *tok, size_t n)
{
	return n == 0 && token_is(t->data, tok, "ifndef");
}

static int keep(struct arena *arena, const struct text *t, size_t hash,
		size_t name, struct inclusions *list)
{
	struct inclusion *at = vec_add(&list->item, &list->n, sizeof(*at));
	size_t end = line_end(t, name);
	char close = t->data[name] == '<' ? '>' : '"';
	const char *stop = memchr(t->data + name + 1, close, end - name - 1);

	if (!at)
		return -SAFEC_ENOMEM;
	at->line = t->lines[text_line(t, hash, NULL) - 1];
	at->after = end;
	at->name = arena_copy_n(arena, t->data + name,
				stop ? (size_t)(stop - t->data) - name : 0);
	return at->name ? 0 : -SAFEC_ENOMEM;
}

/* The unconditional includes of T, and where the text begins behind a guard. */
static int find(struct arena *arena, const struct text *t, struct inclusions *list,
		size_t *after_guard)
{
	struct lexer l = lexer_at(t->data, 0, t->size);
	struct token tok, hash;
	size_t conditions = 0;
	int depth = 0, err = 0;

	while (lex(&l, &tok) != TOKEN_END && !err) {
		if (!tok.first || !token_is(t->data, &tok, "#"))
			continue;
		hash = tok;
		if (lex(&l, &tok) == TOKEN_END)
			break;
		if (starts_condition(t, &tok)) {
			if (is_guard(t, &tok, conditions++))
				*after_guard = line_end(t, line_end(t, hash.begin));
			else
				depth++;
		} else if (token_is(t->data, &tok, "endif")) {
			depth--;
		} else if (token_is(t->data, &tok, "include") && depth <= 0 &&
			   lex(&l, &tok) != TOKEN_END &&
			   strchr("<\"", t->data[tok.begin])) {
			err = keep(arena, t, hash.begin, tok.begin, list);
		}
	}
	return err;
}

/* Whether A, as in `<linux/a.h`, lies in the folder of HEADER. */
static bool is_neighbour(const char *name, const char *header)
{
	const char *slash = strrchr(header, '/');
	size_t n = slash ? (size_t)(slash - header) + 1 : 0;

	return name[0] == '<' && !strncmp(name + 1, header, n) &&
	       !strchr(name + 1 + n, '/');
}

static size_t place_among(const struct inclusions *list, const char *header)
{
	const struct inclusion *last = NULL, *behind = NULL;
	bool sorted = true;
	size_t i;

	for (i = 0; i < list->n; i++) {
		const struct inclusion *x = &list->item[i];

		if (!is_neighbour(x->name, header))
			continue;
		sorted = sorted && (!last || strcmp(last->name, x->name) <= 0);
		if (!behind && strcmp(x->name + 1, header) > 0)
			behind = x;
		last = x;
	}
	if (!last)
		return list->item[0].line;
	return sorted && behind ? behind->line : last->after;
}

int include_add(struct arena *arena, struct source *src, const char *header,
		struct edits *out)
{
	const struct text *t = source_text(src);
	struct inclusions list = { 0 };
	size_t after_guard = 0, i;
	bool crlf = t->line_count > 1 && t->lines[1] > 1 &&
		    t->data[t->lines[1] - 2] == '\r';
	int err = find(arena, t, &list, &after_guard);
	bool present = false;

	for (i = 0; i < list.n; i++)
		present = present || !strcmp(list.item[i].name + 1, header);
	if (!err && !present)
		err = edits_add(out, src->path,
				list.n ? place_among(&list, header) : after_guard, 0,
				arena_printf(arena, "#include <%s>%s", header,
					     crlf ? "\r\n" : "\n"));
	free(list.item);
	return err;
}

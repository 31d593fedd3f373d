/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Files of the project that no unit read.
 *
 * Includes are matched by the file's base name alone, so that no include path
 * has to be known: rather one file too many than one too few.
 */
#include "solve/tree.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/lex.h"
#include "base/vec.h"

struct scan {
	struct sources *sources;
	struct arena *arena;
	const char *name;
	bool is_field;
	const char **headers;	/* base names that lead to the header */
	size_t header_count;
	char **files;		/* that spell NAME or include something wanted */
	size_t file_count;
	struct tree_answer *answer;
	const char **includers;	/* malloc'ed, until they are counted */
};

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

static bool has_ending(const char *name, const char *ending)
{
	size_t n = strlen(name), k = strlen(ending);

	return n > k && !strcmp(name + n - k, ending);
}

/* Whether T has an #include of a wanted header. */
static bool includes(const struct scan *s, const struct text *t)
{
	size_t i;

	for (i = 0; i < s->header_count; i++) {
		const char *h = s->headers[i], *p = t->data;
		size_t n = strlen(h);

		while ((p = strstr(p, h))) {
			if (p > t->data && strchr("/\"<", p[-1]) &&
			    (p[n] == '"' || p[n] == '>'))
				return true;
			p += n;
		}
	}
	return false;
}

static bool spells(struct scan *s, const struct text *t, unsigned int *line)
{
	struct lexer l = lexer_at(t->data, 0, t->size);
	struct token tok, before = { 0 };

	if (!strstr(t->data, s->name))
		return false;
	while (lex(&l, &tok) != TOKEN_END) {
		bool reached = !s->is_field || token_is(t->data, &before, "->") ||
			       token_is(t->data, &before, ".");

		before = tok;
		if (tok.kind == TOKEN_NAME && reached &&
		    token_is(t->data, &tok, s->name)) {
			*line = text_line(t, tok.begin, NULL);
			return true;
		}
	}
	return false;
}

/* Keep that PATH can see the header, and spells the name on LINE (0: nowhere). */
static void note(struct scan *s, const char *path, unsigned int line)
{
	struct tree_answer *a = s->answer;
	size_t n = strlen(s->sources->root);
	const char *name = strncmp(path, s->sources->root, n) ? path : path + n + 1;

	if (line) {
		a->path = arena_copy(s->arena, name);
		a->line = line;
	} else if (has_ending(name, ".c")) {
		const char **slot = vec_add(&s->includers, &a->includer_count,
					    sizeof(*slot));

		if (slot)
			*slot = arena_copy(s->arena, name);
	}
}

static void look(struct scan *s, const char *path, bool headers_only)
{
	const struct source *known = sources_find(s->sources, path);
	struct text t;
	unsigned int line;
	const char **h;

	if (text_read(&t, path))
		return;
	if (includes(s, &t)) {
		if (headers_only) {
			h = vec_add(&s->headers, &s->header_count, sizeof(*h));
			if (h)
				*h = arena_copy(s->arena, base_name(path));
		} else if (!(known && known->lowered)) {
			note(s, path, spells(s, &t, &line) ? line : 0);
		}
	}
	text_free(&t);
}

static bool is_listed(const struct scan *s, const char *name)
{
	size_t i;

	for (i = 0; i < s->header_count; i++)
		if (!strcmp(s->headers[i], name))
			return true;
	return false;
}

/* By name, so that the first hit is the same everywhere. */
static void walk(struct scan *s, const char *folder, bool headers_only)
{
	struct dirent **entry;
	int i, n = scandir(folder, &entry, NULL, alphasort);

	for (i = 0; i < n; i++) {
		const char *name = entry[i]->d_name;
		char *path = NULL;
		struct stat st;
		size_t room = strlen(folder) + strlen(name) + 2;

		if (name[0] != '.' && !s->answer->path)
			path = malloc(room);
		if (path) {
			strcpy(path, folder);
			strcat(path, "/");
			strcat(path, name);
			if (lstat(path, &st) == 0 && S_ISDIR(st.st_mode))
				walk(s, path, headers_only);
			else if (headers_only ? has_ending(name, ".h") &&
						!is_listed(s, name) :
				 has_ending(name, ".h") || has_ending(name, ".c"))
				look(s, path, headers_only);
		}
		free(path);
		free(entry[i]);
	}
	if (n >= 0)
		free(entry);
}

static void keep_includers(struct scan *s)
{
	size_t size = s->answer->includer_count * sizeof(*s->includers);
	const char **kept = arena_zalloc(s->arena, size + 1);

	if (kept && size)
		memcpy(kept, s->includers, size);
	s->answer->includers = kept;
	free(s->includers);
}

void tree_ask(struct arena *arena, struct sources *sources, const char *header,
	      const char *name, bool is_field, struct tree_answer *out)
{
	struct scan s = { .sources = sources, .arena = arena, .name = name,
			  .is_field = is_field, .answer = out };
	const char **first = vec_add(&s.headers, &s.header_count, sizeof(*first));
	size_t before = 0;

	*out = (struct tree_answer){ 0 };
	if (!first || !sources->root || !*sources->root)
		return;
	*first = base_name(header);
	while (before != s.header_count) {
		before = s.header_count;
		walk(&s, sources->root, true);
	}
	walk(&s, sources->root, false);
	keep_includers(&s);
	free(s.headers);
}

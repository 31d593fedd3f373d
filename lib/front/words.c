/* SPDX-License-Identifier: Apache-2.0 */
#include "front/words.h"

#include <string.h>

static int is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

static int ends_command(char c)
{
	return !c || strchr(";&|\n", c);
}

/* What is between single quotes, from behind the first. */
static const char *single(const char *s, char **out)
{
	while (*s && *s != '\'')
		*(*out)++ = *s++;
	return *s ? s + 1 : s;
}

/* What a backslash at S stands for inside double quotes. */
static const char *escaped(const char *s, char **out)
{
	if (s[1] == '\n')
		return s + 2;
	if (!s[1] || !strchr("$`\"\\", s[1]))
		*(*out)++ = *s++;
	else
		s++;
	if (*s)
		*(*out)++ = *s++;
	return s;
}

static const char *doubled(const char *s, char **out)
{
	while (*s && *s != '"') {
		if (*s == '\\')
			s = escaped(s, out);
		else
			*(*out)++ = *s++;
	}
	return *s ? s + 1 : s;
}

/* What a backslash at S stands for outside quotes. */
static const char *bare(const char *s, char **out)
{
	if (!s[1])
		return s + 1;
	if (s[1] != '\n')
		*(*out)++ = s[1];
	return s + 2;
}

static const char *word(const char *s, char **out)
{
	while (!is_blank(*s) && !ends_command(*s)) {
		switch (*s) {
		case '\'':	s = single(s + 1, out); break;
		case '"':	s = doubled(s + 1, out); break;
		case '\\':	s = bare(s, out); break;
		default:	*(*out)++ = *s++; break;
		}
	}
	*(*out)++ = '\0';
	return s;
}

/* Past blanks and joined lines. */
static const char *skip(const char *s)
{
	while (is_blank(*s) || (s[0] == '\\' && s[1] == '\n'))
		s += *s == '\\' ? 2 : 1;
	return s;
}

/* At least as many as there are words in S. */
static size_t bound(const char *s)
{
	size_t n = 1;

	for (; *s; s++)
		n += is_blank(*s) || *s == '\n';
	return n;
}

const char *words_split(struct arena *arena, const char *script,
			struct words *out)
{
	char *text = arena_zalloc(arena, strlen(script) + 2);

	out->n = 0;
	out->item = arena_zalloc(arena, (bound(script) + 1) * sizeof(*out->item));
	if (!text || !out->item) {
		out->item = NULL;
		return NULL;
	}
	for (script = skip(script); !ends_command(*script); script = skip(script)) {
		out->item[out->n++] = text;
		script = word(script, &text);
	}
	return *script ? script + 1 : NULL;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One line of a model file, word by word.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/parser.h"
#include "safec/safec.h"

int line_bad_at(struct parser *p, unsigned int line, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	p->says = arena_printf(p->arena, "%s:%u: %s", p->file, line,
			       arena_vprintf(p->arena, format, args));
	va_end(args);
	return -SAFEC_EMODEL;
}

const char *line_next(struct parser *p)
{
	size_t n;

	p->at += strspn(p->at, " \t");
	n = strcspn(p->at, " \t(),=#");
	if (!n && *p->at && *p->at != '#')
		n = 1;
	snprintf(p->word, sizeof(p->word), "%.*s", (int)n, p->at);
	p->at += n;
	return p->word;
}

bool line_took(struct parser *p, const char *word)
{
	const char *at = p->at;

	if (!strcmp(line_next(p), word))
		return true;
	p->at = at;
	return false;
}

int line_expect(struct parser *p, const char *word)
{
	if (!strcmp(line_next(p), word))
		return 0;
	return line_bad(p, "'%s' was expected, not '%s'", word, p->word);
}

int line_end(struct parser *p)
{
	if (!*line_next(p))
		return 0;
	return line_bad(p, "'%s' is too much; this line ended before it",
			p->word);
}

int line_name(struct parser *p, const char *what, const char **out)
{
	if (!*line_next(p) || strchr("(),=", *p->word))
		return line_bad(p, "%s is missing", what);
	if (strlen(p->word) == sizeof(p->word) - 1)
		return line_bad(p, "%s is too long", what);
	*out = arena_copy(p->arena, p->word);
	return *out ? 0 : -SAFEC_ENOMEM;
}

bool line_is_identifier(const char *s)
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "abcdefghijklmnopqrstuvwxyz_";
	static const char digits[] = "0123456789";
	size_t n = strspn(s, letters);

	while (n && s[n]) {
		size_t more = strspn(s + n, letters) + strspn(s + n, digits);

		if (!more)
			return false;
		n += more;
	}
	return n;
}

int line_identifier(struct parser *p, const char *what, const char **out)
{
	int err = line_name(p, what, out);

	if (err || line_is_identifier(*out))
		return err;
	return line_bad(p, "'%s' is not a name in C; %s was expected", *out,
			what);
}

int line_number(struct parser *p, long *out)
{
	char *after;

	line_next(p);
	errno = 0;
	*out = strtol(p->word, &after, 0);
	if (after != p->word && !*after && !errno)
		return 0;
	return line_bad(p, "'%s' is not a number", p->word);
}

int line_version(struct parser *p, unsigned int *out)
{
	unsigned int major, minor;
	char rest;

	line_next(p);
	if (strspn(p->word, "0123456789.") == strlen(p->word) &&
	    sscanf(p->word, "%4u.%3u%c", &major, &minor, &rest) == 2) {
		*out = major * 1000 + minor;
		return line_end(p);
	}
	return line_bad(p, "'%s' is not a kernel version; write it as in 6.1",
			p->word);
}

int line_words(struct parser *p, const char *what, const char **out)
{
	*out = "";
	while (*line_next(p))
		*out = arena_printf(p->arena, "%s%s%s", *out, **out ? " " : "",
				    p->word);
	return **out ? 0 : line_bad(p, "%s is missing", what);
}

int line_dispatch(struct parser *p, const struct keyword *table, size_t n)
{
	const char *known = "";

	line_next(p);
	for (size_t i = 0; i < n; i++)
		if (!strcmp(table[i].word, p->word))
			return table[i].read(p);
	for (size_t i = 0; i < n; i++)
		known = arena_printf(p->arena, "%s%s%s", known, i ? ", " : "",
				     table[i].word);
	return line_bad(p, "unknown word '%s'; here a line begins with one of: "
			"%s", p->word, known);
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which of the user's compiler flags libclang gets to see.
 *
 * A flag passes only if flags.def says so.  What is not listed is dropped:
 * gcc's own flags would be errors for clang, and a flag that loads a plugin or
 * writes a file must not get through because nobody had heard of it.
 */
#include "front/command.h"
#include "front/flags.h"

#include <string.h>

enum shape {
	EXACT,		/* the whole word */
	JOINED,		/* the word's beginning */
	NEXT,		/* the whole word; its value is the next word */
	EITHER,		/* JOINED, or NEXT when nothing is joined */
	JOINED_NEXT	/* the word's beginning; the next word belongs to it */
};

enum fate {
	DROP,		/* never passes */
	BUILD,		/* passes for FLAGS_COMPILE */
	MEANING		/* passes always */
};

struct flag {
	const char *spelling;
	const char *as;		/* passed on as; NULL: as spelt */
	enum shape shape;
	enum fate fate;
};

static const struct flag table[] = {
#define SPELT(spelling, shape, fate, as) { spelling, as, shape, fate },
#define FLAG(spelling, shape, fate) { spelling, NULL, shape, fate },
#include "front/flags.def"
#undef FLAG
#undef SPELT
};

static int fits(const struct flag *f, const char *word)
{
	size_t n = strlen(f->spelling);

	if (strncmp(word, f->spelling, n))
		return 0;
	return f->shape == JOINED || f->shape == EITHER ||
	       f->shape == JOINED_NEXT || !word[n];
}

/* The line that decides about WORD, or NULL. */
static const struct flag *find(const char *word)
{
	const struct flag *best = NULL;
	size_t i;

	for (i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		if (fits(&table[i], word) &&
		    (!best || strlen(table[i].spelling) > strlen(best->spelling)))
			best = &table[i];
	return best;
}

static size_t words_of(const struct flag *f, const char *word)
{
	if (!f)
		return 1;
	if (f->shape == EITHER)
		return word[strlen(f->spelling)] ? 1 : 2;
	return f->shape == NEXT || f->shape == JOINED_NEXT ? 2 : 1;
}

size_t flags_words(const char *word)
{
	return words_of(find(word), word);
}

/* WORD under the name that clang is to see, or NULL if it has none. */
static const char *respelt(struct arena *arena, const struct flag *f,
			   const char *word)
{
	const char *value = word + strlen(f->spelling);

	if (!f->as)
		return word;
	if (!*value || strchr(value, ','))	/* -Wp,-DA,-MD,file */
		return NULL;
	return arena_printf(arena, "%s%s", f->as, value);
}

static int passes(const struct flag *f, enum flags_use use)
{
	return f && (f->fate == MEANING ||
		     (f->fate == BUILD && use == FLAGS_COMPILE));
}

/* Put the flag at ARGS[0] to OUT if it passes; gives how many words that is. */
static size_t put(struct arena *arena, const char *const *args, size_t words,
		  const struct flag *f, const char **out)
{
	const char *first = respelt(arena, f, args[0]);

	if (!first)
		return 0;
	out[0] = first;
	if (words == 1)
		return 1;
	if (args[1][0] == '@')		/* a response file, wherever it stands */
		return 0;
	out[1] = args[1];
	return 2;
}

static size_t filter(struct arena *arena, const struct command *c,
		     enum flags_use use, const char **out)
{
	size_t i, n = 0, words;

	for (i = 0; i < c->count; i += words) {
		const struct flag *f = find(c->args[i]);

		words = words_of(f, c->args[i]);
		if (i + words <= c->count && passes(f, use))
			n += put(arena, c->args + i, words, f, out + n);
	}
	return n;
}

const char *const *flags_for(struct arena *arena, const struct command *c,
			     enum flags_use use, size_t *count)
{
	const char **out = arena_zalloc(arena, (c->count + 8) * sizeof(*out));
	size_t n = 0;

	if (!out)
		return NULL;
	if (c->target)
		out[n++] = c->target;
	n += filter(arena, c, use, out + n);
	out[n++] = use == FLAGS_ANALYSE ? "-w" : "-Wno-unknown-warning-option";
	if (use == FLAGS_COMPILE) {
		out[n++] = "-Werror=incompatible-pointer-types";
		out[n++] = "-Werror=int-conversion";
		out[n++] = "-Werror=implicit-function-declaration";
	}
	out[n++] = "-Qunused-arguments";
	out[n++] = arena_printf(arena, "-working-directory=%s", c->directory);
	*count = n;
	return out;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The state of reading one model file, and its words.
 *
 * A word is a run of anything but blanks and  ( ) , = #  where the first four
 * are words of their own and the last begins a comment.
 */
#ifndef SAFEC_MODEL_PARSER_H
#define SAFEC_MODEL_PARSER_H

#include "model/store.h"

#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))

struct parser {
	struct arena *arena;
	struct model *model;
	const char *file;
	unsigned int line;
	const char *at;			/* what is left of the line */
	char word[256];			/* the word before it; "" at the end */
	const char *header;		/* defaults from the margin */
	unsigned int since;
	struct model_type *type;	/* the open type, */
	struct model_function *group;	/* or the first of the open functions */
	bool has_body;			/* whether an indented line followed */
	struct model_effect *effects;	/* of the open functions; owned */
	size_t effect_count;
	const char *says;
};

/* A word that begins a line, and what reads the rest of the line. */
struct keyword {
	const char *word;
	int (*read)(struct parser *p);
};

/* What all of these return when the line is wrong, having said why. */
int line_bad_at(struct parser *p, unsigned int line, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
#define line_bad(p, ...) line_bad_at(p, (p)->line, __VA_ARGS__)

/* Step to the next word; an overlong one is cut, and so unknown. */
const char *line_next(struct parser *p);
/* Whether the next word is WORD, which is then behind us. */
bool line_took(struct parser *p, const char *word);
/* Step over WORD. */
int line_expect(struct parser *p, const char *word);
/* Nothing may follow. */
int line_end(struct parser *p);
/* A copy of the next word, which is WHAT. */
int line_name(struct parser *p, const char *what, const char **out);
bool line_is_identifier(const char *s);
/* The same for a name in C. */
int line_identifier(struct parser *p, const char *what, const char **out);
int line_number(struct parser *p, long *out);
/* A kernel version as major * 1000 + minor, the last of the line. */
int line_version(struct parser *p, unsigned int *out);
/* All that is left of the line, words apart by one blank. */
int line_words(struct parser *p, const char *what, const char **out);
/* Let the reader of the next word in TABLE read the line. */
int line_dispatch(struct parser *p, const struct keyword *table, size_t n);

/* An indented line about the open type, or the open functions. */
int parse_type_line(struct parser *p);
int parse_function_line(struct parser *p);
/* Check and finish what is open. */
int parse_type_end(struct parser *p);
int parse_function_end(struct parser *p);
/* The kind that a parameter called NAME has in a function of a counter type. */
enum model_param_kind parse_param_kind(const char *name);

#endif

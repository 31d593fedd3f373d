/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Prints what a model says, for tests/models-match-headers: one line an entry,
 * as the library's own reader understood it.
 *
 *	model_list DIR [FILE:FILE...]
 *
 *	type FILE:LINE NAME SINCE HEADER OBJECT
 *	function|macro FILE:LINE NAME SINCE UNTIL HEADER PARAMETERS
 *
 * "-" stands for nothing; PARAMETERS is a number, with a + behind it where
 * more may follow.
 */
#include <stdio.h>
#include <string.h>

#include "model/model.h"

static void print_types(const struct model *m)
{
	const struct model_type *t = NULL;

	while ((t = model_next_type(m, t)))
		printf("type\t%s:%u\t%s\t%u\t%s\t%s\n", t->file, t->line,
		       t->name, t->since, t->header,
		       t->object ? t->object : "-");
}

static void print_functions(const struct model *m)
{
	const struct model_function *f = NULL;

	while ((f = model_next(m, f))) {
		bool rest = model_param(f, MODEL_REST) >= 0;

		printf("%s\t%s:%u\t%s\t%u\t%u\t%s\t%zu%s\n",
		       f->is_macro ? "macro" : "function", f->file, f->line,
		       f->name, f->since, f->until,
		       f->header ? f->header : "-", f->param_count - rest,
		       rest ? "+" : "");
	}
}

int main(int argc, char **argv)
{
	struct arena arena = { 0 };
	const struct model *m;
	const char *says;
	int err;

	if (argc < 2) {
		fprintf(stderr, "usage: model_list DIR [FILE:FILE...]\n");
		return 2;
	}
	err = model_read(&arena, argv[1], argc > 2 ? argv[2] : NULL, &m, &says);
	if (err) {
		printf("%s\n", says);
	} else {
		print_types(m);
		print_functions(m);
	}
	arena_free(&arena);
	return err ? 1 : 0;
}

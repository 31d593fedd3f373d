/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Proves rewrites that no rule made: what tests/mutants asks.
 *
 * usage: prove_edits MODELS <REQUEST
 *
 * The request is JSON: "file", "flags", and "rewrites", each with its "edits"
 * (offset, drop, put), and "was" and "before" where a type changes.  For each
 * one line comes out: its class, or "refused: " and why.
 */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/vec.h"
#include "program.h"

static const char *string_of(json_t *object, const char *key)
{
	return json_string_value(json_object_get(object, key));
}

static struct safec_change *change_of(json_t *rewrite, const char *path)
{
	struct safec_change *c = calloc(1, sizeof(*c));
	json_t *edit;
	size_t i;

	if (!c)
		return NULL;
	c->id = "mutant";
	c->rule = "mutant";
	c->name = "mutant";
	c->verdict = SAFEC_APPLIED;
	c->was = string_of(rewrite, "was");
	c->before = string_of(rewrite, "before");
	json_array_foreach(json_object_get(rewrite, "edits"), i, edit)
		if (edits_add(&c->edits, path,
			      (size_t)json_integer_value(json_object_get(edit, "offset")),
			      (size_t)json_integer_value(json_object_get(edit, "drop")),
			      string_of(edit, "put")))
			abort();
	edits_sort(&c->edits);
	return c;
}

/* One rewrite by the last stages of the pipeline, as run.c has them. */
static int prove(struct safec_program *p, json_t *rewrite)
{
	struct safec_change *c = change_of(rewrite, p->units[0]->command.file);
	struct safec_change **slot = vec_add(&p->changes.item, &p->changes.n,
					     sizeof(*slot));
	bool again = false;
	int err;

	if (!c || !slot)
		return -SAFEC_ENOMEM;
	*slot = c;
	err = program_overlay(p);
	err = err ? err : program_verify(p, &again);
	if (!err && !again)
		err = program_prove(p, &again);
	if (err == -SAFEC_EARG)
		puts("refused: edits that overlap");
	else if (c->verdict == SAFEC_APPLIED)
		puts(proof_word_of(c->proof));
	else
		printf("refused: %s\n", c->reason);
	changes_free(&p->changes);
	program_drop_files(p);
	return err == -SAFEC_EARG ? 0 : err;
}

static const char *const *flags_of(json_t *request)
{
	json_t *list = json_object_get(request, "flags"), *flag;
	const char **flags = calloc(json_array_size(list) + 1, sizeof(*flags));
	size_t i;

	if (!flags)
		abort();
	json_array_foreach(list, i, flag)
		flags[i] = json_string_value(flag);
	return flags;
}

static int run(json_t *request, const char *models)
{
	struct safec_options options = { .size = sizeof(options),
					 .model_dir = models };
	const char *const *flags = flags_of(request);
	struct safec_program *p = NULL;
	json_t *rewrite;
	size_t i;
	int err = safec_program_new(&options, &p);

	err = err ? err : safec_program_add(p, string_of(request, "file"), flags);
	err = err ? err : program_index(p);
	err = err ? err : program_solve(p);
	json_array_foreach(json_object_get(request, "rewrites"), i, rewrite)
		err = err ? err : prove(p, rewrite);
	if (err)
		fprintf(stderr, "%s: %s\n", safec_strerror(err),
			p ? safec_program_message(p) : "");
	safec_program_free(p);
	free((void *)flags);
	return err;
}

int main(int argc, char **argv)
{
	json_error_t wrong;
	json_t *request = argc == 2 ? json_loadf(stdin, 0, &wrong) : NULL;
	int err;

	if (!request) {
		fputs("usage: prove_edits MODELS <REQUEST\n", stderr);
		return 2;
	}
	err = run(request, argv[1]);
	json_decref(request);
	return err ? 1 : 0;
}

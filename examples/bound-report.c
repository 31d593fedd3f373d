/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bound-report: what libsafec decided about a file, and why, as lines that
 * editors and CI read ("file:line:column: text"; vim -q, M-x compile).
 *
 *	bound-report FILE... [-- FLAGS...]
 *
 * Nothing is changed: a tool of your own takes the edits of each change with
 * safec_change_edit() and does as it likes with them.
 */
#include <stdio.h>
#include <string.h>

#include <safec/safec.h>

static void say(const struct safec_place *at, const char *what,
		const struct safec_change *c)
{
	printf("%s:%u:%u: %s: %s: %s\n", at->file, at->line, at->column,
	       safec_change_entity(c), what, at->says);
}

static void report(const struct safec_change *c)
{
	int applied = safec_change_verdict(c) == SAFEC_APPLIED;
	const struct safec_place *at;
	size_t i;

	printf("%s: %s (%s): %s\n", applied ? "converted" : "left alone",
	       safec_change_entity(c), safec_change_rule(c),
	       safec_change_reason(c));
	for (i = 0; (at = safec_change_evidence(c, i)); i++)
		say(at, "for", c);
	for (i = 0; (at = safec_change_against(c, i)); i++)
		say(at, "against", c);
}

/* Add each file of ARGV up to "--", compiled with the flags behind it. */
static int add(struct safec_program *p, char **argv)
{
	const char *const *flags = NULL;
	int i, n, err = 0;

	for (n = 1; argv[n] && strcmp(argv[n], "--"); n++)
		;
	if (argv[n])
		flags = (const char *const *)argv + n + 1;
	for (i = 1; i < n && !err; i++)
		err = safec_program_add(p, argv[i], flags);
	return err;
}

int main(int argc, char **argv)
{
	const struct safec_change *c = NULL;
	struct safec_program *p = NULL;
	int err = argc < 2 ? -SAFEC_EARG : safec_program_new(NULL, &p);

	err = err ? err : add(p, argv);
	err = err ? err : safec_program_run(p);
	while (!err && (c = safec_program_change(p, c)))
		report(c);
	if (err)
		fprintf(stderr, "bound-report: %s\n%s\n", safec_strerror(err),
			p ? safec_program_message(p) : "");
	safec_program_free(p);
	return err ? 2 : 0;
}

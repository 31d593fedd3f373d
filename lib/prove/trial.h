/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One unit, original and rewritten, compared in every way that a proof has.
 *
 * The cheapest way that succeeds decides: equal tokens, equal objects, equal
 * IR, equal paths.  Nothing is written outside of the trial's folder.
 */
#ifndef SAFEC_TRIAL_H
#define SAFEC_TRIAL_H

#include <stdbool.h>
#include <stddef.h>

#include "prove/compiler.h"
#include "prove/layer.h"

/* How original and rewritten text were found to be the same. */
enum sameness {
	SAME_NOT,
	SAME_PATHS,
	SAME_IR,
	SAME_OBJECT,
	SAME_TOKENS
};

/*
 * A changed file: ORIGINAL, the PROOF text that is compared with it, and where
 * they differ.  BASE is tried where the original is not the same.
 */
struct trial_file {
	const char *path;		/* absolute, real */
	const char *original;
	size_t original_size;
	const char *base;		/* ORIGINAL with premises, of the same lines; or NULL */
	size_t base_size;
	const char *proof;
	size_t proof_size;
	const size_t *edits;		/* offsets in ORIGINAL */
	size_t edit_count;
};

struct trial {
	const struct command *command;
	const char *root;
	const char *dir;		/* an empty folder */
	const char *macros;		/* a file to include first */
	const struct trial_file *files;
	size_t file_count;
	bool try_tokens;		/* no word in it means code */
	unsigned int seconds;		/* of CPU time for each compilation */
};

struct verdict {
	enum sameness same;
	bool premised;			/* only with the premises */
	const char *says;		/* what was compared, or what differs first */
	const char *compilers;		/* "gcc-12, clang" */
	unsigned int compilations;
};

/*
 * 0 with *OUT, its strings in ARENA; what can't be compared is not the same.
 * -SAFEC_ENOMEM and -SAFEC_EWRITE are the only failures.
 */
int trial_run(struct arena *arena, const struct trial *t, struct verdict *out);

/* As above, by the paths through each touched function. */
int trial_paths(struct arena *arena, const struct trial *t, bool *same,
		const char **says);

#endif

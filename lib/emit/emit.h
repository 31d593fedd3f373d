/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From a finished run to what its users read.
 *
 * Takes changes, findings and the state of the units; gives text.  Nothing
 * here decides anything.
 */
#ifndef SAFEC_EMIT_H
#define SAFEC_EMIT_H

#include "rewrite/change.h"

struct emit_unit {
	const char *path;		/* relative to the root */
	enum safec_status status;
	double seconds;			/* CPU time of its analysis */
	const char *const *messages;
	size_t message_count;
};

/* What was counted of the subset's sites. */
struct emit_coverage {
	size_t sites, proved, checked, unsafe, unchecked;
};

struct emit_file {
	const char *path;		/* absolute */
	const char *name;		/* relative to the root, as diffs and JSON show it */
	const char *before, *after;	/* whole texts */
	size_t before_size, after_size;
};

struct emit_run {
	const char *root;		/* absolute; "" when there is none */
	enum safec_profile profile;
	const struct emit_unit *units;
	size_t unit_count;
	const struct changes *changes;
	const struct findings *findings;
	struct emit_coverage coverage;
	const struct emit_file *files;	/* those that changed, sorted by name */
	size_t file_count;
};

/*
 * One unified diff of all files, as git writes it, behind a line for each
 * change with its proof; malloc'ed in *OUT.
 */
int emit_diff(const struct emit_run *run, char **out);
/* One change, why and how proved, for people; malloc'ed in *OUT. */
int emit_explain(const struct safec_change *c, char **out);
/* The JSON object of docs/output.md, keys in that page's order; malloc'ed in *OUT. */
int emit_json(const struct emit_run *run, char **out);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Files of the project that no unit read.
 */
#ifndef SAFEC_TREE_H
#define SAFEC_TREE_H

#include "solve/sources.h"

/* What the files of the tree that were not lowered say of a name. */
struct tree_answer {
	const char *path;	/* relative to the root: the first that spells it; or NULL */
	unsigned int line;
	const char *const *includers;	/* sources that see the header and don't spell it */
	size_t includer_count;
};

/*
 * Look for files that can see HEADER, by including it or what includes it, and
 * spell NAME (behind -> or . when IS_FIELD).
 */
void tree_ask(struct arena *arena, struct sources *sources, const char *header,
	      const char *name, bool is_field, struct tree_answer *out);

#endif

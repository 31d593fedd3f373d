/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Files of the project that no unit read.
 */
#ifndef SAFEC_TREE_H
#define SAFEC_TREE_H

#include "solve/sources.h"

/*
 * Whether a file that was not lowered can see HEADER, by including it or what
 * includes it, and spells NAME (behind -> or . when IS_FIELD).  Then *PATH,
 * relative to the root, and *LINE are the first such place.
 */
bool tree_mentions(struct arena *arena, struct sources *sources,
		   const char *header, const char *name, bool is_field,
		   const char **path, unsigned int *line);

#endif

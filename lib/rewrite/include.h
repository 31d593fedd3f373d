/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SAFEC_INCLUDE_H
#define SAFEC_INCLUDE_H

#include "rewrite/change.h"
#include "solve/sources.h"

/* `#include <HEADER>` in SRC, where its own includes would have it; once. */
int include_add(struct arena *arena, struct source *src, const char *header,
		struct edits *out);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kept: the variables of a shared object, as they were when it was loaded: they are
 * put back before each run, so that a run depends on its workload alone.
 */
#ifndef HARNESS_KEPT_H
#define HARNESS_KEPT_H

#include <stddef.h>
#include <stdint.h>

enum { KEPT_SEGMENTS = 4 };

struct kept {
	const char *path;
	struct {
		uint64_t *at;
		size_t words;
		uint64_t *kept;		/* for as long as the process lives */
	} segment[KEPT_SEGMENTS];
	unsigned int segments;
};

/* Remember the object that was loaded from PATH, which is kept. */
void kept_keep(struct kept *k, const char *path);
void kept_put_back(const struct kept *k);

#endif

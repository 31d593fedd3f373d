/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The same work on many things, each perhaps in a process of its own.
 *
 * A worker that crashes or runs away loses its one thing, never the run.
 */
#ifndef SAFEC_POOL_H
#define SAFEC_POOL_H

#include <stddef.h>

/* Do thing I; its result is *SIZE bytes at *OUT, malloc'ed. 0 or an error. */
typedef int pool_work(void *arg, size_t i, void **out, size_t *size);
/* Thing I has its result, borrowed; or failed with ERR, and SAYS how a worker died. */
typedef int pool_done(void *arg, size_t i, int err, const void *data, size_t size,
		      const char *says);

/*
 * WORK on 0 to N - 1 in up to JOBS processes of at most SECONDS of CPU time
 * each; JOBS 0: here, one after the other.  DONE runs here, in any order.
 */
int pool_run(size_t n, unsigned int jobs, unsigned int seconds, pool_work *work,
	     pool_done *done, void *arg);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Running another program to its end.
 */
#ifndef SAFEC_PROCESS_H
#define SAFEC_PROCESS_H

#include <stddef.h>

struct process {
	char *const *argv;	/* NULL-terminated; [0] is looked for in PATH */
	char *const *env;	/* NULL: as ours */
	const char *directory;	/* where it runs; NULL: here */
	int out, err;		/* descriptors of its output; -1: thrown away */
	unsigned int seconds;	/* of CPU time it may take; 0: any */
};

/*
 * Run P without input and wait for its end.  *STATUS is its exit status, or
 * 128 and the signal that killed it.
 *
 * 0, or the errno of why it could not be started.
 */
int process_run(const struct process *p, int *status);

#endif

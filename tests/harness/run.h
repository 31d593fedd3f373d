/* SPDX-License-Identifier: Apache-2.0 */
/*
 * run: one sample, as it was or rewritten, together with the harness it needs, is
 * a shared object with this one function.
 */
#ifndef HARNESS_RUN_H
#define HARNESS_RUN_H

#include <stddef.h>

struct run_options {
	const char *workload;		/* lines, as drive.h says; SIZE bytes */
	size_t size;
	const unsigned int *fail;	/* which points fail, 1 is the first */
	unsigned int fail_count;
	int quiet;			/* keep no events: for measuring */
};

struct run_result {
	char *output;			/* what the program printed; malloc'ed */
	char *events;			/* what was visible of the kernel; malloc'ed */
	unsigned int points[4];		/* memory, copies, polls, calls that could fail */
	unsigned int failed;		/* that did */
	unsigned int leaks;
};

/* 0, or -1 where the workload cannot be read (the output says why). */
typedef int harness_run_function(const struct run_options *o, struct run_result *r);
extern harness_run_function harness_run __attribute__((visibility("default")));

/* The operations of this sample, for a fuzzer. */
struct operation;
typedef const struct operation *harness_operations_function(void);
extern harness_operations_function harness_operations
	__attribute__((visibility("default")));

#endif

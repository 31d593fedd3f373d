/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The files that a compiler read, from the makefile that it writes of them.
 */
#ifndef SAFEC_READS_H
#define SAFEC_READS_H

#include <stdbool.h>

struct reads {
	const char *at;
	char name[4096];	/* as the compiler called it */
};

/* At the first file behind the target; TEXT may be NULL. */
struct reads reads_of(const char *text);
/* The next file, in NAME, with make's quoting taken off; false at the end. */
bool reads_next(struct reads *r);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_FAULTS_H
#define HARNESS_FAULTS_H

struct faults {
	unsigned int points[4];	/* by enum fault */
	unsigned int failed;
};

/* The COUNT points in FAIL are to fail, 1 is the first; FAIL is kept. */
void faults_start(const unsigned int *fail, unsigned int count);
struct faults faults_seen(void);

#endif

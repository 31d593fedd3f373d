/* SPDX-License-Identifier: Apache-2.0 */
/* process: what runs a workload knows of each of its processes. */
#ifndef DRIVE_PROCESS_H
#define DRIVE_PROCESS_H

#include <stdio.h>

#include "drive.h"

/* Process NUMBER, with no file open; NULL without memory. */
struct drive *drive_new(int number);
void drive_free(struct drive *d);

/* Do LINE (without the task's number) and print it with its result to OUT.
 * -1, and nothing printed, when it is not an operation. */
int drive_line(struct drive *d, const char *line, FILE *out);

#endif

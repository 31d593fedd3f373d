/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_EVENTS_H
#define HARNESS_EVENTS_H
#include <stdio.h>
/* Events go to LOG, which the caller keeps; NULL keeps none. */
void events_start(FILE *log);
#endif

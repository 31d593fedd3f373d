/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is known of single compiler flags; flags_for() is in command.h.
 */
#ifndef SAFEC_FLAGS_H
#define SAFEC_FLAGS_H

#include <stddef.h>

/* How many words the flag WORD is: 2 when its value is the next one, else 1. */
size_t flags_words(const char *word);

#endif

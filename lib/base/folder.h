/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Folders for files that come and go.
 */
#ifndef SAFEC_FOLDER_H
#define SAFEC_FOLDER_H

#include "base/arena.h"

/* Make the folder at PATH, and those above it; one that is there is fine. */
int folder_make(const char *path);
/* A new folder below $TMPDIR or /tmp, for this user alone; NULL: it can't be. */
const char *folder_temporary(struct arena *arena);
/* Remove the folder at PATH with all that is in it; links are not followed. */
void folder_remove(const char *path);

#endif

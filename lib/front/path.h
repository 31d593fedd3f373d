/* SPDX-License-Identifier: Apache-2.0 */
/*
 * File names, in an arena; NULL means no memory, and for path_real() also
 * that errno says what is wrong with the file.
 */
#ifndef SAFEC_PATH_H
#define SAFEC_PATH_H

#include <stdbool.h>

#include "base/arena.h"

/* NAME as seen from DIR. */
const char *path_join(struct arena *arena, const char *dir, const char *name);
/* PATH without links, "." and "..". */
const char *path_real(struct arena *arena, const char *path);
/* The folder of absolute PATH; "/" of "/". */
const char *path_parent(struct arena *arena, const char *path);
/* What follows the last '/'. */
const char *path_name(const char *path);
/* PATH as seen from ROOT ("" for ROOT itself), or NULL when it is not below. */
const char *path_below(const char *path, const char *root);
/* Whether DIR has NAME. */
bool path_has(struct arena *arena, const char *dir, const char *name);
bool path_is_folder(const char *path);
/* Whether PATH ends in SUFFIX. */
bool path_ends(const char *path, const char *suffix);

#endif

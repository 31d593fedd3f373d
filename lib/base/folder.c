/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE		/* nftw */
#include "base/folder.h"

#include <errno.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <safec/safec.h>

enum { DESCRIPTORS = 16 };

static int make_one(const char *path)
{
	return mkdir(path, 0755) && errno != EEXIST ? -SAFEC_EWRITE : 0;
}

int folder_make(const char *path)
{
	char *copy = strdup(path), *at;
	int err = copy ? 0 : -SAFEC_ENOMEM;

	for (at = copy; at && *at && !err; at++)
		if (*at == '/' && at > copy) {
			*at = '\0';
			err = make_one(copy);
			*at = '/';
		}
	err = err ? err : make_one(copy);
	free(copy);
	return err;
}

const char *folder_temporary(struct arena *arena)
{
	const char *below = getenv("TMPDIR");
	const char *name = arena_printf(arena, "%s/safec-XXXXXX",
					below && *below == '/' ? below : "/tmp");

	return mkdtemp((char *)name);
}

static int remove_one(const char *path, const struct stat *st, int kind,
		      struct FTW *at)
{
	(void)st;
	(void)kind;
	(void)at;
	return remove(path);
}

void folder_remove(const char *path)
{
	nftw(path, remove_one, DESCRIPTORS, FTW_DEPTH | FTW_PHYS);
}

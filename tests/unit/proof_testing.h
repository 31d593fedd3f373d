/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A folder of each test's own, which is the current one while it runs, and the
 * files in it.
 */
#ifndef SAFEC_PROOF_TESTING_H
#define SAFEC_PROOF_TESTING_H

#include <check.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <safec/safec.h>

#include "base/arena.h"
#include "base/text.h"

static char folder[PATH_MAX];
static struct arena arena;

static inline void set_up(void)
{
	char made[] = "/tmp/safec-test-XXXXXX";

	ck_assert_ptr_nonnull(mkdtemp(made));
	ck_assert_ptr_nonnull(realpath(made, folder));
	ck_assert_int_eq(chdir(folder), 0);
	arena = (struct arena){ 0 };
}

static inline void tear_down(void)
{
	char line[PATH_MAX + 8];

	snprintf(line, sizeof(line), "rm -r %s", folder);
	ck_assert_int_eq(chdir("/"), 0);
	ck_assert_int_eq(system(line), 0);
	arena_free(&arena);
}

/* Write TEXT to PATH, whose folders are made. */
static inline void put(const char *path, const char *text)
{
	char dir[PATH_MAX];
	const char *slash;
	FILE *f;

	for (slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
		snprintf(dir, sizeof(dir), "%.*s", (int)(slash - path), path);
		mkdir(dir, 0777);
	}
	f = fopen(path, "w");
	ck_assert_msg(f != NULL, "%s", path);
	ck_assert_int_ge(fputs(text, f), 0);
	ck_assert_int_eq(fclose(f), 0);
}

/* What stands in PATH. */
static inline const char *text_in(const char *path)
{
	struct text t;
	const char *copy;

	ck_assert_msg(text_read(&t, path) == 0, "%s", path);
	copy = arena_copy_n(&arena, t.data, t.size);
	text_free(&t);
	return copy;
}

static inline const char *in_folder(const char *name)
{
	return arena_printf(&arena, "%s/%s", folder, name);
}

/* The NULL-terminated WORDS with blanks between them. */
static inline const char *joined(const char *const *words)
{
	const char *all = "";

	for (; *words; words++)
		all = arena_printf(&arena, "%s%s%s", all, *all ? " " : "", *words);
	return all;
}

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A virtual file system for clang.
 *
 * It finds a file by the name that the compiler opens, links unresolved, so
 * each name that the compiler said it reads is resolved here, and those that
 * lead to a changed file are listed.
 */
#include "prove/layer.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include <safec/safec.h>

#include "base/text.h"
#include "front/path.h"
#include "prove/reads.h"

int layer_write(const char *path, const char *data, size_t size)
{
	FILE *out = fopen(path, "wb");
	size_t done = out ? fwrite(data, 1, size, out) : 0;

	return !out || fclose(out) || done != size ? -SAFEC_EWRITE : 0;
}

/* ------------------------------------------------------------ the overlay */

static const struct layer_file *file_of(const struct layer_file *files, size_t n,
					const char *path)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (!strcmp(files[i].path, path))
			return &files[i];
	return NULL;
}

/* JSON has no name that is not UTF-8. */
static int add_root(json_t *roots, const char *name, const char *contents)
{
	json_t *root = json_pack("{s:s, s:s, s:s}", "type", "file", "name", name,
				 "external-contents", contents);

	return json_array_append_new(roots, root) ? -SAFEC_EARG : 0;
}

/* Each name in T under which a file of ours is opened. */
static int add_names(struct arena *arena, json_t *roots, const struct text *t,
		     const char *dir, const char *from,
		     const struct layer_file *files, size_t n)
{
	struct reads r = reads_of(t->data);
	size_t k;
	int err = 0;

	while (!err && reads_next(&r)) {
		const char *name = path_join(arena, from, r.name);
		const char *real = name ? path_real(arena, name) : NULL;
		const struct layer_file *f = real ? file_of(files, n, real) : NULL;

		k = f ? (size_t)(f - files) : 0;
		if (f && strcmp(name, f->path))
			err = add_root(roots, name,
				       arena_printf(arena, "%s/%zu", dir, k));
	}
	return err;
}

static int write_files(struct arena *arena, json_t *roots, const char *dir,
		       const struct layer_file *files, size_t n)
{
	size_t i;
	int err = 0;

	for (i = 0; i < n && !err; i++) {
		const char *path = arena_printf(arena, "%s/%zu", dir, i);

		err = layer_write(path, files[i].data, files[i].size);
		err = err ? err : add_root(roots, files[i].path, path);
	}
	return err;
}

int layer_virtual(struct arena *arena, const char *dir, const char *reads,
		  const char *from, const struct layer_file *files, size_t n,
		  struct layer *out)
{
	const char **flags = arena_zalloc(arena, 3 * sizeof(*flags));
	json_t *roots = json_array(), *all;
	struct text t = { 0 };
	int err = flags && roots ? text_read(&t, reads) : -SAFEC_ENOMEM;

	err = err ? err : write_files(arena, roots, dir, files, n);
	err = err ? err : add_names(arena, roots, &t, dir, from, files, n);
	text_free(&t);
	all = json_pack("{s:i, s:b, s:b, s:o}", "version", 0, "case-sensitive", 1,
			"use-external-names", 0, "roots", roots);
	if (!err) {
		flags[0] = "-ivfsoverlay";
		flags[1] = arena_printf(arena, "%s/overlay.json", dir);
		if (!all || json_dump_file(all, flags[1], JSON_INDENT(1)))
			err = -SAFEC_EWRITE;
		*out = (struct layer){ NULL, flags };
	}
	json_decref(all);
	return err;
}

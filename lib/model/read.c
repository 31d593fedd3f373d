/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which model files are read, in which order, and whether together they make
 * sense.
 *
 * Names may be used before the file that describes them is read, so what an
 * entry refers to is looked up when all are there.
 */
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "model/store.h"
#include "safec/safec.h"

static const char suffix[] = ".model";

static int is_model_file(const struct dirent *d)
{
	size_t n = strlen(d->d_name), end = sizeof(suffix) - 1;

	return n > end && !strcmp(d->d_name + n - end, suffix);
}

/* alphasort() would ask the locale. */
static int by_bytes(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

static int read_dir(struct arena *arena, struct model *m, const char *dir,
		    const char **says)
{
	struct dirent **names;
	int n = scandir(dir, &names, is_model_file, by_bytes);
	int err = 0;

	if (n < 0) {
		*says = arena_printf(arena, "%s: %s", dir, strerror(errno));
		return -SAFEC_EREAD;
	}
	if (!n) {
		*says = arena_printf(arena, "%s: there is no *%s file here; "
				     "name the folder of the API models", dir,
				     suffix);
		err = -SAFEC_EREAD;
	}
	for (int i = 0; i < n; i++) {
		err = err ? err :
		      parse_file(arena, m,
				 arena_printf(arena, "%s/%s", dir,
					      names[i]->d_name), says);
		free(names[i]);
	}
	free(names);
	return err;
}

static int read_list(struct arena *arena, struct model *m, const char *files,
		     const char **says)
{
	int err = 0;

	while (files && *files && !err) {
		size_t n = strcspn(files, ":");
		const char *path = arena_copy_n(arena, files, n);

		if (!path)
			return -SAFEC_ENOMEM;
		err = n ? parse_file(arena, m, path, says) : 0;
		files += n + (files[n] == ':');
	}
	return err;
}

static const char *bad_function(struct arena *arena, const struct model *m,
				const struct model_function *f)
{
	const struct model_function *frees;

	if (f->type && !model_type(m, f->type))
		return arena_printf(arena, "'%s' is of the unknown type '%s'; "
				    "describe it with 'type %s'", f->name,
				    f->type, f->type);
	if (!f->releases_with)
		return NULL;
	frees = model_function(m, f->releases_with);
	if (frees && (frees->traits & MODEL_RELEASES))
		return NULL;
	return arena_printf(arena, "'%s' is released by '%s', which %s",
			    f->name, f->releases_with,
			    frees ? "has no 'releases' line" :
			    "is unknown; describe that function too");
}

static const char *bad_type(struct arena *arena, const struct model *m,
			    const struct model_type *t)
{
	const struct model_type *to;

	if (!t->becomes)
		return NULL;
	to = model_type(m, t->becomes);
	if (to && to->is_refcount)
		return NULL;
	return arena_printf(arena, "'%s' becomes '%s', which %s", t->name,
			    t->becomes, to ? "does not count references" :
			    "is unknown; describe that type too");
}

static int complain(struct arena *arena, const char **says, const char *file,
		    unsigned int line, const char *what)
{
	*says = arena_printf(arena, "%s:%u: %s", file, line, what);
	return -SAFEC_EMODEL;
}

/* Whatever an entry refers to is there and fits. */
static int check_names(struct arena *arena, const struct model *m,
		       const char **says)
{
	const struct model_function *f = NULL;
	const struct model_type *t = NULL;
	const char *bad = NULL;

	while (!bad && (t = model_next_type(m, t)))
		bad = bad_type(arena, m, t);
	if (bad)
		return complain(arena, says, t->file, t->line, bad);
	while (!bad && (f = model_next(m, f)))
		bad = bad_function(arena, m, f);
	return bad ? complain(arena, says, f->file, f->line, bad) : 0;
}

int model_read(struct arena *arena, const char *dir, const char *files,
	       const struct model **out, const char **says)
{
	struct model *m = arena_zalloc(arena, sizeof(*m));
	int err = m ? 0 : -SAFEC_ENOMEM;

	*says = "no memory left";
	err = err ? err : read_dir(arena, m, dir, says);
	err = err ? err : read_list(arena, m, files, says);
	err = err ? err : check_names(arena, m, says);
	if (err)
		return err;
	*says = "";
	*out = m;
	return 0;
}

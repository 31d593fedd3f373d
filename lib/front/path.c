/* SPDX-License-Identifier: Apache-2.0 */
/*
 * File names, and which folder is a project's root.
 */
#include "front/path.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "front/command.h"

const char *path_join(struct arena *arena, const char *dir, const char *name)
{
	const char *joined;

	if (name[0] == '/')
		return arena_copy(arena, name);
	joined = arena_printf(arena, "%s/%s", strcmp(dir, "/") ? dir : "", name);
	return *joined ? joined : NULL;
}

const char *path_real(struct arena *arena, const char *path)
{
	char real[PATH_MAX];

	return realpath(path, real) ? arena_copy(arena, real) : NULL;
}

const char *path_parent(struct arena *arena, const char *path)
{
	const char *slash = strrchr(path, '/');

	if (!slash || slash == path)
		return arena_copy(arena, "/");
	return arena_copy_n(arena, path, (size_t)(slash - path));
}

const char *path_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

const char *path_below(const char *path, const char *root)
{
	size_t n = strlen(root);

	if (n == 1)		/* "/" */
		return path + 1;
	if (strncmp(path, root, n) || (path[n] && path[n] != '/'))
		return NULL;
	return path[n] ? path + n + 1 : path + n;
}

bool path_has(struct arena *arena, const char *dir, const char *name)
{
	const char *path = path_join(arena, dir, name);

	return path && !access(path, F_OK);
}

bool path_is_folder(const char *path)
{
	struct stat st;

	return !stat(path, &st) && S_ISDIR(st.st_mode);
}

bool path_ends(const char *path, const char *suffix)
{
	size_t n = strlen(path), m = strlen(suffix);

	return n >= m && !strcmp(path + n - m, suffix);
}

static bool is_built(struct arena *arena, const char *dir)
{
	static const char *const files[] = {
		"Makefile", "Kbuild", "GNUmakefile", "CMakeLists.txt",
		"meson.build", "configure.ac"
	};
	size_t i;

	for (i = 0; i < sizeof(files) / sizeof(files[0]); i++)
		if (path_has(arena, dir, files[i]))
			return true;
	return false;
}

/* The folder nearest to DIR, or DIR itself, that belongs to a project; or "/". */
static const char *nearest(struct arena *arena, const char *dir)
{
	while (dir && strcmp(dir, "/") && !is_built(arena, dir) &&
	       !path_has(arena, dir, ".git"))
		dir = path_parent(arena, dir);
	return dir;
}

/* PATH without links where it exists, else as it stands, but absolute. */
static const char *absolute(struct arena *arena, const char *path)
{
	const char *real = path_real(arena, path);
	char here[PATH_MAX];

	if (real || path[0] == '/')
		return real ? real : path;
	return getcwd(here, sizeof(here)) ? path_join(arena, here, path) : NULL;
}

/*
 * The nearest folder with a build file or .git, and from there upwards while
 * the parent has a build file too; .git ends it.  A file that belongs to no
 * project has its own folder.
 */
const char *project_root(struct arena *arena, const char *path)
{
	struct arena scratch = { 0 };
	const char *full = absolute(&scratch, path);
	const char *own = full ? path_parent(&scratch, full) : NULL;
	const char *root = own ? nearest(&scratch, own) : NULL;

	if (root && !strcmp(root, "/"))
		root = own;
	while (root && !path_has(&scratch, root, ".git")) {
		const char *up = path_parent(&scratch, root);

		if (!up || !strcmp(up, "/") || !is_built(&scratch, up))
			break;
		root = up;
	}
	root = root ? arena_copy(arena, root) : NULL;
	arena_free(&scratch);
	return root;
}

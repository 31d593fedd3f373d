/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Compile commands from a compile_commands.json, and look-up in any source.
 *
 * Look-up is by the file's name first and by its real path then, so a database
 * of thirty thousand files costs a few system calls for each file asked for.
 * A file that is listed twice has its first command.
 */
#include "front/command.h"

#include <errno.h>
#include <jansson.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The hash lives and dies with the arena that every function here has. */
#define HASH_NONFATAL_OOM 1
#define uthash_malloc(size) arena_zalloc(arena, size)
#define uthash_free(p, size) ((void)(p))
#include <uthash.h>

#include <safec/safec.h>

#include "base/vec.h"
#include "front/commands.h"
#include "front/flags.h"
#include "front/path.h"
#include "front/words.h"

struct name {
	const char *text;
	struct entry *first, *last;
	UT_hash_handle hh;
};

/* Tell the caller, and give ERR back. */
#define FAIL(err, ...) (*says = arena_printf(arena, __VA_ARGS__), -(err))

static int no_memory(const char **says)
{
	*says = "no memory left";
	return -SAFEC_ENOMEM;
}

/* ------------------------------------------------------------- a source */

struct commands *commands_start(struct arena *arena, const char *from)
{
	struct commands *c = arena_zalloc(arena, sizeof(*c));

	if (c)
		c->from = from;
	return c;
}

static struct name *name_add(struct commands *c, struct arena *arena,
			     const char *text)
{
	struct name *name = arena_zalloc(arena, sizeof(*name));

	if (!name)
		return NULL;
	name->text = text;
	HASH_ADD_KEYPTR(hh, c->names, text, strlen(text), name);
	return name->hh.tbl ? name : NULL;
}

static struct name *name_find(const struct commands *c, const char *text)
{
	struct name *name;

	HASH_FIND_STR(c->names, text, name);
	return name;
}

int commands_add(struct commands *c, struct arena *arena,
		 const struct entry *entry)
{
	struct entry *e = arena_zalloc(arena, sizeof(*e));
	struct name *name = name_find(c, path_name(entry->file));

	name = name ? name : name_add(c, arena, path_name(entry->file));
	if (!e || !name)
		return -SAFEC_ENOMEM;
	*e = *entry;
	e->next = e->same = NULL;
	*(c->last ? &c->last->next : &c->first) = e;
	*(name->last ? &name->last->same : &name->first) = e;
	c->last = name->last = e;
	return 0;
}

/* ------------------------------------------------------------ a database */

static int take_words(struct arena *arena, const json_t *list, struct entry *e)
{
	size_t i, n = json_array_size(list);
	const char **words = arena_zalloc(arena, (n + 1) * sizeof(*words));

	if (!words)
		return -SAFEC_ENOMEM;
	for (i = 0; i < n; i++) {
		const char *word = json_string_value(json_array_get(list, i));

		words[i] = word ? arena_copy(arena, word) : NULL;
		if (!words[i])
			return word ? -SAFEC_ENOMEM : -SAFEC_ECOMMAND;
	}
	e->words = words;
	e->count = n;
	return 0;
}

/* The command of OBJECT, which is in the database of folder DIR. */
static int take_entry(struct commands *c, struct arena *arena,
		      const char *dir, const json_t *object)
{
	const char *file = json_string_value(json_object_get(object, "file"));
	const char *in = json_string_value(json_object_get(object, "directory"));
	const char *text = json_string_value(json_object_get(object, "command"));
	const json_t *words = json_object_get(object, "arguments");
	struct entry e = { 0 };
	int err = 0;

	if (!file || !in || !(text || json_is_array(words)))
		return -SAFEC_ECOMMAND;
	e.directory = path_join(arena, dir, in);
	e.file = e.directory ? path_join(arena, e.directory, file) : NULL;
	e.text = json_is_array(words) || !text ? NULL : arena_copy(arena, text);
	if (json_is_array(words))
		err = take_words(arena, words, &e);
	if (!e.file || !(e.text || e.words))
		return err ? err : -SAFEC_ENOMEM;
	return commands_add(c, arena, &e);
}

static int take_entries(struct commands *c, struct arena *arena,
			const char *dir, const json_t *list, const char **says)
{
	size_t i;
	int err = 0;

	if (!json_is_array(list))
		return FAIL(SAFEC_ECOMMAND, "%s is not a list of compile commands",
			    c->from);
	for (i = 0; i < json_array_size(list) && !err; i++)
		err = take_entry(c, arena, dir, json_array_get(list, i));
	if (err == -SAFEC_ECOMMAND)
		return FAIL(SAFEC_ECOMMAND, "%s: entry %zu has no \"file\", \"directory\", "
			    "and \"command\" or \"arguments\"", c->from, i);
	return err ? no_memory(says) : 0;
}

/* The database FILE, an absolute path. */
static int read_database(struct arena *arena, const char *file,
			 const struct commands **out, const char **says)
{
	const char *dir = path_parent(arena, file);
	struct commands *c = commands_start(arena, file);
	json_error_t wrong;
	json_t *list;
	int err;

	if (!c || !dir)
		return no_memory(says);
	list = json_load_file(file, 0, &wrong);
	if (!list && access(file, R_OK))
		return FAIL(SAFEC_EREAD, "cannot read %s: %s", file,
			    strerror(errno));
	if (!list)
		return FAIL(SAFEC_ECOMMAND, "%s:%d: %s", file, wrong.line,
			    wrong.text);
	err = take_entries(c, arena, dir, list, says);
	json_decref(list);
	if (!err)
		*out = c;
	return err;
}

int commands_read(struct arena *arena, const char *dir,
		  const struct commands **out, const char **says)
{
	const char *path = path_ends(dir, ".json") ? dir :
			   path_join(arena, *dir ? dir : ".",
				     "compile_commands.json");
	const char *file;

	if (!path)
		return no_memory(says);
	file = path_real(arena, path);
	if (!file)
		return FAIL(SAFEC_EREAD, "cannot read %s: %s", path,
			    strerror(errno));
	return read_database(arena, file, out, says);
}

/* The database in DIR, or in a build folder of it; NULL when there is none. */
static const char *database_in(struct arena *arena, const char *dir)
{
	static const char *const names[] = {
		"compile_commands.json", "build/compile_commands.json"
	};
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (path_has(arena, dir, names[i]))
			return path_join(arena, dir, names[i]);
	return NULL;
}

int commands_find(struct arena *arena, const char *path,
		  const struct commands **out, const char **says)
{
	const char *dir = path_real(arena, path);
	const char *file = NULL;

	if (!dir)
		return FAIL(SAFEC_EREAD, "cannot read %s: %s", path,
			    strerror(errno));
	while (dir && strcmp(dir, "/") && !file) {
		file = path_is_folder(dir) ? database_in(arena, dir) : NULL;
		dir = path_parent(arena, dir);
	}
	if (!file)
		return FAIL(SAFEC_ECOMMAND,
			    "no compile_commands.json above %s; say how it is compiled "
			    "with -p DIR, --kbuild DIR, or flags after --", path);
	return read_database(arena, file, out, says);
}

/* -------------------------------------------------------------- look-up */

static int is_file(const struct entry *e, const char *real)
{
	char path[PATH_MAX];

	return realpath(e->file, path) && !strcmp(path, real);
}

/* The entry of the file REAL, which the user may have spelt as PATH. */
static const struct entry *find(const struct commands *c, const char *path,
				const char *real)
{
	const char *const names[] = { path_name(real), path_name(path) };
	const struct entry *e;
	size_t i;

	for (i = 0; i < 2; i++) {
		const struct name *name = name_find(c, names[i]);

		for (e = name ? name->first : NULL; e; e = e->same)
			if (is_file(e, real))
				return e;
	}
	for (e = c->first; e; e = e->next)	/* a link of another name */
		if (is_file(e, real))
			return e;
	return NULL;
}

/* The words before the first flag: a compiler, maybe with ccache before it. */
static size_t compiler_words(const char *const *words, size_t n)
{
	size_t i = 0;

	while (i < n && words[i][0] != '-')
		i++;
	return i;
}

/* "--target=" for a cross compiler such as arm-linux-gnueabi-gcc-12, or NULL. */
static const char *target(struct arena *arena, const char *compiler)
{
	static const char *const machines[] = {
		"aarch64-", "arm", "i386-", "i486-", "i586-", "i686-",
		"loongarch64-", "m68k-", "mips", "powerpc", "riscv32-",
		"riscv64-", "s390x-", "sparc", "x86_64-"
	};
	const char *name = path_name(compiler);
	const char *end = strstr(name, "-gcc");
	size_t i;

	for (i = 0; end && i < sizeof(machines) / sizeof(machines[0]); i++)
		if (!strncmp(name, machines[i], strlen(machines[i])))
			return arena_printf(arena, "--target=%.*s",
					    (int)(end - name), name);
	return NULL;
}

static int is_output(const char *word)
{
	return !strcmp(word, "-c") || !strncmp(word, "-o", 2);
}

/* Whether WORD is how the command calls the file of C. */
static bool is_source(struct arena *arena, const char *word,
		      const struct command *c)
{
	const char *path = path_ends(word, path_name(c->file)) ?
			   path_join(arena, c->directory, word) : NULL;

	path = path ? path_real(arena, path) : NULL;
	return path && !strcmp(path, c->file);
}

/* WORDS as OUT, whose folder and file are known: its flags without compiler, source, -c and -o. */
static int keep_flags(struct arena *arena, const char *const *words, size_t n,
		      struct command *out)
{
	size_t i = compiler_words(words, n), step, k;
	const char **args = arena_zalloc(arena, (n + 1) * sizeof(*args));

	if (!args)
		return -SAFEC_ENOMEM;
	out->compiler = i ? words[i - 1] : NULL;
	out->target = i ? target(arena, words[i - 1]) : NULL;
	out->source = out->file;
	out->args = args;
	out->count = 0;
	for (; i < n; i += step) {
		step = flags_words(words[i]);
		step = step < n - i ? step : n - i;
		if (words[i][0] != '-' && is_source(arena, words[i], out))
			out->source = words[i];
		if (words[i][0] != '-' || is_output(words[i]))
			continue;
		for (k = 0; k < step; k++)
			args[out->count++] = words[i + k];
	}
	return 0;
}

static int keep_entry(struct arena *arena, const struct entry *e,
		      struct command *out)
{
	struct words words = { 0 };
	size_t i;

	if (e->text) {
		words_split(arena, e->text, &words);
		return words.item ? keep_flags(arena, words.item, words.n, out) :
				    -SAFEC_ENOMEM;
	}
	words.item = arena_zalloc(arena, (e->count + 1) * sizeof(*words.item));
	if (!words.item)
		return -SAFEC_ENOMEM;
	for (i = 0; i < e->count; i++) {
		words.item[i] = arena_copy(arena, e->words[i]);
		if (!words.item[i])
			return -SAFEC_ENOMEM;
	}
	return keep_flags(arena, words.item, e->count, out);
}

/* PATH's real path in *REAL, or why it can't be had. */
static int find_file(struct arena *arena, const char *path, const char **real,
		     const char **says)
{
	*real = path_real(arena, path);
	if (!*real)
		return FAIL(SAFEC_EREAD, "cannot read %s: %s", path,
			    strerror(errno));
	if (path_is_folder(*real))
		return FAIL(SAFEC_EREAD, "%s is a folder, not a C file", path);
	return 0;
}

int commands_of(const struct commands *c, const char *path,
		struct arena *arena, struct command *out, const char **says)
{
	const struct entry *e;
	struct command made = { 0 };
	int err = find_file(arena, path, &made.file, says);

	if (err)
		return err;
	e = find(c, path, made.file);
	if (!e)
		return FAIL(SAFEC_ECOMMAND, "%s has no compile command in %s; "
			    "build it once or give flags after --", path, c->from);
	made.directory = arena_copy(arena, e->directory);
	if (!made.directory || keep_entry(arena, e, &made))
		return no_memory(says);
	*out = made;
	return 0;
}

/* ------------------------------------------------------------- a folder */

static int by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Add E's real path to *LIST of *N if it is a C file below FOLDER. */
static int list_entry(const struct entry *e, const char *folder,
		      struct arena *arena, const char ***list, size_t *n)
{
	const char *real = path_ends(e->file, ".c") ? path_real(arena, e->file) :
						      NULL;
	const char **at;

	if (!real || !path_below(real, folder))
		return 0;
	at = vec_add(list, n, sizeof(*at));
	if (!at)
		return -SAFEC_ENOMEM;
	*at = real;
	return 0;
}

/* LIST of N sorted, each once, in ARENA. */
static const char *const *settle(struct arena *arena, const char **list,
				 size_t *n)
{
	const char **kept = arena_zalloc(arena, (*n + 1) * sizeof(*kept));
	size_t i, m = 0;

	if (!kept)
		return NULL;
	if (*n)
		qsort(list, *n, sizeof(*list), by_text);
	for (i = 0; i < *n; i++)
		if (!m || strcmp(kept[m - 1], list[i]))
			kept[m++] = list[i];
	*n = m;
	return kept;
}

int commands_files(const struct commands *c, const char *folder,
		   struct arena *arena, const char *const **files,
		   size_t *count, const char **says)
{
	const char *real = path_real(arena, folder);
	const char *const *kept;
	const char **list = NULL;
	const struct entry *e;
	size_t n = 0;
	int err = 0;

	if (!real)
		return FAIL(SAFEC_EREAD, "cannot read %s: %s", folder,
			    strerror(errno));
	for (e = c->first; e && !err; e = e->next)
		err = list_entry(e, real, arena, &list, &n);
	kept = err ? NULL : settle(arena, list, &n);
	free(list);
	if (!kept)
		return no_memory(says);
	if (!n)
		return FAIL(SAFEC_ECOMMAND, "no C file of %s has a compile command in %s; "
			    "build it once or name the files", folder, c->from);
	*files = kept;
	*count = n;
	return 0;
}

/* ----------------------------------------------------------- the user's */

int command_make(struct arena *arena, const char *path,
		 const char *const *args, struct command *out,
		 const char **says)
{
	struct command made = { 0 };
	char here[PATH_MAX];
	struct entry e = { .words = args };
	int err = find_file(arena, path, &made.file, says);

	if (err)
		return err;
	while (args && args[e.count])
		e.count++;
	if (!getcwd(here, sizeof(here)))
		return FAIL(SAFEC_EREAD, "cannot tell the current folder: %s",
			    strerror(errno));
	made.directory = arena_copy(arena, here);
	if (!made.directory || keep_entry(arena, &e, &made))
		return no_memory(says);
	made.source = arena_copy(arena, path);
	if (!made.source)
		return no_memory(says);
	*out = made;
	return 0;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Compile commands from Kbuild itself.
 *
 * A file of the kernel's own tree that was built once has its command in
 * .foo.o.cmd, which is read.  For anything else Kbuild is asked what it would
 * run for the module's folder M, without running it:
 *
 *	make -C BUILD -n M=folder V=1 newer-prereqs=x ... modules
 *
 * A folder of the tree is asked for in the same way, as if it were a module
 * outside it.  The plain target (make -n drivers/foo/foo.o) is never used:
 * even with -n, make remakes the makefiles that it includes, and so Kbuild
 * writes a new configuration when the compiler is not the one of the last
 * build.  With M= it never does.  What else keeps the user's folders as they
 * are: may-sync-config= says so once more, obj-dirs= makes no folder, TMPOUT=
 * puts the compiler's trial runs in a folder of ours, and newer-prereqs=x (of
 * older kernels, any-prereq=x) shows commands that are up to date.
 */
#include "front/command.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <safec/safec.h>

#include "base/process.h"
#include "base/text.h"
#include "front/commands.h"
#include "front/flags.h"
#include "front/path.h"
#include "front/words.h"

extern char **environ;

struct kbuild {
	struct arena *arena;
	const char *build;		/* the kernel's build folder */
	const char *source;		/* its source; may be BUILD */
	struct commands *commands;	/* what is found is put here */
	const char **says;
};

/* Tell the caller, and give ERR back. */
#define FAIL(k, err, ...) \
	(*(k)->says = arena_printf((k)->arena, __VA_ARGS__), -(err))

static int no_memory(struct kbuild *k)
{
	*k->says = "no memory left";
	return -SAFEC_ENOMEM;
}

/* ------------------------------------------------------ one command line */

/* The C file that WORDS compile, or NULL when they do something else. */
static const char *compiled(const struct words *words)
{
	const char *source = NULL;
	int compiles = 0;
	size_t i;

	for (i = 1; i < words->n; i += flags_words(words->item[i])) {
		compiles |= !strcmp(words->item[i], "-c");
		if (words->item[i][0] != '-' && path_ends(words->item[i], ".c"))
			source = words->item[i];
	}
	return compiles ? source : NULL;
}

/* A copy of WORDS in ARENA, or NULL. */
static const char *const *copy_words(struct arena *arena,
				     const struct words *words)
{
	const char **copy = arena_zalloc(arena, (words->n + 1) * sizeof(*copy));
	size_t i;

	for (i = 0; copy && i < words->n; i++) {
		copy[i] = arena_copy(arena, words->item[i]);
		if (!copy[i])
			return NULL;
	}
	return copy;
}

/* Add the command WORDS that compiles SOURCE in folder DIR. */
static int add_words(struct kbuild *k, const char *dir, const char *source,
		     const struct words *words)
{
	struct entry e = { .directory = arena_copy(k->arena, dir) };

	if (!e.directory)
		return -SAFEC_ENOMEM;
	e.file = path_join(k->arena, e.directory, source);
	if (e.file && access(e.file, F_OK) && strcmp(dir, k->build)) {
		e.directory = k->build;
		e.file = path_join(k->arena, e.directory, source);
	}
	e.words = copy_words(k->arena, words);
	e.count = words->n;
	return e.file && e.words ? commands_add(k->commands, k->arena, &e) :
				   -SAFEC_ENOMEM;
}

/* Add what the line SCRIPT, a list of shell commands, compiles in DIR. */
static int add_script(struct kbuild *k, const char *dir, const char *script)
{
	struct arena scratch = { 0 };
	struct words words;
	const char *source;
	int err = 0;

	if (!strstr(script, " -c "))
		return 0;
	while (script && !err) {
		script = words_split(&scratch, script, &words);
		source = words.item ? compiled(&words) : NULL;
		if (!words.item)
			err = -SAFEC_ENOMEM;
		else if (source)
			err = add_words(k, dir, source, &words);
	}
	arena_free(&scratch);
	return err;
}

/* --------------------------------------------------- what a build left */

/* Take one level of make's quoting off LINE. */
static void unmake(char *line)
{
	static const char pound[] = "$(pound)";
	char *to = line;

	while (*line) {
		if (!strncmp(line, pound, sizeof(pound) - 1)) {
			*to++ = '#';
			line += sizeof(pound) - 1;
			continue;
		}
		line += (line[0] == '$' && line[1] == '$') ||
			(line[0] == '\\' && line[1] == '#');
		*to++ = *line++;
	}
	*to = '\0';
}

/* Add the command in the .cmd file PATH; a file that has none is no error. */
static int read_cmd(struct kbuild *k, const char *path)
{
	struct text text = { 0 };
	char *line, *end;
	int err = text_read(&text, path);

	if (err)
		return err == -SAFEC_EREAD ? 0 : err;
	line = strstr(text.data, " := ");
	end = strchr(text.data, '\n');
	if (end)
		*end = '\0';
	if (line && (!end || line < end) &&
	    (!strncmp(text.data, "cmd_", 4) || !strncmp(text.data, "savedcmd_", 9))) {
		unmake(line + 4);
		err = add_script(k, k->build, line + 4);
	}
	text_free(&text);
	return err;
}

/* Add the command of the tree's file REL ("drivers/foo/foo.c"), if it has one. */
static int read_file_cmd(struct kbuild *k, const char *rel)
{
	const char *full = path_join(k->arena, k->build, rel);
	const char *dir = full ? path_parent(k->arena, full) : NULL;
	const char *name = path_name(rel);

	if (!dir)
		return -SAFEC_ENOMEM;
	return read_cmd(k, arena_printf(k->arena, "%s/.%.*s.o.cmd", dir,
					(int)(strrchr(name, '.') - name), name));
}

static int read_folder_cmds(struct kbuild *k, const char *dir);

static int read_member(struct kbuild *k, const char *dir, const char *name)
{
	const char *path = path_join(k->arena, dir, name);

	if (!path)
		return -SAFEC_ENOMEM;
	if (name[0] == '.')
		return path_ends(name, ".o.cmd") ? read_cmd(k, path) : 0;
	return path_is_folder(path) ? read_folder_cmds(k, path) : 0;
}

/* Add the commands of all .cmd files in DIR and below. */
static int read_folder_cmds(struct kbuild *k, const char *dir)
{
	struct dirent **names;
	int i, n = scandir(dir, &names, NULL, alphasort);
	int err = 0;

	for (i = 0; i < n; i++) {
		err = err ? err : read_member(k, dir, names[i]->d_name);
		free(names[i]);
	}
	if (n >= 0)
		free(names);
	return err;
}

/* ---------------------------------------------------------- asking make */

/* Whether the environment's VARIABLE would make another make of it. */
static int misleads(const char *variable)
{
	static const char *const names[] = {
		"GNUMAKEFLAGS=", "LANGUAGE=", "LC_ALL=", "MAKEFLAGS=",
		"MAKELEVEL=", "MAKEOVERRIDES=", "MFLAGS="
	};
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (!strncmp(variable, names[i], strlen(names[i])))
			return 1;
	return 0;
}

static char **environment(struct arena *arena)
{
	char **copy;
	size_t i, n = 0;

	while (environ[n])
		n++;
	copy = arena_zalloc(arena, (n + 2) * sizeof(*copy));
	if (!copy)
		return NULL;
	for (i = n = 0; environ[i]; i++)
		if (!misleads(environ[i]))
			copy[n++] = environ[i];
	copy[n] = arena_copy(arena, "LC_ALL=C");
	return copy;
}

/*
 * Run ARGV with its output in OUT and ERR; -SAFEC_ECOMMAND if it can't be.
 * How it ends says nothing: -n ends badly where a made file is missing.
 */
static int run(struct kbuild *k, char *const *argv, FILE *out, FILE *err)
{
	struct process make = { .argv = argv, .env = environment(k->arena),
				.out = fileno(out), .err = fileno(err) };
	int rc, status;

	if (!make.env)
		return no_memory(k);
	rc = process_run(&make, &status);
	return rc ? FAIL(k, SAFEC_ECOMMAND, "cannot run make: %s", strerror(rc)) : 0;
}

/* "make: Entering directory 'X'": the folder X in ARENA, else NULL. */
static const char *entered(struct arena *arena, const char *line)
{
	const char *at = !strncmp(line, "make", 4) ?
			 strstr(line, ": Entering directory '") : NULL;
	const char *end = strrchr(line, '\'');

	if (!at || end < at + 22)
		return NULL;
	return arena_copy_n(arena, at + 22, (size_t)(end - at) - 22);
}

static int left(const char *line)
{
	return !strncmp(line, "make", 4) && strstr(line, ": Leaving directory '");
}

/* Add one line of make's output, of which *DIR is the folder. */
static int add_line(struct kbuild *k, const char **dir, const char *line)
{
	const char *in = entered(k->arena, line);

	if (in || left(line)) {
		*dir = in ? in : k->build;
		return 0;
	}
	return add_script(k, *dir, line);
}

/* The next line of IN, with those that a backslash joins; 0 at the end. */
static int read_line(FILE *in, char **line, size_t *room)
{
	size_t n = 0, more_room = 0;
	char *more = NULL;
	ssize_t got = getline(line, room, in);

	while (got > 1) {
		n += (size_t)got;
		if (n < 2 || (*line)[n - 1] != '\n' || (*line)[n - 2] != '\\')
			break;
		got = getline(&more, &more_room, in);
		if (got > 0) {
			char *joined = realloc(*line, n + (size_t)got + 1);

			if (!joined)
				break;
			memcpy(joined + n, more, (size_t)got + 1);
			*line = joined;
			*room = n + (size_t)got + 1;
		}
	}
	free(more);
	return got > 0 || n;
}

static int add_output(struct kbuild *k, FILE *out)
{
	const char *dir = k->build;
	char *line = NULL;
	size_t room = 0;
	int err = 0;

	rewind(out);
	while (!err && read_line(out, &line, &room))
		err = add_line(k, &dir, line);
	free(line);
	return err;
}

/* The first complaint that make wrote to ERR, or "". */
static const char *complaint(struct kbuild *k, FILE *err)
{
	const char *first = "";
	char *line = NULL;
	size_t room = 0;

	rewind(err);
	while (!*first && getline(&line, &room, err) > 0)
		if (strstr(line, "***") || strstr(line, "rror"))
			first = arena_printf(k->arena, ": %.*s",
					     (int)strcspn(line, "\n"), line);
	free(line);
	return first;
}

/* Ask for the folder M, with TRIALS for what Kbuild itself must try. */
static int ask_with(struct kbuild *k, const char *m, const char *trials,
		    FILE *out, FILE *err)
{
	struct arena *a = k->arena;
	char *argv[] = {
		arena_copy(a, "make"), arena_copy(a, "-C"),
		arena_copy(a, k->build), arena_copy(a, "-n"),
		arena_copy(a, "-k"), arena_copy(a, "-w"), arena_copy(a, "V=1"),
		arena_copy(a, "newer-prereqs=x"), arena_copy(a, "any-prereq=x"),
		arena_copy(a, "may-sync-config="), arena_copy(a, "obj-dirs="),
		(char *)arena_printf(a, "TMPOUT=%s/try", trials),
		(char *)arena_printf(a, "M=%s", m), arena_copy(a, "modules"), NULL
	};
	int failed = run(k, argv, out, err);

	failed = failed ? failed : add_output(k, out);
	if (!failed && !k->commands->first)
		return FAIL(k, SAFEC_ECOMMAND, "Kbuild of %s compiles nothing in %s%s",
			    k->build, m, complaint(k, err));
	return failed;
}

static int ask_in(struct kbuild *k, const char *m, const char *trials)
{
	FILE *out = tmpfile(), *err = tmpfile();
	int failed = out && err ? ask_with(k, m, trials, out, err) :
		     FAIL(k, SAFEC_EWRITE, "cannot make a temporary file: %s",
			  strerror(errno));

	if (out)
		fclose(out);
	if (err)
		fclose(err);
	return failed;
}

/* Add what Kbuild would compile of folder M. */
static int ask(struct kbuild *k, const char *m)
{
	const char *tmp = getenv("TMPDIR");
	char *trials = (char *)arena_printf(k->arena, "%s/safec-XXXXXX",
					    tmp && *tmp ? tmp : "/tmp");
	int err;

	if (strpbrk(m, " \t:#$"))
		return FAIL(k, SAFEC_ECOMMAND, "Kbuild takes no folder with blanks "
			    "or : # $ in its name: %s", m);
	if (!mkdtemp(trials))
		return FAIL(k, SAFEC_EWRITE, "cannot make a folder %s: %s",
			    trials, strerror(errno));
	err = ask_in(k, m, trials);
	rmdir(arena_printf(k->arena, "%s/try", trials));
	rmdir(trials);
	return err;
}

/* ------------------------------------------------------- which folder M */

/* DIR's Kbuild, or Makefile, as TEXT. */
static int read_makefile(struct kbuild *k, const char *dir, struct text *text)
{
	const char *name = path_has(k->arena, dir, "Kbuild") ? "Kbuild" :
							       "Makefile";
	const char *path = path_join(k->arena, dir, name);

	return path ? text_read(text, path) : -SAFEC_ENOMEM;
}

/* Whether Kbuild finds something to compile in DIR. */
static int says_objects(struct kbuild *k, const char *dir)
{
	struct text text = { 0 };
	int yes = !read_makefile(k, dir, &text) &&
		  (strstr(text.data, "obj-") || strstr(text.data, "-objs"));

	text_free(&text);
	return yes;
}

/* Whether a kernel's source begins at DIR. */
static int is_tree(struct kbuild *k, const char *dir)
{
	return path_has(k->arena, dir, "Kconfig") &&
	       path_has(k->arena, dir, "include/linux/kernel.h");
}

/* Whether DIR is in a kernel's source, configured or not. */
static int is_in_tree(struct kbuild *k, const char *dir)
{
	while (dir && strcmp(dir, "/") && !is_tree(k, dir))
		dir = path_parent(k->arena, dir);
	return dir && strcmp(dir, "/");
}

/*
 * The folder to ask for PATH: the nearest that says which objects there are,
 * and outside a kernel the outermost, whose flags hold for those below.
 */
static const char *module_of(struct kbuild *k, const char *path)
{
	const char *dir = path_is_folder(path) ? path :
			  path_parent(k->arena, path);
	const char *up;

	while (dir && strcmp(dir, "/") && !says_objects(k, dir))
		dir = path_parent(k->arena, dir);
	if (!dir || !strcmp(dir, "/"))
		return NULL;
	if (is_in_tree(k, dir))
		return dir;
	for (up = path_parent(k->arena, dir); up && says_objects(k, up);
	     up = path_parent(k->arena, up))
		dir = up;
	return dir;
}

static int ask_for_module(struct kbuild *k, const char *path)
{
	const char *m = module_of(k, path);

	if (!m)
		return FAIL(k, SAFEC_ECOMMAND, "no Kbuild or Makefile above %s says "
			    "obj-m; write one, or give flags after --", path);
	return ask(k, m);
}

/* ------------------------------------------------------------- in a tree */

/* PATH as seen from the kernel's source or build folder, or NULL. */
static const char *in_tree(const struct kbuild *k, const char *path)
{
	const char *rel = path_below(path, k->source);

	return rel ? rel : path_below(path, k->build);
}

static int has_c_suffix(const char *path)
{
	return path_ends(path, ".c") && *path_name(path) != '.';
}

static int ask_for_tree(struct kbuild *k, const char *path, const char *rel)
{
	const char *dir = path_join(k->arena, k->build, rel);
	const char *m, *full;
	int err;

	if (!dir)
		return no_memory(k);
	if (path_is_folder(path))
		err = read_folder_cmds(k, dir);
	else
		err = has_c_suffix(rel) ? read_file_cmd(k, rel) : 0;
	if (err || k->commands->first)
		return err;
	full = module_of(k, path);
	m = full ? in_tree(k, full) : NULL;
	if (!m || !*m)
		return FAIL(k, SAFEC_ECOMMAND,
			    "%s was not built in %s; build it once", path, k->build);
	err = ask(k, m);
	return err == -SAFEC_ECOMMAND ? ask(k, full) : err;	/* since 6.13 */
}

/* --------------------------------------------------------------- entry */

static int open_build(struct kbuild *k, const char *build)
{
	k->build = path_real(k->arena, build);
	if (!k->build)
		return FAIL(k, SAFEC_EREAD, "cannot read %s: %s", build,
			    strerror(errno));
	if (!path_has(k->arena, k->build, "Makefile") ||
	    !path_has(k->arena, k->build, "include/config/auto.conf"))
		return FAIL(k, SAFEC_ECOMMAND, "%s is not a configured kernel's build "
			    "folder: it has no include/config/auto.conf; run "
			    "make modules_prepare there", build);
	k->source = path_join(k->arena, k->build, "source");
	k->source = k->source ? path_real(k->arena, k->source) : NULL;
	if (!k->source)
		k->source = k->build;
	k->commands = commands_start(k->arena, arena_printf(k->arena,
					"Kbuild of %s", k->build));
	return k->commands ? 0 : no_memory(k);
}

int commands_kbuild(struct arena *arena, const char *build, const char *path,
		    const struct commands **out, const char **says)
{
	struct kbuild k = { .arena = arena, .says = says };
	const char *real, *rel;
	int err = open_build(&k, build);

	if (err)
		return err;
	real = path_real(arena, path);
	if (!real)
		return FAIL(&k, SAFEC_EREAD, "cannot read %s: %s", path,
			    strerror(errno));
	rel = in_tree(&k, real);
	err = rel ? ask_for_tree(&k, real, rel) : ask_for_module(&k, real);
	if (err == -SAFEC_ENOMEM)
		return no_memory(&k);
	if (!err)
		*out = k.commands;
	return err;
}

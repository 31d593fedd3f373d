/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The unit's own command, made to write where a proof wants it.
 *
 * Every flag stays but those that write files of their own, that are about
 * debug information and warnings, neither of which is loaded, and -flto, with
 * which there is no machine code to compare.  Variables that were never set get
 * a pattern: else a compiler may take one for any value, even the right one.
 */
#include "prove/compiler.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <safec/safec.h>

#include "base/process.h"
#include "base/text.h"
#include "front/flags.h"
#include "front/path.h"

#ifndef SAFEC_LLVM_DIR
#define SAFEC_LLVM_DIR "/usr"
#endif

/* ------------------------------------------------------------------ flags */

static bool begins(const char *word, const char *with)
{
	return !strncmp(word, with, strlen(with));
}

static bool is_dropped(const char *word)
{
	static const char *const beginnings[] = {
		"-M", "-Wp,-M", "-g", "-W", "-flto", "-fno-lto", "-ffat-lto",
		"-save-temps", "--save-temps", "-fstack-usage", "-fdump-",
		"-ftime-", "-fcallgraph-info", "-fdiagnostics-", "-pedantic",
		"-fopt-info", "-fsave-optimization-record", "-v", "-###"
	};
	static const char *const kept[] = { "-Wp,-D", "-Wp,-U", "-Wa,-m" };
	size_t i;

	for (i = 0; i < sizeof(kept) / sizeof(kept[0]); i++)
		if (begins(word, kept[i]) && !strstr(word, ",-M"))
			return false;
	for (i = 0; i < sizeof(beginnings) / sizeof(beginnings[0]); i++)
		if (begins(word, beginnings[i]))
			return true;
	return false;
}

static int own_flags(struct arena *arena, const struct command *c,
		     struct compiler *out)
{
	const char **args = arena_zalloc(arena, (c->count + 1) * sizeof(*args));
	size_t i, words, k;

	if (!args)
		return -SAFEC_ENOMEM;
	for (i = 0; i < c->count; i += words) {
		words = flags_words(c->args[i]);
		words = words < c->count - i ? words : c->count - i;
		for (k = 0; k < words && !is_dropped(c->args[i]); k++)
			args[out->count++] = c->args[i + k];
	}
	out->args = args;
	return 0;
}

/* -------------------------------------------------------------- compilers */

/* The program in NAME that a proof may run, which is a compiler; or NULL. */
static const char *known(const char *name)
{
	const char *base = name ? path_name(name) : "";

	return strstr(base, "clang") || strstr(base, "gcc") ||
	       !strcmp(base, "cc") ? name : NULL;
}

const char *program_path(struct arena *arena, const char *program)
{
	const char *at = getenv("PATH");

	if (strchr(program, '/'))
		return path_real(arena, program);
	while (at && *at) {
		size_t n = strcspn(at, ":");
		const char *path = arena_printf(arena, "%.*s/%s", (int)n, at, program);

		if (access(path, X_OK) == 0)
			return path_real(arena, path);
		at += n + (at[n] == ':');
	}
	return NULL;
}

static bool is_clang(const char *program)
{
	return strstr(path_name(program), "clang") != NULL;
}

/*
 * The unit's flags as far as clang knows them.  Flags alone, without a
 * compiler's name, are how a user has it analysed, not how it is built: then
 * an optimiser makes equal what means the same.
 */
static const char *const *clang_flags(struct arena *arena, const struct command *c,
				      size_t *count)
{
	const char *const *flags = flags_for(arena, c, FLAGS_COMPILE, count);
	const char **args = flags ? arena_zalloc(arena, (*count + 2) *
						 sizeof(*args)) : NULL;

	if (!args || c->compiler)
		return flags;
	args[0] = "-O2";
	memcpy(args + 1, flags, *count * sizeof(*args));
	(*count)++;
	return args;
}

size_t compilers_of(struct arena *arena, const struct command *c,
		    struct compiler out[COMPILERS])
{
	const char *own = known(c->compiler);
	struct compiler clang = {
		.name = "clang", .program = SAFEC_LLVM_DIR "/bin/clang",
		.is_clang = true, .directory = c->directory,
		.source = c->source
	};
	size_t n = 0;

	if (own) {
		out[n] = (struct compiler){
			.name = path_name(own), .program = own,
			.is_clang = is_clang(own), .is_own = true,
			.directory = c->directory, .source = c->source
		};
		n += own_flags(arena, c, &out[n]) == 0;
	}
	if (n && out[0].is_clang)
		return n;
	clang.args = clang_flags(arena, c, &clang.count);
	if (clang.args)
		out[n++] = clang;
	return n;
}

/* ------------------------------------------------------------ compilation */

static const char *const *product_flags(enum product product)
{
	static const char *const flags[][4] = {
		[PRODUCT_OBJECT] = { "-c" },
		[PRODUCT_BITCODE] = { "-c", "-emit-llvm" },
		[PRODUCT_TOKENS] = { "-E", "-P" },
		[PRODUCT_LINES] = { "-E" }
	};

	return flags[product];
}

static size_t count(const char *const *words)
{
	size_t n = 0;

	while (words && words[n])
		n++;
	return n;
}

static void add_all(const char **argv, size_t *n, const char *const *words)
{
	size_t i, k = count(words);

	for (i = 0; i < k; i++)
		argv[(*n)++] = words[i];
}

static void add_pair(const char **argv, size_t *n, const char *flag,
		     const char *value)
{
	if (value) {
		argv[(*n)++] = flag;
		argv[(*n)++] = value;
	}
}

/* Whether the unit is compiled with an optimiser. */
static bool optimises(const struct compiler *c)
{
	size_t i;

	for (i = c->count; i-- > 0;)
		if (begins(c->args[i], "-O"))
			return strcmp(c->args[i], "-O0") != 0;
	return false;
}

char *const *compilation_argv(struct arena *arena, const struct compilation *c)
{
	size_t n = 0;
	const char **argv = arena_zalloc(arena, sizeof(*argv) *
		(c->compiler->count + count(c->more) + 21));

	if (!argv)
		return NULL;
	argv[n++] = c->compiler->program;
	add_pair(argv, &n, "-include", c->macros);
	add_all(argv, &n, c->compiler->args);
	argv[n++] = "-w";
	argv[n++] = "-DSAFEC_ERASE";
	argv[n++] = "-ftrivial-auto-var-init=pattern";
	add_all(argv, &n, c->more);
	if (c->product == PRODUCT_BITCODE && !optimises(c->compiler))
		argv[n++] = "-O2";
	add_all(argv, &n, product_flags(c->product));
	if (c->reads)
		argv[n++] = "-MD";
	add_pair(argv, &n, "-MF", c->reads);
	add_pair(argv, &n, "-o", c->output);
	argv[n++] = c->source ? c->source : c->compiler->source;
	return (char *const *)argv;
}

/* The first error in the file LOG, or its first line. */
static const char *first_error(struct arena *arena, const char *log)
{
	struct text t = { 0 };
	const char *at, *says = "the compiler failed";

	if (text_read(&t, log))
		return says;
	at = t.size ? strstr(t.data, "error:") : NULL;
	while (at && at > t.data && at[-1] != '\n')
		at--;
	at = at ? at : t.data;
	if (t.size && strcspn(at, "\n"))
		says = arena_copy_n(arena, at, strcspn(at, "\n"));
	text_free(&t);
	return says;
}

/* The command beside its log, for whoever keeps the folder. */
static void leave_command(const struct compilation *c, char *const *argv)
{
	FILE *out = fopen(c->command, "w");
	const char *s;

	if (!out)
		return;
	fprintf(out, "cd '%s' &&", c->compiler->directory);
	for (; *argv; argv++) {
		fputs(" '", out);
		for (s = *argv; *s; s++)
			fprintf(out, *s == '\'' ? "'\\%c'" : "%c", *s);
		fputc('\'', out);
	}
	fputc('\n', out);
	fclose(out);
}

int compilation_run(struct arena *arena, const struct compilation *c,
		    const char **says)
{
	int log = open(c->log, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
	struct process p = { .argv = compilation_argv(arena, c), .out = -1,
			     .err = log, .directory = c->compiler->directory,
			     .seconds = c->seconds };
	int err, status = 0;

	if (!p.argv || log < 0) {
		*says = "no memory, or no room for temporary files";
		if (log >= 0)
			close(log);
		return -SAFEC_EWRITE;
	}
	unlink(c->output);		/* of an earlier run, where the folder is kept */
	leave_command(c, p.argv);
	err = process_run(&p, &status);
	close(log);
	if (err) {
		*says = arena_printf(arena, "%s cannot be run: %s",
				     c->compiler->program, strerror(err));
		return -SAFEC_ECOMMAND;
	}
	if (!status)
		return 0;
	*says = status > 128 ? "the compiler died or took too long" :
		first_error(arena, c->log);
	return -SAFEC_EPARSE;
}

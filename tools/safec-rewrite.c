/* SPDX-License-Identifier: Apache-2.0 */
/*
 * safec-rewrite: the library on a command line.
 *
 * Results go to standard output, byte for byte as the library gives them, and
 * everything for people to standard error.  It uses <safec/safec.h> alone.
 */
#include <errno.h>
#include <getopt.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <safec/safec.h>

enum { DONE, WITHHELD, FAILED };	/* exit statuses */

enum { KBUILD = 256, PROFILE, RULES, MODEL, MODEL_DIR, STRICT, JSON, DUMP, VERSION,
       PROVE, UNPROVEN, KEEP_PROOF, EXPLAIN, CACHE, NO_CACHE };

static const char help[] =
"Usage: safec-rewrite [OPTION]... FILE... [-- FLAGS...]\n"
"Moves C files, or all C files of a folder, to a checked subset of C.\n"
"All files of one run are one program.  Prints the changes as a diff.\n"
"\n"
"How the files are compiled (else: a compile_commands.json above each file):\n"
"  -p DIR               as DIR/compile_commands.json says\n"
"      --kbuild DIR     as Kbuild says; DIR is a kernel's build folder\n"
"  -- FLAGS...          with these compiler flags\n"
"What is done:\n"
"      --profile=NAME   checked (all of the subset; default), or\n"
"                       upstream (only words that the tree itself defines)\n"
"      --rules=LIST     only these rules, e.g. refcount\n"
"      --model=FILE     what more functions do, beside the shipped models\n"
"      --prove=CLASS    only with a proof of this class or a stronger one: inert,\n"
"                       erased, same-ir, same-paths, or conditional (default)\n"
"      --unproven       also what could not be proved; it is marked so\n"
"      --cache=DIR      keep proofs there for later runs (default: safec-rewrite\n"
"                       in $XDG_CACHE_HOME or ~/.cache); --no-cache: nowhere\n"
"  -j N                 N processes; 0: none but this one (default: one a CPU)\n"
"What comes out:\n"
"  -i                   change the files; no diff\n"
"      --json           the whole result as JSON\n"
"      --explain=ID     of one change: why, and what was compared with what\n"
"      --keep-proof=DIR leave there what was compared, with the commands\n"
"      --dump=STAGE     after commands, units, facts, decisions, changes, proofs\n"
"      --strict         status 1 if something was withheld\n"
"      --help, --version\n"
"Status: 0 done, 1 withheld with --strict, 2 failed.\n";

static const struct option options[] = {
	{ "cache",	required_argument, NULL, CACHE },
	{ "dump",	required_argument, NULL, DUMP },
	{ "explain",	required_argument, NULL, EXPLAIN },
	{ "help",	no_argument,	   NULL, 'h' },
	{ "json",	no_argument,	   NULL, JSON },
	{ "kbuild",	required_argument, NULL, KBUILD },
	{ "keep-proof",	required_argument, NULL, KEEP_PROOF },
	{ "model",	required_argument, NULL, MODEL },
	{ "model-dir",	required_argument, NULL, MODEL_DIR },
	{ "no-cache",	no_argument,	   NULL, NO_CACHE },
	{ "profile",	required_argument, NULL, PROFILE },
	{ "prove",	required_argument, NULL, PROVE },
	{ "rules",	required_argument, NULL, RULES },
	{ "strict",	no_argument,	   NULL, STRICT },
	{ "unproven",	no_argument,	   NULL, UNPROVEN },
	{ "version",	no_argument,	   NULL, VERSION },
	{ NULL,		0,		   NULL, 0 }
};

struct request {
	struct safec_options options;
	char *models;			/* what options.models points to; owned */
	char cache[4096];		/* what options.cache points to */
	const char *database, *build;	/* -p, --kbuild */
	const char *dump, *explain;
	char **files;
	int file_count;
	const char *const *flags;	/* NULL: none were given */
	bool in_place, json, strict;
	bool over;			/* --help or --version: nothing else to do */
};

/* ------------------------------------------------------------ complaints */

__attribute__((format(printf, 1, 2)))
static int complain(const char *format, ...)
{
	va_list args;

	fputs("safec-rewrite: ", stderr);
	va_start(args, format);
	vfprintf(stderr, format, args);
	va_end(args);
	fputc('\n', stderr);
	return FAILED;
}

/* ----------------------------------------------------------- command line */

static int take_jobs(struct request *r, const char *text)
{
	char *end;
	unsigned long n = strtoul(text, &end, 10);

	if (*text < '0' || *text > '9' || *end || n > 1024)
		return complain("-j takes a number from 0 to 1024, not \"%s\"", text);
	r->options.jobs = (unsigned int)n;
	return DONE;
}

static int take_profile(struct request *r, const char *name)
{
	if (!strcmp(name, "checked"))
		r->options.profile = SAFEC_CHECKED;
	else if (!strcmp(name, "upstream"))
		r->options.profile = SAFEC_UPSTREAM;
	else
		return complain("no profile \"%s\"; there are checked and upstream",
				name);
	return DONE;
}

static int take_proof(struct request *r, const char *name)
{
	static const char *const classes[] = {
		[SAFEC_CONDITIONAL] = "conditional",
		[SAFEC_SAME_PATHS] = "same-paths",
		[SAFEC_SAME_IR] = "same-ir",
		[SAFEC_ERASED] = "erased",
		[SAFEC_INERT] = "inert"
	};
	int i;

	for (i = SAFEC_CONDITIONAL; i <= SAFEC_INERT; i++)
		if (!strcmp(name, classes[i])) {
			r->options.prove = (enum safec_proof)i;
			return DONE;
		}
	return complain("no proof class \"%s\"; there are inert, erased, same-ir, "
			"same-paths and conditional", name);
}

/* The folder BELOW in DIR. */
static int take_cache(struct request *r, const char *dir, const char *below)
{
	int n = snprintf(r->cache, sizeof(r->cache), "%s%s", dir, below);

	if (n < 0 || (size_t)n >= sizeof(r->cache))
		return complain("the cache's name is too long");
	r->options.cache = r->cache;
	return DONE;
}

/* Where the user's other caches are; none where there is no such place. */
static int default_cache(struct request *r)
{
	const char *caches = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");

	if (caches && *caches == '/')
		return take_cache(r, caches, "/safec-rewrite");
	return home && *home == '/' ? take_cache(r, home, "/.cache/safec-rewrite") :
	       DONE;
}

static int take_model(struct request *r, const char *path)
{
	size_t n = r->models ? strlen(r->models) + 1 : 0;
	char *more = realloc(r->models, n + strlen(path) + 1);

	if (!more)
		return complain("no memory left");
	if (n)
		more[n - 1] = ':';
	strcpy(more + n, path);
	r->models = more;
	r->options.models = more;
	return DONE;
}

/* Print TEXT; a full disk is a failure. */
static int print(const char *text)
{
	size_t n = strlen(text);

	if (fwrite(text, 1, n, stdout) != n || fflush(stdout))
		return complain("cannot write the output: %s", strerror(errno));
	return DONE;
}

static int print_version(void)
{
	char text[80];

	snprintf(text, sizeof(text), "safec-rewrite %s\n", safec_version());
	return print(text);
}

static int take(struct request *r, int option, const char *value)
{
	switch (option) {
	case 'p':	r->database = value; return DONE;
	case KBUILD:	r->build = value; return DONE;
	case 'j':	return take_jobs(r, value);
	case 'i':	r->in_place = true; return DONE;
	case PROFILE:	return take_profile(r, value);
	case RULES:	r->options.rules = value; return DONE;
	case MODEL:	return take_model(r, value);
	case MODEL_DIR:	r->options.model_dir = value; return DONE;
	case PROVE:	return take_proof(r, value);
	case UNPROVEN:	r->options.unproven = 1; return DONE;
	case KEEP_PROOF: r->options.proof_dir = value; return DONE;
	case CACHE:	return take_cache(r, value, "");
	case NO_CACHE:	r->options.cache = NULL; return DONE;
	case EXPLAIN:	r->explain = value; return DONE;
	case STRICT:	r->strict = true; return DONE;
	case JSON:	r->json = true; return DONE;
	case DUMP:	r->dump = value; return DONE;
	case 'h':	r->over = true; return print(help);
	case VERSION:	r->over = true; return print_version();
	default:
		fputs("Try safec-rewrite --help.\n", stderr);
		return FAILED;
	}
}

static int agree(const struct request *r)
{
	if (!r->file_count)
		return complain("no file given; try --help");
	if (!!r->database + !!r->build + !!r->flags > 1)
		return complain("only one of -p, --kbuild and -- can say how the "
				"files are compiled");
	if (r->json + !!r->dump + !!r->explain > 1)
		return complain("only one of --json, --dump and --explain can have "
				"the output");
	if (r->options.prove && r->options.unproven)
		return complain("--prove asks for proofs and --unproven does without");
	return DONE;
}

/* Cut ARGV at "--" and keep what follows; gives what is left of ARGC. */
static int cut_flags(struct request *r, int argc, char **argv)
{
	int i;

	for (i = 1; i < argc && strcmp(argv[i], "--"); i++)
		;
	if (i < argc) {
		r->flags = (const char *const *)argv + i + 1;
		argv[i] = NULL;
	}
	return i;
}

static int parse(struct request *r, int argc, char **argv)
{
	long cpus = sysconf(_SC_NPROCESSORS_ONLN);
	int option, status = DONE;

	r->options.size = sizeof(r->options);
	r->options.jobs = cpus > 0 && cpus <= 1024 ? (unsigned int)cpus : 1;
	r->options.model_dir = getenv("SAFEC_MODELS");
	status = default_cache(r);
	argc = cut_flags(r, argc, argv);
	while (status == DONE && !r->over &&
	       (option = getopt_long(argc, argv, "hij:p:", options, NULL)) != -1)
		status = take(r, option, optarg);
	r->files = argv + optind;
	r->file_count = argc - optind;
	return status || r->over ? status : agree(r);
}

/* ------------------------------------------------------------ for people */

static bool is_terminal(void)
{
	const char *term = getenv("TERM");
	const char *plain = getenv("NO_COLOR");

	return isatty(STDERR_FILENO) && term && strcmp(term, "dumb") &&
	       !(plain && *plain);
}

static const char *paint(const char *code)
{
	return is_terminal() ? code : "";
}

static const char *plural(size_t n)
{
	return n == 1 ? "" : "s";
}

/* Give the compiler's messages of each unit that failed. */
static void print_failures(const struct safec_program *p)
{
	const struct safec_unit *u;
	const char *message;
	size_t n;

	for (u = safec_program_unit(p, NULL); u; u = safec_program_unit(p, u)) {
		if (safec_unit_status(u) != SAFEC_FAILED)
			continue;
		for (n = 0; (message = safec_unit_message(u, n)); n++)
			fprintf(stderr, "%s\n", message);
		fprintf(stderr, "%s%s: not analysed%s\n", paint("\033[31m"),
			safec_unit_path(u), paint("\033[m"));
	}
}

static bool is_withheld(const struct safec_change *c)
{
	return safec_change_verdict(c) == SAFEC_WITHHELD;
}

static bool same_reason(const struct safec_change *a,
			const struct safec_change *b)
{
	return is_withheld(b) &&
	       !strcmp(safec_change_reason(a), safec_change_reason(b));
}

/* Whether a change before C was withheld for the same reason. */
static bool was_said(const struct safec_program *p, const struct safec_change *c)
{
	const struct safec_change *b = safec_program_change(p, NULL);

	while (b && b != c && !same_reason(c, b))
		b = safec_program_change(p, b);
	return b != c;
}

static void print_entity(const struct safec_change *c)
{
	const struct safec_place *at = safec_change_against(c, 0);

	fprintf(stderr, "  %s: %s", safec_change_rule(c), safec_change_entity(c));
	if (at)
		fprintf(stderr, " (%s:%u)", at->file, at->line);
	fputc('\n', stderr);
}

/* FIRST's reason, then all that was withheld for it and where. */
static void print_group(const struct safec_program *p,
			const struct safec_change *first)
{
	const struct safec_change *c;

	fprintf(stderr, "%swithheld:%s %s\n", paint("\033[33m"), paint("\033[m"),
		safec_change_reason(first));
	for (c = first; c; c = safec_program_change(p, c))
		if (same_reason(first, c))
			print_entity(c);
}

static void print_withheld(const struct safec_program *p)
{
	const struct safec_change *c;

	for (c = safec_program_change(p, NULL); c; c = safec_program_change(p, c))
		if (is_withheld(c) && !was_said(p, c))
			print_group(p, c);
}

/* What was applied without a proof; gives how many. */
static size_t print_unproven(const struct safec_program *p)
{
	const struct safec_change *c;
	size_t n = 0;

	for (c = safec_program_change(p, NULL); c; c = safec_program_change(p, c)) {
		if (is_withheld(c) || safec_change_proof(c) != SAFEC_NONE)
			continue;
		fprintf(stderr, "%sUNPROVEN, applied all the same:%s %s: %s\n",
			paint("\033[31m"), paint("\033[m"), safec_change_rule(c),
			safec_change_entity(c));
		n++;
	}
	return n;
}

static size_t print_findings(const struct safec_program *p)
{
	const struct safec_finding *f;
	size_t n = 0;

	for (f = safec_program_finding(p, NULL); f; f = safec_program_finding(p, f)) {
		const struct safec_place *at = safec_finding_place(f);

		fprintf(stderr, "%s:%u:%u: %s [%s]\n", at->file, at->line,
			at->column, at->says, safec_finding_rule(f));
		n++;
	}
	return n;
}

/* Tell what was done; gives how many changes were withheld. */
static size_t print_summary(const struct safec_program *p)
{
	const struct safec_unit *u;
	const struct safec_change *c;
	size_t files = 0, applied = 0, withheld = 0, unproven, findings;

	for (u = safec_program_unit(p, NULL); u; u = safec_program_unit(p, u))
		files++;
	for (c = safec_program_change(p, NULL); c; c = safec_program_change(p, c))
		*(is_withheld(c) ? &withheld : &applied) += 1;
	print_withheld(p);
	unproven = print_unproven(p);
	findings = print_findings(p);
	fprintf(stderr, "%s%zu file%s, %zu change%s applied, %zu of them proved, "
		"%zu withheld, %zu finding%s%s\n", paint("\033[1m"), files,
		plural(files), applied, plural(applied), applied - unproven, withheld,
		findings, plural(findings), paint("\033[m"));
	return withheld;
}

static void progress(int files)
{
	if (is_terminal())
		fprintf(stderr, "analysing %d argument%s...\r", files,
			plural((size_t)files));
}

static void progress_end(void)
{
	if (is_terminal())
		fputs("\033[K", stderr);
}

/* ---------------------------------------------------------------- the run */

static int failed(const struct safec_program *p, int err)
{
	const char *says = p ? safec_program_message(p) : "";

	return complain("%s", *says ? says : safec_strerror(err));
}

static int add_files(struct safec_program *p, const struct request *r)
{
	int i, err = 0;

	if (r->database)
		err = safec_program_database(p, r->database);
	else if (r->build)
		err = safec_program_kbuild(p, r->build);
	for (i = 0; i < r->file_count && !err; i++)
		err = safec_program_add(p, r->files[i], r->flags);
	return err;
}

/* The text that was asked for, to standard output. */
static int put_text(struct safec_program *p, const struct request *r)
{
	const char *text = "";
	int err;

	if (r->dump)
		err = safec_program_dump(p, r->dump, &text);
	else if (r->json)
		err = safec_program_json(p, &text);
	else if (r->explain)
		err = safec_program_explain(p, r->explain, &text);
	else
		err = r->in_place ? 0 : safec_program_diff(p, &text);
	return err ? failed(p, err) : print(text);
}

/* All results of a run in which every file compiled. */
static int finish(struct safec_program *p, const struct request *r)
{
	int err = r->in_place ? safec_program_write(p) : 0;
	int status = err ? failed(p, err) : put_text(p, r);

	if (status != DONE)
		return status;
	return print_summary(p) && r->strict ? WITHHELD : DONE;
}

/* A file did not compile: its messages; what tools ask for says so too. */
static int give_up(struct safec_program *p, const struct request *r)
{
	print_failures(p);
	if (r->json || r->dump)
		put_text(p, r);
	return failed(p, -SAFEC_EPARSE);
}

static int run(struct safec_program *p, const struct request *r)
{
	int err = add_files(p, r);

	if (err)
		return failed(p, err);
	progress(r->file_count);
	err = safec_program_run(p);
	progress_end();
	if (err == -SAFEC_EPARSE || err == -SAFEC_ECRASH)
		return give_up(p, r);
	return err ? failed(p, err) : finish(p, r);
}

int main(int argc, char **argv)
{
	struct request r = { 0 };
	struct safec_program *p = NULL;
	int status = parse(&r, argc, argv);
	int err = 0;

	if (status == DONE && !r.over) {
		err = safec_program_new(&r.options, &p);
		status = err ? failed(p, err) : run(p, &r);
	}
	safec_program_free(p);
	free(r.models);
	if (fclose(stdout) && status != FAILED)
		status = complain("cannot write the output: %s", strerror(errno));
	return status;
}

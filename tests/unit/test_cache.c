/* SPDX-License-Identifier: Apache-2.0 */
/* Verdicts that are kept, the folders that they are kept in, and running programs. */
#define _GNU_SOURCE		/* utimensat */
#include <check.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/folder.h"
#include "base/process.h"
#include "prove/cache.h"
#include "proof_testing.h"

/* ------------------------------------------------------------------ the trial */

static struct command command;
static struct trial_file changed;
static struct trial trial;

static const struct verdict found = {
	.same = SAME_OBJECT, .premised = true, .says = "the objects are the same",
	.compilers = "my-clang", .compilations = 3
};

static void command_is(const char *const *args)
{
	command = (struct command){ .directory = in_folder("src"),
				    .file = in_folder("src/main.c"),
				    .source = "main.c", .args = args,
				    .compiler = in_folder("bin/my-clang") };
	while (args[command.count])
		command.count++;
}

/* A trial as if it had run: its compiler, what that read, and what it left. */
static void set_up_trial(void)
{
	static const char *const args[] = { "-O1", "-DA", NULL };

	set_up();
	put("bin/my-clang", "#!/bin/sh\nexit 1\n");
	ck_assert_int_eq(chmod("bin/my-clang", 0755), 0);
	put("src/main.c", "#include \"x.h\"\nint f(void) { return X; }\n");
	put("src/x.h", "#define X 3\n");
	put("words.h", "#define word 1\n");
	put("trial/my-clang/original.d", "main.o: main.c x.h \\\n ../words.h\n");
	command_is(args);
	changed = (struct trial_file){ .path = in_folder("src/main.c"),
				       .original = "abc", .original_size = 3,
				       .proof = "abd", .proof_size = 3 };
	trial = (struct trial){ .command = &command, .root = in_folder("src"),
				.dir = in_folder("trial"), .seconds = 5,
				.macros = in_folder("src/../words.h"),
				.files = &changed, .file_count = 1 };
}

static const char *entry(void)
{
	const char *name = cache_entry(&arena, in_folder("cache"), &trial);

	ck_assert_ptr_nonnull(name);
	return name;
}

static void keep(void)
{
	cache_put(&arena, entry(), &trial, &found);
}

static bool is_kept(void)
{
	struct verdict v;

	return cache_get(&arena, entry(), &v);
}

/* How many files are in the folder PATH and below. */
static unsigned int files_in(const char *path)
{
	DIR *dir = opendir(path);
	const struct dirent *d;
	unsigned int n = 0;

	while (dir && (d = readdir(dir)))
		if (d->d_name[0] != '.')
			n += d->d_type == DT_DIR ?
			     files_in(arena_printf(&arena, "%s/%s", path, d->d_name)) : 1;
	if (dir)
		closedir(dir);
	return n;
}

/* ------------------------------------------------------------------- verdicts */

START_TEST(what_was_put_is_got)
{
	struct verdict v = { 0 };

	keep();
	ck_assert(cache_get(&arena, entry(), &v));
	ck_assert_int_eq(v.same, SAME_OBJECT);
	ck_assert(v.premised);
	ck_assert_str_eq(v.says, found.says);
	ck_assert_str_eq(v.compilers, found.compilers);
	ck_assert_uint_eq(v.compilations, 3);
}
END_TEST

START_TEST(nothing_is_got_before)
{
	struct verdict v = { .compilations = 7 };

	ck_assert(!cache_get(&arena, entry(), &v));
	ck_assert(!cache_get(&arena, NULL, &v));
	ck_assert_uint_eq(v.compilations, 7);
}
END_TEST

START_TEST(a_verdict_is_one_file)
{
	keep();
	keep();
	ck_assert_uint_eq(files_in("cache"), 1);
	ck_assert_int_eq(access(entry(), R_OK), 0);
}
END_TEST

START_TEST(what_was_found_different_is_not_kept)
{
	const struct verdict different = { .says = "it differs", .compilers = "clang" };

	cache_put(&arena, entry(), &trial, &different);
	ck_assert_uint_eq(files_in("cache"), 0);
}
END_TEST

START_TEST(without_an_entry_nothing_is_kept)
{
	cache_put(&arena, NULL, &trial, &found);
	ck_assert_uint_eq(files_in("cache"), 0);
}
END_TEST

START_TEST(where_nothing_can_be_written_nothing_is_kept)
{
	put("file", "");
	cache_put(&arena, in_folder("file/12/34.json"), &trial, &found);
	ck_assert_str_eq(text_in("file"), "");
}
END_TEST

/* ---------------------------------------------------------------- what was read */

START_TEST(a_changed_header_voids_a_verdict)
{
	keep();
	put("src/x.h", "#define X 4\n");
	ck_assert(!is_kept());
	put("src/x.h", "#define X 3\n");
	ck_assert(is_kept());
}
END_TEST

START_TEST(a_header_that_is_gone_voids_a_verdict)
{
	keep();
	ck_assert_int_eq(unlink("src/x.h"), 0);
	ck_assert(!is_kept());
}
END_TEST

START_TEST(a_changed_source_voids_a_verdict)
{
	keep();
	put("src/main.c", "#include \"x.h\"\nint f(void) { return X; }");
	ck_assert(!is_kept());
}
END_TEST

START_TEST(a_header_that_the_new_text_reads_voids_a_verdict)
{
	put("src/new.h", "#define N 3\n");
	put("trial/my-clang/rewritten.d", "main.o: main.c new.h x.h\n");
	keep();
	ck_assert(is_kept());
	put("src/new.h", "#define N 4\n");
	ck_assert(!is_kept());
}
END_TEST

START_TEST(a_header_that_the_premises_read_voids_a_verdict)
{
	put("src/new.h", "#define N 3\n");
	put("trial/my-clang/premised.d", "main.o: main.c new.h x.h\n");
	keep();
	ck_assert(is_kept());
	put("src/new.h", "#define N 4\n");
	ck_assert(!is_kept());
}
END_TEST

START_TEST(the_trials_own_files_may_go)
{
	put("trial/my-clang/rewritten/0/main.c", "");
	put("trial/my-clang/rewritten.d",
	    arena_printf(&arena, "main.o: %s/trial/my-clang/rewritten/0/main.c x.h\n",
			 folder));
	keep();
	folder_remove("trial");
	ck_assert(is_kept());
}
END_TEST

START_TEST(the_macros_may_move)
{
	put("other/words.h", "#define word 1\n");
	put("trial/my-clang/original.d",
	    arena_printf(&arena, "main.o: main.c x.h %s\n", trial.macros));
	keep();
	ck_assert_int_eq(unlink("words.h"), 0);
	trial.macros = in_folder("other/words.h");
	ck_assert(is_kept());
}
END_TEST

START_TEST(without_what_was_read_nothing_is_kept)
{
	ck_assert_int_eq(unlink("trial/my-clang/original.d"), 0);
	keep();
	ck_assert_uint_eq(files_in("cache"), 0);
}
END_TEST

START_TEST(when_nothing_was_read_nothing_is_kept)
{
	put("trial/my-clang/original.d", "");
	keep();
	ck_assert(!is_kept());
}
END_TEST

START_TEST(what_was_read_and_is_gone_keeps_nothing)
{
	ck_assert_int_eq(unlink("src/x.h"), 0);
	keep();
	ck_assert_uint_eq(files_in("cache"), 0);
}
END_TEST

/* ---------------------------------------------------------------------- the key */

/* What CHANGE does makes the entry another one. */
static void names_another(void (*change)(void))
{
	const char *before = entry();

	ck_assert_str_eq(entry(), before);
	change();
	ck_assert_str_ne(entry(), before);
}

static void other_flag(void)
{
	static const char *const args[] = { "-O2", "-DA", NULL };

	command_is(args);
}

static void one_flag_for_two(void)
{
	static const char *const args[] = { "-O1-DA", NULL };

	command_is(args);
}

static void other_folder(void)
{
	command.directory = in_folder("bin");
}

static void other_source(void)
{
	command.source = "./main.c";
}

static void other_proof(void)
{
	changed.proof = "abe";
}

static void other_original(void)
{
	changed.original = "xbc";
}

/* The texts are the same bytes, but another one ends where they part. */
static void other_sizes(void)
{
	changed.original = "ab";
	changed.original_size = 2;
	changed.proof = "cabd";
	changed.proof_size = 4;
}

static void with_base(void)
{
	changed.base = "abc";
	changed.base_size = 3;
}

static void other_path(void)
{
	changed.path = in_folder("src/x.h");
}

static void other_macros(void)
{
	put("words.h", "#define word 2\n");
}

static void with_tokens(void)
{
	trial.try_tokens = true;
}

static void other_age(void)
{
	const struct timespec times[2] = { { 1000, 0 }, { 1000, 0 } };

	ck_assert_int_eq(utimensat(AT_FDCWD, "bin/my-clang", times, 0), 0);
}

static void other_program(void)
{
	struct stat st;
	struct timespec times[2];

	ck_assert_int_eq(stat("bin/my-clang", &st), 0);
	put("bin/my-clang", "#!/bin/sh\nexit 100\n");
	times[0] = times[1] = st.st_mtim;
	ck_assert_int_eq(utimensat(AT_FDCWD, "bin/my-clang", times, 0), 0);
}

static void without_files(void)
{
	trial.file_count = 0;
}

static void (*const changes[])(void) = {
	other_flag, one_flag_for_two, other_folder, other_source, other_proof,
	other_original, other_sizes, with_base, other_path, other_macros, with_tokens,
	other_age, other_program, without_files
};

START_TEST(what_a_verdict_depends_on_names_it)
{
	names_another(changes[_i]);
}
END_TEST

START_TEST(where_and_how_long_it_was_tried_names_nothing)
{
	const char *before = entry();

	trial.dir = in_folder("other");
	trial.seconds = 7;
	ck_assert_str_eq(entry(), before);
}
END_TEST

START_TEST(an_entry_is_in_the_folder_given)
{
	ck_assert_int_eq(strncmp(entry(), in_folder("cache/"), strlen(folder) + 7), 0);
	ck_assert_ptr_nonnull(strstr(entry(), ".json"));
}
END_TEST

/* ------------------------------------------------------------- entries gone bad */

/* An entry of TEXT is none. */
static void is_none(const char *text)
{
	struct verdict v;

	put(entry(), text);
	ck_assert(!cache_get(&arena, entry(), &v));
}

START_TEST(half_an_entry_is_none)
{
	const char *whole;
	size_t n;

	keep();
	whole = text_in(entry());
	for (n = 0; n < strlen(whole); n += 7)
		is_none(arena_copy_n(&arena, whole, n));
	put(entry(), whole);
	ck_assert(is_kept());
}
END_TEST

START_TEST(an_entry_that_cannot_be_read_is_none)
{
	ck_assert_int_eq(folder_make(entry()), 0);
	ck_assert(!is_kept());
}
END_TEST

/* A whole entry, but with OLD in it replaced by NEW. */
static const char *entry_with(const char *old, const char *new)
{
	const char *whole, *at;

	keep();
	whole = text_in(entry());
	at = strstr(whole, old);
	ck_assert_msg(at != NULL, "%s", whole);
	return arena_printf(&arena, "%.*s%s%s", (int)(at - whole), whole, new,
			    at + strlen(old));
}

START_TEST(an_entry_of_a_difference_is_none)
{
	is_none(entry_with("\"same\":3", "\"same\":0"));
}
END_TEST

START_TEST(an_entry_of_an_unknown_class_is_none)
{
	is_none(entry_with("\"same\":3", "\"same\":5"));
	is_none(entry_with("\"same\":3", "\"same\":-1"));
}
END_TEST

START_TEST(an_entry_of_another_type_is_none)
{
	is_none(entry_with("\"same\":3", "\"same\":\"3\""));
	is_none(entry_with("\"says\":\"", "\"said\":\""));
	is_none("[]");
}
END_TEST

START_TEST(an_entry_without_files_is_none)
{
	is_none("{\"same\":3,\"premised\":true,\"compilations\":3,\"says\":\"s\","
		"\"compilers\":\"c\",\"files\":{}}");
}
END_TEST

START_TEST(an_entry_of_a_file_without_a_hash_is_none)
{
	is_none(arena_printf(&arena, "{\"same\":3,\"premised\":true,\"compilations\":3,"
			     "\"says\":\"s\",\"compilers\":\"c\",\"files\":{\"%s\":1}}",
			     in_folder("src/x.h")));
}
END_TEST

/* ----------------------------------------------------------------- two at a time */

enum { ROUNDS = 60 };

/* Put verdicts of N letters, again and again, in another process. */
static pid_t write_often(size_t n)
{
	char *says = arena_zalloc(&arena, n + 1);
	struct verdict v = found;
	const char *name = entry();
	pid_t pid = fork();
	int i;

	if (pid)
		return pid;
	memset(says, 'a', n);
	v.says = says;
	for (i = 0; i < ROUNDS; i++)
		cache_put(&arena, name, &trial, &v);
	_exit(0);
}

START_TEST(two_can_write_while_one_reads)
{
	const char *name = entry();
	pid_t pids[2];
	int i, status;

	keep();
	pids[0] = write_often(10);
	pids[1] = write_often(100000);
	for (i = 0; i < 2 * ROUNDS; i++) {
		struct verdict v = { 0 };
		size_t n;

		ck_assert(cache_get(&arena, name, &v));
		n = strlen(v.says);
		ck_assert(n == 10 || n == 100000 || n == strlen(found.says));
	}
	for (i = 0; i < 2; i++) {
		ck_assert_int_eq(waitpid(pids[i], &status, 0), pids[i]);
		ck_assert_int_eq(status, 0);
	}
	ck_assert(is_kept());
	ck_assert_uint_eq(files_in("cache"), 1);
}
END_TEST

/* --------------------------------------------------------------- a trial that ran */

/* A trial by COMPILER, which runs; the class it finds. */
static enum sameness run(const char *compiler, const char *proof)
{
	struct verdict v;

	command.compiler = compiler;
	folder_remove("trial");
	ck_assert_int_eq(mkdir("trial", 0777), 0);
	changed.path = in_folder("src/x.h");
	changed.original = "#define X 3\n";
	changed.original_size = strlen(changed.original);
	changed.proof = proof;
	changed.proof_size = strlen(proof);
	ck_assert_int_eq(trial_run(&arena, &trial, &v), 0);
	cache_put(&arena, entry(), &trial, &v);
	return v.same;
}

static const char *const compilers[] = { "gcc", SAFEC_LLVM_DIR "/bin/clang" };

START_TEST(what_real_compilers_read_is_kept)
{
	struct verdict v;

	put("src/deep/y.h", "#define Y 0\n");
	put("src/main.c", "#include \"x.h\"\n#include \"deep/y.h\"\n"
	    "int f(void) { return X + Y; }\n");
	ck_assert_int_eq(run(compilers[_i], "#define X (1 + 2)\n"), SAME_OBJECT);
	folder_remove("trial");
	ck_assert(cache_get(&arena, entry(), &v));
	ck_assert_int_eq(v.same, SAME_OBJECT);
	put("src/deep/y.h", "#define Y 1\n");
	ck_assert(!is_kept());
}
END_TEST

START_TEST(what_a_real_trial_finds_different_is_not_kept)
{
	ck_assert_int_eq(run(compilers[_i], "#define X 4\n"), SAME_NOT);
	ck_assert_uint_eq(files_in("cache"), 0);
}
END_TEST

/* ---------------------------------------------------------------------- folders */

static bool is_folder(const char *path)
{
	struct stat st;

	return lstat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

START_TEST(folders_are_made_with_those_above)
{
	ck_assert_int_eq(folder_make(in_folder("a/b/c")), 0);
	ck_assert(is_folder("a/b/c"));
	ck_assert_int_eq(folder_make("d/e"), 0);
	ck_assert(is_folder("d/e"));
}
END_TEST

START_TEST(a_folder_that_is_there_is_fine)
{
	put("a/file", "stays");
	ck_assert_int_eq(folder_make("a"), 0);
	ck_assert_int_eq(folder_make("a/"), 0);
	ck_assert_str_eq(text_in("a/file"), "stays");
}
END_TEST

START_TEST(no_folder_is_made_in_a_file)
{
	put("file", "stays");
	ck_assert_int_eq(folder_make("file/a"), -SAFEC_EWRITE);
	ck_assert_int_eq(folder_make(""), -SAFEC_EWRITE);
	ck_assert_str_eq(text_in("file"), "stays");
}
END_TEST

START_TEST(a_temporary_folder_is_private_and_new)
{
	const char *a, *b;
	struct stat st;
	mode_t before;

	ck_assert_int_eq(setenv("TMPDIR", folder, 1), 0);
	before = umask(0);
	a = folder_temporary(&arena);
	b = folder_temporary(&arena);
	umask(before);
	ck_assert_ptr_nonnull(a);
	ck_assert_ptr_nonnull(b);
	ck_assert_str_ne(a, b);
	ck_assert_int_eq(strncmp(a, in_folder("safec-"), strlen(folder) + 7), 0);
	ck_assert_int_eq(lstat(a, &st), 0);
	ck_assert_uint_eq(st.st_mode, S_IFDIR | 0700);
}
END_TEST

/* A temporary folder with TMPDIR as given is made in /tmp. */
static void is_in_tmp(void)
{
	const char *made = folder_temporary(&arena);

	ck_assert_ptr_nonnull(made);
	ck_assert_int_eq(rmdir(made), 0);
	ck_assert_int_eq(strncmp(made, "/tmp/safec-", 11), 0);
}

START_TEST(without_tmpdir_it_is_in_tmp)
{
	ck_assert_int_eq(unsetenv("TMPDIR"), 0);
	is_in_tmp();
}
END_TEST

START_TEST(a_relative_tmpdir_is_none)
{
	ck_assert_int_eq(mkdir("here", 0777), 0);
	ck_assert_int_eq(setenv("TMPDIR", "here", 1), 0);
	is_in_tmp();
}
END_TEST

START_TEST(where_no_folder_can_be_made_there_is_none)
{
	ck_assert_int_eq(setenv("TMPDIR", in_folder("missing"), 1), 0);
	ck_assert_ptr_null(folder_temporary(&arena));
}
END_TEST

START_TEST(a_folder_goes_with_all_in_it)
{
	put("a/b/c/file", "");
	put("a/file", "");
	ck_assert_int_eq(chmod("a/file", 0), 0);
	folder_remove(in_folder("a"));
	ck_assert_int_ne(access("a", F_OK), 0);
}
END_TEST

START_TEST(links_are_not_followed_out)
{
	put("out/file", "stays");
	put("a/b/file", "");
	ck_assert_int_eq(symlink(in_folder("out"), "a/b/folder"), 0);
	ck_assert_int_eq(symlink("../../out/file", "a/b/link"), 0);
	folder_remove("a");
	ck_assert_int_ne(access("a", F_OK), 0);
	ck_assert_str_eq(text_in("out/file"), "stays");
}
END_TEST

START_TEST(a_link_is_no_folder)
{
	put("out/file", "stays");
	ck_assert_int_eq(symlink("out", "a"), 0);
	folder_remove("a");
	ck_assert_str_eq(text_in("out/file"), "stays");
}
END_TEST

START_TEST(a_folder_that_is_not_there_is_left_alone)
{
	put("file", "stays");
	folder_remove("missing");
	ck_assert_str_eq(text_in("file"), "stays");
}
END_TEST

/* --------------------------------------------------------------------- processes */

/* How the shell's SCRIPT ends, run as P says; what it prints is in the file out. */
static int ends(struct process p, const char *script)
{
	char *argv[] = { "sh", "-c", (char *)script, NULL };
	int status = -1;

	p.argv = argv;
	p.out = open("out", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	p.err = -1;
	ck_assert_int_ge(p.out, 0);
	ck_assert_int_eq(process_run(&p, &status), 0);
	close(p.out);
	return status;
}

/*
 * PATH can't be run from DIRECTORY, for the reason WANTED.  Under valgrind
 * posix_spawn() can't tell, and ends with 127.
 */
static void cannot_start(const char *path, const char *directory, int wanted)
{
	char *argv[] = { (char *)path, NULL };
	struct process p = { .argv = argv, .out = -1, .err = -1,
			     .directory = directory };
	int status = -7, err = process_run(&p, &status);

	if (getenv("RUN_UNDER") && !err) {
		ck_assert_int_eq(status, 127);
		return;
	}
	ck_assert_int_eq(err, wanted);
	ck_assert_int_eq(status, -7);
}

static const struct process plain;

START_TEST(an_exit_status_is_told)
{
	ck_assert_int_eq(ends(plain, "exit 0"), 0);
	ck_assert_int_eq(ends(plain, "exit 3"), 3);
}
END_TEST

START_TEST(a_signal_is_told)
{
	ck_assert_int_eq(ends(plain, "kill -TERM $$"), 128 + SIGTERM);
	ck_assert_int_eq(ends(plain, "kill -KILL $$"), 128 + SIGKILL);
}
END_TEST

START_TEST(a_program_that_is_not_there_is_told)
{
	cannot_start("no-such-program", NULL, ENOENT);
	cannot_start("/no/such/program", NULL, ENOENT);
}
END_TEST

START_TEST(a_file_that_is_no_program_is_told)
{
	put("text", "");
	cannot_start("./text", NULL, EACCES);
}
END_TEST

START_TEST(a_folder_that_is_not_there_is_told)
{
	cannot_start("/bin/sh", "missing", ENOENT);
}
END_TEST

START_TEST(a_process_runs_where_it_is_told)
{
	const struct process p = { .directory = in_folder("sub") };

	ck_assert_int_eq(mkdir("sub", 0777), 0);
	ck_assert_int_eq(ends(p, "pwd"), 0);
	ck_assert_str_eq(text_in("out"), arena_printf(&arena, "%s/sub\n", folder));
	ck_assert_str_eq(getcwd(arena_zalloc(&arena, PATH_MAX), PATH_MAX), folder);
}
END_TEST

START_TEST(a_process_has_no_input)
{
	int ours = dup(STDIN_FILENO), in;

	put("in", "ours\n");
	in = open("in", O_RDONLY | O_CLOEXEC);
	ck_assert_int_eq(dup2(in, STDIN_FILENO), STDIN_FILENO);
	ck_assert_int_eq(ends(plain, "cat; echo end"), 0);
	ck_assert_str_eq(text_in("out"), "end\n");
	if (ours >= 0)
		dup2(ours, STDIN_FILENO);
	close(ours);
	close(in);
}
END_TEST

START_TEST(outputs_are_parted)
{
	char *argv[] = { "sh", "-c", "echo out; echo err >&2", NULL };
	struct process p = { .argv = argv, .out = -1 };
	int status;

	p.err = open("err", O_WRONLY | O_CREAT, 0666);
	ck_assert_int_eq(process_run(&p, &status), 0);
	close(p.err);
	ck_assert_str_eq(text_in("err"), "err\n");
}
END_TEST

START_TEST(an_environment_can_be_given)
{
	char *env[] = { "ONE=1", NULL };
	const struct process p = { .env = env };

	ck_assert_int_eq(setenv("TWO", "2", 1), 0);
	ck_assert_int_eq(ends(p, "echo $ONE$TWO"), 0);
	ck_assert_str_eq(text_in("out"), "1\n");
	ck_assert_int_eq(ends(plain, "echo $ONE$TWO"), 0);
	ck_assert_str_eq(text_in("out"), "2\n");
}
END_TEST

START_TEST(a_process_that_does_not_end_is_ended)
{
	const struct process p = { .seconds = 1 };

	ck_assert_int_gt(ends(p, "while :; do :; done"), 128);
}
END_TEST

START_TEST(what_a_process_starts_is_ended_too)
{
	const struct process p = { .seconds = 1 };

	ck_assert_int_eq(ends(p, "sleep 0.2; (while :; do :; done); exit 3"), 3);
}
END_TEST

START_TEST(our_own_time_is_not_limited)
{
	const struct process p = { .seconds = 1 };
	struct rlimit before, after;

	ck_assert_int_eq(getrlimit(RLIMIT_CPU, &before), 0);
	ck_assert_int_eq(ends(p, "exit 0"), 0);
	ck_assert_int_eq(getrlimit(RLIMIT_CPU, &after), 0);
	ck_assert(before.rlim_cur == after.rlim_cur && before.rlim_max == after.rlim_max);
}
END_TEST

/* ---------------------------------------------------------------------------- all */

static TCase *case_verdicts(void)
{
	TCase *t = tcase_create("verdicts");

	tcase_add_test(t, what_was_put_is_got);
	tcase_add_test(t, nothing_is_got_before);
	tcase_add_test(t, a_verdict_is_one_file);
	tcase_add_test(t, what_was_found_different_is_not_kept);
	tcase_add_test(t, without_an_entry_nothing_is_kept);
	tcase_add_test(t, where_nothing_can_be_written_nothing_is_kept);
	tcase_add_test(t, a_changed_header_voids_a_verdict);
	tcase_add_test(t, a_header_that_is_gone_voids_a_verdict);
	tcase_add_test(t, a_changed_source_voids_a_verdict);
	tcase_add_test(t, a_header_that_the_new_text_reads_voids_a_verdict);
	tcase_add_test(t, a_header_that_the_premises_read_voids_a_verdict);
	tcase_add_test(t, the_trials_own_files_may_go);
	tcase_add_test(t, the_macros_may_move);
	tcase_add_test(t, without_what_was_read_nothing_is_kept);
	tcase_add_test(t, when_nothing_was_read_nothing_is_kept);
	tcase_add_test(t, what_was_read_and_is_gone_keeps_nothing);
	return t;
}

static TCase *case_entries(void)
{
	TCase *t = tcase_create("entries");

	tcase_add_loop_test(t, what_a_verdict_depends_on_names_it, 0,
			    (int)(sizeof(changes) / sizeof(changes[0])));
	tcase_add_test(t, where_and_how_long_it_was_tried_names_nothing);
	tcase_add_test(t, an_entry_is_in_the_folder_given);
	tcase_add_test(t, half_an_entry_is_none);
	tcase_add_test(t, an_entry_that_cannot_be_read_is_none);
	tcase_add_test(t, an_entry_of_a_difference_is_none);
	tcase_add_test(t, an_entry_of_an_unknown_class_is_none);
	tcase_add_test(t, an_entry_of_another_type_is_none);
	tcase_add_test(t, an_entry_without_files_is_none);
	tcase_add_test(t, an_entry_of_a_file_without_a_hash_is_none);
	tcase_add_test(t, two_can_write_while_one_reads);
	tcase_add_loop_test(t, what_real_compilers_read_is_kept, 0, 2);
	tcase_add_loop_test(t, what_a_real_trial_finds_different_is_not_kept, 0, 2);
	return t;
}

static TCase *case_folders(void)
{
	TCase *t = tcase_create("folders");

	tcase_add_test(t, folders_are_made_with_those_above);
	tcase_add_test(t, a_folder_that_is_there_is_fine);
	tcase_add_test(t, no_folder_is_made_in_a_file);
	tcase_add_test(t, a_temporary_folder_is_private_and_new);
	tcase_add_test(t, without_tmpdir_it_is_in_tmp);
	tcase_add_test(t, a_relative_tmpdir_is_none);
	tcase_add_test(t, where_no_folder_can_be_made_there_is_none);
	tcase_add_test(t, a_folder_goes_with_all_in_it);
	tcase_add_test(t, links_are_not_followed_out);
	tcase_add_test(t, a_link_is_no_folder);
	tcase_add_test(t, a_folder_that_is_not_there_is_left_alone);
	return t;
}

static TCase *case_processes(void)
{
	TCase *t = tcase_create("processes");

	tcase_add_test(t, an_exit_status_is_told);
	tcase_add_test(t, a_signal_is_told);
	tcase_add_test(t, a_program_that_is_not_there_is_told);
	tcase_add_test(t, a_file_that_is_no_program_is_told);
	tcase_add_test(t, a_folder_that_is_not_there_is_told);
	tcase_add_test(t, a_process_runs_where_it_is_told);
	tcase_add_test(t, a_process_has_no_input);
	tcase_add_test(t, outputs_are_parted);
	tcase_add_test(t, an_environment_can_be_given);
	tcase_add_test(t, a_process_that_does_not_end_is_ended);
	tcase_add_test(t, what_a_process_starts_is_ended_too);
	tcase_add_test(t, our_own_time_is_not_limited);
	return t;
}

static void add(Suite *s, TCase *t, void (*before)(void))
{
	tcase_add_checked_fixture(t, before, tear_down);
	tcase_set_timeout(t, 120);
	suite_add_tcase(s, t);
}

int main(void)
{
	Suite *s = suite_create("cache");
	SRunner *runner;
	int failed;

	add(s, case_verdicts(), set_up_trial);
	add(s, case_entries(), set_up_trial);
	add(s, case_folders(), set_up);
	add(s, case_processes(), set_up);
	runner = srunner_create(s);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed != 0;
}

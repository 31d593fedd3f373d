/* SPDX-License-Identifier: Apache-2.0 */
/* Where compile commands come from, and how they are read. */
#include <check.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <safec/safec.h>

#include "front/command.h"
#include "front/words.h"

/* A folder of each test's own, which is the current one while it runs. */
static char folder[PATH_MAX];
static struct arena arena;
static const struct commands *commands;
static const char *says;

static void set_up(void)
{
	char made[] = "/tmp/safec-test-XXXXXX";

	ck_assert_ptr_nonnull(mkdtemp(made));
	ck_assert_ptr_nonnull(realpath(made, folder));
	ck_assert_int_eq(chdir(folder), 0);
	arena = (struct arena){ 0 };
	commands = NULL;
	says = "";
}

static void tear_down(void)
{
	char line[PATH_MAX + 8];

	snprintf(line, sizeof(line), "rm -r %s", folder);
	ck_assert_int_eq(chdir("/"), 0);
	ck_assert_int_eq(system(line), 0);
	arena_free(&arena);
}

/* Write TEXT to PATH, whose folders are made. */
static void put(const char *path, const char *text)
{
	char dir[PATH_MAX];
	const char *slash;
	FILE *f;

	for (slash = strchr(path, '/'); slash; slash = strchr(slash + 1, '/')) {
		snprintf(dir, sizeof(dir), "%.*s", (int)(slash - path), path);
		mkdir(dir, 0777);
	}
	f = fopen(path, "w");
	ck_assert_ptr_nonnull(f);
	ck_assert_int_ge(fputs(text, f), 0);
	ck_assert_int_eq(fclose(f), 0);
}

static void put_database(const char *entries)
{
	put("compile_commands.json", arena_printf(&arena, "[%s]", entries));
	ck_assert_int_eq(commands_read(&arena, ".", &commands, &says), 0);
}

static const char *join(const struct command *c)
{
	const char *joined = "";
	size_t i;

	ck_assert_ptr_null(c->args[c->count]);
	for (i = 0; i < c->count; i++)
		joined = arena_printf(&arena, "%s%s%s", joined, i ? " " : "",
				      c->args[i]);
	return joined;
}

/* The flags that PATH is compiled with. */
static const char *flags_of(const char *path)
{
	struct command c;

	ck_assert_int_eq(commands_of(commands, path, &arena, &c, &says), 0);
	return join(&c);
}

static const char *in_folder(const char *name)
{
	return arena_printf(&arena, "%s/%s", folder, name);
}

/* ------------------------------------------------------------- databases */

START_TEST(a_command_is_split_as_a_shell_does)
{
	put("a.c", "");
	put_database("{\"directory\": \".\", \"file\": \"a.c\", \"command\":"
		     "\"gcc -DA='\\\"x\\\"' -DB=\\\\\\\"y\\\\\\\" \\\"-DC=a b\\\""
		     " -D'D=$HOME' -c -o a.o a.c\"}");
	ck_assert_str_eq(flags_of("a.c"),
			 "-DA=\"x\" -DB=\"y\" -DC=a b -DD=$HOME");
}
END_TEST

START_TEST(arguments_are_taken_as_they_are)
{
	put("a.c", "");
	put_database("{\"directory\": \".\", \"file\": \"a.c\", \"arguments\":"
		     "[\"gcc\", \"-DA='x y'\", \"-c\", \"a.c\"]}");
	ck_assert_str_eq(flags_of("a.c"), "-DA='x y'");
}
END_TEST

START_TEST(a_relative_folder_counts_from_the_database)
{
	struct command c;

	put("sub/a.c", "");
	put_database("{\"directory\": \"sub\", \"file\": \"a.c\","
		     " \"command\": \"cc -c a.c\"}");
	ck_assert_int_eq(commands_of(commands, "sub/a.c", &arena, &c, &says), 0);
	ck_assert_str_eq(c.directory, in_folder("sub"));
	ck_assert_str_eq(c.file, in_folder("sub/a.c"));
}
END_TEST

START_TEST(of_two_commands_the_first_holds)
{
	put("a.c", "");
	put_database("{\"directory\": \".\", \"file\": \"a.c\","
		     " \"command\": \"cc -DONE -c a.c\"},"
		     "{\"directory\": \".\", \"file\": \"./a.c\","
		     " \"command\": \"cc -DTWO -c a.c\"}");
	ck_assert_str_eq(flags_of("a.c"), "-DONE");
}
END_TEST

START_TEST(files_of_one_name_are_told_apart)
{
	put("x/a.c", "");
	put("y/a.c", "");
	put_database("{\"directory\": \".\", \"file\": \"x/a.c\","
		     " \"command\": \"cc -DX -c x/a.c\"},"
		     "{\"directory\": \".\", \"file\": \"y/a.c\","
		     " \"command\": \"cc -DY -c y/a.c\"}");
	ck_assert_str_eq(flags_of("y/a.c"), "-DY");
}
END_TEST

START_TEST(a_file_is_found_through_a_link)
{
	put("a.c", "");
	ck_assert_int_eq(symlink("a.c", "link.c"), 0);
	put_database("{\"directory\": \".\", \"file\": \"link.c\","
		     " \"command\": \"cc -DX -c link.c\"}");
	ck_assert_str_eq(flags_of("a.c"), "-DX");
}
END_TEST

START_TEST(a_compiler_may_have_another_before_it)
{
	put("a.c", "");
	put_database("{\"directory\": \".\", \"file\": \"a.c\","
		     " \"command\": \"ccache /usr/bin/gcc -DX -c a.c\"}");
	ck_assert_str_eq(flags_of("a.c"), "-DX");
}
END_TEST

START_TEST(a_compiler_may_be_missing)
{
	put("a.c", "");
	put_database("{\"directory\": \".\", \"file\": \"a.c\","
		     " \"arguments\": [\"-DX\", \"-c\", \"a.c\"]}");
	ck_assert_str_eq(flags_of("a.c"), "-DX");
}
END_TEST

START_TEST(a_cross_compiler_says_the_target)
{
	struct command c;

	put("a.c", "");
	put_database("{\"directory\": \".\", \"file\": \"a.c\","
		     " \"command\": \"aarch64-linux-gnu-gcc-12 -DX -c a.c\"}");
	ck_assert_str_eq(flags_of("a.c"), "-DX");
	ck_assert_int_eq(commands_of(commands, "a.c", &arena, &c, &says), 0);
	ck_assert_str_eq(c.target, "--target=aarch64-linux-gnu");
}
END_TEST

START_TEST(the_compiler_and_the_source_are_as_the_command_names_them)
{
	struct command c;

	put("sub/a.c", "");
	put_database("{\"directory\": \".\", \"file\": \"sub/a.c\","
		     " \"command\": \"ccache gcc-12 -DX -c sub/../sub/a.c\"}");
	ck_assert_int_eq(commands_of(commands, "sub/a.c", &arena, &c, &says), 0);
	ck_assert_str_eq(c.compiler, "gcc-12");
	ck_assert_str_eq(c.source, "sub/../sub/a.c");
	ck_assert_ptr_null(c.target);
}
END_TEST

START_TEST(a_value_that_ends_in_c_is_not_the_source)
{
	put("a.c", "");
	put_database("{\"directory\": \".\", \"file\": \"a.c\","
		     " \"command\": \"cc -include b.c -MF d.c -c a.c\"}");
	ck_assert_str_eq(flags_of("a.c"), "-include b.c -MF d.c");
}
END_TEST

START_TEST(a_missing_database_says_so)
{
	ck_assert_int_eq(commands_read(&arena, "none", &commands, &says),
			 -SAFEC_EREAD);
	ck_assert_str_eq(says, "cannot read none/compile_commands.json: "
			 "No such file or directory");
}
END_TEST

START_TEST(a_broken_database_says_where)
{
	put("compile_commands.json", "[\n{ oops\n");
	ck_assert_int_eq(commands_read(&arena, ".", &commands, &says),
			 -SAFEC_ECOMMAND);
	ck_assert_ptr_nonnull(strstr(says, "compile_commands.json:2: "));
}
END_TEST

START_TEST(an_entry_without_a_command_says_so)
{
	put("compile_commands.json", "[{\"directory\": \".\", \"file\": \"a.c\"}]");
	ck_assert_int_eq(commands_read(&arena, ".", &commands, &says),
			 -SAFEC_ECOMMAND);
	ck_assert_ptr_nonnull(strstr(says, "entry 1 has no "));
}
END_TEST

START_TEST(a_file_without_a_command_says_what_to_do)
{
	struct command c;

	put("a.c", "");
	put_database("");
	ck_assert_int_eq(commands_of(commands, "a.c", &arena, &c, &says),
			 -SAFEC_ECOMMAND);
	ck_assert_str_eq(says, arena_printf(&arena, "a.c has no compile command "
			 "in %s; build it once or give flags after --",
			 in_folder("compile_commands.json")));
}
END_TEST

START_TEST(a_missing_file_says_so)
{
	struct command c;

	put_database("");
	ck_assert_int_eq(commands_of(commands, "a.c", &arena, &c, &says),
			 -SAFEC_EREAD);
	ck_assert_str_eq(says, "cannot read a.c: No such file or directory");
}
END_TEST

START_TEST(a_database_is_found_above_the_file)
{
	put("x/y/a.c", "");
	put("compile_commands.json", "[{\"directory\": \".\", \"file\": \"x/y/a.c\","
	    " \"command\": \"cc -DX -c x/y/a.c\"}]");
	ck_assert_int_eq(commands_find(&arena, "x/y/a.c", &commands, &says), 0);
	ck_assert_str_eq(flags_of("x/y/a.c"), "-DX");
}
END_TEST

START_TEST(a_database_is_found_in_a_build_folder)
{
	put("x/a.c", "");
	put("build/compile_commands.json", "[{\"directory\": \"..\","
	    " \"file\": \"x/a.c\", \"command\": \"cc -DX -c x/a.c\"}]");
	ck_assert_int_eq(commands_find(&arena, "x/a.c", &commands, &says), 0);
	ck_assert_str_eq(flags_of("x/a.c"), "-DX");
}
END_TEST

START_TEST(a_folder_stands_for_its_c_files)
{
	const char *const *files;
	size_t n;

	put("x/b.c", "");
	put("x/y/a.c", "");
	put("z.c", "");
	put_database("{\"directory\": \".\", \"file\": \"x/y/a.c\", \"command\": \"cc\"},"
		     "{\"directory\": \".\", \"file\": \"z.c\", \"command\": \"cc\"},"
		     "{\"directory\": \".\", \"file\": \"x/b.c\", \"command\": \"cc\"},"
		     "{\"directory\": \".\", \"file\": \"x/b.c\", \"command\": \"cc\"},"
		     "{\"directory\": \".\", \"file\": \"x/c.S\", \"command\": \"cc\"}");
	ck_assert_int_eq(commands_files(commands, "x", &arena, &files, &n, &says), 0);
	ck_assert_uint_eq(n, 2);
	ck_assert_str_eq(files[0], in_folder("x/b.c"));
	ck_assert_str_eq(files[1], in_folder("x/y/a.c"));
}
END_TEST

/* ------------------------------------------------------------ the user's */

START_TEST(the_users_flags_count_from_the_current_folder)
{
	const char *const args[] = { "-DX", "-I", "inc", NULL };
	struct command c;

	put("sub/a.c", "");
	ck_assert_int_eq(command_make(&arena, "sub/a.c", args, &c, &says), 0);
	ck_assert_str_eq(c.directory, folder);
	ck_assert_str_eq(c.file, in_folder("sub/a.c"));
	ck_assert_str_eq(join(&c), "-DX -I inc");
}
END_TEST

START_TEST(no_flags_are_flags_too)
{
	const char *const args[] = { NULL };
	struct command c;

	put("a.c", "");
	ck_assert_int_eq(command_make(&arena, "a.c", args, &c, &says), 0);
	ck_assert_uint_eq(c.count, 0);
}
END_TEST

/* ----------------------------------------------------------------- words */

START_TEST(a_simple_command_ends_at_a_semicolon)
{
	struct words words;
	const char *rest = words_split(&arena, "a 'b;c' \\\n d\\;e ; f", &words);

	ck_assert_uint_eq(words.n, 3);
	ck_assert_str_eq(words.item[1], "b;c");
	ck_assert_str_eq(words.item[2], "d;e");
	ck_assert_str_eq(rest, " f");
}
END_TEST

START_TEST(an_open_quote_ends_with_the_text)
{
	struct words words;

	ck_assert_ptr_null(words_split(&arena, "a \"b c\\", &words));
	ck_assert_uint_eq(words.n, 2);
	ck_assert_str_eq(words.item[1], "b c\\");
}
END_TEST

/* ---------------------------------------------------------------- Kbuild */

/* A configured kernel's build folder, as far as that is looked at. */
static void put_build(void)
{
	put("src/drivers/foo/a.c", "");
	put("src/drivers/foo/b.c", "");
	put("out/Makefile", "");
	put("out/include/config/auto.conf", "");
	ck_assert_int_eq(symlink("../src", "out/source"), 0);
	put("out/drivers/foo/.a.o.cmd",
	    "cmd_drivers/foo/a.o := gcc -Wp,-MMD,x.d -DN='\"a\"' -D'P=$$x'"
	    " -D'H=$(pound)' -c -o drivers/foo/a.o ../src/drivers/foo/a.c ;"
	    " ./objtool -c drivers/foo/a.o\n\nsource_a.o := a.c\n");
	put("out/drivers/foo/.b.o.cmd",
	    "savedcmd_drivers/foo/b.o := gcc -DB -c -o drivers/foo/b.o"
	    " ../src/drivers/foo/b.c\n");
}

START_TEST(a_built_file_has_its_command)
{
	struct command c;

	put_build();
	ck_assert_int_eq(commands_kbuild(&arena, "out", "src/drivers/foo/a.c",
					 &commands, &says), 0);
	ck_assert_int_eq(commands_of(commands, "src/drivers/foo/a.c", &arena, &c,
				     &says), 0);
	ck_assert_str_eq(c.directory, in_folder("out"));
	ck_assert_str_eq(join(&c), "-Wp,-MMD,x.d -DN=\"a\" -DP=$x -DH=#");
}
END_TEST

START_TEST(newer_kernels_name_it_otherwise)
{
	put_build();
	ck_assert_int_eq(commands_kbuild(&arena, "out", "src/drivers/foo/b.c",
					 &commands, &says), 0);
	ck_assert_str_eq(flags_of("src/drivers/foo/b.c"), "-DB");
}
END_TEST

START_TEST(a_tree_folder_stands_for_what_was_built)
{
	const char *const *files;
	size_t n;

	put_build();
	put("src/drivers/foo/unbuilt.c", "");
	ck_assert_int_eq(commands_kbuild(&arena, "out", "src/drivers",
					 &commands, &says), 0);
	ck_assert_int_eq(commands_files(commands, "src/drivers", &arena, &files,
					&n, &says), 0);
	ck_assert_uint_eq(n, 2);
	ck_assert_str_eq(files[1], in_folder("src/drivers/foo/b.c"));
}
END_TEST

/* Stands for a kernel's makefile: shows what it would run for M. */
static const char makefile[] =
	"modules:\n"
	"\tset -e; echo 'gcc -c no.c'; gcc -DM='\"m\"' \\\n"
	"\t-I./include -c -o $(M)/a.o $(M)/a.c ; objtool $(M)/a.o\n"
	"\tgcc -E $(M)/b.c\n"
	"\ttouch $(M)/touched\n";

static void put_module(void)
{
	put("out/Makefile", makefile);
	put("out/include/config/auto.conf", "");
	put("mod/Kbuild", "obj-m := foo.o\n");
	put("mod/sub/Makefile", "obj-m := a.o\n");
	put("mod/a.c", "");
	put("mod/b.c", "");
}

START_TEST(a_modules_commands_come_from_make)
{
	struct command c;

	put_module();
	ck_assert_int_eq(commands_kbuild(&arena, "out", "mod", &commands, &says), 0);
	ck_assert_int_eq(commands_of(commands, "mod/a.c", &arena, &c, &says), 0);
	ck_assert_str_eq(c.directory, in_folder("out"));
	ck_assert_str_eq(join(&c), "-DM=\"m\" -I./include");
}
END_TEST

START_TEST(asking_make_changes_nothing)
{
	put_module();
	ck_assert_int_eq(commands_kbuild(&arena, "out", "mod", &commands, &says), 0);
	ck_assert_int_ne(access("mod/touched", F_OK), 0);
	ck_assert_int_ne(access("mod/a.o", F_OK), 0);
}
END_TEST

START_TEST(the_outermost_makefile_of_a_module_is_asked)
{
	put_module();
	put("mod/sub/x.c", "");
	ck_assert_int_eq(commands_kbuild(&arena, "out", "mod/sub/x.c", &commands,
					 &says), 0);
	ck_assert_str_eq(flags_of("mod/a.c"), "-DM=\"m\" -I./include");
}
END_TEST

START_TEST(a_file_that_kbuild_leaves_out_says_so)
{
	struct command c;

	put_module();
	ck_assert_int_eq(commands_kbuild(&arena, "out", "mod/b.c", &commands,
					 &says), 0);
	ck_assert_int_eq(commands_of(commands, "mod/b.c", &arena, &c, &says),
			 -SAFEC_ECOMMAND);
	ck_assert_ptr_nonnull(strstr(says, "mod/b.c has no compile command in Kbuild"));
}
END_TEST

START_TEST(a_folder_without_makefile_says_so)
{
	put_module();
	put("lone/a.c", "");
	ck_assert_int_eq(commands_kbuild(&arena, "out", "lone/a.c", &commands,
					 &says), -SAFEC_ECOMMAND);
	ck_assert_ptr_nonnull(strstr(says, "says obj-m"));
}
END_TEST

START_TEST(a_folder_that_is_no_build_says_so)
{
	put("a.c", "");
	ck_assert_int_eq(commands_kbuild(&arena, ".", "a.c", &commands, &says),
			 -SAFEC_ECOMMAND);
	ck_assert_ptr_nonnull(strstr(says, "not a configured kernel's build folder"));
}
END_TEST

/* ------------------------------------------------------------------ root */

START_TEST(a_root_is_the_outermost_with_a_build_file)
{
	put("x/src/Makefile", "");
	put("x/src/drivers/Makefile", "");
	put("x/src/drivers/misc/Makefile", "");
	put("x/src/drivers/misc/foo/foo.c", "");
	ck_assert_str_eq(project_root(&arena, "x/src/drivers/misc/foo/foo.c"),
			 in_folder("x/src"));
}
END_TEST

START_TEST(folders_without_a_build_file_may_be_below_the_root)
{
	put("Makefile", "");
	put("include/linux/foo.h", "");
	ck_assert_str_eq(project_root(&arena, "include/linux/foo.h"), folder);
}
END_TEST

START_TEST(a_repository_ends_a_project)
{
	put("Makefile", "");
	put("lib/Makefile", "");
	put("lib/.git/HEAD", "");
	put("lib/a.c", "");
	ck_assert_str_eq(project_root(&arena, "lib/a.c"), in_folder("lib"));
}
END_TEST

START_TEST(a_lone_files_root_is_its_folder)
{
	put("x/a.c", "");
	ck_assert_str_eq(project_root(&arena, "x/a.c"), in_folder("x"));
}
END_TEST

static TCase *databases(void)
{
	TCase *t = tcase_create("databases");

	tcase_add_test(t, a_command_is_split_as_a_shell_does);
	tcase_add_test(t, arguments_are_taken_as_they_are);
	tcase_add_test(t, a_relative_folder_counts_from_the_database);
	tcase_add_test(t, of_two_commands_the_first_holds);
	tcase_add_test(t, files_of_one_name_are_told_apart);
	tcase_add_test(t, a_file_is_found_through_a_link);
	tcase_add_test(t, a_compiler_may_have_another_before_it);
	tcase_add_test(t, a_compiler_may_be_missing);
	tcase_add_test(t, a_cross_compiler_says_the_target);
	tcase_add_test(t,
		       the_compiler_and_the_source_are_as_the_command_names_them);
	tcase_add_test(t, a_value_that_ends_in_c_is_not_the_source);
	tcase_add_test(t, a_missing_database_says_so);
	tcase_add_test(t, a_broken_database_says_where);
	tcase_add_test(t, an_entry_without_a_command_says_so);
	tcase_add_test(t, a_file_without_a_command_says_what_to_do);
	tcase_add_test(t, a_missing_file_says_so);
	tcase_add_test(t, a_database_is_found_above_the_file);
	tcase_add_test(t, a_database_is_found_in_a_build_folder);
	tcase_add_test(t, a_folder_stands_for_its_c_files);
	tcase_add_test(t, the_users_flags_count_from_the_current_folder);
	tcase_add_test(t, no_flags_are_flags_too);
	tcase_add_test(t, a_simple_command_ends_at_a_semicolon);
	tcase_add_test(t, an_open_quote_ends_with_the_text);
	return t;
}

static TCase *kbuild(void)
{
	TCase *t = tcase_create("kbuild");

	tcase_add_test(t, a_built_file_has_its_command);
	tcase_add_test(t, newer_kernels_name_it_otherwise);
	tcase_add_test(t, a_tree_folder_stands_for_what_was_built);
	tcase_add_test(t, a_modules_commands_come_from_make);
	tcase_add_test(t, asking_make_changes_nothing);
	tcase_add_test(t, the_outermost_makefile_of_a_module_is_asked);
	tcase_add_test(t, a_file_that_kbuild_leaves_out_says_so);
	tcase_add_test(t, a_folder_without_makefile_says_so);
	tcase_add_test(t, a_folder_that_is_no_build_says_so);
	return t;
}

static TCase *roots(void)
{
	TCase *t = tcase_create("roots");

	tcase_add_test(t, a_root_is_the_outermost_with_a_build_file);
	tcase_add_test(t, folders_without_a_build_file_may_be_below_the_root);
	tcase_add_test(t, a_repository_ends_a_project);
	tcase_add_test(t, a_lone_files_root_is_its_folder);
	return t;
}

int main(void)
{
	TCase *const all[] = { databases(), kbuild(), roots() };
	Suite *suite = suite_create("command");
	SRunner *runner = srunner_create(suite);
	size_t i;
	int failed;

	for (i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		tcase_add_checked_fixture(all[i], set_up, tear_down);
		suite_add_tcase(suite, all[i]);
	}
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}

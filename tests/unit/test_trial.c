/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One unit, original and rewritten, by the compilers that there are: a real gcc
 * and a real clang, and some that do not behave.
 *
 * Most tests are run twice, for a command that names gcc, which is then tried
 * beside clang, and for one that names clang.
 */
#define _GNU_SOURCE		/* nftw */
#include <check.h>
#include <ftw.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "prove/compiler.h"
#include "prove/erasure.h"
#include "prove/proof_text.h"
#include "prove/reads.h"
#include "prove/tokens.h"
#include "prove/trial.h"
#include "proof_testing.h"

enum { GCC, CLANG, EITHER };

static const char *const names[] = { "gcc", SAFEC_LLVM_DIR "/bin/clang" };

/* ------------------------------------------------------------------- tokens */

/* What tokens_compare() says of the texts A and B, or NULL. */
static const char *difference(const char *a, const char *b)
{
	const char *says = "unset";

	put("a", a);
	put("b", b);
	ck_assert_int_eq(tokens_compare(&arena, "a", "b", &says), 0);
	return says;
}

START_TEST(white_space_is_no_token)
{
	ck_assert_ptr_null(difference("int  a=1;\n\n\tint b;", "int a = 1; int b ;\n"));
}
END_TEST

START_TEST(a_line_marker_is_no_token)
{
	ck_assert_ptr_null(difference("# 1 \"a.c\" 2\nint a;\n#line 7\nint b;\n",
				      "int a;\n# 3 \"b.c\" 1 3\n\n# 4\nint b;\n# 9\n"));
}
END_TEST

START_TEST(one_token_more_is_a_difference)
{
	ck_assert_str_eq(difference("a b", "a b c"), "token 3 is c, not nothing");
}
END_TEST

START_TEST(one_token_less_is_a_difference)
{
	ck_assert_str_eq(difference("a b c", "a b"), "token 3 is nothing, not c");
}
END_TEST

START_TEST(another_token_is_a_difference)
{
	ck_assert_str_eq(difference("a b c", "a x c"), "token 2 is x, not b");
}
END_TEST

START_TEST(a_token_in_two_is_a_difference)
{
	ck_assert_str_eq(difference("a ++ b", "a + + b"), "token 2 is +, not ++");
}
END_TEST

START_TEST(the_blanks_of_a_string_are_a_difference)
{
	ck_assert_str_eq(difference("\"a b\"", "\"a  b\""),
			 "token 1 is \"a  b\", not \"a b\"");
}
END_TEST

START_TEST(a_pragma_is_a_difference)
{
	ck_assert_str_eq(difference("a\nb", "a\n#pragma pack(1)\nb"),
			 "token 2 is #, not b");
}
END_TEST

START_TEST(a_pragma_behind_a_line_marker_is_a_difference)
{
	ck_assert_str_eq(difference("# 1 \"a.c\"\nb", "# 1 \"a.c\"\n#pragma pack(1)\nb"),
			 "token 1 is #, not b");
}
END_TEST

START_TEST(where_a_pragma_ends_is_a_difference)
{
	ck_assert_str_eq(difference("#pragma a\nb", "#pragma a b\n"),
			 "token 4 is b, not b");
}
END_TEST

START_TEST(texts_without_tokens_are_the_same)
{
	ck_assert_ptr_null(difference("", "# 1 \"a.c\"\n"));
}
END_TEST

START_TEST(a_text_that_is_not_there_is_an_error)
{
	const char *says = "unset";

	put("a", "a");
	ck_assert_int_eq(tokens_compare(&arena, "a", "b", &says), -SAFEC_EREAD);
	ck_assert_int_eq(tokens_compare(&arena, "b", "a", &says), -SAFEC_EREAD);
}
END_TEST

/* -------------------------------------------------------------------- reads */

/* The files that the makefile TEXT names, each in brackets. */
static const char *files_in(const char *text)
{
	struct reads r = reads_of(text);
	const char *all = "";

	while (reads_next(&r))
		all = arena_printf(&arena, "%s[%s]", all, r.name);
	return all;
}

START_TEST(the_target_is_not_read)
{
	ck_assert_str_eq(files_in("a.o: a.c b.h\n"), "[a.c][b.h]");
}
END_TEST

START_TEST(no_target_of_more_is_read)
{
	ck_assert_str_eq(files_in("a.o a.d: a.c b.h\n"), "[a.c][b.h]");
}
END_TEST

START_TEST(a_list_goes_on_behind_a_backslash)
{
	ck_assert_str_eq(files_in("a.o: \\\n a.c \\\n  b.h \\\r\n\tc.h\n"),
			 "[a.c][b.h][c.h]");
}
END_TEST

START_TEST(a_blank_can_be_part_of_a_name)
{
	ck_assert_str_eq(files_in("a\\ b.o: a\\ b.c c.h\n"), "[a b.c][c.h]");
}
END_TEST

START_TEST(other_escapes_are_taken_off)
{
	ck_assert_str_eq(files_in("a.o: $$a.c b\\#.h c\\d.h\n"), "[$a.c][b#.h][c\\d.h]");
}
END_TEST

START_TEST(a_makefile_can_be_empty)
{
	ck_assert_str_eq(files_in(""), "");
	ck_assert_str_eq(files_in(NULL), "");
	ck_assert_str_eq(files_in("a.o:\n"), "");
}
END_TEST

/* ----------------------------------------------------------------- compilers */

static struct command command;

/* The command that COMPILER, or none, is given ARGS by. */
static void set_command(const char *compiler, const char *const *args)
{
	const char **kept;

	command = (struct command){ .directory = folder, .compiler = compiler,
				    .source = "main.c", .file = in_folder("main.c") };
	while (args[command.count])
		command.count++;
	kept = arena_zalloc(&arena, (command.count + 1) * sizeof(*kept));
	memcpy(kept, args, command.count * sizeof(*kept));
	command.args = kept;
}

/* The compilers of the command; "gcc, clang". */
static const char *compilers(void)
{
	struct compiler list[COMPILERS];
	size_t n = compilers_of(&arena, &command, list), i;
	const char *all = "";

	for (i = 0; i < n; i++)
		all = arena_printf(&arena, "%s%s%s", all, i ? ", " : "", list[i].name);
	return all;
}

/* The flags that the command's own compiler gets. */
static const char *own_flags(const char *const *args)
{
	struct compiler list[COMPILERS];

	set_command("gcc", args);
	ck_assert_uint_eq(compilers_of(&arena, &command, list), 2);
	ck_assert(list[0].is_own);
	ck_assert_ptr_nonnull(list[0].args[list[0].count - 1]);
	ck_assert_ptr_null(list[0].args[list[0].count]);
	return joined(list[0].args);
}

#define FLAGS(...) (const char *const[]){ __VA_ARGS__, NULL }

START_TEST(a_gcc_is_tried_beside_clang)
{
	set_command("arm-linux-gnueabi-gcc-12", FLAGS("-O2"));
	ck_assert_str_eq(compilers(), "arm-linux-gnueabi-gcc-12, clang");
}
END_TEST

START_TEST(a_clang_is_tried_alone)
{
	set_command("/opt/bin/clang-18", FLAGS("-O2"));
	ck_assert_str_eq(compilers(), "clang-18");
}
END_TEST

START_TEST(a_cc_may_be_run)
{
	set_command("/usr/bin/cc", FLAGS("-O2"));
	ck_assert_str_eq(compilers(), "cc, clang");
}
END_TEST

START_TEST(no_other_program_is_run)
{
	set_command("sh", FLAGS("-O2"));
	ck_assert_str_eq(compilers(), "clang");
	set_command("/tmp/gcc/run", FLAGS("-O2"));
	ck_assert_str_eq(compilers(), "clang");
}
END_TEST

START_TEST(a_compiler_behind_ccache_is_found)
{
	const struct commands *list;
	const char *says;

	put("main.c", "");
	put("compile_commands.json", "[{\"directory\": \".\", \"file\": \"main.c\","
	    "\"command\": \"ccache gcc -O2 -c -o main.o main.c\"}]");
	ck_assert_int_eq(commands_read(&arena, ".", &list, &says), 0);
	ck_assert_int_eq(commands_of(list, "main.c", &arena, &command, &says), 0);
	ck_assert_str_eq(compilers(), "gcc, clang");
}
END_TEST

START_TEST(flags_alone_are_for_an_optimising_clang)
{
	struct compiler list[COMPILERS];
	const char *says;

	put("main.c", "");
	ck_assert_int_eq(command_make(&arena, "main.c", FLAGS("-DA"), &command, &says), 0);
	ck_assert_uint_eq(compilers_of(&arena, &command, list), 1);
	ck_assert_str_eq(list[0].name, "clang");
	ck_assert(!list[0].is_own);
	ck_assert_int_eq(strncmp(joined(list[0].args), "-O2 -DA ", 8), 0);
}
END_TEST

START_TEST(flags_that_mean_code_stay)
{
	ck_assert_str_eq(own_flags(FLAGS("-O2", "-DA=1", "-U", "B", "-include", "x.h",
		"-I", "inc", "-fsanitize=undefined", "-mllvm", "-x", "--param",
		"max=1", "-mcmodel=kernel", "-Wa,-mrelax=no", "-Wp,-DC", "-pg")),
		"-O2 -DA=1 -U B -include x.h -I inc -fsanitize=undefined -mllvm -x "
		"--param max=1 -mcmodel=kernel -Wa,-mrelax=no -Wp,-DC -pg");
}
END_TEST

START_TEST(flags_that_write_files_go)
{
	ck_assert_str_eq(own_flags(FLAGS("-MD", "-MF", "x.d", "-MMD", "-MT", "x.o", "-MP",
		"-Wp,-MMD,x.d", "-Wp,-MD,x.d", "-Wp,-DA,-MD,x.d", "-Wa,-aln=x",
		"-save-temps", "--save-temps=obj", "-fstack-usage",
		"-fdump-tree-all", "-ftime-trace", "-fcallgraph-info",
		"-fsave-optimization-record", "-DLAST")), "-DLAST");
}
END_TEST

START_TEST(flags_about_debugging_and_warnings_go)
{
	ck_assert_str_eq(own_flags(FLAGS("-g", "-g3", "-gdwarf-5", "-gsplit-dwarf", "-Wall",
		"-Wno-unused", "-Werror", "-pedantic", "-fdiagnostics-color",
		"-DLAST")), "-DLAST");
}
END_TEST

START_TEST(flags_that_put_off_code_go)
{
	ck_assert_str_eq(own_flags(FLAGS("-flto", "-flto=auto", "-ffat-lto-objects", "-O1")),
			 "-O1");
}
END_TEST

START_TEST(a_flag_that_lacks_its_word_is_the_last)
{
	ck_assert_str_eq(own_flags(FLAGS("-DA", "-include")), "-DA -include");
}
END_TEST

START_TEST(a_program_is_found_as_path_says)
{
	put("bin/found-gcc", "");
	ck_assert_int_eq(chmod("bin/found-gcc", 0755), 0);
	put("bin/not-run-gcc", "");
	ck_assert_int_eq(setenv("PATH", arena_printf(&arena, "/nowhere:%s/bin:%s",
						    folder, getenv("PATH")), 1), 0);
	ck_assert_str_eq(program_path(&arena, "found-gcc"), in_folder("bin/found-gcc"));
	ck_assert_ptr_null(program_path(&arena, "not-run-gcc"));
	ck_assert_ptr_null(program_path(&arena, "other-gcc"));
}
END_TEST

/* -------------------------------------------------------------------- trials */

static struct trial trial;
static unsigned int trials;

static void set_up_trial(void)
{
	set_up();
	put("words.h", "#define __safec1(a) (a)\n");
	ck_assert_int_eq(mkdir("src", 0777), 0);
	ck_assert_int_eq(chdir("src"), 0);
	trials = 0;
	trial = (struct trial){ .command = &command, .root = in_folder("src"),
				.macros = in_folder("words.h"), .seconds = 20 };
}

/* The files of src are compiled by COMPILER with ARGS. */
static void compile_by(const char *compiler, const char *const *args)
{
	set_command(compiler, args);
	command.directory = in_folder("src");
	command.file = in_folder("src/main.c");
}

/* PATH with its text replaced by PROOF, by one edit. */
static struct trial_file file(const char *path, const char *proof)
{
	const char *original = text_in(path);
	size_t *edit = arena_zalloc(&arena, sizeof(*edit));
	char real[PATH_MAX];

	ck_assert_ptr_nonnull(realpath(path, real));
	while (original[*edit] && original[*edit] == proof[*edit])
		++*edit;
	return (struct trial_file){ .path = arena_copy(&arena, real),
				    .original = original,
				    .original_size = strlen(original),
				    .proof = proof, .proof_size = strlen(proof),
				    .edits = edit, .edit_count = 1 };
}

/* The verdict on the N FILES, found in a new folder. */
static struct verdict verdict_on(const struct trial_file *files, size_t n)
{
	struct verdict v;

	trial.dir = arena_printf(&arena, "%s/trial%u", folder, trials++);
	ck_assert_int_eq(mkdir(trial.dir, 0777), 0);
	trial.files = files;
	trial.file_count = n;
	ck_assert_int_eq(trial_run(&arena, &trial, &v), 0);
	ck_assert_ptr_nonnull(v.says);
	ck_assert_ptr_nonnull(v.compilers);
	return v;
}

/* The verdict on PATH with its text replaced by PROOF. */
static struct verdict verdict(const char *path, const char *proof)
{
	struct trial_file f = file(path, proof);

	return verdict_on(&f, 1);
}

static void is_same(const char *path, const char *proof)
{
	struct verdict v = verdict(path, proof);

	ck_assert_msg(v.same == SAME_OBJECT, "%d: %s", (int)v.same, v.says);
	ck_assert(!v.premised);
}

/* The command's own compiler tells PROOF from what is in PATH. */
static void is_not(const char *path, const char *proof)
{
	struct verdict v = verdict(path, proof);
	bool by_other = !strcmp(command.compiler, "gcc") && !strncmp(v.says, "clang", 5);

	ck_assert_msg(v.same == SAME_NOT, "%d: %s", (int)v.same, v.says);
	ck_assert_msg(!by_other, "gcc does not tell: %s", v.says);
}

/* EQUAL is the same as what is in PATH, WRONG is not. */
static void tells(const char *path, const char *equal, const char *wrong)
{
	is_same(path, equal);
	is_not(path, wrong);
}

START_TEST(a_source_can_change)
{
	put("main.c", "int f(void)\n{\n\treturn 3;\n}\n");
	compile_by(names[_i], FLAGS("-O1"));
	tells("main.c", "int f(void)\n{\n\treturn 1 + 2;\n}\n",
	      "int f(void)\n{\n\treturn 1 + 3;\n}\n");
}
END_TEST

START_TEST(a_source_beside_a_header_can_change)
{
	put("main.c", "#include \"x.h\"\nint f(void) { return X; }\n");
	put("x.h", "#include \"sub/y.h\"\n#define X Y\n");
	put("sub/y.h", "#define Y 3\n");
	compile_by(names[_i], FLAGS("-O1"));
	tells("main.c", "#include \"x.h\"\nint f(void) { return X + 0; }\n",
	      "#include \"x.h\"\nint f(void) { return X + 1; }\n");
}
END_TEST

START_TEST(a_source_of_a_folder_can_change)
{
	put("sub/main.c", "#include \"x.h\"\nint f(void) { return X; }\n");
	put("sub/x.h", "#define X 3\n");
	compile_by(names[_i], FLAGS("-O1"));
	command.source = "sub/main.c";
	tells("sub/main.c", "#include \"x.h\"\nint f(void) { return X + 0; }\n",
	      "#include \"x.h\"\nint f(void) { return X + 1; }\n");
}
END_TEST

START_TEST(a_header_beside_can_change)
{
	put("main.c", "#include \"x.h\"\nint f(void) { return X; }\n");
	put("x.h", "#define X 3\n");
	compile_by(names[_i], FLAGS("-O1"));
	tells("x.h", "#define X (1 + 2)\n", "#define X (1 + 3)\n");
}
END_TEST

START_TEST(a_header_behind_another_can_change)
{
	put("main.c", "#include \"a.h\"\nint f(void) { return X; }\n");
	put("a.h", "\n#include \"sub/x.h\"\n");
	put("sub/x.h", "#include \"y.h\"\n#define X Y\n");
	put("sub/y.h", "#define Y 3\n");
	compile_by(names[_i], FLAGS("-O1"));
	tells("sub/y.h", "#define Y (1 + 2)\n", "#define Y (1 + 3)\n");
}
END_TEST

START_TEST(a_header_on_a_path_can_change)
{
	put("main.c", "#include <x.h>\nint f(void) { return X; }\n");
	put("inc/x.h", "#define X 3\n");
	compile_by(names[_i], FLAGS("-O1", "-Iinc"));
	tells("inc/x.h", "#define X (1 + 2)\n", "#define X (1 + 3)\n");
}
END_TEST

START_TEST(a_header_on_an_absolute_path_can_change)
{
	put("main.c", "#include <x.h>\nint f(void) { return X; }\n");
	put("inc/x.h", "#define X 3\n");
	compile_by(names[_i], FLAGS("-O1", "-I", in_folder("src/inc")));
	tells("inc/x.h", "#define X (1 + 2)\n", "#define X (1 + 3)\n");
}
END_TEST

START_TEST(a_header_behind_another_on_a_path_can_change)
{
	put("sub/main.c", "#include <a.h>\nint f(void) { return X; }\n");
	put("inc/a.h", "#include <x.h>\n");
	put("more/x.h", "#define X 3\n");
	compile_by(names[_i], FLAGS("-O1", "-Iinc", "-Imore"));
	command.source = "sub/main.c";
	tells("more/x.h", "#define X (1 + 2)\n", "#define X (1 + 3)\n");
}
END_TEST

START_TEST(a_header_of_the_system_can_change)
{
	put("main.c", "#include <x.h>\nint f(void) { return X; }\n");
	put("inc/x.h", "#define X 3\n");
	compile_by(names[_i], FLAGS("-O1", "-isystem", "inc"));
	tells("inc/x.h", "#define X (1 + 2)\n", "#define X (1 + 3)\n");
}
END_TEST

START_TEST(a_header_behind_a_linked_folder_can_change)
{
	put("main.c", "#include \"link/x.h\"\nint f(void) { return X; }\n");
	put("real/x.h", "#define X 3\n");
	ck_assert_int_eq(symlink("real", "link"), 0);
	compile_by(names[_i], FLAGS("-O1"));
	tells("real/x.h", "#define X (1 + 2)\n", "#define X (1 + 3)\n");
}
END_TEST

START_TEST(a_linked_header_can_change)
{
	put("main.c", "#include \"x.h\"\nint f(void) { return X; }\n");
	put("real/y.h", "#define X 3\n");
	ck_assert_int_eq(symlink("real/y.h", "x.h"), 0);
	compile_by(names[_i], FLAGS("-O1"));
	tells("real/y.h", "#define X (1 + 2)\n", "#define X (1 + 3)\n");
}
END_TEST

START_TEST(a_header_above_can_change)
{
	put("sub/main.c", "#include \"../inc/x.h\"\nint f(void) { return X; }\n");
	put("inc/x.h", "#define X 3\n");
	compile_by(names[_i], FLAGS("-O1"));
	command.source = "sub/main.c";
	tells("inc/x.h", "#define X (1 + 2)\n", "#define X (1 + 3)\n");
}
END_TEST

START_TEST(a_header_included_twice_can_change)
{
	put("main.c", "#define X(a, n) a = n,\nenum {\n#include \"list.def\"\n};\n"
	    "#undef X\n#define X(a, n) a + n,\nint f[] = {\n#include \"list.def\"\n};\n");
	put("list.def", "X(one, 1)\nX(two, 2)\n");
	compile_by(names[_i], FLAGS("-O1"));
	tells("list.def", "X(one, 1)\nX(two, 1 + 1)\n", "X(one, 1)\nX(two, 3)\n");
}
END_TEST

START_TEST(headers_of_one_name_can_change)
{
	const char *a = "#define A 3\n", *b = "#define B 30\n";
	struct trial_file files[2];

	put("main.c", "#include \"a/x.h\"\n#include \"b/x.h\"\nint f(void) { return A + B; }\n");
	put("a/x.h", a);
	put("b/x.h", b);
	compile_by(names[_i], FLAGS("-O1"));
	tells("a/x.h", "#define A (1 + 2)\n", "#define A 4\n");
	tells("b/x.h", "#define B (10 + 20)\n", "#define B 31\n");
	files[0] = file("a/x.h", "#define A (1 + 2)\n");
	files[1] = file("b/x.h", "#define B (10 + 20)\n");
	ck_assert_int_eq(verdict_on(files, 2).same, SAME_OBJECT);
	files[0] = file("a/x.h", "#define A 4\n");
	ck_assert_int_eq(verdict_on(files, 2).same, SAME_NOT);
}
END_TEST

START_TEST(a_header_that_is_skipped_the_second_time_can_change)
{
	put("sub/main.c", "#include \"x.h\"\n#include \"y.h\"\nint f(void) { return X + Y; }\n");
	put("sub/x.h", "#ifndef X_H\n#define X_H\n#define X 3\n#endif\n");
	put("sub/y.h", "#ifndef Y_H\n#define Y_H\n#include \"x.h\"\n#define Y X\n#endif\n");
	compile_by(names[_i], FLAGS("-O1"));
	command.source = "sub/main.c";
	tells("sub/x.h", "#ifndef X_H\n#define X_H\n#define X (1 + 2)\n#endif\n",
	      "#ifndef X_H\n#define X_H\n#define X 4\n#endif\n");
	is_same("sub/main.c", "#include \"x.h\"\n#include \"y.h\"\n"
		"int f(void) { return X + Y + 0; }\n");
}
END_TEST

START_TEST(a_source_and_its_header_can_change)
{
	struct trial_file files[2];

	put("main.c", "#include \"x.h\"\nint f(void) { return X; }\n");
	put("x.h", "#define X 3\n");
	compile_by(names[_i], FLAGS("-O1"));
	files[0] = file("main.c", "#include \"x.h\"\nint f(void) { return Y; }\n");
	files[1] = file("x.h", "#define Y 3\n");
	ck_assert_int_eq(verdict_on(files, 2).same, SAME_OBJECT);
	files[1] = file("x.h", "#define Y 4\n");
	ck_assert_int_eq(verdict_on(files, 2).same, SAME_NOT);
}
END_TEST

START_TEST(includes_are_found_however_they_are_written)
{
	put("main.c", "\t#\tinclude \"a.h\" // one\n#include\"x.h\"/* two */\n"
	    "int f(void) { return A + X; }\n");
	put("a.h", "#define A 1\n");
	put("x.h", "#define X 3\n");
	compile_by(names[_i], FLAGS("-O1"));
	tells("x.h", "#define X (1 + 2)\n", "#define X (1 + 3)\n");
}
END_TEST

START_TEST(a_file_and_its_lines_stay)
{
	put("main.c", "#include \"x.h\"\n#define N 3\nint n = N;\n"
	    "const char *f = __FILE__; int l = __LINE__;\n");
	put("x.h", "#define M 3\nstatic const char *g = __FILE__; int m = __LINE__;\n"
	    "const char *h(void) { return g; }\n");
	compile_by(names[_i], FLAGS("-O1"));
	is_same("main.c", "#include \"x.h\"\n#define N (1 + 2)\nint n = N;\n"
		"const char *f = __FILE__; int l = __LINE__;\n");
	is_same("x.h", "#define M 4\nstatic const char *g = __FILE__; int m = __LINE__;\n"
		"const char *h(void) { return g; }\n");
}
END_TEST

START_TEST(a_line_that_moves_is_seen_in_the_object)
{
	put("main.c", "int n = 3;\nint l = __LINE__;\n");
	compile_by(names[_i], FLAGS("-O1"));
	ck_assert_int_lt(verdict("main.c", "int n = 3;\n\nint l = __LINE__;\n").same,
			 SAME_IR);
}
END_TEST

/* The proof text of TEXT with PUTS put in at OFFSET. */
static const char *proof_with(const char *text, size_t offset, const char *puts)
{
	struct safec_change c = { 0 };
	struct proof_edits list = { 0 };
	const struct erasure *table;
	const char *says, *copy;
	struct text t;
	char *proof;
	size_t size;

	put("words.table", "");
	ck_assert_int_eq(erasure_read(&arena, ".", &table, &says), 0);
	ck_assert_int_eq(edits_add(&c.edits, "f", offset, 0, puts), 0);
	ck_assert_int_eq(proof_edits_add(&list, &c, &c.edits), 0);
	ck_assert_int_eq(text_copy(&t, text, strlen(text)), 0);
	ck_assert_int_eq(proof_text(&arena, table, &t, "f", &list, &proof, &size,
				    &says), 0);
	copy = arena_copy(&arena, proof);
	text_free(&t);
	free(list.item);
	free(c.edits.item);
	free(proof);
	return copy;
}

START_TEST(a_proof_text_has_the_lines_of_its_original)
{
	put("main.c", "#include <a.h>\n#include \"x.h\"\nint l = X + __LINE__;\n");
	put("a.h", "");
	put("b.h", "");
	put("x.h", "#define X 3\n");
	compile_by(names[_i], FLAGS("-O1", "-I."));
	is_same("main.c", proof_with(text_in("main.c"), 15, "#include <b.h>\n"));
}
END_TEST

START_TEST(a_header_behind_a_new_include_can_change)
{
	struct trial_file files[2];

	put("main.c", "#include <a.h>\n#include <x.h>\nint l = X + __LINE__;\n");
	put("inc/a.h", "");
	put("inc/b.h", "");
	put("inc/x.h", "#define X 3\n");
	compile_by(names[_i], FLAGS("-O1", "-Iinc"));
	files[0] = file("main.c", proof_with(text_in("main.c"), 15, "#include <b.h>\n"));
	files[1] = file("inc/x.h", "#define X (1 + 2)\n");
	ck_assert_int_eq(verdict_on(files, 2).same, SAME_OBJECT);
	files[1] = file("inc/x.h", "#define X 4\n");
	ck_assert_int_eq(verdict_on(files, 2).same, SAME_NOT);
}
END_TEST

START_TEST(a_new_include_is_found_beside)
{
	put("main.c", "\nint f(void) { return 3; }\n");
	put("new.h", "#define N 3\n");
	compile_by(names[_i], FLAGS("-O1"));
	tells("main.c", "#include \"new.h\"\nint f(void) { return N; }\n",
	      "#include \"new.h\"\nint f(void) { return N + 1; }\n");
}
END_TEST

/* ------------------------------------- what a copy may miss, it must not hide */

START_TEST(a_computed_include_hides_nothing)
{
	put("main.c", "#define H \"x.h\"\n#include H\nint f(void) { return X; }\n");
	put("x.h", "#define X 3\n");
	compile_by(names[_i], FLAGS("-O1"));
	is_not("x.h", "#define X 4\n");
}
END_TEST

START_TEST(a_computed_include_on_a_path_hides_nothing)
{
	put("main.c", "#define H \"x.h\"\n#include H\nint f(void) { return X; }\n");
	put("x.h", "#define X 3\n");
	compile_by(names[_i], FLAGS("-O1", "-I."));
	is_not("x.h", "#define X 4\n");
}
END_TEST

START_TEST(a_computed_include_of_two_files_hides_nothing)
{
	put("main.c", "#define H \"a.h\"\n#include \"any.h\"\n#undef H\n#define H \"b.h\"\n"
	    "#include \"any.h\"\nint f(void) { return A + B; }\n");
	put("any.h", "#include H\n");
	put("a.h", "#define A 3\n");
	put("b.h", "#define B 3\n");
	compile_by(names[_i], FLAGS("-O1", "-I."));
	is_not("b.h", "#define B 4\n");
	if (_i == GCC)
		ck_assert_ptr_nonnull(strstr(verdict("b.h", "#define B 4\n").says,
					     "any.h:1 includes more than one file"));
}
END_TEST

START_TEST(a_file_of_the_command_line_hides_nothing)
{
	put("main.c", "int f(void) { return X; }\n");
	put("x.h", "#define X 3\n");
	compile_by(names[_i], FLAGS("-O1", "-include", "x.h"));
	is_not("x.h", "#define X 4\n");
}
END_TEST

START_TEST(macros_of_the_command_line_hide_nothing)
{
	put("main.c", "int f(void) { return X; }\n");
	put("x.h", "#define X 3\n");
	compile_by(names[_i], FLAGS("-O1", "-imacros", "x.h"));
	is_not("x.h", "#define X 4\n");
}
END_TEST

START_TEST(the_next_include_hides_nothing)
{
	put("main.c", "#include <x.h>\nint f(void) { return X; }\n");
	put("a/x.h", "#include_next <x.h>\n");
	put("b/x.h", "#define X 3\n");
	compile_by(names[_i], FLAGS("-O1", "-Ia", "-Ib"));
	is_not("b/x.h", "#define X 4\n");
}
END_TEST

START_TEST(an_include_behind_a_comment_hides_nothing)
{
	put("main.c", "/* */ #include <x.h>\n#/**/include <y.h>\nint f(void) { return X + Y; }\n");
	put("inc/x.h", "#define X 3\n");
	put("inc/y.h", "#define Y 3\n");
	compile_by(names[_i], FLAGS("-O1", "-Iinc"));
	is_not("inc/x.h", "#define X 4\n");
	is_not("inc/y.h", "#define Y 4\n");
}
END_TEST

START_TEST(two_names_of_a_header_hide_nothing)
{
	put("main.c", "#include \"x.h\"\n#include \"./x.h\"\n#include \"link.h\"\n"
	    "int f(void) { return x; }\n");
	put("x.h", "#ifndef X\n#define X\nenum { x = 3 };\n#endif\n");
	ck_assert_int_eq(symlink("x.h", "link.h"), 0);
	compile_by(names[_i], FLAGS("-O1"));
	tells("x.h", "#ifndef X\n#define X\nenum { x = 1 + 2 };\n#endif\n",
	      "#ifndef X\n#define X\nenum { x = 4 };\n#endif\n");
}
END_TEST

START_TEST(a_header_that_is_read_once_hides_nothing)
{
	put("main.c", "#include \"x.h\"\n#include \"y.h\"\nint f(void) { return x; }\n");
	put("y.h", "#include \"x.h\"\n");
	put("x.h", "#pragma once\nenum { x = 3 };\n");
	compile_by(names[_i], FLAGS("-O1"));
	tells("x.h", "#pragma once\nenum { x = 1 + 2 };\n",
	      "#pragma once\nenum { x = 4 };\n");
}
END_TEST

START_TEST(a_new_include_is_not_taken_for_the_one_on_its_line)
{
	put("main.c", "#include \"count.h\"\nint f(void) { return C; }\n");
	put("count.h", "#ifndef C\n#define C 3\n#endif\n");
	put("inc/refcount.h", "#undef C\n#define C 4\n");
	compile_by(names[_i], FLAGS("-O1", "-Iinc"));
	is_not("main.c", "#include <refcount.h>\n#include \"count.h\"\n"
	       "int f(void) { return C; }\n");
}
END_TEST

START_TEST(a_new_include_is_not_taken_for_a_longer_one_on_its_line)
{
	put("main.c", "#include \"refcount.h\"\nint f(void) { return C; }\n");
	put("refcount.h", "#ifndef C\n#define C 3\n#endif\n");
	put("inc/count.h", "#undef C\n#define C 4\n");
	compile_by(names[_i], FLAGS("-O1", "-Iinc"));
	is_not("main.c", "#include <count.h>\n#include \"refcount.h\"\n"
	       "int f(void) { return C; }\n");
}
END_TEST

START_TEST(a_path_that_is_no_utf8_hides_nothing)
{
	put("caf\xe9/x.h", "#define X 3\n");
	put("main.c", "#include \"caf\xe9/x.h\"\nint f(void) { return X; }\n");
	compile_by(names[_i], FLAGS("-O1"));
	is_not("caf\xe9/x.h", "#define X 4\n");
}
END_TEST

START_TEST(a_path_with_odd_letters_is_a_path)
{
	put("a b #$'\\/x.h", "#define X 3\n");
	put("main.c", "#include \"a b #$'\\/x.h\"\nint f(void) { return X; }\n");
	compile_by(names[_i], FLAGS("-O1"));
	is_not("a b #$'\\/x.h", "#define X 4\n");
}
END_TEST

START_TEST(an_include_that_is_gone_hides_nothing)
{
	put("main.c", "#include \"x.h\"\n#ifndef X\n#define X 3\n#endif\n"
	    "int f(void) { return X; }\n");
	put("x.h", "int g(void);\n#define X 4\n");
	compile_by(names[_i], FLAGS("-O1"));
	is_not("main.c", "#line 2\n#ifndef X\n#define X 3\n#endif\n"
	       "int f(void) { return X; }\n");
}
END_TEST

START_TEST(a_definition_that_takes_in_the_next_line_hides_nothing)
{
	put("main.c", "#define X 1\nint x = 3;\n#define Y\n");
	compile_by(names[_i], FLAGS("-O1"));
	is_not("main.c", "#define X 1 int x = 3;\n#define Y\n");
}
END_TEST

START_TEST(a_macro_that_loses_its_parameters_hides_nothing)
{
	put("main.c", "typedef int t;\nint h(int);\n#define C(t) h\n"
	    "long f(int a) { return (long)C(a); }\n");
	compile_by(names[_i], FLAGS("-O1"));
	is_not("main.c", "typedef int t;\nint h(int);\n#define C (t) h\n"
	       "long f(int a) { return (long)C(a); }\n");
}
END_TEST

START_TEST(an_include_that_is_read_again_hides_nothing)
{
	put("main.c", "#include \"x.h\"\n#undef X\n#define X 3\n\nint f(void) { return X; }\n");
	put("x.h", "int g(void);\n#undef X\n#define X 4\n");
	compile_by(names[_i], FLAGS("-O1"));
	is_not("main.c", "#include \"x.h\"\n#undef X\n#define X 3\n#include \"x.h\"\n"
	       "int f(void) { return X; }\n");
}
END_TEST

START_TEST(an_include_that_is_read_before_hides_nothing)
{
	put("main.c", "int n;\n#define MODE 3\n#include \"x.h\"\nint f(void) { return X; }\n");
	put("x.h", "#ifndef X\nint g(void);\n#ifdef MODE\n#define X 3\n#else\n"
	    "#define X 4\n#endif\n#endif\n");
	compile_by(names[_i], FLAGS("-O1"));
	is_not("main.c", "int n;\n#include \"x.h\"\n#define MODE 3\n#include \"x.h\"\n"
	       "int f(void) { return X; }\n");
}
END_TEST

START_TEST(a_definition_in_a_function_hides_nothing)
{
	put("main.c", "int f(int a)\n{\n#define X 3\n\treturn a;\n}\n"
	    "int g(void) { return X; }\n");
	compile_by(names[_i], FLAGS("-O1"));
	is_not("main.c", "int f(int a)\n{\n#define X 4\n\treturn a;\n}\n"
	       "int g(void) { return X; }\n");
}
END_TEST

START_TEST(a_type_in_a_function_hides_nothing)
{
	put("main.c", "int f(int a)\n{\n\tstruct s { char c[3]; };\n\treturn sizeof(struct s);\n}\n");
	compile_by(names[_i], FLAGS("-O1"));
	is_not("main.c", "int f(int a)\n{\n\tstruct s { char c[4]; };\n"
	       "\treturn sizeof(struct s);\n}\n");
}
END_TEST

START_TEST(a_static_value_in_a_function_hides_nothing)
{
	put("main.c", "int f(void)\n{\n\tstatic int n = 3;\n\treturn n++;\n}\n");
	compile_by(names[_i], FLAGS("-O1"));
	is_not("main.c", "int f(void)\n{\n\tstatic int n = 4;\n\treturn n++;\n}\n");
}
END_TEST

START_TEST(an_inlined_function_hides_nothing)
{
	put("main.c", "static inline int g(int a) { return a + 3; }\n"
	    "int f(int a) { return g(a); }\n");
	compile_by(names[_i], FLAGS("-O1"));
	is_not("main.c", "static inline int g(int a) { return a + 4; }\n"
	       "int f(int a) { return g(a); }\n");
}
END_TEST

/* -------------------------------------------------------------------- classes */

START_TEST(the_compilers_are_named)
{
	struct verdict v;

	put("main.c", "int f(void) { return 3; }\n");
	compile_by("gcc", FLAGS("-O1"));
	v = verdict("main.c", "int f(void) { return 1 + 2; }\n");
	ck_assert_str_eq(v.compilers, "gcc, clang");
	ck_assert_str_eq(v.says, "the objects are the same");
	ck_assert_uint_eq(v.compilations, 4);
	compile_by(names[CLANG], FLAGS("-O1"));
	v = verdict("main.c", "int f(void) { return 1 + 2; }\n");
	ck_assert_str_eq(v.compilers, "clang");
	ck_assert_uint_eq(v.compilations, 2);
}
END_TEST

START_TEST(the_words_of_the_table_can_be_used)
{
	put("main.c", "int f(int a) { return a; }\n");
	compile_by(names[_i], FLAGS("-O1"));
	is_same("main.c", "int f(int a) { return __safec1(a); }\n");
}
END_TEST

START_TEST(a_text_can_tell_that_it_is_erased)
{
	put("main.c", "int f(void) { return 3; }\n");
	compile_by(names[_i], FLAGS("-O1"));
	is_same("main.c", "#ifdef SAFEC_ERASE\n#define X 3\n#else\n#define X 4\n#endif\n"
		"int f(void) { return X; }\n");
}
END_TEST

/* The verdict on main.c, whose original is taken for BASE. */
static struct verdict premised(const char *base, const char *proof)
{
	struct trial_file f = file("main.c", proof);

	f.base = base;
	f.base_size = strlen(base);
	return verdict_on(&f, 1);
}

START_TEST(premises_are_granted_where_they_must_be)
{
	struct verdict v;

	put("main.c", "int f(int n) { return n != 0; }\n");
	compile_by(names[_i], FLAGS("-O1"));
	v = premised("int f(int n) { return n > 0; }\n",
		     "int f(int n) { return 0 < n; }\n");
	ck_assert_msg(v.same == SAME_OBJECT, "%d: %s", (int)v.same, v.says);
	ck_assert(v.premised);
}
END_TEST

START_TEST(premises_that_are_not_needed_are_not_granted)
{
	struct verdict v;

	put("main.c", "int f(int n) { return n != 0; }\n");
	compile_by(names[_i], FLAGS("-O1"));
	v = premised("int f(int n) { return n > 0; }\n",
		     "int f(int n) { return 0 != n; }\n");
	ck_assert_int_eq(v.same, SAME_OBJECT);
	ck_assert(!v.premised);
}
END_TEST

START_TEST(premises_grant_nothing_else)
{
	put("main.c", "int f(int n) { return n != 0; }\n");
	compile_by(names[_i], FLAGS("-O1"));
	ck_assert_int_eq(premised("int f(int n) { return n > 0; }\n",
				  "int f(int n) { return n >= 0; }\n").same, SAME_NOT);
}
END_TEST

START_TEST(tokens_are_the_same_without_words)
{
	struct verdict v;

	put("main.c", "#define NOTE(n)\nint f(int n) { return n; }\n");
	compile_by(names[_i], FLAGS("-O1"));
	trial.try_tokens = true;
	v = verdict("main.c", "#define NOTE(n)\nint f(int n NOTE(3)) { return n; }\n");
	ck_assert_int_eq(v.same, SAME_TOKENS);
	ck_assert_uint_eq(v.compilations, 0);
}
END_TEST

START_TEST(other_tokens_may_be_the_same_object)
{
	put("main.c", "int f(int n) { return n; }\n");
	compile_by(names[_i], FLAGS("-O1"));
	trial.try_tokens = true;
	is_same("main.c", "int f(int n) { return n + 0; }\n");
	is_not("main.c", "int f(int n) { return n + 1; }\n");
}
END_TEST

START_TEST(tokens_are_not_tried_unasked)
{
	put("main.c", "int f(int n) { return n; }\n");
	compile_by(names[_i], FLAGS("-O1"));
	is_same("main.c", "int f(int n)   { return n; }\n");
}
END_TEST

START_TEST(other_code_may_be_the_same_ir)
{
	struct verdict v;

	put("main.c", "int f(int n) { return n + 1; }\nint g(int n) { return n - 1; }\n");
	compile_by(names[_i], FLAGS("-O0"));
	v = verdict("main.c", "int f(int n) { int m = n; return m + 1; }\n"
			      "int g(int n) { return n - 1; }\n");
	ck_assert_int_eq(v.same, SAME_IR);
}
END_TEST

/* ------------------------------------------------------------------- failures */

START_TEST(what_does_not_compile_is_not_the_same)
{
	struct verdict v;

	put("main.c", "int f(void) { return 3; }\n");
	compile_by(names[_i], FLAGS("-O1"));
	v = verdict("main.c", "int f(void) { return missing; }\n");
	ck_assert_int_eq(v.same, SAME_NOT);
	ck_assert_ptr_nonnull(strstr(v.says, "rewritten text: "));
	ck_assert_ptr_nonnull(strstr(v.says, "error: "));
	ck_assert_ptr_nonnull(strstr(v.says, "missing"));
}
END_TEST

START_TEST(an_original_that_does_not_compile_is_not_the_same)
{
	put("main.c", "int f(void) { return missing; }\n");
	compile_by(names[_i], FLAGS("-O1"));
	is_not("main.c", "int f(void) { return missing + 0; }\n");
}
END_TEST

/* A compiler of ours called NAME, which does what SCRIPT says; it is the command's. */
static void put_compiler(const char *name, const char *script)
{
	const char *path = in_folder(name);

	put(path, arena_printf(&arena, "#!/bin/sh\n%s\n", script));
	ck_assert_int_eq(chmod(path, 0755), 0);
	put("main.c", "int f(void) { return 3; }\n");
	compile_by(path, FLAGS("-O1"));
}

/* Not the same, for SAYS, though the text would be. */
static void is_refused(const char *says)
{
	struct verdict v = verdict("main.c", "int f(void) { return 1 + 2; }\n");

	ck_assert_int_eq(v.same, SAME_NOT);
	ck_assert_msg(strstr(v.says, says) != NULL, "%s", v.says);
}

START_TEST(a_compiler_that_fails_finds_nothing_the_same)
{
	put_compiler(_i == GCC ? "fake-gcc" : "fake-clang", "exit 1");
	is_refused("the compiler failed");
}
END_TEST

START_TEST(a_compiler_that_dies_finds_nothing_the_same)
{
	put_compiler(_i == GCC ? "fake-gcc" : "fake-clang", "kill -SEGV $$");
	is_refused("the compiler died or took too long");
}
END_TEST

START_TEST(a_compiler_that_does_not_end_finds_nothing_the_same)
{
	put_compiler(_i == GCC ? "fake-gcc" : "fake-clang", "while :; do :; done");
	trial.seconds = 1;
	is_refused("the compiler died or took too long");
}
END_TEST

START_TEST(a_compiler_that_writes_nothing_finds_nothing_the_same)
{
	put_compiler(_i == GCC ? "fake-gcc" : "fake-clang", "exit 0");
	is_refused("");
}
END_TEST

START_TEST(a_compiler_that_writes_anything_finds_nothing_the_same)
{
	put_compiler(_i == GCC ? "fake-gcc" : "fake-clang",
		     "for last; do [ \"$o\" = -o ] && echo x >\"$last\"; o=$last; done");
	is_refused("");
}
END_TEST

START_TEST(a_compiler_that_is_not_there_finds_nothing_the_same)
{
	put_compiler(_i == GCC ? "fake-gcc" : "fake-clang", "exit 1");
	ck_assert_int_eq(unlink(command.compiler), 0);
	is_refused(getenv("RUN_UNDER") ? "" : "cannot be run: No such file");
}
END_TEST

START_TEST(a_compiler_that_refuses_the_rewritten_text_alone_is_heard)
{
	put_compiler(_i == GCC ? "fake-gcc" : "fake-clang", arena_printf(&arena,
		"case \"$*\" in */rewritten.*) exit 1;; esac\nexec %s \"$@\"",
		names[_i]));
	is_refused("the compiler failed");
}
END_TEST

/* --------------------------------------------------------------------- traces */

static const char *seen;

static int see(const char *path, const struct stat *st, int kind, struct FTW *at)
{
	(void)kind;
	(void)at;
	seen = arena_printf(&arena, "%s%s %lld %lld.%ld\n", seen, path,
			    (long long)st->st_size, (long long)st->st_mtim.tv_sec,
			    st->st_mtim.tv_nsec);
	return 0;
}

/* All files below PATH, with their sizes and times. */
static const char *tree(const char *path)
{
	seen = "";
	ck_assert_int_eq(nftw(path, see, 16, FTW_PHYS), 0);
	return seen;
}

START_TEST(nothing_is_written_elsewhere)
{
	const char *before;

	put("main.c", "#include \"x.h\"\nint f(void) { return X; }\n");
	put("x.h", "#define X 3\n");
	compile_by(names[_i], FLAGS("-O1", "-g", "-MD", "-MF", "main.d", "-Wp,-MMD,y.d",
				    "-save-temps", "-ftime-trace", "-flto"));
	before = tree(in_folder("src"));
	is_same("x.h", "#define X (1 + 2)\n");
	is_not("x.h", "#define X (1 + 3)\n");
	ck_assert_str_eq(tree(in_folder("src")), before);
	ck_assert_str_eq(text_in("main.c"), "#include \"x.h\"\nint f(void) { return X; }\n");
	ck_assert_str_eq(text_in("x.h"), "#define X 3\n");
}
END_TEST

START_TEST(what_was_compiled_is_left_with_its_command)
{
	const char *line;

	put("main.c", "const char *f(void) { return S; }\n");
	compile_by(names[_i], FLAGS("-O1", "-DS=\"it's\""));
	is_same("main.c", "const char *f(void) { return 0 + S; }\n");
	line = arena_printf(&arena, "rm ../trial0/%s/rewritten.o && sh -e ../trial0/%s/"
			    "rewritten.o.command && test -s ../trial0/%s/rewritten.o",
			    _i ? "clang" : "gcc", _i ? "clang" : "gcc",
			    _i ? "clang" : "gcc");
	ck_assert_int_eq(system(line), 0);
}
END_TEST

/* ------------------------------------------------------------------------- all */

static TCase *case_tokens(void)
{
	TCase *t = tcase_create("tokens");

	tcase_add_test(t, white_space_is_no_token);
	tcase_add_test(t, a_line_marker_is_no_token);
	tcase_add_test(t, one_token_more_is_a_difference);
	tcase_add_test(t, one_token_less_is_a_difference);
	tcase_add_test(t, another_token_is_a_difference);
	tcase_add_test(t, a_token_in_two_is_a_difference);
	tcase_add_test(t, the_blanks_of_a_string_are_a_difference);
	tcase_add_test(t, a_pragma_is_a_difference);
	tcase_add_test(t, a_pragma_behind_a_line_marker_is_a_difference);
	tcase_add_test(t, where_a_pragma_ends_is_a_difference);
	tcase_add_test(t, texts_without_tokens_are_the_same);
	tcase_add_test(t, a_text_that_is_not_there_is_an_error);
	return t;
}

static TCase *case_reads(void)
{
	TCase *t = tcase_create("reads");

	tcase_add_test(t, the_target_is_not_read);
	tcase_add_test(t, no_target_of_more_is_read);
	tcase_add_test(t, a_list_goes_on_behind_a_backslash);
	tcase_add_test(t, a_blank_can_be_part_of_a_name);
	tcase_add_test(t, other_escapes_are_taken_off);
	tcase_add_test(t, a_makefile_can_be_empty);
	return t;
}

static TCase *case_compilers(void)
{
	TCase *t = tcase_create("compilers");

	tcase_add_test(t, a_gcc_is_tried_beside_clang);
	tcase_add_test(t, a_clang_is_tried_alone);
	tcase_add_test(t, a_cc_may_be_run);
	tcase_add_test(t, no_other_program_is_run);
	tcase_add_test(t, a_compiler_behind_ccache_is_found);
	tcase_add_test(t, flags_alone_are_for_an_optimising_clang);
	tcase_add_test(t, flags_that_mean_code_stay);
	tcase_add_test(t, flags_that_write_files_go);
	tcase_add_test(t, flags_about_debugging_and_warnings_go);
	tcase_add_test(t, flags_that_put_off_code_go);
	tcase_add_test(t, a_flag_that_lacks_its_word_is_the_last);
	tcase_add_test(t, a_program_is_found_as_path_says);
	return t;
}

static void add_twice(TCase *t, const TTest *test)
{
	tcase_add_loop_test(t, test, GCC, EITHER);
}

static TCase *case_layer(void)
{
	TCase *t = tcase_create("layer");

	add_twice(t, a_source_can_change);
	add_twice(t, a_source_beside_a_header_can_change);
	add_twice(t, a_source_of_a_folder_can_change);
	add_twice(t, a_header_beside_can_change);
	add_twice(t, a_header_behind_another_can_change);
	add_twice(t, a_header_on_a_path_can_change);
	add_twice(t, a_header_on_an_absolute_path_can_change);
	add_twice(t, a_header_behind_another_on_a_path_can_change);
	add_twice(t, a_header_of_the_system_can_change);
	add_twice(t, a_header_behind_a_linked_folder_can_change);
	add_twice(t, a_linked_header_can_change);
	add_twice(t, a_header_above_can_change);
	add_twice(t, a_header_included_twice_can_change);
	add_twice(t, headers_of_one_name_can_change);
	add_twice(t, a_header_that_is_skipped_the_second_time_can_change);
	add_twice(t, a_source_and_its_header_can_change);
	add_twice(t, includes_are_found_however_they_are_written);
	add_twice(t, a_file_and_its_lines_stay);
	add_twice(t, a_line_that_moves_is_seen_in_the_object);
	add_twice(t, a_proof_text_has_the_lines_of_its_original);
	add_twice(t, a_header_behind_a_new_include_can_change);
	add_twice(t, a_new_include_is_found_beside);
	return t;
}

static TCase *case_hidden(void)
{
	TCase *t = tcase_create("hidden");

	add_twice(t, a_computed_include_hides_nothing);
	add_twice(t, a_computed_include_on_a_path_hides_nothing);
	add_twice(t, a_computed_include_of_two_files_hides_nothing);
	add_twice(t, a_file_of_the_command_line_hides_nothing);
	add_twice(t, macros_of_the_command_line_hide_nothing);
	add_twice(t, the_next_include_hides_nothing);
	add_twice(t, an_include_behind_a_comment_hides_nothing);
	add_twice(t, two_names_of_a_header_hide_nothing);
	add_twice(t, a_header_that_is_read_once_hides_nothing);
	add_twice(t, a_new_include_is_not_taken_for_the_one_on_its_line);
	add_twice(t, a_new_include_is_not_taken_for_a_longer_one_on_its_line);
	add_twice(t, a_path_that_is_no_utf8_hides_nothing);
	add_twice(t, a_path_with_odd_letters_is_a_path);
	add_twice(t, an_include_that_is_gone_hides_nothing);
	add_twice(t, a_definition_that_takes_in_the_next_line_hides_nothing);
	add_twice(t, a_macro_that_loses_its_parameters_hides_nothing);
	add_twice(t, an_include_that_is_read_again_hides_nothing);
	add_twice(t, an_include_that_is_read_before_hides_nothing);
	add_twice(t, a_definition_in_a_function_hides_nothing);
	add_twice(t, a_type_in_a_function_hides_nothing);
	add_twice(t, a_static_value_in_a_function_hides_nothing);
	add_twice(t, an_inlined_function_hides_nothing);
	return t;
}

static TCase *case_classes(void)
{
	TCase *t = tcase_create("classes");

	tcase_add_test(t, the_compilers_are_named);
	add_twice(t, the_words_of_the_table_can_be_used);
	add_twice(t, a_text_can_tell_that_it_is_erased);
	add_twice(t, premises_are_granted_where_they_must_be);
	add_twice(t, premises_that_are_not_needed_are_not_granted);
	add_twice(t, premises_grant_nothing_else);
	add_twice(t, tokens_are_the_same_without_words);
	add_twice(t, other_tokens_may_be_the_same_object);
	add_twice(t, tokens_are_not_tried_unasked);
	add_twice(t, other_code_may_be_the_same_ir);
	return t;
}

static TCase *case_failures(void)
{
	TCase *t = tcase_create("failures");

	add_twice(t, what_does_not_compile_is_not_the_same);
	add_twice(t, an_original_that_does_not_compile_is_not_the_same);
	add_twice(t, a_compiler_that_fails_finds_nothing_the_same);
	add_twice(t, a_compiler_that_dies_finds_nothing_the_same);
	add_twice(t, a_compiler_that_does_not_end_finds_nothing_the_same);
	add_twice(t, a_compiler_that_writes_nothing_finds_nothing_the_same);
	add_twice(t, a_compiler_that_writes_anything_finds_nothing_the_same);
	add_twice(t, a_compiler_that_is_not_there_finds_nothing_the_same);
	add_twice(t, a_compiler_that_refuses_the_rewritten_text_alone_is_heard);
	return t;
}

static TCase *case_traces(void)
{
	TCase *t = tcase_create("traces");

	add_twice(t, nothing_is_written_elsewhere);
	add_twice(t, what_was_compiled_is_left_with_its_command);
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
	Suite *s = suite_create("trial");
	SRunner *runner;
	int failed;

	add(s, case_tokens(), set_up);
	add(s, case_reads(), set_up);
	add(s, case_compilers(), set_up);
	add(s, case_layer(), set_up_trial);
	add(s, case_hidden(), set_up_trial);
	add(s, case_classes(), set_up_trial);
	add(s, case_failures(), set_up_trial);
	add(s, case_traces(), set_up_trial);
	runner = srunner_create(s);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed != 0;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Which flags libclang gets to see. */
#include <check.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "front/command.h"
#include "front/flags.h"

/* How many flags of our own follow the user's. */
static size_t own(enum flags_use use)
{
	return use == FLAGS_COMPILE ? 6 : 3;
}

/* The flags for USE of the blank-separated LINE, joined by blanks again. */
static const char *pass(struct arena *arena, enum flags_use use, const char *line)
{
	const char *args[64] = { 0 };
	struct command c = { .directory = "/d", .file = "/d/f.c", .args = args };
	char *copy = arena_copy(arena, line);
	const char *const *flags, *joined = "";
	size_t i, n;

	for (copy = strtok(copy, " "); copy; copy = strtok(NULL, " "))
		args[c.count++] = copy;
	flags = flags_for(arena, &c, use, &n);
	ck_assert_ptr_null(flags[n]);
	for (i = 0; i + own(use) < n; i++)
		joined = arena_printf(arena, "%s%s%s", joined, i ? " " : "",
				      flags[i]);
	return joined;
}

#define PASS(use, line, want) do {					\
	struct arena arena = { 0 };					\
									\
	ck_assert_str_eq(pass(&arena, use, line), want);		\
	arena_free(&arena);						\
} while (0)

#define BOTH(line, want) do {						\
	PASS(FLAGS_ANALYSE, line, want);				\
	PASS(FLAGS_COMPILE, line, want);				\
} while (0)

START_TEST(meaning_passes_always)
{
	BOTH("-Ia -I b -DX=1 -D Y -U Z -include c.h -nostdinc -std=gnu11 -m64",
	     "-Ia -I b -DX=1 -D Y -U Z -include c.h -nostdinc -std=gnu11 -m64");
}
END_TEST

START_TEST(building_passes_for_compiling_alone)
{
	PASS(FLAGS_ANALYSE, "-O2 -Wall -fsanitize=kernel-address", "");
	PASS(FLAGS_COMPILE, "-O2 -Wall -fsanitize=kernel-address",
	     "-O2 -Wall -fsanitize=kernel-address");
}
END_TEST

START_TEST(the_target_of_a_cross_compiler_comes_first)
{
	struct arena arena = { 0 };
	struct command c = { .directory = "/d", .file = "/d/f.c",
			     .target = "--target=arm-linux-gnueabi",
			     .args = (const char *const[]){ "-DX", NULL },
			     .count = 1 };
	size_t n;
	const char *const *flags = flags_for(&arena, &c, FLAGS_ANALYSE, &n);

	ck_assert_str_eq(flags[0], "--target=arm-linux-gnueabi");
	ck_assert_str_eq(flags[1], "-DX");
	arena_free(&arena);
}
END_TEST

/* A use that was forgotten is a pointer of the wrong type. */
START_TEST(wrong_pointers_are_errors_when_compiling)
{
	struct arena arena = { 0 };
	struct command c = { .directory = "/d", .file = "/d/f.c",
			     .args = (const char *const[]){ "-w", NULL },
			     .count = 1 };
	bool found = false;
	size_t n, i;
	const char *const *flags = flags_for(&arena, &c, FLAGS_COMPILE, &n);

	for (i = 1; i < n; i++)
		found |= !strcmp(flags[i], "-Werror=incompatible-pointer-types");
	ck_assert(found);
	arena_free(&arena);
}
END_TEST

START_TEST(warnings_never_become_errors)
{
	PASS(FLAGS_COMPILE, "-Werror -Werror=vla -pedantic-errors", "-Wvla");
}
END_TEST

START_TEST(what_gcc_alone_knows_is_dropped)
{
	BOTH("-mpreferred-stack-boundary=3 -mindirect-branch=thunk-extern "
	     "-mindirect-branch-register -fconserve-stack -mrecord-mcount "
	     "-fno-allow-store-data-races -fno-ipa-sra -falign-jumps=1", "");
}
END_TEST

START_TEST(what_nobody_knows_is_dropped)
{
	BOTH("-frobnicate -msomething=1 --strange -quux", "");
}
END_TEST

START_TEST(plugins_are_dropped_with_their_value)
{
	BOTH("-fplugin=x.so -fplugin-arg-x-y -fpass-plugin=x.so -load x.so "
	     "-Xclang -load -Xclang x.so -plugin p -add-plugin p "
	     "-mllvm -load=x.so --config c.cfg -B dir -specs=s", "");
}
END_TEST

START_TEST(an_argument_of_xclang_is_never_a_flag)
{
	BOTH("-Xclang -DX -Xpreprocessor -DY -Xarch_host -DZ -DA", "-DA");
}
END_TEST

START_TEST(outputs_are_dropped_with_their_value)
{
	BOTH("-o x.o -oy.o -c -S -E -MD -MMD -MF a.d -MTb -MQ c -MP -MJ j "
	     "-Wp,-MMD,.x.d -Wa,-a=l -Wl,-Map=m -save-temps=obj -ftime-trace "
	     "-fprofile-generate -fcrash-diagnostics-dir d -dependency-file e "
	     "-serialize-diagnostics f -index-store-path g -fmodules "
	     "-emit-llvm --analyze -### -ftime-report -gsplit-dwarf "
	     "-fstack-usage -fproc-stat-report=s", "");
}
END_TEST

START_TEST(a_value_that_looks_like_a_flag_goes_with_its_flag)
{
	BOTH("-MF -DX -o -DY --param -DZ", "");
	BOTH("-I -DX", "-I -DX");	/* a folder of that name, as for clang */
}
END_TEST

START_TEST(response_files_are_dropped)
{
	BOTH("@args -I @args -DX", "-DX");
}
END_TEST

START_TEST(a_file_name_is_no_flag)
{
	BOTH("a.c -DX b.o", "-DX");
}
END_TEST

START_TEST(a_missing_value_drops_the_flag)
{
	BOTH("-DX -include", "-DX");
}
END_TEST

START_TEST(the_preprocessor_keeps_definitions_alone)
{
	BOTH("-Wp,-D_FORTIFY_SOURCE=2 -Wp,-UX -Wp,-DA,-MD,f.d",
	     "-D_FORTIFY_SOURCE=2 -UX");
}
END_TEST

START_TEST(precompiled_headers_are_dropped)
{
	BOTH("-include-pch x.pch -include x.h", "-include x.h");
}
END_TEST

START_TEST(the_longest_spelling_decides)
{
	BOTH("-isystem a -isysroot b -iquote c", "-isystem a -isysroot b -iquote c");
	PASS(FLAGS_COMPILE, "-fsanitize=bounds -fsanitize=bounds-strict",
	     "-fsanitize=bounds");
}
END_TEST

START_TEST(relative_names_count_from_the_commands_folder)
{
	struct arena arena = { 0 };
	struct command c = { .directory = "/some/where", .file = "/f.c" };
	const char *const *flags;
	size_t n;

	flags = flags_for(&arena, &c, FLAGS_ANALYSE, &n);
	ck_assert_str_eq(flags[n - 1], "-working-directory=/some/where");
	arena_free(&arena);
}
END_TEST

START_TEST(a_flag_knows_how_many_words_it_is)
{
	ck_assert_uint_eq(flags_words("-I"), 2);
	ck_assert_uint_eq(flags_words("-Iinclude"), 1);
	ck_assert_uint_eq(flags_words("-Xclang"), 2);
	ck_assert_uint_eq(flags_words("-Wall"), 1);
	ck_assert_uint_eq(flags_words("--param"), 2);
	ck_assert_uint_eq(flags_words("--param=x=1"), 1);
	ck_assert_uint_eq(flags_words("file.c"), 1);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("flags");
	TCase *t = tcase_create("flags");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_test(t, meaning_passes_always);
	tcase_add_test(t, building_passes_for_compiling_alone);
	tcase_add_test(t, the_target_of_a_cross_compiler_comes_first);
	tcase_add_test(t, wrong_pointers_are_errors_when_compiling);
	tcase_add_test(t, warnings_never_become_errors);
	tcase_add_test(t, what_gcc_alone_knows_is_dropped);
	tcase_add_test(t, what_nobody_knows_is_dropped);
	tcase_add_test(t, plugins_are_dropped_with_their_value);
	tcase_add_test(t, an_argument_of_xclang_is_never_a_flag);
	tcase_add_test(t, outputs_are_dropped_with_their_value);
	tcase_add_test(t, a_value_that_looks_like_a_flag_goes_with_its_flag);
	tcase_add_test(t, response_files_are_dropped);
	tcase_add_test(t, a_file_name_is_no_flag);
	tcase_add_test(t, a_missing_value_drops_the_flag);
	tcase_add_test(t, the_preprocessor_keeps_definitions_alone);
	tcase_add_test(t, precompiled_headers_are_dropped);
	tcase_add_test(t, the_longest_spelling_decides);
	tcase_add_test(t, relative_names_count_from_the_commands_folder);
	tcase_add_test(t, a_flag_knows_how_many_words_it_is);
	suite_add_tcase(suite, t);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}

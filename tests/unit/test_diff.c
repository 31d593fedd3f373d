/* SPDX-License-Identifier: Apache-2.0 */
/* The diff: git and patch take it, and make of the old text the new one. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "emit/emit.h"

struct pair {
	const char *before;
	size_t before_size;
	const char *after;
	size_t after_size;
};

/* A pair of string literals, which may hold NULs. */
#define PAIR(before, after) \
	((struct pair){ before, sizeof(before) - 1, after, sizeof(after) - 1 })

static struct emit_file file_of(const char *name, struct pair p)
{
	return (struct emit_file){
		.path = name,
		.name = name,
		.before = p.before,
		.before_size = p.before_size,
		.after = p.after,
		.after_size = p.after_size,
	};
}

static int diff(const struct emit_file *files, size_t n, char **out)
{
	struct emit_run run = { .root = "", .files = files, .file_count = n };

	return emit_diff(&run, out);
}

static void save(const char *dir, const char *name, const char *text, size_t n)
{
	char path[300];
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	f = fopen(path, "wb");
	ck_assert_ptr_nonnull(f);
	ck_assert_uint_eq(fwrite(text, 1, n, f), n);
	ck_assert_int_eq(fclose(f), 0);
}

static int shell(const char *dir, const char *command)
{
	char line[600];

	snprintf(line, sizeof(line),
		 "cd %s && unset GIT_DIR GIT_WORK_TREE && "
		 "GIT_CEILING_DIRECTORIES=/ && { %s; } >&2", dir, command);
	return system(line);
}

/* Whether COMMAND makes the new text of the old one with the diff of P. */
static void takes(const char *command, struct pair p)
{
	char dir[] = "/tmp/safec-diff-XXXXXX";
	struct emit_file file = file_of("drivers/a.c", p);
	char *text = NULL, line[400];

	ck_assert_ptr_nonnull(mkdtemp(dir));
	ck_assert_int_eq(shell(dir, "mkdir -p drivers"), 0);
	ck_assert_int_eq(diff(&file, 1, &text), 0);
	save(dir, "drivers/a.c", p.before, p.before_size);
	save(dir, "wanted", p.after, p.after_size);
	save(dir, "diff", text, strlen(text));
	free(text);
	snprintf(line, sizeof(line), "%s && cmp drivers/a.c wanted", command);
	ck_assert_int_eq(shell(dir, line), 0);
	snprintf(line, sizeof(line), "rm -rf %s", dir);
	ck_assert_int_eq(shell("/", line), 0);
}

static void git_takes(struct pair p)
{
	takes("git apply --whitespace=nowarn diff", p);
}

START_TEST(three_lines_of_context_under_a_and_b)
{
	struct emit_file file = file_of("d/a.c",
		PAIR("1\n2\n3\n4\n5\n6\n7\n8\n9\n",
		     "1\n2\n3\n4\nfive\n6\n7\n8\n9\n"));
	char *text = NULL;

	ck_assert_int_eq(diff(&file, 1, &text), 0);
	ck_assert_ptr_nonnull(strstr(text, "--- a/d/a.c\n+++ b/d/a.c\n"
					   "@@ -2,7 +2,7 @@"));
	ck_assert_str_eq(strstr(text, "\n 2\n"),
			 "\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n");
	free(text);
}
END_TEST

START_TEST(no_file_gives_an_empty_diff)
{
	char *text = NULL;

	ck_assert_int_eq(diff(NULL, 0, &text), 0);
	ck_assert_str_eq(text, "");
	free(text);
}
END_TEST

START_TEST(an_equal_file_is_not_mentioned)
{
	struct emit_file file = file_of("a.c", PAIR("x\n", "x\n"));
	char *text = NULL;

	ck_assert_int_eq(diff(&file, 1, &text), 0);
	ck_assert_str_eq(text, "");
	free(text);
}
END_TEST

START_TEST(files_follow_in_the_order_given)
{
	struct emit_file files[2] = {
		file_of("a.c", PAIR("x\n", "y\n")),
		file_of("b.c", PAIR("x\n", "y\n")),
	};
	char *text = NULL;

	ck_assert_int_eq(diff(files, 2, &text), 0);
	ck_assert_ptr_nonnull(strstr(text, "+++ b/a.c\n"));
	ck_assert_ptr_nonnull(strstr(strstr(text, "+++ b/a.c\n"),
				     "+++ b/b.c\n"));
	free(text);
}
END_TEST

START_TEST(git_applies_it)
{
	git_takes(PAIR("a\nb\nc\nd\ne\nf\ng\nh\ni\nj\n",
		       "A\nb\nc\nd\ne\nf\ng\nh\ni\nJ\nk\n"));
}
END_TEST

START_TEST(patch_applies_it)
{
	takes("patch -s -p1 <diff", PAIR("a\nb\nc\n", "a\nB\nc\n"));
}
END_TEST

START_TEST(git_applies_it_without_newline_at_the_end)
{
	git_takes(PAIR("a\nb", "a\nB"));
}
END_TEST

START_TEST(patch_applies_it_without_newline_at_the_end)
{
	takes("patch -s -p1 <diff", PAIR("a\nb", "A\nb"));
}
END_TEST

START_TEST(git_applies_a_newline_at_the_end)
{
	git_takes(PAIR("a\nb", "a\nb\n"));
}
END_TEST

START_TEST(git_applies_it_with_crlf)
{
	git_takes(PAIR("a\r\nb\r\nc\r\n", "a\r\nB\r\nc\r\n"));
}
END_TEST

START_TEST(git_fills_an_empty_file)
{
	git_takes(PAIR("", "a\n"));
}
END_TEST

START_TEST(git_applies_bytes_that_are_not_utf8)
{
	git_takes(PAIR("/* \xe9 */\nb\n", "/* \xe9 */\nB\n"));
}
END_TEST

START_TEST(a_nul_far_from_the_change_is_no_matter)
{
	git_takes(PAIR("a\nb\nc\nd\ne\nf\ng\n\0\n",
		       "A\nb\nc\nd\ne\nf\ng\n\0\n"));
}
END_TEST

START_TEST(a_nul_beside_the_change_is_refused)
{
	struct emit_file file = file_of("a.c", PAIR("a\n\0\n", "b\n\0\n"));
	char *text = NULL;

	ck_assert_int_eq(diff(&file, 1, &text), -SAFEC_EARG);
	ck_assert_ptr_null(text);
}
END_TEST

static Suite *suite(void)
{
	Suite *s = suite_create("diff");
	TCase *t = tcase_create("diff");

	tcase_add_test(t, three_lines_of_context_under_a_and_b);
	tcase_add_test(t, no_file_gives_an_empty_diff);
	tcase_add_test(t, an_equal_file_is_not_mentioned);
	tcase_add_test(t, files_follow_in_the_order_given);
	tcase_add_test(t, git_applies_it);
	tcase_add_test(t, patch_applies_it);
	tcase_add_test(t, git_applies_it_without_newline_at_the_end);
	tcase_add_test(t, patch_applies_it_without_newline_at_the_end);
	tcase_add_test(t, git_applies_a_newline_at_the_end);
	tcase_add_test(t, git_applies_it_with_crlf);
	tcase_add_test(t, git_fills_an_empty_file);
	tcase_add_test(t, git_applies_bytes_that_are_not_utf8);
	tcase_add_test(t, a_nul_far_from_the_change_is_no_matter);
	tcase_add_test(t, a_nul_beside_the_change_is_refused);
	tcase_set_timeout(t, 60);
	suite_add_tcase(s, t);
	return s;
}

int main(void)
{
	SRunner *runner = srunner_create(suite());
	int failed;

	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed != 0;
}

/* SPDX-License-Identifier: Apache-2.0 */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "base/lex.h"

static struct token nth(const char *text, unsigned int n)
{
	struct lexer l = lexer_at(text, 0, strlen(text));
	struct token t;

	do
		lex(&l, &t);
	while (n-- && t.kind != TOKEN_END);
	return t;
}

static void is(const char *text, unsigned int n, enum token_kind kind,
	       const char *spelled)
{
	struct token t = nth(text, n);

	ck_assert_int_eq(t.kind, kind);
	ck_assert_msg(token_is(text, &t, spelled), "token %u of %s", n, text);
}

START_TEST(comments_are_space)
{
	is("a /* b */ c", 1, TOKEN_NAME, "c");
	is("a // b\nc", 1, TOKEN_NAME, "c");
	is("a // b \\\n b\nc", 1, TOKEN_NAME, "c");
	is("a /* b", 1, TOKEN_END, "");
}
END_TEST

START_TEST(longest_operator_wins)
{
	is("a->b", 1, TOKEN_PUNCT, "->");
	is("a--->b", 1, TOKEN_PUNCT, "--");
	is("a--->b", 2, TOKEN_PUNCT, "->");
	is("a<<=b", 1, TOKEN_PUNCT, "<<=");
}
END_TEST

START_TEST(strings_hide_what_is_in_them)
{
	is("\"a\\\"/*\" b", 0, TOKEN_STRING, "\"a\\\"/*\"");
	is("\"a\\\"/*\" b", 1, TOKEN_NAME, "b");
	is("'\\'' b", 1, TOKEN_NAME, "b");
}
END_TEST

START_TEST(numbers_keep_their_exponent)
{
	is("1e+5+x", 0, TOKEN_NUMBER, "1e+5");
	is("0x1UL;", 0, TOKEN_NUMBER, "0x1UL");
	is(".5f", 0, TOKEN_NUMBER, ".5f");
}
END_TEST

START_TEST(a_directive_ends_with_its_line)
{
	const char *text = "#define A b \\\n c\nd";

	ck_assert(nth(text, 3).directive);
	ck_assert(nth(text, 4).directive);
	ck_assert(!nth(text, 5).directive);
	ck_assert(nth(text, 5).first);
}
END_TEST

START_TEST(a_bracket_knows_its_mate)
{
	const char *text = "(a[1], \")\", (b)) c";

	ck_assert_uint_eq(lex_bracket_end(text, 0, strlen(text)), 16);
	ck_assert_uint_eq(lex_bracket_end("(a", 0, 2), 0);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("lex");
	TCase *c = tcase_create("lex");
	SRunner *r;
	int failed;

	tcase_add_test(c, comments_are_space);
	tcase_add_test(c, longest_operator_wins);
	tcase_add_test(c, strings_hide_what_is_in_them);
	tcase_add_test(c, numbers_keep_their_exponent);
	tcase_add_test(c, a_directive_ends_with_its_line);
	tcase_add_test(c, a_bracket_knows_its_mate);
	suite_add_tcase(s, c);
	r = srunner_create(s);
	srunner_run_all(r, CK_ENV);
	failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The table of erased words, and the texts that a proof compiles.
 *
 * A text is written with its edits in it, each as @what goes@what comes@.
 */
#include <check.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/lex.h"
#include "prove/axioms.h"
#include "prove/erasure.h"
#include "prove/proof_text.h"
#include "proof_testing.h"

/* cnt_t stands for the type of a counter, ref_t for the one that comes. */
static const char words[] =
	"# A comment.\n"
	"\n"
	"word ref_t\n"
	"	was cnt_t: cnt_t\n"
	"	was integer: TYPE\n"
	"	equal when always\n"
	"\n"
	"word ref_inc(v)\n"
	"	kind check\n"
	"	header ref.h\n"
	"	was cnt_t: cnt_inc(v)\n"
	"	was cnt_add: cnt_add(1, v)\n"
	"	was cnt_return: ((void)cnt_return(v))\n"
	"	equal when 0 < old\n"
	"	else saturates\n"
	"	test counter\n"
	"\n"
	"word ref_dec(v)\n"
	"	was cnt_t: cnt_dec(v)\n"
	"	equal when 0 < old\n"
	"	else saturates\n"
	"\n"
	"word product(a, b)\n"
	"	kind conditional\n"
	"	means: ((a) * (b))\n"
	"	equal when it fits\n"
	"	else is SIZE_MAX\n"
	"\n"
	"word sized(n)\n"
	"	kind annotation\n"
	"	means:\n";

static const struct erasure *table;
static const char *says;

static void set_up_table(void)
{
	set_up();
	put("words.table", words);
	says = "";
	ck_assert_int_eq(erasure_read(&arena, ".", &table, &says), 0);
}

/* ------------------------------------------------------------------ helpers */

static const struct word *word(const char *name)
{
	const struct word *w = erasure_word(table, name, strlen(name));

	ck_assert_ptr_nonnull(w);
	return w;
}

/* What the proof build calls NAME where WAS stood. */
static const char *macro(const char *name, const char *was)
{
	const struct meaning *m = word_meaning(word(name), was,
					       was ? strlen(was) : 0);

	ck_assert_ptr_nonnull(m);
	ck_assert_ptr_nonnull(m->macro);
	return m->macro;
}

/* MARKED without its marks; the edits that it has, of file "f", go to EDITS. */
static const char *unmarked(const char *marked, struct edits *edits)
{
	char *text = arena_zalloc(&arena, strlen(marked) + 1), *to = text;

	while (*marked) {
		const char *puts, *end;
		size_t drop;

		if (*marked != '@') {
			*to++ = *marked++;
			continue;
		}
		puts = strchr(marked + 1, '@') + 1;
		end = strchr(puts, '@');
		drop = (size_t)(puts - marked) - 2;
		ck_assert_int_eq(edits_add(edits, "f", (size_t)(to - text), drop,
			arena_copy_n(&arena, puts, (size_t)(end - puts))), 0);
		memcpy(to, marked + 1, drop);
		to += drop;
		marked = end + 1;
	}
	return text;
}

/* The proof text of TEXT with the edits of the N CHANGES; NULL: SAYS why not. */
static const char *proof_of(const char *text, const struct safec_change *changes,
			    size_t n)
{
	struct proof_edits list = { 0 };
	struct text t;
	char *out = NULL;
	const char *copy;
	size_t size = 0, i;
	int err;

	for (i = 0; i < n; i++)
		ck_assert_int_eq(proof_edits_add(&list, &changes[i],
						 &changes[i].edits), 0);
	proof_edits_sort(&list);
	ck_assert_int_eq(text_copy(&t, text, strlen(text)), 0);
	says = NULL;
	err = proof_text(&arena, table, &t, "f", &list, &out, &size, &says);
	text_free(&t);
	free(list.item);
	if (err) {
		ck_assert_int_eq(err, -SAFEC_EARG);
		ck_assert_ptr_null(out);
		ck_assert_ptr_nonnull(says);
		return NULL;
	}
	ck_assert_ptr_null(says);
	copy = arena_copy_n(&arena, out, size);
	free(out);
	return copy;
}

static const char *proof_of_marked(const char *marked, const char *was)
{
	struct safec_change c = { .was = was, .before = "unsigned long" };
	const char *text = unmarked(marked, &c.edits);
	const char *proof = proof_of(text, &c, 1);

	free(c.edits.item);
	return proof;
}

/* The tokens of PROOF with a blank between them, without its #line's. */
static const char *code_in(const char *proof)
{
	struct lexer l = lexer_at(proof, 0, strlen(proof));
	const char *code = "";
	bool line = false;
	struct token t;

	while (lex(&l, &t) != TOKEN_END) {
		if (t.first)
			line = !strncmp(proof + t.begin, "#line ", 6);
		if (!line)
			code = arena_printf(&arena, "%s%s%.*s", code, *code ? " " : "",
					    (int)(t.end - t.begin), proof + t.begin);
	}
	return code;
}

/* The code of the proof text of MARKED, for a counter that was a WAS. */
static const char *code(const char *marked, const char *was)
{
	const char *proof = proof_of_marked(marked, was);

	ck_assert_msg(proof != NULL, "%s", says);
	return code_in(proof);
}

/* -------------------------------------------------------------------- words */

START_TEST(a_call_becomes_its_macro)
{
	ck_assert_str_eq(code("@cnt_inc@ref_inc@(&x);", "cnt_t"),
		arena_printf(&arena, "%s ( & x ) ;", macro("ref_inc", "cnt_t")));
}
END_TEST

START_TEST(the_function_that_stood_there_comes_before_the_type)
{
	ck_assert_str_eq(code("@cnt_add(1, &x)@ref_inc(&x)@;", "cnt_t"),
		arena_printf(&arena, "%s ( & x ) ;", macro("ref_inc", "cnt_add")));
}
END_TEST

START_TEST(without_a_row_for_the_function_the_type_has_one)
{
	ck_assert_str_eq(code("@cnt_other(&x)@ref_inc(&x)@;", "cnt_t"),
		arena_printf(&arena, "%s ( & x ) ;", macro("ref_inc", "cnt_t")));
}
END_TEST

START_TEST(a_meaning_for_anything_needs_no_type)
{
	ck_assert_str_eq(code("f(@n * s@product(n, s)@);", NULL),
		arena_printf(&arena, "f ( %s ( n , s ) ) ;", macro("product", NULL)));
}
END_TEST

START_TEST(a_meaning_for_anything_holds_for_a_type_too)
{
	ck_assert_str_eq(code("f(@n * s@product(n, s)@);", "cnt_t"),
		arena_printf(&arena, "f ( %s ( n , s ) ) ;", macro("product", NULL)));
}
END_TEST

START_TEST(a_word_that_is_no_call_becomes_its_text)
{
	ck_assert_str_eq(code("@cnt_t@ref_t@ x;", "cnt_t"), "cnt_t x ;");
}
END_TEST

/* TYPE, which is no type where ref_t has another size. */
static const char *type(const char *name)
{
	return arena_printf(&arena, "__typeof__ ( __builtin_choose_expr ( "
			    "sizeof ( %s ) == sizeof ( ref_t ) , ( %s ) 0 , "
			    "( void ) 0 ) )", name, name);
}

START_TEST(a_type_can_become_the_one_before)
{
	ck_assert_str_eq(code("@unsigned long@ref_t@ x;", "integer"),
			 arena_printf(&arena, "%s x ;", type("unsigned long")));
}
END_TEST

START_TEST(each_word_of_a_text_is_erased)
{
	ck_assert_str_eq(code("@a; b;@ref_inc(&x); ref_dec(&x);@", "cnt_t"),
		arena_printf(&arena, "%s ( & x ) ; %s ( & x ) ;",
			     macro("ref_inc", "cnt_t"), macro("ref_dec", "cnt_t")));
}
END_TEST

START_TEST(a_word_that_stood_there_stays)
{
	ck_assert_str_eq(code("@if (a) ref_inc(&x);@ref_inc(&x);@", "cnt_t"),
			 "ref_inc ( & x ) ;");
}
END_TEST

START_TEST(a_word_that_stood_elsewhere_is_erased)
{
	ck_assert_str_eq(code("ref_inc(&y); @cnt_inc@ref_inc@(&x);", "cnt_t"),
		arena_printf(&arena, "ref_inc ( & y ) ; %s ( & x ) ;",
			     macro("ref_inc", "cnt_t")));
}
END_TEST

START_TEST(a_word_in_a_comment_did_not_stand_there)
{
	ck_assert_str_eq(code("@cnt_inc/* ref_inc */@ref_inc@(&x);", "cnt_t"),
		arena_printf(&arena, "%s ( & x ) ;", macro("ref_inc", "cnt_t")));
}
END_TEST

START_TEST(a_word_outside_of_edits_stays)
{
	ck_assert_str_eq(code("ref_t x; @a@b@ ref_t y;", "cnt_t"),
			 "ref_t x ; b ref_t y ;");
}
END_TEST

START_TEST(a_name_that_holds_a_word_stays)
{
	ck_assert_str_eq(code("@a@my_ref_t ref_t_ ref_ ref@ x;", "cnt_t"),
			 "my_ref_t ref_t_ ref_ ref x ;");
}
END_TEST

START_TEST(a_word_in_a_string_stays)
{
	ck_assert_str_eq(code("@a@\"ref_t\"@;", "cnt_t"), "\"ref_t\" ;");
}
END_TEST

START_TEST(a_word_in_a_directive_stays)
{
	ck_assert_str_eq(code("@@#include <ref_t>\n@int x;", "cnt_t"),
			 "# include < ref_t > int x ;");
}
END_TEST

START_TEST(a_word_without_a_meaning_there_is_refused)
{
	ck_assert_ptr_null(proof_of_marked("@old_dec@ref_dec@(&x);", "integer"));
	ck_assert_ptr_nonnull(strstr(says, "ref_dec"));
	ck_assert_ptr_nonnull(strstr(says, "old_dec"));
}
END_TEST

START_TEST(a_word_without_a_meaning_where_nothing_stood_is_refused)
{
	ck_assert_ptr_null(proof_of_marked("x; @@ref_dec(&x);@", NULL));
	ck_assert_ptr_nonnull(strstr(says, "ref_dec where nothing stood"));
}
END_TEST

START_TEST(each_change_has_its_own_type)
{
	struct safec_change c[2] = { { .was = "cnt_t" },
				     { .index = 1, .was = "integer", .before = "int" } };

	ck_assert_int_eq(edits_add(&c[0].edits, "f", 0, 1, "ref_t"), 0);
	ck_assert_int_eq(edits_add(&c[1].edits, "f", 5, 1, "ref_t"), 0);
	ck_assert_str_eq(code_in(proof_of("A x; B y;", c, 2)),
			 arena_printf(&arena, "cnt_t x ; %s y ;", type("int")));
	free(c[0].edits.item);
	free(c[1].edits.item);
}
END_TEST

/* -------------------------------------------------------------------- edits */

START_TEST(without_edits_the_text_stays)
{
	ck_assert_str_eq(proof_of_marked("a\r\n\tb", NULL), "a\r\n\tb");
}
END_TEST

START_TEST(the_edits_of_other_files_are_not_made)
{
	struct safec_change c = { 0 };

	ck_assert_int_eq(edits_add(&c.edits, "e", 0, 1, "1"), 0);
	ck_assert_int_eq(edits_add(&c.edits, "f", 1, 1, "2"), 0);
	ck_assert_int_eq(edits_add(&c.edits, "g", 2, 1, "3"), 0);
	ck_assert_str_eq(proof_of("abc", &c, 1), "a2c");
	free(c.edits.item);
}
END_TEST

START_TEST(an_edit_that_two_changes_share_is_made_once)
{
	struct safec_change c[2] = { { 0 }, { .index = 1 } };

	ck_assert_int_eq(edits_add(&c[0].edits, "f", 0, 0, "#x\n"), 0);
	ck_assert_int_eq(edits_add(&c[0].edits, "f", 1, 1, "B"), 0);
	ck_assert_int_eq(edits_add(&c[1].edits, "f", 0, 0, "#x\n"), 0);
	ck_assert_str_eq(proof_of("abc", c, 2), "#x\n#line 1\naBc");
	free(c[0].edits.item);
	free(c[1].edits.item);
}
END_TEST

static void refused(size_t at, size_t drop, size_t other_at, size_t other_drop)
{
	struct safec_change c[2] = { { 0 }, { .index = 1 } };

	ck_assert_int_eq(edits_add(&c[0].edits, "f", at, drop, "x"), 0);
	ck_assert_int_eq(edits_add(&c[1].edits, "f", other_at, other_drop, "y"), 0);
	ck_assert_ptr_null(proof_of("a b c", c, 2));
	ck_assert_str_eq(says, "its edits overlap");
	free(c[0].edits.item);
	free(c[1].edits.item);
}

START_TEST(overlapping_edits_are_refused)
{
	refused(0, 3, 2, 1);
}
END_TEST

START_TEST(two_texts_for_the_same_bytes_are_refused)
{
	refused(2, 1, 2, 1);
}
END_TEST

START_TEST(an_edit_past_the_end_is_refused)
{
	refused(0, 1, 4, 2);
}
END_TEST

START_TEST(a_huge_drop_is_refused)
{
	refused(0, 1, 4, (size_t)-1);
}
END_TEST

/* ----------------------------------------------------------------- positions */

/* A walk over the tokens of a proof text, as the compiler counts their lines. */
struct walk {
	struct text proof, original;
	struct lexer lexer;
	unsigned int shift;	/* what a #line adds to the lines behind it */
};

static void next_token(struct walk *w, struct token *t)
{
	for (;;) {
		const char *at;
		unsigned int line;

		lex(&w->lexer, t);
		at = w->proof.data + t->begin;
		if (t->kind == TOKEN_END || !t->first || strncmp(at, "#line ", 6))
			return;
		line = text_line(&w->proof, t->begin, NULL);
		w->shift = (unsigned int)strtoul(at + 6, NULL, 10) - line - 1;
		w->lexer.at += strcspn(at + 1, "\n");
	}
}

/* T of the proof text is WANTED of TEXT. */
static void is_same(const struct walk *w, const struct token *t, const char *text,
		    const struct token *wanted)
{
	const char *spelling = arena_copy_n(&arena, text + wanted->begin,
					    wanted->end - wanted->begin);

	ck_assert_msg(token_is(w->proof.data, t, spelling), "%s is not there in:\n%s",
		      spelling, w->proof.data);
}

/* Whether E ends on the line that T, one of a directive, is on. */
static bool edited_before(const struct walk *w, const struct safec_edit *e,
			  const struct token *t)
{
	size_t i, end = e ? e->offset + e->drop : 0;
	const char *text = w->original.data;

	for (i = end; i < t->begin; i++)
		if (text[i] == '\n' && text[i - 1] != '\\' &&
		    !(text[i - 1] == '\r' && text[i - 2] == '\\'))
			return false;
	return e != NULL;
}

/* Whether T, behind E, need not stand where it stood; #line can't stand before it. */
static bool may_move(const struct walk *w, const struct safec_edit *e,
		     const struct token *t)
{
	if (e && token_is(w->original.data, t, "("))
		return strspn(w->original.data + e->offset + e->drop, " \t\n") ==
		       t->begin - e->offset - e->drop;
	return t->directive && !t->first && edited_before(w, e, t);
}

/* The next tokens are those of the original from AT to END, behind E. */
static void passes_old(struct walk *w, size_t at, size_t end,
		       const struct safec_edit *e)
{
	struct lexer all = lexer_at(w->original.data, 0, w->original.size);
	unsigned int line, column, old_column;
	struct token old, t;

	while (lex(&all, &old) != TOKEN_END && old.begin < end) {
		if (old.begin < at)
			continue;
		next_token(w, &t);
		is_same(w, &t, w->original.data, &old);
		ck_assert_msg(t.directive == old.directive, "a directive is parted in:\n%s",
			      w->proof.data);
		if (may_move(w, e, &old)) {
			ck_assert_int_eq(t.first, old.first);
			continue;
		}
		line = text_line(&w->proof, t.begin, &column) + w->shift;
		ck_assert_uint_eq(line, text_line(&w->original, old.begin, &old_column));
		ck_assert_uint_eq(column, old_column);
	}
}

static void passes_new(struct walk *w, const char *puts)
{
	struct lexer l = lexer_at(puts, 0, strlen(puts));
	struct token wanted, t;

	while (lex(&l, &wanted) != TOKEN_END) {
		next_token(w, &t);
		is_same(w, &t, puts, &wanted);
	}
}

/*
 * The proof text of MARKED has the tokens that the edited text has, and each
 * that stood before stands where it stood.  No edit of it begins or ends in a
 * token, and no word is put in.
 */
static void stays(const char *marked)
{
	struct safec_change c = { 0 };
	const char *text = unmarked(marked, &c.edits);
	const char *proof = proof_of(text, &c, 1);
	const struct safec_edit *e = NULL;
	struct walk w = { .shift = 0 };
	size_t done = 0, i;
	struct token t;

	ck_assert_msg(proof != NULL, "%s", says);
	ck_assert_int_eq(text_copy(&w.proof, proof, strlen(proof)), 0);
	ck_assert_int_eq(text_copy(&w.original, text, strlen(text)), 0);
	w.lexer = lexer_at(w.proof.data, 0, w.proof.size);
	for (i = 0; i < c.edits.n; i++) {
		passes_old(&w, done, c.edits.item[i].offset, e);
		e = &c.edits.item[i];
		passes_new(&w, e->put);
		done = e->offset + e->drop;
	}
	passes_old(&w, done, w.original.size, e);
	next_token(&w, &t);
	ck_assert_int_eq(t.kind, TOKEN_END);
	text_free(&w.proof);
	text_free(&w.original);
	free(c.edits.item);
}

START_TEST(a_longer_text_moves_nothing)
{
	stays("a; @b@something_longer@ + c;\nd;\n");
}
END_TEST

START_TEST(a_shorter_text_moves_nothing)
{
	stays("a; @something_longer@b@ + c;\nd;\n");
}
END_TEST

START_TEST(a_text_of_more_lines_moves_nothing)
{
	stays("a;\n@b@x(1,\n\n2)@ + c;\nd;\n");
}
END_TEST

START_TEST(dropped_lines_move_nothing)
{
	stays("a;\n@x(1,\n\n2)@b@ + c;\nd;\n");
}
END_TEST

START_TEST(a_line_that_is_gone_moves_nothing)
{
	stays("a;\n@b;\n@@c;\nd;\n");
}
END_TEST

START_TEST(an_include_at_the_beginning_of_a_line_moves_nothing)
{
	stays("#include <a.h>\n@@#include <b.h>\n@#include <c.h>\nd;\n");
}
END_TEST

START_TEST(an_include_on_the_first_line_moves_nothing)
{
	stays("@@#include <b.h>\n@a;\nb;\n");
}
END_TEST

START_TEST(a_longer_text_at_the_end_of_a_line_moves_nothing)
{
	stays("a = @b;@c + d;@\ne;\n");
}
END_TEST

START_TEST(a_further_line_at_the_end_of_a_line_moves_nothing)
{
	stays("a = @b;@c +\nd;@\ne;\nf;\n");
}
END_TEST

START_TEST(neighbours_move_nothing)
{
	stays("a; @b@long_one@@ + @ - @c + d;\ne;\n");
}
END_TEST

START_TEST(two_edits_of_a_line_move_nothing)
{
	stays("a; @b@long_one@ + @cccccccccccccccc@d@ + e;\nf;\n");
}
END_TEST

START_TEST(an_edit_of_more_lines_before_another_moves_nothing)
{
	stays("a;\n@b;\n@b\n+\n1;\n@c; @d@longer@ + e;\nf;\n");
}
END_TEST

START_TEST(the_name_of_a_call_moves_nothing_in_its_brackets)
{
	stays("x = @inc@longer_inc@(&a, b) + c;\nd;\n");
}
END_TEST

START_TEST(a_bracket_behind_a_blank_is_no_other)
{
	stays("x = @inc@longer_inc@ (&a, b) + c;\nd;\n");
}
END_TEST

START_TEST(an_edit_in_a_macros_arguments_moves_nothing)
{
	stays("#define M(a, b) a + b\nx = M(@a@longer@ + 1,\n\t@b@c@ + 2) + y;\nz;\n");
}
END_TEST

START_TEST(an_edit_in_a_definition_moves_nothing_behind_it)
{
	stays("#define M(a) @a@longer@ + 1\nx;\n");
}
END_TEST

START_TEST(an_edit_in_a_definition_of_two_lines_moves_nothing_behind_it)
{
	stays("#define M(a) a + \\\n\t@a@longer@ + 1\nx;\n");
}
END_TEST

START_TEST(an_edit_in_a_definition_of_two_crlf_lines_moves_nothing_behind_it)
{
	stays("#define M(a) a + \\\r\n\t@a@longer@ + 1\r\nx;\r\n");
}
END_TEST

START_TEST(a_definition_that_grows_by_a_line_moves_nothing_behind_it)
{
	stays("#define M(a) @a@longer \\\n\t+ 2@ + 1\nx;\ny;\n");
}
END_TEST

START_TEST(a_definition_behind_a_comment_is_one)
{
	stays("/* a\n b */ #define M(a) @a@longer@ + 1\nx;\n");
}
END_TEST

START_TEST(lines_that_end_in_crlf_move_nothing)
{
	stays("a;\r\n@b;@longer;@\r\n@c@longer@ + d;\r\n@e;\r\n@@f;\r\n");
}
END_TEST

START_TEST(tabs_move_nothing)
{
	stays("\t\ta\t=\t@b@c@\t+\td;\n\t@e@longer@\t+\tf;\n");
}
END_TEST

START_TEST(an_edit_at_the_end_without_a_newline_moves_nothing)
{
	stays("a;\nb + @c;@d;@");
}
END_TEST

START_TEST(a_longer_text_at_the_end_without_a_newline_moves_nothing)
{
	stays("a;\nb + @c@something_longer@;");
}
END_TEST

START_TEST(an_edit_of_all_bytes_can_be_made)
{
	stays("@a;\nb;@c;@");
}
END_TEST

START_TEST(an_empty_file_can_be_filled)
{
	stays("@@a;\n@");
}
END_TEST

START_TEST(an_edit_that_fits_adds_nothing)
{
	ck_assert_str_eq(proof_of_marked("a; @b@c@ + d;\ne;\n", NULL),
			 "a; c + d;\ne;\n");
}
END_TEST

START_TEST(a_shorter_text_is_followed_by_blanks)
{
	ck_assert_str_eq(proof_of_marked("a; @long@c@ + d;\ne;\n", NULL),
			 "a; c    + d;\ne;\n");
}
END_TEST

/* The proof text of MARKED has WANTED in it, and a #line behind. */
static void is_whole(const char *marked, const char *wanted)
{
	const char *proof = proof_of_marked(marked, "cnt_t");
	const char *at = strstr(proof, wanted);

	ck_assert_msg(at != NULL, "%s", proof);
	ck_assert_ptr_nonnull(strstr(at, "#line 1\n"));
}

START_TEST(nothing_parts_a_macro_from_its_bracket)
{
	is_whole("@inc@ref_inc@(&x);\n",
		 arena_printf(&arena, "%s(", macro("ref_inc", "cnt_t")));
}
END_TEST

START_TEST(nothing_parts_a_macro_from_a_bracket_behind_a_blank)
{
	is_whole("@inc@ref_inc@ (&x);\n",
		 arena_printf(&arena, "%s (", macro("ref_inc", "cnt_t")));
}
END_TEST

/*
 * What a text makes of the code behind it, the proof text must have, too.  The
 * lines that it then moves differ by their numbers, at worst.
 */
static void has(const char *marked, const char *wanted)
{
	ck_assert_str_eq(code(marked, NULL), wanted);
}

START_TEST(code_behind_a_new_comment_is_none)
{
	has("x = 1; @@// @y = 2;\nz;\n", "x = 1 ; z ;");
}
END_TEST

START_TEST(code_behind_a_new_open_comment_is_none)
{
	has("x = 1; @@/* longer @y = 2;\n/* a */ z;\n", "x = 1 ; z ;");
}
END_TEST

START_TEST(a_comment_that_is_edited_stays_one)
{
	has("x = 1; // @a@longer@ y = 2;\nz;\n", "x = 1 ; z ;");
}
END_TEST

START_TEST(code_behind_a_new_directive_is_of_it)
{
	const char *proof = proof_of_marked("x;\n@@#define X @y = 2;\nz;\n", NULL);

	ck_assert_ptr_nonnull(strstr(proof, "#define X y = 2;\n"));
}
END_TEST

START_TEST(tokens_that_become_one_are_one)
{
	has("x = a -@ @@-b;\nz;\n", "x = a -- b ; z ;");
}
END_TEST

START_TEST(names_that_become_one_are_one)
{
	has("long@ @@x;\nz;\n", "longx ; z ;");
}
END_TEST

START_TEST(a_word_that_comes_of_two_texts_stays)
{
	ck_assert_str_eq(code("@a@ref@_t x;\nz;\n", "cnt_t"), "ref_t x ; z ;");
}
END_TEST

START_TEST(a_part_of_a_name_can_be_replaced)
{
	has("a = @old_@longer_@name;\nz;\n", "a = longer_name ; z ;");
}
END_TEST

START_TEST(tokens_that_become_a_comment_are_one)
{
	has("x = a /@ @@*b; /* */\nz;\n", "x = a z ;");
}
END_TEST

START_TEST(a_prefix_joins_its_string)
{
	const char *proof = proof_of_marked("x = @f(u)@L@\"s\";\nz;\n", NULL);

	ck_assert_ptr_nonnull(strstr(proof, "L\"s\""));
}
END_TEST

START_TEST(the_line_behind_such_a_text_is_where_it_was)
{
	ck_assert_str_eq(proof_of_marked("x; @@y;\n// @w;\nz;\n", NULL),
			 "x; y;\n// w;\n#line 2\nz;\n");
}
END_TEST

/* -------------------------------------------------------------------- axioms */

struct heard {
	const char *words;
	struct text text;
};

static int hear(void *arg, const struct word *w, const struct meaning *m)
{
	struct heard *h = arg;

	h->words = arena_printf(&arena, "%s%s%s=%s", h->words, *h->words ? " " : "",
				w->name, m ? m->was ? m->was : "any" : "none");
	return 0;
}

static const struct text *heard_text(void *arg, const char *path)
{
	struct heard *h = arg;

	ck_assert_str_eq(path, "f");
	return &h->text;
}

/* The words that proof_words() gives for MARKED, each with what it stands for. */
static const char *words_of(const char *marked, const char *was)
{
	struct safec_change c = { .was = was };
	const char *text = unmarked(marked, &c.edits);
	struct heard h = { .words = "" };

	ck_assert_int_eq(text_copy(&h.text, text, strlen(text)), 0);
	ck_assert_int_eq(proof_words(table, &c, heard_text, hear, &h), 0);
	text_free(&h.text);
	free(c.edits.item);
	return h.words;
}

START_TEST(the_words_of_a_change_are_what_it_puts_in)
{
	ck_assert_str_eq(words_of("@cnt_t@ref_t@ x; @cnt_add@ref_inc@(&x); ref_dec(&x);",
				  "cnt_t"), "ref_t=cnt_t ref_inc=cnt_add");
}
END_TEST

START_TEST(a_copied_word_is_no_axiom)
{
	ck_assert_str_eq(words_of("@if (a) ref_inc(&x);@ref_inc(&x);@", "cnt_t"), "");
}
END_TEST

START_TEST(a_word_without_a_meaning_is_told)
{
	ck_assert_str_eq(words_of("@a@ref_dec@(&x);", "integer"), "ref_dec=none");
}
END_TEST

static int stop(void *arg, const struct word *w, const struct meaning *m)
{
	(void)m;
	hear(arg, w, m);
	return -SAFEC_ENOMEM;
}

START_TEST(who_is_told_can_stop)
{
	struct safec_change c = { .was = "cnt_t" };
	struct heard h = { .words = "" };

	ck_assert_int_eq(text_copy(&h.text, "a b", 3), 0);
	ck_assert_int_eq(edits_add(&c.edits, "f", 0, 1, "ref_t ref_t"), 0);
	ck_assert_int_eq(edits_add(&c.edits, "f", 2, 1, "ref_t"), 0);
	ck_assert_int_eq(proof_words(table, &c, heard_text, stop, &h), -SAFEC_ENOMEM);
	ck_assert_str_eq(h.words, "ref_t=cnt_t");
	text_free(&h.text);
	free(c.edits.item);
}
END_TEST

/* The axioms of C, which edits TEXT, are WANTED. */
static void has_axioms(struct safec_change *c, const char *text, const char *wanted)
{
	struct sources sources = { 0 };
	struct heard h = { .words = "" };
	size_t i;

	put("f", text);
	ck_assert_ptr_nonnull(sources_get(&sources, in_folder("f")));
	for (i = 0; i < c->edits.n; i++)
		c->edits.item[i].file = in_folder("f");
	ck_assert_int_eq(axioms_find(&arena, table, &sources, c), 0);
	for (i = 0; i < c->axioms.n; i++)
		hear(&h, c->axioms.item[i].word, c->axioms.item[i].meaning);
	ck_assert_str_eq(h.words, wanted);
	sources_free(&sources);
	free(c->edits.item);
	free(c->axioms.item);
}

START_TEST(each_axiom_is_listed_once_as_the_table_is_sorted)
{
	struct safec_change c = { .was = "cnt_t" };
	const char *text = unmarked("@cnt_dec@ref_dec@(&x); @cnt_add@ref_inc@(&x); "
				    "@cnt_inc@ref_inc@(&x); @cnt_inc@ref_inc@(&y); "
				    "@cnt_dec@ref_dec@(&x); @cnt_t@ref_t@ z;",
				    &c.edits);

	has_axioms(&c, text, "ref_t=cnt_t ref_inc=cnt_t ref_inc=cnt_add ref_dec=cnt_t");
	ck_assert_int_eq(c.axioms.kind, WORD_CHECK);
}
END_TEST

START_TEST(a_conditional_word_makes_its_change_conditional)
{
	struct safec_change c = { .was = "cnt_t" };
	const char *text = unmarked("f(@n * s@product(n, s)@); @cnt_t@ref_t@ z;",
				    &c.edits);

	has_axioms(&c, text, "ref_t=cnt_t product=any");
	ck_assert_int_eq(c.axioms.kind, WORD_CONDITIONAL);
}
END_TEST

START_TEST(an_annotation_leaves_its_change_an_annotation)
{
	struct safec_change c = { 0 };
	const char *text = unmarked("int a[]@@ sized(n)@;", &c.edits);

	has_axioms(&c, text, "sized=any");
	ck_assert_int_eq(c.axioms.kind, WORD_ANNOTATION);
	ck_assert_ptr_null(c.condition);
}
END_TEST

START_TEST(the_condition_is_what_the_words_say_of_their_case)
{
	struct safec_change c = { .was = "cnt_t" };
	const char *text = unmarked("@cnt_inc@ref_inc@(&x); @cnt_dec@ref_dec@(&x); "
				    "f(@n * s@product(n, s)@);", &c.edits);

	has_axioms(&c, text, "ref_inc=cnt_t ref_dec=cnt_t product=any");
	ck_assert_str_eq(c.condition,
		"ref_inc, ref_dec: as before when 0 < old; else it saturates. "
		"product: as before when it fits; else it is SIZE_MAX");
}
END_TEST

/* ----------------------------------------------------------------- the table */

/* The table TEXT is refused on LINE, for WHAT. */
static void bad_table(const char *text, unsigned int line, const char *what)
{
	const struct erasure *none = NULL;

	put("words.table", text);
	says = NULL;
	ck_assert_int_eq(erasure_read(&arena, ".", &none, &says), -SAFEC_EMODEL);
	ck_assert_ptr_null(none);
	ck_assert_str_eq(says, arena_printf(&arena, "./words.table:%u: %s", line, what));
}

START_TEST(a_table_has_words_at_the_margin)
{
	bad_table("# text\nworld x\n", 2,
		  "a line at the margin begins with 'word': world x");
}
END_TEST

START_TEST(a_word_has_a_name)
{
	bad_table("word\n", 1, "no word: NAME or NAME(PARAMETERS) is expected");
}
END_TEST

START_TEST(a_words_parameters_are_closed)
{
	bad_table("word f(a\n", 1,
		  "no word: NAME or NAME(PARAMETERS) is expected: f(a");
}
END_TEST

START_TEST(nothing_follows_a_words_parameters)
{
	bad_table("word f(a) b\n", 1,
		  "no word: NAME or NAME(PARAMETERS) is expected: f(a) b");
}
END_TEST

START_TEST(a_word_is_described_once)
{
	bad_table("word f(a)\n\tkind annotation\n\tmeans:\n\nword f(a)\n", 5,
		  "a word is described once: f(a)");
}
END_TEST

START_TEST(a_word_has_a_meaning)
{
	bad_table("word f(a)\n\tkind annotation\n\nword g\n", 4,
		  "a word without a meaning: f");
}
END_TEST

START_TEST(the_last_word_has_a_meaning)
{
	bad_table("word f(a)\n\tkind annotation\n", 3, "a word without a meaning: f");
}
END_TEST

START_TEST(a_check_says_when_it_is_equal)
{
	bad_table("word f(a)\n\tmeans: a\n\nword g\n", 4,
		  "a word that does not say when it is equal: f");
}
END_TEST

START_TEST(a_conditional_word_says_when_it_is_equal)
{
	bad_table("word f(a)\n\tkind conditional\n\tmeans: a\nword g\n", 4,
		  "a word that does not say when it is equal: f");
}
END_TEST

START_TEST(equal_needs_a_case)
{
	bad_table("word f(a)\n\tmeans: a\n\tequal when\n", 3,
		  "'equal when' needs a case: when");
}
END_TEST

START_TEST(equal_is_followed_by_when)
{
	bad_table("word f(a)\n\tmeans: a\n\tequal always\n", 3,
		  "'equal when' needs a case: always");
}
END_TEST

START_TEST(a_meaning_has_a_colon)
{
	bad_table("word f(a)\n\twas cnt_t cnt_inc(a)\n", 2,
		  "a ':' is expected behind what stood there: cnt_t cnt_inc(a)");
}
END_TEST

START_TEST(a_kind_is_known)
{
	bad_table("word f(a)\n\tkind harmless\n", 2,
		  "kind is annotation, check or conditional, not: harmless");
}
END_TEST

START_TEST(a_detail_belongs_to_a_word)
{
	bad_table("\n\tkind check\n", 2, "this belongs to no word: kind check");
}
END_TEST

START_TEST(a_detail_is_known)
{
	bad_table("word f(a)\n\tmeaning: a\n", 2, "no such line: meaning: a");
}
END_TEST

START_TEST(a_table_that_is_not_there_is_named)
{
	const struct erasure *none = NULL;

	ck_assert_int_eq(erasure_read(&arena, "./no", &none, &says), -SAFEC_EREAD);
	ck_assert_ptr_null(none);
	ck_assert_str_eq(says, "cannot read ./no/words.table");
}
END_TEST

START_TEST(a_word_is_read_with_all_that_is_said_of_it)
{
	const struct word *w = word("ref_inc");

	ck_assert_str_eq(w->name, "ref_inc");
	ck_assert_str_eq(w->params, "v");
	ck_assert_int_eq(w->kind, WORD_CHECK);
	ck_assert_uint_eq(w->meaning_count, 3);
	ck_assert_str_eq(w->meanings[1].was, "cnt_add");
	ck_assert_str_eq(w->meanings[1].text, "cnt_add(1, v)");
	ck_assert_str_eq(w->equal, "0 < old");
	ck_assert_str_eq(w->otherwise, "saturates");
	ck_assert_uint_eq(w->line, 8);
}
END_TEST

START_TEST(a_kind_is_read)
{
	ck_assert_int_eq(word("product")->kind, WORD_CONDITIONAL);
	ck_assert_int_eq(word("sized")->kind, WORD_ANNOTATION);
}
END_TEST

START_TEST(a_word_that_is_no_call_has_no_macro)
{
	ck_assert_ptr_null(word("ref_t")->params);
	ck_assert_ptr_null(word("ref_t")->meanings[0].macro);
}
END_TEST

START_TEST(the_table_is_sorted_as_it_is_written)
{
	ck_assert_str_eq(erasure_nth(table, 0)->name, "ref_t");
	ck_assert_str_eq(erasure_nth(table, 4)->name, "sized");
	ck_assert_ptr_null(erasure_nth(table, 5));
}
END_TEST

START_TEST(a_meaning_is_found_by_all_of_its_name)
{
	const struct word *w = word("ref_inc");

	ck_assert_ptr_eq(word_meaning(w, "cnt_addition", 7), &w->meanings[1]);
	ck_assert_ptr_null(word_meaning(w, "cnt_addition", 12));
	ck_assert_ptr_null(word_meaning(w, "cnt_add", 6));
	ck_assert_ptr_null(word_meaning(w, NULL, 0));
}
END_TEST

START_TEST(each_meaning_of_a_call_is_a_macro)
{
	ck_assert_str_eq(erasure_macros(table), arena_printf(&arena,
		"#define %s(v) cnt_inc(v)\n"
		"#define %s(v) cnt_add(1, v)\n"
		"#define %s(v) ((void)cnt_return(v))\n"
		"#define %s(v) cnt_dec(v)\n"
		"#define %s(a, b) ((a) * (b))\n"
		"#define %s(n) \n",
		macro("ref_inc", "cnt_t"), macro("ref_inc", "cnt_add"),
		macro("ref_inc", "cnt_return"), macro("ref_dec", "cnt_t"),
		macro("product", NULL), macro("sized", NULL)));
}
END_TEST

START_TEST(no_two_meanings_share_a_macro)
{
	ck_assert_str_ne(macro("ref_inc", "cnt_t"), macro("ref_inc", "cnt_add"));
	ck_assert_str_ne(macro("ref_inc", "cnt_t"), macro("ref_dec", "cnt_t"));
}
END_TEST

START_TEST(the_shipped_table_can_be_read)
{
	const struct erasure *shipped = NULL;
	size_t n = 0;

	says = "";
	ck_assert_msg(erasure_read(&arena, TEST_MODELS, &shipped, &says) == 0, "%s",
		      says);
	while (erasure_nth(shipped, n))
		n++;
	ck_assert_uint_gt(n, 20);
	ck_assert_ptr_nonnull(strstr(erasure_macros(shipped), "#define __safec"));
}
END_TEST

/* ------------------------------------------------------------------------ all */

static TCase *case_words(void)
{
	TCase *t = tcase_create("words");

	tcase_add_test(t, a_call_becomes_its_macro);
	tcase_add_test(t, the_function_that_stood_there_comes_before_the_type);
	tcase_add_test(t, without_a_row_for_the_function_the_type_has_one);
	tcase_add_test(t, a_meaning_for_anything_needs_no_type);
	tcase_add_test(t, a_meaning_for_anything_holds_for_a_type_too);
	tcase_add_test(t, a_word_that_is_no_call_becomes_its_text);
	tcase_add_test(t, a_type_can_become_the_one_before);
	tcase_add_test(t, each_word_of_a_text_is_erased);
	tcase_add_test(t, a_word_that_stood_there_stays);
	tcase_add_test(t, a_word_that_stood_elsewhere_is_erased);
	tcase_add_test(t, a_word_in_a_comment_did_not_stand_there);
	tcase_add_test(t, a_word_outside_of_edits_stays);
	tcase_add_test(t, a_name_that_holds_a_word_stays);
	tcase_add_test(t, a_word_in_a_string_stays);
	tcase_add_test(t, a_word_in_a_directive_stays);
	tcase_add_test(t, a_word_without_a_meaning_there_is_refused);
	tcase_add_test(t, a_word_without_a_meaning_where_nothing_stood_is_refused);
	tcase_add_test(t, each_change_has_its_own_type);
	return t;
}

static TCase *case_edits(void)
{
	TCase *t = tcase_create("edits");

	tcase_add_test(t, without_edits_the_text_stays);
	tcase_add_test(t, the_edits_of_other_files_are_not_made);
	tcase_add_test(t, an_edit_that_two_changes_share_is_made_once);
	tcase_add_test(t, overlapping_edits_are_refused);
	tcase_add_test(t, two_texts_for_the_same_bytes_are_refused);
	tcase_add_test(t, an_edit_past_the_end_is_refused);
	tcase_add_test(t, a_huge_drop_is_refused);
	return t;
}

static TCase *case_positions(void)
{
	TCase *t = tcase_create("positions");

	tcase_add_test(t, a_longer_text_moves_nothing);
	tcase_add_test(t, a_shorter_text_moves_nothing);
	tcase_add_test(t, a_text_of_more_lines_moves_nothing);
	tcase_add_test(t, dropped_lines_move_nothing);
	tcase_add_test(t, a_line_that_is_gone_moves_nothing);
	tcase_add_test(t, an_include_at_the_beginning_of_a_line_moves_nothing);
	tcase_add_test(t, an_include_on_the_first_line_moves_nothing);
	tcase_add_test(t, a_longer_text_at_the_end_of_a_line_moves_nothing);
	tcase_add_test(t, a_further_line_at_the_end_of_a_line_moves_nothing);
	tcase_add_test(t, neighbours_move_nothing);
	tcase_add_test(t, two_edits_of_a_line_move_nothing);
	tcase_add_test(t, an_edit_of_more_lines_before_another_moves_nothing);
	tcase_add_test(t, the_name_of_a_call_moves_nothing_in_its_brackets);
	tcase_add_test(t, a_bracket_behind_a_blank_is_no_other);
	tcase_add_test(t, an_edit_in_a_macros_arguments_moves_nothing);
	tcase_add_test(t, an_edit_in_a_definition_moves_nothing_behind_it);
	tcase_add_test(t, an_edit_in_a_definition_of_two_lines_moves_nothing_behind_it);
	tcase_add_test(t,
		an_edit_in_a_definition_of_two_crlf_lines_moves_nothing_behind_it);
	tcase_add_test(t, a_definition_that_grows_by_a_line_moves_nothing_behind_it);
	tcase_add_test(t, a_definition_behind_a_comment_is_one);
	tcase_add_test(t, lines_that_end_in_crlf_move_nothing);
	tcase_add_test(t, tabs_move_nothing);
	tcase_add_test(t, an_edit_at_the_end_without_a_newline_moves_nothing);
	tcase_add_test(t, a_longer_text_at_the_end_without_a_newline_moves_nothing);
	tcase_add_test(t, an_edit_of_all_bytes_can_be_made);
	tcase_add_test(t, an_empty_file_can_be_filled);
	tcase_add_test(t, an_edit_that_fits_adds_nothing);
	tcase_add_test(t, a_shorter_text_is_followed_by_blanks);
	tcase_add_test(t, nothing_parts_a_macro_from_its_bracket);
	tcase_add_test(t, nothing_parts_a_macro_from_a_bracket_behind_a_blank);
	return t;
}

static TCase *case_faith(void)
{
	TCase *t = tcase_create("faith");

	tcase_add_test(t, code_behind_a_new_comment_is_none);
	tcase_add_test(t, code_behind_a_new_open_comment_is_none);
	tcase_add_test(t, a_comment_that_is_edited_stays_one);
	tcase_add_test(t, code_behind_a_new_directive_is_of_it);
	tcase_add_test(t, tokens_that_become_one_are_one);
	tcase_add_test(t, names_that_become_one_are_one);
	tcase_add_test(t, a_word_that_comes_of_two_texts_stays);
	tcase_add_test(t, a_part_of_a_name_can_be_replaced);
	tcase_add_test(t, tokens_that_become_a_comment_are_one);
	tcase_add_test(t, a_prefix_joins_its_string);
	tcase_add_test(t, the_line_behind_such_a_text_is_where_it_was);
	return t;
}

static TCase *case_axioms(void)
{
	TCase *t = tcase_create("axioms");

	tcase_add_test(t, the_words_of_a_change_are_what_it_puts_in);
	tcase_add_test(t, a_copied_word_is_no_axiom);
	tcase_add_test(t, a_word_without_a_meaning_is_told);
	tcase_add_test(t, who_is_told_can_stop);
	tcase_add_test(t, each_axiom_is_listed_once_as_the_table_is_sorted);
	tcase_add_test(t, a_conditional_word_makes_its_change_conditional);
	tcase_add_test(t, an_annotation_leaves_its_change_an_annotation);
	tcase_add_test(t, the_condition_is_what_the_words_say_of_their_case);
	return t;
}

static TCase *case_table(void)
{
	TCase *t = tcase_create("table");

	tcase_add_test(t, a_table_has_words_at_the_margin);
	tcase_add_test(t, a_word_has_a_name);
	tcase_add_test(t, a_words_parameters_are_closed);
	tcase_add_test(t, nothing_follows_a_words_parameters);
	tcase_add_test(t, a_word_is_described_once);
	tcase_add_test(t, a_word_has_a_meaning);
	tcase_add_test(t, the_last_word_has_a_meaning);
	tcase_add_test(t, a_check_says_when_it_is_equal);
	tcase_add_test(t, a_conditional_word_says_when_it_is_equal);
	tcase_add_test(t, equal_needs_a_case);
	tcase_add_test(t, equal_is_followed_by_when);
	tcase_add_test(t, a_meaning_has_a_colon);
	tcase_add_test(t, a_kind_is_known);
	tcase_add_test(t, a_detail_belongs_to_a_word);
	tcase_add_test(t, a_detail_is_known);
	tcase_add_test(t, a_table_that_is_not_there_is_named);
	tcase_add_test(t, a_word_is_read_with_all_that_is_said_of_it);
	tcase_add_test(t, a_kind_is_read);
	tcase_add_test(t, a_word_that_is_no_call_has_no_macro);
	tcase_add_test(t, the_table_is_sorted_as_it_is_written);
	tcase_add_test(t, a_meaning_is_found_by_all_of_its_name);
	tcase_add_test(t, each_meaning_of_a_call_is_a_macro);
	tcase_add_test(t, no_two_meanings_share_a_macro);
	tcase_add_test(t, the_shipped_table_can_be_read);
	return t;
}

static void add(Suite *s, TCase *t)
{
	tcase_add_checked_fixture(t, set_up_table, tear_down);
	suite_add_tcase(s, t);
}

int main(void)
{
	Suite *s = suite_create("proof_text");
	SRunner *runner;
	int failed;

	add(s, case_words());
	add(s, case_edits());
	add(s, case_positions());
	add(s, case_faith());
	add(s, case_axioms());
	add(s, case_table());
	runner = srunner_create(s);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed != 0;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Lists of edits: what conflicts, what is shared, and what gets written. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "rewrite/change.h"

static void add(struct edits *list, const char *file, size_t offset,
		size_t drop, const char *text)
{
	ck_assert_int_eq(edits_add(list, file, offset, drop, text), 0);
}

static bool conflict(struct edits *a, struct edits *b)
{
	const struct safec_edit *where = NULL;
	bool found = edits_conflict(a, b, &where);

	ck_assert(found == (where != NULL));
	free(a->item);
	free(b->item);
	*a = *b = (struct edits){ 0 };
	return found;
}

/* The result of LIST on TEXT; LIST is freed. */
static void gives(struct edits *list, const char *text, const char *wanted)
{
	char *out = NULL;
	size_t size = 0;

	edits_sort(list);
	ck_assert_int_eq(edits_apply(list, "f", text, strlen(text), &out,
				     &size), 0);
	ck_assert_str_eq(out, wanted);
	ck_assert_uint_eq(size, strlen(wanted));
	free(out);
	free(list->item);
}

static void refused(struct edits *list, const char *text)
{
	char *out = NULL;
	size_t size = 7;

	edits_sort(list);
	ck_assert_int_eq(edits_apply(list, "f", text, strlen(text), &out,
				     &size), -SAFEC_EARG);
	ck_assert_ptr_null(out);
	ck_assert_uint_eq(size, 7);
	free(list->item);
}

START_TEST(sort_is_by_file_offset_drop)
{
	struct edits e = { 0 };

	add(&e, "b", 1, 0, "4");
	add(&e, "a", 9, 2, "3");
	add(&e, "a", 9, 0, "2");
	add(&e, "a", 3, 5, "1");
	edits_sort(&e);
	ck_assert_str_eq(e.item[0].put, "1");
	ck_assert_str_eq(e.item[1].put, "2");
	ck_assert_str_eq(e.item[2].put, "3");
	ck_assert_str_eq(e.item[3].put, "4");
	free(e.item);
}
END_TEST

START_TEST(one_byte_claimed_twice_conflicts)
{
	struct edits a = { 0 }, b = { 0 };

	add(&a, "f", 10, 5, "x");
	add(&b, "f", 14, 1, "y");
	ck_assert(conflict(&a, &b));
}
END_TEST

START_TEST(conflict_names_the_later_claim)
{
	struct edits a = { 0 }, b = { 0 };
	const struct safec_edit *where = NULL;

	add(&a, "f", 10, 5, "x");
	add(&b, "f", 2, 3, "y");
	add(&b, "f", 8, 3, "z");
	ck_assert(edits_conflict(&a, &b, &where));
	ck_assert_str_eq(where->put, "z");
	free(a.item);
	free(b.item);
}
END_TEST

START_TEST(neighbours_do_not_conflict)
{
	struct edits a = { 0 }, b = { 0 };

	add(&a, "f", 10, 5, "x");
	add(&b, "f", 5, 5, "y");
	add(&b, "f", 15, 1, "z");
	ck_assert(!conflict(&a, &b));
}
END_TEST

START_TEST(the_same_place_in_another_file_does_not_conflict)
{
	struct edits a = { 0 }, b = { 0 };

	add(&a, "f", 10, 5, "x");
	add(&b, "g", 10, 5, "y");
	ck_assert(!conflict(&a, &b));
}
END_TEST

START_TEST(the_same_edit_is_shared)
{
	struct edits a = { 0 }, b = { 0 };

	add(&a, "f", 0, 0, "#include <a.h>\n");
	add(&a, "f", 10, 5, "x");
	add(&b, "f", 0, 0, "#include <a.h>\n");
	add(&b, "f", 20, 5, "y");
	ck_assert(!conflict(&a, &b));
}
END_TEST

START_TEST(the_same_bytes_with_another_text_conflict)
{
	struct edits a = { 0 }, b = { 0 };

	add(&a, "f", 10, 5, "x");
	add(&b, "f", 10, 5, "y");
	ck_assert(conflict(&a, &b));
}
END_TEST

START_TEST(two_texts_at_one_point_conflict)
{
	struct edits a = { 0 }, b = { 0 };

	add(&a, "f", 10, 0, "x");
	add(&b, "f", 10, 0, "y");
	ck_assert(conflict(&a, &b));
}
END_TEST

START_TEST(a_text_inside_dropped_bytes_conflicts)
{
	struct edits a = { 0 }, b = { 0 };

	add(&a, "f", 12, 0, "x");
	add(&b, "f", 10, 5, "y");
	ck_assert(conflict(&a, &b));
}
END_TEST

START_TEST(a_text_at_the_edge_of_dropped_bytes_does_not_conflict)
{
	struct edits a = { 0 }, b = { 0 };

	add(&a, "f", 10, 0, "x");
	add(&a, "f", 15, 0, "z");
	add(&b, "f", 10, 5, "y");
	ck_assert(!conflict(&a, &b));
}
END_TEST

START_TEST(a_long_claim_is_seen_past_short_ones)
{
	struct edits a = { 0 }, b = { 0 };

	add(&a, "f", 0, 100, "x");
	add(&b, "e", 5, 1, "1");
	add(&b, "f", 99, 1, "2");
	ck_assert(conflict(&a, &b));
}
END_TEST

START_TEST(no_edits_conflict_with_nothing)
{
	struct edits a = { 0 }, b = { 0 };

	add(&a, "f", 0, 100, "x");
	ck_assert(!conflict(&a, &b));
}
END_TEST

START_TEST(edits_at_both_ends_are_made)
{
	struct edits e = { 0 };

	add(&e, "f", 6, 0, ">");
	add(&e, "f", 0, 0, "<");
	gives(&e, "middle", "<middle>");
}
END_TEST

START_TEST(first_and_last_byte_can_go)
{
	struct edits e = { 0 };

	add(&e, "f", 0, 1, "");
	add(&e, "f", 5, 1, "");
	gives(&e, "middle", "iddl");
}
END_TEST

START_TEST(a_shared_edit_is_made_once)
{
	struct edits e = { 0 };

	add(&e, "f", 0, 0, "#x\n");
	add(&e, "f", 1, 1, "B");
	add(&e, "f", 0, 0, "#x\n");
	add(&e, "f", 1, 1, "B");
	gives(&e, "abc", "#x\naBc");
}
END_TEST

START_TEST(only_the_named_file_is_edited)
{
	struct edits e = { 0 };

	add(&e, "e", 0, 1, "1");
	add(&e, "f", 1, 1, "2");
	add(&e, "g", 2, 1, "3");
	gives(&e, "abc", "a2c");
}
END_TEST

START_TEST(text_at_a_point_comes_before_what_replaces_the_bytes_there)
{
	struct edits e = { 0 };

	add(&e, "f", 1, 1, "B");
	add(&e, "f", 1, 0, "+");
	add(&e, "f", 2, 0, "-");
	gives(&e, "abc", "a+B-c");
}
END_TEST

START_TEST(an_empty_file_can_be_filled)
{
	struct edits e = { 0 };

	add(&e, "f", 0, 0, "new\n");
	gives(&e, "", "new\n");
}
END_TEST

START_TEST(without_edits_the_text_stays)
{
	struct edits e = { 0 };

	gives(&e, "abc", "abc");
}
END_TEST

START_TEST(bytes_that_are_no_text_stay)
{
	static const char text[] = "a\0\xff\r\nb";
	struct edits e = { 0 };
	char *out = NULL;
	size_t size = 0;

	add(&e, "f", 5, 1, "B");
	ck_assert_int_eq(edits_apply(&e, "f", text, 6, &out, &size), 0);
	ck_assert_uint_eq(size, 6);
	ck_assert_mem_eq(out, "a\0\xff\r\nB", 6);
	free(out);
	free(e.item);
}
END_TEST

START_TEST(overlap_is_refused)
{
	struct edits e = { 0 };

	add(&e, "f", 0, 2, "x");
	add(&e, "f", 1, 2, "y");
	refused(&e, "abc");
}
END_TEST

START_TEST(two_texts_at_one_point_are_refused)
{
	struct edits e = { 0 };

	add(&e, "f", 1, 0, "x");
	add(&e, "f", 1, 0, "y");
	refused(&e, "abc");
}
END_TEST

START_TEST(an_edit_past_the_end_is_refused)
{
	struct edits e = { 0 };

	add(&e, "f", 2, 2, "x");
	refused(&e, "abc");
}
END_TEST

START_TEST(a_huge_drop_is_refused)
{
	struct edits e = { 0 };

	add(&e, "f", 1, (size_t)-1, "x");
	refused(&e, "abc");
}
END_TEST

START_TEST(an_offset_past_the_end_is_refused)
{
	struct edits e = { 0 };

	add(&e, "f", 4, 0, "x");
	refused(&e, "abc");
}
END_TEST

START_TEST(many_edits_keep_their_order)
{
	struct edits e = { 0 };
	char text[2001] = "", wanted[1001] = "";
	size_t i;

	for (i = 0; i < 1000; i++) {
		memcpy(text + 2 * i, "ab", 3);
		memcpy(wanted + i, "c", 2);
		add(&e, "f", 2 * (999 - i), 2, "c");
	}
	gives(&e, text, wanted);
}
END_TEST

START_TEST(places_keep_what_was_added)
{
	struct places p = { 0 };

	ck_assert_int_eq(places_add(&p, "f.c", 3, 4, "is set to 1"), 0);
	ck_assert_uint_eq(p.n, 1);
	ck_assert_str_eq(p.item[0].file, "f.c");
	ck_assert_uint_eq(p.item[0].line, 3);
	ck_assert_uint_eq(p.item[0].column, 4);
	ck_assert_str_eq(p.item[0].says, "is set to 1");
	free(p.item);
}
END_TEST

START_TEST(lists_that_hold_nothing_can_be_freed)
{
	struct changes c = { 0 };
	struct findings f = { 0 };

	changes_free(&c);
	findings_free(&f);
	ck_assert_ptr_null(c.item);
	ck_assert_ptr_null(f.item);
}
END_TEST

static Suite *suite(void)
{
	Suite *s = suite_create("change");
	TCase *t = tcase_create("edits");

	tcase_add_test(t, sort_is_by_file_offset_drop);
	tcase_add_test(t, one_byte_claimed_twice_conflicts);
	tcase_add_test(t, conflict_names_the_later_claim);
	tcase_add_test(t, neighbours_do_not_conflict);
	tcase_add_test(t, the_same_place_in_another_file_does_not_conflict);
	tcase_add_test(t, the_same_edit_is_shared);
	tcase_add_test(t, the_same_bytes_with_another_text_conflict);
	tcase_add_test(t, two_texts_at_one_point_conflict);
	tcase_add_test(t, a_text_inside_dropped_bytes_conflicts);
	tcase_add_test(t,
		a_text_at_the_edge_of_dropped_bytes_does_not_conflict);
	tcase_add_test(t, a_long_claim_is_seen_past_short_ones);
	tcase_add_test(t, no_edits_conflict_with_nothing);
	tcase_add_test(t, edits_at_both_ends_are_made);
	tcase_add_test(t, first_and_last_byte_can_go);
	tcase_add_test(t, a_shared_edit_is_made_once);
	tcase_add_test(t, only_the_named_file_is_edited);
	tcase_add_test(t,
		text_at_a_point_comes_before_what_replaces_the_bytes_there);
	tcase_add_test(t, an_empty_file_can_be_filled);
	tcase_add_test(t, without_edits_the_text_stays);
	tcase_add_test(t, bytes_that_are_no_text_stay);
	tcase_add_test(t, overlap_is_refused);
	tcase_add_test(t, two_texts_at_one_point_are_refused);
	tcase_add_test(t, an_edit_past_the_end_is_refused);
	tcase_add_test(t, a_huge_drop_is_refused);
	tcase_add_test(t, an_offset_past_the_end_is_refused);
	tcase_add_test(t, many_edits_keep_their_order);
	tcase_add_test(t, places_keep_what_was_added);
	tcase_add_test(t, lists_that_hold_nothing_can_be_freed);
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

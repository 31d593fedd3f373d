/* SPDX-License-Identifier: Apache-2.0 */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include <safec/safec.h>

#include "base/vec.h"
#include "facts/facts.h"

static struct facts some_facts(void)
{
	struct facts f = { 0 };
	struct fact_use *use = vec_add(&f.uses, &f.use_count, sizeof(*use));

	use->says = fact_keep(&f, "because");
	use->value = -7;
	fact_keep(&f, "and more");
	return f;
}

START_TEST(strings_are_kept)
{
	struct facts f = some_facts();

	ck_assert_str_eq(fact_string(&f, f.uses[0].says), "because");
	ck_assert_str_eq(fact_string(&f, 0), "");
	ck_assert_str_eq(fact_string(&f, 100000), "");
	facts_free(&f);
}
END_TEST

START_TEST(what_is_written_is_read)
{
	struct facts f = some_facts(), g;
	void *data;
	size_t size;

	ck_assert_int_eq(facts_write(&f, &data, &size), 0);
	ck_assert_int_eq(facts_read(&g, data, size), 0);
	ck_assert_uint_eq(g.use_count, 1);
	ck_assert_int_eq(g.uses[0].value, -7);
	ck_assert_str_eq(fact_string(&g, g.uses[0].says), "because");
	free(data);
	facts_free(&f);
	facts_free(&g);
}
END_TEST

START_TEST(a_part_of_it_is_refused)
{
	struct facts f = some_facts(), g;
	void *data;
	size_t size, n;

	ck_assert_int_eq(facts_write(&f, &data, &size), 0);
	for (n = 0; n < size; n++)
		ck_assert_int_eq(facts_read(&g, data, n), -SAFEC_ECRASH);
	free(data);
	facts_free(&f);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("facts");
	TCase *c = tcase_create("facts");
	SRunner *r;
	int failed;

	tcase_add_test(c, strings_are_kept);
	tcase_add_test(c, what_is_written_is_read);
	tcase_add_test(c, a_part_of_it_is_refused);
	suite_add_tcase(s, c);
	r = srunner_create(s);
	srunner_run_all(r, CK_ENV);
	failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}

/* SPDX-License-Identifier: Apache-2.0 */
#include <check.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include <safec/safec.h>

#include "base/pool.h"

enum { THINGS = 9, CRASHES = 4, FAILS = 6, SIZE = 200000 };

struct seen {
	int err[THINGS];
	size_t size[THINGS];
	char first[THINGS];
	int calls;
};

/* A block larger than a pipe holds, whose bytes say which thing it is. */
static int work(void *arg, size_t i, void **out, size_t *size)
{
	(void)arg;
	if (i == FAILS)
		return -SAFEC_EPARSE;
	*out = malloc(SIZE + i);
	memset(*out, 'a' + (int)i, SIZE + i);
	*size = SIZE + i;
	return 0;
}

static int crash(void *arg, size_t i, void **out, size_t *size)
{
	if (i == CRASHES)
		raise(SIGKILL);
	return work(arg, i, out, size);
}

static int done(void *arg, size_t i, int err, const void *data, size_t size,
		const char *says)
{
	struct seen *s = arg;

	(void)says;
	s->err[i] = err;
	s->size[i] = size;
	s->first[i] = size ? *(const char *)data : 0;
	s->calls++;
	return 0;
}

static void all_but(const struct seen *s, int bad, int err)
{
	int i;

	ck_assert_int_eq(s->calls, THINGS);
	for (i = 0; i < THINGS; i++) {
		if (i == bad || i == FAILS)
			continue;
		ck_assert_int_eq(s->err[i], 0);
		ck_assert_uint_eq(s->size[i], (size_t)(SIZE + i));
		ck_assert_int_eq(s->first[i], 'a' + i);
	}
	ck_assert_int_eq(s->err[FAILS], -SAFEC_EPARSE);
	if (bad >= 0)
		ck_assert_int_eq(s->err[bad], err);
}

START_TEST(here_one_after_the_other)
{
	struct seen s = { 0 };

	ck_assert_int_eq(pool_run(THINGS, 0, 60, work, done, &s), 0);
	all_but(&s, -1, 0);
}
END_TEST

START_TEST(in_workers_with_large_results)
{
	struct seen s = { 0 };

	ck_assert_int_eq(pool_run(THINGS, 3, 60, work, done, &s), 0);
	all_but(&s, -1, 0);
}
END_TEST

START_TEST(a_crash_loses_one_thing)
{
	struct seen s = { 0 };

	ck_assert_int_eq(pool_run(THINGS, 2, 60, crash, done, &s), 0);
	all_but(&s, CRASHES, -SAFEC_ECRASH);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("pool");
	TCase *c = tcase_create("pool");
	SRunner *r;
	int failed;

	tcase_add_test(c, here_one_after_the_other);
	tcase_add_test(c, in_workers_with_large_results);
	tcase_add_test(c, a_crash_loses_one_thing);
	suite_add_tcase(s, c);
	r = srunner_create(s);
	srunner_run_all(r, CK_ENV);
	failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* The JSON: the contract of docs/output.md, held against its schema too. */
#include <check.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "emit/emit.h"

/* A run with one of everything; tests change what they are about. */
struct sample {
	struct emit_run run;
	struct emit_unit unit;
	struct safec_change change;
	struct safec_change *change_item;
	struct changes changes;
	struct safec_finding finding;
	struct safec_finding *finding_item;
	struct findings findings;
	struct emit_file file;
	struct safec_place place;
	struct safec_edit edit;
};

static const char *const messages[] = { "a.c:1:2: error: no", "second" };

static void fill_change(struct sample *s)
{
	s->place = (struct safec_place){ "/root/d/a.c", 3, 4, "is set to 1" };
	s->edit = (struct safec_edit){ "/root/d/a.c", 5, 8, "refcount_t" };
	s->change = (struct safec_change){
		.id = "refcount-0123",
		.rule = "refcount",
		.verdict = SAFEC_APPLIED,
		.reason = "it is a reference count",
		.name = "ring.users",
		.entity = { "ring", "hdr.users", NULL, "d/a.c" },
		.before = "atomic_t",
		.after = "refcount_t",
		.confidence = 0.9,
		.evidence = { &s->place, 1 },
		.proof = SAFEC_ERASED,
		.proof_units = 2,
		.edits = { &s->edit, 1 },
	};
	s->change_item = &s->change;
	s->changes = (struct changes){ &s->change_item, 1 };
}

static void fill(struct sample *s)
{
	*s = (struct sample){ 0 };
	fill_change(s);
	s->finding = (struct safec_finding){
		.id = "R1-4567",
		.rule = "R1",
		.severity = "warning",
		.place = { "/root/d/a.c", 7, 8, "counts by hand" },
		.path = { &s->place, 1 },
	};
	s->finding_item = &s->finding;
	s->findings = (struct findings){ &s->finding_item, 1 };
	s->unit = (struct emit_unit){ "d/a.c", SAFEC_FAILED, 0.25, messages, 2 };
	s->file = (struct emit_file){ .path = "/else/b.c", .name = "b.c" };
	s->run = (struct emit_run){
		.root = "/root",
		.profile = SAFEC_UPSTREAM,
		.units = &s->unit,
		.unit_count = 1,
		.changes = &s->changes,
		.findings = &s->findings,
		.coverage = { 5, 1, 2, 1, 1 },
		.files = &s->file,
		.file_count = 1,
	};
}

static char *text_of(const struct emit_run *run)
{
	char *text = NULL;

	ck_assert_int_eq(emit_json(run, &text), 0);
	ck_assert_ptr_nonnull(text);
	return text;
}

static json_t *json_of(const struct emit_run *run)
{
	char *text = text_of(run);
	json_t *json = json_loads(text, 0, NULL);

	ck_assert_ptr_nonnull(json);
	free(text);
	return json;
}

/* What stands at a path such as "changes.0.id". */
static json_t *at(json_t *json, const char *path)
{
	char copy[100], *step, *rest = copy;

	snprintf(copy, sizeof(copy), "%s", path);
	while ((step = strsep(&rest, ".")))
		json = json_is_array(json) ?
			json_array_get(json, strtoul(step, NULL, 10)) :
			json_object_get(json, step);
	ck_assert_msg(json != NULL, "nothing at %s", path);
	return json;
}

static void says(const struct emit_run *run, const char *path,
		 const char *wanted)
{
	json_t *json = json_of(run);

	if (wanted)
		ck_assert_str_eq(json_string_value(at(json, path)), wanted);
	else
		ck_assert(json_is_null(at(json, path)));
	json_decref(json);
}

/* Whether the schema takes TEXT, asked of python3-jsonschema. */
static bool valid(const char *text)
{
	FILE *f = popen("python3 -c 'import json, sys, jsonschema\n"
			"schema = json.load(open(sys.argv[1]))\n"
			"check = jsonschema.Draft202012Validator\n"
			"check.check_schema(schema)\n"
			"sys.exit(not check(schema).is_valid("
			"json.load(sys.stdin)))' "
			TEST_TOP "/share/output.schema.json", "w");

	ck_assert_ptr_nonnull(f);
	fputs(text, f);
	return pclose(f) == 0;
}

START_TEST(the_schema_takes_a_full_run)
{
	struct sample s;
	char *text;

	fill(&s);
	text = text_of(&s.run);
	ck_assert(valid(text));
	free(text);
}
END_TEST

START_TEST(the_schema_takes_an_empty_run)
{
	struct emit_run run = { .root = "" };
	char *text = text_of(&run);

	ck_assert(valid(text));
	free(text);
}
END_TEST

START_TEST(the_schema_refuses_what_it_does_not_know)
{
	ck_assert(!valid("{\"version\": 1}"));
}
END_TEST

START_TEST(keys_stand_in_the_contracts_order)
{
	static const char *const order[] = {
		"version", "tool", "profile", "units", "changes", "id", "rule",
		"status", "reason", "entity", "record", "member", "function",
		"before", "after", "value", "confidence", "evidence", "against",
		"proof", "class", "condition", "edits", "offset", "drop", "put",
		"findings", "severity", "message", "coverage", "sites",
		"proved", "checked", "unsafe", "unchecked", "by_rule", "causes",
	};
	struct sample s;
	char *text, *from, key[40];
	size_t i;

	fill(&s);
	s.run.unit_count = 0;
	text = from = text_of(&s.run);
	for (i = 0; i < sizeof(order) / sizeof(*order); i++) {
		snprintf(key, sizeof(key), "\"%s\": ", order[i]);
		from = strstr(from, key);
		ck_assert_msg(from != NULL, "no %s, or too early", order[i]);
	}
	free(text);
}
END_TEST

START_TEST(two_runs_give_the_same_bytes)
{
	struct sample s;
	char *a, *b;

	fill(&s);
	a = text_of(&s.run);
	b = text_of(&s.run);
	ck_assert_str_eq(a, b);
	free(a);
	free(b);
}
END_TEST

START_TEST(an_applied_change_has_no_reason)
{
	struct sample s;

	fill(&s);
	says(&s.run, "changes.0.status", "applied");
	says(&s.run, "changes.0.reason", NULL);
}
END_TEST

START_TEST(a_withheld_change_says_why)
{
	struct sample s;

	fill(&s);
	s.change.verdict = SAFEC_WITHHELD;
	s.change.reason = "atomic_cmpxchg at a.c:4";
	says(&s.run, "changes.0.status", "withheld");
	says(&s.run, "changes.0.reason", "atomic_cmpxchg at a.c:4");
}
END_TEST

START_TEST(what_does_not_apply_is_null)
{
	struct sample s;

	fill(&s);
	says(&s.run, "changes.0.entity.function", NULL);
	says(&s.run, "changes.0.value", NULL);
	says(&s.run, "changes.0.proof.condition", NULL);
}
END_TEST

START_TEST(paths_are_relative_to_the_root)
{
	struct sample s;

	fill(&s);
	says(&s.run, "changes.0.edits.0.file", "d/a.c");
	says(&s.run, "changes.0.evidence.0.file", "d/a.c");
	says(&s.run, "findings.0.file", "d/a.c");
}
END_TEST

START_TEST(a_file_outside_the_root_has_the_diffs_name)
{
	struct sample s;

	fill(&s);
	s.edit.file = "/else/b.c";
	says(&s.run, "changes.0.edits.0.file", "b.c");
}
END_TEST

START_TEST(a_sibling_whose_name_starts_like_the_root_keeps_its_path)
{
	struct sample s;

	fill(&s);
	s.edit.file = "/rooted/a.c";
	says(&s.run, "changes.0.edits.0.file", "/rooted/a.c");
}
END_TEST

START_TEST(the_compilers_messages_are_kept)
{
	struct sample s;

	fill(&s);
	says(&s.run, "units.0.status", "failed");
	says(&s.run, "units.0.messages.1", "second");
}
END_TEST

START_TEST(utf8_stays_as_it_is)
{
	struct sample s;

	fill(&s);
	s.edit.put = "\xc3\xa9 \xe2\x82\xac \xf0\x9f\x90\xa7";
	says(&s.run, "changes.0.edits.0.put", s.edit.put);
}
END_TEST

START_TEST(a_text_that_is_not_utf8_comes_as_latin1)
{
	struct sample s;

	fill(&s);
	s.edit.put = "\xe9 \xc3\xa9";
	says(&s.run, "changes.0.edits.0.put", "\xc3\xa9 \xc3\x83\xc2\xa9");
	says(&s.run, "changes.0.edits.0.encoding", "latin-1");
}
END_TEST

START_TEST(the_schema_takes_latin1)
{
	struct sample s;
	char *text;

	fill(&s);
	s.edit.put = "\xff";
	text = text_of(&s.run);
	ck_assert(valid(text));
	free(text);
}
END_TEST

START_TEST(words_that_are_not_utf8_are_replaced)
{
	struct sample s;

	fill(&s);
	s.place.says = "a\xff\xe2\x82";
	says(&s.run, "changes.0.evidence.0.says",
	     "a\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd");
}
END_TEST

START_TEST(overlong_and_surrogate_bytes_are_not_utf8)
{
	static const char *const bad[] = {
		"\xc0\x80", "\xe0\x9f\xbf", "\xed\xa0\x80", "\xf0\x8f\xbf\xbf",
		"\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\x80", "\xc3",
	};
	struct sample s;
	size_t i;

	fill(&s);
	for (i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		s.edit.put = bad[i];
		says(&s.run, "changes.0.edits.0.encoding", "latin-1");
	}
}
END_TEST

START_TEST(quotes_and_controls_are_escaped)
{
	struct sample s;

	fill(&s);
	s.edit.put = "\"\\\n\t\x01";
	says(&s.run, "changes.0.edits.0.put", "\"\\\n\t\x01");
}
END_TEST

static Suite *suite(void)
{
	Suite *s = suite_create("json");
	TCase *t = tcase_create("json");

	tcase_add_test(t, the_schema_takes_a_full_run);
	tcase_add_test(t, the_schema_takes_an_empty_run);
	tcase_add_test(t, the_schema_refuses_what_it_does_not_know);
	tcase_add_test(t, keys_stand_in_the_contracts_order);
	tcase_add_test(t, two_runs_give_the_same_bytes);
	tcase_add_test(t, an_applied_change_has_no_reason);
	tcase_add_test(t, a_withheld_change_says_why);
	tcase_add_test(t, what_does_not_apply_is_null);
	tcase_add_test(t, paths_are_relative_to_the_root);
	tcase_add_test(t, a_file_outside_the_root_has_the_diffs_name);
	tcase_add_test(t,
		a_sibling_whose_name_starts_like_the_root_keeps_its_path);
	tcase_add_test(t, the_compilers_messages_are_kept);
	tcase_add_test(t, utf8_stays_as_it_is);
	tcase_add_test(t, a_text_that_is_not_utf8_comes_as_latin1);
	tcase_add_test(t, the_schema_takes_latin1);
	tcase_add_test(t, words_that_are_not_utf8_are_replaced);
	tcase_add_test(t, overlong_and_surrogate_bytes_are_not_utf8);
	tcase_add_test(t, quotes_and_controls_are_escaped);
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

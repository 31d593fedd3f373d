/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The API model: what the language means, and what it refuses.
 *
 * Each test writes model files into a folder of its own and reads them.
 */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "model/model.h"
#include "safec/safec.h"

#ifndef TEST_MODELS
#define TEST_MODELS "share/models"
#endif

static struct arena arena;
static char dir[64];
static const struct model *model;
static const char *says;

static void make_dir(void)
{
	strcpy(dir, "/tmp/test-model-XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(dir));
	model = NULL;
}

static void drop_dir(void)
{
	const char *const names[] = { "a.model", "B.model", "b.model", "c.txt" };

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		unlink(arena_printf(&arena, "%s/%s", dir, names[i]));
	rmdir(dir);
	arena_free(&arena);
}

static const char *path(const char *name)
{
	return arena_printf(&arena, "%s/%s", dir, name);
}

static void write_bytes(const char *name, const char *text, size_t n)
{
	FILE *out = fopen(path(name), "w");

	ck_assert_ptr_nonnull(out);
	ck_assert_uint_eq(fwrite(text, 1, n, out), n);
	fclose(out);
}

static void write_model(const char *name, const char *text)
{
	write_bytes(name, text, strlen(text));
}

static int read_models(void)
{
	return model_read(&arena, dir, NULL, &model, &says);
}

#define COUNTER \
	"type count_t\n" \
	"\tbits 32 signed\n" \
	"\treads as int\n" \
	"\theader count.h\n"

/* TEXT, behind the type count_t, is a model. */
static void accept(const char *text)
{
	write_model("a.model", arena_printf(&arena, COUNTER "%s", text));
	ck_assert_msg(!read_models(), "%s", says);
}

/* TEXT is refused at its line LINE, with words that contain WHAT. */
static void refuse(const char *text, unsigned int line, const char *what)
{
	const char *at = arena_printf(&arena, "%s:%u: ", path("a.model"), line);

	write_model("a.model", text);
	ck_assert_int_eq(read_models(), -SAFEC_EMODEL);
	ck_assert_msg(!strncmp(says, at, strlen(at)), "%s is not at %s", says,
		      at);
	ck_assert_msg(strstr(says, what), "%s does not say %s", says, what);
	ck_assert_ptr_null(model);
}

/* The same for TEXT behind the type count_t, whose line 1 is the model's 5. */
static void refuse_use(const char *text, unsigned int line, const char *what)
{
	refuse(arena_printf(&arena, COUNTER "%s", text), line + 4, what);
}

static const struct model_function *function(const char *name)
{
	const struct model_function *f = model_function(model, name);

	ck_assert_msg(f, "no %s", name);
	return f;
}

/* ------------------------------------------------------- what lines mean */

START_TEST(a_type_says_all_that_is_known_of_it)
{
	const struct model_type *t;

	write_model("a.model",
		    "type count_t\n"
		    "\tbits 64 signed\n"
		    "\treads as long\n"
		    "\theader linux/count.h\n"
		    "\tsince 6.1\n"
		    "\tbecomes ref_t\n"
		    "type ref_t\n"
		    "\tcounts references\n"
		    "\tbits 32 unsigned\n"
		    "\treads as unsigned   int\t# blanks don't matter\n"
		    "\theader linux/ref.h\n"
		    "\tobject struct kref\n");
	ck_assert_msg(!read_models(), "%s", says);
	ck_assert_str_eq(says, "");
	t = model_type(model, "count_t");
	ck_assert(!t->is_refcount && t->is_signed);
	ck_assert_uint_eq(t->bits, 64);
	ck_assert_str_eq(t->value_type, "long");
	ck_assert_str_eq(t->header, "linux/count.h");
	ck_assert_uint_eq(t->since, 6001);
	ck_assert_str_eq(t->becomes, "ref_t");
	ck_assert_ptr_null(t->object);
	ck_assert_str_eq(t->file, path("a.model"));
	ck_assert_uint_eq(t->line, 1);
	t = model_refcount(model);
	ck_assert_str_eq(t->name, "ref_t");
	ck_assert(t->is_refcount && !t->is_signed);
	ck_assert_str_eq(t->value_type, "unsigned int");
	ck_assert_str_eq(t->object, "struct kref");
	ck_assert_ptr_null(model_type(model, "other_t"));
}
END_TEST

START_TEST(a_parameter_of_a_counter_has_the_kind_of_its_name)
{
	const struct model_function *f;

	accept("macro f(v, n, u, lock, flags, x, ...) of count_t\n"
	       "\tdoes other\n"
	       "function g(v, lock, &flags) of count_t\n"
	       "\tdoes dec-lock-save\n");
	f = function("f");
	ck_assert(f->is_macro);
	ck_assert_uint_eq(f->param_count, 7);
	ck_assert_int_eq(model_param(f, MODEL_COUNTER), 0);
	ck_assert_int_eq(model_param(f, MODEL_VALUE), 1);
	ck_assert_int_eq(model_param(f, MODEL_UNLESS), 2);
	ck_assert_int_eq(model_param(f, MODEL_LOCK), 3);
	ck_assert_int_eq(model_param(f, MODEL_FLAGS), 4);
	ck_assert_int_eq(model_param(f, MODEL_PLAIN), 5);
	ck_assert_int_eq(model_param(f, MODEL_REST), 6);
	ck_assert_int_eq(model_param(f, MODEL_FLAGS_PTR), -1);
	f = function("g");
	ck_assert(!f->is_macro);
	ck_assert_int_eq(model_param(f, MODEL_FLAGS_PTR), 2);
	ck_assert_str_eq(f->params[2].name, "flags");
}
END_TEST

START_TEST(a_parameter_of_anything_else_is_plain)
{
	accept("function f(n, flags, ...)\n\tallocates\n");
	ck_assert_int_eq(function("f")->params[0].kind, MODEL_PLAIN);
	ck_assert_int_eq(function("f")->params[1].kind, MODEL_PLAIN);
	ck_assert_int_eq(function("f")->params[2].kind, MODEL_REST);
	ck_assert_ptr_null(function("f")->type);
}
END_TEST

START_TEST(effects_keep_their_order_and_conditions)
{
	const struct model_effect *e;

	accept("function f(v, n, u) of count_t\n"
	       "\tdoes inc-not-zero when n = 1, u = 0\n"
	       "\tdoes dec-not-one when n = -1, u = 1, result unused\n"
	       "\tdoes sub-test when u = 0, result is zero\n");
	ck_assert_uint_eq(function("f")->effect_count, 3);
	e = function("f")->effects;
	ck_assert_int_eq(e[0].op, MODEL_INC_NOT_ZERO);
	ck_assert(e[0].has_amount && e[0].has_unless);
	ck_assert_int_eq(e[0].amount, 1);
	ck_assert_int_eq(e[0].unless, 0);
	ck_assert_int_eq(e[0].result, MODEL_ANY);
	ck_assert_int_eq(e[1].amount, -1);
	ck_assert_int_eq(e[1].result, MODEL_UNUSED);
	ck_assert(!e[2].has_amount && e[2].has_unless);
	ck_assert_int_eq(e[2].result, MODEL_IS_ZERO);
}
END_TEST

START_TEST(functions_in_a_row_share_what_is_indented)
{
	accept("function f(v) of count_t\n"
	       "macro g(x, v) of count_t\n"
	       "\tdoes inc\n"
	       "\tsince 5.10\n"
	       "function h(v) of count_t\n"
	       "\tdoes dec\n");
	ck_assert_int_eq(function("f")->effects[0].op, MODEL_INC);
	ck_assert_int_eq(function("g")->effects[0].op, MODEL_INC);
	ck_assert_uint_eq(function("f")->since, 5010);
	ck_assert_uint_eq(function("g")->since, 5010);
	ck_assert_uint_eq(function("f")->line, 5);
	ck_assert_uint_eq(function("g")->line, 6);
	ck_assert_uint_eq(function("h")->effect_count, 1);
	ck_assert_int_eq(function("h")->effects[0].op, MODEL_DEC);
	ck_assert_uint_eq(function("h")->since, 0);
}
END_TEST

START_TEST(traits_add_up_and_name_what_they_are_about)
{
	accept("function get(size)\n"
	       "\tallocates\n"
	       "\tzeroes\n"
	       "\treleased by put\n"
	       "function put(x, p)\n"
	       "\treleases p\n"
	       "\tdefers p\n");
	ck_assert_uint_eq(function("get")->traits,
			  MODEL_ALLOCATES | MODEL_ZEROES);
	ck_assert_str_eq(function("get")->releases_with, "put");
	ck_assert_uint_eq(function("put")->traits,
			  MODEL_RELEASES | MODEL_DEFERS);
	ck_assert_int_eq(model_param(function("put"), MODEL_SUBJECT), 1);
}
END_TEST

START_TEST(every_trait_has_its_word)
{
	static const char *const words[] = {
		"wakes p", "prints", "asserts p", "fills p", "defers p",
	};
	static const unsigned int traits[] = {
		MODEL_WAKES, MODEL_PRINTS, MODEL_ASSERTS, MODEL_FILLS,
		MODEL_DEFERS,
	};

	accept(arena_printf(&arena, "function f(p)\n\t%s\n", words[_i]));
	ck_assert_uint_eq(function("f")->traits, traits[_i]);
}
END_TEST

START_TEST(the_margin_sets_defaults_up_to_the_next)
{
	accept("header one.h\n"
	       "since 4.11\n"
	       "function f(p)\n\tprints\n"
	       "function g(p)\n\tprints\n\theader own.h\n\tsince 6.12\n"
	       "\tuntil 6.13\n"
	       "header two.h\n"
	       "function h(p)\n\tprints\n");
	ck_assert_str_eq(function("f")->header, "one.h");
	ck_assert_uint_eq(function("f")->since, 4011);
	ck_assert_str_eq(function("g")->header, "own.h");
	ck_assert_uint_eq(function("g")->since, 6012);
	ck_assert_uint_eq(function("g")->until, 6013);
	ck_assert_str_eq(function("h")->header, "two.h");
	ck_assert_uint_eq(function("h")->since, 4011);
}
END_TEST

START_TEST(a_default_ends_with_its_file)
{
	write_model("a.model", "header one.h\nsince 4.11\n");
	write_model("b.model", "function f(p)\n\tprints\n");
	ck_assert_msg(!read_models(), "%s", says);
	ck_assert_ptr_null(function("f")->header);
	ck_assert_uint_eq(function("f")->since, 0);
}
END_TEST

START_TEST(comments_blank_lines_and_line_ends_mean_nothing)
{
	write_model("a.model", "# a comment\r\n\r\n   \r\n\t# another\r\n"
		    "function f ( p , q )# behind\r\n    prints\t\r\n\r\n"
		    "# in between\r\n\tfills q");
	ck_assert_msg(!read_models(), "%s", says);
	ck_assert_uint_eq(function("f")->traits, MODEL_PRINTS | MODEL_FILLS);
	ck_assert_uint_eq(function("f")->param_count, 2);
}
END_TEST

START_TEST(abi_patterns_match_whole_paths)
{
	accept("abi uapi/*\nabi */uapi/*\n");
	ck_assert(model_is_abi(model, "include/uapi/linux/ioctl.h"));
	ck_assert(model_is_abi(model, "uapi/linux/ioctl.h"));
	ck_assert(!model_is_abi(model, "include/linux/uapi.h"));
	ck_assert(!model_is_abi(model, "drivers/uapi.c"));
}
END_TEST

/* --------------------------------------------------------------- queries */

START_TEST(a_word_does_its_operation_whatever_the_arguments)
{
	const struct model_type *t;

	accept("function ret(v) of count_t\n\tdoes inc when result unused\n"
	       "function add(v, n) of count_t\n"
	       "\tdoes inc when n = 1\n\tdoes add\n"
	       "function up(v) of count_t\n\tdoes inc\n"
	       "function up2(v) of count_t\n\tdoes inc\n");
	t = model_type(model, "count_t");
	ck_assert_str_eq(model_word(model, t, MODEL_INC)->name, "up");
	ck_assert_str_eq(model_word(model, t, MODEL_ADD)->name, "add");
	ck_assert_ptr_null(model_word(model, t, MODEL_DEC));
}
END_TEST

START_TEST(a_word_is_of_the_type_asked_for)
{
	const struct model_type *t;

	accept("type mine_t\n\tbits 8 unsigned\n\treads as u8\n\theader m.h\n"
	       "function theirs(v) of count_t\n\tdoes inc\n"
	       "function mine(v) of mine_t\n\tdoes inc\n");
	t = model_type(model, "mine_t");
	ck_assert_str_eq(model_word(model, t, MODEL_INC)->name, "mine");
}
END_TEST

START_TEST(entries_come_in_order_of_files_then_lines)
{
	const struct model_function *f;

	write_model("b.model", "function b1(p)\n\tprints\n"
		    "function b2(p)\n\tprints\n");
	write_model("a.model", "function a1(p)\n\tprints\n");
	write_model("B.model", "function upper(p)\n\tprints\n");
	write_model("c.txt", "not a model\n");
	ck_assert_msg(!read_models(), "%s", says);
	f = model_next(model, NULL);
	ck_assert_str_eq(f->name, "upper");
	f = model_next(model, f);
	ck_assert_str_eq(f->name, "a1");
	f = model_next(model, f);
	ck_assert_str_eq(f->name, "b1");
	f = model_next(model, f);
	ck_assert_str_eq(f->name, "b2");
	ck_assert_ptr_null(model_next(model, f));
	ck_assert_ptr_null(model_next_type(model, NULL));
	ck_assert_ptr_null(model_refcount(model));
}
END_TEST

START_TEST(users_files_are_read_after_the_folder)
{
	const char *list;

	write_model("a.model", COUNTER);
	write_model("c.txt", "function mine(v) of count_t\n\tdoes inc\n");
	list = arena_printf(&arena, ":%s:", path("c.txt"));
	ck_assert_int_eq(model_read(&arena, dir, list, &model, &says), 0);
	ck_assert_str_eq(function("mine")->file, path("c.txt"));
}
END_TEST

START_TEST(every_operation_has_a_word_of_its_own)
{
	for (unsigned int a = 0; a < MODEL_OP_COUNT; a++)
		for (unsigned int b = 0; b < a; b++)
			ck_assert_str_ne(model_op_word(a), model_op_word(b));
}
END_TEST

/* -------------------------------------------------------------- refusals */

START_TEST(an_unknown_word_is_refused_with_the_known_ones)
{
	refuse("# one\nfunktion f(p)\n", 2, "begins with one of: function");
	refuse_use("function f(v) of count_t\n\tdose inc\n", 2,
		   "'dose'; here a line begins with one of: does");
	refuse("type t\n\twidth 3\n", 2, "'width'");
	refuse_use("function f(v) of count_t\n\tdoes increment\n", 2,
		   "unknown operation 'increment'");
	refuse_use("function f(v) of count_t\n\tdoes none\n", 2, "'none'");
}
END_TEST

START_TEST(what_is_described_twice_is_refused_with_the_other_place)
{
	write_model("b.model", "\n");
	refuse("function f(p)\n\tprints\nfunction f(p)\n\tprints\n", 3,
	       "a.model:1");
	refuse_use("type count_t\n", 1, "a.model:1");
}
END_TEST

START_TEST(a_bad_number_or_version_is_refused)
{
	refuse("type t\n\tbits many signed\n", 2, "'many' is not a number");
	refuse("type t\n\tbits 4 signed\n", 2, "between 8 and 64");
	refuse("type t\n\tbits 32\n", 2, "'signed' or 'unsigned'");
	refuse("type t\n\tbits 99999999999999999999 signed\n", 2, "number");
	refuse("since 6\n", 1, "'6' is not a kernel version");
	refuse("since 6.1.2\n", 1, "'6.1.2'");
	refuse("since -6.1\n", 1, "'-6.1'");
	refuse("since\n", 1, "kernel version");
	refuse_use("function f(v, n) of count_t\n\tdoes inc when n = one\n", 2,
		   "'one' is not a number");
}
END_TEST

START_TEST(a_condition_that_makes_no_sense_is_refused)
{
	refuse_use("function f(v) of count_t\n\tdoes inc when n = 1\n", 2,
		   "no parameter 'n' to compare");
	refuse_use("function f(v) of count_t\n\tdoes inc when u = 1\n", 2,
		   "no parameter 'u' to compare");
	refuse_use("function f(v) of count_t\n\tdoes inc when x = 1\n", 2,
		   "not 'x'");
	refuse_use("function f(v) of count_t\n\tdoes inc when result used\n",
		   2, "not 'used'");
	refuse_use("function f(v, n) of count_t\n\tdoes inc when n 1\n", 2,
		   "'=' was expected");
	refuse_use("function f(v) of count_t\n\tdoes inc when\n", 2,
		   "a condition is about");
}
END_TEST

START_TEST(an_operation_without_its_parameter_is_refused)
{
	refuse_use("function f(v) of count_t\n\tdoes add\n", 2,
		   "needs a parameter 'n'");
	refuse_use("function f(v) of count_t\n\tdoes dec-lock\n", 2,
		   "needs a parameter 'lock'");
	refuse_use("function f(v) of count_t\n\tdoes dec-mutex\n", 2,
		   "needs a parameter 'lock'");
	refuse_use("function f(v, lock) of count_t\n\tdoes dec-lock-save\n", 2,
		   "needs a parameter 'flags'");
	refuse_use("function f(x) of count_t\n\tdoes inc\n", 2,
		   "needs a parameter 'v'");
}
END_TEST

START_TEST(an_operation_that_ignores_a_parameter_is_refused)
{
	refuse_use("function f(v, n) of count_t\n\tdoes inc\n", 2,
		   "ignores 'n'");
	refuse_use("function f(v, n, u) of count_t\n\tdoes add-not-zero\n", 2,
		   "ignores 'u'");
}
END_TEST

START_TEST(an_effect_that_another_hides_is_refused)
{
	refuse_use("function f(v, n) of count_t\n\tdoes add\n"
		   "\tdoes inc when n = 1\n", 3, "can never apply");
}
END_TEST

START_TEST(an_effect_of_no_type_is_refused)
{
	refuse("function f(v)\n\tdoes inc\n", 2, "of TYPE");
}
END_TEST

START_TEST(bad_parameters_are_refused)
{
	refuse("function f(p, p)\n", 1, "two parameters are called 'p'");
	refuse("function f(..., p)\n", 1, "'...' must be the last");
	refuse("function f(p q)\n", 1, "')' was expected, not 'q'");
	refuse("function f(p,)\n", 1, "parameter is missing");
	refuse("function f(p\n", 1, "')' was expected");
	refuse("function f\n", 1, "'(' was expected");
	refuse("function f(2p)\n", 1, "'2p' is not the name");
	refuse("function f(&p)\n", 1, "'&p' is not the name");
	refuse("function 2f(p)\n", 1, "'2f' is not a name in C");
	refuse("function f(p) from x\n", 1, "'from' is too much");
	refuse("function (p)\n", 1, "name of the function is missing");
}
END_TEST

START_TEST(a_trait_about_no_parameter_is_refused)
{
	refuse("function f(p)\n\treleases q\n", 2, "no parameter 'q'");
	refuse("function f(p)\n\treleases\n", 2, "is missing");
	refuse("function f(p, q)\n\treleases p\n\tdefers q\n", 3,
	       "already about 'p'");
}
END_TEST

START_TEST(an_entry_that_says_too_little_is_refused)
{
	refuse("function f(p)\n", 1, "nothing is said about 'f'");
	refuse("function f(p)\nheader x.h\n", 1, "nothing is said");
	refuse_use("function f(v) of count_t\n\tsince 6.1\n", 1,
		   "needs a line 'does'");
	refuse("type t\n\treads as int\n", 1, "needs a line 'bits'");
	refuse("type t\n\tbits 8 signed\n", 1, "needs a line 'reads as'");
	refuse("type t\n\tbits 8 signed\n\treads as s8\n", 1,
	       "needs a line 'header'");
	refuse("function f(p)\n\tprints\n\tzeroes\n", 1,
	       "needs a line 'allocates'");
	refuse("\tprints\n", 1, "no type or function is above it");
	refuse("header x.h\n\tprints\n", 2, "no type or function is above it");
}
END_TEST

START_TEST(a_reference_to_nothing_is_refused_where_it_stands)
{
	refuse("\nfunction f(v) of lost_t\n\tdoes inc\n", 2,
	       "unknown type 'lost_t'");
	refuse("function f(p)\n\tallocates\n\treleased by lost\n", 1,
	       "'lost', which is unknown");
	refuse("function f(p)\n\tallocates\n\treleased by g\n"
	       "function g(p)\n\tprints\n", 1, "no 'releases' line");
	refuse(COUNTER "\tbecomes lost_t\n", 1, "'lost_t', which is unknown");
	refuse(COUNTER "\tbecomes count_t\n", 1, "does not count references");
}
END_TEST

START_TEST(an_end_before_the_beginning_is_refused)
{
	refuse("function f(p)\n\tprints\n\tsince 6.8\n\tuntil 6.8\n", 1,
	       "ends before it begins");
}
END_TEST

START_TEST(binary_files_are_refused)
{
	static const char text[] = "header x.h\nhea\0der y.h\n";

	write_bytes("a.model", text, sizeof(text) - 1);
	ck_assert_int_eq(read_models(), -SAFEC_EMODEL);
	ck_assert_ptr_nonnull(strstr(says, "a.model:2: there is a zero byte"));
}
END_TEST

START_TEST(long_words_are_refused_not_overrun)
{
	char word[1000];

	memset(word, 'x', sizeof(word) - 1);
	word[sizeof(word) - 1] = '\0';
	refuse(word, 1, "unknown word 'xxx");
	refuse(arena_printf(&arena, "function %s(p)\n", word), 1, "too long");
}
END_TEST

START_TEST(what_cannot_be_read_is_named)
{
	rmdir(dir);
	ck_assert_int_eq(read_models(), -SAFEC_EREAD);
	ck_assert_ptr_nonnull(strstr(says, dir));
	ck_assert_int_eq(mkdtemp(strcpy(dir, "/tmp/test-model-XXXXXX")) == dir,
			 1);
	ck_assert_int_eq(read_models(), -SAFEC_EREAD);
	ck_assert_ptr_nonnull(strstr(says, "no *.model file"));
	write_model("a.model", COUNTER);
	ck_assert_int_eq(model_read(&arena, dir, "/nowhere/x.model", &model,
				    &says), -SAFEC_EREAD);
	ck_assert_ptr_nonnull(strstr(says, "/nowhere/x.model: "));
	ck_assert_int_eq(model_read(&arena, dir, dir, &model, &says),
			 -SAFEC_EREAD);
	ck_assert_ptr_null(model);
}
END_TEST

/* ----------------------------------------------------- what we ship */

static void read_ours(void)
{
	int err = model_read(&arena, TEST_MODELS, NULL, &model, &says);

	ck_assert_msg(!err, "%s", says);
}

START_TEST(our_counters_that_become_references_have_words_for_it)
{
	static const enum model_op ops[] = {
		MODEL_INIT, MODEL_SET, MODEL_READ, MODEL_INC, MODEL_DEC,
		MODEL_ADD, MODEL_DEC_TEST, MODEL_SUB_TEST, MODEL_INC_NOT_ZERO,
		MODEL_ADD_NOT_ZERO, MODEL_DEC_NOT_ONE, MODEL_DEC_LOCK,
		MODEL_DEC_LOCK_SAVE, MODEL_DEC_MUTEX,
	};
	const struct model_type *ref;

	read_ours();
	ref = model_refcount(model);
	ck_assert_ptr_nonnull(ref);
	for (size_t i = 0; i < sizeof(ops) / sizeof(*ops); i++)
		ck_assert_msg(model_word(model, ref, ops[i]),
			      "nothing for %s", model_op_word(ops[i]));
	ck_assert_ptr_null(model_word(model, ref, MODEL_SUB));
}
END_TEST

START_TEST(our_allocators_name_what_frees)
{
	read_ours();
	ck_assert_str_eq(function("kzalloc")->releases_with, "kfree");
	ck_assert(function("kzalloc")->traits & MODEL_ZEROES);
	ck_assert(!(function("kmalloc")->traits & MODEL_ZEROES));
	ck_assert(function("kfree_rcu")->traits & MODEL_DEFERS);
}
END_TEST

START_TEST(our_functions_all_have_a_header)
{
	const struct model_function *f = NULL;

	read_ours();
	while ((f = model_next(model, f)))
		ck_assert_msg(f->header, "%s:%u: no header", f->file, f->line);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("model");
	TCase *means = tcase_create("what lines mean");
	TCase *asks = tcase_create("queries");
	TCase *refuses = tcase_create("refusals");
	TCase *ours = tcase_create("what we ship");
	SRunner *runner = srunner_create(suite);
	TCase *const all[] = { means, asks, refuses, ours };
	int failed;

	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++) {
		suite_add_tcase(suite, all[i]);
		tcase_add_checked_fixture(all[i], make_dir, drop_dir);
	}
	tcase_add_test(means, a_type_says_all_that_is_known_of_it);
	tcase_add_test(means, a_parameter_of_a_counter_has_the_kind_of_its_name);
	tcase_add_test(means, a_parameter_of_anything_else_is_plain);
	tcase_add_test(means, effects_keep_their_order_and_conditions);
	tcase_add_test(means, functions_in_a_row_share_what_is_indented);
	tcase_add_test(means, traits_add_up_and_name_what_they_are_about);
	tcase_add_loop_test(means, every_trait_has_its_word, 0, 5);
	tcase_add_test(means, the_margin_sets_defaults_up_to_the_next);
	tcase_add_test(means, a_default_ends_with_its_file);
	tcase_add_test(means, comments_blank_lines_and_line_ends_mean_nothing);
	tcase_add_test(means, abi_patterns_match_whole_paths);
	tcase_add_test(asks, a_word_does_its_operation_whatever_the_arguments);
	tcase_add_test(asks, a_word_is_of_the_type_asked_for);
	tcase_add_test(asks, entries_come_in_order_of_files_then_lines);
	tcase_add_test(asks, users_files_are_read_after_the_folder);
	tcase_add_test(asks, every_operation_has_a_word_of_its_own);
	tcase_add_test(refuses, an_unknown_word_is_refused_with_the_known_ones);
	tcase_add_test(refuses,
		       what_is_described_twice_is_refused_with_the_other_place);
	tcase_add_test(refuses, a_bad_number_or_version_is_refused);
	tcase_add_test(refuses, a_condition_that_makes_no_sense_is_refused);
	tcase_add_test(refuses, an_operation_without_its_parameter_is_refused);
	tcase_add_test(refuses,
		       an_operation_that_ignores_a_parameter_is_refused);
	tcase_add_test(refuses, an_effect_that_another_hides_is_refused);
	tcase_add_test(refuses, an_effect_of_no_type_is_refused);
	tcase_add_test(refuses, bad_parameters_are_refused);
	tcase_add_test(refuses, a_trait_about_no_parameter_is_refused);
	tcase_add_test(refuses, an_entry_that_says_too_little_is_refused);
	tcase_add_test(refuses,
		       a_reference_to_nothing_is_refused_where_it_stands);
	tcase_add_test(refuses, an_end_before_the_beginning_is_refused);
	tcase_add_test(refuses, binary_files_are_refused);
	tcase_add_test(refuses, long_words_are_refused_not_overrun);
	tcase_add_test(refuses, what_cannot_be_read_is_named);
	tcase_add_test(ours,
		       our_counters_that_become_references_have_words_for_it);
	tcase_add_test(ours, our_allocators_name_what_frees);
	tcase_add_test(ours, our_functions_all_have_a_header);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? 1 : 0;
}

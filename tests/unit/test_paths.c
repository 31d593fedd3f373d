/* SPDX-License-Identifier: Apache-2.0 */
/* Path comparison: which pairs of functions are the same, and which are not. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <safec/safec.h>

#include "front/front.h"
#include "prove/paths.h"

/* What all pairs may use. */
static const char prelude[] =
	"#define NULL ((void *)0)\n"
	"#define ENOMEM 12\n"
	"#define EINVAL 22\n"
	"#define min(a, b) ({ typeof(a) _a = (a); typeof(b) _b = (b); "
	"_a < _b ? _a : _b; })\n"
	"#define offsetof(t, m) __builtin_offsetof(t, m)\n"
	"#define container_of(p, t, m) ({ void *_p = (void *)(p); "
	"(t *)(_p - offsetof(t, m)); })\n"
	"#define LOCKED(l) int l##_held __attribute__((cleanup(unlock))) = lock(l)\n"
	"#define AUTO __attribute__((cleanup(unlock)))\n"
	"#define COUNT() ({ static int n = 0; (void)&n; n += 1; n; })\n"
	"#define PICK(c) ((c) ? \"a\" : \"b\")\n"
	"#define LOCAL(name) struct own_##name { int x; } name\n"
	"#define NEXT(l) __builtin_va_arg(l, int)\n"
	"#define NEXT_NODE(l) __builtin_va_arg(l, struct node)\n"
	"#define EACH(p) for (; (p = next_of(p)); )\n"
	"#define JUMP(label) asm goto(\"jmp %l0\" : : : : label)\n"
	"#define ONCE() ({ static int done = 0; int first = !done; done = 1; first; })\n"
	"typedef unsigned char u8;\n"
	"typedef unsigned int u32;\n"
	"typedef unsigned long size_t;\n"
	"enum state { IDLE, BUSY, DONE };\n"
	"enum other { LESS = -1, MORE };\n"
	"struct node { struct node *next; int key; };\n"
	"struct dev { int count; int users; void *buf; int *list;\n"
	"	struct node *head; enum state state; u8 small; char name[16];\n"
	"	unsigned int flag : 3; volatile int reg; struct node node; };\n"
	"void *get(size_t); void put(void *); void drop(void *);\n"
	"int start(struct dev *, int); void stop(struct dev *); void log_it(const char *);\n"
	"int two(int, int); void one(int); int lock(int); void unlock(int *);\n"
	"int fill(char *, int); int *at(int); int setjmp(void *);\n"
	"struct node *next_of(struct node *); extern int total, limit, vec[8];\n"
	"union both { struct node n; int i; }; void put_both(union both);\n";

/* What differs between two texts of `f`; NULL when they are the same. */
struct verdict {
	struct arena arena;
	const char *difference;
	bool cut;
};

static void open_text(struct arena *arena, const char *text, struct overlay *o,
		      struct front **f, struct unit *u)
{
	static const char *const flags[] = { "-fms-extensions", "-m32", NULL };
	struct command c = { .directory = "/", .file = "/pair/f.c", .args = flags,
			     .count = strstr(text, "/* -m32 */") ? 2 : 1 };
	const char *whole = arena_printf(arena, "%s%s\n", prelude, text);
	const struct message *m;

	*o = (struct overlay){ "/pair/f.c", whole, strlen(whole) };
	if (front_open(&c, "/pair", FLAGS_ANALYSE, o, 1, f)) {
		m = front_message(*f, 0);
		ck_abort_msg("%s in\n%s", m ? m->text : "?", text);
	}
	ck_assert_int_eq(front_lower(*f, u), 0);
}

static struct verdict compare(const char *before, const char *after,
			      const struct paths_limit *limit)
{
	struct verdict v = { 0 };
	struct front *f = NULL, *g = NULL;
	struct overlay o, p;
	struct unit a = { 0 }, b = { 0 };

	open_text(&v.arena, before, &o, &f, &a);
	open_text(&v.arena, after, &p, &g, &b);
	ck_assert_int_eq(paths_compare(&v.arena, &a, &b, "f", limit, &v.difference,
				       &v.cut), 0);
	unit_free(&a);
	unit_free(&b);
	front_close(f);
	front_close(g);
	return v;
}

/* Both are the same, and loops were CUT or not. */
static void same_cut(const char *before, const char *after, bool cut)
{
	struct verdict v = compare(before, after, NULL);

	ck_assert_msg(!v.difference, "%s\n%s\n%s", v.difference, before, after);
	ck_assert_int_eq(v.cut, cut);
	arena_free(&v.arena);
}

static void same(const char *before, const char *after)
{
	same_cut(before, after, false);
}

/* They differ, and the message has WORDS. */
static void differs(const char *before, const char *after, const char *words)
{
	struct verdict v = compare(before, after, NULL);

	ck_assert_msg(v.difference != NULL, "not seen:\n%s\n%s", before, after);
	ck_assert_msg(strstr(v.difference, words) != NULL, "%s\n%s\n%s",
		      v.difference, before, after);
	arena_free(&v.arena);
}

/* A function that is not compared, even with itself, for a reason with WORDS. */
static void refused(const char *text, const char *words)
{
	char *other = malloc(strlen(text) + 2);

	strcpy(other, text);
	strcat(other, " ");
	differs(text, other, words);
	free(other);
}

/* ------------------------------------------------------------------ shapes */

START_TEST(goto_chain_is_nested_ifs)
{
	same("int f(struct dev *d, int n) { int ret = -ENOMEM;\n"
	     "d->buf = get(n); if (!d->buf) goto out;\n"
	     "d->list = get(n); if (!d->list) goto free_buf;\n"
	     "ret = start(d, n); if (ret) goto free_list;\n"
	     "return 0;\n"
	     "free_list: put(d->list);\n"
	     "free_buf: put(d->buf);\n"
	     "out: return ret; }",
	     "int f(struct dev *d, int n) { int ret = -ENOMEM;\n"
	     "d->buf = get(n);\n"
	     "if (d->buf) { d->list = get(n);\n"
	     "	if (d->list) { ret = start(d, n);\n"
	     "		if (!ret) return 0;\n"
	     "		put(d->list); }\n"
	     "	put(d->buf); }\n"
	     "return ret; }");
}
END_TEST

START_TEST(a_label_too_early_in_the_chain)
{
	differs("int f(struct dev *d) { void *p = get(1), *q = get(2);\n"
		"if (!q) goto a; if (start(d, 1)) goto b; return 0;\n"
		"b: put(q);\na: put(p); return 1; }",
		"int f(struct dev *d) { void *p = get(1), *q = get(2);\n"
		"if (!q) goto b; if (start(d, 1)) goto b; return 0;\n"
		"b: put(q);\na: put(p); return 1; }",
		"calls put(get())");
}
END_TEST

START_TEST(early_return_is_else)
{
	same("int f(struct dev *d) { if (!d) return -EINVAL; stop(d); return 0; }",
	     "int f(struct dev *d) { int r; if (d) { stop(d); r = 0; } "
	     "else r = -EINVAL; return r; }");
}
END_TEST

START_TEST(a_result_of_no_value)
{
	same("void f(int a) { if (a) return one(1); one(2); }",
	     "void f(int a) { if (a) { one(1); return; } one(2); }");
}
END_TEST

START_TEST(a_lost_error_path)
{
	differs("int f(struct dev *d) { if (start(d, 1)) return -EINVAL; "
		"stop(d); return 0; }",
		"int f(struct dev *d) { start(d, 1); stop(d); return 0; }",
		"calls stop(d) where the original returns -22");
}
END_TEST

START_TEST(a_condition_negated)
{
	differs("void f(struct dev *d) { if (d->count > 0) stop(d); }",
		"void f(struct dev *d) { if (!(d->count > 0)) stop(d); }",
		"where the original");
}
END_TEST

START_TEST(while_is_for)
{
	same_cut("void f(int n) { int i; for (i = 0; i < n; i++) one(i); }",
		 "void f(int n) { int i = 0; while (n > i) { one(i); ++i; } }",
		 true);
}
END_TEST

START_TEST(a_test_moves_to_the_other_end_of_a_loop)
{
	same_cut("void f(struct node *p) { while (p) { one(p->key); p = p->next; } }",
		 "void f(struct node *p) { if (p) do { one(p->key); p = p->next; } "
		 "while (p); }", true);
	same_cut("void f(struct node *p) { if (p) do { one(p->key); p = p->next; } "
		 "while (p); }",
		 "void f(struct node *p) { while (p) { one(p->key); p = p->next; } }",
		 true);
}
END_TEST

START_TEST(a_loop_that_starts_at_another_count)
{
	differs("void f(int n) { int i; for (i = 0; i < n; i++) one(i); }",
		"void f(int n) { int i; for (i = 0; i <= n; i++) one(i); }",
		"calls one");
	differs("void f(int n) { int i; for (i = 0; i < n; i++) one(i); }",
		"void f(int n) { int i; for (i = 1; i < n; i++) one(i); }",
		"where the original calls one(0)");
	differs("void f(int n) { int i; for (i = 0; i < n; i++) one(i); }",
		"void f(int n) { int i; for (i = 0; i < n - 1; i++) one(i); }",
		"calls one(0)");
}
END_TEST

START_TEST(a_loop_between_constants_is_followed_to_its_end)
{
	same("void f(void) { int i; for (i = 0; i < 100; i++) one(i); log_it(\"x\"); }",
	     "void f(void) { int i; for (i = 0; i != 100; ++i) one(i); log_it(\"x\"); }");
	differs("void f(void) { int i; for (i = 0; i < 100; i++) one(i); }",
		"void f(void) { int i; for (i = 0; i < 99; i++) one(i); }",
		"ends where the original calls one(99)");
}
END_TEST

START_TEST(a_loop_that_does_not_end_any_more)
{
	differs("void f(int x) { one(x); }",
		"void f(int x) { while (x) ; one(x); }", "goes around");
	differs("void f(int x) { one(x); }",
		"void f(int x) { one(x); while (x) ; }", "goes around");
}
END_TEST

START_TEST(two_rounds_are_compared)
{
	differs("void f(int n) { int i; for (i = 0; i < n; i++) one(i); }",
		"void f(int n) { int i; for (i = 0; i < n; i++) { if (i == 2) break; "
		"one(i); } }", "ends where the original calls one(2)");
	same_cut("void f(int n) { int i; for (i = 0; i < n; i++) one(i); }",
		 "void f(int n) { int i; for (i = 0; i < n; i++) { if (i == 3) break; "
		 "one(i); } }", true);
}
END_TEST

START_TEST(code_behind_a_cut_loop_must_be_reached)
{
	static const char loop[] =
		"void f(struct dev *d) { int i; for (i = 0; i < 50; i++) "
		"if (d->list[i]) one(i); %s }";
	char with[256], without[256];

	snprintf(with, sizeof(with), loop, "log_it(\"a\");");
	snprintf(without, sizeof(without), loop, "");
	differs(with, without, "in the original: line");
	differs(without, with, "in the rewritten text: line");
	differs("void f(struct dev *d) { int i; for (i = 0; i < 5; i++) "
		"if (d->list[i]) one(i); }",
		"void f(struct dev *d) { int i; for (i = 0; i < 5; i++) "
		"if (d->list[i]) one(i); log_it(\"b\"); }", "in the rewritten text: line");
	differs("void f(struct dev *d) { int i; for (i = 0; i < 50; i++) "
		"if (d->list[i]) one(i); log_it(\"a\"); }",
		"void f(struct dev *d) { int i; for (i = 0; i < 50; i++) "
		"if (d->list[i]) one(i); log_it(\"b\"); }", "loop that was cut");
}
END_TEST

START_TEST(switch_is_a_chain_of_ifs)
{
	same("int f(int x) { switch (x) { case 1: return 10; case 2: case 3: one(x); "
	     "break; default: return 0; } return 5; }",
	     "int f(int x) { if (x == 2 || x == 3) { one(x); return 5; } "
	     "if (x == 1) return 10; return 0; }");
	differs("int f(int x) { switch (x) { case 1: one(1); break; case 2: one(2); } "
		"return 0; }",
		"int f(int x) { switch (x) { case 1: one(1); case 2: one(2); } "
		"return 0; }", "calls one(2)");
	same("int f(int x, int y) { switch (x) { case 1: switch (y) { case 5: return 1; "
	     "default: return 2; } case 2: return 3; } return 4; }",
	     "int f(int x, int y) { if (x == 2) return 3; if (x != 1) return 4; "
	     "return y == 5 ? 1 : 2; }");
}
END_TEST

START_TEST(a_range_of_cases)
{
	same("int f(int x) { switch (x) { case 1 ... 3: return 1; } return 0; }",
	     "int f(int x) { if (x < 1 || x > 3) return 0; return 1; }");
	differs("int f(int x) { switch (x) { case 1 ... 3: return 1; } return 0; }",
		"int f(int x) { if (x < 1 || x > 4) return 0; return 1; }", "returns");
}
END_TEST

/* -------------------------------------------------------------- conditions */

START_TEST(a_condition_the_other_way_round)
{
	same("void f(struct dev *d, int a, int b) { if (!d) return; if (a < b) one(1);"
	     " if (a <= 4) one(2); if (a != 0 && !(b >= a)) one(3); }",
	     "void f(struct dev *d, int a, int b) { if (d == NULL) return; "
	     "if (b > a) one(1); if (!(a >= 5)) one(2); if (a) if (a > b) one(3); }");
}
END_TEST

START_TEST(what_follows_is_not_asked_again)
{
	same("int f(int r) { if (r < 0) return 1; return 2; }",
	     "int f(int r) { if (r < 0) { if (r) return 1; return 3; } return 2; }");
	same("int f(u32 r) { if (r > 7) return 1; return 2; }",
	     "int f(u32 r) { if (r > 7) { if (r < 6) return 3; return 1; } return 2; }");
	differs("int f(int r) { if (r < 0) return 1; return 2; }",
		"int f(int r) { if (r < 0) { if (r == -5) return 3; return 1; } "
		"return 2; }", "returns 3");
	differs("int f(int r) { if (r != 3) return 1; return 2; }",
		"int f(int r) { if (r != 3) { if (r == 4) return 3; return 1; } "
		"return 2; }", "returns 3");
}
END_TEST

START_TEST(a_sign_in_a_comparison)
{
	differs("void f(int a, int b) { if (a < b) one(1); }",
		"void f(int a, int b) { if ((u32)a < (u32)b) one(1); }", "one(1)");
	differs("void f(int a) { if (a > 3) one(1); }",
		"void f(int a) { if ((u32)a > 3) one(1); }", "one(1)");
}
END_TEST

START_TEST(a_strict_comparison)
{
	differs("void f(int a, int b) { if (a < b) one(1); }",
		"void f(int a, int b) { if (a <= b) one(1); }", "one(1)");
}
END_TEST

START_TEST(and_is_not_or)
{
	differs("void f(int a, int b) { if (a && b) one(1); }",
		"void f(int a, int b) { if (a || b) one(1); }", "one(1)");
}
END_TEST

START_TEST(conditions_with_effects_keep_their_order)
{
	differs("void f(void) { if (lock(1) && lock(2)) one(1); }",
		"void f(void) { if (lock(2) && lock(1)) one(1); }", "calls lock(2)");
	differs("void f(int a) { if (a && lock(2)) one(1); }",
		"void f(int a) { if (lock(2) && a) one(1); }", "lock(2)");
}
END_TEST

START_TEST(unlikely_is_transparent)
{
	same("void f(struct dev *d) { if (!d->buf) one(1); }",
	     "void f(struct dev *d) { if (__builtin_expect(!!(!d->buf), 0)) one(1); }");
}
END_TEST

START_TEST(gnu_conditional)
{
	same("int f(int a, int b) { return a ?: b; }",
	     "int f(int a, int b) { if (a) return a; return b; }");
	differs("int f(int a, int b) { return a ?: b; }",
		"int f(int a, int b) { return a ? b : a; }", "returns");
}
END_TEST

START_TEST(what_the_compiler_answers)
{
	same("int f(int a) { return __builtin_choose_expr(1, a, 2); }",
	     "int f(int a) { return a; }");
	same("int f(int a) { return __builtin_choose_expr(0, a, 2); }",
	     "int f(int a) { return 2; }");
	same("int f(struct dev *d, u32 a) { int x = d->count; "
	     "return two(x, __builtin_bswap32(a)); }",
	     "int f(struct dev *d, u32 a) { int y = __builtin_bswap32(a); "
	     "return two(d->count, y); }");
	same("int f(int a) { return __builtin_constant_p(5); }",
	     "int f(int a) { return 1; }");
	differs("int f(int a) { return __builtin_constant_p(a) ? 1 : 2; }",
		"int f(int a) { return 1; }", "returns 1");
	differs("int f(int a) { return __builtin_types_compatible_p(typeof(a), int); }",
		"int f(int a) { return a; }", "returns a");
}
END_TEST

/* --------------------------------------------------------------- variables */

START_TEST(a_local_renamed)
{
	same("int f(struct dev *d) { int ret = start(d, 1); char b[8]; "
	     "fill(b, 8); return ret; }",
	     "int f(struct dev *dev) { int err = start(dev, 1); char buf[8]; "
	     "fill(buf, 8); return err; }");
}
END_TEST

START_TEST(a_local_whose_address_is_taken)
{
	same("int f(void) { int n = 3; put(&n); return n; }",
	     "int f(void) { int m = 3; put(&m); return m; }");
	differs("int f(void) { int n = 3; put(&n); return n; }",
		"int f(void) { int n = 3; put(&n); return 3; }", "returns 3");
}
END_TEST

START_TEST(a_temporary)
{
	same("void f(struct dev *d) { one(d->count + d->users); }",
	     "void f(struct dev *d) { int c = d->count, sum = c + d->users; one(sum); }");
}
END_TEST

START_TEST(pure_computations_swap)
{
	same("int f(int a, int b) { int x = a + 1; int y = b * 2; return two(x, y); }",
	     "int f(int a, int b) { int y = 2 * b; int x = 1 + a; return two(x, y); }");
}
END_TEST

START_TEST(an_unused_computation)
{
	same("int f(struct dev *d) { return d->count; }",
	     "int f(struct dev *d) { int x = d->users * 2; (void)x; return d->count; }");
}
END_TEST

START_TEST(increments)
{
	same("int f(u8 a, int *p) { a = a + 1; p = p + 2; return two(a, *p); }",
	     "int f(u8 a, int *p) { a++; ++p; p += 1; return two(a, *p); }");
	differs("void f(int a) { a++; one(a); }", "void f(int a) { a--; one(a); }",
		"calls one");
	differs("void f(int a) { one(a++); }", "void f(int a) { one(++a); }",
		"calls one");
}
END_TEST

START_TEST(a_result_cut_short)
{
	differs("int f(int a) { int x = a + 1; return x; }",
		"int f(int a) { u8 x = a + 1; return x; }", "returns");
	differs("void f(struct dev *d, int a) { d->count = a; }",
		"void f(struct dev *d, int a) { d->count = (u8)a; }", "stores");
}
END_TEST

START_TEST(a_sign_of_a_local)
{
	differs("long f(int a) { int x = a; return x; }",
		"long f(int a) { u32 x = a; return x; }", "returns");
	differs("int f(int a) { int x = a; return x >> 1; }",
		"int f(int a) { u32 x = a; return x >> 1; }", "returns");
	differs("int f(int a) { int x = a; return x / 2; }",
		"int f(int a) { u32 x = a; return x / 2u; }", "returns");
	differs("int f(int a) { return a % 3; }",
		"int f(int a) { return (u32)a % 3; }", "returns");
}
END_TEST

START_TEST(truth)
{
	same("int f(int a) { _Bool b = a; return b; }", "int f(int a) { return a != 0; }");
	differs("int f(int a) { _Bool b = a; return b; }",
		"int f(int a) { u8 b = a; return b; }", "returns");
}
END_TEST

START_TEST(a_compound_assignment_computes_wider)
{
	differs("int f(u8 a) { a += 300; return a; }",
		"int f(u8 a) { return a + 300; }", "returns");
	same("int f(u8 a) { a += 300; return a; }",
	     "int f(u8 a) { a = a + 44; return a; }");
	differs("int f(u8 a) { a >>= 1; return a; }",
		"int f(u8 a) { a /= 3; return a; }", "returns");
	same("int f(u8 a, int n) { a >>= n; return a; }",
	     "int f(u8 a, int n) { a = a >> n; return a; }");
}
END_TEST

START_TEST(constants_fold_as_c_says)
{
	same("int f(void) { return -7 / 2 + (-7 >> 1) + (u8)300 + (1 << 4) % 5; }",
	     "int f(void) { return -3 + -4 + 44 + 1; }");
	same("int f(int a, int b) { return (a + 1) + b - 1; }",
	     "int f(int a, int b) { return b + a; }");
	same("int f(int a, int b) { int x = a + 1, y = b * 3; return x + y - 1; }",
	     "int f(int a, int b) { return b * 3 + a; }");
	same("long f(void) { return (long)(int)0xffffffffu; }",
	     "long f(void) { return -1L; }");
	same("long f(void) { return (long)0xffffffffu; }",
	     "long f(void) { return 4294967295L; }");
}
END_TEST

START_TEST(a_constant_off_by_one)
{
	differs("void f(void) { one(7); }", "void f(void) { one(8); }",
		"calls one(8) where the original calls one(7)");
	differs("int f(int a) { return a << 3; }", "int f(int a) { return a << 4; }",
		"returns");
}
END_TEST

START_TEST(an_unset_variable)
{
	differs("int f(int a) { int x, y; if (a) x = y = 1; return x; }",
		"int f(int a) { int x, y; if (a) x = y = 1; return y; }",
		"returns y where the original returns x");
}
END_TEST

START_TEST(an_enum_in_an_index)
{
	same("int f(struct dev *d) { return d->list[d->state]; }",
	     "int f(struct dev *d) { int *l = d->list; return l[d->state]; }");
	differs("int f(struct dev *d) { return d->list[d->state]; }",
		"int f(struct dev *d) { return d->list[(u8)d->state]; }", "returns");
	differs("long f(struct dev *d) { return d->state; }",
		"long f(struct dev *d) { return (int)d->state; }", "returns");
	differs("long f(int a) { enum state s = a; return s; }",
		"long f(int a) { enum other s = a; return s; }", "returns");
	differs("long f(int a) { enum state s = a; typeof(s) t = s; return t; }",
		"long f(int a) { enum other s = a; typeof(s) t = s; return t; }",
		"returns");
}
END_TEST

/* ------------------------------------------------------------------- calls */

START_TEST(arguments_swapped)
{
	differs("int f(int a, int b) { return two(a, b); }",
		"int f(int a, int b) { return two(b, a); }",
		"calls two(b, a) where the original calls two(a, b)");
}
END_TEST

START_TEST(a_call_dropped)
{
	differs("void f(struct dev *d) { stop(d); put(d); }",
		"void f(struct dev *d) { put(d); }", "calls put(d) where");
	differs("void f(struct dev *d) { put(d); stop(d); }",
		"void f(struct dev *d) { put(d); }", "ends where");
}
END_TEST

START_TEST(a_release_moved_across_a_use)
{
	differs("void f(struct dev *d) { stop(d); put(d); }",
		"void f(struct dev *d) { put(d); stop(d); }", "calls put(d) where");
}
END_TEST

START_TEST(another_release)
{
	differs("void f(void *p) { put(p); }", "void f(void *p) { drop(p); }",
		"calls drop(p) where the original calls put(p)");
}
END_TEST

START_TEST(another_pointer_is_called)
{
	differs("void f(void (*a)(int), void (*b)(int)) { a(1); b(1); }",
		"void f(void (*a)(int), void (*b)(int)) { b(1); a(1); }", "calls");
	same("void f(void) { void (*a)(int) = one; a(1); }",
	     "void f(void) { one(1); }");
}
END_TEST

START_TEST(another_result)
{
	differs("int f(void) { return 0; }", "int f(void) { return 1; }",
		"returns 1 where the original returns 0");
	differs("int f(struct dev *d) { int a = start(d, 1), b = start(d, 1); "
		"return a; }",
		"int f(struct dev *d) { int a = start(d, 1), b = start(d, 1); "
		"return b; }", "returns");
}
END_TEST

START_TEST(strings_by_content)
{
	same("void f(void) { const char *s = \"abc\"; log_it(s); }",
	     "void f(void) { log_it(\"abc\"); }");
	differs("void f(void) { log_it(\"abc\"); }", "void f(void) { log_it(\"abd\"); }",
		"\"abd\"");
	differs("void f(int x) { log_it(PICK(x)); }",
		"void f(int x) { x = !x; log_it(PICK(x)); }", "calls log_it");
}
END_TEST

START_TEST(an_order_that_c_leaves_open)
{
	differs("int f(void) { int a = lock(1), b = lock(2); return two(a, b); }",
		"int f(void) { return two(lock(1), lock(2)); }", "order open");
	differs("int f(struct dev *d) { int t = d->count; return t + start(d, 1); }",
		"int f(struct dev *d) { return d->count + start(d, 1); }",
		"order open");
	same("int f(void) { return two(lock(1), lock(2)); }",
	     "int f(void) { int r = two(lock(1), lock(2)); return r; }");
	refused("int f(int *p, int i) { return p[i] + i++; }", "order that is open");
}
END_TEST

/* ------------------------------------------------------------------ memory */

START_TEST(another_field)
{
	differs("void f(struct dev *d) { d->count = 1; }",
		"void f(struct dev *d) { d->users = 1; }",
		"stores d->users = 1 where the original stores d->count = 1");
	differs("int f(struct dev *d) { return d->count; }",
		"int f(struct dev *d) { return d->users; }", "returns d->users");
}
END_TEST

START_TEST(a_store_more_or_less)
{
	differs("void f(struct dev *d) { d->count = 1; d->users = 2; }",
		"void f(struct dev *d) { d->count = 1; }", "ends where");
	differs("void f(struct dev *d) { d->count = 1; }",
		"void f(struct dev *d) { d->count = 1; d->users = 2; }",
		"stores d->users = 2 where the original ends");
}
END_TEST

START_TEST(a_store_moved_across_a_call)
{
	differs("void f(struct dev *d) { d->count = 1; stop(d); }",
		"void f(struct dev *d) { stop(d); d->count = 1; }", "calls stop");
}
END_TEST

START_TEST(a_count_stored_before_a_computation)
{
	same("int f(struct dev *d, int n) { int x = n * 3; d->count = n; "
	     "return start(d, x); }",
	     "int f(struct dev *d, int n) { int x; d->count = n; x = n * 3; "
	     "return start(d, x); }");
}
END_TEST

START_TEST(a_load_moved_across_a_store)
{
	differs("int f(struct dev *d, int *p) { int x = d->count; *p = 1; return x; }",
		"int f(struct dev *d, int *p) { int x; *p = 1; x = d->count; "
		"return x; }", "returns");
	differs("int f(struct dev *d) { int x = d->count; stop(d); return x; }",
		"int f(struct dev *d) { stop(d); return d->count; }", "returns");
}
END_TEST

START_TEST(a_load_before_the_test_that_allows_it)
{
	differs("int f(struct dev *d) { if (!d) return 0; return d->count; }",
		"int f(struct dev *d) { int n = d->count; if (!d) return 0; return n; }",
		"uses d before");
	differs("int f(struct dev *d) { stop(d); return d->count; }",
		"int f(struct dev *d) { int n = d->count; stop(d); return d->count; }",
		"uses d before");
	same("int f(struct dev *d) { if (d->users) return 0; return d->count; }",
	     "int f(struct dev *d) { int n = d->count; if (d->users) return 0; "
	     "return n; }");
	differs("int f(int *p, int i) { if (i < 0) return 0; return p[i]; }",
		"int f(int *p, int i) { int n = p[i]; if (i < 0) return 0; return n; }",
		"uses &p[");
	differs("int f(int a, int b) { if (!b) return 0; return a / b; }",
		"int f(int a, int b) { int n = a / b; if (!b) return 0; return n; }",
		"uses b before");
	same("int f(int a) { if (!a) return 0; return total / 3; }",
	     "int f(int a) { int n = total / 3; if (!a) return 0; return n; }");
	differs("int f(int i) { if (i < 0) return 0; return vec[i]; }",
		"int f(int i) { int n = vec[i]; if (i < 0) return 0; return n; }",
		"uses &vec[");
	same("int f(int i) { if (i < 0) return 0; return vec[3]; }",
	     "int f(int i) { int n = vec[3]; if (i < 0) return 0; return n; }");
}
END_TEST

START_TEST(a_variable_of_a_scope_that_was_left)
{
	differs("void f(int n, int k) { int x; while (n--) switch (k--) { "
		"case 1: one(x); break; default: x = n; } }",
		"void f(int n, int k) { while (n--) switch (k--) { int x; "
		"case 1: one(x); break; default: x = n; } }", "calls one(x)");
}
END_TEST

START_TEST(a_load_of_what_was_just_stored)
{
	same("void f(struct dev *d) { d->buf = get(1); if (!d->buf) one(1); }",
	     "void f(struct dev *d) { void *p = get(1); d->buf = p; if (!p) one(1); }");
	differs("int f(struct dev *d, struct dev *e) { d->count = 1; return d->count; }",
		"int f(struct dev *d, struct dev *e) { d->count = 1; return e->count; }",
		"returns");
	differs("int f(struct dev *d) { d->flag = 9; return d->flag; }",
		"int f(struct dev *d) { d->flag = 9; return 9; }", "returns 9");
	differs("int f(int *p) { *(volatile int *)p = 1; return *p; }",
		"int f(int *p) { *(volatile int *)p = 1; return 1; }", "returns 1");
	differs("int f(struct dev *d) { return d->flag = 9; }",
		"int f(struct dev *d) { d->flag = 9; return 9; }", "returns 9");
	differs("int f(struct dev *d) { return d->flag += 9; }",
		"int f(struct dev *d) { int x = d->flag + 9; d->flag = x; return x; }",
		"returns");
	differs("int f(struct dev *d) { return ++d->flag; }",
		"int f(struct dev *d) { int x = d->flag + 1; d->flag = x; return x; }",
		"returns");
}
END_TEST

START_TEST(a_volatile_access)
{
	differs("int f(volatile int *p) { *p; return 0; }",
		"int f(volatile int *p) { return 0; }", "returns 0 where the original");
	differs("int f(volatile int *p) { return *p; }",
		"int f(volatile int *p) { return *(int *)p; }", "volatile");
	differs("void f(struct dev *d) { d->reg = 1; d->reg = 1; }",
		"void f(struct dev *d) { d->reg = 1; }", "ends where");
	differs("void f(int *p) { *(volatile int *)p = 1; }",
		"void f(int *p) { *p = 1; }", "stores");
	differs("int f(volatile int *p) { int a = *p, b = *p; return a; }",
		"int f(volatile int *p) { int a = *p, b = *p; return b; }", "returns");
	differs("int f(int a) { volatile int x = a; return x; }",
		"int f(int a) { int x = a; return x; }", "where the original");
}
END_TEST

START_TEST(elements_by_pointer)
{
	same("void f(int *p, long i) { p[i + 1] = 2; }",
	     "void f(int *p, long i) { int *q = p + 1; *(q + i) = 2; }");
	differs("void f(int *p, int i) { p[i] = 2; }",
		"void f(int *p, int i) { p[i + 1] = 2; }", "stores");
	differs("void f(void *p, int i) { ((int *)p)[i] = 2; }",
		"void f(void *p, int i) { *(int *)((char *)p + i) = 2; }", "stores");
	same("int f(int i, int j) { int m[2][3] = { 0 }; return m[i][j]; }",
	     "int f(int i, int j) { int n[2][3] = { 0 }; int *p = n[i]; return p[j]; }");
	differs("int f(int i, int j) { int m[2][3] = { 0 }; return m[i][j]; }",
		"int f(int i, int j) { int m[2][3] = { 0 }; return m[j][i]; }", "returns");
	differs("void f(char *p, int i) { *(p + 1 + i) = 2; }",
		"void f(char *p, int i) { *((char *)((int *)p + 1) + i) = 2; }",
		"stores");
}
END_TEST

START_TEST(whole_structs)
{
	same("void f(struct node *a, struct node *b) { *a = *b; }",
	     "void f(struct node *a, struct node *b) { struct node *c = b; *a = *c; }");
	differs("void f(struct node *a, struct node *b) { *a = *b; }",
		"void f(struct node *a, struct node *b) { *b = *a; }", "stores");
}
END_TEST

START_TEST(initialisers)
{
	same("void f(int k) { struct node n = { .key = k }; one(n.key); }",
	     "void f(int k) { struct node m = { .key = k }; one(m.key); }");
	differs("void f(int k) { struct node n = { .key = k }; one(n.key); }",
		"void f(int k) { struct node n = { .key = k + 1 }; one(n.key); }",
		"sets up");
	differs("void f(int k) { struct node n = { .key = 0, .next = 0 }; put(&n); }",
		"void f(int k) { struct node n = { .next = 0 }; put(&n); }", "sets up");
	differs("void f(void) { int a[4] = { [1] = 3 }; put(a); }",
		"void f(void) { int a[4] = { [2] = 3 }; put(a); }", "sets up");
	differs("void f(void) { int a[2][2] = { { 1 }, 2 }; put(a); }",
		"void f(void) { int a[2][2] = { { 1, 2 } }; put(a); }", "sets up");
	differs("void f(void) { put(&(struct node){ .key = 1 }); }",
		"void f(void) { put(&(struct node){ .key = 2 }); }", "sets up");
}
END_TEST

START_TEST(another_size_of_an_array)
{
	differs("void f(void) { char b[16]; fill(b, sizeof(b)); }",
		"void f(void) { char b[8]; fill(b, sizeof(b)); }", "calls fill");
	differs("void f(void) { char b[16]; fill(b, 4); }",
		"void f(void) { char b[8]; fill(b, 4); }", "calls fill");
	differs("void f(void) { char b[16]; int n = sizeof(b); one(n); }",
		"void f(void) { char b[8]; int n = sizeof(b); one(n); }", "calls one");
}
END_TEST

START_TEST(an_object_for_each_round)
{
	differs("void f(int n) { char b[8]; while (n--) { fill(b, n); } }",
		"void f(int n) { while (n--) { char b[8]; fill(b, n); } }", "scope");
}
END_TEST

START_TEST(an_object_for_each_jump)
{
	differs("void f(int n) { char b[8]; again: fill(b, n); if (n--) goto again; }",
		"void f(int n) { again:; char b[8]; fill(b, n); if (n--) goto again; }",
		"scope");
}
END_TEST

START_TEST(an_object_used_when_it_is_gone)
{
	differs("void f(int n) { char b[8]; char *p = b; if (n) { p[0] = 1; } put(p); }",
		"void f(int n) { char *p = 0; { char b[8]; p = b; if (n) { p[0] = 1; } } "
		"put(p); }", "scope");
	same("int f(int n) { char b[8]; if (n) { return fill(b, 8); } return 0; }",
	     "int f(int n) { if (n) { char b[8]; return fill(b, 8); } return 0; }");
	differs("int f(int n) { char b[8]; char *p = b; fill(b, 8); return *p; }",
		"int f(int n) { char *p; { char b[8]; p = b; fill(b, 8); } return *p; }",
		"scope");
}
END_TEST

START_TEST(sizes)
{
	same("int f(struct dev *d) { return sizeof(*d) + sizeof(d->count); }",
	     "int f(struct dev *e) { return sizeof(*e) + 4; }");
	differs("int f(struct dev *d) { return sizeof(*d); }",
		"int f(struct dev *d) { return sizeof(d); }", "returns");
	differs("int f(int a) { return sizeof(typeof(a) *); }",
		"int f(int a) { return 4; }", "returns");
	differs("int f(void) { return sizeof(struct dev); }",
		"int f(void) { return sizeof(struct node); }", "returns");
}
END_TEST

START_TEST(a_static_local_is_memory)
{
	differs("int f(void) { static int n = 1; return n; }",
		"int f(void) { static int n = 2; return n; }", "returns");
	differs("void f(void) { { static int n; at(n); put(&n); } "
		"{ static int n; put(&n); } }",
		"void f(void) { { static int n; at(n); put(&n); put(&n); } }",
		"where the original");
	differs("int f(void) { static int n; return n++; }",
		"int f(void) { int n; return n++; }", "where the original");
	differs("int f(int a) { static int n = 1; n += a; return 0; }",
		"int f(int a) { static int n = 1; n -= a; return 0; }", "stores");
}
END_TEST

/* ------------------------------------------------------ statement expressions */

START_TEST(min_works)
{
	same("int f(int a, int b) { return min(a, b); }",
	     "int f(int a, int b) { int m = min(a, b); return m; }");
	differs("int f(int a, int b) { return min(a, b); }",
		"int f(int a, int b) { return min(b, a); }", "scope");
	differs("int f(int a, int b) { return min(a, 3); }",
		"int f(int a, int b) { return min(a, 4); }", "scope");
}
END_TEST

START_TEST(container_of_works)
{
	same("int f(struct node *n) { struct dev *d = container_of(n, struct dev, node);"
	     " return d->count; }",
	     "int f(struct node *n) { return container_of(n, struct dev, node)->count; }");
	differs("int f(struct node *n) { return container_of(n, struct dev, node)->count; }",
		"int f(struct node *n) { return container_of(n, struct dev, head)->count; }",
		"where the original");
}
END_TEST

START_TEST(a_plain_statement_expression)
{
	same("int f(int a) { return ({ int t = a; if (t < 0) t = 0; t; }); }",
	     "int f(int a) { int t = a; if (t < 0) return 0; return t; }");
	refused("int f(int a) { return ({ while (a) a--; a; }); }",
		"control flow");
}
END_TEST

START_TEST(what_a_macro_hides_counts)
{
	differs("void f(void) { if (ONCE()) one(1); if (ONCE()) one(2); }",
		"void f(void) { ONCE(); ONCE(); one(1); one(2); }", "scope");
	differs("void f(void) { if (ONCE()) one(1); }",
		"void f(void) { ONCE(); one(1); }", "calls one(1)");
	differs("void f(void) { if (COUNT() == 1) one(1); }",
		"void f(void) { COUNT(); one(1); }", "scope");
}
END_TEST

START_TEST(a_word_that_hides_something)
{
	static const char *const declarations[] = {
		"AUTO int x = l;", "int AUTO x = l;", "int x AUTO = l;",
		"int x [[gnu::cleanup(unlock)]] = l;",
		"[[gnu::cleanup(unlock)]] int x = l;",
		"int x = l, y AUTO = 1;", "int y AUTO = 1, x = l;", NULL
	};
	char before[256], after[256];
	int i;

	for (i = 0; declarations[i]; i++) {
		snprintf(before, sizeof(before), "int f(int l) { { %s one(x); } "
			 "return start(0, 1); }", declarations[i]);
		snprintf(after, sizeof(after), "int f(int l) { %s one(x); "
			 "return start(0, 1); }", declarations[i]);
		differs(before, after, "calls start");
	}
	same("int f(u32 l) { { u32 x = l, *p = 0; const char *s = \"a\"; struct node *n"
	     " = 0; int (*g)(struct dev *, int) = start; one(x); } "
	     "return start(0, 1); }",
	     "int f(u32 l) { u32 x = l, *p = 0; const char *s = \"a\"; struct node *n"
	     " = 0; int (*g)(struct dev *, int) = start; one(x); "
	     "return start(0, 1); }");
}
END_TEST

START_TEST(what_a_declaration_hides_counts)
{
	differs("void f(int l) { LOCKED(l); one(1); }",
		"void f(int l) { { LOCKED(l); } one(1); }", "scope");
	differs("int f(int l) { int x __attribute__((cleanup(unlock))) = l; one(1); "
		"return 0; }",
		"int f(int l) { int x = l; one(1); return 0; }", "ends where");
	differs("int f(int l) { int x __attribute__((cleanup(unlock))) = l; one(1); "
		"x = 2; return 0; }",
		"int f(int l) { int x __attribute__((cleanup(unlock))) = l; one(1); "
		"return 0; }", "scope");
	differs("int f(int l) { { AUTO int x = l; one(1); x = 2; } return 0; }",
		"int f(int l) { { AUTO int x = l; one(1); } return 0; }", "scope");
	same("int f(int l) { int x __attribute__((cleanup(unlock))) = l; "
	     "if (start(0, 1)) return 1; one(x); return 0; }",
	     "int f(int l) { int x __attribute__((cleanup(unlock))) = l; int r = 1; "
	     "if (!start(0, 1)) { one(x); r = 0; } return r; }");
}
END_TEST

/* ---------------------------------------------------------------- assembly */

START_TEST(assembly)
{
	same("int f(int a) { int x; asm volatile(\"mov %1, %0\" : \"=r\"(x) : \"r\"(a));"
	     " if (x) return 1; return 0; }",
	     "int f(int a) { int x; asm volatile(\"mov %1, %0\" : \"=r\"(x) : \"r\"(a));"
	     " if (!x) return 0; return 1; }");
	differs("void f(void) { asm volatile(\"nop\"); }",
		"void f(void) { asm volatile(\"hlt\"); }", "assembly");
	differs("int f(int x) { asm volatile(\"inc %0\" : \"+r\"(x)); return x; }",
		"int f(int x) { int y = x; asm volatile(\"inc %0\" : \"+r\"(x)); "
		"return y; }", "returns");
}
END_TEST

/* ----------------------------------------------------------------- refused */

START_TEST(what_is_not_understood)
{
	refused("void f(int n) { char b[n]; fill(b, n); }", "size is not a number");
	refused("int f(void *b) { return setjmp(b); }", "returns twice");
	refused("void f(int a) { static void *t[] = { &&x, &&y }; goto *t[a]; x: one(1);"
		" y: one(2); }", "not compared");
	refused("int f(int a) { struct own { int x; } o = { a }; return o.x; }",
		"a type that is declared");
	refused("double f(double a) { return a * 2; }", "not compared");
	refused("int f(int n, ...) { __builtin_va_list l; __builtin_va_start(l, n); "
		"return __builtin_va_arg(l, int); }", "va_arg");
	refused("int f(int a) { return _Generic(a, int: 1, default: 2); }", "_Generic");
	refused("int f(int *p) { return __atomic_fetch_add(p, 5, 5); }",
		"unknown kind");
	refused("int f(int **p) { return p[0] == __atomic_exchange_n(p, 0, 5); }",
		"unknown kind");
	refused("void f(struct node *p) { put_both((union both)*p); }", "a conversion");
	refused("int f(int *p) { return __scoped_atomic_fetch_add(p, 1, 5, 0); }",
		"unknown kind");
	refused("long f(int i) { return offsetof(struct dev, name[i]); }",
		"an offset that varies");
	refused("int f(int (*p)[4]) { return p[1][0]; }", "unknown size");
	refused("int f(int a) { return __builtin_constant_p(a++); }", "a question");
	refused("int f(void) { asm goto(\"jmp %l0\" : : : : x); return 1; x: return 2; }",
		"jumps");
	refused("int f(void) { JUMP(x); return 1; x: return 2; }", "may jump");
	refused("void f(void) { int a[4] = { [0 ... 2] = 1 }; put(a); }", "a range");
	refused("int f(int a) { enum { X = 3 }; return a + X; }",
		"a type that is declared");
	refused("int f(int a) { LOCAL(o); o.x = a; return o.x; }",
		"declared in the function");
	refused("int f(__builtin_va_list l) { return NEXT(l); }", "no names");
	refused("int f(__builtin_va_list l) { struct node n = NEXT_NODE(l); put(&n); "
		"return 0; }", "no names");
	refused("void f(struct node *p) { EACH(p) one(p->key); }", "lacks a clause");
	refused("int f(int a) { __asm nop\n return a; }", "a statement of an unknown kind");
	refused("/* -m32 */ void f(unsigned long long a) { "
		"if (__builtin_expect(a, 1)) one(1); }", "cut short");
}
END_TEST

START_TEST(a_function_that_is_not_there)
{
	differs("int g(void) { return 0; }", "int f(void) { return 0; }", "no body");
	differs("int f(void);", "int f(void) { return 0; }", "no body");
	differs("int f(int a) { return 0; }", "int f(int a, int b) { return 0; }",
		"parameters");
	differs("int f(int a) { return a > 0; }", "int f(u32 a) { return a > 0; }",
		"parameters");
}
END_TEST

START_TEST(too_many_paths)
{
	static const char text[] =
		"void f(int a, int b, int c) { if (a) one(1); if (b) one(2); "
		"if (c) one(3); }";
	struct paths_limit paths = { .paths = 7 }, steps = { .steps = 5 };
	struct verdict v = compare(text, "void f(int a, int b, int c) { if (a) one(1);"
				   " if (b) one(2); if (c) one(3); } ", &paths);

	ck_assert_str_eq(v.difference, "too many paths");
	arena_free(&v.arena);
	paths.paths = 8;
	v = compare(text, "void f(int a, int b, int c) { if (a) one(1);"
		    " if (b) one(2); if (c) one(3); } ", &paths);
	ck_assert_ptr_null(v.difference);
	arena_free(&v.arena);
	v = compare(text, "void f(int a, int b, int c) { }", &steps);
	ck_assert_ptr_nonnull(v.difference);
	ck_assert_ptr_nonnull(strstr(v.difference, "steps"));
	arena_free(&v.arena);
}
END_TEST

/* Two units of the same function `f`, one of which a test may spoil. */
struct units {
	struct arena arena;
	struct overlay texts[2];
	struct front *fronts[2];
	struct unit units[2];
};

static void open_both(struct units *u, const char *before, const char *after)
{
	open_text(&u->arena, before, &u->texts[0], &u->fronts[0], &u->units[0]);
	open_text(&u->arena, after, &u->texts[1], &u->fronts[1], &u->units[1]);
}

/* Compare them, and close them. */
static void spoilt(struct units *u, const char *words)
{
	const char *difference = NULL;
	bool cut;
	size_t i;

	ck_assert_int_eq(paths_compare(&u->arena, &u->units[0], &u->units[1], "f", NULL,
				       &difference, &cut), 0);
	ck_assert_ptr_nonnull(difference);
	ck_assert_msg(strstr(difference, words) != NULL, "%s", difference);
	for (i = 0; i < 2; i++) {
		unit_free(&u->units[i]);
		front_close(u->fronts[i]);
	}
	arena_free(&u->arena);
}

START_TEST(a_text_that_was_not_kept)
{
	struct units u = { 0 };
	struct text *a, *b;

	open_both(&u, "void f(void) { log_it(\"a\"); }",
		  "void f(void) { log_it(\"b\"); }");
	a = &u.units[0].files[1].text;
	b = &u.units[1].files[1].text;
	memcpy(b->data, a->data, a->size);
	spoilt(&u, "the rewritten text is not at hand");
}
END_TEST

START_TEST(a_text_that_was_not_parsed)
{
	struct units u = { 0 };
	struct text *t;

	open_both(&u, "int f(int a) { return a; }", "int f(int a) { return a; } ");
	t = &u.units[1].files[1].text;
	*strstr(t->data, "a; } ") = 'b';
	spoilt(&u, "not what was parsed");
}
END_TEST

START_TEST(labels_of_one_symbol)
{
	static const char text[] = "void f(int a) { if (a) goto y; x: one(1); y: one(2); } ";
	struct units u = { 0 };
	uint32_t n, last = 0;

	open_both(&u, text, "void f(int a) { if (a) goto y; x: one(1); y: one(2); }");
	for (n = 1; n < u.units[1].node_count; n++)
		if (u.units[1].nodes[n].kind == NODE_LABEL) {
			u.units[1].nodes[n].sym = last ? last : u.units[1].nodes[n].sym;
			last = u.units[1].nodes[n].sym;
		}
	ck_assert_uint_ne(last, 0);
	spoilt(&u, "labels");
}
END_TEST

static void add_tests(TCase *c)
{
	tcase_add_test(c, goto_chain_is_nested_ifs);
	tcase_add_test(c, a_label_too_early_in_the_chain);
	tcase_add_test(c, early_return_is_else);
	tcase_add_test(c, a_result_of_no_value);
	tcase_add_test(c, a_lost_error_path);
	tcase_add_test(c, a_condition_negated);
	tcase_add_test(c, while_is_for);
	tcase_add_test(c, a_test_moves_to_the_other_end_of_a_loop);
	tcase_add_test(c, a_loop_that_starts_at_another_count);
	tcase_add_test(c, a_loop_between_constants_is_followed_to_its_end);
	tcase_add_test(c, a_loop_that_does_not_end_any_more);
	tcase_add_test(c, two_rounds_are_compared);
	tcase_add_test(c, code_behind_a_cut_loop_must_be_reached);
	tcase_add_test(c, switch_is_a_chain_of_ifs);
	tcase_add_test(c, a_range_of_cases);
	tcase_add_test(c, a_condition_the_other_way_round);
	tcase_add_test(c, what_follows_is_not_asked_again);
	tcase_add_test(c, a_sign_in_a_comparison);
	tcase_add_test(c, a_strict_comparison);
	tcase_add_test(c, and_is_not_or);
	tcase_add_test(c, conditions_with_effects_keep_their_order);
	tcase_add_test(c, unlikely_is_transparent);
	tcase_add_test(c, gnu_conditional);
	tcase_add_test(c, what_the_compiler_answers);
	tcase_add_test(c, a_local_renamed);
	tcase_add_test(c, a_local_whose_address_is_taken);
	tcase_add_test(c, a_temporary);
	tcase_add_test(c, pure_computations_swap);
	tcase_add_test(c, an_unused_computation);
	tcase_add_test(c, increments);
	tcase_add_test(c, a_result_cut_short);
	tcase_add_test(c, a_sign_of_a_local);
	tcase_add_test(c, truth);
	tcase_add_test(c, a_compound_assignment_computes_wider);
	tcase_add_test(c, constants_fold_as_c_says);
	tcase_add_test(c, a_constant_off_by_one);
	tcase_add_test(c, an_unset_variable);
	tcase_add_test(c, an_enum_in_an_index);
	tcase_add_test(c, arguments_swapped);
	tcase_add_test(c, a_call_dropped);
	tcase_add_test(c, a_release_moved_across_a_use);
	tcase_add_test(c, another_release);
	tcase_add_test(c, another_pointer_is_called);
	tcase_add_test(c, another_result);
	tcase_add_test(c, strings_by_content);
	tcase_add_test(c, an_order_that_c_leaves_open);
	tcase_add_test(c, another_field);
	tcase_add_test(c, a_store_more_or_less);
	tcase_add_test(c, a_store_moved_across_a_call);
	tcase_add_test(c, a_count_stored_before_a_computation);
	tcase_add_test(c, a_load_moved_across_a_store);
	tcase_add_test(c, a_load_before_the_test_that_allows_it);
	tcase_add_test(c, a_variable_of_a_scope_that_was_left);
	tcase_add_test(c, a_load_of_what_was_just_stored);
	tcase_add_test(c, a_volatile_access);
	tcase_add_test(c, elements_by_pointer);
	tcase_add_test(c, whole_structs);
	tcase_add_test(c, initialisers);
	tcase_add_test(c, another_size_of_an_array);
	tcase_add_test(c, an_object_for_each_round);
	tcase_add_test(c, an_object_for_each_jump);
	tcase_add_test(c, an_object_used_when_it_is_gone);
	tcase_add_test(c, sizes);
	tcase_add_test(c, a_static_local_is_memory);
	tcase_add_test(c, min_works);
	tcase_add_test(c, container_of_works);
	tcase_add_test(c, a_plain_statement_expression);
	tcase_add_test(c, what_a_macro_hides_counts);
	tcase_add_test(c, a_word_that_hides_something);
	tcase_add_test(c, what_a_declaration_hides_counts);
	tcase_add_test(c, assembly);
	tcase_add_test(c, what_is_not_understood);
	tcase_add_test(c, a_function_that_is_not_there);
	tcase_add_test(c, too_many_paths);
	tcase_add_test(c, a_text_that_was_not_kept);
	tcase_add_test(c, a_text_that_was_not_parsed);
	tcase_add_test(c, labels_of_one_symbol);
}

int main(void)
{
	Suite *s = suite_create("paths");
	TCase *c = tcase_create("paths");
	SRunner *r;
	int failed;

	add_tests(c);
	suite_add_tcase(s, c);
	r = srunner_create(s);
	srunner_run_all(r, CK_ENV);
	failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}

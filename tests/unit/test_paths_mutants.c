/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Path comparison against wrong rewrites.
 *
 * Each pair is a function and a right rewrite of it, which must be the same.
 * Then the rewrite is broken, one token or statement at a time, in every place
 * where one of the ways to break it fits; what still compiles must be judged
 * different, and not for want of understanding.
 *
 * No mutant is equivalent by construction: texts have no dead stores, operands
 * that are swapped differ and do not commute, and statements that are swapped
 * or dropped have effects.
 */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <safec/safec.h>

#include "base/lex.h"
#include "front/front.h"
#include "prove/paths.h"

struct pair {
	const char *name, *before, *after;
};

static const char prelude[] =
	"#define NULL ((void *)0)\n"
	"typedef unsigned char u8;\n"
	"typedef unsigned int u32;\n"
	"typedef unsigned long size_t;\n"
	"struct lock { int held; };\n"
	"struct entry { struct entry *next, *prev; int key, users; void *data, *shadow; };\n"
	"struct ring { struct lock lock, guard; int count, users, limit;\n"
	"	void *buf, *aux; struct entry *head, *spare; int irq, line;\n"
	"	volatile u32 *regs; u32 mode, mask; u8 *bytes; size_t size, pos; };\n"
	"void *get(size_t); void *get_zeroed(size_t); void put(void *); void drop(void *);\n"
	"int request(struct ring *, int); int reserve(struct ring *, int);\n"
	"void release(struct ring *, int); void forget(struct ring *, int);\n"
	"void lock(struct lock *); void unlock(struct lock *);\n"
	"void wake(struct ring *); void note(struct ring *);\n"
	"void program(struct ring *, int, int, u32);\n"
	"int copy(void *, const void *, size_t); int move(void *, const void *, size_t);\n";

static const struct pair pairs[] = {
	{ "unwinding",
	  "int f(struct ring *r, int irq, int count)\n"
	  "{\n"
	  "	int err = -12;\n"
	  "\n"
	  "	if (count < 1 || count > r->limit)\n"
	  "		return -22;\n"
	  "	r->buf = get(count * 8);\n"
	  "	if (!r->buf)\n"
	  "		goto out;\n"
	  "	r->aux = get_zeroed(count);\n"
	  "	if (!r->aux)\n"
	  "		goto free_buf;\n"
	  "	err = request(r, irq);\n"
	  "	if (err)\n"
	  "		goto free_aux;\n"
	  "	err = reserve(r, count + 2);\n"
	  "	if (err < 0)\n"
	  "		goto free_irq;\n"
	  "	r->count = count;\n"
	  "	r->irq = irq;\n"
	  "	program(r, irq, count * 2, r->mode);\n"
	  "	wake(r);\n"
	  "	return 0;\n"
	  "\n"
	  "free_irq:\n"
	  "	release(r, irq);\n"
	  "free_aux:\n"
	  "	put(r->aux);\n"
	  "free_buf:\n"
	  "	put(r->buf);\n"
	  "	r->buf = NULL;\n"
	  "out:\n"
	  "	note(r);\n"
	  "	return err;\n"
	  "}\n",
	  "int f(struct ring *ring, int irq, int n)\n"
	  "{\n"
	  "	int ret;\n"
	  "\n"
	  "	if (!(n >= 1 && ring->limit >= n))\n"
	  "		return -22;\n"
	  "	ring->buf = get(8 * n);\n"
	  "	if (ring->buf == NULL) {\n"
	  "		ret = -12;\n"
	  "		goto out;\n"
	  "	}\n"
	  "	ring->aux = get_zeroed(n);\n"
	  "	if (ring->aux == NULL) {\n"
	  "		ret = -12;\n"
	  "		goto free_buf;\n"
	  "	}\n"
	  "	ret = request(ring, irq);\n"
	  "	if (ret != 0)\n"
	  "		goto free_aux;\n"
	  "	ret = reserve(ring, 2 + n);\n"
	  "	if (ret >= 0) {\n"
	  "		ring->count = n;\n"
	  "		ring->irq = irq;\n"
	  "		program(ring, irq, 2 * n, ring->mode);\n"
	  "		wake(ring);\n"
	  "		return 0;\n"
	  "	}\n"
	  "	release(ring, irq);\n"
	  "free_aux:\n"
	  "	put(ring->aux);\n"
	  "free_buf:\n"
	  "	put(ring->buf);\n"
	  "	ring->buf = NULL;\n"
	  "out:\n"
	  "	note(ring);\n"
	  "	return ret;\n"
	  "}\n" },
	{ "put",
	  "int f(struct ring *r, struct entry *e, int n)\n"
	  "{\n"
	  "	int last = 0;\n"
	  "\n"
	  "	lock(&r->lock);\n"
	  "	e->users -= n;\n"
	  "	if (e->users == 0) {\n"
	  "		if (e->prev)\n"
	  "			e->prev->next = e->next;\n"
	  "		else\n"
	  "			r->head = e->next;\n"
	  "		if (e->next)\n"
	  "			e->next->prev = e->prev;\n"
	  "		r->count--;\n"
	  "		last = 1;\n"
	  "	}\n"
	  "	unlock(&r->lock);\n"
	  "	if (last) {\n"
	  "		put(e->data);\n"
	  "		put(e);\n"
	  "		if (r->count < 4 && r->users > 2)\n"
	  "			wake(r);\n"
	  "	}\n"
	  "	return last;\n"
	  "}\n",
	  "int f(struct ring *r, struct entry *e, int n)\n"
	  "{\n"
	  "	struct entry *left, *right;\n"
	  "	int users;\n"
	  "\n"
	  "	lock(&r->lock);\n"
	  "	users = e->users - n;\n"
	  "	e->users = users;\n"
	  "	if (users != 0) {\n"
	  "		unlock(&r->lock);\n"
	  "		return 0;\n"
	  "	}\n"
	  "	left = e->prev;\n"
	  "	if (!left)\n"
	  "		r->head = e->next;\n"
	  "	else\n"
	  "		left->next = e->next;\n"
	  "	right = e->next;\n"
	  "	if (right)\n"
	  "		right->prev = e->prev;\n"
	  "	--r->count;\n"
	  "	unlock(&r->lock);\n"
	  "	put(e->data);\n"
	  "	put(e);\n"
	  "	if (r->users > 2 && r->count < 4)\n"
	  "		wake(r);\n"
	  "	return 1;\n"
	  "}\n" },
	{ "copying",
	  "long f(struct ring *r, u8 *to, size_t size, size_t *pos)\n"
	  "{\n"
	  "	size_t n, skip = 0;\n"
	  "\n"
	  "	if (*pos >= r->size)\n"
	  "		return 0;\n"
	  "	n = r->size - *pos;\n"
	  "	if (n > size)\n"
	  "		n = size;\n"
	  "	if (r->mode & 4)\n"
	  "		skip = 16;\n"
	  "	lock(&r->lock);\n"
	  "	if (copy(to, r->bytes + *pos + skip, n)) {\n"
	  "		unlock(&r->lock);\n"
	  "		return -14;\n"
	  "	}\n"
	  "	to[n - 1] = 0;\n"
	  "	r->pos = *pos + n;\n"
	  "	r->users++;\n"
	  "	unlock(&r->lock);\n"
	  "	*pos += n;\n"
	  "	return n;\n"
	  "}\n",
	  "long f(struct ring *r, u8 *to, size_t size, size_t *pos)\n"
	  "{\n"
	  "	size_t at = *pos, left, n;\n"
	  "	const u8 *from;\n"
	  "	int err;\n"
	  "\n"
	  "	if (!(at < r->size))\n"
	  "		return 0;\n"
	  "	left = r->size - at;\n"
	  "	n = size < left ? size : left;\n"
	  "	if ((4 & r->mode) != 0)\n"
	  "		at = 16;\n"
	  "	else\n"
	  "		at = 0;\n"
	  "	lock(&r->lock);\n"
	  "	from = r->bytes + *pos + at;\n"
	  "	err = copy(to, from, n);\n"
	  "	if (err == 0) {\n"
	  "		*(to + (n - 1)) = 0;\n"
	  "		r->pos = n + *pos;\n"
	  "		r->users = r->users + 1;\n"
	  "		unlock(&r->lock);\n"
	  "		*pos = *pos + n;\n"
	  "		return n;\n"
	  "	}\n"
	  "	unlock(&r->lock);\n"
	  "	return -14;\n"
	  "}\n" },
	{ "walking",
	  "struct entry *f(struct ring *r, int key, int limit)\n"
	  "{\n"
	  "	struct entry *e, *found = NULL;\n"
	  "	int seen = 0;\n"
	  "\n"
	  "	lock(&r->guard);\n"
	  "	for (e = r->head; e; e = e->next) {\n"
	  "		seen++;\n"
	  "		if (e->key == key + 1) {\n"
	  "			found = e;\n"
	  "			break;\n"
	  "		}\n"
	  "		if (seen > limit)\n"
	  "			break;\n"
	  "	}\n"
	  "	if (found) {\n"
	  "		found->users++;\n"
	  "		r->spare = found;\n"
	  "	}\n"
	  "	unlock(&r->guard);\n"
	  "	if (!found)\n"
	  "		program(r, seen, key, limit);\n"
	  "	return found;\n"
	  "}\n",
	  "struct entry *f(struct ring *r, int key, int limit)\n"
	  "{\n"
	  "	struct entry *e;\n"
	  "	int seen = 0;\n"
	  "\n"
	  "	lock(&r->guard);\n"
	  "	e = r->head;\n"
	  "	while (e != NULL) {\n"
	  "		seen = seen + 1;\n"
	  "		if (e->key == 1 + key)\n"
	  "			goto found;\n"
	  "		if (limit < seen)\n"
	  "			break;\n"
	  "		e = e->next;\n"
	  "	}\n"
	  "	unlock(&r->guard);\n"
	  "	program(r, seen, key, limit);\n"
	  "	return NULL;\n"
	  "found:\n"
	  "	e->users = e->users + 1;\n"
	  "	r->spare = e;\n"
	  "	unlock(&r->guard);\n"
	  "	return e;\n"
	  "}\n" },
	{ "registers",
	  "int f(struct ring *r, u32 command, u32 value)\n"
	  "{\n"
	  "	u32 status;\n"
	  "\n"
	  "	switch (command) {\n"
	  "	case 1:\n"
	  "		r->regs[0] = value | 128;\n"
	  "		break;\n"
	  "	case 2:\n"
	  "		r->regs[1] = value << 4;\n"
	  "		r->mode = command;\n"
	  "		break;\n"
	  "	case 7:\n"
	  "		forget(r, r->line);\n"
	  "		return 0;\n"
	  "	default:\n"
	  "		return -25;\n"
	  "	}\n"
	  "	status = r->regs[3];\n"
	  "	if (status & 1)\n"
	  "		return -5;\n"
	  "	r->mask = (u8)(status >> 8);\n"
	  "	note(r);\n"
	  "	return status > value ? 1 : 2;\n"
	  "}\n",
	  "int f(struct ring *r, u32 command, u32 value)\n"
	  "{\n"
	  "	u32 got;\n"
	  "\n"
	  "	if (command == 7) {\n"
	  "		forget(r, r->line);\n"
	  "		return 0;\n"
	  "	}\n"
	  "	if (command == 1) {\n"
	  "		*r->regs = value | 128;\n"
	  "	} else if (command == 2) {\n"
	  "		r->regs[1] = value << 4;\n"
	  "		r->mode = command;\n"
	  "	} else {\n"
	  "		return -25;\n"
	  "	}\n"
	  "	got = r->regs[3];\n"
	  "	if ((got & 1) != 0)\n"
	  "		return -5;\n"
	  "	r->mask = (u8)(got >> 8);\n"
	  "	note(r);\n"
	  "	if (value < got)\n"
	  "		return 1;\n"
	  "	return 2;\n"
	  "}\n" },
};

enum { PAIRS = sizeof(pairs) / sizeof(*pairs) };

/* ----------------------------------------------------------------- compare */

/* A unit of the text TAIL behind the prelude; false when it does not compile. */
struct opened {
	struct arena arena;
	struct overlay overlay;
	struct front *front;
	struct unit unit;
};

static bool open_text(struct opened *o, const char *tail)
{
	static const char *const none[] = { NULL };
	struct command c = { .directory = "/", .file = "/pair/f.c", .args = none };
	const char *whole = arena_printf(&o->arena, "%s%s", prelude, tail);

	o->overlay = (struct overlay){ "/pair/f.c", whole, strlen(whole) };
	return !front_open(&c, "/pair", FLAGS_ANALYSE, &o->overlay, 1, &o->front) &&
	       !front_lower(o->front, &o->unit);
}

static void close_text(struct opened *o)
{
	unit_free(&o->unit);
	front_close(o->front);
	arena_free(&o->arena);
}

/* ------------------------------------------------------------------ mutants */

enum way {
	ARGUMENTS, CONSTANT, OPERATOR, CALLEE, FIELD, CONDITION, LABEL, DROP, ORDER,
	WAYS
};

static const char *const way_words[WAYS] = {
	"arguments swapped", "a constant off by one", "another operator",
	"another function", "another field", "a condition negated",
	"another label", "a statement dropped", "statements swapped"
};

struct mutating {
	const struct pair *pair;
	struct opened before;
	struct token token[1024];
	size_t n;
	unsigned int made[WAYS], broken, survived, refused;
};

/* Judge the text in which [BEGIN, END) of the rewrite is PUT. */
static void judge(struct mutating *m, enum way way, size_t begin, size_t end,
		  const char *put)
{
	const char *text = m->pair->after, *difference = NULL;
	struct opened o = { 0 };
	bool cut;
	const char *mutant = arena_printf(&o.arena, "%.*s%s%s", (int)begin, text, put,
					  text + end);

	if (!open_text(&o, mutant)) {
		m->broken++;
	} else {
		m->made[way]++;
		ck_assert_int_eq(paths_compare(&o.arena, &m->before.unit, &o.unit, "f",
					       NULL, &difference, &cut), 0);
		m->survived += !difference;
		m->refused += difference && !strncmp(difference, "in the ", 7);
		if (!difference || !strncmp(difference, "in the ", 7))
			printf("# %s: %s: %s: `%.*s` -> `%s`\n", m->pair->name,
			       way_words[way], difference ? difference : "survived",
			       (int)(end - begin), text + begin, put);
	}
	close_text(&o);
}

static bool is(const struct mutating *m, size_t i, const char *s)
{
	return i < m->n && token_is(m->pair->after, &m->token[i], s);
}

static bool is_name(const struct mutating *m, size_t i)
{
	return i < m->n && m->token[i].kind == TOKEN_NAME;
}

/* The place of token I in a list of words that end with NULL; -1: none. */
static int listed(const struct mutating *m, size_t i, const char *const *list)
{
	int k;

	for (k = 0; list[k]; k++)
		if (is(m, i, list[k]))
			return k;
	return -1;
}

/* The other word of the couple that token I is of; NULL if of none. */
static const char *other(const struct mutating *m, size_t i, const char *const *couples)
{
	int k = listed(m, i, couples);

	return k < 0 ? NULL : couples[k ^ 1];
}

/* The token that closes the bracket at I. */
static size_t mate(const struct mutating *m, size_t i)
{
	int depth = 0;

	for (; i < m->n; i++) {
		depth += is(m, i, "(") || is(m, i, "[") || is(m, i, "{");
		depth -= is(m, i, ")") || is(m, i, "]") || is(m, i, "}");
		if (!depth)
			break;
	}
	return i;
}

static bool is_keyword(const struct mutating *m, size_t i)
{
	static const char *const words[] = {
		"if", "else", "for", "while", "do", "return", "goto", "break",
		"switch", "case", "default", "struct", "const", "int", "long",
		"u8", "u32", "size_t", "sizeof", NULL
	};

	return listed(m, i, words) >= 0;
}

static bool is_call(const struct mutating *m, size_t i)
{
	return is_name(m, i) && !is_keyword(m, i) && is(m, i + 1, "(") && i > 4;
}

static void swap_arguments(struct mutating *m, size_t i)
{
	const char *text = m->pair->after;
	size_t end = mate(m, i + 1), first = i + 2, comma = 0, k;
	char put[256];

	for (k = first; is_call(m, i) && k <= end; k++) {
		if (is(m, k, "(")) {
			k = mate(m, k);
			continue;
		}
		if (comma && (is(m, k, ",") || k == end)) {
			size_t a = m->token[first].begin, b = m->token[comma].begin;
			size_t c = m->token[comma + 1].begin, d = m->token[k].begin;

			snprintf(put, sizeof(put), "%.*s, %.*s", (int)(d - c), text + c,
				 (int)(b - a), text + a);
			judge(m, ARGUMENTS, a, d, put);
			first = comma + 1;
		}
		comma = is(m, k, ",") ? k : comma;
	}
}

static void change_token(struct mutating *m, enum way way, size_t i, const char *put)
{
	if (put)
		judge(m, way, m->token[i].begin, m->token[i].end, put);
}

static void change_constant(struct mutating *m, size_t i)
{
	char put[32];
	long value = strtol(m->pair->after + m->token[i].begin, NULL, 10);

	if (m->token[i].kind != TOKEN_NUMBER)
		return;
	snprintf(put, sizeof(put), "%ld", value + 1);
	change_token(m, CONSTANT, i, put);
}

static void change_word(struct mutating *m, size_t i)
{
	static const char *const operators[] = {
		"<", "<=", ">", ">=", "==", "!=", "+", "-", "&&", "||", "++", "--",
		"<<", ">>", NULL
	};
	static const char *const functions[] = {
		"get", "get_zeroed", "put", "drop", "request", "reserve",
		"release", "forget", "lock", "unlock", "wake", "note", "copy",
		"move", NULL
	};
	static const char *const fields[] = {
		"count", "users", "limit", "count", "buf", "aux", "head", "spare",
		"next", "prev", "data", "shadow", "irq", "line", "mode", "mask",
		"size", "pos", "lock", "guard", "key", "users", NULL
	};

	if (is_call(m, i))
		change_token(m, CALLEE, i, other(m, i, functions));
	else if (i && is(m, i - 1, "->"))
		change_token(m, FIELD, i, other(m, i, fields));
	else
		change_token(m, OPERATOR, i, other(m, i, operators));
}

static void negate(struct mutating *m, size_t i)
{
	size_t end = mate(m, i + 1);
	size_t a = m->token[i + 1].begin, b;
	char put[256];

	if ((!is(m, i, "if") && !is(m, i, "while")) || !is(m, i + 1, "("))
		return;
	b = m->token[end].end;
	snprintf(put, sizeof(put), "(!%.*s)", (int)(b - a), m->pair->after + a);
	judge(m, CONDITION, a, b, put);
}

static void change_label(struct mutating *m, size_t i)
{
	size_t k;
	char put[64];

	for (k = 0; is(m, i, "goto") && k < m->n; k++) {
		const struct token *t = &m->token[k];

		if (!is_name(m, k) || is_keyword(m, k) || !is(m, k + 1, ":") ||
		    is(m, k - 1, "?") || !(is(m, k - 1, ";") || is(m, k - 1, "}")))
			continue;
		snprintf(put, sizeof(put), "%.*s", (int)(t->end - t->begin),
			 m->pair->after + t->begin);
		if (!is(m, i + 1, put))
			change_token(m, LABEL, i + 1, put);
	}
}

/* The `;` of the plain statement with an effect that begins at I; 0 if none. */
static size_t statement(const struct mutating *m, size_t i, bool *visible)
{
	size_t k;
	bool acts = false, through = is(m, i, "*");

	*visible = false;
	if (!i || i >= m->n || is_keyword(m, i) ||
	    !(is(m, i - 1, ";") || is(m, i - 1, "{") || is(m, i - 1, "}") ||
	      is(m, i - 1, ":") || is(m, i - 1, ")") || is(m, i - 1, "else")))
		return 0;
	for (k = i; k < m->n && !is(m, k, ";"); k++) {
		if (is(m, k, "{") || is(m, k, ":"))
			return 0;
		if (is(m, k, "(") && !is_name(m, k - 1))
			k = mate(m, k);
		through |= is(m, k, "->");
		if (is(m, k, "=") || is(m, k, "++") || is(m, k, "--")) {
			acts = true;
			*visible |= through || (is(m, k, "--") && k == i);
		}
		if (is_call(m, k))
			acts = *visible = true;
	}
	return acts && k < m->n ? k : 0;
}

static void change_statement(struct mutating *m, size_t i)
{
	const char *text = m->pair->after;
	bool visible, next_visible;
	size_t end = statement(m, i, &visible), next;
	char put[256];

	if (!end)
		return;
	judge(m, DROP, m->token[i].begin, m->token[end].end, ";");
	next = statement(m, end + 1, &next_visible);
	if (!next || !visible || !next_visible)
		return;
	snprintf(put, sizeof(put), "%.*s %.*s",
		 (int)(m->token[next].end - m->token[end + 1].begin),
		 text + m->token[end + 1].begin,
		 (int)(m->token[end].end - m->token[i].begin),
		 text + m->token[i].begin);
	judge(m, ORDER, m->token[i].begin, m->token[next].end, put);
}

static void mutate(struct mutating *m)
{
	struct lexer l = lexer_at(m->pair->after, 0, strlen(m->pair->after));
	size_t i, body;

	while (lex(&l, &m->token[m->n]) != TOKEN_END)
		m->n++;
	for (body = 0; !is(m, body, "{"); body++)
		;
	for (i = body; i < m->n; i++) {
		swap_arguments(m, i);
		change_constant(m, i);
		change_word(m, i);
		negate(m, i);
		change_label(m, i);
		change_statement(m, i);
	}
}

/* ------------------------------------------------------------------- tests */

START_TEST(a_right_rewrite_is_the_same)
{
	const struct pair *p = &pairs[_i];
	struct opened a = { 0 }, b = { 0 };
	const char *difference = NULL;
	bool cut;

	ck_assert(open_text(&a, p->before));
	ck_assert(open_text(&b, p->after));
	ck_assert_int_eq(paths_compare(&a.arena, &a.unit, &b.unit, "f", NULL,
				       &difference, &cut), 0);
	ck_assert_msg(!difference, "%s: %s", p->name, difference);
	ck_assert_int_eq(cut, !strcmp(p->name, "walking"));
	close_text(&a);
	close_text(&b);
}
END_TEST

START_TEST(wrong_rewrites_are_different)
{
	unsigned int made[WAYS] = { 0 }, all = 0;
	unsigned int survived = 0, refused = 0, broken = 0, way;
	size_t i;

	for (i = 0; i < PAIRS; i++) {
		struct mutating m = { .pair = &pairs[i] };

		ck_assert(open_text(&m.before, m.pair->before));
		mutate(&m);
		close_text(&m.before);
		for (way = 0; way < WAYS; way++)
			made[way] += m.made[way];
		survived += m.survived;
		refused += m.refused;
		broken += m.broken;
	}
	for (way = 0; way < WAYS; way++) {
		printf("# %u: %s\n", made[way], way_words[way]);
		all += made[way];
	}
	printf("# %u mutants compiled, %u did not\n", all, broken);
	fflush(stdout);
	for (way = 0; way < WAYS; way++)
		ck_assert_uint_ge(made[way], 4);
	ck_assert_uint_ge(all, 200);
	ck_assert_uint_eq(refused, 0);
	ck_assert_uint_eq(survived, 0);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("paths_mutants");
	TCase *c = tcase_create("paths_mutants");
	SRunner *r;
	int failed;

	tcase_set_timeout(c, 120);
	tcase_add_loop_test(c, a_right_rewrite_is_the_same, 0, PAIRS);
	tcase_add_test(c, wrong_rewrites_are_different);
	suite_add_tcase(s, c);
	r = srunner_create(s);
	srunner_run_all(r, CK_ENV);
	failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}

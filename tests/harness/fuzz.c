/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fuzz: the same operations on two builds of a sample; the first difference of what
 * is visible ends it.
 *
 * Any bytes are a workload: each operation takes some to say which it is, by which
 * process, and with which arguments.  The builds are the objects that the
 * environment names, BEFORE and AFTER.  All that a build keeps is put back before
 * each run, so that a run depends on its bytes alone.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../drive/drive.h"
#include "kept.h"
#include "run.h"

enum { OPERATIONS = 32, TASKS = 3, FILES = 3, TEXT = 1 << 15 };

struct build {
	harness_run_function *run;
	const char *path;
	struct kept kept;
};

static struct build builds[2];
static const struct operation *operations;
static unsigned int operation_count;

static void load(struct build *b, const char *name)
{
	harness_operations_function *list;
	void *object;

	b->path = getenv(name);
	object = b->path ? dlopen(b->path, RTLD_NOW | RTLD_LOCAL) : NULL;
	if (!object) {
		fprintf(stderr, "fuzz: %s: %s\n", name, b->path ? dlerror() : "not set");
		exit(2);
	}
	b->run = (harness_run_function *)dlsym(object, "harness_run");
	list = (harness_operations_function *)dlsym(object, "harness_operations");
	operations = list();
	kept_keep(&b->kept, b->path);
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	load(&builds[0], "BEFORE");
	load(&builds[1], "AFTER");
	while (operations[operation_count].name)
		operation_count++;
	return 0;
}

/* --------------------------------------------------- bytes become a workload */

struct bytes {
	const uint8_t *at;
	size_t left;
};

static unsigned int next(struct bytes *b)
{
	if (!b->left)
		return 0;
	b->left--;
	return *b->at++;
}

struct text {
	char s[TEXT];
	size_t n;
};

__attribute__((format(printf, 2, 3)))
static void say(struct text *t, const char *format, ...)
{
	va_list ap;
	int n;

	va_start(ap, format);
	n = vsnprintf(t->s + t->n, TEXT - t->n, format, ap);
	va_end(ap);
	t->n += (size_t)n < TEXT - t->n ? (size_t)n : 0;
}

static void say_number(struct text *t, struct bytes *b, unsigned long max)
{
	unsigned int n = next(b);

	switch (n >> 4) {
	case 15:
		say(t, " %lu", max + (n & 3));
		break;
	case 14:
		say(t, " %lu", max - (n & 3));
		break;
	case 13:
		say(t, " %lu", 2 * max + next(b));
		break;
	case 12:
		say(t, " %u", n << 8 | next(b));
		break;
	default:
		say(t, " %lu", max && max < n ? n % (max + 2) : n % 24);
	}
}

static void say_bytes(struct text *t, struct bytes *b, unsigned long max)
{
	unsigned int n = next(b), i;

	if (n >= 192) {
		say(t, " %lu*%02x", max ? (n * 7ul) % (max + 1) : n, next(b));
		return;
	}
	say(t, n % 32 ? " " : " -");
	for (i = 0; i < n % 32; i++)
		say(t, "%02x", next(b));
}

static void say_word(struct text *t, struct bytes *b, const char *const *words)
{
	unsigned int n = 0;

	while (words[n])
		n++;
	say(t, " %s", n && words[n = next(b) % n][0] ? words[n] : "\"\"");
}

static void say_argument(struct text *t, struct bytes *b, const struct argument_type *a)
{
	switch (a->kind) {
	case ARG_FILE:
		say(t, " %c", 'a' + next(b) % FILES);
		break;
	case ARG_NUMBER:
		say_number(t, b, a->max);
		break;
	case ARG_WORD:
		say_word(t, b, a->words);
		break;
	case ARG_BYTES:
		say_bytes(t, b, a->max);
		break;
	default:
		break;
	}
}

static void say_operation(struct text *t, struct bytes *b)
{
	const struct operation *o = &operations[next(b) % operation_count];
	unsigned int i;

	say(t, "%u: %s", 1 + next(b) % TASKS, o->name);
	for (i = 0; i < 6 && o->type[i].kind; i++)
		say_argument(t, b, &o->type[i]);
	say(t, "\n");
}

/* -------------------------------------------------------------------------- */

static void run(struct build *b, const struct text *t, const unsigned int *fail,
		struct run_result *r)
{
	struct run_options o = { t->s, t->n, fail, fail[0] ? 2 : 0, 0 };

	memset(r, 0, sizeof(*r));
	kept_put_back(&b->kept);
	if (b->run(&o, r) || r->leaks) {
		fprintf(stderr, "fuzz: %s: %s\n%s%s\n%s", b->path,
			r->leaks ? "leaks" : "not understood", t->s, r->output, r->events);
		abort();
	}
}

static void compare(const struct text *t, const struct run_result *r)
{
	if (!strcmp(r[0].output, r[1].output) && !strcmp(r[0].events, r[1].events))
		return;
	fprintf(stderr, "fuzz: the builds differ\n%s\nBEFORE:\n%s%s\nAFTER:\n%s%s\n",
		t->s, r[0].output, r[0].events, r[1].output, r[1].events);
	abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct text t;
	struct bytes b = { data, size };
	struct run_result r[2];
	unsigned int fail[2], i;

	t.n = 0;
	fail[0] = next(&b);
	fail[1] = fail[0] + next(&b);
	if (fail[0] < 128)	/* half of the runs have no faults */
		fail[0] = 0;
	else
		fail[0] -= 127;
	if (!(next(&b) & 7))
		say_operation(&t, &b);
	else
		say(&t, "load \"\"\n");
	for (i = 0; i < OPERATIONS && b.left; i++)
		say_operation(&t, &b);
	for (i = 0; i < 2; i++)
		run(&builds[i], &t, fail, &r[i]);
	compare(&t, r);
	for (i = 0; i < 2; i++) {
		free(r[i].output);
		free(r[i].events);
	}
	return 0;
}

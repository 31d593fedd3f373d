/* SPDX-License-Identifier: Apache-2.0 */
/*
 * main: runs a workload on one build of a sample.
 *
 *	harness OBJECT [--fail N]... [--events FILE] [--points] <WORKLOAD
 *	harness OBJECT --sweep PAIRS <WORKLOAD
 *	harness OBJECT --measure ROUNDS <WORKLOAD
 *
 * What the program prints goes to standard output.  --sweep runs the workload
 * once as it is, once with each point failing, and with PAIRS pairs of points, a
 * process for each, and prints a line for each: what failed, and a digest of all
 * that was visible.  --measure prints nanoseconds a round.
 *
 * Exit status: 0, 1 for a workload that cannot be read, 2 for wrong arguments, 3
 * when something leaked.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "kept.h"
#include "run.h"

enum { MOST = 16 };

struct task {
	harness_run_function *run;
	struct kept kept;
	char *workload;
	size_t size;
};

static void usage(void)
{
	fputs("usage: harness OBJECT [--fail N]... [--events FILE] [--points]\n"
	      "       harness OBJECT --sweep PAIRS | --measure ROUNDS\n"
	      "The workload comes from standard input.\n", stderr);
	exit(2);
}

static char *read_all(FILE *f, size_t *size)
{
	char *text = NULL;
	size_t room = 0, n;

	*size = 0;
	do {
		room += 1 << 16;
		text = realloc(text, room);
		if (!text)
			abort();
		n = fread(text + *size, 1, room - *size, f);
		*size += n;
	} while (n);
	return text;
}

static void load(struct task *t, const char *path)
{
	void *object = dlopen(path, RTLD_NOW | RTLD_LOCAL);
	if (!object) {
		fprintf(stderr, "harness: %s\n", dlerror());
		exit(2);
	}
	t->run = (harness_run_function *)dlsym(object, "harness_run");
	if (!t->run) {
		fprintf(stderr, "harness: %s: no harness_run\n", path);
		exit(2);
	}
	kept_keep(&t->kept, path);
}

static int once(const struct task *t, const unsigned int *fail, unsigned int count,
		struct run_result *r)
{
	struct run_options o = { t->workload, t->size, fail, count, 0 };

	memset(r, 0, sizeof(*r));
	kept_put_back(&t->kept);
	return t->run(&o, r);
}

static void forget(struct run_result *r)
{
	free(r->output);
	free(r->events);
}

/* --------------------------------------------------------------------- sweep */

static unsigned long long digest(unsigned long long h, const char *s)
{
	for (; *s; s++)
		h = (h ^ (unsigned char)*s) * 1099511628211ull;
	return h;
}

/* One run in a process of its own; its line is "POINTS: DIGEST" or how it died. */
static int in_child(const struct task *t, const unsigned int *fail, unsigned int count)
{
	struct run_result r;
	unsigned int i;
	int status;
	pid_t pid;

	for (i = 0; i < count; i++)
		printf("%s%u", i ? "+" : "", fail[i]);
	printf(count ? ": " : "none: ");
	fflush(stdout);
	pid = fork();
	if (!pid) {
		once(t, fail, count, &r);
		printf("%016llx%s\n", digest(digest(14695981039346656037ull, r.output),
					     r.events), r.leaks ? " leaks" : "");
		fflush(stdout);
		_exit(r.leaks ? 3 : 0);
	}
	if (pid < 0 || waitpid(pid, &status, 0) < 0)
		abort();
	if (WIFSIGNALED(status))
		printf("dies by signal %d\n", WTERMSIG(status));
	return status != 0;
}

static int sweep(const struct task *t, unsigned int pairs)
{
	struct run_result r;
	unsigned int n, a, fail[2];
	unsigned int step, k;
	int bad;

	once(t, NULL, 0, &r);
	n = r.points[0] + r.points[1] + r.points[2] + r.points[3];
	printf("points: memory %u, copy %u, poll %u, call %u\n", r.points[0],
	       r.points[1], r.points[2], r.points[3]);
	forget(&r);
	bad = in_child(t, NULL, 0);
	for (a = 1; a <= n; a++)
		bad |= in_child(t, &a, 1);
	/* Pairs spread evenly over all of them; the second follows the first. */
	step = n > 1 ? (unsigned int)(((unsigned long long)n * (n - 1) / 2 + pairs - 1) /
				      (pairs ? pairs : 1)) : 0;
	for (k = 0, fail[0] = 1; pairs && step && fail[0] < n; fail[0]++)
		for (fail[1] = fail[0] + 1; fail[1] <= n; fail[1]++)
			if (k++ % step == 0)
				bad |= in_child(t, fail, 2);
	return bad ? 3 : 0;
}

/* ------------------------------------------------------------------- measure */

static int measure(const struct task *t, unsigned int rounds)
{
	struct run_options o = { t->workload, t->size, NULL, 0, 1 };
	struct timespec from, to;
	struct run_result r;
	unsigned int i;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &from);
	for (i = 0; i < rounds; i++) {
		memset(&r, 0, sizeof(r));
		kept_put_back(&t->kept);
		t->run(&o, &r);
		forget(&r);
	}
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &to);
	printf("%.0f\n", ((double)(to.tv_sec - from.tv_sec) * 1e9 +
			  (double)(to.tv_nsec - from.tv_nsec)) / rounds);
	return 0;
}

/* ---------------------------------------------------------------------- once */

static int run(const struct task *t, const unsigned int *fail, unsigned int count,
	       const char *events, int points)
{
	struct run_result r;
	int err = once(t, fail, count, &r);
	FILE *f;

	fputs(r.output, stdout);
	if (points)
		printf("points: memory %u, copy %u, poll %u, call %u\n", r.points[0],
		       r.points[1], r.points[2], r.points[3]);
	f = events ? fopen(events, "w") : NULL;
	if (f) {
		fputs(r.events, f);
		fclose(f);
	}
	return err ? 1 : r.leaks ? 3 : 0;
}

int main(int argc, char **argv)
{
	unsigned int fail[MOST], count = 0;
	const char *events = NULL;
	int i, points = 0;
	struct task t;

	if (argc < 2)
		usage();
	load(&t, argv[1]);
	t.workload = read_all(stdin, &t.size);
	for (i = 2; i < argc; i++) {
		const char *value = i + 1 < argc ? argv[i + 1] : NULL;

		if (!strcmp(argv[i], "--points")) {
			points = 1;
			continue;
		}
		if (!value)
			usage();
		i++;
		if (!strcmp(argv[i - 1], "--sweep"))
			return sweep(&t, (unsigned int)atoi(value));
		if (!strcmp(argv[i - 1], "--measure"))
			return measure(&t, (unsigned int)atoi(value));
		if (!strcmp(argv[i - 1], "--events"))
			events = value;
		else if (!strcmp(argv[i - 1], "--fail") && count < MOST)
			fail[count++] = (unsigned int)atoi(value);
		else
			usage();
	}
	return run(&t, fail, count, events, points);
}

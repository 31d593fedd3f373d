/* SPDX-License-Identifier: Apache-2.0 */
#include "base/pool.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <safec/safec.h>

#include "base/arena.h"

/* A worker, and what it has written so far. */
struct worker {
	pid_t pid;		/* 0: idle */
	int pipe;
	size_t thing;
	char *data;
	size_t size, room;
};

struct pool {
	struct worker *workers;
	struct pollfd *polls;
	unsigned int count;
	unsigned int seconds;
	pool_work *work;
	pool_done *done;
	void *arg;
};

static int run_here(size_t n, pool_work *work, pool_done *done, void *arg)
{
	size_t i;
	int err = 0;

	for (i = 0; i < n && !err; i++) {
		void *data = NULL;
		size_t size = 0;
		int failed = work(arg, i, &data, &size);

		err = done(arg, i, failed, data, size, "");
		free(data);
	}
	return err;
}

static int write_all(int fd, const char *data, size_t size)
{
	while (size) {
		ssize_t n = write(fd, data, size);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return -1;
		data += n;
		size -= (size_t)n;
	}
	return 0;
}

/* Let go of the other workers' results, which a child has copies of. */
static void forget(struct pool *p)
{
	unsigned int i;

	for (i = 0; i < p->count; i++)
		free(p->workers[i].data);
	free(p->workers);
	free(p->polls);
}

/* The child's whole life; its status is the negated error. */
static void live(struct pool *p, size_t thing, int fd)
{
	struct rlimit limit = { p->seconds, p->seconds + 5 };
	void *data = NULL;
	size_t size = 0;
	int err;

	forget(p);
	setrlimit(RLIMIT_CPU, &limit);
	err = p->work(p->arg, thing, &data, &size);
	if (!err && write_all(fd, data, size))
		err = -SAFEC_EWRITE;
	free(data);
	_exit(-err);
}

static int start(struct pool *p, struct worker *w, size_t thing)
{
	int ends[2];

	if (pipe(ends))
		return -SAFEC_ENOMEM;
	w->pid = fork();
	if (w->pid < 0) {
		w->pid = 0;
		close(ends[0]);
		close(ends[1]);
		return -SAFEC_ENOMEM;
	}
	if (w->pid == 0) {
		close(ends[0]);
		live(p, thing, ends[1]);
	}
	close(ends[1]);
	w->pipe = ends[0];
	w->thing = thing;
	w->size = 0;
	return 0;
}

/* How the worker ended: 0, or what it returned, or SAFEC_ECRASH and words. */
static int verdict(int status, struct arena *arena, const char **says)
{
	*says = "";
	if (WIFEXITED(status))
		return -WEXITSTATUS(status);
	if (WTERMSIG(status) == SIGXCPU || WTERMSIG(status) == SIGKILL)
		*says = "its worker took too long and was stopped";
	else
		*says = arena_printf(arena, "its worker crashed (signal %d)",
				     WTERMSIG(status));
	return -SAFEC_ECRASH;
}

static int finish(struct pool *p, struct worker *w)
{
	struct arena arena = { 0 };
	const char *says;
	int status = 0, err;

	close(w->pipe);
	while (waitpid(w->pid, &status, 0) < 0 && errno == EINTR)
		;
	w->pid = 0;
	err = verdict(status, &arena, &says);
	err = p->done(p->arg, w->thing, err, w->data, w->size, says);
	arena_free(&arena);
	return err;
}

/* Take what W wrote; *ENDED when it has no more. */
static int take(struct worker *w, int *ended)
{
	ssize_t n;

	if (w->room - w->size < 65536) {
		char *more = realloc(w->data, w->room * 2 + 65536);

		if (!more)
			return -SAFEC_ENOMEM;
		w->data = more;
		w->room = w->room * 2 + 65536;
	}
	n = read(w->pipe, w->data + w->size, w->room - w->size);
	if (n > 0)
		w->size += (size_t)n;
	*ended = n == 0 || (n < 0 && errno != EINTR && errno != EAGAIN);
	return 0;
}

static int start_idle(struct pool *p, size_t n, size_t *next)
{
	unsigned int i;
	int err = 0;

	for (i = 0; i < p->count && *next < n && !err; i++)
		if (!p->workers[i].pid)
			err = start(p, &p->workers[i], (*next)++);
	return err;
}

/* Wait for any worker to say something; *BUSY: how many there are. */
static int serve(struct pool *p, unsigned int *busy)
{
	unsigned int i;
	int err = 0;

	for (i = 0, *busy = 0; i < p->count; i++) {
		p->polls[i].fd = p->workers[i].pid ? p->workers[i].pipe : -1;
		p->polls[i].events = POLLIN;
		p->polls[i].revents = 0;
		*busy += p->workers[i].pid != 0;
	}
	if (!*busy)
		return 0;
	if (poll(p->polls, p->count, -1) < 0)
		return errno == EINTR ? 0 : -SAFEC_EREAD;
	for (i = 0; i < p->count && !err; i++) {
		int ended = 0;

		if (!p->polls[i].revents)
			continue;
		err = take(&p->workers[i], &ended);
		if (!err && ended)
			err = finish(p, &p->workers[i]);
	}
	return err;
}

static void stop_all(struct pool *p)
{
	unsigned int i;

	for (i = 0; i < p->count; i++) {
		if (!p->workers[i].pid)
			continue;
		kill(p->workers[i].pid, SIGKILL);
		close(p->workers[i].pipe);
		waitpid(p->workers[i].pid, NULL, 0);
	}
}

int pool_run(size_t n, unsigned int jobs, unsigned int seconds, pool_work *work,
	     pool_done *done, void *arg)
{
	struct pool p = { .count = jobs, .seconds = seconds, .work = work,
			  .done = done, .arg = arg };
	unsigned int busy = 1;
	size_t next = 0;
	int err = 0;

	if (!jobs)
		return run_here(n, work, done, arg);
	p.workers = calloc(jobs, sizeof(*p.workers));
	p.polls = calloc(jobs, sizeof(*p.polls));
	if (!p.workers || !p.polls)
		err = -SAFEC_ENOMEM;
	while (!err && (next < n || busy)) {
		err = start_idle(&p, n, &next);
		err = err ? err : serve(&p, &busy);
	}
	if (p.workers) {
		stop_all(&p);
		forget(&p);
	} else {
		free(p.polls);
	}
	return err;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * main: does a workload (drive.h) with real processes on a real kernel.
 *
 * Lines come from standard input, and what came of them goes to standard output;
 * what the device told goes to the file "/events".  A process that is given an
 * operation before it is through with another gets a signal first.  At the end
 * the processes close their files in turn, and the module is unloaded.
 *
 * With FAULT=OPERATION,NTH in the environment, in the operation of that number (1
 * is the first) the NTH allocation or copy that can fail does; /fault is then there
 * if it came to that.
 *
 * With time-travel=inf-cpu, to be patient costs nothing.
 */
#include <fcntl.h>
#include <linux/sched.h>
#include <malloc.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "process.h"
#include "uml.h"

enum { PROCESSES = 9, LINE = 1 << 16, PATIENCE = 2000, FIRST_PID = 100 };

struct process {
	pid_t pid;		/* 0: not there yet */
	int give, take;		/* lines; a byte for each that is done */
	int busy;
};

static struct process processes[PROCESSES + 1];
static FILE *events;
static int bad;

static struct {
	unsigned int operation, nth;
	unsigned int seen;	/* operations so far */
} fault;

struct message {
	unsigned int nth;	/* that fails, 0: none */
	unsigned int size;	/* of the line, which follows */
};

static void die(const char *what)
{
	perror(what);
	exit(2);
}

static void ignore(int number)
{
	(void)number;
}

/* ------------------------------------------------------------------- faults */

static void put(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);

	if (fd < 0 || write(fd, text, strlen(text)) < 0)
		die(path);
	close(fd);
}

/* Whatever allocates may fail, without a word. */
static void faults_start(void)
{
	const char *word = getenv("FAULT");

	if (!word || sscanf(word, "%u,%u", &fault.operation, &fault.nth) != 2)
		return;
	put("/sys/kernel/debug/failslab/ignore-gfp-wait", "N");
	put("/sys/kernel/debug/failslab/verbose", "0");
	put("/sys/kernel/debug/fail_page_alloc/ignore-gfp-wait", "N");
	put("/sys/kernel/debug/fail_page_alloc/min-order", "0");
	put("/sys/kernel/debug/fail_page_alloc/verbose", "0");
	put("/sys/kernel/debug/fail_usercopy/verbose", "0");
	unlink("/fault");
}

/* If the fault has not come, it comes to what follows the operation. */
static int faulty_line(struct drive *d, const char *line, unsigned int nth)
{
	char text[16] = "";
	int ret, came, fd = open("/proc/thread-self/fail-nth", O_RDWR | O_CLOEXEC);
	FILE *f;

	snprintf(text, sizeof(text), "%u", nth);
	if (fd < 0 || pwrite(fd, text, strlen(text), 0) < 0)
		die("fail-nth");
	ret = drive_line(d, line, stdout);
	came = pread(fd, text, sizeof(text), 0) > 0 && text[0] == '0';
	while (pwrite(fd, "0", 1, 0) < 0)
		;
	close(fd);
	f = came ? fopen("/fault", "we") : NULL;
	if (f)
		fclose(f);
	return ret;
}

/* ---------------------------------------------------------------- processes */

/*
 * A fault is to come to the driver, not to a page of ours that it writes to: so
 * all of them are there before.
 */
static struct drive *prepared(int number)
{
	enum { ROOM = 1 << 20 };
	struct drive *d;
	void *heap;

	mallopt(M_TOP_PAD, ROOM);
	heap = malloc(ROOM / 2);
	if (heap)
		memset(heap, 1, ROOM / 2);
	free(heap);
	if (mlockall(MCL_CURRENT))
		die("mlockall");
	d = drive_new(number);
	if (!d)
		die("drive_new");
	memset(drive_memory(d, ROOM / 2), 1, ROOM / 2);
	drive_forget(d);
	return d;
}

/* Lines come from IN; each one's end is told to OUT. */
static void serve(int number, int in, int out)
{
	struct drive *d = prepared(number);
	static char line[LINE];
	struct message m;
	char done;
	int ret;

	while (read(in, &m, sizeof(m)) == sizeof(m) &&
	       read(in, line, m.size) == m.size) {
		ret = m.nth ? faulty_line(d, line, m.nth) : drive_line(d, line, stdout);
		done = ret ? '?' : '.';
		fflush(stdout);
		if (write(out, &done, 1) != 1)
			break;
	}
	_exit(0);
}

/* A process that is called, and numbered, as in the harness. */
static pid_t new_process(int number)
{
	pid_t pid = FIRST_PID + number;
	struct clone_args args = { .exit_signal = SIGCHLD,
				   .set_tid = (uintptr_t)&pid, .set_tid_size = 1 };
	char name[16];
	long ret = syscall(SYS_clone3, &args, sizeof(args));

	if (!ret) {
		snprintf(name, sizeof(name), "task%d", number);
		prctl(PR_SET_NAME, name);
	}
	return (pid_t)ret;
}

static void start(struct process *p, int number)
{
	int give[2], take[2];

	if (pipe2(give, O_CLOEXEC) || pipe2(take, O_CLOEXEC))
		die("pipe");
	fflush(NULL);
	p->pid = new_process(number);
	if (p->pid < 0)
		die("clone3");
	if (!p->pid) {
		close(give[1]);
		close(take[0]);
		for (int i = 1; i <= PROCESSES; i++)
			if (processes[i].give)
				close(processes[i].give);
		serve(number, give[0], take[1]);
	}
	close(give[0]);
	close(take[1]);
	p->give = give[1];
	p->take = take[0];
}

/* Wait until P is through with its operation, but not for ever. */
static void settle(struct process *p, int number, const char *line)
{
	struct pollfd f = { .fd = p->take, .events = POLLIN };
	char done = '?';

	if (poll(&f, 1, PATIENCE) <= 0)
		return;
	p->busy = 0;
	if (read(p->take, &done, 1) == 1 && done == '.')
		return;
	printf("%d: %s: no such operation, or not its arguments\n", number, line);
	bad = 1;
}

static void give(struct process *p, int number, const char *line)
{
	struct message m = { .size = (unsigned int)strlen(line) + 1 };

	if (++fault.seen == fault.operation)
		m.nth = fault.nth;
	p->busy = 1;
	if (write(p->give, &m, sizeof(m)) != sizeof(m) ||
	    write(p->give, line, m.size) != m.size)
		die("a process");
	settle(p, number, line);
	if (p->busy)
		printf("%d: %s = waits\n", number, line);
}

static void interrupt(struct process *p, int number)
{
	if (!p->busy)
		return;
	kill(p->pid, SIGUSR1);
	settle(p, number, "");
}

static void tell_events(void)
{
	static char text[1 << 16];
	size_t n = uml_events(text, sizeof(text));

	if (events) {
		fwrite(text, 1, n, events);
		fflush(events);
	}
}

static void do_line(const char *line)
{
	struct process *p;
	int number = 1;

	if (line[0] >= '1' && line[0] <= '9' && line[1] == ':') {
		number = line[0] - '0';
		line += 2;
	}
	line += strspn(line, " \t");
	if (!*line || *line == '#')
		return;
	p = &processes[number];
	if (!p->pid)
		start(p, number);
	interrupt(p, number);
	if (p->busy)
		printf("%d: %s = busy\n", number, line);
	else
		give(p, number, line);
	fflush(stdout);
	tell_events();
}

/* Its files are closed when it is gone. */
static void end(struct process *p, int number)
{
	if (!p->pid)
		return;
	interrupt(p, number);
	close(p->give);
	p->give = 0;
	if (p->busy)
		kill(p->pid, SIGKILL);
	waitpid(p->pid, NULL, 0);
	close(p->take);
	tell_events();
}

int main(void)
{
	struct sigaction a = { .sa_handler = ignore };
	static char line[LINE];
	int i;

	sigaction(SIGUSR1, &a, NULL);
	setvbuf(stdout, NULL, _IOFBF, 1 << 20);
	faults_start();
	events = fopen("/events", "we");
	while (fgets(line, sizeof(line), stdin)) {
		line[strcspn(line, "\n")] = '\0';
		do_line(line);
	}
	for (i = 1; i <= PROCESSES; i++)
		end(&processes[i], i);
	sys_unload();
	tell_events();
	return bad;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * run: runs a workload from nothing: the module is not loaded, no process is.
 *
 * A process is a task.  One that waits in an operation lets the workload go on;
 * when it is given another operation before it is through, a signal comes first,
 * as from a user who loses patience.  At the end all is closed and unloaded, and
 * what is left then was lost.
 */
#include <stdio.h>
#include <stdlib.h>

#include "events.h"
#include "faults.h"
#include "harness.h"
#include "modules.h"
#include "run.h"
#include "../drive/process.h"
#include "../drive/sys.h"

enum { PROCESSES = 9, LINE = 1 << 16, FIRST_PID = 100 };
static const u64 PATIENCE = 2000000000;	/* ns that an operation may take */

struct process {
	struct task *task;
	struct drive *drive;
	char *line;		/* NULL: close all files, or unload the module */
	int bad;
};

static struct {
	struct process process[PROCESSES + 1];
	FILE *out;
	bool unloads;
	int bad;
} world;

static void work(void *p)
{
	struct process *me = p;

	if (me->line)
		me->bad = drive_line(me->drive, me->line, world.out);
	else if (world.unloads)
		sys_unload();
	else
		files_close(current->pid);
}

static struct process *process(int number)
{
	struct process *p = &world.process[number];
	char comm[16];

	if (p->task)
		return p;
	harness_snprintf(comm, sizeof(comm), "task%d", number);
	p->drive = drive_new(number);
	p->task = task_new(FIRST_PID + number, comm, work, p);
	return p;
}

/* Is P free to do something?  What it does is interrupted. */
static bool interrupt(struct process *p)
{
	if (task_idle(p->task))
		return true;
	task_signal(p->task);
	tasks_wait(p->task, PATIENCE);
	return task_idle(p->task);
}

static void give(struct process *p, int number, const char *line)
{
	free(p->line);
	p->line = strdup(line);
	task_give(p->task);
	tasks_wait(p->task, PATIENCE);
	if (!task_idle(p->task))
		fprintf(world.out, "%d: %s = waits\n", number, line);
	if (p->bad) {
		fprintf(world.out, "%d: %s: no such operation, or not its arguments\n",
			number, line);
		world.bad = -1;
		p->bad = 0;
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
	line = skip_spaces(line);
	if (!*line || *line == '#')
		return;
	p = process(number);
	event("%d: %.100s", number, line);
	if (interrupt(p))
		give(p, number, line);
	else
		fprintf(world.out, "%d: %s = busy\n", number, line);
}

static void do_all(const char *text, size_t size)
{
	const char *end = text + size, *next;
	char *line = malloc(LINE);

	if (!line)
		harness_bug("the harness has no memory");
	for (; text < end; text = next + 1) {
		next = memchr(text, '\n', (size_t)(end - text));
		if (!next)
			next = end;
		harness_snprintf(line, LINE, "%.*s", (int)(next - text), text);
		do_line(line);
	}
	free(line);
}

/* What no line of the workload asks for prints none. */
static void give_nothing(struct process *p)
{
	free(p->line);
	p->line = NULL;
	task_give(p->task);
	tasks_wait(p->task, PATIENCE);
}

static void close_all(struct process *p)
{
	if (p->task && interrupt(p))
		give_nothing(p);
}

static void unload(void)
{
	world.unloads = true;
	give_nothing(process(1));
}

static void end_process(struct process *p)
{
	if (!p->task)
		return;
	task_end(p->task);
	drive_free(p->drive);
	free(p->line);
}

/* Whoever waits for another process comes free when that one has closed. */
static void end(void)
{
	int i, round;

	event("end");
	for (round = 0; round < 2; round++)
		for (i = 1; i <= PROCESSES; i++)
			close_all(&world.process[i]);
	if (module_is_loaded())
		unload();
	for (i = 1; i <= PROCESSES; i++)
		end_process(&world.process[i]);
	tasks_settle();
	work_end();
	devices_end();
	files_end();
	tasks_end();
}

#ifdef HARNESS_COVERAGE
void __gcov_dump(void);
void __gcov_reset(void);

/* Each run adds to the sample's figures, of this process or of a child. */
static void count_lines(void)
{
	__gcov_dump();
	__gcov_reset();
}
#else
static void count_lines(void)
{
}
#endif

static void start(const struct run_options *o, FILE *events, FILE *out)
{
	memset(&world, 0, sizeof(world));
	world.out = out;
	events_start(o->quiet ? NULL : events);
	faults_start(o->fail, o->fail_count);
	memory_start();
	sync_start();
	time_start();
	tasks_start();
	work_start();
	files_start();
	devices_start();
	module_start();
}

int harness_run(const struct run_options *o, struct run_result *r)
{
	struct faults f;
	size_t n;
	FILE *events = open_memstream(&r->events, &n);
	FILE *out = open_memstream(&r->output, &n);

	if (!events || !out)
		return -1;
	start(o, events, out);
	do_all(o->workload, o->size);
	end();
	memory_end();
	r->leaks = leaks_seen();
	f = faults_seen();
	memcpy(r->points, f.points, sizeof(r->points));
	r->failed = f.failed;
	fclose(events);
	fclose(out);
	count_lines();
	return world.bad;
}

const struct operation *harness_operations(void)
{
	return drive_operations;
}

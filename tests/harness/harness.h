/* SPDX-License-Identifier: Apache-2.0 */
/*
 * harness: what its own parts tell each other.  The kernel's words for drivers are
 * in include/; whoever runs a workload needs run.h alone.
 */
#ifndef HARNESS_HARNESS_H
#define HARNESS_HARNESS_H

#include <linux/fs.h>
#include <linux/timer.h>
#include <linux/types.h>
#include <linux/wait.h>

/* ------------------------------------------------------------ event.c: the log */

/* A visible event, one line. */
__printf(1, 2) void event(const char *format, ...);
/* Likewise, of what was never given back. */
__printf(1, 2) void leak(const char *format, ...);
unsigned int leaks_seen(void);

/* ----------------------------------------------------- fault.c: what fails when */

enum fault { FAULT_MEMORY, FAULT_COPY, FAULT_POLL, FAULT_CALL, FAULT_KINDS };

/* Is this the time for a KIND of thing to fail?  Each question is a point. */
bool fault_here(enum fault kind);

/* ------------------------------------------------------------ memory.c: memory */

void memory_start(void);
/* What is left is leaked. */
void memory_end(void);
/* A thread that may hold pointers to memory begins, and ends. */
void memory_thread_start(void);
void memory_thread_end(void);

/* ---------------------------------------------- task.c: tasks, one at a time */

struct task;

/* A task that runs F(P) when it has been given something to do. */
struct task *task_new(int pid, const char *comm, void (*f)(void *p), void *p);
/* Let T run F again; it must be idle. */
void task_give(struct task *t);
/* Is T done with what it was given? */
bool task_idle(const struct task *t);
void task_signal(struct task *t);
/* T stops to be; it must be idle. */
void task_end(struct task *t);

/* Let all run that can without time passing. */
void tasks_settle(void);
/* Let time pass until T is idle, for at most NS unless T's sleep has a limit. */
void tasks_wait(struct task *t, u64 ns);

void tasks_start(void);
void tasks_end(void);

/* ------------------------------------------------------------- time.c: time */

u64 time_now(void);
/* A's function is called once at time AT (ns); the last call counts. */
void alarm_set(struct alarm *a, u64 at);
bool alarm_stop(struct alarm *a);
/* Pass NS, doing what falls due. */
void time_pass(u64 ns);
/* Pass to the next alarm that is due by LIMIT and do it; false if there is none. */
bool time_next(u64 limit);
void time_start(void);

/* ------------------------------------- sync.c: who may sleep or be interrupted */

/* Must nobody sleep here? */
bool sync_is_atomic(void);
/* F(P) as an interrupt or a softirq does; now, or as soon as it may be. */
void sync_interrupt(void (*f)(void *p), void *p);
void sync_softirq(void (*f)(void *p), void *p);
void sync_start(void);

/* ---------------------------------------------------------- work.c: work queues */

void work_start(void);
void work_end(void);
/* Do what waits for a grace period; are there any? */
bool rcu_settle(void);

/* -------------------------------------------------------------- file.c: files */

/* What open() of PATH gives; DATA is the inode's. */
int file_add(const char *path, const struct file_operations *fops, umode_t mode,
	     void *data, void *private);
/* All under PATH, or PATH itself. */
void file_remove(const char *path);
void files_start(void);
void files_end(void);
/* Close all files of the task with this PID. */
void files_close(int pid);

/* ------------------------------------------------------------ device.c: devices */

void devices_start(void);
void devices_end(void);

#endif

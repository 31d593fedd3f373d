/* SPDX-License-Identifier: Apache-2.0 */
/*
 * task: threads of which one runs at a time, so that a run is the same each time.
 *
 * A task runs until it sleeps or is done; then the next that is ready does, in the
 * order in which they became so.  The thread of whoever runs the workload hands
 * out the turns, and runs timers while all others sleep.
 */
#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdlib.h>

#include <linux/delay.h>
#include <linux/mutex.h>
#include <linux/sched.h>

#include "harness.h"

enum state { IDLE, READY, SLEEPS, ENDS };

struct task {
	struct task_struct public;
	struct list_head run;		/* in the queue of those that are ready */
	struct list_head wait;		/* in the queue that it sleeps on */
	enum state state;
	bool interruptible, signalled;
	int result;			/* of the sleep */
	u64 deadline;
	struct alarm alarm;
	void (*f)(void *p);
	void *p;
	pthread_t thread;
	sem_t turn;
};

static struct {
	struct list_head ready;
	struct task *running;		/* NULL: who hands out the turns */
	struct task_struct nobody;
	sem_t back;
} tasks;

static void await(sem_t *s)
{
	while (sem_wait(s) && errno == EINTR)
		;
}

void tasks_start(void)
{
	INIT_LIST_HEAD(&tasks.ready);
	tasks.running = NULL;
	tasks.nobody = (struct task_struct){ 0, 0, "swapper" };
	sem_init(&tasks.back, 0, 0);
}

void tasks_end(void)
{
	sem_destroy(&tasks.back);
}

struct task_struct *harness_current(void)
{
	return tasks.running ? &tasks.running->public : &tasks.nobody;
}

static void *body(void *p)
{
	struct task *t = p;

	memory_thread_start();
	for (;;) {
		await(&t->turn);
		if (t->state == ENDS)
			break;
		t->f(t->p);
		if (sync_is_atomic())
			harness_bug("a task ends with a lock held");
		t->state = IDLE;
		t->signalled = false;
		sem_post(&tasks.back);
	}
	memory_thread_end();
	return NULL;
}

struct task *task_new(int pid, const char *comm, void (*f)(void *p), void *p)
{
	struct task *t = calloc(1, sizeof(*t));

	if (!t)
		harness_bug("the harness has no memory");
	t->public.pid = t->public.tgid = pid;
	harness_strscpy_pad(t->public.comm, comm, sizeof(t->public.comm));
	t->f = f;
	t->p = p;
	INIT_LIST_HEAD(&t->wait);
	sem_init(&t->turn, 0, 0);
	if (pthread_create(&t->thread, NULL, body, t))
		harness_bug("no thread for a task");
	return t;
}

void task_end(struct task *t)
{
	if (t->state != IDLE)
		harness_bug("task %d hangs", t->public.pid);
	t->state = ENDS;
	sem_post(&t->turn);
	pthread_join(t->thread, NULL);
	sem_destroy(&t->turn);
	free(t);
}

bool task_idle(const struct task *t)
{
	return t->state == IDLE;
}

static void make_ready(struct task *t)
{
	t->state = READY;
	list_add_tail(&t->run, &tasks.ready);
}

void task_give(struct task *t)
{
	make_ready(t);
}

/* T's sleep is over, with RESULT. */
static void rouse(struct task *t, int result)
{
	if (t->state != SLEEPS)
		return;
	list_del_init(&t->wait);
	alarm_stop(&t->alarm);
	t->result = result;
	make_ready(t);
}

void task_signal(struct task *t)
{
	if (t->state == IDLE)
		return;
	t->signalled = true;
	if (t->interruptible)
		rouse(t, -ERESTARTSYS);
}

static void too_late(struct alarm *a)
{
	rouse(container_of(a, struct task, alarm), -ETIME);
}

void harness_wake(struct wait_queue_head *q, int count)
{
	(void)count;	/* none waits alone (exclusively), so all wake up */
	while (!list_empty(&q->tasks))
		rouse(list_first_entry(&q->tasks, struct task, wait), 0);
}

/* In the queue, behind AT; in none where that is NULL. */
static int sleep_at(struct list_head *at, bool interruptible, u64 deadline)
{
	struct task *t = tasks.running;

	harness_might_sleep();
	if (!t)
		harness_bug("sleeps outside of a task");
	if (interruptible && t->signalled)
		return -ERESTARTSYS;
	if (deadline <= time_now())
		return -ETIME;
	t->state = SLEEPS;
	t->interruptible = interruptible;
	t->deadline = deadline;
	if (at)
		list_add(&t->wait, at);
	if (deadline != HARNESS_FOR_EVER) {
		t->alarm.f = too_late;
		alarm_set(&t->alarm, deadline);
	}
	sem_post(&tasks.back);
	await(&t->turn);
	return t->result;
}

int harness_sleep(struct wait_queue_head *q, bool interruptible, u64 deadline)
{
	return sleep_at(q ? &q->tasks : NULL, interruptible, deadline);
}

int harness_sleep_in_turn(struct wait_queue_head *q, bool interruptible, u64 deadline)
{
	return sleep_at(q->tasks.prev, interruptible, deadline);
}

void harness_pause(u64 ns)
{
	harness_sleep(NULL, false, time_now() + (ns ? ns : 1));
}

static void run(struct task *t)
{
	list_del(&t->run);
	tasks.running = t;
	sem_post(&t->turn);
	await(&tasks.back);
	tasks.running = NULL;
}

void tasks_settle(void)
{
	do {
		while (!list_empty(&tasks.ready))
			run(list_first_entry(&tasks.ready, struct task, run));
	} while (rcu_settle());
}

void tasks_wait(struct task *t, u64 ns)
{
	u64 limit = time_now() + ns, until;

	tasks_settle();
	while (!task_idle(t)) {
		until = limit;
		if (t->deadline != HARNESS_FOR_EVER && t->deadline > limit)
			until = t->deadline;
		if (!time_next(until))
			return;
		tasks_settle();
	}
}

/* --------------------------------------------------------------------- mutex */

void mutex_init(struct mutex *m)
{
	m->owner = NULL;
	init_waitqueue_head(&m->wait);
}

void mutex_destroy(struct mutex *m)
{
	if (m->owner)
		harness_bug("a mutex is destroyed that is held");
}

static int lock(struct mutex *m, bool interruptible)
{
	int err;

	harness_might_sleep();
	if (m->owner == current)
		harness_bug("a mutex is taken by whoever holds it");
	while (m->owner) {
		err = harness_sleep_in_turn(&m->wait, interruptible, HARNESS_FOR_EVER);
		if (err)
			return err == -ERESTARTSYS ? -EINTR : err;
	}
	m->owner = current;
	return 0;
}

void mutex_lock(struct mutex *m)
{
	lock(m, false);
}

int mutex_lock_interruptible(struct mutex *m)
{
	return lock(m, true);
}

void mutex_unlock(struct mutex *m)
{
	if (m->owner != current)
		harness_bug("a mutex is released by whoever does not hold it");
	m->owner = NULL;
	harness_wake(&m->wait, 1);
}

bool atomic_dec_and_mutex_lock(atomic_t *v, struct mutex *m)
{
	harness_might_sleep();
	if (v->counter != 1) {
		v->counter--;
		return false;
	}
	mutex_lock(m);
	v->counter--;
	if (!v->counter)
		return true;
	mutex_unlock(m);
	return false;
}

bool mutex_is_locked(struct mutex *m)
{
	return m->owner;
}

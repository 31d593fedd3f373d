/* SPDX-License-Identifier: Apache-2.0 */
/* work: timers, work queues, and what waits for a grace period. */
#include <stdlib.h>

#include <linux/rcupdate.h>
#include <linux/slab.h>
#include <linux/timer.h>
#include <linux/workqueue.h>

#include "harness.h"

struct workqueue_struct {
	struct list_head works;
	struct work_struct *running;
	struct wait_queue_head done;
	struct task *worker;
};

static struct {
	struct workqueue_struct *system;
	struct freed {
		struct freed *next;
		void *p;
	} *freed;
} work;

/* -------------------------------------------------------------------- timers */

static void call_timer(void *p)
{
	struct timer_list *t = p;

	t->function(t);
}

static void expire(struct alarm *a)
{
	sync_softirq(call_timer, container_of(a, struct timer_list, alarm));
}

void harness_timer_setup(struct timer_list *t, void (*function)(struct timer_list *t))
{
	*t = (struct timer_list){ .function = function };
	INIT_LIST_HEAD(&t->alarm.entry);
	t->alarm.f = expire;
}

int mod_timer(struct timer_list *t, unsigned long expires)
{
	long ticks = (long)(expires - jiffies);
	bool was = timer_pending(t);

	t->expires = expires;
	alarm_set(&t->alarm, time_now() + (ticks > 0 ? (u64)ticks * 1000000 : 0));
	return was;
}

int harness_timer_delete(struct timer_list *t)
{
	return alarm_stop(&t->alarm);
}

/* -------------------------------------------------------------------- queues */

static void serve(void *p)
{
	struct workqueue_struct *q = p;

	while (!list_empty(&q->works)) {
		q->running = list_first_entry(&q->works, struct work_struct, entry);
		list_del_init(&q->running->entry);
		q->running->func(q->running);
		q->running = NULL;
		wake_up_all(&q->done);
	}
}

static struct workqueue_struct *new_queue(void)
{
	struct workqueue_struct *q = calloc(1, sizeof(*q));

	if (!q)
		harness_bug("the harness has no memory");
	INIT_LIST_HEAD(&q->works);
	init_waitqueue_head(&q->done);
	q->worker = task_new(2, "kworker", serve, q);
	return q;
}

static void end_queue(struct workqueue_struct *q)
{
	task_end(q->worker);
	free(q);
}

struct workqueue_struct *harness_workqueue(void)
{
	if (!work.system)
		work.system = new_queue();
	return work.system;
}

void harness_work_init(struct work_struct *w, work_func_t f)
{
	INIT_LIST_HEAD(&w->entry);
	w->queue = NULL;
	w->func = f;
}

bool queue_work(struct workqueue_struct *q, struct work_struct *w)
{
	if (work_pending(w))
		return false;
	w->queue = q;
	list_add_tail(&w->entry, &q->works);
	if (task_idle(q->worker))
		task_give(q->worker);
	return true;
}

static bool is_busy(struct work_struct *w)
{
	return work_pending(w) || w->queue->running == w;
}

bool flush_work(struct work_struct *w)
{
	harness_might_sleep();
	if (!w->queue || !is_busy(w))
		return false;
	wait_event(w->queue->done, !is_busy(w));
	return true;
}

bool cancel_work_sync(struct work_struct *w)
{
	bool was = work_pending(w);

	if (was)
		list_del_init(&w->entry);
	flush_work(w);
	return was;
}

/* ----------------------------------------------------------------------- rcu */

void harness_free_rcu(struct rcu_head *head, void *p)
{
	struct freed *f = malloc(sizeof(*f));

	(void)head;
	if (!f)
		harness_bug("the harness has no memory");
	*f = (struct freed){ work.freed, p };
	work.freed = f;
}

bool rcu_settle(void)
{
	struct freed *f = work.freed, *later;

	work.freed = NULL;
	if (!f)
		return false;
	for (; f; f = later) {
		later = f->next;
		kfree(f->p);
		free(f);
	}
	return true;
}

void synchronize_rcu(void)
{
	harness_might_sleep();
	rcu_settle();
}

void work_start(void)
{
	work.system = NULL;
	work.freed = NULL;
}

void work_end(void)
{
	if (work.system)
		end_queue(work.system);
	work.system = NULL;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* workqueue: each queue has one worker, a task of its own. */
#ifndef HARNESS_LINUX_WORKQUEUE_H
#define HARNESS_LINUX_WORKQUEUE_H

#include <linux/timer.h>
#include <linux/wait.h>

struct work_struct;
struct workqueue_struct;
typedef void (*work_func_t)(struct work_struct *w);

struct work_struct {
	struct list_head entry;		/* empty: not pending */
	struct workqueue_struct *queue;	/* the last that it was on */
	work_func_t func;
};

struct delayed_work {
	struct work_struct work;
	struct timer_list timer;
	struct workqueue_struct *queue;
};

void harness_work_init(struct work_struct *w, work_func_t f);
void harness_delayed_init(struct delayed_work *d, work_func_t f);
struct workqueue_struct *harness_workqueue(void);
struct workqueue_struct *harness_workqueue_new(void);
bool queue_work(struct workqueue_struct *q, struct work_struct *w);
bool queue_delayed_work(struct workqueue_struct *q, struct delayed_work *d,
			unsigned long ticks);
bool mod_delayed_work(struct workqueue_struct *q, struct delayed_work *d,
		      unsigned long ticks);
bool flush_work(struct work_struct *w);
bool flush_delayed_work(struct delayed_work *d);
bool cancel_work_sync(struct work_struct *w);
bool cancel_delayed_work(struct delayed_work *d);
bool cancel_delayed_work_sync(struct delayed_work *d);
void flush_workqueue(struct workqueue_struct *q);
void destroy_workqueue(struct workqueue_struct *q);

#define __WORK_INITIALIZER(w, f) \
	{ .entry = LIST_HEAD_INIT((w).entry), .func = (f) }
#define DECLARE_WORK(w, f)	struct work_struct w = __WORK_INITIALIZER(w, f)
#define INIT_WORK(w, f)		harness_work_init(w, f)
#define INIT_DELAYED_WORK(w, f)	harness_delayed_init(w, f)
#define system_wq		harness_workqueue()
#define system_unbound_wq	harness_workqueue()
#define system_long_wq		harness_workqueue()
#define system_highpri_wq	harness_workqueue()
#define schedule_work(w)	queue_work(system_wq, w)
#define schedule_delayed_work(w, t)	queue_delayed_work(system_wq, w, t)
#define alloc_workqueue(name, flags, n, ...)	harness_workqueue_new()
#define alloc_ordered_workqueue(name, flags, ...)	harness_workqueue_new()
#define create_singlethread_workqueue(name)	harness_workqueue_new()
#define drain_workqueue(q)	flush_workqueue(q)
#define work_pending(w)		(!list_empty(&(w)->entry))
#define delayed_work_pending(d)	(timer_pending(&(d)->timer) || work_pending(&(d)->work))
#define to_delayed_work(w)	container_of(w, struct delayed_work, work)
#define WQ_UNBOUND		0
#define WQ_MEM_RECLAIM		0
#define WQ_HIGHPRI		0
#define WQ_FREEZABLE		0

#endif

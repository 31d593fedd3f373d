/* SPDX-License-Identifier: Apache-2.0 */
/* workqueue: the one queue of all, whose worker is a task of its own. */
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

void harness_work_init(struct work_struct *w, work_func_t f);
struct workqueue_struct *harness_workqueue(void);
bool queue_work(struct workqueue_struct *q, struct work_struct *w);
bool flush_work(struct work_struct *w);
bool cancel_work_sync(struct work_struct *w);

#define __WORK_INITIALIZER(w, f) \
	{ .entry = LIST_HEAD_INIT((w).entry), .func = (f) }
#define DECLARE_WORK(w, f)	struct work_struct w = __WORK_INITIALIZER(w, f)
#define INIT_WORK(w, f)		harness_work_init(w, f)
#define system_wq		harness_workqueue()
#define schedule_work(w)	queue_work(system_wq, w)
#define work_pending(w)		(!list_empty(&(w)->entry))

#endif

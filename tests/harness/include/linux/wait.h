/* SPDX-License-Identifier: Apache-2.0 */
/* wait: queues of tasks that wait for a condition. */
#ifndef HARNESS_LINUX_WAIT_H
#define HARNESS_LINUX_WAIT_H

#include <linux/jiffies.h>
#include <linux/list.h>
#include <linux/spinlock.h>
#include <linux/types.h>

struct wait_queue_head {
	struct list_head tasks;
};
typedef struct wait_queue_head wait_queue_head_t;

#define __WAIT_QUEUE_HEAD_INITIALIZER(q)	{ LIST_HEAD_INIT((q).tasks) }
#define DECLARE_WAIT_QUEUE_HEAD(q) \
	struct wait_queue_head q = __WAIT_QUEUE_HEAD_INITIALIZER(q)

static inline void init_waitqueue_head(struct wait_queue_head *q)
{
	INIT_LIST_HEAD(&q->tasks);
}

#define HARNESS_FOR_EVER	((u64)-1)

/*
 * Those that wait by wait_event() wake up in the opposite order, the last one first,
 * as in the kernel; those that wait in turn (for a completion, a mutex) do not.
 *
 * Sleep until woken, 0, or, if so asked, a signal comes, -ERESTARTSYS, or the
 * time of DEADLINE (ns), -ETIME.
 */
int harness_sleep(struct wait_queue_head *q, bool interruptible, u64 deadline);
int harness_sleep_in_turn(struct wait_queue_head *q, bool interruptible, u64 deadline);
void harness_wake(struct wait_queue_head *q, int tasks);
u64 harness_deadline(unsigned long ticks);
long harness_left(u64 deadline);

#define wake_up(q)			harness_wake(q, 1)
#define wake_up_all(q)			harness_wake(q, 0)
#define wake_up_interruptible(q)	harness_wake(q, 1)
#define wake_up_interruptible_all(q)	harness_wake(q, 0)
#define wake_up_interruptible_poll(q, m)	harness_wake(q, 1)
#define wake_up_poll(q, m)		harness_wake(q, 1)
#define wake_up_interruptible_sync(q)	harness_wake(q, 1)
#define waitqueue_active(q)		(!list_empty(&(q)->tasks))
#define wq_has_sleeper(q)		waitqueue_active(q)

#define __wait(sleep, q, condition, interruptible) \
({	int __err = 0; \
	harness_might_sleep(); \
	while (!(condition)) { \
		__err = sleep(&(q), interruptible, HARNESS_FOR_EVER); \
		if (__err) \
			break; \
	} \
	__err; \
})
#define __wait_timeout(sleep, q, condition, interruptible, ticks) \
({	u64 __end = harness_deadline(ticks); \
	long __ret = 0; \
	int __err = 0; \
	harness_might_sleep(); \
	for (;;) { \
		if (condition) { \
			__ret = harness_left(__end); \
			if (!__ret) \
				__ret = 1; \
			break; \
		} \
		if (__err) { \
			__ret = __err == -ETIME ? 0 : __err; \
			break; \
		} \
		__err = sleep(&(q), interruptible, __end); \
	} \
	__ret; \
})
#define wait_event(q, c)			((void)__wait(harness_sleep, q, c, false))
#define wait_event_interruptible(q, c)		__wait(harness_sleep, q, c, true)
#define wait_event_killable(q, c)		__wait(harness_sleep, q, c, true)
#define wait_event_timeout(q, c, t)		__wait_timeout(harness_sleep, q, c, false, t)
#define wait_event_interruptible_timeout(q, c, t) __wait_timeout(harness_sleep, q, c, true, t)
#define __wait_locked(q, condition, l, what, interruptible) \
({	int __err = 0; \
	while (!(condition)) { \
		harness_unlock(&(l), what); \
		__err = harness_sleep(&(q), interruptible, HARNESS_FOR_EVER); \
		harness_lock(&(l), what); \
		if (__err) \
			break; \
	} \
	__err; \
})
#define wait_event_lock_irq(q, c, l) \
	((void)__wait_locked(q, c, l, HARNESS_IRQ, false))
#define wait_event_interruptible_lock_irq(q, c, l) \
	__wait_locked(q, c, l, HARNESS_IRQ, true)

void harness_might_sleep(void);

#endif

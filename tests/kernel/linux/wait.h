/* SPDX-License-Identifier: Apache-2.0 */
#ifndef _LINUX_WAIT_H
#define _LINUX_WAIT_H

#include <linux/spinlock.h>

typedef struct wait_queue_head {
	spinlock_t lock;
	struct list_head head;
} wait_queue_head_t;

extern void __wake_up(struct wait_queue_head *wq_head, unsigned int mode,
		      int nr, void *key);
extern void init_waitqueue_head(struct wait_queue_head *wq_head);
extern void __wait_once(struct wait_queue_head *wq_head);

#define wake_up(x) __wake_up(x, 3, 1, NULL)
#define wake_up_all(x) __wake_up(x, 3, 0, NULL)
#define wake_up_interruptible(x) __wake_up(x, 1, 1, NULL)
#define wait_event(wq_head, condition) \
	do { \
		while (!(condition)) \
			__wait_once(&(wq_head)); \
	} while (0)

#endif

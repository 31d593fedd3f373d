/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_LINUX_MUTEX_H
#define HARNESS_LINUX_MUTEX_H

#include <linux/cleanup.h>
#include <linux/list.h>
#include <linux/wait.h>

struct task_struct;

struct mutex {
	struct task_struct *owner;
	struct wait_queue_head wait;
};

#define __MUTEX_INITIALIZER(m) \
	{ .wait = __WAIT_QUEUE_HEAD_INITIALIZER((m).wait) }
#define DEFINE_MUTEX(m)		struct mutex m = __MUTEX_INITIALIZER(m)

void mutex_init(struct mutex *m);
void mutex_destroy(struct mutex *m);
void mutex_lock(struct mutex *m);
int mutex_lock_interruptible(struct mutex *m);
void mutex_unlock(struct mutex *m);
bool mutex_is_locked(struct mutex *m);
/* One less; true, and M is held, when that was the last. */
bool atomic_dec_and_mutex_lock(atomic_t *v, struct mutex *m);
#define mutex_lock_killable(m)	mutex_lock_interruptible(m)
#define mutex_lock_nested(m, n)	mutex_lock(m)

DEFINE_GUARD(mutex, struct mutex *, mutex_lock(_T), mutex_unlock(_T))

#endif

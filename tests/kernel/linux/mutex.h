/* SPDX-License-Identifier: Apache-2.0 */
#ifndef _LINUX_MUTEX_H
#define _LINUX_MUTEX_H

#include <linux/atomic.h>
#include <linux/lockdep.h>

struct mutex {
	atomic_long_t owner;
};

#define __MUTEX_INITIALIZER(name) { ATOMIC_LONG_INIT(0) }
#define DEFINE_MUTEX(name) struct mutex name = __MUTEX_INITIALIZER(name)

extern void mutex_init(struct mutex *lock);
extern void mutex_lock(struct mutex *lock);
extern int __must_check mutex_lock_interruptible(struct mutex *lock);
extern int mutex_trylock(struct mutex *lock);
extern void mutex_unlock(struct mutex *lock);
extern int atomic_dec_and_mutex_lock(atomic_t *cnt, struct mutex *lock);

#endif

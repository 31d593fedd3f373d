/* SPDX-License-Identifier: Apache-2.0 */
/* rwsem: readers exclude each other here, which no driver can see but for speed. */
#ifndef HARNESS_LINUX_RWSEM_H
#define HARNESS_LINUX_RWSEM_H
#include <linux/mutex.h>
struct rw_semaphore { struct mutex m; };
#define __RWSEM_INITIALIZER(x)	{ __MUTEX_INITIALIZER((x).m) }
#define DECLARE_RWSEM(x)	struct rw_semaphore x = __RWSEM_INITIALIZER(x)
#define init_rwsem(s)		mutex_init(&(s)->m)
#define down_read(s)		mutex_lock(&(s)->m)
#define up_read(s)		mutex_unlock(&(s)->m)
#define down_write(s)		mutex_lock(&(s)->m)
#define up_write(s)		mutex_unlock(&(s)->m)
#define down_read_interruptible(s)	mutex_lock_interruptible(&(s)->m)
#define down_write_killable(s)	mutex_lock_interruptible(&(s)->m)
#endif

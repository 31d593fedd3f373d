/* SPDX-License-Identifier: Apache-2.0 */
/* rcupdate: a task that reads does not sleep, so a grace period ends with its turn. */
#ifndef HARNESS_LINUX_RCUPDATE_H
#define HARNESS_LINUX_RCUPDATE_H

#include <linux/cleanup.h>
#include <linux/slab.h>
#include <linux/spinlock.h>

void rcu_read_lock(void);
void rcu_read_unlock(void);
void harness_free_rcu(struct rcu_head *head, void *p);
void synchronize_rcu(void);
#define kfree_rcu(p, member)		harness_free_rcu(&(p)->member, p)
#define rcu_dereference(p)		READ_ONCE(p)
#define rcu_dereference_protected(p, c)	(p)
#define rcu_dereference_raw(p)		(p)
#define rcu_access_pointer(p)		READ_ONCE(p)
#define rcu_assign_pointer(p, v)	((p) = (v))
#define RCU_INIT_POINTER(p, v)		((p) = (v))
#define rcu_replace_pointer(p, v, c) \
	({ typeof(p) __was = (p); (p) = (v); __was; })

#endif

/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_LINUX_TIMER_H
#define HARNESS_LINUX_TIMER_H

#include <linux/jiffies.h>
#include <linux/list.h>

/* Something that happens at a time; FIRM ones while interrupts are off, too. */
struct alarm {
	struct list_head entry;		/* empty, or zero: not set */
	u64 at;				/* ns */
	bool firm;
	void (*f)(struct alarm *a);
};

struct timer_list {
	struct alarm alarm;
	unsigned long expires;		/* jiffies */
	void (*function)(struct timer_list *t);
};

void harness_timer_setup(struct timer_list *t, void (*function)(struct timer_list *t));
int mod_timer(struct timer_list *t, unsigned long expires);
int harness_timer_delete(struct timer_list *t);
#define timer_delete(t)		harness_timer_delete(t)
#define timer_setup(t, f, flags)	harness_timer_setup(t, f)
#define timer_delete_sync(t)		harness_timer_delete(t)
#define timer_shutdown_sync(t)		harness_timer_delete(t)
#define del_timer(t)			harness_timer_delete(t)
#define del_timer_sync(t)		harness_timer_delete(t)
#define timer_pending(t)		((t)->alarm.entry.next && !list_empty(&(t)->alarm.entry))
#define from_timer(v, t, m)		container_of(t, typeof(*(v)), m)
#define timer_container_of(v, t, m)	container_of(t, typeof(*(v)), m)

#endif

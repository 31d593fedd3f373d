/* SPDX-License-Identifier: Apache-2.0 */
/* time: the harness' own clock, which stands still unless somebody waits. */
#include <linux/delay.h>
#include <linux/ktime.h>
#include <linux/timer.h>

#include "harness.h"

enum { BOOT_NS = 1000000 };

static struct {
	u64 now;
	struct list_head alarms;	/* by time */
} clock_;

void time_start(void)
{
	clock_.now = BOOT_NS;
	INIT_LIST_HEAD(&clock_.alarms);
}

u64 time_now(void)
{
	return clock_.now;
}

void alarm_set(struct alarm *a, u64 at)
{
	struct list_head *e = &clock_.alarms;
	struct alarm *other;

	alarm_stop(a);
	a->at = at < clock_.now ? clock_.now : at;
	list_for_each_entry(other, &clock_.alarms, entry)
		if (other->at > a->at) {
			e = &other->entry;
			break;
		}
	list_add_tail(&a->entry, e);
}

bool alarm_stop(struct alarm *a)
{
	if (!a->entry.next || list_empty(&a->entry))
		return false;
	list_del_init(&a->entry);
	return true;
}

/* The first that is due by LIMIT and may happen here. */
static struct alarm *due(u64 limit)
{
	bool all = !sync_is_atomic();
	struct alarm *a;

	list_for_each_entry(a, &clock_.alarms, entry) {
		if (a->at > limit)
			return NULL;
		if (all || a->firm)
			return a;
	}
	return NULL;
}

bool time_next(u64 limit)
{
	struct alarm *a = due(limit);

	if (!a)
		return false;
	if (a->at > clock_.now)
		clock_.now = a->at;
	alarm_stop(a);
	a->f(a);
	return true;
}

void time_pass(u64 ns)
{
	u64 end = clock_.now + ns;

	while (time_next(end))
		;
	if (end > clock_.now)
		clock_.now = end;
}

void harness_delay(u64 ns)
{
	time_pass(ns);
}

ktime_t ktime_get(void)
{
	return (ktime_t)clock_.now;
}

unsigned long harness_jiffies(void)
{
	return INITIAL_JIFFIES + (unsigned long)(clock_.now / NSEC_PER_MSEC);
}

u64 harness_deadline(unsigned long ticks)
{
	if (ticks >= MAX_SCHEDULE_TIMEOUT)
		return HARNESS_FOR_EVER;
	return clock_.now + (u64)ticks * NSEC_PER_MSEC;
}

long harness_left(u64 deadline)
{
	if (deadline == HARNESS_FOR_EVER)
		return MAX_SCHEDULE_TIMEOUT;
	return deadline > clock_.now ?
	       (long)((deadline - clock_.now) / NSEC_PER_MSEC) : 0;
}

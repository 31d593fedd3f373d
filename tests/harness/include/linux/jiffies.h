/* SPDX-License-Identifier: Apache-2.0 */
/* jiffies: milliseconds of the harness' own time. */
#ifndef HARNESS_LINUX_JIFFIES_H
#define HARNESS_LINUX_JIFFIES_H

#include <linux/types.h>

#define HZ			1000
#define INITIAL_JIFFIES		((unsigned long)(unsigned int)(-300 * HZ))
#define MAX_SCHEDULE_TIMEOUT	LONG_MAX
#define MAX_JIFFY_OFFSET	((LONG_MAX >> 1) - 1)
unsigned long harness_jiffies(void);
#define jiffies			harness_jiffies()
#define jiffies_64		((u64)harness_jiffies())
#define get_jiffies_64()	jiffies_64
#define time_after(a, b)	((long)((b) - (a)) < 0)
#define time_before(a, b)	time_after(b, a)
#define time_after_eq(a, b)	((long)((a) - (b)) >= 0)
#define time_before_eq(a, b)	time_after_eq(b, a)
#define time_is_before_jiffies(a)	time_after(jiffies, a)
#define time_is_after_jiffies(a)	time_before(jiffies, a)
#define msecs_to_jiffies(ms)	((unsigned long)(ms))
#define usecs_to_jiffies(us)	(((unsigned long)(us) + 999) / 1000)
#define secs_to_jiffies(s)	((unsigned long)(s) * HZ)
#define jiffies_to_msecs(j)	((unsigned int)(j))
#define jiffies_to_usecs(j)	((unsigned int)((j) * 1000))
#define round_jiffies_relative(j)	(j)
#define round_jiffies(j)	(j)

#endif

/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_LINUX_KTIME_H
#define HARNESS_LINUX_KTIME_H
#include <linux/jiffies.h>
#define NSEC_PER_USEC	1000L
#define NSEC_PER_MSEC	1000000L
#define NSEC_PER_SEC	1000000000L
#define USEC_PER_MSEC	1000L
#define USEC_PER_SEC	1000000L
#define MSEC_PER_SEC	1000L
ktime_t ktime_get(void);
#define ktime_get_ns()		((u64)ktime_get())
#define ktime_get_boottime_ns()	((u64)ktime_get())
#define ktime_get_real_ns()	((u64)ktime_get())
#define ktime_get_real_seconds()	(ktime_get() / NSEC_PER_SEC)
#define ktime_get_seconds()	(ktime_get() / NSEC_PER_SEC)
#define ktime_get_raw()		ktime_get()
#define ktime_to_ns(t)		(t)
#define ktime_to_us(t)		((t) / 1000)
#define ktime_to_ms(t)		((t) / 1000000)
#define ktime_sub(a, b)		((a) - (b))
#define ktime_add_us(t, n)	((t) + (ktime_t)(n) * 1000)
#define ktime_compare(a, b)	((a) < (b) ? -1 : (a) > (b))
#define ktime_us_delta(a, b)	(((a) - (b)) / 1000)
#define ktime_ms_delta(a, b)	(((a) - (b)) / 1000000)
#endif

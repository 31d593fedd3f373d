/* SPDX-License-Identifier: Apache-2.0 */
/* iopoll: asking a register again and again; each may be made to time out. */
#ifndef HARNESS_LINUX_IOPOLL_H
#define HARNESS_LINUX_IOPOLL_H

#include <linux/delay.h>
#include <linux/errno.h>
#include <linux/io.h>
#include <linux/ktime.h>

bool harness_poll_fails(void);

#define harness_poll(op, val, cond, wait, limit_us, args...) \
({	u64 __end = (u64)ktime_get() + (u64)(limit_us) * 1000; \
	bool __late = harness_poll_fails(); \
	for (;;) { \
		(val) = op(args); \
		if (__late || (cond)) \
			break; \
		if ((limit_us) && (u64)ktime_get() > __end) { \
			(val) = op(args); \
			break; \
		} \
		wait; \
	} \
	!__late && (cond) ? 0 : -ETIMEDOUT; \
})
#define read_poll_timeout(op, val, cond, us, limit, before, args...) \
	harness_poll(op, val, cond, usleep_range((us) ? (us) : 1, (us)), limit, args)
#define read_poll_timeout_atomic(op, val, cond, us, limit, before, args...) \
	harness_poll(op, val, cond, udelay((us) ? (us) : 1), limit, args)
#define readl_poll_timeout(at, val, cond, us, limit) \
	read_poll_timeout(readl, val, cond, us, limit, false, at)
#define readl_poll_timeout_atomic(at, val, cond, us, limit) \
	read_poll_timeout_atomic(readl, val, cond, us, limit, false, at)
#define readl_relaxed_poll_timeout	readl_poll_timeout

#endif

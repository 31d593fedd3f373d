/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_LINUX_DELAY_H
#define HARNESS_LINUX_DELAY_H
#include <linux/types.h>
/* Busy: timers wait where the caller may not be interrupted. */
void harness_delay(u64 ns);
/* Asleep: others run. */
void harness_pause(u64 ns);
#define ndelay(n)		harness_delay(n)
#define udelay(n)		harness_delay((u64)(n) * 1000)
#define mdelay(n)		harness_delay((u64)(n) * 1000000)
#define usleep_range(lo, hi)	harness_pause((u64)(lo) * 1000)
#define fsleep(n)		harness_pause((u64)(n) * 1000)
#define msleep(n)		harness_pause((u64)(n) * 1000000)
#define ssleep(n)		harness_pause((u64)(n) * 1000000000)
#endif

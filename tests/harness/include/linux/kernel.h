/* SPDX-License-Identifier: Apache-2.0 */
/* kernel: what is everywhere. */
#ifndef HARNESS_LINUX_KERNEL_H
#define HARNESS_LINUX_KERNEL_H

#include <linux/align.h>
#include <linux/bits.h>
#include <linux/bug.h>
#include <linux/compiler.h>
#include <linux/err.h>
#include <linux/kstrtox.h>
#include <linux/limits.h>
#include <linux/log2.h>
#include <linux/math.h>
#include <linux/minmax.h>
#include <linux/printk.h>
#include <linux/sprintf.h>
#include <linux/types.h>

#define ARRAY_SIZE(a) \
	(sizeof(a) / sizeof((a)[0]) + \
	 BUILD_BUG_ON_ZERO(__same_type((a), &(a)[0])))
#define u64_to_user_ptr(x)	((void *)(uintptr_t)(u64)(x))

void harness_might_sleep(void);
#define might_sleep()		harness_might_sleep()
#define cond_resched()		harness_might_sleep()

extern const char hex_asc[];
#define hex_asc_lo(x)	hex_asc[(x) & 15]
#define hex_asc_hi(x)	hex_asc[(x) >> 4 & 15]

#endif

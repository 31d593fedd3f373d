/* SPDX-License-Identifier: Apache-2.0 */
/* io: registers of a device; each access is an event. */
#ifndef HARNESS_LINUX_IO_H
#define HARNESS_LINUX_IO_H

#include <linux/types.h>
#include <asm/byteorder.h>

u32 readl(const volatile void __iomem *at);
void writel(u32 value, volatile void __iomem *at);
#define ioread32(at)		readl(at)
#define iowrite32(v, at)	writel(v, at)
#define readl_relaxed(at)	readl(at)
#define writel_relaxed(v, at)	writel(v, at)

#endif

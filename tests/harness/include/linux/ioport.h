/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_LINUX_IOPORT_H
#define HARNESS_LINUX_IOPORT_H
#include <linux/types.h>
struct resource {
	resource_size_t start, end;
	const char *name;
	unsigned long flags;
};
#define IORESOURCE_MEM	0x200
#define IORESOURCE_IRQ	0x400
#define resource_size(r)	((r)->end - (r)->start + 1)
#endif

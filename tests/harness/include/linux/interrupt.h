/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_LINUX_INTERRUPT_H
#define HARNESS_LINUX_INTERRUPT_H
#include <linux/device.h>
#include <linux/spinlock.h>
typedef int irqreturn_t;
typedef irqreturn_t (*irq_handler_t)(int irq, void *data);
#define IRQ_NONE	0
#define IRQ_HANDLED	1
#define IRQ_WAKE_THREAD	2
#define IRQ_RETVAL(x)	((x) ? IRQ_HANDLED : IRQ_NONE)
#define IRQF_SHARED	0x80
#define IRQF_ONESHOT	0x2000
#define IRQF_TRIGGER_RISING 1
int request_irq(unsigned int irq, irq_handler_t handler, unsigned long flags,
		const char *name, void *data);
const void *free_irq(unsigned int irq, void *data);
#define synchronize_irq(n)	((void)(n))
#endif

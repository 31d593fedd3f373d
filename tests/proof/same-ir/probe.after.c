/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Each step of a probe has a label that undoes it.
 */
#include <linux/errno.h>
#include <linux/printk.h>
#include <linux/slab.h>

struct board {
	int irq;
	int bus;
	u32 features;
	u32 enabled;
	u8 *rx;
	u8 *tx;
};

extern int board_power_on(struct board *b, int bus);
extern int board_load(struct board *b, int bus);
extern int board_request_irq(struct board *b, int irq);
extern void board_free_irq(struct board *b);
extern void board_power_off(struct board *b);

int board_probe(struct board *b, int bus, int irq)
{
	int err;

	b->bus = bus;
	err = board_power_on(b, bus);
	if (err)
		return err;
	err = board_request_irq(b, irq);
	if (err)
		goto power_off;
	b->irq = irq;
	err = board_load(b, bus);
	if (err)
		goto free_irq;
	b->enabled = b->features & 0x7;
	return 0;

free_irq:
	pr_err("board: no firmware: %d\n", err);
	board_free_irq(b);
power_off:
	board_power_off(b);
	return err;
}

int board_buffers(struct board *b, size_t rx, size_t tx)
{
	if (!rx || !tx)
		return -EINVAL;
	b->rx = kmalloc(rx, GFP_KERNEL);
	if (!b->rx)
		goto fail;
	b->tx = kzalloc(tx, GFP_ATOMIC);
	if (!b->tx)
		goto free_rx;
	return 0;

free_rx:
	kfree(b->rx);
	b->rx = NULL;
fail:
	return -ENOMEM;
}

int board_resume(struct board *b)
{
	int err;

	err = board_power_on(b, b->bus);
	if (err)
		return err;
	err = board_load(b, b->irq);
	if (err)
		goto power_off;
	b->enabled |= 0x10;
	board_free_irq(b);
	return 0;

power_off:
	board_power_off(b);
	return err;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A counter stepped by functions that test its value.
 */
#include <linux/atomic.h>
#include <linux/errno.h>
#include <linux/mutex.h>
#include <linux/refcount.h>
#include <linux/slab.h>

struct channel {
	struct mutex lock;
	refcount_t refs;
	refcount_t streams;
	u8 *dma;
	int irq;
	int depth;
};

extern int channel_map(struct channel *c, int irq, int depth);
extern void channel_unmap(struct channel *c);
extern void channel_mask(struct channel *c);
extern void channel_flush(struct channel *c);
extern void channel_log(struct channel *c, int level);

struct channel *channel_new(int irq, int depth)
{
	struct channel *c = kzalloc(sizeof(*c), GFP_KERNEL);

	if (!c)
		return NULL;
	mutex_init(&c->lock);
	refcount_set(&c->refs, 1);
	c->dma = kmalloc(64, GFP_ATOMIC);
	if (!c->dma)
		goto free;
	if (channel_map(c, irq, depth))
		goto free_dma;
	refcount_set(&c->streams, 1);
	c->irq = irq;
	c->depth = depth;
	return c;

free_dma:
	kfree(c->dma);
free:
	kfree(c);
	return NULL;
}

struct channel *channel_find(struct channel *c, int level)
{
	if (!refcount_inc_not_zero(&c->refs))
		return NULL;
	if ((int)refcount_read(&c->refs) > level)
		channel_log(c, level);
	return c;
}

void channel_release(struct channel *c, int level)
{
	channel_log(c, level);
	if (!refcount_dec_and_test(&c->refs))
		return;
	channel_unmap(c);
	kfree(c->dma);
	kfree(c);
}

int channel_start(struct channel *c)
{
	if (!refcount_inc_not_zero(&c->streams))
		return -EBUSY;
	refcount_inc(&c->refs);
	channel_flush(c);
	return 0;
}

void channel_stop(struct channel *c, int level)
{
	if (!refcount_dec_and_mutex_lock(&c->streams, &c->lock)) {
		channel_release(c, level);
		return;
	}
	channel_mask(c);
	if (refcount_sub_and_test(2, &c->refs))
		channel_flush(c);
	mutex_unlock(&c->lock);
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A counter stepped by functions that return its value.
 *
 * was: atomic_t
 */
#include <linux/atomic.h>
#include <linux/errno.h>
#include <linux/mutex.h>
#include <linux/slab.h>

struct channel {
	struct mutex lock;
	atomic_t refs;
	atomic_t streams;
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
	atomic_set(&c->refs, 1);
	c->dma = kmalloc(64, GFP_ATOMIC);
	if (!c->dma)
		goto free;
	if (channel_map(c, irq, depth))
		goto free_dma;
	atomic_set(&c->streams, 1);
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
	if (!atomic_add_unless(&c->refs, 1, 0))
		return NULL;
	if (atomic_read(&c->refs) > level)
		channel_log(c, level);
	return c;
}

void channel_release(struct channel *c, int level)
{
	channel_log(c, level);
	if (atomic_dec_return(&c->refs) != 0)
		return;
	channel_unmap(c);
	kfree(c->dma);
	kfree(c);
}

int channel_start(struct channel *c)
{
	if (!atomic_inc_not_zero(&c->streams))
		return -EBUSY;
	atomic_inc_return(&c->refs);
	channel_flush(c);
	return 0;
}

void channel_stop(struct channel *c, int level)
{
	if (!atomic_dec_and_mutex_lock(&c->streams, &c->lock)) {
		channel_release(c, level);
		return;
	}
	channel_mask(c);
	if (atomic_sub_return(2, &c->refs) == 0)
		channel_flush(c);
	mutex_unlock(&c->lock);
}

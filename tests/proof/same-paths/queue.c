/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Each error has its own copy of what is done in the end.
 */
#include <linux/errno.h>
#include <linux/mutex.h>
#include <linux/slab.h>

struct queue {
	struct mutex lock;
	int depth;
	int limit;
	u32 flags;
	u32 wakes;
	u8 *buffer;
	u8 *shadow;
};

extern int queue_push(struct queue *q, int tag, int lun);
extern int queue_direct(struct queue *q, int tag, int lun);
extern void queue_kick(struct queue *q);
extern void queue_stall(struct queue *q);
extern void queue_account(struct queue *q, int stage, int err);

int queue_submit(struct queue *q, int tag, int lun)
{
	mutex_lock(&q->lock);
	if (q->depth >= q->limit) {
		queue_account(q, 1, -EBUSY);
		if (q->flags & 1)
			queue_stall(q);
		mutex_unlock(&q->lock);
		return -EBUSY;
	}
	q->depth++;
	if (queue_push(q, tag, lun) < 0) {
		q->depth--;
		queue_account(q, 2, -EIO);
		if (q->flags & 1)
			queue_stall(q);
		mutex_unlock(&q->lock);
		return -EIO;
	}
	q->buffer = kmalloc(q->limit, GFP_ATOMIC);
	if (!q->buffer) {
		queue_account(q, 3, -ENOMEM);
		if (q->flags & 1)
			queue_stall(q);
		mutex_unlock(&q->lock);
		return -ENOMEM;
	}
	q->wakes += q->flags >> 4;
	queue_kick(q);
	mutex_unlock(&q->lock);
	return 0;
}

int queue_flush(struct queue *q, int tag, int lun)
{
	int err = queue_direct(q, tag, lun);

	if (err > 0) {
		queue_account(q, lun, -EAGAIN);
		kfree(q->shadow);
		q->shadow = NULL;
		return -EAGAIN;
	}
	if (err < 0) {
		queue_account(q, tag, -EIO);
		kfree(q->shadow);
		q->shadow = NULL;
		return -EIO;
	}
	queue_kick(q);
	return 0;
}

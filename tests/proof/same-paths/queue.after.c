/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One label for what is done in the end.
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
	int stage = 1;
	int err = -EBUSY;

	mutex_lock(&q->lock);
	if (q->depth >= q->limit)
		goto fail;
	q->depth++;
	stage = 2;
	err = -EIO;
	if (queue_push(q, tag, lun) < 0)
		goto undo;
	q->buffer = kmalloc(q->limit, GFP_ATOMIC);
	if (!q->buffer) {
		stage = 3;
		err = -ENOMEM;
		goto fail;
	}
	q->wakes += q->flags >> 4;
	queue_kick(q);
	err = 0;
	goto unlock;

undo:
	q->depth--;
fail:
	queue_account(q, stage, err);
	if (q->flags & 1)
		queue_stall(q);
unlock:
	mutex_unlock(&q->lock);
	return err;
}

int queue_flush(struct queue *q, int tag, int lun)
{
	int err = queue_direct(q, tag, lun);
	int stage = tag;

	if (err > 0) {
		stage = lun;
		err = -EAGAIN;
		goto drop;
	}
	if (err < 0) {
		err = -EIO;
		goto drop;
	}
	queue_kick(q);
	return 0;

drop:
	queue_account(q, stage, err);
	kfree(q->shadow);
	q->shadow = NULL;
	return err;
}

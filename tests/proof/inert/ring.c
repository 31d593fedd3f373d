/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A ring of slots, without a word of bounds.
 */
#include <linux/errno.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/types.h>

struct slot {
	u64 addr;
	u16 len;
	u8 flags;
};

struct ring {
	u8 state;
	u32 nr;
	u32 tail;
	u16 head;
	u8 *bounce;
	size_t bounce_size;
	u8 mode;
	struct slot slots[];
};

extern int ring_hw_push(struct ring *r, const struct slot *s, unsigned int n);
extern int ring_hw_name(struct ring *r, const char *name, size_t len);
extern void ring_hw_stop(struct ring *r);

struct ring *ring_new(const char *name, u32 nr, size_t bounce_size)
{
	struct ring *r = kzalloc(sizeof(*r) + nr * sizeof(r->slots[0]),
				 GFP_KERNEL);

	if (!r)
		return NULL;
	r->nr = nr;
	r->mode = 1;
	r->bounce = kmalloc(bounce_size, GFP_ATOMIC);
	if (!r->bounce)
		goto out;
	r->bounce_size = bounce_size;
	if (ring_hw_name(r, name, strlen(name)))
		goto out_bounce;
	return r;

out_bounce:
	kfree(r->bounce);
out:
	kfree(r);
	return NULL;
}

int ring_push(struct ring *r, const u64 *addrs, unsigned int n, u8 flags)
{
	unsigned int i;
	int err;

	if (n > r->nr - r->tail)
		return -EAGAIN;
	for (i = 0; i < n; i++) {
		struct slot *s = &r->slots[r->tail];

		s->addr = addrs[i];
		s->flags = flags | r->mode;
		err = ring_hw_push(r, s, i);
		if (err)
			return err;
		r->tail++;
	}
	return 0;
}

void ring_copy(struct ring *r, const void *from, size_t len)
{
	if (len > r->bounce_size)
		return;
	memcpy(r->bounce, from, len);
	r->head += len;
	r->state = 2;
}

void ring_free(struct ring *r)
{
	ring_hw_stop(r);
	kfree(r->bounce);
	kfree(r);
}

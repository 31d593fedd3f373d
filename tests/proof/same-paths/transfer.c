/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A condition asked twice.
 */
#include <linux/errno.h>
#include <linux/slab.h>
#include <linux/spinlock.h>

struct bus {
	spinlock_t lock;
	u32 control;
	u32 status;
	u32 count;
	u32 errors;
	u8 *window;
};

extern void bus_select(struct bus *b, u32 address);
extern void bus_release(struct bus *b, u32 address);
extern int bus_read(struct bus *b, u8 *to, u32 len, u32 skip);
extern int bus_write(struct bus *b, u8 *from, u32 len, u32 skip);
extern void bus_done(struct bus *b, u32 address, int err);

int bus_transfer(struct bus *b, u8 *data, u32 len, u32 address, int out)
{
	int err;

	spin_lock(&b->lock);
	if (out) {
		b->control = 0x11;
		bus_select(b, address);
	} else {
		bus_release(b, address + len);
	}
	b->status = 1;
	b->count += len;
	b->window[0] = len - 1;
	err = bus_read(b, data, 2, 0);
	if (err < 0)
		b->errors++;
	bus_done(b, len, err);
	if (out) {
		err = bus_write(b, data, len, 4);
		b->control = 0x10;
	}
	spin_unlock(&b->lock);
	return err;
}

int bus_probe(struct bus *b, u32 address, u32 skip)
{
	u8 *id = kmalloc(16, GFP_KERNEL);
	int err = -ENOMEM;

	if (id) {
		bus_select(b, address);
		err = bus_read(b, id, 16, skip);
		if (err == 0 && id[0] == 0x7f)
			err = -EINVAL;
		bus_release(b, skip);
		if (err) {
			b->errors++;
			bus_done(b, address, err);
		}
	}
	kfree(id);
	return err;
}

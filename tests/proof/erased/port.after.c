/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A port whose counters are checked, under its lock.
 */
#include <linux/errno.h>
#include <linux/mutex.h>
#include <linux/refcount.h>
#include <linux/slab.h>

struct port {
	struct mutex lock;
	refcount_t users;
	refcount_t opens;
	int faults;
	int speed;
	u8 *ring;
};

extern int port_power(struct port *p, int on);
extern int port_setup(struct port *p, int speed);
extern void port_trace(struct port *p, int users, int opens);
extern void port_reset(struct port *p);

struct port *port_probe(int speed, size_t size)
{
	struct port *p = kzalloc(sizeof(*p), GFP_KERNEL);

	if (!p)
		return NULL;
	mutex_init(&p->lock);
	refcount_set(&p->users, 1);
	p->speed = speed;
	p->ring = kmalloc(size, GFP_KERNEL);
	if (!p->ring)
		goto out_free;
	if (port_power(p, 1))
		goto out_ring;
	return p;

out_ring:
	kfree(p->ring);
out_free:
	kfree(p);
	return NULL;
}

int port_open(struct port *p)
{
	int err = 0;

	mutex_lock(&p->lock);
	if (refcount_read(&p->opens) == 0) {
		err = port_setup(p, p->speed);
		if (err) {
			p->faults++;
			goto out;
		}
		refcount_set(&p->opens, 1);
	} else {
		refcount_inc(&p->opens);
	}
	refcount_inc(&p->users);
	port_trace(p, refcount_read(&p->users), refcount_read(&p->opens));
out:
	mutex_unlock(&p->lock);
	return err;
}

void port_put(struct port *p)
{
	if (!refcount_dec_and_test(&p->users))
		return;
	kfree(p->ring);
	kfree(p);
}

void port_close(struct port *p)
{
	mutex_lock(&p->lock);
	if (refcount_dec_and_test(&p->opens))
		port_reset(p);
	port_power(p, 0);
	mutex_unlock(&p->lock);
	port_put(p);
}

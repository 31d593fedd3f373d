/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A port whose counters are integers, under its lock.
 *
 * was: integer
 * before: int
 */
#include <linux/errno.h>
#include <linux/mutex.h>
#include <linux/slab.h>

struct port {
	struct mutex lock;
	int users;
	int opens;
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
	p->users = 1;
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
	if (p->opens == 0) {
		err = port_setup(p, p->speed);
		if (err) {
			p->faults++;
			goto out;
		}
		p->opens = 1;
	} else {
		p->opens++;
	}
	p->users++;
	port_trace(p, p->users, p->opens);
out:
	mutex_unlock(&p->lock);
	return err;
}

void port_put(struct port *p)
{
	if (--p->users)
		return;
	kfree(p->ring);
	kfree(p);
}

void port_close(struct port *p)
{
	mutex_lock(&p->lock);
	if (--p->opens == 0)
		port_reset(p);
	port_power(p, 0);
	mutex_unlock(&p->lock);
	port_put(p);
}

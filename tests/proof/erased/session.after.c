/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A session with two counters, each a refcount_t.
 */
#include <linux/atomic.h>
#include <linux/errno.h>
#include <linux/refcount.h>
#include <linux/slab.h>
#include <linux/spinlock.h>

struct session {
	spinlock_t lock;
	refcount_t users;
	refcount_t links;
	atomic_t errors;
	int id;
	int node;
};

extern int link_attach(struct session *s, int id, int node);
extern int link_start(struct session *s, int id, int node);
extern void link_stop(struct session *s);
extern void link_detach(struct session *s);
extern void session_trace(const char *what, unsigned int n);

struct session session_of_host = {
	.users = REFCOUNT_INIT(1),
	.links = REFCOUNT_INIT(2),
	.id = 7,
};

struct session *session_open(int id, int node)
{
	struct session *s = kzalloc(sizeof(*s), GFP_KERNEL);
	int err;

	if (!s)
		return NULL;
	spin_lock_init(&s->lock);
	refcount_set(&s->users, 1);
	refcount_set(&s->links, 1);
	err = link_attach(s, id, node);
	if (err < 0)
		goto out_free;
	refcount_inc(&s->links);
	err = link_start(s, id, node);
	if (err < 0)
		goto out_detach;
	s->id = id;
	s->node = node;
	return s;

out_detach:
	refcount_dec(&s->links);
	link_detach(s);
out_free:
	atomic_inc(&session_of_host.errors);
	kfree(s);
	return NULL;
}

struct session *session_get(struct session *s)
{
	if (!refcount_inc_not_zero(&s->users))
		return NULL;
	session_trace("get", refcount_read(&s->users));
	return s;
}

void session_put(struct session *s)
{
	session_trace("put", refcount_read(&s->users));
	if (!refcount_dec_and_test(&s->users))
		return;
	link_stop(s);
	if (refcount_dec_and_test(&s->links))
		link_detach(s);
	kfree(s);
}

int session_relink(struct session *s, int node)
{
	int err = link_start(s, s->id, node);

	if (err < 0)
		atomic_inc(&s->errors);
	else
		refcount_add(2, &s->links);
	return err;
}

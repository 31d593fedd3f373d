#include <linux/atomic.h>
#include <linux/slab.h>
#include <linux/spinlock.h>

static DEFINE_SPINLOCK(ring_lock);

struct ring {
	atomic_t users;
};

struct ring *ring_new(void)
{
	struct ring *r = kzalloc(sizeof(*r), GFP_KERNEL);

	if (!r)
		return NULL;
	atomic_set(&r->users, 1);
	return r;
}

void ring_get(struct ring *r)
{
	atomic_inc(&r->users);
}

void ring_put(struct ring *r)
{
	if (!atomic_dec_and_lock(&r->users, &ring_lock))
		return;
	spin_unlock(&ring_lock);
	kfree(r);
}

// case: a lock is taken with the last put
// rule: refcount
//
// +#include <linux/refcount.h>
// -	atomic_t users;
// +	refcount_t users;
// -	atomic_set(&r->users, 1);
// +	refcount_set(&r->users, 1);
// -	atomic_inc(&r->users);
// +	refcount_inc(&r->users);
// -	if (!atomic_dec_and_lock(&r->users, &ring_lock))
// +	if (!refcount_dec_and_lock(&r->users, &ring_lock))
//
// finding: 8: ring.users: one function puts it and releases its object: struct kref would hold both

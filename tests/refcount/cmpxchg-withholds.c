#include <linux/atomic.h>
#include <linux/slab.h>

struct ring {
	atomic_t users;
};

void ring_init(struct ring *r)
{
	atomic_set(&r->users, 1);
}

void ring_get(struct ring *r)
{
	atomic_inc(&r->users);
}

bool ring_freeze(struct ring *r)
{
	return atomic_cmpxchg(&r->users, 1, -1) == 1;
}

void ring_put(struct ring *r)
{
	if (atomic_dec_and_test(&r->users))
		kfree(r);
}

// case: one atomic_cmpxchg withholds the whole change
// rule: refcount
//
// withheld: atomic_cmpxchg() has no counterpart here

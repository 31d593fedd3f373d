#include <linux/atomic.h>
#include <linux/slab.h>

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
	if (atomic_dec_and_test(&r->users))
		kfree(r);
}

void ring_take(struct ring *r)
{
	atomic_add(-1, &r->users);
}

// case: atomic_add of a negative amount
// rule: refcount
//
// withheld: it changes by an amount that may be negative

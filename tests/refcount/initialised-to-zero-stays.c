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

struct ring the_ring = {
	.users = ATOMIC_INIT(0),
};

// case: ATOMIC_INIT(0) idles at zero
// rule: refcount
//
// withheld: it is set to zero or less, from where it may be incremented

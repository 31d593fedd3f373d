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

bool ring_tryget(struct ring *r)
{
	return atomic_add_unless(&r->users, 1, 5);
}

// case: add_unless of another value has no counterpart
// rule: refcount
//
// withheld: atomic_add_unless() has no counterpart here

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

bool ring_is_dead(struct ring *r)
{
	return atomic_read(&r->users) < 0;
}

// case: atomic_read() < 0 can be true, refcount_read() < 0 cannot
// rule: refcount
//
// withheld: it is compared with a negative number

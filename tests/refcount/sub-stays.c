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

void ring_drop_two(struct ring *r)
{
	atomic_sub(2, &r->users);
}

// case: refcount_t has no subtraction without a test
// rule: refcount
//
// withheld: refcount_t has no word for "sub"
// finding: 5: ring.users is counted down to zero but stays atomic_t: refcount_t has no word for "sub"

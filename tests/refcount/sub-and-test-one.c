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
	if (atomic_sub_and_test(1, &r->users))
		kfree(r);
}

// case: sub_and_test(1) is dec_and_test
// rule: refcount
//
// +#include <linux/refcount.h>
// -	atomic_t users;
// +	refcount_t users;
// -	atomic_set(&r->users, 1);
// +	refcount_set(&r->users, 1);
// -	atomic_inc(&r->users);
// +	refcount_inc(&r->users);
// -	if (atomic_sub_and_test(1, &r->users))
// +	if (refcount_dec_and_test(&r->users))
//
// finding: 5: ring.users: one function puts it and releases its object: struct kref would hold both

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
	.users = ATOMIC_INIT(1),
};

// case: ATOMIC_INIT in an initialiser
// rule: refcount
//
// +#include <linux/refcount.h>
// -	atomic_t users;
// +	refcount_t users;
// -	atomic_set(&r->users, 1);
// +	refcount_set(&r->users, 1);
// -	atomic_inc(&r->users);
// +	refcount_inc(&r->users);
// -	if (atomic_dec_and_test(&r->users))
// +	if (refcount_dec_and_test(&r->users))
// -	.users = ATOMIC_INIT(1),
// +	.users = REFCOUNT_INIT(1),
//
// finding: 5: ring.users: one function puts it and releases its object: struct kref would hold both

#include <linux/atomic.h>
#include <linux/slab.h>

struct ring {
	atomic_t users;
};

struct ring *ring_new(void)
{
	struct ring *r = kzalloc(sizeof(*r), GFP_KERNEL);

	if (r)
		atomic_set(&r->users, 1);
	return r;
}

void ring_get(struct ring *r)
{
	atomic_inc(&r->users);
}

int ring_is_shared(struct ring *r)
{
	return atomic_read(&r->users) > 1;
}

void ring_put(struct ring *r)
{
	if (atomic_dec_and_test(&r->users))
		kfree(r);
}

// case: a read that is compared by order
// rule: refcount
// proof: conditional
//
// +#include <linux/refcount.h>
// -	atomic_t users;
// +	refcount_t users;
// -		atomic_set(&r->users, 1);
// +		refcount_set(&r->users, 1);
// -	atomic_inc(&r->users);
// +	refcount_inc(&r->users);
// -	return atomic_read(&r->users) > 1;
// +	return refcount_read(&r->users) > 1;
// -	if (atomic_dec_and_test(&r->users))
// +	if (refcount_dec_and_test(&r->users))
//
// finding: 5: ring.users: one function puts it and releases its object: struct kref would hold both

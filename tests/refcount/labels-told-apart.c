#include <linux/atomic.h>
#include <linux/slab.h>
#include <linux/spinlock.h>

struct ring {
	atomic_t users;
	spinlock_t lock;
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

void ring_put(struct ring *r)
{
	if (!r)
		goto out;
	if (atomic_dec_and_test(&r->users))
		goto release;
out:
	return;
release:
	kfree(r);
}

// case: zero leads to the second of two labels
// rule: refcount
//
// +#include <linux/refcount.h>
// -	atomic_t users;
// +	refcount_t users;
// -		atomic_set(&r->users, 1);
// +		refcount_set(&r->users, 1);
// -	atomic_inc(&r->users);
// +	refcount_inc(&r->users);
// -	if (atomic_dec_and_test(&r->users))
// +	if (refcount_dec_and_test(&r->users))
//
// finding: 6: ring.users: one function puts it and releases its object: struct kref would hold both

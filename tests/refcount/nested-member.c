#include <linux/atomic.h>
#include <linux/slab.h>

struct ring {
	struct {
		atomic_t users;
	} head;
};

void ring_init(struct ring *r)
{
	atomic_set(&r->head.users, 1);
}

void ring_get(struct ring *r)
{
	atomic_inc(&r->head.users);
}

void ring_put(struct ring *r)
{
	if (atomic_dec_and_test(&r->head.users))
		kfree(r);
}

// case: a member of a named inner struct
// rule: refcount
//
// +#include <linux/refcount.h>
// -		atomic_t users;
// +		refcount_t users;
// -	atomic_set(&r->head.users, 1);
// +	refcount_set(&r->head.users, 1);
// -	atomic_inc(&r->head.users);
// +	refcount_inc(&r->head.users);
// -	if (atomic_dec_and_test(&r->head.users))
// +	if (refcount_dec_and_test(&r->head.users))
//
// finding: 6: ring.head.users: one function puts it and releases its object: struct kref would hold both

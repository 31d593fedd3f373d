#include <linux/slab.h>
#include "shared.h"

void ring_init(struct ring *r)
{
	atomic_set(&r->users, 1);
}

void ring_put(struct ring *r)
{
	if (atomic_dec_and_test(&r->users))
		kfree(r);
}

// case: another file that uses the count is given
// rule: refcount
// also: shared.h
// also: shared-reader.c
//
// -	atomic_set(&r->users, 1);
// +	refcount_set(&r->users, 1);
// -	if (atomic_dec_and_test(&r->users))
// +	if (refcount_dec_and_test(&r->users))
// -	return atomic_read(&r->users);
// +	return refcount_read(&r->users);
// +#include <linux/refcount.h>
// -	atomic_t users;
// +	refcount_t users;
// -	atomic_inc(&r->users);
// +	refcount_inc(&r->users);
//
// finding: shared.h:7: ring.users: one function puts it and releases its object: struct kref would hold both

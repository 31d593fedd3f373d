#include <linux/slab.h>
#include <linux/types.h>

struct ring {
	u32 users;
};

struct ring *ring_new(void)
{
	struct ring *r = kzalloc(sizeof(*r), GFP_KERNEL);

	if (!r)
		return NULL;
	r->users = 1;
	return r;
}

void ring_get(struct ring *r)
{
	r->users++;
}

void ring_put(struct ring *r)
{
	if (--r->users == 0)
		kfree(r);
}

// case: a typedef of an integer
// rule: refcount
//
// +#include <linux/refcount.h>
// -	u32 users;
// +	refcount_t users;
// -	r->users = 1;
// +	refcount_set(&r->users, 1);
// -	r->users++;
// +	refcount_inc(&r->users);
// -	if (--r->users == 0)
// +	if (refcount_dec_and_test(&r->users))
//
// finding: 5: ring.users: one function puts it and releases its object: struct kref would hold both

#include <linux/slab.h>

struct ring {
	int users;
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
	if (--r->users > 0)
		return;
	kfree(r);
}

// case: --x > 0 in a signed int
// rule: refcount
// proof: conditional
//
// +#include <linux/refcount.h>
// -	int users;
// +	refcount_t users;
// -	r->users = 1;
// +	refcount_set(&r->users, 1);
// -	r->users++;
// +	refcount_inc(&r->users);
// -	if (--r->users > 0)
// +	if (!refcount_dec_and_test(&r->users))
//
// finding: 4: ring.users: one function puts it and releases its object: struct kref would hold both

#include <linux/slab.h>
#include <linux/string.h>

struct ring {
	unsigned int users;
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

void ring_reuse(struct ring *r)
{
	memset(r, 0, sizeof(*r));
	r->users = 1;
	r->users++;
}

// case: an object that is cleared and then started
// rule: refcount
//
// +#include <linux/refcount.h>
// -	unsigned int users;
// +	refcount_t users;
// -	r->users = 1;
// +	refcount_set(&r->users, 1);
// -	r->users++;
// +	refcount_inc(&r->users);
// -	if (--r->users == 0)
// +	if (refcount_dec_and_test(&r->users))
// -	r->users = 1;
// -	r->users++;
// +	refcount_set(&r->users, 1);
// +	refcount_inc(&r->users);
//
// finding: 5: ring.users: one function puts it and releases its object: struct kref would hold both

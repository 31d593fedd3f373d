#include <linux/slab.h>

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

int ring_map(struct ring *r);

int ring_use(struct ring *r)
{
	int err;

	r->users++;
	err = ring_map(r);
	if (err)
		r->users--;
	return err;
}

// case: a decrement that undoes the get of the same function
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
// -	r->users++;
// +	refcount_inc(&r->users);
// -		r->users--;
// +		refcount_dec(&r->users);
//
// finding: 4: ring.users: one function puts it and releases its object: struct kref would hold both

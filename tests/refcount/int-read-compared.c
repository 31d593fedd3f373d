#include <linux/slab.h>
#include <linux/printk.h>

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

bool ring_is_shared(struct ring *r)
{
	return r->users > 1;
}

void ring_show(struct ring *r)
{
	printk("%u users\n", r->users);
}

// case: reads in conditions and calls
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
// -	return r->users > 1;
// +	return refcount_read(&r->users) > 1;
// -	printk("%u users\n", r->users);
// +	printk("%u users\n", refcount_read(&r->users));
//
// finding: 5: ring.users: one function puts it and releases its object: struct kref would hold both

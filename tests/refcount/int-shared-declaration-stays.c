#include <linux/slab.h>

struct ring {
	unsigned int size, users;
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

// case: two names in one declaration
// rule: refcount
//
// withheld: its declaration is more than one type and one name
// finding: 4: ring.users is counted down to zero but stays int: its declaration is more than one type and one name

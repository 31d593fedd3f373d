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

int ring_put_count(struct ring *r)
{
	return --r->users;
}

// case: the number that is left is used
// rule: refcount
//
// withheld: the value of the decrement is used

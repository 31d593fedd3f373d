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

void ring_reset(struct ring *r, unsigned int n)
{
	r->users = n;
}

// case: set to what is not constant
// rule: refcount
//
// withheld: it is set to a value that is not constant

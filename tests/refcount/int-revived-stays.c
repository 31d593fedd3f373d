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
	if (--r->users == 0) {
		r->users++;
		kfree(r);
	}
}

// case: the put that found zero takes it up again
// rule: refcount
//
// withheld: it can be incremented from zero
// finding: 4: ring.users is counted down to zero but stays unsigned int: it can be incremented from zero

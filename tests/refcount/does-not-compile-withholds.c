#include <linux/slab.h>

int refcount_inc;

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

// case: what would not compile is withheld
// rule: refcount
//
// withheld: the result does not compile
// finding: 6: ring.users is counted down to zero but stays unsigned int: the result does not compile

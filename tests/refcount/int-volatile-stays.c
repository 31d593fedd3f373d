#include <linux/slab.h>

struct ring {
	volatile int users;
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

// case: volatile means somebody else writes
// rule: refcount
//
// withheld: it is volatile
// finding: 4: ring.users is counted down to zero but stays int: it is volatile

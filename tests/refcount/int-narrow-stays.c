#include <linux/slab.h>

struct ring {
	unsigned char users;
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

// case: a u8 cannot hold what refcount_t holds
// rule: refcount
//
// withheld: it has 8 bits and refcount_t has 32: its range and the layout would change
// finding: 4: ring.users is counted down to zero but stays unsigned char: it has 8 bits and refcount_t has 32: its range and the layout would change

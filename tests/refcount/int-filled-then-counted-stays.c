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
	r->users++;
}

// case: an object that is cleared and then counted
// rule: refcount
//
// withheld: it can be incremented from zero
// finding: 5: ring.users is counted down to zero but stays unsigned int: it can be incremented from zero

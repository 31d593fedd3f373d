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

void ring_peek(unsigned int *n);

void ring_watch(struct ring *r)
{
	ring_peek(&r->users);
}

// case: the address goes to somebody unknown
// rule: refcount
//
// withheld: its address is taken

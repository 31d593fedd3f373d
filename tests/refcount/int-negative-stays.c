#include <linux/slab.h>

struct ring {
	int users;
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

bool ring_is_dead(struct ring *r)
{
	return r->users < 0;
}

// case: negative values mean something
// rule: refcount
//
// withheld: it is compared with a negative number

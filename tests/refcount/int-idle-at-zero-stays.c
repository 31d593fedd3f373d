#include <linux/slab.h>

struct ring {
	unsigned int users;
};

struct ring *ring_new(void)
{
	struct ring *r = kzalloc(sizeof(*r), GFP_KERNEL);

	if (!r)
		return NULL;
	r->users = 0;
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

// case: idles at zero: the first user is counted from there
// rule: refcount
//
// withheld: it is never set to one or more, so it idles at zero and is incremented from there

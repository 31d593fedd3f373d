#include <linux/slab.h>

struct ring {
	unsigned int refs;
};

struct ring *ring_new(void)
{
	struct ring *r = kzalloc(sizeof(*r), GFP_KERNEL);

	if (!r)
		return NULL;
	r->refs = 0;
	return r;
}

void ring_get(struct ring *r)
{
	r->refs++;
}

void ring_put(struct ring *r)
{
	if (--r->refs == 0)
		kfree(r);
}

// case: a name ranks: what idles at zero but is called a reference is worth a finding
// rule: refcount
//
// withheld: it is never set to one or more, so it idles at zero and is incremented from there
// finding: 4: ring.refs is counted down to zero but stays unsigned int: it is never set to one or more, so it idles at zero and is incremented from there

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

int ring_map(struct ring *r);

int ring_use(struct ring *r, int get)
{
	int err;

	if (get)
		r->users++;
	err = ring_map(r);
	if (err)
		r->users--;
	return err;
}

// case: a decrement after a get that may not have happened
// rule: refcount
//
// withheld: it is decremented without a test, perhaps to zero
// finding: 4: ring.users is counted down to zero but stays unsigned int: it is decremented without a test, perhaps to zero

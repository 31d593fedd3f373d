#include <linux/slab.h>

#define BUMP(x) do { (x)++; if (!(x)) (x) = 1; } while (0)

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

void ring_bump(struct ring *r)
{
	BUMP(r->users);
}

// case: a macro that uses its argument in two ways
// rule: refcount
//
// withheld: a macro uses it in more than one way

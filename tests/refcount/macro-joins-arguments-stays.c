#include <linux/slab.h>

#define FIELD(r, name) ((r)->name)

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

unsigned int ring_count(struct ring *r)
{
	return FIELD(r, users);
}

// case: a member that a macro puts together from its arguments
// rule: refcount
//
// withheld: FIELD() spells a use of it

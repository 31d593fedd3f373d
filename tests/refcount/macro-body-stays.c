#include <linux/atomic.h>
#include <linux/slab.h>

#define RING_GET(r) atomic_inc(&(r)->users)

struct ring {
	atomic_t users;
};

struct ring *ring_new(void)
{
	struct ring *r = kzalloc(sizeof(*r), GFP_KERNEL);

	if (!r)
		return NULL;
	atomic_set(&r->users, 1);
	return r;
}

void ring_get(struct ring *r)
{
	atomic_inc(&r->users);
}

void ring_put(struct ring *r)
{
	if (atomic_dec_and_test(&r->users))
		kfree(r);
}

void ring_hold(struct ring *r)
{
	RING_GET(r);
}

// case: a use in the body of a macro
// rule: refcount
//
// withheld: RING_GET() spells a use of it

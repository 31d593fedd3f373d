#include <linux/atomic.h>
#include <linux/slab.h>

#define RING_USERS(r) atomic_read(&(r)->users)

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

// case: a use in a macro that nobody expands
// rule: refcount
//
// withheld: it is named where this configuration does not compile, or in an unused macro
// finding: 7: ring.users is counted down to zero but stays atomic_t: it is named where this configuration does not compile, or in an unused macro

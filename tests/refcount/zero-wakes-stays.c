#include <linux/atomic.h>
#include <linux/completion.h>
#include <linux/slab.h>

struct ring {
	atomic_t users;
	struct completion done;
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
		complete(&r->done);
}

// case: zero completes something: pending work
// rule: refcount
//
// withheld: its zero wakes a waiter: it counts pending work, not references

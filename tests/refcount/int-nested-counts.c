#include <linux/slab.h>

struct ring {
	unsigned int users;
};

struct slot {
	struct ring *ring;
	unsigned int holders;
};

void slot_init(struct slot *s, struct ring *r)
{
	s->holders = 1;
	r->users = 1;
	s->ring = r;
}

void slot_get(struct slot *s)
{
	s->holders++;
	s->ring->users++;
}

void slot_put(struct slot *s)
{
	if (--s->ring->users == 0)
		kfree(s->ring);
	if (!--s->holders)
		kfree(s);
}

// case: two counters in one function, in one file
// rule: refcount
//
// +#include <linux/refcount.h>
// -	unsigned int users;
// +	refcount_t users;
// -	unsigned int holders;
// +	refcount_t holders;
// -	s->holders = 1;
// -	r->users = 1;
// +	refcount_set(&s->holders, 1);
// +	refcount_set(&r->users, 1);
// -	s->holders++;
// -	s->ring->users++;
// +	refcount_inc(&s->holders);
// +	refcount_inc(&s->ring->users);
// -	if (--s->ring->users == 0)
// +	if (refcount_dec_and_test(&s->ring->users))
// -	if (!--s->holders)
// +	if (refcount_dec_and_test(&s->holders))
//
// finding: 4: ring.users: one function puts it and releases its object: struct kref would hold both
// finding: 9: slot.holders: one function puts it and releases its object: struct kref would hold both

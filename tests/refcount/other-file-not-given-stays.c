#include <linux/slab.h>
#include "shared.h"

void ring_init(struct ring *r)
{
	atomic_set(&r->users, 1);
}

void ring_put(struct ring *r)
{
	if (atomic_dec_and_test(&r->users))
		kfree(r);
}

// case: a header that nobody includes here uses the count
// rule: refcount
// also: shared.h
// also: shared-other.h
//
// withheld: shared-other.h names it too and was not given
// finding: shared.h:7: ring.users is counted down to zero but stays atomic_t: shared-other.h names it too and was not given

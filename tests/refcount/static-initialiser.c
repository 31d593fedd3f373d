#include <linux/atomic.h>
#include <linux/slab.h>

static atomic_t users = ATOMIC_INIT(1);

void ring_stop(void);

void ring_get(void)
{
	atomic_inc(&users);
}

void ring_put(void)
{
	if (atomic_dec_and_test(&users))
		ring_stop();
}

// case: ATOMIC_INIT of a static
// rule: refcount
//
// +#include <linux/refcount.h>
// -static atomic_t users = ATOMIC_INIT(1);
// +static refcount_t users = REFCOUNT_INIT(1);
// -	atomic_inc(&users);
// +	refcount_inc(&users);
// -	if (atomic_dec_and_test(&users))
// +	if (refcount_dec_and_test(&users))

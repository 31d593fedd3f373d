#include <linux/atomic.h>
#include <linux/printk.h>

static atomic_t packets = ATOMIC_INIT(0);

void packet_seen(void)
{
	atomic_inc(&packets);
}

void packets_print(void)
{
	pr_info("%d packets\n", atomic_read(&packets));
}

// case: a counter that nothing is released by is no reference count
// rule: refcount

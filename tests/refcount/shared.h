#ifndef SHARED_H
#define SHARED_H

#include <linux/atomic.h>

struct ring {
	atomic_t users;
};

static inline void ring_get(struct ring *r)
{
	atomic_inc(&r->users);
}

#endif

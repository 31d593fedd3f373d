/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which orderings refcount_t's functions ask of the atomics below them: for
 * each "NAME: ORDERINGS" when they reach zero, or succeed, and when they don't.
 * Compiled as the kernel compiles a module; LIB has lib/refcount.c, when there
 * is one.
 */
#include <linux/atomic.h>
#include <linux/spinlock.h>
#include <linux/mutex.h>

#include "axioms.h"

#ifdef _LINUX_REFCOUNT_H
#error "linux/refcount.h came in too early to be looked at"
#endif

/* What refcount.h calls comes by here first; the name then means the real one. */
#define seen(order, call) (event(order, NULL, 0, 0), call)
#define atomic_fetch_add_relaxed(...) \
	seen("none", atomic_fetch_add_relaxed(__VA_ARGS__))
#define atomic_try_cmpxchg_relaxed(...) \
	seen("none", atomic_try_cmpxchg_relaxed(__VA_ARGS__))
#define atomic_fetch_sub_release(...) \
	seen("release", atomic_fetch_sub_release(__VA_ARGS__))
#define atomic_try_cmpxchg_release(...) \
	seen("release", atomic_try_cmpxchg_release(__VA_ARGS__))
#define atomic_set(...) seen("none", atomic_set(__VA_ARGS__))
#define atomic_read(...) seen("none", atomic_read(__VA_ARGS__))
#undef smp_acquire__after_ctrl_dep
#define smp_acquire__after_ctrl_dep() event("acquire", NULL, 0, 0)

/* All others are full, or not expected: no name for them to begin with. */
#define atomic_fetch_add unexpected
#define atomic_fetch_sub unexpected
#define atomic_try_cmpxchg unexpected
#define atomic_dec_and_test unexpected

#include <linux/refcount.h>
#ifdef LIB
#include LIB
#endif

static refcount_t counter;
static spinlock_t lock;
static struct mutex mutex;

#define try(name, old, call) do {					\
	begin(0);							\
	counter.refs.counter = (old);					\
	(void)(call);							\
	tell_order(name, old);						\
} while (0)

const struct axiom axioms[1];
const int axiom_count;

void axioms_run(void)
{
	unsigned long flags;
	int old;

	for (old = 1; old <= 2; old++) {
		try("refcount_set", old, (refcount_set(&counter, 3), 0));
		try("refcount_read", old, refcount_read(&counter));
		try("refcount_inc", old, (refcount_inc(&counter), 0));
		try("refcount_add", old, (refcount_add(2, &counter), 0));
		try("refcount_inc_not_zero", old, refcount_inc_not_zero(&counter));
		try("refcount_add_not_zero", old,
		    refcount_add_not_zero(2, &counter));
		try("refcount_dec", old, (refcount_dec(&counter), 0));
		try("refcount_dec_and_test", old, refcount_dec_and_test(&counter));
		try("refcount_sub_and_test", old,
		    refcount_sub_and_test(1, &counter));
#ifdef LIB
		try("refcount_dec_if_one", old, refcount_dec_if_one(&counter));
		try("refcount_dec_not_one", old, refcount_dec_not_one(&counter));
		try("refcount_dec_and_lock", old,
		    refcount_dec_and_lock(&counter, &lock));
		try("refcount_dec_and_lock_irqsave", old,
		    refcount_dec_and_lock_irqsave(&counter, &lock, &flags));
		try("refcount_dec_and_mutex_lock", old,
		    refcount_dec_and_mutex_lock(&counter, &mutex));
#endif
	}
}

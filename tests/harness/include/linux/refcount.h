/* SPDX-License-Identifier: Apache-2.0 */
/*
 * refcount: a count that saturates instead of wrapping, and warns where an object
 * whose count is zero is taken, or one is dropped too often.
 */
#ifndef HARNESS_LINUX_REFCOUNT_H
#define HARNESS_LINUX_REFCOUNT_H

#include <linux/atomic.h>
#include <linux/bug.h>
#include <linux/spinlock.h>
#include <linux/mutex.h>

typedef struct { atomic_t refs; } refcount_t;

#define REFCOUNT_INIT(n)	{ .refs = ATOMIC_INIT(n) }
#define REFCOUNT_SATURATED	(INT32_MIN / 2)

static inline void refcount_set(refcount_t *r, int n)
{
	atomic_set(&r->refs, n);
}

static inline unsigned int refcount_read(const refcount_t *r)
{
	return (unsigned int)atomic_read(&r->refs);
}

static inline void __refcount_saturate(refcount_t *r)
{
	refcount_set(r, REFCOUNT_SATURATED);
	WARN_ON(1);
}

static inline bool refcount_add_not_zero(int n, refcount_t *r)
{
	int was = atomic_read(&r->refs);

	if (!was)
		return false;
	atomic_add(n, &r->refs);
	if (was < 0 || was + (s64)n > INT32_MAX)
		__refcount_saturate(r);
	return true;
}

static inline void refcount_add(int n, refcount_t *r)
{
	int was = atomic_fetch_add(n, &r->refs);

	if (was <= 0 || was + (s64)n > INT32_MAX)
		__refcount_saturate(r);
}

static inline void refcount_inc(refcount_t *r)
{
	refcount_add(1, r);
}

static inline bool refcount_inc_not_zero(refcount_t *r)
{
	return refcount_add_not_zero(1, r);
}

static inline bool refcount_sub_and_test(int n, refcount_t *r)
{
	int was = atomic_fetch_add(-n, &r->refs);

	if (was == n)
		return true;
	if (was <= 0 || was < n)
		__refcount_saturate(r);
	return false;
}

static inline bool refcount_dec_and_test(refcount_t *r)
{
	return refcount_sub_and_test(1, r);
}

static inline void refcount_dec(refcount_t *r)
{
	if (atomic_fetch_add(-1, &r->refs) <= 1)
		__refcount_saturate(r);
}

static inline bool refcount_dec_if_one(refcount_t *r)
{
	return atomic_cmpxchg(&r->refs, 1, 0) == 1;
}

static inline bool refcount_dec_not_one(refcount_t *r)
{
	if (refcount_read(r) == 1)
		return false;
	refcount_dec(r);
	return true;
}

static inline bool refcount_dec_and_mutex_lock(refcount_t *r, struct mutex *lock)
{
	if (refcount_dec_not_one(r))
		return false;
	mutex_lock(lock);
	if (refcount_dec_and_test(r))
		return true;
	mutex_unlock(lock);
	return false;
}

static inline bool refcount_dec_and_lock(refcount_t *r, spinlock_t *lock)
{
	if (refcount_dec_not_one(r))
		return false;
	spin_lock(lock);
	if (refcount_dec_and_test(r))
		return true;
	spin_unlock(lock);
	return false;
}

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* atomic: one task runs at a time, so plain arithmetic (that wraps) is atomic. */
#ifndef HARNESS_LINUX_ATOMIC_H
#define HARNESS_LINUX_ATOMIC_H

#include <linux/types.h>

#define ATOMIC_INIT(n)		{ (n) }
#define ATOMIC64_INIT(n)	{ (n) }
#define ATOMIC_LONG_INIT(n)	{ (n) }

/* The operations of the type A, whose values are of type T and wrap as U. */
#define HARNESS_ATOMIC(A, T, U) \
static inline T A##_read(const A##_t *v) { return *(const volatile T *)&v->counter; } \
static inline void A##_set(A##_t *v, T n) { v->counter = n; } \
static inline T A##_add_return(T n, A##_t *v) \
	{ return v->counter = (T)((U)v->counter + (U)n); } \
static inline T A##_sub_return(T n, A##_t *v) \
	{ return v->counter = (T)((U)v->counter - (U)n); } \
static inline void A##_add(T n, A##_t *v) { A##_add_return(n, v); } \
static inline void A##_sub(T n, A##_t *v) { A##_sub_return(n, v); } \
static inline void A##_inc(A##_t *v) { A##_add_return(1, v); } \
static inline void A##_dec(A##_t *v) { A##_sub_return(1, v); } \
static inline T A##_inc_return(A##_t *v) { return A##_add_return(1, v); } \
static inline T A##_dec_return(A##_t *v) { return A##_sub_return(1, v); } \
static inline T A##_fetch_add(T n, A##_t *v) \
	{ T was = v->counter; A##_add_return(n, v); return was; } \
static inline T A##_fetch_inc(A##_t *v) { return A##_fetch_add(1, v); } \
static inline bool A##_dec_and_test(A##_t *v) { return !A##_sub_return(1, v); } \
static inline bool A##_inc_and_test(A##_t *v) { return !A##_add_return(1, v); } \
static inline bool A##_sub_and_test(T n, A##_t *v) { return !A##_sub_return(n, v); } \
static inline T A##_xchg(A##_t *v, T n) { T was = v->counter; v->counter = n; return was; } \
static inline T A##_cmpxchg(A##_t *v, T old, T n) \
	{ T was = v->counter; if (was == old) v->counter = n; return was; } \
static inline bool A##_add_unless(A##_t *v, T n, T u) \
	{ if (v->counter == u) return false; A##_add_return(n, v); return true; } \
static inline bool A##_inc_not_zero(A##_t *v) { return A##_add_unless(v, 1, 0); } \
static inline T A##_dec_if_positive(A##_t *v) \
	{ T n = (T)((U)v->counter - 1); if (n >= 0) v->counter = n; return n; }

HARNESS_ATOMIC(atomic, int, unsigned int)
HARNESS_ATOMIC(atomic64, s64, u64)
HARNESS_ATOMIC(atomic_long, long, unsigned long)

#define smp_mb__before_atomic()	barrier()
#define smp_mb__after_atomic()	barrier()
#define xchg(p, v) \
	({ typeof(p) __p = (p); typeof(*__p) __was = *__p; *__p = (v); __was; })
#define cmpxchg(p, old, new) \
	({ typeof(p) __p = (p); typeof(*__p) __was = *__p; \
	   if (__was == (old)) *__p = (new); __was; })

#endif

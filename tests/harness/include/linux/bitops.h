/* SPDX-License-Identifier: Apache-2.0 */
/* bitops: bits of arrays of long; one task runs at a time, so plain ones do. */
#ifndef HARNESS_LINUX_BITOPS_H
#define HARNESS_LINUX_BITOPS_H

#include <linux/bits.h>

static inline void set_bit(long n, volatile unsigned long *p)
{
	p[n / 64] |= 1UL << (n % 64);
}

static inline void clear_bit(long n, volatile unsigned long *p)
{
	p[n / 64] &= ~(1UL << (n % 64));
}

static inline void change_bit(long n, volatile unsigned long *p)
{
	p[n / 64] ^= 1UL << (n % 64);
}

static inline bool test_bit(long n, const volatile unsigned long *p)
{
	return p[n / 64] >> (n % 64) & 1;
}

static inline bool test_and_set_bit(long n, volatile unsigned long *p)
{
	bool was = test_bit(n, p);

	set_bit(n, p);
	return was;
}

static inline bool test_and_clear_bit(long n, volatile unsigned long *p)
{
	bool was = test_bit(n, p);

	clear_bit(n, p);
	return was;
}

#define __set_bit		set_bit
#define __clear_bit		clear_bit
#define __test_and_set_bit	test_and_set_bit
#define __test_and_clear_bit	test_and_clear_bit

unsigned long find_next_bit(const unsigned long *p, unsigned long size, unsigned long at);
unsigned long find_next_zero_bit(const unsigned long *p, unsigned long size,
				 unsigned long at);
#define find_first_bit(p, n)		find_next_bit(p, n, 0)
#define find_first_zero_bit(p, n)	find_next_zero_bit(p, n, 0)
#define for_each_set_bit(n, p, size) \
	for ((n) = find_first_bit(p, size); (n) < (size); \
	     (n) = find_next_bit(p, size, (n) + 1))

static inline int fls(unsigned int x)
{
	return x ? 32 - __builtin_clz(x) : 0;
}

#define ffs(x)			__builtin_ffs(x)
static inline unsigned long __ffs(unsigned long x)
{
	return (unsigned long)__builtin_ctzl(x);
}

#define hweight8(x)		((unsigned int)__builtin_popcount((u8)(x)))
#define hweight16(x)		((unsigned int)__builtin_popcount((u16)(x)))
#define hweight32(x)		((unsigned int)__builtin_popcount(x))
#define hweight64(x)		((unsigned int)__builtin_popcountll(x))
#define hweight_long(x)		((unsigned int)__builtin_popcountl(x))

#endif

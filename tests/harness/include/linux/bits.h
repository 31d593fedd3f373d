/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_LINUX_BITS_H
#define HARNESS_LINUX_BITS_H
#include <linux/types.h>
#define BITS_PER_LONG		64
#define BITS_PER_BYTE		8
#define BIT(n)			(1UL << (n))
#define BIT_ULL(n)		(1ULL << (n))
#define GENMASK(h, l)		((~0UL << (l)) & (~0UL >> (63 - (h))))
#define GENMASK_ULL(h, l)	((~0ULL << (l)) & (~0ULL >> (63 - (h))))
#define lower_32_bits(n)	((u32)(n))
#define upper_32_bits(n)	((u32)((u64)(n) >> 32))
#define BITS_TO_LONGS(n)	(((n) + 63) / 64)
#endif

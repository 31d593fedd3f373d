/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_LINUX_BITMAP_H
#define HARNESS_LINUX_BITMAP_H
#include <linux/bitops.h>
#include <linux/slab.h>
#include <linux/string.h>
#define DECLARE_BITMAP(name, n)	unsigned long name[BITS_TO_LONGS(n)]
#define bitmap_zero(p, n)	memset(p, 0, BITS_TO_LONGS(n) * sizeof(long))
#define bitmap_fill(p, n)	memset(p, 0xff, BITS_TO_LONGS(n) * sizeof(long))
#define bitmap_empty(p, n)	(find_first_bit(p, n) >= (n))
#define bitmap_full(p, n)	(find_first_zero_bit(p, n) >= (n))
#define bitmap_zalloc(n, gfp)	((unsigned long *)kzalloc(BITS_TO_LONGS(n) * sizeof(long), gfp))
#define bitmap_alloc(n, gfp)	((unsigned long *)kmalloc(BITS_TO_LONGS(n) * sizeof(long), gfp))
#define bitmap_free(p)		kfree(p)
#endif

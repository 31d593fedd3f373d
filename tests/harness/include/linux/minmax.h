/* SPDX-License-Identifier: Apache-2.0 */
/* minmax: each operand is evaluated once. */
#ifndef HARNESS_LINUX_MINMAX_H
#define HARNESS_LINUX_MINMAX_H

#define __pick(op, T, a, b) \
	({ T __a = (a); T __b = (b); __a op __b ? __a : __b; })
#define min(a, b) \
	({ typeof(a) __a = (a); typeof(b) __b = (b); __a < __b ? __a : __b; })
#define max(a, b) \
	({ typeof(a) __a = (a); typeof(b) __b = (b); __a > __b ? __a : __b; })
#define min_t(T, a, b)		__pick(<, T, a, b)
#define max_t(T, a, b)		__pick(>, T, a, b)
#define min3(a, b, c)		min(min(a, b), c)
#define max3(a, b, c)		max(max(a, b), c)
#define clamp(v, lo, hi)	min(max(v, lo), hi)
#define clamp_t(T, v, lo, hi)	min_t(T, max_t(T, v, lo), hi)
#define clamp_val(v, lo, hi)	clamp_t(typeof(v), v, lo, hi)
#define swap(a, b) \
	do { typeof(a) __t = (a); (a) = (b); (b) = __t; } while (0)

#endif

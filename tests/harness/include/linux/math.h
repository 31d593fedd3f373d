/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_LINUX_MATH_H
#define HARNESS_LINUX_MATH_H
#include <linux/types.h>
#include <stdlib.h>
#define DIV_ROUND_UP(n, d)	(((n) + (d) - 1) / (d))
#define DIV_ROUND_CLOSEST(x, d) \
	({ typeof(x) __x = (x); typeof(d) __d = (d); \
	   ((typeof(x))-1 > 0 || (typeof(d))-1 > 0 || (__x > 0) == (__d > 0)) ? \
	   (__x + __d / 2) / __d : (__x - __d / 2) / __d; })
#define roundup(x, y)		((((x) + (y) - 1) / (y)) * (y))
#define rounddown(x, y)		((x) - (x) % (y))
#define __round_mask(x, y)	((typeof(x))((y) - 1))
#define round_up(x, y)		((((x) - 1) | __round_mask(x, y)) + 1)
#define round_down(x, y)	((x) & ~__round_mask(x, y))
#define abs(x) \
	({ typeof(x) __v = (x); __v < 0 ? -__v : __v; })
static inline u64 div_u64(u64 a, u32 b) { return a / b; }
static inline u64 div64_u64(u64 a, u64 b) { return a / b; }
#define do_div(n, base) \
	({ u32 __b = (base); u32 __r = (u32)((n) % __b); (n) /= __b; __r; })
#endif

/* SPDX-License-Identifier: Apache-2.0 */
#ifndef _LINUX_BUG_H
#define _LINUX_BUG_H

#include <linux/types.h>

extern void __warn_printk(const char *fmt, ...);

#define BUG() __builtin_trap()
#define BUG_ON(condition) do { if (unlikely(condition)) BUG(); } while (0)
#define WARN_ON(condition) ({ \
	int __ret_warn_on = !!(condition); \
	if (unlikely(__ret_warn_on)) \
		__warn_printk("%s:%d", __FILE__, __LINE__); \
	unlikely(__ret_warn_on); \
})
#define WARN_ON_ONCE(condition) WARN_ON(condition)
#define WARN(condition, format...) ({ \
	int __ret_warn_on = !!(condition); \
	if (unlikely(__ret_warn_on)) \
		__warn_printk(format); \
	unlikely(__ret_warn_on); \
})

#endif

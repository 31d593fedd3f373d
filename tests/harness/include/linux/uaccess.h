/* SPDX-License-Identifier: Apache-2.0 */
/* uaccess: memory of the program; each copy may be made to fail (user.c). */
#ifndef HARNESS_LINUX_UACCESS_H
#define HARNESS_LINUX_UACCESS_H

#include <linux/errno.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/types.h>

unsigned long harness_from_user(void *to, const void __user *from, unsigned long n);
unsigned long harness_to_user(void __user *to, const void *from, unsigned long n);

#define copy_from_user(t, f, n)	harness_from_user(t, f, n)
#define copy_to_user(t, f, n)	harness_to_user(t, f, n)
#define access_ok(p, n)		((unsigned long)(p) >= 4096)
#define get_user(x, p) \
({	typeof(*(p)) __v; \
	int __e = harness_from_user(&__v, p, sizeof(__v)) ? -EFAULT : 0; \
	if (__e) memset(&__v, 0, sizeof(__v)); \
	(x) = __v; __e; })
#define put_user(x, p) \
({	typeof(*(p)) __v = (x); \
	harness_to_user(p, &__v, sizeof(__v)) ? -EFAULT : 0; })
#define __get_user	get_user
#define __put_user	put_user

#endif

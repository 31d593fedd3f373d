/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_LINUX_VMALLOC_H
#define HARNESS_LINUX_VMALLOC_H
#include <linux/slab.h>
#define vmalloc(n)		kmalloc(n, GFP_KERNEL)
#define vzalloc(n)		kzalloc(n, GFP_KERNEL)
#define vcalloc(n, s)		kcalloc(n, s, GFP_KERNEL)
#define vmalloc_array(n, s)	kmalloc_array(n, s, GFP_KERNEL)
#define vmalloc_user(n)		kzalloc(n, GFP_KERNEL)
#define vfree(p)		kfree(p)
#endif

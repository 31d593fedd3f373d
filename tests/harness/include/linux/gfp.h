/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_LINUX_GFP_H
#define HARNESS_LINUX_GFP_H
#include <linux/types.h>
#define __GFP_WAIT	1u
#define __GFP_ZERO	2u
#define __GFP_NOWARN	0u
#define __GFP_COMP	0u
#define __GFP_NORETRY	0u
#define __GFP_ACCOUNT	0u
#define __GFP_HIGHMEM	0u
#define GFP_KERNEL	__GFP_WAIT
#define GFP_KERNEL_ACCOUNT __GFP_WAIT
#define GFP_USER	__GFP_WAIT
#define GFP_NOIO	__GFP_WAIT
#define GFP_NOFS	__GFP_WAIT
#define GFP_ATOMIC	0u
#define GFP_NOWAIT	0u
#define GFP_DMA		0u
#define GFP_DMA32	0u
unsigned long __get_free_pages(gfp_t flags, unsigned int order);
void free_pages(unsigned long address, unsigned int order);
#define get_zeroed_page(gfp)	__get_free_pages((gfp) | __GFP_ZERO, 0)
#define __get_free_page(gfp)	__get_free_pages(gfp, 0)
#define free_page(a)		free_pages(a, 0)
#endif

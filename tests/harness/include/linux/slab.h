/* SPDX-License-Identifier: Apache-2.0 */
/* slab: memory; each allocation may be made to fail (memory.c). */
#ifndef HARNESS_LINUX_SLAB_H
#define HARNESS_LINUX_SLAB_H

#include <linux/gfp.h>
#include <linux/overflow.h>
#include <linux/types.h>

void *harness_alloc(size_t size, gfp_t flags);
void *harness_realloc(const void *p, size_t size, gfp_t flags);
void harness_free(const void *p);
size_t harness_size(const void *p);

#define ZERO_SIZE_PTR		((void *)16)
#define ZERO_OR_NULL_PTR(p)	((unsigned long)(p) <= 16)
#define KMALLOC_MAX_SIZE	(1UL << 22)
#define ARCH_KMALLOC_MINALIGN	8

#define kmalloc(n, gfp)			harness_alloc(n, gfp)
#define kzalloc(n, gfp)			harness_alloc(n, (gfp) | __GFP_ZERO)
#define kmalloc_array(n, s, gfp)	harness_alloc(size_mul(n, s), gfp)
#define kcalloc(n, s, gfp)		harness_alloc(size_mul(n, s), (gfp) | __GFP_ZERO)
#define krealloc(p, n, gfp)		harness_realloc(p, n, gfp)
#define krealloc_array(p, n, s, gfp)	harness_realloc(p, size_mul(n, s), gfp)
#define kmalloc_node(n, gfp, node)	kmalloc(n, gfp)
#define kzalloc_node(n, gfp, node)	kzalloc(n, gfp)
#define kvmalloc(n, gfp)		kmalloc(n, gfp)
#define kvzalloc(n, gfp)		kzalloc(n, gfp)
#define kvmalloc_array(n, s, gfp)	kmalloc_array(n, s, gfp)
#define kvcalloc(n, s, gfp)		kcalloc(n, s, gfp)
#define kfree(p)			harness_free(p)
#define kvfree(p)			harness_free(p)
#define kfree_const(p)			harness_free(p)
#define kfree_sensitive(p)		harness_free(p)
#define ksize(p)			harness_size(p)

struct kmem_cache;
#define SLAB_HWCACHE_ALIGN	0

#include <linux/cleanup.h>
DEFINE_FREE(kfree, void *, if (!IS_ERR_OR_NULL(_T)) kfree(_T))
DEFINE_FREE(kvfree, void *, if (!IS_ERR_OR_NULL(_T)) kvfree(_T))

#endif

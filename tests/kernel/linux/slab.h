/* SPDX-License-Identifier: Apache-2.0 */
#ifndef _LINUX_SLAB_H
#define _LINUX_SLAB_H

#include <linux/types.h>

#define GFP_KERNEL ((gfp_t)0xcc0)
#define GFP_ATOMIC ((gfp_t)0x820)
#define __GFP_ZERO ((gfp_t)0x100)

struct kmem_cache;

extern void *kmalloc(size_t size, gfp_t flags);
extern void *kzalloc(size_t size, gfp_t flags);
extern void *kcalloc(size_t n, size_t size, gfp_t flags);
extern void *kmalloc_array(size_t n, size_t size, gfp_t flags);
extern void *krealloc(const void *p, size_t new_size, gfp_t flags);
extern void *kmemdup(const void *src, size_t len, gfp_t gfp);
extern void kfree(const void *objp);
extern void kvfree(const void *addr);
extern void *kmem_cache_alloc(struct kmem_cache *s, gfp_t flags);
extern void *kmem_cache_zalloc(struct kmem_cache *k, gfp_t flags);
extern void kmem_cache_free(struct kmem_cache *s, void *objp);

extern void kvfree_call_rcu(struct rcu_head *head, void *ptr);
#define kfree_rcu(ptr, rhf) kvfree_call_rcu(&(ptr)->rhf, ptr)
extern void call_rcu(struct rcu_head *head, void (*func)(struct rcu_head *head));

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * memory: what drivers allocate, from the Boehm collector's debugging allocator or,
 * with HARNESS_MALLOC, from the C library (for sanitizers and for measuring).
 *
 * A table of what lives, which hides its pointers from the collector, tells exactly
 * of double and foreign frees and of leaks, and of leaks the collector also tells by
 * itself.  The collector guards whole words behind an object; of the bytes in between
 * a guard of our own tells.
 *
 * New memory that is not asked to be zero is filled with a pattern, and freed
 * memory with another one, so that its use is seen.
 */
#include <stdlib.h>
#include <string.h>
#ifndef HARNESS_MALLOC
#define GC_DEBUG
#define GC_THREADS
#define GC_NO_THREAD_REDIRECTS
#include <gc/gc.h>
#endif
#include <uthash.h>

#include "harness.h"

enum { FRESH = 0xa5, DEAD = 0x6b, BEHIND = 0xc5 };
#ifdef HARNESS_MALLOC
enum { GUARD = 0 };	/* a sanitizer sees each byte */
#else
enum { GUARD = 8 };
#endif

struct object {
	uintptr_t hidden;
	size_t size;
	unsigned int number;
	UT_hash_handle hh;
};

static struct {
	struct object *live;
	unsigned int count;
} memory;

#ifdef HARNESS_MALLOC
static void *get(size_t size)
{
	return malloc(size ? size : 1);
}

static void put(void *p)
{
	free(p);
}

static void collect(void)
{
}

static void begin(void)
{
}

void memory_thread_start(void)
{
}

void memory_thread_end(void)
{
}
#else
static void *get(size_t size)
{
	return GC_MALLOC(size ? size : 1);
}

static void put(void *p)
{
	GC_FREE(p);
}

static void collect(void)
{
	GC_gcollect();
}

static void begin(void)
{
	static bool begun;

	if (begun)
		return;
	begun = true;
	GC_set_find_leak(1);
	GC_set_handle_fork(1);
	GC_INIT();
	GC_allow_register_threads();
}

void memory_thread_start(void)
{
	struct GC_stack_base base;

	if (GC_get_stack_base(&base) == GC_SUCCESS)
		GC_register_my_thread(&base);
}

void memory_thread_end(void)
{
	GC_unregister_my_thread();
}
#endif

static uintptr_t hide(const void *p)
{
	return ~(uintptr_t)p;
}

static struct object *find(const void *p)
{
	uintptr_t hidden = hide(p);
	struct object *o;

	HASH_FIND(hh, memory.live, &hidden, sizeof(hidden), o);
	return o;
}

static void remember(void *p, size_t size)
{
	struct object *o = calloc(1, sizeof(*o));

	if (!o)
		harness_bug("the harness has no memory");
	o->hidden = hide(p);
	o->size = size;
	o->number = ++memory.count;
	HASH_ADD(hh, memory.live, hidden, sizeof(o->hidden), o);
}

static void forget(struct object *o)
{
	HASH_DEL(memory.live, o);
	free(o);
}

void *harness_alloc(size_t size, gfp_t flags)
{
	void *p;

	if (flags & __GFP_WAIT)
		harness_might_sleep();
	if (fault_here(FAULT_MEMORY) || size > 1ul << 30)
		return NULL;
	if (!size)
		return ZERO_SIZE_PTR;
	p = get(size + GUARD);
	if (!p)
		harness_bug("the harness has no memory");
	memset(p, flags & __GFP_ZERO ? 0 : FRESH, size);
	memset((char *)p + size, BEHIND, GUARD);
	remember(p, size);
	return p;
}

static void check_guard(const void *p, size_t size)
{
	const unsigned char *end = (const unsigned char *)p + size;
	int i;

	for (i = 0; i < GUARD; i++)
		if (end[i] != BEHIND)
			harness_bug("a write behind an object of %zu bytes", size);
}

void harness_free(const void *p)
{
	struct object *o;

	if (ZERO_OR_NULL_PTR(p))
		return;
	o = find(p);
	if (!o)
		harness_bug("kfree of what was not allocated, or is freed");
	check_guard(p, o->size);
	memset((void *)p, DEAD, o->size);
	forget(o);
	put((void *)p);
}

size_t harness_size(const void *p)
{
	struct object *o = ZERO_OR_NULL_PTR(p) ? NULL : find(p);

	return o ? o->size : 0;
}

void *harness_realloc(const void *p, size_t size, gfp_t flags)
{
	size_t was = harness_size(p);
	void *q;

	if (!size) {
		harness_free(p);
		return ZERO_SIZE_PTR;
	}
	q = harness_alloc(size, flags);
	if (!q)
		return NULL;
	if (was)
		memcpy(q, p, was < size ? was : size);
	harness_free(p);
	return q;
}

unsigned long __get_free_pages(gfp_t flags, unsigned int order)
{
	size_t size = PAGE_SIZE << order;
	void *p;

	if (flags & __GFP_WAIT)
		harness_might_sleep();
	if (fault_here(FAULT_MEMORY))
		return 0;
	p = aligned_alloc(PAGE_SIZE, size);
	if (!p)
		harness_bug("the harness has no memory");
	memset(p, flags & __GFP_ZERO ? 0 : FRESH, size);
	remember(p, size);
	return (unsigned long)p;
}

void free_pages(unsigned long address, unsigned int order)
{
	struct object *o;

	if (!address)
		return;
	o = find((void *)address);
	if (!o || o->size != PAGE_SIZE << order)
		harness_bug("free_pages of what was not allocated so");
	memset((void *)address, DEAD, o->size);
	forget(o);
	free((void *)address);
}

struct kmem_cache {
	size_t size;
	void (*constructor)(void *p);
};

void memory_start(void)
{
	begin();
	memory.live = NULL;
	memory.count = 0;
}

static int by_number(struct object *a, struct object *b)
{
	return a->number < b->number ? -1 : a->number > b->number;
}

void memory_end(void)
{
	struct object *o, *next;

	HASH_SORT(memory.live, by_number);
	HASH_ITER(hh, memory.live, o, next) {
		leak("allocation %u, %zu bytes", o->number, o->size);
		forget(o);
	}
	collect();
}

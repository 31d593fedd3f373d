/* SPDX-License-Identifier: Apache-2.0 */
/* idr: numbers for pointers. */
#include <stdlib.h>

#include <linux/errno.h>
#include <linux/idr.h>
#include <linux/kernel.h>

#include "harness.h"

static void grow(struct idr *i, unsigned int size)
{
	if (size <= i->size)
		return;
	size = (size + 63) / 64 * 64;
	i->slot = realloc(i->slot, size * sizeof(*i->slot));
	if (!i->slot)
		harness_bug("the harness has no memory");
	memset(i->slot + i->size, 0, (size - i->size) * sizeof(*i->slot));
	i->size = size;
}

/* The kernel allocates a node now and then; here each time may fail. */
static int take(struct idr *i, void *p, unsigned int from, unsigned long to, gfp_t flags)
{
	unsigned long id;

	if (flags & __GFP_WAIT)
		harness_might_sleep();
	if (fault_here(FAULT_MEMORY))
		return -ENOMEM;
	for (id = from; id < i->size && i->slot[id]; id++)
		;
	if (id > to)
		return -ENOSPC;
	grow(i, (unsigned int)id + 1);
	i->slot[id] = p;
	return (int)id;
}

int idr_alloc_u32(struct idr *i, void *p, u32 *id, unsigned long max, gfp_t flags)
{
	int ret = take(i, p, *id, max, flags);

	if (ret < 0)
		return ret;
	*id = (u32)ret;
	return 0;
}

void *idr_find(const struct idr *i, unsigned long id)
{
	return id < i->size ? i->slot[id] : NULL;
}

void *idr_remove(struct idr *i, unsigned long id)
{
	void *p = idr_find(i, id);

	if (p)
		i->slot[id] = NULL;
	return p;
}

void *idr_get_next(struct idr *i, int *id)
{
	for (; (unsigned int)*id < i->size; ++*id)
		if (i->slot[*id])
			return i->slot[*id];
	return NULL;
}

void idr_destroy(struct idr *i)
{
	free(i->slot);
	idr_init(i);
}


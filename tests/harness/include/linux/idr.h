/* SPDX-License-Identifier: Apache-2.0 */
/* idr: numbers for pointers, kept in an array that grows. */
#ifndef HARNESS_LINUX_IDR_H
#define HARNESS_LINUX_IDR_H

#include <linux/types.h>
#include <linux/gfp.h>

struct idr {
	void **slot;
	unsigned int size;
	unsigned int next;	/* where a cyclic allocation begins */
};

#define IDR_INIT(x)	{ NULL, 0, 0 }
#define DEFINE_IDR(x)	struct idr x = IDR_INIT(x)
static inline void idr_init(struct idr *i)
{
	*i = (struct idr){ NULL, 0, 0 };
}

int idr_alloc_u32(struct idr *i, void *p, u32 *id, unsigned long max, gfp_t flags);
void *idr_find(const struct idr *i, unsigned long id);
void *idr_remove(struct idr *i, unsigned long id);
void *idr_get_next(struct idr *i, int *id);
void idr_destroy(struct idr *i);
#define idr_preload(gfp)	((void)0)
#define idr_preload_end()	((void)0)
#define idr_for_each_entry(i, e, id) \
	for ((id) = 0; ((e) = idr_get_next(i, &(id))) != NULL; (id)++)

struct ida { struct idr idr; };
#define IDA_INIT(x)		{ IDR_INIT(x) }
#define DEFINE_IDA(x)		struct ida x = IDA_INIT(x)
#define ida_destroy(a)		idr_destroy(&(a)->idr)

#endif

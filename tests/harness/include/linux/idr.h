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

int idr_alloc(struct idr *i, void *p, int from, int to, gfp_t flags);
int idr_alloc_cyclic(struct idr *i, void *p, int from, int to, gfp_t flags);
int idr_alloc_u32(struct idr *i, void *p, u32 *id, unsigned long max, gfp_t flags);
void *idr_find(const struct idr *i, unsigned long id);
void *idr_remove(struct idr *i, unsigned long id);
void *idr_replace(struct idr *i, void *p, unsigned long id);
void *idr_get_next(struct idr *i, int *id);
bool idr_is_empty(const struct idr *i);
int idr_for_each(const struct idr *i, int (*f)(int id, void *p, void *data), void *data);
void idr_destroy(struct idr *i);
#define idr_preload(gfp)	((void)0)
#define idr_preload_end()	((void)0)
#define idr_for_each_entry(i, e, id) \
	for ((id) = 0; ((e) = idr_get_next(i, &(id))) != NULL; (id)++)

struct ida { struct idr idr; };
#define IDA_INIT(x)		{ IDR_INIT(x) }
#define DEFINE_IDA(x)		struct ida x = IDA_INIT(x)
int ida_alloc_range(struct ida *a, unsigned int from, unsigned int to, gfp_t flags);
void ida_free(struct ida *a, unsigned int id);
#define ida_alloc(a, gfp)	ida_alloc_range(a, 0, INT32_MAX, gfp)
#define ida_alloc_max(a, m, gfp)	ida_alloc_range(a, 0, m, gfp)
#define ida_destroy(a)		idr_destroy(&(a)->idr)

#endif

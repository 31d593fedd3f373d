/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Sizes multiplied by functions that check.
 */
#include <linux/errno.h>
#include <linux/overflow.h>
#include <linux/slab.h>
#include <linux/string.h>

struct route {
	u32 dest;
	u32 mask;
	u64 via;
	u16 metric;
};

struct hop {
	u64 addr;
	u32 cost;
};

struct table {
	struct route *routes;
	struct hop *hops;
	u16 *index;
	size_t nr_routes;
	size_t nr_hops;
	u32 sums[4];
	struct hop spare[];
};

extern int table_fill(struct table *t, const void *from, size_t bytes);
extern void table_drop(struct table *t);

struct table *table_new(size_t nr_routes, size_t nr_hops, size_t nr_spare)
{
	struct table *t = kzalloc(struct_size(t, spare, nr_spare), GFP_KERNEL);

	if (!t)
		return NULL;
	t->routes = kcalloc(nr_routes, sizeof(*t->routes), GFP_KERNEL);
	if (!t->routes)
		goto err_table;
	t->hops = kmalloc_array(nr_hops, sizeof(*t->hops), GFP_KERNEL);
	if (!t->hops)
		goto err_routes;
	t->index = kmalloc_array(nr_routes, sizeof(*t->index), GFP_ATOMIC);
	if (!t->index)
		goto err_hops;
	t->nr_routes = nr_routes;
	t->nr_hops = nr_hops;
	return t;

err_hops:
	kfree(t->hops);
err_routes:
	kfree(t->routes);
err_table:
	kfree(t);
	return NULL;
}

int table_copy(struct table *t, const struct table *from, size_t nr_spare)
{
	int err;

	memcpy(t->spare, from->spare, flex_array_size(t, spare, nr_spare));
	err = table_fill(t, from->routes,
			 array_size(from->nr_routes, sizeof(*from->routes)));
	if (err)
		goto drop;
	err = table_fill(t, from->hops,
			 size_add(size_mul(from->nr_hops, sizeof(*from->hops)),
				  sizeof(t->sums)));
	if (err)
		goto drop;
	return 0;

drop:
	table_drop(t);
	return err;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Names copied by strlcpy(), and one with its padding.
 */
#include <linux/errno.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/string.h>

struct adapter {
	spinlock_t lock;
	char model[24];
	char serial[16];
	char *alias;
	size_t alias_size;
	size_t room;
	u32 caps;
	u32 quirks;
};

extern int adapter_query(struct adapter *a, u32 page, char *to, size_t size);
extern void adapter_register(struct adapter *a, const char *name, u32 caps);
extern void adapter_publish(struct adapter *a, const char *name, u32 caps);
extern void adapter_remove(struct adapter *a);

int adapter_identify(struct adapter *a, const char *model, u32 page)
{
	char serial[40];
	int err;

	strlcpy(a->model, model, sizeof(a->model));
	err = adapter_query(a, page, serial, sizeof(serial));
	if (err)
		return err;
	strncpy(a->serial, serial + 2, sizeof(a->serial));
	if (a->caps & 4)
		a->quirks |= page;
	adapter_register(a, a->model, a->caps);
	return 0;
}

int adapter_alias(struct adapter *a, const char *name, size_t size)
{
	char *alias = kmalloc(size, GFP_KERNEL);

	if (!alias)
		return -ENOMEM;
	strlcpy(alias, name, size);
	spin_lock(&a->lock);
	kfree(a->alias);
	a->alias = alias;
	a->alias_size = size;
	strlcpy(alias + 1, a->serial, a->room - 1);
	spin_unlock(&a->lock);
	adapter_publish(a, alias, a->quirks);
	return 0;
}

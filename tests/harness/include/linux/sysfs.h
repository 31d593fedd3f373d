/* SPDX-License-Identifier: Apache-2.0 */
/* sysfs: attributes are files in the folder of their device. */
#ifndef HARNESS_LINUX_SYSFS_H
#define HARNESS_LINUX_SYSFS_H

#include <linux/compiler.h>
#include <linux/stat.h>
#include <linux/types.h>

struct kobject {
	const char *name;
};

struct attribute {
	const char *name;
	umode_t mode;
};

struct attribute_group {
	const char *name;
	umode_t (*is_visible)(struct kobject *k, struct attribute *a, int n);
	struct attribute **attrs;
};

#define __ATTR(n, m, s, st) \
	{ .attr = { .name = __stringify(n), .mode = m }, .show = s, .store = st }
#define __ATTR_RO(n)		__ATTR(n, 0444, n##_show, NULL)
#define __ATTR_RW(n)		__ATTR(n, 0644, n##_show, n##_store)
#define __ATTR_WO(n)		__ATTR(n, 0200, NULL, n##_store)
#define ATTRIBUTE_GROUPS(name) \
	static const struct attribute_group name##_group = { .attrs = name##_attrs }; \
	static const struct attribute_group *name##_groups[] = { &name##_group, NULL }

__printf(2, 3) int sysfs_emit(char *to, const char *format, ...);
__printf(3, 4) int sysfs_emit_at(char *to, int at, const char *format, ...);

#endif

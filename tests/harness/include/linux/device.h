/* SPDX-License-Identifier: Apache-2.0 */
/*
 * device: devices, each with a folder of attributes and a driver's data.
 */
#ifndef HARNESS_LINUX_DEVICE_H
#define HARNESS_LINUX_DEVICE_H

#include <linux/err.h>
#include <linux/list.h>
#include <linux/module.h>
#include <linux/mod_devicetable.h>
#include <linux/slab.h>
#include <linux/sysfs.h>

struct device_driver {
	const char *name;
	struct module *owner;
	const struct attribute_group **dev_groups;
	const struct of_device_id *of_match_table;
};

struct device {
	struct kobject kobj;
	struct device *parent;
	char name[64];
	char driver_name[32];		/* what dev_err() says before the name */
	char folder[128];		/* in /sys; "" for none */
	void *driver_data;
	void *platform_data;
	struct device_driver *driver;
	void (*release)(struct device *d);
	int users;
	u64 *dma_mask, coherent_dma_mask;
	void *of_node;
};

struct device_attribute {
	struct attribute attr;
	ssize_t (*show)(struct device *d, struct device_attribute *a, char *to);
	ssize_t (*store)(struct device *d, struct device_attribute *a,
			 const char *from, size_t n);
};

#define DEVICE_ATTR(n, m, s, st) \
	struct device_attribute dev_attr_##n = __ATTR(n, m, s, st)
#define DEVICE_ATTR_RO(n)	struct device_attribute dev_attr_##n = __ATTR_RO(n)
#define DEVICE_ATTR_RW(n)	struct device_attribute dev_attr_##n = __ATTR_RW(n)
#define DEVICE_ATTR_WO(n)	struct device_attribute dev_attr_##n = __ATTR_WO(n)
#define kobj_to_dev(k)		container_of(k, struct device, kobj)

static inline const char *dev_name(const struct device *d) { return d->name; }
static inline void *dev_get_drvdata(const struct device *d) { return d->driver_data; }
static inline void dev_set_drvdata(struct device *d, void *p) { d->driver_data = p; }
static inline void *dev_get_platdata(const struct device *d) { return d->platform_data; }

__printf(3, 4) void harness_dev_printk(const char *level, const struct device *d,
				       const char *format, ...);
#ifndef dev_fmt
#define dev_fmt(f)	f
#endif
#define dev_err(d, f, ...)	harness_dev_printk("<3>", d, dev_fmt(f), ##__VA_ARGS__)
#define dev_warn(d, f, ...)	harness_dev_printk("<4>", d, dev_fmt(f), ##__VA_ARGS__)
#define dev_notice(d, f, ...)	harness_dev_printk("<5>", d, dev_fmt(f), ##__VA_ARGS__)
#define dev_info(d, f, ...)	harness_dev_printk("<6>", d, dev_fmt(f), ##__VA_ARGS__)
#define dev_dbg(d, f, ...)	((void)(d))
#define dev_err_ratelimited	dev_err
#define dev_warn_ratelimited	dev_warn
#define dev_warn_once		dev_warn

struct device *get_device(struct device *d);
void put_device(struct device *d);

/* The folder /sys/FOLDER with the attributes of GROUPS, for D. */
int harness_folder(struct device *d, const struct attribute_group **groups,
		   const char *format, ...);
void harness_folder_remove(struct device *d);
int device_create_file(struct device *d, const struct device_attribute *a);
void device_remove_file(struct device *d, const struct device_attribute *a);
int sysfs_create_group(struct kobject *k, const struct attribute_group *g);
void sysfs_remove_group(struct kobject *k, const struct attribute_group *g);
int device_add_groups(struct device *d, const struct attribute_group **g);
void device_remove_groups(struct device *d, const struct attribute_group **g);

#endif

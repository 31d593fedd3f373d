/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_LINUX_MISCDEVICE_H
#define HARNESS_LINUX_MISCDEVICE_H
#include <linux/device.h>
#include <linux/fs.h>
#define MISC_DYNAMIC_MINOR	255
struct miscdevice {
	int minor;
	const char *name;
	const struct file_operations *fops;
	struct list_head list;
	struct device *parent;
	struct device *this_device;
	const struct attribute_group **groups;
	const char *nodename;
	umode_t mode;
};
int misc_register(struct miscdevice *m);
void misc_deregister(struct miscdevice *m);
#define module_misc_device(m) \
	static int __init m##_init(void) { return misc_register(&m); } \
	module_init(m##_init) \
	static void __exit m##_exit(void) { misc_deregister(&m); } \
	module_exit(m##_exit)
#endif

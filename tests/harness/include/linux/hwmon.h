/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_LINUX_HWMON_H
#define HARNESS_LINUX_HWMON_H
#include <linux/device.h>
/* The sensor in /sys/class/hwmon/hwmon0, with the name and GROUPS. */
struct device *hwmon_device_register_with_groups(struct device *d, const char *name,
						 void *data,
						 const struct attribute_group **groups);
void hwmon_device_unregister(struct device *d);
#endif

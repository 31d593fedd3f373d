/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_LINUX_MOD_DEVICETABLE_H
#define HARNESS_LINUX_MOD_DEVICETABLE_H
#include <linux/types.h>
#define I2C_NAME_SIZE		20
#define PLATFORM_NAME_SIZE	20
typedef unsigned long kernel_ulong_t;
struct i2c_device_id {
	char name[I2C_NAME_SIZE];
	kernel_ulong_t driver_data;
};
struct platform_device_id {
	char name[PLATFORM_NAME_SIZE];
	kernel_ulong_t driver_data;
};
struct of_device_id {
	char name[32];
	char type[32];
	char compatible[128];
	const void *data;
};
#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* i2c: the device of a sample on an I2C bus, and the sensor that its driver makes. */
#include <linux/hwmon.h>
#include <linux/i2c.h>

#include "harness.h"
#include "machine.h"
#include "../device/device.h"

static struct {
	struct i2c_client client;
	struct i2c_driver *driver;
	struct device *hwmon;
} bus;

void bus_start(void)
{
	memset(&bus, 0, sizeof(bus));
}

void bus_end(void)
{
	if (bus.hwmon)
		leak("the sensor");
}

/* ---------------------------------------------------------------------- driver */

static int probe(void)
{
	struct device *d = &bus.client.dev;
	int err;

	memset(&bus.client, 0, sizeof(bus.client));
	bus.client.addr = (unsigned short)device_model.address;
	harness_strscpy(bus.client.name, device_model.name, sizeof(bus.client.name));
	d->users = 1;
	d->driver = &bus.driver->driver;
	harness_snprintf(d->name, sizeof(d->name), "0-%04x", device_model.address);
	harness_folder(d, NULL, "bus/i2c/devices/%s", d->name);
	err = bus.driver->probe(&bus.client);
	if (!err)
		return 0;
	event("probe fails: %d", err);
	harness_folder_remove(d);
	return err;
}

static void leave(void)
{
	struct device *d = &bus.client.dev;

	bus.driver->remove(&bus.client);
	harness_folder_remove(d);
	event("the driver left %s", d->name);
}

int harness_i2c_register(struct i2c_driver *d, struct module *m)
{
	static const struct bus_driver calls = { probe, leave };
	int err;

	d->driver.owner = m;
	bus.driver = d;
	err = machine_driver(&calls);
	if (err)
		bus.driver = NULL;
	return err;
}

void i2c_del_driver(struct i2c_driver *d)
{
	(void)d;
	machine_driver_gone();
	bus.driver = NULL;
}

/* ----------------------------------------------------------------------- smbus */

/* What goes wrong on the wire; the device was not reached. */
static bool is_lost(void)
{
	harness_might_sleep();
	return fault_here(FAULT_POLL);
}

/* More than 16 bits is no value: nobody acknowledged. */
static s32 read_register(u8 at, u32 mask)
{
	u32 value;

	if (is_lost())
		return -EIO;
	value = machine_read(at);
	return value > 0xffff ? -ENXIO : (s32)(value & mask);
}

static s32 write_register(u8 at, u32 value)
{
	if (is_lost())
		return -EIO;
	machine_write(at, value);
	return 0;
}

s32 i2c_smbus_read_byte_data(const struct i2c_client *c, u8 at)
{
	(void)c;
	return read_register(at, 0xff);
}

s32 i2c_smbus_write_byte_data(const struct i2c_client *c, u8 at, u8 value)
{
	(void)c;
	return write_register(at, value);
}

s32 i2c_smbus_read_word_data(const struct i2c_client *c, u8 at)
{
	(void)c;
	return read_register(at, 0xffff);
}

s32 i2c_smbus_write_word_data(const struct i2c_client *c, u8 at, u16 value)
{
	(void)c;
	return write_register(at, value);
}

/* ----------------------------------------------------------------------- hwmon */

static ssize_t name_show(struct device *d, struct device_attribute *a, char *to)
{
	(void)a;
	return harness_scnprintf(to, PAGE_SIZE, "%s\n", d->name);
}
static DEVICE_ATTR_RO(name);

struct device *hwmon_device_register_with_groups(struct device *d, const char *name,
						 void *data,
						 const struct attribute_group **groups)
{
	struct device *h;
	int err = -EINVAL;

	harness_might_sleep();
	if (!*name || strpbrk(name, "-* \t\n"))
		return ERR_PTR(err);
	h = kzalloc(sizeof(*h), GFP_KERNEL);
	if (!h)
		return ERR_PTR(-ENOMEM);
	h->parent = d;
	h->driver_data = data;
	harness_strscpy(h->name, name, sizeof(h->name));
	harness_folder(h, NULL, "class/hwmon/hwmon0");
	err = device_add_groups(h, groups);
	if (!err)
		err = device_create_file(h, &dev_attr_name);
	if (err) {
		harness_folder_remove(h);
		kfree(h);
		return ERR_PTR(err);
	}
	event("sensor %s", name);
	bus.hwmon = h;
	return h;
}

void hwmon_device_unregister(struct device *h)
{
	harness_might_sleep();
	if (h != bus.hwmon)
		harness_bug("a sensor goes that is not there");
	event("sensor %s is gone", h->name);
	bus.hwmon = NULL;
	harness_folder_remove(h);
	kfree(h);
}

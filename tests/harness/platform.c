/* SPDX-License-Identifier: Apache-2.0 */
/* platform: the device of a sample on the platform bus. */
#include <linux/platform_device.h>

#include "harness.h"
#include "machine.h"
#include "../device/device.h"

static struct {
	struct platform_device device;
	struct platform_driver *driver;
	char *window;
} bus;

void bus_start(void)
{
	memset(&bus, 0, sizeof(bus));
}

void bus_end(void)
{
}

static void remove_driver(struct platform_device *p)
{
	if (bus.driver->remove_new)
		bus.driver->remove_new(p);
	else if (bus.driver->remove)
		bus.driver->remove(p);
}

/* A driver without groups has nothing to add that could fail. */
static int add_groups(struct device *d)
{
	const struct attribute_group **g = bus.driver->driver.dev_groups;

	return g ? device_add_groups(d, g) : 0;
}

static int probe(void)
{
	struct device *d = &bus.device.dev;
	int err;

	memset(&bus.device, 0, sizeof(bus.device));
	bus.device.name = device_model.name;
	bus.device.id = -1;
	d->users = 1;
	d->driver = &bus.driver->driver;
	harness_strscpy(d->name, device_model.name, sizeof(d->name));
	harness_folder(d, NULL, "devices/platform/%s", d->name);
	err = bus.driver->probe(&bus.device);
	if (!err) {
		err = add_groups(d);
		if (!err)
			return 0;
		remove_driver(&bus.device);
	}
	event("probe fails: %d", err);
	harness_folder_remove(d);
	return err;
}

static void leave(void)
{
	struct platform_device *p = &bus.device;

	device_remove_groups(&p->dev, bus.driver->driver.dev_groups);
	remove_driver(p);
	harness_folder_remove(&p->dev);
	event("the driver left %s", p->dev.name);
}

int harness_platform_register(struct platform_driver *d, struct module *m)
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

void platform_driver_unregister(struct platform_driver *d)
{
	(void)d;
	machine_driver_gone();
	bus.driver = NULL;
}

int platform_get_irq(struct platform_device *p, unsigned int n)
{
	(void)p;
	(void)n;
	return fault_here(FAULT_CALL) ? -ENXIO : MACHINE_IRQ;
}

void *devm_platform_ioremap_resource(struct platform_device *p, unsigned int n)
{
	(void)p;
	(void)n;
	return fault_here(FAULT_CALL) ? ERR_PTR(-ENOMEM) : machine_window();
}

/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_LINUX_PLATFORM_DEVICE_H
#define HARNESS_LINUX_PLATFORM_DEVICE_H
#include <linux/device.h>
#include <linux/ioport.h>
struct platform_device {
	const char *name;
	int id;
	struct device dev;
	unsigned int num_resources;
	struct resource *resource;
};
struct platform_driver {
	int (*probe)(struct platform_device *p);
	void (*remove)(struct platform_device *p);
	void (*remove_new)(struct platform_device *p);
	void (*shutdown)(struct platform_device *p);
	struct device_driver driver;
	const struct platform_device_id *id_table;
};
#define to_platform_device(d)	container_of(d, struct platform_device, dev)
int harness_platform_register(struct platform_driver *d, struct module *m);
void platform_driver_unregister(struct platform_driver *d);
#define platform_driver_register(d)	harness_platform_register(d, THIS_MODULE)
#define module_platform_driver(d) \
	static int __init d##_init(void) { return platform_driver_register(&(d)); } \
	module_init(d##_init) \
	static void __exit d##_exit(void) { platform_driver_unregister(&(d)); } \
	module_exit(d##_exit)
static inline void *platform_get_drvdata(const struct platform_device *p)
{
	return p->dev.driver_data;
}
static inline void platform_set_drvdata(struct platform_device *p, void *data)
{
	p->dev.driver_data = data;
}
int platform_get_irq(struct platform_device *p, unsigned int n);
struct resource *platform_get_resource(struct platform_device *p, unsigned int type,
				       unsigned int n);
void __iomem *devm_platform_ioremap_resource(struct platform_device *p, unsigned int n);
#endif

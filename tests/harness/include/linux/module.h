/* SPDX-License-Identifier: Apache-2.0 */
/* module: a sample is the only one; the harness calls it by these two names. */
#ifndef HARNESS_LINUX_MODULE_H
#define HARNESS_LINUX_MODULE_H

#include <linux/export.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/moduleparam.h>
#include <linux/stat.h>

struct module {
	int users;
};

extern struct module harness_module;
extern int (*const harness_module_init)(void);
extern void (*const harness_module_exit)(void);

#define THIS_MODULE		(&harness_module)
#define module_init(f)		int (*const harness_module_init)(void) = f;
#define module_exit(f)		void (*const harness_module_exit)(void) = f;
#define MODULE_LICENSE(x)
#define MODULE_AUTHOR(x)
#define MODULE_DESCRIPTION(x)
#define MODULE_ALIAS(x)
#define MODULE_VERSION(x)
#define MODULE_FIRMWARE(x)
#define MODULE_DEVICE_TABLE(bus, table)

bool try_module_get(struct module *m);
void module_put(struct module *m);
static inline void __module_get(struct module *m) { m->users++; }
static inline unsigned int module_refcount(struct module *m) { return (unsigned int)m->users; }

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* machine: what the parts for platform, I2C and network devices tell each other. */
#ifndef HARNESS_MACHINE_H
#define HARNESS_MACHINE_H

#include <linux/types.h>

/* A driver for the one device there is; probe() returns an errno. */
struct bus_driver {
	int (*probe)(void);
	void (*remove)(void);
};

int machine_driver(const struct bus_driver *d);
void machine_driver_gone(void);

/* Its interrupt and its window. */
enum { MACHINE_IRQ = 5 };
void *machine_window(void);

/* Registers of the model, each access an event. */
u32 machine_read(unsigned int at);
void machine_write(unsigned int at, u32 value);

/* platform.c or i2c.c: the device as its bus knows it. */
void bus_start(void);
void bus_end(void);

#endif

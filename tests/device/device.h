/* SPDX-License-Identifier: Apache-2.0 */
/*
 * device: what a device does that a sample driver drives, in software.
 *
 * One model is compiled twice: into the harness, and into a module of the kernel
 * under test.  So it is written in the C that both know: it includes nothing but
 * this header, keeps all of its state in one struct that model_state() gives, and
 * knows of its surroundings only what stands below.
 *
 * The surroundings call a model from one place at a time.
 */
#ifndef DEVICE_DEVICE_H
#define DEVICE_DEVICE_H

#include <linux/string.h>
#include <linux/types.h>

enum device_bus {
	DEVICE_PLATFORM,	/* a window of 32-bit registers, one interrupt */
	DEVICE_I2C,		/* SMBus registers of 8 or 16 bits */
};

struct device_model {
	const char *name;	/* of the platform or I2C device, and its driver's */
	enum device_bus bus;
	unsigned int address;	/* on an I2C bus */
	unsigned int size;	/* of the register window, in bytes */
	unsigned int state_size;	/* bytes that STATE has; zero at the start */
	void (*start)(void *state);	/* power on; may be NULL */
	u32 (*read)(void *state, unsigned int at);
	void (*write)(void *state, unsigned int at, u32 value);
	/* The time asked for by device_after() has come; may be NULL. */
	void (*tick)(void *state);
	/* Whoever tests turns a knob: WORD says which.  0, or -1: no such knob. */
	int (*control)(void *state, const char *word, u32 value);
};

/* The model of this build; each model's file defines it. */
extern const struct device_model device_model;

/* LEN bytes of memory that the driver gave the device, NULL where it gave none. */
void *device_dma(u64 address, unsigned int len);

/* The interrupt line: an edge. */
void device_interrupt(void);

/* Call tick() once in so many microseconds; the last call counts. */
void device_after(unsigned int microseconds);

/* A visible event of the device: one line, without the newline. */
__attribute__((format(printf, 1, 2))) void device_event(const char *format, ...);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * machine: the machine that the device of a sample is in: its registers, its
 * interrupt, the memory that it may reach, and the time it takes.  A device on an
 * I2C bus has those of i2c.c instead.
 */
#include <stdlib.h>

#include <linux/delay.h>
#include <linux/dma-mapping.h>
#include <linux/interrupt.h>
#include <linux/io.h>
#include <linux/iopoll.h>
#include <linux/platform_device.h>

#include "harness.h"
#include "machine.h"
#include "../device/device.h"
#include "../drive/sys.h"

enum { SLOTS = 4096, SLOT_BITS = 24 };

/* A mapping lies in a slot of its own of the device's address space. */
struct mapping {
	void *memory;		/* NULL: this slot is free */
	size_t size;
	bool coherent;
};

static struct {
	void *state;
	void *window;
	struct alarm tick;
	struct bus_driver driver;	/* nothing when it is not registered */
	bool plugged, bound;
	irq_handler_t handler;
	void *handler_data;
	unsigned int irq_off;
	bool irq_waits;
	struct mapping slot[SLOTS];
	unsigned int mapped;
} machine;

/* ---------------------------------------------------------------- the device */

/* The model is in one place at a time: an interrupt that it raises comes after it. */
static void enter(void)
{
	local_irq_disable();
}

static void leave(void)
{
	local_irq_enable();
}

static void tick(struct alarm *a)
{
	(void)a;
	enter();
	device_model.tick(machine.state);
	leave();
}

void device_after(unsigned int microseconds)
{
	machine.tick.f = tick;
	machine.tick.firm = true;
	alarm_set(&machine.tick, time_now() + (u64)microseconds * 1000);
}

void device_event(const char *format, ...)
{
	char line[256];
	va_list ap;

	va_start(ap, format);
	harness_vsnprintf(line, sizeof(line), format, ap);
	va_end(ap);
	event("device: %s", line);
}

void *device_dma(u64 address, unsigned int len)
{
	u64 slot = (address >> SLOT_BITS) - 1, at = address & ((1u << SLOT_BITS) - 1);
	struct mapping *m = address >> SLOT_BITS && slot < SLOTS ? &machine.slot[slot] : NULL;

	if (!m || !m->memory || at > m->size || len > m->size - at) {
		event("device: no memory at %llx, %u bytes", address, len);
		return NULL;
	}
	return (char *)m->memory + at;
}

static void interrupt(void *p)
{
	(void)p;
	if (!machine.handler)
		return;
	if (machine.irq_off) {
		machine.irq_waits = true;
		return;
	}
	if (machine.handler(MACHINE_IRQ, machine.handler_data) == IRQ_NONE)
		event("an interrupt of nobody");
}

void device_interrupt(void)
{
	event("interrupt");
	sync_interrupt(interrupt, NULL);
}

u32 machine_read(unsigned int at)
{
	u32 v;

	enter();
	v = device_model.read(machine.state, at);
	event("read %x: %x", at, v);
	leave();
	return v;
}

void machine_write(unsigned int at, u32 value)
{
	event("write %x: %x", at, value);
	enter();
	device_model.write(machine.state, at, value);
	leave();
}

/* ----------------------------------------------------------------- registers */

/* The window is memory that nobody may touch; what counts is where. */
void *machine_window(void)
{
	return machine.window;
}

static unsigned int offset(const volatile void *at)
{
	unsigned long n = (unsigned long)at - (unsigned long)machine_window();

	if (n >= device_model.size || n % 4)
		harness_bug("no register at %lu", n);
	return (unsigned int)n;
}

u32 readl(const volatile void *at)
{
	return machine_read(offset(at));
}

void writel(u32 value, volatile void *at)
{
	machine_write(offset(at), value);
}

bool harness_poll_fails(void)
{
	return fault_here(FAULT_POLL);
}

/* ----------------------------------------------------------------- interrupt */

int request_irq(unsigned int irq, irq_handler_t handler, unsigned long flags,
		const char *name, void *data)
{
	(void)flags;
	(void)name;
	harness_might_sleep();
	if (fault_here(FAULT_CALL))
		return -EBUSY;
	if (irq != MACHINE_IRQ || machine.handler)
		return -EINVAL;
	machine.handler = handler;
	machine.handler_data = data;
	return 0;
}

const void *free_irq(unsigned int irq, void *data)
{
	if (irq != MACHINE_IRQ || !machine.handler || machine.handler_data != data)
		harness_bug("free_irq of what was not requested");
	machine.handler = NULL;
	return NULL;
}

/* ----------------------------------------------------------------------- dma */

static dma_addr_t map(void *p, size_t size, bool coherent)
{
	dma_addr_t i;

	if (size >= 1ul << SLOT_BITS)
		harness_bug("a mapping of %zu bytes", size);
	for (i = 0; i < SLOTS; i++)
		if (!machine.slot[i].memory)
			break;
	if (i == SLOTS)
		return DMA_MAPPING_ERROR;
	machine.slot[i] = (struct mapping){ p, size, coherent };
	machine.mapped++;
	return (i + 1) << SLOT_BITS;
}

static void unmap(dma_addr_t at, size_t size, bool coherent)
{
	u64 i = (at >> SLOT_BITS) - 1;
	struct mapping *m = i < SLOTS ? &machine.slot[i] : NULL;

	if (!m || !m->memory || m->size != size || m->coherent != coherent)
		harness_bug("a mapping ends that is none, or not of this size");
	m->memory = NULL;
	machine.mapped--;
}

void *dma_alloc_coherent(struct device *d, size_t size, dma_addr_t *at, gfp_t flags)
{
	void *p = kzalloc(size, flags);

	(void)d;
	if (p)
		*at = map(p, size, true);
	return p;
}

void dma_free_coherent(struct device *d, size_t size, void *p, dma_addr_t at)
{
	(void)d;
	unmap(at, size, true);
	kfree(p);
}

dma_addr_t dma_map_single(struct device *d, void *p, size_t size,
			  enum dma_data_direction dir)
{
	(void)d;
	(void)dir;
	if (fault_here(FAULT_CALL))
		return DMA_MAPPING_ERROR;
	return map(p, size, false);
}

void dma_unmap_single(struct device *d, dma_addr_t at, size_t size,
		      enum dma_data_direction dir)
{
	(void)d;
	(void)dir;
	unmap(at, size, false);
}

int dma_mapping_error(struct device *d, dma_addr_t at)
{
	(void)d;
	return at == DMA_MAPPING_ERROR ? -ENOMEM : 0;
}

int dma_set_mask_and_coherent(struct device *d, u64 mask)
{
	(void)d;
	(void)mask;
	return fault_here(FAULT_CALL) ? -EIO : 0;
}

/* ----------------------------------------------------- a driver and its device */

/* Nothing to bind is no error. */
static int bind(void)
{
	int err;

	if (!machine.plugged || machine.bound || !machine.driver.probe)
		return 0;
	err = machine.driver.probe();
	machine.bound = !err;
	return err;
}

static void unbind(void)
{
	if (!machine.bound)
		return;
	machine.bound = false;
	machine.driver.remove();
}

int machine_driver(const struct bus_driver *d)
{
	harness_might_sleep();
	if (fault_here(FAULT_CALL))
		return -EBUSY;
	machine.driver = *d;
	bind();
	return 0;
}

void machine_driver_gone(void)
{
	unbind();
	machine.driver = (struct bus_driver){ NULL, NULL };
}

/* As bind and unbind in sysfs do, which are there with the driver. */
long sys_plug(int in)
{
	bool was = machine.bound;

	machine.plugged = in;
	if (!machine.driver.probe)
		return 0;
	if (in)
		return was ? -EBUSY : bind();
	unbind();
	return was ? 0 : -ENODEV;
}

long sys_device(const char *word, unsigned long value)
{
	int err;

	enter();
	err = device_model.control(machine.state, word, (u32)value);
	leave();
	return err ? -EINVAL : 0;
}

long sys_sleep(unsigned int milliseconds)
{
	harness_pause((u64)milliseconds * 1000000);
	return 0;
}

void devices_start(void)
{
	memset(&machine, 0, sizeof(machine));
	machine.plugged = true;
	machine.state = calloc(1, device_model.state_size);
	machine.window = aligned_alloc(PAGE_SIZE, PAGE_ALIGN(device_model.size));
	if (!machine.state || !machine.window)
		harness_bug("the harness has no memory");
	bus_start();
	if (device_model.start)
		device_model.start(machine.state);
}

void devices_end(void)
{
	if (machine.mapped)
		leak("%u mappings", machine.mapped);
	if (machine.handler)
		leak("the interrupt");
	alarm_stop(&machine.tick);
	free(machine.state);
	free(machine.window);
	bus_end();
}

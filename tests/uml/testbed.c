// SPDX-License-Identifier: GPL-2.0
/*
 * testbed: a device that is a model in software (tests/device), in User-Mode Linux.
 *
 * Linked with one model it is a module that makes the model's platform device or
 * I2C client.  Like hardware it stays until the kernel ends.
 *
 * /sys/kernel/debug/testbed has
 *	device	the bus and the device's name on it, "platform NAME"
 *	control	write "WORD VALUE": turn a knob of the model
 *	events	the lines of device_event() that were not read before
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/debugfs.h>
#include <linux/dma-direct.h>
#include <linux/hrtimer.h>
#include <linux/i2c.h>
#include <linux/interrupt.h>
#include <linux/irq.h>
#include <linux/logic_iomem.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/platform_device.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/uaccess.h>

#include "device.h"

#define WINDOW		0xd0000000UL
#define EVENTS_SIZE	65536
#define I2C_FUNCTIONS	(I2C_FUNC_SMBUS_QUICK | I2C_FUNC_SMBUS_BYTE_DATA | \
			 I2C_FUNC_SMBUS_WORD_DATA | I2C_FUNC_SMBUS_I2C_BLOCK)

/* The model is called under this lock, from any context. */
static DEFINE_SPINLOCK(model_lock);
static void *model_state;

static struct hrtimer tick_timer;
static struct hrtimer edge_timer;
static unsigned int line;	/* the interrupt */

static struct device *device;
static char events[EVENTS_SIZE];
static size_t events_len;

/* ------------------------------------------------- what a model may call */

void *device_dma(u64 address, unsigned int len)
{
	phys_addr_t at = dma_to_phys(device, address);

	if (!address || !len || address + len < address ||
	    !pfn_valid(PHYS_PFN(at)) || !pfn_valid(PHYS_PFN(at + len - 1)))
		return NULL;
	return phys_to_virt(at);
}

/*
 * The driver may hold a lock that its handler takes: the handler runs from a
 * timer, as soon as interrupts are on.
 */
void device_interrupt(void)
{
	if (line)
		hrtimer_start(&edge_timer, 0, HRTIMER_MODE_REL_HARD);
}

void device_after(unsigned int microseconds)
{
	hrtimer_start(&tick_timer, ns_to_ktime((u64)microseconds * NSEC_PER_USEC),
		      HRTIMER_MODE_REL_HARD);
}

void device_event(const char *format, ...)
{
	size_t room = sizeof(events) - events_len;
	va_list arguments;
	int n;

	va_start(arguments, format);
	n = vsnprintf(events + events_len, room, format, arguments);
	va_end(arguments);
	if (n < 0 || n + 1 >= room) {
		events[events_len] = '\0';
		pr_warn_once("events are lost\n");
		return;
	}
	events_len += n;
	events[events_len++] = '\n';
}

/* ------------------------------------------------- time and the interrupt */

static enum hrtimer_restart tick(struct hrtimer *timer)
{
	unsigned long flags;

	spin_lock_irqsave(&model_lock, flags);
	if (device_model.tick)
		device_model.tick(model_state);
	spin_unlock_irqrestore(&model_lock, flags);
	return HRTIMER_NORESTART;
}

/* An edge that nobody waits for is lost, one while the line is off is not. */
static enum hrtimer_restart edge(struct hrtimer *timer)
{
	if (irq_has_action(line))
		generic_handle_irq(line);
	return HRTIMER_NORESTART;
}

static int edge_again(struct irq_data *data)
{
	device_interrupt();
	return 1;
}

static void line_nothing(struct irq_data *data)
{
}

static struct irq_chip line_chip = {
	.name		= "testbed",
	.irq_ack	= line_nothing,
	.irq_mask	= line_nothing,
	.irq_unmask	= line_nothing,
	.irq_retrigger	= edge_again,
};

static int make_line(void)
{
	int irq = irq_alloc_desc(NUMA_NO_NODE);

	if (irq < 0)
		return irq;
	irq_set_chip_and_handler(irq, &line_chip, handle_edge_irq);
	irq_modify_status(irq, IRQ_NOREQUEST | IRQ_NOAUTOEN, IRQ_NOPROBE);
	line = irq;
	return 0;
}

/* ---------------------------------------------------- a platform device */

static unsigned long window_read(void *priv, unsigned int at, int size)
{
	unsigned long flags;
	u32 value;

	if (WARN_ONCE(size != 4 || at % 4 || at >= device_model.size,
		      "no register of %d bytes at %#x\n", size, at))
		return ~0UL;
	spin_lock_irqsave(&model_lock, flags);
	value = device_model.read(model_state, at);
	spin_unlock_irqrestore(&model_lock, flags);
	return value;
}

static void window_write(void *priv, unsigned int at, int size, unsigned long value)
{
	unsigned long flags;

	if (WARN_ONCE(size != 4 || at % 4 || at >= device_model.size,
		      "no register of %d bytes at %#x\n", size, at))
		return;
	spin_lock_irqsave(&model_lock, flags);
	device_model.write(model_state, at, value);
	spin_unlock_irqrestore(&model_lock, flags);
}

static const struct logic_iomem_ops window_ops = {
	.read	= window_read,
	.write	= window_write,
};

static long window_map(unsigned long offset, size_t size,
		       const struct logic_iomem_ops **ops, void **priv)
{
	*ops = &window_ops;
	return offset;
}

static const struct logic_iomem_region_ops window_region_ops = {
	.map	= window_map,
};

/* The bus has more room than the device takes of it. */
static struct resource window = {
	.name	= "testbed",
	.start	= WINDOW,
	.flags	= IORESOURCE_MEM,
};

static int make_platform_device(void)
{
	struct platform_device *pdev;
	struct resource resources[2];
	int err = make_line();

	if (err)
		return err;
	window.end = WINDOW + PAGE_ALIGN(device_model.size + 1) - 1;
	err = logic_iomem_add_region(&window, &window_region_ops);
	if (err)
		return err;

	resources[0] = (struct resource)DEFINE_RES_MEM(WINDOW, device_model.size);
	resources[1] = (struct resource)DEFINE_RES_IRQ(line);
	pdev = platform_device_alloc(device_model.name, PLATFORM_DEVID_NONE);
	if (!pdev)
		return -ENOMEM;
	device = &pdev->dev;
	err = platform_device_add_resources(pdev, resources, ARRAY_SIZE(resources));
	if (!err)
		err = platform_device_add(pdev);
	if (err)
		platform_device_put(pdev);
	return err;
}

/* ---------------------------------------------------------- an I2C client */

static u32 register_read(unsigned int at)
{
	unsigned long flags;
	u32 value;

	spin_lock_irqsave(&model_lock, flags);
	value = device_model.read(model_state, at);
	spin_unlock_irqrestore(&model_lock, flags);
	return value;
}

static void register_write(unsigned int at, u32 value)
{
	unsigned long flags;

	spin_lock_irqsave(&model_lock, flags);
	device_model.write(model_state, at, value);
	spin_unlock_irqrestore(&model_lock, flags);
}

/* A register that reads as more than 16 bits is one that does not answer. */
static int read_to(unsigned int at, u32 *value)
{
	*value = register_read(at);
	return *value > 0xffff ? -ENXIO : 0;
}

static int block(char read_write, u8 command, u8 *bytes)
{
	u32 value;
	int i;

	for (i = 0; i < bytes[0]; i++)
		if (read_write == I2C_SMBUS_WRITE) {
			register_write((u8)(command + i), bytes[i + 1]);
		} else {
			if (read_to((u8)(command + i), &value))
				return -ENXIO;
			bytes[i + 1] = value;
		}
	return 0;
}

static int transfer(struct i2c_adapter *adapter, u16 address, unsigned short flags,
		    char read_write, u8 command, int size, union i2c_smbus_data *data)
{
	u32 value;

	if (address != device_model.address)
		return -ENXIO;
	switch (size) {
	case I2C_SMBUS_QUICK:
		return 0;
	case I2C_SMBUS_I2C_BLOCK_DATA:
		if (data->block[0] > I2C_SMBUS_BLOCK_MAX)
			return -EINVAL;
		return block(read_write, command, data->block);
	case I2C_SMBUS_BYTE_DATA:
	case I2C_SMBUS_WORD_DATA:
		break;
	default:
		return -EOPNOTSUPP;
	}
	if (read_write == I2C_SMBUS_WRITE) {
		register_write(command, size == I2C_SMBUS_BYTE_DATA ? data->byte :
								       data->word);
		return 0;
	}
	if (read_to(command, &value))
		return -ENXIO;
	if (size == I2C_SMBUS_BYTE_DATA)
		data->byte = value;
	else
		data->word = value;
	return 0;
}

static u32 functions(struct i2c_adapter *adapter)
{
	return I2C_FUNCTIONS;
}

static const struct i2c_algorithm algorithm = {
	.smbus_xfer	= transfer,
	.functionality	= functions,
};

static struct i2c_adapter adapter = {
	.owner	= THIS_MODULE,
	.name	= "testbed",
	.algo	= &algorithm,
};

static int make_i2c_device(void)
{
	struct i2c_board_info info = { .addr = device_model.address };
	struct i2c_client *client;
	int err = i2c_add_adapter(&adapter);

	if (err)
		return err;
	strscpy(info.type, device_model.name, sizeof(info.type));
	client = i2c_new_client_device(&adapter, &info);
	if (IS_ERR(client)) {
		i2c_del_adapter(&adapter);
		return PTR_ERR(client);
	}
	device = &client->dev;
	return 0;
}

/* -------------------------------------------------------------- debugfs */

static ssize_t device_read(struct file *file, char __user *to, size_t size, loff_t *at)
{
	char text[64];
	int n = scnprintf(text, sizeof(text), "%s %s\n", dev_bus_name(device),
			  dev_name(device));

	return simple_read_from_buffer(to, size, at, text, n);
}

static const struct file_operations device_ops = {
	.owner	= THIS_MODULE,
	.read	= device_read,
};

static ssize_t control_write(struct file *file, const char __user *from, size_t size,
			     loff_t *at)
{
	char text[64], word[32];
	unsigned long flags;
	int ret = -1;
	u32 value;

	if (size >= sizeof(text))
		return -EINVAL;
	if (copy_from_user(text, from, size))
		return -EFAULT;
	text[size] = '\0';
	if (sscanf(text, "%31s %u", word, &value) != 2)
		return -EINVAL;
	spin_lock_irqsave(&model_lock, flags);
	if (device_model.control)
		ret = device_model.control(model_state, word, value);
	spin_unlock_irqrestore(&model_lock, flags);
	return ret ? -EINVAL : size;
}

static const struct file_operations control_ops = {
	.owner	= THIS_MODULE,
	.write	= control_write,
};

/* What is read is gone: all at once, or nothing. */
static ssize_t events_read(struct file *file, char __user *to, size_t size, loff_t *at)
{
	unsigned long flags;
	char *text;
	size_t n;

	if (!events_len)
		return 0;
	text = kmalloc(sizeof(events), GFP_KERNEL);
	if (!text)
		return -ENOMEM;
	spin_lock_irqsave(&model_lock, flags);
	n = events_len;
	memcpy(text, events, n);
	if (n <= size)
		events_len = 0;
	spin_unlock_irqrestore(&model_lock, flags);
	if (n > size)
		n = -EINVAL;
	else if (copy_to_user(to, text, n))
		n = -EFAULT;
	kfree(text);
	return n;
}

static const struct file_operations events_ops = {
	.owner	= THIS_MODULE,
	.read	= events_read,
};

/* ----------------------------------------------------------------- module */

static int __init testbed_init(void)
{
	struct dentry *dir;
	int err;

	model_state = kzalloc(max(device_model.state_size, 1U), GFP_KERNEL);
	if (!model_state)
		return -ENOMEM;
	hrtimer_init(&tick_timer, CLOCK_MONOTONIC, HRTIMER_MODE_REL_HARD);
	tick_timer.function = tick;
	hrtimer_init(&edge_timer, CLOCK_MONOTONIC, HRTIMER_MODE_REL_HARD);
	edge_timer.function = edge;
	if (device_model.start)
		device_model.start(model_state);

	if (device_model.bus == DEVICE_PLATFORM)
		err = make_platform_device();
	else
		err = make_i2c_device();
	if (err) {
		pr_err("no device: %d\n", err);
		return err;
	}

	dir = debugfs_create_dir("testbed", NULL);
	debugfs_create_file("device", 0400, dir, NULL, &device_ops);
	debugfs_create_file("control", 0200, dir, NULL, &control_ops);
	debugfs_create_file("events", 0400, dir, NULL, &events_ops);
	__module_get(THIS_MODULE);
	return 0;
}
module_init(testbed_init);

MODULE_DESCRIPTION("Device model for testing a driver");
MODULE_LICENSE("GPL");

/* SPDX-License-Identifier: Apache-2.0 */
/* i2c: the one device there is on the bus, and its registers by SMBus. */
#ifndef HARNESS_LINUX_I2C_H
#define HARNESS_LINUX_I2C_H
#include <linux/device.h>
#include <linux/mm.h>
struct i2c_client {
	unsigned short flags;
	unsigned short addr;
	char name[I2C_NAME_SIZE];
	struct device dev;
};
struct i2c_driver {
	int (*probe)(struct i2c_client *c);
	void (*remove)(struct i2c_client *c);
	struct device_driver driver;
	const struct i2c_device_id *id_table;
};
#define to_i2c_client(d)	container_of(d, struct i2c_client, dev)
int harness_i2c_register(struct i2c_driver *d, struct module *m);
void i2c_del_driver(struct i2c_driver *d);
#define i2c_add_driver(d)	harness_i2c_register(d, THIS_MODULE)
#define module_i2c_driver(d) \
	static int __init d##_init(void) { return i2c_add_driver(&(d)); } \
	module_init(d##_init) \
	static void __exit d##_exit(void) { i2c_del_driver(&(d)); } \
	module_exit(d##_exit)
static inline void *i2c_get_clientdata(const struct i2c_client *c)
{
	return c->dev.driver_data;
}
static inline void i2c_set_clientdata(struct i2c_client *c, void *data)
{
	c->dev.driver_data = data;
}
s32 i2c_smbus_read_byte_data(const struct i2c_client *c, u8 at);
s32 i2c_smbus_write_byte_data(const struct i2c_client *c, u8 at, u8 value);
s32 i2c_smbus_read_word_data(const struct i2c_client *c, u8 at);
s32 i2c_smbus_write_word_data(const struct i2c_client *c, u8 at, u16 value);
#endif

// SPDX-License-Identifier: GPL-2.0
/*
 * thermo - temperature sensors with a fan output, on I2C
 *
 * Chips of this family have one or two temperature channels, one PWM output
 * that may follow a table of points, and a small EEPROM with a serial number
 * and the labels of the channels.
 *
 * Readings are cached for the update interval.  Each time that they are read
 * from the chip, they are put in the history too.
 *
 * All of struct thermo_data is under its lock.  The EEPROM page has references
 * of its own: who shows something out of it may do so while it is replaced.
 */

#include <linux/atomic.h>
#include <linux/delay.h>
#include <linux/err.h>
#include <linux/hwmon.h>
#include <linux/hwmon-sysfs.h>
#include <linux/i2c.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/sysfs.h>

/* registers of 8 bits */
#define THERMO_ID		0x00
#define THERMO_CONFIG		0x02
#define  THERMO_CONFIG_RUN	0x01
#define THERMO_STATUS		0x03
#define  THERMO_STATUS_READY	0x80
#define THERMO_ALARM		0x04	/* cleared by reading */
#define THERMO_PWM		0x05	/* written: without a table */
#define THERMO_POINTS		0x06	/* valid points in the table */
#define THERMO_POINT_TEMP(i)	(0x40 + 2 * (i))	/* degrees */
#define THERMO_POINT_PWM(i)	(0x41 + 2 * (i))
#define THERMO_EEPROM_AT	0x60
#define THERMO_EEPROM_DATA	0x61	/* each read steps on */

/* registers of 16 bits, signed, in 1/256 degree */
#define THERMO_TEMP(ch)		(0x10 + (ch))
#define THERMO_MAX(ch)		(0x18 + (ch))
#define THERMO_MIN(ch)		(0x20 + (ch))

#define THERMO_ALARM_MAX1	0x01
#define THERMO_ALARM_MAX2	0x02
#define THERMO_ALARM_MIN1	0x10
#define THERMO_ALARM_MIN2	0x20

#define THERMO_MAX_POINTS	8
#define THERMO_MAX_HISTORY	64
#define THERMO_MAX_INTERVAL	60000	/* ms */
#define THERMO_MAX_DEGREES	125	/* in the table */
#define THERMO_NAME_LEN		16
#define THERMO_TRIES		20

/* The EEPROM: header, strings of a length byte and text, a sum of zero. */
#define THERMO_PAGE_MAGIC	0	/* "TL" */
#define THERMO_PAGE_VERSION	2
#define THERMO_PAGE_SIZE	3	/* all of it, with the sum */
#define THERMO_PAGE_SERIAL	4	/* padded with spaces */
#define THERMO_PAGE_STRINGS	12	/* so many follow */
#define THERMO_PAGE_TEXT	13
#define THERMO_SERIAL_LEN	8

enum thermo_kind {
	THERMO_ONE,
	THERMO_TWO,
	THERMO_FAN,
};

struct thermo_chip {
	const char *name;
	u8 id;
	u8 channels;
	u8 points;		/* that the fan table may have */
	long lowest;		/* limits may be set in this range, m°C */
	long highest;
};

static const struct thermo_chip thermo_chips[] = {
	[THERMO_ONE] = {
		.name = "thermo1",
		.id = 0x51,
		.channels = 1,
		.points = 4,
		.lowest = -40000,
		.highest = 85000,
	},
	[THERMO_TWO] = {
		.name = "thermo2",
		.id = 0x52,
		.channels = 2,
		.points = 4,
		.lowest = -55000,
		.highest = 125000,
	},
	[THERMO_FAN] = {
		.name = "thermo2f",
		.id = 0x5f,
		.channels = 2,
		.points = THERMO_MAX_POINTS,
		.lowest = -55000,
		.highest = 125000,
	},
};

struct thermo_point {
	u8 degrees;
	u8 percent;
};

struct thermo_table {
	u8 count;
	struct thermo_point points[];
};

/* The last readings, a row of all channels each. */
struct thermo_history {
	unsigned int size;		/* rows */
	unsigned int width;		/* channels */
	unsigned int next;
	unsigned int used;
	s16 values[];
};

struct thermo_page {
	atomic_t refs;
	unsigned int size;
	u8 data[];
};

struct thermo_channel {
	s16 input;
	s16 max;
	s16 min;
};

struct thermo_data {
	struct i2c_client *client;
	struct device *hwmon;
	const struct thermo_chip *chip;
	char name[THERMO_NAME_LEN];

	struct mutex lock;		/* what follows */
	unsigned long updated;		/* jiffies */
	unsigned int interval;		/* ms */
	bool valid;
	u8 alarms;
	unsigned int readings;		/* since the probe */
	struct thermo_table *table;	/* NULL: the fan has none */
	struct thermo_history *history;
	struct thermo_page *page;	/* NULL: the EEPROM is blank */

	unsigned int nr_channels;
	struct thermo_channel channels[];
};

static unsigned int history_size = 16;
module_param(history_size, uint, 0444);
MODULE_PARM_DESC(history_size, "Readings that a new device remembers");

/* The chip */

static long thermo_to_millidegrees(s16 value)
{
	return DIV_ROUND_CLOSEST(value * 1000L, 256);
}

static s16 thermo_from_millidegrees(long temp)
{
	return DIV_ROUND_CLOSEST(temp * 256, 1000);
}

static const struct thermo_chip *thermo_find_chip(int id)
{
	const struct thermo_chip *chip = thermo_chips;
	int left = ARRAY_SIZE(thermo_chips);

	while (left--) {
		if (chip->id == id)
			return chip;
		chip++;
	}
	return NULL;
}

static int thermo_wait_ready(struct i2c_client *client)
{
	int tries;
	int ret;

	for (tries = 0; tries < THERMO_TRIES; tries++) {
		ret = i2c_smbus_read_byte_data(client, THERMO_STATUS);
		if (ret < 0)
			return ret;
		if (ret & THERMO_STATUS_READY)
			return 0;
		usleep_range(1000, 2000);
	}
	return -ETIMEDOUT;
}

static int thermo_read_limits(struct thermo_data *data)
{
	struct thermo_channel *ch = data->channels;
	unsigned int i;
	int ret;

	for (i = 0; i < data->nr_channels; i++, ch++) {
		ret = i2c_smbus_read_word_data(data->client, THERMO_MAX(i));
		if (ret < 0)
			return ret;
		ch->max = ret;

		ret = i2c_smbus_read_word_data(data->client, THERMO_MIN(i));
		if (ret < 0)
			return ret;
		ch->min = ret;
	}
	return 0;
}

/* History */

static struct thermo_history *thermo_history_new(unsigned int size,
						 unsigned int width)
{
	struct thermo_history *h;

	h = kzalloc(sizeof(*h) + size * width * sizeof(s16), GFP_KERNEL);
	if (!h)
		return NULL;

	h->size = size;
	h->width = width;
	return h;
}

/* Row number I, the oldest is 0. */
static s16 *thermo_history_row(struct thermo_history *h, unsigned int i)
{
	unsigned int row = (h->next + h->size - h->used + i) % h->size;

	return h->values + row * h->width;
}

static void thermo_history_add(struct thermo_history *h,
			       const struct thermo_channel *ch)
{
	s16 *value = &h->values[h->next * h->width];
	unsigned int left = h->width;

	while (left--)
		*value++ = (ch++)->input;

	if (++h->next == h->size)
		h->next = 0;
	if (h->used < h->size)
		h->used++;
}

/* What fits of the newest rows. */
static void thermo_history_move(struct thermo_history *to,
				struct thermo_history *from)
{
	unsigned int rows = min(to->size, from->used);
	unsigned int i;

	for (i = 0; i < rows; i++)
		memcpy(to->values + i * to->width,
		       thermo_history_row(from, from->used - rows + i),
		       to->width * sizeof(s16));
	to->used = rows;
	to->next = rows % to->size;
}

/* Readings */

static bool thermo_fresh(struct thermo_data *data)
{
	unsigned long until;

	until = data->updated + msecs_to_jiffies(data->interval);
	return data->valid && time_before(jiffies, until);
}

/* Under the lock, as all that stands below without taking it. */
static int thermo_update(struct thermo_data *data)
{
	unsigned int i;
	int ret;

	if (thermo_fresh(data))
		return 0;

	data->valid = false;
	for (i = 0; i < data->nr_channels; i++) {
		ret = i2c_smbus_read_word_data(data->client, THERMO_TEMP(i));
		if (ret < 0)
			return ret;
		data->channels[i].input = ret;
	}

	ret = i2c_smbus_read_byte_data(data->client, THERMO_ALARM);
	if (ret < 0)
		return ret;
	data->alarms = ret;

	data->updated = jiffies;
	data->valid = true;
	data->readings++;
	thermo_history_add(data->history, data->channels);
	return 0;
}

/* EEPROM */

static void thermo_page_put(struct thermo_page *page)
{
	if (page && atomic_dec_and_test(&page->refs))
		kfree(page);
}

static struct thermo_page *thermo_page_get(struct thermo_data *data)
{
	struct thermo_page *page;

	mutex_lock(&data->lock);
	page = data->page;
	if (page)
		atomic_inc(&page->refs);
	mutex_unlock(&data->lock);
	return page;
}

static int thermo_eeprom_read(struct i2c_client *client, u8 at, u8 *buf,
			      unsigned int len)
{
	int ret;

	ret = i2c_smbus_write_byte_data(client, THERMO_EEPROM_AT, at);
	if (ret)
		return ret;

	while (len--) {
		ret = i2c_smbus_read_byte_data(client, THERMO_EEPROM_DATA);
		if (ret < 0)
			return ret;
		*buf++ = ret;
	}
	return 0;
}

/* The strings must end where the sum stands. */
static bool thermo_page_valid(const struct thermo_page *page)
{
	const u8 *p = page->data + THERMO_PAGE_TEXT;
	const u8 *end = page->data + page->size - 1;
	unsigned int n = page->data[THERMO_PAGE_STRINGS];
	unsigned int i;
	u8 sum = 0;

	for (i = 0; i < page->size; i++)
		sum += page->data[i];
	if (sum)
		return false;

	while (n--) {
		if (p == end || *p >= end - p)
			return false;
		p += *p + 1;
	}
	return p == end;
}

/* A new page; NULL when the EEPROM is blank. */
static struct thermo_page *thermo_page_load(struct i2c_client *client)
{
	u8 header[THERMO_PAGE_TEXT];
	struct thermo_page *page;
	unsigned int size;
	int ret;

	ret = thermo_eeprom_read(client, 0, header, sizeof(header));
	if (ret)
		return ERR_PTR(ret);
	if (memcmp(header, "TL", 2))
		return NULL;

	size = header[THERMO_PAGE_SIZE];
	if (header[THERMO_PAGE_VERSION] != 1 || size <= THERMO_PAGE_TEXT)
		return ERR_PTR(-EPROTO);

	page = kmalloc(sizeof(*page) + size, GFP_KERNEL);
	if (!page)
		return ERR_PTR(-ENOMEM);
	atomic_set(&page->refs, 1);

	memcpy(page->data, header, sizeof(header));
	ret = thermo_eeprom_read(client, sizeof(header),
				 page->data + sizeof(header),
				 size - sizeof(header));
	if (ret)
		goto err_free;

	page->size = size;
	if (!thermo_page_valid(page)) {
		ret = -EBADMSG;
		goto err_free;
	}
	return page;

err_free:
	kfree(page);
	return ERR_PTR(ret);
}

/* The text of string number N, or NULL. */
static const u8 *thermo_page_string(const struct thermo_page *page,
				    unsigned int n, unsigned int *len)
{
	const u8 *p = &page->data[THERMO_PAGE_TEXT];

	if (n >= page->data[THERMO_PAGE_STRINGS])
		return NULL;
	while (n--)
		p += 1 + *p;
	*len = *p;
	return p + 1;
}

/* Fan table */

static const char *thermo_skip_blanks(const char *s)
{
	while (*s == ' ' || *s == '\n')
		s++;
	return s;
}

/* Where the number ends, or NULL. */
static const char *thermo_parse_number(const char *s, unsigned int most,
				       u8 *out)
{
	const char *start = s;
	unsigned int value = 0;

	for (; *s >= '0' && *s <= '9'; s++) {
		value = value * 10 + (*s - '0');
		if (value > most)
			return NULL;
	}
	if (s == start)
		return NULL;
	*out = value;
	return s;
}

static const char *thermo_parse_point(const char *s, struct thermo_point *point)
{
	s = thermo_parse_number(s, THERMO_MAX_DEGREES, &point->degrees);
	if (!s || *s++ != ':')
		return NULL;
	s = thermo_parse_number(s, 100, &point->percent);
	if (!s || (*s && *s != ' ' && *s != '\n'))
		return NULL;
	return thermo_skip_blanks(s);
}

static unsigned int thermo_count_points(const char *s)
{
	unsigned int n = 0;

	while (*s)
		if (*s++ == ':')
			n++;
	return n;
}

/* "40:20 60:100": from 40 degrees on 20%, and so on; it must rise. */
static struct thermo_table *thermo_parse_table(const char *s,
					       unsigned int limit)
{
	unsigned int n = thermo_count_points(s);
	struct thermo_table *table;
	struct thermo_point *point;
	unsigned int i;

	if (n == 0)
		return ERR_PTR(-EINVAL);
	if (n > limit)
		return ERR_PTR(-E2BIG);

	table = kmalloc(sizeof(*table) + n * sizeof(*point), GFP_KERNEL);
	if (!table)
		return ERR_PTR(-ENOMEM);

	s = thermo_skip_blanks(s);
	for (i = 0; i < n; i++) {
		point = &table->points[i];
		s = thermo_parse_point(s, point);
		if (!s)
			goto err_free;
		if (i && point->degrees <= point[-1].degrees)
			goto err_free;
	}
	if (*s)
		goto err_free;
	table->count = n;
	return table;

err_free:
	kfree(table);
	return ERR_PTR(-EINVAL);
}

/* No point is valid while they change.  NULL: none are. */
static int thermo_write_table(struct i2c_client *client,
			      const struct thermo_table *table)
{
	unsigned int i;
	int ret;

	ret = i2c_smbus_write_byte_data(client, THERMO_POINTS, 0);
	if (ret || !table)
		return ret;

	for (i = 0; i < table->count; i++) {
		const struct thermo_point *p = table->points + i;

		ret = i2c_smbus_write_byte_data(client, THERMO_POINT_TEMP(i),
						p->degrees);
		if (ret)
			return ret;
		ret = i2c_smbus_write_byte_data(client, THERMO_POINT_PWM(i),
						p->percent * 255 / 100);
		if (ret)
			return ret;
	}
	return i2c_smbus_write_byte_data(client, THERMO_POINTS, table->count);
}

/* Attributes of a channel */

static ssize_t temp_input_show(struct device *dev,
			       struct device_attribute *attr, char *buf)
{
	struct thermo_data *data = dev_get_drvdata(dev);
	int ch = to_sensor_dev_attr(attr)->index;
	long temp;
	int ret;

	mutex_lock(&data->lock);
	ret = thermo_update(data);
	temp = thermo_to_millidegrees(data->channels[ch].input);
	mutex_unlock(&data->lock);
	if (ret)
		return ret;
	return sprintf(buf, "%ld\n", temp);
}

static ssize_t temp_max_show(struct device *dev, struct device_attribute *attr,
			     char *buf)
{
	struct thermo_data *data = dev_get_drvdata(dev);
	struct thermo_channel *ch;

	ch = &data->channels[to_sensor_dev_attr(attr)->index];
	return sprintf(buf, "%ld\n", thermo_to_millidegrees(READ_ONCE(ch->max)));
}

static ssize_t temp_min_show(struct device *dev, struct device_attribute *attr,
			     char *buf)
{
	struct thermo_data *data = dev_get_drvdata(dev);
	struct thermo_channel *ch;

	ch = &data->channels[to_sensor_dev_attr(attr)->index];
	return snprintf(buf, PAGE_SIZE, "%ld\n",
			thermo_to_millidegrees(READ_ONCE(ch->min)));
}

static int thermo_parse_limit(const struct thermo_data *data, const char *buf,
			      s16 *out)
{
	const struct thermo_chip *chip = data->chip;
	long temp;
	int ret;

	ret = kstrtol(buf, 10, &temp);
	if (ret)
		return ret;
	temp = clamp_val(temp, chip->lowest, chip->highest);
	*out = thermo_from_millidegrees(temp);
	return 0;
}

static ssize_t temp_max_store(struct device *dev, struct device_attribute *attr,
			      const char *buf, size_t count)
{
	struct thermo_data *data = dev_get_drvdata(dev);
	int index = to_sensor_dev_attr(attr)->index;
	struct thermo_channel *ch = data->channels + index;
	s16 value;
	int ret;

	ret = thermo_parse_limit(data, buf, &value);
	if (ret)
		return ret;

	mutex_lock(&data->lock);
	if (value < ch->min) {
		ret = -EINVAL;
		goto out_unlock;
	}
	ret = i2c_smbus_write_word_data(data->client, THERMO_MAX(index),
					(u16)value);
	if (ret)
		goto out_unlock;
	ch->max = value;
	data->valid = false;
	ret = count;
out_unlock:
	mutex_unlock(&data->lock);
	return ret;
}

static ssize_t temp_min_store(struct device *dev, struct device_attribute *attr,
			      const char *buf, size_t count)
{
	struct thermo_data *data = dev_get_drvdata(dev);
	int index = to_sensor_dev_attr(attr)->index;
	struct thermo_channel *ch = data->channels + index;
	s16 value;
	int ret;

	ret = thermo_parse_limit(data, buf, &value);
	if (ret)
		return ret;

	mutex_lock(&data->lock);
	ret = -EINVAL;
	if (value <= ch->max)
		ret = i2c_smbus_write_word_data(data->client, THERMO_MIN(index),
						(u16)value);
	if (!ret) {
		ch->min = value;
		data->valid = false;
	}
	mutex_unlock(&data->lock);
	return ret ? ret : count;
}

static ssize_t temp_alarm_show(struct device *dev,
			       struct device_attribute *attr, char *buf)
{
	struct thermo_data *data = dev_get_drvdata(dev);
	u8 alarms;
	int ret;

	mutex_lock(&data->lock);
	ret = thermo_update(data);
	alarms = data->alarms & to_sensor_dev_attr(attr)->index;
	mutex_unlock(&data->lock);
	if (ret)
		return ret;
	return sprintf(buf, "%d\n", alarms ? 1 : 0);
}

/* What the EEPROM calls a channel; otherwise it has a number. */
static ssize_t temp_label_show(struct device *dev,
			       struct device_attribute *attr, char *buf)
{
	struct thermo_data *data = dev_get_drvdata(dev);
	int ch = to_sensor_dev_attr(attr)->index;
	struct thermo_page *page;
	const u8 *text = NULL;
	unsigned int len;

	page = thermo_page_get(data);
	if (page)
		text = thermo_page_string(page, ch, &len);
	if (text) {
		memcpy(buf, text, len);
		buf[len++] = '\n';
		buf[len] = '\0';
	} else {
		len = sprintf(buf, "channel %d\n", ch + 1);
	}
	thermo_page_put(page);
	return len;
}

static SENSOR_DEVICE_ATTR_RO(temp1_input, temp_input, 0);
static SENSOR_DEVICE_ATTR_RW(temp1_max, temp_max, 0);
static SENSOR_DEVICE_ATTR_RW(temp1_min, temp_min, 0);
static SENSOR_DEVICE_ATTR_RO(temp1_max_alarm, temp_alarm, THERMO_ALARM_MAX1);
static SENSOR_DEVICE_ATTR_RO(temp1_min_alarm, temp_alarm, THERMO_ALARM_MIN1);
static SENSOR_DEVICE_ATTR_RO(temp1_label, temp_label, 0);
static SENSOR_DEVICE_ATTR_RO(temp2_input, temp_input, 1);
static SENSOR_DEVICE_ATTR_RW(temp2_max, temp_max, 1);
static SENSOR_DEVICE_ATTR_RW(temp2_min, temp_min, 1);
static SENSOR_DEVICE_ATTR_RO(temp2_max_alarm, temp_alarm, THERMO_ALARM_MAX2);
static SENSOR_DEVICE_ATTR_RO(temp2_min_alarm, temp_alarm, THERMO_ALARM_MIN2);
static SENSOR_DEVICE_ATTR_RO(temp2_label, temp_label, 1);

#define THERMO_ATTRS_PER_CHANNEL	6

static struct attribute *thermo_channel_attrs[] = {
	&sensor_dev_attr_temp1_input.dev_attr.attr,
	&sensor_dev_attr_temp1_max.dev_attr.attr,
	&sensor_dev_attr_temp1_min.dev_attr.attr,
	&sensor_dev_attr_temp1_max_alarm.dev_attr.attr,
	&sensor_dev_attr_temp1_min_alarm.dev_attr.attr,
	&sensor_dev_attr_temp1_label.dev_attr.attr,
	&sensor_dev_attr_temp2_input.dev_attr.attr,
	&sensor_dev_attr_temp2_max.dev_attr.attr,
	&sensor_dev_attr_temp2_min.dev_attr.attr,
	&sensor_dev_attr_temp2_max_alarm.dev_attr.attr,
	&sensor_dev_attr_temp2_min_alarm.dev_attr.attr,
	&sensor_dev_attr_temp2_label.dev_attr.attr,
	NULL
};

static umode_t thermo_channel_visible(struct kobject *kobj,
				      struct attribute *attr, int index)
{
	struct thermo_data *data = dev_get_drvdata(kobj_to_dev(kobj));

	if (index / THERMO_ATTRS_PER_CHANNEL >= data->nr_channels)
		return 0;
	return attr->mode;
}

static const struct attribute_group thermo_channel_group = {
	.attrs = thermo_channel_attrs,
	.is_visible = thermo_channel_visible,
};

/* Attributes of the chip */

static const struct {
	u8 bit;
	const char *text;
} thermo_alarm_names[] = {
	{ THERMO_ALARM_MAX1, "temp1_max" },
	{ THERMO_ALARM_MAX2, "temp2_max" },
	{ THERMO_ALARM_MIN1, "temp1_min" },
	{ THERMO_ALARM_MIN2, "temp2_min" },
};

static ssize_t alarms_show(struct device *dev, struct device_attribute *attr,
			   char *buf)
{
	struct thermo_data *data = dev_get_drvdata(dev);
	u8 alarms;
	int ret;
	int i;

	mutex_lock(&data->lock);
	ret = thermo_update(data);
	alarms = data->alarms;
	mutex_unlock(&data->lock);
	if (ret)
		return ret;

	strcpy(buf, alarms ? "" : "none");
	for (i = 0; i < ARRAY_SIZE(thermo_alarm_names); i++) {
		if (!(alarms & thermo_alarm_names[i].bit))
			continue;
		if (*buf)
			strcat(buf, " ");
		strcat(buf, thermo_alarm_names[i].text);
	}
	strcat(buf, "\n");
	return strlen(buf);
}
static DEVICE_ATTR_RO(alarms);

static ssize_t serial_show(struct device *dev, struct device_attribute *attr,
			   char *buf)
{
	char serial[THERMO_SERIAL_LEN + 1] = "none";
	struct thermo_page *page;
	char *end;

	page = thermo_page_get(dev_get_drvdata(dev));
	if (page) {
		strncpy(serial, page->data + THERMO_PAGE_SERIAL,
			THERMO_SERIAL_LEN);
		serial[THERMO_SERIAL_LEN] = '\0';
		thermo_page_put(page);
	}

	end = serial + strlen(serial);
	while (end > serial && end[-1] == ' ')
		*--end = '\0';
	return snprintf(buf, PAGE_SIZE, "%s\n", serial);
}
static DEVICE_ATTR_RO(serial);

/* The EEPROM was programmed anew. */
static ssize_t reload_store(struct device *dev, struct device_attribute *attr,
			    const char *buf, size_t count)
{
	struct thermo_data *data = dev_get_drvdata(dev);
	struct thermo_page *page, *old;

	mutex_lock(&data->lock);
	page = thermo_page_load(data->client);
	if (IS_ERR(page)) {
		mutex_unlock(&data->lock);
		return PTR_ERR(page);
	}
	old = data->page;
	data->page = page;
	mutex_unlock(&data->lock);

	thermo_page_put(old);
	return count;
}
static DEVICE_ATTR_WO(reload);

static ssize_t update_interval_show(struct device *dev,
				    struct device_attribute *attr, char *buf)
{
	struct thermo_data *data = dev_get_drvdata(dev);

	return sprintf(buf, "%u\n", READ_ONCE(data->interval));
}

static ssize_t update_interval_store(struct device *dev,
				     struct device_attribute *attr,
				     const char *buf, size_t count)
{
	struct thermo_data *data = dev_get_drvdata(dev);
	unsigned int interval;
	int ret;

	ret = kstrtouint(buf, 10, &interval);
	if (ret)
		return ret;
	if (interval > THERMO_MAX_INTERVAL)
		return -EINVAL;

	mutex_lock(&data->lock);
	data->interval = interval;
	mutex_unlock(&data->lock);
	return count;
}
static DEVICE_ATTR_RW(update_interval);

static ssize_t history_show(struct device *dev, struct device_attribute *attr,
			    char *buf)
{
	struct thermo_data *data = dev_get_drvdata(dev);
	struct thermo_history *h;
	ssize_t len = 0;
	unsigned int i, ch;

	mutex_lock(&data->lock);
	h = data->history;
	for (i = 0; i < h->used; i++) {
		const s16 *row = thermo_history_row(h, i);

		len += scnprintf(buf + len, PAGE_SIZE - len, "%u:",
				 data->readings - h->used + i + 1);
		for (ch = 0; ch < h->width; ch++)
			len += scnprintf(buf + len, PAGE_SIZE - len, " %ld",
					 thermo_to_millidegrees(row[ch]));
		len += scnprintf(buf + len, PAGE_SIZE - len, "\n");
	}
	mutex_unlock(&data->lock);
	return len;
}
static DEVICE_ATTR_RO(history);

static ssize_t history_size_show(struct device *dev,
				 struct device_attribute *attr, char *buf)
{
	struct thermo_data *data = dev_get_drvdata(dev);
	unsigned int size;

	mutex_lock(&data->lock);
	size = data->history->size;
	mutex_unlock(&data->lock);
	return sprintf(buf, "%u\n", size);
}

static ssize_t history_size_store(struct device *dev,
				  struct device_attribute *attr,
				  const char *buf, size_t count)
{
	struct thermo_data *data = dev_get_drvdata(dev);
	struct thermo_history *h, *old;
	unsigned int size;
	int ret;

	ret = kstrtouint(buf, 0, &size);
	if (ret)
		return ret;
	if (!size || size > THERMO_MAX_HISTORY)
		return -ERANGE;

	h = thermo_history_new(size, data->nr_channels);
	if (!h)
		return -ENOMEM;

	mutex_lock(&data->lock);
	old = data->history;
	thermo_history_move(h, old);
	data->history = h;
	mutex_unlock(&data->lock);

	kfree(old);
	return count;
}
static DEVICE_ATTR_RW(history_size);

static struct attribute *thermo_attrs[] = {
	&dev_attr_alarms.attr,
	&dev_attr_serial.attr,
	&dev_attr_reload.attr,
	&dev_attr_update_interval.attr,
	&dev_attr_history.attr,
	&dev_attr_history_size.attr,
	NULL
};

static const struct attribute_group thermo_group = {
	.attrs = thermo_attrs,
};

/* Attributes of the fan */

static ssize_t pwm1_show(struct device *dev, struct device_attribute *attr,
			 char *buf)
{
	struct thermo_data *data = dev_get_drvdata(dev);
	int ret;

	mutex_lock(&data->lock);
	ret = i2c_smbus_read_byte_data(data->client, THERMO_PWM);
	mutex_unlock(&data->lock);
	if (ret < 0)
		return ret;
	return sprintf(buf, "%d\n", ret);
}

static ssize_t pwm1_store(struct device *dev, struct device_attribute *attr,
			  const char *buf, size_t count)
{
	struct thermo_data *data = dev_get_drvdata(dev);
	u8 pwm;
	int ret;

	ret = kstrtou8(buf, 10, &pwm);
	if (ret)
		return ret;

	mutex_lock(&data->lock);
	if (data->table)
		ret = -EBUSY;
	else
		ret = i2c_smbus_write_byte_data(data->client, THERMO_PWM, pwm);
	mutex_unlock(&data->lock);
	if (ret)
		return ret;
	return count;
}
static DEVICE_ATTR_RW(pwm1);

static ssize_t pwm1_table_show(struct device *dev,
			       struct device_attribute *attr, char *buf)
{
	struct thermo_data *data = dev_get_drvdata(dev);
	const struct thermo_point *point;
	char *p = buf;
	int left;

	mutex_lock(&data->lock);
	if (data->table) {
		point = data->table->points;
		for (left = data->table->count; left > 0; left--, point++)
			p += sprintf(p, "%u:%u%c", point->degrees,
				     point->percent, left > 1 ? ' ' : '\n');
	}
	mutex_unlock(&data->lock);
	return p - buf;
}

static ssize_t pwm1_table_store(struct device *dev,
				struct device_attribute *attr,
				const char *buf, size_t count)
{
	struct thermo_data *data = dev_get_drvdata(dev);
	struct thermo_table *table = NULL;
	int ret;

	if (!sysfs_streq(buf, "none"))
		table = thermo_parse_table(buf, data->chip->points);
	if (IS_ERR(table))
		return PTR_ERR(table);

	mutex_lock(&data->lock);
	ret = thermo_write_table(data->client, table);
	if (!ret)
		swap(data->table, table);
	mutex_unlock(&data->lock);

	/* The one that is not in use: the new one after an error. */
	kfree(table);
	return ret ? ret : count;
}
static DEVICE_ATTR_RW(pwm1_table);

static struct attribute *thermo_pwm_attrs[] = {
	&dev_attr_pwm1.attr,
	&dev_attr_pwm1_table.attr,
	NULL
};

static const struct attribute_group thermo_pwm_group = {
	.attrs = thermo_pwm_attrs,
};

static const struct attribute_group *thermo_groups[] = {
	&thermo_group,
	&thermo_channel_group,
	&thermo_pwm_group,
	NULL
};

/* Device */

static struct thermo_data *thermo_data_new(struct i2c_client *client,
					   const struct thermo_chip *chip)
{
	struct thermo_data *data;

	data = kzalloc(sizeof(*data) +
		       chip->channels * sizeof(struct thermo_channel),
		       GFP_KERNEL);
	if (!data)
		return NULL;

	data->history = thermo_history_new(history_size, chip->channels);
	if (!data->history) {
		kfree(data);
		return NULL;
	}

	mutex_init(&data->lock);
	data->client = client;
	data->chip = chip;
	data->interval = 1000;
	data->nr_channels = chip->channels;
	strcpy(data->name, chip->name);
	return data;
}

static void thermo_data_free(struct thermo_data *data)
{
	thermo_page_put(data->page);
	kfree(data->table);
	kfree(data->history);
	kfree(data);
}

/* A bad EEPROM is no reason not to measure. */
static int thermo_load_labels(struct thermo_data *data)
{
	struct thermo_page *page;
	int ret;

	page = thermo_page_load(data->client);
	if (!IS_ERR(page)) {
		data->page = page;
		return 0;
	}

	ret = PTR_ERR(page);
	if (ret != -EPROTO && ret != -EBADMSG)
		return ret;
	dev_warn(&data->client->dev, "the EEPROM makes no sense: %d\n", ret);
	return 0;
}

static int thermo_start(struct thermo_data *data)
{
	int ret;

	ret = i2c_smbus_write_byte_data(data->client, THERMO_CONFIG,
					THERMO_CONFIG_RUN);
	if (ret)
		return ret;
	ret = thermo_wait_ready(data->client);
	if (ret)
		goto err_stop;
	ret = thermo_read_limits(data);
	if (ret)
		goto err_stop;
	ret = thermo_load_labels(data);
	if (ret)
		goto err_stop;
	return 0;

err_stop:
	i2c_smbus_write_byte_data(data->client, THERMO_CONFIG, 0);
	return ret;
}

static int thermo_probe(struct i2c_client *client)
{
	const struct thermo_chip *chip;
	struct thermo_data *data;
	int id, ret;

	if (!history_size || history_size > THERMO_MAX_HISTORY) {
		dev_err(&client->dev, "history_size out of range\n");
		return -EINVAL;
	}

	id = i2c_smbus_read_byte_data(client, THERMO_ID);
	if (id < 0)
		return id;
	chip = thermo_find_chip(id);
	if (!chip) {
		dev_err(&client->dev, "unknown chip %02x\n", id);
		return -ENODEV;
	}

	data = thermo_data_new(client, chip);
	if (!data)
		return -ENOMEM;

	ret = thermo_start(data);
	if (ret) {
		dev_err(&client->dev, "cannot start the chip: %d\n", ret);
		goto err_free;
	}

	data->hwmon = hwmon_device_register_with_groups(&client->dev,
							data->name, data,
							thermo_groups);
	if (IS_ERR(data->hwmon)) {
		ret = PTR_ERR(data->hwmon);
		goto err_stop;
	}

	i2c_set_clientdata(client, data);
	dev_info(&client->dev, "%s, %u channels\n", data->name,
		 data->nr_channels);
	return 0;

err_stop:
	i2c_smbus_write_byte_data(data->client, THERMO_CONFIG, 0);
err_free:
	thermo_data_free(data);
	return ret;
}

static void thermo_remove(struct i2c_client *client)
{
	struct thermo_data *data = i2c_get_clientdata(client);

	hwmon_device_unregister(data->hwmon);
	i2c_smbus_write_byte_data(data->client, THERMO_CONFIG, 0);
	thermo_data_free(data);
}

static const struct i2c_device_id thermo_ids[] = {
	{ "thermo" },
	{ }
};
MODULE_DEVICE_TABLE(i2c, thermo_ids);

static struct i2c_driver thermo_driver = {
	.driver = {
		.name	= "thermo",
	},
#ifdef THERMO_PROBE_NEW
	.probe_new	= thermo_probe,
#else
	.probe		= thermo_probe,
#endif
	.remove		= thermo_remove,
	.id_table	= thermo_ids,
};
module_i2c_driver(thermo_driver);

MODULE_DESCRIPTION("Temperature sensors with a fan output");
MODULE_LICENSE("GPL");

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * thermo: the chip that the thermo driver drives.
 *
 * A read that gives more than 16 bits was not acknowledged.
 */
#include "device.h"

#define NO_ANSWER	0xffffffffU

enum {
	ID = 0x00,
	CONFIG = 0x02,
	STATUS = 0x03,
	ALARM = 0x04,
	PWM = 0x05,
	POINTS = 0x06,
	TEMP = 0x10,
	MAX = 0x18,
	MIN = 0x20,
	TABLE = 0x40,
	EEPROM_AT = 0x60,
	EEPROM_DATA = 0x61,
};

enum { CHANNELS = 2, TABLE_SIZE = 16, EEPROM_SIZE = 256, HEADER = 13 };

struct thermo {
	u8 id;
	u8 config;
	u8 latched;		/* alarms, until they are read */
	u8 pwm;
	u8 points;
	u8 table[TABLE_SIZE];	/* degrees, PWM */
	u16 temp[CHANNELS];
	u16 max[CHANNELS];
	u16 min[CHANNELS];
	u8 eeprom[EEPROM_SIZE];
	u8 at;

	/* what a knob asked for */
	u32 busy;		/* reads of the status that say not ready */
	u32 mute;		/* the read that gets no answer, counted down */
	u32 silent;		/* none gets one */
};

static const u8 page[] = {
	'T', 'L', 1, 30, 'S', 'N', '0', '0', '4', '2', ' ', ' ', 2,
	3, 'C', 'P', 'U',
	11, 'b', 'o', 'a', 'r', 'd', ' ', 'i', 'n', 'l', 'e', 't',
};

/* The last byte of a page makes the sum of all zero. */
static void seal(struct thermo *t)
{
	unsigned int size = t->eeprom[3], i;
	u8 sum = 0;

	if (!size)
		return;
	for (i = 0; i < size - 1; i++)
		sum += t->eeprom[i];
	t->eeprom[size - 1] = (u8)-sum;
}

static void program(struct thermo *t)
{
	memset(t->eeprom, 0xff, sizeof(t->eeprom));
	memcpy(t->eeprom, page, sizeof(page));
	seal(t);
}

static void start(void *state)
{
	struct thermo *t = state;
	unsigned int i;

	t->id = 0x5f;
	for (i = 0; i < CHANNELS; i++) {
		t->temp[i] = 25 * 256;
		t->max[i] = 80 * 256;
	}
	program(t);
}

/* The fan, by the table where there is one. */
static u32 fan(const struct thermo *t)
{
	int degrees = (s16)t->temp[0] / 256;
	unsigned int i;
	u32 pwm = 0;

	if (!t->points)
		return t->pwm;
	for (i = 0; i < t->points && i < TABLE_SIZE / 2; i++)
		if (degrees >= t->table[2 * i])
			pwm = t->table[2 * i + 1];
	return pwm;
}

static u8 alarms_now(const struct thermo *t)
{
	unsigned int i;
	u8 alarms = 0;

	for (i = 0; i < CHANNELS; i++) {
		if ((s16)t->temp[i] > (s16)t->max[i])
			alarms |= 1 << i;
		if ((s16)t->temp[i] < (s16)t->min[i])
			alarms |= 16 << i;
	}
	return alarms;
}

/* Chips with one channel know nothing of the other. */
static u8 read_alarms(struct thermo *t)
{
	u8 alarms = t->latched | alarms_now(t);

	t->latched = 0;
	return t->id == 0x51 ? alarms & 0x11 : alarms;
}

static u8 read_status(struct thermo *t)
{
	if (!(t->config & 1))
		return 0;
	if (t->busy) {
		t->busy--;
		return 0;
	}
	return 0x80;
}

static int answers(struct thermo *t)
{
	if (t->silent)
		return 0;
	return !t->mute || --t->mute;
}

static u32 read_word(const struct thermo *t, unsigned int at)
{
	unsigned int channel = at & 7;

	if (channel >= CHANNELS)
		return 0;
	switch (at & ~7U) {
	case TEMP:
		return t->temp[channel];
	case MAX:
		return t->max[channel];
	case MIN:
		return t->min[channel];
	default:
		return 0;
	}
}

static u32 model_read(void *state, unsigned int at)
{
	struct thermo *t = state;

	if (!answers(t))
		return NO_ANSWER;
	switch (at) {
	case ID:
		return t->id;
	case CONFIG:
		return t->config;
	case STATUS:
		return read_status(t);
	case ALARM:
		return read_alarms(t);
	case PWM:
		return fan(t);
	case POINTS:
		return t->points;
	case EEPROM_DATA:
		return t->eeprom[t->at++];
	default:
		return read_word(t, at);
	}
}

static void write_word(struct thermo *t, unsigned int at, u16 value)
{
	unsigned int channel = at & 7;

	if (channel >= CHANNELS)
		return;
	if ((at & ~7U) == MAX)
		t->max[channel] = value;
	if ((at & ~7U) == MIN)
		t->min[channel] = value;
}

static void configure(struct thermo *t, u8 value)
{
	if ((t->config ^ value) & 1)
		device_event("%s", value & 1 ? "runs" : "stops");
	t->config = value;
}

static void set_points(struct thermo *t, u8 value)
{
	t->points = value;
	device_event("%u points", value);
}

static void model_write(void *state, unsigned int at, u32 value)
{
	struct thermo *t = state;

	if (at >= TABLE && at < TABLE + TABLE_SIZE) {
		t->table[at - TABLE] = (u8)value;
		return;
	}
	switch (at) {
	case CONFIG:
		configure(t, (u8)value);
		break;
	case PWM:
		t->pwm = (u8)value;
		device_event("pwm %u", value & 0xff);
		break;
	case POINTS:
		set_points(t, (u8)value);
		break;
	case EEPROM_AT:
		t->at = (u8)value;
		break;
	default:
		write_word(t, at, (u16)value);
	}
}

/* An alarm stays until it is read, whatever the temperature does then. */
static void set_temp(struct thermo *t, unsigned int channel, u32 value)
{
	t->temp[channel] = (u16)value;
	t->latched |= alarms_now(t);
}

/* VALUE is at << 8 | byte; "patch" leaves the sum right, "damage" does not. */
static void patch(struct thermo *t, u32 value)
{
	t->eeprom[value >> 8 & 0xff] = (u8)value;
}

static int control_eeprom(struct thermo *t, const char *word, u32 value)
{
	if (!strcmp(word, "damage")) {
		patch(t, value);
	} else if (!strcmp(word, "patch")) {
		patch(t, value);
		seal(t);
	} else if (!strcmp(word, "blank")) {
		memset(t->eeprom, 0xff, sizeof(t->eeprom));
	} else if (!strcmp(word, "program")) {
		program(t);
	} else {
		return -1;
	}
	return 0;
}

static int control(void *state, const char *word, u32 value)
{
	struct thermo *t = state;

	if (!strcmp(word, "temp1"))
		set_temp(t, 0, value);
	else if (!strcmp(word, "temp2"))
		set_temp(t, 1, value);
	else if (!strcmp(word, "id"))
		t->id = (u8)value;
	else if (!strcmp(word, "busy"))
		t->busy = value;
	else if (!strcmp(word, "mute"))
		t->mute = value;
	else if (!strcmp(word, "silent"))
		t->silent = value;
	else
		return control_eeprom(t, word, value);
	return 0;
}

const struct device_model device_model = {
	.name = "thermo",
	.bus = DEVICE_I2C,
	.address = 0x48,
	.size = 0x80,
	.state_size = sizeof(struct thermo),
	.start = start,
	.read = model_read,
	.write = model_write,
	.control = control,
};

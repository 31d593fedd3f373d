/* SPDX-License-Identifier: Apache-2.0 */
/* thermo: what one does in sysfs with a temperature sensor. */
#include <fcntl.h>

#include "drive.h"

#define SENSOR	"/sys/class/hwmon/hwmon0/"

const char drive_name[] = "thermo";

static const char *const parameters[] = { "", "history_size=1",
	"history_size=3", "history_size=64", "history_size=0",
	"history_size=65", NULL };
static const char *const flags[] = { "rw", "r", "w", NULL };
static const char *const shown[] = {
	SENSOR "name", SENSOR "temp1_input", SENSOR "temp2_input",
	SENSOR "temp1_max", SENSOR "temp2_max", SENSOR "temp1_min",
	SENSOR "temp2_min", SENSOR "temp1_max_alarm", SENSOR "temp2_max_alarm",
	SENSOR "temp1_min_alarm", SENSOR "temp2_min_alarm",
	SENSOR "temp1_label", SENSOR "temp2_label", SENSOR "alarms",
	SENSOR "serial", SENSOR "update_interval", SENSOR "history",
	SENSOR "history_size", SENSOR "pwm1", SENSOR "pwm1_table",
	SENSOR "reload", NULL };
static const char *const limits[] = {
	SENSOR "temp1_max", SENSOR "temp2_max", SENSOR "temp1_min",
	SENSOR "temp2_min", SENSOR "temp1_input", NULL };
static const char *const degrees[] = { "0", "25000", "-10000", "80000",
	"1000000", "-1000000", "2", "-2", "\"\"", "warm", "12_",
	"99999999999999999999", NULL };
static const char *const settings[] = {
	SENSOR "update_interval", SENSOR "history_size", SENSOR "pwm1",
	SENSOR "reload", NULL };
static const char *const numbers[] = { "0", "1", "3", "5", "64", "65", "255",
	"256", "60000", "60001", "-1", "0x10", "\"\"", "all",
	"99999999999999999999", NULL };
static const char *const tables[] = { "40:20", "40:20_60:100",
	"10:0_20:25_30:50_40:100", "0:1_1:2_2:3_3:4_4:5", "_40:20__60:80_",
	"1:1_2:2_3:3_4:4_5:5_6:6_7:7_8:8", "none", "\"\"", "40", "40:", ":20",
	"40:101", "126:20", "60:20_40:80", "40:20_40:80", "40:20,60:80",
	"40:20_x", "x_40:20", "40;20", "40:20:60", "-1:5",
	"1:1_2:2_3:3_4:4_5:5_6:6_7:7_8:8_9:9", "4294967336:20", NULL };
static const char *const knobs[] = { "temp1", "temp2", "id", "busy", "mute",
	"silent", "patch", "damage", "blank", "program", "nothing", NULL };

static long op_open(struct drive *d, const struct argument *a)
{
	const char *how = a[2].word;

	return drive_open_at(d, a, a[1].word, how[0] == 'w' ? O_WRONLY :
			     how[1] == 'w' ? O_RDWR : O_RDONLY);
}

/* Nobody has memory at 8. */
static long read_wrong(struct drive *d, const struct argument *a)
{
	(void)d;
	return sys_read(*a[0].file, (void *)8, a[1].number);
}

static long write_wrong(struct drive *d, const struct argument *a)
{
	(void)d;
	return sys_write(*a[0].file, (void *)8, a[1].number);
}

static long set(const struct argument *a, const char *path, struct drive *d)
{
	struct argument with[2] = { { .word = path }, a[0] };

	return drive_store(d, with);
}

static long table(struct drive *d, const struct argument *a)
{
	return set(a, SENSOR "pwm1_table", d);
}

/* Without it the driver would not look at the chip again for a second. */
static long interval(struct drive *d, const struct argument *a)
{
	return set(a, SENSOR "update_interval", d);
}

const struct operation drive_operations[] = {
	{ "load", { WORD(parameters) }, drive_load },
	{ "unload", { NONE }, drive_unload },
	{ "plug", { NUMBER(1) }, drive_plug },
	{ "device", { WORD(knobs), NUMBER(0xffff) }, drive_device },
	{ "sleep", { NUMBER(1100) }, drive_sleep },
	{ "show", { WORD(shown) }, drive_show },
	{ "limit", { WORD(limits), WORD(degrees) }, drive_store },
	{ "store", { WORD(settings), WORD(numbers) }, drive_store },
	{ "table", { WORD(tables) }, table },
	{ "interval", { WORD(numbers) }, interval },
	{ "open", { FILE_ARG, WORD(shown), WORD(flags) }, op_open },
	{ "close", { FILE_ARG }, drive_close },
	{ "read", { FILE_ARG, NUMBER(4096) }, drive_read },
	{ "write", { FILE_ARG, BYTES(4096) }, drive_write },
	{ "pread", { FILE_ARG, NUMBER(64), NUMBER(64) }, drive_pread },
	{ "pwrite", { FILE_ARG, BYTES(64), NUMBER(64) }, drive_pwrite },
	{ "read-wrong", { FILE_ARG, NUMBER(64) }, read_wrong },
	{ "write-wrong", { FILE_ARG, NUMBER(64) }, write_wrong },
	{ NULL, { NONE }, NULL },
};

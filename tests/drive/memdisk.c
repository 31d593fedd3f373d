/* SPDX-License-Identifier: Apache-2.0 */
/* memdisk: what processes do with disks in memory, and with their control file. */
#include <fcntl.h>
#include <linux/fs.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "drive.h"
#include "memdisk.h"

#define SECTOR		512
#define MAX_SECTORS	64	/* of one read or write */
#define BAD		((void *)8)

const char drive_name[] = "memdisk";

static const char *const parameters[] = { "", "disks=0", "disks=2,size_kb=8",
	"disks=33", "size_kb=3", "disks=1,size_kb=512,limit=2", NULL };
static const char *const flags[] = { "rw", "r", "w", "rws", NULL };
static const char *const labels[] = { "\"\"", "swap", "a\tb",
	"label_15_letter", "label_16_letters", "\x7f", NULL };
static const char *const commands[] = { "add", "stats", "list", "snapshot", NULL };
static const char *const paths[] = {
	"/sys/block/mdisk0/memdisk/pages", "/sys/block/mdisk0/memdisk/limit",
	"/sys/block/mdisk0/memdisk/label", "/sys/block/mdisk0/memdisk/stats",
	"/sys/block/mdisk0/memdisk/map", "/sys/block/mdisk0/size",
	"/sys/block/mdisk1/memdisk/label", "/sys/block/mdisk1/memdisk/map", NULL };
static const char *const stores[] = {
	"/sys/block/mdisk0/memdisk/limit", "/sys/block/mdisk0/memdisk/label", NULL };
static const char *const values[] = { "0", "1", "3", "-1", "x", "swap_2", "swap",
	"label_15-letter", "label-16-letters", "\"\"", NULL };

static long op_control(struct drive *d, const struct argument *a)
{
	return drive_open_at(d, a, "/dev/memdisk-control", O_RDWR);
}

/* Past the page cache: what the disk does is then done by the calls below. */
static long op_open(struct drive *d, const struct argument *a)
{
	const char *word = a[2].word;
	int how = strchr(word, 'r') ? strchr(word, 'w') ? O_RDWR : O_RDONLY : O_WRONLY;
	char path[32];

	snprintf(path, sizeof(path), "/dev/mdisk%lu", a[1].number);
	if (strchr(word, 's'))
		how |= O_DSYNC;
	return drive_open_at(d, a, path, how | O_DIRECT);
}

/* Memory for COUNT sectors that begins as they do. */
static unsigned char *sectors(struct drive *d, unsigned long count)
{
	uintptr_t at = (uintptr_t)drive_memory(d, (count + 1) * SECTOR);

	return (unsigned char *)((at + SECTOR - 1) / SECTOR * SECTOR);
}

static unsigned long sane(unsigned long count)
{
	return count < MAX_SECTORS ? count : MAX_SECTORS;
}

static long op_get(struct drive *d, const struct argument *a)
{
	unsigned long count = sane(a[2].number);
	unsigned char *b = sectors(d, count);
	long ret = sys_pread(*a[0].file, b, count * SECTOR,
			     (long long)a[1].number * SECTOR);

	if (ret > 0)
		drive_say_bytes(d, b, (size_t)ret);
	return ret;
}

static long op_put(struct drive *d, const struct argument *a)
{
	unsigned long count = sane(a[2].number);
	unsigned char *b = sectors(d, count);

	memset(b, (int)a[3].number, count * SECTOR);
	return sys_pwrite(*a[0].file, b, count * SECTOR,
			  (long long)a[1].number * SECTOR);
}

static long range(const struct argument *a, unsigned long command)
{
	uint64_t r[2] = { a[1].number * SECTOR, a[2].number * SECTOR };

	return sys_ioctl(*a[0].file, command, r);
}

static long discard(struct drive *d, const struct argument *a)
{
	(void)d;
	return range(a, BLKDISCARD);
}

static long zero(struct drive *d, const struct argument *a)
{
	(void)d;
	return range(a, BLKZEROOUT);
}

static long size(struct drive *d, const struct argument *a)
{
	uint64_t bytes = 0;
	long ret = sys_ioctl(*a[0].file, BLKGETSIZE64, &bytes);

	drive_say(d, "%llu bytes", (unsigned long long)bytes);
	return ret;
}

/* ----------------------------------------------------------- control file */

/* A label that is too long has no NUL. */
static void set_label(char *field, const struct argument *label)
{
	memcpy(field, label->word, label->size < MEMDISK_LABEL_LEN ?
				   label->size : MEMDISK_LABEL_LEN);
}

static long add(struct drive *d, const struct argument *a)
{
	struct memdisk_add args = { .index = (uint32_t)a[1].number,
				    .sectors = a[2].number,
				    .limit = (uint32_t)a[3].number };
	long ret;

	set_label(args.label, &a[4]);
	ret = sys_ioctl(*a[0].file, MEMDISK_IOC_ADD, &args);
	drive_say(d, "index %u", args.index);
	return ret;
}

/* The number is the argument. */
static long op_remove(struct drive *d, const struct argument *a)
{
	(void)d;
	return sys_ioctl(*a[0].file, MEMDISK_IOC_REMOVE, (void *)a[1].number);
}

static long stats(struct drive *d, const struct argument *a)
{
	struct memdisk_stats args = { .index = (uint32_t)a[1].number };
	long ret = sys_ioctl(*a[0].file, MEMDISK_IOC_STATS, &args);
	int i;

	if (ret)
		return ret;
	drive_say(d, "pages %u chunks %u errors %u", args.pages, args.chunks,
		  args.errors);
	for (i = 0; i < MEMDISK_NR_OPS; i++)
		drive_say(d, " %llu:%llu", (unsigned long long)args.count[i],
			  (unsigned long long)args.bytes[i]);
	return ret;
}

static long list(struct drive *d, const struct argument *a)
{
	uint32_t room = (uint32_t)a[1].number, i;
	struct memdisk_entry *e = drive_memory(d, (MEMDISK_MAX_DISKS + 1) * sizeof(*e));
	struct memdisk_list args = { .entries = (uintptr_t)e, .nr = room };
	long ret = sys_ioctl(*a[0].file, MEMDISK_IOC_LIST, &args);

	if (ret)
		return ret;
	drive_say(d, "total %u", args.total);
	for (i = 0; i < args.nr && i < MEMDISK_MAX_DISKS; i++)
		drive_say(d, " %u:%llu:%u:%.*s", e[i].index,
			  (unsigned long long)e[i].sectors, e[i].pages,
			  MEMDISK_LABEL_LEN, e[i].label);
	return ret;
}

/* Its entries have nowhere to go. */
static long list_wrong(struct drive *d, const struct argument *a)
{
	struct memdisk_list args = { .entries = (uintptr_t)BAD, .nr = 1 };

	(void)d;
	return sys_ioctl(*a[0].file, MEMDISK_IOC_LIST, &args);
}

static long snapshot(struct drive *d, const struct argument *a)
{
	struct memdisk_snapshot args = { .index = (uint32_t)a[1].number };
	long ret = sys_ioctl(*a[0].file, MEMDISK_IOC_SNAPSHOT, &args);

	if (!ret)
		drive_say(d, "records %u generation %llu", args.records,
			  (unsigned long long)args.generation);
	return ret;
}

static long drop(struct drive *d, const struct argument *a)
{
	(void)d;
	return sys_ioctl(*a[0].file, MEMDISK_IOC_DROP, NULL);
}

static long read_wrong(struct drive *d, const struct argument *a)
{
	(void)d;
	return sys_read(*a[0].file, BAD, a[1].number);
}

static long wrong(struct drive *d, const struct argument *a)
{
	static const unsigned long numbers[] = { MEMDISK_IOC_ADD, MEMDISK_IOC_STATS,
						 MEMDISK_IOC_LIST, MEMDISK_IOC_SNAPSHOT };
	int i;

	(void)d;
	for (i = 0; commands[i]; i++)
		if (!strcmp(commands[i], a[1].word))
			return sys_ioctl(*a[0].file, numbers[i], BAD);
	return -1;
}

static long unknown(struct drive *d, const struct argument *a)
{
	(void)d;
	return sys_ioctl(*a[0].file, _IO(MEMDISK_IOC_MAGIC, 99), NULL);
}

const struct operation drive_operations[] = {
	{ "load", { WORD(parameters) }, drive_load },
	{ "unload", { { ARG_NONE, 0, NULL } }, drive_unload },
	{ "control", { FILE_ARG }, op_control },
	{ "open", { FILE_ARG, NUMBER(3), WORD(flags) }, op_open },
	{ "close", { FILE_ARG }, drive_close },
	{ "get", { FILE_ARG, NUMBER(2048), NUMBER(MAX_SECTORS) }, op_get },
	{ "put", { FILE_ARG, NUMBER(2048), NUMBER(MAX_SECTORS), NUMBER(255) }, op_put },
	{ "discard", { FILE_ARG, NUMBER(2048), NUMBER(2048) }, discard },
	{ "zero", { FILE_ARG, NUMBER(2048), NUMBER(2048) }, zero },
	{ "size", { FILE_ARG }, size },
	{ "add", { FILE_ARG, NUMBER(MEMDISK_MAX_DISKS), NUMBER(MEMDISK_MAX_SECTORS),
		   NUMBER(16), WORD(labels) }, add },
	{ "remove", { FILE_ARG, NUMBER(MEMDISK_MAX_DISKS) }, op_remove },
	{ "stats", { FILE_ARG, NUMBER(MEMDISK_MAX_DISKS) }, stats },
	{ "list", { FILE_ARG, NUMBER(MEMDISK_MAX_DISKS) }, list },
	{ "list-wrong", { FILE_ARG }, list_wrong },
	{ "snapshot", { FILE_ARG, NUMBER(MEMDISK_MAX_DISKS) }, snapshot },
	{ "drop", { FILE_ARG }, drop },
	{ "read", { FILE_ARG, NUMBER(65536) }, drive_read },
	{ "read-wrong", { FILE_ARG, NUMBER(8192) }, read_wrong },
	{ "wrong", { FILE_ARG, WORD(commands) }, wrong },
	{ "unknown", { FILE_ARG }, unknown },
	{ "show", { WORD(paths) }, drive_show },
	{ "store", { WORD(stores), WORD(values) }, drive_store },
	{ NULL, { { ARG_NONE, 0, NULL } }, NULL },
};

/* SPDX-License-Identifier: Apache-2.0 */
/* oot: what processes do with the tape enclosure. */
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "drive.h"
#include "oot.h"

#define CLASS	"/sys/class/misc/oot/"

const char drive_name[] = "oot";

static const char *const parameters[] = { "", "slots=1", "slots=3", "slots=32",
	"slots=0", "slots=33", "name=a,slots=2", "name=name_of_nineteen_ch",
	"name=name_of_twenty_chars", "vendor=ACME", "vendor=ACMECORP",
	"vendor=ACMECORPORATION", NULL };
static const char *const shown[] = {
	CLASS "name", CLASS "firmware", CLASS "inventory", CLASS "serials",
	CLASS "summary", CLASS "prefix", CLASS "site", CLASS "error",
	CLASS "command", NULL };
static const char *const vendors[] = { "IBM", "QUANTUM", "EIGHTCHR",
	"NINECHARS", "\"\"", NULL };
static const char *const products[] = { "LTO-5", "ULTRIUM_SIXTEENC", "\"\"", NULL };
static const char *const serials[] = { "12345", "TWELVECHARS1", "\"\"", NULL };
static const char *const barcodes[] = { "A00001L5", "B2", "C3LONGER_", "\"\"", NULL };
static const char *const labels[] = { "backup", "\"\"", "daily",
	"a_label_of_thirty-one_character", "a_label_of_thirty-two_characters",
	NULL };
static const char *const prefixes[] = { "DAY", "TENCHARS_1", "ELEVENCHARS",
	"TWELVECHARS1", "\"\"", NULL };
static const char *const sites[] = { "room_7", "\"\"",
	"a_site_that_needs_all_of_the_sixty-four_characters_it_may_have_1",
	"a_site_that_needs_more_than_the_sixty-four_characters_it_may_have", NULL };
static const char *const commands[] = { "eject_0", "lock_0", "unlock_0", "eject_1",
	"eject_99", "lock_1", "lock_99", "clean_0", "eject", "eject_", "eject_x", "\"\"",
	"commands_0", "command_0", NULL };

/* Commands that take a pointer, each for `fault'. */
static const struct {
	const char *name;
	unsigned long command;
} pointers[] = {
	{ "info", OOT_IOC_INFO },
	{ "insert", OOT_IOC_INSERT },
	{ "inquiry", OOT_IOC_INQUIRY },
	{ "status", OOT_IOC_STATUS },
	{ "label", OOT_IOC_LABEL },
	{ "find", OOT_IOC_FIND },
	{ "sticker", OOT_IOC_STICKER },
};
static const char *const pointer_names[] = { "info", "insert", "inquiry", "status",
	"label", "find", "sticker", NULL };

/* WORD into FIELD of SIZE bytes; one that is too long fills it, without a NUL. */
static void set(char *field, size_t size, const struct argument *word)
{
	memcpy(field, word->word, word->size < size ? word->size : size);
}

static long op_open(struct drive *d, const struct argument *a)
{
	return drive_open_at(d, a, "/dev/oot", O_RDWR);
}

static long info(struct drive *d, const struct argument *a)
{
	struct oot_info i;
	long ret;

	memset(&i, 0xee, sizeof(i));
	ret = sys_ioctl(*a[0].file, OOT_IOC_INFO, &i);
	if (ret)
		return ret;
	drive_say(d, "version %u slots %u used %u events %u ", i.version, i.nr_slots,
		  i.nr_used, i.nr_events);
	drive_say_bytes(d, i.name, sizeof(i.name));
	drive_say(d, " ");
	drive_say_bytes(d, i.firmware, sizeof(i.firmware));
	return 0;
}

static long insert_with(const struct argument *a, uint32_t flags)
{
	struct oot_insert in = { .slot = (uint32_t)a[1].number, .flags = flags };

	set(in.vendor, sizeof(in.vendor), &a[2]);
	set(in.product, sizeof(in.product), &a[3]);
	set(in.serial, sizeof(in.serial), &a[3]);
	set(in.barcode, sizeof(in.barcode), &a[4]);
	set(in.label, sizeof(in.label), &a[5]);
	return sys_ioctl(*a[0].file, OOT_IOC_INSERT, &in);
}

static long insert(struct drive *d, const struct argument *a)
{
	(void)d;
	return insert_with(a, 0);
}

static long insert_locked(struct drive *d, const struct argument *a)
{
	(void)d;
	return insert_with(a, OOT_LOCKED);
}

static long insert_wrong(struct drive *d, const struct argument *a)
{
	(void)d;
	return insert_with(a, 2);
}

/* Likewise, with a serial number in place of a label, and bytes behind each NUL. */
static long insert_dirty(struct drive *d, const struct argument *a)
{
	struct oot_insert in;

	(void)d;
	memset(&in, 'x', sizeof(in));
	in.slot = (uint32_t)a[1].number;
	in.flags = 0;
	snprintf(in.vendor, sizeof(in.vendor), "%.7s", a[2].word);
	in.product[0] = '\0';
	snprintf(in.serial, sizeof(in.serial), "%.11s", a[3].word);
	snprintf(in.barcode, sizeof(in.barcode), "%.7s", a[4].word);
	snprintf(in.label, sizeof(in.label), "%.31s", a[5].word);
	return sys_ioctl(*a[0].file, OOT_IOC_INSERT, &in);
}

static long eject(struct drive *d, const struct argument *a)
{
	(void)d;
	return sys_ioctl(*a[0].file, OOT_IOC_EJECT, (void *)a[1].number);
}

static long inquiry(struct drive *d, const struct argument *a)
{
	struct oot_inquiry q;
	long ret;

	memset(&q, 0xee, sizeof(q));
	q.slot = (uint32_t)a[1].number;
	ret = sys_ioctl(*a[0].file, OOT_IOC_INQUIRY, &q);
	if (!ret)
		drive_say_bytes(d, &q, sizeof(q));
	return ret;
}

static long status(struct drive *d, const struct argument *a)
{
	struct oot_status st;
	long ret;

	memset(&st, 0xee, sizeof(st));
	st.slot = (uint32_t)a[1].number;
	ret = sys_ioctl(*a[0].file, OOT_IOC_STATUS, &st);
	if (ret)
		return ret;
	drive_say(d, "%.12s %.28s %.16s by %.16s, ", st.barcode, st.model, st.state,
		  st.owner);
	drive_say_bytes(d, &st, sizeof(st));
	return 0;
}

static long label_with(const struct argument *a, uint32_t reserved)
{
	struct oot_label l = { .slot = (uint32_t)a[1].number, .reserved = reserved };

	set(l.label, sizeof(l.label), &a[2]);
	return sys_ioctl(*a[0].file, OOT_IOC_LABEL, &l);
}

static long label(struct drive *d, const struct argument *a)
{
	(void)d;
	return label_with(a, 0);
}

static long label_wrong(struct drive *d, const struct argument *a)
{
	(void)d;
	return label_with(a, 1);
}

static long op_find(struct drive *d, const struct argument *a)
{
	struct oot_find f = { .slot = 99, .reserved = 99 };
	long ret;

	memset(f.label, 0xee, sizeof(f.label));
	set(f.barcode, sizeof(f.barcode), &a[1]);
	ret = sys_ioctl(*a[0].file, OOT_IOC_FIND, &f);
	if (!ret)
		drive_say_bytes(d, &f, sizeof(f));
	return ret;
}

static long sticker(struct drive *d, const struct argument *a)
{
	char *text = drive_memory(d, a[2].number + 1);
	struct oot_sticker st = { .text = (uintptr_t)text,
				  .len = (uint32_t)a[2].number,
				  .slot = (uint32_t)a[1].number };
	long ret = sys_ioctl(*a[0].file, OOT_IOC_STICKER, &st);

	if (!ret)
		drive_say_text(d, text, st.len);
	return ret;
}

/* Room that cannot be written. */
static long sticker_wrong(struct drive *d, const struct argument *a)
{
	struct oot_sticker st = { .text = 8, .len = 4096,
				  .slot = (uint32_t)a[1].number };

	(void)d;
	return sys_ioctl(*a[0].file, OOT_IOC_STICKER, &st);
}

/* Events, up to so many. */
static long receive(struct drive *d, const struct argument *a)
{
	size_t size = sizeof(struct oot_event), room = a[1].number * size;
	unsigned char *b = drive_memory(d, room);
	long ret = sys_read(*a[0].file, b, room), at;

	for (at = 0; at < ret; at += (long)size) {
		drive_say(d, "%s", at ? "; " : "");
		drive_say_bytes(d, b + at, size);
	}
	return ret;
}

static long receive_wrong(struct drive *d, const struct argument *a)
{
	(void)d;
	return sys_read(*a[0].file, (void *)8, a[1].number);
}

static long fault(struct drive *d, const struct argument *a)
{
	size_t i;

	(void)d;
	for (i = 0; i < sizeof(pointers) / sizeof(pointers[0]); i++) {
		if (strcmp(pointers[i].name, a[1].word) == 0)
			return sys_ioctl(*a[0].file, pointers[i].command, (void *)8);
	}
	return -EINVAL;
}

static long unknown(struct drive *d, const struct argument *a)
{
	(void)d;
	return sys_ioctl(*a[0].file, _IO(OOT_IOC_MAGIC, 99), NULL);
}

static long store(struct drive *d, const char *path, const struct argument *word)
{
	struct argument both[2] = { { .word = path, .size = strlen(path) }, *word };

	return drive_store(d, both);
}

static long prefix(struct drive *d, const struct argument *a)
{
	return store(d, CLASS "prefix", &a[0]);
}

static long site(struct drive *d, const struct argument *a)
{
	return store(d, CLASS "site", &a[0]);
}

static long command(struct drive *d, const struct argument *a)
{
	return store(d, CLASS "command", &a[0]);
}

/* Bytes into the file of the name, as they are. */
static long put(struct drive *d, const struct argument *a)
{
	long fd = sys_open(a[0].word, O_WRONLY), ret;

	(void)d;
	if (fd < 0)
		return fd;
	ret = sys_write(fd, a[1].bytes, a[1].size);
	sys_close(fd);
	return ret;
}

#define CARTRIDGE \
	FILE_ARG, NUMBER(4), WORD(vendors), WORD(products), WORD(barcodes), WORD(labels)
#define DIRTY \
	FILE_ARG, NUMBER(4), WORD(vendors), WORD(serials), WORD(barcodes), WORD(labels)

const struct operation drive_operations[] = {
	{ "load", { WORD(parameters) }, drive_load },
	{ "unload", { NONE }, drive_unload },
	{ "open", { FILE_ARG }, op_open },
	{ "close", { FILE_ARG }, drive_close },
	{ "info", { FILE_ARG }, info },
	{ "insert", { CARTRIDGE }, insert },
	{ "insert-locked", { CARTRIDGE }, insert_locked },
	{ "insert-wrong", { CARTRIDGE }, insert_wrong },
	{ "insert-dirty", { DIRTY }, insert_dirty },
	{ "eject", { FILE_ARG, NUMBER(4) }, eject },
	{ "inquiry", { FILE_ARG, NUMBER(4) }, inquiry },
	{ "status", { FILE_ARG, NUMBER(4) }, status },
	{ "label", { FILE_ARG, NUMBER(4), WORD(labels) }, label },
	{ "label-wrong", { FILE_ARG, NUMBER(4), WORD(labels) }, label_wrong },
	{ "find", { FILE_ARG, WORD(barcodes) }, op_find },
	{ "sticker", { FILE_ARG, NUMBER(4), NUMBER(64) }, sticker },
	{ "sticker-wrong", { FILE_ARG, NUMBER(4) }, sticker_wrong },
	{ "receive", { FILE_ARG, NUMBER(10) }, receive },
	{ "receive-wrong", { FILE_ARG, NUMBER(100) }, receive_wrong },
	{ "read", { FILE_ARG, NUMBER(200) }, drive_read },
	{ "pread", { FILE_ARG, NUMBER(200), NUMBER(200) }, drive_pread },
	{ "write", { FILE_ARG, BYTES(8) }, drive_write },
	{ "fault", { FILE_ARG, WORD(pointer_names) }, fault },
	{ "unknown", { FILE_ARG }, unknown },
	{ "show", { WORD(shown) }, drive_show },
	{ "prefix", { WORD(prefixes) }, prefix },
	{ "site", { WORD(sites) }, site },
	{ "command", { WORD(commands) }, command },
	{ "put", { WORD(shown), BYTES(80) }, put },
	{ NULL, { NONE }, NULL },
};

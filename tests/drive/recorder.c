/* SPDX-License-Identifier: Apache-2.0 */
/* recorder: what processes do with the ring buffer of records. */
#include <fcntl.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>

#include "drive.h"
#include "recorder.h"

#define CLASS	"/sys/class/misc/recorder/"

const char drive_name[] = "recorder";

static const char *const parameters[] = { "", "size=256", "size=1024",
	"size=128", "size=300", "size=2097152", NULL };
static const char *const flags[] = { "rw", "rwn", "r", "rn", "w", "wn", NULL };
static const char *const names[] = { "alpha", "beta", "default", "\"\"",
	"twenty-three_characters", "twenty-four_characters__", NULL };
static const char *const shown[] = {
	CLASS "mode", "/sys/kernel/debug/recorder/state",
	"/sys/kernel/debug/recorder/snapshots", NULL };
static const char *const modes[] = { "overwrite", "block", "blocked", "\"\"",
				     "overwrite_or_not", NULL };

/* Commands that take a pointer, each for `fault'. */
static const struct {
	const char *name;
	unsigned long command;
} pointers[] = {
	{ "info", REC_IOC_INFO },
	{ "mark", REC_IOC_MARK },
	{ "create", REC_IOC_CREATE },
	{ "set-filter", REC_IOC_SET_FILTER },
	{ "snapshot", REC_IOC_SNAPSHOT },
	{ "snap-read", REC_IOC_SNAP_READ },
};
static const char *const pointer_names[] = { "info", "mark", "create",
	"set-filter", "snapshot", "snap-read", NULL };

static int open_flags(const char *word)
{
	int how = strchr(word, 'n') ? O_NONBLOCK : 0;

	if (!strchr(word, 'w'))
		return how | O_RDONLY;
	return how | (strchr(word, 'r') ? O_RDWR : O_WRONLY);
}

static long op_open(struct drive *d, const struct argument *a)
{
	return drive_open_at(d, a, "/dev/recorder", open_flags(a[1].word));
}

/* A command that takes a number in place of a pointer. */
static long command(const struct argument *a, unsigned long number)
{
	return sys_ioctl(*a[0].file, number, (void *)a[1].number);
}

static long set_size(struct drive *d, const struct argument *a)
{
	(void)d;
	return command(a, REC_IOC_SET_SIZE);
}

static long op_remove(struct drive *d, const struct argument *a)
{
	(void)d;
	return command(a, REC_IOC_REMOVE);
}

static long op_select(struct drive *d, const struct argument *a)
{
	(void)d;
	return command(a, REC_IOC_SELECT);
}

static long unknown(struct drive *d, const struct argument *a)
{
	(void)d;
	return sys_ioctl(*a[0].file, _IO(REC_IOC_MAGIC, 99), NULL);
}

static void say_status(struct drive *d, const struct rec_status *st)
{
	drive_say(d, "version %u %s head %llu tail %llu written %llu ",
		  st->version, st->seq & 1 ? "busy" : "quiet",
		  (unsigned long long)st->head, (unsigned long long)st->tail,
		  (unsigned long long)st->written);
	drive_say(d, "dropped %llu size %u mode %u count %u readers %u ",
		  (unsigned long long)st->dropped, st->size, st->mode,
		  st->count, st->readers);
}

static long info(struct drive *d, const struct argument *a)
{
	struct rec_info i = { 0 };
	long ret = sys_ioctl(*a[0].file, REC_IOC_INFO, &i);

	if (ret)
		return ret;
	say_status(d, &i.status);
	drive_say(d, "lost %llu snapshot %u channel %u ",
		  (unsigned long long)i.lost, i.snapshot, i.channel);
	drive_say_bytes(d, i.name, sizeof(i.name));
	return ret;
}

static long set_mode(struct drive *d, const struct argument *a)
{
	struct argument both[2] = { { .word = CLASS "mode",
				      .size = sizeof(CLASS "mode") - 1 }, a[0] };

	return drive_store(d, both);
}

/* The status page, mapped for as long as it takes to say it. */
static long map_for(struct drive *d, const struct argument *a, int protection)
{
	void *page = NULL;
	long ret = sys_map(*a[0].file, a[1].number, (long long)a[2].number,
			   protection, &page);

	if (ret)
		return ret;
	say_status(d, page);
	return sys_unmap(page, a[1].number);
}

static long map(struct drive *d, const struct argument *a)
{
	return map_for(d, a, PROT_READ);
}

static long map_writable(struct drive *d, const struct argument *a)
{
	return map_for(d, a, PROT_READ | PROT_WRITE);
}

/* NAME into FIELD, of REC_NAME_LEN bytes; one that is too long has no NUL. */
static void set_name(char *field, const struct argument *name)
{
	memcpy(field, name->word,
	       name->size < REC_NAME_LEN ? name->size : REC_NAME_LEN);
}

static long mark(struct drive *d, const struct argument *a)
{
	struct rec_mark args = { { 0 } };

	(void)d;
	set_name(args.name, &a[1]);
	return sys_ioctl(*a[0].file, REC_IOC_MARK, &args);
}

static long create_with(struct drive *d, const struct argument *a,
			uint32_t reserved)
{
	struct rec_create args = { .reserved = reserved };
	long ret;

	set_name(args.name, &a[1]);
	ret = sys_ioctl(*a[0].file, REC_IOC_CREATE, &args);
	drive_say(d, "id %u", args.id);
	return ret;
}

static long create(struct drive *d, const struct argument *a)
{
	return create_with(d, a, 0);
}

static long create_wrong(struct drive *d, const struct argument *a)
{
	return create_with(d, a, 1);
}

/* So many channels, named by number; ends with the first that fails. */
static long create_many(struct drive *d, const struct argument *a)
{
	struct rec_create args = { { 0 }, 0, 0 };
	unsigned long i;
	long ret = 0;

	for (i = 0; i < a[1].number && !ret; i++) {
		args.name[0] = 'c';
		args.name[1] = (char)('0' + i / 10 % 10);
		args.name[2] = (char)('0' + i % 10);
		ret = sys_ioctl(*a[0].file, REC_IOC_CREATE, &args);
	}
	drive_say(d, "tried %lu", i);
	return ret;
}

static long set_filter(struct drive *d, const struct argument *a)
{
	uint32_t nr = (uint32_t)a[2].size, i;
	struct rec_filter_args *args =
		drive_memory(d, sizeof(*args) + nr * sizeof(uint32_t));

	args->flags = (uint32_t)a[1].number;
	args->nr = nr;
	for (i = 0; i < nr; i++)
		args->ids[i] = a[2].bytes[i];
	return sys_ioctl(*a[0].file, REC_IOC_SET_FILTER, args);
}

static long snapshot(struct drive *d, const struct argument *a)
{
	struct rec_snapshot_args args = { .nr = (uint32_t)a[1].number };
	long ret = sys_ioctl(*a[0].file, REC_IOC_SNAPSHOT, &args);

	drive_say(d, "nr %u id %u len %u", args.nr, args.id, args.len);
	return ret;
}

static long snap_read(struct drive *d, const struct argument *a)
{
	unsigned char *b = drive_memory(d, a[1].number + 1);
	struct rec_snapshot_read args = { .data = (uintptr_t)b,
		.len = (uint32_t)a[1].number, .index = (uint32_t)a[2].number };
	long ret = sys_ioctl(*a[0].file, REC_IOC_SNAP_READ, &args);

	if (!ret)
		drive_say_bytes(d, b, args.len);
	return ret;
}

static long snap_read_wrong(struct drive *d, const struct argument *a)
{
	struct rec_snapshot_read args = { .data = 8, .len = 4096 };

	(void)d;
	return sys_ioctl(*a[0].file, REC_IOC_SNAP_READ, &args);
}

static long fault(struct drive *d, const struct argument *a)
{
	size_t i;

	(void)d;
	for (i = 0; i < sizeof(pointers) / sizeof(pointers[0]); i++) {
		if (strcmp(pointers[i].name, a[1].word) == 0)
			return sys_ioctl(*a[0].file, pointers[i].command,
					 (void *)8);
	}
	return 0;
}

static long receive(struct drive *d, const struct argument *a)
{
	size_t room = a[1].number;
	unsigned char *b = drive_memory(d, room + sizeof(struct rec_hdr));
	struct rec_hdr h;
	long ret = sys_read(*a[0].file, b, room);

	if (ret < (long)sizeof(h))
		return ret;
	memcpy(&h, b, sizeof(h));
	drive_say(d, "seq %llu channel %u flags %x len %u ",
		  (unsigned long long)h.seq, h.channel, h.flags, h.len);
	drive_say_bytes(d, b + sizeof(h), (size_t)ret - sizeof(h));
	return ret;
}

static long receive_wrong(struct drive *d, const struct argument *a)
{
	(void)d;
	return sys_read(*a[0].file, (void *)8, a[1].number);
}

static long write_wrong(struct drive *d, const struct argument *a)
{
	(void)d;
	return sys_write(*a[0].file, (const void *)8, a[1].number);
}

const struct operation drive_operations[] = {
	{ "load", { WORD(parameters) }, drive_load },
	{ "unload", { NONE }, drive_unload },
	{ "open", { FILE_ARG, WORD(flags) }, op_open },
	{ "close", { FILE_ARG }, drive_close },
	{ "info", { FILE_ARG }, info },
	{ "set-size", { FILE_ARG, NUMBER(4096) }, set_size },
	{ "mark", { FILE_ARG, WORD(names) }, mark },
	{ "create", { FILE_ARG, WORD(names) }, create },
	{ "create-wrong", { FILE_ARG, WORD(names) }, create_wrong },
	{ "create-many", { FILE_ARG, NUMBER(REC_MAX_CHANNELS) }, create_many },
	{ "remove", { FILE_ARG, NUMBER(4) }, op_remove },
	{ "select", { FILE_ARG, NUMBER(4) }, op_select },
	{ "set-filter", { FILE_ARG, NUMBER(1), BYTES(REC_MAX_FILTER) }, set_filter },
	{ "snapshot", { FILE_ARG, NUMBER(REC_MAX_SNAPSHOT) }, snapshot },
	{ "snap-read", { FILE_ARG, NUMBER(8192), NUMBER(8) }, snap_read },
	{ "snap-read-wrong", { FILE_ARG }, snap_read_wrong },
	{ "unknown", { FILE_ARG }, unknown },
	{ "fault", { FILE_ARG, WORD(pointer_names) }, fault },
	{ "receive", { FILE_ARG, NUMBER(2048) }, receive },
	{ "receive-wrong", { FILE_ARG, NUMBER(2048) }, receive_wrong },
	{ "pread", { FILE_ARG, NUMBER(2048), NUMBER(64) }, drive_pread },
	{ "write", { FILE_ARG, BYTES(REC_MAX_DATA) }, drive_write },
	{ "write-wrong", { FILE_ARG, NUMBER(REC_MAX_DATA) }, write_wrong },
	{ "poll", { FILE_ARG }, drive_poll },
	{ "map", { FILE_ARG, NUMBER(4096), NUMBER(4096) }, map },
	{ "map-writable", { FILE_ARG, NUMBER(4096), NUMBER(4096) }, map_writable },
	{ "show", { WORD(shown) }, drive_show },
	{ "mode", { WORD(modes) }, set_mode },
	{ NULL, { NONE }, NULL },
};

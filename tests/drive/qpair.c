/* SPDX-License-Identifier: Apache-2.0 */
/* qpair: what processes do with the queue pair storage controller. */
#include <fcntl.h>
#include <stdint.h>
#include <string.h>

#include "drive.h"
#include "qpair.h"

#define FILE_SIZE	(QPAIR_MAX_BLOCKS * QPAIR_BLOCK_SIZE)

const char drive_name[] = "qpair";

static const char *const parameters[] = { "", "depth=2", "depth=4",
	"timeout_ms=20", "depth=4,timeout_ms=20", "depth=1", "depth=65",
	"timeout_ms=0", "timeout_ms=60001", NULL };
static const char *const paths[] = {
	"/sys/devices/platform/qpair/model",
	"/sys/devices/platform/qpair/state", NULL };
static const char *const knobs[] = { "delay", "ready", "stall", "stall-admin",
	"lost", "status", "admin-status", "result", "cid", "twice",
	"gone", "mqes", "block-size", "blocks", "name", "fatal", "interrupt", NULL };

static long op_open(struct drive *d, const struct argument *a)
{
	return drive_open_at(d, a, "/dev/qpair", O_RDWR);
}

static long identify(struct drive *d, const struct argument *a)
{
	struct qpair_identity id = { 0 };
	long ret = sys_ioctl(*a[0].file, QPAIR_IOC_IDENTIFY, &id);

	if (ret)
		return ret;
	drive_say(d, "blocks %llu of %u max %u vendor %04x depth %u ",
		  (unsigned long long)id.blocks, id.block_size, id.max_blocks,
		  id.vendor, id.depth);
	drive_say_text(d, id.serial, strnlen(id.serial, sizeof(id.serial)));
	drive_say_text(d, id.model, strnlen(id.model, sizeof(id.model)));
	drive_say_text(d, id.firmware, strnlen(id.firmware, sizeof(id.firmware)));
	drive_say_text(d, id.label, strnlen(id.label, sizeof(id.label)));
	return ret;
}

static long transfer(struct drive *d, const struct argument *a,
		     unsigned long command, struct qpair_io *io)
{
	long ret;

	io->lba = a[1].number;
	ret = sys_ioctl(*a[0].file, command, io);
	drive_say(d, "status %x result %x", io->status, io->result);
	return ret;
}

static long op_read(struct drive *d, const struct argument *a)
{
	unsigned char *b = drive_memory(d, FILE_SIZE);
	struct qpair_io io = { .data = (uintptr_t)b,
			       .count = (uint32_t)a[2].number };
	long ret = transfer(d, a, QPAIR_IOC_READ, &io);

	if (ret)
		return ret;
	drive_say(d, " ");
	drive_say_bytes(d, b, (size_t)io.count * QPAIR_BLOCK_SIZE);
	return ret;
}

/* So many blocks, each one filled with a pattern that begins with the bytes. */
static void fill(unsigned char *to, size_t blocks, const struct argument *bytes)
{
	size_t size = blocks * QPAIR_BLOCK_SIZE, i;

	for (i = 0; i < size && bytes->size; i++)
		to[i] = (unsigned char)(bytes->bytes[i % bytes->size] +
					i / QPAIR_BLOCK_SIZE);
}

static long write_flags(struct drive *d, const struct argument *a, uint32_t flags)
{
	unsigned char *b = drive_memory(d, FILE_SIZE);
	struct qpair_io io = { .data = (uintptr_t)b,
			       .count = (uint32_t)a[2].number, .flags = flags };

	if (io.count <= QPAIR_MAX_BLOCKS)
		fill(b, io.count, &a[3]);
	return transfer(d, a, QPAIR_IOC_WRITE, &io);
}

static long op_write(struct drive *d, const struct argument *a)
{
	return write_flags(d, a, 0);
}

static long write_wrong(struct drive *d, const struct argument *a)
{
	return write_flags(d, a, (uint32_t)a[4].number);
}

static long read_wrong(struct drive *d, const struct argument *a)
{
	unsigned char *b = drive_memory(d, FILE_SIZE);
	struct qpair_io io = { .data = (uintptr_t)b, .count = 1,
			       .flags = (uint32_t)a[2].number };

	return transfer(d, a, QPAIR_IOC_READ, &io);
}

/* Data at an address that is not the program's; 8 blocks from the start. */
static long read_nowhere(struct drive *d, const struct argument *a)
{
	struct qpair_io io = { .data = 8, .count = 8 };

	return transfer(d, a, QPAIR_IOC_READ, &io);
}

static long write_nowhere(struct drive *d, const struct argument *a)
{
	struct qpair_io io = { .data = 8, .count = 8 };

	return transfer(d, a, QPAIR_IOC_WRITE, &io);
}

static long flush(struct drive *d, const struct argument *a)
{
	(void)d;
	return sys_ioctl(*a[0].file, QPAIR_IOC_FLUSH, NULL);
}

static long reset(struct drive *d, const struct argument *a)
{
	(void)d;
	return sys_ioctl(*a[0].file, QPAIR_IOC_RESET, NULL);
}

static void say_stats(struct drive *d, const struct qpair_stats *s)
{
	int i;

	drive_say(d, "ops");
	for (i = 0; i < QPAIR_NR_OPS; i++)
		drive_say(d, " %llu", (unsigned long long)s->ops[i]);
	drive_say(d, " blocks");
	for (i = 0; i < QPAIR_NR_OPS; i++)
		drive_say(d, " %llu", (unsigned long long)s->blocks[i]);
	drive_say(d, " errors %u timeouts %u polled %u spurious %u", s->errors,
		  s->timeouts, s->polled, s->spurious);
	drive_say(d, " resets %u", s->resets);
}

static long stats(struct drive *d, const struct argument *a)
{
	struct qpair_stats s = { 0 };
	long ret = sys_ioctl(*a[0].file, QPAIR_IOC_STATS, &s);

	if (!ret)
		say_stats(d, &s);
	return ret;
}

static long unknown(struct drive *d, const struct argument *a)
{
	(void)d;
	return sys_ioctl(*a[0].file, _IO(QPAIR_IOC_MAGIC, 99), NULL);
}

/* Each ioctl that takes a structure, by its place, with a bad address. */
static long nowhere(struct drive *d, const struct argument *a)
{
	static const unsigned long commands[] = {
		QPAIR_IOC_IDENTIFY, QPAIR_IOC_READ, QPAIR_IOC_WRITE,
		QPAIR_IOC_STATS,
	};
	size_t n = sizeof(commands) / sizeof(commands[0]);

	(void)d;
	return sys_ioctl(*a[0].file, commands[a[1].number % n], (void *)8);
}

const struct operation drive_operations[] = {
	{ "load", { WORD(parameters) }, drive_load },
	{ "unload", { { ARG_NONE, 0, NULL } }, drive_unload },
	{ "open", { FILE_ARG }, op_open },
	{ "close", { FILE_ARG }, drive_close },
	{ "identify", { FILE_ARG }, identify },
	{ "read", { FILE_ARG, NUMBER(256), NUMBER(QPAIR_MAX_BLOCKS) }, op_read },
	{ "read-wrong", { FILE_ARG, NUMBER(256), NUMBER(2) }, read_wrong },
	{ "read-nowhere", { FILE_ARG, NUMBER(256) }, read_nowhere },
	{ "write", { FILE_ARG, NUMBER(256), NUMBER(QPAIR_MAX_BLOCKS), BYTES(16) },
	  op_write },
	{ "write-wrong", { FILE_ARG, NUMBER(256), NUMBER(QPAIR_MAX_BLOCKS),
	  BYTES(16), NUMBER(2) }, write_wrong },
	{ "write-nowhere", { FILE_ARG, NUMBER(256) }, write_nowhere },
	{ "flush", { FILE_ARG }, flush },
	{ "reset", { FILE_ARG }, reset },
	{ "stats", { FILE_ARG }, stats },
	{ "unknown", { FILE_ARG }, unknown },
	{ "nowhere", { FILE_ARG, NUMBER(3) }, nowhere },
	{ "show", { WORD(paths) }, drive_show },
	{ "device", { WORD(knobs), NUMBER(1000) }, drive_device },
	{ "plug", { NUMBER(1) }, drive_plug },
	{ "sleep", { NUMBER(200) }, drive_sleep },
	{ NULL, { { ARG_NONE, 0, NULL } }, NULL },
};

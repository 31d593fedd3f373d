/* SPDX-License-Identifier: Apache-2.0 */
/* registry: what processes do with the IPC node registry. */
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <string.h>

#include "drive.h"
#include "registry.h"

const char drive_name[] = "registry";

static const char *const parameters[] = { "", "log_size=1", "log_size=2", "log_size=0",
	"log_size=4097", "log_size=-1", "log_size=99999999999", NULL };
static const char *const flags[] = { "rw", "rwn", NULL };
static const char *const names[] = { "alpha", "beta", "gamma", "\"\"",
	"a_name_of_thirty-one_characters", "a_name_of_thirty-two_characters_", NULL };
static const char *const commands[] = { "version", "attach", "create", "send", "list",
					NULL };
static const char *const paths[] = {
	"/sys/kernel/debug/registry/spaces",
	"/sys/kernel/debug/registry/procs",
	"/sys/kernel/debug/registry/log", NULL };

static long op_open(struct drive *d, const struct argument *a)
{
	return drive_open_at(d, a, "/dev/registry",
			     strchr(a[1].word, 'n') ? O_RDWR | O_NONBLOCK : O_RDWR);
}

static long version(struct drive *d, const struct argument *a)
{
	uint32_t v = 0;
	long ret = sys_ioctl(*a[0].file, REG_IOC_VERSION, &v);

	drive_say(d, "version %u", v);
	return ret;
}

/* NAME into FIELD, of REG_NAME_LEN bytes; a name that is too long has no NUL. */
static void set_name(char *field, const struct argument *name)
{
	memcpy(field, name->word, name->size < REG_NAME_LEN ? name->size : REG_NAME_LEN);
}

static long attach(struct drive *d, const struct argument *a)
{
	struct reg_attach args = { 0 };

	(void)d;
	set_name(args.name, &a[1]);
	return sys_ioctl(*a[0].file, REG_IOC_ATTACH, &args);
}

static long create(struct drive *d, const struct argument *a)
{
	struct reg_create args = { .max_queue = (uint32_t)a[2].number,
				   .cookie = a[3].number };
	long ret;

	set_name(args.name, &a[1]);
	ret = sys_ioctl(*a[0].file, REG_IOC_CREATE, &args);
	drive_say(d, "handle %u", args.handle);
	return ret;
}

/* Nodes until there are COUNT, or until there can be no more. */
static long create_many(struct drive *d, const struct argument *a)
{
	unsigned long i;
	long ret = 0;

	for (i = 0; i < a[1].number && !ret; i++) {
		struct reg_create args = { .name = "many", .max_queue = 1 };

		ret = sys_ioctl(*a[0].file, REG_IOC_CREATE, &args);
	}
	drive_say(d, "of %lu", ret ? i - 1 : i);
	return ret;
}

static long handle(const struct argument *a, unsigned long command)
{
	return sys_ioctl(*a[0].file, command, (void *)a[1].number);
}

static long destroy(struct drive *d, const struct argument *a)
{
	(void)d;
	return handle(a, REG_IOC_DESTROY);
}

static long acquire(struct drive *d, const struct argument *a)
{
	(void)d;
	return handle(a, REG_IOC_ACQUIRE);
}

/* From one handle to another one, or until one cannot be acquired. */
static long acquire_all(struct drive *d, const struct argument *a)
{
	unsigned long h;
	long ret = 0;

	for (h = a[1].number; h <= a[2].number && !ret; h++)
		ret = sys_ioctl(*a[0].file, REG_IOC_ACQUIRE, (void *)h);
	drive_say(d, "up to %lu", h - 1);
	return ret;
}

/* The same handle so many times, or until it is too often. */
static long acquire_often(struct drive *d, const struct argument *a)
{
	unsigned long i;
	long ret = 0;

	for (i = 0; i < a[2].number && !ret; i++)
		ret = handle(a, REG_IOC_ACQUIRE);
	drive_say(d, "of %lu", ret ? i - 1 : i);
	return ret;
}

static long release(struct drive *d, const struct argument *a)
{
	(void)d;
	return handle(a, REG_IOC_RELEASE);
}

static long send_flags(struct drive *d, const struct argument *a, uint32_t bits,
		       uint32_t len)
{
	struct reg_send args = {
		.data = (uintptr_t)a[2].bytes, .len = len,
		.handle = (uint32_t)a[1].number, .flags = bits,
	};
	long ret = sys_ioctl(*a[0].file, REG_IOC_SEND, &args);

	drive_say(d, "id %u", args.id);
	return ret;
}

static long op_send(struct drive *d, const struct argument *a)
{
	return send_flags(d, a, 0, (uint32_t)a[2].size);
}

static long send_wrong(struct drive *d, const struct argument *a)
{
	return send_flags(d, a, (uint32_t)a[3].number,
			  a[3].number ? (uint32_t)a[2].size : REG_MAX_DATA + 1);
}

/* Data that cannot be read. */
static long send_bad(struct drive *d, const struct argument *a)
{
	struct reg_send args = { .len = (uint32_t)a[2].number,
				 .handle = (uint32_t)a[1].number };

	(void)d;
	return sys_ioctl(*a[0].file, REG_IOC_SEND, &args);
}

static long flush(struct drive *d, const struct argument *a)
{
	(void)d;
	return sys_ioctl(*a[0].file, REG_IOC_FLUSH, NULL);
}

static long list(struct drive *d, const struct argument *a)
{
	uint32_t room = (uint32_t)a[1].number, i;
	struct reg_list_entry *e =
		drive_memory(d, (room <= REG_MAX_LIST ? room + 1 : 1) * sizeof(*e));
	struct reg_list args = { .entries = (uintptr_t)e, .nr = room };
	long ret = sys_ioctl(*a[0].file, REG_IOC_LIST, &args);

	if (ret)
		return ret;
	drive_say(d, "total %u", args.total);
	for (i = 0; i < args.nr; i++)
		drive_say(d, " %u:%d:%.*s", e[i].handle, e[i].pid, REG_NAME_LEN,
			  e[i].name);
	return ret;
}

/* Room that cannot be written. */
static long list_bad(struct drive *d, const struct argument *a)
{
	struct reg_list args = { .nr = (uint32_t)a[1].number };

	(void)d;
	return sys_ioctl(*a[0].file, REG_IOC_LIST, &args);
}

/* A command whose argument is no memory. */
static long bad(struct drive *d, const struct argument *a)
{
	static const unsigned long numbers[] = {
		REG_IOC_VERSION, REG_IOC_ATTACH, REG_IOC_CREATE, REG_IOC_SEND,
		REG_IOC_LIST
	};
	unsigned int i;

	(void)d;
	for (i = 0; commands[i] && strcmp(commands[i], a[1].word); i++)
		;
	if (!commands[i])
		return -EINVAL;
	return sys_ioctl(*a[0].file, numbers[i], NULL);
}

static long unknown(struct drive *d, const struct argument *a)
{
	(void)d;
	return sys_ioctl(*a[0].file, _IO(REG_IOC_MAGIC, 99), NULL);
}

/* A message with its header; the process that sent it is a number of ours. */
static long receive(struct drive *d, const struct argument *a)
{
	size_t room = a[1].number;
	unsigned char *b = drive_memory(d, room + sizeof(struct reg_msg_hdr));
	struct reg_msg_hdr h;
	long ret = sys_read(*a[0].file, b, room);

	if (ret < (long)sizeof(h))
		return ret;
	memcpy(&h, b, sizeof(h));
	drive_say(d, "cookie %llu handle %u id %u len %u pid %d comm %.*s ",
		  (unsigned long long)h.cookie, h.handle, h.id, h.len, h.pid,
		  REG_COMM_LEN, h.comm);
	drive_say_bytes(d, b + sizeof(h), (size_t)ret - sizeof(h));
	return ret;
}

static long receive_bad(struct drive *d, const struct argument *a)
{
	(void)d;
	return sys_read(*a[0].file, NULL, a[1].number);
}

const struct operation drive_operations[] = {
	{ "load", { WORD(parameters) }, drive_load },
	{ "unload", { { ARG_NONE, 0, NULL } }, drive_unload },
	{ "open", { FILE_ARG, WORD(flags) }, op_open },
	{ "close", { FILE_ARG }, drive_close },
	{ "version", { FILE_ARG }, version },
	{ "attach", { FILE_ARG, WORD(names) }, attach },
	{ "create", { FILE_ARG, WORD(names), NUMBER(REG_MAX_QUEUE), NUMBER(99) }, create },
	{ "create-many", { FILE_ARG, NUMBER(64) }, create_many },
	{ "destroy", { FILE_ARG, NUMBER(8) }, destroy },
	{ "acquire", { FILE_ARG, NUMBER(8) }, acquire },
	{ "acquire-all", { FILE_ARG, NUMBER(8), NUMBER(64) }, acquire_all },
	{ "acquire-often", { FILE_ARG, NUMBER(8), NUMBER(64) }, acquire_often },
	{ "release", { FILE_ARG, NUMBER(8) }, release },
	{ "send", { FILE_ARG, NUMBER(8), BYTES(REG_MAX_DATA) }, op_send },
	{ "send-wrong", { FILE_ARG, NUMBER(8), BYTES(8), NUMBER(1) }, send_wrong },
	{ "send-bad", { FILE_ARG, NUMBER(8), NUMBER(8) }, send_bad },
	{ "flush", { FILE_ARG }, flush },
	{ "list", { FILE_ARG, NUMBER(REG_MAX_LIST) }, list },
	{ "list-bad", { FILE_ARG, NUMBER(8) }, list_bad },
	{ "bad", { FILE_ARG, WORD(commands) }, bad },
	{ "unknown", { FILE_ARG }, unknown },
	{ "receive", { FILE_ARG, NUMBER(8192) }, receive },
	{ "receive-bad", { FILE_ARG, NUMBER(8192) }, receive_bad },
	{ "pread", { FILE_ARG, NUMBER(99), NUMBER(99) }, drive_pread },
	{ "write", { FILE_ARG, BYTES(8) }, drive_write },
	{ "poll", { FILE_ARG }, drive_poll },
	{ "show", { WORD(paths) }, drive_show },
	{ NULL, { { ARG_NONE, 0, NULL } }, NULL },
};

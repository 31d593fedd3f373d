/* SPDX-License-Identifier: Apache-2.0 */
/* linkdev: what processes do with the packet link. */
#include <fcntl.h>
#include <stdint.h>
#include <string.h>

#include "drive.h"
#include "linkdev.h"

const char drive_name[] = "linkdev";

static const char *const parameters[] = { "", "readahead=1", "readahead=16",
	"readahead=6", "readahead=0", "readahead=17", NULL };
static const char *const flags[] = { "rw", "rwn", NULL };
static const char *const knobs[] = { "delay", "mute", "lost", "status-in",
	"status-out", "length", "stray", "gone", "id", "description", "event",
	"receive", "interrupt", NULL };

static long op_open(struct drive *d, const struct argument *a)
{
	return drive_open_at(d, a, "/dev/linkdev",
			     strchr(a[1].word, 'n') ? O_RDWR | O_NONBLOCK : O_RDWR);
}

static long info(struct drive *d, const struct argument *a)
{
	struct link_info i = { 0 };
	long ret = sys_ioctl(*a[0].file, LINK_IOC_INFO, &i);

	if (ret)
		return ret;
	drive_say(d, "%04x:%04x version %04x slots %u eps %u ", i.vendor,
		  i.product, i.version, i.slots, i.eps);
	drive_say_text(d, i.name, strnlen(i.name, sizeof(i.name)));
	drive_say_text(d, i.serial, strnlen(i.serial, sizeof(i.serial)));
	return ret;
}

static void say_eps(struct drive *d, const struct link_eps *args,
		    const struct link_ep_info *e)
{
	uint32_t i;

	drive_say(d, "total %u", args->total);
	for (i = 0; i < args->nr; i++)
		drive_say(d, " %02x:%u:%u:%u", e[i].address, e[i].type,
			  e[i].max_packet, e[i].packets);
}

static long eps(struct drive *d, const struct argument *a)
{
	struct link_ep_info *e = drive_memory(d, LINK_MAX_EPS * sizeof(*e));
	struct link_eps args = { .eps = (uintptr_t)e,
				 .nr = (uint32_t)a[1].number };
	long ret = sys_ioctl(*a[0].file, LINK_IOC_EPS, &args);

	if (!ret)
		say_eps(d, &args, e);
	return ret;
}

/* The list to an address that is not the program's. */
static long eps_nowhere(struct drive *d, const struct argument *a)
{
	struct link_eps args = { .eps = 8, .nr = 1 };

	(void)d;
	return sys_ioctl(*a[0].file, LINK_IOC_EPS, &args);
}

static long stats(struct drive *d, const struct argument *a)
{
	struct link_stats s = { 0 };
	long ret = sys_ioctl(*a[0].file, LINK_IOC_STATS, &s);

	if (ret)
		return ret;
	drive_say(d, "rx %u bytes %llu errors %u", s.rx_packets,
		  (unsigned long long)s.rx_bytes, s.rx_errors);
	drive_say(d, " tx %u bytes %llu errors %u", s.tx_packets,
		  (unsigned long long)s.tx_bytes, s.tx_errors);
	drive_say(d, " cancelled %u stray %u", s.cancelled, s.stray);
	drive_say(d, " events %u last %x", s.events, s.last_event);
	return ret;
}

static long flush(struct drive *d, const struct argument *a)
{
	(void)d;
	return sys_ioctl(*a[0].file, LINK_IOC_FLUSH, NULL);
}

static long unknown(struct drive *d, const struct argument *a)
{
	(void)d;
	return sys_ioctl(*a[0].file, _IO(LINK_IOC_MAGIC, 99), NULL);
}

/* Each ioctl that takes a structure, by its place, with a bad address. */
static long nowhere(struct drive *d, const struct argument *a)
{
	static const unsigned long commands[] = {
		LINK_IOC_INFO, LINK_IOC_EPS, LINK_IOC_STATS,
	};
	size_t n = sizeof(commands) / sizeof(commands[0]);

	(void)d;
	return sys_ioctl(*a[0].file, commands[a[1].number % n], (void *)8);
}

static long read_nowhere(struct drive *d, const struct argument *a)
{
	(void)d;
	return sys_read(*a[0].file, (void *)8, a[1].number);
}

static long write_nowhere(struct drive *d, const struct argument *a)
{
	(void)d;
	return sys_write(*a[0].file, (void *)8, a[1].number);
}

const struct operation drive_operations[] = {
	{ "load", { WORD(parameters) }, drive_load },
	{ "unload", { { ARG_NONE, 0, NULL } }, drive_unload },
	{ "open", { FILE_ARG, WORD(flags) }, op_open },
	{ "close", { FILE_ARG }, drive_close },
	{ "read", { FILE_ARG, NUMBER(128) }, drive_read },
	{ "read-nowhere", { FILE_ARG, NUMBER(128) }, read_nowhere },
	{ "write", { FILE_ARG, BYTES(512) }, drive_write },
	{ "write-nowhere", { FILE_ARG, NUMBER(128) }, write_nowhere },
	{ "poll", { FILE_ARG }, drive_poll },
	{ "info", { FILE_ARG }, info },
	{ "eps", { FILE_ARG, NUMBER(LINK_MAX_EPS) }, eps },
	{ "eps-nowhere", { FILE_ARG }, eps_nowhere },
	{ "stats", { FILE_ARG }, stats },
	{ "flush", { FILE_ARG }, flush },
	{ "unknown", { FILE_ARG }, unknown },
	{ "nowhere", { FILE_ARG, NUMBER(2) }, nowhere },
	{ "device", { WORD(knobs), NUMBER(64) }, drive_device },
	{ "plug", { NUMBER(1) }, drive_plug },
	{ "sleep", { NUMBER(200) }, drive_sleep },
	{ NULL, { { ARG_NONE, 0, NULL } }, NULL },
};

/* SPDX-License-Identifier: Apache-2.0 */
/* ringnet: what programs do with a network interface. */
#include <errno.h>
#include <poll.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include <linux/ethtool.h>
#include <linux/if.h>
#include <linux/if_ether.h>
#include <linux/sockios.h>

#include "drive.h"

#define INTERFACE	"ring0"
#define STATISTICS	"/sys/class/net/ring0/statistics/"
#define TYPE		0x88b5		/* local experiments */

enum { MAX_FRAME = 16384, MAX_STATS = 64, MAX_REGS = 256 };

const char drive_name[] = "ringnet";

static const char *const parameters[] = { "", "copybreak=0", "copybreak=9100",
					  NULL };
static const char *const shown[] = {
	STATISTICS "rx_packets", STATISTICS "tx_packets", STATISTICS "rx_bytes",
	STATISTICS "tx_bytes", STATISTICS "rx_errors", STATISTICS "tx_errors",
	STATISTICS "rx_dropped", STATISTICS "tx_dropped", STATISTICS "multicast",
	STATISTICS "rx_length_errors", "/sys/class/net/ring0/mtu",
	"/sys/class/net/ring0/address", "/sys/class/net/ring0/carrier", NULL };
static const char *const knobs[] = { "frame", "broadcast", "stranger", "group",
	"burst", "link", "loop", "delay", "stall", "not-ready", "lost",
	"tx-error", "rx-error", "wrong-len", "fatal", "spurious", "id",
	"mac-lo", "mac-hi", "nothing", NULL };
static const char *const addresses[] = { "us", "all", "group", "stranger",
					 NULL };

/* Where a word for an address leads; the device comes with "us". */
static void address(unsigned char *to, const char *word, unsigned long group)
{
	static const unsigned char us[ETH_ALEN] = { 2, 0x52, 0, 1, 0, 10 };
	static const unsigned char ip[4] = { 1, 0, 0x5e, 0 };

	memcpy(to, us, sizeof(us));
	if (!strcmp(word, "all"))
		memset(to, 0xff, ETH_ALEN);
	if (!strcmp(word, "stranger"))
		to[5] ^= 1;
	if (strcmp(word, "group"))
		return;
	memcpy(to, ip, sizeof(ip));
	to[4] = (unsigned char)(group >> 8);
	to[5] = (unsigned char)group;
}

static struct ifreq request(void)
{
	struct ifreq r;

	memset(&r, 0, sizeof(r));
	memcpy(r.ifr_name, INTERFACE, sizeof(INTERFACE));
	return r;
}

static long op_open(struct drive *d, const struct argument *a)
{
	long fd;

	(void)d;
	if (*a[0].file >= 0)
		return -EBUSY;
	fd = sys_packet(INTERFACE);
	if (fd < 0)
		return fd;
	*a[0].file = fd;
	return 0;
}

static long flags(const struct argument *a, short set, short clear)
{
	struct ifreq r = request();
	long ret = sys_ioctl(*a[0].file, SIOCGIFFLAGS, &r);

	if (ret)
		return ret;
	r.ifr_flags = (short)((r.ifr_flags & ~clear) | set);
	return sys_ioctl(*a[0].file, SIOCSIFFLAGS, &r);
}

static long up(struct drive *d, const struct argument *a)
{
	(void)d;
	return flags(a, IFF_UP, 0);
}

static long down(struct drive *d, const struct argument *a)
{
	(void)d;
	return flags(a, 0, IFF_UP);
}

static long promisc(struct drive *d, const struct argument *a)
{
	(void)d;
	return a[1].number ? flags(a, IFF_PROMISC, 0) : flags(a, 0, IFF_PROMISC);
}

static long allmulti(struct drive *d, const struct argument *a)
{
	(void)d;
	return a[1].number ? flags(a, IFF_ALLMULTI, 0) :
			     flags(a, 0, IFF_ALLMULTI);
}

static long state(struct drive *d, const struct argument *a)
{
	struct ifreq r = request();
	long ret = sys_ioctl(*a[0].file, SIOCGIFFLAGS, &r);

	if (ret)
		return ret;
	drive_say(d, "%s%s%s", r.ifr_flags & IFF_UP ? "up" : "down",
		  r.ifr_flags & IFF_PROMISC ? " promisc" : "",
		  r.ifr_flags & IFF_ALLMULTI ? " allmulti" : "");
	return 0;
}

static long mtu(struct drive *d, const struct argument *a)
{
	struct ifreq r = request();
	long ret;

	r.ifr_mtu = (int)a[1].number;
	ret = sys_ioctl(*a[0].file, SIOCSIFMTU, &r);
	if (!sys_ioctl(*a[0].file, SIOCGIFMTU, &r))
		drive_say(d, "mtu %d", r.ifr_mtu);
	return ret;
}

/* Six bytes; multicast ones and zero are refused. */
static long set_mac(struct drive *d, const struct argument *a)
{
	struct ifreq r = request();
	long ret;

	r.ifr_hwaddr.sa_family = 1;	/* ARPHRD_ETHER */
	memcpy(r.ifr_hwaddr.sa_data, a[1].bytes,
	       a[1].size < ETH_ALEN ? a[1].size : ETH_ALEN);
	ret = sys_ioctl(*a[0].file, SIOCSIFHWADDR, &r);
	if (!sys_ioctl(*a[0].file, SIOCGIFHWADDR, &r))
		drive_say_bytes(d, r.ifr_hwaddr.sa_data, ETH_ALEN);
	return ret;
}

static long group(const struct argument *a, unsigned long command)
{
	struct ifreq r = request();

	address((unsigned char *)r.ifr_hwaddr.sa_data, "group", a[1].number);
	return sys_ioctl(*a[0].file, command, &r);
}

static long join(struct drive *d, const struct argument *a)
{
	(void)d;
	return group(a, SIOCADDMULTI);
}

static long leave(struct drive *d, const struct argument *a)
{
	(void)d;
	return group(a, SIOCDELMULTI);
}

/* A frame of so many bytes behind the header, which count up. */
static long op_send(struct drive *d, const struct argument *a)
{
	size_t size = a[2].number < MAX_FRAME ? a[2].number : MAX_FRAME, i;
	unsigned char *f = drive_memory(d, ETH_HLEN + size);

	address(f, a[1].word, a[3].number);
	f[6] = 2;
	f[12] = TYPE >> 8;
	f[13] = TYPE & 0xff;
	for (i = 0; i < size; i++)
		f[ETH_HLEN + i] = (unsigned char)(i + a[3].number);
	return sys_write(*a[0].file, f, ETH_HLEN + size);
}

static long send_many(struct drive *d, const struct argument *a)
{
	unsigned long n = a[4].number;
	long ret = 0;

	while (n-- && ret >= 0) {
		ret = op_send(d, a);
		drive_forget(d);
	}
	return ret;
}

static long send_wrong(struct drive *d, const struct argument *a)
{
	(void)d;
	return sys_write(*a[0].file, (void *)8, a[1].number);
}

static void say_frame(struct drive *d, const unsigned char *f, size_t size)
{
	drive_say_bytes(d, f, ETH_HLEN);
	if (size <= 64) {
		drive_say(d, " ");
		drive_say_bytes(d, f + ETH_HLEN, size - ETH_HLEN);
	}
}

/* The next frame of our type, if one is there. */
static long receive(struct drive *d, const struct argument *a)
{
	unsigned char *f = drive_memory(d, MAX_FRAME);
	long ret;

	while (sys_poll(*a[0].file, POLLIN) & POLLIN) {
		ret = sys_read(*a[0].file, f, MAX_FRAME);
		if (ret < ETH_HLEN)
			return ret;
		if ((f[12] << 8 | f[13]) != TYPE)
			continue;
		say_frame(d, f, (size_t)ret);
		return ret;
	}
	return -EAGAIN;
}

static long ethtool(const struct argument *a, void *data)
{
	struct ifreq r = request();

	r.ifr_data = data;
	return sys_ioctl(*a[0].file, SIOCETHTOOL, &r);
}

static long info(struct drive *d, const struct argument *a)
{
	struct ethtool_drvinfo i = { .cmd = ETHTOOL_GDRVINFO };
	long ret = ethtool(a, &i);

	if (ret)
		return ret;
	drive_say(d, "%.32s %.32s firmware %.32s at %.32s stats %u regs %u",
		  i.driver, i.version, i.fw_version, i.bus_info, i.n_stats,
		  i.regdump_len);
	return 0;
}

static long link_up(struct drive *d, const struct argument *a)
{
	struct ethtool_value v = { .cmd = ETHTOOL_GLINK };
	long ret = ethtool(a, &v);

	if (!ret)
		drive_say(d, "link %u", v.data);
	return ret;
}

static long rings(struct drive *d, const struct argument *a)
{
	struct ethtool_ringparam p = { .cmd = ETHTOOL_GRINGPARAM };
	long ret = ethtool(a, &p);

	if (!ret)
		drive_say(d, "tx %u of %u rx %u of %u", p.tx_pending,
			  p.tx_max_pending, p.rx_pending, p.rx_max_pending);
	return ret;
}

static long set_rings(struct drive *d, const struct argument *a)
{
	struct ethtool_ringparam p = {
		.cmd = ETHTOOL_SRINGPARAM,
		.tx_pending = (uint32_t)a[1].number,
		.rx_pending = (uint32_t)a[2].number,
	};

	(void)d;
	return ethtool(a, &p);
}

/* Where the rings are in memory differs from run to run: not said. */
static int is_address(unsigned int at)
{
	return at == 0x30 || at == 0x34 || at == 0x40 || at == 0x44;
}

static long registers(struct drive *d, const struct argument *a)
{
	struct ethtool_regs *r = drive_memory(d, sizeof(*r) + MAX_REGS);
	unsigned int i;
	uint32_t value;
	long ret;

	r->cmd = ETHTOOL_GREGS;
	r->len = MAX_REGS;
	ret = ethtool(a, r);
	if (ret)
		return ret;
	for (i = 0; i + 4 <= r->len; i += 4) {
		memcpy(&value, r->data + i, sizeof(value));
		if (value && !is_address(i))
			drive_say(d, "%02x:%x ", i, value);
	}
	return 0;
}

static long strings(struct drive *d, const struct argument *a,
		    struct ethtool_gstrings **out)
{
	struct ethtool_gstrings *s;
	long ret;

	s = drive_memory(d, sizeof(*s) + MAX_STATS * ETH_GSTRING_LEN);
	s->cmd = ETHTOOL_GSTRINGS;
	s->string_set = ETH_SS_STATS;
	ret = ethtool(a, s);
	*out = s;
	return ret;
}

/* The counters that are not zero. */
static long counters(struct drive *d, const struct argument *a)
{
	struct ethtool_stats *v;
	struct ethtool_gstrings *s;
	unsigned int i;
	long ret = strings(d, a, &s);

	if (ret)
		return ret;
	v = drive_memory(d, sizeof(*v) + MAX_STATS * sizeof(uint64_t));
	v->cmd = ETHTOOL_GSTATS;
	v->n_stats = s->len;
	ret = ethtool(a, v);
	if (ret)
		return ret;
	for (i = 0; i < v->n_stats; i++)
		if (v->data[i])
			drive_say(d, "%.32s %llu ",
				  (char *)s->data + i * ETH_GSTRING_LEN,
				  (unsigned long long)v->data[i]);
	return 0;
}

/* A set of strings that may not be there. */
static long set_size(struct drive *d, const struct argument *a)
{
	struct ethtool_sset_info *i = drive_memory(d, sizeof(*i) + 64);
	long ret;

	i->cmd = ETHTOOL_GSSET_INFO;
	i->sset_mask = 1ULL << (a[1].number & 31);
	ret = ethtool(a, i);
	if (!ret && i->sset_mask)
		drive_say(d, "%u strings", i->data[0]);
	return ret;
}

static long unknown(struct drive *d, const struct argument *a)
{
	struct ethtool_value v = { .cmd = ETHTOOL_GWOL };

	(void)d;
	return ethtool(a, &v);
}

static long ethtool_wrong(struct drive *d, const struct argument *a)
{
	(void)d;
	return ethtool(a, (void *)8);
}

const struct operation drive_operations[] = {
	{ "load", { WORD(parameters) }, drive_load },
	{ "unload", { NONE }, drive_unload },
	{ "plug", { NUMBER(1) }, drive_plug },
	{ "device", { WORD(knobs), NUMBER(9014) }, drive_device },
	{ "sleep", { NUMBER(50) }, drive_sleep },
	{ "open", { FILE_ARG }, op_open },
	{ "close", { FILE_ARG }, drive_close },
	{ "up", { FILE_ARG }, up },
	{ "down", { FILE_ARG }, down },
	{ "promisc", { FILE_ARG, NUMBER(1) }, promisc },
	{ "allmulti", { FILE_ARG, NUMBER(1) }, allmulti },
	{ "state", { FILE_ARG }, state },
	{ "mtu", { FILE_ARG, NUMBER(9000) }, mtu },
	{ "mac", { FILE_ARG, BYTES(ETH_ALEN) }, set_mac },
	{ "join", { FILE_ARG, NUMBER(64) }, join },
	{ "leave", { FILE_ARG, NUMBER(64) }, leave },
	{ "send", { FILE_ARG, WORD(addresses), NUMBER(1500), NUMBER(255) },
	  op_send },
	{ "send-many", { FILE_ARG, WORD(addresses), NUMBER(1500), NUMBER(255),
	  NUMBER(200) }, send_many },
	{ "send-wrong", { FILE_ARG, NUMBER(1514) }, send_wrong },
	{ "receive", { FILE_ARG }, receive },
	{ "poll", { FILE_ARG }, drive_poll },
	{ "info", { FILE_ARG }, info },
	{ "link", { FILE_ARG }, link_up },
	{ "rings", { FILE_ARG }, rings },
	{ "set-rings", { FILE_ARG, NUMBER(1024), NUMBER(1024) }, set_rings },
	{ "registers", { FILE_ARG }, registers },
	{ "counters", { FILE_ARG }, counters },
	{ "set-size", { FILE_ARG, NUMBER(16) }, set_size },
	{ "unknown", { FILE_ARG }, unknown },
	{ "ethtool-wrong", { FILE_ARG }, ethtool_wrong },
	{ "show", { WORD(shown) }, drive_show },
	{ NULL, { NONE }, NULL },
};

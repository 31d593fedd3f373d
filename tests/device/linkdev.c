/* SPDX-License-Identifier: Apache-2.0 */
/*
 * linkdev: the packet link.
 *
 * What is sent to its OUT endpoint comes back from its IN endpoint.
 */
#include "device.h"

#define SLOTS		8u
#define PACKETS		16u
#define PACKET		64u
#define DESC		1100u

enum {
	ID = 0x00, CTRL = 0x04, DESC_LEN = 0x08, DESC_AT = 0x0c,
	DESC_DATA = 0x10, ADDR_LO = 0x20, ADDR_HI = 0x24, LEN = 0x28,
	START = 0x2c, CANCEL = 0x30, DONE = 0x34, WINDOW = 0x100,
};

enum { IN = 0x81, OUT = 0x02, EVENT = 0x83 };

enum { VALID = 1u << 31 };

struct slot {
	u64 address;
	u32 len;
	u32 endpoint;		/* 0: free */
	u32 order;		/* of its start */
	u32 done;		/* the completion, 0 until there is one */
};

struct packet {
	u32 len;
	u8 data[PACKET];
};

struct knobs {
	u32 delay;		/* microseconds until a transfer is done */
	u32 mute;		/* writes are not done while it is set */
	u32 lost;		/* so many interrupts are lost */
	u32 status_in;		/* of the next read, with no data */
	u32 status_out;
	u32 length;		/* that the next read or event says, + 1 */
	u32 stray;		/* a completion of slot so much - 1 comes first */
	u32 gone;		/* all registers read as ones */
	u32 id;
	u32 description;	/* which; takes effect at the next reading */
};

struct linkdev {
	struct knobs k;
	u32 enabled, at, address[2], len, order;
	u32 events, event;	/* events that wait, and the last one's word */
	struct slot slot[SLOTS];
	u32 head, count;	/* packets on the way back */
	struct packet packet[PACKETS];
	u8 desc[DESC];
	u32 desc_len;
};

static void power_on(void *state)
{
	struct linkdev *l = state;

	l->k.delay = 50;
	l->k.id = 0x4b4e494c;
}

/* Descriptors */

static void add(struct linkdev *l, const u8 *bytes, u32 len)
{
	memcpy(l->desc + l->desc_len, bytes, len);
	l->desc_len += len;
}

static void add_device(struct linkdev *l, u8 slots)
{
	const u8 d[] = { 10, 1, 0x34, 0x12, 0x78, 0x56, 2, 1, slots, 0 };

	add(l, d, sizeof(d));
}

static void add_endpoint(struct linkdev *l, u8 address, u8 type, u32 max)
{
	const u8 d[] = { 6, 5, address, type, (u8)max, (u8)(max >> 8) };

	add(l, d, sizeof(d));
}

static void add_string(struct linkdev *l, u8 id, const char *text)
{
	u32 len = (u32)strlen(text);
	const u8 d[] = { (u8)(len + 3), 3, id };

	add(l, d, sizeof(d));
	add(l, (const u8 *)text, len);
}

static void describe_well(struct linkdev *l)
{
	add_device(l, SLOTS);
	add_string(l, 1, "Loop Link");
	add_string(l, 2, "L-0042");
	add_endpoint(l, IN, 2, PACKET);
	add_endpoint(l, OUT, 2, PACKET);
	add_endpoint(l, EVENT, 3, 4);
}

/* What is odd, and yet right. */
static void describe_oddly(struct linkdev *l)
{
	const u8 unknown[] = { 4, 77, 1, 2 }, short_string[] = { 2, 3 };

	add(l, unknown, sizeof(unknown));
	add(l, short_string, sizeof(short_string));
	add_device(l, 3);
	add_string(l, 1, "A name that takes more than 31 bytes");
	add_string(l, 9, "no such string");
	add_endpoint(l, IN, 2, PACKET);
	add_endpoint(l, OUT, 2, 8);
}

static void describe_many(struct linkdev *l)
{
	u32 i;

	add_device(l, SLOTS);
	for (i = 0; i < 17; i++)
		add_endpoint(l, IN, 2, PACKET);
}

/* From 2 on each one is wrong in another way. */
static void describe_wrong(struct linkdev *l)
{
	const u8 short_device[] = { 4, 1, 0, 0 }, short_endpoint[] = { 3, 5, IN };
	const u8 long_one[] = { 200, 5, IN }, empty[] = { 0, 1 }, half[] = { 2 };

	switch (l->k.description) {
	case 2:
		add(l, short_device, sizeof(short_device));
		break;
	case 3:
		add(l, short_endpoint, sizeof(short_endpoint));
		break;
	case 4:
		add(l, long_one, sizeof(long_one));
		break;
	case 5:
		add(l, empty, sizeof(empty));
		break;
	case 6:
		describe_well(l);
		add(l, half, sizeof(half));
		break;
	case 7:
		add_device(l, 0);
		break;
	case 8:
		add_device(l, 33);
		break;
	case 9:
		describe_well(l);
		add_endpoint(l, IN, 2, 0);
		break;
	case 10:
		describe_well(l);
		add_endpoint(l, IN, 2, 5000);
		break;
	case 11:
		add_device(l, SLOTS);
		add_endpoint(l, IN, 2, PACKET);
		break;
	case 12:
		add_endpoint(l, IN, 2, PACKET);
		add_endpoint(l, OUT, 2, PACKET);
		break;
	case 13:
		add_device(l, SLOTS);
		add_endpoint(l, OUT, 2, PACKET);
		break;
	case 14:
		describe_many(l);
		break;
	case 15:
		l->desc_len = 1025;
		break;
	default:	/* nothing at all */
		break;
	}
}

static u32 describe(struct linkdev *l)
{
	memset(l->desc, 0, sizeof(l->desc));
	l->desc_len = 0;
	if (l->k.description == 0)
		describe_well(l);
	else if (l->k.description == 1)
		describe_oddly(l);
	else
		describe_wrong(l);
	return l->desc_len;
}

/* Transfers */

static u32 take(u32 *times)
{
	u32 was = *times;

	if (was)
		--*times;
	return was;
}

/* A knob that holds for one time. */
static u32 once(u32 *knob)
{
	u32 was = *knob;

	*knob = 0;
	return was;
}

/* The slot of ENDPOINT that was started first and is not done, or NULL. */
static struct slot *oldest(struct linkdev *l, u32 endpoint)
{
	struct slot *found = NULL, *s;

	for (s = l->slot; s < l->slot + SLOTS; s++)
		if (s->endpoint == endpoint && !s->done &&
		    (!found || s->order < found->order))
			found = s;
	return found;
}

static void finish(struct linkdev *l, struct slot *s, u32 len, u32 status)
{
	s->done = VALID | (len & 0x7fff) << 16 | (status & 0xff) << 8 |
		  (u32)(s - l->slot);
	device_event("done %02x len %u status %u", s->endpoint, len, status);
}

static void take_packet(struct linkdev *l, const struct slot *s)
{
	struct packet *p = &l->packet[(l->head + l->count) % PACKETS];
	const u8 *from = device_dma(s->address, s->len);

	if (!from || l->count == PACKETS)
		return;
	p->len = s->len < PACKET ? s->len : PACKET;
	memcpy(p->data, from, p->len);
	l->count++;
}

/* 1: a transfer of the OUT endpoint was done. */
static int run_out(struct linkdev *l)
{
	struct slot *s = oldest(l, OUT);
	u32 status;

	if (!s || l->k.mute)
		return 0;
	status = once(&l->k.status_out);
	if (!status)
		take_packet(l, s);
	finish(l, s, status ? 0 : s->len, status);
	return 1;
}

static int run_in(struct linkdev *l)
{
	struct slot *s = oldest(l, IN);
	struct packet *p = &l->packet[l->head];
	u32 status = s ? once(&l->k.status_in) : 0, len;
	u8 *to;

	if (!s || (!l->count && !status))
		return 0;
	if (status) {
		finish(l, s, 0, status);
		return 1;
	}
	to = device_dma(s->address, s->len);
	len = p->len < s->len ? p->len : s->len;
	if (to)
		memcpy(to, p->data, len);
	l->head = (l->head + 1) % PACKETS;
	l->count--;
	if (l->k.length)
		len = once(&l->k.length) - 1;
	finish(l, s, len, 0);
	return 1;
}

static int run_event(struct linkdev *l)
{
	struct slot *s = l->events ? oldest(l, EVENT) : NULL;
	u8 *to = s ? device_dma(s->address, s->len) : NULL;

	if (!to || s->len < 4)
		return 0;
	l->events--;
	to[0] = (u8)l->event;
	to[1] = (u8)(l->event >> 8);
	to[2] = (u8)(l->event >> 16);
	to[3] = (u8)(l->event >> 24);
	finish(l, s, l->k.length ? once(&l->k.length) - 1 : 4, 0);
	return 1;
}

static void interrupt(struct linkdev *l)
{
	if (take(&l->k.lost))
		device_event("lost an interrupt");
	else
		device_interrupt();
}

static void tick(void *state)
{
	struct linkdev *l = state;
	int done = 0;

	if (!l->enabled)
		return;
	while (run_out(l))
		done = 1;
	while (run_in(l))
		done = 1;
	while (run_event(l))
		done = 1;
	if (done)
		interrupt(l);
}

static void start(struct linkdev *l, u32 value)
{
	u32 slot = value & 0xff;
	struct slot *s = &l->slot[slot % SLOTS];

	if (slot >= SLOTS || s->endpoint) {
		device_event("slot %u is not free", slot);
		return;
	}
	s->address = l->address[0] | (u64)l->address[1] << 32;
	s->len = l->len;
	s->endpoint = value >> 8;
	s->order = l->order++;
	s->done = 0;
	device_after(l->k.delay);
}

static void cancel(struct linkdev *l, u32 value)
{
	struct slot *s = &l->slot[value % SLOTS];

	if (value >= SLOTS || !s->endpoint)
		return;
	device_event("cancel %02x", s->endpoint);
	memset(s, 0, sizeof(*s));
}

/* Completions in the order in which the transfers were started. */
static u32 next_done(struct linkdev *l)
{
	struct slot *found = NULL, *s;
	u32 done;

	if (l->k.stray)
		return VALID | (once(&l->k.stray) - 1);
	for (s = l->slot; s < l->slot + SLOTS; s++)
		if (s->done && (!found || s->order < found->order))
			found = s;
	if (!found)
		return 0;
	done = found->done;
	memset(found, 0, sizeof(*found));
	return done;
}

/* Registers */

static u32 read_register(void *state, unsigned int at)
{
	struct linkdev *l = state;

	if (l->k.gone)
		return 0xffffffff;
	switch (at) {
	case ID:
		return l->k.id;
	case CTRL:
		return l->enabled;
	case DESC_LEN:
		return describe(l);
	case DESC_DATA:
		return l->at < l->desc_len ? l->desc[l->at] : 0;
	case DONE:
		return next_done(l);
	default:
		return 0;
	}
}

static void enable(struct linkdev *l, u32 on)
{
	device_event("%s", on ? "on" : "off");
	l->enabled = on;
	memset(l->slot, 0, sizeof(l->slot));
	l->head = 0;
	l->count = 0;
	l->events = 0;
}

static void write_register(void *state, unsigned int at, u32 value)
{
	struct linkdev *l = state;

	if (l->k.gone)
		return;
	switch (at) {
	case CTRL:
		enable(l, value & 1);
		break;
	case DESC_AT:
		l->at = value;
		break;
	case ADDR_LO:
	case ADDR_HI:
		l->address[(at - ADDR_LO) / 4] = value;
		break;
	case LEN:
		l->len = value;
		break;
	case START:
		start(l, value);
		break;
	case CANCEL:
		cancel(l, value);
		break;
	default:
		device_event("write of %x to %02x", value, at);
	}
}

/* Knobs */

static int raise_event(struct linkdev *l, u32 value)
{
	l->event = value;
	l->events++;
	tick(l);
	return 0;
}

/* A packet of LEN bytes from the far end: 0, 1, 2… */
static int receive(struct linkdev *l, u32 len)
{
	struct packet *p = &l->packet[(l->head + l->count) % PACKETS];
	u32 i;

	if (l->count == PACKETS || len > PACKET)
		return -1;
	for (i = 0; i < len; i++)
		p->data[i] = (u8)i;
	p->len = len;
	l->count++;
	tick(l);
	return 0;
}

/* The knob that is called WORD; the order is that of struct knobs. */
static u32 *knob(struct knobs *k, const char *word)
{
	static const char *const names[] = {
		"delay", "mute", "lost", "status-in", "status-out", "length",
		"stray", "gone", "id", "description",
	};
	u32 i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (!strcmp(names[i], word))
			return (u32 *)k + i;
	return NULL;
}

static int control(void *state, const char *word, u32 value)
{
	struct linkdev *l = state;
	u32 *k = knob(&l->k, word);

	if (!strcmp(word, "event"))
		return raise_event(l, value);
	if (!strcmp(word, "receive"))
		return receive(l, value);
	if (!strcmp(word, "interrupt")) {
		device_interrupt();
		return 0;
	}
	if (!k)
		return -1;
	*k = value;
	/* What waited for the knob goes on. */
	tick(l);
	return 0;
}

const struct device_model device_model = {
	.name = "linkdev",
	.bus = DEVICE_PLATFORM,
	.size = WINDOW,
	.state_size = sizeof(struct linkdev),
	.start = power_on,
	.read = read_register,
	.write = write_register,
	.tick = tick,
	.control = control,
};

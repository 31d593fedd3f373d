/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ringnet: the network device that the ringnet driver drives.
 *
 * What is sent is a visible event, and with "loop" comes back as if another had
 * sent it.  Other frames come from knobs.
 */
#include "device.h"

enum {
	ID = 0x00,
	CTRL = 0x04,
	STATUS = 0x08,
	MAC_LO = 0x0c,
	MAC_HI = 0x10,
	HASH = 0x14,
	IRQ = 0x1c,
	MASK = 0x20,
	RX_SIZE = 0x24,
	FILTER = 0x28,
	TX = 0x30,
	RX = 0x40,
	MISSED = 0x50,
	FILTERED = 0x54,
	WINDOW = 0x58,

	CTRL_ENABLE = 0x01,
	CTRL_RESET = 0x02,
	CTRL_POWER = 0x10,
	STATUS_READY = 0x01,
	STATUS_LINK = 0x02,
	IRQ_TX = 0x01,
	IRQ_RX = 0x02,
	IRQ_LINK = 0x04,
	IRQ_ERROR = 0x08,
	FILTER_PROMISC = 0x01,
	FILTER_ALLMULTI = 0x02,

	DESC_OWN = 0x8000,
	DESC_ERROR = 0x4000,
	DESC_MULTICAST = 0x0001,

	FRAME_MIN = 14,
	FRAME_MAX = 16384,
};

/* As the driver lays it out, in little endian; we run on nothing else. */
struct desc {
	u64 addr;
	u16 len;
	u16 flags;
	u32 reserved;
};

struct ring {
	u32 lo;
	u32 hi;
	u32 count;
	u32 tail;	/* the driver's */
	u32 head;	/* ours */
};

struct ringnet {
	u32 id;
	u32 ctrl;
	u32 mac[2];
	u32 hash[2];
	u32 irq;
	u32 mask;
	u32 rx_size;
	u32 filter;
	u32 missed;
	u32 filtered;
	struct ring tx;
	struct ring rx;
	u32 link;

	/* what a knob asked for */
	u32 loop;
	u32 delay;		/* microseconds until a frame is sent */
	u32 stall;		/* nothing is sent */
	u32 not_ready;		/* reads of the status after a reset */
	u32 lost;		/* interrupts that do not come */
	u32 tx_errors;		/* so many frames fail */
	u32 rx_errors;
	u32 wrong_len;		/* the next frame says that it is so long */
	u8 frame[FRAME_MAX];
};

static void start(void *state)
{
	struct ringnet *r = state;

	r->id = 0x524e0103;
	r->mac[0] = 0x01005202;		/* 02:52:00:01:… */
	r->mac[1] = 0x0a00;		/* …:00:0a */
	r->link = STATUS_LINK;
}

/* Interrupts: an edge when the first bit comes up that the mask lets through. */

static void edge(struct ringnet *r)
{
	if (!(r->irq & r->mask))
		return;
	if (r->lost)
		r->lost--;
	else
		device_interrupt();
}

static void raise(struct ringnet *r, u32 bits)
{
	u32 before = r->irq & r->mask;

	r->irq |= bits;
	if (!before)
		edge(r);
}

static void acknowledge(struct ringnet *r, u32 bits)
{
	r->irq &= ~bits;
	edge(r);
}

static void set_mask(struct ringnet *r, u32 mask)
{
	u32 before = r->irq & r->mask;

	r->mask = mask;
	if (!before)
		edge(r);
}

static void fail(struct ringnet *r, const char *why)
{
	device_event("error: %s", why);
	r->ctrl &= ~CTRL_ENABLE;
	raise(r, IRQ_ERROR);
}

/* Rings */

static int enabled(const struct ringnet *r)
{
	u32 both = CTRL_POWER | CTRL_ENABLE;

	return (r->ctrl & both) == both;
}

/* What the driver gave us next, NULL when there is nothing. */
static struct desc *ring_desc(struct ringnet *r, const struct ring *ring)
{
	u64 base = (u64)ring->hi << 32 | ring->lo;
	struct desc *desc;

	if (ring->head == ring->tail)
		return NULL;
	desc = device_dma(base + ring->head * sizeof(*desc), sizeof(*desc));
	if (!desc)
		fail(r, "no descriptor there");
	else if (!(desc->flags & DESC_OWN))
		fail(r, "the descriptor is not ours");
	else
		return desc;
	return NULL;
}

static void ring_done(struct ring *ring, struct desc *desc, u16 flags)
{
	/* The length must be there when the owner changes. */
	__atomic_store_n(&desc->flags, flags, __ATOMIC_RELEASE);
	ring->head = (ring->head + 1) & (ring->count - 1);
}

/* The count is what the indices wrap at, so it has to be a power of two. */
static void set_tail(struct ringnet *r, struct ring *ring, u32 tail)
{
	if (!ring->count || ring->count & (ring->count - 1) ||
	    tail >= ring->count)
		fail(r, "tail out of the ring");
	else
		ring->tail = tail;
}

/* Receiving */

static u32 mac_byte(const struct ringnet *r, unsigned int i)
{
	return r->mac[i / 4] >> (i % 4 * 8) & 0xff;
}

static int for_us(const struct ringnet *r, const u8 *to)
{
	unsigned int i;

	for (i = 0; i < 6; i++)
		if (to[i] != mac_byte(r, i))
			return 0;
	return 1;
}

static int broadcast(const u8 *to)
{
	static const u8 all[6] = { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff };

	return !memcmp(to, all, sizeof(all));
}

/* The upper six bits of the Ethernet checksum of an address. */
static unsigned int hash(const u8 *to)
{
	u32 crc = 0xffffffff;
	unsigned int i, bit;

	for (i = 0; i < 6; i++)
		for (bit = 0; bit < 8; bit++)
			crc = crc << 1 ^
			      ((crc >> 31 ^ to[i] >> bit) & 1 ? 0x04c11db7 : 0);
	return crc >> 26;
}

static int wanted(const struct ringnet *r, const u8 *to)
{
	unsigned int at;

	if (r->filter & FILTER_PROMISC || broadcast(to))
		return 1;
	if (!(to[0] & 1))
		return for_us(r, to);
	if (r->filter & FILTER_ALLMULTI)
		return 1;
	at = hash(to);
	return r->hash[at / 32] >> at % 32 & 1;
}

static u16 rx_flags(struct ringnet *r, const u8 *to, int fits)
{
	u16 flags = to[0] & 1 && !broadcast(to) ? DESC_MULTICAST : 0;

	if (r->rx_errors)
		r->rx_errors--;
	else if (fits)
		return flags;
	return flags | DESC_ERROR;
}

static void put(struct ringnet *r, struct desc *desc, const u8 *frame,
		unsigned int len)
{
	unsigned int part = len < r->rx_size ? len : r->rx_size;
	void *to = device_dma(desc->addr, r->rx_size);

	if (!to) {
		fail(r, "no buffer there");
		return;
	}
	memcpy(to, frame, part);
	desc->len = (u16)(r->wrong_len ? r->wrong_len : part);
	r->wrong_len = 0;
	ring_done(&r->rx, desc, rx_flags(r, frame, part == len));
	raise(r, IRQ_RX);
}

static void receive(struct ringnet *r, const u8 *frame, unsigned int len)
{
	struct desc *desc;

	if (!enabled(r) || !r->link)
		return;
	if (!wanted(r, frame)) {
		r->filtered++;
		return;
	}
	desc = ring_desc(r, &r->rx);
	if (desc)
		put(r, desc, frame, len);
	else
		r->missed++;
}

/* Sending */

static u32 sum(const u8 *p, unsigned int len)
{
	u32 s = 0;

	while (len--)
		s = s * 31 + *p++;
	return s;
}

static u16 send_frame(struct ringnet *r, const u8 *frame, unsigned int len)
{
	if (r->tx_errors) {
		r->tx_errors--;
		return DESC_ERROR;
	}
	device_event("sent %u bytes, sum %08x", len, sum(frame, len));
	memcpy(r->frame, frame, len);
	return 0;
}

static int send_one(struct ringnet *r)
{
	struct desc *desc = ring_desc(r, &r->tx);
	unsigned int len;
	const u8 *frame;
	u16 flags;

	if (!desc)
		return 0;
	len = desc->len;
	frame = device_dma(desc->addr, len);
	if (!frame || len < FRAME_MIN || len > FRAME_MAX) {
		fail(r, "no frame there");
		return 0;
	}
	flags = send_frame(r, frame, len);
	ring_done(&r->tx, desc, flags);
	raise(r, IRQ_TX);
	if (r->loop && !flags)
		receive(r, r->frame, len);
	return 1;
}

static void send_all(struct ringnet *r)
{
	while (enabled(r) && !r->stall && send_one(r))
		;
}

static void doorbell(struct ringnet *r, u32 tail)
{
	set_tail(r, &r->tx, tail);
	if (r->delay)
		device_after(r->delay);
	else
		send_all(r);
}

static void tick(void *state)
{
	send_all(state);
}

/* Registers */

static u32 *ring_register(struct ring *ring, unsigned int at)
{
	switch (at) {
	case 0x0:
		return &ring->lo;
	case 0x4:
		return &ring->hi;
	case 0x8:
		return &ring->count;
	default:
		return &ring->tail;
	}
}

/* Those that are only remembered, NULL where there is none. */
static u32 *plain(struct ringnet *r, unsigned int at)
{
	if (at >= TX && at < RX)
		return ring_register(&r->tx, at - TX);
	if (at >= RX && at < MISSED)
		return ring_register(&r->rx, at - RX);
	switch (at) {
	case MAC_LO:
	case MAC_HI:
		return &r->mac[(at - MAC_LO) / 4];
	case HASH:
	case HASH + 4:
		return &r->hash[(at - HASH) / 4];
	case RX_SIZE:
		return &r->rx_size;
	case FILTER:
		return &r->filter;
	default:
		return NULL;
	}
}

static u32 read_status(struct ringnet *r)
{
	if (!r->not_ready)
		return STATUS_READY | r->link;
	r->not_ready--;
	return r->link;
}

static u32 take(u32 *counter)
{
	u32 value = *counter;

	*counter = 0;
	return value;
}

static u32 read_powered(struct ringnet *r, unsigned int at)
{
	u32 *value;

	switch (at) {
	case STATUS:
		return read_status(r);
	case IRQ:
		return r->irq;
	case MASK:
		return r->mask;
	case MISSED:
		return take(&r->missed);
	case FILTERED:
		return take(&r->filtered);
	default:
		value = plain(r, at);
		return value ? *value : 0;
	}
}

static u32 model_read(void *state, unsigned int at)
{
	struct ringnet *r = state;

	if (at == ID)
		return r->id;
	if (at == CTRL)
		return r->ctrl;
	return r->ctrl & CTRL_POWER ? read_powered(r, at) : 0xffffffff;
}

static void reset(struct ringnet *r)
{
	memset(&r->tx, 0, sizeof(r->tx));
	memset(&r->rx, 0, sizeof(r->rx));
	r->irq = 0;
	r->mask = 0;
	r->filter = 0;
	r->stall = 0;
}

static void control_register(struct ringnet *r, u32 value)
{
	if ((r->ctrl ^ value) & CTRL_ENABLE)
		device_event("%s", value & CTRL_ENABLE ? "enabled" : "disabled");
	r->ctrl = value & ~(u32)CTRL_RESET;
	if (value & CTRL_RESET || !(value & CTRL_POWER))
		reset(r);
}

static void write_powered(struct ringnet *r, unsigned int at, u32 value)
{
	u32 *known;

	switch (at) {
	case IRQ:
		acknowledge(r, value);
		break;
	case MASK:
		set_mask(r, value);
		break;
	case TX + 0xc:
		doorbell(r, value);
		break;
	case RX + 0xc:
		set_tail(r, &r->rx, value);
		break;
	default:
		known = plain(r, at);
		if (known)
			*known = value;
	}
}

static void model_write(void *state, unsigned int at, u32 value)
{
	struct ringnet *r = state;

	if (at == CTRL)
		control_register(r, value);
	else if (r->ctrl & CTRL_POWER)
		write_powered(r, at, value);
}

/* Knobs */

static void make_to(struct ringnet *r, const char *word, u32 group)
{
	static const u8 ip[4] = { 0x01, 0x00, 0x5e, 0x00 };
	unsigned int i;

	for (i = 0; i < 6; i++)
		r->frame[i] = (u8)mac_byte(r, i);
	if (!strcmp(word, "broadcast"))
		memset(r->frame, 0xff, 6);
	if (!strcmp(word, "stranger"))
		r->frame[5] ^= 1;
	if (strcmp(word, "group"))
		return;
	memcpy(r->frame, ip, sizeof(ip));
	r->frame[4] = (u8)(group >> 8);
	r->frame[5] = (u8)group;
}

/* A frame of LEN bytes; of the local experimental type, so nobody answers. */
static void make_frame(struct ringnet *r, const char *word, u32 len, u32 group)
{
	static const u8 from[8] = { 0x02, 0, 0, 0, 0, 0x99, 0x88, 0xb5 };
	unsigned int i;

	make_to(r, word, group);
	memcpy(r->frame + 6, from, sizeof(from));
	for (i = FRAME_MIN; i < len; i++)
		r->frame[i] = (u8)i;
	receive(r, r->frame, len);
}

/* Frames too large to be copied, and all before the driver sees the first. */
static int burst(struct ringnet *r, u32 count)
{
	while (count--)
		make_frame(r, "burst", 300, 0);
	return 0;
}

static int control_frame(struct ringnet *r, const char *word, u32 value)
{
	if (!strcmp(word, "group")) {
		make_frame(r, word, 60, value);
		return 0;
	}
	if (!strcmp(word, "burst"))
		return burst(r, value < 1024 ? value : 1024);
	if (strcmp(word, "frame") && strcmp(word, "broadcast") &&
	    strcmp(word, "stranger"))
		return -1;
	if (value >= FRAME_MIN && value <= FRAME_MAX)
		make_frame(r, word, value, 0);
	return 0;
}

static void set_link(struct ringnet *r, u32 value)
{
	r->link = value ? STATUS_LINK : 0;
	raise(r, IRQ_LINK);
}

static void set_stall(struct ringnet *r, u32 value)
{
	r->stall = value;
	send_all(r);
}

static u32 *knob(struct ringnet *r, const char *word)
{
	const struct { const char *word; u32 *value; } knobs[] = {
		{ "id", &r->id },
		{ "mac-lo", &r->mac[0] },
		{ "mac-hi", &r->mac[1] },
		{ "loop", &r->loop },
		{ "delay", &r->delay },
		{ "not-ready", &r->not_ready },
		{ "lost", &r->lost },
		{ "tx-error", &r->tx_errors },
		{ "rx-error", &r->rx_errors },
		{ "wrong-len", &r->wrong_len },
	};
	unsigned int i;

	for (i = 0; i < sizeof(knobs) / sizeof(knobs[0]); i++)
		if (!strcmp(word, knobs[i].word))
			return knobs[i].value;
	return NULL;
}

static int control(void *state, const char *word, u32 value)
{
	struct ringnet *r = state;
	u32 *simple = knob(r, word);

	if (simple)
		*simple = value;
	else if (!strcmp(word, "link"))
		set_link(r, value);
	else if (!strcmp(word, "stall"))
		set_stall(r, value);
	else if (!strcmp(word, "fatal"))
		fail(r, "as wished");
	else if (!strcmp(word, "spurious"))
		device_interrupt();
	else
		return control_frame(r, word, value);
	return 0;
}

const struct device_model device_model = {
	.name = "ringnet",
	.bus = DEVICE_PLATFORM,
	.size = WINDOW,
	.state_size = sizeof(struct ringnet),
	.start = start,
	.read = model_read,
	.write = model_write,
	.tick = tick,
	.control = control,
};

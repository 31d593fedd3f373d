/* SPDX-License-Identifier: Apache-2.0 */
/* qpair: the queue pair storage controller, with 256 blocks. */
#include "device.h"

#define PAGE		4096u
#define BLOCK		512u
#define BLOCKS		256u
#define QUEUES		2u

enum {
	CAP = 0x00, CC = 0x10, CSTS = 0x14, AQA = 0x18,
	ASQ = 0x20, ACQ = 0x28, DOORBELL = 0x40, WINDOW = 0x100,
};

enum { READY = 1, FATAL = 2 };

enum {
	ADMIN_CREATE_SQ = 1, ADMIN_CREATE_CQ = 5, ADMIN_IDENTIFY = 6,
	IO_FLUSH = 0, IO_WRITE = 1, IO_READ = 2,
};

enum {
	OK = 0, BAD_OPCODE = 1, BAD_FIELD = 2, TRANSFER_ERROR = 4, BAD_RANGE = 0x80,
};

/* As it lies in memory, little endian, like every machine this runs on. */
struct command {
	u8 opcode;
	u8 flags;
	u16 cid;
	u32 nr;
	u64 lba;
	u64 prp1;
	u64 prp2;
	u32 arg[8];
};

struct completion_entry {
	u32 result;
	u16 sq_head;
	u16 sq_id;
	u16 cid;
	u16 status;
	u32 reserved;
};

struct ring {
	u64 sq, cq;
	u32 sq_entries, cq_entries;	/* 0: not created */
	u32 sq_head, sq_tail;
	u32 cq_tail;
	u32 phase;
};

struct knobs {
	u32 delay;		/* microseconds from doorbell to answer */
	u32 ready;		/* reads of CSTS until it follows CC */
	u32 stall;		/* so many I/O commands get no answer */
	u32 stall_admin;
	u32 lost;		/* so many interrupts are lost */
	u32 status;		/* of the next I/O command, not executed */
	u32 admin_status;
	u32 result;		/* of the next I/O command */
	u32 cid;		/* the next answer is to this command, + 1 */
	u32 twice;		/* so many answers are given twice */
	u32 gone;		/* all registers read as ones */
	u32 mqes;
	u32 block_size;
	u32 blocks;		/* that it says it has */
	u32 name;		/* which strings it identifies with */
};

struct qpair {
	struct knobs k;
	u32 cc, aqa, fatal, lag;
	u32 addr[4];		/* ASQ, ACQ: low and high */
	int was_ready, posted;
	struct ring ring[QUEUES];
	u8 blocks[BLOCKS][BLOCK];
};

static void power_on(void *state)
{
	struct qpair *q = state;

	q->k.delay = 50;
	q->k.ready = 2;
	q->k.mqes = 63;
	q->k.block_size = BLOCK;
	q->k.blocks = BLOCKS;
}

/* Ready follows enable, a few reads later. */
static u32 read_status(struct qpair *q)
{
	if (q->lag)
		q->lag--;
	else
		q->was_ready = q->cc & 1;
	return (q->was_ready ? READY : 0) | (q->fatal ? FATAL : 0);
}

static u32 read_register(void *state, unsigned int at)
{
	struct qpair *q = state;

	if (q->k.gone)
		return 0xffffffff;
	switch (at) {
	case CAP:
		return (q->k.mqes & 0xffff) | 4u << 24;
	case CC:
		return q->cc;
	case CSTS:
		return read_status(q);
	case AQA:
		return q->aqa;
	default:
		return 0;
	}
}

static void enable(struct qpair *q)
{
	struct ring *r = &q->ring[0];

	r->sq = q->addr[0] | (u64)q->addr[1] << 32;
	r->cq = q->addr[2] | (u64)q->addr[3] << 32;
	r->sq_entries = (q->aqa & 0xffff) + 1;
	r->cq_entries = (q->aqa >> 16) + 1;
	r->phase = 1;
	device_event("enable, admin queue of %u", r->sq_entries);
}

static void disable(struct qpair *q)
{
	memset(q->ring, 0, sizeof(q->ring));
	q->fatal = 0;
	device_event("disable");
}

static void write_control(struct qpair *q, u32 value)
{
	u32 was = q->cc & 1;

	q->cc = value;
	if ((value & 1) == was)
		return;
	q->lag = q->k.ready;
	if (was)
		disable(q);
	else
		enable(q);
}

static void ring_doorbell(struct qpair *q, unsigned int at, u32 value)
{
	struct ring *r = &q->ring[(at - DOORBELL) / 8];

	if (at & 4)
		return;		/* there is always room for completions */
	if (value >= r->sq_entries) {
		device_event("bad doorbell %u", value);
		return;
	}
	r->sq_tail = value;
	device_after(q->k.delay);
}

static void write_register(void *state, unsigned int at, u32 value)
{
	struct qpair *q = state;

	if (q->k.gone)
		return;
	if (at == CC)
		write_control(q, value);
	else if (at == AQA)
		q->aqa = value;
	else if (at >= ASQ && at < ASQ + 16)
		q->addr[(at - ASQ) / 4] = value;
	else if (at >= DOORBELL && at < DOORBELL + 8 * QUEUES)
		ring_doorbell(q, at, value);
	else
		device_event("write of %x to %02x", value, at);
}

/* Page I of a command's data, NULL where the driver gave no such memory. */
static void *page(const struct command *c, u32 pages, u32 i, u32 len)
{
	u64 *list;

	if (!i)
		return device_dma(c->prp1, len);
	if (pages == 2)
		return device_dma(c->prp2, len);
	list = device_dma(c->prp2 + (i - 1) * sizeof(*list), sizeof(*list));
	return list ? device_dma(*list, len) : NULL;
}

/* The blocks to or from the pages of the command. */
static u32 transfer(struct qpair *q, const struct command *c)
{
	u32 left = c->nr * BLOCK, pages = (left + PAGE - 1) / PAGE, i, len;
	u8 *at = q->blocks[c->lba], *memory;

	for (i = 0; left; i++) {
		len = left < PAGE ? left : PAGE;
		memory = page(c, pages, i, len);
		if (!memory)
			return TRANSFER_ERROR;
		if (c->opcode == IO_READ)
			memcpy(memory, at, len);
		else
			memcpy(at, memory, len);
		at += len;
		left -= len;
	}
	return OK;
}

static int in_range(u64 lba, u32 nr)
{
	return nr && nr <= BLOCKS && lba <= BLOCKS - nr;
}

static u32 do_io(struct qpair *q, const struct command *c)
{
	device_event("io %02x flags %x lba %llu nr %u", c->opcode, c->flags,
		     (unsigned long long)c->lba, c->nr);
	switch (c->opcode) {
	case IO_FLUSH:
		return OK;
	case IO_READ:
	case IO_WRITE:
		return in_range(c->lba, c->nr) ? transfer(q, c) : BAD_RANGE;
	default:
		return BAD_OPCODE;
	}
}

/* Text in a field: spaces behind it, no NUL. */
static void put_text(u8 *to, const char *text, u32 size)
{
	size_t len = strlen(text);

	memset(to, ' ', size);
	memcpy(to, text, len < size ? len : size);
}

static void put_names(u8 *to, u32 which)
{
	static const char *const names[3][3] = {
		{ "QP0001", "QPAIR MODEL 1", "1.04" },
		{ "12345678901234567890",
		  "A MODEL NAME THAT FILLS ITS FORTY BYTES.", "12345678" },
		{ "", "", "" },
	};
	const char *const *n = names[which < 3 ? which : 0];

	put_text(to + 4, n[0], 20);
	put_text(to + 24, n[1], 40);
	put_text(to + 64, n[2], 8);
}

static u32 identify(struct qpair *q, const struct command *c)
{
	u8 *to = device_dma(c->prp1, PAGE);
	u64 blocks = q->k.blocks;
	u16 vendor = 0x5afe;

	if (!to)
		return TRANSFER_ERROR;
	memset(to, 0, PAGE);
	memcpy(to, &vendor, sizeof(vendor));
	put_names(to, q->k.name);
	memcpy(to + 72, &blocks, sizeof(blocks));
	memcpy(to + 80, &q->k.block_size, sizeof(q->k.block_size));
	return OK;
}

static u32 create(struct qpair *q, const struct command *c)
{
	u32 id = c->arg[0] & 0xffff, entries = (c->arg[0] >> 16) + 1;
	struct ring *r = &q->ring[1];

	if (id != 1 || entries > q->k.mqes + 1)
		return BAD_FIELD;
	if (c->opcode == ADMIN_CREATE_CQ) {
		r->cq = c->prp1;
		r->cq_entries = entries;
		r->phase = 1;
		return OK;
	}
	if (!r->cq_entries)
		return BAD_FIELD;
	r->sq = c->prp1;
	r->sq_entries = entries;
	return OK;
}

/* An entry of the completion ring; its phase is written last. */
static void post(struct qpair *q, struct ring *r, u16 cid, u32 result, u32 status)
{
	struct completion_entry *e =
		device_dma(r->cq + r->cq_tail * sizeof(*e), sizeof(*e));

	if (!e)
		return;
	e->result = result;
	e->sq_head = (u16)r->sq_head;
	e->sq_id = (u16)(r - q->ring);
	e->cid = cid;
	__atomic_store_n(&e->status, (u16)(status << 1 | r->phase),
			 __ATOMIC_RELEASE);
	if (++r->cq_tail == r->cq_entries) {
		r->cq_tail = 0;
		r->phase ^= 1;
	}
	q->posted = 1;
}

/* Use up one of a knob's times. */
static int take(u32 *times)
{
	if (!*times)
		return 0;
	--*times;
	return 1;
}

static void answer(struct qpair *q, struct ring *r, u16 cid, u32 result, u32 status)
{
	if (q->k.cid) {
		cid = (u16)(q->k.cid - 1);
		q->k.cid = 0;
	}
	post(q, r, cid, result, status);
	if (take(&q->k.twice))
		post(q, r, cid, result, status);
}

static u32 do_admin(struct qpair *q, const struct command *c)
{
	u32 status = q->k.admin_status;

	device_event("admin %02x", c->opcode);
	q->k.admin_status = 0;
	if (status)
		return status;
	switch (c->opcode) {
	case ADMIN_IDENTIFY:
		return identify(q, c);
	case ADMIN_CREATE_CQ:
	case ADMIN_CREATE_SQ:
		return create(q, c);
	default:
		return BAD_OPCODE;
	}
}

static void run_admin(struct qpair *q, const struct command *c)
{
	if (take(&q->k.stall_admin)) {
		device_event("admin %02x stalls", c->opcode);
		return;
	}
	answer(q, &q->ring[0], c->cid, 0, do_admin(q, c));
}

static void run_io(struct qpair *q, const struct command *c)
{
	u32 status = q->k.status, result = q->k.result;

	if (take(&q->k.stall)) {
		device_event("io %02x stalls", c->opcode);
		return;
	}
	q->k.status = 0;
	q->k.result = 0;
	if (!status)
		status = do_io(q, c);
	answer(q, &q->ring[1], c->cid, result, status);
}

static void run_ring(struct qpair *q, u32 id)
{
	struct ring *r = &q->ring[id];
	struct command *c;

	while (r->sq_head != r->sq_tail) {
		c = device_dma(r->sq + r->sq_head * sizeof(*c), sizeof(*c));
		if (!c)
			return;
		if (++r->sq_head == r->sq_entries)
			r->sq_head = 0;
		if (id)
			run_io(q, c);
		else
			run_admin(q, c);
	}
}

static void interrupt(struct qpair *q)
{
	if (take(&q->k.lost))
		device_event("interrupt lost");
	else
		device_interrupt();
}

static void tick(void *state)
{
	struct qpair *q = state;

	if (q->fatal)
		return;
	q->posted = 0;
	run_ring(q, 0);
	run_ring(q, 1);
	if (q->posted)
		interrupt(q);
}

static int turn_fatal(struct qpair *q)
{
	q->fatal = 1;
	device_event("fatal");
	device_interrupt();
	return 0;
}

/* The knob that is called WORD; the order is that of struct knobs. */
static u32 *knob(struct knobs *k, const char *word)
{
	static const char *const names[] = {
		"delay", "ready", "stall", "stall-admin", "lost", "status",
		"admin-status", "result", "cid", "twice", "gone", "mqes",
		"block-size", "blocks", "name",
	};
	u32 i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (!strcmp(names[i], word))
			return (u32 *)k + i;
	return NULL;
}

static int control(void *state, const char *word, u32 value)
{
	struct qpair *q = state;
	u32 *k;

	if (!strcmp(word, "fatal"))
		return turn_fatal(q);
	if (!strcmp(word, "interrupt")) {
		device_interrupt();
		return 0;
	}
	k = knob(&q->k, word);
	if (!k)
		return -1;
	*k = value;
	/* What waits for its answer waits so long from now on. */
	if (k == &q->k.delay)
		device_after(value);
	return 0;
}

const struct device_model device_model = {
	.name = "qpair",
	.bus = DEVICE_PLATFORM,
	.size = WINDOW,
	.state_size = sizeof(struct qpair),
	.start = power_on,
	.read = read_register,
	.write = write_register,
	.tick = tick,
	.control = control,
};

// SPDX-License-Identifier: GPL-2.0
/*
 * qpair - queue pair storage controller
 *
 * The controller takes commands from rings in memory, a submission and a
 * completion queue that make a pair.  The admin pair sets up the I/O pair,
 * which moves data.  Programs use /dev/qpair.
 *
 * Life times:
 *
 *  - The device object is referenced by the bound driver and by each open
 *    file.  When the driver is unbound, the registers and the rings go, and
 *    open files get -ENODEV.
 *  - A request is referenced by whoever waits for it and, while the controller
 *    has it, by its queue.  A waiter that is interrupted leaves the request
 *    and its pages to the queue.
 *
 * When a command takes too long, the controller is reset and all it had fails.
 *
 * Lock order: queue->lock, qdev->state_lock.
 */

#include <linux/atomic.h>
#include <linux/bitmap.h>
#include <linux/completion.h>
#include <linux/device.h>
#include <linux/dma-mapping.h>
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/interrupt.h>
#include <linux/io.h>
#include <linux/iopoll.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/platform_device.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/string.h>
#include <linux/timer.h>
#include <linux/uaccess.h>
#include <linux/wait.h>
#include <linux/workqueue.h>

#include "qpair.h"

/* Registers */
#define QPAIR_REG_CAP		0x00
#define   QPAIR_CAP_MQES(cap)	((cap) & 0xffff)	/* entries - 1 */
#define   QPAIR_CAP_TO(cap)	(((cap) >> 24) & 0xff)	/* in 10 ms */
#define QPAIR_REG_CC		0x10
#define   QPAIR_CC_EN		BIT(0)
#define QPAIR_REG_CSTS		0x14
#define   QPAIR_CSTS_RDY	BIT(0)
#define   QPAIR_CSTS_CFS	BIT(1)	/* fatal: only a reset helps */
#define QPAIR_REG_AQA		0x18	/* entries - 1: completion, submission */
#define QPAIR_REG_ASQ		0x20
#define QPAIR_REG_ACQ		0x28
#define QPAIR_REG_SQ_TAIL(id)	(0x40 + (id) * 8)
#define QPAIR_REG_CQ_HEAD(id)	(0x44 + (id) * 8)

/* Admin commands */
#define QPAIR_ADMIN_CREATE_SQ	0x01
#define QPAIR_ADMIN_CREATE_CQ	0x05
#define QPAIR_ADMIN_IDENTIFY	0x06

/* I/O commands */
#define QPAIR_CMD_FLUSH		0x00
#define QPAIR_CMD_WRITE		0x01
#define QPAIR_CMD_READ		0x02

/* Status of a completion, without the phase bit */
#define QPAIR_SC_OPCODE		0x01
#define QPAIR_SC_FIELD		0x02
#define QPAIR_SC_ABORTED	0x07
#define QPAIR_SC_RANGE		0x80
#define QPAIR_SC_READ_ERROR	0x281

#define QPAIR_PAGE_SIZE		4096	/* the controller's */
#define QPAIR_ADMIN_DEPTH	4
#define QPAIR_MAX_DEPTH		64
#define QPAIR_MAX_TIMEOUT	60000	/* in ms */
#define QPAIR_POLL_US		50

static unsigned int depth = 16;
module_param(depth, uint, 0444);
MODULE_PARM_DESC(depth, "Entries of the I/O queue");

static unsigned int timeout_ms = 500;
module_param(timeout_ms, uint, 0444);
MODULE_PARM_DESC(timeout_ms, "Time that a command may take");

struct qpair_cmd {
	u8 opcode;
	u8 flags;
	__le16 cid;
	__le32 nr;		/* blocks */
	__le64 lba;
	__le64 prp1;
	__le64 prp2;
	__le32 arg[8];
};

struct qpair_cqe {
	__le32 result;
	__le16 sq_head;
	__le16 sq_id;
	__le16 cid;
	__le16 status;		/* bit 0 is the phase */
	__le32 reserved;
};

/* What the controller says about itself, padded with spaces. */
struct qpair_id_page {
	__le16 vendor;
	__le16 reserved;
	char serial[20];
	char model[40];
	char firmware[8];
	__le64 blocks;
	__le32 block_size;
	u8 rest[QPAIR_PAGE_SIZE - 84];
} __packed;

struct qpair_page {
	void *addr;
	dma_addr_t dma;
};

struct qpair_req {
	atomic_t refs;
	struct completion done;
	struct qpair_cmd cmd;
	enum qpair_op op;		/* of a command of the I/O queue */
	unsigned long deadline;		/* in jiffies */
	u32 result;
	u16 status;
	int error;
	/* The data, if there are any */
	enum dma_data_direction dir;
	u32 size;
	__le64 *prps;		/* pages from the second; if there are 3 or more */
	dma_addr_t prps_dma;
	u32 nr_pages;		/* allocated */
	u32 nr_mapped;
	struct qpair_page pages[];
};

struct qpair_dev;

struct qpair_queue {
	struct qpair_dev *qdev;
	unsigned int id;
	wait_queue_head_t wait;		/* for a tag */

	spinlock_t lock;		/* all below */
	bool live;
	struct qpair_cmd *sq;
	struct qpair_cqe *cq;		/* in the same memory, behind it */
	dma_addr_t sq_dma;
	dma_addr_t cq_dma;
	unsigned int sq_tail;
	unsigned int cq_head;
	unsigned int phase;
	unsigned int depth;
	/* One entry stays free: a full ring looks like an empty one. */
	unsigned int nr_tags;
	DECLARE_BITMAP(tags, QPAIR_MAX_DEPTH);
	struct qpair_req *reqs[];	/* by tag */
};

enum qpair_state {
	QPAIR_LIVE,
	QPAIR_RESETTING,
	QPAIR_DEAD,
	QPAIR_REMOVED,
};

struct qpair_dev {
	atomic_t refs;
	struct device *dev;
	void __iomem *regs;
	int irq;
	unsigned int ready_us;
	struct miscdevice misc;
	struct qpair_queue *admin;
	struct qpair_queue *io;

	spinlock_t state_lock;		/* state, and queueing of reset_work */
	enum qpair_state state;

	struct qpair_identity id;	/* does not change after probe */

	unsigned long timeout;		/* in jiffies */
	struct timer_list watchdog;	/* while the I/O queue has commands */
	struct work_struct reset_work;

	struct qpair_stats stats;	/* under io->lock */
	atomic_t spurious;
	atomic_t resets;
};

static const char * const qpair_state_names[] = {
	[QPAIR_LIVE]		= "live",
	[QPAIR_RESETTING]	= "resetting",
	[QPAIR_DEAD]		= "dead",
	[QPAIR_REMOVED]		= "removed",
};

static const struct {
	u16 status;
	int error;
} qpair_errors[] = {
	{ 0, 0 },
	{ QPAIR_SC_OPCODE, -EOPNOTSUPP },
	{ QPAIR_SC_FIELD, -EINVAL },
	{ QPAIR_SC_ABORTED, -ECANCELED },
	{ QPAIR_SC_RANGE, -ERANGE },
	{ QPAIR_SC_READ_ERROR, -ENODATA },
};

static int qpair_errno(u16 status)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(qpair_errors); i++)
		if (qpair_errors[i].status == status)
			return qpair_errors[i].error;
	return -EIO;
}

/* Device object */

static void qpair_dev_get(struct qpair_dev *qdev)
{
	atomic_inc(&qdev->refs);
}

static void qpair_dev_put(struct qpair_dev *qdev)
{
	if (!atomic_dec_and_test(&qdev->refs))
		return;

	kfree(qdev->io);
	kfree(qdev->admin);
	kfree(qdev);
}

/* A device that was removed stays so. */
static void qpair_set_state(struct qpair_dev *qdev, enum qpair_state state)
{
	unsigned long flags;

	spin_lock_irqsave(&qdev->state_lock, flags);
	if (qdev->state != QPAIR_REMOVED)
		WRITE_ONCE(qdev->state, state);
	spin_unlock_irqrestore(&qdev->state_lock, flags);
	wake_up_all(&qdev->io->wait);
}

/* True when it was this call that began the reset. */
static bool qpair_schedule_reset(struct qpair_dev *qdev)
{
	unsigned long flags;
	bool ok;

	spin_lock_irqsave(&qdev->state_lock, flags);
	ok = qdev->state == QPAIR_LIVE || qdev->state == QPAIR_DEAD;
	if (ok) {
		WRITE_ONCE(qdev->state, QPAIR_RESETTING);
		schedule_work(&qdev->reset_work);
	}
	spin_unlock_irqrestore(&qdev->state_lock, flags);
	return ok;
}

/* Requests */

static void qpair_req_put(struct qpair_req *req)
{
	u32 i;

	if (!atomic_dec_and_test(&req->refs))
		return;
	for (i = 0; i < req->nr_pages; i++)
		free_page((unsigned long)req->pages[i].addr);
	kfree(req->prps);
	kfree(req);
}

/* A request with SIZE bytes of data, 0 for none. */
static struct qpair_req *qpair_req_new(u8 opcode, u32 size,
				       enum dma_data_direction dir)
{
	u32 n = DIV_ROUND_UP(size, QPAIR_PAGE_SIZE);
	struct qpair_req *req;
	void *addr;

	req = kzalloc(sizeof(*req) + n * sizeof(req->pages[0]), GFP_KERNEL);
	if (!req)
		return NULL;
	atomic_set(&req->refs, 1);
	init_completion(&req->done);
	req->cmd.opcode = opcode;
	req->dir = dir;
	req->size = size;

	while (req->nr_pages < n) {
		addr = (void *)get_zeroed_page(GFP_KERNEL);
		if (!addr)
			goto err_put;
		req->pages[req->nr_pages++].addr = addr;
	}
	if (n > 2) {
		req->prps = kmalloc((n - 1) * sizeof(__le64), GFP_KERNEL);
		if (!req->prps)
			goto err_put;
	}
	return req;

err_put:
	qpair_req_put(req);
	return NULL;
}

static void qpair_req_unmap_pages(struct device *dev, struct qpair_req *req)
{
	struct qpair_page *page = req->pages;

	while (req->nr_mapped) {
		dma_unmap_single(dev, page->dma, QPAIR_PAGE_SIZE, req->dir);
		page++;
		req->nr_mapped--;
	}
}

/* Give the pages to the controller, and tell the command where they are. */
static int qpair_req_map(struct device *dev, struct qpair_req *req)
{
	struct qpair_page *page = req->pages;
	__le64 *prp = req->prps;
	u32 n;

	for (; req->nr_mapped < req->nr_pages; page++) {
		page->dma = dma_map_single(dev, page->addr, QPAIR_PAGE_SIZE,
					   req->dir);
		if (dma_mapping_error(dev, page->dma))
			goto err_unmap;
		req->nr_mapped++;
	}

	if (req->nr_pages > 0)
		req->cmd.prp1 = cpu_to_le64(req->pages[0].dma);
	if (req->nr_pages == 2)
		req->cmd.prp2 = cpu_to_le64(req->pages[1].dma);
	if (!prp)
		return 0;

	n = req->nr_pages - 1;
	for (page = req->pages + 1; prp < req->prps + n; page++)
		*prp++ = cpu_to_le64(page->dma);
	req->prps_dma = dma_map_single(dev, req->prps, n * sizeof(__le64),
				       DMA_TO_DEVICE);
	if (dma_mapping_error(dev, req->prps_dma))
		goto err_unmap;
	req->cmd.prp2 = cpu_to_le64(req->prps_dma);
	return 0;

err_unmap:
	qpair_req_unmap_pages(dev, req);
	return -ENOMEM;
}

static void qpair_req_unmap(struct device *dev, struct qpair_req *req)
{
	if (req->prps)
		dma_unmap_single(dev, req->prps_dma,
				 (req->nr_pages - 1) * sizeof(__le64),
				 DMA_TO_DEVICE);
	qpair_req_unmap_pages(dev, req);
}

static int qpair_req_from_user(struct qpair_req *req, const char __user *from)
{
	struct qpair_page *page = req->pages;
	u32 left = req->size;
	u32 len;

	while (left) {
		len = min_t(u32, left, QPAIR_PAGE_SIZE);
		if (copy_from_user(page->addr, from, len))
			return -EFAULT;
		from += len;
		left -= len;
		page++;
	}
	return 0;
}

static int qpair_req_to_user(struct qpair_req *req, char __user *to)
{
	u32 done = 0;
	u32 len, i;

	for (i = 0; done < req->size; i++) {
		len = min_t(u32, req->size - done, QPAIR_PAGE_SIZE);
		if (copy_to_user(to + done, req->pages[i].addr, len))
			return -EFAULT;
		done += len;
	}
	return 0;
}

/* Queues */

static struct qpair_queue *qpair_queue_new(struct qpair_dev *qdev,
					   unsigned int id,
					   unsigned int entries)
{
	struct qpair_queue *q;

	q = kzalloc(sizeof(*q) + (entries - 1) * sizeof(struct qpair_req *),
		    GFP_KERNEL);
	if (!q)
		return NULL;
	q->qdev = qdev;
	q->id = id;
	q->depth = entries;
	q->nr_tags = entries - 1;
	spin_lock_init(&q->lock);
	init_waitqueue_head(&q->wait);
	return q;
}

static size_t qpair_queue_ring_size(const struct qpair_queue *q)
{
	return q->depth * (sizeof(struct qpair_cmd) + sizeof(struct qpair_cqe));
}

static int qpair_queue_alloc_rings(struct qpair_queue *q)
{
	q->sq = dma_alloc_coherent(q->qdev->dev, qpair_queue_ring_size(q),
				   &q->sq_dma, GFP_KERNEL);
	if (!q->sq)
		return -ENOMEM;
	q->cq = (struct qpair_cqe *)(q->sq + q->depth);
	q->cq_dma = q->sq_dma + q->depth * sizeof(*q->sq);
	return 0;
}

static void qpair_queue_free_rings(struct qpair_queue *q)
{
	dma_free_coherent(q->qdev->dev, qpair_queue_ring_size(q), q->sq,
			  q->sq_dma);
}

/* Both rings are empty; nobody looks at them while the queue is not live. */
static void qpair_queue_restart(struct qpair_queue *q)
{
	memset(q->cq, 0, q->depth * sizeof(*q->cq));
	q->sq_tail = 0;
	q->cq_head = 0;
	q->phase = 1;
}

static void qpair_queue_set_live(struct qpair_queue *q, bool live)
{
	unsigned long flags;

	spin_lock_irqsave(&q->lock, flags);
	q->live = live;
	spin_unlock_irqrestore(&q->lock, flags);
}

/* The controller was given an I/O command, under the queue's lock. */
static void qpair_started(struct qpair_dev *qdev, struct qpair_req *req)
{
	qdev->stats.ops[req->op]++;
	qdev->stats.blocks[req->op] += le32_to_cpu(req->cmd.nr);
	if (!timer_pending(&qdev->watchdog))
		mod_timer(&qdev->watchdog, req->deadline);
}

/* Hand a request to the controller; -EBUSY while there is no room for it. */
static int qpair_queue_submit(struct qpair_queue *q, struct qpair_req *req)
{
	struct qpair_dev *qdev = q->qdev;
	unsigned long flags;
	unsigned int tag;
	int ret = 0;

	spin_lock_irqsave(&q->lock, flags);
	if (!q->live) {
		ret = READ_ONCE(qdev->state) == QPAIR_RESETTING ? -EBUSY :
								  -ENODEV;
		goto out_unlock;
	}
	tag = find_first_zero_bit(q->tags, q->nr_tags);
	if (tag >= q->nr_tags) {
		ret = -EBUSY;
		goto out_unlock;
	}
	ret = qpair_req_map(qdev->dev, req);
	if (ret)
		goto out_unlock;

	__set_bit(tag, q->tags);
	atomic_inc(&req->refs);
	q->reqs[tag] = req;
	req->cmd.cid = cpu_to_le16(tag);
	req->deadline = jiffies + qdev->timeout;

	memcpy(&q->sq[q->sq_tail], &req->cmd, sizeof(req->cmd));
	if (++q->sq_tail == q->depth)
		q->sq_tail = 0;
	writel(q->sq_tail, qdev->regs + QPAIR_REG_SQ_TAIL(q->id));
	if (q == qdev->io)
		qpair_started(qdev, req);
out_unlock:
	spin_unlock_irqrestore(&q->lock, flags);
	return ret;
}

/* The queue gives up a request, under its lock. */
static void qpair_queue_end(struct qpair_queue *q, unsigned int tag, int error)
{
	struct qpair_req *req = q->reqs[tag];
	struct qpair_dev *qdev = q->qdev;

	q->reqs[tag] = NULL;
	__clear_bit(tag, q->tags);
	qpair_req_unmap(qdev->dev, req);

	req->error = error;
	if (error && q == qdev->io)
		qdev->stats.errors++;
	complete(&req->done);
	qpair_req_put(req);
	wake_up(&q->wait);
}

static void qpair_queue_complete(struct qpair_queue *q,
				 const struct qpair_cqe *cqe)
{
	unsigned int tag = le16_to_cpu(cqe->cid);
	struct qpair_req *req;

	if (tag >= q->nr_tags || !q->reqs[tag]) {
		atomic_inc(&q->qdev->spurious);
		dev_warn(q->qdev->dev, "queue %u: no command %u\n", q->id, tag);
		return;
	}
	req = q->reqs[tag];
	req->status = le16_to_cpu(cqe->status) >> 1;
	req->result = le32_to_cpu(cqe->result);
	qpair_queue_end(q, tag, qpair_errno(req->status));
}

/* Take what the controller completed; how many, under the queue's lock. */
static unsigned int qpair_queue_poll(struct qpair_queue *q)
{
	struct qpair_cqe *cqe;
	unsigned int n = 0;

	if (!q->live)
		return 0;

	for (;;) {
		cqe = &q->cq[q->cq_head];
		if ((le16_to_cpu(READ_ONCE(cqe->status)) & 1) != q->phase)
			break;
		/* The rest of the entry was written before the phase. */
		dma_rmb();
		qpair_queue_complete(q, cqe);
		if (++q->cq_head == q->depth) {
			q->cq_head = 0;
			q->phase ^= 1;
		}
		n++;
	}
	if (n)
		writel(q->cq_head, q->qdev->regs + QPAIR_REG_CQ_HEAD(q->id));
	return n;
}

/* The controller does not know the queue any more. */
static void qpair_queue_cancel(struct qpair_queue *q)
{
	unsigned long flags;
	unsigned int tag;

	spin_lock_irqsave(&q->lock, flags);
	for (tag = 0; tag < q->nr_tags; tag++) {
		if (!q->reqs[tag])
			continue;
		q->reqs[tag]->status = QPAIR_SC_ABORTED;
		qpair_queue_end(q, tag, -ECANCELED);
	}
	spin_unlock_irqrestore(&q->lock, flags);
}

static irqreturn_t qpair_irq(int irq, void *data)
{
	struct qpair_dev *qdev = data;
	unsigned int n;
	u32 csts;

	csts = readl(qdev->regs + QPAIR_REG_CSTS);
	if (csts & QPAIR_CSTS_CFS) {
		qpair_schedule_reset(qdev);
		return IRQ_HANDLED;
	}

	spin_lock(&qdev->admin->lock);
	n = qpair_queue_poll(qdev->admin);
	spin_unlock(&qdev->admin->lock);

	spin_lock(&qdev->io->lock);
	n += qpair_queue_poll(qdev->io);
	spin_unlock(&qdev->io->lock);
	return n ? IRQ_HANDLED : IRQ_NONE;
}

/* Timeouts */

static void qpair_watchdog(struct timer_list *t)
{
	struct qpair_dev *qdev = from_timer(qdev, t, watchdog);
	struct qpair_queue *q = qdev->io;
	unsigned long flags, next;
	bool busy = false, late = false;
	unsigned int tag;

	spin_lock_irqsave(&q->lock, flags);
	qdev->stats.polled += qpair_queue_poll(q);

	next = jiffies + qdev->timeout;
	for (tag = 0; tag < q->nr_tags; tag++) {
		struct qpair_req *req = q->reqs[tag];

		if (!req)
			continue;
		busy = true;
		if (time_after_eq(jiffies, req->deadline))
			late = true;
		else if (time_before(req->deadline, next))
			next = req->deadline;
	}
	if (late && qpair_schedule_reset(qdev))
		qdev->stats.timeouts++;
	if (busy)
		mod_timer(&qdev->watchdog, next);
	spin_unlock_irqrestore(&q->lock, flags);
}

/* Admin commands */

static int qpair_admin(struct qpair_dev *qdev, struct qpair_req *req)
{
	int ret;

	ret = qpair_queue_submit(qdev->admin, req);
	if (ret)
		return ret;
	if (!wait_for_completion_timeout(&req->done, qdev->timeout))
		return -ETIMEDOUT;
	return req->error;
}

static int qpair_admin_create(struct qpair_dev *qdev, u8 opcode,
			      dma_addr_t ring)
{
	struct qpair_queue *q = qdev->io;
	struct qpair_req *req;
	int ret;

	req = qpair_req_new(opcode, 0, DMA_NONE);
	if (!req)
		return -ENOMEM;
	req->cmd.prp1 = cpu_to_le64(ring);
	req->cmd.arg[0] = cpu_to_le32((q->depth - 1) << 16 | q->id);
	ret = qpair_admin(qdev, req);
	qpair_req_put(req);
	return ret;
}

/* A field of the controller: spaces behind the text, and no NUL. */
static void qpair_copy_field(char *to, const char *from, size_t len)
{
	strncpy(to, from, len);
	to[len] = '\0';
	while (len && (to[len - 1] == ' ' || to[len - 1] == '\0'))
		to[--len] = '\0';
}

static void qpair_set_identity(struct qpair_dev *qdev,
			       const struct qpair_id_page *page)
{
	struct qpair_identity *id = &qdev->id;

	id->blocks = le64_to_cpu(page->blocks);
	id->block_size = le32_to_cpu(page->block_size);
	id->max_blocks = QPAIR_MAX_BLOCKS;
	id->vendor = le16_to_cpu(page->vendor);
	id->depth = qdev->io->depth;
	qpair_copy_field(id->serial, page->serial, sizeof(page->serial));
	qpair_copy_field(id->model, page->model, sizeof(page->model));
	qpair_copy_field(id->firmware, page->firmware,
			 sizeof(page->firmware));

	memset(id->label, 0, sizeof(id->label));
	strcpy(id->label, id->model);
	if (id->serial[0]) {
		strcat(id->label, "-");
		strcat(id->label, id->serial);
	}
	dev_info(qdev->dev, "%s, %llu blocks\n", id->label,
		 (unsigned long long)id->blocks);
}

static int qpair_admin_identify(struct qpair_dev *qdev)
{
	const struct qpair_id_page *page;
	struct qpair_req *req;
	int ret;

	req = qpair_req_new(QPAIR_ADMIN_IDENTIFY, sizeof(*page),
			    DMA_FROM_DEVICE);
	if (!req)
		return -ENOMEM;
	ret = qpair_admin(qdev, req);
	if (ret)
		goto out_put;

	page = req->pages[0].addr;
	if (le32_to_cpu(page->block_size) != QPAIR_BLOCK_SIZE) {
		dev_err(qdev->dev, "blocks of %u bytes\n",
			le32_to_cpu(page->block_size));
		ret = -EINVAL;
		goto out_put;
	}
	qpair_set_identity(qdev, page);
out_put:
	qpair_req_put(req);
	return ret;
}

/* Controller */

static int qpair_disable(struct qpair_dev *qdev)
{
	u32 csts;

	writel(0, qdev->regs + QPAIR_REG_CC);
	return readl_poll_timeout(qdev->regs + QPAIR_REG_CSTS, csts,
				  !(csts & QPAIR_CSTS_RDY), QPAIR_POLL_US,
				  qdev->ready_us);
}

static void qpair_write_addr(struct qpair_dev *qdev, unsigned int reg,
			     dma_addr_t addr)
{
	writel(lower_32_bits(addr), qdev->regs + reg);
	writel(upper_32_bits(addr), qdev->regs + reg + 4);
}

static int qpair_enable(struct qpair_dev *qdev)
{
	struct qpair_queue *q = qdev->admin;
	u32 csts;
	int ret;

	qpair_queue_restart(q);
	writel((q->depth - 1) << 16 | (q->depth - 1),
	       qdev->regs + QPAIR_REG_AQA);
	qpair_write_addr(qdev, QPAIR_REG_ASQ, q->sq_dma);
	qpair_write_addr(qdev, QPAIR_REG_ACQ, q->cq_dma);
	writel(QPAIR_CC_EN, qdev->regs + QPAIR_REG_CC);

	ret = readl_poll_timeout(qdev->regs + QPAIR_REG_CSTS, csts,
				 csts & (QPAIR_CSTS_RDY | QPAIR_CSTS_CFS),
				 QPAIR_POLL_US, qdev->ready_us);
	if (ret)
		return ret;
	return csts & QPAIR_CSTS_CFS ? -EIO : 0;
}

/* The controller forgets its queues, and what it had is failed. */
static void qpair_stop(struct qpair_dev *qdev)
{
	qpair_queue_set_live(qdev->io, false);
	qpair_queue_set_live(qdev->admin, false);
	if (qpair_disable(qdev))
		dev_err(qdev->dev, "the controller does not stop\n");
	qpair_queue_cancel(qdev->io);
	qpair_queue_cancel(qdev->admin);
}

static int qpair_start(struct qpair_dev *qdev)
{
	struct qpair_queue *q = qdev->io;
	int ret;

	ret = qpair_enable(qdev);
	if (ret)
		goto err_stop;
	qpair_queue_set_live(qdev->admin, true);

	qpair_queue_restart(q);
	ret = qpair_admin_create(qdev, QPAIR_ADMIN_CREATE_CQ, q->cq_dma);
	if (ret)
		goto err_stop;
	ret = qpair_admin_create(qdev, QPAIR_ADMIN_CREATE_SQ, q->sq_dma);
	if (ret)
		goto err_stop;
	qpair_queue_set_live(q, true);
	return 0;

err_stop:
	dev_err(qdev->dev, "the controller does not start: %d\n", ret);
	qpair_stop(qdev);
	return ret;
}

static void qpair_reset_work(struct work_struct *work)
{
	struct qpair_dev *qdev = container_of(work, struct qpair_dev,
					      reset_work);

	dev_info(qdev->dev, "reset\n");
	atomic_inc(&qdev->resets);
	qpair_stop(qdev);
	if (qpair_start(qdev))
		qpair_set_state(qdev, QPAIR_DEAD);
	else
		qpair_set_state(qdev, QPAIR_LIVE);
}

/* Input and output */

static int qpair_execute(struct qpair_dev *qdev, enum qpair_op op,
			 struct qpair_req *req)
{
	struct qpair_queue *q = qdev->io;
	int ret, err = 0;

	req->op = op;
	ret = wait_event_interruptible(q->wait,
				       (err = qpair_queue_submit(q, req)) !=
				       -EBUSY);
	if (ret)
		return ret;
	if (err)
		return err;

	/* It may have been done: do not start it again. */
	if (wait_for_completion_interruptible(&req->done))
		return -EINTR;
	return req->error;
}

static int qpair_transfer(struct qpair_dev *qdev, enum qpair_op op,
			  struct qpair_io *io)
{
	bool write = op == QPAIR_OP_WRITE;
	struct qpair_req *req;
	int ret;

	req = qpair_req_new(write ? QPAIR_CMD_WRITE : QPAIR_CMD_READ,
			    io->count * QPAIR_BLOCK_SIZE,
			    write ? DMA_TO_DEVICE : DMA_FROM_DEVICE);
	if (!req)
		return -ENOMEM;
	req->cmd.lba = cpu_to_le64(io->lba);
	req->cmd.nr = cpu_to_le32(io->count);

	if (write) {
		ret = qpair_req_from_user(req, u64_to_user_ptr(io->data));
		if (ret)
			goto out_put;
	}
	ret = qpair_execute(qdev, op, req);
	if (ret == -EINTR)
		goto out_put;
	io->status = req->status;
	io->result = req->result;
	if (!ret && !write)
		ret = qpair_req_to_user(req, u64_to_user_ptr(io->data));
out_put:
	qpair_req_put(req);
	return ret;
}

static int qpair_ioctl_transfer(struct qpair_dev *qdev, enum qpair_op op,
				void __user *argp)
{
	u64 blocks = qdev->id.blocks;
	struct qpair_io io;
	int ret;

	if (copy_from_user(&io, argp, sizeof(io)))
		return -EFAULT;
	if (!io.count || io.count > QPAIR_MAX_BLOCKS || io.flags)
		return -EINVAL;
	if (io.count > blocks || io.lba > blocks - io.count)
		return -ERANGE;

	io.status = 0;
	io.result = 0;
	ret = qpair_transfer(qdev, op, &io);
	/* The status is of use above all when the transfer failed. */
	if (copy_to_user(argp, &io, sizeof(io)))
		return -EFAULT;
	return ret;
}

static int qpair_ioctl_flush(struct qpair_dev *qdev)
{
	struct qpair_req *req;
	int ret;

	req = qpair_req_new(QPAIR_CMD_FLUSH, 0, DMA_NONE);
	if (!req)
		return -ENOMEM;
	ret = qpair_execute(qdev, QPAIR_OP_FLUSH, req);
	qpair_req_put(req);
	return ret;
}

static int qpair_ioctl_stats(struct qpair_dev *qdev, void __user *argp)
{
	struct qpair_stats stats;
	unsigned long flags;

	spin_lock_irqsave(&qdev->io->lock, flags);
	memcpy(&stats, &qdev->stats, sizeof(stats));
	spin_unlock_irqrestore(&qdev->io->lock, flags);
	stats.spurious = atomic_read(&qdev->spurious);
	stats.resets = atomic_read(&qdev->resets);
	return copy_to_user(argp, &stats, sizeof(stats)) ? -EFAULT : 0;
}

static int qpair_ioctl_reset(struct qpair_dev *qdev)
{
	enum qpair_state state;

	qpair_schedule_reset(qdev);
	flush_work(&qdev->reset_work);

	state = READ_ONCE(qdev->state);
	if (state == QPAIR_REMOVED)
		return -ENODEV;
	return state == QPAIR_DEAD ? -EIO : 0;
}

static long qpair_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	struct qpair_dev *qdev = file->private_data;
	void __user *argp = (void __user *)arg;

	switch (cmd) {
	case QPAIR_IOC_IDENTIFY:
		if (copy_to_user(argp, &qdev->id, sizeof(qdev->id)))
			return -EFAULT;
		return 0;
	case QPAIR_IOC_READ:
		return qpair_ioctl_transfer(qdev, QPAIR_OP_READ, argp);
	case QPAIR_IOC_WRITE:
		return qpair_ioctl_transfer(qdev, QPAIR_OP_WRITE, argp);
	case QPAIR_IOC_FLUSH:
		return qpair_ioctl_flush(qdev);
	case QPAIR_IOC_RESET:
		return qpair_ioctl_reset(qdev);
	case QPAIR_IOC_STATS:
		return qpair_ioctl_stats(qdev, argp);
	default:
		return -ENOTTY;
	}
}

static int qpair_open(struct inode *inode, struct file *file)
{
	struct qpair_dev *qdev = container_of(file->private_data,
					      struct qpair_dev, misc);

	qpair_dev_get(qdev);
	file->private_data = qdev;
	return 0;
}

static int qpair_release(struct inode *inode, struct file *file)
{
	qpair_dev_put(file->private_data);
	return 0;
}

static const struct file_operations qpair_fops = {
	.owner		= THIS_MODULE,
	.open		= qpair_open,
	.release	= qpair_release,
	.unlocked_ioctl	= qpair_ioctl,
	.compat_ioctl	= compat_ptr_ioctl,
};

/* sysfs */

static ssize_t model_show(struct device *dev, struct device_attribute *attr,
			  char *buf)
{
	struct qpair_dev *qdev = dev_get_drvdata(dev);

	return snprintf(buf, PAGE_SIZE, "%s\n", qdev->id.model);
}
static DEVICE_ATTR_RO(model);

static ssize_t state_show(struct device *dev, struct device_attribute *attr,
			  char *buf)
{
	struct qpair_dev *qdev = dev_get_drvdata(dev);

	return sprintf(buf, "%s\n", qpair_state_names[READ_ONCE(qdev->state)]);
}
static DEVICE_ATTR_RO(state);

static struct attribute *qpair_attrs[] = {
	&dev_attr_model.attr,
	&dev_attr_state.attr,
	NULL
};

static const struct attribute_group qpair_group = {
	.attrs = qpair_attrs,
};

/* Driver */

static struct qpair_dev *qpair_dev_new(struct device *dev,
				       unsigned int entries)
{
	struct qpair_dev *qdev;

	qdev = kzalloc(sizeof(*qdev), GFP_KERNEL);
	if (!qdev)
		return NULL;
	atomic_set(&qdev->refs, 1);
	qdev->dev = dev;
	qdev->state = QPAIR_RESETTING;
	qdev->timeout = msecs_to_jiffies(timeout_ms);
	spin_lock_init(&qdev->state_lock);
	timer_setup(&qdev->watchdog, qpair_watchdog, 0);
	INIT_WORK(&qdev->reset_work, qpair_reset_work);
	atomic_set(&qdev->spurious, 0);
	atomic_set(&qdev->resets, 0);
	qdev->misc.minor = MISC_DYNAMIC_MINOR;
	qdev->misc.name = "qpair";
	qdev->misc.fops = &qpair_fops;

	qdev->admin = qpair_queue_new(qdev, 0, QPAIR_ADMIN_DEPTH);
	if (!qdev->admin)
		goto err_put;
	qdev->io = qpair_queue_new(qdev, 1, entries);
	if (!qdev->io)
		goto err_put;
	return qdev;

err_put:
	qpair_dev_put(qdev);
	return NULL;
}

/* From here on the controller is not touched any more. */
static void qpair_shut_down(struct qpair_dev *qdev)
{
	qpair_set_state(qdev, QPAIR_REMOVED);
	cancel_work_sync(&qdev->reset_work);
	qpair_stop(qdev);
	wake_up_all(&qdev->io->wait);
	del_timer_sync(&qdev->watchdog);
	free_irq(qdev->irq, qdev);
}

static int qpair_probe(struct platform_device *pdev)
{
	struct device *dev = &pdev->dev;
	unsigned int entries = depth;
	struct qpair_dev *qdev;
	void __iomem *regs;
	u32 cap;
	int ret;

	regs = devm_platform_ioremap_resource(pdev, 0);
	if (IS_ERR(regs))
		return PTR_ERR(regs);
	ret = dma_set_mask_and_coherent(dev, DMA_BIT_MASK(64));
	if (ret)
		return ret;

	cap = readl(regs + QPAIR_REG_CAP);
	if (!QPAIR_CAP_MQES(cap)) {
		dev_err(dev, "no room for an I/O queue\n");
		return -ENODEV;
	}
	if (entries > QPAIR_CAP_MQES(cap) + 1)
		entries = QPAIR_CAP_MQES(cap) + 1;

	qdev = qpair_dev_new(dev, entries);
	if (!qdev)
		return -ENOMEM;
	qdev->regs = regs;
	qdev->ready_us = (QPAIR_CAP_TO(cap) + 1) * 10000;
	platform_set_drvdata(pdev, qdev);

	ret = qpair_queue_alloc_rings(qdev->admin);
	if (ret)
		goto err_put;
	ret = qpair_queue_alloc_rings(qdev->io);
	if (ret)
		goto err_admin_rings;
	ret = platform_get_irq(pdev, 0);
	if (ret < 0)
		goto err_rings;
	qdev->irq = ret;
	/* Something else may have left the controller running. */
	ret = qpair_disable(qdev);
	if (ret)
		goto err_rings;
	ret = request_irq(qdev->irq, qpair_irq, 0, "qpair", qdev);
	if (ret)
		goto err_rings;

	ret = qpair_start(qdev);
	if (ret)
		goto err_shut_down;
	ret = qpair_admin_identify(qdev);
	if (ret)
		goto err_shut_down;
	qpair_set_state(qdev, QPAIR_LIVE);

	ret = sysfs_create_group(&dev->kobj, &qpair_group);
	if (ret)
		goto err_shut_down;
	ret = misc_register(&qdev->misc);
	if (ret)
		goto err_group;
	return 0;

err_group:
	sysfs_remove_group(&dev->kobj, &qpair_group);
err_shut_down:
	qpair_shut_down(qdev);
err_rings:
	qpair_queue_free_rings(qdev->io);
err_admin_rings:
	qpair_queue_free_rings(qdev->admin);
err_put:
	qpair_dev_put(qdev);
	return ret;
}

static void qpair_remove(struct platform_device *pdev)
{
	struct qpair_dev *qdev = platform_get_drvdata(pdev);

	misc_deregister(&qdev->misc);
	sysfs_remove_group(&pdev->dev.kobj, &qpair_group);
	qpair_shut_down(qdev);
	qpair_queue_free_rings(qdev->io);
	qpair_queue_free_rings(qdev->admin);
	qpair_dev_put(qdev);
}

static struct platform_driver qpair_driver = {
	.probe		= qpair_probe,
	.remove_new	= qpair_remove,
	.driver		= {
		.name	= "qpair",
	},
};

static int __init qpair_init(void)
{
	if (depth < 2 || depth > QPAIR_MAX_DEPTH)
		return -EINVAL;
	if (!timeout_ms || timeout_ms > QPAIR_MAX_TIMEOUT)
		return -EINVAL;
	return platform_driver_register(&qpair_driver);
}

static void __exit qpair_exit(void)
{
	platform_driver_unregister(&qpair_driver);
}

module_init(qpair_init);
module_exit(qpair_exit);

MODULE_DESCRIPTION("Queue pair storage controller");
MODULE_ALIAS("platform:qpair");
MODULE_LICENSE("GPL");

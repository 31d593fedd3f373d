// SPDX-License-Identifier: GPL-2.0
/*
 * linkdev - packet link
 *
 * The device moves packets between memory and its endpoints.  Whoever wants a
 * packet moved fills a request and submits it; when it is done, or was
 * cancelled, its callback is called, possibly in an interrupt.
 *
 * Life times:
 *
 *  - The device object is referenced by the bound driver and by each open
 *    file.  When the driver is unbound, all anchors are poisoned, sleepers
 *    wake, and open files get -ENODEV.
 *  - A request is referenced by its user, by its anchor and, from submission
 *    to the end of its callback, by the device.  The user's reference goes to
 *    the callback with the request.
 *
 * Lock order: dev->open_lock, dev->read_lock, dev->lock, anchor->lock.
 */

#include <linux/atomic.h>
#include <linux/device.h>
#include <linux/dma-mapping.h>
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/interrupt.h>
#include <linux/io.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/kref.h>
#include <linux/list.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/platform_device.h>
#include <linux/poll.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/string.h>
#include <linux/uaccess.h>
#include <linux/wait.h>

#include "linkdev.h"

/* Registers */
#define LINK_REG_ID		0x00
#define   LINK_ID		0x4b4e494c
#define LINK_REG_CTRL		0x04
#define   LINK_CTRL_ENABLE	BIT(0)
#define LINK_REG_DESC_LEN	0x08
#define LINK_REG_DESC_AT	0x0c
#define LINK_REG_DESC_DATA	0x10	/* the byte at DESC_AT */
#define LINK_REG_ADDR_LO	0x20
#define LINK_REG_ADDR_HI	0x24
#define LINK_REG_LEN		0x28
#define LINK_REG_START		0x2c	/* endpoint << 8 | slot */
#define LINK_REG_CANCEL		0x30	/* slot; it won't complete any more */
#define LINK_REG_DONE		0x34	/* each read takes a completion */
#define   LINK_DONE_VALID	BIT(31)
#define   LINK_DONE_LEN(done)	(((done) >> 16) & 0x7fff)
#define   LINK_DONE_STATUS(d)	(((d) >> 8) & 0xff)
#define   LINK_DONE_SLOT(done)	((done) & 0xff)

/* Descriptors: a length, which counts itself, a type, and what follows */
#define LINK_DESC_DEVICE	1
#define LINK_DESC_STRING	3
#define LINK_DESC_EP		5
#define LINK_MAX_DESC		1024

#define LINK_STRING_NAME	1
#define LINK_STRING_SERIAL	2

#define LINK_MAX_PACKET		4096
#define LINK_MIN_SLOTS		3	/* to read, to write, for events */
#define LINK_MAX_SLOTS		32
#define LINK_MAX_READAHEAD	16
#define LINK_MAX_WRITES		4	/* in flight */
#define LINK_EVENT_SIZE		4
#define LINK_FLUSH_MS		500

static unsigned int readahead = 4;
module_param(readahead, uint, 0444);
MODULE_PARM_DESC(readahead, "Read requests that are kept in flight");

struct link_desc_device {
	u8 len;
	u8 type;
	__le16 vendor;
	__le16 product;
	__le16 version;
	u8 slots;
	u8 reserved;
} __packed;

struct link_desc_ep {
	u8 len;
	u8 type;
	u8 address;
	u8 ep_type;
	__le16 max_packet;
} __packed;

struct link_desc_string {
	u8 len;
	u8 type;
	u8 id;
	char text[];		/* without a NUL */
} __packed;

struct link_ep {
	u8 address;
	u8 type;
	u16 max_packet;
	u32 packets;
};

struct link_anchor {
	spinlock_t lock;	/* both */
	struct list_head reqs;
	bool poisoned;
};

enum link_req_state {
	LINK_REQ_IDLE,
	LINK_REQ_WAITING,	/* for a slot */
	LINK_REQ_ACTIVE,
};

struct link_req;

typedef void (*link_complete_fn)(struct link_req *req);

struct link_req {
	atomic_t refs;
	atomic_t uses;		/* submissions whose callback has not returned */
	atomic_t reject;	/* who wants it not to be submitted */
	struct link_dev *dev;
	struct link_ep *ep;
	struct link_anchor *anchor;
	struct list_head anchored;
	struct list_head entry;	/* dev->waiting; its user's when idle */
	enum link_req_state state;
	unsigned int slot;
	link_complete_fn complete;
	int status;
	u32 actual;
	u32 offset;		/* what the reader has taken */
	dma_addr_t dma;
	u32 size;
	u8 *data;
};

struct link_dev {
	struct kref kref;
	struct device *dev;
	void __iomem *regs;
	int irq;
	struct miscdevice misc;
	struct link_info info;

	unsigned int nr_eps;
	struct link_ep *eps;
	struct link_ep *in;
	struct link_ep *out;
	struct link_ep *event_ep;	/* NULL if it has none */

	spinlock_t lock;	/* to the next blank line, and ep->packets */
	bool gone;
	unsigned int nr_slots;
	struct link_req **slots;
	struct list_head waiting;
	struct list_head done;		/* read requests with data */
	struct link_stats stats;
	int tx_error;

	struct link_anchor rx;
	struct link_anchor tx;
	struct link_anchor events;
	atomic_t tx_inflight;
	wait_queue_head_t read_wait;
	wait_queue_head_t write_wait;
	wait_queue_head_t kill_wait;

	struct mutex open_lock;		/* open_count */
	unsigned int open_count;
	unsigned int readahead;
	struct mutex read_lock;		/* one reader takes from done */
};

static const int link_errors[] = {
	0,
	-EPIPE,		/* stalled */
	-EILSEQ,	/* checksum */
	-EOVERFLOW,	/* the packet is larger than the buffer */
	-ENOLINK,	/* nobody is there */
};

static void link_dev_release(struct kref *kref)
{
	struct link_dev *dev = container_of(kref, struct link_dev, kref);

	mutex_destroy(&dev->read_lock);
	mutex_destroy(&dev->open_lock);
	kfree(dev->slots);
	kfree(dev->eps);
	kfree(dev);
}

static void link_dev_put(struct link_dev *dev)
{
	kref_put(&dev->kref, link_dev_release);
}

/* Requests */

static struct link_req *link_req_new(struct link_dev *dev, struct link_ep *ep,
				     u32 size, link_complete_fn complete)
{
	struct link_req *req;

	req = kzalloc(sizeof(*req), GFP_KERNEL);
	if (!req)
		return NULL;
	/* A device may say that it wrote more than it did. */
	req->data = kzalloc(size, GFP_KERNEL);
	if (!req->data) {
		kfree(req);
		return NULL;
	}

	atomic_set(&req->refs, 1);
	req->dev = dev;
	req->ep = ep;
	req->size = size;
	req->complete = complete;
	INIT_LIST_HEAD(&req->anchored);
	INIT_LIST_HEAD(&req->entry);
	return req;
}

static void link_req_get(struct link_req *req)
{
	atomic_inc(&req->refs);
}

static void link_req_put(struct link_req *req)
{
	if (atomic_dec_and_test(&req->refs)) {
		kfree(req->data);
		kfree(req);
	}
}

static enum dma_data_direction link_req_dir(const struct link_req *req)
{
	return req->ep->address & LINK_EP_IN ? DMA_FROM_DEVICE : DMA_TO_DEVICE;
}

/* Anchors */

static void link_anchor_init(struct link_anchor *anchor)
{
	spin_lock_init(&anchor->lock);
	INIT_LIST_HEAD(&anchor->reqs);
}

/* With interrupts off; a poisoned anchor takes none. */
static bool link_anchor_add(struct link_anchor *anchor, struct link_req *req)
{
	bool ok;

	spin_lock(&anchor->lock);
	ok = !anchor->poisoned;
	if (ok) {
		req->anchor = anchor;
		link_req_get(req);
		list_add_tail(&req->anchored, &anchor->reqs);
	}
	spin_unlock(&anchor->lock);
	return ok;
}

static void link_anchor_remove(struct link_req *req)
{
	struct link_anchor *anchor = req->anchor;
	unsigned long flags;

	spin_lock_irqsave(&anchor->lock, flags);
	list_del_init(&req->anchored);
	req->anchor = NULL;
	spin_unlock_irqrestore(&anchor->lock, flags);
	link_req_put(req);
}

/* Give waiting requests the slots that are free, under dev->lock. */
static void link_start(struct link_dev *dev)
{
	struct link_req *req;
	unsigned int slot;

	for (slot = 0; slot < dev->nr_slots; slot++) {
		if (dev->slots[slot])
			continue;
		if (list_empty(&dev->waiting))
			return;
		req = list_first_entry(&dev->waiting, struct link_req, entry);
		list_del_init(&req->entry);
		req->state = LINK_REQ_ACTIVE;
		req->slot = slot;
		dev->slots[slot] = req;

		writel(lower_32_bits(req->dma), dev->regs + LINK_REG_ADDR_LO);
		writel(upper_32_bits(req->dma), dev->regs + LINK_REG_ADDR_HI);
		writel(req->size, dev->regs + LINK_REG_LEN);
		writel(req->ep->address << 8 | slot,
		       dev->regs + LINK_REG_START);
	}
}

/* 0: the device has the request now; a request is anchored only then. */
static int link_req_submit(struct link_req *req, struct link_anchor *anchor)
{
	struct link_dev *dev = req->dev;
	unsigned long flags;
	int ret = 0;

	spin_lock_irqsave(&dev->lock, flags);
	if (atomic_read(&req->reject) || !link_anchor_add(anchor, req)) {
		ret = -EPERM;
		goto out_unlock;
	}
	req->dma = dma_map_single(dev->dev, req->data, req->size,
				  link_req_dir(req));
	if (dma_mapping_error(dev->dev, req->dma)) {
		link_anchor_remove(req);
		ret = -ENOMEM;
		goto out_unlock;
	}
	link_req_get(req);
	atomic_inc(&req->uses);
	req->status = -EINPROGRESS;
	req->actual = 0;
	req->offset = 0;
	req->state = LINK_REQ_WAITING;
	list_add_tail(&req->entry, &dev->waiting);
	link_start(dev);
out_unlock:
	spin_unlock_irqrestore(&dev->lock, flags);
	return ret;
}

/* The request is in no list and no slot any more: back to its user. */
static void link_req_giveback(struct link_req *req, int status)
{
	struct link_dev *dev = req->dev;

	dma_unmap_single(dev->dev, req->dma, req->size, link_req_dir(req));
	req->status = status;
	link_anchor_remove(req);
	req->complete(req);
	if (atomic_dec_and_test(&req->uses))
		wake_up_all(&dev->kill_wait);
	link_req_put(req);
}

static void link_req_cancel(struct link_req *req)
{
	struct link_dev *dev = req->dev;
	unsigned long flags;

	spin_lock_irqsave(&dev->lock, flags);
	switch (req->state) {
	case LINK_REQ_WAITING:
		list_del_init(&req->entry);
		break;
	case LINK_REQ_ACTIVE:
		writel(req->slot, dev->regs + LINK_REG_CANCEL);
		dev->slots[req->slot] = NULL;
		break;
	default:
		/* It completes by itself at this moment. */
		spin_unlock_irqrestore(&dev->lock, flags);
		return;
	}
	req->state = LINK_REQ_IDLE;
	dev->stats.cancelled++;
	link_start(dev);
	spin_unlock_irqrestore(&dev->lock, flags);

	link_req_giveback(req, -ECONNRESET);
}

/* When it returns, the callback has, too; nobody can submit meanwhile. */
static void link_req_kill(struct link_req *req)
{
	atomic_inc(&req->reject);
	link_req_cancel(req);
	wait_event(req->dev->kill_wait, !atomic_read(&req->uses));
	atomic_dec(&req->reject);
}

/* The request that was anchored last, with a reference for the caller. */
static struct link_req *link_anchor_last(struct link_anchor *anchor)
{
	struct link_req *req = NULL;

	spin_lock_irq(&anchor->lock);
	if (!list_empty(&anchor->reqs)) {
		req = list_entry(anchor->reqs.prev, struct link_req, anchored);
		link_req_get(req);
	}
	spin_unlock_irq(&anchor->lock);
	return req;
}

/* From the last to the first, so that none is started to be cancelled. */
static void link_anchor_kill(struct link_anchor *anchor)
{
	struct link_req *req;

	while ((req = link_anchor_last(anchor))) {
		link_req_kill(req);
		link_req_put(req);
	}
}

static void link_anchor_poison(struct link_anchor *anchor)
{
	spin_lock_irq(&anchor->lock);
	anchor->poisoned = true;
	spin_unlock_irq(&anchor->lock);
	link_anchor_kill(anchor);
}

/* Interrupt */

static int link_done_status(const struct link_req *req, u32 done)
{
	u32 status = LINK_DONE_STATUS(done);

	if (status >= ARRAY_SIZE(link_errors) ||
	    LINK_DONE_LEN(done) > req->size)
		return -EPROTO;
	return link_errors[status];
}

static void link_complete(struct link_dev *dev, u32 done)
{
	u32 slot = LINK_DONE_SLOT(done);
	struct link_req *req = NULL;
	int status;

	spin_lock(&dev->lock);
	if (slot < dev->nr_slots)
		req = dev->slots[slot];
	if (!req) {
		dev->stats.stray++;
		spin_unlock(&dev->lock);
		return;
	}
	dev->slots[slot] = NULL;
	req->state = LINK_REQ_IDLE;
	status = link_done_status(req, done);
	if (!status) {
		req->actual = LINK_DONE_LEN(done);
		req->ep->packets++;
	}
	link_start(dev);
	spin_unlock(&dev->lock);

	link_req_giveback(req, status);
}

static irqreturn_t link_irq(int irq, void *data)
{
	struct link_dev *dev = data;
	irqreturn_t ret = IRQ_NONE;
	u32 done;

	while ((done = readl(dev->regs + LINK_REG_DONE)) & LINK_DONE_VALID) {
		/* Nothing answers: the device was pulled. */
		if (done == ~0U)
			break;
		link_complete(dev, done);
		ret = IRQ_HANDLED;
	}
	return ret;
}

/* Events */

static void link_event_complete(struct link_req *req)
{
	struct link_dev *dev = req->dev;
	unsigned long flags;
	u8 *p = req->data;
	u32 last = 0;
	int i;

	if (req->status == -ECONNRESET)
		goto out_put;

	if (req->actual == LINK_EVENT_SIZE) {
		for (i = 0; i < LINK_EVENT_SIZE; i++)
			last |= (u32)*p++ << (8 * i);
		spin_lock_irqsave(&dev->lock, flags);
		dev->stats.events++;
		dev->stats.last_event = last;
		spin_unlock_irqrestore(&dev->lock, flags);
	}
	if (!link_req_submit(req, &dev->events))
		return;
out_put:
	link_req_put(req);
}

static int link_events_start(struct link_dev *dev)
{
	struct link_req *req;
	int ret;

	if (!dev->event_ep)
		return 0;
	req = link_req_new(dev, dev->event_ep, LINK_EVENT_SIZE,
			   link_event_complete);
	if (!req)
		return -ENOMEM;
	ret = link_req_submit(req, &dev->events);
	if (ret)
		link_req_put(req);
	return ret;
}

/* Reading */

/* A request that was not cancelled has something to say to a reader. */
static void link_rx_complete(struct link_req *req)
{
	struct link_dev *dev = req->dev;
	unsigned long flags;

	if (req->status == -ECONNRESET) {
		link_req_put(req);
		return;
	}
	spin_lock_irqsave(&dev->lock, flags);
	list_add_tail(&req->entry, &dev->done);
	if (req->status) {
		dev->stats.rx_errors++;
	} else {
		dev->stats.rx_packets++;
		dev->stats.rx_bytes += req->actual;
	}
	spin_unlock_irqrestore(&dev->lock, flags);
	wake_up_interruptible(&dev->read_wait);
}

/* A request that cannot be submitted tells the next reader so. */
static void link_rx_submit(struct link_req *req)
{
	int ret = link_req_submit(req, &req->dev->rx);

	if (ret == -EPERM) {
		link_req_put(req);
	} else if (ret) {
		req->status = ret;
		link_rx_complete(req);
	}
}

static void link_rx_stop(struct link_dev *dev)
{
	struct link_req *req, *tmp;
	LIST_HEAD(done);

	link_anchor_kill(&dev->rx);
	spin_lock_irq(&dev->lock);
	list_splice_init(&dev->done, &done);
	spin_unlock_irq(&dev->lock);

	list_for_each_entry_safe(req, tmp, &done, entry) {
		list_del_init(&req->entry);
		link_req_put(req);
	}
}

static int link_rx_start(struct link_dev *dev)
{
	struct link_req *req;
	unsigned int i;

	for (i = 0; i < dev->readahead; i++) {
		req = link_req_new(dev, dev->in, dev->in->max_packet,
				   link_rx_complete);
		if (!req)
			goto err_stop;
		link_rx_submit(req);
	}
	return 0;

err_stop:
	link_rx_stop(dev);
	return -ENOMEM;
}

static struct link_req *link_rx_first(struct link_dev *dev)
{
	struct link_req *req;

	spin_lock_irq(&dev->lock);
	req = list_first_entry_or_null(&dev->done, struct link_req, entry);
	spin_unlock_irq(&dev->lock);
	return req;
}

/* What is left of the next packet, or its error; under read_lock. */
static ssize_t link_read_packet(struct link_dev *dev, char __user *buf,
				size_t count)
{
	struct link_req *req;
	ssize_t ret;

	req = link_rx_first(dev);
	if (!req)
		return READ_ONCE(dev->gone) ? -ENODEV : -EAGAIN;

	ret = req->status;
	if (!ret) {
		count = min_t(size_t, count, req->actual - req->offset);
		if (copy_to_user(buf, req->data + req->offset, count))
			return -EFAULT;
		req->offset += count;
		ret = count;
		if (req->offset < req->actual)
			return ret;
	}

	spin_lock_irq(&dev->lock);
	list_del_init(&req->entry);
	spin_unlock_irq(&dev->lock);
	link_rx_submit(req);
	return ret;
}

static ssize_t link_read(struct file *file, char __user *buf, size_t count,
			 loff_t *ppos)
{
	struct link_dev *dev = file->private_data;
	ssize_t ret;

	for (;;) {
		mutex_lock(&dev->read_lock);
		ret = link_read_packet(dev, buf, count);
		mutex_unlock(&dev->read_lock);
		if (ret != -EAGAIN || (file->f_flags & O_NONBLOCK))
			return ret;
		ret = wait_event_interruptible(dev->read_wait,
					       link_rx_first(dev) ||
					       READ_ONCE(dev->gone));
		if (ret)
			return ret;
	}
}

/* Writing */

static void link_tx_ended(struct link_dev *dev)
{
	atomic_dec(&dev->tx_inflight);
	wake_up(&dev->write_wait);
}

static void link_tx_complete(struct link_req *req)
{
	struct link_dev *dev = req->dev;
	unsigned long flags;

	spin_lock_irqsave(&dev->lock, flags);
	if (req->status) {
		dev->stats.tx_errors++;
		dev->tx_error = req->status;
	} else {
		dev->stats.tx_packets++;
		dev->stats.tx_bytes += req->actual;
	}
	spin_unlock_irqrestore(&dev->lock, flags);

	link_req_put(req);
	link_tx_ended(dev);
}

/* The error of an earlier write, once. */
static int link_tx_error(struct link_dev *dev)
{
	int ret;

	spin_lock_irq(&dev->lock);
	ret = dev->tx_error;
	dev->tx_error = 0;
	if (dev->gone)
		ret = -ENODEV;
	spin_unlock_irq(&dev->lock);
	return ret;
}

static int link_write_packet(struct link_dev *dev, const char __user *buf,
			     u32 len)
{
	struct link_req *req;
	int ret;

	req = link_req_new(dev, dev->out, len, link_tx_complete);
	if (!req)
		return -ENOMEM;
	if (copy_from_user(req->data, buf, len))
		ret = -EFAULT;
	else
		ret = link_req_submit(req, &dev->tx);
	if (ret)
		link_req_put(req);
	return ret == -EPERM ? -ENODEV : ret;
}

/* Take one of the places of writes in flight. */
static int link_tx_begin(struct link_dev *dev, struct file *file)
{
	int ret;

	while (!atomic_add_unless(&dev->tx_inflight, 1, LINK_MAX_WRITES)) {
		if (file->f_flags & O_NONBLOCK)
			return -EAGAIN;
		ret = wait_event_interruptible(dev->write_wait,
					       atomic_read(&dev->tx_inflight) <
					       LINK_MAX_WRITES);
		if (ret)
			return ret;
	}
	return 0;
}

static ssize_t link_write(struct file *file, const char __user *buf,
			  size_t count, loff_t *ppos)
{
	struct link_dev *dev = file->private_data;
	size_t done = 0;
	u32 len;
	int ret;

	ret = link_tx_error(dev);
	if (ret)
		return ret;

	while (done < count) {
		ret = link_tx_begin(dev, file);
		if (ret)
			break;
		len = min_t(size_t, count - done, dev->out->max_packet);
		ret = link_write_packet(dev, buf + done, len);
		if (ret) {
			link_tx_ended(dev);
			break;
		}
		done += len;
	}
	return done ? done : ret;
}

/* Packets that do not leave in time are dropped. */
static int link_flush(struct link_dev *dev)
{
	long left;

	left = wait_event_timeout(dev->write_wait,
				  !atomic_read(&dev->tx_inflight),
				  msecs_to_jiffies(LINK_FLUSH_MS));
	if (!left) {
		link_anchor_kill(&dev->tx);
		link_tx_error(dev);
		return -ETIMEDOUT;
	}
	return link_tx_error(dev);
}

static __poll_t link_poll(struct file *file, poll_table *wait)
{
	struct link_dev *dev = file->private_data;
	__poll_t mask = 0;

	poll_wait(file, &dev->read_wait, wait);
	poll_wait(file, &dev->write_wait, wait);
	if (READ_ONCE(dev->gone))
		return EPOLLHUP | EPOLLERR;
	if (link_rx_first(dev))
		mask |= EPOLLIN | EPOLLRDNORM;
	if (atomic_read(&dev->tx_inflight) < LINK_MAX_WRITES)
		mask |= EPOLLOUT | EPOLLWRNORM;
	return mask;
}

/* ioctl */

static int link_ioctl_eps(struct link_dev *dev, void __user *argp)
{
	struct link_ep_info *list;
	struct link_eps args;
	size_t size;
	int ret = 0;
	u32 i;

	if (copy_from_user(&args, argp, sizeof(args)))
		return -EFAULT;
	if (!args.nr || args.nr > LINK_MAX_EPS)
		return -EINVAL;
	args.total = dev->nr_eps;
	args.nr = min(args.nr, dev->nr_eps);

	size = args.nr * sizeof(struct link_ep_info);
	list = kmalloc(size, GFP_KERNEL);
	if (!list)
		return -ENOMEM;
	spin_lock_irq(&dev->lock);
	for (i = 0; i < args.nr; i++) {
		list[i].address = dev->eps[i].address;
		list[i].type = dev->eps[i].type;
		list[i].max_packet = dev->eps[i].max_packet;
		list[i].packets = dev->eps[i].packets;
	}
	spin_unlock_irq(&dev->lock);

	if (copy_to_user(u64_to_user_ptr(args.eps), list, size) ||
	    copy_to_user(argp, &args, sizeof(args)))
		ret = -EFAULT;
	kfree(list);
	return ret;
}

static int link_ioctl_stats(struct link_dev *dev, void __user *argp)
{
	struct link_stats stats;

	spin_lock_irq(&dev->lock);
	memcpy(&stats, &dev->stats, sizeof(stats));
	spin_unlock_irq(&dev->lock);
	return copy_to_user(argp, &stats, sizeof(stats)) ? -EFAULT : 0;
}

static long link_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	struct link_dev *dev = file->private_data;
	void __user *argp = (void __user *)arg;

	switch (cmd) {
	case LINK_IOC_INFO:
		if (copy_to_user(argp, &dev->info, sizeof(dev->info)))
			return -EFAULT;
		return 0;
	case LINK_IOC_EPS:
		return link_ioctl_eps(dev, argp);
	case LINK_IOC_STATS:
		return link_ioctl_stats(dev, argp);
	case LINK_IOC_FLUSH:
		return link_flush(dev);
	default:
		return -ENOTTY;
	}
}

/* open and release */

static int link_open(struct inode *inode, struct file *file)
{
	struct link_dev *dev = container_of(file->private_data,
					    struct link_dev, misc);
	int ret = 0;

	mutex_lock(&dev->open_lock);
	if (!dev->open_count)
		ret = link_rx_start(dev);
	if (!ret)
		dev->open_count++;
	mutex_unlock(&dev->open_lock);
	if (ret)
		return ret;

	kref_get(&dev->kref);
	file->private_data = dev;
	return stream_open(inode, file);
}

static int link_release(struct inode *inode, struct file *file)
{
	struct link_dev *dev = file->private_data;

	mutex_lock(&dev->open_lock);
	if (--dev->open_count == 0)
		link_rx_stop(dev);
	mutex_unlock(&dev->open_lock);
	link_dev_put(dev);
	return 0;
}

static const struct file_operations link_fops = {
	.owner		= THIS_MODULE,
	.open		= link_open,
	.release	= link_release,
	.read		= link_read,
	.write		= link_write,
	.poll		= link_poll,
	.unlocked_ioctl	= link_ioctl,
	.compat_ioctl	= compat_ptr_ioctl,
};

/* Descriptors */

static u8 *link_desc_read(struct link_dev *dev, u32 *len)
{
	u8 *raw;
	u32 i;

	*len = readl(dev->regs + LINK_REG_DESC_LEN);
	if (!*len || *len > LINK_MAX_DESC)
		return ERR_PTR(-EINVAL);
	raw = kmalloc(*len, GFP_KERNEL);
	if (!raw)
		return ERR_PTR(-ENOMEM);
	for (i = 0; i < *len; i++) {
		writel(i, dev->regs + LINK_REG_DESC_AT);
		raw[i] = readl(dev->regs + LINK_REG_DESC_DATA);
	}
	return raw;
}

/* Each descriptor fits into what is left; how many endpoints, or an error. */
static int link_desc_check(const u8 *p, u32 left)
{
	int eps = 0;

	while (left) {
		if (left < 2 || p[0] < 2 || p[0] > left)
			return -EINVAL;
		if (p[1] == LINK_DESC_EP)
			eps++;
		left -= p[0];
		p += p[0];
	}
	return eps > LINK_MAX_EPS ? -E2BIG : eps;
}

static int link_desc_device(struct link_dev *dev, const u8 *p)
{
	const struct link_desc_device *desc = (const void *)p;

	if (desc->len < sizeof(*desc))
		return -EINVAL;
	if (desc->slots < LINK_MIN_SLOTS || desc->slots > LINK_MAX_SLOTS)
		return -EINVAL;
	dev->info.vendor = le16_to_cpu(desc->vendor);
	dev->info.product = le16_to_cpu(desc->product);
	dev->info.version = le16_to_cpu(desc->version);
	dev->info.slots = desc->slots;
	return 0;
}

static void link_desc_string(struct link_dev *dev, const u8 *p)
{
	const struct link_desc_string *desc = (const void *)p;
	size_t len = desc->len;
	char *to;

	if (len < sizeof(*desc))
		return;
	len -= sizeof(*desc);
	if (len >= LINK_NAME_LEN)
		len = LINK_NAME_LEN - 1;

	if (desc->id == LINK_STRING_NAME)
		to = dev->info.name;
	else if (desc->id == LINK_STRING_SERIAL)
		to = dev->info.serial;
	else
		return;
	strncpy(to, desc->text, len);
	to[len] = '\0';
}

static int link_desc_ep(struct link_dev *dev, const u8 *p)
{
	const struct link_desc_ep *desc = (const void *)p;
	struct link_ep *ep = &dev->eps[dev->nr_eps++];

	if (desc->len < sizeof(*desc))
		return -EINVAL;
	ep->address = desc->address;
	ep->type = desc->ep_type;
	ep->max_packet = le16_to_cpu(desc->max_packet);
	if (!ep->max_packet || ep->max_packet > LINK_MAX_PACKET)
		return -EINVAL;

	if (!(ep->address & LINK_EP_IN))
		dev->out = ep;
	else if (ep->type == LINK_EP_INTERRUPT)
		dev->event_ep = ep;
	else
		dev->in = ep;
	return 0;
}

static int link_desc_walk(struct link_dev *dev, const u8 *p, const u8 *end)
{
	int ret = 0;

	for (; p < end && !ret; p += p[0]) {
		switch (p[1]) {
		case LINK_DESC_DEVICE:
			ret = link_desc_device(dev, p);
			break;
		case LINK_DESC_STRING:
			link_desc_string(dev, p);
			break;
		case LINK_DESC_EP:
			ret = link_desc_ep(dev, p);
			break;
		}
	}
	return ret;
}

/* What the device says it is; its endpoints are not touched before. */
static int link_describe(struct link_dev *dev)
{
	u32 len;
	u8 *raw;
	int ret;

	raw = link_desc_read(dev, &len);
	if (IS_ERR(raw))
		return PTR_ERR(raw);
	ret = link_desc_check(raw, len);
	if (ret < 0)
		goto out_free;

	dev->eps = kzalloc(ret * sizeof(*dev->eps), GFP_KERNEL);
	if (!dev->eps) {
		ret = -ENOMEM;
		goto out_free;
	}
	strcpy(dev->info.name, "link");
	strcpy(dev->info.serial, "none");
	ret = link_desc_walk(dev, raw, raw + len);
	if (ret)
		goto out_free;
	ret = -ENXIO;
	if (!dev->in || !dev->out || !dev->info.slots)
		goto out_free;

	dev->info.eps = dev->nr_eps;
	dev->nr_slots = dev->info.slots;
	/* Reads wait for the far end; writes and events need slots, too. */
	dev->readahead = min(readahead, dev->nr_slots - 2);
	dev->slots = kzalloc(dev->nr_slots * sizeof(dev->slots[0]), GFP_KERNEL);
	ret = dev->slots ? 0 : -ENOMEM;
out_free:
	kfree(raw);
	return ret;
}

/* Driver */

static struct link_dev *link_dev_new(struct device *device, void __iomem *regs)
{
	struct link_dev *dev;

	dev = kzalloc(sizeof(*dev), GFP_KERNEL);
	if (!dev)
		return NULL;
	kref_init(&dev->kref);
	dev->dev = device;
	dev->regs = regs;
	spin_lock_init(&dev->lock);
	INIT_LIST_HEAD(&dev->waiting);
	INIT_LIST_HEAD(&dev->done);
	link_anchor_init(&dev->rx);
	link_anchor_init(&dev->tx);
	link_anchor_init(&dev->events);
	atomic_set(&dev->tx_inflight, 0);
	init_waitqueue_head(&dev->read_wait);
	init_waitqueue_head(&dev->write_wait);
	init_waitqueue_head(&dev->kill_wait);
	mutex_init(&dev->open_lock);
	mutex_init(&dev->read_lock);
	dev->misc.minor = MISC_DYNAMIC_MINOR;
	dev->misc.name = "linkdev";
	dev->misc.fops = &link_fops;
	return dev;
}

/* No request is left in the device, and none comes any more. */
static void link_disconnect(struct link_dev *dev)
{
	spin_lock_irq(&dev->lock);
	WRITE_ONCE(dev->gone, true);
	spin_unlock_irq(&dev->lock);

	link_anchor_poison(&dev->events);
	link_anchor_poison(&dev->rx);
	link_anchor_poison(&dev->tx);
	writel(0, dev->regs + LINK_REG_CTRL);
	free_irq(dev->irq, dev);
	wake_up_all(&dev->read_wait);
	wake_up_all(&dev->write_wait);
}

static int link_probe(struct platform_device *pdev)
{
	struct link_dev *dev;
	void __iomem *regs;
	int ret;

	regs = devm_platform_ioremap_resource(pdev, 0);
	if (IS_ERR(regs))
		return PTR_ERR(regs);
	ret = dma_set_mask_and_coherent(&pdev->dev, DMA_BIT_MASK(64));
	if (ret)
		return ret;
	if (readl(regs + LINK_REG_ID) != LINK_ID)
		return -ENODEV;

	dev = link_dev_new(&pdev->dev, regs);
	if (!dev)
		return -ENOMEM;
	platform_set_drvdata(pdev, dev);
	ret = link_describe(dev);
	if (ret) {
		dev_err(&pdev->dev, "bad description: %d\n", ret);
		goto err_put;
	}

	ret = platform_get_irq(pdev, 0);
	if (ret < 0)
		goto err_put;
	dev->irq = ret;
	ret = request_irq(dev->irq, link_irq, 0, "linkdev", dev);
	if (ret)
		goto err_put;
	writel(LINK_CTRL_ENABLE, regs + LINK_REG_CTRL);

	ret = link_events_start(dev);
	if (ret)
		goto err_disconnect;
	ret = misc_register(&dev->misc);
	if (ret)
		goto err_disconnect;
	dev_info(&pdev->dev, "%s, serial %s\n", dev->info.name,
		 dev->info.serial);
	return 0;

err_disconnect:
	link_disconnect(dev);
err_put:
	link_dev_put(dev);
	return ret;
}

static void link_remove(struct platform_device *pdev)
{
	struct link_dev *dev = platform_get_drvdata(pdev);

	misc_deregister(&dev->misc);
	link_disconnect(dev);
	link_dev_put(dev);
}

static struct platform_driver link_driver = {
	.probe		= link_probe,
	.remove_new	= link_remove,
	.driver		= {
		.name	= "linkdev",
	},
};

static int __init link_init(void)
{
	if (!readahead || readahead > LINK_MAX_READAHEAD)
		return -EINVAL;
	return platform_driver_register(&link_driver);
}

static void __exit link_exit(void)
{
	platform_driver_unregister(&link_driver);
}

module_init(link_init);
module_exit(link_exit);

MODULE_DESCRIPTION("Packet link");
MODULE_ALIAS("platform:linkdev");
MODULE_LICENSE("GPL");

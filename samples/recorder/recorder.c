// SPDX-License-Identifier: GPL-2.0
/*
 * recorder - ring buffer of records
 *
 * Writers append records of variable length to one ring, each to a named
 * channel.  Every file open for reading has a position of its own, and may
 * have a filter.  When the ring is full a new record takes the room of the
 * oldest ones, or waits for the slowest reader, as the mode says.
 *
 * Positions count bytes since the start and are never reset: the byte at
 * position p is at p modulo the size of the ring.  A record is a header and
 * its data, padded to REC_ALIGN.
 *
 * Life times:
 *
 *  - A channel is referenced by the list of channels until it is removed,
 *    and by each file that selected it.
 *  - A snapshot is referenced by the files that hold it.  Files that ask for
 *    the same records share one.
 *
 * Lock order: recorder.lock, rec_snaps_lock.
 */

#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/atomic.h>
#include <linux/debugfs.h>
#include <linux/device.h>
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/list.h>
#include <linux/log2.h>
#include <linux/miscdevice.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/poll.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/uaccess.h>
#include <linux/vmalloc.h>
#include <linux/wait.h>

#include "recorder.h"

#define REC_ALIGN	8

static unsigned int size = 16384;
module_param(size, uint, 0444);
MODULE_PARM_DESC(size, "Bytes in the ring at the start, a power of two");

struct rec_ring {
	u32 size;
	u32 mask;
	u8 data[];
};

struct rec_channel {
	struct list_head entry;		/* in recorder.channels */
	unsigned int refs;		/* under recorder.lock, as all of it */
	bool removed;
	u32 id;
	u32 queued;
	u64 written;
	u64 dropped;
	u64 bytes;
	char name[REC_NAME_LEN];
};

struct rec_filter {
	bool exclude;
	unsigned int nr;
	u32 ids[];
};

struct rec_snapshot {
	struct list_head entry;		/* in rec_snaps */
	atomic_t refs;
	u32 id;
	u64 head;			/* of the ring when it was taken */
	size_t len;
	u8 *data;			/* records without their padding */
	unsigned int nr;
	u32 start[];			/* of each record in data */
};

/* An open file; its members are under recorder.lock. */
struct rec_file {
	struct list_head entry;		/* in recorder.readers, if it reads */
	unsigned int number;
	u64 pos;
	u64 lost;			/* dropped before this file read them */
	struct rec_channel *channel;
	struct rec_filter *filter;
	struct rec_snapshot *snap;
};

static struct {
	struct mutex lock;		/* all that follows */
	struct rec_ring *ring;
	u64 head;
	u64 tail;
	u64 written;
	u64 dropped;
	u32 count;			/* records between tail and head */
	enum rec_mode mode;
	u32 marks;

	struct list_head readers;
	u32 nr_readers;
	unsigned int opens;

	struct list_head channels;
	struct rec_channel *main;	/* the first one, never removed */
	u32 nr_channels;
	u32 next_channel;

	/* What waits looks at these without the lock. */
	atomic_t appends;
	atomic_t frees;
	wait_queue_head_t readq;
	wait_queue_head_t writeq;

	struct rec_status *status;	/* a page that files may map */
	struct dentry *debugfs;
} recorder;

static LIST_HEAD(rec_snaps);
static DEFINE_MUTEX(rec_snaps_lock);
static u32 rec_last_snap;

static const char * const rec_mode_names[] = {
	[REC_OVERWRITE]	= "overwrite",
	[REC_BLOCK]	= "block",
};

/* The ring */

static struct rec_ring *rec_ring_new(u32 bytes)
{
	struct rec_ring *ring;

	ring = vmalloc(sizeof(*ring) + bytes);
	if (!ring)
		return NULL;

	ring->size = bytes;
	ring->mask = bytes - 1;
	return ring;
}

static void rec_ring_put(struct rec_ring *ring, u64 pos, const void *src,
			 u32 len)
{
	u32 at = pos & ring->mask;
	u32 part = min(len, ring->size - at);

	memcpy(ring->data + at, src, part);
	memcpy(ring->data, (const u8 *)src + part, len - part);
}

static void rec_ring_get(struct rec_ring *ring, u64 pos, void *dst, u32 len)
{
	u8 *p = dst;

	while (len--)
		*p++ = ring->data[pos++ & ring->mask];
}

static int rec_ring_get_user(struct rec_ring *ring, u64 pos, char __user *dst,
			     u32 len)
{
	u32 at = pos & ring->mask;
	u32 part = min(len, ring->size - at);

	if (copy_to_user(dst, ring->data + at, part))
		return -EFAULT;
	if (copy_to_user(dst + part, ring->data, len - part))
		return -EFAULT;
	return 0;
}

static u32 rec_span(u32 len)
{
	return ALIGN(sizeof(struct rec_hdr) + len, REC_ALIGN);
}

/* The header of the record at POS; returns the bytes to the next one. */
static u32 rec_header(u64 pos, struct rec_hdr *hdr)
{
	rec_ring_get(recorder.ring, pos, hdr, sizeof(*hdr));
	return rec_span(hdr->len);
}

/* Tell those who mapped the status page. */
static void rec_status_update(void)
{
	struct rec_status *st = recorder.status;

	st->seq++;
	/* Readers see an odd number before anything changes. */
	smp_wmb();
	st->head = recorder.head;
	st->tail = recorder.tail;
	st->written = recorder.written;
	st->dropped = recorder.dropped;
	st->size = recorder.ring->size;
	st->mode = recorder.mode;
	st->count = recorder.count;
	st->readers = recorder.nr_readers;
	/* And an even one after all has changed. */
	smp_wmb();
	st->seq++;
}

/* Room may have come up. */
static void rec_freed(void)
{
	atomic_inc(&recorder.frees);
	wake_up_interruptible(&recorder.writeq);
}

/* Channels, all under recorder.lock */

static struct rec_channel *rec_channel_new(const char *name)
{
	struct rec_channel *ch;

	ch = kzalloc(sizeof(*ch), GFP_KERNEL);
	if (!ch)
		return NULL;

	ch->refs = 1;
	ch->id = recorder.next_channel++;
	strcpy(ch->name, name);
	list_add_tail(&ch->entry, &recorder.channels);
	recorder.nr_channels++;
	return ch;
}

static struct rec_channel *rec_channel_get(struct rec_channel *ch)
{
	ch->refs++;
	return ch;
}

static void rec_channel_put(struct rec_channel *ch)
{
	if (--ch->refs == 0)
		kfree(ch);
}

/* Off the list; those who selected it keep it. */
static void rec_channel_remove(struct rec_channel *ch)
{
	list_del(&ch->entry);
	recorder.nr_channels--;
	ch->removed = true;
	rec_channel_put(ch);
}

static struct rec_channel *rec_channel_find(unsigned long id)
{
	struct rec_channel *ch;

	list_for_each_entry(ch, &recorder.channels, entry) {
		if (ch->id == id)
			return ch;
	}
	return NULL;
}

static bool rec_channel_named(const char *name)
{
	struct rec_channel *ch;

	list_for_each_entry(ch, &recorder.channels, entry) {
		if (strcmp(ch->name, name) == 0)
			return true;
	}
	return false;
}

/* Records, all under recorder.lock */

static u64 rec_slowest(void)
{
	struct rec_file *rf;
	u64 pos;

	if (list_empty(&recorder.readers))
		return recorder.tail;

	pos = recorder.head;
	list_for_each_entry(rf, &recorder.readers, entry) {
		if (rf->pos < pos)
			pos = rf->pos;
	}
	return pos;
}

/* The bytes that a record may have, after dropping what may go. */
static u32 rec_room(void)
{
	u32 bytes = recorder.ring->size;

	if (recorder.mode == REC_OVERWRITE)
		return bytes;
	return bytes - (u32)(recorder.head - rec_slowest());
}

static void rec_drop_oldest(void)
{
	u64 tail = recorder.tail;
	struct rec_channel *ch;
	struct rec_file *rf;
	struct rec_hdr hdr;

	recorder.tail += rec_header(tail, &hdr);
	recorder.count--;
	recorder.dropped++;

	ch = rec_channel_find(hdr.channel);
	if (ch) {
		ch->queued--;
		ch->dropped++;
	}
	list_for_each_entry(rf, &recorder.readers, entry) {
		if (rf->pos == tail) {
			rf->pos = recorder.tail;
			rf->lost++;
		}
	}
}

static int rec_make_room(u32 need)
{
	if (need > recorder.ring->size)
		return -EMSGSIZE;
	if (need > rec_room())
		return -EAGAIN;

	while (recorder.ring->size - (recorder.head - recorder.tail) < need)
		rec_drop_oldest();
	return 0;
}

static int rec_append(struct rec_channel *ch, u16 flags, const void *data,
		      u32 len)
{
	u32 span = rec_span(len);
	struct rec_hdr hdr;
	int ret;

	if (ch->removed)
		return -EPIPE;
	ret = rec_make_room(span);
	if (ret)
		return ret;

	hdr.seq = ++recorder.written;
	hdr.channel = ch->id;
	hdr.flags = flags;
	hdr.len = len;
	rec_ring_put(recorder.ring, recorder.head, &hdr, sizeof(hdr));
	rec_ring_put(recorder.ring, recorder.head + sizeof(hdr), data, len);
	recorder.head += span;
	recorder.count++;
	ch->queued++;
	ch->written++;
	ch->bytes += len;

	rec_status_update();
	atomic_inc(&recorder.appends);
	wake_up_interruptible(&recorder.readq);
	return 0;
}

static bool rec_filter_passes(const struct rec_filter *filter,
			      const struct rec_hdr *hdr)
{
	const u32 *id;
	unsigned int n;

	if (!filter || (hdr->flags & REC_FLAG_MARK))
		return true;

	id = filter->ids;
	n = filter->nr;
	while (n--) {
		if (*id++ == hdr->channel)
			return !filter->exclude;
	}
	return filter->exclude;
}

/* Go to the next record that this file wants; false when there is none. */
static bool rec_file_next(struct rec_file *rf, struct rec_hdr *hdr)
{
	u32 span;

	while (rf->pos != recorder.head) {
		span = rec_header(rf->pos, hdr);
		if (rec_filter_passes(rf->filter, hdr))
			return true;
		rf->pos += span;
	}
	return false;
}

/* Snapshots */

static struct rec_snapshot *rec_snapshot_alloc(unsigned int nr, size_t len)
{
	struct rec_snapshot *snap;

	snap = kmalloc(sizeof(*snap) + nr * sizeof(u32), GFP_KERNEL);
	if (!snap)
		return NULL;
	snap->data = vmalloc(len);
	if (!snap->data) {
		kfree(snap);
		return NULL;
	}

	atomic_set(&snap->refs, 1);
	snap->nr = nr;
	snap->len = len;
	return snap;
}

/* The newest NR records of the ring, which has so many. */
static struct rec_snapshot *rec_snapshot_new(unsigned int nr)
{
	struct rec_snapshot *snap;
	struct rec_hdr hdr;
	u64 first, pos = recorder.tail;
	size_t len = 0;
	unsigned int i;

	for (i = nr; i < recorder.count; i++)
		pos += rec_header(pos, &hdr);
	first = pos;
	while (pos != recorder.head) {
		pos += rec_header(pos, &hdr);
		len += sizeof(hdr) + hdr.len;
	}

	snap = rec_snapshot_alloc(nr, len);
	if (!snap)
		return NULL;

	snap->head = recorder.head;
	len = 0;
	for (i = 0, pos = first; i < nr; i++) {
		u32 span = rec_header(pos, &hdr);

		snap->start[i] = len;
		rec_ring_get(recorder.ring, pos, snap->data + len,
			     sizeof(hdr) + hdr.len);
		len += sizeof(hdr) + hdr.len;
		pos += span;
	}
	return snap;
}

/* Take one, or share what another file took of the same records. */
static struct rec_snapshot *rec_snapshot_take(unsigned int nr)
{
	struct rec_snapshot *snap;

	nr = min(nr, recorder.count);
	if (!nr)
		return ERR_PTR(-ENODATA);

	mutex_lock(&rec_snaps_lock);
	list_for_each_entry(snap, &rec_snaps, entry) {
		if (snap->head == recorder.head && snap->nr == nr) {
			atomic_inc(&snap->refs);
			goto out_unlock;
		}
	}

	snap = rec_snapshot_new(nr);
	if (!snap) {
		snap = ERR_PTR(-ENOMEM);
		goto out_unlock;
	}
	snap->id = ++rec_last_snap;
	list_add_tail(&snap->entry, &rec_snaps);
out_unlock:
	mutex_unlock(&rec_snaps_lock);
	return snap;
}

/* Nobody finds one that goes: the last reference is dropped under the lock. */
static void rec_snapshot_put(struct rec_snapshot *snap)
{
	if (!atomic_dec_and_mutex_lock(&snap->refs, &rec_snaps_lock))
		return;
	list_del(&snap->entry);
	mutex_unlock(&rec_snaps_lock);

	vfree(snap->data);
	kfree(snap);
}

/* The file's snapshot, with a reference for the caller. */
static struct rec_snapshot *rec_file_snapshot(struct rec_file *rf)
{
	struct rec_snapshot *snap;

	mutex_lock(&recorder.lock);
	snap = rf->snap;
	if (snap)
		atomic_inc(&snap->refs);
	mutex_unlock(&recorder.lock);
	return snap;
}

/* The file takes over the caller's reference; NULL to hold none. */
static void rec_file_hold(struct rec_file *rf, struct rec_snapshot *snap)
{
	struct rec_snapshot *old;

	mutex_lock(&recorder.lock);
	old = rf->snap;
	rf->snap = snap;
	mutex_unlock(&recorder.lock);
	if (old)
		rec_snapshot_put(old);
}

/* ioctl */

static int rec_ioctl_info(struct rec_file *rf, void __user *argp)
{
	struct rec_info info;

	mutex_lock(&recorder.lock);
	memcpy(&info.status, recorder.status, sizeof(info.status));
	info.lost = rf->lost;
	info.channel = rf->channel->id;
	info.snapshot = rf->snap ? rf->snap->id : 0;
	/* The bytes behind the name go out too. */
	strncpy(info.name, rf->channel->name, sizeof(info.name));
	mutex_unlock(&recorder.lock);

	if (copy_to_user(argp, &info, sizeof(info)))
		return -EFAULT;
	return 0;
}

/* A new ring with the newest records that fit; blocking readers lose none. */
static int rec_ioctl_set_size(unsigned long bytes)
{
	struct rec_ring *ring, *old;
	int ret = 0;
	u64 pos;

	if (bytes < REC_MIN_SIZE || bytes > REC_MAX_SIZE)
		return -EINVAL;
	if (!is_power_of_2(bytes))
		return -EINVAL;
	ring = rec_ring_new(bytes);
	if (!ring)
		return -ENOMEM;

	mutex_lock(&recorder.lock);
	old = recorder.ring;
	if (recorder.mode == REC_BLOCK &&
	    recorder.head - rec_slowest() > bytes) {
		old = ring;
		ret = -EBUSY;
		goto out_unlock;
	}
	while (recorder.head - recorder.tail > bytes)
		rec_drop_oldest();

	for (pos = recorder.tail; pos != recorder.head; pos++)
		ring->data[pos & ring->mask] = old->data[pos & old->mask];
	recorder.ring = ring;
	rec_status_update();
	rec_freed();
out_unlock:
	mutex_unlock(&recorder.lock);
	vfree(old);
	return ret;
}

static int rec_ioctl_mark(void __user *argp)
{
	char text[REC_NAME_LEN + 16];
	struct rec_mark args;
	int len, ret;

	if (copy_from_user(&args, argp, sizeof(args)))
		return -EFAULT;
	args.name[REC_NAME_LEN - 1] = '\0';

	mutex_lock(&recorder.lock);
	len = sprintf(text, "%u ", recorder.marks + 1);
	strcat(text, args.name);
	len += strlen(args.name);
	ret = rec_append(recorder.main, REC_FLAG_MARK, text, len);
	if (!ret)
		recorder.marks++;
	mutex_unlock(&recorder.lock);
	return ret;
}

static int rec_ioctl_create(void __user *argp)
{
	struct rec_channel *ch;
	struct rec_create args;
	int ret = 0;
	size_t len;

	if (copy_from_user(&args, argp, sizeof(args)))
		return -EFAULT;
	len = strnlen(args.name, sizeof(args.name));
	if (!len || len == sizeof(args.name) || args.reserved)
		return -EINVAL;

	mutex_lock(&recorder.lock);
	if (rec_channel_named(args.name)) {
		ret = -EEXIST;
		goto out_unlock;
	}
	if (recorder.nr_channels >= REC_MAX_CHANNELS) {
		ret = -ENOSPC;
		goto out_unlock;
	}
	ch = rec_channel_new(args.name);
	if (!ch) {
		ret = -ENOMEM;
		goto out_unlock;
	}

	args.id = ch->id;
	if (copy_to_user(argp, &args, sizeof(args))) {
		rec_channel_remove(ch);
		ret = -EFAULT;
	}
out_unlock:
	mutex_unlock(&recorder.lock);
	return ret;
}

static int rec_ioctl_remove(unsigned long id)
{
	struct rec_channel *ch;
	int ret = -ENOENT;

	mutex_lock(&recorder.lock);
	ch = rec_channel_find(id);
	if (!ch)
		goto out_unlock;
	ret = -EPERM;
	if (ch == recorder.main)
		goto out_unlock;

	rec_channel_remove(ch);
	rec_freed();
	ret = 0;
out_unlock:
	mutex_unlock(&recorder.lock);
	return ret;
}

static int rec_ioctl_select(struct rec_file *rf, unsigned long id)
{
	struct rec_channel *ch;

	mutex_lock(&recorder.lock);
	ch = rec_channel_find(id);
	if (!ch) {
		mutex_unlock(&recorder.lock);
		return -ENOENT;
	}
	rec_channel_get(ch);
	rec_channel_put(rf->channel);
	rf->channel = ch;
	mutex_unlock(&recorder.lock);
	return 0;
}

static struct rec_filter *rec_filter_new(struct rec_filter_args __user *argp,
					 const struct rec_filter_args *head)
{
	struct rec_filter *filter;
	size_t bytes = head->nr * sizeof(u32);

	filter = kmalloc(sizeof(*filter) + bytes, GFP_KERNEL);
	if (!filter)
		return ERR_PTR(-ENOMEM);
	if (copy_from_user(filter->ids, argp->ids, bytes)) {
		kfree(filter);
		return ERR_PTR(-EFAULT);
	}
	filter->nr = head->nr;
	filter->exclude = head->flags & REC_FILTER_EXCLUDE;
	return filter;
}

static int rec_ioctl_set_filter(struct rec_file *rf,
				struct rec_filter_args __user *argp)
{
	struct rec_filter *filter = NULL, *old;
	struct rec_filter_args head;

	if (copy_from_user(&head, argp, sizeof(head)))
		return -EFAULT;
	if (head.nr > REC_MAX_FILTER || head.flags & ~REC_FILTER_EXCLUDE)
		return -EINVAL;
	if (head.nr) {
		filter = rec_filter_new(argp, &head);
		if (IS_ERR(filter))
			return PTR_ERR(filter);
	}

	mutex_lock(&recorder.lock);
	old = rf->filter;
	rf->filter = filter;
	mutex_unlock(&recorder.lock);
	kfree(old);

	/* Who waits may find that there is something to read. */
	atomic_inc(&recorder.appends);
	wake_up_interruptible(&recorder.readq);
	return 0;
}

static int rec_ioctl_snapshot(struct rec_file *rf, void __user *argp)
{
	struct rec_snapshot_args args;
	struct rec_snapshot *snap;

	if (copy_from_user(&args, argp, sizeof(args)))
		return -EFAULT;
	if (!args.nr || args.nr > REC_MAX_SNAPSHOT)
		return -EINVAL;

	mutex_lock(&recorder.lock);
	snap = rec_snapshot_take(args.nr);
	mutex_unlock(&recorder.lock);
	if (IS_ERR(snap))
		return PTR_ERR(snap);

	args.nr = snap->nr;
	args.id = snap->id;
	args.len = snap->len;
	if (copy_to_user(argp, &args, sizeof(args))) {
		rec_snapshot_put(snap);
		return -EFAULT;
	}
	rec_file_hold(rf, snap);
	return 0;
}

/* Whole records from the one wanted on, as many as there is room for. */
static int rec_ioctl_snap_read(struct rec_file *rf, void __user *argp)
{
	struct rec_snapshot_read args;
	struct rec_snapshot *snap;
	size_t start, end;
	unsigned int i;
	int ret = 0;

	if (copy_from_user(&args, argp, sizeof(args)))
		return -EFAULT;
	snap = rec_file_snapshot(rf);
	if (!snap)
		return -ENODATA;
	if (args.index >= snap->nr) {
		ret = -ERANGE;
		goto out_put;
	}

	start = snap->start[args.index];
	end = start;
	for (i = args.index + 1; i <= snap->nr; i++) {
		size_t next = i < snap->nr ? snap->start[i] : snap->len;

		if (next - start > args.len)
			break;
		end = next;
	}
	if (end == start) {
		ret = -EMSGSIZE;
		goto out_put;
	}

	args.len = end - start;
	if (copy_to_user(u64_to_user_ptr(args.data), snap->data + start,
			 args.len) ||
	    copy_to_user(argp, &args, sizeof(args)))
		ret = -EFAULT;
out_put:
	rec_snapshot_put(snap);
	return ret;
}

static long rec_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	struct rec_file *rf = file->private_data;
	void __user *argp = (void __user *)arg;

	switch (cmd) {
	case REC_IOC_INFO:
		return rec_ioctl_info(rf, argp);
	case REC_IOC_SET_SIZE:
		return rec_ioctl_set_size(arg);
	case REC_IOC_MARK:
		return rec_ioctl_mark(argp);
	case REC_IOC_CREATE:
		return rec_ioctl_create(argp);
	case REC_IOC_REMOVE:
		return rec_ioctl_remove(arg);
	case REC_IOC_SELECT:
		return rec_ioctl_select(rf, arg);
	case REC_IOC_SET_FILTER:
		return rec_ioctl_set_filter(rf, argp);
	case REC_IOC_SNAPSHOT:
		return rec_ioctl_snapshot(rf, argp);
	case REC_IOC_SNAP_READ:
		return rec_ioctl_snap_read(rf, argp);
	default:
		return -ENOTTY;
	}
}

/* read, write, poll and mmap */

/* The record stays the next one when it cannot be handed over. */
static ssize_t rec_read_one(struct rec_file *rf, char __user *buf,
			    size_t count)
{
	u64 was = rf->pos;
	struct rec_hdr hdr;
	ssize_t ret;
	size_t len;

	if (!rec_file_next(rf, &hdr)) {
		ret = -EAGAIN;
		goto out;
	}
	len = sizeof(hdr) + hdr.len;
	if (len > count) {
		ret = -EMSGSIZE;
		goto out;
	}
	ret = rec_ring_get_user(recorder.ring, rf->pos, buf, len);
	if (ret)
		goto out;

	rf->pos += rec_span(hdr.len);
	ret = len;
out:
	if (rf->pos != was)
		rec_freed();
	return ret;
}

static ssize_t rec_read(struct file *file, char __user *buf, size_t count,
			loff_t *ppos)
{
	struct rec_file *rf = file->private_data;
	ssize_t ret;
	int seen;

	for (;;) {
		mutex_lock(&recorder.lock);
		seen = atomic_read(&recorder.appends);
		ret = rec_read_one(rf, buf, count);
		mutex_unlock(&recorder.lock);
		if (ret != -EAGAIN || (file->f_flags & O_NONBLOCK))
			return ret;

		ret = wait_event_interruptible(recorder.readq,
					       atomic_read(&recorder.appends) != seen);
		if (ret)
			return ret;
	}
}

static int rec_append_wait(struct file *file, const void *data, u32 len)
{
	struct rec_file *rf = file->private_data;
	int seen;
	int ret;

	for (;;) {
		mutex_lock(&recorder.lock);
		seen = atomic_read(&recorder.frees);
		ret = rec_append(rf->channel, 0, data, len);
		mutex_unlock(&recorder.lock);
		if (ret != -EAGAIN || (file->f_flags & O_NONBLOCK))
			return ret;

		ret = wait_event_interruptible(recorder.writeq,
					       atomic_read(&recorder.frees) != seen);
		if (ret)
			return ret;
	}
}

static ssize_t rec_write(struct file *file, const char __user *buf,
			 size_t count, loff_t *ppos)
{
	ssize_t ret;
	void *data;

	if (!count)
		return -EINVAL;
	if (count > REC_MAX_DATA)
		return -EMSGSIZE;

	data = kmalloc(count, GFP_KERNEL);
	if (!data)
		return -ENOMEM;
	if (copy_from_user(data, buf, count)) {
		ret = -EFAULT;
		goto out_free;
	}
	ret = rec_append_wait(file, data, count);
	if (!ret)
		ret = count;
out_free:
	kfree(data);
	return ret;
}

static __poll_t rec_poll(struct file *file, poll_table *wait)
{
	struct rec_file *rf = file->private_data;
	struct rec_hdr hdr;
	__poll_t mask = 0;
	u64 pos;

	poll_wait(file, &recorder.readq, wait);
	poll_wait(file, &recorder.writeq, wait);

	mutex_lock(&recorder.lock);
	pos = rf->pos;
	if ((file->f_mode & FMODE_READ) && rec_file_next(rf, &hdr))
		mask |= EPOLLIN | EPOLLRDNORM;
	if (rf->pos != pos)
		rec_freed();
	if (rec_room() >= min(recorder.ring->size, rec_span(REC_MAX_DATA)))
		mask |= EPOLLOUT | EPOLLWRNORM;
	mutex_unlock(&recorder.lock);
	return mask;
}

/* No lock here: who faults in read() holds it and wants the mm's. */
static int rec_mmap(struct file *file, struct vm_area_struct *vma)
{
	if (vma->vm_end - vma->vm_start != PAGE_SIZE || vma->vm_pgoff)
		return -EINVAL;
	/* Only through files that cannot write, so mprotect() is no way in. */
	if (vma->vm_flags & VM_MAYWRITE)
		return -EACCES;
	return vm_insert_page(vma, vma->vm_start,
			      virt_to_page(recorder.status));
}

/* open and release */

static int rec_open(struct inode *inode, struct file *file)
{
	struct rec_file *rf;

	rf = kzalloc(sizeof(*rf), GFP_KERNEL);
	if (!rf)
		return -ENOMEM;

	mutex_lock(&recorder.lock);
	rf->number = ++recorder.opens;
	rf->pos = recorder.tail;
	rf->channel = rec_channel_get(recorder.main);
	INIT_LIST_HEAD(&rf->entry);
	if (file->f_mode & FMODE_READ) {
		list_add_tail(&rf->entry, &recorder.readers);
		recorder.nr_readers++;
		rec_status_update();
	}
	mutex_unlock(&recorder.lock);

	file->private_data = rf;
	return stream_open(inode, file);
}

static int rec_release(struct inode *inode, struct file *file)
{
	struct rec_file *rf = file->private_data;

	rec_file_hold(rf, NULL);

	mutex_lock(&recorder.lock);
	if (file->f_mode & FMODE_READ) {
		list_del(&rf->entry);
		recorder.nr_readers--;
		rec_status_update();
		rec_freed();
	}
	rec_channel_put(rf->channel);
	mutex_unlock(&recorder.lock);

	kfree(rf->filter);
	kfree(rf);
	return 0;
}

static const struct file_operations rec_fops = {
	.owner		= THIS_MODULE,
	.open		= rec_open,
	.release	= rec_release,
	.read		= rec_read,
	.write		= rec_write,
	.poll		= rec_poll,
	.mmap		= rec_mmap,
	.unlocked_ioctl	= rec_ioctl,
	.compat_ioctl	= compat_ptr_ioctl,
};

/* sysfs */

static ssize_t mode_show(struct device *dev, struct device_attribute *attr,
			 char *buf)
{
	unsigned int mode = READ_ONCE(recorder.mode);
	ssize_t len = 0;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(rec_mode_names); i++)
		len += sprintf(buf + len, i == mode ? "[%s] " : "%s ",
			       rec_mode_names[i]);
	buf[len - 1] = '\n';
	return len;
}

static void rec_set_mode(enum rec_mode mode)
{
	mutex_lock(&recorder.lock);
	WRITE_ONCE(recorder.mode, mode);
	rec_status_update();
	rec_freed();
	mutex_unlock(&recorder.lock);
}

static ssize_t mode_store(struct device *dev, struct device_attribute *attr,
			  const char *buf, size_t count)
{
	char word[16];
	unsigned int i;
	char *end;

	strncpy(word, buf, sizeof(word) - 1);
	word[sizeof(word) - 1] = '\0';
	end = strchr(word, '\n');
	if (end)
		*end = '\0';

	for (i = 0; i < ARRAY_SIZE(rec_mode_names); i++) {
		if (!strcmp(word, rec_mode_names[i])) {
			rec_set_mode(i);
			return count;
		}
	}
	return -EINVAL;
}
static DEVICE_ATTR_RW(mode);

static struct attribute *rec_attrs[] = {
	&dev_attr_mode.attr,
	NULL,
};
ATTRIBUTE_GROUPS(rec);

static struct miscdevice rec_miscdev = {
	.minor	= MISC_DYNAMIC_MINOR,
	.name	= "recorder",
	.fops	= &rec_fops,
	.groups	= rec_groups,
};

/* debugfs */

static int rec_state_show(struct seq_file *m, void *unused)
{
	struct rec_channel *ch;
	struct rec_file *rf;

	mutex_lock(&recorder.lock);
	seq_printf(m, "size %u mode %s head %llu tail %llu\n",
		   recorder.ring->size, rec_mode_names[recorder.mode],
		   recorder.head, recorder.tail);
	seq_printf(m, "records %u written %llu dropped %llu marks %u\n",
		   recorder.count, recorder.written, recorder.dropped,
		   recorder.marks);
	list_for_each_entry(rf, &recorder.readers, entry)
		seq_printf(m, "reader %u: pos %llu lost %llu channel %s filter %u snapshot %u\n",
			   rf->number, rf->pos, rf->lost, rf->channel->name,
			   rf->filter ? rf->filter->nr : 0,
			   rf->snap ? rf->snap->id : 0);
	list_for_each_entry(ch, &recorder.channels, entry)
		seq_printf(m, "channel %u %s: refs %u queued %u written %llu dropped %llu bytes %llu\n",
			   ch->id, ch->name, ch->refs, ch->queued, ch->written,
			   ch->dropped, ch->bytes);
	mutex_unlock(&recorder.lock);
	return 0;
}
DEFINE_SHOW_ATTRIBUTE(rec_state);

static int rec_snapshots_show(struct seq_file *m, void *unused)
{
	struct rec_snapshot *snap;

	mutex_lock(&rec_snaps_lock);
	list_for_each_entry(snap, &rec_snaps, entry)
		seq_printf(m, "snapshot %u: refs %d records %u bytes %zu head %llu\n",
			   snap->id, atomic_read(&snap->refs), snap->nr,
			   snap->len, snap->head);
	mutex_unlock(&rec_snaps_lock);
	return 0;
}
DEFINE_SHOW_ATTRIBUTE(rec_snapshots);

static void rec_free(void)
{
	struct rec_channel *ch, *tmp;

	list_for_each_entry_safe(ch, tmp, &recorder.channels, entry)
		rec_channel_remove(ch);
	vfree(recorder.ring);
	free_page((unsigned long)recorder.status);
}

static int __init rec_init(void)
{
	struct dentry *dir;
	int ret = -ENOMEM;

	memset(&recorder, 0, sizeof(recorder));
	mutex_init(&recorder.lock);
	INIT_LIST_HEAD(&recorder.readers);
	INIT_LIST_HEAD(&recorder.channels);
	init_waitqueue_head(&recorder.readq);
	init_waitqueue_head(&recorder.writeq);
	rec_last_snap = 0;

	if (size < REC_MIN_SIZE || size > REC_MAX_SIZE || !is_power_of_2(size)) {
		pr_err("size must be a power of two, %u to %u\n", REC_MIN_SIZE,
		       REC_MAX_SIZE);
		return -EINVAL;
	}

	recorder.status = (struct rec_status *)get_zeroed_page(GFP_KERNEL);
	if (!recorder.status)
		return -ENOMEM;
	recorder.ring = rec_ring_new(size);
	if (!recorder.ring)
		goto err_free;
	recorder.main = rec_channel_new("default");
	if (!recorder.main)
		goto err_free;
	recorder.status->version = REC_VERSION;
	rec_status_update();

	ret = misc_register(&rec_miscdev);
	if (ret)
		goto err_free;

	dir = debugfs_create_dir("recorder", NULL);
	debugfs_create_file("state", 0400, dir, NULL, &rec_state_fops);
	debugfs_create_file("snapshots", 0400, dir, NULL, &rec_snapshots_fops);
	recorder.debugfs = dir;
	return 0;

err_free:
	rec_free();
	return ret;
}

static void __exit rec_exit(void)
{
	debugfs_remove_recursive(recorder.debugfs);
	misc_deregister(&rec_miscdev);
	rec_free();
}

module_init(rec_init);
module_exit(rec_exit);

MODULE_DESCRIPTION("Ring buffer of records");
MODULE_LICENSE("GPL");

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * block: disks, and the calls of a program on /dev/DISK, past the page cache; each
 * becomes bios, and each bio is an event when it ends.
 *
 * A disk that is gone has no sectors; whoever has it open keeps it, and the module.
 */
#include <linux/blkdev.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

#include "harness.h"

enum { INLINE_PAGES = 4, MOST_PAGES = 256 };

/* ------------------------------------------------------------------------ bios */

bool harness_segment(const struct bio *b, struct bio_vec *v, const struct bvec_iter *i)
{
	const struct bio_vec *all = &b->bi_io_vec[i->bi_idx];

	if (!i->bi_size)
		return false;
	v->bv_page = all->bv_page;
	v->bv_offset = all->bv_offset + i->bi_bvec_done;
	v->bv_len = min(all->bv_len - i->bi_bvec_done, i->bi_size);
	return true;
}

void harness_segment_next(const struct bio *b, struct bvec_iter *i, unsigned int n)
{
	i->bi_sector += n >> SECTOR_SHIFT;
	i->bi_size -= n;
	i->bi_bvec_done += n;
	if (i->bi_bvec_done < b->bi_io_vec[i->bi_idx].bv_len)
		return;
	i->bi_bvec_done = 0;
	i->bi_idx++;
}

static int errno_of(blk_status_t status)
{
	switch (status) {
	case BLK_STS_OK:	return 0;
	case BLK_STS_NOTSUPP:	return -EOPNOTSUPP;
	case BLK_STS_NOSPC:	return -ENOSPC;
	case BLK_STS_RESOURCE:	return -ENOMEM;
	default:		return -EIO;
	}
}

static const char *name_of(const struct bio *b)
{
	switch (bio_op(b)) {
	case REQ_OP_READ:		return "read";
	case REQ_OP_WRITE:		return "write";
	case REQ_OP_DISCARD:		return "discard";
	case REQ_OP_WRITE_ZEROES:	return "zero";
	default:			return "?";
	}
}

/* Where a bio was when it was submitted, and what became of it. */
struct waiter {
	sector_t at;
	unsigned int sectors;
	bool ended;
};

static void tell(struct bio *b)
{
	struct waiter *w = b->bi_private;

	if (w->ended)
		harness_bug("a bio ends twice");
	w->ended = true;
	event("%s: %s %llu+%u%s = %d", b->bi_bdev->bd_disk->disk_name, name_of(b),
	      (unsigned long long)w->at, w->sectors,
	      b->bi_opf & REQ_PREFLUSH ? " flush" : "", errno_of(b->bi_status));
}

void bio_endio(struct bio *b)
{
	b->bi_end_io(b);
}

/* What the driver does not see: bios after the disk is gone, needless flushes. */
static void submit(struct bio *b)
{
	struct gendisk *g = b->bi_bdev->bd_disk;

	if (!(g->limits.features & BLK_FEAT_WRITE_CACHE))
		b->bi_opf &= ~(REQ_PREFLUSH | REQ_FUA);
	if (g->dead)
		bio_io_error(b);
	else if (bio_op(b) == REQ_OP_WRITE && !bio_sectors(b) &&
		 !(b->bi_opf & REQ_PREFLUSH))
		bio_endio(b);
	else
		g->fops->submit_bio(b);
}

static int submit_and_wait(struct bio *b)
{
	struct waiter w = { b->bi_iter.bi_sector, bio_sectors(b), false };

	harness_might_sleep();
	b->bi_end_io = tell;
	b->bi_private = &w;
	submit(b);
	if (!w.ended)
		harness_bug("a bio does not end");
	return errno_of(b->bi_status);
}

static int without_data(struct gendisk *g, blk_opf_t opf, sector_t at, sector_t sectors)
{
	struct bio b = {
		.bi_bdev = &g->part0, .bi_opf = opf,
		.bi_iter = { .bi_sector = at,
			     .bi_size = (unsigned int)(sectors << SECTOR_SHIFT) },
	};

	return submit_and_wait(&b);
}

/* -------------------------------------------------------------- read and write */

/* The program's memory, in pieces that are not beyond a page. */
static unsigned int cut(struct bio_vec *v, const char *data, size_t n)
{
	unsigned int count = 0, length;

	for (; n; n -= length, data += length) {
		length = (unsigned int)min(n, PAGE_SIZE - offset_in_page(data));
		v[count++] = (struct bio_vec){ virt_to_page(data), length,
					       (unsigned int)offset_in_page(data) };
	}
	return count;
}

static size_t pages_of(const char *data, size_t n)
{
	return (offset_in_page(data) + n + PAGE_SIZE - 1) >> PAGE_SHIFT;
}

static long transfer(struct gendisk *g, blk_opf_t opf, const char *data, size_t n,
		     loff_t at)
{
	struct bio_vec few[INLINE_PAGES], *v = few;
	struct bio b = {
		.bi_bdev = &g->part0, .bi_opf = opf,
		.bi_iter = { .bi_sector = (sector_t)at >> SECTOR_SHIFT,
			     .bi_size = (unsigned int)n },
	};
	size_t pages = pages_of(data, n);
	long ret = -EFAULT;

	if (((unsigned long)at | n | (unsigned long)data) & (SECTOR_SIZE - 1))
		return -EINVAL;
	if (pages > MOST_PAGES)
		harness_bug("more than one bio for a read or write");
	if (pages > INLINE_PAGES)
		v = kmalloc_array(pages, sizeof(*v), GFP_KERNEL);
	if (!v)
		return -ENOMEM;
	if ((unsigned long)data >= PAGE_SIZE && !fault_here(FAULT_COPY)) {
		b.bi_io_vec = v;
		b.bi_vcnt = (unsigned short)cut(v, data, n);
		ret = submit_and_wait(&b);
	}
	if (v != few)
		kfree(v);
	return ret ? ret : (long)n;
}

static loff_t size_of(const struct gendisk *g)
{
	return (loff_t)(g->sectors << SECTOR_SHIFT);
}

static void must_be_direct(const struct file *f)
{
	if (!(f->f_flags & O_DIRECT))
		harness_bug("the harness has no page cache");
}

static ssize_t read_disk(struct file *f, char *to, size_t n, loff_t *at)
{
	struct gendisk *g = f->private_data;
	long ret;

	must_be_direct(f);
	if (!n || *at >= size_of(g))
		return 0;
	n = min(n, (size_t)(size_of(g) - *at));
	ret = transfer(g, REQ_OP_READ, to, n, *at);
	if (ret > 0)
		*at += ret;
	return ret;
}

static ssize_t write_disk(struct file *f, const char *from, size_t n, loff_t *at)
{
	blk_opf_t sync = f->f_flags & O_DSYNC ? REQ_SYNC | REQ_FUA : REQ_SYNC;
	struct gendisk *g = f->private_data;
	long ret;
	int err = 0;

	must_be_direct(f);
	if (!n)
		return 0;
	if (*at >= size_of(g))
		return -ENOSPC;
	n = min(n, (size_t)(size_of(g) - *at));
	ret = transfer(g, REQ_OP_WRITE | sync, from, n, *at);
	if (ret <= 0)
		return ret;
	*at += ret;
	if (f->f_flags & O_DSYNC)
		err = without_data(g, REQ_OP_WRITE | REQ_PREFLUSH, 0, 0);
	return err ? err : ret;
}

/* ---------------------------------------------------------------------- ioctls */

/* Up to where the granularity has a border, then as much as a bio can say. */
static sector_t discard_limit(const struct gendisk *g, sector_t at)
{
	sector_t grain = g->limits.discard_granularity >> SECTOR_SHIFT;
	sector_t border = (at + grain - 1) / grain * grain;

	if (border != at)
		return border - at;
	return (UINT_MAX >> SECTOR_SHIFT) / grain * grain;
}

static int discard(struct gendisk *g, sector_t at, sector_t left)
{
	sector_t n;
	int err = 0;

	for (; left && !err; at += n, left -= n) {
		n = min(left, discard_limit(g, at));
		err = without_data(g, REQ_OP_DISCARD, at, n);
	}
	return err;
}

static int zero(struct gendisk *g, sector_t at, sector_t left)
{
	sector_t n;
	int err = 0;

	for (; left && !err; at += n, left -= n) {
		n = min(left, (sector_t)(UINT_MAX >> SECTOR_SHIFT));
		err = without_data(g, REQ_OP_WRITE_ZEROES | REQ_NOUNMAP, at, n);
	}
	return err;
}

static bool is_range(const struct gendisk *g, const u64 *range)
{
	return !((range[0] | range[1]) & (SECTOR_SIZE - 1)) && range[1] &&
	       range[0] + range[1] >= range[0] &&
	       range[0] + range[1] <= (u64)size_of(g);
}

static long do_range(struct file *f, void *argument,
		     int (*what)(struct gendisk *g, sector_t at, sector_t n))
{
	struct gendisk *g = f->private_data;
	u64 range[2];

	if (!(f->f_mode & FMODE_WRITE))
		return -EBADF;
	if (copy_from_user(range, argument, sizeof(range)))
		return -EFAULT;
	if (!is_range(g, range))
		return -EINVAL;
	return what(g, range[0] >> SECTOR_SHIFT, range[1] >> SECTOR_SHIFT);
}

static long ioctl_disk(struct file *f, unsigned int command, unsigned long argument)
{
	struct gendisk *g = f->private_data;

	switch (command) {
	case BLKDISCARD:
		return do_range(f, (void *)argument, discard);
	case BLKZEROOUT:
		return do_range(f, (void *)argument, zero);
	case BLKGETSIZE64:
		return put_user((u64)size_of(g), (u64 *)argument);
	default:
		return -ENOTTY;
	}
}

static int open_disk(struct inode *i, struct file *f)
{
	struct gendisk *g = i->i_private;

	get_device(&g->device);
	try_module_get(g->fops->owner);
	f->private_data = g;
	return 0;
}

static int release_disk(struct inode *i, struct file *f)
{
	struct gendisk *g = f->private_data;

	(void)i;
	module_put(g->fops->owner);
	put_disk(g);
	return 0;
}

static const struct file_operations disk_fops = {
	.open = open_disk, .release = release_disk, .read = read_disk,
	.write = write_disk, .unlocked_ioctl = ioctl_disk,
};

/* ----------------------------------------------------------------------- disks */

static ssize_t size_show(struct device *d, struct device_attribute *a, char *to)
{
	(void)a;
	return harness_scnprintf(to, PAGE_SIZE, "%llu\n",
				 (unsigned long long)get_capacity(dev_to_disk(d)));
}
static DEVICE_ATTR_RO(size);

static void free_disk(struct device *d)
{
	kfree(dev_to_disk(d));
}

struct gendisk *blk_alloc_disk(struct queue_limits *limits, int node)
{
	struct gendisk *g = kzalloc(sizeof(*g), GFP_KERNEL);

	(void)node;
	if (!g)
		return ERR_PTR(-ENOMEM);
	g->limits = *limits;
	if (!g->limits.discard_granularity)
		g->limits.discard_granularity = SECTOR_SIZE;
	g->part0.bd_disk = g;
	g->device.users = 1;
	g->device.release = free_disk;
	return g;
}

static void disk_path(const struct gendisk *g, char *path, size_t size)
{
	harness_snprintf(path, size, "/dev/%s", g->disk_name);
}

int device_add_disk(struct device *parent, struct gendisk *g,
		    const struct attribute_group **groups)
{
	struct device *d = &g->device;
	char path[64];
	int err;

	d->parent = parent;
	harness_strscpy(d->name, g->disk_name, sizeof(d->name));
	disk_path(g, path, sizeof(path));
	err = harness_folder(d, groups, "block/%s", g->disk_name);
	if (!err)
		err = device_create_file(d, &dev_attr_size);
	if (!err)
		err = file_add(path, &disk_fops, 0600, g, NULL);
	if (err) {
		harness_folder_remove(d);
		return err;
	}
	event("disk %s, %llu sectors", g->disk_name, (unsigned long long)g->sectors);
	return 0;
}

void del_gendisk(struct gendisk *g)
{
	char path[64];

	harness_might_sleep();
	disk_path(g, path, sizeof(path));
	file_remove(path);
	harness_folder_remove(&g->device);
	g->dead = true;
	set_capacity(g, 0);
	event("disk %s is gone", g->disk_name);
}

void put_disk(struct gendisk *g)
{
	put_device(&g->device);
}

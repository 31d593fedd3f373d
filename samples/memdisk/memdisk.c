// SPDX-License-Identifier: GPL-2.0
/*
 * memdisk - disks in memory
 *
 * A disk keeps what was written to it in pages, which are allocated by the first
 * write.  They are found by a directory of chunks, each a table of pages; a
 * chunk without pages is freed.  Discarding and writing zeroes frees pages.
 *
 * Life times:
 *
 *  - A disk is referenced by the list while it is there, by whoever works on it
 *    through the control file, and by its snapshots.  The block layer does not
 *    use it after del_gendisk().
 *  - A snapshot is referenced by the control files that took it; a disk that has
 *    not changed since gives the same one again.
 *
 * Lock order: memdisk.lock, file->lock, md->lock.  del_gendisk() waits for bios
 * and for sysfs, which take md->lock, and is called without any lock.
 */

#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/atomic.h>
#include <linux/bio.h>
#include <linux/blkdev.h>
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/list.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/sysfs.h>
#include <linux/uaccess.h>

#include "memdisk.h"

#define MD_PAGE_SECTORS		(PAGE_SIZE >> SECTOR_SHIFT)
#define MD_CHUNK_SHIFT		6
#define MD_CHUNK_PAGES		64
#define MD_CHUNK_MASK		(MD_CHUNK_PAGES - 1)

static unsigned int disks = 1;
module_param(disks, uint, 0444);
MODULE_PARM_DESC(disks, "Disks that are there at the start");

static unsigned int size_kb = 1024;
module_param(size_kb, uint, 0444);
MODULE_PARM_DESC(size_kb, "Their size, in KiB");

static unsigned int limit;
module_param(limit, uint, 0444);
MODULE_PARM_DESC(limit, "Pages that each of them may take, 0 for no limit");

/* The last chunk of a disk has as many pages as are left. */
struct md_chunk {
	unsigned int nr;
	unsigned int used;
	void *pages[];
};

struct md_dir {
	unsigned int nr;
	struct md_chunk *chunks[];
};

struct md_disk {
	struct list_head entry;		/* in memdisk.disks */
	atomic_t refs;
	unsigned int index;
	u64 sectors;
	struct gendisk *gd;

	struct mutex lock;		/* all below, and the snapshot's refs */
	char label[MEMDISK_LABEL_LEN];
	unsigned int limit;
	unsigned int nr_pages;
	unsigned int nr_chunks;
	unsigned int errors;
	u64 generation;
	u64 count[MEMDISK_NR_OPS];
	u64 bytes[MEMDISK_NR_OPS];
	struct md_snap *snap;		/* the last one, not referenced */
	struct md_dir *dir;
};

struct md_snap {
	unsigned int refs;
	struct md_disk *disk;
	u64 generation;
	unsigned int nr;
	struct memdisk_record *records[];
};

/* An open control file. */
struct md_file {
	struct mutex lock;		/* snap */
	struct md_snap *snap;
};

static struct {
	struct mutex lock;		/* all of this */
	struct list_head disks;		/* by index */
	unsigned int nr;		/* length of the list */
	u32 taken;			/* indices; also while a disk goes */
} memdisk;

static const char * const md_op_names[MEMDISK_NR_OPS] = {
	[MEMDISK_OP_READ]	= "read",
	[MEMDISK_OP_WRITE]	= "write",
	[MEMDISK_OP_DISCARD]	= "discard",
	[MEMDISK_OP_ZERO]	= "zero",
	[MEMDISK_OP_FLUSH]	= "flush",
};

/* ------------------------------------------------------------------ pages */

static struct md_dir *md_dir_alloc(u64 sectors)
{
	unsigned int pages = sectors / MD_PAGE_SECTORS;
	unsigned int nr = (pages + MD_CHUNK_MASK) >> MD_CHUNK_SHIFT;
	struct md_dir *dir;

	dir = kzalloc(sizeof(*dir) + nr * sizeof(dir->chunks[0]), GFP_KERNEL);
	if (dir)
		dir->nr = nr;
	return dir;
}

static struct md_chunk *md_chunk_alloc(unsigned int nr)
{
	struct md_chunk *chunk;
	size_t size = sizeof(struct md_chunk) + sizeof(void *) * nr;

	chunk = kmalloc(size, GFP_NOIO);
	if (!chunk)
		return NULL;
	memset(chunk, 0, size);
	chunk->nr = nr;
	return chunk;
}

static unsigned int md_pages(const struct md_disk *md)
{
	return md->sectors / MD_PAGE_SECTORS;
}

static void *md_lookup(const struct md_disk *md, unsigned int no)
{
	const struct md_chunk *chunk = md->dir->chunks[no >> MD_CHUNK_SHIFT];

	return chunk ? chunk->pages[no & MD_CHUNK_MASK] : NULL;
}

static struct md_chunk *md_chunk_get(struct md_disk *md, unsigned int no)
{
	unsigned int i = no >> MD_CHUNK_SHIFT;
	unsigned int left = md_pages(md) - (i << MD_CHUNK_SHIFT);
	struct md_chunk *chunk = md->dir->chunks[i];

	if (chunk)
		return chunk;
	chunk = md_chunk_alloc(left < MD_CHUNK_PAGES ? left : MD_CHUNK_PAGES);
	if (!chunk)
		return NULL;
	md->dir->chunks[i] = chunk;
	md->nr_chunks++;
	return chunk;
}

static void md_chunk_put(struct md_disk *md, unsigned int i)
{
	struct md_chunk *chunk = md->dir->chunks[i];

	if (chunk->used)
		return;
	md->dir->chunks[i] = NULL;
	md->nr_chunks--;
	kfree(chunk);
}

/* The page NO, to be written: made when it is not there. */
static void *md_insert(struct md_disk *md, unsigned int no)
{
	struct md_chunk *chunk;
	void *page = md_lookup(md, no);

	if (page)
		return page;
	if (md->limit && md->nr_pages >= md->limit)
		return ERR_PTR(-ENOSPC);
	chunk = md_chunk_get(md, no);
	if (!chunk)
		return ERR_PTR(-ENOMEM);
	page = (void *)get_zeroed_page(GFP_NOIO);
	if (!page) {
		md_chunk_put(md, no >> MD_CHUNK_SHIFT);
		return ERR_PTR(-ENOMEM);
	}
	chunk->pages[no & MD_CHUNK_MASK] = page;
	chunk->used++;
	md->nr_pages++;
	return page;
}

static void md_drop_page(struct md_disk *md, unsigned int no)
{
	struct md_chunk *chunk = md->dir->chunks[no >> MD_CHUNK_SHIFT];
	void *page = md_lookup(md, no);

	if (!page)
		return;
	free_page((unsigned long)page);
	chunk->pages[no & MD_CHUNK_MASK] = NULL;
	chunk->used--;
	md->nr_pages--;
	md_chunk_put(md, no >> MD_CHUNK_SHIFT);
}

static void md_dir_free(struct md_dir *dir)
{
	struct md_chunk **p = dir->chunks;
	unsigned int left = dir->nr;
	unsigned int i;

	while (left--) {
		struct md_chunk *chunk = *p++;

		if (!chunk)
			continue;
		for (i = 0; i < chunk->nr; i++)
			free_page((unsigned long)chunk->pages[i]);
		kfree(chunk);
	}
	kfree(dir);
}

/* ------------------------------------------------------------------- bios */

static int md_copy_to_disk(struct md_disk *md, u64 at, const u8 *from, size_t len)
{
	while (len) {
		size_t offset = at & (PAGE_SIZE - 1);
		size_t n = PAGE_SIZE - offset;
		u8 *page;

		if (n > len)
			n = len;
		page = md_insert(md, at >> PAGE_SHIFT);
		if (IS_ERR(page))
			return PTR_ERR(page);
		memcpy(page + offset, from, n);
		from += n;
		at += n;
		len -= n;
	}
	return 0;
}

static void md_copy_from_disk(struct md_disk *md, u64 at, u8 *to, size_t len)
{
	size_t n;

	for (; len; len -= n, to += n, at += n) {
		size_t offset = at % PAGE_SIZE;
		const u8 *page = md_lookup(md, at / PAGE_SIZE);

		n = min_t(size_t, len, PAGE_SIZE - offset);
		if (page)
			memcpy(to, page + offset, n);
		else
			memset(to, 0, n);
	}
}

static int md_transfer(struct md_disk *md, struct bio *bio, bool write)
{
	u64 at = (u64)bio->bi_iter.bi_sector << SECTOR_SHIFT;
	struct bvec_iter iter;
	struct bio_vec bvec;
	int err = 0;

	bio_for_each_segment(bvec, bio, iter) {
		u8 *data = bvec_kmap_local(&bvec);

		if (write)
			err = md_copy_to_disk(md, at, data, bvec.bv_len);
		else
			md_copy_from_disk(md, at, data, bvec.bv_len);
		kunmap_local(data);
		if (err)
			break;
		at += bvec.bv_len;
	}
	return err;
}

/* Pages that are only partly meant stay; with ZERO, they are cleared there. */
static void md_erase(struct md_disk *md, u64 at, u64 len, bool zero)
{
	u64 end = at + len;

	while (at < end) {
		unsigned int no = at >> PAGE_SHIFT;
		unsigned int offset = at & ~PAGE_MASK;
		u64 n = min_t(u64, PAGE_SIZE - offset, end - at);
		u8 *page = md_lookup(md, no);

		if (n == PAGE_SIZE)
			md_drop_page(md, no);
		else if (page && zero)
			memset(page + offset, 0, n);
		at += n;
	}
}

static void md_account(struct md_disk *md, enum memdisk_op op, unsigned int bytes)
{
	md->count[op]++;
	md->bytes[op] += bytes;
	if (op != MEMDISK_OP_READ && op != MEMDISK_OP_FLUSH)
		md->generation++;
}

static int md_do_bio(struct md_disk *md, struct bio *bio)
{
	u64 at = (u64)bio->bi_iter.bi_sector << SECTOR_SHIFT;
	unsigned int len = bio->bi_iter.bi_size;

	if (bio->bi_opf & REQ_PREFLUSH)
		md_account(md, MEMDISK_OP_FLUSH, 0);

	switch (bio_op(bio)) {
	case REQ_OP_READ:
		md_account(md, MEMDISK_OP_READ, len);
		return md_transfer(md, bio, false);
	case REQ_OP_WRITE:
		if (!len)
			return 0;
		md_account(md, MEMDISK_OP_WRITE, len);
		return md_transfer(md, bio, true);
	case REQ_OP_DISCARD:
		md_account(md, MEMDISK_OP_DISCARD, len);
		md_erase(md, at, len, false);
		return 0;
	default:
		md_account(md, MEMDISK_OP_ZERO, len);
		md_erase(md, at, len, true);
		return 0;
	}
}

static void md_submit_bio(struct bio *bio)
{
	struct md_disk *md = bio->bi_bdev->bd_disk->private_data;
	int err;

	mutex_lock(&md->lock);
	err = md_do_bio(md, bio);
	if (err)
		md->errors++;
	mutex_unlock(&md->lock);

	if (err)
		bio->bi_status = err == -ENOSPC ? BLK_STS_NOSPC : BLK_STS_RESOURCE;
	bio_endio(bio);
}

static const struct block_device_operations md_fops = {
	.owner		= THIS_MODULE,
	.submit_bio	= md_submit_bio,
};

/* ------------------------------------------------------------------ sysfs */

static struct md_disk *md_of(struct device *dev)
{
	return dev_to_disk(dev)->private_data;
}

static ssize_t pages_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	struct md_disk *md = md_of(dev);
	unsigned int nr;

	mutex_lock(&md->lock);
	nr = md->nr_pages;
	mutex_unlock(&md->lock);
	return sprintf(buf, "%u\n", nr);
}
static DEVICE_ATTR_RO(pages);

static ssize_t limit_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	struct md_disk *md = md_of(dev);
	ssize_t ret;

	mutex_lock(&md->lock);
	ret = snprintf(buf, PAGE_SIZE, "%u\n", md->limit);
	mutex_unlock(&md->lock);
	return ret;
}

static ssize_t limit_store(struct device *dev, struct device_attribute *attr,
			   const char *buf, size_t count)
{
	struct md_disk *md = md_of(dev);
	unsigned int value;
	ssize_t ret;

	ret = kstrtouint(buf, 0, &value);
	if (ret)
		return ret;

	mutex_lock(&md->lock);
	if (value && value < md->nr_pages) {
		ret = -EBUSY;
		goto out;
	}
	md->limit = value;
	ret = count;
out:
	mutex_unlock(&md->lock);
	return ret;
}
static DEVICE_ATTR_RW(limit);

static ssize_t label_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	struct md_disk *md = md_of(dev);

	mutex_lock(&md->lock);
	strcpy(buf, md->label);
	mutex_unlock(&md->lock);
	strcat(buf, "\n");
	return strlen(buf);
}

/* Visible characters, without a space. */
static bool md_label_ok(const char *s, size_t len)
{
	while (len--) {
		char c = *s++;

		if (c <= ' ' || c > '~')
			return false;
	}
	return true;
}

static ssize_t label_store(struct device *dev, struct device_attribute *attr,
			   const char *buf, size_t count)
{
	struct md_disk *md = md_of(dev);
	size_t len = count;

	if (len && buf[len - 1] == '\n')
		len--;
	if (len >= MEMDISK_LABEL_LEN || !md_label_ok(buf, len))
		return -EINVAL;

	mutex_lock(&md->lock);
	strncpy(md->label, buf, len);
	md->label[len] = '\0';
	mutex_unlock(&md->lock);
	return count;
}
static DEVICE_ATTR_RW(label);

static ssize_t stats_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	struct md_disk *md = md_of(dev);
	char *p = buf;
	int op;

	mutex_lock(&md->lock);
	for (op = 0; op < MEMDISK_NR_OPS; op++)
		p += sprintf(p, "%-8s%10llu%12llu\n", md_op_names[op],
			     md->count[op], md->bytes[op]);
	p += sprintf(p, "%-8s%10u\n", "errors", md->errors);
	mutex_unlock(&md->lock);
	return p - buf;
}
static DEVICE_ATTR_RO(stats);

/* Chunks that are there, and how many pages they have. */
static ssize_t map_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	struct md_disk *md = md_of(dev);
	ssize_t len = 0;
	unsigned int i;

	mutex_lock(&md->lock);
	for (i = 0; i < md->dir->nr; i++) {
		const struct md_chunk *chunk = md->dir->chunks[i];

		if (!chunk)
			continue;
		len += scnprintf(buf + len, PAGE_SIZE - len, "%s%u:%u/%u",
				 len ? " " : "", i, chunk->used, chunk->nr);
	}
	mutex_unlock(&md->lock);
	len += scnprintf(buf + len, PAGE_SIZE - len, "\n");
	return len;
}
static DEVICE_ATTR_RO(map);

static struct attribute *md_attrs[] = {
	&dev_attr_pages.attr,
	&dev_attr_limit.attr,
	&dev_attr_label.attr,
	&dev_attr_stats.attr,
	&dev_attr_map.attr,
	NULL
};

static const struct attribute_group md_group = {
	.name	= "memdisk",
	.attrs	= md_attrs,
};

static const struct attribute_group *md_groups[] = {
	&md_group,
	NULL
};

/* ------------------------------------------------------------------ disks */

static void md_put(struct md_disk *md)
{
	if (!atomic_dec_and_test(&md->refs))
		return;
	md_dir_free(md->dir);
	kfree(md);
}

/* The disk INDEX, with a reference for the caller. */
static struct md_disk *md_find(u32 index)
{
	struct md_disk *md, *found = NULL;

	mutex_lock(&memdisk.lock);
	list_for_each_entry(md, &memdisk.disks, entry) {
		if (md->index == index) {
			atomic_inc(&md->refs);
			found = md;
			break;
		}
	}
	mutex_unlock(&memdisk.lock);
	return found;
}

static int md_take_index(u32 *index)
{
	u32 i = *index;
	int err = 0;

	mutex_lock(&memdisk.lock);
	if (i == MEMDISK_ANY) {
		for (i = 0; i < MEMDISK_MAX_DISKS; i++)
			if (!(memdisk.taken & (1U << i)))
				break;
		if (i == MEMDISK_MAX_DISKS)
			err = -ENFILE;
	} else if (i >= MEMDISK_MAX_DISKS) {
		err = -EINVAL;
	} else if (memdisk.taken & (1U << i)) {
		err = -EEXIST;
	}
	if (!err) {
		memdisk.taken |= 1U << i;
		*index = i;
	}
	mutex_unlock(&memdisk.lock);
	return err;
}

static void md_give_index(u32 index)
{
	mutex_lock(&memdisk.lock);
	memdisk.taken &= ~(1U << index);
	mutex_unlock(&memdisk.lock);
}

#ifdef MEMDISK_HAVE_QUEUE_LIMITS
static struct gendisk *md_gendisk_alloc(void)
{
	struct queue_limits lim = {
		.physical_block_size	= PAGE_SIZE,
		.max_hw_discard_sectors	= UINT_MAX,
		.max_write_zeroes_sectors = UINT_MAX,
		.discard_granularity	= PAGE_SIZE,
		.features		= BLK_FEAT_WRITE_CACHE,
	};
	struct gendisk *gd = blk_alloc_disk(&lim, NUMA_NO_NODE);

	return IS_ERR(gd) ? NULL : gd;
}
#else
static struct gendisk *md_gendisk_alloc(void)
{
	struct gendisk *gd = blk_alloc_disk(NUMA_NO_NODE);

	if (!gd)
		return NULL;
	blk_queue_physical_block_size(gd->queue, PAGE_SIZE);
	blk_queue_max_discard_sectors(gd->queue, UINT_MAX);
	blk_queue_max_write_zeroes_sectors(gd->queue, UINT_MAX);
	gd->queue->limits.discard_granularity = PAGE_SIZE;
	blk_queue_write_cache(gd->queue, true, false);
	return gd;
}
#endif

static int md_gendisk_add(struct md_disk *md)
{
	struct gendisk *gd = md_gendisk_alloc();
	int err;

	if (!gd)
		return -ENOMEM;
	gd->fops = &md_fops;
	gd->private_data = md;
	gd->flags |= GENHD_FL_NO_PART;
	sprintf(gd->disk_name, "mdisk%u", md->index);
	set_capacity(gd, md->sectors);
	md->gd = gd;

	err = device_add_disk(NULL, gd, md_groups);
	if (err)
		put_disk(gd);
	return err;
}

static void md_list_insert(struct md_disk *md)
{
	struct list_head *p;

	mutex_lock(&memdisk.lock);
	list_for_each(p, &memdisk.disks) {
		struct md_disk *other = list_entry(p, struct md_disk, entry);

		if (other->index > md->index)
			break;
	}
	list_add_tail(&md->entry, p);
	memdisk.nr++;
	mutex_unlock(&memdisk.lock);
}

/* The user at ARGP, if any, is told the index before others can see the disk. */
static int md_add(struct memdisk_add *args, void __user *argp)
{
	struct md_disk *md;
	int err;

	if (!args->sectors || args->sectors > MEMDISK_MAX_SECTORS ||
	    args->sectors % MD_PAGE_SECTORS)
		return -EINVAL;
	args->label[MEMDISK_LABEL_LEN - 1] = '\0';
	if (!md_label_ok(args->label, strlen(args->label)))
		return -EINVAL;
	err = md_take_index(&args->index);
	if (err)
		return err;

	err = -EFAULT;
	if (argp && copy_to_user(argp, args, sizeof(*args)))
		goto out_index;
	err = -ENOMEM;
	md = kzalloc(sizeof(*md), GFP_KERNEL);
	if (!md)
		goto out_index;
	md->dir = md_dir_alloc(args->sectors);
	if (!md->dir)
		goto out_disk;
	atomic_set(&md->refs, 1);
	mutex_init(&md->lock);
	md->index = args->index;
	md->sectors = args->sectors;
	md->limit = args->limit;
	strcpy(md->label, args->label);

	err = md_gendisk_add(md);
	if (err)
		goto out_dir;
	md_list_insert(md);
	return 0;

out_dir:
	md_dir_free(md->dir);
out_disk:
	kfree(md);
out_index:
	md_give_index(args->index);
	return err;
}

/* Takes over the reference of the list. */
static void md_remove(struct md_disk *md)
{
	u32 index = md->index;

	del_gendisk(md->gd);
	put_disk(md->gd);
	md_put(md);
	md_give_index(index);
}

/* Take the disk INDEX off the list, or the first one with MEMDISK_ANY. */
static struct md_disk *md_unlist(u32 index)
{
	struct md_disk *md;

	mutex_lock(&memdisk.lock);
	list_for_each_entry(md, &memdisk.disks, entry) {
		if (index != MEMDISK_ANY && md->index != index)
			continue;
		list_del(&md->entry);
		memdisk.nr--;
		mutex_unlock(&memdisk.lock);
		return md;
	}
	mutex_unlock(&memdisk.lock);
	return NULL;
}

static void md_remove_all(void)
{
	struct md_disk *md;

	while ((md = md_unlist(MEMDISK_ANY)) != NULL)
		md_remove(md);
}

/* -------------------------------------------------------------- snapshots */

static void md_snap_free(struct md_snap *snap)
{
	while (snap->nr > 0)
		kfree(snap->records[--snap->nr]);
	kfree(snap);
}

static void md_snap_put(struct md_snap *snap)
{
	struct md_disk *md = snap->disk;
	bool last;

	atomic_inc(&md->refs);	/* the lock outlives its unlocking */
	mutex_lock(&md->lock);
	last = --snap->refs == 0;
	if (last && md->snap == snap)
		md->snap = NULL;
	mutex_unlock(&md->lock);
	if (last) {
		md_snap_free(snap);
		md_put(md);
	}
	md_put(md);
}

static struct memdisk_record *md_record(unsigned int no, const void *page)
{
	struct memdisk_record *record;

	record = kmalloc(sizeof(*record), GFP_NOIO);
	if (record) {
		record->page = no;
		memcpy(record->data, page, PAGE_SIZE);
	}
	return record;
}

static struct md_snap *md_snap_make(struct md_disk *md)
{
	struct md_snap *snap;
	unsigned int no;

	snap = kzalloc(sizeof(*snap) + sizeof(snap->records[0]) * md->nr_pages,
		       GFP_NOIO);
	if (!snap)
		return NULL;
	for (no = 0; no < md_pages(md); no++) {
		void *page = md_lookup(md, no);
		struct memdisk_record *record;

		if (!page)
			continue;
		record = md_record(no, page);
		if (!record) {
			md_snap_free(snap);
			return NULL;
		}
		snap->records[snap->nr++] = record;
	}
	snap->refs = 1;
	snap->generation = md->generation;
	snap->disk = md;
	atomic_inc(&md->refs);
	return snap;
}

/* What the disk has now, shared with whoever took it before. */
static struct md_snap *md_snap_get(struct md_disk *md)
{
	struct md_snap *snap;

	mutex_lock(&md->lock);
	snap = md->snap;
	if (snap && snap->generation == md->generation) {
		snap->refs++;
		goto out;
	}
	snap = md_snap_make(md);
	if (snap)
		md->snap = snap;
out:
	mutex_unlock(&md->lock);
	return snap;
}

static void md_file_set(struct md_file *file, struct md_snap *snap)
{
	struct md_snap *old;

	mutex_lock(&file->lock);
	old = file->snap;
	file->snap = snap;
	mutex_unlock(&file->lock);
	if (old)
		md_snap_put(old);
}

/* ----------------------------------------------------------- control file */

static int md_open(struct inode *inode, struct file *filp)
{
	struct md_file *file = kzalloc(sizeof(*file), GFP_KERNEL);

	if (!file)
		return -ENOMEM;
	mutex_init(&file->lock);
	filp->private_data = file;
	return 0;
}

static int md_release(struct inode *inode, struct file *filp)
{
	struct md_file *file = filp->private_data;

	md_file_set(file, NULL);
	kfree(file);
	return 0;
}

static ssize_t md_read(struct file *filp, char __user *buf, size_t count, loff_t *ppos)
{
	struct md_file *file = filp->private_data;
	const size_t size = sizeof(struct memdisk_record);
	struct md_snap *snap;
	ssize_t ret = 0;
	u64 pos = *ppos;

	mutex_lock(&file->lock);
	snap = file->snap;
	if (!snap) {
		ret = -ENODATA;
		goto out;
	}
	while (count && pos < (u64)snap->nr * size) {
		unsigned int i = (unsigned int)pos / size;
		size_t offset = pos - i * size;
		size_t n = min(count, size - offset);

		if (copy_to_user(buf + ret, (u8 *)snap->records[i] + offset, n)) {
			if (!ret)
				ret = -EFAULT;
			break;
		}
		ret += n;
		pos += n;
		count -= n;
	}
	*ppos = pos;
out:
	mutex_unlock(&file->lock);
	return ret;
}

static long md_ioctl_add(void __user *argp)
{
	struct memdisk_add args;

	if (copy_from_user(&args, argp, sizeof(args)))
		return -EFAULT;
	return md_add(&args, argp);
}

static long md_ioctl_remove(unsigned long arg)
{
	struct md_disk *md;

	if (arg >= MEMDISK_MAX_DISKS)
		return -EINVAL;
	md = md_unlist(arg);
	if (!md)
		return -ENODEV;
	md_remove(md);
	return 0;
}

static long md_ioctl_stats(struct memdisk_stats __user *argp)
{
	struct memdisk_stats stats;
	struct md_disk *md;

	memset(&stats, 0, sizeof(stats));
	if (get_user(stats.index, &argp->index))
		return -EFAULT;
	md = md_find(stats.index);
	if (!md)
		return -ENODEV;

	mutex_lock(&md->lock);
	stats.pages = md->nr_pages;
	stats.chunks = md->nr_chunks;
	stats.errors = md->errors;
	memcpy(stats.count, md->count, sizeof(stats.count));
	memcpy(stats.bytes, md->bytes, sizeof(stats.bytes));
	mutex_unlock(&md->lock);
	md_put(md);

	return copy_to_user(argp, &stats, sizeof(stats)) ? -EFAULT : 0;
}

static void md_fill_entry(struct memdisk_entry *e, struct md_disk *md)
{
	e->sectors = md->sectors;
	e->index = md->index;
	mutex_lock(&md->lock);
	e->pages = md->nr_pages;
	strncpy(e->label, md->label, MEMDISK_LABEL_LEN);
	mutex_unlock(&md->lock);
	e->label[MEMDISK_LABEL_LEN - 1] = 0;
}

static long md_ioctl_list(void __user *argp)
{
	struct memdisk_entry *entries;
	struct memdisk_list args;
	struct md_disk *md;
	u32 nr = 0;
	long ret = 0;

	if (copy_from_user(&args, argp, sizeof(args)))
		return -EFAULT;
	if (args.nr > MEMDISK_MAX_DISKS)
		return -EINVAL;
	entries = kmalloc(args.nr * sizeof(*entries), GFP_KERNEL);
	if (!entries)
		return -ENOMEM;

	mutex_lock(&memdisk.lock);
	args.total = memdisk.nr;
	list_for_each_entry(md, &memdisk.disks, entry) {
		if (nr == args.nr)
			break;
		md_fill_entry(&entries[nr++], md);
	}
	mutex_unlock(&memdisk.lock);

	args.nr = nr;
	if (copy_to_user(u64_to_user_ptr(args.entries), entries,
			 nr * sizeof(*entries)) ||
	    copy_to_user(argp, &args, sizeof(args)))
		ret = -EFAULT;
	kfree(entries);
	return ret;
}

static long md_ioctl_snapshot(struct md_file *file, void __user *argp)
{
	struct memdisk_snapshot args;
	struct md_snap *snap;
	struct md_disk *md;

	if (copy_from_user(&args, argp, sizeof(args)))
		return -EFAULT;
	md = md_find(args.index);
	if (!md)
		return -ENODEV;
	snap = md_snap_get(md);
	md_put(md);
	if (!snap)
		return -ENOMEM;

	args.records = snap->nr;
	args.generation = snap->generation;
	if (copy_to_user(argp, &args, sizeof(args))) {
		md_snap_put(snap);
		return -EFAULT;
	}
	md_file_set(file, snap);
	return 0;
}

static long md_ioctl(struct file *filp, unsigned int cmd, unsigned long arg)
{
	struct md_file *file = filp->private_data;
	void __user *argp = (void __user *)arg;

	switch (cmd) {
	case MEMDISK_IOC_ADD:
		return md_ioctl_add(argp);
	case MEMDISK_IOC_REMOVE:
		return md_ioctl_remove(arg);
	case MEMDISK_IOC_STATS:
		return md_ioctl_stats(argp);
	case MEMDISK_IOC_LIST:
		return md_ioctl_list(argp);
	case MEMDISK_IOC_SNAPSHOT:
		return md_ioctl_snapshot(file, argp);
	case MEMDISK_IOC_DROP:
		md_file_set(file, NULL);
		return 0;
	}
	return -ENOTTY;
}

static const struct file_operations md_control_fops = {
	.owner		= THIS_MODULE,
	.open		= md_open,
	.release	= md_release,
	.read		= md_read,
	.unlocked_ioctl	= md_ioctl,
};

static struct miscdevice md_control = {
	.minor	= MISC_DYNAMIC_MINOR,
	.name	= "memdisk-control",
	.fops	= &md_control_fops,
};

/* ----------------------------------------------------------------- module */

static int __init md_init(void)
{
	unsigned int i;
	int err;

	BUILD_BUG_ON(PAGE_SIZE != MEMDISK_PAGE_SIZE);
	if (disks > MEMDISK_MAX_DISKS)
		return -EINVAL;
	mutex_init(&memdisk.lock);
	INIT_LIST_HEAD(&memdisk.disks);

	for (i = 0; i < disks; i++) {
		struct memdisk_add args = {
			.index = i, .limit = limit, .sectors = (u64)size_kb * 2,
		};

		snprintf(args.label, sizeof(args.label), "disk%u", i);
		err = md_add(&args, NULL);
		if (err)
			goto out;
	}
	err = misc_register(&md_control);
	if (err)
		goto out;
	pr_info("%u disks of %u KiB\n", disks, size_kb);
	return 0;
out:
	md_remove_all();
	return err;
}

static void __exit md_exit(void)
{
	misc_deregister(&md_control);
	md_remove_all();
}

module_init(md_init);
module_exit(md_exit);

MODULE_DESCRIPTION("Disks in memory");
MODULE_LICENSE("GPL");

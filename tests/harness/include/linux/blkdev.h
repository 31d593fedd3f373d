/* SPDX-License-Identifier: Apache-2.0 */
/* blkdev: disks that take bios as they come, without a queue of requests. */
#ifndef HARNESS_LINUX_BLKDEV_H
#define HARNESS_LINUX_BLKDEV_H

#include_next <linux/fs.h>	/* user space's: ioctls of disks */
#include <linux/bio.h>
#include <linux/blk_types.h>
#include <linux/device.h>
#include <linux/fs.h>
#include <linux/module.h>
#include <linux/numa.h>

#define GENHD_FL_NO_PART	2
#define BLK_FEAT_WRITE_CACHE	1u
#define BLK_FEAT_FUA		2u

struct queue_limits {
	unsigned int features;
	unsigned int logical_block_size;
	unsigned int physical_block_size;
	unsigned int max_hw_discard_sectors;
	unsigned int max_write_zeroes_sectors;
	unsigned int discard_granularity;
};

struct block_device_operations {
	void (*submit_bio)(struct bio *b);
	struct module *owner;
};

struct gendisk {
	char disk_name[32];
	int flags;
	const struct block_device_operations *fops;
	void *private_data;
	/* The rest is the harness'. */
	struct block_device part0;
	struct device device;
	struct queue_limits limits;
	sector_t sectors;
	bool dead;
};

#define disk_to_dev(disk)	(&(disk)->device)
#define dev_to_disk(d)		container_of(d, struct gendisk, device)

struct gendisk *blk_alloc_disk(struct queue_limits *limits, int node);
int device_add_disk(struct device *parent, struct gendisk *g,
		    const struct attribute_group **groups);
void del_gendisk(struct gendisk *g);
void put_disk(struct gendisk *g);

static inline void set_capacity(struct gendisk *g, sector_t sectors)
{
	g->sectors = sectors;
}

static inline sector_t get_capacity(const struct gendisk *g)
{
	return g->sectors;
}

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* blk_types: bios: what is asked of a disk. */
#ifndef HARNESS_LINUX_BLK_TYPES_H
#define HARNESS_LINUX_BLK_TYPES_H

#include <linux/bvec.h>
#include <linux/types.h>

#define SECTOR_SHIFT	9
#define SECTOR_SIZE	(1 << SECTOR_SHIFT)

typedef unsigned int blk_opf_t;
typedef u8 blk_status_t;

#define BLK_STS_OK		((blk_status_t)0)
#define BLK_STS_NOTSUPP		((blk_status_t)1)
#define BLK_STS_NOSPC		((blk_status_t)3)
#define BLK_STS_RESOURCE	((blk_status_t)9)
#define BLK_STS_IOERR		((blk_status_t)10)

enum req_op {
	REQ_OP_READ		= 0,
	REQ_OP_WRITE		= 1,
	REQ_OP_FLUSH		= 2,
	REQ_OP_DISCARD		= 3,
	REQ_OP_WRITE_ZEROES	= 9,
};

#define REQ_OP_MASK	0xffu
#define REQ_SYNC	(1u << 11)
#define REQ_FUA		(1u << 17)
#define REQ_PREFLUSH	(1u << 18)
#define REQ_NOUNMAP	(1u << 22)

struct gendisk;

struct block_device {
	struct gendisk *bd_disk;
};

struct bio {
	struct block_device *bi_bdev;
	blk_opf_t bi_opf;
	blk_status_t bi_status;
	struct bvec_iter bi_iter;
	void (*bi_end_io)(struct bio *b);
	void *bi_private;
	unsigned short bi_vcnt;
	struct bio_vec *bi_io_vec;
};

static inline enum req_op bio_op(const struct bio *b)
{
	return (enum req_op)(b->bi_opf & REQ_OP_MASK);
}

#endif

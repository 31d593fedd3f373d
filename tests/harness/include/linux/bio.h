/* SPDX-License-Identifier: Apache-2.0 */
/* bio: what a driver does with a bio; in the end, bio_endio(). */
#ifndef HARNESS_LINUX_BIO_H
#define HARNESS_LINUX_BIO_H

#include <linux/blk_types.h>
#include <linux/highmem.h>

/* The piece at I, not beyond its page; false where there is none. */
bool harness_segment(const struct bio *b, struct bio_vec *v, const struct bvec_iter *i);
void harness_segment_next(const struct bio *b, struct bvec_iter *i, unsigned int n);
#define bio_for_each_segment(v, b, i) \
	for (i = (b)->bi_iter; harness_segment(b, &(v), &(i)); \
	     harness_segment_next(b, &(i), (v).bv_len))

static inline unsigned int bio_sectors(const struct bio *b)
{
	return b->bi_iter.bi_size >> SECTOR_SHIFT;
}

void bio_endio(struct bio *b);
static inline void bio_io_error(struct bio *b)
{
	b->bi_status = BLK_STS_IOERR;
	bio_endio(b);
}

#endif

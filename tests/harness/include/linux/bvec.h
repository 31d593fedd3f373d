/* SPDX-License-Identifier: Apache-2.0 */
/* bvec: pieces of memory that a bio is about. */
#ifndef HARNESS_LINUX_BVEC_H
#define HARNESS_LINUX_BVEC_H

#include <linux/mm.h>
#include <linux/types.h>

struct bio_vec {
	struct page *bv_page;
	unsigned int bv_len;
	unsigned int bv_offset;
};

struct bvec_iter {
	sector_t bi_sector;
	unsigned int bi_size;
	unsigned int bi_idx;
	unsigned int bi_bvec_done;
};

static inline void *bvec_kmap_local(struct bio_vec *v)
{
	return (char *)page_address(v->bv_page) + v->bv_offset;
}

#endif

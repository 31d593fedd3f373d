/* SPDX-License-Identifier: Apache-2.0 */
/*
 * dma-mapping: memory that a device may reach, at addresses that are nobody's: a
 * device that uses one which is not mapped sees it.
 */
#ifndef HARNESS_LINUX_DMA_MAPPING_H
#define HARNESS_LINUX_DMA_MAPPING_H
#include <linux/device.h>
#include <linux/mm.h>
enum dma_data_direction { DMA_BIDIRECTIONAL, DMA_TO_DEVICE, DMA_FROM_DEVICE, DMA_NONE };
#define DMA_BIT_MASK(n)		((n) == 64 ? ~0ull : (1ull << (n)) - 1)
#define DMA_MAPPING_ERROR	(~(dma_addr_t)0)
void *dma_alloc_coherent(struct device *d, size_t size, dma_addr_t *at, gfp_t flags);
void dma_free_coherent(struct device *d, size_t size, void *p, dma_addr_t at);
void *dmam_alloc_coherent(struct device *d, size_t size, dma_addr_t *at, gfp_t flags);
dma_addr_t dma_map_single(struct device *d, void *p, size_t size,
			  enum dma_data_direction dir);
void dma_unmap_single(struct device *d, dma_addr_t at, size_t size,
		      enum dma_data_direction dir);
int dma_mapping_error(struct device *d, dma_addr_t at);
int dma_set_mask_and_coherent(struct device *d, u64 mask);
#define dma_zalloc_coherent	dma_alloc_coherent
#define dma_set_mask(d, m)	dma_set_mask_and_coherent(d, m)
#define dma_map_page(d, p, off, n, dir) \
	dma_map_single(d, (char *)page_address(p) + (off), n, dir)
#define dma_unmap_page(d, at, n, dir)	dma_unmap_single(d, at, n, dir)
#define dma_sync_single_for_cpu(d, at, n, dir)	((void)(at))
#define dma_sync_single_for_device(d, at, n, dir)	((void)(at))
#define dma_unmap_addr(p, m)	((p)->m)
#define dma_unmap_addr_set(p, m, v)	((p)->m = (v))
#define DEFINE_DMA_UNMAP_ADDR(m)	dma_addr_t m
#endif

/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */
/*
 * qpair - queue pair storage controller
 *
 * What a program that opens /dev/qpair needs.
 */
#ifndef _UAPI_LINUX_QPAIR_H
#define _UAPI_LINUX_QPAIR_H

#include <linux/ioctl.h>
#include <linux/types.h>

#define QPAIR_BLOCK_SIZE	512
#define QPAIR_MAX_BLOCKS	128	/* in one transfer */

/* Strings end with a NUL; the device's padding is gone. */
struct qpair_identity {
	__aligned_u64 blocks;
	__u32 block_size;
	__u32 max_blocks;
	__u16 vendor;
	__u16 depth;			/* of the I/O queue */
	char serial[24];
	char model[44];
	char firmware[12];
	char label[64];			/* model and serial */
};

struct qpair_io {
	__aligned_u64 lba;
	__aligned_u64 data;		/* pointer to count blocks */
	__u32 count;			/* 1 to QPAIR_MAX_BLOCKS */
	__u32 flags;			/* must be 0 */
	__u32 status;			/* out: the device's */
	__u32 result;			/* out: the device's */
};

enum qpair_op {
	QPAIR_OP_READ,
	QPAIR_OP_WRITE,
	QPAIR_OP_FLUSH,
	QPAIR_NR_OPS
};

struct qpair_stats {
	__aligned_u64 ops[QPAIR_NR_OPS];	/* that the device was given */
	__aligned_u64 blocks[QPAIR_NR_OPS];
	__u32 errors;			/* commands that failed */
	__u32 timeouts;			/* resets because a command took too long */
	__u32 polled;			/* completions whose interrupt was missing */
	__u32 spurious;			/* completions that belong to no command */
	__u32 resets;
	__u32 reserved;
};

#define QPAIR_IOC_MAGIC	0xB8

#define QPAIR_IOC_IDENTIFY	_IOR(QPAIR_IOC_MAGIC, 0, struct qpair_identity)
#define QPAIR_IOC_READ		_IOWR(QPAIR_IOC_MAGIC, 1, struct qpair_io)
#define QPAIR_IOC_WRITE		_IOWR(QPAIR_IOC_MAGIC, 2, struct qpair_io)
#define QPAIR_IOC_FLUSH		_IO(QPAIR_IOC_MAGIC, 3)
#define QPAIR_IOC_RESET		_IO(QPAIR_IOC_MAGIC, 4)
#define QPAIR_IOC_STATS		_IOR(QPAIR_IOC_MAGIC, 5, struct qpair_stats)

#endif /* _UAPI_LINUX_QPAIR_H */

/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */
/*
 * recorder - ring buffer of records
 *
 * What a program that opens /dev/recorder needs.
 */
#ifndef _UAPI_LINUX_RECORDER_H
#define _UAPI_LINUX_RECORDER_H

#include <linux/ioctl.h>
#include <linux/types.h>

#define REC_VERSION	1

#define REC_NAME_LEN	24	/* with the NUL */
#define REC_MAX_DATA	1024	/* bytes in a record */
#define REC_MIN_SIZE	256	/* of the ring; a power of two */
#define REC_MAX_SIZE	0x100000
#define REC_MAX_CHANNELS 32
#define REC_MAX_FILTER	16	/* channels in a filter */
#define REC_MAX_SNAPSHOT 1024	/* records in a snapshot */

enum rec_mode {
	REC_OVERWRITE,		/* a new record takes the room of the oldest */
	REC_BLOCK,		/* it waits until readers, one at least, are past that */
};

/* Each record, as read() and snapshots have it: this, and len bytes. */
struct rec_hdr {
	__aligned_u64 seq;
	__u32 channel;
	__u16 flags;
	__u16 len;
};

#define REC_FLAG_MARK	0x0001	/* made by REC_IOC_MARK; passes all filters */

/* What mmap() of one page at offset 0 shows; seq is odd while it changes. */
struct rec_status {
	__u32 version;
	__u32 seq;
	__aligned_u64 head;		/* bytes ever appended */
	__aligned_u64 tail;		/* bytes that have left the ring */
	__aligned_u64 written;		/* records */
	__aligned_u64 dropped;		/* records */
	__u32 size;
	__u32 mode;
	__u32 count;			/* records in the ring */
	__u32 readers;
};

struct rec_info {
	struct rec_status status;
	__aligned_u64 lost;		/* records this file did not see */
	__u32 channel;			/* that this file writes to */
	__u32 snapshot;			/* that this file holds, or 0 */
	char name[REC_NAME_LEN];	/* of that channel */
};

struct rec_create {
	char name[REC_NAME_LEN];
	__u32 id;			/* out */
	__u32 reserved;			/* must be 0 */
};

#define REC_FILTER_EXCLUDE	0x0001	/* all but these channels */

struct rec_filter_args {
	__u32 flags;
	__u32 nr;			/* 0: no filter */
	__u32 ids[];
};

struct rec_mark {
	char name[REC_NAME_LEN];
};

struct rec_snapshot_args {
	__u32 nr;			/* the newest so many; out: as many */
	__u32 id;			/* out */
	__u32 len;			/* out: bytes */
	__u32 reserved;
};

struct rec_snapshot_read {
	__aligned_u64 data;		/* pointer to len bytes */
	__u32 len;			/* room in, number stored out */
	__u32 index;			/* the first record wanted */
};

#define REC_IOC_MAGIC	0xB8

#define REC_IOC_INFO	_IOR(REC_IOC_MAGIC, 1, struct rec_info)
#define REC_IOC_SET_SIZE _IO(REC_IOC_MAGIC, 2)		/* takes bytes */
#define REC_IOC_MARK	_IOW(REC_IOC_MAGIC, 3, struct rec_mark)
#define REC_IOC_CREATE	_IOWR(REC_IOC_MAGIC, 4, struct rec_create)
#define REC_IOC_REMOVE	_IO(REC_IOC_MAGIC, 5)		/* takes an id */
#define REC_IOC_SELECT	_IO(REC_IOC_MAGIC, 6)		/* takes an id */
#define REC_IOC_SET_FILTER _IOW(REC_IOC_MAGIC, 7, struct rec_filter_args)
#define REC_IOC_SNAPSHOT _IOWR(REC_IOC_MAGIC, 8, struct rec_snapshot_args)
#define REC_IOC_SNAP_READ _IOWR(REC_IOC_MAGIC, 9, struct rec_snapshot_read)

#endif /* _UAPI_LINUX_RECORDER_H */

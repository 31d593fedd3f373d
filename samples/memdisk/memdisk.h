/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */
/*
 * memdisk - disks in memory, interface to user space
 *
 * A disk is /dev/mdiskN.  /dev/memdisk-control adds and removes disks, and
 * takes snapshots: the records of the last SNAPSHOT of a file are what read()
 * gives, from the start of the file on.
 */
#ifndef MEMDISK_H
#define MEMDISK_H

#include <linux/ioctl.h>
#include <linux/types.h>

#define MEMDISK_LABEL_LEN	16
#define MEMDISK_MAX_DISKS	32
#define MEMDISK_MAX_SECTORS	0x200000
#define MEMDISK_PAGE_SIZE	4096
#define MEMDISK_ANY		0xffffffff

struct memdisk_add {
	__u32 index;		/* MEMDISK_ANY: the first free one; returned */
	__u32 limit;		/* pages that it may take; 0: no limit */
	__u64 sectors;		/* whole pages */
	char label[MEMDISK_LABEL_LEN];
};

enum memdisk_op {
	MEMDISK_OP_READ,
	MEMDISK_OP_WRITE,
	MEMDISK_OP_DISCARD,
	MEMDISK_OP_ZERO,
	MEMDISK_OP_FLUSH,
	MEMDISK_NR_OPS,
};

struct memdisk_stats {
	__u32 index;
	__u32 pages;
	__u32 chunks;
	__u32 errors;
	__u64 count[MEMDISK_NR_OPS];
	__u64 bytes[MEMDISK_NR_OPS];
};

struct memdisk_entry {
	__u64 sectors;
	__u32 index;
	__u32 pages;
	char label[MEMDISK_LABEL_LEN];
};

struct memdisk_list {
	__u64 entries;		/* of struct memdisk_entry */
	__u32 nr;		/* room; entries filled */
	__u32 total;		/* returned: disks that there are */
};

struct memdisk_snapshot {
	__u32 index;
	__u32 records;		/* returned */
	__u64 generation;	/* returned: changes of the disk so far */
};

/* What read() gives: the pages that are there, by number. */
struct memdisk_record {
	__u64 page;
	__u8 data[MEMDISK_PAGE_SIZE];
};

#define MEMDISK_IOC_MAGIC	0xb7
#define MEMDISK_IOC_ADD		_IOWR(MEMDISK_IOC_MAGIC, 1, struct memdisk_add)
#define MEMDISK_IOC_REMOVE	_IO(MEMDISK_IOC_MAGIC, 2)	/* the index */
#define MEMDISK_IOC_STATS	_IOWR(MEMDISK_IOC_MAGIC, 3, struct memdisk_stats)
#define MEMDISK_IOC_LIST	_IOWR(MEMDISK_IOC_MAGIC, 4, struct memdisk_list)
#define MEMDISK_IOC_SNAPSHOT	_IOWR(MEMDISK_IOC_MAGIC, 5, struct memdisk_snapshot)
#define MEMDISK_IOC_DROP	_IO(MEMDISK_IOC_MAGIC, 6)

#endif

/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */
/*
 * registry - IPC node registry
 *
 * What a program that opens /dev/registry needs.
 */
#ifndef _UAPI_LINUX_REGISTRY_H
#define _UAPI_LINUX_REGISTRY_H

#include <linux/ioctl.h>
#include <linux/types.h>

#define REG_VERSION	2

#define REG_NAME_LEN	32	/* with the NUL */
#define REG_COMM_LEN	16	/* with the NUL */
#define REG_MAX_DATA	4096	/* bytes in a message */
#define REG_MAX_QUEUE	256	/* messages that wait at a node */
#define REG_MAX_LIST	1024	/* nodes in one REG_IOC_LIST */

struct reg_attach {
	char name[REG_NAME_LEN];	/* of the space; made when missing */
};

struct reg_create {
	char name[REG_NAME_LEN];
	__aligned_u64 cookie;		/* comes back with each message */
	__u32 max_queue;		/* 1 to REG_MAX_QUEUE */
	__u32 handle;			/* out */
};

struct reg_list_entry {
	__u32 handle;
	__s32 pid;			/* of the owner */
	char name[REG_NAME_LEN];
};

struct reg_list {
	__aligned_u64 entries;		/* pointer to nr entries */
	__u32 nr;			/* room in, number stored out */
	__u32 total;			/* out: nodes in the space */
};

struct reg_send {
	__aligned_u64 data;		/* pointer to len bytes */
	__u32 len;
	__u32 handle;
	__u32 flags;			/* must be 0 */
	__u32 id;			/* out */
};

/* read() returns one message: this, and len bytes of data behind it. */
struct reg_msg_hdr {
	__aligned_u64 cookie;
	__u32 handle;
	__u32 id;
	__u32 len;
	__s32 pid;			/* of the sender */
	char comm[REG_COMM_LEN];
};

#define REG_IOC_MAGIC	0xB7

#define REG_IOC_VERSION	_IOR(REG_IOC_MAGIC, 0, __u32)
#define REG_IOC_ATTACH	_IOW(REG_IOC_MAGIC, 1, struct reg_attach)
#define REG_IOC_CREATE	_IOWR(REG_IOC_MAGIC, 2, struct reg_create)
#define REG_IOC_DESTROY	_IO(REG_IOC_MAGIC, 3)	/* these three take a handle */
#define REG_IOC_ACQUIRE	_IO(REG_IOC_MAGIC, 4)
#define REG_IOC_RELEASE	_IO(REG_IOC_MAGIC, 5)
#define REG_IOC_SEND	_IOWR(REG_IOC_MAGIC, 6, struct reg_send)
#define REG_IOC_FLUSH	_IO(REG_IOC_MAGIC, 7)
#define REG_IOC_LIST	_IOWR(REG_IOC_MAGIC, 8, struct reg_list)

#endif /* _UAPI_LINUX_REGISTRY_H */

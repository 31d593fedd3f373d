/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */
/*
 * linkdev - packet link
 *
 * What a program that opens /dev/linkdev needs.
 */
#ifndef _UAPI_LINUX_LINKDEV_H
#define _UAPI_LINUX_LINKDEV_H

#include <linux/ioctl.h>
#include <linux/types.h>

#define LINK_NAME_LEN	32	/* with the NUL */
#define LINK_MAX_EPS	16

struct link_info {
	__u16 vendor;
	__u16 product;
	__u16 version;
	__u16 slots;			/* requests in flight */
	__u32 eps;			/* endpoints */
	char name[LINK_NAME_LEN];
	char serial[LINK_NAME_LEN];
};

#define LINK_EP_IN	0x80		/* in the address */

enum link_ep_type {
	LINK_EP_BULK = 2,
	LINK_EP_INTERRUPT = 3,
};

struct link_ep_info {
	__u8 address;
	__u8 type;			/* enum link_ep_type */
	__u16 max_packet;
	__u32 packets;			/* completed */
};

struct link_eps {
	__aligned_u64 eps;		/* pointer to nr entries */
	__u32 nr;			/* room in, number stored out */
	__u32 total;			/* out */
};

struct link_stats {
	__aligned_u64 rx_bytes;
	__aligned_u64 tx_bytes;
	__u32 rx_packets;
	__u32 tx_packets;
	__u32 rx_errors;
	__u32 tx_errors;
	__u32 cancelled;
	__u32 stray;			/* completions of no request */
	__u32 events;
	__u32 last_event;		/* what it said */
};

#define LINK_IOC_MAGIC	0xB9

#define LINK_IOC_INFO	_IOR(LINK_IOC_MAGIC, 0, struct link_info)
#define LINK_IOC_EPS	_IOWR(LINK_IOC_MAGIC, 1, struct link_eps)
#define LINK_IOC_STATS	_IOR(LINK_IOC_MAGIC, 2, struct link_stats)
#define LINK_IOC_FLUSH	_IO(LINK_IOC_MAGIC, 3)	/* wait for what was written */

#endif /* _UAPI_LINUX_LINKDEV_H */

/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */
/*
 * manifest - parser and store of firmware manifests
 *
 * What a program that opens /dev/manifest needs, and the format of a manifest.
 *
 * A manifest is a header and records up to its end.  Numbers are little
 * endian, or big endian from version 2 on when MAN_BIG_ENDIAN is set.
 *
 *	header:	"MNFT"  u8 version  u8 flags  u16 header bytes
 *		u32 total bytes  u32 CRC-32 of what follows the header
 *		from version 2: 16 bytes of name, padded with zeros
 *	record:	u16 type  u16 bytes			in version 1
 *		u16 type  u16 flags  u32 bytes		from version 2
 *		that many bytes, and zeros up to a multiple of 4
 *
 *	STRINGS	strings, each with its NUL; the first record
 *	NODE	u32 name  u16 id  u16 parent or 0  u16 number of properties
 *		u16 zero, and each property: u32 key  u16 bytes, the bytes
 *	PAYLOAD	u16 node  u16 zero, and the rest is the payload
 *	VALUES	u16 node  u16 number of groups, and each group:
 *		u16 count  u8 bytes of one value: 1, 2 or 4  u8 zero, the values
 *	COMMENT	text without a NUL; from version 3
 *	END	nothing; the last record
 *
 * Names and keys are offsets into STRINGS.
 */
#ifndef _UAPI_LINUX_MANIFEST_H
#define _UAPI_LINUX_MANIFEST_H

#include <linux/ioctl.h>
#include <linux/types.h>

#define MAN_NAME_LEN	32	/* of nodes and keys, with the NUL */
#define MAN_TITLE_LEN	16	/* of a manifest, a NUL only if shorter */
#define MAN_COMMENT_LEN	64	/* with the NUL; the rest is cut */
#define MAN_MAX_LEN	65536	/* bytes in a manifest */
#define MAN_MAX_NODES	256
#define MAN_MAX_DEPTH	8
#define MAN_MAX_PROPS	16	/* of a node */
#define MAN_MAX_GROUPS	16	/* of a node */

#define MAN_BIG_ENDIAN	0x01	/* flag of the header */
#define MAN_OPTIONAL	0x0001	/* flag of a record: skip it if unknown */

enum man_type {
	MAN_END,
	MAN_STRINGS,
	MAN_NODE,
	MAN_PAYLOAD,
	MAN_VALUES,
	MAN_COMMENT,
};

/* Why a manifest was refused (with -EBADMSG). */
enum man_error {
	MAN_OK,
	MAN_E_SHORT,		/* no room for a header */
	MAN_E_MAGIC,
	MAN_E_VERSION,
	MAN_E_FLAGS,
	MAN_E_LENGTH,		/* header or total bytes are not as said */
	MAN_E_CRC,
	MAN_E_TRUNCATED,	/* something ends in the middle */
	MAN_E_PADDING,		/* bytes that should be zero are not */
	MAN_E_EXCESS,		/* bytes left over in a record */
	MAN_E_TYPE,		/* unknown record */
	MAN_E_ORDER,		/* STRINGS twice, or not first; after END */
	MAN_E_STRING,		/* no string begins there, or the last has no end */
	MAN_E_NAME,		/* empty or too long */
	MAN_E_ID,		/* 0, or used twice */
	MAN_E_NODE,		/* no such node, or it has one already */
	MAN_E_DEPTH,
	MAN_E_COUNT,		/* too many of something */
	MAN_E_WIDTH,
};

struct man_load {
	__aligned_u64 data;		/* pointer to len bytes */
	__u32 len;
	__u32 id;			/* out: of the manifest */
	__u32 error;			/* out: enum man_error */
	__u32 at;			/* out: where the parser stopped */
};

struct man_info {
	__u32 id;
	__u32 version;
	__u32 len;
	__u32 crc;
	__u32 nr_nodes;
	__u32 skipped;			/* optional records not known */
	char title[MAN_TITLE_LEN];
	char comment[MAN_COMMENT_LEN];
};

struct man_find {
	char path[128];			/* of names: "board/cpu" */
	__u32 id;			/* out: of the node */
	__u32 reserved;
};

/* PROP: the property key; PAYLOAD: from offset; VALUES: group, as __u32. */
struct man_get {
	__aligned_u64 data;		/* pointer to len bytes */
	__u32 len;			/* room in, bytes stored out */
	__u32 id;			/* of the node */
	__u32 offset;
	__u32 group;
	char key[MAN_NAME_LEN];
};

#define MAN_IOC_MAGIC	0xB9

#define MAN_IOC_LOAD	_IOWR(MAN_IOC_MAGIC, 1, struct man_load)
#define MAN_IOC_COMMIT	_IOWR(MAN_IOC_MAGIC, 2, struct man_load) /* what was written */
#define MAN_IOC_UNLOAD	_IO(MAN_IOC_MAGIC, 3)		/* takes an id */
#define MAN_IOC_USE	_IO(MAN_IOC_MAGIC, 4)		/* takes an id */
#define MAN_IOC_INFO	_IOR(MAN_IOC_MAGIC, 5, struct man_info)
#define MAN_IOC_FIND	_IOWR(MAN_IOC_MAGIC, 6, struct man_find)
#define MAN_IOC_PROP	_IOWR(MAN_IOC_MAGIC, 7, struct man_get)
#define MAN_IOC_PAYLOAD	_IOWR(MAN_IOC_MAGIC, 8, struct man_get)
#define MAN_IOC_VALUES	_IOWR(MAN_IOC_MAGIC, 9, struct man_get)

#endif /* _UAPI_LINUX_MANIFEST_H */

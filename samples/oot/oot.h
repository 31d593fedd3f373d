/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */
/*
 * oot - offline tape enclosure
 *
 * What a program that opens /dev/oot needs.
 */
#ifndef _UAPI_LINUX_OOT_H
#define _UAPI_LINUX_OOT_H

#include <linux/ioctl.h>
#include <linux/types.h>

#define OOT_VERSION	3

#define OOT_MAX_SLOTS	32

/* Strings, always with a NUL. */
#define OOT_NAME_LEN	24
#define OOT_FW_LEN	8
#define OOT_LABEL_LEN	32
#define OOT_OWNER_LEN	16
#define OOT_MODEL_LEN	28
#define OOT_STATE_LEN	16

/* Fields of fixed size, as on the chip and the sticker; a full one has no NUL. */
#define OOT_VENDOR_LEN	8
#define OOT_PRODUCT_LEN	16
#define OOT_REV_LEN	4
#define OOT_SERIAL_LEN	12
#define OOT_BARCODE_LEN	8
#define OOT_ACTION_LEN	8

struct oot_info {
	__u32 version;
	__u32 nr_slots;
	__u32 nr_used;
	__u32 nr_events;		/* so far */
	char name[OOT_NAME_LEN];
	char firmware[OOT_FW_LEN];
};

/* A cartridge that comes in.  Its fields are padded with NULs. */
struct oot_insert {
	__u32 slot;
	__u32 flags;			/* OOT_LOCKED, or 0 */
	char vendor[OOT_VENDOR_LEN];
	char product[OOT_PRODUCT_LEN];
	char serial[OOT_SERIAL_LEN];
	char barcode[OOT_BARCODE_LEN];
	char label[OOT_LABEL_LEN];	/* empty: the driver makes one */
};

#define OOT_LOCKED	0x0001

/* The chip's answer, padded with spaces; of an empty slot, the enclosure's. */
struct oot_inquiry {
	__u32 slot;			/* in */
	__u8 type;
	__u8 flags;
	__u16 reserved;
	char vendor[OOT_VENDOR_LEN];
	char product[OOT_PRODUCT_LEN];
	char revision[OOT_REV_LEN];
	char serial[OOT_SERIAL_LEN];
};

#define OOT_TYPE_TAPE	0x01
#define OOT_TYPE_NONE	0x1f

struct oot_status {
	__u32 slot;			/* in */
	__u32 flags;
	__u32 loads;			/* cartridges that were ever in this slot */
	__u32 reserved;
	char barcode[OOT_BARCODE_LEN + 4];	/* always with a NUL */
	char label[OOT_LABEL_LEN];
	char owner[OOT_OWNER_LEN];	/* the program that put it in */
	char model[OOT_MODEL_LEN];
	char state[OOT_STATE_LEN];
};

struct oot_label {
	__u32 slot;
	__u32 reserved;			/* must be 0 */
	char label[OOT_LABEL_LEN];
};

struct oot_find {
	char barcode[OOT_BARCODE_LEN];
	__u32 slot;			/* out */
	__u32 reserved;
	char label[OOT_LABEL_LEN];	/* out */
};

struct oot_sticker {
	__aligned_u64 text;		/* pointer to len bytes */
	__u32 len;			/* room in, number stored out */
	__u32 slot;
};

/* read() returns as many of these as fit, the oldest first. */
struct oot_event {
	__u32 seq;
	__u32 slot;
	char action[OOT_ACTION_LEN];
	char barcode[OOT_BARCODE_LEN];
	char label[OOT_LABEL_LEN];
	char owner[OOT_OWNER_LEN];
};

#define OOT_IOC_MAGIC	0xB9

#define OOT_IOC_INFO	_IOR(OOT_IOC_MAGIC, 0, struct oot_info)
#define OOT_IOC_INSERT	_IOW(OOT_IOC_MAGIC, 1, struct oot_insert)
#define OOT_IOC_EJECT	_IO(OOT_IOC_MAGIC, 2)		/* takes a slot */
#define OOT_IOC_INQUIRY	_IOWR(OOT_IOC_MAGIC, 3, struct oot_inquiry)
#define OOT_IOC_STATUS	_IOWR(OOT_IOC_MAGIC, 4, struct oot_status)
#define OOT_IOC_LABEL	_IOW(OOT_IOC_MAGIC, 5, struct oot_label)
#define OOT_IOC_FIND	_IOWR(OOT_IOC_MAGIC, 6, struct oot_find)
#define OOT_IOC_STICKER	_IOWR(OOT_IOC_MAGIC, 7, struct oot_sticker)

#endif /* _UAPI_LINUX_OOT_H */

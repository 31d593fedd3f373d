/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_ASM_UNALIGNED_H
#define HARNESS_ASM_UNALIGNED_H
#include <asm/byteorder.h>
#include <string.h>
#define HARNESS_UNALIGNED(kind, T) \
static inline T get_unaligned_##kind(const void *p) \
	{ T v; memcpy(&v, p, sizeof(v)); return kind##_get(v); } \
static inline void put_unaligned_##kind(T v, void *p) \
	{ v = kind##_get(v); memcpy(p, &v, sizeof(v)); }
#define le16_get(v)	(v)
#define le32_get(v)	(v)
#define le64_get(v)	(v)
#define be16_get(v)	__builtin_bswap16(v)
#define be32_get(v)	__builtin_bswap32(v)
#define be64_get(v)	__builtin_bswap64(v)
HARNESS_UNALIGNED(le16, u16)
HARNESS_UNALIGNED(le32, u32)
HARNESS_UNALIGNED(le64, u64)
HARNESS_UNALIGNED(be16, u16)
HARNESS_UNALIGNED(be32, u32)
HARNESS_UNALIGNED(be64, u64)
static inline u32 get_unaligned_le24(const void *p)
{
	const u8 *b = p;

	return b[0] | (u32)b[1] << 8 | (u32)b[2] << 16;
}
static inline u32 get_unaligned_be24(const void *p)
{
	const u8 *b = p;

	return b[2] | (u32)b[1] << 8 | (u32)b[0] << 16;
}
#endif

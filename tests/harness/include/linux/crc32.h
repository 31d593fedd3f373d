/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_LINUX_CRC32_H
#define HARNESS_LINUX_CRC32_H
#include <linux/types.h>
/* As it goes over the wire: the lowest bit of a byte first. */
u32 ether_crc(int length, const unsigned char *data);
#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* version: the harness is like the kernel that samples run in, too. */
#ifndef HARNESS_LINUX_VERSION_H
#define HARNESS_LINUX_VERSION_H

#define KERNEL_VERSION(a, b, c)	(((a) << 16) + ((b) << 8) + (c))
#define LINUX_VERSION_CODE	KERNEL_VERSION(6, 12, 0)

#endif

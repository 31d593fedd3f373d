/* SPDX-License-Identifier: Apache-2.0 */
/* errno: beside user space's numbers, those that only the kernel has. */
#include_next <linux/errno.h>
#ifndef HARNESS_LINUX_ERRNO_H
#define HARNESS_LINUX_ERRNO_H
#define ERESTARTSYS	512
#define ENOIOCTLCMD	515
#define EPROBE_DEFER	517
#define ENOTSUPP	524
#endif

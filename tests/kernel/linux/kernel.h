/* SPDX-License-Identifier: Apache-2.0 */
#ifndef _LINUX_KERNEL_H
#define _LINUX_KERNEL_H

#include <linux/bug.h>
#include <linux/errno.h>
#include <linux/printk.h>
#include <linux/types.h>

#endif

/* SPDX-License-Identifier: Apache-2.0 */
#include_next <linux/stddef.h>
#include <stddef.h>
#include <linux/compiler.h>

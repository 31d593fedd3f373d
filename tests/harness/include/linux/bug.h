/* SPDX-License-Identifier: Apache-2.0 */
/* bug: what must not be is an event, and BUG() ends the run. */
#ifndef HARNESS_LINUX_BUG_H
#define HARNESS_LINUX_BUG_H

#include <linux/compiler.h>
#include <linux/types.h>

bool harness_warn(bool condition);
__attribute__((noreturn, format(printf, 1, 2)))
void harness_bug(const char *format, ...);

#define BUG()			harness_bug("BUG")
#define BUG_ON(x)		do { if (x) BUG(); } while (0)
#define WARN_ON(x)		harness_warn(!!(x))
#define WARN_ON_ONCE(x)		harness_warn(!!(x))
#define WARN(x, ...)		harness_warn(!!(x))
#define WARN_ONCE(x, ...)	harness_warn(!!(x))

#endif

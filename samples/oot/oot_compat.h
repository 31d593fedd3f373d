/* SPDX-License-Identifier: GPL-2.0 */
/*
 * oot - offline tape enclosure
 *
 * What newer kernels no longer have.  To be included last.  OOT_NO_COMPAT
 * leaves it out.
 */
#ifndef OOT_COMPAT_H
#define OOT_COMPAT_H

#include <linux/string.h>
#include <linux/version.h>

#ifndef OOT_NO_COMPAT

#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 8, 0)
static inline size_t strlcpy(char *dest, const char *src, size_t size)
{
	size_t ret = strlen(src);

	if (size) {
		size_t len = ret >= size ? size - 1 : ret;

		memcpy(dest, src, len);
		dest[len] = '\0';
	}
	return ret;
}
#endif

#endif /* OOT_NO_COMPAT */

#endif /* OOT_COMPAT_H */

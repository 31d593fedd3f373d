/* SPDX-License-Identifier: Apache-2.0 */
/* string: the kernel's own beside the C library's. */
#ifndef HARNESS_LINUX_STRING_H
#define HARNESS_LINUX_STRING_H

#include <linux/types.h>
#include <linux/errno.h>
/* A C library may have this one, which kernels of 6.12 have not. */
#define strlcpy harness_no_strlcpy
#include <string.h>
#undef strlcpy
#include <strings.h>

ssize_t harness_strscpy(char *to, const char *from, size_t size);
ssize_t harness_strscpy_pad(char *to, const char *from, size_t size);

#define __array_size(a) \
	(sizeof(a) + BUILD_BUG_ON_ZERO(__same_type((a), &(a)[0])))
#define __nth(a, b, c, n, ...)	n
#define __strscpy0(d, s, x...)	harness_strscpy(d, s, __array_size(d))
#define __strscpy1(d, s, n)	harness_strscpy(d, s, n)
#define __strscpy_pad0(d, s, x...) harness_strscpy_pad(d, s, __array_size(d))
#define __strscpy_pad1(d, s, n)	harness_strscpy_pad(d, s, n)
#define strscpy(...) \
	__nth(__VA_ARGS__, __strscpy1, __strscpy0, )(__VA_ARGS__)
#define strscpy_pad(...) \
	__nth(__VA_ARGS__, __strscpy_pad1, __strscpy_pad0, )(__VA_ARGS__)

void harness_strtomem(char *to, size_t size, const char *from, int pad);
void harness_memtostr(char *to, size_t size, const char *from, size_t length, bool pad);
#define strtomem_pad(d, s, pad)	harness_strtomem(d, __array_size(d), s, pad)
#define strtomem(d, s)		harness_strtomem(d, __array_size(d), s, -1)
#define memtostr(d, s) \
	harness_memtostr(d, __array_size(d), s, __array_size(s), false)
#define memtostr_pad(d, s) \
	harness_memtostr(d, __array_size(d), s, __array_size(s), true)
void memcpy_and_pad(void *to, size_t size, const void *from, size_t n, int pad);

size_t harness_strlcat(char *to, const char *from, size_t size);
#define strlcat			harness_strlcat

char *skip_spaces(const char *s);
int sysfs_streq(const char *a, const char *b);

void *kmemdup(const void *p, size_t n, unsigned int flags);
char *kmemdup_nul(const char *s, size_t n, unsigned int flags);
char *kstrdup(const char *s, unsigned int flags);
char *kstrndup(const char *s, size_t n, unsigned int flags);
#define kmemdup_array(p, n, s, gfp)	kmemdup(p, size_mul(n, s), gfp)
#define kvmemdup(p, n, gfp)		kmemdup(p, n, gfp)
#define memzero_explicit(p, n)		memset(p, 0, n)

static inline bool strstarts(const char *s, const char *prefix)
{
	return !strncmp(s, prefix, strlen(prefix));
}

static inline const char *kbasename(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* string: the kernel's functions on text and bits that the C library has not. */
#include <ctype.h>
#include <errno.h>
#include <stdlib.h>

#include <linux/bitmap.h>
#include <linux/bitops.h>
#include <linux/kernel.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/sysfs.h>

const char hex_asc[] = "0123456789abcdef";

ssize_t harness_strscpy(char *to, const char *from, size_t size)
{
	size_t n = strnlen(from, size);

	if (!size)
		return -E2BIG;
	if (n == size) {
		memcpy(to, from, size - 1);
		to[size - 1] = '\0';
		return -E2BIG;
	}
	memcpy(to, from, n + 1);
	return (ssize_t)n;
}

ssize_t harness_strscpy_pad(char *to, const char *from, size_t size)
{
	ssize_t n = harness_strscpy(to, from, size);

	if (n >= 0)
		memset(to + n, 0, size - (size_t)n);
	return n;
}

/* PAD is a byte; below zero, what FROM does not fill stays. */
void harness_strtomem(char *to, size_t size, const char *from, int pad)
{
	size_t n = strnlen(from, size);

	memcpy(to, from, n);
	if (pad >= 0)
		memset(to + n, pad, size - n);
}

void harness_memtostr(char *to, size_t size, const char *from, size_t length, bool pad)
{
	size_t n = strnlen(from, length);

	n = min(n, size - 1);
	memcpy(to, from, n);
	to[n] = '\0';
	if (pad)
		memset(to + n, 0, size - n);
}

void memcpy_and_pad(void *to, size_t size, const void *from, size_t n, int pad)
{
	n = min(n, size);
	memcpy(to, from, n);
	memset((char *)to + n, pad, size - n);
}

size_t harness_strlcat(char *to, const char *from, size_t size)
{
	size_t used = strlen(to), n = strlen(from);

	if (used >= size)
		harness_bug("strlcat to %zu characters in %zu bytes", used, size);
	harness_memtostr(to + used, size - used, from, n, false);
	return used + n;
}

char *skip_spaces(const char *s)
{
	while (isspace((unsigned char)*s))
		s++;
	return (char *)s;
}

int sysfs_streq(const char *a, const char *b)
{
	while (*a && *a == *b) {
		a++;
		b++;
	}
	if (*a == *b)
		return true;
	if (!*a && *b == '\n' && !b[1])
		return true;
	return *a == '\n' && !a[1] && !*b;
}

void *kmemdup(const void *p, size_t n, gfp_t flags)
{
	void *q = kmalloc(n, flags);

	if (q)
		memcpy(q, p, n);
	return q;
}

char *kmemdup_nul(const char *s, size_t n, gfp_t flags)
{
	char *p = s ? kmalloc(n + 1, flags) : NULL;

	if (!p)
		return NULL;
	memcpy(p, s, n);
	p[n] = '\0';
	return p;
}

char *kstrdup(const char *s, gfp_t flags)
{
	return s ? kmemdup_nul(s, strlen(s), flags) : NULL;
}

char *kstrndup(const char *s, size_t n, gfp_t flags)
{
	return s ? kmemdup_nul(s, strnlen(s, n), flags) : NULL;
}

/* ------------------------------------------------------------------- numbers */

/* As the kernel: nothing but the number, and perhaps one newline. */
static int parse(const char *s, unsigned int base, bool is_negative,
		 unsigned long long *out)
{
	char *end;

	if (*s == '+')
		s++;
	else if (is_negative && *s == '-')
		s++;
	if (!isxdigit((unsigned char)*s))
		return -EINVAL;
	errno = 0;
	*out = strtoull(s, &end, (int)base);
	if (end == s || (base == 16 && end == s + 1 && (*end == 'x' || *end == 'X')))
		return -EINVAL;
	if (*end == '\n')
		end++;
	if (*end)
		return -EINVAL;
	return errno == ERANGE ? -ERANGE : 0;
}

int kstrtoull(const char *s, unsigned int base, unsigned long long *out)
{
	unsigned long long v;
	int err = parse(s, base, false, &v);

	if (!err)
		*out = v;
	return err;
}

int kstrtoll(const char *s, unsigned int base, long long *out)
{
	unsigned long long v;
	bool negative = *s == '-';
	int err = parse(s, base, true, &v);

	if (err)
		return err;
	if (v > (unsigned long long)LLONG_MAX + negative)
		return -ERANGE;
	*out = negative ? (long long)(0 - v) : (long long)v;
	return 0;
}

#define UNSIGNED(name, T) \
int name(const char *s, unsigned int base, T *out) \
{ \
	unsigned long long v; \
	int err = kstrtoull(s, base, &v); \
\
	if (err) \
		return err; \
	if (v != (T)v) \
		return -ERANGE; \
	*out = (T)v; \
	return 0; \
}
#define SIGNED(name, T) \
int name(const char *s, unsigned int base, T *out) \
{ \
	long long v; \
	int err = kstrtoll(s, base, &v); \
\
	if (err) \
		return err; \
	if (v != (T)v) \
		return -ERANGE; \
	*out = (T)v; \
	return 0; \
}
UNSIGNED(kstrtoul, unsigned long)
UNSIGNED(kstrtouint, unsigned int)
UNSIGNED(kstrtou16, u16)
UNSIGNED(kstrtou8, u8)
SIGNED(kstrtol, long)
SIGNED(kstrtoint, int)

int kstrtobool(const char *s, bool *out)
{
	switch (s[0]) {
	case 'y': case 'Y': case 't': case 'T': case '1':
		*out = true;
		return 0;
	case 'n': case 'N': case 'f': case 'F': case '0':
		*out = false;
		return 0;
	case 'o': case 'O':
		if (s[1] == 'n' || s[1] == 'N') {
			*out = true;
			return 0;
		}
		if (s[1] == 'f' || s[1] == 'F') {
			*out = false;
			return 0;
		}
		return -EINVAL;
	default:
		return -EINVAL;
	}
}

/* ---------------------------------------------------------------------- bits */

static unsigned long next_bit(const unsigned long *p, unsigned long size,
			      unsigned long at, bool set)
{
	for (; at < size; at++)
		if (test_bit((long)at, p) == set)
			return at;
	return size;
}

unsigned long find_next_bit(const unsigned long *p, unsigned long size, unsigned long at)
{
	return next_bit(p, size, at, true);
}

unsigned long find_next_zero_bit(const unsigned long *p, unsigned long size,
				 unsigned long at)
{
	return next_bit(p, size, at, false);
}


/* SPDX-License-Identifier: Apache-2.0 */
/*
 * user: copies from and to the program, whose memory is that of this process; an
 * address below the first page is a wrong one.
 */
#include <linux/uaccess.h>
#include <linux/mm.h>

#include "harness.h"

static bool is_bad(const void *p, unsigned long n)
{
	harness_might_sleep();
	if (n > 1ul << 30)
		harness_bug("a copy of %lu bytes", n);
	return fault_here(FAULT_COPY) || (n && (unsigned long)p < PAGE_SIZE);
}

/* FNV-1a: what went to the program is seen in the log, without all of it. */
static u32 digest(const u8 *p, unsigned long n)
{
	u32 h = 2166136261u;

	while (n--)
		h = (h ^ *p++) * 16777619u;
	return h;
}

/* Nothing may be copied from, or to, any address: memcpy() does not allow that. */
static void copy(void *to, const void *from, unsigned long n)
{
	if (n)
		memcpy(to, from, n);
}

/* As in the kernel, what could not be read is zero. */
unsigned long harness_from_user(void *to, const void *from, unsigned long n)
{
	if (is_bad(from, n)) {
		memset(to, 0, n);
		return n;
	}
	copy(to, from, n);
	return 0;
}

unsigned long harness_to_user(void *to, const void *from, unsigned long n)
{
	if (is_bad(to, n))
		return n;
	copy(to, from, n);
	event("to user: %lu bytes, %08x", n, digest(from, n));
	return 0;
}

unsigned long harness_clear_user(void *to, unsigned long n)
{
	if (is_bad(to, n))
		return n;
	if (n)
		memset(to, 0, n);
	event("to user: %lu zeros", n);
	return 0;
}

long strncpy_from_user(char *to, const char *from, long n)
{
	size_t length;

	if (is_bad(from, 1))
		return -EFAULT;
	length = strnlen(from, (size_t)n);
	memcpy(to, from, length);
	if (length < (size_t)n)
		to[length] = '\0';
	return (long)length;
}

long strnlen_user(const char *s, long n)
{
	size_t length;

	if (is_bad(s, 1))
		return 0;
	length = strnlen(s, (size_t)n);
	return (long)length + 1;
}

static void *duplicate(const void *from, size_t n, size_t room)
{
	char *p = kmalloc(room, GFP_USER);

	if (!p)
		return ERR_PTR(-ENOMEM);
	if (copy_from_user(p, from, n)) {
		kfree(p);
		return ERR_PTR(-EFAULT);
	}
	return p;
}

void *memdup_user(const void *from, size_t n)
{
	return duplicate(from, n, n);
}

void *memdup_user_nul(const void *from, size_t n)
{
	char *p = duplicate(from, n, n + 1);

	if (!IS_ERR(p))
		p[n] = '\0';
	return p;
}

char *strndup_user(const char *s, long n)
{
	long length = strnlen_user(s, n);
	char *p;

	if (!length)
		return ERR_PTR(-EFAULT);
	if (length > n)
		return ERR_PTR(-EINVAL);
	p = memdup_user(s, (size_t)length);
	if (!IS_ERR(p))
		p[length - 1] = '\0';
	return p;
}

ssize_t simple_read_from_buffer(void *to, size_t n, long long *at,
				const void *from, size_t size)
{
	size_t left;

	if (*at < 0)
		return -EINVAL;
	if ((size_t)*at >= size || !n)
		return 0;
	n = min(n, size - (size_t)*at);
	left = copy_to_user(to, (const char *)from + *at, n);
	if (left == n)
		return -EFAULT;
	*at += (long long)(n - left);
	return (ssize_t)(n - left);
}

ssize_t simple_write_to_buffer(void *to, size_t size, long long *at,
			       const void *from, size_t n)
{
	size_t left;

	if (*at < 0)
		return -EINVAL;
	if ((size_t)*at >= size || !n)
		return 0;
	n = min(n, size - (size_t)*at);
	left = copy_from_user((char *)to + *at, from, n);
	if (left == n)
		return -EFAULT;
	*at += (long long)(n - left);
	return (ssize_t)(n - left);
}

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


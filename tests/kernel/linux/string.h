/* SPDX-License-Identifier: Apache-2.0 */
#ifndef _LINUX_STRING_H_
#define _LINUX_STRING_H_

#include <linux/types.h>

extern void *memset(void *s, int c, size_t n);
extern void *memcpy(void *dst, const void *src, size_t n);
extern int memcmp(const void *a, const void *b, size_t n);
extern size_t strlen(const char *s);
extern int strcmp(const char *a, const char *b);
extern char *strcpy(char *to, const char *from);
extern char *strncpy(char *to, const char *from, size_t size);
extern size_t strlcpy(char *to, const char *from, size_t size);
extern ssize_t strscpy(char *to, const char *from, size_t size);
extern ssize_t strscpy_pad(char *to, const char *from, size_t size);

#endif

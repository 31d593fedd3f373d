/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sprintf: text with the kernel's %p letters.  The names are macros so that the C
 * library's own stay what they are for it.
 */
#ifndef HARNESS_LINUX_SPRINTF_H
#define HARNESS_LINUX_SPRINTF_H

#include <linux/compiler.h>
#include <linux/types.h>
#include <stdarg.h>
#include <stdio.h>

int harness_vsnprintf(char *to, size_t size, const char *format, va_list ap);
__printf(3, 4) int harness_snprintf(char *to, size_t size, const char *format, ...);
__printf(3, 4) int harness_scnprintf(char *to, size_t size, const char *format, ...);
int harness_vscnprintf(char *to, size_t size, const char *format, va_list ap);
__printf(2, 3) int harness_sprintf(char *to, const char *format, ...);
__printf(2, 3) char *kasprintf(gfp_t flags, const char *format, ...);
char *kvasprintf(gfp_t flags, const char *format, va_list ap);

#define vsnprintf	harness_vsnprintf
#define snprintf	harness_snprintf
#define scnprintf	harness_scnprintf
#define vscnprintf	harness_vscnprintf
#define sprintf		harness_sprintf
#define vsprintf(d, f, ap)	harness_vsnprintf(d, INT32_MAX, f, ap)

#endif

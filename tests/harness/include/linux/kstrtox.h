/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_LINUX_KSTRTOX_H
#define HARNESS_LINUX_KSTRTOX_H
#include <linux/types.h>
int kstrtoull(const char *s, unsigned int base, unsigned long long *out);
int kstrtoll(const char *s, unsigned int base, long long *out);
int kstrtoul(const char *s, unsigned int base, unsigned long *out);
int kstrtol(const char *s, unsigned int base, long *out);
int kstrtouint(const char *s, unsigned int base, unsigned int *out);
int kstrtoint(const char *s, unsigned int base, int *out);
int kstrtou16(const char *s, unsigned int base, u16 *out);
int kstrtou8(const char *s, unsigned int base, u8 *out);
int kstrtobool(const char *s, bool *out);
#define kstrtou32 kstrtouint
#define kstrtos32 kstrtoint
#define kstrtou64 kstrtoull
#endif

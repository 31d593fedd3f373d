/* SPDX-License-Identifier: Apache-2.0 */
/* printk: a line of the kernel's log is an event. */
#ifndef HARNESS_LINUX_PRINTK_H
#define HARNESS_LINUX_PRINTK_H

#include <linux/compiler.h>
#include <stdarg.h>

#define KERN_ERR	"<3>"
#define KERN_WARNING	"<4>"
#define KERN_NOTICE	"<5>"
#define KERN_INFO	"<6>"
#define KERN_DEBUG	"<7>"
#define KERN_CONT

#ifndef pr_fmt
#define pr_fmt(fmt)	fmt
#endif

/* What %pV prints. */
struct va_format {
	const char *fmt;
	va_list *va;
};

__printf(1, 2) int harness_printk(const char *format, ...);

#define printk(...)		harness_printk(__VA_ARGS__)
#define pr_emerg(f, ...)	printk("<0>" pr_fmt(f), ##__VA_ARGS__)
#define pr_crit(f, ...)		printk("<2>" pr_fmt(f), ##__VA_ARGS__)
#define pr_err(f, ...)		printk(KERN_ERR pr_fmt(f), ##__VA_ARGS__)
#define pr_warn(f, ...)		printk(KERN_WARNING pr_fmt(f), ##__VA_ARGS__)
#define pr_notice(f, ...)	printk(KERN_NOTICE pr_fmt(f), ##__VA_ARGS__)
#define pr_info(f, ...)		printk(KERN_INFO pr_fmt(f), ##__VA_ARGS__)
#define pr_debug(f, ...)	((void)0)
#define pr_err_ratelimited	pr_err
#define pr_warn_ratelimited	pr_warn
#define pr_warn_once		pr_warn
#define pr_err_once		pr_err
#define printk_ratelimit()	1

#endif

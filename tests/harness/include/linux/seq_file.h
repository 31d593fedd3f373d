/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_LINUX_SEQ_FILE_H
#define HARNESS_LINUX_SEQ_FILE_H
#include <linux/fs.h>
struct seq_file {
	char *buf;
	size_t size, count;
	void *private;
	int (*show)(struct seq_file *m, void *v);
};
__printf(2, 3) void seq_printf(struct seq_file *m, const char *format, ...);
int single_open(struct file *f, int (*show)(struct seq_file *m, void *v), void *data);
int single_release(struct inode *i, struct file *f);
ssize_t seq_read(struct file *f, char __user *to, size_t n, loff_t *at);
loff_t seq_lseek(struct file *f, loff_t at, int whence);
#define DEFINE_SHOW_ATTRIBUTE(name) \
static int name##_open(struct inode *i, struct file *f) \
{ \
	return single_open(f, name##_show, i->i_private); \
} \
static const struct file_operations name##_fops = { \
	.owner = THIS_MODULE, .open = name##_open, .read = seq_read, \
	.llseek = seq_lseek, .release = single_release, \
}
#endif

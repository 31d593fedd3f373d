/* SPDX-License-Identifier: Apache-2.0 */
/* fs: open files. */
#ifndef HARNESS_LINUX_FS_H
#define HARNESS_LINUX_FS_H

#include <linux/err.h>
#include <linux/kernel.h>
#include <linux/list.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/poll_types.h>
#include <linux/sched.h>
#include <fcntl.h>

struct inode {
	dev_t i_rdev;
	umode_t i_mode;
	void *i_private;
	long long i_size;
	void *i_cdev;
};

struct file {
	unsigned int f_flags;
	fmode_t f_mode;
	loff_t f_pos;
	void *private_data;
	struct inode *f_inode;
	const struct file_operations *f_op;
};

struct file_operations {
	struct module *owner;
	loff_t (*llseek)(struct file *f, loff_t at, int whence);
	ssize_t (*read)(struct file *f, char __user *to, size_t n, loff_t *at);
	ssize_t (*write)(struct file *f, const char __user *from, size_t n, loff_t *at);
	__poll_t (*poll)(struct file *f, struct poll_table_struct *t);
	long (*unlocked_ioctl)(struct file *f, unsigned int command, unsigned long arg);
	long (*compat_ioctl)(struct file *f, unsigned int command, unsigned long arg);
	int (*mmap)(struct file *f, struct vm_area_struct *v);
	int (*open)(struct inode *i, struct file *f);
	int (*flush)(struct file *f, void *owner);
	int (*release)(struct inode *i, struct file *f);
	int (*fsync)(struct file *f, loff_t from, loff_t to, int data);
};

#define FMODE_READ	1u
#define FMODE_WRITE	2u
#define FMODE_LSEEK	4u
#define file_inode(f)	((f)->f_inode)
#define iminor(i)	((unsigned int)((i)->i_rdev & 0xfffff))
#define imajor(i)	((unsigned int)((i)->i_rdev >> 20))
#define MKDEV(ma, mi)	(((dev_t)(ma) << 20) | (mi))
#define MAJOR(d)	((unsigned int)((d) >> 20))
#define MINOR(d)	((unsigned int)((d) & 0xfffff))

int nonseekable_open(struct inode *i, struct file *f);
int stream_open(struct inode *i, struct file *f);
loff_t default_llseek(struct file *f, loff_t at, int whence);
loff_t fixed_size_llseek(struct file *f, loff_t at, int whence, loff_t size);
long compat_ptr_ioctl(struct file *f, unsigned int command, unsigned long arg);

#endif

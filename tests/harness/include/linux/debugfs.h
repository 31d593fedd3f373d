/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_LINUX_DEBUGFS_H
#define HARNESS_LINUX_DEBUGFS_H
#include <linux/fs.h>
#include <linux/seq_file.h>
struct dentry;
struct dentry *debugfs_create_dir(const char *name, struct dentry *parent);
struct dentry *debugfs_create_file(const char *name, umode_t mode, struct dentry *parent,
				   void *data, const struct file_operations *fops);
void debugfs_remove_recursive(struct dentry *d);
#define debugfs_remove(d)	debugfs_remove_recursive(d)
#endif

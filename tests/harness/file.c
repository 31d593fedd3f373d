/* SPDX-License-Identifier: Apache-2.0 */
/*
 * file: what can be opened, by its path, and what is open, by process; and the
 * files that drivers make of this: misc devices, debugfs, text by seq_file.
 */
#include <linux/debugfs.h>
#include <linux/fs.h>
#include <linux/miscdevice.h>
#include <linux/poll.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <stdlib.h>

#include "harness.h"
#include "../drive/sys.h"

enum { PATH = 192, MOST_OPEN = 64 };

struct node {
	struct list_head entry;
	char path[PATH];
	const struct file_operations *fops;
	void *private;		/* what a file has before it is opened */
	struct inode inode;
	unsigned int open;
	bool removed;
};

struct open_file {
	struct file file;
	struct node *node;
	int pid;		/* 0: this slot is free */
};

static struct {
	struct list_head nodes;
	struct open_file open[MOST_OPEN];
	unsigned int minors;
} files;

struct module harness_module;

bool try_module_get(struct module *m)
{
	if (m)
		m->users++;
	return true;
}

void module_put(struct module *m)
{
	if (m && m->users-- <= 0)
		harness_bug("module_put without a get");
}

/* ----------------------------------------------------------------- what there is */

void files_start(void)
{
	INIT_LIST_HEAD(&files.nodes);
	memset(files.open, 0, sizeof(files.open));
	files.minors = 0;
	harness_module.users = 0;
}

static struct node *find(const char *path)
{
	struct node *n;

	list_for_each_entry(n, &files.nodes, entry)
		if (!n->removed && !strcmp(n->path, path))
			return n;
	return NULL;
}

static void drop(struct node *n)
{
	if (!n->removed || n->open)
		return;
	list_del(&n->entry);
	free(n);
}

int file_add(const char *path, const struct file_operations *fops, umode_t mode,
	     void *data, void *private)
{
	struct node *n;

	if (find(path))
		return -EEXIST;
	n = calloc(1, sizeof(*n));
	if (!n)
		harness_bug("the harness has no memory");
	harness_strscpy(n->path, path, sizeof(n->path));
	n->fops = fops;
	n->private = private;
	n->inode.i_private = data;
	n->inode.i_mode = mode;
	n->inode.i_rdev = MKDEV(10, files.minors++);
	list_add_tail(&n->entry, &files.nodes);
	return 0;
}

static bool is_under(const char *path, const char *folder)
{
	size_t n = strlen(folder);

	return !strncmp(path, folder, n) && (!path[n] || path[n] == '/');
}

void file_remove(const char *path)
{
	struct node *n, *next;

	list_for_each_entry_safe(n, next, &files.nodes, entry)
		if (is_under(n->path, path)) {
			n->removed = true;
			drop(n);
		}
}

void files_end(void)
{
	struct node *n, *next;

	list_for_each_entry_safe(n, next, &files.nodes, entry) {
		leak("the file %s", n->path);
		n->removed = true;
		drop(n);
	}
}

/* ---------------------------------------------------------------- what is open */

static struct open_file *get(long fd)
{
	struct open_file *o = fd >= 0 && fd < MOST_OPEN ? &files.open[fd] : NULL;

	return o && o->pid && o->pid == current->pid ? o : NULL;
}

static struct open_file *free_slot(void)
{
	int i;

	for (i = 0; i < MOST_OPEN; i++)
		if (!files.open[i].pid)
			return &files.open[i];
	return NULL;
}

/* Files of sysfs have the permissions that they were made with. */
static bool is_allowed(const struct node *n, int flags)
{
	bool reads = (flags & O_ACCMODE) != O_WRONLY;
	bool writes = (flags & O_ACCMODE) != O_RDONLY;

	return (!reads || n->inode.i_mode & 0444) && (!writes || n->inode.i_mode & 0222);
}

static fmode_t mode_of(int flags)
{
	switch (flags & O_ACCMODE) {
	case O_RDONLY: return FMODE_READ;
	case O_WRONLY: return FMODE_WRITE;
	default: return FMODE_READ | FMODE_WRITE;
	}
}

long sys_open(const char *path, int flags)
{
	struct node *n = find(path);
	struct open_file *o = free_slot();
	int err;

	if (!n)
		return -ENOENT;
	if (!o)
		return -EMFILE;
	if (!is_allowed(n, flags))
		return -EACCES;
	*o = (struct open_file){ .node = n, .pid = current->pid };
	o->file = (struct file){
		.f_flags = (unsigned int)flags, .f_mode = mode_of(flags) | FMODE_LSEEK,
		.private_data = n->private, .f_inode = &n->inode, .f_op = n->fops,
	};
	n->open++;
	try_module_get(n->fops->owner);
	err = n->fops->open ? n->fops->open(&n->inode, &o->file) : 0;
	if (!err)
		return o - files.open;
	module_put(n->fops->owner);
	o->pid = 0;
	n->open--;
	drop(n);
	return err;
}

static void finish(struct open_file *o)
{
	const struct file_operations *f = o->file.f_op;

	if (f->flush)
		f->flush(&o->file, NULL);
	if (f->release)
		f->release(o->file.f_inode, &o->file);
	module_put(f->owner);
	o->pid = 0;
	o->node->open--;
	drop(o->node);
}

long sys_close(long fd)
{
	struct open_file *o = get(fd);

	if (!o)
		return -EBADF;
	finish(o);
	return 0;
}

void files_close(int pid)
{
	int i;

	for (i = 0; i < MOST_OPEN; i++)
		if (files.open[i].pid == pid)
			finish(&files.open[i]);
}

/* No file has a place before its start, or beyond what a place can say. */
static bool is_place(loff_t at, size_t n)
{
	return at >= 0 && (ssize_t)n >= 0 && n <= (size_t)(LLONG_MAX - at);
}

static long do_read(struct open_file *o, void *to, size_t n, loff_t *at)
{
	if (!(o->file.f_mode & FMODE_READ))
		return -EBADF;
	if (!is_place(*at, n))
		return -EINVAL;
	return o->file.f_op->read ? o->file.f_op->read(&o->file, to, n, at) : -EINVAL;
}

static long do_write(struct open_file *o, const void *from, size_t n, loff_t *at)
{
	if (!(o->file.f_mode & FMODE_WRITE))
		return -EBADF;
	if (!is_place(*at, n))
		return -EINVAL;
	return o->file.f_op->write ? o->file.f_op->write(&o->file, from, n, at) : -EINVAL;
}

long sys_read(long fd, void *to, size_t n)
{
	struct open_file *o = get(fd);

	return o ? do_read(o, to, n, &o->file.f_pos) : -EBADF;
}

long sys_write(long fd, const void *from, size_t n)
{
	struct open_file *o = get(fd);

	return o ? do_write(o, from, n, &o->file.f_pos) : -EBADF;
}

long sys_pread(long fd, void *to, size_t n, long long at)
{
	struct open_file *o = get(fd);
	loff_t pos = at;

	if (at < 0)
		return -EINVAL;
	if (!o)
		return -EBADF;
	return o->file.f_mode & FMODE_LSEEK ? do_read(o, to, n, &pos) : -ESPIPE;
}

long sys_pwrite(long fd, const void *from, size_t n, long long at)
{
	struct open_file *o = get(fd);
	loff_t pos = at;

	if (at < 0)
		return -EINVAL;
	if (!o)
		return -EBADF;
	return o->file.f_mode & FMODE_LSEEK ? do_write(o, from, n, &pos) : -ESPIPE;
}

long sys_ioctl(long fd, unsigned long command, void *argument)
{
	struct open_file *o = get(fd);
	long ret;

	if (!o)
		return -EBADF;
	if (!o->file.f_op->unlocked_ioctl)
		return -ENOTTY;
	ret = o->file.f_op->unlocked_ioctl(&o->file, (unsigned int)command,
					   (unsigned long)argument);
	return ret == -ENOIOCTLCMD ? -ENOTTY : ret;
}

long sys_poll(long fd, int events)
{
	struct open_file *o = get(fd);
	poll_table t = { 0 };

	if (!o)
		return -EBADF;
	if (!o->file.f_op->poll)
		return events & 5;
	return (long)(o->file.f_op->poll(&o->file, &t) & ((unsigned int)events | 0x18));
}

/* One page at most: what the driver inserts is what the program sees. */
static struct page *inserted;

int vm_insert_page(struct vm_area_struct *v, unsigned long at, struct page *p)
{
	if (at != v->vm_start)
		return -EINVAL;
	if (fault_here(FAULT_CALL))
		return -ENOMEM;
	inserted = p;
	return 0;
}

/* As mmap() decides before it asks the driver: nobody writes to a file, now or by
 * mprotect(), through one that is not open for that. */
static int may_map(const struct file *f, struct vm_area_struct *v)
{
	if (f->f_mode & FMODE_WRITE)
		v->vm_flags |= VM_SHARED | VM_MAYWRITE;
	else if (v->vm_flags & VM_WRITE)
		return -EACCES;
	if (!(f->f_mode & FMODE_READ))
		return -EACCES;
	return f->f_op->mmap ? 0 : -ENODEV;
}

long sys_map(long fd, size_t size, long long at, int protection, void **out)
{
	struct vm_area_struct v = {
		.vm_start = 1ul << 40, .vm_end = (1ul << 40) + PAGE_ALIGN(size),
		.vm_pgoff = (unsigned long)at >> PAGE_SHIFT,
		.vm_flags = (protection & 1 ? VM_READ : 0) | (protection & 2 ? VM_WRITE : 0),
	};
	struct open_file *o = get(fd);
	struct vm_fault f = { .vma = &v };
	int err;

	if (offset_in_page(at))
		return -EINVAL;
	if (!o)
		return -EBADF;
	if (!size)
		return -EINVAL;
	if (size > 1ul << 46)
		return -ENOMEM;
	err = may_map(&o->file, &v);
	if (err)
		return err;
	inserted = NULL;
	v.vm_file = &o->file;
	err = o->file.f_op->mmap(&o->file, &v);
	if (err)
		return err;
	if (!inserted && v.vm_ops && v.vm_ops->fault && !v.vm_ops->fault(&f))
		inserted = f.page;
	*out = inserted ? page_address(inserted) : NULL;
	return 0;
}

long sys_unmap(void *memory, size_t size)
{
	(void)memory;
	(void)size;
	return 0;
}

int nonseekable_open(struct inode *i, struct file *f)
{
	(void)i;
	f->f_mode &= ~FMODE_LSEEK;
	return 0;
}

int stream_open(struct inode *i, struct file *f)
{
	return nonseekable_open(i, f);
}

long compat_ptr_ioctl(struct file *f, unsigned int command, unsigned long arg)
{
	return f->f_op->unlocked_ioctl(f, command, arg);
}

/* --------------------------------------------------------------------- misc */

static void misc_path(const struct miscdevice *m, char *path)
{
	harness_snprintf(path, PATH, "/dev/%s", m->nodename ? m->nodename : m->name);
}

static void misc_folder(struct miscdevice *m)
{
	m->this_device = calloc(1, sizeof(*m->this_device));
	if (!m->this_device)
		harness_bug("the harness has no memory");
	harness_strscpy(m->this_device->name, m->name, sizeof(m->this_device->name));
	m->this_device->driver_data = m;
	harness_folder(m->this_device, m->groups, "class/misc/%s", m->name);
}

int misc_register(struct miscdevice *m)
{
	char path[PATH];

	harness_might_sleep();
	if (fault_here(FAULT_CALL))
		return -EBUSY;
	misc_path(m, path);
	event("misc device %s", m->name);
	misc_folder(m);
	return file_add(path, m->fops, 0666, NULL, m);
}

void misc_deregister(struct miscdevice *m)
{
	char path[PATH];

	harness_might_sleep();
	misc_path(m, path);
	event("misc device %s is gone", m->name);
	harness_folder_remove(m->this_device);
	free(m->this_device);
	m->this_device = NULL;
	file_remove(path);
}

/* ------------------------------------------------------------------ debugfs */

/* A folder or file of debugfs is known by its path. */
struct dentry {
	struct dentry *parent, *next;
	char path[PATH];
};

static struct dentry *dentries;

static struct dentry *new_dentry(const char *name, struct dentry *parent)
{
	struct dentry *d = calloc(1, sizeof(*d));

	if (!d)
		harness_bug("the harness has no memory");
	d->parent = parent;
	d->next = dentries;
	dentries = d;
	harness_snprintf(d->path, sizeof(d->path), "%s/%s",
			 parent ? parent->path : "/sys/kernel/debug", name);
	return d;
}

struct dentry *debugfs_create_dir(const char *name, struct dentry *parent)
{
	if (IS_ERR(parent))
		return parent;
	if (fault_here(FAULT_CALL))
		return ERR_PTR(-ENOMEM);
	return new_dentry(name, parent);
}

struct dentry *debugfs_create_file(const char *name, umode_t mode, struct dentry *parent,
				   void *data, const struct file_operations *fops)
{
	struct dentry *d;

	if (IS_ERR(parent))
		return parent;
	if (fault_here(FAULT_CALL))
		return ERR_PTR(-ENOMEM);
	d = new_dentry(name, parent);
	file_add(d->path, fops, mode, data, NULL);
	return d;
}

void debugfs_remove_recursive(struct dentry *d)
{
	struct dentry **at = &dentries, *gone;
	char path[PATH];

	if (IS_ERR_OR_NULL(d))
		return;
	memcpy(path, d->path, sizeof(path));
	file_remove(path);
	while (*at) {
		gone = *at;
		if (!is_under(gone->path, path)) {
			at = &gone->next;
			continue;
		}
		*at = gone->next;
		free(gone);
	}
}

/* ----------------------------------------------------------------- seq_file */

enum { SEQ_SIZE = 1 << 16 };

int single_open(struct file *f, int (*show)(struct seq_file *m, void *v), void *data)
{
	struct seq_file *m = calloc(1, sizeof(*m));

	if (!m)
		harness_bug("the harness has no memory");
	if (fault_here(FAULT_MEMORY)) {
		free(m);
		return -ENOMEM;
	}
	m->show = show;
	m->private = data;
	f->private_data = m;
	return 0;
}

int single_release(struct inode *i, struct file *f)
{
	struct seq_file *m = f->private_data;

	(void)i;
	free(m->buf);
	free(m);
	return 0;
}

void seq_printf(struct seq_file *m, const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	m->count += (size_t)harness_vscnprintf(m->buf + m->count, m->size - m->count,
					       format, ap);
	va_end(ap);
}

/* All of the text is made by the first read. */
ssize_t seq_read(struct file *f, char *to, size_t n, loff_t *at)
{
	struct seq_file *m = f->private_data;
	int err;

	if (!m->buf) {
		m->size = SEQ_SIZE;
		m->buf = malloc(m->size);
		if (!m->buf)
			harness_bug("the harness has no memory");
		err = m->show(m, NULL);
		if (err < 0)
			return err;
	}
	if ((size_t)*at >= m->count)
		return 0;
	n = min(n, m->count - (size_t)*at);
	memcpy(to, m->buf + *at, n);
	*at += (loff_t)n;
	return (ssize_t)n;
}

loff_t seq_lseek(struct file *f, loff_t at, int whence)
{
	(void)whence;
	return f->f_pos = at;
}

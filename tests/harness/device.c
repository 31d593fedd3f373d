/* SPDX-License-Identifier: Apache-2.0 */
/*
 * device: devices: their names in the log, and their attributes as files.
 */
#include <stdlib.h>

#include <linux/device.h>
#include <linux/fs.h>
#include <linux/uaccess.h>

#include "harness.h"

/* ------------------------------------------------------------------------ log */

void harness_dev_printk(const char *level, const struct device *d,
			const char *format, ...)
{
	struct va_format v;
	va_list ap;

	va_start(ap, format);
	v.fmt = format;
	v.va = &ap;
	harness_printk("%s%s %s: %pV", level,
		       d->driver ? d->driver->name : d->driver_name, d->name, (void *)&v);
	va_end(ap);
}

struct device *get_device(struct device *d)
{
	if (d)
		d->users++;
	return d;
}

void put_device(struct device *d)
{
	if (d && !--d->users && d->release)
		d->release(d);
}

/* ----------------------------------------------------------------- attributes */

/* What a file of sysfs is about; it stays while it is open. */
struct shown {
	struct shown *next;
	struct device *device;
	struct device_attribute *attribute;
	char path[192];
	unsigned int open;
	bool removed;
};

/* The text as it was when the file was read from its start. */
struct text {
	char *page;
	size_t size;
	loff_t next;		/* where the last read ended; -1: nothing was read */
};

static struct shown *shown;

static void drop_shown(struct shown *s)
{
	if (s->removed && !s->open)
		free(s);
}

static int open_shown(struct inode *i, struct file *f)
{
	struct shown *s = i->i_private;
	struct text *t = kzalloc(sizeof(*t), GFP_KERNEL);

	if (!t)
		return -ENOMEM;
	t->next = -1;
	f->private_data = t;
	s->open++;
	return 0;
}

static int release_shown(struct inode *i, struct file *f)
{
	struct shown *s = i->i_private;
	struct text *t = f->private_data;

	free_page((unsigned long)t->page);
	kfree(t);
	s->open--;
	drop_shown(s);
	return 0;
}

/* All of the text is made anew by a read that does not go on where the last ended. */
static int make_text(const struct shown *s, struct text *t)
{
	ssize_t size;

	if (s->removed)
		return -ENODEV;
	if (!s->attribute->show)
		return -EIO;
	if (!t->page)
		t->page = (char *)__get_free_page(GFP_KERNEL);
	if (!t->page)
		return -ENOMEM;
	memset(t->page, 0, PAGE_SIZE);
	t->next = -1;
	size = s->attribute->show(s->device, s->attribute, t->page);
	if (size >= (ssize_t)PAGE_SIZE)
		harness_bug("show of %s: more than a page", s->attribute->attr.name);
	t->size = size > 0 ? (size_t)size : 0;
	return size < 0 ? (int)size : 0;
}

static ssize_t show(struct file *f, char *to, size_t n, loff_t *at)
{
	const struct shown *s = file_inode(f)->i_private;
	struct text *t = f->private_data;
	int err = 0;

	if (!n)
		return 0;
	if (!*at || *at != t->next)
		err = make_text(s, t);
	if (err)
		return err;
	t->next = *at;
	if ((size_t)*at >= t->size)
		return s->removed ? -ENODEV : 0;
	n = min(n, t->size - (size_t)*at);
	if (harness_to_user(to, t->page + *at, n))
		return -EFAULT;
	*at += (loff_t)n;
	t->next = *at;
	return (ssize_t)n;
}

static ssize_t store(struct file *f, const char *from, size_t n, loff_t *at)
{
	struct shown *s = file_inode(f)->i_private;
	ssize_t ret = -EFAULT;
	char *text;

	n = n < PAGE_SIZE ? n : PAGE_SIZE;
	text = kmalloc(n + 1, GFP_KERNEL);
	if (!text)
		return -ENOMEM;
	if (!harness_from_user(text, from, n)) {
		text[n] = '\0';
		ret = s->removed ? -ENODEV : !n ? 0 : !s->attribute->store ? -EIO :
		      s->attribute->store(s->device, s->attribute, text, n);
	}
	if (ret > 0)
		*at += ret;
	kfree(text);
	return ret;
}

static const struct file_operations attribute_fops = {
	.open = open_shown, .release = release_shown, .read = show, .write = store,
};

static int add_attribute(struct device *d, const struct device_attribute *a,
			 const char *group, umode_t mode)
{
	struct shown *s = calloc(1, sizeof(*s));
	int err;

	if (!s)
		harness_bug("the harness has no memory");
	s->device = d;
	s->attribute = (struct device_attribute *)a;
	harness_snprintf(s->path, sizeof(s->path), "/sys/%s/%s%s%s", d->folder,
			 group ? group : "", group ? "/" : "", a->attr.name);
	err = file_add(s->path, &attribute_fops, mode, s, NULL);
	if (err) {
		free(s);
		return err;
	}
	s->next = shown;
	shown = s;
	return 0;
}

static bool is_at(const char *path, const char *folder)
{
	size_t n = strlen(folder);

	return !strncmp(path, folder, n) && (!path[n] || path[n] == '/');
}

/* All at FOLDER, or the one file. */
static void remove_shown(const char *path)
{
	struct shown **at = &shown, *gone;

	file_remove(path);
	while (*at) {
		gone = *at;
		if (!is_at(gone->path, path)) {
			at = &gone->next;
			continue;
		}
		*at = gone->next;
		gone->removed = true;
		drop_shown(gone);
	}
}

int device_create_file(struct device *d, const struct device_attribute *a)
{
	harness_might_sleep();
	if (fault_here(FAULT_CALL))
		return -ENOMEM;
	return add_attribute(d, a, NULL, a->attr.mode);
}

void device_remove_file(struct device *d, const struct device_attribute *a)
{
	char path[192];

	harness_snprintf(path, sizeof(path), "/sys/%s/%s", d->folder, a->attr.name);
	remove_shown(path);
}

static int add_group(struct device *d, const struct attribute_group *g)
{
	struct device_attribute *a;
	umode_t mode;
	int i, err;

	for (i = 0; g->attrs && g->attrs[i]; i++) {
		a = container_of(g->attrs[i], struct device_attribute, attr);
		mode = g->is_visible ? g->is_visible(&d->kobj, g->attrs[i], i) :
		       a->attr.mode;
		if (!mode)
			continue;
		err = add_attribute(d, a, g->name, mode);
		if (err)
			return err;
	}
	return 0;
}

static void remove_group(struct device *d, const struct attribute_group *g)
{
	char path[192];
	int i;

	for (i = 0; g->attrs && g->attrs[i]; i++) {
		harness_snprintf(path, sizeof(path), "/sys/%s/%s%s%s", d->folder,
				 g->name ? g->name : "", g->name ? "/" : "",
				 g->attrs[i]->name);
		remove_shown(path);
	}
}

static int add_groups(struct device *d, const struct attribute_group **g)
{
	int err = 0;

	for (; g && *g && !err; g++)
		err = add_group(d, *g);
	return err;
}

int sysfs_create_group(struct kobject *k, const struct attribute_group *g)
{
	harness_might_sleep();
	if (fault_here(FAULT_CALL))
		return -ENOMEM;
	return add_group(kobj_to_dev(k), g);
}

void sysfs_remove_group(struct kobject *k, const struct attribute_group *g)
{
	remove_group(kobj_to_dev(k), g);
}

int device_add_groups(struct device *d, const struct attribute_group **g)
{
	harness_might_sleep();
	if (fault_here(FAULT_CALL))
		return -ENOMEM;
	return add_groups(d, g);
}

void device_remove_groups(struct device *d, const struct attribute_group **g)
{
	for (; g && *g; g++)
		remove_group(d, *g);
}

int harness_folder(struct device *d, const struct attribute_group **groups,
		   const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	harness_vsnprintf(d->folder, sizeof(d->folder), format, ap);
	va_end(ap);
	return add_groups(d, groups);
}

void harness_folder_remove(struct device *d)
{
	char path[192];

	if (!d->folder[0])
		return;
	harness_snprintf(path, sizeof(path), "/sys/%s", d->folder);
	remove_shown(path);
	d->folder[0] = '\0';
}

// SPDX-License-Identifier: GPL-2.0
/*
 * manifest - parser and store of firmware manifests
 *
 * A manifest comes in by write() and COMMIT, or by LOAD.  It is checked to the
 * last byte and kept as objects that ioctls look into; manifest.h has the
 * format.  A manifest with the same bytes as one in the store is that one.
 *
 * Life times: a blob is referenced by the store until UNLOAD, and by each file
 * that uses it.  All else belongs to its blob and never changes.
 *
 * Lock order: file->lock, manifest.lock.
 */

#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/atomic.h>
#include <linux/debugfs.h>
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/list.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/uaccess.h>
#include <linux/vmalloc.h>

#include "manifest.h"

#define MAN_HEADER_V1	16
#define MAN_HEADER_V2	(MAN_HEADER_V1 + MAN_TITLE_LEN)
#define MAN_MAX_VERSION	3

static unsigned int max_blobs = 16;
module_param(max_blobs, uint, 0444);
MODULE_PARM_DESC(max_blobs, "Manifests that the store takes");

struct man_payload {
	u32 len;
	u8 data[];
};

struct man_group {
	unsigned int count;
	unsigned int width;		/* of a value in the manifest */
	u32 values[];
};

struct man_values {
	unsigned int nr;
	struct man_group *groups[];
};

struct man_prop {
	const char *key;
	const u8 *value;		/* in the blob's raw bytes */
	u32 len;
};

struct man_node {
	struct list_head entry;		/* in blob->nodes */
	struct man_node *parent;
	const char *name;
	u32 id;
	u32 depth;
	u32 nr_children;
	struct man_payload *payload;
	struct man_values *values;
	unsigned int nr_props;
	struct man_prop props[];
};

struct man_strings {
	u32 size;
	char text[];
};

struct man_blob {
	struct list_head entry;		/* in manifest.blobs */
	atomic_t refs;
	u32 id;
	u32 version;
	u32 crc;
	u32 skipped;
	char title[MAN_TITLE_LEN + 1];
	char comment[MAN_COMMENT_LEN];
	struct man_strings *strings;
	struct list_head nodes;		/* parents before their children */
	u32 nr_nodes;
	u8 *raw;
	u32 len;
};

/* Where the parser is: in a record, END is the end of that. */
struct man_parser {
	struct man_blob *blob;
	const u8 *p;
	const u8 *end;
	bool big;
	enum man_error error;
};

struct man_file {
	struct mutex lock;		/* all of it */
	u8 *buf;			/* written so far */
	u32 len;
	u32 room;
	struct man_blob *blob;
};

static struct {
	struct mutex lock;		/* all that follows */
	struct list_head blobs;
	unsigned int nr_blobs;
	u32 last_id;
	u32 loads;
	u32 shared;
	u32 refused;
	struct dentry *debugfs;
} manifest;

static u32 man_crc_table[256];

static void man_crc_init(void)
{
	u32 c;
	int i, bit;

	for (i = 0; i < 256; i++) {
		c = i;
		for (bit = 0; bit < 8; bit++)
			c = c & 1 ? (c >> 1) ^ 0xedb88320 : c >> 1;
		man_crc_table[i] = c;
	}
}

static u32 man_crc(const u8 *p, size_t len)
{
	u32 crc = ~0U;

	while (len--)
		crc = (crc >> 8) ^ man_crc_table[(crc ^ *p++) & 0xff];
	return ~crc;
}

/* Numbers */

static int man_bad(struct man_parser *ps, enum man_error error)
{
	ps->error = error;
	return -EBADMSG;
}

/* LEN bytes ahead, or NULL. */
static const u8 *man_take(struct man_parser *ps, size_t len)
{
	const u8 *p = ps->p;

	if (len > ps->end - p) {
		man_bad(ps, MAN_E_TRUNCATED);
		return NULL;
	}
	ps->p += len;
	return p;
}

static u32 man_number(const struct man_parser *ps, const u8 *p,
		      unsigned int width)
{
	u32 v = 0;
	unsigned int i;

	if (ps->big) {
		while (width--)
			v = v << 8 | *p++;
		return v;
	}
	for (i = 0; i < width; i++)
		v |= (u32)p[i] << (8 * i);
	return v;
}

static u32 man_16(const struct man_parser *ps, const u8 *p)
{
	return man_number(ps, p, 2);
}

/* Objects */

static void man_values_free(struct man_values *values)
{
	unsigned int i;

	for (i = 0; i < values->nr; i++)
		kfree(values->groups[i]);
	kfree(values);
}

static void man_node_free(struct man_node *node)
{
	if (node->values)
		man_values_free(node->values);
	kfree(node->payload);
	kfree(node);
}

/* Takes over the bytes when it succeeds. */
static struct man_blob *man_blob_new(u8 *raw, u32 len)
{
	struct man_blob *blob;

	blob = kzalloc(sizeof(*blob), GFP_KERNEL);
	if (!blob)
		return NULL;

	atomic_set(&blob->refs, 1);
	INIT_LIST_HEAD(&blob->nodes);
	blob->raw = raw;
	blob->len = len;
	return blob;
}

static void man_blob_free(struct man_blob *blob)
{
	struct man_node *node, *tmp;

	list_for_each_entry_safe(node, tmp, &blob->nodes, entry) {
		list_del(&node->entry);
		man_node_free(node);
	}
	kfree(blob->strings);
	vfree(blob->raw);
	kfree(blob);
}

static struct man_blob *man_blob_get(struct man_blob *blob)
{
	atomic_inc(&blob->refs);
	return blob;
}

static void man_blob_put(struct man_blob *blob)
{
	if (blob && atomic_dec_and_test(&blob->refs))
		man_blob_free(blob);
}

static struct man_node *man_node_find(struct man_blob *blob, u32 id)
{
	struct man_node *node;

	list_for_each_entry(node, &blob->nodes, entry) {
		if (node->id == id)
			return node;
	}
	return NULL;
}

static struct man_node *man_child_named(struct man_blob *blob,
					struct man_node *parent,
					const char *name)
{
	struct man_node *node;

	list_for_each_entry(node, &blob->nodes, entry) {
		if (node->parent == parent && !strcmp(node->name, name))
			return node;
	}
	return NULL;
}

/* Records */

static int man_parse_strings(struct man_parser *ps)
{
	struct man_strings *strings;
	size_t len = ps->end - ps->p;

	if (ps->blob->strings)
		return man_bad(ps, MAN_E_ORDER);
	if (!len || ps->end[-1])
		return man_bad(ps, MAN_E_STRING);

	strings = kmalloc(sizeof(*strings) + len, GFP_KERNEL);
	if (!strings)
		return -ENOMEM;
	memcpy(strings->text, ps->p, len);
	strings->size = len;
	ps->blob->strings = strings;
	ps->p = ps->end;
	return 0;
}

/* The string that begins at AT, fit for a name; NULL if there is none. */
static const char *man_string(struct man_parser *ps, u32 at)
{
	const struct man_strings *s = ps->blob->strings;
	size_t len;

	if (at >= s->size || (at && s->text[at - 1])) {
		man_bad(ps, MAN_E_STRING);
		return NULL;
	}
	len = strlen(&s->text[at]);
	if (!len || len >= MAN_NAME_LEN) {
		man_bad(ps, MAN_E_NAME);
		return NULL;
	}
	return s->text + at;
}

static int man_parse_prop(struct man_parser *ps, struct man_prop *prop)
{
	const u8 *p;

	p = man_take(ps, 6);
	if (!p)
		return -EBADMSG;
	prop->key = man_string(ps, man_number(ps, p, 4));
	if (!prop->key)
		return -EBADMSG;
	prop->len = man_16(ps, p + 4);
	prop->value = man_take(ps, prop->len);
	return prop->value ? 0 : -EBADMSG;
}

/* The node's place in the tree. */
static int man_place_node(struct man_parser *ps, struct man_node *node,
			  u32 parent)
{
	if (!node->id || man_node_find(ps->blob, node->id))
		return man_bad(ps, MAN_E_ID);
	if (!parent)
		return 0;

	node->parent = man_node_find(ps->blob, parent);
	if (!node->parent)
		return man_bad(ps, MAN_E_NODE);
	node->depth = node->parent->depth + 1;
	if (node->depth >= MAN_MAX_DEPTH)
		return man_bad(ps, MAN_E_DEPTH);
	return 0;
}

static int man_parse_node(struct man_parser *ps)
{
	struct man_blob *blob = ps->blob;
	struct man_node *node;
	unsigned int i, nr;
	const u8 *p;
	int ret;

	p = man_take(ps, 12);
	if (!p)
		return -EBADMSG;
	nr = man_16(ps, p + 8);
	if (nr > MAN_MAX_PROPS || blob->nr_nodes >= MAN_MAX_NODES)
		return man_bad(ps, MAN_E_COUNT);
	if (man_16(ps, p + 10))
		return man_bad(ps, MAN_E_PADDING);

	node = kzalloc(sizeof(*node) + nr * sizeof(struct man_prop),
		       GFP_KERNEL);
	if (!node)
		return -ENOMEM;

	ret = -EBADMSG;
	node->name = man_string(ps, man_number(ps, p, 4));
	if (!node->name)
		goto err_free;
	node->id = man_16(ps, p + 4);
	ret = man_place_node(ps, node, man_16(ps, p + 6));
	if (ret)
		goto err_free;
	for (i = 0; i < nr; i++) {
		ret = man_parse_prop(ps, &node->props[i]);
		if (ret)
			goto err_free;
	}
	node->nr_props = nr;

	if (node->parent)
		node->parent->nr_children++;
	list_add_tail(&node->entry, &blob->nodes);
	blob->nr_nodes++;
	return 0;

err_free:
	kfree(node);
	return ret;
}

static int man_parse_payload(struct man_parser *ps)
{
	struct man_payload *payload;
	struct man_node *node;
	const u8 *p;
	size_t len;

	p = man_take(ps, 4);
	if (!p)
		return -EBADMSG;
	node = man_node_find(ps->blob, man_16(ps, p));
	if (!node || node->payload)
		return man_bad(ps, MAN_E_NODE);
	if (p[2] || p[3])
		return man_bad(ps, MAN_E_PADDING);

	len = ps->end - ps->p;
	payload = kmalloc(sizeof(*payload) + len, GFP_KERNEL);
	if (!payload)
		return -ENOMEM;
	memcpy(payload->data, ps->p, len);
	payload->len = len;
	node->payload = payload;
	ps->p = ps->end;
	return 0;
}

static struct man_group *man_parse_group(struct man_parser *ps)
{
	struct man_group *group;
	unsigned int count, width;
	const u8 *p;
	u32 *v;

	p = man_take(ps, 4);
	if (!p)
		return ERR_PTR(-EBADMSG);
	count = man_16(ps, p);
	width = p[2];
	if (width != 1 && width != 2 && width != 4)
		return ERR_PTR(man_bad(ps, MAN_E_WIDTH));
	if (p[3])
		return ERR_PTR(man_bad(ps, MAN_E_PADDING));
	p = man_take(ps, count * width);
	if (!p)
		return ERR_PTR(-EBADMSG);

	group = kmalloc(sizeof(*group) + count * sizeof(group->values[0]),
			GFP_KERNEL);
	if (!group)
		return ERR_PTR(-ENOMEM);
	group->width = width;
	for (v = group->values; v < group->values + count; v++) {
		*v = man_number(ps, p, width);
		p += width;
	}
	group->count = count;
	return group;
}

static int man_parse_values(struct man_parser *ps)
{
	struct man_values *values;
	struct man_group *group;
	struct man_node *node;
	unsigned int nr;
	const u8 *p;

	p = man_take(ps, 4);
	if (!p)
		return -EBADMSG;
	node = man_node_find(ps->blob, man_16(ps, p));
	if (!node || node->values)
		return man_bad(ps, MAN_E_NODE);
	nr = man_16(ps, p + 2);
	if (nr > MAN_MAX_GROUPS)
		return man_bad(ps, MAN_E_COUNT);

	values = kmalloc(sizeof(*values) + nr * sizeof(values->groups[0]),
			 GFP_KERNEL);
	if (!values)
		return -ENOMEM;
	values->nr = 0;
	while (values->nr < nr) {
		group = man_parse_group(ps);
		if (IS_ERR(group)) {
			man_values_free(values);
			return PTR_ERR(group);
		}
		values->groups[values->nr++] = group;
	}
	node->values = values;
	return 0;
}

static int man_parse_comment(struct man_parser *ps)
{
	struct man_blob *blob = ps->blob;
	size_t len = ps->end - ps->p;

	if (memchr(ps->p, '\0', len))
		return man_bad(ps, MAN_E_STRING);
	if (len >= MAN_COMMENT_LEN)
		len = MAN_COMMENT_LEN - 1;
	memcpy(blob->comment, ps->p, len);
	blob->comment[len] = '\0';
	ps->p = ps->end;
	return 0;
}

static int man_parse_body(struct man_parser *ps, u32 type, u32 flags)
{
	if (!ps->blob->strings && type != MAN_STRINGS)
		return man_bad(ps, MAN_E_ORDER);

	switch (type) {
	case MAN_END:
		return 0;
	case MAN_STRINGS:
		return man_parse_strings(ps);
	case MAN_NODE:
		return man_parse_node(ps);
	case MAN_PAYLOAD:
		return man_parse_payload(ps);
	case MAN_VALUES:
		return man_parse_values(ps);
	case MAN_COMMENT:
		if (ps->blob->version < 3)
			break;
		return man_parse_comment(ps);
	}

	if (!(flags & MAN_OPTIONAL))
		return man_bad(ps, MAN_E_TYPE);
	ps->blob->skipped++;
	ps->p = ps->end;
	return 0;
}

/* Zeros up to a multiple of 4. */
static int man_parse_padding(struct man_parser *ps)
{
	const u8 *p;

	while ((ps->p - ps->blob->raw) & 3) {
		p = man_take(ps, 1);
		if (!p)
			return -EBADMSG;
		if (*p)
			return man_bad(ps, MAN_E_PADDING);
	}
	return 0;
}

/* One record; its type is in TYPE. */
static int man_parse_record(struct man_parser *ps, u32 *type)
{
	const u8 *end = ps->end;
	u32 flags = 0;
	const u8 *p;
	u32 len;
	int ret;

	p = man_take(ps, ps->blob->version == 1 ? 4 : 8);
	if (!p)
		return -EBADMSG;
	*type = man_16(ps, p);
	if (ps->blob->version == 1) {
		len = man_16(ps, p + 2);
	} else {
		flags = man_16(ps, p + 2);
		len = man_number(ps, p + 4, 4);
	}
	if (len > end - ps->p)
		return man_bad(ps, MAN_E_TRUNCATED);

	ps->end = ps->p + len;
	ret = man_parse_body(ps, *type, flags);
	if (ret)
		return ret;
	if (ps->p != ps->end)
		return man_bad(ps, MAN_E_EXCESS);
	ps->end = end;
	return man_parse_padding(ps);
}

static int man_parse_header(struct man_parser *ps)
{
	struct man_blob *blob = ps->blob;
	u32 size = MAN_HEADER_V1;
	const u8 *p = blob->raw;

	if (blob->len < MAN_HEADER_V1)
		return man_bad(ps, MAN_E_SHORT);
	if (memcmp(p, "MNFT", 4))
		return man_bad(ps, MAN_E_MAGIC);
	blob->version = p[4];
	if (!blob->version || blob->version > MAN_MAX_VERSION)
		return man_bad(ps, MAN_E_VERSION);
	if (blob->version > 1) {
		ps->big = p[5] & MAN_BIG_ENDIAN;
		size = MAN_HEADER_V2;
	}
	if (p[5] & ~(blob->version > 1 ? MAN_BIG_ENDIAN : 0))
		return man_bad(ps, MAN_E_FLAGS);
	if (man_16(ps, p + 6) != size || blob->len < size ||
	    man_number(ps, p + 8, 4) != blob->len)
		return man_bad(ps, MAN_E_LENGTH);

	blob->crc = man_crc(p + size, blob->len - size);
	if (blob->crc != man_number(ps, p + 12, 4))
		return man_bad(ps, MAN_E_CRC);
	if (blob->version > 1) {
		strncpy(blob->title, (const char *)p + MAN_HEADER_V1,
			MAN_TITLE_LEN);
		blob->title[MAN_TITLE_LEN] = '\0';
	} else {
		strcpy(blob->title, "untitled");
	}
	ps->p += size;
	return 0;
}

static int man_parse(struct man_parser *ps)
{
	u32 type;
	int ret;

	ret = man_parse_header(ps);
	if (ret)
		return ret;
	do {
		ret = man_parse_record(ps, &type);
		if (ret)
			return ret;
	} while (type != MAN_END);

	if (ps->p != ps->end)
		return man_bad(ps, MAN_E_ORDER);
	return 0;
}

/* The store */

/* The same bytes, under manifest.lock. */
static struct man_blob *man_store_find(const u8 *raw, u32 len)
{
	struct man_blob *blob;

	list_for_each_entry(blob, &manifest.blobs, entry) {
		if (blob->len == len && !memcmp(blob->raw, raw, len))
			return blob;
	}
	return NULL;
}

static struct man_blob *man_store_id(unsigned long id)
{
	struct man_blob *blob;

	list_for_each_entry(blob, &manifest.blobs, entry) {
		if (blob->id == id)
			return blob;
	}
	return NULL;
}

/* Takes over the caller's reference, whatever it returns. */
static int man_store_add(struct man_blob *blob, u32 *id)
{
	struct man_blob *same;
	int ret = 0;

	mutex_lock(&manifest.lock);
	same = man_store_find(blob->raw, blob->len);
	if (same) {
		*id = same->id;
		manifest.shared++;
		manifest.loads++;
		goto out_put;
	}
	if (manifest.nr_blobs >= max_blobs) {
		ret = -ENOSPC;
		goto out_put;
	}

	blob->id = ++manifest.last_id;
	*id = blob->id;
	list_add_tail(&blob->entry, &manifest.blobs);
	manifest.nr_blobs++;
	manifest.loads++;
	mutex_unlock(&manifest.lock);
	return 0;

out_put:
	mutex_unlock(&manifest.lock);
	man_blob_put(blob);
	return ret;
}

/* Parse and keep LEN bytes, which go over to the blob or are freed. */
static int man_load_raw(u8 *raw, u32 len, struct man_load *args)
{
	struct man_parser ps = { .p = raw, .end = raw + len };
	int ret;

	ps.blob = man_blob_new(raw, len);
	if (!ps.blob) {
		vfree(raw);
		return -ENOMEM;
	}

	ret = man_parse(&ps);
	args->error = ps.error;
	args->at = ps.p - raw;
	if (!ret)
		return man_store_add(ps.blob, &args->id);

	if (ps.error) {
		mutex_lock(&manifest.lock);
		manifest.refused++;
		mutex_unlock(&manifest.lock);
	}
	man_blob_put(ps.blob);
	return ret;
}

/* ioctl */

/* The answer goes out for a manifest that was refused, too. */
static int man_answer(void __user *argp, struct man_load *args, int ret)
{
	if (ret && ret != -EBADMSG)
		return ret;
	if (copy_to_user(argp, args, sizeof(*args)))
		return -EFAULT;
	return ret;
}

static int man_ioctl_load(void __user *argp)
{
	struct man_load args;
	u8 *raw;
	int ret;

	if (copy_from_user(&args, argp, sizeof(args)))
		return -EFAULT;
	if (!args.len || args.len > MAN_MAX_LEN)
		return -EINVAL;

	raw = vmalloc(args.len);
	if (!raw)
		return -ENOMEM;
	if (copy_from_user(raw, u64_to_user_ptr(args.data), args.len)) {
		vfree(raw);
		return -EFAULT;
	}
	args.id = 0;
	ret = man_load_raw(raw, args.len, &args);
	return man_answer(argp, &args, ret);
}

/* What was written stays when the answer has no place to go. */
static int man_ioctl_commit(struct man_file *mf, void __user *argp)
{
	struct man_load args;
	u8 *raw;
	int ret;

	memset(&args, 0, sizeof(args));
	if (copy_to_user(argp, &args, sizeof(args)))
		return -EFAULT;

	mutex_lock(&mf->lock);
	raw = mf->buf;
	args.len = mf->len;
	mf->buf = NULL;
	mf->len = 0;
	mf->room = 0;
	mutex_unlock(&mf->lock);
	if (!raw)
		return -ENODATA;

	ret = man_load_raw(raw, args.len, &args);
	return man_answer(argp, &args, ret);
}

static int man_ioctl_unload(unsigned long id)
{
	struct man_blob *blob;

	mutex_lock(&manifest.lock);
	blob = man_store_id(id);
	if (blob) {
		list_del(&blob->entry);
		manifest.nr_blobs--;
	}
	mutex_unlock(&manifest.lock);
	if (!blob)
		return -ENOENT;
	man_blob_put(blob);
	return 0;
}

static int man_ioctl_use(struct man_file *mf, unsigned long id)
{
	struct man_blob *blob, *old;

	mutex_lock(&manifest.lock);
	blob = man_store_id(id);
	if (!blob) {
		mutex_unlock(&manifest.lock);
		return -ENOENT;
	}
	man_blob_get(blob);
	mutex_unlock(&manifest.lock);

	mutex_lock(&mf->lock);
	old = mf->blob;
	mf->blob = blob;
	mutex_unlock(&mf->lock);
	man_blob_put(old);
	return 0;
}

static int man_ioctl_info(struct man_blob *blob, void __user *argp)
{
	struct man_info info;

	info.id = blob->id;
	info.version = blob->version;
	info.len = blob->len;
	info.crc = blob->crc;
	info.nr_nodes = blob->nr_nodes;
	info.skipped = blob->skipped;
	/* As in the manifest: no NUL when the field is full. */
	memcpy(info.title, blob->title, sizeof(info.title));
	strncpy(info.comment, blob->comment, sizeof(info.comment));

	if (copy_to_user(argp, &info, sizeof(info)))
		return -EFAULT;
	return 0;
}

static int man_ioctl_find(struct man_blob *blob, void __user *argp)
{
	struct man_node *node = NULL;
	struct man_find args;
	char *name, *next;

	if (copy_from_user(&args, argp, sizeof(args)))
		return -EFAULT;
	if (strnlen(args.path, sizeof(args.path)) == sizeof(args.path))
		return -EINVAL;

	for (name = args.path; name; name = next) {
		next = strchr(name, '/');
		if (next)
			*next++ = '\0';
		node = man_child_named(blob, node, name);
		if (!node)
			return -ENOENT;
	}
	if (put_user(node->id, &((struct man_find __user *)argp)->id))
		return -EFAULT;
	return 0;
}

/* As much of LEN bytes at P as there is room for. */
static int man_give(struct man_get *args, const void *p, u32 len,
		    void __user *argp)
{
	if (args->len > len)
		args->len = len;
	if (copy_to_user(u64_to_user_ptr(args->data), p, args->len))
		return -EFAULT;
	if (copy_to_user(argp, args, sizeof(*args)))
		return -EFAULT;
	return 0;
}

static int man_get_prop(struct man_node *node, struct man_get *args,
			void __user *argp)
{
	struct man_prop *prop = node->props;
	unsigned int n;

	args->key[MAN_NAME_LEN - 1] = '\0';
	for (n = node->nr_props; n; n--, prop++) {
		if (strcmp(prop->key, args->key) == 0)
			return man_give(args, prop->value, prop->len, argp);
	}
	return -ENOKEY;
}

static int man_get_payload(struct man_node *node, struct man_get *args,
			   void __user *argp)
{
	struct man_payload *payload = node->payload;

	if (!payload)
		return -ENODATA;
	if (args->offset > payload->len)
		return -ERANGE;
	return man_give(args, payload->data + args->offset,
			payload->len - args->offset, argp);
}

static int man_get_values(struct man_node *node, struct man_get *args,
			  void __user *argp)
{
	struct man_group *group;

	if (!node->values || args->group >= node->values->nr)
		return -ERANGE;
	group = node->values->groups[args->group];
	return man_give(args, group->values, group->count * sizeof(u32), argp);
}

static int man_ioctl_get(struct man_blob *blob, unsigned int cmd,
			 void __user *argp)
{
	struct man_node *node;
	struct man_get args;

	if (copy_from_user(&args, argp, sizeof(args)))
		return -EFAULT;
	node = man_node_find(blob, args.id);
	if (!node)
		return -ENOENT;
	if (cmd == MAN_IOC_PROP)
		return man_get_prop(node, &args, argp);
	if (cmd == MAN_IOC_PAYLOAD)
		return man_get_payload(node, &args, argp);
	return man_get_values(node, &args, argp);
}

/* What looks into the manifest that the file uses. */
static int man_query(struct man_file *mf, unsigned int cmd, void __user *argp)
{
	struct man_blob *blob = NULL;
	int ret;

	mutex_lock(&mf->lock);
	if (mf->blob)
		blob = man_blob_get(mf->blob);
	mutex_unlock(&mf->lock);
	if (!blob)
		return -ENOTCONN;

	switch (cmd) {
	case MAN_IOC_INFO:
		ret = man_ioctl_info(blob, argp);
		break;
	case MAN_IOC_FIND:
		ret = man_ioctl_find(blob, argp);
		break;
	case MAN_IOC_PROP:
	case MAN_IOC_PAYLOAD:
	case MAN_IOC_VALUES:
		ret = man_ioctl_get(blob, cmd, argp);
		break;
	default:
		ret = -ENOTTY;
	}
	man_blob_put(blob);
	return ret;
}

static long man_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	struct man_file *mf = file->private_data;
	void __user *argp = (void __user *)arg;

	switch (cmd) {
	case MAN_IOC_LOAD:
		return man_ioctl_load(argp);
	case MAN_IOC_COMMIT:
		return man_ioctl_commit(mf, argp);
	case MAN_IOC_UNLOAD:
		return man_ioctl_unload(arg);
	case MAN_IOC_USE:
		return man_ioctl_use(mf, arg);
	default:
		return man_query(mf, cmd, argp);
	}
}

/* open, write and release */

/* Room for LEN bytes, at least twice of what there was. */
static int man_file_grow(struct man_file *mf, u32 len)
{
	u32 room = mf->room ? mf->room : 256;
	u8 *buf;

	if (len <= mf->room)
		return 0;
	while (room < len)
		room *= 2;
	buf = vmalloc(room);
	if (!buf)
		return -ENOMEM;

	if (mf->len)
		memcpy(buf, mf->buf, mf->len);
	vfree(mf->buf);
	mf->buf = buf;
	mf->room = room;
	return 0;
}

static ssize_t man_write(struct file *file, const char __user *data,
			 size_t count, loff_t *ppos)
{
	struct man_file *mf = file->private_data;
	ssize_t ret;

	if (!count)
		return 0;

	mutex_lock(&mf->lock);
	if (count > MAN_MAX_LEN - mf->len) {
		ret = -EFBIG;
		goto out_unlock;
	}
	ret = man_file_grow(mf, mf->len + count);
	if (ret)
		goto out_unlock;
	if (copy_from_user(mf->buf + mf->len, data, count)) {
		ret = -EFAULT;
		goto out_unlock;
	}
	mf->len += count;
	ret = count;
out_unlock:
	mutex_unlock(&mf->lock);
	return ret;
}

static int man_open(struct inode *inode, struct file *file)
{
	struct man_file *mf;

	mf = kzalloc(sizeof(*mf), GFP_KERNEL);
	if (!mf)
		return -ENOMEM;
	mutex_init(&mf->lock);
	file->private_data = mf;
	return stream_open(inode, file);
}

static int man_release(struct inode *inode, struct file *file)
{
	struct man_file *mf = file->private_data;

	man_blob_put(mf->blob);
	vfree(mf->buf);
	mutex_destroy(&mf->lock);
	kfree(mf);
	return 0;
}

static const struct file_operations man_fops = {
	.owner		= THIS_MODULE,
	.open		= man_open,
	.release	= man_release,
	.write		= man_write,
	.unlocked_ioctl	= man_ioctl,
	.compat_ioctl	= compat_ptr_ioctl,
};

static struct miscdevice man_miscdev = {
	.minor	= MISC_DYNAMIC_MINOR,
	.name	= "manifest",
	.fops	= &man_fops,
};

/* debugfs */

/* The names from the top down; names are bounded, and so is the depth. */
static void man_node_path(struct man_node *node, char *path)
{
	struct man_node *up[MAN_MAX_DEPTH];
	int n = 0;

	for (; node; node = node->parent)
		up[n++] = node;
	strcpy(path, up[--n]->name);
	while (n--) {
		strcat(path, "/");
		strcat(path, up[n]->name);
	}
}

static void man_show_prop(struct seq_file *m, struct man_prop *prop)
{
	char hex[2 * 16 + 1];
	char *to = hex;
	u32 i;

	for (i = 0; i < prop->len && i < 16; i++)
		to += sprintf(to, "%02x", prop->value[i]);
	*to = '\0';
	seq_printf(m, "    %s = %s%s\n", prop->key, hex,
		   prop->len > 16 ? "..." : "");
}

static void man_show_values(struct seq_file *m, struct man_values *values)
{
	struct man_group *group;
	char line[80];
	unsigned int i, j;
	int len;

	for (i = 0; i < values->nr; i++) {
		group = values->groups[i];
		len = snprintf(line, sizeof(line), "    group %u of u%u:", i,
			       8 * group->width);
		for (j = 0; j < group->count; j++)
			len += scnprintf(line + len, sizeof(line) - len, " %u",
					 group->values[j]);
		seq_printf(m, "%s\n", line);
	}
}

static void man_show_node(struct seq_file *m, struct man_node *node)
{
	char path[MAN_MAX_DEPTH * MAN_NAME_LEN];
	unsigned int i;

	man_node_path(node, path);
	seq_printf(m, "  node %u %s: children %u payload %u\n", node->id, path,
		   node->nr_children, node->payload ? node->payload->len : 0);
	for (i = 0; i < node->nr_props; i++)
		man_show_prop(m, &node->props[i]);
	if (node->values)
		man_show_values(m, node->values);
}

static int man_blobs_show(struct seq_file *m, void *unused)
{
	struct man_blob *blob;
	struct man_node *node;

	mutex_lock(&manifest.lock);
	seq_printf(m, "manifests %u loads %u shared %u refused %u\n",
		   manifest.nr_blobs, manifest.loads, manifest.shared,
		   manifest.refused);
	list_for_each_entry(blob, &manifest.blobs, entry) {
		seq_printf(m, "manifest %u %s: version %u bytes %u crc %08x nodes %u refs %d\n",
			   blob->id, blob->title, blob->version, blob->len,
			   blob->crc, blob->nr_nodes, atomic_read(&blob->refs));
		if (blob->comment[0])
			seq_printf(m, "  comment %s\n", blob->comment);
		list_for_each_entry(node, &blob->nodes, entry)
			man_show_node(m, node);
	}
	mutex_unlock(&manifest.lock);
	return 0;
}
DEFINE_SHOW_ATTRIBUTE(man_blobs);

static int __init man_init(void)
{
	struct dentry *dir;
	int ret;

	if (!max_blobs) {
		pr_err("max_blobs must not be 0\n");
		return -EINVAL;
	}
	man_crc_init();
	memset(&manifest, 0, sizeof(manifest));
	mutex_init(&manifest.lock);
	INIT_LIST_HEAD(&manifest.blobs);

	ret = misc_register(&man_miscdev);
	if (ret)
		return ret;

	dir = debugfs_create_dir("manifest", NULL);
	debugfs_create_file("blobs", 0400, dir, NULL, &man_blobs_fops);
	manifest.debugfs = dir;
	return 0;
}

static void __exit man_exit(void)
{
	struct man_blob *blob, *tmp;

	debugfs_remove_recursive(manifest.debugfs);
	misc_deregister(&man_miscdev);
	list_for_each_entry_safe(blob, tmp, &manifest.blobs, entry) {
		list_del(&blob->entry);
		man_blob_put(blob);
	}
}

module_init(man_init);
module_exit(man_exit);

MODULE_DESCRIPTION("Parser and store of firmware manifests");
MODULE_LICENSE("GPL");

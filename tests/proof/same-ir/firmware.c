/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A chain of labels that free what was allocated.
 */
#include <linux/errno.h>
#include <linux/slab.h>

#define __free(function) __attribute__((__cleanup__(free_##function)))

struct image;
struct device;

struct section {
	u32 offset;
	u32 size;
	u32 kind;
};

extern struct image *image_get(struct device *d, int id);
extern void image_put(struct image *i);
extern struct section *image_section(struct image *i, u32 kind);
extern int device_write(struct device *d, const u8 *from, u32 size);
extern int device_read(struct device *d, u8 *to, u32 size);
extern int device_start(struct device *d, u32 kind, u32 checksum);

static inline void free_kfree(void *p)
{
	if (*(void **)p)
		kfree(*(void **)p);
}

static inline void free_image_put(struct image **i)
{
	if (*i)
		image_put(*i);
}

int firmware_load(struct device *d, int id, u32 kind, u32 size)
{
	struct image *image = image_get(d, id);
	struct section *s;
	u8 *buf;
	u32 sum = 0;
	u32 i;
	int err;

	if (!image)
		return -ENOENT;
	buf = kmalloc(size, GFP_KERNEL);
	if (!buf) {
		err = -ENOMEM;
		goto out_image;
	}
	s = image_section(image, kind);
	if (!s || s->size > size) {
		err = -EINVAL;
		goto out_buf;
	}
	err = device_read(d, buf, s->size);
	if (err < 0)
		goto out_buf;
	for (i = s->offset; i < s->size; i++)
		sum += buf[i] << 2;
	err = device_start(d, kind, sum);

out_buf:
	kfree(buf);
out_image:
	image_put(image);
	return err;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Names copied by strcpy().
 */
#include <linux/errno.h>
#include <linux/mutex.h>
#include <linux/slab.h>
#include <linux/string.h>

struct volume {
	struct mutex lock;
	char label[32];
	char owner[20];
	char host[20];
	int opens;
	int state;
};

extern int volume_mount(struct volume *v, const char *from, int flags);
extern int volume_check(struct volume *v, const char *from, int flags);
extern void volume_announce(struct volume *v, const char *label, int event);
extern void volume_detach(struct volume *v);
extern void volume_sync(struct volume *v);

struct volume *volume_new(const char *label, const char *owner, int flags)
{
	struct volume *v = kzalloc(sizeof(*v), GFP_KERNEL);

	if (!v)
		return NULL;
	mutex_init(&v->lock);
	strcpy(v->label, label);
	strcpy(v->owner, owner);
	strcpy(v->host, "local");
	if (volume_mount(v, v->label, flags) < 0)
		goto free;
	v->state = 1;
	volume_announce(v, v->owner, 2);
	return v;

free:
	volume_detach(v);
	kfree(v);
	return NULL;
}

int volume_rename(struct volume *v, const char *label, int flags)
{
	char old[32];
	int err;

	mutex_lock(&v->lock);
	strcpy(old, v->label);
	strcpy(v->label, label);
	err = volume_check(v, label, flags);
	if (err < 0) {
		strcpy(v->label, old);
		goto unlock;
	}
	volume_announce(v, old, 3);
	volume_sync(v);
	v->opens += flags & 1;
unlock:
	mutex_unlock(&v->lock);
	return err;
}

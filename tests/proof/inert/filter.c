/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A filter, without a word of who owns what.
 */
#include <linux/errno.h>
#include <linux/slab.h>
#include <linux/spinlock.h>

#include "words.h"

struct rule;
struct owner;

struct filter {
	spinlock_t lock;
	u16 kind;
	struct rule *rules;
	u16 depth;
	u8 *scratch;
	u32 hits;
	struct owner *owner;
	u8 armed;
};

struct rule *rule_parse(const u8 *from, size_t size);
void rule_free(struct rule *rule);
struct owner *owner_get(u32 id);
void owner_put(struct owner *owner);
int filter_arm(struct filter *f, u16 kind, u16 depth);
void filter_disarm(struct filter *f);

struct filter *filter_new(const u8 *from, size_t size, u32 id)
{
	struct filter *f = kzalloc(sizeof(*f), GFP_KERNEL);

	if (!f)
		return NULL;
	spin_lock_init(&f->lock);
	f->depth = 4;
	f->rules = rule_parse(from, size);
	if (!f->rules)
		goto out_filter;
	f->owner = owner_get(id);
	if (!f->owner)
		goto out_rules;
	f->scratch = kmalloc(size, GFP_ATOMIC);
	if (!f->scratch)
		goto out_owner;
	return f;

out_owner:
	owner_put(f->owner);
out_rules:
	rule_free(f->rules);
out_filter:
	kfree(f);
	return NULL;
}

int filter_set(struct filter *f, struct rule *rules, u16 kind)
{
	struct rule *old;
	int err = 0;

	spin_lock(&f->lock);
	old = f->rules;
	f->rules = rules;
	f->hits = 0;
	if (f->kind != kind)
		err = filter_arm(f, kind, f->depth);
	if (!err)
		f->armed = 1;
	spin_unlock(&f->lock);
	rule_free(old);
	return err;
}

void filter_free(struct filter *f)
{
	if (f->armed)
		filter_disarm(f);
	rule_free(f->rules);
	owner_put(f->owner);
	kfree(f->scratch);
	kfree(f);
}

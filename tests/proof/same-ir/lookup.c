/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One exit, and a count that is set behind what it counts.
 */
#include <linux/errno.h>
#include <linux/slab.h>

struct entry {
	u32 key;
	u32 value;
	struct entry *next;
};

struct map {
	u32 nr;
	u32 mask;
	u32 hits;
	u32 misses;
	struct entry **buckets;
	struct entry entries[];
};

extern void map_trace(struct map *m, u32 key, u32 value);
extern void map_grow(struct map *m, u32 nr);
extern void map_shrink(struct map *m, u32 nr);

struct map *map_new(u32 nr, u32 mask)
{
	struct map *m = kzalloc(sizeof(*m) + nr * sizeof(*m->entries),
				GFP_KERNEL);
	unsigned int i;

	if (m) {
		for (i = 0; i < nr; i++)
			m->entries[i].key = i ^ mask;
		m->nr = nr;
		m->mask = mask;
		map_grow(m, nr);
	}
	return m;
}

struct entry *map_find(struct map *m, u32 key)
{
	struct entry *found = NULL;
	struct entry *e;

	for (e = m->buckets[key & m->mask]; e; e = e->next) {
		if (e->key == key) {
			found = e;
			break;
		}
	}
	if (found) {
		m->hits++;
		map_trace(m, key, found->value);
	} else {
		m->misses++;
		map_trace(m, key, 0);
	}
	return found;
}

int map_set(struct map *m, u32 key, u32 value)
{
	struct entry *e = map_find(m, key);
	int err = 0;

	if (!e) {
		err = -ENOENT;
	} else if (e->value == value) {
		err = -EBUSY;
	} else {
		e->value = value;
		map_trace(m, value, key);
	}
	return err;
}

void map_resize(struct map *m, u32 nr)
{
	switch (nr > m->nr) {
	case 0:
		if (nr < m->nr)
			map_shrink(m, nr);
		break;
	default:
		map_grow(m, nr);
		break;
	}
	m->nr = nr;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Early returns, and a count that is set ahead of what it counts.
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

	if (!m)
		return NULL;
	for (i = 0; i < nr; i++)
		m->entries[i].key = i ^ mask;
	m->nr = nr;
	m->mask = mask;
	map_grow(m, nr);
	return m;
}

struct entry *map_find(struct map *m, u32 key)
{
	struct entry *e = m->buckets[key & m->mask];

	while (e) {
		if (e->key == key)
			goto found;
		e = e->next;
	}
	m->misses++;
	map_trace(m, key, 0);
	return NULL;

found:
	m->hits++;
	map_trace(m, key, e->value);
	return e;
}

int map_set(struct map *m, u32 key, u32 value)
{
	struct entry *e = map_find(m, key);

	if (!e)
		return -ENOENT;
	if (e->value == value)
		return -EBUSY;
	e->value = value;
	map_trace(m, value, key);
	return 0;
}

void map_resize(struct map *m, u32 nr)
{
	if (nr > m->nr)
		map_grow(m, nr);
	else if (nr < m->nr)
		map_shrink(m, nr);
	m->nr = nr;
}

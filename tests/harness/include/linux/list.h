/* SPDX-License-Identifier: Apache-2.0 */
/* list: circular lists whose links lie in their members. */
#ifndef HARNESS_LINUX_LIST_H
#define HARNESS_LINUX_LIST_H

#include <linux/compiler.h>
#include <linux/types.h>

#define LIST_POISON	((struct list_head *)0x100)
#define LIST_HEAD_INIT(name)	{ &(name), &(name) }
#define LIST_HEAD(name)		struct list_head name = LIST_HEAD_INIT(name)

static inline void INIT_LIST_HEAD(struct list_head *h)
{
	h->next = h->prev = h;
}

static inline void __list_join(struct list_head *a, struct list_head *b)
{
	a->next = b;
	b->prev = a;
}

static inline void list_add(struct list_head *e, struct list_head *h)
{
	__list_join(e, h->next);
	__list_join(h, e);
}

static inline void list_add_tail(struct list_head *e, struct list_head *h)
{
	__list_join(h->prev, e);
	__list_join(e, h);
}

/* What was deleted points nowhere: a second deletion is a fault. */
static inline void list_del(struct list_head *e)
{
	__list_join(e->prev, e->next);
	e->next = e->prev = LIST_POISON;
}

static inline void list_del_init(struct list_head *e)
{
	__list_join(e->prev, e->next);
	INIT_LIST_HEAD(e);
}

static inline void list_replace(struct list_head *old, struct list_head *e)
{
	__list_join(old->prev, e);
	__list_join(e, old->next);
}

static inline void list_replace_init(struct list_head *old, struct list_head *e)
{
	list_replace(old, e);
	INIT_LIST_HEAD(old);
}

static inline void list_move(struct list_head *e, struct list_head *h)
{
	__list_join(e->prev, e->next);
	list_add(e, h);
}

static inline void list_move_tail(struct list_head *e, struct list_head *h)
{
	__list_join(e->prev, e->next);
	list_add_tail(e, h);
}

static inline int list_empty(const struct list_head *h)
{
	return h->next == h;
}

static inline int list_is_singular(const struct list_head *h)
{
	return !list_empty(h) && h->next == h->prev;
}

static inline int list_is_last(const struct list_head *e, const struct list_head *h)
{
	return e->next == h;
}

static inline int list_is_first(const struct list_head *e, const struct list_head *h)
{
	return e->prev == h;
}

static inline void list_splice(struct list_head *l, struct list_head *h)
{
	if (list_empty(l))
		return;
	__list_join(l->prev, h->next);
	__list_join(h, l->next);
}

static inline void list_splice_tail(struct list_head *l, struct list_head *h)
{
	if (list_empty(l))
		return;
	__list_join(h->prev, l->next);
	__list_join(l->prev, h);
}

static inline void list_splice_init(struct list_head *l, struct list_head *h)
{
	list_splice(l, h);
	INIT_LIST_HEAD(l);
}

static inline void list_splice_tail_init(struct list_head *l, struct list_head *h)
{
	list_splice_tail(l, h);
	INIT_LIST_HEAD(l);
}

static inline size_t list_count_nodes(struct list_head *h)
{
	struct list_head *e;
	size_t n = 0;

	for (e = h->next; e != h; e = e->next)
		n++;
	return n;
}

#define list_entry(p, T, m)		container_of(p, T, m)
#define list_first_entry(h, T, m)	list_entry((h)->next, T, m)
#define list_last_entry(h, T, m)	list_entry((h)->prev, T, m)
#define list_first_entry_or_null(h, T, m) \
	(list_empty(h) ? NULL : list_first_entry(h, T, m))
#define list_next_entry(e, m)		list_entry((e)->m.next, typeof(*(e)), m)
#define list_prev_entry(e, m)		list_entry((e)->m.prev, typeof(*(e)), m)
#define list_entry_is_head(e, h, m)	(&(e)->m == (h))

#define list_for_each(p, h) \
	for ((p) = (h)->next; (p) != (h); (p) = (p)->next)
#define list_for_each_safe(p, n, h) \
	for ((p) = (h)->next, (n) = (p)->next; (p) != (h); (p) = (n), (n) = (p)->next)
#define list_for_each_entry(e, h, m) \
	for ((e) = list_first_entry(h, typeof(*(e)), m); \
	     !list_entry_is_head(e, h, m); (e) = list_next_entry(e, m))
#define list_for_each_entry_reverse(e, h, m) \
	for ((e) = list_last_entry(h, typeof(*(e)), m); \
	     !list_entry_is_head(e, h, m); (e) = list_prev_entry(e, m))
#define list_for_each_entry_safe(e, n, h, m) \
	for ((e) = list_first_entry(h, typeof(*(e)), m), \
	     (n) = list_next_entry(e, m); \
	     !list_entry_is_head(e, h, m); (e) = (n), (n) = list_next_entry(n, m))
#define list_for_each_entry_continue(e, h, m) \
	for ((e) = list_next_entry(e, m); \
	     !list_entry_is_head(e, h, m); (e) = list_next_entry(e, m))
#define list_for_each_entry_from(e, h, m) \
	for (; !list_entry_is_head(e, h, m); (e) = list_next_entry(e, m))
#define list_for_each_entry_rcu(e, h, m, ...)	list_for_each_entry(e, h, m)
#define list_add_rcu			list_add
#define list_add_tail_rcu		list_add_tail
#define list_del_rcu			list_del

#define HLIST_HEAD_INIT			{ .first = NULL }
#define INIT_HLIST_HEAD(h)		((h)->first = NULL)

static inline void INIT_HLIST_NODE(struct hlist_node *n)
{
	n->next = NULL;
	n->pprev = NULL;
}

static inline int hlist_unhashed(const struct hlist_node *n)
{
	return !n->pprev;
}

static inline int hlist_empty(const struct hlist_head *h)
{
	return !h->first;
}

static inline void hlist_add_head(struct hlist_node *n, struct hlist_head *h)
{
	n->next = h->first;
	if (h->first)
		h->first->pprev = &n->next;
	h->first = n;
	n->pprev = &h->first;
}

static inline void hlist_del(struct hlist_node *n)
{
	*n->pprev = n->next;
	if (n->next)
		n->next->pprev = n->pprev;
	n->next = (struct hlist_node *)LIST_POISON;
	n->pprev = (struct hlist_node **)LIST_POISON;
}

static inline void hlist_del_init(struct hlist_node *n)
{
	if (hlist_unhashed(n))
		return;
	hlist_del(n);
	INIT_HLIST_NODE(n);
}

#define hlist_entry(p, T, m)		container_of(p, T, m)
#define hlist_entry_safe(p, T, m) \
	({ typeof(p) __p = (p); __p ? hlist_entry(__p, T, m) : NULL; })
#define hlist_for_each_entry(e, h, m) \
	for ((e) = hlist_entry_safe((h)->first, typeof(*(e)), m); (e); \
	     (e) = hlist_entry_safe((e)->m.next, typeof(*(e)), m))
#define hlist_for_each_entry_safe(e, n, h, m) \
	for ((e) = hlist_entry_safe((h)->first, typeof(*(e)), m); \
	     (e) && ({ (n) = (e)->m.next; 1; }); \
	     (e) = hlist_entry_safe(n, typeof(*(e)), m))

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* skbuff: frames; whoever writes or reads beyond one ends the run. */
#include <linux/etherdevice.h>
#include <linux/skbuff.h>

#include "harness.h"

enum { BEFORE = NET_SKB_PAD + NET_IP_ALIGN };

struct sk_buff *harness_skb(struct net_device *d, unsigned int length, gfp_t flags)
{
	struct sk_buff *skb = kzalloc(sizeof(*skb), flags);

	if (!skb)
		return NULL;
	skb->head = kmalloc(BEFORE + length, flags);
	if (!skb->head) {
		kfree(skb);
		return NULL;
	}
	skb->dev = d;
	skb->data = skb->tail = skb->head + BEFORE;
	skb->end = skb->data + length;
	return skb;
}

void harness_skb_free(struct sk_buff *skb)
{
	if (!skb)
		return;
	kfree(skb->head);
	kfree(skb);
}

void *skb_put(struct sk_buff *skb, unsigned int n)
{
	unsigned char *at = skb->tail;

	if (n > skb_tailroom(skb))
		harness_bug("skb_put of %u bytes: there is room for %u", n,
			    skb_tailroom(skb));
	skb->tail += n;
	skb->len += n;
	return at;
}

void *skb_push(struct sk_buff *skb, unsigned int n)
{
	if (n > skb_headroom(skb))
		harness_bug("skb_push of %u bytes: there is room for %u", n,
			    skb_headroom(skb));
	skb->data -= n;
	skb->len += n;
	return skb->data;
}

void *skb_pull(struct sk_buff *skb, unsigned int n)
{
	if (n > skb->len)
		return NULL;
	skb->data += n;
	skb->len -= n;
	return skb->data;
}

void skb_trim(struct sk_buff *skb, unsigned int n)
{
	if (n >= skb->len)
		return;
	skb->len = n;
	skb->tail = skb->data + n;
}

void skb_reserve(struct sk_buff *skb, unsigned int n)
{
	if (skb->len || n > skb_tailroom(skb))
		harness_bug("skb_reserve of %u bytes", n);
	skb->data += n;
	skb->tail += n;
}

unsigned int skb_headroom(const struct sk_buff *skb)
{
	return (unsigned int)(skb->data - skb->head);
}

unsigned int skb_tailroom(const struct sk_buff *skb)
{
	return (unsigned int)(skb->end - skb->tail);
}

/* Memory with room for N bytes more. */
static int expand(struct sk_buff *skb, unsigned int n)
{
	unsigned int before = skb_headroom(skb);
	unsigned char *head = kmalloc(before + skb->len + n, GFP_ATOMIC);

	if (!head)
		return -ENOMEM;
	memcpy(head, skb->head, before + skb->len);
	kfree(skb->head);
	skb->head = head;
	skb->data = head + before;
	skb->tail = skb->data + skb->len;
	skb->end = skb->tail + n;
	return 0;
}

int skb_put_padto(struct sk_buff *skb, unsigned int length)
{
	unsigned int more = length > skb->len ? length - skb->len : 0;

	if (more > skb_tailroom(skb) && expand(skb, more)) {
		harness_skb_free(skb);
		return -ENOMEM;
	}
	memset(skb_put(skb, more), 0, more);
	return 0;
}

/* What is left is behind the header, which stays where it is. */
__be16 eth_type_trans(struct sk_buff *skb, struct net_device *d)
{
	skb->dev = d;
	skb->mac = skb->data;
	if (!skb_pull(skb, ETH_HLEN))
		harness_bug("eth_type_trans of %u bytes", skb->len);
	return *(__be16 *)(skb->mac + 2 * ETH_ALEN);
}

u32 ether_crc(int length, const unsigned char *data)
{
	u32 crc = ~0u;
	int bit;

	for (; length--; data++)
		for (bit = 0; bit < 8; bit++)
			crc = crc << 1 ^ ((crc >> 31 ^ *data >> bit) & 1 ? 0x04c11db7u : 0);
	return crc;
}

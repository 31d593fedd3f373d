/* SPDX-License-Identifier: Apache-2.0 */
/* skbuff: frames; each is memory of its own, with no byte to spare behind it. */
#ifndef HARNESS_LINUX_SKBUFF_H
#define HARNESS_LINUX_SKBUFF_H
#include <linux/slab.h>
#include <linux/types.h>
#include <asm/byteorder.h>
struct net_device;
struct sk_buff {
	struct sk_buff *next;		/* while it waits to be sent */
	struct net_device *dev;
	unsigned char *head, *data, *tail, *end, *mac;
	unsigned int len;
	__be16 protocol;
	u8 pkt_type;
	u8 ip_summed;
};
#define CHECKSUM_NONE		0
#define CHECKSUM_UNNECESSARY	1
#define NET_SKB_PAD		64
#define NET_IP_ALIGN		2
struct sk_buff *harness_skb(struct net_device *d, unsigned int length, gfp_t flags);
void harness_skb_free(struct sk_buff *skb);
void *skb_put(struct sk_buff *skb, unsigned int n);
void *skb_push(struct sk_buff *skb, unsigned int n);
void *skb_pull(struct sk_buff *skb, unsigned int n);
void skb_trim(struct sk_buff *skb, unsigned int n);
void skb_reserve(struct sk_buff *skb, unsigned int n);
/* Zeros up to LENGTH; the frame is gone when there is no memory for them. */
int skb_put_padto(struct sk_buff *skb, unsigned int length);
unsigned int skb_headroom(const struct sk_buff *skb);
unsigned int skb_tailroom(const struct sk_buff *skb);
#define skb_headlen(skb)	((skb)->len)
#define skb_put_data(skb, p, n)	memcpy(skb_put(skb, n), p, n)
#define alloc_skb(n, gfp)	harness_skb(NULL, n, gfp)
#define dev_alloc_skb(n)	harness_skb(NULL, n, GFP_ATOMIC)
#define netdev_alloc_skb(d, n)	harness_skb(d, n, GFP_ATOMIC)
#define netdev_alloc_skb_ip_align(d, n)	harness_skb(d, n, GFP_ATOMIC)
#define napi_alloc_skb(napi, n)	harness_skb((napi)->dev, n, GFP_ATOMIC)
#define kfree_skb(skb)		harness_skb_free(skb)
#define consume_skb(skb)	harness_skb_free(skb)
#define dev_kfree_skb(skb)	harness_skb_free(skb)
#define dev_kfree_skb_any(skb)	harness_skb_free(skb)
#define dev_kfree_skb_irq(skb)	harness_skb_free(skb)
#define dev_consume_skb_any(skb)	harness_skb_free(skb)
#define napi_consume_skb(skb, budget)	harness_skb_free(skb)
#endif

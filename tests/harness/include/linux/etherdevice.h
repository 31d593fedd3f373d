/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_LINUX_ETHERDEVICE_H
#define HARNESS_LINUX_ETHERDEVICE_H
#include <linux/crc32.h>
#include <linux/netdevice.h>
#define ETH_MIN_MTU	68
#define ETH_MAX_MTU	0xffffu
struct net_device *alloc_etherdev(int size);
__be16 eth_type_trans(struct sk_buff *skb, struct net_device *d);
int eth_validate_addr(struct net_device *d);
static inline bool is_multicast_ether_addr(const u8 *a) { return a[0] & 1; }
static inline bool is_zero_ether_addr(const u8 *a)
{
	return !(a[0] | a[1] | a[2] | a[3] | a[4] | a[5]);
}
static inline bool is_valid_ether_addr(const u8 *a)
{
	return !is_multicast_ether_addr(a) && !is_zero_ether_addr(a);
}
static inline bool is_broadcast_ether_addr(const u8 *a)
{
	return (a[0] & a[1] & a[2] & a[3] & a[4] & a[5]) == 0xff;
}
static inline bool ether_addr_equal(const u8 *a, const u8 *b)
{
	return !memcmp(a, b, ETH_ALEN);
}
static inline void ether_addr_copy(u8 *to, const u8 *from) { memcpy(to, from, ETH_ALEN); }
static inline void eth_hw_addr_set(struct net_device *d, const u8 *a)
{
	memcpy(d->address, a, ETH_ALEN);
}
static inline int eth_skb_pad(struct sk_buff *skb) { return skb_put_padto(skb, ETH_ZLEN); }
#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* net: what the parts for network devices tell each other. */
#ifndef HARNESS_NET_H
#define HARNESS_NET_H

#include <linux/netdevice.h>

/* ------------------------------------------------------------- net.c: devices */

/* The device of this name, NULL where none is registered; under the RTNL. */
struct net_device *net_find(const char *name);
int net_change_flags(struct net_device *d, unsigned int flags);
unsigned int net_flags(const struct net_device *d);
int net_set_mtu(struct net_device *d, int mtu);
int net_set_address(struct net_device *d, struct sockaddr *a);
/* A multicast address that is to be heard; GLOBAL: a program asks for it. */
int net_mc_add(struct net_device *d, const unsigned char *addr, bool global);
int net_mc_del(struct net_device *d, const unsigned char *addr, bool global);
/* SKB is the device's; 0, or an errno where it was dropped on the way to it. */
int net_send(struct sk_buff *skb);

/* ------------------------------------------------------ packet.c: raw sockets */

/* The device is there, up, down, and gone. */
int packet_device(struct net_device *d);
void packet_device_up(struct net_device *d);
void packet_device_down(struct net_device *d);
void packet_device_gone(struct net_device *d);
/* A frame came in; false: nobody heard it. */
bool packet_receive(const struct sk_buff *skb);

/* --------------------------------------------------------------- ethtool.c */

int ethtool_ioctl(struct net_device *d, void *argument);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* ethtool: user space's structs, and what a driver may offer. */
#include_next <linux/ethtool.h>
#ifndef HARNESS_LINUX_ETHTOOL_H
#define HARNESS_LINUX_ETHTOOL_H
#include <linux/types.h>
struct net_device;
struct kernel_ethtool_ringparam { u32 rx_buf_len; };
struct netlink_ext_ack { const char *_msg; };
struct ethtool_ops {
	void (*get_drvinfo)(struct net_device *d, struct ethtool_drvinfo *info);
	u32 (*get_link)(struct net_device *d);
	int (*get_regs_len)(struct net_device *d);
	void (*get_regs)(struct net_device *d, struct ethtool_regs *regs, void *to);
	void (*get_ringparam)(struct net_device *d, struct ethtool_ringparam *ring,
			      struct kernel_ethtool_ringparam *kernel_ring,
			      struct netlink_ext_ack *extack);
	int (*set_ringparam)(struct net_device *d, struct ethtool_ringparam *ring,
			     struct kernel_ethtool_ringparam *kernel_ring,
			     struct netlink_ext_ack *extack);
	int (*get_sset_count)(struct net_device *d, int set);
	void (*get_strings)(struct net_device *d, u32 set, u8 *to);
	void (*get_ethtool_stats)(struct net_device *d, struct ethtool_stats *stats,
				  u64 *to);
};
u32 ethtool_op_get_link(struct net_device *d);
#endif

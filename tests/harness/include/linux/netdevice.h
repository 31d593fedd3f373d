/* SPDX-License-Identifier: Apache-2.0 */
/*
 * netdevice: network devices, with one queue to send and a poll (NAPI) to receive.
 */
#ifndef HARNESS_LINUX_NETDEVICE_H
#define HARNESS_LINUX_NETDEVICE_H
#include <linux/device.h>
#include <linux/interrupt.h>
#include <linux/list.h>
#include <linux/mm.h>
#include <linux/rtnetlink.h>
#include <linux/skbuff.h>
#include <linux/spinlock.h>
#include <linux/timer.h>
#include <linux/workqueue.h>
#include <linux/if.h>
#include <linux/if_ether.h>

struct net_device;
struct ethtool_ops;

typedef enum netdev_tx { NETDEV_TX_OK = 0, NETDEV_TX_BUSY = 0x10 } netdev_tx_t;

struct net_device_stats {
	unsigned long rx_packets, tx_packets, rx_bytes, tx_bytes;
	unsigned long rx_errors, tx_errors, rx_dropped, tx_dropped;
	unsigned long multicast, collisions;
	unsigned long rx_length_errors, rx_over_errors, rx_crc_errors, rx_frame_errors;
	unsigned long rx_fifo_errors, rx_missed_errors;
	unsigned long tx_aborted_errors, tx_carrier_errors, tx_fifo_errors;
	unsigned long tx_heartbeat_errors, tx_window_errors;
};

struct netdev_hw_addr {
	struct list_head list;
	unsigned char addr[ETH_ALEN];
	bool global;		/* a program asked for it */
	int refs;
};

struct netdev_hw_addr_list {
	struct list_head list;
	int count;
};

struct net_device_ops {
	int (*ndo_open)(struct net_device *d);
	int (*ndo_stop)(struct net_device *d);
	netdev_tx_t (*ndo_start_xmit)(struct sk_buff *skb, struct net_device *d);
	void (*ndo_set_rx_mode)(struct net_device *d);
	int (*ndo_set_mac_address)(struct net_device *d, void *address);
	int (*ndo_validate_addr)(struct net_device *d);
	int (*ndo_change_mtu)(struct net_device *d, int mtu);
	void (*ndo_tx_timeout)(struct net_device *d, unsigned int queue);
};

struct napi_struct {
	struct net_device *dev;
	int (*poll)(struct napi_struct *n, int budget);
	bool scheduled, missed, disabled;
};

struct net_device {
	char name[IFNAMSIZ];
	struct device dev;
	const struct net_device_ops *netdev_ops;
	const struct ethtool_ops *ethtool_ops;
	struct net_device_stats stats;
	unsigned int flags;
	unsigned int mtu, min_mtu, max_mtu;
	unsigned short type, hard_header_len;
	unsigned char addr_len;
	const unsigned char *dev_addr;
	int watchdog_timeo;
	unsigned int tx_queue_len;
	struct netdev_hw_addr_list mc;

	/* what is the harness' own */
	unsigned char address[ETH_ALEN];
	bool registered, running, carrier, stopped;
	bool active;			/* frames go to the driver, not to nowhere */
	unsigned short asked;		/* flags that programs set */
	int promiscuity, allmulti;
	unsigned long unheard;		/* frames that nobody received */
	unsigned long sent_at;		/* jiffies */
	spinlock_t addr_lock, tx_lock;
	struct sk_buff *first, **last;	/* to be sent */
	unsigned int waiting;
	struct timer_list watchdog;
	struct work_struct link_work;
	/* and behind it, what is the driver's */
};

#define to_net_dev(d)		container_of(d, struct net_device, dev)
#define NETDEV_ALIGN		32
#define netdev_priv(d) \
	((void *)((char *)(d) + ALIGN(sizeof(struct net_device), NETDEV_ALIGN)))
#define SET_NETDEV_DEV(d, p)	((d)->dev.parent = (p))
#define NAPI_POLL_WEIGHT	64

int register_netdev(struct net_device *d);
void unregister_netdev(struct net_device *d);
void free_netdev(struct net_device *d);

void netif_stop_queue(struct net_device *d);
void netif_wake_queue(struct net_device *d);
void netif_tx_disable(struct net_device *d);
static inline bool netif_queue_stopped(const struct net_device *d) { return d->stopped; }
static inline bool netif_running(const struct net_device *d) { return d->running; }
void netif_carrier_on(struct net_device *d);
void netif_carrier_off(struct net_device *d);
static inline bool netif_carrier_ok(const struct net_device *d) { return d->carrier; }
#define netif_addr_lock_bh(d)	spin_lock_bh(&(d)->addr_lock)
#define netif_addr_unlock_bh(d)	spin_unlock_bh(&(d)->addr_lock)
#define netdev_for_each_mc_addr(ha, d)	list_for_each_entry(ha, &(d)->mc.list, list)
#define netdev_mc_count(d)	((d)->mc.count)
#define netdev_mc_empty(d)	(!(d)->mc.count)

void netif_napi_add(struct net_device *d, struct napi_struct *n,
		    int (*poll)(struct napi_struct *n, int budget));
void napi_enable(struct napi_struct *n);
void napi_disable(struct napi_struct *n);
bool napi_schedule_prep(struct napi_struct *n);
void __napi_schedule(struct napi_struct *n);
bool napi_schedule(struct napi_struct *n);
bool napi_complete_done(struct napi_struct *n, int done);
#define napi_complete(n)	napi_complete_done(n, 0)
#define __napi_schedule_irqoff(n)	__napi_schedule(n)
#define napi_schedule_irqoff(n)	napi_schedule(n)
int netif_receive_skb(struct sk_buff *skb);
#define napi_gro_receive(n, skb)	netif_receive_skb(skb)

#define netdev_name(d)		((d)->name)
#define netdev_printk(level, d, f, ...) \
	harness_dev_printk(level, (d)->dev.parent, "%s: " f, (d)->name, ##__VA_ARGS__)
#define netdev_crit(d, f, ...)	netdev_printk("<2>", d, f, ##__VA_ARGS__)
#define netdev_err(d, f, ...)	netdev_printk("<3>", d, f, ##__VA_ARGS__)
#define netdev_warn(d, f, ...)	netdev_printk("<4>", d, f, ##__VA_ARGS__)
#define netdev_info(d, f, ...)	netdev_printk("<6>", d, f, ##__VA_ARGS__)
#define netdev_dbg(d, f, ...)	((void)(d))
#endif

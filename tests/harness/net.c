/* SPDX-License-Identifier: Apache-2.0 */
/*
 * net: network devices: up and down, the queue of frames to be sent, the poll that
 * receives, the link, and what sysfs tells of all this.
 */
#include <linux/etherdevice.h>
#include <linux/ethtool.h>
#include <linux/mutex.h>
#include <linux/netdevice.h>
#include <linux/rtnetlink.h>

#include "harness.h"
#include "net.h"

static DEFINE_MUTEX(rtnl);
static struct net_device *registered;	/* the one there may be */

void rtnl_lock(void)
{
	mutex_lock(&rtnl);
}

void rtnl_unlock(void)
{
	mutex_unlock(&rtnl);
}

struct net_device *net_find(const char *name)
{
	return registered && !strcmp(registered->name, name) ? registered : NULL;
}

/* -------------------------------------------------------------------- sending */

/* Frames wait while the driver has stopped the queue. */
static void run_queue(void *p)
{
	struct net_device *d = p;
	struct sk_buff *skb;

	spin_lock_bh(&d->tx_lock);
	while (d->first && !d->stopped) {
		skb = d->first;
		d->first = skb->next;
		if (!d->first)
			d->last = &d->first;
		d->waiting--;
		skb->next = NULL;
		d->sent_at = jiffies;
		if (d->netdev_ops->ndo_start_xmit(skb, d) != NETDEV_TX_OK)
			harness_bug("a driver that is busy with its queue open");
	}
	spin_unlock_bh(&d->tx_lock);
}

/* Where no link is, frames go to nowhere, which is no error. */
int net_send(struct sk_buff *skb)
{
	struct net_device *d = skb->dev;

	if (!d->active) {
		kfree_skb(skb);
		return 0;
	}
	if (d->waiting >= d->tx_queue_len) {
		kfree_skb(skb);
		return -ENOBUFS;
	}
	*d->last = skb;
	d->last = &skb->next;
	d->waiting++;
	run_queue(d);
	return 0;
}

static void drop_queue(struct net_device *d)
{
	struct sk_buff *skb;

	while ((skb = d->first)) {
		d->first = skb->next;
		kfree_skb(skb);
	}
	d->last = &d->first;
	d->waiting = 0;
}

void netif_stop_queue(struct net_device *d)
{
	d->stopped = true;
}

void netif_wake_queue(struct net_device *d)
{
	if (!d->stopped)
		return;
	d->stopped = false;
	if (d->first)
		sync_softirq(run_queue, d);
}

void netif_tx_disable(struct net_device *d)
{
	spin_lock_bh(&d->tx_lock);
	netif_stop_queue(d);
	spin_unlock_bh(&d->tx_lock);
}

static void start_watch(struct net_device *d)
{
	if (d->netdev_ops->ndo_tx_timeout)
		mod_timer(&d->watchdog, jiffies + (unsigned long)d->watchdog_timeo);
}

/* A queue that stays stopped is the driver's to deal with. */
static void watch(struct timer_list *t)
{
	struct net_device *d = from_timer(d, t, watchdog);
	unsigned long late = d->sent_at + (unsigned long)d->watchdog_timeo;

	if (!d->active || !d->running || !d->carrier)
		return;
	if (d->stopped && time_after(jiffies, late)) {
		netdev_crit(d, "NETDEV WATCHDOG: transmit queue 0 timed out\n");
		d->netdev_ops->ndo_tx_timeout(d, 0);
	}
	start_watch(d);
}

/* ----------------------------------------------------------------------- link */

static void activate(struct net_device *d)
{
	if (!d->carrier || d->active)
		return;
	d->active = true;
	d->sent_at = jiffies;
	start_watch(d);
}

static void deactivate(struct net_device *d)
{
	d->active = false;
	del_timer_sync(&d->watchdog);
	drop_queue(d);
}

/* What the link means for the queue is seen to later. */
static void link_work(struct work_struct *w)
{
	struct net_device *d = container_of(w, struct net_device, link_work);

	rtnl_lock();
	if (d->flags & IFF_UP) {
		if (d->carrier)
			activate(d);
		else
			deactivate(d);
	}
	rtnl_unlock();
}

static void set_carrier(struct net_device *d, bool on)
{
	if (d->carrier == on)
		return;
	d->carrier = on;
	if (!d->registered)
		return;
	event("carrier %s", on ? "on" : "off");
	schedule_work(&d->link_work);
	if (on && d->running)
		start_watch(d);
}

void netif_carrier_on(struct net_device *d)
{
	set_carrier(d, true);
}

void netif_carrier_off(struct net_device *d)
{
	set_carrier(d, false);
}

/* ----------------------------------------------------------------------- poll */

void netif_napi_add(struct net_device *d, struct napi_struct *n,
		    int (*poll)(struct napi_struct *n, int budget))
{
	/* As if it were at work: it has to be enabled. */
	*n = (struct napi_struct){ .dev = d, .poll = poll, .scheduled = true,
				   .disabled = true };
}

void napi_enable(struct napi_struct *n)
{
	if (!n->disabled)
		harness_bug("napi_enable of a poll that is enabled");
	n->scheduled = n->missed = n->disabled = false;
}

void napi_disable(struct napi_struct *n)
{
	harness_might_sleep();
	if (n->scheduled)
		harness_bug("napi_disable waits for ever");
	n->scheduled = n->disabled = true;
}

static void poll(void *p)
{
	struct napi_struct *n = p;
	int done = n->poll(n, NAPI_POLL_WEIGHT);

	if (done > NAPI_POLL_WEIGHT)
		harness_bug("a poll of %d frames", done);
	if (done == NAPI_POLL_WEIGHT)
		sync_softirq(poll, n);
}

bool napi_schedule_prep(struct napi_struct *n)
{
	if (n->disabled)
		return false;
	n->missed = n->scheduled;
	n->scheduled = true;
	return !n->missed;
}

void __napi_schedule(struct napi_struct *n)
{
	sync_softirq(poll, n);
}

bool napi_schedule(struct napi_struct *n)
{
	bool mine = napi_schedule_prep(n);

	if (mine)
		__napi_schedule(n);
	return mine;
}

bool napi_complete_done(struct napi_struct *n, int done)
{
	(void)done;
	if (!n->missed) {
		n->scheduled = false;
		return true;
	}
	n->missed = false;
	__napi_schedule(n);
	return false;
}

int netif_receive_skb(struct sk_buff *skb)
{
	skb_push(skb, (unsigned int)(skb->data - skb->mac));
	event("up: %u bytes", skb->len);
	if (!packet_receive(skb))
		skb->dev->unheard++;
	kfree_skb(skb);
	return 0;
}

/* ----------------------------------------------------------------- addresses */

static void set_rx_mode(struct net_device *d)
{
	if (!(d->flags & IFF_UP) || !d->netdev_ops->ndo_set_rx_mode)
		return;
	netif_addr_lock_bh(d);
	d->netdev_ops->ndo_set_rx_mode(d);
	netif_addr_unlock_bh(d);
}

static struct netdev_hw_addr *mc_find(struct net_device *d, const unsigned char *addr)
{
	struct netdev_hw_addr *ha;

	netdev_for_each_mc_addr(ha, d)
		if (ether_addr_equal(ha->addr, addr))
			return ha;
	return NULL;
}

static struct netdev_hw_addr *mc_new(struct net_device *d, const unsigned char *addr)
{
	struct netdev_hw_addr *ha = kzalloc(sizeof(*ha), GFP_ATOMIC);

	if (!ha)
		return NULL;
	ether_addr_copy(ha->addr, addr);
	list_add_tail(&ha->list, &d->mc.list);
	d->mc.count++;
	return ha;
}

int net_mc_add(struct net_device *d, const unsigned char *addr, bool global)
{
	struct netdev_hw_addr *ha = mc_find(d, addr);

	if (ha && global && ha->global)
		return 0;
	if (!ha)
		ha = mc_new(d, addr);
	if (!ha)
		return -ENOMEM;
	ha->refs++;
	ha->global |= global;
	set_rx_mode(d);
	return 0;
}

static void mc_free(struct net_device *d, struct netdev_hw_addr *ha)
{
	list_del(&ha->list);
	d->mc.count--;
	kfree(ha);
}

int net_mc_del(struct net_device *d, const unsigned char *addr, bool global)
{
	struct netdev_hw_addr *ha = mc_find(d, addr);

	if (!ha || (global && !ha->global))
		return -ENOENT;
	if (global)
		ha->global = false;
	if (!--ha->refs)
		mc_free(d, ha);
	set_rx_mode(d);
	return 0;
}

int eth_validate_addr(struct net_device *d)
{
	return is_valid_ether_addr(d->dev_addr) ? 0 : -EADDRNOTAVAIL;
}

int net_set_address(struct net_device *d, struct sockaddr *a)
{
	if (!d->netdev_ops->ndo_set_mac_address)
		return -EOPNOTSUPP;
	if (a->sa_family != d->type)
		return -EINVAL;
	if (ether_addr_equal(d->dev_addr, (const u8 *)a->sa_data))
		return 0;
	return d->netdev_ops->ndo_set_mac_address(d, a);
}

/* ---------------------------------------------------------------- up and down */

/* IPv4 listens to all hosts of the network. */
static const unsigned char all_hosts[ETH_ALEN] = { 1, 0, 0x5e, 0, 0, 1 };

static int open_device(struct net_device *d)
{
	const struct net_device_ops *ops = d->netdev_ops;
	int err;

	d->running = true;
	err = ops->ndo_validate_addr ? ops->ndo_validate_addr(d) : 0;
	if (!err)
		err = ops->ndo_open(d);
	if (err) {
		d->running = false;
		return err;
	}
	event("%s is up", d->name);
	d->flags |= IFF_UP;
	set_rx_mode(d);
	activate(d);
	packet_device_up(d);
	net_mc_add(d, all_hosts, false);
	return 0;
}

static void close_device(struct net_device *d)
{
	d->running = false;
	deactivate(d);
	d->netdev_ops->ndo_stop(d);
	d->flags &= ~(unsigned int)IFF_UP;
	event("%s is down", d->name);
	net_mc_del(d, all_hosts, false);
	packet_device_down(d);
}

/* One more, or less, that wants FLAG; COUNT says how many do. */
static void count_flag(struct net_device *d, unsigned int flag, int *count, bool more)
{
	unsigned int was = d->flags;

	*count += more ? 1 : -1;
	d->asked ^= (unsigned short)flag;
	d->flags = *count ? d->flags | flag : d->flags & ~flag;
	if (d->flags != was)
		set_rx_mode(d);
}

int net_change_flags(struct net_device *d, unsigned int flags)
{
	bool was_up = d->flags & IFF_UP;
	int err = 0;

	set_rx_mode(d);
	if (!(flags & IFF_UP) && was_up)
		close_device(d);
	if (flags & IFF_UP && !was_up)
		err = open_device(d);
	if ((flags ^ d->asked) & IFF_PROMISC)
		count_flag(d, IFF_PROMISC, &d->promiscuity, flags & IFF_PROMISC);
	if ((flags ^ d->asked) & IFF_ALLMULTI)
		count_flag(d, IFF_ALLMULTI, &d->allmulti, flags & IFF_ALLMULTI);
	return err;
}

unsigned int net_flags(const struct net_device *d)
{
	unsigned int both = IFF_PROMISC | IFF_ALLMULTI;

	return (d->flags & ~both) | (d->asked & both) |
	       (d->running && d->carrier ? IFF_RUNNING : 0);
}

int net_set_mtu(struct net_device *d, int mtu)
{
	int err = 0;

	if (mtu == (int)d->mtu)
		return 0;
	if (mtu < (int)d->min_mtu || mtu > (int)d->max_mtu)
		return -EINVAL;
	if (d->netdev_ops->ndo_change_mtu)
		err = d->netdev_ops->ndo_change_mtu(d, mtu);
	else
		d->mtu = (unsigned int)mtu;
	return err;
}

/* ---------------------------------------------------------------------- sysfs */

static ssize_t mtu_show(struct device *dev, struct device_attribute *a, char *to)
{
	(void)a;
	return harness_sprintf(to, "%u\n", to_net_dev(dev)->mtu);
}
static DEVICE_ATTR_RO(mtu);

static ssize_t address_show(struct device *dev, struct device_attribute *a, char *to)
{
	const unsigned char *m = to_net_dev(dev)->dev_addr;

	(void)a;
	return harness_sprintf(to, "%02x:%02x:%02x:%02x:%02x:%02x\n", m[0], m[1], m[2],
			       m[3], m[4], m[5]);
}
static DEVICE_ATTR_RO(address);

static ssize_t carrier_show(struct device *dev, struct device_attribute *a, char *to)
{
	struct net_device *d = to_net_dev(dev);

	(void)a;
	if (!d->running)
		return -EINVAL;
	return harness_sprintf(to, "%d\n", d->carrier);
}
static DEVICE_ATTR_RO(carrier);

#define STATISTIC(name, more) \
static ssize_t name##_show(struct device *dev, struct device_attribute *a, char *to) \
{ \
	struct net_device *d = to_net_dev(dev); \
\
	(void)a; \
	return harness_sprintf(to, "%lu\n", d->stats.name + (more)); \
} \
static DEVICE_ATTR_RO(name)

STATISTIC(rx_packets, 0);
STATISTIC(tx_packets, 0);
STATISTIC(rx_bytes, 0);
STATISTIC(tx_bytes, 0);
STATISTIC(rx_errors, 0);
STATISTIC(tx_errors, 0);
STATISTIC(rx_dropped, d->unheard);
STATISTIC(tx_dropped, 0);
STATISTIC(multicast, 0);
STATISTIC(rx_length_errors, 0);

static struct attribute *plain[] = {
	&dev_attr_mtu.attr, &dev_attr_address.attr, &dev_attr_carrier.attr, NULL,
};

static struct attribute *statistics[] = {
	&dev_attr_rx_packets.attr, &dev_attr_tx_packets.attr, &dev_attr_rx_bytes.attr,
	&dev_attr_tx_bytes.attr, &dev_attr_rx_errors.attr, &dev_attr_tx_errors.attr,
	&dev_attr_rx_dropped.attr, &dev_attr_tx_dropped.attr, &dev_attr_multicast.attr,
	&dev_attr_rx_length_errors.attr, NULL,
};

static const struct attribute_group plain_group = { .attrs = plain };
static const struct attribute_group statistics_group = {
	.name = "statistics", .attrs = statistics,
};
static const struct attribute_group *groups[] = {
	&plain_group, &statistics_group, NULL,
};

/* --------------------------------------------------------------------- devices */

struct net_device *alloc_etherdev(int size)
{
	struct net_device *d = kzalloc(ALIGN(sizeof(*d), NETDEV_ALIGN) + (size_t)size,
				       GFP_KERNEL);

	if (!d)
		return NULL;
	strcpy(d->name, "eth%d");
	d->dev.users = 1;
	d->flags = IFF_BROADCAST | IFF_MULTICAST;
	d->mtu = d->max_mtu = ETH_DATA_LEN;
	d->min_mtu = ETH_MIN_MTU;
	d->type = 1;
	d->hard_header_len = ETH_HLEN;
	d->addr_len = ETH_ALEN;
	d->dev_addr = d->address;
	d->tx_queue_len = 1000;
	d->carrier = true;
	d->last = &d->first;
	INIT_LIST_HEAD(&d->mc.list);
	timer_setup(&d->watchdog, watch, 0);
	INIT_WORK(&d->link_work, link_work);
	return d;
}

void free_netdev(struct net_device *d)
{
	if (d->registered)
		harness_bug("free_netdev of a device that is registered");
	kfree(d);
}

/* The only device of its kind has number 0. */
static void name_device(struct net_device *d)
{
	char *number = strstr(d->name, "%d");

	if (number)
		strcpy(number, "0");
}

int register_netdev(struct net_device *d)
{
	harness_might_sleep();
	if (fault_here(FAULT_CALL))
		return -ENOMEM;
	name_device(d);
	rtnl_lock();
	harness_strscpy(d->dev.name, d->name, sizeof(d->dev.name));
	harness_folder(&d->dev, groups, "class/net/%s", d->name);
	d->registered = true;
	registered = d;
	packet_device(d);
	event("network device %s", d->name);
	rtnl_unlock();
	return 0;
}

void unregister_netdev(struct net_device *d)
{
	struct netdev_hw_addr *ha, *next;

	rtnl_lock();
	if (d->flags & IFF_UP)
		close_device(d);
	packet_device_gone(d);
	list_for_each_entry_safe(ha, next, &d->mc.list, list)
		mc_free(d, ha);
	harness_folder_remove(&d->dev);
	d->registered = false;
	registered = NULL;
	event("network device %s is gone", d->name);
	rtnl_unlock();
	cancel_work_sync(&d->link_work);
}

// SPDX-License-Identifier: GPL-2.0
/*
 * ringnet - network device with a ring of descriptors for each direction
 *
 * A frame is one descriptor.  Software owns a descriptor unless RN_DESC_OWN is
 * set, gives new ones by moving the tail register on, and always leaves one
 * unused: a ring whose tail is where the device stands is empty.
 *
 * Life of a buffer:
 *
 *  - A frame to be sent belongs to its slot of the ring until the poll sees that
 *    the device is done with it, or the ring is thrown away.
 *  - A buffer for receiving belongs to its slot until a frame in it goes up the
 *    stack.  Small frames are copied and leave the buffer where it is.
 *
 * What changes the rings runs under the RTNL with the poll disabled and the
 * queue stopped; tx_lock is for what the poll and the sender share.
 */

#include <linux/crc32.h>
#include <linux/dma-mapping.h>
#include <linux/err.h>
#include <linux/etherdevice.h>
#include <linux/ethtool.h>
#include <linux/interrupt.h>
#include <linux/io.h>
#include <linux/iopoll.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/netdevice.h>
#include <linux/platform_device.h>
#include <linux/rtnetlink.h>
#include <linux/skbuff.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/string.h>
#include <linux/timer.h>
#include <linux/workqueue.h>

#define RN_ID			0x00
#define  RN_ID_MAGIC		0x524e0000	/* the revision is below */
#define RN_CTRL			0x04
#define  RN_CTRL_ENABLE		0x01
#define  RN_CTRL_RESET		0x02
#define  RN_CTRL_POWER		0x10	/* only ID and CTRL work without */
#define RN_STATUS		0x08
#define  RN_STATUS_READY	0x01
#define  RN_STATUS_LINK		0x02
#define RN_MAC_LO		0x0c
#define RN_MAC_HI		0x10
#define RN_HASH(i)		(0x14 + 4 * (i))
#define RN_IRQ			0x1c	/* write 1 to clear */
#define RN_MASK			0x20	/* 1 lets through */
#define  RN_IRQ_TX		0x01
#define  RN_IRQ_RX		0x02
#define  RN_IRQ_LINK		0x04
#define  RN_IRQ_ERROR		0x08
#define  RN_IRQ_ALL		0x0f
#define RN_RX_SIZE		0x24	/* of each buffer */
#define RN_FILTER		0x28
#define  RN_FILTER_PROMISC	0x01
#define  RN_FILTER_ALLMULTI	0x02
#define RN_TX			0x30
#define RN_RX			0x40
#define  RN_RING_LO		0x0
#define  RN_RING_HI		0x4
#define  RN_RING_COUNT		0x8
#define  RN_RING_TAIL		0xc
#define RN_MISSED		0x50	/* these two are cleared by reading */
#define RN_FILTERED		0x54

/* Registers below this may be read at any time. */
#define RN_REGS_DUMP		0x50

#define RN_DESC_OWN		0x8000
#define RN_DESC_ERROR		0x4000
#define RN_DESC_MULTICAST	0x0001

#define RN_MIN_RING		8
#define RN_MAX_RING		1024
#define RN_DEFAULT_RING		64
#define RN_MAX_MTU		9000
#define RN_WATCHDOG		HZ
#define RN_REFILL_DELAY		(HZ / 20)
#define RN_HASH_WORDS		2
#define RN_SIZE_CLASSES		5

struct rn_desc {
	__le64 addr;
	__le16 len;
	__le16 flags;
	__le32 reserved;
};

struct rn_buf {
	struct sk_buff *skb;
	dma_addr_t dma;
	unsigned int len;		/* mapped */
};

struct rn_ring {
	struct rn_desc *desc;
	dma_addr_t dma;
	unsigned int count;		/* a power of two */
	unsigned int next;		/* goes to the device next */
	unsigned int clean;		/* comes back from it next */
	unsigned int buf_len;		/* receiving only */
	enum dma_data_direction dir;
	struct rn_buf bufs[];
};

struct rn_counters {
	u64 tx_timeouts;
	u64 tx_stopped;
	u64 rx_copied;
	u64 rx_alloc_failed;
	u64 rx_starved;
	u64 link_changes;
	u64 resets;
	u64 missed;
	u64 filtered;
	u64 sizes[RN_SIZE_CLASSES];	/* frames received */
};

struct rn_priv {
	struct net_device *ndev;
	struct device *dev;
	void __iomem *regs;
	int irq;

	struct mutex power_lock;	/* power_users */
	int power_users;

	spinlock_t tx_lock;		/* indices of tx */
	struct rn_ring *tx;
	struct rn_ring *rx;
	unsigned int tx_count;		/* for the next rings */
	unsigned int rx_count;

	struct napi_struct napi;
	struct timer_list refill;
	struct work_struct reset_work;
	struct rn_counters counters;
};

static unsigned int copybreak = 128;
module_param(copybreak, uint, 0444);
MODULE_PARM_DESC(copybreak, "Frames up to this size are copied");

static u32 rn_read(struct rn_priv *rn, unsigned int reg)
{
	return readl(rn->regs + reg);
}

static void rn_write(struct rn_priv *rn, unsigned int reg, u32 value)
{
	writel(value, rn->regs + reg);
}

/* Power: the device sleeps while nobody needs its registers. */

static void rn_power_get(struct rn_priv *rn)
{
	mutex_lock(&rn->power_lock);
	if (rn->power_users++ == 0)
		rn_write(rn, RN_CTRL, RN_CTRL_POWER);
	mutex_unlock(&rn->power_lock);
}

static void rn_power_put(struct rn_priv *rn)
{
	mutex_lock(&rn->power_lock);
	if (--rn->power_users == 0)
		rn_write(rn, RN_CTRL, 0);
	mutex_unlock(&rn->power_lock);
}

/* Rings */

static struct rn_ring *rn_ring_new(struct rn_priv *rn, unsigned int count,
				   enum dma_data_direction dir)
{
	struct rn_ring *ring;

	ring = kzalloc(sizeof(*ring) + count * sizeof(struct rn_buf),
		       GFP_KERNEL);
	if (!ring)
		return NULL;

	ring->desc = dma_alloc_coherent(rn->dev,
					count * sizeof(struct rn_desc),
					&ring->dma, GFP_KERNEL);
	if (!ring->desc) {
		kfree(ring);
		return NULL;
	}
	ring->count = count;
	ring->dir = dir;
	return ring;
}

static unsigned int rn_ring_after(const struct rn_ring *ring, unsigned int i)
{
	return (i + 1) & (ring->count - 1);
}

static unsigned int rn_ring_room(const struct rn_ring *ring)
{
	return (ring->clean - ring->next - 1) & (ring->count - 1);
}

/* The frame of a slot, which is the caller's now. */
static struct sk_buff *rn_buf_take(struct rn_priv *rn, struct rn_ring *ring,
				   struct rn_buf *buf)
{
	struct sk_buff *skb = buf->skb;

	dma_unmap_single(rn->dev, buf->dma, buf->len, ring->dir);
	buf->skb = NULL;
	return skb;
}

static int rn_buf_map(struct rn_priv *rn, struct rn_ring *ring,
		      struct rn_buf *buf, struct sk_buff *skb, unsigned int len)
{
	dma_addr_t dma;

	dma = dma_map_single(rn->dev, skb->data, len, ring->dir);
	if (dma_mapping_error(rn->dev, dma))
		return -ENOMEM;

	buf->skb = skb;
	buf->dma = dma;
	buf->len = len;
	return 0;
}

static void rn_ring_drain(struct rn_priv *rn, struct rn_ring *ring)
{
	struct rn_buf *buf = ring->bufs;
	unsigned int left = ring->count;

	while (left--) {
		if (buf->skb)
			dev_kfree_skb_any(rn_buf_take(rn, ring, buf));
		buf++;
	}
}

static void rn_ring_free(struct rn_priv *rn, struct rn_ring *ring)
{
	rn_ring_drain(rn, ring);
	dma_free_coherent(rn->dev, ring->count * sizeof(*ring->desc),
			  ring->desc, ring->dma);
	kfree(ring);
}

static void rn_ring_rewind(struct rn_ring *ring)
{
	memset(ring->desc, 0, ring->count * sizeof(*ring->desc));
	ring->next = 0;
	ring->clean = 0;
}

static void rn_ring_arm(struct rn_ring *ring, unsigned int len)
{
	struct rn_desc *desc = ring->desc + ring->next;

	desc->addr = cpu_to_le64(ring->bufs[ring->next].dma);
	desc->len = cpu_to_le16(len);
	dma_wmb();
	desc->flags = cpu_to_le16(RN_DESC_OWN);
	ring->next = rn_ring_after(ring, ring->next);
}

static int rn_rx_alloc(struct rn_priv *rn, struct rn_ring *ring,
		       struct rn_buf *buf)
{
	struct sk_buff *skb;
	int ret;

	skb = netdev_alloc_skb_ip_align(rn->ndev, ring->buf_len);
	if (!skb)
		return -ENOMEM;

	ret = rn_buf_map(rn, ring, buf, skb, ring->buf_len);
	if (ret)
		dev_kfree_skb_any(skb);
	return ret;
}

/* Give the device all the buffers that the ring has room for. */
static int rn_rx_fill(struct rn_priv *rn, struct rn_ring *ring)
{
	struct rn_buf *buf;
	int ret;

	while (rn_ring_room(ring)) {
		buf = &ring->bufs[ring->next];
		if (!buf->skb) {
			ret = rn_rx_alloc(rn, ring, buf);
			if (ret)
				return ret;
		}
		rn_ring_arm(ring, ring->buf_len);
	}
	return 0;
}

static struct rn_ring *rn_rx_ring_new(struct rn_priv *rn, unsigned int count,
				      unsigned int mtu)
{
	struct rn_ring *ring;

	ring = rn_ring_new(rn, count, DMA_FROM_DEVICE);
	if (!ring)
		return NULL;
	ring->buf_len = ETH_HLEN + mtu;

	/* A few buffers are enough to start with. */
	if (rn_rx_fill(rn, ring) && ring->next == 0) {
		rn_ring_free(rn, ring);
		return NULL;
	}
	return ring;
}

/* Hardware */

static void rn_write_mac(struct rn_priv *rn)
{
	const u8 *mac = rn->ndev->dev_addr;

	rn_write(rn, RN_MAC_LO, mac[0] | mac[1] << 8 | mac[2] << 16 |
				(u32)mac[3] << 24);
	rn_write(rn, RN_MAC_HI, mac[4] | mac[5] << 8);
}

static void rn_read_mac(struct rn_priv *rn, u8 *mac)
{
	u32 value = rn_read(rn, RN_MAC_LO);
	int i;

	for (i = 0; i < 4; i++, value >>= 8)
		*mac++ = value;
	value = rn_read(rn, RN_MAC_HI);
	*mac++ = value;
	*mac++ = value >> 8;
}

static void rn_write_ring(struct rn_priv *rn, unsigned int reg,
			  const struct rn_ring *ring)
{
	rn_write(rn, reg + RN_RING_LO, lower_32_bits(ring->dma));
	rn_write(rn, reg + RN_RING_HI, upper_32_bits(ring->dma));
	rn_write(rn, reg + RN_RING_COUNT, ring->count);
	rn_write(rn, reg + RN_RING_TAIL, ring->next);
}

/* Called with the address lock held. */
static void rn_set_rx_mode(struct net_device *ndev)
{
	struct rn_priv *rn = netdev_priv(ndev);
	u32 hash[RN_HASH_WORDS] = { 0 };
	struct netdev_hw_addr *ha;
	u32 filter = 0;
	u32 bit;
	int i;

	if (ndev->flags & IFF_PROMISC)
		filter |= RN_FILTER_PROMISC;
	if (ndev->flags & IFF_ALLMULTI)
		filter |= RN_FILTER_ALLMULTI;

	netdev_for_each_mc_addr(ha, ndev) {
		bit = ether_crc(ETH_ALEN, ha->addr) >> 26;
		hash[bit >> 5] |= 1U << (bit & 31);
	}
	for (i = 0; i < RN_HASH_WORDS; i++)
		rn_write(rn, RN_HASH(i), hash[i]);
	rn_write(rn, RN_FILTER, filter);
}

/* Reset, and start with the rings as they are.  No interrupts come yet. */
static int rn_hw_start(struct rn_priv *rn)
{
	u32 status;
	int ret;

	rn_write(rn, RN_CTRL, RN_CTRL_POWER | RN_CTRL_RESET);
	ret = readl_poll_timeout(rn->regs + RN_STATUS, status,
				 status & RN_STATUS_READY, 20, 20000);
	if (ret) {
		netdev_err(rn->ndev, "not ready after reset\n");
		return ret;
	}

	rn_write_mac(rn);
	netif_addr_lock_bh(rn->ndev);
	rn_set_rx_mode(rn->ndev);
	netif_addr_unlock_bh(rn->ndev);

	rn_write(rn, RN_RX_SIZE, rn->rx->buf_len);
	rn_write_ring(rn, RN_TX, rn->tx);
	rn_write_ring(rn, RN_RX, rn->rx);
	rn_write(rn, RN_CTRL, RN_CTRL_POWER | RN_CTRL_ENABLE);
	return 0;
}

/* After this the device leaves the memory of the rings alone. */
static void rn_hw_stop(struct rn_priv *rn)
{
	rn_write(rn, RN_CTRL, RN_CTRL_POWER);
	rn_read(rn, RN_CTRL);
}

static void rn_fetch_counters(struct rn_priv *rn)
{
	rn->counters.missed += rn_read(rn, RN_MISSED);
	rn->counters.filtered += rn_read(rn, RN_FILTERED);
}

static void rn_update_link(struct rn_priv *rn)
{
	bool up = rn_read(rn, RN_STATUS) & RN_STATUS_LINK;

	if (up == netif_carrier_ok(rn->ndev))
		return;

	rn->counters.link_changes++;
	if (up)
		netif_carrier_on(rn->ndev);
	else
		netif_carrier_off(rn->ndev);
	netdev_info(rn->ndev, "link %s\n", up ? "up" : "down");
}

/* Sending */

static netdev_tx_t rn_start_xmit(struct sk_buff *skb, struct net_device *ndev)
{
	struct rn_priv *rn = netdev_priv(ndev);
	struct rn_ring *ring;
	int ret;

	/* It frees the frame when it fails. */
	if (eth_skb_pad(skb)) {
		ndev->stats.tx_dropped++;
		return NETDEV_TX_OK;
	}

	spin_lock(&rn->tx_lock);
	ring = rn->tx;
	ret = rn_buf_map(rn, ring, &ring->bufs[ring->next], skb, skb->len);
	if (ret)
		goto err_drop;

	rn_ring_arm(ring, skb->len);
	if (!rn_ring_room(ring)) {
		rn->counters.tx_stopped++;
		netif_stop_queue(ndev);
	}
	rn_write(rn, RN_TX + RN_RING_TAIL, ring->next);
	spin_unlock(&rn->tx_lock);
	return NETDEV_TX_OK;

err_drop:
	spin_unlock(&rn->tx_lock);
	ndev->stats.tx_dropped++;
	dev_kfree_skb_any(skb);
	return NETDEV_TX_OK;
}

static void rn_tx_done(struct rn_priv *rn, struct rn_ring *ring, u16 flags)
{
	struct net_device_stats *stats = &rn->ndev->stats;
	struct sk_buff *skb;

	skb = rn_buf_take(rn, ring, &ring->bufs[ring->clean]);
	if (flags & RN_DESC_ERROR) {
		stats->tx_errors++;
	} else {
		stats->tx_packets++;
		stats->tx_bytes += skb->len;
	}
	dev_kfree_skb_any(skb);
}

static void rn_tx_clean(struct rn_priv *rn)
{
	struct rn_ring *ring = rn->tx;
	u16 flags;

	spin_lock(&rn->tx_lock);
	while (ring->clean != ring->next) {
		flags = le16_to_cpu(READ_ONCE(ring->desc[ring->clean].flags));
		if (flags & RN_DESC_OWN)
			break;
		dma_rmb();
		rn_tx_done(rn, ring, flags);
		ring->clean = rn_ring_after(ring, ring->clean);
	}
	if (netif_queue_stopped(rn->ndev) && rn_ring_room(ring))
		netif_wake_queue(rn->ndev);
	spin_unlock(&rn->tx_lock);
}

/* Receiving */

static const unsigned int rn_size_limits[RN_SIZE_CLASSES - 1] = {
	64, 256, 512, 1514,
};

static void rn_count_size(struct rn_priv *rn, unsigned int len)
{
	unsigned int i = 0;

	while (i < RN_SIZE_CLASSES - 1 && len > rn_size_limits[i])
		i++;
	rn->counters.sizes[i]++;
}

/* A small frame goes up in memory of its own size. */
static struct sk_buff *rn_rx_copy(struct rn_priv *rn, struct rn_buf *buf,
				  unsigned int len)
{
	struct sk_buff *skb;

	skb = netdev_alloc_skb_ip_align(rn->ndev, len);
	if (!skb)
		return NULL;

	dma_sync_single_for_cpu(rn->dev, buf->dma, buf->len, DMA_FROM_DEVICE);
	memcpy(skb_put(skb, len), buf->skb->data, len);
	dma_sync_single_for_device(rn->dev, buf->dma, buf->len,
				   DMA_FROM_DEVICE);
	rn->counters.rx_copied++;
	return skb;
}

static void rn_rx_one(struct rn_priv *rn, struct rn_ring *ring, u16 flags)
{
	unsigned int len = le16_to_cpu(ring->desc[ring->clean].len);
	struct rn_buf *buf = &ring->bufs[ring->clean];
	struct net_device *ndev = rn->ndev;
	struct sk_buff *skb;

	if (flags & RN_DESC_ERROR) {
		ndev->stats.rx_errors++;
		return;
	}
	if (len < ETH_HLEN || len > ring->buf_len) {
		ndev->stats.rx_length_errors++;
		ndev->stats.rx_errors++;
		return;
	}

	if (len <= copybreak) {
		skb = rn_rx_copy(rn, buf, len);
		if (!skb) {
			ndev->stats.rx_dropped++;
			return;
		}
	} else {
		skb = rn_buf_take(rn, ring, buf);
		skb_put(skb, len);
	}

	ndev->stats.rx_packets++;
	ndev->stats.rx_bytes += len;
	if (flags & RN_DESC_MULTICAST)
		ndev->stats.multicast++;
	rn_count_size(rn, len);

	skb->protocol = eth_type_trans(skb, ndev);
	napi_gro_receive(&rn->napi, skb);
}

/* Without a buffer no interrupt will come to have the ring filled again. */
static void rn_rx_check(struct rn_priv *rn)
{
	if (rn->rx->next != rn->rx->clean)
		return;
	rn->counters.rx_starved++;
	mod_timer(&rn->refill, jiffies + RN_REFILL_DELAY);
}

static void rn_rx_refill(struct rn_priv *rn)
{
	struct rn_ring *ring = rn->rx;
	unsigned int before = ring->next;

	if (rn_rx_fill(rn, ring))
		rn->counters.rx_alloc_failed++;
	if (ring->next != before)
		rn_write(rn, RN_RX + RN_RING_TAIL, ring->next);
	rn_rx_check(rn);
}

static int rn_rx(struct rn_priv *rn, int budget)
{
	struct rn_ring *ring = rn->rx;
	int done = 0;
	u16 flags;

	while (done < budget && ring->clean != ring->next) {
		flags = le16_to_cpu(READ_ONCE(ring->desc[ring->clean].flags));
		if (flags & RN_DESC_OWN)
			break;
		dma_rmb();
		rn_rx_one(rn, ring, flags);
		ring->clean = rn_ring_after(ring, ring->clean);
		done++;
	}
	rn_rx_refill(rn);
	return done;
}

/* Interrupt and poll */

static int rn_poll(struct napi_struct *napi, int budget)
{
	struct rn_priv *rn = container_of(napi, struct rn_priv, napi);
	int done;

	rn_tx_clean(rn);
	done = rn_rx(rn, budget);
	if (done < budget && napi_complete_done(napi, done))
		rn_write(rn, RN_MASK, RN_IRQ_ALL);
	return done;
}

static irqreturn_t rn_interrupt(int irq, void *cookie)
{
	struct net_device *ndev = cookie;
	struct rn_priv *rn = netdev_priv(ndev);
	u32 status;

	status = rn_read(rn, RN_IRQ) & RN_IRQ_ALL;
	if (!status)
		return IRQ_NONE;
	rn_write(rn, RN_IRQ, status);

	if (status & RN_IRQ_LINK)
		rn_update_link(rn);
	if (status & RN_IRQ_ERROR)
		schedule_work(&rn->reset_work);
	if (status & (RN_IRQ_TX | RN_IRQ_RX) &&
	    napi_schedule_prep(&rn->napi)) {
		rn_write(rn, RN_MASK, 0);
		__napi_schedule(&rn->napi);
	}
	return IRQ_HANDLED;
}

static void rn_refill_timer(struct timer_list *t)
{
	struct rn_priv *rn = from_timer(rn, t, refill);

	napi_schedule(&rn->napi);
}

/* Start, stop, and start again */

static void rn_resume(struct rn_priv *rn)
{
	rn_update_link(rn);
	rn_rx_check(rn);
	netif_wake_queue(rn->ndev);
	rn_write(rn, RN_MASK, RN_IRQ_ALL);
}

/* The poll goes first: it would wake the queue. */
static void rn_quiesce(struct rn_priv *rn)
{
	napi_disable(&rn->napi);
	del_timer_sync(&rn->refill);
	rn_write(rn, RN_MASK, 0);
	synchronize_irq(rn->irq);
	netif_tx_disable(rn->ndev);
	netif_carrier_off(rn->ndev);
	rn_fetch_counters(rn);
	rn_hw_stop(rn);
}

/*
 * After an error the link stays down and the queue stopped, until the device is
 * closed.
 */
static int rn_restart(struct rn_priv *rn)
{
	int ret;

	ret = rn_hw_start(rn);
	napi_enable(&rn->napi);
	if (!ret)
		rn_resume(rn);
	return ret;
}

/* Replace both rings of a device that runs, or neither. */
static int rn_replace_rings(struct rn_priv *rn, unsigned int tx_count,
			    unsigned int rx_count, unsigned int mtu)
{
	struct rn_ring *tx, *rx;

	tx = rn_ring_new(rn, tx_count, DMA_TO_DEVICE);
	if (!tx)
		return -ENOMEM;
	rx = rn_rx_ring_new(rn, rx_count, mtu);
	if (!rx) {
		rn_ring_free(rn, tx);
		return -ENOMEM;
	}

	rn_quiesce(rn);
	swap(rn->tx, tx);
	swap(rn->rx, rx);
	rn_ring_free(rn, tx);
	rn_ring_free(rn, rx);
	return rn_restart(rn);
}

static void rn_reset_work(struct work_struct *work)
{
	struct rn_priv *rn = container_of(work, struct rn_priv, reset_work);

	rtnl_lock();
	if (!netif_running(rn->ndev))
		goto out_unlock;

	rn_quiesce(rn);
	rn->ndev->stats.tx_dropped += (rn->tx->next - rn->tx->clean) &
				      (rn->tx->count - 1);
	rn_ring_drain(rn, rn->tx);
	rn_ring_rewind(rn->tx);
	rn_ring_rewind(rn->rx);
	rn_rx_fill(rn, rn->rx);
	rn->counters.resets++;
	if (!rn_restart(rn))
		netdev_info(rn->ndev, "reset\n");
out_unlock:
	rtnl_unlock();
}

static void rn_tx_timeout(struct net_device *ndev, unsigned int txqueue)
{
	struct rn_priv *rn = netdev_priv(ndev);

	rn->counters.tx_timeouts++;
	schedule_work(&rn->reset_work);
}

static int rn_open(struct net_device *ndev)
{
	struct rn_priv *rn = netdev_priv(ndev);
	int ret = -ENOMEM;

	rn->tx = rn_ring_new(rn, rn->tx_count, DMA_TO_DEVICE);
	if (!rn->tx)
		return ret;
	rn->rx = rn_rx_ring_new(rn, rn->rx_count, ndev->mtu);
	if (!rn->rx)
		goto err_tx;

	rn_power_get(rn);
	ret = request_irq(rn->irq, rn_interrupt, 0, ndev->name, ndev);
	if (ret) {
		netdev_err(ndev, "cannot get the interrupt: %d\n", ret);
		goto err_power;
	}
	ret = rn_hw_start(rn);
	if (ret)
		goto err_irq;

	napi_enable(&rn->napi);
	rn_resume(rn);
	return 0;

err_irq:
	free_irq(rn->irq, ndev);
err_power:
	rn_power_put(rn);
	rn_ring_free(rn, rn->rx);
err_tx:
	rn_ring_free(rn, rn->tx);
	return ret;
}

static int rn_stop(struct net_device *ndev)
{
	struct rn_priv *rn = netdev_priv(ndev);

	rn_quiesce(rn);
	free_irq(rn->irq, ndev);
	rn_power_put(rn);
	rn_ring_free(rn, rn->rx);
	rn_ring_free(rn, rn->tx);
	return 0;
}

static int rn_change_mtu(struct net_device *ndev, int mtu)
{
	struct rn_priv *rn = netdev_priv(ndev);
	int ret = 0;

	if (netif_running(ndev))
		ret = rn_replace_rings(rn, rn->tx_count, rn->rx_count, mtu);
	if (ret != -ENOMEM)
		ndev->mtu = mtu;
	return ret;
}

static int rn_set_mac_address(struct net_device *ndev, void *p)
{
	struct rn_priv *rn = netdev_priv(ndev);
	struct sockaddr *sa = p;

	if (!is_valid_ether_addr(sa->sa_data))
		return -EADDRNOTAVAIL;

	eth_hw_addr_set(ndev, sa->sa_data);
	if (netif_running(ndev))
		rn_write_mac(rn);
	return 0;
}

static const struct net_device_ops rn_netdev_ops = {
	.ndo_open		= rn_open,
	.ndo_stop		= rn_stop,
	.ndo_start_xmit		= rn_start_xmit,
	.ndo_set_rx_mode	= rn_set_rx_mode,
	.ndo_set_mac_address	= rn_set_mac_address,
	.ndo_validate_addr	= eth_validate_addr,
	.ndo_change_mtu		= rn_change_mtu,
	.ndo_tx_timeout		= rn_tx_timeout,
};

/* ethtool */

#define RN_COUNTER(member) \
	{ #member, offsetof(struct rn_counters, member) }

static const struct {
	char name[ETH_GSTRING_LEN];
	unsigned int offset;
} rn_strings[] = {
	RN_COUNTER(tx_timeouts),
	RN_COUNTER(tx_stopped),
	RN_COUNTER(rx_copied),
	RN_COUNTER(rx_alloc_failed),
	RN_COUNTER(rx_starved),
	RN_COUNTER(link_changes),
	RN_COUNTER(resets),
	RN_COUNTER(missed),
	RN_COUNTER(filtered),
};

#define RN_NR_STRINGS	ARRAY_SIZE(rn_strings)

static void rn_get_drvinfo(struct net_device *ndev,
			   struct ethtool_drvinfo *info)
{
	struct rn_priv *rn = netdev_priv(ndev);
	u32 id = rn_read(rn, RN_ID);

	strncpy(info->driver, "ringnet", sizeof(info->driver) - 1);
	strcpy(info->version, "1.2");
	snprintf(info->fw_version, sizeof(info->fw_version), "%u.%u",
		 id >> 8 & 0xff, id & 0xff);
	strncpy(info->bus_info, dev_name(rn->dev), sizeof(info->bus_info));
	info->bus_info[sizeof(info->bus_info) - 1] = '\0';
}

static int rn_get_regs_len(struct net_device *ndev)
{
	return RN_REGS_DUMP;
}

static void rn_get_regs(struct net_device *ndev, struct ethtool_regs *regs,
			void *p)
{
	struct rn_priv *rn = netdev_priv(ndev);
	u32 *out = p;
	unsigned int reg;

	regs->version = 1;
	rn_power_get(rn);
	for (reg = 0; reg < RN_REGS_DUMP; reg += sizeof(u32))
		*out++ = rn_read(rn, reg);
	rn_power_put(rn);
}

static void rn_get_ringparam(struct net_device *ndev,
			     struct ethtool_ringparam *ring,
			     struct kernel_ethtool_ringparam *kernel_ring,
			     struct netlink_ext_ack *extack)
{
	struct rn_priv *rn = netdev_priv(ndev);

	ring->tx_max_pending = RN_MAX_RING;
	ring->rx_max_pending = RN_MAX_RING;
	ring->tx_pending = rn->tx_count;
	ring->rx_pending = rn->rx_count;
}

static int rn_set_ringparam(struct net_device *ndev,
			    struct ethtool_ringparam *ring,
			    struct kernel_ethtool_ringparam *kernel_ring,
			    struct netlink_ext_ack *extack)
{
	struct rn_priv *rn = netdev_priv(ndev);
	u32 tx = ring->tx_pending;
	u32 rx = ring->rx_pending;
	int ret = 0;

	if (tx < RN_MIN_RING || rx < RN_MIN_RING)
		return -EINVAL;
	if ((tx & (tx - 1)) || (rx & (rx - 1)))
		return -EINVAL;

	if (netif_running(ndev))
		ret = rn_replace_rings(rn, tx, rx, ndev->mtu);
	if (ret != -ENOMEM) {
		rn->tx_count = tx;
		rn->rx_count = rx;
	}
	return ret;
}

static int rn_get_sset_count(struct net_device *ndev, int set)
{
	if (set != ETH_SS_STATS)
		return -EOPNOTSUPP;
	return RN_NR_STRINGS + RN_SIZE_CLASSES;
}

/* The core asks for sets only that have a count. */
static void rn_get_strings(struct net_device *ndev, u32 set, u8 *data)
{
	char *p = (char *)data;
	int i;

	for (i = 0; i < RN_NR_STRINGS; i++) {
		memcpy(p, rn_strings[i].name, ETH_GSTRING_LEN);
		p += ETH_GSTRING_LEN;
	}
	for (i = 0; i < RN_SIZE_CLASSES - 1; i++) {
		sprintf(p, "rx_to_%u", rn_size_limits[i]);
		p += ETH_GSTRING_LEN;
	}
	strcpy(p, "rx_larger");
}

static void rn_get_ethtool_stats(struct net_device *ndev,
				 struct ethtool_stats *stats, u64 *data)
{
	struct rn_priv *rn = netdev_priv(ndev);
	const u8 *counters = (const u8 *)&rn->counters;
	int i;

	if (netif_running(ndev))
		rn_fetch_counters(rn);
	for (i = 0; i < RN_NR_STRINGS; i++)
		*data++ = *(const u64 *)(counters + rn_strings[i].offset);
	memcpy(data, rn->counters.sizes, RN_SIZE_CLASSES * sizeof(u64));
}

static const struct ethtool_ops rn_ethtool_ops = {
	.get_drvinfo		= rn_get_drvinfo,
	.get_link		= ethtool_op_get_link,
	.get_regs_len		= rn_get_regs_len,
	.get_regs		= rn_get_regs,
	.get_ringparam		= rn_get_ringparam,
	.set_ringparam		= rn_set_ringparam,
	.get_sset_count		= rn_get_sset_count,
	.get_strings		= rn_get_strings,
	.get_ethtool_stats	= rn_get_ethtool_stats,
};

/* Device */

/* The address that the device brings, or one of our own. */
static void rn_init_mac(struct rn_priv *rn)
{
	static const u8 fallback[ETH_ALEN] = { 0x02, 'r', 'i', 'n', 'g', 0 };
	u8 mac[ETH_ALEN];

	rn_power_get(rn);
	rn_read_mac(rn, mac);
	rn_power_put(rn);

	if (!is_valid_ether_addr(mac)) {
		dev_warn(rn->dev, "no address in the device\n");
		memcpy(mac, fallback, sizeof(mac));
	}
	eth_hw_addr_set(rn->ndev, mac);
}

static void rn_init_netdev(struct rn_priv *rn)
{
	struct net_device *ndev = rn->ndev;

	strcpy(ndev->name, "ring%d");
	ndev->netdev_ops = &rn_netdev_ops;
	ndev->ethtool_ops = &rn_ethtool_ops;
	ndev->watchdog_timeo = RN_WATCHDOG;
	ndev->min_mtu = ETH_MIN_MTU;
	ndev->max_mtu = RN_MAX_MTU;
	netif_napi_add(ndev, &rn->napi, rn_poll);
	netif_carrier_off(ndev);
}

static int rn_probe(struct platform_device *pdev)
{
	struct net_device *ndev;
	struct rn_priv *rn;
	u32 id;
	int ret;

	ndev = alloc_etherdev(sizeof(*rn));
	if (!ndev)
		return -ENOMEM;
	SET_NETDEV_DEV(ndev, &pdev->dev);

	rn = netdev_priv(ndev);
	rn->ndev = ndev;
	rn->dev = &pdev->dev;
	rn->tx_count = RN_DEFAULT_RING;
	rn->rx_count = RN_DEFAULT_RING;
	mutex_init(&rn->power_lock);
	spin_lock_init(&rn->tx_lock);
	timer_setup(&rn->refill, rn_refill_timer, 0);
	INIT_WORK(&rn->reset_work, rn_reset_work);

	rn->regs = devm_platform_ioremap_resource(pdev, 0);
	if (IS_ERR(rn->regs)) {
		ret = PTR_ERR(rn->regs);
		goto err_free;
	}
	rn->irq = platform_get_irq(pdev, 0);
	if (rn->irq < 0) {
		ret = rn->irq;
		goto err_free;
	}

	id = rn_read(rn, RN_ID);
	if ((id & 0xffff0000) != RN_ID_MAGIC) {
		dev_err(&pdev->dev, "not a ringnet: %08x\n", id);
		ret = -ENODEV;
		goto err_free;
	}

	rn_init_mac(rn);
	rn_init_netdev(rn);
	ret = register_netdev(ndev);
	if (ret) {
		dev_err(&pdev->dev, "cannot register: %d\n", ret);
		goto err_free;
	}
	platform_set_drvdata(pdev, rn);
	return 0;

err_free:
	free_netdev(ndev);
	return ret;
}

static void rn_remove(struct platform_device *pdev)
{
	struct rn_priv *rn = platform_get_drvdata(pdev);

	unregister_netdev(rn->ndev);
	/* It may wait for the RTNL, and finds the device closed. */
	cancel_work_sync(&rn->reset_work);
	free_netdev(rn->ndev);
}

#ifdef RINGNET_REMOVE_INT
static int rn_remove_int(struct platform_device *pdev)
{
	rn_remove(pdev);
	return 0;
}

#define rn_remove rn_remove_int
#endif

static struct platform_driver rn_driver = {
	.driver = {
		.name	= "ringnet",
	},
	.probe	= rn_probe,
	.remove	= rn_remove,
};
module_platform_driver(rn_driver);

MODULE_DESCRIPTION("Network device with descriptor rings");
MODULE_LICENSE("GPL");

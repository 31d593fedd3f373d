/* SPDX-License-Identifier: Apache-2.0 */
/*
 * packet: raw sockets on a network device, as files; what is asked of the device
 * goes through them, too.  Frames that this machine sends do not come back.
 */
#include <stdlib.h>

#include <linux/poll.h>
#include <linux/rtnetlink.h>
#include <linux/sockios.h>
#include <linux/uaccess.h>

#include "harness.h"
#include "net.h"
#include "../drive/sys.h"

struct frame {
	struct list_head entry;
	unsigned int size;
	unsigned char data[];
};

struct socket {
	struct list_head entry;
	struct net_device *device;	/* NULL: it is gone */
	bool listens;
	int error;			/* told once */
	struct list_head frames;
	struct wait_queue_head wait;
};

static LIST_HEAD(sockets);

/* ------------------------------------------------------------- what devices do */

static int open_socket(struct inode *i, struct file *f)
{
	struct socket *s = calloc(1, sizeof(*s));

	(void)i;
	if (!s)
		harness_bug("the harness has no memory");
	s->device = f->private_data;
	s->listens = s->device->flags & IFF_UP;
	INIT_LIST_HEAD(&s->frames);
	init_waitqueue_head(&s->wait);
	list_add_tail(&s->entry, &sockets);
	f->private_data = s;
	return nonseekable_open(i, f);
}

static int close_socket(struct inode *i, struct file *f)
{
	struct socket *s = f->private_data;
	struct frame *at, *next;

	(void)i;
	list_for_each_entry_safe(at, next, &s->frames, entry)
		free(at);
	list_del(&s->entry);
	free(s);
	return 0;
}

void packet_device_up(struct net_device *d)
{
	struct socket *s;

	list_for_each_entry(s, &sockets, entry)
		if (s->device == d)
			s->listens = true;
}

void packet_device_down(struct net_device *d)
{
	struct socket *s;

	list_for_each_entry(s, &sockets, entry)
		if (s->device == d && s->listens) {
			s->listens = false;
			s->error = -ENETDOWN;
			wake_up(&s->wait);
		}
}

bool packet_receive(const struct sk_buff *skb)
{
	struct socket *s;
	struct frame *f;
	bool heard = false;

	list_for_each_entry(s, &sockets, entry) {
		if (s->device != skb->dev || !s->listens)
			continue;
		f = malloc(sizeof(*f) + skb->len);
		if (!f)
			harness_bug("the harness has no memory");
		f->size = skb->len;
		memcpy(f->data, skb->data, skb->len);
		list_add_tail(&f->entry, &s->frames);
		wake_up(&s->wait);
		heard = true;
	}
	return heard;
}

/* --------------------------------------------------------- what programs do */

static int take_error(struct socket *s)
{
	int err = s->error;

	s->error = 0;
	return err;
}

static ssize_t receive(struct file *file, char *to, size_t n, loff_t *at)
{
	struct socket *s = file->private_data;
	struct frame *f;
	ssize_t ret;

	(void)at;
	ret = wait_event_interruptible(s->wait, s->error || !list_empty(&s->frames));
	if (!ret)
		ret = take_error(s);
	if (ret)
		return ret;
	f = list_first_entry(&s->frames, struct frame, entry);
	list_del(&f->entry);
	ret = (ssize_t)min(n, (size_t)f->size);
	if (copy_to_user(to, f->data, (size_t)ret))
		ret = -EFAULT;
	free(f);
	return ret;
}

/* Room for a VLAN tag is for frames that have one. */
static int send_frame(struct socket *s, struct sk_buff *skb, const char *from, size_t n)
{
	struct net_device *d = s->device;

	if (copy_from_user(skb_put(skb, (unsigned int)n), from, n))
		return -EFAULT;
	if (n < d->hard_header_len)
		return -EINVAL;
	if (n > d->mtu + d->hard_header_len &&
	    (skb->data[12] != ETH_P_8021Q >> 8 || skb->data[13] != (ETH_P_8021Q & 0xff)))
		return -EMSGSIZE;
	return 0;
}

static ssize_t transmit(struct file *file, const char *from, size_t n, loff_t *at)
{
	struct socket *s = file->private_data;
	struct net_device *d = s->device;
	struct sk_buff *skb;
	int err;

	(void)at;
	if (!d)
		return -ENXIO;
	if (!(d->flags & IFF_UP))
		return -ENETDOWN;
	if (n > d->mtu + d->hard_header_len + 4)
		return -EMSGSIZE;
	err = take_error(s);
	if (err)
		return err;
	skb = harness_skb(d, (unsigned int)n, GFP_KERNEL);
	if (!skb)
		return -ENOBUFS;
	err = send_frame(s, skb, from, n);
	if (err) {
		kfree_skb(skb);
		return err;
	}
	err = net_send(skb);
	return err ? err : (ssize_t)n;
}

static __poll_t poll(struct file *file, poll_table *t)
{
	struct socket *s = file->private_data;

	poll_wait(file, &s->wait, t);
	return EPOLLOUT | (s->error ? EPOLLERR : 0) |
	       (list_empty(&s->frames) ? 0 : EPOLLIN);
}

/* ----------------------------------------------------------------------- ioctl */

static long get(struct net_device *d, unsigned int command, struct ifreq *r)
{
	switch (command) {
	case SIOCGIFFLAGS:
		r->ifr_flags = (short)net_flags(d);
		return 0;
	case SIOCGIFMTU:
		r->ifr_mtu = (int)d->mtu;
		return 0;
	case SIOCGIFHWADDR:
		memset(&r->ifr_hwaddr, 0, sizeof(r->ifr_hwaddr));
		r->ifr_hwaddr.sa_family = d->type;
		memcpy(r->ifr_hwaddr.sa_data, d->dev_addr, ETH_ALEN);
		return 0;
	default:
		return -ENOTTY;
	}
}

static long set(struct net_device *d, unsigned int command, struct ifreq *r)
{
	const unsigned char *address = (const unsigned char *)r->ifr_hwaddr.sa_data;

	switch (command) {
	case SIOCSIFFLAGS:
		return net_change_flags(d, (unsigned short)r->ifr_flags);
	case SIOCSIFMTU:
		return net_set_mtu(d, r->ifr_mtu);
	case SIOCSIFHWADDR:
		return net_set_address(d, &r->ifr_hwaddr);
	case SIOCADDMULTI:
		return net_mc_add(d, address, true);
	case SIOCDELMULTI:
		return net_mc_del(d, address, true);
	case SIOCETHTOOL:
		return ethtool_ioctl(d, r->ifr_data);
	default:
		return -ENOTTY;
	}
}

static bool is_get(unsigned int command)
{
	return command == SIOCGIFFLAGS || command == SIOCGIFMTU || command == SIOCGIFHWADDR;
}

static long ioctl(struct file *f, unsigned int command, unsigned long argument)
{
	struct net_device *d;
	struct ifreq r;
	long ret = -ENODEV;

	(void)f;
	if (copy_from_user(&r, (void *)argument, sizeof(r)))
		return -EFAULT;
	rtnl_lock();
	d = net_find(r.ifr_name);
	if (d)
		ret = is_get(command) ? get(d, command, &r) : set(d, command, &r);
	rtnl_unlock();
	if (!ret && is_get(command) && copy_to_user((void *)argument, &r, sizeof(r)))
		ret = -EFAULT;
	return ret;
}

static const struct file_operations socket_fops = {
	.open = open_socket, .release = close_socket, .read = receive, .write = transmit,
	.poll = poll, .unlocked_ioctl = ioctl,
};

static void path_of(char *path, size_t size, const char *name)
{
	harness_snprintf(path, size, "socket:%s", name);
}

int packet_device(struct net_device *d)
{
	char path[32];

	path_of(path, sizeof(path), d->name);
	return file_add(path, &socket_fops, 0666, NULL, d);
}

void packet_device_gone(struct net_device *d)
{
	struct socket *s;
	char path[32];

	path_of(path, sizeof(path), d->name);
	file_remove(path);
	list_for_each_entry(s, &sockets, entry)
		if (s->device == d)
			s->device = NULL;
}

long sys_packet(const char *interface)
{
	char path[32];
	long fd;

	path_of(path, sizeof(path), interface);
	fd = sys_open(path, O_RDWR);
	return fd == -ENOENT ? -ENODEV : fd;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* ethtool: what the program of this name asks of a driver; under the RTNL. */
#include <linux/ethtool.h>
#include <linux/netdevice.h>
#include <linux/uaccess.h>
#include <linux/vmalloc.h>

#include "harness.h"
#include "net.h"

u32 ethtool_op_get_link(struct net_device *d)
{
	return netif_carrier_ok(d);
}

/* BODY follows a struct with its own copy. */
static int to_user(void *to, const void *head, size_t head_size, const void *body,
		   size_t size)
{
	if (copy_to_user(to, head, head_size))
		return -EFAULT;
	if (size && copy_to_user((char *)to + head_size, body, size))
		return -EFAULT;
	return 0;
}

static int set_size(struct net_device *d, int set)
{
	const struct ethtool_ops *ops = d->ethtool_ops;

	if (!ops->get_sset_count || !ops->get_strings)
		return -EOPNOTSUPP;
	return ops->get_sset_count(d, set);
}

static u32 size_or_none(struct net_device *d, int set)
{
	int n = set_size(d, set);

	return n > 0 ? (u32)n : 0;
}

static int info(struct net_device *d, void *to)
{
	const struct ethtool_ops *ops = d->ethtool_ops;
	struct ethtool_drvinfo i = { .cmd = ETHTOOL_GDRVINFO };

	if (!ops->get_drvinfo)
		return -EOPNOTSUPP;
	ops->get_drvinfo(d, &i);
	i.testinfo_len = size_or_none(d, ETH_SS_TEST);
	i.n_stats = size_or_none(d, ETH_SS_STATS);
	i.n_priv_flags = size_or_none(d, ETH_SS_PRIV_FLAGS);
	if (ops->get_regs_len)
		i.regdump_len = (u32)ops->get_regs_len(d);
	return to_user(to, &i, sizeof(i), NULL, 0);
}

static int link(struct net_device *d, void *to)
{
	struct ethtool_value v = { .cmd = ETHTOOL_GLINK };

	if (!d->ethtool_ops->get_link)
		return -EOPNOTSUPP;
	v.data = netif_running(d) && d->ethtool_ops->get_link(d);
	return to_user(to, &v, sizeof(v), NULL, 0);
}

static int registers(struct net_device *d, void *to)
{
	const struct ethtool_ops *ops = d->ethtool_ops;
	struct ethtool_regs r;
	void *values;
	int size, err;

	if (!ops->get_regs || !ops->get_regs_len)
		return -EOPNOTSUPP;
	if (copy_from_user(&r, to, sizeof(r)))
		return -EFAULT;
	size = ops->get_regs_len(d);
	r.len = min(r.len, (u32)size);
	values = vzalloc((unsigned long)size);
	if (!values)
		return -ENOMEM;
	ops->get_regs(d, &r, values);
	err = to_user(to, &r, sizeof(r), values, r.len);
	vfree(values);
	return err;
}

static int rings(struct net_device *d, void *to)
{
	struct ethtool_ringparam p = { .cmd = ETHTOOL_GRINGPARAM };
	struct kernel_ethtool_ringparam more = { 0 };

	if (!d->ethtool_ops->get_ringparam)
		return -EOPNOTSUPP;
	d->ethtool_ops->get_ringparam(d, &p, &more, NULL);
	return to_user(to, &p, sizeof(p), NULL, 0);
}

static int set_rings(struct net_device *d, const void *from)
{
	struct ethtool_ringparam p, max = { .cmd = ETHTOOL_GRINGPARAM };
	struct kernel_ethtool_ringparam more = { 0 };
	const struct ethtool_ops *ops = d->ethtool_ops;

	if (!ops->set_ringparam || !ops->get_ringparam)
		return -EOPNOTSUPP;
	if (copy_from_user(&p, from, sizeof(p)))
		return -EFAULT;
	ops->get_ringparam(d, &max, &more, NULL);
	if (p.rx_pending > max.rx_max_pending || p.tx_pending > max.tx_max_pending ||
	    p.rx_mini_pending > max.rx_mini_max_pending ||
	    p.rx_jumbo_pending > max.rx_jumbo_max_pending)
		return -EINVAL;
	return ops->set_ringparam(d, &p, &more, NULL);
}

static int strings(struct net_device *d, void *to)
{
	struct ethtool_gstrings s;
	int n, err;
	u8 *text;

	if (copy_from_user(&s, to, sizeof(s)))
		return -EFAULT;
	n = set_size(d, (int)s.string_set);
	if (n < 0)
		return n;
	s.len = (u32)n;
	text = vzalloc((unsigned long)n * ETH_GSTRING_LEN);
	if (!text)
		return -ENOMEM;
	d->ethtool_ops->get_strings(d, s.string_set, text);
	err = to_user(to, &s, sizeof(s), text, (size_t)n * ETH_GSTRING_LEN);
	vfree(text);
	return err;
}

static int statistics(struct net_device *d, void *to)
{
	struct ethtool_stats s;
	u64 *values;
	int n, err;

	n = set_size(d, ETH_SS_STATS);
	if (n < 0)
		return n;
	if (copy_from_user(&s, to, sizeof(s)))
		return -EFAULT;
	s.n_stats = (u32)n;
	values = vzalloc((unsigned long)n * sizeof(u64));
	if (!values)
		return -ENOMEM;
	d->ethtool_ops->get_ethtool_stats(d, &s, values);
	err = to_user(to, &s, sizeof(s), values, (size_t)n * sizeof(u64));
	vfree(values);
	return err;
}

/* The sizes of those sets in the mask that there are. */
static int sets(struct net_device *d, void *to)
{
	struct ethtool_sset_info i;
	u32 *sizes, count = 0;
	u64 mask;
	int set, n, err;

	if (copy_from_user(&i, to, sizeof(i)))
		return -EFAULT;
	mask = i.sset_mask;
	if (!mask)
		return 0;
	sizes = kzalloc(64 * sizeof(u32), GFP_USER);
	if (!sizes)
		return -ENOMEM;
	i = (struct ethtool_sset_info){ .cmd = ETHTOOL_GSSET_INFO };
	for (set = 0; set < 64; set++) {
		n = mask >> set & 1 ? set_size(d, set) : -1;
		if (n < 0)
			continue;
		i.sset_mask |= 1ull << set;
		sizes[count++] = (u32)n;
	}
	err = to_user(to, &i, sizeof(i), sizes, count * sizeof(u32));
	kfree(sizes);
	return err;
}

int ethtool_ioctl(struct net_device *d, void *argument)
{
	u32 command;

	if (copy_from_user(&command, argument, sizeof(command)))
		return -EFAULT;
	switch (command) {
	case ETHTOOL_GDRVINFO:	return info(d, argument);
	case ETHTOOL_GLINK:	return link(d, argument);
	case ETHTOOL_GREGS:	return registers(d, argument);
	case ETHTOOL_GRINGPARAM: return rings(d, argument);
	case ETHTOOL_SRINGPARAM: return set_rings(d, argument);
	case ETHTOOL_GSTRINGS:	return strings(d, argument);
	case ETHTOOL_GSTATS:	return statistics(d, argument);
	case ETHTOOL_GSSET_INFO: return sets(d, argument);
	default:		return -EOPNOTSUPP;
	}
}

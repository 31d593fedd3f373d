// SPDX-License-Identifier: GPL-2.0
/*
 * oot - offline tape enclosure
 *
 * A virtual enclosure that keeps tape cartridges in numbered slots.  Programs
 * that open /dev/oot put cartridges in and take them out, ask for what the
 * chip of one says, and read what happened.  Operators look at the enclosure,
 * and give commands, in sysfs.
 *
 * A cartridge's chip holds fields of fixed size, padded with spaces, as SCSI
 * has them; its barcode is padded with NULs.  Neither ends with a NUL when it
 * is full.  All else is strings.
 */

#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/device.h>
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/sysfs.h>
#include <linux/uaccess.h>

#include "oot.h"
#include "oot_compat.h"

#define OOT_FIRMWARE	"OOT-2.7"
#define OOT_PREFIX	"TAPE"
#define OOT_PREFIX_LEN	12
#define OOT_ERROR_LEN	40
#define OOT_MAX_SITE	64
#define OOT_MAX_NAME	20	/* with the NUL */
#define OOT_LOG_SIZE	8	/* events that the enclosure remembers */

static char *name = "enclosure0";
module_param(name, charp, 0444);
MODULE_PARM_DESC(name, "Name of the enclosure");

static char *vendor = "OOT";
module_param(vendor, charp, 0444);
MODULE_PARM_DESC(vendor, "Vendor of the enclosure");

static unsigned int slots = 8;
module_param(slots, uint, 0444);
MODULE_PARM_DESC(slots, "Slots of the enclosure");

/* What the chip of a cartridge says, and its sticker. */
struct oot_chip {
	u8 type;
	char vendor[OOT_VENDOR_LEN];
	char product[OOT_PRODUCT_LEN];
	char revision[OOT_REV_LEN];
	char serial[OOT_SERIAL_LEN];
	char barcode[OOT_BARCODE_LEN];
};

struct oot_slot {
	bool used;
	bool locked;
	u32 loads;
	struct oot_chip chip;
	char label[OOT_LABEL_LEN];
	char owner[OOT_OWNER_LEN];
};

struct oot_enclosure {
	struct miscdevice misc;
	struct mutex lock;		/* all but name, firmware, nr_slots */
	char name[OOT_MAX_NAME];
	char firmware[OOT_FW_LEN];
	char prefix[OOT_PREFIX_LEN];	/* of labels that the driver makes */
	char error[OOT_ERROR_LEN];	/* the last command that failed */
	char *site;			/* where it stands, or NULL */
	u32 nr_used;
	u32 nr_events;
	struct oot_event log[OOT_LOG_SIZE];
	u32 nr_slots;
	struct oot_slot slots[];
};

struct oot_file {
	struct oot_enclosure *enc;
	u32 next;			/* event to read; under enc->lock */
	char owner[OOT_OWNER_LEN];
};

static struct oot_enclosure *oot;

/* Fields */

/* FROM ends with a NUL, or after size bytes. */
static void oot_field_set(char *field, size_t size, const char *from)
{
	size_t len = strnlen(from, size);

	memset(field, ' ', size);
	strncpy(field, from, len);
}

/* The string TO has room for size bytes and a NUL. */
static void oot_field_text(char *to, const char *field, size_t size)
{
	size_t len = size;

	while (len && field[len - 1] == ' ')
		len--;
	strncpy(to, field, len);
	to[len] = '\0';
}

static void oot_chip_model(char *model, const struct oot_chip *chip)
{
	char vendor[OOT_VENDOR_LEN + 1];
	char product[OOT_PRODUCT_LEN + 1];

	oot_field_text(vendor, chip->vendor, OOT_VENDOR_LEN);
	oot_field_text(product, chip->product, OOT_PRODUCT_LEN);
	strcpy(model, vendor);
	strcat(model, " ");
	strcat(model, product);
}

static void oot_chip_serial(char *serial, const struct oot_chip *chip)
{
	strncpy(serial, chip->serial, OOT_SERIAL_LEN);
	serial[OOT_SERIAL_LEN] = '\0';
}

/* The enclosure; its lock is held */

static struct oot_slot *oot_slot_used(struct oot_enclosure *enc, u32 nr)
{
	if (nr >= enc->nr_slots)
		return ERR_PTR(-ENXIO);
	if (!enc->slots[nr].used)
		return ERR_PTR(-ENOMEDIUM);
	return &enc->slots[nr];
}

/* Entries are used again, and go to programs as they are. */
static void oot_log(struct oot_enclosure *enc, u32 nr, const char *action,
		    const char *owner)
{
	struct oot_event *ev = &enc->log[enc->nr_events % OOT_LOG_SIZE];
	struct oot_slot *slot = &enc->slots[nr];

	ev->seq = enc->nr_events++;
	ev->slot = nr;
	strncpy(ev->action, action, sizeof(ev->action));
	strncpy(ev->barcode, slot->chip.barcode, sizeof(ev->barcode));
	strncpy(ev->label, slot->label, sizeof(ev->label));
	strncpy(ev->owner, owner, sizeof(ev->owner) - 1);
}

static int oot_insert(struct oot_enclosure *enc, const struct oot_insert *in,
		      const char *owner)
{
	struct oot_slot *slot;
	struct oot_chip *chip;

	if (in->slot >= enc->nr_slots)
		return -ENXIO;
	slot = &enc->slots[in->slot];
	if (slot->used)
		return -EBUSY;

	chip = &slot->chip;
	chip->type = OOT_TYPE_TAPE;
	oot_field_set(chip->vendor, sizeof(chip->vendor), in->vendor);
	oot_field_set(chip->product, sizeof(chip->product), in->product);
	oot_field_set(chip->revision, sizeof(chip->revision), "1.0");
	oot_field_set(chip->serial, sizeof(chip->serial), in->serial);
	strncpy(chip->barcode, in->barcode, sizeof(chip->barcode));

	if (in->label[0])
		strncpy(slot->label, in->label, sizeof(slot->label));
	else
		snprintf(slot->label, sizeof(slot->label), "%s-%02u",
			 enc->prefix, in->slot);
	strlcpy(slot->owner, owner, sizeof(slot->owner));
	slot->locked = in->flags & OOT_LOCKED;
	slot->used = true;
	slot->loads++;
	enc->nr_used++;
	oot_log(enc, in->slot, "insert", owner);
	return 0;
}

static int oot_eject(struct oot_enclosure *enc, u32 nr, const char *owner)
{
	struct oot_slot *slot = oot_slot_used(enc, nr);

	if (IS_ERR(slot))
		return PTR_ERR(slot);
	if (slot->locked)
		return -EPERM;

	oot_log(enc, nr, "eject", owner);
	slot->used = false;
	slot->owner[0] = '\0';
	enc->nr_used--;
	return 0;
}

static int oot_lock(struct oot_enclosure *enc, u32 nr, bool locked)
{
	struct oot_slot *slot = oot_slot_used(enc, nr);

	if (IS_ERR(slot))
		return PTR_ERR(slot);

	slot->locked = locked;
	oot_log(enc, nr, locked ? "lock" : "unlock", "operator");
	return 0;
}

/* ioctl */

static long oot_ioc_info(struct oot_enclosure *enc, void __user *arg)
{
	struct oot_info info;

	memset(&info, 0, sizeof(info));
	info.version = OOT_VERSION;
	info.nr_slots = enc->nr_slots;
	mutex_lock(&enc->lock);
	info.nr_used = enc->nr_used;
	info.nr_events = enc->nr_events;
	mutex_unlock(&enc->lock);
	strncpy(info.name, enc->name, sizeof(info.name) - 1);
	strcpy(info.firmware, enc->firmware);

	return copy_to_user(arg, &info, sizeof(info)) ? -EFAULT : 0;
}

static int oot_insert_check(const struct oot_insert *in)
{
	if (in->flags & ~OOT_LOCKED)
		return -EINVAL;
	if (!in->vendor[0] || !in->barcode[0])
		return -EINVAL;
	if (strnlen(in->label, sizeof(in->label)) == sizeof(in->label))
		return -ENAMETOOLONG;
	return 0;
}

static long oot_ioc_insert(struct oot_file *of, const void __user *arg)
{
	struct oot_insert *in;
	long ret = -EFAULT;

	in = kmalloc(sizeof(*in), GFP_KERNEL);
	if (!in)
		return -ENOMEM;
	if (copy_from_user(in, arg, sizeof(*in)))
		goto out_free;
	ret = oot_insert_check(in);
	if (ret)
		goto out_free;

	mutex_lock(&of->enc->lock);
	ret = oot_insert(of->enc, in, of->owner);
	mutex_unlock(&of->enc->lock);
out_free:
	kfree(in);
	return ret;
}

static long oot_ioc_eject(struct oot_file *of, unsigned long nr)
{
	long ret;

	if (nr > U32_MAX)
		return -ENXIO;
	mutex_lock(&of->enc->lock);
	ret = oot_eject(of->enc, nr, of->owner);
	mutex_unlock(&of->enc->lock);
	return ret;
}

static void oot_fill_inquiry(struct oot_inquiry *inq, const struct oot_chip *chip)
{
	inq->type = chip->type;
	strncpy(inq->vendor, chip->vendor, sizeof(inq->vendor));
	strncpy(inq->product, chip->product, sizeof(inq->product));
	strncpy(inq->revision, chip->revision, sizeof(inq->revision));
	strncpy(inq->serial, chip->serial, sizeof(inq->serial));
}

static long oot_ioc_inquiry(struct oot_enclosure *enc, void __user *arg)
{
	struct oot_inquiry inq;
	struct oot_slot *slot;
	long ret = 0;
	size_t len;

	if (copy_from_user(&inq, arg, sizeof(inq)))
		return -EFAULT;
	inq.type = OOT_TYPE_NONE;
	inq.flags = 0;
	inq.reserved = 0;

	mutex_lock(&enc->lock);
	slot = oot_slot_used(enc, inq.slot);
	if (!IS_ERR(slot)) {
		inq.flags = slot->locked ? OOT_LOCKED : 0;
		oot_fill_inquiry(&inq, &slot->chip);
	} else if (PTR_ERR(slot) == -ENOMEDIUM) {
		len = strlen(vendor);
		if (len > sizeof(inq.vendor))
			len = sizeof(inq.vendor);
		memset(inq.vendor, ' ', sizeof(inq.vendor));
		strncpy(inq.vendor, vendor, len);
		oot_field_set(inq.product, sizeof(inq.product), enc->name);
		oot_field_set(inq.revision, sizeof(inq.revision), "");
		oot_field_set(inq.serial, sizeof(inq.serial), enc->firmware);
	} else {
		ret = PTR_ERR(slot);
	}
	mutex_unlock(&enc->lock);

	if (!ret && copy_to_user(arg, &inq, sizeof(inq)))
		ret = -EFAULT;
	return ret;
}

static void oot_fill_status(struct oot_status *st, const struct oot_slot *slot)
{
	st->flags = slot->locked ? OOT_LOCKED : 0;
	st->loads = slot->loads;
	strncpy(st->barcode, slot->chip.barcode, OOT_BARCODE_LEN);
	strncpy(st->label, slot->label, sizeof(st->label) - 1);
	strlcpy(st->owner, slot->owner, sizeof(st->owner));
	oot_chip_model(st->model, &slot->chip);
	strcpy(st->state, slot->locked ? "locked" : "ready");
}

static long oot_ioc_status(struct oot_enclosure *enc,
			   struct oot_status __user *arg)
{
	struct oot_status *st;
	struct oot_slot *slot;
	long ret = 0;
	u32 nr;

	if (get_user(nr, &arg->slot))
		return -EFAULT;
	st = kzalloc(sizeof(*st), GFP_KERNEL);
	if (!st)
		return -ENOMEM;
	st->slot = nr;

	mutex_lock(&enc->lock);
	slot = oot_slot_used(enc, nr);
	if (!IS_ERR(slot))
		oot_fill_status(st, slot);
	else
		ret = PTR_ERR(slot);
	mutex_unlock(&enc->lock);

	if (!ret && copy_to_user(arg, st, sizeof(*st)))
		ret = -EFAULT;
	kfree(st);
	return ret;
}

static long oot_ioc_label(struct oot_file *of, const void __user *arg)
{
	struct oot_slot *slot;
	struct oot_label in;
	long ret = 0;

	if (copy_from_user(&in, arg, sizeof(in)))
		return -EFAULT;
	if (in.reserved)
		return -EINVAL;
	in.label[sizeof(in.label) - 1] = '\0';

	mutex_lock(&of->enc->lock);
	slot = oot_slot_used(of->enc, in.slot);
	if (!IS_ERR(slot)) {
		strncpy(slot->label, in.label, sizeof(slot->label));
		oot_log(of->enc, in.slot, "label", of->owner);
	} else {
		ret = PTR_ERR(slot);
	}
	mutex_unlock(&of->enc->lock);
	return ret;
}

static long oot_ioc_find(struct oot_enclosure *enc, void __user *arg)
{
	struct oot_find find;
	struct oot_slot *slot;
	long ret = -ENOENT;
	u32 i;

	if (copy_from_user(&find, arg, sizeof(find)))
		return -EFAULT;
	find.reserved = 0;

	mutex_lock(&enc->lock);
	for (i = 0; i < enc->nr_slots; i++) {
		slot = &enc->slots[i];
		if (!slot->used || strncmp(slot->chip.barcode, find.barcode,
					   sizeof(find.barcode)))
			continue;
		find.slot = i;
		strncpy(find.label, slot->label, sizeof(find.label) - 1);
		find.label[sizeof(find.label) - 1] = '\0';
		ret = 0;
		break;
	}
	mutex_unlock(&enc->lock);

	if (!ret && copy_to_user(arg, &find, sizeof(find)))
		ret = -EFAULT;
	return ret;
}

/* What the printer gets: the text for a sticker, without a NUL. */
static int oot_sticker(struct oot_enclosure *enc, u32 nr, char *text)
{
	struct oot_slot *slot = oot_slot_used(enc, nr);
	char serial[OOT_SERIAL_LEN + 1];
	char barcode[OOT_BARCODE_LEN + 1] = "";

	if (IS_ERR(slot))
		return PTR_ERR(slot);
	oot_chip_serial(serial, &slot->chip);
	strncpy(barcode, slot->chip.barcode, sizeof(barcode) - 1);
	return sprintf(text, "%s\n*%s*\nS/N %s\n", slot->label, barcode, serial);
}

static long oot_ioc_sticker(struct oot_enclosure *enc,
			    struct oot_sticker __user *arg)
{
	struct oot_sticker st;
	char *text;
	long ret;
	int len;

	if (copy_from_user(&st, arg, sizeof(st)))
		return -EFAULT;
	text = kmalloc(OOT_LABEL_LEN + OOT_BARCODE_LEN + OOT_SERIAL_LEN + 16,
		       GFP_KERNEL);
	if (!text)
		return -ENOMEM;

	mutex_lock(&enc->lock);
	len = oot_sticker(enc, st.slot, text);
	mutex_unlock(&enc->lock);

	ret = len;
	if (len < 0)
		goto out_free;
	ret = -ENOSPC;
	if (st.len < len)
		goto out_free;
	ret = -EFAULT;
	if (copy_to_user(u64_to_user_ptr(st.text), text, len))
		goto out_free;
	ret = put_user((u32)len, &arg->len);
out_free:
	kfree(text);
	return ret;
}

static long oot_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	struct oot_file *of = file->private_data;
	void __user *p = (void __user *)arg;

	switch (cmd) {
	case OOT_IOC_INFO:
		return oot_ioc_info(of->enc, p);
	case OOT_IOC_INSERT:
		return oot_ioc_insert(of, p);
	case OOT_IOC_EJECT:
		return oot_ioc_eject(of, arg);
	case OOT_IOC_INQUIRY:
		return oot_ioc_inquiry(of->enc, p);
	case OOT_IOC_STATUS:
		return oot_ioc_status(of->enc, p);
	case OOT_IOC_LABEL:
		return oot_ioc_label(of, p);
	case OOT_IOC_FIND:
		return oot_ioc_find(of->enc, p);
	case OOT_IOC_STICKER:
		return oot_ioc_sticker(of->enc, p);
	default:
		return -ENOTTY;
	}
}

/* File */

/* Events that are no longer remembered are left out. */
static bool oot_next_event(struct oot_file *of, struct oot_event *ev)
{
	struct oot_enclosure *enc = of->enc;
	bool found = false;

	mutex_lock(&enc->lock);
	if (enc->nr_events - of->next > OOT_LOG_SIZE)
		of->next = enc->nr_events - OOT_LOG_SIZE;
	if (of->next != enc->nr_events) {
		*ev = enc->log[of->next % OOT_LOG_SIZE];
		found = true;
	}
	mutex_unlock(&enc->lock);
	return found;
}

static ssize_t oot_read(struct file *file, char __user *buf, size_t count,
			loff_t *ppos)
{
	struct oot_file *of = file->private_data;
	struct oot_event ev;
	size_t done = 0;

	if (count < sizeof(ev))
		return -EINVAL;

	while (count - done >= sizeof(ev) && oot_next_event(of, &ev)) {
		if (copy_to_user(buf + done, &ev, sizeof(ev)))
			return done ? done : -EFAULT;
		mutex_lock(&of->enc->lock);
		of->next = ev.seq + 1;
		mutex_unlock(&of->enc->lock);
		done += sizeof(ev);
	}
	return done;
}

static int oot_open(struct inode *inode, struct file *file)
{
	struct oot_file *of;

	of = kzalloc(sizeof(*of), GFP_KERNEL);
	if (!of)
		return -ENOMEM;
	of->enc = container_of(file->private_data, struct oot_enclosure, misc);
	strlcpy(of->owner, current->comm, sizeof(of->owner));
	file->private_data = of;
	return stream_open(inode, file);
}

static int oot_release(struct inode *inode, struct file *file)
{
	kfree(file->private_data);
	return 0;
}

static const struct file_operations oot_fops = {
	.owner		= THIS_MODULE,
	.open		= oot_open,
	.release	= oot_release,
	.read		= oot_read,
	.unlocked_ioctl	= oot_ioctl,
	.compat_ioctl	= compat_ptr_ioctl,
};

/* sysfs */

static struct oot_enclosure *dev_to_oot(struct device *dev)
{
	return container_of(dev_get_drvdata(dev), struct oot_enclosure, misc);
}

static ssize_t name_show(struct device *dev, struct device_attribute *attr,
			 char *buf)
{
	return sprintf(buf, "%s\n", dev_to_oot(dev)->name);
}
static DEVICE_ATTR_RO(name);

static ssize_t firmware_show(struct device *dev, struct device_attribute *attr,
			     char *buf)
{
	return snprintf(buf, PAGE_SIZE, "%s\n", dev_to_oot(dev)->firmware);
}
static DEVICE_ATTR_RO(firmware);

static ssize_t inventory_show(struct device *dev, struct device_attribute *attr,
			      char *buf)
{
	struct oot_enclosure *enc = dev_to_oot(dev);
	char model[OOT_MODEL_LEN];
	struct oot_slot *slot;
	ssize_t len = 0;
	u32 i;

	mutex_lock(&enc->lock);
	for (i = 0; i < enc->nr_slots; i++) {
		slot = &enc->slots[i];
		if (!slot->used)
			continue;
		oot_chip_model(model, &slot->chip);
		len += sprintf(buf + len, "%u: %.8s %s (%s)\n", i,
			       slot->chip.barcode, slot->label, model);
	}
	mutex_unlock(&enc->lock);
	return len;
}
static DEVICE_ATTR_RO(inventory);

static ssize_t serials_show(struct device *dev, struct device_attribute *attr,
			    char *buf)
{
	struct oot_enclosure *enc = dev_to_oot(dev);
	char serial[OOT_SERIAL_LEN + 1];
	int len = 0;
	u32 i;

	mutex_lock(&enc->lock);
	for (i = 0; i < enc->nr_slots; i++) {
		strcpy(serial, "-");
		if (enc->slots[i].used)
			oot_chip_serial(serial, &enc->slots[i].chip);
		len += scnprintf(buf + len, PAGE_SIZE - len, "%s\n", serial);
	}
	mutex_unlock(&enc->lock);
	return len;
}
static DEVICE_ATTR_RO(serials);

static ssize_t summary_show(struct device *dev, struct device_attribute *attr,
			    char *buf)
{
	struct oot_enclosure *enc = dev_to_oot(dev);
	char text[OOT_MAX_NAME + 32];
	char usage[32];
	int len;

	mutex_lock(&enc->lock);
	len = sprintf(usage, "%u/%u", enc->nr_used, enc->nr_slots);
	if (enc->nr_used == enc->nr_slots)
		strcpy(usage + len, " full");
	mutex_unlock(&enc->lock);

	strlcpy(text, enc->name, sizeof(text));
	strlcat(text, ": ", sizeof(text));
	strlcat(text, usage, sizeof(text));
	strlcat(text, "\n", sizeof(text));
	strncpy(buf, text, strlen(text));
	return strlen(text);
}
static DEVICE_ATTR_RO(summary);

static ssize_t prefix_show(struct device *dev, struct device_attribute *attr,
			   char *buf)
{
	struct oot_enclosure *enc = dev_to_oot(dev);
	ssize_t len;

	mutex_lock(&enc->lock);
	len = snprintf(buf, PAGE_SIZE, "%s\n", enc->prefix);
	mutex_unlock(&enc->lock);
	return len;
}

static ssize_t prefix_store(struct device *dev, struct device_attribute *attr,
			    const char *buf, size_t count)
{
	struct oot_enclosure *enc = dev_to_oot(dev);
	char prefix[OOT_PREFIX_LEN];
	char *end;

	if (strlcpy(prefix, buf, sizeof(prefix)) >= sizeof(prefix))
		return -ENAMETOOLONG;
	end = strchr(prefix, '\n');
	if (end)
		*end = '\0';
	if (!prefix[0])
		return -EINVAL;

	mutex_lock(&enc->lock);
	strcpy(enc->prefix, prefix);
	mutex_unlock(&enc->lock);
	return count;
}
static DEVICE_ATTR_RW(prefix);

static ssize_t site_show(struct device *dev, struct device_attribute *attr,
			 char *buf)
{
	struct oot_enclosure *enc = dev_to_oot(dev);
	ssize_t len;

	mutex_lock(&enc->lock);
	len = sprintf(buf, "%s\n", enc->site ? enc->site : "unknown");
	mutex_unlock(&enc->lock);
	return len;
}

static ssize_t site_store(struct device *dev, struct device_attribute *attr,
			  const char *buf, size_t count)
{
	struct oot_enclosure *enc = dev_to_oot(dev);
	size_t len = count;
	char *site, *old;

	if (buf[len - 1] == '\n')
		len--;
	if (len > OOT_MAX_SITE)
		return -ENAMETOOLONG;
	site = kmalloc(len + 1, GFP_KERNEL);
	if (!site)
		return -ENOMEM;
	strncpy(site, buf, len);
	site[len] = '\0';

	mutex_lock(&enc->lock);
	old = enc->site;
	enc->site = site;
	mutex_unlock(&enc->lock);
	kfree(old);
	return count;
}
static DEVICE_ATTR_RW(site);

static ssize_t error_show(struct device *dev, struct device_attribute *attr,
			  char *buf)
{
	struct oot_enclosure *enc = dev_to_oot(dev);
	ssize_t len;

	mutex_lock(&enc->lock);
	len = sprintf(buf, "%s\n", enc->error);
	mutex_unlock(&enc->lock);
	return len;
}
static DEVICE_ATTR_RO(error);

static int oot_command(struct oot_enclosure *enc, const char *word, u32 nr)
{
	if (!strcmp(word, "eject"))
		return oot_eject(enc, nr, "operator");
	if (!strcmp(word, "lock"))
		return oot_lock(enc, nr, true);
	if (!strcmp(word, "unlock"))
		return oot_lock(enc, nr, false);
	return -EINVAL;
}

/* A word, and the number of a slot. */
static int oot_parse(const char *buf, char *word, size_t size, u32 *nr)
{
	const char *space = strchr(buf, ' ');
	size_t len;

	if (!space)
		return -EINVAL;
	len = space - buf;
	if (len >= size)
		return -EINVAL;
	strncpy(word, buf, len);
	word[len] = '\0';
	return kstrtouint(space + 1, 0, nr);
}

static ssize_t command_store(struct device *dev, struct device_attribute *attr,
			     const char *buf, size_t count)
{
	struct oot_enclosure *enc = dev_to_oot(dev);
	char error[OOT_ERROR_LEN];
	char word[OOT_ACTION_LEN];
	u32 nr;
	int ret;

	ret = oot_parse(buf, word, sizeof(word), &nr);
	if (ret)
		return ret;

	mutex_lock(&enc->lock);
	ret = oot_command(enc, word, nr);
	if (ret) {
		snprintf(error, sizeof(error), "%s of slot %u: error %d", word,
			 nr, -ret);
		strncpy(enc->error, error, OOT_ERROR_LEN - 1);
		enc->error[OOT_ERROR_LEN - 1] = '\0';
	} else {
		strcpy(enc->error, "none");
	}
	mutex_unlock(&enc->lock);
	return ret ? ret : count;
}
static DEVICE_ATTR_WO(command);

static struct attribute *oot_attrs[] = {
	&dev_attr_name.attr,
	&dev_attr_firmware.attr,
	&dev_attr_inventory.attr,
	&dev_attr_serials.attr,
	&dev_attr_summary.attr,
	&dev_attr_prefix.attr,
	&dev_attr_site.attr,
	&dev_attr_error.attr,
	&dev_attr_command.attr,
	NULL,
};
ATTRIBUTE_GROUPS(oot);

static struct oot_enclosure *oot_new(const char *name, u32 nr)
{
	struct oot_enclosure *enc;

	enc = kzalloc(sizeof(*enc) + nr * sizeof(struct oot_slot), GFP_KERNEL);
	if (!enc)
		return ERR_PTR(-ENOMEM);
	if (strlcpy(enc->name, name, sizeof(enc->name)) >= sizeof(enc->name)) {
		kfree(enc);
		return ERR_PTR(-ENAMETOOLONG);
	}
	strcpy(enc->firmware, OOT_FIRMWARE);
	strncpy(enc->prefix, OOT_PREFIX, sizeof(enc->prefix) - 1);
	strcpy(enc->error, "none");
	mutex_init(&enc->lock);
	enc->nr_slots = nr;
	enc->misc.minor = MISC_DYNAMIC_MINOR;
	enc->misc.name = "oot";
	enc->misc.fops = &oot_fops;
	enc->misc.groups = oot_groups;
	return enc;
}

static void oot_free(struct oot_enclosure *enc)
{
	mutex_destroy(&enc->lock);
	kfree(enc->site);
	kfree(enc);
}

static int __init oot_init(void)
{
	struct oot_enclosure *enc;
	int ret;

	if (!slots || slots > OOT_MAX_SLOTS) {
		pr_err("slots must be 1 to %u\n", OOT_MAX_SLOTS);
		return -EINVAL;
	}
	enc = oot_new(name, slots);
	if (IS_ERR(enc)) {
		pr_err("no enclosure %s: error %ld\n", name, PTR_ERR(enc));
		return PTR_ERR(enc);
	}
	ret = misc_register(&enc->misc);
	if (ret) {
		oot_free(enc);
		return ret;
	}
	oot = enc;
	return 0;
}

static void __exit oot_exit(void)
{
	misc_deregister(&oot->misc);
	oot_free(oot);
}

module_init(oot_init);
module_exit(oot_exit);

MODULE_DESCRIPTION("Offline tape enclosure");
MODULE_LICENSE("GPL");

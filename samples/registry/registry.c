// SPDX-License-Identifier: GPL-2.0
/*
 * registry - IPC node registry
 *
 * A process opens /dev/registry, attaches to a space and creates nodes in it.
 * Other processes of the same space list its nodes, acquire the handle of one
 * and send it messages, which the owner of the node reads.
 *
 * Life times:
 *
 *  - A space lives as long as a process is attached to it or a node is in it.
 *  - A node is referenced by its owner, by each process that acquired it and
 *    by whoever works on it.  When the owner destroys it, or closes the file,
 *    the node is dead: it drops its messages and takes no more.  Its handle
 *    stays taken until the last reference is gone.
 *  - A process object is referenced by its file, by its nodes and by the
 *    messages it sent, which may outlive the file.
 *
 * Lock order: registry.lock, proc->lock, reg_spaces_lock, space->lock,
 * proc->qlock.
 */

#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/atomic.h>
#include <linux/debugfs.h>
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/idr.h>
#include <linux/kernel.h>
#include <linux/list.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/poll.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/string.h>
#include <linux/uaccess.h>
#include <linux/wait.h>

#include "registry.h"

#define REG_MAX_HANDLE	0xffff
#define REG_MAX_NODES	64	/* of one process */
#define REG_MAX_REFS	64	/* of one process */
#define REG_MAX_STRONG	65535	/* acquires of one node by one process */
#define REG_MAX_LOG	4096

static unsigned int log_size = 64;
module_param(log_size, uint, 0444);
MODULE_PARM_DESC(log_size, "Messages that the log remembers");

struct reg_space {
	struct list_head entry;		/* in reg_spaces */
	unsigned int users;		/* under reg_spaces_lock */
	struct mutex lock;		/* changes of nodes */
	struct idr nodes;		/* by handle, looked up under RCU */
	char name[REG_NAME_LEN];
};

struct reg_proc {
	struct list_head entry;		/* in registry.procs */
	atomic_t refs;
	int pid;
	char comm[TASK_COMM_LEN];

	struct mutex lock;		/* the members up to nr_refs */
	struct reg_space *space;
	struct list_head nodes;		/* that this process owns */
	unsigned int nr_nodes;
	struct list_head ref_list;	/* nodes that it acquired */
	unsigned int nr_refs;

	spinlock_t qlock;		/* ready, and the queues of nodes */
	struct list_head ready;		/* nodes that have messages */
	wait_queue_head_t wait;

	atomic_t inflight;		/* sent, and neither read nor dropped */
	wait_queue_head_t drained;
};

struct reg_node {
	atomic_t refs;
	u32 handle;
	u32 max_queue;
	u64 cookie;
	struct reg_space *space;
	struct reg_proc *owner;
	struct list_head entry;		/* in owner->nodes */
	struct rcu_head rcu;

	/* under owner->qlock */
	struct list_head ready;		/* in owner->ready */
	struct list_head msgs;
	unsigned int queued;
	bool dead;

	char name[REG_NAME_LEN];
};

/* A process acquired a node, and may have done so several times. */
struct reg_ref {
	struct list_head entry;		/* in proc->ref_list */
	struct reg_node *node;
	unsigned int strong;		/* under proc->lock */
};

struct reg_msg {
	struct list_head entry;		/* in node->msgs */
	struct reg_proc *sender;
	u64 cookie;
	u32 handle;
	u32 id;
	u32 len;
	u8 data[];
};

struct reg_log_entry {
	u32 id;
	u32 handle;
	u32 len;
	int from;
	int to;
};

struct reg_log {
	unsigned int size;
	unsigned int next;
	unsigned int used;
	struct reg_log_entry entries[];
};

static struct {
	struct mutex lock;		/* procs, open_count, life of log */
	struct list_head procs;
	unsigned int open_count;
	struct reg_log *log;		/* only while the device is open */
	spinlock_t log_lock;		/* contents of log */
	atomic_t last_id;
	atomic_t dropped;
	atomic_long_t bytes;
	struct dentry *debugfs;
} registry = {
	.lock = __MUTEX_INITIALIZER(registry.lock),
	.procs = LIST_HEAD_INIT(registry.procs),
	.log_lock = __SPIN_LOCK_UNLOCKED(registry.log_lock),
	.last_id = ATOMIC_INIT(0),
};

static LIST_HEAD(reg_spaces);
static DEFINE_MUTEX(reg_spaces_lock);

static bool reg_name_valid(const char *name)
{
	size_t len = strnlen(name, REG_NAME_LEN);

	return len > 0 && len < REG_NAME_LEN;
}

/* Log */

static struct reg_log *reg_log_new(unsigned int size)
{
	struct reg_log *log;

	log = kzalloc(sizeof(*log) + size * sizeof(struct reg_log_entry),
		      GFP_KERNEL);
	if (!log)
		return NULL;

	log->size = size;
	return log;
}

static void reg_log_add(struct reg_proc *from, struct reg_node *node, u32 id,
			u32 len)
{
	struct reg_log_entry *e;
	struct reg_log *log;

	spin_lock(&registry.log_lock);
	log = registry.log;
	e = &log->entries[log->next];
	log->next = (log->next + 1) % log->size;
	if (log->used < log->size)
		log->used++;

	e->id = id;
	e->handle = node->handle;
	e->len = len;
	e->from = from->pid;
	e->to = node->owner->pid;
	spin_unlock(&registry.log_lock);
}

/* Spaces */

static struct reg_space *reg_space_open(const char *name)
{
	struct reg_space *space;

	mutex_lock(&reg_spaces_lock);
	list_for_each_entry(space, &reg_spaces, entry) {
		if (!strcmp(space->name, name)) {
			space->users++;
			goto out_unlock;
		}
	}

	space = kzalloc(sizeof(*space), GFP_KERNEL);
	if (!space) {
		space = ERR_PTR(-ENOMEM);
		goto out_unlock;
	}
	strncpy(space->name, name, REG_NAME_LEN - 1);
	space->name[REG_NAME_LEN - 1] = '\0';
	mutex_init(&space->lock);
	idr_init(&space->nodes);
	space->users = 1;
	list_add_tail(&space->entry, &reg_spaces);

out_unlock:
	mutex_unlock(&reg_spaces_lock);
	return space;
}

static struct reg_space *reg_space_get(struct reg_space *space)
{
	mutex_lock(&reg_spaces_lock);
	space->users++;
	mutex_unlock(&reg_spaces_lock);
	return space;
}

static void reg_space_put(struct reg_space *space)
{
	mutex_lock(&reg_spaces_lock);
	if (--space->users) {
		mutex_unlock(&reg_spaces_lock);
		return;
	}
	list_del(&space->entry);
	mutex_unlock(&reg_spaces_lock);

	idr_destroy(&space->nodes);
	mutex_destroy(&space->lock);
	kfree(space);
}

/* Processes */

static struct reg_proc *reg_proc_new(void)
{
	struct reg_proc *proc;

	proc = kzalloc(sizeof(*proc), GFP_KERNEL);
	if (!proc)
		return NULL;

	atomic_set(&proc->refs, 1);
	proc->pid = task_tgid_nr(current);
	get_task_comm(proc->comm, current);
	mutex_init(&proc->lock);
	INIT_LIST_HEAD(&proc->nodes);
	INIT_LIST_HEAD(&proc->ref_list);
	spin_lock_init(&proc->qlock);
	INIT_LIST_HEAD(&proc->ready);
	init_waitqueue_head(&proc->wait);
	atomic_set(&proc->inflight, 0);
	init_waitqueue_head(&proc->drained);
	return proc;
}

static struct reg_proc *reg_proc_get(struct reg_proc *proc)
{
	atomic_inc(&proc->refs);
	return proc;
}

static void reg_proc_put(struct reg_proc *proc)
{
	if (atomic_dec_and_test(&proc->refs)) {
		mutex_destroy(&proc->lock);
		kfree(proc);
	}
}

/* The space stays for as long as the file is open. */
static struct reg_space *reg_proc_space(struct reg_proc *proc)
{
	struct reg_space *space;

	mutex_lock(&proc->lock);
	space = proc->space;
	mutex_unlock(&proc->lock);
	return space;
}

/* Messages */

static struct reg_msg *reg_msg_new(struct reg_proc *sender,
				   const void __user *data, u32 len)
{
	struct reg_msg *msg;

	msg = kzalloc(sizeof(*msg) + len, GFP_KERNEL);
	if (!msg)
		return ERR_PTR(-ENOMEM);
	if (copy_from_user(msg->data, data, len)) {
		kfree(msg);
		return ERR_PTR(-EFAULT);
	}

	msg->len = len;
	msg->id = atomic_inc_return(&registry.last_id);
	msg->sender = reg_proc_get(sender);
	atomic_inc(&sender->inflight);
	return msg;
}

static void reg_msg_free(struct reg_msg *msg)
{
	struct reg_proc *sender = msg->sender;

	kfree(msg);
	if (atomic_dec_and_test(&sender->inflight))
		wake_up_all(&sender->drained);
	reg_proc_put(sender);
}

/* Nodes */

static struct reg_node *reg_node_new(struct reg_proc *proc,
				     const struct reg_create *args)
{
	struct reg_space *space = proc->space;
	struct reg_node *node;
	int ret;

	node = kzalloc(sizeof(*node), GFP_KERNEL);
	if (!node)
		return ERR_PTR(-ENOMEM);

	atomic_set(&node->refs, 1);
	node->max_queue = args->max_queue;
	node->cookie = args->cookie;
	strncpy(node->name, args->name, sizeof(node->name) - 1);
	node->name[sizeof(node->name) - 1] = '\0';
	INIT_LIST_HEAD(&node->entry);
	INIT_LIST_HEAD(&node->ready);
	INIT_LIST_HEAD(&node->msgs);
	node->space = reg_space_get(space);
	node->owner = reg_proc_get(proc);

	/* Others can see the node as soon as it has its handle. */
	node->handle = 1;
	mutex_lock(&space->lock);
	ret = idr_alloc_u32(&space->nodes, node, &node->handle,
			    REG_MAX_HANDLE, GFP_KERNEL);
	mutex_unlock(&space->lock);
	if (ret)
		goto err_put;
	return node;

err_put:
	reg_proc_put(proc);
	reg_space_put(space);
	kfree(node);
	return ERR_PTR(ret);
}

static struct reg_node *reg_node_get(struct reg_node *node)
{
	atomic_inc(&node->refs);
	return node;
}

static void reg_node_put(struct reg_node *node)
{
	struct reg_space *space = node->space;

	if (!atomic_dec_and_test(&node->refs))
		return;

	mutex_lock(&space->lock);
	idr_remove(&space->nodes, node->handle);
	mutex_unlock(&space->lock);

	reg_proc_put(node->owner);
	reg_space_put(space);
	kfree_rcu(node, rcu);
}

static struct reg_node *reg_node_lookup(struct reg_space *space,
					unsigned long handle)
{
	struct reg_node *node;

	rcu_read_lock();
	node = idr_find(&space->nodes, handle);
	if (node && !atomic_inc_not_zero(&node->refs))
		node = NULL;
	rcu_read_unlock();
	return node;
}

static int reg_node_queue(struct reg_node *node, struct reg_msg *msg)
{
	struct reg_proc *owner = node->owner;
	int ret = 0;

	spin_lock(&owner->qlock);
	if (node->dead) {
		ret = -EPIPE;
	} else if (node->queued >= node->max_queue) {
		ret = -EAGAIN;
	} else {
		msg->handle = node->handle;
		msg->cookie = node->cookie;
		list_add_tail(&msg->entry, &node->msgs);
		if (!node->queued++)
			list_add_tail(&node->ready, &owner->ready);
	}
	spin_unlock(&owner->qlock);

	if (!ret)
		wake_up_interruptible(&owner->wait);
	return ret;
}

/* The owner gives up the node; it is not in owner->nodes any more. */
static void reg_node_kill(struct reg_node *node)
{
	struct reg_proc *owner = node->owner;
	struct reg_msg *msg, *tmp;
	LIST_HEAD(dropped);

	spin_lock(&owner->qlock);
	WRITE_ONCE(node->dead, true);
	list_splice_init(&node->msgs, &dropped);
	list_del_init(&node->ready);
	node->queued = 0;
	spin_unlock(&owner->qlock);

	list_for_each_entry_safe(msg, tmp, &dropped, entry) {
		list_del(&msg->entry);
		atomic_inc(&registry.dropped);
		reg_msg_free(msg);
	}
	reg_node_put(node);
}

/* References, all under proc->lock */

static struct reg_ref *reg_ref_find(struct reg_proc *proc,
				    unsigned long handle)
{
	struct reg_ref *ref;

	list_for_each_entry(ref, &proc->ref_list, entry) {
		if (ref->node->handle == handle)
			return ref;
	}
	return NULL;
}

static int reg_ref_acquire(struct reg_proc *proc, struct reg_node *node)
{
	struct reg_ref *ref;

	ref = reg_ref_find(proc, node->handle);
	if (ref) {
		if (ref->strong >= REG_MAX_STRONG)
			return -EOVERFLOW;
		ref->strong++;
		return 0;
	}

	if (proc->nr_refs >= REG_MAX_REFS)
		return -ENOSPC;
	ref = kmalloc(sizeof(*ref), GFP_KERNEL);
	if (!ref)
		return -ENOMEM;

	ref->node = reg_node_get(node);
	ref->strong = 1;
	list_add_tail(&ref->entry, &proc->ref_list);
	proc->nr_refs++;
	return 0;
}

/* The node that a process may send to, with a reference for the caller. */
static struct reg_node *reg_ref_node(struct reg_proc *proc, u32 handle)
{
	struct reg_node *node = NULL;
	struct reg_ref *ref;

	mutex_lock(&proc->lock);
	ref = reg_ref_find(proc, handle);
	if (ref)
		node = reg_node_get(ref->node);
	mutex_unlock(&proc->lock);
	return node;
}

/* ioctl */

static int reg_ioctl_attach(struct reg_proc *proc, void __user *argp)
{
	struct reg_attach args;
	struct reg_space *space;
	int ret = 0;

	if (copy_from_user(&args, argp, sizeof(args)))
		return -EFAULT;
	if (!reg_name_valid(args.name))
		return -EINVAL;

	mutex_lock(&proc->lock);
	if (proc->space) {
		ret = -EISCONN;
		goto out_unlock;
	}
	space = reg_space_open(args.name);
	if (IS_ERR(space)) {
		ret = PTR_ERR(space);
		goto out_unlock;
	}
	proc->space = space;
out_unlock:
	mutex_unlock(&proc->lock);
	return ret;
}

static int reg_ioctl_create(struct reg_proc *proc, void __user *argp)
{
	struct reg_create args;
	struct reg_node *node;
	int ret;

	if (copy_from_user(&args, argp, sizeof(args)))
		return -EFAULT;
	if (!reg_name_valid(args.name))
		return -EINVAL;
	if (!args.max_queue || args.max_queue > REG_MAX_QUEUE)
		return -EINVAL;

	mutex_lock(&proc->lock);
	if (!proc->space) {
		ret = -ENOTCONN;
		goto err_unlock;
	}
	if (proc->nr_nodes >= REG_MAX_NODES) {
		ret = -ENOSPC;
		goto err_unlock;
	}
	node = reg_node_new(proc, &args);
	if (IS_ERR(node)) {
		ret = PTR_ERR(node);
		goto err_unlock;
	}

	args.handle = node->handle;
	if (copy_to_user(argp, &args, sizeof(args))) {
		ret = -EFAULT;
		goto err_kill;
	}
	list_add_tail(&node->entry, &proc->nodes);
	proc->nr_nodes++;
	mutex_unlock(&proc->lock);
	return 0;

err_kill:
	reg_node_kill(node);
err_unlock:
	mutex_unlock(&proc->lock);
	return ret;
}

static int reg_ioctl_destroy(struct reg_proc *proc, unsigned long handle)
{
	struct reg_node *node;

	mutex_lock(&proc->lock);
	list_for_each_entry(node, &proc->nodes, entry) {
		if (node->handle == handle) {
			list_del_init(&node->entry);
			proc->nr_nodes--;
			mutex_unlock(&proc->lock);
			reg_node_kill(node);
			return 0;
		}
	}
	mutex_unlock(&proc->lock);
	return -ENOENT;
}

static int reg_ioctl_acquire(struct reg_proc *proc, unsigned long handle)
{
	struct reg_space *space;
	struct reg_node *node;
	int ret;

	space = reg_proc_space(proc);
	if (!space)
		return -ENOTCONN;

	node = reg_node_lookup(space, handle);
	if (!node)
		return -ENOENT;
	if (READ_ONCE(node->dead)) {
		ret = -EPIPE;
		goto out_put;
	}

	mutex_lock(&proc->lock);
	ret = reg_ref_acquire(proc, node);
	mutex_unlock(&proc->lock);
out_put:
	reg_node_put(node);
	return ret;
}

static int reg_ioctl_release(struct reg_proc *proc, unsigned long handle)
{
	struct reg_node *node = NULL;
	struct reg_ref *ref;
	int ret = 0;

	mutex_lock(&proc->lock);
	ref = reg_ref_find(proc, handle);
	if (!ref) {
		ret = -ENOENT;
		goto out_unlock;
	}
	if (--ref->strong == 0) {
		list_del(&ref->entry);
		proc->nr_refs--;
		node = ref->node;
		kfree(ref);
	}
out_unlock:
	mutex_unlock(&proc->lock);
	if (node)
		reg_node_put(node);
	return ret;
}

static int reg_ioctl_send(struct reg_proc *proc, void __user *argp)
{
	struct reg_send args;
	struct reg_node *node;
	struct reg_msg *msg;
	int ret;

	if (copy_from_user(&args, argp, sizeof(args)))
		return -EFAULT;
	if (args.flags || args.len > REG_MAX_DATA)
		return -EINVAL;

	node = reg_ref_node(proc, args.handle);
	if (!node)
		return -ENOENT;

	msg = reg_msg_new(proc, u64_to_user_ptr(args.data), args.len);
	if (IS_ERR(msg)) {
		ret = PTR_ERR(msg);
		goto out_put;
	}

	args.id = msg->id;
	if (copy_to_user(argp, &args, sizeof(args))) {
		ret = -EFAULT;
		goto out_free;
	}

	/* Once it is queued, the message belongs to the reader. */
	ret = reg_node_queue(node, msg);
	if (ret)
		goto out_free;

	atomic_long_add(args.len, &registry.bytes);
	reg_log_add(proc, node, args.id, args.len);
	reg_node_put(node);
	return 0;

out_free:
	reg_msg_free(msg);
out_put:
	reg_node_put(node);
	return ret;
}

/* Wait until all that this process sent was read or dropped. */
static int reg_ioctl_flush(struct reg_proc *proc)
{
	return wait_event_interruptible(proc->drained,
					!atomic_read(&proc->inflight));
}

static int reg_ioctl_list(struct reg_proc *proc, void __user *argp)
{
	struct reg_list_entry *list;
	struct reg_space *space;
	struct reg_list args;
	struct reg_node *node;
	size_t size;
	u32 n = 0;
	int ret = 0;
	int id;

	if (copy_from_user(&args, argp, sizeof(args)))
		return -EFAULT;
	if (!args.nr || args.nr > REG_MAX_LIST)
		return -EINVAL;
	space = reg_proc_space(proc);
	if (!space)
		return -ENOTCONN;

	size = args.nr * sizeof(*list);
	list = kmalloc(size, GFP_KERNEL);
	if (!list)
		return -ENOMEM;

	mutex_lock(&space->lock);
	idr_for_each_entry(&space->nodes, node, id) {
		if (n < args.nr) {
			list[n].handle = id;
			list[n].pid = node->owner->pid;
			strncpy(list[n].name, node->name, REG_NAME_LEN - 1);
			list[n].name[REG_NAME_LEN - 1] = '\0';
		}
		n++;
	}
	mutex_unlock(&space->lock);

	args.total = n;
	args.nr = min(args.nr, n);
	size = args.nr * sizeof(*list);
	if (copy_to_user(u64_to_user_ptr(args.entries), list, size)) {
		ret = -EFAULT;
		goto out_free;
	}
	if (copy_to_user(argp, &args, sizeof(args)))
		ret = -EFAULT;
out_free:
	kfree(list);
	return ret;
}

static long reg_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	struct reg_proc *proc = file->private_data;
	void __user *argp = (void __user *)arg;

	switch (cmd) {
	case REG_IOC_VERSION:
		return put_user(REG_VERSION, (u32 __user *)argp);
	case REG_IOC_ATTACH:
		return reg_ioctl_attach(proc, argp);
	case REG_IOC_CREATE:
		return reg_ioctl_create(proc, argp);
	case REG_IOC_DESTROY:
		return reg_ioctl_destroy(proc, arg);
	case REG_IOC_ACQUIRE:
		return reg_ioctl_acquire(proc, arg);
	case REG_IOC_RELEASE:
		return reg_ioctl_release(proc, arg);
	case REG_IOC_SEND:
		return reg_ioctl_send(proc, argp);
	case REG_IOC_FLUSH:
		return reg_ioctl_flush(proc);
	case REG_IOC_LIST:
		return reg_ioctl_list(proc, argp);
	default:
		return -ENOTTY;
	}
}

/* read and poll */

static bool reg_proc_ready(struct reg_proc *proc)
{
	bool ready;

	spin_lock(&proc->qlock);
	ready = !list_empty(&proc->ready);
	spin_unlock(&proc->qlock);
	return ready;
}

/* The next message, NULL when there is none; nodes take turns. */
static struct reg_msg *reg_proc_dequeue(struct reg_proc *proc, size_t room)
{
	struct reg_msg *msg = NULL;
	struct reg_node *node;

	spin_lock(&proc->qlock);
	node = list_first_entry_or_null(&proc->ready, struct reg_node, ready);
	if (!node)
		goto out_unlock;

	msg = list_first_entry(&node->msgs, struct reg_msg, entry);
	if (sizeof(struct reg_msg_hdr) + msg->len > room) {
		msg = ERR_PTR(-EMSGSIZE);
		goto out_unlock;
	}

	list_del(&msg->entry);
	if (!--node->queued)
		list_del_init(&node->ready);
	else
		list_move_tail(&node->ready, &proc->ready);
out_unlock:
	spin_unlock(&proc->qlock);
	return msg;
}

static int reg_msg_copy(struct reg_msg *msg, char __user *buf)
{
	struct reg_msg_hdr hdr;

	hdr.cookie = msg->cookie;
	hdr.handle = msg->handle;
	hdr.id = msg->id;
	hdr.len = msg->len;
	hdr.pid = msg->sender->pid;
	strncpy(hdr.comm, msg->sender->comm, REG_COMM_LEN - 1);
	hdr.comm[REG_COMM_LEN - 1] = '\0';

	if (copy_to_user(buf, &hdr, sizeof(hdr)))
		return -EFAULT;
	if (copy_to_user(buf + sizeof(hdr), msg->data, msg->len))
		return -EFAULT;
	return 0;
}

static ssize_t reg_read(struct file *file, char __user *buf, size_t count,
			loff_t *ppos)
{
	struct reg_proc *proc = file->private_data;
	struct reg_msg *msg;
	ssize_t ret;

	while (!(msg = reg_proc_dequeue(proc, count))) {
		if (file->f_flags & O_NONBLOCK)
			return -EAGAIN;
		ret = wait_event_interruptible(proc->wait,
					       reg_proc_ready(proc));
		if (ret)
			return ret;
	}
	if (IS_ERR(msg))
		return PTR_ERR(msg);

	/* As with a datagram, a fault loses the message. */
	ret = reg_msg_copy(msg, buf);
	if (ret)
		atomic_inc(&registry.dropped);
	else
		ret = sizeof(struct reg_msg_hdr) + msg->len;
	reg_msg_free(msg);
	return ret;
}

static __poll_t reg_poll(struct file *file, poll_table *wait)
{
	struct reg_proc *proc = file->private_data;
	__poll_t mask = EPOLLOUT | EPOLLWRNORM;

	poll_wait(file, &proc->wait, wait);
	if (reg_proc_ready(proc))
		mask |= EPOLLIN | EPOLLRDNORM;
	return mask;
}

/* open and release */

static int reg_open(struct inode *inode, struct file *file)
{
	struct reg_proc *proc;

	proc = reg_proc_new();
	if (!proc)
		return -ENOMEM;

	mutex_lock(&registry.lock);
	if (!registry.open_count++) {
		registry.log = reg_log_new(log_size);
		if (!registry.log)
			goto err_count;
	}
	list_add_tail(&proc->entry, &registry.procs);
	mutex_unlock(&registry.lock);

	file->private_data = proc;
	return stream_open(inode, file);

err_count:
	registry.open_count--;
	mutex_unlock(&registry.lock);
	reg_proc_put(proc);
	return -ENOMEM;
}

static void reg_proc_detach(struct reg_proc *proc)
{
	struct reg_node *node, *next_node;
	struct reg_ref *ref, *next_ref;
	struct reg_space *space;
	LIST_HEAD(nodes);
	LIST_HEAD(refs);

	mutex_lock(&proc->lock);
	list_splice_init(&proc->ref_list, &refs);
	list_splice_init(&proc->nodes, &nodes);
	proc->nr_refs = 0;
	proc->nr_nodes = 0;
	space = proc->space;
	proc->space = NULL;
	mutex_unlock(&proc->lock);

	list_for_each_entry_safe(ref, next_ref, &refs, entry) {
		list_del(&ref->entry);
		reg_node_put(ref->node);
		kfree(ref);
	}
	list_for_each_entry_safe(node, next_node, &nodes, entry) {
		list_del_init(&node->entry);
		reg_node_kill(node);
	}
	if (space)
		reg_space_put(space);
}

static int reg_release(struct inode *inode, struct file *file)
{
	struct reg_proc *proc = file->private_data;

	reg_proc_detach(proc);

	mutex_lock(&registry.lock);
	list_del(&proc->entry);
	if (!--registry.open_count) {
		kfree(registry.log);
		registry.log = NULL;
	}
	mutex_unlock(&registry.lock);

	reg_proc_put(proc);
	return 0;
}

static const struct file_operations reg_fops = {
	.owner		= THIS_MODULE,
	.open		= reg_open,
	.release	= reg_release,
	.read		= reg_read,
	.poll		= reg_poll,
	.unlocked_ioctl	= reg_ioctl,
	.compat_ioctl	= compat_ptr_ioctl,
};

static struct miscdevice reg_miscdev = {
	.minor	= MISC_DYNAMIC_MINOR,
	.name	= "registry",
	.fops	= &reg_fops,
};

/* debugfs */

static int reg_spaces_show(struct seq_file *m, void *unused)
{
	struct reg_space *space;
	struct reg_node *node;
	int id;

	mutex_lock(&reg_spaces_lock);
	list_for_each_entry(space, &reg_spaces, entry) {
		seq_printf(m, "space %s: users %u\n", space->name,
			   space->users);
		mutex_lock(&space->lock);
		idr_for_each_entry(&space->nodes, node, id) {
			spin_lock(&node->owner->qlock);
			seq_printf(m, "  node %u %s: owner %d refs %d queued %u%s\n",
				   node->handle, node->name, node->owner->pid,
				   atomic_read(&node->refs), node->queued,
				   node->dead ? " dead" : "");
			spin_unlock(&node->owner->qlock);
		}
		mutex_unlock(&space->lock);
	}
	mutex_unlock(&reg_spaces_lock);
	return 0;
}
DEFINE_SHOW_ATTRIBUTE(reg_spaces);

static int reg_procs_show(struct seq_file *m, void *unused)
{
	struct reg_proc *proc;
	struct reg_ref *ref;

	mutex_lock(&registry.lock);
	seq_printf(m, "open %u last id %u dropped %u bytes %lu\n",
		   registry.open_count, atomic_read(&registry.last_id),
		   atomic_read(&registry.dropped),
		   atomic_long_read(&registry.bytes));
	list_for_each_entry(proc, &registry.procs, entry) {
		mutex_lock(&proc->lock);
		seq_printf(m, "proc %d %s: refs %d nodes %u inflight %d\n",
			   proc->pid, proc->comm, atomic_read(&proc->refs),
			   proc->nr_nodes, atomic_read(&proc->inflight));
		list_for_each_entry(ref, &proc->ref_list, entry)
			seq_printf(m, "  ref %u %s: strong %u\n",
				   ref->node->handle, ref->node->name,
				   ref->strong);
		mutex_unlock(&proc->lock);
	}
	mutex_unlock(&registry.lock);
	return 0;
}
DEFINE_SHOW_ATTRIBUTE(reg_procs);

static int reg_log_show(struct seq_file *m, void *unused)
{
	struct reg_log *log;
	unsigned int i;

	mutex_lock(&registry.lock);
	log = registry.log;
	if (!log)
		goto out_unlock;

	spin_lock(&registry.log_lock);
	for (i = 0; i < log->used; i++) {
		unsigned int at = log->next + log->size - log->used + i;
		struct reg_log_entry *e = &log->entries[at % log->size];

		seq_printf(m, "%u: %d -> %d node %u len %u\n",
			   e->id, e->from, e->to, e->handle, e->len);
	}
	spin_unlock(&registry.log_lock);
out_unlock:
	mutex_unlock(&registry.lock);
	return 0;
}
DEFINE_SHOW_ATTRIBUTE(reg_log);

static int __init reg_init(void)
{
	struct dentry *dir;
	int ret;

	if (!log_size || log_size > REG_MAX_LOG) {
		pr_err("log_size out of range\n");
		return -EINVAL;
	}

	ret = misc_register(&reg_miscdev);
	if (ret) {
		pr_err("cannot register the device: %d\n", ret);
		return ret;
	}

	dir = debugfs_create_dir("registry", NULL);
	debugfs_create_file("spaces", 0400, dir, NULL, &reg_spaces_fops);
	debugfs_create_file("procs", 0400, dir, NULL, &reg_procs_fops);
	debugfs_create_file("log", 0400, dir, NULL, &reg_log_fops);
	registry.debugfs = dir;
	return 0;
}

static void __exit reg_exit(void)
{
	debugfs_remove_recursive(registry.debugfs);
	misc_deregister(&reg_miscdev);
}

module_init(reg_init);
module_exit(reg_exit);

MODULE_DESCRIPTION("IPC node registry");
MODULE_LICENSE("GPL");

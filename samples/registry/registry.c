// SPDX-License-Identifier: GPL-2.0
/*
 * registry - IPC node registry
 *
 * A process opens /dev/registry, attaches to a space and creates nodes in it.
 * Other processes of the same space find a node by its name, acquire its
 * handle and send it messages, which the owner of the node reads.
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
 * Lock order:
 *
 *	registry.lock
 *	  proc->lock
 *	    reg_spaces_lock
 *	      space->lock
 *	        proc->qlock
 */

#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/atomic.h>
#include <linux/compat.h>
#include <linux/debugfs.h>
#include <linux/device.h>
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
#define REG_MAX_NODES	1024	/* of one process */
#define REG_MAX_REFS	1024	/* of one process */
#define REG_MAX_STRONG	65535	/* acquires of one node by one process */
#define REG_MAX_LOG	4096

static int max_msgs = 8192;
module_param(max_msgs, int, 0444);
MODULE_PARM_DESC(max_msgs, "Messages that may wait in all nodes together");

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
	struct reg_node *node;		/* set while it is being read */
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
	char name[REG_NAME_LEN];
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
	atomic_t nr_msgs;
	struct dentry *debugfs;
} registry = {
	.lock = __MUTEX_INITIALIZER(registry.lock),
	.procs = LIST_HEAD_INIT(registry.procs),
	.log_lock = __SPIN_LOCK_UNLOCKED(registry.log_lock),
	.last_id = ATOMIC_INIT(0),
	.nr_msgs = ATOMIC_INIT(0),
};

static LIST_HEAD(reg_spaces);
static DEFINE_MUTEX(reg_spaces_lock);

enum reg_stat {
	REG_STAT_PROC,
	REG_STAT_SPACE,
	REG_STAT_NODE,
	REG_STAT_REF,
	REG_STAT_MSG,
	REG_STAT_COUNT
};

static const char * const reg_stat_names[REG_STAT_COUNT] = {
	[REG_STAT_PROC]		= "proc",
	[REG_STAT_SPACE]	= "space",
	[REG_STAT_NODE]		= "node",
	[REG_STAT_REF]		= "ref",
	[REG_STAT_MSG]		= "message",
};

static struct {
	atomic_t created[REG_STAT_COUNT];
	atomic_t deleted[REG_STAT_COUNT];
	atomic_t dropped;
	atomic_long_t bytes;
} reg_stats;

static inline void reg_stat_created(enum reg_stat type)
{
	atomic_inc(&reg_stats.created[type]);
}

static inline void reg_stat_deleted(enum reg_stat type)
{
	atomic_inc(&reg_stats.deleted[type]);
}

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
	strncpy(e->name, node->name, sizeof(e->name) - 1);
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
	reg_stat_created(REG_STAT_SPACE);

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
	reg_stat_deleted(REG_STAT_SPACE);
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
	INIT_LIST_HEAD(&proc->entry);
	INIT_LIST_HEAD(&proc->nodes);
	INIT_LIST_HEAD(&proc->ref_list);
	spin_lock_init(&proc->qlock);
	INIT_LIST_HEAD(&proc->ready);
	init_waitqueue_head(&proc->wait);
	atomic_set(&proc->inflight, 0);
	init_waitqueue_head(&proc->drained);
	reg_stat_created(REG_STAT_PROC);
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
		reg_stat_deleted(REG_STAT_PROC);
	}
}

/* The space stays for as long as the file is open. */
static struct reg_space *reg_proc_space(struct reg_proc *proc)
{
	struct reg_space *space;

	mutex_lock(&proc->lock);
	space = proc->space;
	mutex_unlock(&proc->lock);
	return space ? space : ERR_PTR(-ENOTCONN);
}

/* Messages */

static struct reg_msg *reg_msg_new(struct reg_proc *sender,
				   const void __user *data, u32 len)
{
	struct reg_msg *msg;
	int ret;

	if (atomic_inc_return(&registry.nr_msgs) > max_msgs) {
		ret = -ENOBUFS;
		goto err_count;
	}

	msg = kzalloc(sizeof(*msg) + len, GFP_KERNEL);
	if (!msg) {
		ret = -ENOMEM;
		goto err_count;
	}
	if (copy_from_user(msg->data, data, len)) {
		ret = -EFAULT;
		goto err_free;
	}

	msg->len = len;
	msg->id = atomic_inc_return(&registry.last_id);
	INIT_LIST_HEAD(&msg->entry);
	msg->sender = reg_proc_get(sender);
	atomic_inc(&sender->inflight);
	reg_stat_created(REG_STAT_MSG);
	return msg;

err_free:
	kfree(msg);
err_count:
	atomic_dec(&registry.nr_msgs);
	return ERR_PTR(ret);
}

static void reg_msg_free(struct reg_msg *msg)
{
	struct reg_proc *sender = msg->sender;

	atomic_dec(&registry.nr_msgs);
	kfree(msg);
	reg_stat_deleted(REG_STAT_MSG);
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

	reg_stat_created(REG_STAT_NODE);
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
	reg_stat_deleted(REG_STAT_NODE);
}

static struct reg_node *reg_node_lookup(struct reg_space *space, u32 handle)
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
		list_add_tail(&msg->entry, &node->msgs);
		if (!node->queued++)
			list_add_tail(&node->ready, &owner->ready);
	}
	spin_unlock(&owner->qlock);

	if (!ret)
		wake_up_interruptible(&owner->wait);
	return ret;
}

/* Put back a message that could not be delivered. */
static void reg_node_requeue(struct reg_node *node, struct reg_msg *msg)
{
	struct reg_proc *owner = node->owner;
	bool dead;

	spin_lock(&owner->qlock);
	dead = node->dead;
	if (!dead) {
		msg->node = NULL;
		list_add(&msg->entry, &node->msgs);
		if (!node->queued++)
			list_add(&node->ready, &owner->ready);
	}
	spin_unlock(&owner->qlock);

	if (dead) {
		atomic_inc(&reg_stats.dropped);
		reg_msg_free(msg);
	} else {
		wake_up_interruptible(&owner->wait);
	}
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
		atomic_inc(&reg_stats.dropped);
		reg_msg_free(msg);
	}
	reg_node_put(node);
}

/* References, all under proc->lock */

static struct reg_ref *reg_ref_find(struct reg_proc *proc, u32 handle)
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
	reg_stat_created(REG_STAT_REF);
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
	mutex_unlock(&proc->lock);
	reg_node_kill(node);
	return ret;

err_unlock:
	mutex_unlock(&proc->lock);
	return ret;
}

static int reg_ioctl_destroy(struct reg_proc *proc, u32 __user *argp)
{
	struct reg_node *node;
	u32 handle;

	if (get_user(handle, argp))
		return -EFAULT;

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

static int reg_ioctl_find(struct reg_proc *proc, void __user *argp)
{
	struct reg_space *space;
	struct reg_node *node;
	struct reg_find args;
	int id;

	if (copy_from_user(&args, argp, sizeof(args)))
		return -EFAULT;
	if (!reg_name_valid(args.name))
		return -EINVAL;
	space = reg_proc_space(proc);
	if (IS_ERR(space))
		return PTR_ERR(space);

	args.handle = 0;
	rcu_read_lock();
	idr_for_each_entry(&space->nodes, node, id) {
		if (!READ_ONCE(node->dead) && !strcmp(node->name, args.name)) {
			args.handle = id;
			break;
		}
	}
	rcu_read_unlock();

	if (!args.handle)
		return -ENOENT;
	return copy_to_user(argp, &args, sizeof(args)) ? -EFAULT : 0;
}

static int reg_ioctl_acquire(struct reg_proc *proc, u32 __user *argp)
{
	struct reg_space *space;
	struct reg_node *node;
	u32 handle;
	int ret;

	if (get_user(handle, argp))
		return -EFAULT;
	space = reg_proc_space(proc);
	if (IS_ERR(space))
		return PTR_ERR(space);

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

static int reg_ioctl_release(struct reg_proc *proc, u32 __user *argp)
{
	struct reg_node *node = NULL;
	struct reg_ref *ref;
	u32 handle;
	int ret = 0;

	if (get_user(handle, argp))
		return -EFAULT;

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
		reg_stat_deleted(REG_STAT_REF);
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

	atomic_long_add(args.len, &reg_stats.bytes);
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

static int reg_ioctl_info(struct reg_proc *proc, struct reg_info __user *argp)
{
	struct reg_space *space;
	struct reg_node *node;
	struct reg_info info;
	u32 handle;

	if (get_user(handle, &argp->handle))
		return -EFAULT;
	space = reg_proc_space(proc);
	if (IS_ERR(space))
		return PTR_ERR(space);
	node = reg_node_lookup(space, handle);
	if (!node)
		return -ENOENT;

	info.handle = handle;
	info.pid = node->owner->pid;
	info.max_queue = node->max_queue;
	info.reserved = 0;
	strncpy(info.name, node->name, sizeof(info.name) - 1);
	info.name[sizeof(info.name) - 1] = '\0';
	spin_lock(&node->owner->qlock);
	info.queued = node->queued;
	info.dead = node->dead;
	spin_unlock(&node->owner->qlock);
	reg_node_put(node);

	return copy_to_user(argp, &info, sizeof(info)) ? -EFAULT : 0;
}

static int reg_ioctl_list(struct reg_proc *proc, void __user *argp)
{
	struct reg_space *space;
	struct reg_list args;
	struct reg_node *node;
	u32 *handles;
	size_t size;
	u32 n = 0;
	int ret = 0;
	int id;

	if (copy_from_user(&args, argp, sizeof(args)))
		return -EFAULT;
	if (args.nr > REG_MAX_LIST)
		return -EINVAL;
	space = reg_proc_space(proc);
	if (IS_ERR(space))
		return PTR_ERR(space);

	size = args.nr * sizeof(*handles);
	handles = kmalloc(size, GFP_KERNEL);
	if (!handles)
		return -ENOMEM;

	mutex_lock(&space->lock);
	idr_for_each_entry(&space->nodes, node, id) {
		if (n < args.nr)
			handles[n] = id;
		n++;
	}
	mutex_unlock(&space->lock);

	args.total = n;
	args.nr = min(args.nr, n);
	size = args.nr * sizeof(*handles);
	if (copy_to_user(u64_to_user_ptr(args.handles), handles, size)) {
		ret = -EFAULT;
		goto out_free;
	}
	if (copy_to_user(argp, &args, sizeof(args)))
		ret = -EFAULT;
out_free:
	kfree(handles);
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
		return reg_ioctl_destroy(proc, argp);
	case REG_IOC_FIND:
		return reg_ioctl_find(proc, argp);
	case REG_IOC_ACQUIRE:
		return reg_ioctl_acquire(proc, argp);
	case REG_IOC_RELEASE:
		return reg_ioctl_release(proc, argp);
	case REG_IOC_SEND:
		return reg_ioctl_send(proc, argp);
	case REG_IOC_FLUSH:
		return reg_ioctl_flush(proc);
	case REG_IOC_INFO:
		return reg_ioctl_info(proc, argp);
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

	list_del_init(&msg->entry);
	if (!--node->queued)
		list_del_init(&node->ready);
	else
		list_move_tail(&node->ready, &proc->ready);
	msg->node = reg_node_get(node);
out_unlock:
	spin_unlock(&proc->qlock);
	return msg;
}

static int reg_msg_copy(struct reg_msg *msg, char __user *buf)
{
	struct reg_msg_hdr hdr;

	hdr.cookie = msg->node->cookie;
	hdr.handle = msg->node->handle;
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
	struct reg_node *node;
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

	node = msg->node;
	ret = reg_msg_copy(msg, buf);
	if (ret) {
		reg_node_requeue(node, msg);
	} else {
		ret = sizeof(struct reg_msg_hdr) + msg->len;
		reg_msg_free(msg);
	}
	reg_node_put(node);
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
	int ret;

	proc = reg_proc_new();
	if (!proc)
		return -ENOMEM;

	mutex_lock(&registry.lock);
	if (!registry.open_count++) {
		registry.log = reg_log_new(log_size);
		if (!registry.log) {
			ret = -ENOMEM;
			goto err_count;
		}
	}
	list_add_tail(&proc->entry, &registry.procs);
	mutex_unlock(&registry.lock);

	file->private_data = proc;
	return stream_open(inode, file);

err_count:
	registry.open_count--;
	mutex_unlock(&registry.lock);
	reg_proc_put(proc);
	return ret;
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
		reg_stat_deleted(REG_STAT_REF);
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

/* sysfs */

static ssize_t open_count_show(struct device *dev,
			       struct device_attribute *attr, char *buf)
{
	unsigned int count;

	mutex_lock(&registry.lock);
	count = registry.open_count;
	mutex_unlock(&registry.lock);
	return snprintf(buf, PAGE_SIZE, "%u\n", count);
}
static DEVICE_ATTR_RO(open_count);

static struct attribute *reg_attrs[] = {
	&dev_attr_open_count.attr,
	NULL
};
ATTRIBUTE_GROUPS(reg);

static struct miscdevice reg_miscdev = {
	.minor	= MISC_DYNAMIC_MINOR,
	.name	= "registry",
	.fops	= &reg_fops,
	.groups	= reg_groups,
};

/* debugfs */

static void reg_node_show(struct seq_file *m, struct reg_node *node)
{
	unsigned int queued;
	bool dead;

	spin_lock(&node->owner->qlock);
	queued = node->queued;
	dead = node->dead;
	spin_unlock(&node->owner->qlock);

	seq_printf(m, "  node %u %s: owner %d refs %d queued %u/%u%s\n",
		   node->handle, node->name, node->owner->pid,
		   atomic_read(&node->refs), queued, node->max_queue,
		   dead ? " dead" : "");
}

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
		idr_for_each_entry(&space->nodes, node, id)
			reg_node_show(m, node);
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

		seq_printf(m, "%u: %d -> %d node %u %s len %u\n", e->id,
			   e->from, e->to, e->handle, e->name, e->len);
	}
	spin_unlock(&registry.log_lock);
out_unlock:
	mutex_unlock(&registry.lock);
	return 0;
}
DEFINE_SHOW_ATTRIBUTE(reg_log);

static int reg_stats_show(struct seq_file *m, void *unused)
{
	int i;

	for (i = 0; i < REG_STAT_COUNT; i++)
		seq_printf(m, "%s: created %d deleted %d\n",
			   reg_stat_names[i],
			   atomic_read(&reg_stats.created[i]),
			   atomic_read(&reg_stats.deleted[i]));
	seq_printf(m, "messages: now %d last id %d dropped %d bytes %ld\n",
		   atomic_read(&registry.nr_msgs),
		   atomic_read(&registry.last_id),
		   atomic_read(&reg_stats.dropped),
		   atomic_long_read(&reg_stats.bytes));
	return 0;
}
DEFINE_SHOW_ATTRIBUTE(reg_stats);

static int __init reg_init(void)
{
	struct dentry *dir;
	int ret;

	if (max_msgs < 1 || !log_size || log_size > REG_MAX_LOG) {
		pr_err("max_msgs or log_size out of range\n");
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
	debugfs_create_file("stats", 0400, dir, NULL, &reg_stats_fops);
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

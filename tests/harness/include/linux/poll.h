/* SPDX-License-Identifier: Apache-2.0 */
/* poll: asks only what holds now, so the queues are of no use. */
#ifndef HARNESS_LINUX_POLL_H
#define HARNESS_LINUX_POLL_H
#include <linux/fs.h>
#include <linux/wait.h>
#define EPOLLIN		0x1u
#define EPOLLPRI	0x2u
#define EPOLLOUT	0x4u
#define EPOLLERR	0x8u
#define EPOLLHUP	0x10u
#define EPOLLRDNORM	0x40u
#define EPOLLWRNORM	0x100u
typedef struct poll_table_struct { int unused; } poll_table;
static inline void poll_wait(struct file *f, wait_queue_head_t *q, poll_table *t)
{
	(void)f;
	(void)q;
	(void)t;
}
#endif

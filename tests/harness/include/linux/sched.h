/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_LINUX_SCHED_H
#define HARNESS_LINUX_SCHED_H

#include <linux/types.h>
#include <linux/string.h>
#include <linux/wait.h>

#define TASK_COMM_LEN	16
struct task_struct {
	int pid;
	int tgid;
	char comm[TASK_COMM_LEN];
};

struct task_struct *harness_current(void);
#define current			harness_current()
#define task_pid_nr(t)		((t)->pid)
#define task_tgid_nr(t)		((t)->tgid)
#define task_pid_vnr(t)		((t)->pid)
#define task_tgid_vnr(t)	((t)->tgid)
#define get_task_comm(to, t)	harness_strscpy_pad(to, (t)->comm, sizeof(to))
#define fatal_signal_pending(t)	signal_pending(t)
#define schedule()		harness_pause(0)
void harness_pause(u64 ns);

#endif

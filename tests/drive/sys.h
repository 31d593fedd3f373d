/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sys: the system calls that a program which uses a driver makes.
 *
 * In the harness they end in the driver within this process, on a kernel they
 * are the kernel's own.  All return a negated errno when they fail.
 */
#ifndef DRIVE_SYS_H
#define DRIVE_SYS_H

#include <stddef.h>

/* FLAGS as for open(2).  PATH in /dev, /sys, /sys/kernel/debug. */
long sys_open(const char *path, int flags);
long sys_close(long fd);
long sys_read(long fd, void *buffer, size_t size);
long sys_write(long fd, const void *buffer, size_t size);
long sys_pread(long fd, void *buffer, size_t size, long long at);
long sys_pwrite(long fd, const void *buffer, size_t size, long long at);
long sys_ioctl(long fd, unsigned long command, void *argument);

/* Which of EVENTS (POLLIN…) hold now; does not wait. */
long sys_poll(long fd, int events);

/* Map SIZE bytes; *OUT is the memory, good until sys_unmap(). */
long sys_map(long fd, size_t size, long long at, int protection, void **out);
long sys_unmap(void *memory, size_t size);

/* A raw packet socket on a network interface: read and write take frames. */
long sys_packet(const char *interface);

/* The driver's module; PARAMETERS as for insmod, "" for none. */
long sys_load(const char *parameters);
long sys_unload(void);

/* Turn a knob of the device that the driver drives (device.h, control). */
long sys_device(const char *word, unsigned long value);

/* Plug the device in, or out: the driver is bound to it, or unbound. */
long sys_plug(int in);

/* Let so much time pass. */
long sys_sleep(unsigned int milliseconds);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sys: the system calls of sys.h, on a real kernel.
 *
 * The driver's module is /NAME.ko; its device, if it has one, is testbed.c's.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "sys.h"
#include "uml.h"

#define TESTBED	"/sys/kernel/debug/testbed/"

extern const char drive_name[];

static long result(long ret)
{
	return ret < 0 ? -errno : ret;
}

long sys_open(const char *path, int flags)
{
	return result(open(path, flags | O_CLOEXEC));
}

long sys_close(long fd)
{
	return result(close((int)fd));
}

long sys_read(long fd, void *buffer, size_t size)
{
	return result(read((int)fd, buffer, size));
}

long sys_write(long fd, const void *buffer, size_t size)
{
	return result(write((int)fd, buffer, size));
}

long sys_pread(long fd, void *buffer, size_t size, long long at)
{
	return result(pread((int)fd, buffer, size, at));
}

long sys_pwrite(long fd, const void *buffer, size_t size, long long at)
{
	return result(pwrite((int)fd, buffer, size, at));
}

long sys_ioctl(long fd, unsigned long command, void *argument)
{
	return result(ioctl((int)fd, command, argument));
}

long sys_poll(long fd, int events)
{
	struct pollfd p = { .fd = (int)fd, .events = (short)events };
	long ret;

	if (fd < 0)	/* which poll() leaves out */
		return -EBADF;
	ret = result(poll(&p, 1, 0));
	return ret < 0 ? ret : p.revents;
}

long sys_map(long fd, size_t size, long long at, int protection, void **out)
{
	void *p = mmap(NULL, size, protection, MAP_SHARED, (int)fd, at);

	if (p == MAP_FAILED)
		return -errno;
	*out = p;
	return 0;
}

long sys_unmap(void *memory, size_t size)
{
	return result(munmap(memory, size));
}

/* Frames that this machine sends do not come back; that the interface is down now
 * is no error of what is done later. */
long sys_packet(const char *interface)
{
	struct sockaddr_ll a = { .sll_family = AF_PACKET,
				 .sll_protocol = htons(ETH_P_ALL) };
	socklen_t len = sizeof(int);
	int one = 1, err, fd;
	long ret;

	a.sll_ifindex = (int)if_nametoindex(interface);
	if (!a.sll_ifindex)
		return -errno;
	fd = socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return -errno;
	ret = result(setsockopt(fd, SOL_PACKET, PACKET_IGNORE_OUTGOING, &one, sizeof(one)));
	if (!ret)
		ret = result(bind(fd, (struct sockaddr *)&a, sizeof(a)));
	if (!ret)
		ret = result(getsockopt(fd, SOL_SOCKET, SO_ERROR, &err, &len));
	if (!ret)
		return fd;
	close(fd);
	return ret;
}

/* ----------------------------------------------------- module and device */

long sys_load(const char *parameters)
{
	char path[64];
	long ret;
	int fd;

	snprintf(path, sizeof(path), "/%s.ko", drive_name);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	ret = result(syscall(SYS_finit_module, fd, parameters, 0));
	close(fd);
	return ret;
}

long sys_unload(void)
{
	return result(syscall(SYS_delete_module, drive_name, O_NONBLOCK));
}

/* One write of TEXT to a file that the kernel makes. */
static long put(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	long ret;

	if (fd < 0)
		return -errno;
	ret = result(write(fd, text, strlen(text)));
	close(fd);
	return ret < 0 ? ret : 0;
}

static long get(const char *path, char *to, size_t size)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	long ret;

	if (fd < 0)
		return -errno;
	ret = result(read(fd, to, size));
	close(fd);
	return ret;
}

long sys_device(const char *word, unsigned long value)
{
	char text[64];

	snprintf(text, sizeof(text), "%s %lu", word, value);
	return put(TESTBED "control", text);
}

/*
 * A driver that is loaded while the device is out finds none.  The device itself
 * stays, so that bind tells how probe() went.
 */
long sys_plug(int in)
{
	char text[64], bus[16], device[48], path[128];
	long n = get(TESTBED "device", text, sizeof(text) - 1);

	if (n < 0)
		return n;
	text[n] = '\0';
	if (sscanf(text, "%15s %47s", bus, device) != 2)
		return -EINVAL;
	snprintf(path, sizeof(path), "/sys/bus/%s/drivers_autoprobe", bus);
	n = put(path, in ? "1" : "0");
	if (n)
		return n;
	snprintf(path, sizeof(path), "/sys/bus/%s/drivers/%s/%s", bus, drive_name,
		 in ? "bind" : "unbind");
	n = put(path, device);
	return n == -ENOENT ? 0 : n;	/* no driver is loaded */
}

size_t uml_events(char *to, size_t size)
{
	long n = get(TESTBED "events", to, size);

	return n < 0 ? 0 : (size_t)n;
}

long sys_sleep(unsigned int milliseconds)
{
	struct timespec t = { .tv_sec = milliseconds / 1000,
			      .tv_nsec = milliseconds % 1000 * 1000000L };

	return result(nanosleep(&t, NULL));
}

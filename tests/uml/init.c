/* SPDX-License-Identifier: Apache-2.0 */
/*
 * init: the first process in User-Mode Linux.
 *
 *	linux mem=64M root=/dev/root rootfstype=hostfs rootflags=FOLDER rw \
 *		init=/init con=null con0=fd:0,fd:1 time-travel=inf-cpu
 *
 * FOLDER is a folder of the host that has this program as init, the program that
 * drives as drive, the modules NAME.ko and, for a driver with a device,
 * testbed.ko, and empty folders dev, proc and sys.  drive reads FOLDER/input and
 * writes FOLDER/output, and its exit status goes to FOLDER/status.  What the
 * kernel says is on standard output.  With LEAKS=1 on the command line, memory that
 * nothing points to in the end is told in FOLDER/leaks.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static void mount_all(void)
{
	mount("proc", "/proc", "proc", 0, NULL);
	mount("sysfs", "/sys", "sysfs", 0, NULL);
	mount("devtmpfs", "/dev", "devtmpfs", 0, NULL);
	mount("debugfs", "/sys/kernel/debug", "debugfs", 0, NULL);
}

static int testbed(void)
{
	int fd = open("/testbed.ko", O_RDONLY | O_CLOEXEC), ret;

	if (fd < 0)
		return errno == ENOENT ? 0 : -1;
	ret = (int)syscall(SYS_finit_module, fd, "", 0);
	close(fd);
	return ret;
}

static void redirect(const char *path, int flags, int to)
{
	int fd = open(path, flags, 0644);

	if (fd < 0 || dup2(fd, to) < 0) {
		perror(path);
		_exit(126);
	}
	close(fd);
}

static int drive(void)
{
	int status = 0;
	pid_t pid = fork();

	if (!pid) {
		redirect("/input", O_RDONLY, 0);
		redirect("/output", O_WRONLY | O_CREAT | O_TRUNC, 1);
		execl("/drive", "drive", (char *)NULL);
		perror("/drive");
		_exit(127);
	}
	if (pid < 0 || waitpid(pid, &status, 0) < 0)
		return 125;
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static void scan(const char *path)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);

	if (fd < 0 || write(fd, "scan", 4) != 4)
		perror(path);
	close(fd);
}

/* What is younger than five seconds is not told; nor what only one scan saw. */
static void leaks(const char *path)
{
	char text[4096];
	int fd, out = open("/leaks", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
	ssize_t n;

	sleep(6);
	scan(path);
	sleep(6);
	scan(path);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	while ((n = read(fd, text, sizeof(text))) > 0)
		if (write(out, text, (size_t)n) != n)
			break;
	close(fd);
	close(out);
}

int main(void)
{
	int status = 124;
	FILE *f;

	mount_all();
	if (testbed())
		perror("/testbed.ko");
	else
		status = drive();
	if (getenv("LEAKS"))
		leaks("/sys/kernel/debug/kmemleak");
	f = fopen("/status", "w");
	if (f) {
		fprintf(f, "%d\n", status);
		fclose(f);
	}
	sync();
	reboot(RB_POWER_OFF);
	return 1;
}

/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE		/* addchdir_np, prlimit */
#include "base/process.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>

extern char **environ;

/* Descriptor FD is what FROM is, or nothing. */
static int direct(posix_spawn_file_actions_t *files, int from, int fd)
{
	return from >= 0 ?
	       posix_spawn_file_actions_adddup2(files, from, fd) :
	       posix_spawn_file_actions_addopen(files, fd, "/dev/null",
						fd ? O_WRONLY : O_RDONLY, 0);
}

static int start(const struct process *p, pid_t *pid)
{
	posix_spawn_file_actions_t files;
	int err = posix_spawn_file_actions_init(&files);

	if (err)
		return err;
	err = direct(&files, -1, 0);
	err = err ? err : direct(&files, p->out, 1);
	err = err ? err : direct(&files, p->err, 2);
	if (!err && p->directory)
		err = posix_spawn_file_actions_addchdir_np(&files, p->directory);
	if (!err)
		err = posix_spawnp(pid, p->argv[0], &files, NULL, p->argv,
				   p->env ? p->env : environ);
	posix_spawn_file_actions_destroy(&files);
	return err;
}

int process_run(const struct process *p, int *status)
{
	struct rlimit limit = { p->seconds, p->seconds };
	int err, ended;
	pid_t pid;

	err = start(p, &pid);
	if (err)
		return err;
	if (p->seconds)
		prlimit(pid, RLIMIT_CPU, &limit, NULL);
	while (waitpid(pid, &ended, 0) < 0)
		if (errno != EINTR)
			return errno;
	*status = WIFSIGNALED(ended) ? 128 + WTERMSIG(ended) :
		  WEXITSTATUS(ended);
	return 0;
}

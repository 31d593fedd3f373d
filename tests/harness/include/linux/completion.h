/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_LINUX_COMPLETION_H
#define HARNESS_LINUX_COMPLETION_H

#include <linux/wait.h>

struct completion {
	unsigned int done;
	struct wait_queue_head wait;
};

#define COMPLETION_INITIALIZER(c)	{ 0, __WAIT_QUEUE_HEAD_INITIALIZER((c).wait) }
#define COMPLETION_INITIALIZER_ONSTACK(c)	COMPLETION_INITIALIZER(c)
#define DECLARE_COMPLETION(c)	struct completion c = COMPLETION_INITIALIZER(c)
#define DECLARE_COMPLETION_ONSTACK(c)	DECLARE_COMPLETION(c)

static inline void reinit_completion(struct completion *c)
{
	c->done = 0;
}

static inline void init_completion(struct completion *c)
{
	c->done = 0;
	init_waitqueue_head(&c->wait);
}

static inline void complete(struct completion *c)
{
	if (c->done != UINT32_MAX)
		c->done++;
	wake_up(&c->wait);
}

static inline void complete_all(struct completion *c)
{
	c->done = UINT32_MAX;
	wake_up_all(&c->wait);
}

static inline bool completion_done(struct completion *c)
{
	return c->done;
}

static inline bool try_wait_for_completion(struct completion *c)
{
	if (!c->done)
		return false;
	if (c->done != UINT32_MAX)
		c->done--;
	return true;
}

#define wait_for_completion(c) \
	((void)__wait(harness_sleep_in_turn, (c)->wait, try_wait_for_completion(c), false))
#define wait_for_completion_interruptible(c) \
	__wait(harness_sleep_in_turn, (c)->wait, try_wait_for_completion(c), true)
#define wait_for_completion_killable(c)	wait_for_completion_interruptible(c)
#define wait_for_completion_timeout(c, t) \
	((unsigned long)__wait_timeout(harness_sleep_in_turn, (c)->wait, \
				       try_wait_for_completion(c), false, t))
#define wait_for_completion_interruptible_timeout(c, t) \
	__wait_timeout(harness_sleep_in_turn, (c)->wait, \
		       try_wait_for_completion(c), true, t)

#endif

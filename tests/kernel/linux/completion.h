/* SPDX-License-Identifier: Apache-2.0 */
#ifndef __LINUX_COMPLETION_H
#define __LINUX_COMPLETION_H

struct completion {
	unsigned int done;
};

extern void init_completion(struct completion *x);
extern void wait_for_completion(struct completion *x);
extern void complete(struct completion *x);
extern void complete_all(struct completion *x);

#endif

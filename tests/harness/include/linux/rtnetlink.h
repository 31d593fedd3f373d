/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_LINUX_RTNETLINK_H
#define HARNESS_LINUX_RTNETLINK_H
/* Who changes a network device holds this. */
void rtnl_lock(void);
void rtnl_unlock(void);
#endif

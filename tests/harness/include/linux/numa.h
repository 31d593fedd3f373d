/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_LINUX_NUMA_H
#define HARNESS_LINUX_NUMA_H
#define NUMA_NO_NODE	(-1)
#endif

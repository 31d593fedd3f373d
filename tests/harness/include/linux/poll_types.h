/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_LINUX_POLL_TYPES_H
#define HARNESS_LINUX_POLL_TYPES_H
typedef unsigned int __poll_t;
struct poll_table_struct;
#endif

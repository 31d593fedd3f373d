/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_LINUX_STAT_H
#define HARNESS_LINUX_STAT_H
#include <sys/stat.h>
#ifndef S_IRUGO
#define S_IRUGO (S_IRUSR | S_IRGRP | S_IROTH)
#define S_IWUGO (S_IWUSR | S_IWGRP | S_IWOTH)
#endif
#endif

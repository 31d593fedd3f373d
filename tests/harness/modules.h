/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_MODULES_H
#define HARNESS_MODULES_H
#include <linux/types.h>
void module_start(void);
bool module_is_loaded(void);
#endif

/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_LINUX_EXPORT_H
#define HARNESS_LINUX_EXPORT_H
#define EXPORT_SYMBOL(x)
#define EXPORT_SYMBOL_GPL(x)
#endif

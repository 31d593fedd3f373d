/* SPDX-License-Identifier: Apache-2.0 */
#include <linux/io.h>

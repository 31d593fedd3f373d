/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_LINUX_ALIGN_H
#define HARNESS_LINUX_ALIGN_H
#define ALIGN(x, a) \
	(((x) + ((typeof(x))(a) - 1)) & ~((typeof(x))(a) - 1))
#define ALIGN_DOWN(x, a)	((x) & ~((typeof(x))(a) - 1))
#define PTR_ALIGN(p, a)		((typeof(p))ALIGN((unsigned long)(p), (a)))
#define IS_ALIGNED(x, a)	(((x) & ((typeof(x))(a) - 1)) == 0)
#endif

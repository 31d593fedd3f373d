/* SPDX-License-Identifier: Apache-2.0 */
/* moduleparam: parameters lie in a section of their own, where the harness looks. */
#ifndef HARNESS_LINUX_MODULEPARAM_H
#define HARNESS_LINUX_MODULEPARAM_H

#include <linux/types.h>

enum harness_type {
	harness_bool, harness_int, harness_uint, harness_ulong, harness_ushort,
	harness_charp, harness_string
};

struct harness_parameter {
	const char *name;
	enum harness_type type;
	void *at;
	size_t size;
	unsigned int mode;
	unsigned int *count;	/* of an array; NULL otherwise */
	unsigned int max;
	size_t element;
};

#define HARNESS_PARAMETER(n, t, p, s, m, c, max, e) \
	static const struct harness_parameter __parameter_##n \
	__attribute__((section("harness_parameters"), used, aligned(8))) = \
	{ #n, t, p, s, m, c, max, e }

#define module_param(v, t, m)		module_param_named(v, v, t, m)
#define module_param_named(n, v, t, m) \
	HARNESS_PARAMETER(n, harness_##t, &(v), sizeof(v), m, NULL, 0, 0)
#define module_param_string(n, v, s, m) \
	HARNESS_PARAMETER(n, harness_string, v, s, m, NULL, 0, 0)
#define module_param_array(v, t, c, m) \
	HARNESS_PARAMETER(v, harness_##t, v, sizeof(v), m, c, \
			  sizeof(v) / sizeof((v)[0]), sizeof((v)[0]))
#define MODULE_PARM_DESC(n, s)

#endif

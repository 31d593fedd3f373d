/* SPDX-License-Identifier: Apache-2.0 */
/* module: the sample as a module, with its parameters. */
#include <stdlib.h>

#include <linux/kstrtox.h>
#include <linux/module.h>
#include <linux/moduleparam.h>
#include <linux/slab.h>

#include "harness.h"
#include "modules.h"
#include "../drive/sys.h"

extern const struct harness_parameter __start_harness_parameters[] __attribute__((weak));
extern const struct harness_parameter __stop_harness_parameters[] __attribute__((weak));

static bool loaded;

/* A module that is loaded anew knows nothing of the last time: not its parameters. */
static struct {
	char bytes[1024];
	bool kept;
} defaults;

static void each_default(bool keep)
{
	const struct harness_parameter *p;
	char *at = defaults.bytes;

	for (p = __start_harness_parameters; p < __stop_harness_parameters; p++) {
		if (p->size > (size_t)(defaults.bytes + sizeof(defaults.bytes) - at))
			harness_bug("too many parameters");
		memcpy(keep ? at : p->at, keep ? p->at : at, p->size);
		at += p->size;
	}
}

static void reset_parameters(void)
{
	each_default(!defaults.kept);
	defaults.kept = true;
}

static int set_scalar(enum harness_type type, void *at, const char *value)
{
	switch (type) {
	case harness_bool:	return kstrtobool(value, at);
	case harness_int:	return kstrtoint(value, 0, at);
	case harness_uint:	return kstrtouint(value, 0, at);
	case harness_ulong:	return kstrtoul(value, 0, at);
	case harness_ushort:	return kstrtou16(value, 0, at);
	case harness_charp:
		*(const char **)at = value;
		return 0;
	default:
		return -EINVAL;
	}
}

static int set_array(const struct harness_parameter *p, char *value)
{
	unsigned int n = 0;
	char *item;
	int err;

	for (item = strtok(value, ":"); item; item = strtok(NULL, ":")) {
		if (n == p->max)
			return -EINVAL;
		err = set_scalar(p->type, (char *)p->at + n++ * p->element, item);
		if (err)
			return err;
	}
	if (p->count)
		*p->count = n;
	return 0;
}

static int set(const struct harness_parameter *p, char *value)
{
	if (p->max)
		return set_array(p, value);
	if (p->type != harness_string)
		return set_scalar(p->type, p->at, value);
	if (strlen(value) >= p->size)
		return -ENOSPC;
	strcpy(p->at, value);
	return 0;
}

static const struct harness_parameter *find(const char *name)
{
	const struct harness_parameter *p;

	for (p = __start_harness_parameters; p < __stop_harness_parameters; p++)
		if (!strcmp(p->name, name))
			return p;
	return NULL;
}

static int set_all(char *text)
{
	const struct harness_parameter *p;
	char *word, *equals, *rest = NULL;
	int err;

	for (word = strtok_r(text, " ", &rest); word; word = strtok_r(NULL, " ", &rest)) {
		equals = strchr(word, '=');
		if (equals)
			*equals = '\0';
		p = find(word);
		if (!p)
			continue;	/* the kernel ignores it, too */
		err = set(p, equals ? equals + 1 : "1");
		if (err)
			return err;
	}
	return 0;
}

/* The text stays: a parameter may point into it. */
static char kept[256];

long sys_load(const char *parameters)
{
	int err;

	if (loaded)
		return -EEXIST;
	reset_parameters();
	harness_strscpy(kept, parameters, sizeof(kept));
	err = set_all(kept);
	err = err ? err : harness_module_init();
	if (!err)
		loaded = true;
	return err;
}

long sys_unload(void)
{
	if (!loaded)
		return -ENOENT;
	if (harness_module.users)
		return -EWOULDBLOCK;
	loaded = false;
	harness_module_exit();
	return 0;
}

void module_start(void)
{
	loaded = false;
}

bool module_is_loaded(void)
{
	return loaded;
}

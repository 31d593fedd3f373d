/* SPDX-License-Identifier: Apache-2.0 */
/* bus: where a sample drives no device: nothing to plug in, and no knobs. */
#include <linux/delay.h>

#include "harness.h"
#include "../drive/sys.h"

void devices_start(void)
{
}

void devices_end(void)
{
}

long sys_device(const char *word, unsigned long value)
{
	(void)word;
	(void)value;
	return -ENODEV;
}

long sys_plug(int in)
{
	(void)in;
	return -ENODEV;
}

long sys_sleep(unsigned int milliseconds)
{
	harness_pause((u64)milliseconds * 1000000);
	return 0;
}

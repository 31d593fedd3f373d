/* SPDX-License-Identifier: Apache-2.0 */
/* fault: counts the points at which something can fail, and lets some fail. */
#include <string.h>

#include "faults.h"
#include "harness.h"

static struct {
	const unsigned int *fail;
	unsigned int fail_count;
	struct faults seen;
	unsigned int at;
} faults;

static const char *const names[FAULT_KINDS] = {
	[FAULT_MEMORY] = "memory", [FAULT_COPY] = "copy",
	[FAULT_POLL] = "poll", [FAULT_CALL] = "call",
};

void faults_start(const unsigned int *fail, unsigned int count)
{
	memset(&faults, 0, sizeof(faults));
	faults.fail = fail;
	faults.fail_count = count;
}

struct faults faults_seen(void)
{
	return faults.seen;
}

static bool is_listed(unsigned int at)
{
	unsigned int i;

	for (i = 0; i < faults.fail_count; i++)
		if (faults.fail[i] == at)
			return true;
	return false;
}

bool fault_here(enum fault kind)
{
	faults.seen.points[kind]++;
	if (!is_listed(++faults.at))
		return false;
	faults.seen.failed++;
	event("fails: %s", names[kind]);
	return true;
}

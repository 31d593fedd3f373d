/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The pipeline as a list: start reading here.
 */
#include "program.h"

/*
 * New texts, until all of them compile and are proved: what breaks a unit, or
 * might change what it does, is withheld.
 */
static int settle(struct safec_program *p)
{
	bool again = true;
	int err = 0;

	while (again && !err) {
		err = program_overlay(p);
		err = err ? err : program_verify(p, &again);
		if (!err && !again)
			err = program_prove(p, &again);
	}
	return err;
}

static int failed_units(struct safec_program *p)
{
	size_t i, n = 0;

	for (i = 0; i < p->unit_count; i++)
		n += p->units[i]->status == SAFEC_FAILED;
	return n ? program_fail(p, -SAFEC_EPARSE, "%zu of %zu files failed", n,
				p->unit_count) : 0;
}

int safec_program_run(struct safec_program *p)
{
	int err = 0;

	err = err ? err : program_index(p);
	err = err ? err : program_solve(p);
	err = err ? err : program_rewrite(p);
	err = err ? err : settle(p);
	err = err ? err : program_report(p);
	if (err && !*p->message)
		program_fail(p, err, "%s", safec_strerror(err));
	return err ? err : failed_units(p);
}

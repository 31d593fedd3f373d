/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The kernel half of copies of strings, the part that is the same for all rows.
 * It is compiled with FORTIFY_SOURCE, as the kernel's configuration has it, and
 * without; COPYINGS is then called accordingly.
 */
#include <linux/build_bug.h>	/* 6.12: string.h needs it and has it not */
#include <linux/limits.h>
#include <linux/string.h>

#include "axioms.h"

/* Where the compiler knows how many bytes there are. */
struct from {
	char s[32];
	char after[];
};
#define known(s) (((const struct from *)(s))->s)
#define array(size, d) (((struct { char d[size]; char after[]; } *)(d))->d)

/* SPDX-License-Identifier: Apache-2.0 */
/* kept: the variables of a shared object, as they were when it was loaded. */
#define _GNU_SOURCE
#include <link.h>
#include <stdlib.h>
#include <string.h>

#include "kept.h"

/* The addresses of what is copied are no concern of a sanitizer. */
__attribute__((no_sanitize("address", "undefined")))
static void copy(volatile uint64_t *to, const volatile uint64_t *from, size_t words)
{
	while (words--)
		*to++ = *from++;
}

static void keep(struct kept *k, uintptr_t from, uintptr_t to)
{
	unsigned int n = k->segments++;

	from = (from + 7) & ~(uintptr_t)7;
	k->segment[n].at = (uint64_t *)from;
	k->segment[n].words = (to - from) / 8;
	k->segment[n].kept = malloc(k->segment[n].words * 8 + 8);
	if (!k->segment[n].kept)
		abort();
	copy(k->segment[n].kept, k->segment[n].at, k->segment[n].words);
}

/* What was relocated is read-only now: RELRO, up to a page. */
static int find_segments(struct dl_phdr_info *i, size_t size, void *p)
{
	struct kept *k = p;
	uintptr_t relro = 0, from, to;
	int n;

	(void)size;
	if (strcmp(i->dlpi_name, k->path))
		return 0;
	for (n = 0; n < i->dlpi_phnum; n++)
		if (i->dlpi_phdr[n].p_type == PT_GNU_RELRO)
			relro = (i->dlpi_addr + i->dlpi_phdr[n].p_vaddr +
				 i->dlpi_phdr[n].p_memsz) & ~(uintptr_t)4095;
	for (n = 0; n < i->dlpi_phnum && k->segments < KEPT_SEGMENTS; n++) {
		if (i->dlpi_phdr[n].p_type != PT_LOAD || !(i->dlpi_phdr[n].p_flags & PF_W))
			continue;
		from = i->dlpi_addr + i->dlpi_phdr[n].p_vaddr;
		to = from + i->dlpi_phdr[n].p_memsz;
		keep(k, relro > from && relro < to ? relro : from, to);
	}
	return 1;
}

void kept_keep(struct kept *k, const char *path)
{
	*k = (struct kept){ .path = path };
	dl_iterate_phdr(find_segments, k);
}

void kept_put_back(const struct kept *k)
{
	unsigned int i;

	for (i = 0; i < k->segments; i++)
		copy(k->segment[i].at, k->segment[i].kept, k->segment[i].words);
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A relocatable ELF object, read and checked.
 */
#ifndef SAFEC_ELF_FILE_H
#define SAFEC_ELF_FILE_H

#include <gelf.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"

/* The place of a section that does not count. */
#define NOWHERE SIZE_MAX

struct group {
	const char *signature;	/* NULL: no group */
	uint32_t flags;
	size_t first;		/* place of its first member that counts */
};

struct elf_section {
	GElf_Shdr header;
	const char *name;
	const char *bytes;	/* in the file; NULL when it has none there */
	size_t place;		/* among the sections that count, or NOWHERE */
	struct group group;	/* that it is a member of */
	Elf_Data *table;	/* of relocations that count */
};

struct elf_symbol {
	GElf_Sym it;
	const char *name;
	size_t section;		/* that it has an address in, or 0 */
};

struct reloc {
	uint64_t offset;
	uint64_t type;
	size_t symbol;
	int64_t addend;		/* 0 for SHT_REL, which has it in the section */
};

struct elf_file {
	struct text file;
	Elf *elf;
	GElf_Ehdr header;
	struct elf_section *sections;	/* by index; 0 stands for none */
	size_t section_count;
	struct elf_symbol *symbols;		/* by index */
	size_t symbol_count;
	size_t symtab;			/* the section they are in, or 0 */
	const struct elf_symbol **globals;	/* those not local, by name */
	size_t global_count;
};

/* Whether sections of TYPE are but bytes, without an index of a symbol in them. */
bool section_is_plain(uint32_t type);
/* Whether no other object can name S. */
bool symbol_is_local(const struct elf_symbol *s);
/* The name of the symbol, or of the section that an unnamed one stands for. */
const char *symbol_label(const struct elf_file *o, const struct elf_symbol *s);
/* How many entries the table S has. */
size_t section_entries(const struct elf_section *s);
/* Read what O->file holds. -SAFEC_EREAD when it is no whole relocatable object. */
int object_read(struct elf_file *o);
/* Free what O owns, its file too; O may be half read. */
void object_free(struct elf_file *o);
/* The I-th relocation of the table S; false when S has none such. */
bool reloc_read(const struct elf_section *s, size_t i, struct reloc *r);

#endif

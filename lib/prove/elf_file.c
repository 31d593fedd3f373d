/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reading checks whatever comparing relies on.  libelf takes a file whose
 * section headers are cut off for one without sections, so that is checked here.
 */
#include "prove/elf_file.h"

#include <stdlib.h>
#include <string.h>

#include <safec/safec.h>

/* Symbols whose address matters: of use to linkers that fold equal functions. */
enum { SHT_LLVM_ADDRSIG = 0x6fff4c03 };

/* Little-endian MIPS64 packs r_info in a way that gelf does not know. */
static bool packs_relocs(const GElf_Ehdr *h)
{
	return h->e_machine == EM_MIPS && h->e_ident[EI_CLASS] == ELFCLASS64 &&
	       h->e_ident[EI_DATA] == ELFDATA2LSB;
}

static int read_header(struct elf_file *o)
{
	if (elf_version(EV_CURRENT) == EV_NONE)
		return -SAFEC_EREAD;
	o->elf = elf_memory(o->file.data, o->file.size);
	if (!gelf_getehdr(o->elf, &o->header) ||
	    elf_getshdrnum(o->elf, &o->section_count) || !o->section_count)
		return -SAFEC_EREAD;
	if (o->header.e_type != ET_REL || packs_relocs(&o->header) ||
	    o->header.e_shentsize != gelf_fsize(o->elf, ELF_T_SHDR, 1, EV_CURRENT))
		return -SAFEC_EREAD;
	return 0;
}

static bool starts(const char *s, const char *with)
{
	return !strncmp(s, with, strlen(with));
}

/* Whether what is in a section of NAME, not loaded, is only about the others. */
static bool is_remark(const char *name)
{
	return starts(name, ".debug_") || starts(name, ".zdebug_") ||
	       starts(name, ".stab") || !strcmp(name, ".comment") ||
	       !strcmp(name, ".GCC.command.line") ||
	       !strcmp(name, ".note.GNU-stack");
}

static bool counts(const struct elf_section *s)
{
	if (s->header.sh_flags & SHF_ALLOC)
		return true;
	switch (s->header.sh_type) {
	case SHT_SYMTAB:
	case SHT_SYMTAB_SHNDX:
	case SHT_STRTAB:
	case SHT_REL:
	case SHT_RELA:
	case SHT_GROUP:
	case SHT_LLVM_ADDRSIG:
		return false;
	default:
		return !is_remark(s->name);
	}
}

bool section_is_plain(uint32_t type)
{
	switch (type) {
	case SHT_PROGBITS:
	case SHT_NOBITS:
	case SHT_NOTE:
	case SHT_INIT_ARRAY:
	case SHT_FINI_ARRAY:
	case SHT_PREINIT_ARRAY:
	case SHT_GNU_ATTRIBUTES:
		return true;
	default:
		return type >= SHT_LOPROC && type <= SHT_HIPROC;
	}
}

/* Whether S is inside the file, and what its header names is there too. */
static bool is_sound(const struct elf_file *o, const struct elf_section *s)
{
	const GElf_Shdr *h = &s->header;

	if (h->sh_type != SHT_NOBITS &&
	    (h->sh_offset > o->file.size ||
	     h->sh_size > o->file.size - h->sh_offset))
		return false;
	if (h->sh_flags & SHF_INFO_LINK && h->sh_info >= o->section_count)
		return false;
	return h->sh_link < o->section_count;
}

static int read_section(struct elf_file *o, size_t i, size_t names)
{
	struct elf_section *s = &o->sections[i];

	if (!gelf_getshdr(elf_getscn(o->elf, i), &s->header))
		return -SAFEC_EREAD;
	s->name = elf_strptr(o->elf, names, s->header.sh_name);
	if (!s->name || !is_sound(o, s))
		return -SAFEC_EREAD;
	if (s->header.sh_type != SHT_NOBITS)
		s->bytes = o->file.data + s->header.sh_offset;
	if (s->header.sh_type == SHT_SYMTAB) {
		if (o->symtab)
			return -SAFEC_EREAD;
		o->symtab = i;
	}
	return 0;
}

static int read_sections(struct elf_file *o)
{
	size_t names = 0, places = 0, i;
	int err = elf_getshdrstrndx(o->elf, &names) ? -SAFEC_EREAD : 0;

	if (err)
		return err;
	o->sections = calloc(o->section_count, sizeof(*o->sections));
	if (!o->sections)
		return -SAFEC_ENOMEM;
	o->sections[0] = (struct elf_section){ .name = "", .place = NOWHERE };
	for (i = 1; i < o->section_count && !err; i++) {
		struct elf_section *s = &o->sections[i];

		err = read_section(o, i, names);
		if (!err)
			s->place = counts(s) ? places++ : NOWHERE;
	}
	return err;
}

/* What section I holds, as a table of entries of TYPE; NULL when it is none. */
static Elf_Data *read_table(const struct elf_file *o, size_t i, Elf_Type type)
{
	const GElf_Shdr *h = &o->sections[i].header;

	if (h->sh_entsize != gelf_fsize(o->elf, type, 1, EV_CURRENT))
		return NULL;
	return elf_getdata(elf_getscn(o->elf, i), NULL);
}

size_t section_entries(const struct elf_section *s)
{
	return s->header.sh_size / s->header.sh_entsize;
}

bool symbol_is_local(const struct elf_symbol *s)
{
	return GELF_ST_BIND(s->it.st_info) == STB_LOCAL;
}

/* The section indices that have no room in the symbols of SYMTAB; NULL: none. */
static Elf_Data *find_extended(const struct elf_file *o)
{
	size_t i;

	for (i = 1; i < o->section_count; i++) {
		const GElf_Shdr *h = &o->sections[i].header;

		if (h->sh_type == SHT_SYMTAB_SHNDX && h->sh_link == o->symtab)
			return elf_getdata(elf_getscn(o->elf, i), NULL);
	}
	return NULL;
}

static int read_symbol(struct elf_file *o, size_t i, Elf_Data *table,
		       Elf_Data *extended)
{
	const GElf_Shdr *h = &o->sections[o->symtab].header;
	struct elf_symbol *s = &o->symbols[i];
	Elf32_Word section = 0;

	if (!gelf_getsymshndx(table, extended, (int)i, &s->it, &section))
		return -SAFEC_EREAD;
	if (s->it.st_shndx == SHN_XINDEX && !section)
		return -SAFEC_EREAD;
	if (s->it.st_shndx != SHN_XINDEX)
		section = s->it.st_shndx < SHN_LORESERVE ? s->it.st_shndx : 0;
	s->section = section;
	s->name = elf_strptr(o->elf, h->sh_link, s->it.st_name);
	if (!s->name || section >= o->section_count ||
	    symbol_is_local(s) != (i < h->sh_info))
		return -SAFEC_EREAD;
	return 0;
}

/* By name; one name twice, which no compiler does, in the order of the file. */
static int compare_names(const void *a, const void *b)
{
	const struct elf_symbol *x = *(const struct elf_symbol *const *)a;
	const struct elf_symbol *y = *(const struct elf_symbol *const *)b;
	int d = strcmp(x->name, y->name);

	return d ? d : (x > y) - (x < y);
}

static int sort_globals(struct elf_file *o, size_t first)
{
	size_t i;

	o->globals = calloc(o->symbol_count + 1, sizeof(*o->globals));
	if (!o->globals)
		return -SAFEC_ENOMEM;
	for (i = first; i < o->symbol_count; i++)
		o->globals[o->global_count++] = &o->symbols[i];
	qsort(o->globals, o->global_count, sizeof(*o->globals), compare_names);
	return 0;
}

static int read_symbols(struct elf_file *o)
{
	Elf_Data *table, *extended;
	size_t i;
	int err = 0;

	if (!o->symtab)
		return 0;
	table = read_table(o, o->symtab, ELF_T_SYM);
	if (!table)
		return -SAFEC_EREAD;
	o->symbol_count = section_entries(&o->sections[o->symtab]);
	o->symbols = calloc(o->symbol_count + 1, sizeof(*o->symbols));
	if (!o->symbols)
		return -SAFEC_ENOMEM;
	extended = find_extended(o);
	for (i = 0; i < o->symbol_count && !err; i++)
		err = read_symbol(o, i, table, extended);
	return err ? err : sort_globals(o, o->sections[o->symtab].header.sh_info);
}

static uint32_t word(const Elf_Data *d, size_t i)
{
	uint32_t w;

	memcpy(&w, (const char *)d->d_buf + i * sizeof(w), sizeof(w));
	return w;
}

const char *symbol_label(const struct elf_file *o, const struct elf_symbol *s)
{
	return *s->name ? s->name : o->sections[s->section].name;
}

/* Make the sections that D lists members of G; none may be in a group already. */
static int read_members(struct elf_file *o, const Elf_Data *d, struct group *g)
{
	size_t n = d->d_size / sizeof(uint32_t), i;

	for (i = n; --i;) {
		size_t m = word(d, i);

		if (!m || m >= o->section_count || o->sections[m].group.signature)
			return -SAFEC_EREAD;
		if (o->sections[m].place < g->first)
			g->first = o->sections[m].place;
		o->sections[m].group.signature = g->signature;
	}
	for (i = 1; i < n; i++)
		o->sections[word(d, i)].group = *g;
	return 0;
}

static int read_group(struct elf_file *o, const struct elf_section *s, size_t i)
{
	Elf_Data *d = elf_getdata(elf_getscn(o->elf, i), NULL);
	struct group g = { .first = NOWHERE };

	if (!d || d->d_size < sizeof(uint32_t) ||
	    s->header.sh_link != o->symtab ||
	    s->header.sh_info >= o->symbol_count)
		return -SAFEC_EREAD;
	g.signature = symbol_label(o, &o->symbols[s->header.sh_info]);
	g.flags = word(d, 0);
	return read_members(o, d, &g);
}

static int read_groups(struct elf_file *o)
{
	size_t i;
	int err = 0;

	for (i = 1; i < o->section_count && !err; i++)
		if (o->sections[i].header.sh_type == SHT_GROUP)
			err = read_group(o, &o->sections[i], i);
	return err;
}

bool reloc_read(const struct elf_section *s, size_t i, struct reloc *r)
{
	GElf_Rela a = { 0 };
	GElf_Rel l;

	if (s->header.sh_type == SHT_RELA) {
		if (!gelf_getrela(s->table, (int)i, &a))
			return false;
	} else {
		if (!gelf_getrel(s->table, (int)i, &l))
			return false;
		a.r_offset = l.r_offset;
		a.r_info = l.r_info;
	}
	*r = (struct reloc){ a.r_offset, GELF_R_TYPE(a.r_info),
			     GELF_R_SYM(a.r_info), a.r_addend };
	return true;
}

static bool holds_relocs(const struct elf_section *s)
{
	return s->header.sh_type == SHT_RELA || s->header.sh_type == SHT_REL;
}

static int read_relocs_of(struct elf_file *o, struct elf_section *s, size_t i)
{
	struct reloc r;
	size_t k;

	if (!s->header.sh_info || s->header.sh_info >= o->section_count)
		return -SAFEC_EREAD;
	if (o->sections[s->header.sh_info].place == NOWHERE)
		return 0;
	s->table = read_table(o, i, s->header.sh_type == SHT_RELA ? ELF_T_RELA :
								     ELF_T_REL);
	if (!s->table || s->header.sh_link != o->symtab)
		return -SAFEC_EREAD;
	for (k = 0; k < section_entries(s); k++)
		if (!reloc_read(s, k, &r) || r.symbol >= o->symbol_count)
			return -SAFEC_EREAD;
	return 0;
}

static int read_relocs(struct elf_file *o)
{
	size_t i;
	int err = 0;

	for (i = 1; i < o->section_count && !err; i++)
		if (holds_relocs(&o->sections[i]))
			err = read_relocs_of(o, &o->sections[i], i);
	return err;
}

int object_read(struct elf_file *o)
{
	int err = read_header(o);

	err = err ? err : read_sections(o);
	err = err ? err : read_symbols(o);
	err = err ? err : read_groups(o);
	return err ? err : read_relocs(o);
}

void object_free(struct elf_file *o)
{
	elf_end(o->elf);
	free(o->globals);
	free(o->symbols);
	free(o->sections);
	text_free(&o->file);
}

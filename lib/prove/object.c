/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Two relocatable ELF objects have the same code and data when a linker makes
 * the same of both (the terms are those of the System V gABI, chapter 4).
 *
 * Sections are paired in the order of the file, and a pair is equal when its
 * headers, bytes, groups and relocations are.  Of the sections that are not
 * loaded all but a few known ones count too: slim LTO objects keep their code
 * there.  Whatever is not understood is a difference.  Indices of sections and
 * symbols change with debug information, so what they stand for is compared:
 *
 *	section		its place among the sections that count
 *	symbol		all its fields; its name too, but for a local one that
 *			has an address: names like __UNIQUE_ID_x123 are not code
 *
 * Reading checks whatever comparing relies on.  libelf takes a file whose
 * section headers are cut off for one without sections, so that is checked here.
 */
#include "prove/object.h"

#include <gelf.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <safec/safec.h>

#include "base/text.h"

/* Symbols whose address matters: of use to linkers that fold equal functions. */
enum { SHT_LLVM_ADDRSIG = 0x6fff4c03 };

static const size_t NOWHERE = SIZE_MAX;

struct group {
	const char *signature;	/* NULL: no group */
	uint32_t flags;
	size_t first;		/* place of its first member that counts */
};

struct section {
	GElf_Shdr header;
	const char *name;
	const char *bytes;	/* in the file; NULL when it has none there */
	size_t place;		/* among the sections that count, or NOWHERE */
	struct group group;	/* that it is a member of */
	Elf_Data *table;	/* of relocations that count */
};

struct symbol {
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

struct object {
	struct text file;
	Elf *elf;
	GElf_Ehdr header;
	struct section *sections;	/* by index; 0 stands for none */
	size_t section_count;
	struct symbol *symbols;		/* by index */
	size_t symbol_count;
	size_t symtab;			/* the section they are in, or 0 */
	const struct symbol **globals;	/* those not local, by name */
	size_t global_count;
};

struct comparison {
	struct arena *arena;
	struct object a, b;
};

/* ------------------------------------------------------------- reading */

/* Little-endian MIPS64 packs r_info in a way that gelf does not know. */
static bool packs_relocs(const GElf_Ehdr *h)
{
	return h->e_machine == EM_MIPS && h->e_ident[EI_CLASS] == ELFCLASS64 &&
	       h->e_ident[EI_DATA] == ELFDATA2LSB;
}

static int read_header(struct object *o)
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

static bool counts(const struct section *s)
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

/* Whether sections of TYPE are but bytes, without an index of a symbol in them. */
static bool is_plain(uint32_t type)
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
static bool is_sound(const struct object *o, const struct section *s)
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

static int read_section(struct object *o, size_t i, size_t names)
{
	struct section *s = &o->sections[i];

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

static int read_sections(struct object *o)
{
	size_t names = 0, places = 0, i;
	int err = elf_getshdrstrndx(o->elf, &names) ? -SAFEC_EREAD : 0;

	if (err)
		return err;
	o->sections = calloc(o->section_count, sizeof(*o->sections));
	if (!o->sections)
		return -SAFEC_ENOMEM;
	o->sections[0] = (struct section){ .name = "", .place = NOWHERE };
	for (i = 1; i < o->section_count && !err; i++) {
		struct section *s = &o->sections[i];

		err = read_section(o, i, names);
		if (!err)
			s->place = counts(s) ? places++ : NOWHERE;
	}
	return err;
}

/* What section I holds, as a table of entries of TYPE; NULL when it is none. */
static Elf_Data *read_table(const struct object *o, size_t i, Elf_Type type)
{
	const GElf_Shdr *h = &o->sections[i].header;

	if (h->sh_entsize != gelf_fsize(o->elf, type, 1, EV_CURRENT))
		return NULL;
	return elf_getdata(elf_getscn(o->elf, i), NULL);
}

static size_t entries(const struct section *s)
{
	return s->header.sh_size / s->header.sh_entsize;
}

static bool is_local(const struct symbol *s)
{
	return GELF_ST_BIND(s->it.st_info) == STB_LOCAL;
}

/* The section indices that have no room in the symbols of SYMTAB; NULL: none. */
static Elf_Data *find_extended(const struct object *o)
{
	size_t i;

	for (i = 1; i < o->section_count; i++) {
		const GElf_Shdr *h = &o->sections[i].header;

		if (h->sh_type == SHT_SYMTAB_SHNDX && h->sh_link == o->symtab)
			return elf_getdata(elf_getscn(o->elf, i), NULL);
	}
	return NULL;
}

static int read_symbol(struct object *o, size_t i, Elf_Data *table,
		       Elf_Data *extended)
{
	const GElf_Shdr *h = &o->sections[o->symtab].header;
	struct symbol *s = &o->symbols[i];
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
	    is_local(s) != (i < h->sh_info))
		return -SAFEC_EREAD;
	return 0;
}

/* By name; one name twice, which no compiler does, in the order of the file. */
static int compare_names(const void *a, const void *b)
{
	const struct symbol *x = *(const struct symbol *const *)a;
	const struct symbol *y = *(const struct symbol *const *)b;
	int d = strcmp(x->name, y->name);

	return d ? d : (x > y) - (x < y);
}

static int sort_globals(struct object *o, size_t first)
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

static int read_symbols(struct object *o)
{
	Elf_Data *table, *extended;
	size_t i;
	int err = 0;

	if (!o->symtab)
		return 0;
	table = read_table(o, o->symtab, ELF_T_SYM);
	if (!table)
		return -SAFEC_EREAD;
	o->symbol_count = entries(&o->sections[o->symtab]);
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

/* The name of the symbol, or of the section that an unnamed one stands for. */
static const char *label(const struct object *o, const struct symbol *s)
{
	return *s->name ? s->name : o->sections[s->section].name;
}

/* Make the sections that D lists members of G; none may be in a group already. */
static int read_members(struct object *o, const Elf_Data *d, struct group *g)
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

static int read_group(struct object *o, const struct section *s, size_t i)
{
	Elf_Data *d = elf_getdata(elf_getscn(o->elf, i), NULL);
	struct group g = { .first = NOWHERE };

	if (!d || d->d_size < sizeof(uint32_t) ||
	    s->header.sh_link != o->symtab ||
	    s->header.sh_info >= o->symbol_count)
		return -SAFEC_EREAD;
	g.signature = label(o, &o->symbols[s->header.sh_info]);
	g.flags = word(d, 0);
	return read_members(o, d, &g);
}

static int read_groups(struct object *o)
{
	size_t i;
	int err = 0;

	for (i = 1; i < o->section_count && !err; i++)
		if (o->sections[i].header.sh_type == SHT_GROUP)
			err = read_group(o, &o->sections[i], i);
	return err;
}

static bool reloc_read(const struct section *s, size_t i, struct reloc *r)
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

static bool holds_relocs(const struct section *s)
{
	return s->header.sh_type == SHT_RELA || s->header.sh_type == SHT_REL;
}

static int read_relocs_of(struct object *o, struct section *s, size_t i)
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
	for (k = 0; k < entries(s); k++)
		if (!reloc_read(s, k, &r) || r.symbol >= o->symbol_count)
			return -SAFEC_EREAD;
	return 0;
}

static int read_relocs(struct object *o)
{
	size_t i;
	int err = 0;

	for (i = 1; i < o->section_count && !err; i++)
		if (holds_relocs(&o->sections[i]))
			err = read_relocs_of(o, &o->sections[i], i);
	return err;
}

static int read_object(struct object *o)
{
	int err = read_header(o);

	err = err ? err : read_sections(o);
	err = err ? err : read_symbols(o);
	err = err ? err : read_groups(o);
	return err ? err : read_relocs(o);
}

static void free_object(struct object *o)
{
	elf_end(o->elf);
	free(o->globals);
	free(o->symbols);
	free(o->sections);
	text_free(&o->file);
}

/* ----------------------------------------------------------- comparing */

static const char *header_differs(const struct comparison *c)
{
	const GElf_Ehdr *a = &c->a.header, *b = &c->b.header;

	if (a->e_machine != b->e_machine || a->e_flags != b->e_flags ||
	    memcmp(a->e_ident, b->e_ident, EI_NIDENT) != 0)
		return "the objects are for different machines";
	return NULL;
}

/* Whether sections X of A and Y of B, 0 for none, stand for each other. */
static bool same_section(const struct comparison *c, size_t x, size_t y)
{
	const struct section *a = &c->a.sections[x], *b = &c->b.sections[y];

	return a->place == b->place && !strcmp(a->name, b->name);
}

static bool same_info(const struct comparison *c, const GElf_Shdr *a,
		      const GElf_Shdr *b)
{
	if (a->sh_flags & SHF_INFO_LINK)
		return same_section(c, a->sh_info, b->sh_info);
	return a->sh_info == b->sh_info;
}

static bool same_group(const struct group *a, const struct group *b)
{
	if (!a->signature || !b->signature)
		return a->signature == b->signature;
	return a->flags == b->flags && a->first == b->first &&
	       !strcmp(a->signature, b->signature);
}

/* What the headers of X and Y do not agree on, as a noun; NULL when they agree. */
static const char *section_trait(const struct comparison *c,
				 const struct section *x,
				 const struct section *y)
{
	const GElf_Shdr *a = &x->header, *b = &y->header;

	if (a->sh_type != b->sh_type)
		return "type";
	if (a->sh_flags != b->sh_flags)
		return "set of flags";
	if (a->sh_addralign != b->sh_addralign)
		return "alignment";
	if (a->sh_entsize != b->sh_entsize)
		return "entry size";
	if (a->sh_addr != b->sh_addr)
		return "address";
	if (!same_section(c, a->sh_link, b->sh_link))
		return "linked section";
	if (!same_info(c, a, b))
		return "info";
	return same_group(&x->group, &y->group) ? NULL : "group";
}

/* The function or object of O that OFFSET of SECTION is in, or NULL. */
static const struct symbol *covering(const struct object *o, size_t section,
				     uint64_t offset)
{
	size_t i;

	for (i = 0; i < o->symbol_count; i++) {
		const struct symbol *s = &o->symbols[i];
		int type = GELF_ST_TYPE(s->it.st_info);

		/* Wraps, and so is large, when OFFSET is before S. */
		if (s->section == section &&
		    offset - s->it.st_value < s->it.st_size &&
		    (type == STT_FUNC || type == STT_OBJECT))
			return s;
	}
	return NULL;
}

/* OFFSET of SECTION of A for a human: "ring_put+0x12". */
static const char *spot(const struct comparison *c, size_t section,
			uint64_t offset)
{
	const struct symbol *s = covering(&c->a, section, offset);

	if (s)
		return arena_printf(c->arena, "%s+0x%" PRIx64, s->name,
				    offset - s->it.st_value);
	return arena_printf(c->arena, "%s+0x%" PRIx64,
			    c->a.sections[section].name, offset);
}

static const char *bytes_differ(const struct comparison *c, size_t i, size_t j)
{
	const struct section *x = &c->a.sections[i], *y = &c->b.sections[j];
	size_t at = 0;

	if (x->header.sh_size != y->header.sh_size)
		return arena_printf(c->arena, "section %s has %" PRIu64
				    " bytes, not %" PRIu64, x->name,
				    y->header.sh_size, x->header.sh_size);
	if (!x->bytes || !memcmp(x->bytes, y->bytes, x->header.sh_size))
		return NULL;
	while (x->bytes[at] == y->bytes[at])
		at++;
	return arena_printf(c->arena, "section %s: %s differs", x->name,
			    spot(c, i, at));
}

static const char *section_differs(const struct comparison *c, size_t i,
				   size_t j)
{
	const struct section *x = &c->a.sections[i], *y = &c->b.sections[j];
	const char *trait;

	if (strcmp(x->name, y->name) != 0)
		return arena_printf(c->arena, "section %s is where %s was",
				    y->name, x->name);
	if (!is_plain(x->header.sh_type))
		return arena_printf(c->arena, "section %s has the unknown type %#x",
				    x->name, x->header.sh_type);
	trait = section_trait(c, x, y);
	if (trait)
		return arena_printf(c->arena, "section %s has another %s",
				    x->name, trait);
	return bytes_differ(c, i, j);
}

/* The first section from I on that counts; 0 when there is none. */
static size_t next_section(const struct object *o, size_t i)
{
	while (i < o->section_count && o->sections[i].place == NOWHERE)
		i++;
	return i < o->section_count ? i : 0;
}

static const char *sections_differ(const struct comparison *c)
{
	size_t i = next_section(&c->a, 1), j = next_section(&c->b, 1);
	const char *d = NULL;

	for (; i && j && !d; i = next_section(&c->a, i + 1),
			     j = next_section(&c->b, j + 1))
		d = section_differs(c, i, j);
	if (!d && i)
		return arena_printf(c->arena, "section %s is gone",
				    c->a.sections[i].name);
	if (!d && j)
		return arena_printf(c->arena, "section %s is new",
				    c->b.sections[j].name);
	return d;
}

/* Whether X and Y are in sections that stand for each other, or both in none. */
static bool same_home(const struct comparison *c, const struct symbol *x,
		      const struct symbol *y)
{
	if (!x->section || !y->section)
		return x->it.st_shndx == y->it.st_shndx;
	return c->a.sections[x->section].place != NOWHERE &&
	       same_section(c, x->section, y->section);
}

/* Whether another name makes another symbol. */
static bool is_named(const struct symbol *s)
{
	return !is_local(s) || (!s->section && s->it.st_shndx != SHN_ABS);
}

/* What X of A and Y of B do not agree on, as a noun; NULL when they agree. */
static const char *symbol_trait(const struct comparison *c,
				const struct symbol *x, const struct symbol *y)
{
	if (GELF_ST_BIND(x->it.st_info) != GELF_ST_BIND(y->it.st_info))
		return "binding";
	if (GELF_ST_TYPE(x->it.st_info) != GELF_ST_TYPE(y->it.st_info))
		return "type";
	if (!same_home(c, x, y))
		return "section";
	if (x->it.st_value != y->it.st_value)
		return "value";
	if (x->it.st_size != y->it.st_size)
		return "size";
	if (x->it.st_other != y->it.st_other)
		return "visibility";
	return is_named(x) && strcmp(x->name, y->name) != 0 ? "name" : NULL;
}

/* How relocations X and Y of TARGET differ; their symbols do in TRAIT, if any. */
static const char *tell_relocs(const struct comparison *c, size_t target,
			       const struct reloc *x, const struct reloc *y,
			       const char *trait)
{
	const char *a = label(&c->a, &c->a.symbols[x->symbol]);
	const char *b = label(&c->b, &c->b.symbols[y->symbol]);
	const char *at = spot(c, target, x->offset);

	if (x->offset != y->offset)
		return arena_printf(c->arena, "relocation at %s is at %s", at,
				    spot(c, target, y->offset));
	if (trait && strcmp(a, b) != 0)
		return arena_printf(c->arena, "relocation at %s names %s, not %s",
				    at, b, a);
	if (trait)
		return arena_printf(c->arena, "relocation at %s names a %s with "
				    "another %s", at, b, trait);
	if (x->type != y->type)
		return arena_printf(c->arena, "relocation at %s has type %" PRIu64
				    ", not %" PRIu64, at, y->type, x->type);
	return arena_printf(c->arena, "relocation at %s has addend %" PRId64
			    ", not %" PRId64, at, y->addend, x->addend);
}

static const char *reloc_differs(const struct comparison *c, size_t target,
				 const struct reloc *x, const struct reloc *y)
{
	const char *trait = symbol_trait(c, &c->a.symbols[x->symbol],
					 &c->b.symbols[y->symbol]);

	if (!trait && x->offset == y->offset && x->type == y->type &&
	    x->addend == y->addend)
		return NULL;
	return tell_relocs(c, target, x, y, trait);
}

static const char *tables_differ(const struct comparison *c,
				 const struct section *x,
				 const struct section *y)
{
	size_t target = x->header.sh_info, i;
	const char *d = NULL;

	if (!same_section(c, target, y->header.sh_info))
		return arena_printf(c->arena, "relocations of %s are where those "
				    "of %s were",
				    c->b.sections[y->header.sh_info].name,
				    c->a.sections[target].name);
	if (x->header.sh_type != y->header.sh_type ||
	    x->header.sh_flags != y->header.sh_flags ||
	    !same_group(&x->group, &y->group))
		return arena_printf(c->arena, "relocations of %s are of another "
				    "kind", c->a.sections[target].name);
	if (entries(x) != entries(y))
		return arena_printf(c->arena, "section %s has %zu relocations, "
				    "not %zu", c->a.sections[target].name,
				    entries(y), entries(x));
	for (i = 0; i < entries(x) && !d; i++) {
		struct reloc r, s;

		if (!reloc_read(x, i, &r) || !reloc_read(y, i, &s))
			return "a relocation cannot be read";
		d = reloc_differs(c, target, &r, &s);
	}
	return d;
}

/* The first section from I on with relocations that count; 0 when there is none. */
static size_t next_table(const struct object *o, size_t i)
{
	while (i < o->section_count && !o->sections[i].table)
		i++;
	return i < o->section_count ? i : 0;
}

static const char *relocs_differ(const struct comparison *c)
{
	size_t i = next_table(&c->a, 1), j = next_table(&c->b, 1);
	const char *d = NULL;

	for (; i && j && !d; i = next_table(&c->a, i + 1),
			     j = next_table(&c->b, j + 1))
		d = tables_differ(c, &c->a.sections[i], &c->b.sections[j]);
	if (!d && (i || j))
		return arena_printf(c->arena, "section %s is %s",
				    i ? c->a.sections[i].name :
					c->b.sections[j].name,
				    i ? "gone" : "new");
	return d;
}

static const char *symbols_differ(const struct comparison *c)
{
	const struct object *a = &c->a, *b = &c->b;
	size_t i;

	for (i = 0; i < a->global_count || i < b->global_count; i++) {
		const struct symbol *x = i < a->global_count ? a->globals[i] : NULL;
		const struct symbol *y = i < b->global_count ? b->globals[i] : NULL;
		int order = !x ? 1 : !y ? -1 : strcmp(x->name, y->name);
		const char *trait;

		if (order)
			return arena_printf(c->arena, "symbol %s is %s",
					    order < 0 ? x->name : y->name,
					    order < 0 ? "gone" : "new");
		trait = symbol_trait(c, x, y);
		if (trait)
			return arena_printf(c->arena, "symbol %s has another %s",
					    x->name, trait);
	}
	return NULL;
}

static int compare_objects(struct comparison *c, const char **difference)
{
	const char *d = header_differs(c);

	d = d ? d : sections_differ(c);
	d = d ? d : relocs_differ(c);
	d = d ? d : symbols_differ(c);
	if (d && !*d)
		return -SAFEC_ENOMEM;
	*difference = d;
	return 0;
}

static bool same_files(const struct text *a, const struct text *b)
{
	return a->size == b->size && !memcmp(a->data, b->data, a->size);
}

static int compare_files(struct comparison *c, const char **difference)
{
	int err = read_object(&c->a);

	if (!err && same_files(&c->a.file, &c->b.file)) {
		*difference = NULL;
		return 0;
	}
	err = err ? err : read_object(&c->b);
	return err ? err : compare_objects(c, difference);
}

int objects_compare(struct arena *arena, const char *a, const char *b,
		    const char **difference)
{
	struct comparison c = { .arena = arena };
	int err = text_read(&c.a.file, a);

	err = err ? err : text_read(&c.b.file, b);
	err = err ? err : compare_files(&c, difference);
	free_object(&c.a);
	free_object(&c.b);
	return err;
}

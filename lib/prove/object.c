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
 */
#include "prove/object.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include <safec/safec.h>

#include "base/text.h"
#include "prove/elf_file.h"

struct comparison {
	struct arena *arena;
	struct elf_file a, b;
};

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
	const struct elf_section *a = &c->a.sections[x], *b = &c->b.sections[y];

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
				 const struct elf_section *x,
				 const struct elf_section *y)
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
static const struct elf_symbol *covering(const struct elf_file *o, size_t section,
				     uint64_t offset)
{
	size_t i;

	for (i = 0; i < o->symbol_count; i++) {
		const struct elf_symbol *s = &o->symbols[i];
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
	const struct elf_symbol *s = covering(&c->a, section, offset);

	if (s)
		return arena_printf(c->arena, "%s+0x%" PRIx64, s->name,
				    offset - s->it.st_value);
	return arena_printf(c->arena, "%s+0x%" PRIx64,
			    c->a.sections[section].name, offset);
}

static const char *bytes_differ(const struct comparison *c, size_t i, size_t j)
{
	const struct elf_section *x = &c->a.sections[i], *y = &c->b.sections[j];
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
	const struct elf_section *x = &c->a.sections[i], *y = &c->b.sections[j];
	const char *trait;

	if (strcmp(x->name, y->name) != 0)
		return arena_printf(c->arena, "section %s is where %s was",
				    y->name, x->name);
	if (!section_is_plain(x->header.sh_type))
		return arena_printf(c->arena, "section %s has the unknown type %#x",
				    x->name, x->header.sh_type);
	trait = section_trait(c, x, y);
	if (trait)
		return arena_printf(c->arena, "section %s has another %s",
				    x->name, trait);
	return bytes_differ(c, i, j);
}

/* The first section from I on that counts; 0 when there is none. */
static size_t next_section(const struct elf_file *o, size_t i)
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
static bool same_home(const struct comparison *c, const struct elf_symbol *x,
		      const struct elf_symbol *y)
{
	if (!x->section || !y->section)
		return x->it.st_shndx == y->it.st_shndx;
	return c->a.sections[x->section].place != NOWHERE &&
	       same_section(c, x->section, y->section);
}

/* Whether another name makes another symbol. */
static bool is_named(const struct elf_symbol *s)
{
	return !symbol_is_local(s) || (!s->section && s->it.st_shndx != SHN_ABS);
}

/* What X of A and Y of B do not agree on, as a noun; NULL when they agree. */
static const char *symbol_trait(const struct comparison *c,
				const struct elf_symbol *x, const struct elf_symbol *y)
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
	const char *a = symbol_label(&c->a, &c->a.symbols[x->symbol]);
	const char *b = symbol_label(&c->b, &c->b.symbols[y->symbol]);
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
				 const struct elf_section *x,
				 const struct elf_section *y)
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
	if (section_entries(x) != section_entries(y))
		return arena_printf(c->arena, "section %s has %zu relocations, "
				    "not %zu", c->a.sections[target].name,
				    section_entries(y), section_entries(x));
	for (i = 0; i < section_entries(x) && !d; i++) {
		struct reloc r, s;

		if (!reloc_read(x, i, &r) || !reloc_read(y, i, &s))
			return "a relocation cannot be read";
		d = reloc_differs(c, target, &r, &s);
	}
	return d;
}

/* The first section from I on with relocations that count; 0 when there is none. */
static size_t next_table(const struct elf_file *o, size_t i)
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
	const struct elf_file *a = &c->a, *b = &c->b;
	size_t i;

	for (i = 0; i < a->global_count || i < b->global_count; i++) {
		const struct elf_symbol *x = i < a->global_count ? a->globals[i] : NULL;
		const struct elf_symbol *y = i < b->global_count ? b->globals[i] : NULL;
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
	int err = object_read(&c->a);

	if (!err && same_files(&c->a.file, &c->b.file)) {
		*difference = NULL;
		return 0;
	}
	err = err ? err : object_read(&c->b);
	return err ? err : compare_objects(c, difference);
}

int objects_compare(struct arena *arena, const char *a, const char *b,
		    const char **difference)
{
	struct comparison c = { .arena = arena };
	int err = text_read(&c.a.file, a);

	err = err ? err : text_read(&c.b.file, b);
	err = err ? err : compare_files(&c, difference);
	object_free(&c.a);
	object_free(&c.b);
	return err;
}

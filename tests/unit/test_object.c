/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which objects have the same code and data.
 *
 * Three sorts of objects are compared: what cc makes of small sources, where
 * one thing is changed in C; small ones made by libelf, of each class and byte
 * order, where one field is changed; and a compiled one with bytes flipped.
 */
#include <check.h>
#include <fcntl.h>
#include <gelf.h>
#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <safec/safec.h>

#include "base/text.h"
#include "prove/object.h"

/* A folder of each test's own, which is the current one while it runs. */
static char folder[PATH_MAX];
static struct arena arena;

static void set_up(void)
{
	char made[] = "/tmp/safec-test-XXXXXX";

	ck_assert_ptr_nonnull(mkdtemp(made));
	ck_assert_ptr_nonnull(realpath(made, folder));
	ck_assert_int_eq(chdir(folder), 0);
	arena = (struct arena){ 0 };
}

static void tear_down(void)
{
	char line[PATH_MAX + 8];

	snprintf(line, sizeof(line), "rm -r %s", folder);
	ck_assert_int_eq(chdir("/"), 0);
	ck_assert_int_eq(system(line), 0);
	arena_free(&arena);
}

static void put(const char *path, const char *data, size_t size)
{
	FILE *f = fopen(path, "wb");

	ck_assert_ptr_nonnull(f);
	ck_assert_uint_eq(fwrite(data, 1, size, f), size);
	ck_assert_int_eq(fclose(f), 0);
}

/* How the object at B differs from the one at A; NULL: not at all. */
static const char *difference(const char *a, const char *b)
{
	const char *d = "never set";

	ck_assert_int_eq(objects_compare(&arena, a, b, &d), 0);
	return d;
}

static void equal(const char *a, const char *b)
{
	const char *d = difference(a, b);

	ck_assert_msg(!d, "%s", d);
}

static void unequal(const char *a, const char *b, const char *says)
{
	const char *d = difference(a, b);

	ck_assert_ptr_nonnull(d);
	ck_assert_msg(strstr(d, says) != NULL, "\"%s\" is not in \"%s\"", says, d);
}

static void unreadable(const char *a, const char *b)
{
	const char *d = "untouched";

	ck_assert_int_eq(objects_compare(&arena, a, b, &d), -SAFEC_EREAD);
	ck_assert_str_eq(d, "untouched");
}

/* ------------------------------------------------------------ what cc makes */

/* Make the object at PATH of SOURCE, in the language that FILE's name says. */
static void compile(const char *path, const char *file, const char *flags,
		    const char *source)
{
	char line[256];

	put(file, source, strlen(source));
	snprintf(line, sizeof(line), "cc -w -O2 %s -c %s -o %s", flags, file, path);
	ck_assert_int_eq(system(line), 0);
}

static void compile_c(const char *a, const char *b, const char *flags)
{
	compile("a.o", "a.c", flags, a);
	compile("b.o", "b.c", flags, b);
}

static void c_equal(const char *a, const char *b)
{
	compile_c(a, b, "");
	equal("a.o", "b.o");
}

static void c_unequal(const char *a, const char *b, const char *says)
{
	compile_c(a, b, "");
	unequal("a.o", "b.o", says);
}

START_TEST(names_of_static_things_do_not_count)
{
	c_equal("static int n1; __attribute__((noinline)) static int f1(int i)\n"
		"{ return n1 += i; }\n"
		"int g(int i) { return f1(i) + f1(n1) + f1(3); }\n",
		"/* longer */ static int n2;\n\n"
		"__attribute__((noinline)) static int other(int i)\n"
		"{ return n2 += i; }\n"
		"int g(int i) { return other(i) + other(n2) + other(3); }\n");
}
END_TEST

#define PROGRAM \
	"extern int printf(const char *, ...);\n" \
	"extern void *find(int), release(void *);\n" \
	"struct ring { int users; struct ring *next; };\n" \
	"static struct ring first, second = { 3, &first };\n" \
	"static int (*const table[])(const char *, ...) = { printf, 0, printf };\n" \
	"int ring_count = 5, ring_unused;\n" \
	"__attribute__((weak)) int ring_limit(void) { return 12; }\n" \
	"int ring_put(struct ring *r)\n" \
	"{\n" \
	"	if (--r->users > ring_limit())\n" \
	"		printf(\"%d users of %p\\n\", r->users, find(r->users));\n" \
	"	else if (!r->users)\n" \
	"		release(r->next);\n" \
	"	return r->users;\n" \
	"}\n" \
	"int ring_all(int k)\n" \
	"{\n" \
	"	switch (k) {\n" \
	"	case 0: return ring_put(&first);\n" \
	"	case 1: return table[k](\"one\");\n" \
	"	case 2: return printf(\"two\");\n" \
	"	case 3: return ring_put(&second) + 1;\n" \
	"	case 4: return ring_limit();\n" \
	"	case 5: return ring_count++;\n" \
	"	case 6: release(find(k)); return printf(\"six\");\n" \
	"	}\n" \
	"	return first.users + ring_unused;\n" \
	"}\n"

START_TEST(debug_information_does_not_count)
{
	compile("a.o", "a.c", "", PROGRAM);
	compile("b.o", "b.c", "-g3", "/* a line */\n" PROGRAM);
	equal("a.o", "b.o");
}
END_TEST

START_TEST(an_object_equals_itself)
{
	compile("a.o", "a.c", "", PROGRAM);
	equal("a.o", "a.o");
}
END_TEST

START_TEST(a_constant_counts)
{
	c_unequal("int f(int i) { return i + 1000; }\n"
		  "int g(int i) { return i * 1000; }\n",
		  "int f(int i) { return i + 1000; }\n"
		  "int g(int i) { return i * 1001; }\n", "section .text: g+0x");
}
END_TEST

START_TEST(the_function_called_counts)
{
	c_unequal("int one(void), two(void); int f(void) { return one() + 1; }\n",
		  "int one(void), two(void); int f(void) { return two() + 1; }\n",
		  "names two, not one");
}
END_TEST

START_TEST(the_relocated_place_is_named)
{
	c_unequal("int one(void), two(void); int g(int i) { return i; }\n"
		  "int f(void) { return one() + 1; }\n",
		  "int one(void), two(void); int g(int i) { return i; }\n"
		  "int f(void) { return two() + 1; }\n", "relocation at f+0x");
}
END_TEST

START_TEST(external_data_counts)
{
	c_unequal("extern int one, two; int f(void) { return one; }\n",
		  "extern int one, two; int f(void) { return two; }\n",
		  "names two, not one");
}
END_TEST

START_TEST(a_letter_of_a_string_counts)
{
	c_unequal("const char *f(void) { return \"letter\"; }\n",
		  "const char *f(void) { return \"better\"; }\n",
		  "section .rodata");
}
END_TEST

START_TEST(the_length_of_a_string_counts)
{
	c_unequal("__attribute__((aligned(16))) const char s[] = \"short\";\n",
		  "__attribute__((aligned(16))) const char s[] = \"shorter\";\n",
		  "section .rodata has 8 bytes, not 6");
}
END_TEST

START_TEST(an_added_variable_counts)
{
	c_unequal("int one = 1;\n", "int one = 1; int two = 2;\n",
		  "section .data has 8 bytes, not 4");
}
END_TEST

START_TEST(the_size_of_zeros_counts)
{
	c_unequal("int one[10];\n", "int one[11];\n",
		  "section .bss has 44 bytes, not 40");
}
END_TEST

START_TEST(alignment_counts)
{
	c_unequal("int one = 1;\n", "__attribute__((aligned(64))) int one = 1;\n",
		  "section .data has another alignment");
}
END_TEST

START_TEST(order_of_functions_counts)
{
	static const char first[] = "int f(int i) { return i * 3; }\n"
				    "int g(int i) { return i - 70000; }\n";
	static const char second[] = "int g(int i) { return i - 70000; }\n"
				     "int f(int i) { return i * 3; }\n";

	c_unequal(first, second, "section .text");
}
END_TEST

START_TEST(order_of_like_functions_counts)
{
	c_unequal("int f(int i) { return i; } int g(int i) { return i; }\n",
		  "int g(int i) { return i; } int f(int i) { return i; }\n",
		  "symbol f has another value");
}
END_TEST

START_TEST(a_function_that_turns_static_counts)
{
	c_unequal("__attribute__((used)) int f(void) { return 1; }\n",
		  "__attribute__((used)) static int f(void) { return 1; }\n",
		  "symbol f is gone");
}
END_TEST

START_TEST(an_alias_counts)
{
	c_unequal("int f(void) { return 1; }\n",
		  "int f(void) { return 1; }\n"
		  "__attribute__((alias(\"f\"))) int g(void);\n",
		  "symbol g is new");
}
END_TEST

START_TEST(weak_is_not_strong)
{
	c_unequal("int f(void) { return 1; }\n",
		  "__attribute__((weak)) int f(void) { return 1; }\n",
		  "symbol f has another binding");
}
END_TEST

START_TEST(hidden_is_not_visible)
{
	c_unequal("int f(void) { return 1; }\n",
		  "__attribute__((visibility(\"hidden\"))) int f(void) { return 1; }\n",
		  "symbol f has another visibility");
}
END_TEST

START_TEST(the_named_section_counts)
{
	c_unequal("__attribute__((section(\"mine\"))) int n = 1;\n",
		  "__attribute__((section(\"yours\"))) int n = 1;\n",
		  "section yours is where mine was");
}
END_TEST

START_TEST(an_added_section_counts)
{
	c_unequal("int one = 1;\n",
		  "int one = 1; __attribute__((section(\"mine\"))) int two = 2;\n",
		  "section mine is ");
}
END_TEST

START_TEST(size_of_a_common_symbol_counts)
{
	compile_c("__attribute__((aligned(64))) int n[1];\n",
		  "__attribute__((aligned(64))) int n[2];\n", "-fcommon");
	unequal("a.o", "b.o", "symbol n has another size");
}
END_TEST

START_TEST(a_common_symbol_is_no_definition)
{
	compile("a.o", "a.c", "-fcommon", "int n; int f(void) { return 1; }\n");
	compile("b.o", "b.c", "-fcommon",
		"extern int n; int f(void) { return 1; }\n");
	unequal("a.o", "b.o", "symbol n is gone");
}
END_TEST

#define SWITCH(x, y) \
	"int a(void), b(void), c(void), d(void), e(void), g(void);\n" \
	"int f(int k)\n" \
	"{\n" \
	"	switch (k) {\n" \
	"	case 0: return a() + 1;\n" \
	"	case 1: return b() + 2;\n" \
	"	case 2: return c() + 3;\n" \
	"	case " x ": return d() + 4;\n" \
	"	case " y ": return e() + 5;\n" \
	"	case 5: return g() + 6;\n" \
	"	}\n" \
	"	return 0;\n" \
	"}\n"

START_TEST(where_a_jump_table_leads_counts)
{
	compile_c(SWITCH("3", "4"), SWITCH("4", "3"), "");
	unequal("a.o", "b.o", "");
}
END_TEST

#define LABELS(x, y) \
	".globl f\n" \
	"f: .byte 1\n" \
	".Lone: .byte 2\n" \
	".Ltwo: .byte 3\n" \
	".section .rodata,\"a\"\n" \
	".long .L" x ", .L" y "\n"

/* Same bytes: only where the relocations of the table lead has changed. */
START_TEST(where_a_table_of_labels_leads_counts)
{
	compile("a.o", "a.s", "", LABELS("one", "two"));
	compile("b.o", "b.s", "", LABELS("two", "one"));
	unequal("a.o", "b.o", "relocation at .rodata+0x0 has addend 2, not 1");
}
END_TEST

START_TEST(labels_of_a_jump_table_do_not_count)
{
	compile("a.o", "a.c", "", SWITCH("3", "4"));
	compile("b.o", "b.c", "-g", SWITCH("3", "4"));
	equal("a.o", "b.o");
}
END_TEST

/* Assembly of N sections, and of one with a symbol that another names. */
static char *many_sections(int n, int chosen)
{
	size_t size = 0;
	char *text = NULL;
	FILE *f = open_memstream(&text, &size);
	int i;

	ck_assert_ptr_nonnull(f);
	for (i = 0; i < n; i++)
		fprintf(f, ".section .s%d,\"aw\"\n%s.byte 1\n", i,
			i == chosen ? ".globl chosen\nchosen: " : "");
	fprintf(f, ".section .user,\"aw\"\n.long .s%d\n.long chosen\n", chosen);
	ck_assert_int_eq(fclose(f), 0);
	return text;
}

START_TEST(sections_beyond_the_short_indices_are_told_apart)
{
	char *a = many_sections(65400, 65300), *b = many_sections(65400, 65301);

	compile("a.o", "a.s", "", a);
	compile("b.o", "b.s", "", b);
	compile("c.o", "c.s", "-g", a);
	unequal("a.o", "b.o", "relocation at .user+0x0 names .s65301, not .s65300");
	equal("a.o", "c.o");
	free(a);
	free(b);
}
END_TEST

/* ---------------------------------------------------------- what libelf makes */

enum {
	TEXT = 1, TEXT_RELOCS, DATA, ZEROS, ORDERED, DEBUG, DEBUG_RELOCS, GROUP,
	SYMTAB, STRTAB, SHSTRTAB, MORE, SECTIONS
};

enum { HERE = 1, TABLE, FIXED, DEBUG_START, RING_PUT, LOCALS = RING_PUT,
       OUTSIDE, SHARED, SYMBOLS };

enum { RELOCS = 3, NAME = 20 };

struct made_section {
	const char *name;
	uint32_t type;
	uint64_t flags;
	char bytes[17];
	size_t size;		/* 0 with BYTES "": not made */
	uint32_t link, info;
	uint64_t align, entsize, address;
};

struct made_symbol {
	const char *name;
	int bind, type, other, section;
	uint64_t value, size;
};

/* An object of two functions, data that points to them, and a bit of all else. */
struct made {
	int class, order, machine, type, abi;
	uint32_t flags;
	struct made_section section[SECTIONS];
	struct made_symbol symbol[SYMBOLS];
	struct { uint64_t offset; uint32_t type, symbol; int64_t addend; } reloc[RELOCS];
	uint32_t group[4], other_group[4];	/* flags, then members */
	uint32_t extended[SYMBOLS];		/* section indices */
};

static const struct made model = {
	.class = ELFCLASS64, .order = ELFDATA2LSB, .type = ET_REL,
	.machine = EM_PPC, .flags = 0x8000, .abi = ELFOSABI_NONE,
	.section = {
		[TEXT] = { ".text", SHT_PROGBITS, SHF_ALLOC | SHF_EXECINSTR | SHF_GROUP,
			   "0123456789abcdef", 16, .align = 4 },
		[TEXT_RELOCS] = { ".rela.text", SHT_RELA, SHF_INFO_LINK | SHF_GROUP,
				  .link = SYMTAB, .info = TEXT, .align = 4 },
		[DATA] = { ".data", SHT_PROGBITS, SHF_ALLOC | SHF_WRITE,
			   "data", 4, .align = 4 },
		[ZEROS] = { ".bss", SHT_NOBITS, SHF_ALLOC | SHF_WRITE, "", 32,
			    .align = 8 },
		[ORDERED] = { ".entries", SHT_PROGBITS, SHF_ALLOC | SHF_LINK_ORDER,
			      "entries.", 8, .link = TEXT, .align = 4 },
		[DEBUG] = { ".debug_info", SHT_PROGBITS, 0, "debugging", 9,
			    .align = 1 },
		[DEBUG_RELOCS] = { ".rela.debug", SHT_RELA, SHF_INFO_LINK,
				   .link = SYMTAB, .info = DEBUG, .align = 4 },
		[GROUP] = { ".group", SHT_GROUP, .link = SYMTAB, .info = RING_PUT,
			    .align = 4 },
		[SYMTAB] = { ".symtab", SHT_SYMTAB, .link = STRTAB, .info = LOCALS,
			     .align = 4 },
		[STRTAB] = { ".strtab", SHT_STRTAB, .align = 1 },
		[SHSTRTAB] = { ".shstrtab", SHT_STRTAB, .align = 1 },
		[MORE] = { ".more", SHT_PROGBITS, SHF_ALLOC, "more", 4, .align = 4 },
	},
	.symbol = {
		[0] = { .name = "" },
		[HERE] = { "", STB_LOCAL, STT_SECTION, .section = TEXT },
		[TABLE] = { "table.1", STB_LOCAL, STT_OBJECT, 0, DATA, 0, 4 },
		[FIXED] = { "fixed.1", STB_LOCAL, STT_NOTYPE, 0, SHN_ABS, 7, 0 },
		[DEBUG_START] = { "", STB_LOCAL, STT_SECTION, .section = DEBUG },
		[RING_PUT] = { "ring_put", STB_GLOBAL, STT_FUNC, 0, TEXT, 4, 8 },
		[OUTSIDE] = { "outside", STB_GLOBAL, .type = STT_NOTYPE },
		[SHARED] = { "shared", STB_GLOBAL, STT_OBJECT, 0, SHN_COMMON, 4, 8 },
	},
	.reloc = {
		{ 0, 2, OUTSIDE, -4 }, { 5, 3, TABLE, 0 }, { 9, 2, FIXED, 1 },
	},
	.group = { GRP_COMDAT, TEXT, TEXT_RELOCS, DEBUG },
	.other_group = { GRP_COMDAT, DATA, ORDERED, MORE },
};

/* Memory for what a section holds, as long-lived as the test. */
static Elf_Data *fill(Elf_Scn *s, Elf_Type type, const void *bytes, size_t size)
{
	Elf_Data *d = elf_newdata(s);

	ck_assert_ptr_nonnull(d);
	d->d_type = type;
	d->d_size = size;
	d->d_align = 1;
	d->d_buf = arena_zalloc(&arena, size + 1);
	if (bytes)
		memcpy(d->d_buf, bytes, size);
	return d;
}

static void fill_symbols(Elf *elf, const struct made *m, Elf_Scn *s)
{
	size_t size = gelf_fsize(elf, ELF_T_SYM, SYMBOLS, EV_CURRENT);
	Elf_Data *d = fill(s, ELF_T_SYM, NULL, size);
	int i;

	for (i = 0; i < SYMBOLS; i++) {
		const struct made_symbol *from = &m->symbol[i];
		GElf_Sym sym = {
			.st_name = (GElf_Word)(i * NAME),
			.st_info = GELF_ST_INFO(from->bind, from->type),
			.st_other = (unsigned char)from->other,
			.st_shndx = (GElf_Section)from->section,
			.st_value = from->value,
			.st_size = from->size,
		};

		ck_assert_int_ne(gelf_update_sym(d, i, &sym), 0);
	}
}

static void fill_relocs(Elf *elf, const struct made *m, Elf_Scn *s, bool rela)
{
	Elf_Type type = rela ? ELF_T_RELA : ELF_T_REL;
	Elf_Data *d = fill(s, type, NULL,
			   gelf_fsize(elf, type, RELOCS, EV_CURRENT));
	int i;

	for (i = 0; i < RELOCS; i++) {
		GElf_Rela a = { m->reloc[i].offset,
				GELF_R_INFO((uint64_t)m->reloc[i].symbol,
					    m->reloc[i].type),
				m->reloc[i].addend };
		GElf_Rel l = { a.r_offset, a.r_info };

		ck_assert_int_ne(rela ? gelf_update_rela(d, i, &a) :
					gelf_update_rel(d, i, &l), 0);
	}
}

static void fill_names(Elf_Scn *s, const struct made *m, bool symbols)
{
	char *names = fill(s, ELF_T_BYTE, NULL, SECTIONS * NAME)->d_buf;
	int i;

	for (i = 0; i < (symbols ? SYMBOLS : SECTIONS); i++) {
		const char *name = symbols ? m->symbol[i].name : m->section[i].name;

		strncpy(names + i * NAME, name ? name : "", NAME);
	}
}

static void fill_section(Elf *elf, const struct made *m, int i, Elf_Scn *s)
{
	const struct made_section *from = &m->section[i];

	switch (from->type) {
	case SHT_SYMTAB:
		return fill_symbols(elf, m, s);
	case SHT_RELA:
	case SHT_REL:
		return fill_relocs(elf, m, s, from->type == SHT_RELA);
	case SHT_STRTAB:
		return fill_names(s, m, i == STRTAB);
	case SHT_GROUP:
		fill(s, ELF_T_WORD, i == GROUP ? m->group : m->other_group,
		     sizeof(m->group));
		return;
	case SHT_SYMTAB_SHNDX:
		fill(s, ELF_T_WORD, m->extended, sizeof(m->extended));
		return;
	default:
		fill(s, ELF_T_BYTE, from->bytes, from->size);
	}
}

static void make_section(Elf *elf, const struct made *m, int i)
{
	const struct made_section *from = &m->section[i];
	Elf_Scn *s = elf_newscn(elf);
	GElf_Shdr h;

	ck_assert_ptr_nonnull(gelf_getshdr(s, &h));
	h.sh_name = (GElf_Word)(i * NAME);
	h.sh_type = from->type;
	h.sh_flags = from->flags;
	h.sh_link = from->link;
	h.sh_info = from->info;
	h.sh_addralign = from->align;
	h.sh_entsize = from->entsize;
	h.sh_addr = from->address;
	ck_assert_int_ne(gelf_update_shdr(s, &h), 0);
	fill_section(elf, m, i, s);
}

static void make_header(Elf *elf, const struct made *m)
{
	GElf_Ehdr h;

	ck_assert_ptr_nonnull(gelf_newehdr(elf, m->class));
	ck_assert_ptr_nonnull(gelf_getehdr(elf, &h));
	h.e_ident[EI_DATA] = (unsigned char)m->order;
	h.e_ident[EI_OSABI] = (unsigned char)m->abi;
	h.e_type = (GElf_Half)m->type;
	h.e_machine = (GElf_Half)m->machine;
	h.e_flags = m->flags;
	h.e_version = EV_CURRENT;
	h.e_shstrndx = SHSTRTAB;
	ck_assert_int_ne(gelf_update_ehdr(elf, &h), 0);
}

static void make(const char *path, const struct made *m)
{
	int fd = open(path, O_RDWR | O_CREAT | O_TRUNC, 0666), i;
	Elf *elf;

	ck_assert_int_ge(fd, 0);
	ck_assert_uint_ne(elf_version(EV_CURRENT), EV_NONE);
	elf = elf_begin(fd, ELF_C_WRITE, NULL);
	ck_assert_ptr_nonnull(elf);
	make_header(elf, m);
	for (i = 1; i < SECTIONS; i++)
		if (m->section[i].name)
			make_section(elf, m, i);
	ck_assert_int_ge(elf_update(elf, ELF_C_WRITE), 0);
	elf_end(elf);
	close(fd);
}

/* TO is FROM, an ELF64 file, with VALUE, of SIZE bytes, AT a section's header. */
static void patch(const char *from, const char *to, size_t section, size_t at,
		  uint64_t value, size_t size)
{
	struct text t;
	Elf64_Ehdr h;

	ck_assert_int_eq(text_read(&t, from), 0);
	memcpy(&h, t.data, sizeof(h));
	memcpy(t.data + h.e_shoff + section * sizeof(Elf64_Shdr) + at, &value,
	       size);
	put(to, t.data, t.size);
	text_free(&t);
}

/* The model and M, both of CLASS and ORDER. */
static void make_pair(struct made m, const struct made *from, int class, int order)
{
	struct made first = *from;

	first.class = m.class = class;
	first.order = m.order = order;
	make("a.o", &first);
	make("b.o", &m);
}

static const struct { int class, order; } forms[] = {
	{ ELFCLASS64, ELFDATA2LSB }, { ELFCLASS64, ELFDATA2MSB },
	{ ELFCLASS32, ELFDATA2LSB }, { ELFCLASS32, ELFDATA2MSB },
};

/* M differs from FROM, whatever the class and the byte order. */
static void changed_from(const struct made *from, const struct made *m,
			 const char *says)
{
	size_t i;

	for (i = 0; i < sizeof(forms) / sizeof(*forms); i++) {
		make_pair(*m, from, forms[i].class, forms[i].order);
		ck_assert_pstr_eq(difference("a.o", "b.o"), says);
	}
}

static void changed(const struct made *m, const char *says)
{
	changed_from(&model, m, says);
}

static void unchanged_from(const struct made *from, const struct made *m)
{
	size_t i;

	for (i = 0; i < sizeof(forms) / sizeof(*forms); i++) {
		make_pair(*m, from, forms[i].class, forms[i].order);
		equal("a.o", "b.o");
	}
}

static void unchanged(const struct made *m)
{
	unchanged_from(&model, m);
}

/* M cannot be read, be it the first or the second. */
static void malformed(const struct made *m)
{
	size_t i;

	for (i = 0; i < sizeof(forms) / sizeof(*forms); i++) {
		make_pair(*m, &model, forms[i].class, forms[i].order);
		unreadable("a.o", "b.o");
		unreadable("b.o", "a.o");
		unreadable("b.o", "b.o");
	}
}

START_TEST(a_local_name_does_not_count)
{
	struct made m = model;

	m.symbol[TABLE].name = "table.2";
	m.symbol[FIXED].name = "fixed.2";
	unchanged(&m);
}
END_TEST

START_TEST(debug_bytes_and_relocations_do_not_count)
{
	struct made m = model;

	m.section[DEBUG].bytes[0] = 'D';
	unchanged(&m);
	m.section[DEBUG_RELOCS].info = STRTAB;
	unchanged(&m);
}
END_TEST

START_TEST(tables_of_address_significant_symbols_do_not_count)
{
	struct made a = model, b;

	a.section[MORE].type = 0x6fff4c03;
	a.section[MORE].flags = SHF_EXCLUDE;
	b = a;
	b.section[MORE].bytes[0] = 'M';
	unchanged_from(&a, &b);
}
END_TEST

START_TEST(types_that_are_plain_bytes_are_compared)
{
	static const uint32_t types[] = {
		SHT_PROGBITS, SHT_NOBITS, SHT_NOTE, SHT_INIT_ARRAY,
		SHT_FINI_ARRAY, SHT_PREINIT_ARRAY, SHT_GNU_ATTRIBUTES,
		SHT_LOPROC, SHT_HIPROC,
	};
	struct made a = model, b;
	size_t i;

	for (i = 0; i < sizeof(types) / sizeof(*types); i++) {
		a.section[MORE].type = types[i];
		b = a;
		b.symbol[TABLE].name = "table.2";
		unchanged_from(&a, &b);
	}
}
END_TEST

/* The data and the relocations of the text change places in the file. */
START_TEST(indices_of_sections_do_not_count)
{
	struct made a = model, b;

	a.section[MORE].flags |= SHF_INFO_LINK;
	a.section[MORE].info = DATA;
	b = a;
	b.section[TEXT_RELOCS] = a.section[DATA];
	b.section[DATA] = a.section[TEXT_RELOCS];
	b.section[MORE].info = TEXT_RELOCS;
	b.symbol[TABLE].section = TEXT_RELOCS;
	b.group[2] = DATA;
	unchanged_from(&a, &b);
}
END_TEST

START_TEST(indices_of_symbols_do_not_count)
{
	struct made m = model;

	m.symbol[TABLE] = model.symbol[FIXED];
	m.symbol[FIXED] = model.symbol[TABLE];
	m.reloc[1].symbol = FIXED;
	m.reloc[2].symbol = TABLE;
	unchanged(&m);
	m.symbol[OUTSIDE] = model.symbol[SHARED];
	m.symbol[SHARED] = model.symbol[OUTSIDE];
	m.reloc[0].symbol = SHARED;
	unchanged(&m);
}
END_TEST

/* A name that is a remark's only where nothing is loaded. */
START_TEST(loaded_bytes_count_whatever_the_name)
{
	struct made a = model, b;

	a.section[MORE].name = ".comment";
	b = a;
	b.section[MORE].bytes[3] = 'E';
	changed_from(&a, &b, "section .comment: .comment+0x3 differs");
}
END_TEST

START_TEST(what_is_not_loaded_counts_unless_it_is_a_remark)
{
	struct made a = model, b;

	a.section[MORE].name = ".gnu.lto_x";
	a.section[MORE].flags = SHF_EXCLUDE;
	b = a;
	b.section[MORE].bytes[3] = 'E';
	changed_from(&a, &b, "section .gnu.lto_x: .gnu.lto_x+0x3 differs");
}
END_TEST

START_TEST(remarks_do_not_count)
{
	static const char *const names[] = {
		".comment", ".note.GNU-stack", ".GCC.command.line", ".stabstr",
		".debug_str", ".zdebug_info",
	};
	struct made without = model, m = model;
	size_t i;

	without.section[MORE].name = NULL;
	m.section[MORE].flags = 0;
	for (i = 0; i < sizeof(names) / sizeof(*names); i++) {
		m.section[MORE].name = names[i];
		unchanged_from(&without, &m);
	}
}
END_TEST

START_TEST(the_differing_byte_is_named_by_its_function)
{
	struct made m = model;

	m.section[TEXT].bytes[11] = '?';
	changed(&m, "section .text: ring_put+0x7 differs");
}
END_TEST

START_TEST(a_byte_in_no_function_is_named_by_its_section)
{
	struct made m = model;

	m.section[TEXT].bytes[12] = '?';
	changed(&m, "section .text: .text+0xc differs");
}
END_TEST

START_TEST(machine_counts)
{
	struct made m = model;

	m.machine = EM_PPC64;
	changed(&m, "the objects are for different machines");
}
END_TEST

START_TEST(machine_flags_count)
{
	struct made m = model;

	m.flags = 0;
	changed(&m, "the objects are for different machines");
}
END_TEST

START_TEST(the_abi_counts)
{
	struct made m = model;

	m.abi = ELFOSABI_GNU;
	changed(&m, "the objects are for different machines");
}
END_TEST

START_TEST(class_and_byte_order_count)
{
	struct made m = model;

	make("a.o", &model);
	m.class = ELFCLASS32;
	make("b.o", &m);
	unequal("a.o", "b.o", "different machines");
	m.class = ELFCLASS64;
	m.order = ELFDATA2MSB;
	make("b.o", &m);
	unequal("a.o", "b.o", "different machines");
}
END_TEST

START_TEST(type_of_a_section_counts)
{
	struct made m = model;

	m.section[MORE].type = SHT_NOTE;
	changed(&m, "section .more has another type");
}
END_TEST

START_TEST(flags_of_a_section_count)
{
	struct made m = model;

	m.section[MORE].flags |= SHF_WRITE;
	changed(&m, "section .more has another set of flags");
}
END_TEST

START_TEST(alignment_of_zeros_counts)
{
	struct made m = model;

	m.section[ZEROS].align = 16;
	changed(&m, "section .bss has another alignment");
}
END_TEST

START_TEST(entry_size_counts)
{
	struct made m = model;

	m.section[MORE].entsize = 2;
	changed(&m, "section .more has another entry size");
}
END_TEST

START_TEST(address_counts)
{
	struct made m = model;

	m.section[MORE].address = 4096;
	changed(&m, "section .more has another address");
}
END_TEST

START_TEST(the_section_ordered_by_counts)
{
	struct made m = model;

	m.section[ORDERED].link = DATA;
	changed(&m, "section .entries has another linked section");
	m.section[ORDERED].link = 0;
	changed(&m, "section .entries has another linked section");
}
END_TEST

START_TEST(the_remark_ordered_by_counts)
{
	struct made a = model, b;

	a.section[ORDERED].link = DEBUG;
	b = a;
	b.section[ORDERED].link = STRTAB;
	changed_from(&a, &b, "section .entries has another linked section");
}
END_TEST

START_TEST(info_counts)
{
	struct made m = model;

	m.section[MORE].info = 5;
	changed(&m, "section .more has another info");
}
END_TEST

START_TEST(the_section_that_info_names_counts)
{
	struct made a = model, b;

	a.section[MORE].flags |= SHF_INFO_LINK;
	a.section[MORE].info = TEXT;
	b = a;
	b.section[MORE].info = DATA;
	changed_from(&a, &b, "section .more has another info");
}
END_TEST

START_TEST(size_of_zeros_counts)
{
	struct made m = model;

	m.section[ZEROS].size = 31;
	changed(&m, "section .bss has 31 bytes, not 32");
}
END_TEST

START_TEST(a_section_more_counts)
{
	struct made m = model;

	m.section[MORE].name = NULL;
	changed(&m, "section .more is gone");
	changed_from(&m, &model, "section .more is new");
}
END_TEST

START_TEST(a_section_of_unknown_type_is_not_compared)
{
	struct made a = model, b;

	a.section[MORE].type = 0x40000014;
	a.section[MORE].flags = 0;
	b = a;
	b.section[DEBUG].bytes[0] = 'D';
	changed_from(&a, &b, "section .more has the unknown type 0x40000014");
}
END_TEST

START_TEST(the_very_same_file_is_equal_whatever_is_in_it)
{
	struct made m = model;

	m.section[MORE].type = 0x40000014;
	changed_from(&m, &m, NULL);
}
END_TEST

START_TEST(the_signature_of_a_group_counts)
{
	struct made m = model;

	m.section[GROUP].info = OUTSIDE;
	changed(&m, "section .text has another group");
}
END_TEST

START_TEST(a_section_can_sign_a_group)
{
	struct made a = model, b;

	a.section[GROUP].info = HERE;
	b = a;
	b.symbol[HERE].section = MORE;
	changed_from(&a, &b, "section .text has another group");
}
END_TEST

START_TEST(the_kind_of_group_counts)
{
	struct made m = model;

	m.group[0] = 0;
	changed(&m, "section .text has another group");
}
END_TEST

START_TEST(a_member_of_a_group_counts)
{
	struct made m = model;

	m.group[3] = DATA;
	changed(&m, "section .data has another group");
	m.group[3] = DEBUG;
	m.group[1] = STRTAB;
	changed(&m, "section .text has another group");
}
END_TEST

START_TEST(relocations_belong_to_their_group)
{
	struct made m = model;

	m.group[2] = DEBUG_RELOCS;
	changed(&m, "relocations of .text are of another kind");
}
END_TEST

START_TEST(groups_of_one_name_are_told_apart)
{
	struct made a = model, b;

	a.section[DEBUG_RELOCS] = model.section[GROUP];
	b = a;
	b.group[3] = DATA;
	b.other_group[1] = DEBUG;
	changed_from(&a, &b, "section .data has another group");
}
END_TEST

START_TEST(the_relocated_section_counts)
{
	struct made m = model;

	m.section[TEXT_RELOCS].info = MORE;
	changed(&m, "relocations of .more are where those of .text were");
}
END_TEST

START_TEST(relocations_that_are_gone_count)
{
	struct made m = model;

	m.section[TEXT_RELOCS].info = STRTAB;
	changed(&m, "section .rela.text is gone");
	changed_from(&m, &model, "section .rela.text is new");
}
END_TEST

START_TEST(the_kind_of_relocations_counts)
{
	struct made m = model;

	m.section[TEXT_RELOCS].type = SHT_REL;
	changed(&m, "relocations of .text are of another kind");
}
END_TEST

START_TEST(flags_of_relocations_count)
{
	struct made m = model;

	m.section[TEXT_RELOCS].flags = SHF_INFO_LINK;
	changed(&m, "relocations of .text are of another kind");
}
END_TEST

START_TEST(relocations_without_addends_are_compared)
{
	struct made a = model, b;

	a.section[TEXT_RELOCS].type = SHT_REL;
	b = a;
	b.reloc[1].type = 9;
	changed_from(&a, &b, "relocation at ring_put+0x1 has type 9, not 3");
}
END_TEST

START_TEST(the_number_of_relocations_counts)
{
	make("a.o", &model);
	patch("a.o", "b.o", TEXT_RELOCS, offsetof(Elf64_Shdr, sh_size),
	      (RELOCS - 1) * sizeof(Elf64_Rela), 8);
	unequal("a.o", "b.o", "section .text has 2 relocations, not 3");
	unequal("b.o", "a.o", "section .text has 3 relocations, not 2");
}
END_TEST

START_TEST(offset_of_a_relocation_counts)
{
	struct made m = model;

	m.reloc[1].offset = 6;
	changed(&m, "relocation at ring_put+0x1 is at ring_put+0x2");
}
END_TEST

START_TEST(type_of_a_relocation_counts)
{
	struct made m = model;

	m.reloc[0].type = 3;
	changed(&m, "relocation at .text+0x0 has type 3, not 2");
}
END_TEST

START_TEST(addend_of_a_relocation_counts)
{
	struct made m = model;

	m.reloc[0].addend = 4;
	changed(&m, "relocation at .text+0x0 has addend 4, not -4");
}
END_TEST

START_TEST(an_undefined_symbol_goes_by_its_name)
{
	struct made m = model;

	m.symbol[OUTSIDE].name = "elsewhere";
	changed(&m, "relocation at .text+0x0 names elsewhere, not outside");
}
END_TEST

START_TEST(an_undefined_symbol_counts_without_relocations)
{
	struct made a = model, b;

	a.reloc[0].symbol = 0;
	b = a;
	b.symbol[OUTSIDE].name = "elsewhere";
	changed_from(&a, &b, "symbol elsewhere is new");
}
END_TEST

START_TEST(a_weak_reference_is_not_strong)
{
	struct made m = model;

	m.symbol[OUTSIDE].bind = STB_WEAK;
	changed(&m, "relocation at .text+0x0 names a outside with another binding");
}
END_TEST

START_TEST(visibility_of_a_reference_counts)
{
	struct made m = model;

	m.symbol[OUTSIDE].other = STV_HIDDEN;
	changed(&m, "relocation at .text+0x0 names a outside with another visibility");
}
END_TEST

START_TEST(a_local_symbol_goes_by_its_section)
{
	struct made m = model;

	m.symbol[TABLE].section = MORE;
	changed(&m, "relocation at ring_put+0x1 names a table.1 with another section");
}
END_TEST

START_TEST(a_local_symbol_goes_by_its_value)
{
	struct made m = model;

	m.symbol[TABLE].value = 2;
	changed(&m, "relocation at ring_put+0x1 names a table.1 with another value");
}
END_TEST

START_TEST(a_local_symbol_goes_by_its_type)
{
	struct made m = model;

	m.symbol[TABLE].type = STT_FUNC;
	changed(&m, "relocation at ring_put+0x1 names a table.1 with another type");
}
END_TEST

START_TEST(a_local_symbol_goes_by_its_size)
{
	struct made m = model;

	m.symbol[TABLE].size = 2;
	changed(&m, "relocation at ring_put+0x1 names a table.1 with another size");
}
END_TEST

START_TEST(a_local_number_goes_by_its_value)
{
	struct made m = model;

	m.symbol[FIXED].value = 8;
	changed(&m, "relocation at ring_put+0x5 names a fixed.1 with another value");
}
END_TEST

/* The model with the section of its table beside the symbol; nothing in MORE. */
static struct made extended_model(void)
{
	struct made m = model;

	m.section[MORE] = (struct made_section){
		".extended", SHT_SYMTAB_SHNDX, .link = SYMTAB, .align = 4 };
	m.symbol[TABLE].section = SHN_XINDEX;
	m.extended[TABLE] = DATA;
	return m;
}

START_TEST(an_extended_index_is_an_index)
{
	struct made a = model, b = extended_model();

	a.section[MORE].name = NULL;
	unchanged_from(&a, &b);
}
END_TEST

START_TEST(a_symbol_goes_by_its_extended_index)
{
	struct made a = extended_model(), b = a;

	b.extended[TABLE] = ZEROS;
	changed_from(&a, &b,
		"relocation at ring_put+0x1 names a table.1 with another section");
}
END_TEST

START_TEST(a_number_is_no_address)
{
	struct made m = model;

	m.symbol[FIXED].section = DATA;
	changed(&m, "relocation at ring_put+0x5 names a fixed.1 with another section");
}
END_TEST

START_TEST(a_local_common_symbol_goes_by_its_name)
{
	struct made a = model, b;

	a.symbol[TABLE].section = SHN_COMMON;
	b = a;
	b.symbol[TABLE].name = "table.2";
	changed_from(&a, &b, "relocation at ring_put+0x1 names table.2, not table.1");
}
END_TEST

/* What is in a section that does not count is not known to be the same. */
START_TEST(a_symbol_in_debug_information_never_is_the_same)
{
	struct made a = model, b;

	a.symbol[TABLE].section = DEBUG;
	b = a;
	b.section[DEBUG].bytes[0] = 'D';
	changed_from(&a, &b,
		"relocation at ring_put+0x1 names a table.1 with another section");
}
END_TEST

/* Sections of one name are told apart by their place. */
START_TEST(a_symbol_in_another_section_of_that_name_counts)
{
	struct made a = model, b;

	a.section[MORE].name = ".data";
	b = a;
	b.symbol[TABLE].section = MORE;
	changed_from(&a, &b,
		"relocation at ring_put+0x1 names a table.1 with another section");
}
END_TEST

START_TEST(the_name_of_a_defined_symbol_counts)
{
	struct made a = model, b;

	a.section[GROUP].info = OUTSIDE;
	b = a;
	b.symbol[RING_PUT].name = "ring_get";
	changed_from(&a, &b, "symbol ring_get is new");
	changed_from(&b, &a, "symbol ring_get is gone");
}
END_TEST

START_TEST(the_size_of_a_defined_symbol_counts)
{
	struct made m = model;

	m.symbol[RING_PUT].size = 9;
	changed(&m, "symbol ring_put has another size");
}
END_TEST

START_TEST(the_type_of_a_defined_symbol_counts)
{
	struct made m = model;

	m.symbol[RING_PUT].type = STT_GNU_IFUNC;
	changed(&m, "symbol ring_put has another type");
}
END_TEST

START_TEST(other_bits_of_a_defined_symbol_count)
{
	struct made m = model;

	m.symbol[RING_PUT].other = 0x60;
	changed(&m, "symbol ring_put has another visibility");
}
END_TEST

START_TEST(a_common_symbol_is_no_number)
{
	struct made m = model;

	m.symbol[SHARED].section = SHN_ABS;
	changed(&m, "symbol shared has another section");
}
END_TEST

START_TEST(alignment_of_a_common_symbol_counts)
{
	struct made m = model;

	m.symbol[SHARED].value = 8;
	changed(&m, "symbol shared has another value");
}
END_TEST

/* ------------------------------------------------------------ what is no object */

START_TEST(what_is_no_elf_file_is_refused)
{
	compile("a.o", "a.c", "", PROGRAM);
	put("empty", "", 0);
	put("text", "int f(void);\n", 13);
	put("archive", "!<arch>\n", 8);
	unreadable("a.o", "empty");
	unreadable("text", "a.o");
	unreadable("text", "text");
	unreadable("archive", "archive");
	unreadable("a.o", "missing");
	unreadable(".", "a.o");
}
END_TEST

START_TEST(an_executable_is_refused)
{
	compile("a.o", "a.c", "", "int main(void) { return 0; }\n");
	ck_assert_int_eq(system("cc a.o -o a.out"), 0);
	unreadable("a.o", "a.out");
	unreadable("a.out", "a.out");
}
END_TEST

/* Section headers come last, so libelf sees no sections where they are cut off. */
START_TEST(a_truncated_object_is_refused)
{
	struct text whole;
	size_t size;

	compile("a.o", "a.c", "", PROGRAM);
	ck_assert_int_eq(text_read(&whole, "a.o"), 0);
	for (size = 0; size < whole.size; size += 61) {
		put("b.o", whole.data, size);
		unreadable("a.o", "b.o");
		unreadable("b.o", "b.o");
	}
	text_free(&whole);
}
END_TEST

START_TEST(an_object_that_says_it_is_an_executable_is_refused)
{
	struct text whole;

	make("a.o", &model);
	ck_assert_int_eq(text_read(&whole, "a.o"), 0);
	whole.data[offsetof(Elf64_Ehdr, e_type)] = ET_EXEC;
	put("b.o", whole.data, whole.size);
	unreadable("a.o", "b.o");
	unreadable("b.o", "b.o");
	text_free(&whole);
}
END_TEST

START_TEST(section_headers_of_another_size_are_refused)
{
	struct text whole;

	make("a.o", &model);
	ck_assert_int_eq(text_read(&whole, "a.o"), 0);
	whole.data[offsetof(Elf64_Ehdr, e_shentsize)]++;
	put("b.o", whole.data, whole.size);
	unreadable("b.o", "b.o");
	text_free(&whole);
}
END_TEST

START_TEST(a_section_beyond_the_end_is_refused)
{
	make("a.o", &model);
	patch("a.o", "b.o", DATA, offsetof(Elf64_Shdr, sh_size), 1 << 20, 8);
	unreadable("b.o", "b.o");
	patch("a.o", "b.o", DATA, offsetof(Elf64_Shdr, sh_offset), 1 << 20, 8);
	unreadable("b.o", "b.o");
	patch("a.o", "b.o", DATA, offsetof(Elf64_Shdr, sh_size), UINT64_MAX, 8);
	unreadable("b.o", "b.o");
}
END_TEST

START_TEST(a_name_beyond_the_names_is_refused)
{
	make("a.o", &model);
	patch("a.o", "b.o", DATA, offsetof(Elf64_Shdr, sh_name), 1 << 20, 4);
	unreadable("b.o", "b.o");
}
END_TEST

/* With fewer entries than there are, the rest would go unseen. */
START_TEST(tables_of_another_entry_size_are_refused)
{
	size_t at = offsetof(Elf64_Shdr, sh_entsize);

	make("a.o", &model);
	patch("a.o", "b.o", TEXT_RELOCS, at, RELOCS * sizeof(Elf64_Rela), 8);
	unreadable("b.o", "b.o");
	patch("a.o", "b.o", TEXT_RELOCS, at, 0, 8);
	unreadable("b.o", "b.o");
	patch("a.o", "b.o", SYMTAB, at, SYMBOLS * sizeof(Elf64_Sym), 8);
	unreadable("b.o", "b.o");
}
END_TEST

START_TEST(a_table_with_part_of_an_entry_is_refused)
{
	size_t at = offsetof(Elf64_Shdr, sh_size);

	make("a.o", &model);
	patch("a.o", "b.o", TEXT_RELOCS, at, RELOCS * sizeof(Elf64_Rela) - 1, 8);
	unreadable("b.o", "b.o");
}
END_TEST

START_TEST(an_empty_group_is_refused)
{
	make("a.o", &model);
	patch("a.o", "b.o", GROUP, offsetof(Elf64_Shdr, sh_size), 0, 8);
	unreadable("b.o", "b.o");
}
END_TEST

START_TEST(relocations_that_gelf_misreads_are_refused)
{
	struct made m = model;

	m.machine = EM_MIPS;
	make("le.o", &m);
	unreadable("le.o", "le.o");
	m.order = ELFDATA2MSB;
	make("be.o", &m);
	equal("be.o", "be.o");
	m.order = ELFDATA2LSB;
	m.class = ELFCLASS32;
	make("32.o", &m);
	equal("32.o", "32.o");
}
END_TEST

START_TEST(a_link_to_no_section_is_refused)
{
	struct made m = model;

	m.section[ORDERED].link = SECTIONS;
	malformed(&m);
}
END_TEST

START_TEST(info_that_names_no_section_is_refused)
{
	struct made m = model;

	m.section[MORE].flags |= SHF_INFO_LINK;
	m.section[MORE].info = SECTIONS;
	malformed(&m);
}
END_TEST

START_TEST(two_tables_of_symbols_are_refused)
{
	struct made m = model;

	m.section[TEXT_RELOCS] = m.section[GROUP] = m.section[DEBUG];
	m.section[MORE] = m.section[SYMTAB];
	malformed(&m);
}
END_TEST

START_TEST(a_symbol_in_no_section_is_refused)
{
	struct made m = model;

	m.symbol[TABLE].section = SECTIONS;
	malformed(&m);
}
END_TEST

START_TEST(an_extended_index_that_is_missing_is_refused)
{
	struct made m = extended_model();

	m.section[MORE].name = NULL;
	malformed(&m);
	m = extended_model();
	m.section[MORE].link = STRTAB;
	malformed(&m);
}
END_TEST

START_TEST(an_extended_index_of_no_section_is_refused)
{
	struct made m = extended_model();

	m.extended[TABLE] = SECTIONS;
	malformed(&m);
	m.extended[TABLE] = 0;
	malformed(&m);
}
END_TEST

START_TEST(a_local_symbol_among_the_others_is_refused)
{
	struct made m = model;

	m.symbol[SHARED].bind = STB_LOCAL;
	malformed(&m);
	m = model;
	m.symbol[TABLE].bind = STB_GLOBAL;
	malformed(&m);
}
END_TEST

START_TEST(a_group_of_no_symbol_is_refused)
{
	struct made m = model;

	m.section[GROUP].info = SYMBOLS;
	malformed(&m);
}
END_TEST

START_TEST(a_group_of_no_table_is_refused)
{
	struct made m = model;

	m.section[GROUP].link = STRTAB;
	malformed(&m);
}
END_TEST

START_TEST(a_group_of_no_section_is_refused)
{
	struct made m = model;

	m.group[3] = SECTIONS;
	malformed(&m);
	m.group[3] = 0;
	malformed(&m);
}
END_TEST

START_TEST(a_member_of_two_groups_is_refused)
{
	struct made m = model;

	m.section[DEBUG_RELOCS] = model.section[GROUP];
	m.other_group[1] = TEXT;
	malformed(&m);
}
END_TEST

START_TEST(relocations_of_no_section_are_refused)
{
	struct made m = model;

	m.section[TEXT_RELOCS].flags = SHF_GROUP;
	m.section[TEXT_RELOCS].info = SECTIONS;
	malformed(&m);
	m.section[TEXT_RELOCS].info = 0;
	malformed(&m);
}
END_TEST

START_TEST(relocations_of_no_table_are_refused)
{
	struct made m = model;

	m.section[TEXT_RELOCS].link = STRTAB;
	malformed(&m);
}
END_TEST

START_TEST(a_relocation_of_no_symbol_is_refused)
{
	struct made m = model;

	m.reloc[2].symbol = SYMBOLS;
	malformed(&m);
}
END_TEST

/* ------------------------------------------------------------- flipped bytes */

/* The object that is flipped, in a copy, and how many copies were compared. */
struct flipping {
	struct text whole;
	char *copy;
	unsigned int flips, unequal;
};

static void start_flipping(struct flipping *f)
{
	compile("a.o", "a.c", "", PROGRAM);
	*f = (struct flipping){ 0 };
	ck_assert_int_eq(text_read(&f->whole, "a.o"), 0);
	ck_assert_int_eq(f->whole.data[EI_CLASS], ELFCLASS64);
	f->copy = malloc(f->whole.size);
	ck_assert_ptr_nonnull(f->copy);
	memcpy(f->copy, f->whole.data, f->whole.size);
}

static void end_flipping(struct flipping *f)
{
	free(f->copy);
	text_free(&f->whole);
}

/* Whether the copy is unequal or refused; its SIZE bytes at AT are then restored. */
static bool compare_copy(struct flipping *f, size_t at, size_t size)
{
	const char *d = NULL;
	int err;

	put("b.o", f->copy, f->whole.size);
	err = objects_compare(&arena, "a.o", "b.o", &d);
	ck_assert(!err || err == -SAFEC_EREAD);
	memcpy(f->copy + at, f->whole.data + at, size);
	f->flips++;
	f->unequal += !err && d;
	return err || d;
}

static const Elf64_Shdr *headers(const struct flipping *f, size_t *n)
{
	const Elf64_Ehdr *h = (const void *)f->whole.data;

	*n = h->e_shnum;
	return (const void *)(f->whole.data + h->e_shoff);
}

static bool is_loaded(const Elf64_Shdr *s)
{
	return s->sh_flags & SHF_ALLOC && s->sh_type != SHT_NOBITS;
}

static const Elf64_Shdr *section_of_type(const struct flipping *f, uint32_t type)
{
	size_t n, i;
	const Elf64_Shdr *s = headers(f, &n);

	for (i = 0; i < n; i++)
		if (s[i].sh_type == type)
			return &s[i];
	ck_abort_msg("no section of type %u", type);
}

START_TEST(every_loaded_byte_counts)
{
	struct flipping f;
	const Elf64_Shdr *s;
	size_t n, i, at;

	start_flipping(&f);
	s = headers(&f, &n);
	for (i = 0; i < n; i++) {
		for (at = 0; is_loaded(&s[i]) && at < s[i].sh_size; at += 3) {
			f.copy[s[i].sh_offset + at] ^= (char)(1 << at % 8);
			ck_assert(compare_copy(&f, s[i].sh_offset + at, 1));
		}
	}
	ck_assert_uint_gt(f.unequal, 40);
	ck_assert_uint_eq(f.unequal, f.flips);
	end_flipping(&f);
}
END_TEST

/* Change each field of the relocation at AT of the file in turn. */
static void change_reloc(struct flipping *f, size_t at, size_t symbols)
{
	Elf64_Rela *r = (void *)(f->copy + at);
	uint64_t symbol = ELF64_R_SYM(r->r_info), type = ELF64_R_TYPE(r->r_info);

	r->r_offset++;
	ck_assert(compare_copy(f, at, sizeof(*r)));
	r->r_addend++;
	ck_assert(compare_copy(f, at, sizeof(*r)));
	r->r_info = ELF64_R_INFO(symbol, type + 1);
	ck_assert(compare_copy(f, at, sizeof(*r)));
	r->r_info = ELF64_R_INFO((symbol + 1) % symbols, type);
	ck_assert(compare_copy(f, at, sizeof(*r)));
}

START_TEST(every_field_of_a_relocation_counts)
{
	struct flipping f;
	const Elf64_Shdr *s;
	size_t n, i, at, symbols;

	start_flipping(&f);
	s = headers(&f, &n);
	symbols = section_of_type(&f, SHT_SYMTAB)->sh_size / sizeof(Elf64_Sym);
	for (i = 0; i < n; i++) {
		if (s[i].sh_type != SHT_RELA || !is_loaded(&s[s[i].sh_info]))
			continue;
		for (at = 0; at < s[i].sh_size; at += sizeof(Elf64_Rela))
			change_reloc(&f, s[i].sh_offset + at, symbols);
	}
	ck_assert_uint_gt(f.unequal, 40);
	ck_assert_uint_eq(f.unequal, f.flips);
	end_flipping(&f);
}
END_TEST

/* Mark in MUST the bytes of the file that can't change unnoticed. */
static void mark_sections(const struct flipping *f, char *must)
{
	size_t n, i;
	const Elf64_Shdr *s = headers(f, &n);

	for (i = 0; i < n; i++)
		if (is_loaded(&s[i]) ||
		    (s[i].sh_type == SHT_RELA && is_loaded(&s[s[i].sh_info])))
			memset(must + s[i].sh_offset, 1, s[i].sh_size);
}

static void mark_symbols(const struct flipping *f, char *must)
{
	const Elf64_Shdr *s = section_of_type(f, SHT_SYMTAB);
	const Elf64_Sym *sym = (const void *)(f->whole.data + s->sh_offset);
	size_t n, i, names = headers(f, &n)[s->sh_link].sh_offset;

	for (i = s->sh_info; i < s->sh_size / sizeof(*sym); i++)
		memset(must + names + sym[i].st_name, 1,
		       strlen(f->whole.data + names + sym[i].st_name) + 1);
	memset(must + s->sh_offset + s->sh_info * sizeof(*sym), 1,
	       s->sh_size - s->sh_info * sizeof(*sym));
}

START_TEST(a_flip_anywhere_is_seen_or_is_in_a_remark)
{
	enum { FLIPS = 900 };
	struct flipping f;
	unsigned int marked = 0, same = 0, i;
	char *must;

	start_flipping(&f);
	must = calloc(f.whole.size, 1);
	ck_assert_ptr_nonnull(must);
	mark_sections(&f, must);
	mark_symbols(&f, must);
	for (i = 0; i < FLIPS; i++) {
		size_t at = i * 2654435761u % f.whole.size;
		bool seen;

		f.copy[at] ^= (char)(1 << i % 8);
		seen = compare_copy(&f, at, 1);
		ck_assert(seen || !must[at]);
		marked += must[at];
		same += !seen;
	}
	ck_assert_uint_gt(marked, 100);
	ck_assert_uint_gt(same, 0);
	free(must);
	end_flipping(&f);
}
END_TEST

START_TEST(headers_that_say_nonsense_do_no_harm)
{
	struct flipping f;
	size_t n, i, first, size, at;

	start_flipping(&f);
	first = (size_t)((const char *)headers(&f, &n) - f.whole.data);
	size = sizeof(Elf64_Ehdr) + n * sizeof(Elf64_Shdr);
	for (i = 0; i < size; i += 3) {
		at = i < sizeof(Elf64_Ehdr) ? i : first + i - sizeof(Elf64_Ehdr);
		f.copy[at] = (char)0xff;
		compare_copy(&f, at, 1);
	}
	ck_assert_uint_gt(f.flips, 200);
	end_flipping(&f);
}
END_TEST

static TCase *add_case(Suite *s, const char *name)
{
	TCase *t = tcase_create(name);

	tcase_add_checked_fixture(t, set_up, tear_down);
	tcase_set_timeout(t, 120);
	suite_add_tcase(s, t);
	return t;
}

static void add_compiled(TCase *t)
{
	tcase_add_test(t, names_of_static_things_do_not_count);
	tcase_add_test(t, debug_information_does_not_count);
	tcase_add_test(t, an_object_equals_itself);
	tcase_add_test(t, a_constant_counts);
	tcase_add_test(t, the_function_called_counts);
	tcase_add_test(t, the_relocated_place_is_named);
	tcase_add_test(t, external_data_counts);
	tcase_add_test(t, a_letter_of_a_string_counts);
	tcase_add_test(t, the_length_of_a_string_counts);
	tcase_add_test(t, an_added_variable_counts);
	tcase_add_test(t, the_size_of_zeros_counts);
	tcase_add_test(t, alignment_counts);
	tcase_add_test(t, order_of_functions_counts);
	tcase_add_test(t, order_of_like_functions_counts);
	tcase_add_test(t, a_function_that_turns_static_counts);
	tcase_add_test(t, an_alias_counts);
	tcase_add_test(t, weak_is_not_strong);
	tcase_add_test(t, hidden_is_not_visible);
	tcase_add_test(t, the_named_section_counts);
	tcase_add_test(t, an_added_section_counts);
	tcase_add_test(t, size_of_a_common_symbol_counts);
	tcase_add_test(t, a_common_symbol_is_no_definition);
	tcase_add_test(t, where_a_jump_table_leads_counts);
	tcase_add_test(t, where_a_table_of_labels_leads_counts);
	tcase_add_test(t, labels_of_a_jump_table_do_not_count);
	tcase_add_test(t, sections_beyond_the_short_indices_are_told_apart);
}

static void add_made(TCase *t)
{
	tcase_add_test(t, a_local_name_does_not_count);
	tcase_add_test(t, debug_bytes_and_relocations_do_not_count);
	tcase_add_test(t, tables_of_address_significant_symbols_do_not_count);
	tcase_add_test(t, types_that_are_plain_bytes_are_compared);
	tcase_add_test(t, indices_of_sections_do_not_count);
	tcase_add_test(t, indices_of_symbols_do_not_count);
	tcase_add_test(t, loaded_bytes_count_whatever_the_name);
	tcase_add_test(t, what_is_not_loaded_counts_unless_it_is_a_remark);
	tcase_add_test(t, remarks_do_not_count);
	tcase_add_test(t, the_differing_byte_is_named_by_its_function);
	tcase_add_test(t, a_byte_in_no_function_is_named_by_its_section);
	tcase_add_test(t, machine_counts);
	tcase_add_test(t, machine_flags_count);
	tcase_add_test(t, the_abi_counts);
	tcase_add_test(t, class_and_byte_order_count);
	tcase_add_test(t, type_of_a_section_counts);
	tcase_add_test(t, flags_of_a_section_count);
	tcase_add_test(t, alignment_of_zeros_counts);
	tcase_add_test(t, entry_size_counts);
	tcase_add_test(t, address_counts);
	tcase_add_test(t, the_section_ordered_by_counts);
	tcase_add_test(t, the_remark_ordered_by_counts);
	tcase_add_test(t, info_counts);
	tcase_add_test(t, the_section_that_info_names_counts);
	tcase_add_test(t, size_of_zeros_counts);
	tcase_add_test(t, a_section_more_counts);
	tcase_add_test(t, a_section_of_unknown_type_is_not_compared);
	tcase_add_test(t, the_very_same_file_is_equal_whatever_is_in_it);
	tcase_add_test(t, the_signature_of_a_group_counts);
	tcase_add_test(t, a_section_can_sign_a_group);
	tcase_add_test(t, the_kind_of_group_counts);
	tcase_add_test(t, a_member_of_a_group_counts);
	tcase_add_test(t, relocations_belong_to_their_group);
	tcase_add_test(t, groups_of_one_name_are_told_apart);
	tcase_add_test(t, the_relocated_section_counts);
	tcase_add_test(t, relocations_that_are_gone_count);
	tcase_add_test(t, the_kind_of_relocations_counts);
	tcase_add_test(t, flags_of_relocations_count);
	tcase_add_test(t, relocations_without_addends_are_compared);
	tcase_add_test(t, the_number_of_relocations_counts);
	tcase_add_test(t, offset_of_a_relocation_counts);
	tcase_add_test(t, type_of_a_relocation_counts);
	tcase_add_test(t, addend_of_a_relocation_counts);
	tcase_add_test(t, an_undefined_symbol_goes_by_its_name);
	tcase_add_test(t, an_undefined_symbol_counts_without_relocations);
	tcase_add_test(t, a_weak_reference_is_not_strong);
	tcase_add_test(t, visibility_of_a_reference_counts);
	tcase_add_test(t, a_local_symbol_goes_by_its_section);
	tcase_add_test(t, a_local_symbol_goes_by_its_value);
	tcase_add_test(t, a_local_symbol_goes_by_its_type);
	tcase_add_test(t, a_local_symbol_goes_by_its_size);
	tcase_add_test(t, a_local_number_goes_by_its_value);
	tcase_add_test(t, an_extended_index_is_an_index);
	tcase_add_test(t, a_symbol_goes_by_its_extended_index);
	tcase_add_test(t, a_number_is_no_address);
	tcase_add_test(t, a_local_common_symbol_goes_by_its_name);
	tcase_add_test(t, a_symbol_in_debug_information_never_is_the_same);
	tcase_add_test(t, a_symbol_in_another_section_of_that_name_counts);
	tcase_add_test(t, the_name_of_a_defined_symbol_counts);
	tcase_add_test(t, the_size_of_a_defined_symbol_counts);
	tcase_add_test(t, the_type_of_a_defined_symbol_counts);
	tcase_add_test(t, other_bits_of_a_defined_symbol_count);
	tcase_add_test(t, a_common_symbol_is_no_number);
	tcase_add_test(t, alignment_of_a_common_symbol_counts);
}

static void add_refused(TCase *t)
{
	tcase_add_test(t, what_is_no_elf_file_is_refused);
	tcase_add_test(t, an_executable_is_refused);
	tcase_add_test(t, a_truncated_object_is_refused);
	tcase_add_test(t, an_object_that_says_it_is_an_executable_is_refused);
	tcase_add_test(t, section_headers_of_another_size_are_refused);
	tcase_add_test(t, a_section_beyond_the_end_is_refused);
	tcase_add_test(t, a_name_beyond_the_names_is_refused);
	tcase_add_test(t, tables_of_another_entry_size_are_refused);
	tcase_add_test(t, a_table_with_part_of_an_entry_is_refused);
	tcase_add_test(t, an_empty_group_is_refused);
	tcase_add_test(t, relocations_that_gelf_misreads_are_refused);
	tcase_add_test(t, a_link_to_no_section_is_refused);
	tcase_add_test(t, info_that_names_no_section_is_refused);
	tcase_add_test(t, two_tables_of_symbols_are_refused);
	tcase_add_test(t, a_symbol_in_no_section_is_refused);
	tcase_add_test(t, an_extended_index_that_is_missing_is_refused);
	tcase_add_test(t, an_extended_index_of_no_section_is_refused);
	tcase_add_test(t, a_local_symbol_among_the_others_is_refused);
	tcase_add_test(t, a_group_of_no_symbol_is_refused);
	tcase_add_test(t, a_group_of_no_table_is_refused);
	tcase_add_test(t, a_group_of_no_section_is_refused);
	tcase_add_test(t, a_member_of_two_groups_is_refused);
	tcase_add_test(t, relocations_of_no_section_are_refused);
	tcase_add_test(t, relocations_of_no_table_are_refused);
	tcase_add_test(t, a_relocation_of_no_symbol_is_refused);
}

static void add_flipped(TCase *t)
{
	tcase_add_test(t, every_loaded_byte_counts);
	tcase_add_test(t, every_field_of_a_relocation_counts);
	tcase_add_test(t, a_flip_anywhere_is_seen_or_is_in_a_remark);
	tcase_add_test(t, headers_that_say_nonsense_do_no_harm);
}

int main(void)
{
	Suite *s = suite_create("object");
	SRunner *runner;
	int failed;

	add_compiled(add_case(s, "compiled"));
	add_made(add_case(s, "made"));
	add_refused(add_case(s, "refused"));
	add_flipped(add_case(s, "flipped"));
	runner = srunner_create(s);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed != 0;
}

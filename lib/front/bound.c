/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where a boundary of a cursor stands, in the presence of macros.
 *
 * libclang's three location functions together tell the four classes apart
 * (F: file, E: expansion, S: spelling location):
 *
 *	F == E, S == F	PLAIN	written in the file
 *	F != E, S == F	ARG	written in an argument of an invocation
 *	F == E, S != F	BODY	from a macro's body; F is the invocation
 *	F != E, S != F	ARGBODY	from the body of a macro invoked in an argument
 */
#include "front/clang.h"

#include <string.h>

#include "base/lex.h"
#include "base/vec.h"

/* libclang marks a location in a macro by the top bit. */
static bool is_macro(CXSourceLocation loc)
{
	return loc.int_data >> 31;
}

struct spot {
	CXFile file;
	unsigned int offset;
};

static bool same_spot(struct spot a, struct spot b)
{
	return a.offset == b.offset && (a.file == b.file ||
	       (a.file && b.file && clang_File_isEqual(a.file, b.file)));
}

/* The end of the invocation that begins at OFFSET: its name, and arguments if any. */
static uint32_t invocation_end(const struct text *t, uint32_t offset)
{
	struct lexer l = lexer_at(t->data, offset, t->size);
	struct token name, open;
	size_t end;

	if (offset >= t->size || lex(&l, &name) != TOKEN_NAME)
		return offset;
	if (lex(&l, &open) != TOKEN_PUNCT || t->data[open.begin] != '(')
		return (uint32_t)name.end;
	end = lex_bracket_end(t->data, open.begin, t->size);
	return (uint32_t)(end ? end : name.end);
}

static uint32_t intern_macro(struct front *f, struct unit *u, struct spot e)
{
	uint32_t known = keys_get(&f->macros, e.file, e.offset);
	uint32_t file, i = (uint32_t)u->macro_count;
	struct macro *m;
	struct lexer l;
	const struct text *t;
	struct token name;

	if (known)
		return known;
	file = intern_file(f, u, e.file);
	m = vec_add(&u->macros, &u->macro_count, sizeof(*m));
	if (!m || keys_put(&f->macros, e.file, e.offset, i))
		return 0;
	t = unit_text(u, file);
	m->file = file;
	m->begin = e.offset;
	m->end = invocation_end(t, e.offset);
	l = lexer_at(t->data, e.offset, t->size);
	m->name = "";
	if (e.offset < t->size && lex(&l, &name) == TOKEN_NAME)
		m->name = arena_copy_n(&u->arena, t->data + name.begin,
				       name.end - name.begin);
	return i;
}

static enum node_class class_of(struct spot file, struct spot expansion,
				struct spot spelling)
{
	bool written = same_spot(file, spelling);

	if (same_spot(file, expansion))
		return written ? CLASS_PLAIN : CLASS_BODY;
	return written ? CLASS_ARG : CLASS_ARGBODY;
}

static struct bound in_macro(struct front *f, struct unit *u,
			     CXSourceLocation loc, struct spot file, bool is_end)
{
	struct spot expansion, spelling;
	struct bound b = { 0 };

	clang_getExpansionLocation(loc, &expansion.file, NULL, NULL,
				   &expansion.offset);
	clang_getSpellingLocation(loc, &spelling.file, NULL, NULL,
				  &spelling.offset);
	b.class = class_of(file, expansion, spelling);
	b.file = intern_file(f, u, file.file);
	b.offset = file.offset;
	b.macro = intern_macro(f, u, expansion);
	if (is_end && b.class == CLASS_BODY)
		b.offset = u->macros[b.macro].end;
	if (is_end && b.class == CLASS_ARGBODY)
		b.offset = invocation_end(unit_text(u, b.file), b.offset);
	return b;
}

struct bound bound_of(struct front *f, struct unit *u, CXSourceLocation loc,
		      bool is_end)
{
	struct spot file = { 0 };

	clang_getFileLocation(loc, &file.file, NULL, NULL, &file.offset);
	if (is_macro(loc))
		return in_macro(f, u, loc, file, is_end);
	return (struct bound){ .file = intern_file(f, u, file.file),
			       .offset = file.offset };
}

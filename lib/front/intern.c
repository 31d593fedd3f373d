/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Files, types and symbols, each once per unit.
 *
 * libclang's addresses serve as keys while lowering, and are not kept.  What
 * is kept are keys of our own that mean the same in every unit: an external
 * name, "name@file" for a static, "tag@file" for a record, and a field's
 * dotted path below that.
 */
#include "front/clang.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include <safec/safec.h>

#include "base/vec.h"

/* Index 0 of every array is "none". */
int unit_start(struct unit *u)
{
	return !vec_add(&u->nodes, &u->node_count, sizeof(*u->nodes)) ||
	       !vec_add(&u->types, &u->type_count, sizeof(*u->types)) ||
	       !vec_add(&u->symbols, &u->symbol_count, sizeof(*u->symbols)) ||
	       !vec_add(&u->files, &u->file_count, sizeof(*u->files)) ||
	       !vec_add(&u->macros, &u->macro_count, sizeof(*u->macros)) ||
	       !vec_add(&u->values, &u->value_count, sizeof(*u->values));
}

static bool is_below(const char *path, const char *root)
{
	size_t n = strlen(root);

	return n && !strncmp(path, root, n) && path[n] == '/';
}

static const char *real_path(struct unit *u, CXFile file)
{
	const char *name = copy_string(&u->arena, clang_getFileName(file));
	char real[PATH_MAX];

	return realpath(name, real) ? arena_copy(&u->arena, real) : name;
}

/* A text that stands in for the file is its text. */
static int take_overlay(const struct front *f, struct unit_file *file)
{
	size_t i;

	for (i = 0; i < f->overlay_count; i++)
		if (!strcmp(f->overlays[i].path, file->path))
			return text_copy(&file->text, f->overlays[i].data,
					 f->overlays[i].size);
	return 0;
}

uint32_t intern_file(struct front *f, struct unit *u, CXFile file)
{
	uint32_t known = file ? keys_get(&f->files, file, 0) : 0;
	struct unit_file *new;
	const char *path;
	uint32_t i;

	if (!file || known)
		return known;
	path = real_path(u, file);
	if (!path)
		return 0;
	for (i = 1; i < u->file_count; i++)
		if (!strcmp(u->files[i].path, path))
			return keys_put(&f->files, file, 0, i) ? 0 : i;
	new = vec_add(&u->files, &u->file_count, sizeof(*new));
	if (!new)
		return 0;
	new->path = path;
	new->in_root = is_below(path, u->root);
	if (take_overlay(f, new))
		return 0;
	return keys_put(&f->files, file, 0, i) ? 0 : i;
}

/* PATH without the root, so that keys do not depend on where the tree is. */
static const char *key_path(const struct unit *u, uint32_t file)
{
	const char *path = file ? u->files[file].path : "";

	return is_below(path, u->root) ? path + strlen(u->root) + 1 : path;
}

/* ----------------------------------------------------------------- types */

static enum type_kind kind_of(enum CXTypeKind kind)
{
	switch (kind) {
	case CXType_Void:		return TYPE_VOID;
	case CXType_Bool:		return TYPE_BOOL;
	case CXType_Enum:		return TYPE_ENUM;
	case CXType_Pointer:		return TYPE_POINTER;
	case CXType_ConstantArray:
	case CXType_IncompleteArray:
	case CXType_VariableArray:	return TYPE_ARRAY;
	case CXType_Record:		return TYPE_RECORD;
	case CXType_FunctionProto:
	case CXType_FunctionNoProto:	return TYPE_FUNCTION;
	default:
		if (kind >= CXType_Char_U && kind <= CXType_Int128)
			return TYPE_INT;
		return kind >= CXType_Float && kind <= CXType_LongDouble ?
		       TYPE_FLOAT : TYPE_OTHER;
	}
}

static bool is_signed(enum CXTypeKind kind)
{
	return kind >= CXType_Char_S && kind <= CXType_Int128;
}

static uint32_t element_of(struct front *f, struct unit *u, CXType canonical,
			   enum type_kind kind)
{
	if (kind == TYPE_POINTER)
		return intern_type(f, u, clang_getPointeeType(canonical));
	if (kind == TYPE_ARRAY)
		return intern_type(f, u, clang_getArrayElementType(canonical));
	return 0;
}

static const char *typedef_name(struct unit *u, CXType type)
{
	if (type.kind == CXType_Elaborated)
		type = clang_Type_getNamedType(type);
	if (type.kind != CXType_Typedef)
		return NULL;
	return copy_string(&u->arena, clang_getTypedefName(type));
}

uint32_t intern_type(struct front *f, struct unit *u, CXType type)
{
	CXType canonical = clang_getCanonicalType(type);
	uint32_t known = keys_get(&f->types, type.data[0], 0), i;
	uint32_t element, record = 0, same;
	enum type_kind kind;

	if (known || type.kind == CXType_Invalid)
		return known;
	i = (uint32_t)u->type_count;
	if (!vec_add(&u->types, &u->type_count, sizeof(*u->types)) ||
	    keys_put(&f->types, type.data[0], 0, i))
		return 0;
	kind = kind_of(canonical.kind);
	element = element_of(f, u, canonical, kind);
	if (kind == TYPE_RECORD)
		record = intern_symbol(f, u, clang_getTypeDeclaration(canonical));
	same = canonical.data[0] == type.data[0] ? i :
	       intern_type(f, u, canonical);
	u->types[i] = (struct type){
		.kind = kind,
		.is_signed = is_signed(canonical.kind),
		.is_volatile = clang_isVolatileQualifiedType(canonical),
		.is_const = clang_isConstQualifiedType(canonical),
		.bits = kind == TYPE_INT || kind == TYPE_BOOL ||
			kind == TYPE_POINTER || kind == TYPE_ENUM ?
			(uint32_t)clang_Type_getSizeOf(canonical) * 8 : 0,
		.canonical = same,
		.element = element,
		.record = record,
		.name = typedef_name(u, type),
	};
	return i;
}

/* --------------------------------------------------------------- symbols */

static enum symbol_kind symbol_kind_of(enum CXCursorKind kind)
{
	switch (kind) {
	case CXCursor_FunctionDecl:	return SYMBOL_FUNCTION;
	case CXCursor_VarDecl:		return SYMBOL_VAR;
	case CXCursor_ParmDecl:		return SYMBOL_PARAM;
	case CXCursor_FieldDecl:	return SYMBOL_FIELD;
	case CXCursor_StructDecl:
	case CXCursor_UnionDecl:	return SYMBOL_RECORD;
	case CXCursor_EnumConstantDecl:	return SYMBOL_ENUMERATOR;
	case CXCursor_LabelStmt:	return SYMBOL_LABEL;
	default:			return SYMBOL_OTHER;
	}
}

/* The declaration that stands for all redeclarations of C. */
static CXCursor main_declaration(CXCursor c)
{
	CXCursor definition;

	if (clang_getCursorKind(c) != CXCursor_StructDecl &&
	    clang_getCursorKind(c) != CXCursor_UnionDecl)
		return clang_getCanonicalCursor(c);
	definition = clang_getCursorDefinition(c);
	return clang_Cursor_isNull(definition) ? clang_getCanonicalCursor(c) :
	       definition;
}

/* A record's tag, or the name of the typedef that names it; "" if neither. */
static const char *record_name(struct unit *u, CXCursor c)
{
	const char *name = copy_string(&u->arena,
			clang_getTypeSpelling(clang_getCursorType(c)));

	if (strchr(name, '('))
		return "";
	if (!strncmp(name, "struct ", 7))
		return name + 7;
	return strncmp(name, "union ", 6) ? name : name + 6;
}

struct holder {
	CXCursor record;
	struct unit *unit;
	const char *name;
};

static enum CXVisitorResult visit_field(CXCursor field, CXClientData data)
{
	struct holder *h = data;
	CXType type = clang_getCanonicalType(clang_getCursorType(field));

	while (clang_getCanonicalType(type).kind == CXType_ConstantArray)
		type = clang_getCanonicalType(clang_getArrayElementType(type));
	if (!clang_equalCursors(clang_getTypeDeclaration(type), h->record))
		return CXVisit_Continue;
	h->name = copy_string(&h->unit->arena, clang_getCursorSpelling(field));
	return CXVisit_Break;
}

/* The member of OUTER whose type is the unnamed RECORD; "" for an anonymous one. */
static const char *holding_member(struct unit *u, CXCursor outer, CXCursor record)
{
	struct holder h = { record, u, "" };

	clang_Type_visitFields(clang_getCursorType(outer), visit_field, &h);
	return strchr(h.name, '(') ? "" : h.name;
}

static bool is_record(CXCursor c)
{
	return clang_getCursorKind(c) == CXCursor_StructDecl ||
	       clang_getCursorKind(c) == CXCursor_UnionDecl;
}

/* Set PARENT and PATH of the field C. */
static void place_field(struct front *f, struct unit *u, CXCursor c,
			struct symbol *s)
{
	CXCursor record = clang_getCursorSemanticParent(c);
	const char *path = s->name;

	while (!*record_name(u, record)) {
		CXCursor outer = clang_getCursorSemanticParent(record);
		const char *member;

		if (!is_record(outer))
			break;
		member = holding_member(u, outer, record);
		if (*member)
			path = arena_printf(&u->arena, "%s.%s", member, path);
		record = outer;
	}
	s->path = path;
	s->parent = intern_symbol(f, u, record);
}

/* What C is called in every unit; NULL for what no other unit can name. */
static const char *key_of(struct unit *u, const struct symbol *s)
{
	const char *parent;

	if (s->is_local || !*s->name)
		return NULL;
	if (s->kind == SYMBOL_FIELD) {
		parent = u->symbols[s->parent].key;
		return parent ? arena_printf(&u->arena, "%s:%s", parent, s->path) :
		       NULL;
	}
	if (s->kind == SYMBOL_RECORD || s->is_static)
		return arena_printf(&u->arena, "%s@%s", s->name,
				    key_path(u, s->file));
	return s->name;
}

static bool is_local(CXCursor c, enum symbol_kind kind)
{
	if (kind == SYMBOL_PARAM || kind == SYMBOL_LABEL)
		return true;
	return (kind == SYMBOL_VAR || kind == SYMBOL_FUNCTION) &&
	       clang_getCursorLinkage(c) == CXLinkage_NoLinkage;
}

static void locate(struct front *f, struct unit *u, CXCursor c, struct symbol *s)
{
	CXSourceRange extent = clang_getCursorExtent(c);
	CXSourceLocation name = clang_getCursorLocation(c);
	struct bound at = bound_of(f, u, name, false);

	s->file = at.file;
	s->at = at.offset;
	s->begin = bound_of(f, u, clang_getRangeStart(extent), false).offset;
	s->end = bound_of(f, u, clang_getRangeEnd(extent), true).offset;
	s->in_macro = at.class != CLASS_PLAIN;
}

static void describe(struct front *f, struct unit *u, CXCursor c, struct symbol *s)
{
	s->kind = symbol_kind_of(clang_getCursorKind(c));
	s->name = s->kind == SYMBOL_RECORD ? record_name(u, c) :
		  copy_string(&u->arena, clang_getCursorSpelling(c));
	s->is_local = is_local(c, s->kind);
	s->is_static = clang_getCursorLinkage(c) == CXLinkage_Internal &&
		       (s->kind == SYMBOL_VAR || s->kind == SYMBOL_FUNCTION);
	s->is_bitfield = s->kind == SYMBOL_FIELD && clang_Cursor_isBitField(c);
	locate(f, u, c, s);
	if (s->kind == SYMBOL_ENUMERATOR)
		s->value = clang_getEnumConstantDeclValue(c);
	if (s->kind == SYMBOL_FIELD)
		place_field(f, u, c, s);
	if (s->kind != SYMBOL_RECORD && s->kind != SYMBOL_LABEL)
		s->type = intern_type(f, u, clang_getCursorType(c));
	s->key = key_of(u, s);
}

/* A label is a statement: its cursor's first pointer is the function's. */
static const void *identity(CXCursor c)
{
	return clang_getCursorKind(c) == CXCursor_LabelStmt ? c.data[1] : c.data[0];
}

uint32_t intern_symbol(struct front *f, struct unit *u, CXCursor decl)
{
	CXCursor c = main_declaration(decl);
	uint32_t known = keys_get(&f->symbols, identity(c), 0), i;
	struct symbol s = { 0 };

	if (known || clang_Cursor_isNull(c))
		return known;
	i = (uint32_t)u->symbol_count;
	if (!vec_add(&u->symbols, &u->symbol_count, sizeof(*u->symbols)) ||
	    keys_put(&f->symbols, identity(c), 0, i))
		return 0;
	describe(f, u, c, &s);
	u->symbols[i] = s;
	return i;
}

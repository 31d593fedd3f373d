/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Parsing, and what the compiler had to say.
 */
#define _GNU_SOURCE	/* memmem */
#include "front/clang.h"

#include <stdlib.h>
#include <string.h>

#include <safec/safec.h>

#include "base/vec.h"

static int parse(struct front *f, const char *const *args, size_t count,
		 const struct overlay *overlays, size_t overlay_count)
{
	struct CXUnsavedFile *files = calloc(overlay_count + 1, sizeof(*files));
	size_t i;
	int rc;

	if (!files)
		return -SAFEC_ENOMEM;
	for (i = 0; i < overlay_count; i++) {
		files[i].Filename = overlays[i].path;
		files[i].Contents = overlays[i].data;
		files[i].Length = overlays[i].size;
	}
	f->index = clang_createIndex(0, 0);
	rc = clang_parseTranslationUnit2(f->index, f->path, args, (int)count,
					 files, (unsigned int)overlay_count,
					 CXTranslationUnit_None, &f->tu);
	free(files);
	return rc == CXError_Success ? 0 : -SAFEC_EPARSE;
}

const char *copy_string(struct arena *arena, CXString s)
{
	const char *text = clang_getCString(s);
	const char *copy = arena_copy(arena, text ? text : "");

	clang_disposeString(s);
	return copy ? copy : "";
}

static int keep_message(struct front *f, CXDiagnostic d)
{
	enum CXDiagnosticSeverity severity = clang_getDiagnosticSeverity(d);
	struct message *m;
	CXFile file = NULL;

	if (severity < CXDiagnostic_Warning)
		return 0;
	m = vec_add(&f->messages, &f->message_count, sizeof(*m));
	if (!m)
		return -SAFEC_ENOMEM;
	clang_getFileLocation(clang_getDiagnosticLocation(d), &file, &m->line,
			      NULL, NULL);
	m->file = file ? copy_string(&f->arena, clang_getFileName(file)) : "";
	m->text = copy_string(&f->arena, clang_formatDiagnostic(d,
				CXDiagnostic_DisplaySourceLocation |
				CXDiagnostic_DisplayColumn |
				CXDiagnostic_DisplayOption));
	m->is_error = severity >= CXDiagnostic_Error;
	return m->is_error ? -SAFEC_EPARSE : 0;
}

static int keep_messages(struct front *f)
{
	unsigned int i, n = f->tu ? clang_getNumDiagnostics(f->tu) : 0;
	int err = 0;

	for (i = 0; i < n; i++) {
		CXDiagnostic d = clang_getDiagnostic(f->tu, i);
		int bad = keep_message(f, d);

		clang_disposeDiagnostic(d);
		err = err ? err : bad;
	}
	return err;
}

int front_open(const struct command *c, const char *root, enum flags_use use,
	       const struct overlay *overlays, size_t overlay_count,
	       struct front **out)
{
	struct front *f = calloc(1, sizeof(*f));
	const char *const *args;
	size_t count;
	int err, parsed;

	if (!f)
		return -SAFEC_ENOMEM;
	*out = f;
	f->path = arena_copy(&f->arena, c->file);
	f->root = arena_copy(&f->arena, root);
	f->overlays = overlays;
	f->overlay_count = overlay_count;
	args = flags_for(&f->arena, c, use, &count);
	if (!f->path || !f->root || !args)
		return -SAFEC_ENOMEM;
	parsed = parse(f, args, count, overlays, overlay_count);
	err = keep_messages(f);
	return err ? err : parsed;
}

struct front *front_close(struct front *f)
{
	if (!f)
		return NULL;
	if (f->tu)
		clang_disposeTranslationUnit(f->tu);
	if (f->index)
		clang_disposeIndex(f->index);
	free(f->messages);
	free(f->tops);
	keys_free(&f->files);
	keys_free(&f->types);
	keys_free(&f->symbols);
	keys_free(&f->macros);
	arena_free(&f->arena);
	free(f);
	return NULL;
}

const struct message *front_message(const struct front *f, size_t i)
{
	return i < f->message_count ? &f->messages[i] : NULL;
}

static int note_top(struct front *f, struct unit *u, CXCursor c)
{
	enum CXCursorKind kind = clang_getCursorKind(c);
	CXFile file = NULL;
	struct top *top;

	if (kind != CXCursor_FunctionDecl && kind != CXCursor_VarDecl)
		return 0;
	clang_getFileLocation(clang_getCursorLocation(c), &file, NULL, NULL, NULL);
	if (!file)
		return 0;
	top = vec_add(&f->tops, &f->top_count, sizeof(*top));
	if (!top)
		return -SAFEC_ENOMEM;
	top->cursor = c;
	top->file = intern_file(f, u, file);
	return 0;
}

struct noting {
	struct front *front;
	struct unit *unit;
	int err;
};

static enum CXChildVisitResult visit_top(CXCursor c, CXCursor parent,
					 CXClientData data)
{
	struct noting *n = data;

	(void)parent;
	n->err = note_top(n->front, n->unit, c);
	return n->err ? CXChildVisit_Break : CXChildVisit_Continue;
}

static int start(struct front *f, struct unit *u)
{
	struct noting noting = { .front = f, .unit = u };

	u->path = arena_copy(&u->arena, f->path);
	u->root = arena_copy(&u->arena, f->root);
	if (!u->path || !u->root || unit_start(u))
		return -SAFEC_ENOMEM;
	clang_visitChildren(clang_getTranslationUnitCursor(f->tu), visit_top,
			    &noting);
	return noting.err;
}

/* Lower every top-level declaration of FILE. */
static int lower_file(struct front *f, struct unit *u, uint32_t file)
{
	size_t i;
	int err = 0;

	if (u->files[file].lowered)
		return 0;
	u->files[file].lowered = true;
	for (i = 0; i < f->top_count && !err; i++)
		if (f->tops[i].file == file)
			err = lower_top(f, u, f->tops[i].cursor);
	return err;
}

/* Whether PATH lies in the folder of MAIN or below it. */
static bool is_beside(const char *path, const char *main)
{
	const char *slash = strrchr(main, '/');

	return slash && !strncmp(path, main, (size_t)(slash - main) + 1);
}

int front_lower(struct front *f, struct unit *u)
{
	int err = start(f, u);
	uint32_t i;

	for (i = 1; i < u->file_count && !err; i++) {
		u->files[i].beside = is_beside(u->files[i].path, u->path);
		if (u->files[i].beside)
			err = lower_file(f, u, i);
	}
	return err;
}

static bool is_name(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9') || c == '_';
}

/* Whether NAME stands in TEXT as a word; in a comment is near enough. */
static bool spells(const char *text, size_t size, const char *name)
{
	size_t n = strlen(name);
	const char *p = text, *end = text + size;

	while ((p = memmem(p, (size_t)(end - p), name, n))) {
		if ((p == text || !is_name(p[-1])) &&
		    (p + n == end || !is_name(p[n])))
			return true;
		p += n;
	}
	return false;
}

static bool file_mentions(struct front *f, struct unit *u, uint32_t i,
			  const char *const *names, size_t n)
{
	CXFile file = clang_getFile(f->tu, u->files[i].path);
	const char *text;
	size_t size, k;

	text = file ? clang_getFileContents(f->tu, file, &size) : NULL;
	for (k = 0; text && k < n; k++)
		if (spells(text, size, names[k]))
			return true;
	return false;
}

int front_lower_mentions(struct front *f, struct unit *u,
			 const char *const *names, size_t n)
{
	int err = front_list_files(f, u);
	uint32_t i;

	for (i = 1; i < u->file_count && !err; i++)
		if (!u->files[i].lowered && u->files[i].in_root &&
		    file_mentions(f, u, i, names, n))
			err = lower_file(f, u, i);
	return err;
}

static void visit_inclusion(CXFile file, CXSourceLocation *stack,
			    unsigned int depth, CXClientData data)
{
	struct noting *n = data;

	(void)stack;
	(void)depth;
	if (!intern_file(n->front, n->unit, file))
		n->err = -SAFEC_ENOMEM;
}

int front_list_files(struct front *f, struct unit *u)
{
	struct noting noting = { .front = f, .unit = u };

	clang_getInclusions(f->tu, visit_inclusion, &noting);
	return noting.err;
}

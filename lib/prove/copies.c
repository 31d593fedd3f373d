/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Copies for a compiler that only reads real files.
 *
 * The line markers of the preprocessed source say which line of which file
 * includes which.  Copied are the changed files, those that include a copy,
 * and what a copy includes from its own folder by a relative name.  In a copy,
 * an include of a copied file names the copy, and one that was found beside
 * the file that includes it names what it found.
 */
#include "prove/layer.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <safec/safec.h>

#include "base/text.h"
#include "base/vec.h"
#include "front/path.h"

struct file {
	const char *name;		/* as the compiler calls it */
	const char *path;		/* real; "" when there is none */
	const struct layer_file *changed;
	const char *copy;		/* where its copy is; NULL: not copied */
};

struct inclusion {
	size_t from, to;		/* of files */
	unsigned int line;		/* of FROM */
};

struct copying {
	struct arena *arena;
	const char *dir, *from;
	const struct layer_file *layer;	size_t layer_count;
	struct file *files;		size_t file_count;
	struct inclusion *inclusions;	size_t inclusion_count;
	const char *says;
};

/* ---------------------------------------------------------- line markers */

static const struct layer_file *changed(struct copying *c, const char *path)
{
	size_t i;

	for (i = 0; i < c->layer_count; i++)
		if (!strcmp(c->layer[i].path, path))
			return &c->layer[i];
	return NULL;
}

/* The index of the file called NAME, new when it has to be; -1 without memory. */
static long file_index(struct copying *c, const char *name)
{
	struct file *f;
	const char *real;
	size_t i;

	for (i = c->file_count; i-- > 0;)
		if (!strcmp(c->files[i].name, name))
			return (long)i;
	f = vec_add(&c->files, &c->file_count, sizeof(*f));
	if (!f)
		return -1;
	f->name = arena_copy(c->arena, name);
	real = path_join(c->arena, c->from, name);
	real = real ? path_real(c->arena, real) : NULL;
	f->path = real ? real : "";
	f->changed = changed(c, f->path);
	return f->name ? (long)c->file_count - 1 : -1;
}

struct marker {
	unsigned int line;
	char name[4096];
	bool enters;
};

/* `# 12 "name" 1`: whether the line at AT is one. */
static bool read_marker(const char *at, struct marker *m)
{
	char *end;
	size_t n = 0;

	if (at[0] != '#' || at[1] != ' ' || at[2] < '0' || at[2] > '9')
		return false;
	m->line = (unsigned int)strtoul(at + 2, &end, 10);
	if (end[0] != ' ' || end[1] != '"')
		return false;
	for (at = end + 2; *at && *at != '"' && n + 1 < sizeof(m->name); at++) {
		if (*at == '\\' && at[1])
			at++;
		m->name[n++] = *at;
	}
	m->name[n] = '\0';
	m->enters = at[0] == '"' && at[1] == ' ' && at[2] == '1';
	return *at == '"';
}

static int add_inclusion(struct copying *c, size_t from, unsigned int line, size_t to)
{
	struct inclusion *i = vec_add(&c->inclusions, &c->inclusion_count,
				      sizeof(*i));

	if (!i)
		return -SAFEC_ENOMEM;
	*i = (struct inclusion){ from, to, line };
	return 0;
}

static int read_lines(struct copying *c, const struct text *t)
{
	size_t i;
	long current = -1, next;
	unsigned int line = 0;
	struct marker m;

	for (i = 0; i < t->line_count; i++) {
		if (!read_marker(t->data + t->lines[i], &m)) {
			line++;
			continue;
		}
		next = file_index(c, m.name);
		if (next < 0)
			return -SAFEC_ENOMEM;
		if (m.enters && current >= 0 &&
		    add_inclusion(c, (size_t)current, line, (size_t)next))
			return -SAFEC_ENOMEM;
		current = next;
		line = m.line;
	}
	return c->file_count ? 0 : -SAFEC_EREAD;
}

/* ------------------------------------------------------ what is copied */

/* A name without a folder counts from where the compiler runs. */
static bool is_beside(const struct copying *c, const struct inclusion *i)
{
	const char *from = c->files[i->from].name, *to = c->files[i->to].name;
	size_t n = (size_t)(path_name(from) - from);

	return n ? !strncmp(from, to, n) : to[0] != '/';
}

/* Whether the file that I includes has to be copied, or the one it is in. */
static bool spread(struct copying *c, const struct inclusion *i)
{
	struct file *from = &c->files[i->from], *to = &c->files[i->to];

	if (to->copy && !from->copy && *from->path) {
		from->copy = "";
		return true;
	}
	if (from->copy && !to->copy && to->name[0] != '/' && is_beside(c, i)) {
		to->copy = "";
		return true;
	}
	return false;
}

static int choose(struct copying *c)
{
	bool more = true;
	size_t i;

	c->files[0].copy = "";		/* the source itself */
	for (i = 0; i < c->file_count; i++)
		if (c->files[i].changed)
			c->files[i].copy = "";
	while (more)
		for (more = false, i = 0; i < c->inclusion_count; i++)
			more |= spread(c, &c->inclusions[i]);
	for (i = 0; i < c->file_count; i++) {
		struct file *f = &c->files[i];

		if (!f->copy)
			continue;
		f->copy = arena_printf(c->arena, "%s/%zu", c->dir, i);
		if (mkdir(f->copy, 0755) && errno != EEXIST)
			return -SAFEC_EWRITE;
		f->copy = arena_printf(c->arena, "%s/%s", f->copy,
				       path_name(f->name));
	}
	return 0;
}

/* --------------------------------------------------------------- copying */

/* What the include on LINE, which spells N bytes at HEADER, finds; NULL: unknown. */
static const struct inclusion *included(struct copying *c, size_t from,
					unsigned int line, const char *header,
					size_t n)
{
	const struct inclusion *found = NULL;
	size_t i;

	for (i = 0; i < c->inclusion_count; i++) {
		const struct inclusion *at = &c->inclusions[i];
		const char *name = c->files[at->to].name;
		size_t k = strlen(name);

		if (at->from == from && at->line == line && k >= n &&
		    !memcmp(name + k - n, header, n) &&
		    (k == n || name[k - n - 1] == '/'))
			found = at;
	}
	return found;
}

/* The header that the line at AT includes, in *HEADER; 0 when it does not. */
static size_t include_on(const char *at, const char **header)
{
	const char *end;

	at += strspn(at, " \t");
	if (*at++ != '#')
		return 0;
	at += strspn(at, " \t");
	if (strncmp(at, "include", 7))
		return 0;
	at += 7 + strspn(at + 7, " \t");
	if (*at != '<' && *at != '"')
		return 0;
	end = strpbrk(at + 1, *at == '<' ? ">\n" : "\"\n");
	*header = at + 1;
	return end && *end != '\n' ? (size_t)(end - at) - 1 : 0;
}

/* The same beside FROM, by its name: what was read once leaves no marker when skipped. */
static const struct file *skipped(const struct copying *c, size_t from,
				  const char *header, size_t n)
{
	const char *name = c->files[from].name;
	size_t folder = (size_t)(path_name(name) - name), i;

	for (i = 0; i < c->file_count; i++) {
		const struct file *f = &c->files[i];

		if (strlen(f->name) == folder + n && !memcmp(f->name, name, folder) &&
		    !memcmp(f->name + folder, header, n))
			return f;
	}
	return NULL;
}

/* The file that an include of HEADER, a new one, finds in the folder of FROM, or NULL. */
static const char *new_beside(const struct copying *c, size_t from,
			      const char *header, size_t n)
{
	const char *dir = path_parent(c->arena, c->files[from].path);
	const char *name = arena_copy_n(c->arena, header, n);

	return dir && name && path_has(c->arena, dir, name) ?
	       path_join(c->arena, dir, name) : NULL;
}

static void copy_line(struct copying *c, size_t file, const char *at, size_t n,
		      unsigned int line, FILE *out)
{
	const char *header;
	size_t k = include_on(at, &header);
	const struct inclusion *i = k ? included(c, file, line, header, k) : NULL;
	bool unseen = k && !i && header[-1] == '"';
	const struct file *to = i ? &c->files[i->to] :
		unseen ? skipped(c, file, header, k) : NULL;
	const char *path = unseen && !to ? new_beside(c, file, header, k) : NULL;

	if (to && to->copy)
		fprintf(out, "#include \"%s\"\n", to->copy);
	else if (i && header[-1] == '"' && is_beside(c, i))
		fprintf(out, "#include \"%s\"\n", to->name);
	else if (path)
		fprintf(out, "#include \"%s\"\n", path);
	else
		fwrite(at, 1, n, out);
}

static void copy_text(struct copying *c, size_t file, const struct text *t, FILE *out)
{
	unsigned int line = 1;
	size_t i;

	fprintf(out, "#line 1 \"%s\"\n", c->files[file].name);
	for (i = 0; i < t->line_count; i++) {
		const char *at = t->data + t->lines[i];
		size_t end = i + 1 < t->line_count ? t->lines[i + 1] : t->size;

		copy_line(c, file, at, end - t->lines[i], line, out);
		line++;
		if (!strncmp(at, "#line ", 6))
			line = (unsigned int)strtoul(at + 6, NULL, 10);
	}
}

static int copy_file(struct copying *c, size_t i)
{
	const struct file *f = &c->files[i];
	struct text t = { 0 };
	FILE *out;
	int err = f->changed ? text_copy(&t, f->changed->data, f->changed->size) :
		  text_read(&t, f->path);

	if (err)
		return err;
	out = fopen(f->copy, "w");
	if (out)
		copy_text(c, i, &t, out);
	text_free(&t);
	return !out || fclose(out) ? -SAFEC_EWRITE : 0;
}

/* A changed file must be reached by includes that copies can follow. */
static int check(struct copying *c)
{
	size_t i, k;

	for (i = 0; i < c->inclusion_count; i++)
		for (k = 0; k < i; k++) {
			const struct inclusion *a = &c->inclusions[i];
			const struct inclusion *b = &c->inclusions[k];

			if (a->from == b->from && a->line == b->line &&
			    a->to != b->to && (c->files[a->to].copy ||
					       c->files[b->to].copy)) {
				c->says = arena_printf(c->arena,
					"%s:%u includes more than one file",
					c->files[a->from].name, a->line);
				return -SAFEC_EARG;
			}
		}
	return 0;
}

int layer_copies(struct arena *arena, const char *dir, const char *lines,
		 const char *from, const struct layer_file *files, size_t n,
		 struct layer *out, const char **says)
{
	struct copying c = { .arena = arena, .dir = dir, .from = from,
			     .layer = files, .layer_count = n };
	struct text t = { 0 };
	size_t i;
	int err = text_read(&t, lines);

	err = err ? err : read_lines(&c, &t);
	err = err ? err : choose(&c);
	err = err ? err : check(&c);
	for (i = 0; i < c.file_count && !err; i++)
		if (c.files[i].copy)
			err = copy_file(&c, i);
	text_free(&t);
	if (err)
		*says = c.says ? c.says : "its files can't be copied";
	else
		*out = (struct layer){ .source = c.files[0].copy };
	free(c.files);
	free(c.inclusions);
	return err;
}

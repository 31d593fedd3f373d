/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Output always compiles: every unit that reads a changed file is compiled
 * with the new texts and the user's own flags.  A pointer of the wrong type is
 * an error here, whatever the flags: it means that a use was forgotten.
 *
 * An error withholds the changes with an edit on its line; when there is none,
 * all changes that touch the unit, since any of them may be the cause.
 */
#include "program.h"

#include <stdlib.h>
#include <string.h>

#include "base/pool.h"
#include "base/vec.h"
#include "front/front.h"

struct verifying {
	struct safec_program *program;
	struct overlay *overlays;
	size_t *units;			/* those that read a changed file */
	size_t unit_count;
	bool withheld;			/* something was; compile again */
};

static bool is_touched(const struct safec_program *p, const struct safec_unit *u)
{
	size_t i;

	for (i = 0; i < p->file_count; i++)
		if (unit_reads(u, p->files[i].path))
			return true;
	return false;
}

/* What M says, wherever that is. */
static const char *saying(const struct message *m)
{
	const char *at = strstr(m->text, " error: ");

	return at ? at : m->text;
}

/* Whether the original has the same error, which is then not the changes'. */
static bool had(const struct front *original, const struct message *m)
{
	const struct message *o;
	size_t i;

	for (i = 0; original && (o = front_message(original, i)); i++)
		if (o->is_error && !strcmp(o->file, m->file) &&
		    !strcmp(saying(o), saying(m)))
			return true;
	return false;
}

/* An error as it crosses from the worker: a line, then the file and the text. */
static int pack(const struct front *f, const struct front *original, void **out,
		size_t *size)
{
	const struct message *m;
	char *data = malloc(1);
	size_t i;

	for (i = 0; data && (m = front_message(f, i)); i++) {
		size_t file = strlen(m->file) + 1, text = strlen(m->text) + 1;
		char *more;

		if (!m->is_error || had(original, m))
			continue;
		more = realloc(data, *size + sizeof(m->line) + file + text);
		if (!more)
			free(data);
		data = more;
		if (!data)
			break;
		memcpy(data + *size, &m->line, sizeof(m->line));
		memcpy(data + *size + sizeof(m->line), m->file, file);
		memcpy(data + *size + sizeof(m->line) + file, m->text, text);
		*size += sizeof(m->line) + file + text;
	}
	*out = data;
	return data ? 0 : -SAFEC_ENOMEM;
}

static int work(void *arg, size_t i, void **out, size_t *size)
{
	struct verifying *v = arg;
	const struct safec_program *p = v->program;
	const struct command *c = &p->units[v->units[i]]->command;
	struct front *f = NULL, *original = NULL;
	int err = front_open(c, p->root, FLAGS_COMPILE, v->overlays,
			     p->file_count, &f);

	if (err == -SAFEC_EPARSE)
		front_open(c, p->root, FLAGS_COMPILE, NULL, 0, &original);
	if (!err || err == -SAFEC_EPARSE)
		err = pack(f, original, out, size);
	front_close(f);
	front_close(original);
	return err;
}

static void withhold(struct verifying *v, struct safec_change *c, const char *says)
{
	c->verdict = SAFEC_WITHHELD;
	c->reason = arena_printf(&v->program->arena,
				 "the result does not compile: %s", says);
	v->withheld = true;
}

static size_t newlines(const char *s)
{
	size_t n = 0;

	for (; (s = strchr(s, '\n')); s++)
		n++;
	return n;
}

/* Whether an edit of C lies on LINE of the new text of PATH. */
static bool edits_line(struct safec_program *p, const struct safec_change *c,
		       const char *path, unsigned int line)
{
	struct source *src = sources_find(&p->sources, path);
	size_t i, added = 0;

	for (i = 0; src && i < c->edits.n; i++) {
		const struct safec_edit *e = &c->edits.item[i];
		unsigned int at;

		if (strcmp(e->file, path))
			continue;
		at = text_line(source_text(src), e->offset, NULL);
		if (at + added <= line && line <= at + added + 1 + newlines(e->put))
			return true;
		added += newlines(e->put);
	}
	return false;
}

static bool blame_line(struct verifying *v, const char *path, unsigned int line,
		       const char *says)
{
	struct changes *all = &v->program->changes;
	bool found = false;
	size_t i;

	for (i = 0; i < all->n; i++)
		if (all->item[i]->verdict == SAFEC_APPLIED &&
		    edits_line(v->program, all->item[i], path, line)) {
			withhold(v, all->item[i], says);
			found = true;
		}
	return found;
}

static void blame_unit(struct verifying *v, const struct safec_unit *u,
		       const char *says)
{
	struct changes *all = &v->program->changes;
	size_t i, k;

	for (i = 0; i < all->n; i++) {
		struct safec_change *c = all->item[i];

		for (k = 0; k < c->edits.n && c->verdict == SAFEC_APPLIED; k++)
			if (unit_reads(u, c->edits.item[k].file))
				withhold(v, c, says);
	}
}

static int done(void *arg, size_t i, int err, const void *data, size_t size,
		const char *says)
{
	struct verifying *v = arg;
	const struct safec_unit *u = v->program->units[v->units[i]];
	const char *at = data, *end = at ? at + size : at;

	if (err == -SAFEC_ENOMEM)
		return err;
	if (err)
		blame_unit(v, u, *says ? says : safec_strerror(err));
	while (!err && at < end) {
		unsigned int line;
		const char *file = at + sizeof(line), *text;

		memcpy(&line, at, sizeof(line));
		text = file + strlen(file) + 1;
		if (!v->withheld && !blame_line(v, file, line, text))
			blame_unit(v, u, text);
		at = text + strlen(text) + 1;
	}
	return 0;
}

static int compile(struct verifying *v)
{
	struct safec_program *p = v->program;
	size_t i;

	v->unit_count = 0;
	for (i = 0; i < p->unit_count; i++)
		if (p->units[i]->status == SAFEC_OK && is_touched(p, p->units[i]))
			v->units[v->unit_count++] = i;
	for (i = 0; i < p->file_count; i++)
		v->overlays[i] = (struct overlay){ p->files[i].path,
						   p->files[i].after,
						   p->files[i].after_size };
	return pool_run(v->unit_count, p->options.jobs, p->options.seconds, work,
			done, v);
}

int program_verify(struct safec_program *p, bool *withheld)
{
	struct verifying v = { .program = p };
	int err = 0;

	*withheld = false;
	if (!p->file_count)
		return 0;
	v.overlays = calloc(p->file_count, sizeof(*v.overlays));
	v.units = calloc(p->unit_count, sizeof(*v.units));
	if (!v.overlays || !v.units)
		err = -SAFEC_ENOMEM;
	err = err ? err : compile(&v);
	*withheld = v.withheld;
	free(v.overlays);
	free(v.units);
	return err;
}

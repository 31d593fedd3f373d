/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From a finished program to its outputs.
 */
#include "program.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Keep TEXT as the program's last output. */
static int hand_out(struct safec_program *p, int err, char *made, const char **text)
{
	if (err)
		return program_fail(p, err, "%s", safec_strerror(err));
	free(p->text);
	p->text = made;
	*text = made;
	return 0;
}

static void count_sites(const struct safec_program *p, struct emit_coverage *c)
{
	size_t i;

	for (i = 0; i < p->changes.n; i++) {
		c->sites++;
		if (p->changes.item[i]->verdict == SAFEC_APPLIED)
			c->checked++;
		else
			c->unchecked++;
	}
}

static struct emit_unit *emit_units(const struct safec_program *p)
{
	struct emit_unit *units = calloc(p->unit_count + 1, sizeof(*units));
	size_t i;

	for (i = 0; units && i < p->unit_count; i++)
		units[i] = (struct emit_unit){ p->units[i]->name,
					       p->units[i]->status,
					       p->units[i]->seconds,
					       p->units[i]->messages,
					       p->units[i]->message_count };
	return units;
}

static int emit(struct safec_program *p,
		int (*how)(const struct emit_run *run, char **out),
		const char **text)
{
	struct emit_unit *units = emit_units(p);
	struct emit_run run = { .root = p->root, .profile = p->options.profile,
				.units = units, .unit_count = p->unit_count,
				.changes = &p->changes, .findings = &p->findings,
				.files = p->files, .file_count = p->file_count };
	char *made = NULL;
	int err;

	count_sites(p, &run.coverage);
	err = units ? how(&run, &made) : -SAFEC_ENOMEM;
	free(units);
	return hand_out(p, err, made, text);
}

int safec_program_diff(struct safec_program *p, const char **text)
{
	return emit(p, emit_diff, text);
}

int safec_program_json(struct safec_program *p, const char **text)
{
	return emit(p, emit_json, text);
}

int safec_program_explain(struct safec_program *p, const char *id,
			  const char **text)
{
	char *made = NULL;
	size_t i;
	int err;

	for (i = 0; i < p->changes.n; i++)
		if (!strcmp(p->changes.item[i]->id, id)) {
			err = emit_explain(p->changes.item[i], &made);
			return hand_out(p, err, made, text);
		}
	return program_fail(p, -SAFEC_EARG, "there is no change \"%s\" in this run; "
			    "--json and --dump=proofs list them", id);
}

/* ------------------------------------------------------------ in place */

static int write_temporary(const char *path, const struct emit_file *f)
{
	FILE *out = fopen(path, "wbx");
	struct stat st;
	int bad;

	if (!out)
		return -SAFEC_EWRITE;
	bad = fwrite(f->after, 1, f->after_size, out) != f->after_size;
	bad |= stat(f->path, &st) || fchmod(fileno(out), st.st_mode & 07777);
	bad |= fflush(out) || fsync(fileno(out));
	bad |= fclose(out) != 0;
	return bad ? -SAFEC_EWRITE : 0;
}

/* A reader sees the old text or the new one, never a part. */
static int replace(struct safec_program *p, const struct emit_file *f)
{
	const char *path = arena_printf(&p->arena, "%s.safec-%ld", f->path,
					(long)getpid());
	int err = write_temporary(path, f);

	if (!err && rename(path, f->path))
		err = -SAFEC_EWRITE;
	if (!err)
		return 0;
	program_fail(p, err, "%s cannot be written: %s", f->path, strerror(errno));
	unlink(path);
	return err;
}

int safec_program_write(struct safec_program *p)
{
	size_t i;
	int err = 0;

	for (i = 0; i < p->file_count; i++) {
		const struct source *src = sources_find(&p->sources,
							p->files[i].path);

		if (!src || source_changed(src))
			return program_fail(p, -SAFEC_ECHANGED,
				"%s changed while it was analysed; nothing was written, run again",
				p->files[i].path);
	}
	for (i = 0; i < p->file_count && !err; i++)
		err = replace(p, &p->files[i]);
	return err;
}

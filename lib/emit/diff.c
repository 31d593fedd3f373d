/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The run as one unified diff, as git writes it.
 *
 * libgit2 makes the hunks, so `git apply` and `patch -p1` take the result:
 * names under a/ and b/, three lines of context, whatever the line ends, with
 * git's own mark where the last line has none.  The lines before the first
 * header, one for each change, are passed over by both.  Text that looks binary (a NUL
 * in it) is diffed as text all the same, since each byte outside an edit is
 * to stay as it was; such a diff would be cut at its NUL as a C string, so a
 * file with one inside a hunk is refused with -SAFEC_EARG.
 */
#include "emit/emit.h"

#include <git2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct text {
	char *bytes;
	size_t n;
};

static int append(struct text *to, const char *bytes, size_t n)
{
	char *more;

	if (memchr(bytes, '\0', n))
		return -SAFEC_EARG;
	more = realloc(to->bytes, to->n + n + 1);
	if (!more)
		return -SAFEC_ENOMEM;
	memcpy(more + to->n, bytes, n);
	to->bytes = more;
	to->n += n;
	more[to->n] = '\0';
	return 0;
}

/* The patch of one file; libgit2 fails here for want of memory alone. */
static int diff_file(const struct emit_file *f, git_buf *out)
{
	git_diff_options options;
	git_patch *patch = NULL;
	int err;

	git_diff_options_init(&options, GIT_DIFF_OPTIONS_VERSION);
	options.flags = GIT_DIFF_FORCE_TEXT;
	options.context_lines = 3;
	options.old_prefix = "a";
	options.new_prefix = "b";
	err = git_patch_from_buffers(&patch, f->before, f->before_size,
				     f->name, f->after, f->after_size,
				     f->name, &options);
	err = err ? err : git_patch_to_buf(out, patch);
	git_patch_free(patch);
	return err ? -SAFEC_ENOMEM : 0;
}

static bool same(const struct emit_file *f)
{
	return f->before_size == f->after_size &&
	       memcmp(f->before, f->after, f->after_size) == 0;
}

static int add_file(const struct emit_file *f, struct text *to)
{
	git_buf patch = { 0 };
	int err = same(f) ? 0 : diff_file(f, &patch);

	if (!err && patch.size)
		err = append(to, patch.ptr, patch.size);
	git_buf_dispose(&patch);
	return err;
}

/* "rule: what: old -> new. Proof: class, in n units." for change C. */
static int add_line(const struct safec_change *c, struct text *to)
{
	char *line = NULL;
	size_t size;
	FILE *out = open_memstream(&line, &size);
	int err;

	if (!out)
		return -SAFEC_ENOMEM;
	fprintf(out, "%s: %s: %s -> %s. ", c->rule, c->name, c->before, c->after);
	if (c->proof == SAFEC_NONE)
		fputs("Proof: none. UNPROVEN, applied because it was asked for", out);
	else
		fprintf(out, "Proof: %s, %zu unit%s", proof_word_of(c->proof),
			c->proof_units, c->proof_units == 1 ? "" : "s");
	if (c->bystander_count)
		fprintf(out, "; %zu that can see it not given", c->bystander_count);
	fputs(".\n", out);
	err = fclose(out) ? -SAFEC_ENOMEM : append(to, line, size);
	free(line);
	return err;
}

static int add_summary(const struct emit_run *run, struct text *to)
{
	size_t i;
	int err = 0;

	for (i = 0; run->changes && i < run->changes->n && !err; i++)
		if (run->changes->item[i]->verdict == SAFEC_APPLIED)
			err = add_line(run->changes->item[i], to);
	return err;
}

int emit_diff(const struct emit_run *run, char **out)
{
	struct text text = { 0 };
	size_t i;
	int err;

	if (git_libgit2_init() < 0)
		return -SAFEC_ENOMEM;
	err = append(&text, "", 0);
	err = err ? err : add_summary(run, &text);
	for (i = 0; !err && i < run->file_count; i++)
		err = add_file(&run->files[i], &text);
	git_libgit2_shutdown();
	if (err) {
		free(text.bytes);
		return err;
	}
	*out = text.bytes;
	return 0;
}

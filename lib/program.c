/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The public API over a program: making it, filling it, asking it.
 */
#include "program.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/vec.h"

#ifndef SAFEC_MODEL_DIR
#define SAFEC_MODEL_DIR "/usr/local/share/libsafec/models"
#endif

enum { SECONDS = 300 };

const char *safec_version(void)
{
	return "0.1.0";
}

const char *safec_strerror(int err)
{
	switch (err < 0 ? -err : err) {
	case 0:			return "success";
	case SAFEC_ENOMEM:	return "no memory left";
	case SAFEC_EREAD:	return "a file cannot be read";
	case SAFEC_EWRITE:	return "a file cannot be written";
	case SAFEC_ECOMMAND:	return "no usable compile command";
	case SAFEC_EPARSE:	return "the source does not compile";
	case SAFEC_EMODEL:	return "an API model has an error";
	case SAFEC_ECHANGED:	return "a file changed while it was analysed";
	case SAFEC_ECRASH:	return "a worker died or took too long";
	case SAFEC_EARG:	return "an argument makes no sense";
	default:		return "unknown error";
	}
}

int program_fail(struct safec_program *p, int err, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	p->message = arena_vprintf(&p->arena, format, args);
	va_end(args);
	return err;
}

/* ------------------------------------------------------------- a program */

static int take_options(struct safec_program *p, const struct safec_options *o)
{
	size_t n = o && o->size < sizeof(*o) ? o->size : sizeof(*o);

	if (o && o->size < sizeof(o->size))
		return -SAFEC_EARG;
	if (o)
		memcpy(&p->options, o, n);
	if (!p->options.seconds)
		p->options.seconds = SECONDS;
	if (p->options.rules)
		p->options.rules = arena_copy(&p->arena, p->options.rules);
	if (p->options.proof_dir)
		p->options.proof_dir = arena_copy(&p->arena, p->options.proof_dir);
	if (p->options.cache)
		p->options.cache = arena_copy(&p->arena, p->options.cache);
	return 0;
}

/* A rule that is not there is a slip of the user's, not an empty wish. */
static int check_rules(struct safec_program *p)
{
	const char *at = p->options.rules;

	while (at && *at) {
		size_t n = strcspn(at, ",");

		if (n != strlen("refcount") || strncmp(at, "refcount", n))
			return program_fail(p, -SAFEC_EARG,
				"there is no rule \"%.*s\"; the rules are: refcount",
				(int)n, at);
		at += n + (at[n] == ',');
	}
	return 0;
}

static int read_models(struct safec_program *p)
{
	const char *dir = p->options.model_dir ? p->options.model_dir :
			  SAFEC_MODEL_DIR;
	const char *says = "";
	int err = model_read(&p->arena, dir, p->options.models, &p->model, &says);

	err = err ? err : erasure_read(&p->arena, dir, &p->erasure, &says);
	return err ? program_fail(p, err, "%s", says) : 0;
}

int safec_program_new(const struct safec_options *options,
		      struct safec_program **out)
{
	struct safec_program *p = calloc(1, sizeof(*p));
	int err;

	if (!p)
		return -SAFEC_ENOMEM;
	*out = p;
	p->message = "";
	p->root = "";
	err = take_options(p, options);
	err = err ? err : check_rules(p);
	return err ? err : read_models(p);
}

struct safec_program *safec_program_free(struct safec_program *p)
{
	size_t i;

	if (!p)
		return NULL;
	for (i = 0; i < p->unit_count; i++) {
		facts_free(&p->units[i]->facts);
		free(p->units[i]->messages);
		free(p->units[i]);
	}
	free(p->units);
	free(p->facts);
	program_drop_files(p);
	changes_free(&p->changes);
	findings_free(&p->findings);
	decisions_free(&p->decisions);
	counters_free(&p->counters);
	sources_free(&p->sources);
	free(p->text);
	arena_free(&p->arena);
	free(p);
	return NULL;
}

int safec_program_database(struct safec_program *p, const char *dir)
{
	const char *says = "";
	int err = commands_read(&p->arena, dir, &p->commands, &says);

	return err ? program_fail(p, err, "%s", says) : 0;
}

int safec_program_kbuild(struct safec_program *p, const char *build)
{
	p->kbuild = arena_copy(&p->arena, build);
	return p->kbuild ? 0 : -SAFEC_ENOMEM;
}

static const char *below_root(const struct safec_program *p, const char *path)
{
	size_t n = strlen(p->root);

	return n && !strncmp(path, p->root, n) && path[n] == '/' ? path + n + 1 :
	       path;
}

static int add_unit(struct safec_program *p, const struct command *c)
{
	struct safec_unit **slot;
	size_t i;

	for (i = 0; i < p->unit_count; i++)
		if (!strcmp(p->units[i]->command.file, c->file))
			return 0;
	if (!p->unit_count)
		p->root = p->sources.root = project_root(&p->arena, c->file);
	slot = vec_add(&p->units, &p->unit_count, sizeof(*slot));
	if (!slot)
		return -SAFEC_ENOMEM;
	*slot = calloc(1, sizeof(**slot));
	if (!*slot) {
		p->unit_count--;
		return -SAFEC_ENOMEM;
	}
	(*slot)->index = p->unit_count - 1;
	(*slot)->command = *c;
	(*slot)->name = below_root(p, c->file);
	return 0;
}

static bool is_folder(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

/* Where PATH's command comes from, unless the user gave it. */
static int commands_for(struct safec_program *p, const char *path,
			const struct commands **out)
{
	const char *says = "";
	int err = 0;

	if (p->kbuild)
		err = commands_kbuild(&p->arena, p->kbuild, path, out, &says);
	else if (!p->commands)
		err = commands_find(&p->arena, path, &p->commands, &says);
	if (!p->kbuild)
		*out = p->commands;
	return err ? program_fail(p, err, "%s", says) : 0;
}

static int add_file(struct safec_program *p, const struct commands *from,
		    const char *path)
{
	const char *says = "";
	struct command c;
	int err = commands_of(from, path, &p->arena, &c, &says);

	return err ? program_fail(p, err, "%s", says) : add_unit(p, &c);
}

static int add_folder(struct safec_program *p, const struct commands *from,
		      const char *path)
{
	const char *const *files, *says = "";
	size_t count, i;
	int err = commands_files(from, path, &p->arena, &files, &count, &says);

	if (err)
		return program_fail(p, err, "%s", says);
	for (i = 0; i < count && !err; i++)
		err = add_file(p, from, files[i]);
	return err;
}

int safec_program_add(struct safec_program *p, const char *path,
		      const char *const *args)
{
	const struct commands *from = NULL;
	const char *says = "";
	struct command c;
	int err;

	if (args) {
		err = command_make(&p->arena, path, args, &c, &says);
		return err ? program_fail(p, err, "%s", says) : add_unit(p, &c);
	}
	err = commands_for(p, path, &from);
	if (err)
		return err;
	return is_folder(path) ? add_folder(p, from, path) :
	       add_file(p, from, path);
}

const char *safec_program_message(const struct safec_program *p)
{
	return p->message;
}

/* --------------------------------------------------------------- results */

const struct safec_unit *safec_program_unit(const struct safec_program *p,
					    const struct safec_unit *u)
{
	size_t i = u ? u->index + 1 : 0;

	return i < p->unit_count ? p->units[i] : NULL;
}

const char *safec_unit_path(const struct safec_unit *u)
{
	return u->name;
}

enum safec_status safec_unit_status(const struct safec_unit *u)
{
	return u->status;
}

const char *safec_unit_message(const struct safec_unit *u, size_t n)
{
	return n < u->message_count ? u->messages[n] : NULL;
}

const struct safec_change *safec_program_change(const struct safec_program *p,
						const struct safec_change *c)
{
	size_t i = c ? c->index + 1 : 0;

	return i < p->changes.n ? p->changes.item[i] : NULL;
}

const char *safec_change_id(const struct safec_change *c)
{
	return c->id;
}

const char *safec_change_rule(const struct safec_change *c)
{
	return c->rule;
}

enum safec_verdict safec_change_verdict(const struct safec_change *c)
{
	return c->verdict;
}

const char *safec_change_reason(const struct safec_change *c)
{
	return c->reason;
}

enum safec_proof safec_change_proof(const struct safec_change *c)
{
	return c->proof;
}

const char *safec_change_entity(const struct safec_change *c)
{
	return c->name;
}

const struct safec_place *safec_change_evidence(const struct safec_change *c,
						size_t n)
{
	return n < c->evidence.n ? &c->evidence.item[n] : NULL;
}

const struct safec_place *safec_change_against(const struct safec_change *c,
					       size_t n)
{
	return n < c->against.n ? &c->against.item[n] : NULL;
}

const struct safec_edit *safec_change_edit(const struct safec_change *c, size_t n)
{
	return n < c->edits.n ? &c->edits.item[n] : NULL;
}

const struct safec_finding *
safec_program_finding(const struct safec_program *p,
		      const struct safec_finding *f)
{
	size_t i = f ? f->index + 1 : 0;

	return i < p->findings.n ? p->findings.item[i] : NULL;
}

const char *safec_finding_rule(const struct safec_finding *f)
{
	return f->rule;
}

const struct safec_place *safec_finding_place(const struct safec_finding *f)
{
	return &f->place;
}

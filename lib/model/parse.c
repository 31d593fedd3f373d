/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The language of share/models, one line at a time.
 *
 * share/models/README.md is its manual.  A line at the margin begins an entry
 * or sets a default; an indented line says something about the entry above.
 * Several functions in a row are a group, and share the indented lines below.
 *
 * Each word that begins a line has one line in a table and one function, here
 * for the margin, in parse_type.c and parse_function.c for what is indented.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/vec.h"
#include "model/parser.h"
#include "safec/safec.h"

static int close_entry(struct parser *p)
{
	int err = p->type ? parse_type_end(p) : 0;

	if (p->group)
		err = parse_function_end(p);
	p->has_body = false;
	return err;
}

static bool is_listed(const struct model_param *params, size_t n,
		      const char *param)
{
	for (size_t i = 0; i < n; i++)
		if (!strcmp(params[i].name, param))
			return true;
	return false;
}

/* One parameter; N of them are in PARAMS. */
static int param(struct parser *p, const struct model_param *params, size_t n,
		 struct model_param *out)
{
	int err = line_name(p, "the name of a parameter", &out->name);

	if (err)
		return err;
	out->kind = parse_param_kind(out->name);
	if (out->kind == MODEL_FLAGS_PTR)
		out->name++;
	if (out->kind != MODEL_REST && !line_is_identifier(out->name))
		return line_bad(p, "'%s' is not the name of a parameter",
				out->name);
	if (is_listed(params, n, "..."))
		return line_bad(p, "'...' must be the last parameter");
	if (is_listed(params, n, out->name))
		return line_bad(p, "two parameters are called '%s'", out->name);
	return 0;
}

/* "(v, n)" into the malloc'ed *PARAMS. */
static int param_list(struct parser *p, struct model_param **params, size_t *n)
{
	int err = line_expect(p, "(");

	if (!err && line_took(p, ")"))
		return 0;
	while (!err) {
		struct model_param one;
		struct model_param *at;

		err = param(p, *params, *n, &one);
		if (err)
			return err;
		at = vec_add(params, n, sizeof(one));
		if (!at)
			return -SAFEC_ENOMEM;
		*at = one;
		if (!line_took(p, ","))
			return line_expect(p, ")");
	}
	return err;
}

/* What "v" and its like stand for is a matter of counters alone. */
static void forget_kinds(struct model_param *params, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (params[i].kind != MODEL_REST)
			params[i].kind = MODEL_PLAIN;
}

static int head_params(struct parser *p, struct model_function *f)
{
	struct model_param *params = NULL, *keep = NULL;
	size_t n = 0;
	int err = param_list(p, &params, &n);

	if (!err && line_took(p, "of"))
		err = line_identifier(p, "a type", &f->type);
	else if (!err)
		forget_kinds(params, n);
	if (!err && !(keep = arena_zalloc(p->arena, n * sizeof(*params))))
		err = -SAFEC_ENOMEM;
	if (!err && n)
		memcpy(keep, params, n * sizeof(*params));
	free(params);
	f->params = keep;
	f->param_count = err ? 0 : n;
	return err ? err : line_end(p);
}

static int head(struct parser *p, bool is_macro)
{
	const struct model_function *twin;
	struct model_function *f;
	const char *called;
	int err = !p->group || p->has_body ? close_entry(p) : 0;

	err = err ? err : line_identifier(p, "the name of the function",
					  &called);
	if (err)
		return err;
	twin = model_function(p->model, called);
	if (twin)
		return line_bad(p, "'%s' is already described at %s:%u; "
				"keep one of the two", called, twin->file,
				twin->line);
	f = store_function(p->arena, p->model, called);
	if (!f)
		return -SAFEC_ENOMEM;
	f->is_macro = is_macro;
	f->header = p->header;
	f->since = p->since;
	f->file = p->file;
	f->line = p->line;
	p->group = p->group ? p->group : f;
	return head_params(p, f);
}

static int margin_function(struct parser *p)
{
	return head(p, false);
}

static int margin_macro(struct parser *p)
{
	return head(p, true);
}

static int margin_type(struct parser *p)
{
	const struct model_type *twin;
	const char *called;
	int err = close_entry(p);

	err = err ? err : line_identifier(p, "the name of the type", &called);
	if (err)
		return err;
	twin = model_type(p->model, called);
	if (twin)
		return line_bad(p, "'%s' is already described at %s:%u; "
				"keep one of the two", called, twin->file,
				twin->line);
	p->type = store_type(p->arena, p->model, called);
	if (!p->type)
		return -SAFEC_ENOMEM;
	p->type->header = p->header;
	p->type->since = p->since;
	p->type->file = p->file;
	p->type->line = p->line;
	return line_end(p);
}

static int margin_header(struct parser *p)
{
	int err = close_entry(p);

	err = err ? err : line_name(p, "the header", &p->header);
	return err ? err : line_end(p);
}

static int margin_since(struct parser *p)
{
	int err = close_entry(p);

	return err ? err : line_version(p, &p->since);
}

static int margin_abi(struct parser *p)
{
	struct abi_pattern *a = arena_zalloc(p->arena, sizeof(*a));
	int err = close_entry(p);

	if (!a)
		return -SAFEC_ENOMEM;
	err = err ? err : line_name(p, "a pattern of paths", &a->glob);
	if (err)
		return err;
	a->next = p->model->abi;
	p->model->abi = a;
	return line_end(p);
}

static const struct keyword margin_words[] = {
	{ "function", margin_function },
	{ "macro", margin_macro },
	{ "type", margin_type },
	{ "header", margin_header },
	{ "since", margin_since },
	{ "abi", margin_abi },
};

/* ------------------------------------------------------------ the file */

static int indented(struct parser *p)
{
	p->has_body = true;
	if (p->type)
		return parse_type_line(p);
	if (p->group)
		return parse_function_line(p);
	return line_bad(p, "this line is indented, but no type or function is "
			"above it");
}

static int parse_line(struct parser *p, char *line, size_t length)
{
	p->line++;
	if (strlen(line) != length)
		return line_bad(p, "there is a zero byte in this line; "
				"a model is text");
	line[strcspn(line, "\r\n")] = '\0';
	p->at = line;
	if (!*line_next(p))
		return 0;
	p->at = line;
	if (*line == ' ' || *line == '\t')
		return indented(p);
	return line_dispatch(p, margin_words, LENGTH(margin_words));
}

static int parse_lines(struct parser *p, FILE *in)
{
	char *line = NULL;
	size_t room = 0;
	int err = 0;

	while (!err) {
		ssize_t n = getline(&line, &room, in);

		if (n < 0)
			break;
		err = parse_line(p, line, (size_t)n);
	}
	free(line);
	if (!err && ferror(in))
		return -SAFEC_EREAD;
	return err;
}

int parse_file(struct arena *arena, struct model *m, const char *path,
	       const char **says)
{
	struct parser p = { .arena = arena, .model = m, .file = path };
	FILE *in = fopen(path, "re");
	int err = in ? parse_lines(&p, in) : -SAFEC_EREAD;

	if (err == -SAFEC_EREAD)
		*says = arena_printf(arena, "%s: %s", path, strerror(errno));
	if (in)
		fclose(in);
	err = err ? err : close_entry(&p);
	free(p.effects);
	if (err == -SAFEC_EMODEL)
		*says = p.says;
	return err;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The run as one JSON object, schema version 1 (docs/output.md), with the keys
 * in that page's order.
 *
 * JSON is Unicode and source text need not be.  The text of an edit must come
 * back byte for byte, so where it is not UTF-8 each byte stands as the
 * character of its number, and the edit says "encoding": "latin-1".  In all
 * other strings, which are for reading, a byte that is not UTF-8 becomes
 * U+FFFD.
 *
 * jansson hands a failure on: what takes a NULL value gives one or keeps
 * nothing, so each object and array is checked once, where it is finished.
 */
#include "emit/emit.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "prove/erasure.h"

/* An object or array that is being filled, and whether all went in so far. */
struct filling {
	json_t *json;
	bool failed;
};

static struct filling object(void)
{
	return (struct filling){ .json = json_object() };
}

static struct filling array(void)
{
	return (struct filling){ .json = json_array() };
}

/* Takes VALUE. */
static void put(struct filling *o, const char *key, json_t *value)
{
	if (json_object_set_new(o->json, key, value))
		o->failed = true;
}

/* Takes VALUE. */
static void add(struct filling *list, json_t *value)
{
	if (json_array_append_new(list->json, value))
		list->failed = true;
}

/* What was filled, or NULL. */
static json_t *finish(struct filling *f)
{
	if (!f->failed)
		return f->json;
	json_decref(f->json);
	return NULL;
}

/* ---------------------------------------------------------------- strings */

/* How many bytes a sequence that starts with C has; 0 if none does. */
static size_t length_of(unsigned char c)
{
	if (c < 0x80)
		return 1;
	if (c >= 0xc2 && c < 0xe0)
		return 2;
	if (c >= 0xe0 && c < 0xf0)
		return 3;
	return c >= 0xf0 && c < 0xf5 ? 4 : 0;
}

/* Whether the second byte D of a sequence after C makes no character (RFC 3629). */
static bool forbidden(unsigned char c, unsigned char d)
{
	return (c == 0xe0 && d < 0xa0) || (c == 0xed && d > 0x9f) ||
	       (c == 0xf0 && d < 0x90) || (c == 0xf4 && d > 0x8f);
}

/* The length of the character at S, or 0 when there is none. */
static size_t character(const char *s)
{
	const unsigned char *u = (const unsigned char *)s;
	size_t n = length_of(u[0]), i;

	if (n > 1 && forbidden(u[0], u[1]))
		return 0;
	for (i = 1; i < n; i++)
		if ((u[i] & 0xc0) != 0x80)
			return 0;
	return n;
}

static bool is_utf8(const char *s)
{
	size_t n = 1;

	while (*s && n) {
		n = character(s);
		s += n;
	}
	return !*s;
}

/* S with what is not UTF-8 as U+FFFD. */
static json_t *replaced(const char *s)
{
	char *copy = malloc(strlen(s) * 3 + 1), *to = copy;
	json_t *json;

	if (!copy)
		return NULL;
	while (*s) {
		size_t n = character(s);

		memcpy(to, n ? s : "\xef\xbf\xbd", n ? n : 3);
		to += n ? n : 3;
		s += n ? n : 1;
	}
	json = json_stringn(copy, (size_t)(to - copy));
	free(copy);
	return json;
}

/* S with each byte as the character of its number. */
static json_t *latin1(const char *s)
{
	char *copy = malloc(strlen(s) * 2 + 1), *to = copy;
	json_t *json;

	if (!copy)
		return NULL;
	for (; *s; s++) {
		unsigned char c = (unsigned char)*s;

		if (c >= 0x80)
			*to++ = (char)(0xc0 | c >> 6);
		*to++ = (char)(c < 0x80 ? c : 0x80 | (c & 0x3f));
	}
	json = json_stringn(copy, (size_t)(to - copy));
	free(copy);
	return json;
}

static json_t *string_or_null(const char *s)
{
	if (!s)
		return json_null();
	return is_utf8(s) ? json_string(s) : replaced(s);
}

static json_t *string(const char *s)
{
	return string_or_null(s ? s : "");
}

static json_t *count(size_t n)
{
	return json_integer((json_int_t)n);
}

/* FILE as users know it: relative to the root, where it is below it. */
static const char *shown(const struct emit_run *run, const char *file)
{
	size_t n = strlen(run->root), i;

	if (n && strncmp(file, run->root, n) == 0 && file[n] == '/')
		return file + n + 1;
	for (i = 0; i < run->file_count; i++)
		if (strcmp(run->files[i].path, file) == 0)
			return run->files[i].name;
	return file;
}

/* ------------------------------------------------------------------ parts */

static json_t *messages(const struct emit_unit *u)
{
	struct filling all = array();
	size_t i;

	for (i = 0; i < u->message_count; i++)
		add(&all, string(u->messages[i]));
	return finish(&all);
}

static const char *status_word(enum safec_status status)
{
	static const char *const words[] = {
		[SAFEC_OK] = "ok",
		[SAFEC_FAILED] = "failed",
		[SAFEC_SKIPPED] = "skipped",
	};

	return words[status];
}

static json_t *unit(const struct emit_unit *u)
{
	struct filling o = object();

	put(&o, "path", string(u->path));
	put(&o, "status", string(status_word(u->status)));
	put(&o, "seconds", json_real(u->seconds));
	put(&o, "messages", messages(u));
	return finish(&o);
}

static json_t *entity(const struct emit_run *run, const struct entity *e)
{
	struct filling o = object();

	put(&o, "record", string_or_null(e->record));
	put(&o, "member", string_or_null(e->member));
	put(&o, "function", string_or_null(e->function));
	put(&o, "file", string_or_null(e->file ? shown(run, e->file) : NULL));
	return finish(&o);
}

static json_t *place(const struct emit_run *run, const struct safec_place *p)
{
	struct filling o = object();

	put(&o, "file", string(shown(run, p->file)));
	put(&o, "line", json_integer(p->line));
	put(&o, "column", json_integer(p->column));
	put(&o, "says", string(p->says));
	return finish(&o);
}

/* A step of a witness has no column. */
static json_t *step(const struct emit_run *run, const struct safec_place *p)
{
	struct filling o = object();

	put(&o, "file", string(shown(run, p->file)));
	put(&o, "line", json_integer(p->line));
	put(&o, "says", string(p->says));
	return finish(&o);
}

static json_t *places(const struct emit_run *run, const struct places *list,
		      json_t *(*one)(const struct emit_run *,
				     const struct safec_place *))
{
	struct filling all = array();
	size_t i;

	for (i = 0; i < list->n; i++)
		add(&all, one(run, &list->item[i]));
	return finish(&all);
}

static json_t *axiom(const struct axiom *a)
{
	struct filling o = object();

	put(&o, "word", string(a->word->name));
	put(&o, "means", string_or_null(a->meaning ? a->meaning->text : NULL));
	put(&o, "equal", string_or_null(a->word->equal));
	put(&o, "else", string_or_null(a->word->otherwise));
	return finish(&o);
}

static json_t *axioms(const struct axioms *list)
{
	struct filling all = array();
	size_t i;

	for (i = 0; i < list->n; i++)
		add(&all, axiom(&list->item[i]));
	return finish(&all);
}

static json_t *trial(const struct trial_record *t)
{
	struct filling o = object();

	put(&o, "unit", string(t->unit));
	put(&o, "class", string(proof_word_of(t->proof)));
	put(&o, "compilers", string(t->compilers));
	put(&o, "compilations", count(t->compilations));
	put(&o, "seconds", json_real(t->seconds));
	put(&o, "says", string(t->says));
	return finish(&o);
}

static json_t *trials(const struct trials *list)
{
	struct filling all = array();
	size_t i;

	for (i = 0; i < list->n; i++)
		add(&all, trial(&list->item[i]));
	return finish(&all);
}

static json_t *bystanders(const struct safec_change *c)
{
	struct filling all = array();
	size_t i;

	for (i = 0; i < c->bystander_count; i++)
		add(&all, string(c->bystanders[i]));
	return finish(&all);
}

static json_t *proof(const struct safec_change *c)
{
	struct filling o = object();

	put(&o, "class", string(proof_word_of(c->proof)));
	put(&o, "condition", string_or_null(c->condition));
	put(&o, "units", count(c->proof_units));
	put(&o, "not_given", bystanders(c));
	put(&o, "words", axioms(&c->axioms));
	put(&o, "compared", trials(&c->trials));
	return finish(&o);
}

static json_t *edit(const struct emit_run *run, const struct safec_edit *e)
{
	struct filling o = object();

	put(&o, "file", string(shown(run, e->file)));
	put(&o, "offset", count(e->offset));
	put(&o, "drop", count(e->drop));
	if (is_utf8(e->put)) {
		put(&o, "put", json_string(e->put));
	} else {
		put(&o, "put", latin1(e->put));
		put(&o, "encoding", json_string("latin-1"));
	}
	return finish(&o);
}

static json_t *edits(const struct emit_run *run, const struct edits *list)
{
	struct filling all = array();
	size_t i;

	for (i = 0; i < list->n; i++)
		add(&all, edit(run, &list->item[i]));
	return finish(&all);
}

static json_t *change(const struct emit_run *run, const struct safec_change *c)
{
	bool applied = c->verdict == SAFEC_APPLIED;
	struct filling o = object();

	put(&o, "id", string(c->id));
	put(&o, "rule", string(c->rule));
	put(&o, "status", string(applied ? "applied" : "withheld"));
	put(&o, "reason", applied ? json_null() : string(c->reason));
	put(&o, "entity", entity(run, &c->entity));
	put(&o, "before", string_or_null(c->before));
	put(&o, "after", string_or_null(c->after));
	put(&o, "value", string_or_null(c->value));
	put(&o, "confidence", json_real(c->confidence));
	put(&o, "evidence", places(run, &c->evidence, place));
	put(&o, "against", places(run, &c->against, place));
	put(&o, "proof", proof(c));
	put(&o, "edits", edits(run, &c->edits));
	return finish(&o);
}

static json_t *finding(const struct emit_run *run,
		       const struct safec_finding *f)
{
	struct filling o = object();

	put(&o, "id", string(f->id));
	put(&o, "rule", string(f->rule));
	put(&o, "severity", string(f->severity));
	put(&o, "file", string(shown(run, f->place.file)));
	put(&o, "line", json_integer(f->place.line));
	put(&o, "column", json_integer(f->place.column));
	put(&o, "message", string(f->place.says));
	put(&o, "path", places(run, &f->path, step));
	return finish(&o);
}

/* By_rule and causes stay empty until the subset's rules count their sites. */
static json_t *coverage(const struct emit_coverage *c)
{
	struct filling o = object();

	put(&o, "sites", count(c->sites));
	put(&o, "proved", count(c->proved));
	put(&o, "checked", count(c->checked));
	put(&o, "unsafe", count(c->unsafe));
	put(&o, "unchecked", count(c->unchecked));
	put(&o, "by_rule", json_object());
	put(&o, "causes", json_array());
	return finish(&o);
}

/* ------------------------------------------------------------------ lists */

static json_t *units(const struct emit_run *run)
{
	struct filling all = array();
	size_t i;

	for (i = 0; i < run->unit_count; i++)
		add(&all, unit(&run->units[i]));
	return finish(&all);
}

static json_t *changes(const struct emit_run *run)
{
	struct filling all = array();
	size_t i, n = run->changes ? run->changes->n : 0;

	for (i = 0; i < n; i++)
		add(&all, change(run, run->changes->item[i]));
	return finish(&all);
}

static json_t *findings(const struct emit_run *run)
{
	struct filling all = array();
	size_t i, n = run->findings ? run->findings->n : 0;

	for (i = 0; i < n; i++)
		add(&all, finding(run, run->findings->item[i]));
	return finish(&all);
}

static json_t *whole(const struct emit_run *run)
{
	bool upstream = run->profile == SAFEC_UPSTREAM;
	struct filling o = object();

	put(&o, "version", json_integer(1));
	put(&o, "tool", json_string("safec-rewrite " PACKAGE_VERSION));
	put(&o, "profile", json_string(upstream ? "upstream" : "checked"));
	put(&o, "units", units(run));
	put(&o, "changes", changes(run));
	put(&o, "findings", findings(run));
	put(&o, "coverage", coverage(&run->coverage));
	return finish(&o);
}

int emit_json(const struct emit_run *run, char **out)
{
	json_t *json = whole(run);
	size_t flags = JSON_INDENT(2) | JSON_REAL_PRECISION(6);
	char *text = json ? json_dumps(json, flags) : NULL;

	json_decref(json);
	if (!text)
		return -SAFEC_ENOMEM;
	*out = text;
	return 0;
}

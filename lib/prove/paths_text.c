/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the tree does not show and the text does: the content of literals, what
 * sizeof is of, and what a declaration says beside the type.
 *
 * A node that comes from a macro's body has the text of the invocation; its
 * rank among the nodes of its kind there tells it apart.  A variable whose
 * declaration has words that are neither of C nor the name of a type, or that a
 * macro declares, is hidden: it may be static, or run a function when it goes
 * out of scope.
 */
#include "prove/paths_run.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <safec/safec.h>

#include "base/lex.h"
#include "base/vec.h"

void side_refuse(struct side *s, uint32_t n, const char *format, ...)
{
	const struct node *node = &s->unit->nodes[n];
	const struct text *t = unit_text(s->unit, node->file);
	va_list args;
	const char *what;

	if (s->why)
		return;
	va_start(args, format);
	what = arena_vprintf(s->arena, format, args);
	va_end(args);
	s->why = node->file && node->begin < t->size ?
		 arena_printf(s->arena, "line %u: %s",
			      text_line(t, node->begin, NULL), what) : what;
}

/* ---------------------------------------------------------- text of a node */

/* TEXT and the tokens of DATA in [BEGIN, END) behind it. */
static const char *add_tokens(struct arena *arena, const char *text,
			      const struct text *t, size_t begin, size_t end)
{
	struct lexer l = lexer_at(t->data, begin, end < t->size ? end : t->size);
	struct token tok;

	while (lex(&l, &tok) != TOKEN_END)
		text = arena_printf(arena, "%s%s%.*s", text, *text ? " " : "",
				    (int)(tok.end - tok.begin),
				    t->data + tok.begin);
	return text;
}

static bool is_body(const struct node *n)
{
	return n->begin_class == CLASS_BODY || n->begin_class == CLASS_ARGBODY ||
	       n->end_class == CLASS_BODY || n->end_class == CLASS_ARGBODY;
}

/* The rank of N among the nodes of its kind in its macro. */
static unsigned int rank_of(const struct side *s, uint32_t n)
{
	const struct node *nodes = s->unit->nodes;
	unsigned int rank = 0;
	uint32_t i;

	for (i = s->function; i < n; i++)
		rank += nodes[i].kind == nodes[n].kind &&
			nodes[i].macro == nodes[n].macro && is_body(&nodes[i]);
	return rank;
}

/* The declarations of the locals that N names. */
static const char *add_locals(struct side *s, const char *text, uint32_t n)
{
	const struct unit *u = s->unit;
	uint32_t i;

	for (i = n; i <= u->nodes[n].last; i++) {
		const struct local *l = u->nodes[i].kind == NODE_REF ?
					side_local(s, u->nodes[i].sym) : NULL;

		if (l)
			text = arena_printf(s->arena, "%s {%s}", text, l->declared);
	}
	return text;
}

const char *side_text(struct side *s, uint32_t n)
{
	const struct node *node = &s->unit->nodes[n];
	const char **known = &s->texts[n - s->function], *text;
	const struct text *t;

	if (*known || !node->file || node->begin >= node->end)
		return *known;
	t = unit_text(s->unit, node->file);
	if (is_body(node)) {
		const struct macro *m = &s->unit->macros[node->macro];

		if (!node->macro || m->file != node->file)
			return NULL;
		text = add_tokens(s->arena, "", t, m->begin, m->end);
		text = add_tokens(s->arena, arena_printf(s->arena, "%s:", text), t,
				  node->begin, node->end);
		text = arena_printf(s->arena, "%s#%u", text, rank_of(s, n));
	} else {
		text = add_tokens(s->arena, "", t, node->begin, node->end);
	}
	*known = add_locals(s, text, n);
	return *known;
}

/* ------------------------------------------------------------ declarations */

/* The declaration of a DECLS or PARAM, as far as it was read. */
struct words {
	struct side *side;
	uint32_t node;
	const struct text *text;
	const char *declared;
	bool is_static, is_hidden;
};

static bool is_keyword(const char *data, const struct token *t)
{
	static const char *const words[] = {
		"__auto_type", "__const", "__extension__", "__restrict",
		"__restrict__", "__signed__", "__volatile__", "auto", "bool",
		"char", "const", "enum", "extern", "int", "long", "register",
		"restrict", "short", "signed", "static", "struct", "union",
		"unsigned", "void", "volatile", "_Bool",
	};
	size_t i;

	for (i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (token_is(data, t, words[i]))
			return true;
	return false;
}

static bool is_typeof(const char *data, const struct token *t)
{
	return token_is(data, t, "typeof") || token_is(data, t, "__typeof__") ||
	       token_is(data, t, "__typeof");
}

static bool is_tag(const char *data, const struct token *t)
{
	return token_is(data, t, "struct") || token_is(data, t, "union") ||
	       token_is(data, t, "enum");
}

static bool is_typedef(const struct unit *u, const char *data,
		       const struct token *t)
{
	size_t i;

	for (i = 1; i < u->type_count; i++)
		if (u->types[i].name && token_is(data, t, u->types[i].name))
			return true;
	return false;
}

static void take_word(struct words *w, const struct token *t, bool *tag)
{
	const char *data = w->text->data;

	if (*tag || is_keyword(data, t) || is_typeof(data, t) ||
	    is_typedef(w->side->unit, data, t)) {
		w->is_static |= token_is(data, t, "static");
		*tag = is_tag(data, t);
		return;
	}
	w->is_hidden = true;
}

/* Whether the words of the group that T opens are none of the declaration's. */
static bool is_group(const struct words *w, const struct token *t,
		     const struct token *before, bool behind)
{
	const char *data = w->text->data;

	if (token_is(data, t, "["))	/* [[...]] is an attribute */
		return behind && !token_is(data, before, "[") &&
		       data[t->begin + 1] != '[';
	return token_is(data, t, "(") &&
	       (is_typeof(data, before) ||
		(behind && token_is(data, before, ")")));
}

/*
 * Read the words in [BEGIN, END), which stand BEHIND a name or before it, up to
 * an initialiser.
 */
static void read_words(struct words *w, size_t begin, size_t end, bool behind)
{
	struct lexer l = lexer_at(w->text->data, begin, end);
	struct token t, before = { 0 };
	size_t group = 0;
	bool tag = false;

	while (lex(&l, &t) != TOKEN_END) {
		if (behind && t.begin >= group && token_is(w->text->data, &t, "="))
			break;
		w->declared = add_tokens(w->side->arena, w->declared, w->text,
					 t.begin, t.end);
		if (t.begin >= group && is_group(w, &t, &before, behind))
			group = lex_bracket_end(w->text->data, t.begin, end);
		if (t.kind == TOKEN_NAME && t.begin >= group)
			take_word(w, &t, &tag);
		before = t;
	}
}

/* Whether the names that DECLS declares stand in its own text. */
static bool is_legible(const struct side *s, uint32_t decls)
{
	const struct unit *u = s->unit;
	const struct node *d = &u->nodes[decls];
	uint32_t c;

	if (!d->file || d->begin >= d->end)
		return false;
	for (c = unit_child(u, decls); c; c = unit_next(u, c)) {
		const struct symbol *sym = &u->symbols[u->nodes[c].sym];

		if (u->nodes[c].kind != NODE_VAR)
			continue;
		if (sym->in_macro || sym->file != d->file || sym->at < d->begin ||
		    u->nodes[c].file != d->file || u->nodes[c].end > d->end)
			return false;
	}
	return true;
}

static void read_decls(struct words *w)
{
	const struct unit *u = w->side->unit;
	const struct node *d = &u->nodes[w->node];
	size_t at = d->begin;
	uint32_t c;

	for (c = unit_child(u, w->node); c; c = unit_next(u, c)) {
		const struct symbol *sym = &u->symbols[u->nodes[c].sym];

		if (u->nodes[c].kind != NODE_VAR)
			continue;
		read_words(w, at, sym->at, false);
		read_words(w, sym->at + strlen(sym->name), u->nodes[c].end, true);
		at = u->nodes[c].end;
	}
	read_words(w, at, d->end, true);
}

static void read_param(struct words *w)
{
	const struct unit *u = w->side->unit;
	const struct node *p = &u->nodes[w->node];
	const struct symbol *sym = &u->symbols[p->sym];

	if (sym->in_macro || sym->file != p->file || sym->at < p->begin ||
	    sym->at > p->end) {
		w->declared = add_tokens(w->side->arena, "", w->text, p->begin, p->end);
		return;
	}
	read_words(w, p->begin, sym->at, false);
	read_words(w, sym->at + strlen(sym->name), p->end, true);
}

/* ------------------------------------------------------------------ locals */

const struct local *side_local(const struct side *s, uint32_t sym)
{
	uint32_t i = sym ? s->local_of[sym] : 0;

	return i ? &s->locals[i - 1] : NULL;
}

uint32_t side_init(const struct unit *u, uint32_t var)
{
	uint32_t c;

	for (c = unit_child(u, var); c; c = unit_next(u, c))
		if (!(u->nodes[c].flags & NODE_UNEVALUATED))
			return c;
	return 0;
}

const char *side_param(const struct side *s, uint32_t param)
{
	const struct side *original = s->original ? s->original : s;
	uint32_t sym = original->locals[param - 1].sym;

	return original->unit->symbols[sym].name;
}

/* Whether N reads a local variable, or calls a function. */
static bool is_computed(const struct side *s, uint32_t n)
{
	const struct unit *u = s->unit;
	const struct node *node = &u->nodes[n];
	const struct local *l = node->kind == NODE_REF ? side_local(s, node->sym) :
				NULL;
	uint32_t f = node->kind == NODE_CALL ? unit_callee(u, n) : 0;

	if (node->flags & NODE_UNEVALUATED)
		return false;
	if (l)
		return l->param || (!l->in_memory &&
				    !u->types[u->symbols[l->sym].type].is_const);
	return f && strncmp(u->symbols[f].name, "__builtin_", 10);
}

/* Whether a static variable could be initialised by N. */
static bool may_be_constant(const struct side *s, uint32_t n)
{
	uint32_t i;

	for (i = n; n && i <= s->unit->nodes[n].last; i++)
		if (is_computed(s, i))
			return false;
	return true;
}

/* A static variable is its name, its rank among equal names, and all its text. */
static const char *add_static(struct words *w, const struct local *l)
{
	const struct side *s = w->side;
	const struct node *d = &s->unit->nodes[w->node];
	const char *name = s->unit->symbols[l->sym].name;
	unsigned int rank = 0;
	const struct local *i;

	for (i = s->locals; i < l; i++)
		rank += i->is_static && !strcmp(s->unit->symbols[i->sym].name, name);
	return add_tokens(s->arena, arena_printf(s->arena, "%s %u:", name, rank),
			  w->text, d->begin, d->end);
}

static void describe_variable(struct side *s, struct local *l, struct words *w)
{
	uint32_t decls = w->node, c, rank = 0;

	for (c = unit_child(s->unit, decls); c && c != l->node;
	     c = unit_next(s->unit, c))
		rank++;
	l->scope = s->unit->nodes[decls].parent;
	if (is_legible(s, decls)) {
		read_decls(w);
		l->is_static = w->is_static;
		l->is_hidden = w->is_hidden;
		if (l->is_static)
			w->declared = add_static(w, l);
		if (strstr(w->declared, "typeof"))
			w->declared = add_locals(s, w->declared, l->node);
	} else {
		w->declared = side_text(s, decls);
		l->is_hidden = true;
	}
	if (!w->declared) {
		side_refuse(s, l->node, "a declaration that can't be read");
		return;
	}
	l->declared = rank ? arena_printf(s->arena, "%s #%u", w->declared, rank) :
		      w->declared;
	l->may_persist = l->is_hidden &&
			 may_be_constant(s, side_init(s->unit, l->node));
}

static void describe(struct side *s, struct local *l)
{
	const struct unit *u = s->unit;
	const struct type *t = &u->types[u->symbols[l->sym].type];
	struct words w = { .side = s, .declared = "" };

	l->in_memory |= t->kind == TYPE_ARRAY || t->kind == TYPE_RECORD ||
			t->is_volatile;
	w.node = l->param ? l->node : u->nodes[l->node].parent;
	w.text = unit_text(s->unit, u->nodes[w.node].file);
	if (l->param) {
		l->scope = s->function;
		read_param(&w);
		l->declared = w.declared;
	} else if (u->nodes[w.node].kind == NODE_DECLS) {
		describe_variable(s, l, &w);
	} else {
		side_refuse(s, l->node, "a variable that is not declared by itself");
		l->declared = "";
	}
	l->in_memory |= l->is_static;
}

static int add_local(struct side *s, uint32_t n, uint32_t param)
{
	struct local *l = vec_add(&s->locals, &s->local_count, sizeof(*l));

	if (!l)
		return -SAFEC_ENOMEM;
	l->sym = s->unit->nodes[n].sym;
	l->node = n;
	l->param = param;
	l->declared = "";
	s->local_of[l->sym] = (uint32_t)s->local_count;
	return 0;
}

/* Locals whose address is taken live in memory. */
static void note_address(struct side *s, uint32_t n)
{
	const struct unit *u = s->unit;
	uint32_t of = unit_strip(u, unit_child(u, n));

	if (u->nodes[n].op != OP_ADDRESS || u->nodes[n].flags & NODE_UNEVALUATED)
		return;
	if (u->nodes[of].kind == NODE_REF && s->local_of[u->nodes[of].sym])
		s->locals[s->local_of[u->nodes[of].sym] - 1].in_memory = true;
}

int side_locals(struct side *s)
{
	const struct unit *u = s->unit;
	uint32_t n, params = 0, last = u->nodes[s->function].last;
	size_t i;
	int err = 0;

	for (n = s->function + 1; n <= last && !err; n++) {
		const struct node *node = &u->nodes[n];

		if (node->kind == NODE_PARAM && node->parent == s->function)
			err = add_local(s, n, ++params);
		else if (node->kind == NODE_VAR && u->symbols[node->sym].is_local)
			err = add_local(s, n, 0);
	}
	for (n = s->body; n <= last && !err; n++)
		if (u->nodes[n].kind == NODE_UNARY)
			note_address(s, n);
	for (i = 0; i < s->local_count && !err; i++)
		describe(s, &s->locals[i]);
	return err;
}

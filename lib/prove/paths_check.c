/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What no run through a function would notice, so that it is refused ahead:
 * types that are declared in it, arrays of variable size, a variable that is
 * changed and used without an order, text that is not what was parsed, and
 * places where the tree may not be what the source says.
 */
#include "prove/paths_run.h"

#include <string.h>

#include "base/lex.h"

/* The expression or whatever else N is about is not evaluated. */
static bool is_unevaluated(const struct unit *u, uint32_t n)
{
	return u->nodes[n].flags & NODE_UNEVALUATED;
}

/* -------------------------------------------------------------------- text */

static bool spells(struct side *s, const struct node *n, const char *word)
{
	const struct text *t = unit_text(s->unit, n->file);
	size_t size = strlen(word);

	return n->end - n->begin == size && n->end <= t->size &&
	       !memcmp(t->data + n->begin, word, size);
}

static bool is_plain(const struct node *n)
{
	return n->file && n->begin_class == CLASS_PLAIN &&
	       n->end_class == CLASS_PLAIN;
}

static void check_name(struct side *s, uint32_t n)
{
	const struct node *node = &s->unit->nodes[n];

	if (is_plain(node) && !spells(s, node, s->unit->symbols[node->sym].name))
		side_refuse(s, n, "the text is not what was parsed");
}

/* Statements of unknown kinds come as empty ones. */
static void check_empty(struct side *s, uint32_t n)
{
	const struct node *node = &s->unit->nodes[n];

	if (is_plain(node) && !spells(s, node, ";"))
		side_refuse(s, n, "a statement of an unknown kind");
}

/* Which clause is missing is sure only where the text tells. */
static void check_for(struct side *s, uint32_t n)
{
	const struct unit *u = s->unit;
	unsigned int i, empty = 0;

	for (i = 0; i < 3; i++)
		empty += u->nodes[unit_nth(u, n, i)].kind == NODE_NOTHING;
	if (empty && empty < 3 && u->nodes[n].begin_class != CLASS_PLAIN)
		side_refuse(s, n, "a loop of a macro that lacks a clause");
}

/* ------------------------------------------------------------------- types */

/* Behind struct, union or enum: whether a list of members follows. */
static bool opens_members(struct lexer l)
{
	struct token t;

	while (lex(&l, &t) != TOKEN_END) {
		if (token_is(l.text, &t, "{"))
			return true;
		if (token_is(l.text, &t, "("))
			l.at = lex_bracket_end(l.text, t.begin, l.size);
		else if (t.kind != TOKEN_NAME)
			return false;
		if (!l.at)
			return true;
	}
	return false;
}

static bool is_word(const char *text, const struct token *t, const char *const *words)
{
	for (; *words; words++)
		if (token_is(text, t, *words))
			return true;
	return false;
}

/* Words that make another language of the function. */
static void check_words(struct side *s)
{
	static const char *const tags[] = { "struct", "union", "enum", NULL };
	static const char *const refused[] = {
		"typedef", "define", "undef", "pragma", "_Pragma", "va_arg",
		"__builtin_va_arg", "__seg_fs", "__seg_gs", "_Atomic", NULL
	};
	const struct node *body = &s->unit->nodes[s->body];
	const struct text *text = unit_text(s->unit, body->file);
	struct lexer l;
	struct token t;

	if (!is_plain(body) || body->end > text->size) {
		side_refuse(s, s->body, "a function that a macro makes");
		return;
	}
	l = lexer_at(text->data, body->begin, body->end);
	while (lex(&l, &t) != TOKEN_END) {
		if (t.kind == TOKEN_NAME && is_word(text->data, &t, refused))
			side_refuse(s, s->body, "`%.*s`", (int)(t.end - t.begin),
				    text->data + t.begin);
		if (is_word(text->data, &t, tags) && opens_members(l))
			side_refuse(s, s->body, "a type that is declared in it");
	}
}

/* The struct that T is made of, through pointers and arrays; 0 if none. */
static uint32_t record_of(const struct unit *u, uint32_t t)
{
	unsigned int depth;

	for (depth = 0; t && depth < 16; depth++, t = u->types[t].element)
		if (u->types[t].kind == TYPE_RECORD)
			return u->types[t].record;
	return 0;
}

static bool is_argument_list(const struct unit *u, uint32_t t)
{
	const char *name = u->symbols[record_of(u, t)].name;
	const char *as = u->types[t].name;

	return (name && !strncmp(name, "__va_list", 9)) ||
	       (as && (!strcmp(as, "va_list") || !strcmp(as, "__builtin_va_list") ||
		       !strcmp(as, "__gnuc_va_list")));
}

static void check_type(struct side *s, uint32_t n)
{
	const struct unit *u = s->unit;
	const struct node *node = &u->nodes[n], *f = &u->nodes[s->function];
	uint32_t record = record_of(u, node->type);
	const struct symbol *sym = &u->symbols[record];

	if (record && sym->file == f->file && sym->begin > f->begin &&
	    sym->begin < f->end)
		side_refuse(s, n, "a type that is declared in the function");
}

/* va_arg() looks like a conversion of the list, or like what is not known. */
static void check_argument(struct side *s, uint32_t n)
{
	const struct unit *u = s->unit;
	uint32_t c;

	for (c = unit_child(u, n); c; c = unit_next(u, c))
		if (!is_argument_list(u, u->nodes[n].type) &&
		    is_argument_list(u, u->nodes[c].type))
			side_refuse(s, n, "arguments that have no names");
}

/* The size of an array may be what a variable says. */
static void check_variable(struct side *s, uint32_t n)
{
	const struct unit *u = s->unit;
	uint32_t c, i;

	for (c = unit_child(u, n); c; c = unit_next(u, c)) {
		if (!is_unevaluated(u, c) ||
		    u->types[u->symbols[u->nodes[n].sym].type].kind != TYPE_ARRAY)
			continue;
		for (i = c; i <= u->nodes[c].last; i++)
			if (u->nodes[i].kind == NODE_CALL ||
			    (u->nodes[i].kind == NODE_REF &&
			     u->symbols[u->nodes[i].sym].kind != SYMBOL_ENUMERATOR))
				side_refuse(s, n, "an array whose size is not a number");
	}
}

/* ------------------------------------------------------------------- order */

/* The local that node N changes by itself; 0 if none. */
static uint32_t changed(const struct side *s, uint32_t n)
{
	const struct unit *u = s->unit;
	const struct node *node = &u->nodes[n];
	uint32_t to = unit_strip(u, unit_child(u, n));
	bool changes = node->kind == NODE_ASSIGN ||
		       (node->kind == NODE_BINARY && node->op == OP_NONE) ||
		       (node->kind == NODE_UNARY &&
			(node->op == OP_POST_INC || node->op == OP_POST_DEC ||
			 node->op == OP_PRE_INC || node->op == OP_PRE_DEC));

	if (!changes || u->nodes[to].kind != NODE_REF ||
	    !side_local(s, u->nodes[to].sym))
		return 0;
	return u->nodes[to].sym;
}

/* Whether C says nothing of the order in which the children of N come. */
static bool is_unordered(const struct node *n)
{
	switch (n->kind) {
	case NODE_BINARY:
		return n->op != OP_LAND && n->op != OP_LOR && n->op != OP_COMMA;
	case NODE_ASSIGN: case NODE_CALL: case NODE_INDEX: case NODE_INIT_LIST:
		return true;
	default:
		return false;
	}
}

static bool names(const struct unit *u, uint32_t n, uint32_t sym)
{
	uint32_t i;

	for (i = n; i <= u->nodes[n].last; i++)
		if (u->nodes[i].kind == NODE_REF && u->nodes[i].sym == sym &&
		    !is_unevaluated(u, i))
			return true;
	return false;
}

/* N changes a variable that something without an order to N names. */
static void check_order(struct side *s, uint32_t n)
{
	const struct unit *u = s->unit;
	uint32_t sym = changed(s, n), from = n, p, c;

	for (p = u->nodes[n].parent; sym && p > s->body; p = u->nodes[p].parent) {
		for (c = unit_child(u, p); c && is_unordered(&u->nodes[p]);
		     c = unit_next(u, c))
			if (c != from && names(u, c, sym))
				side_refuse(s, n, "a variable is changed and used "
					    "in an order that is open");
		from = p;
	}
}

/* -------------------------------------------------------------- conditions */

/* The graph decides by what conversions around a condition are of. */
static void check_condition(struct side *s, uint32_t cond)
{
	const struct unit *u = s->unit;
	uint32_t n = cond, p = u->nodes[n].parent;

	while (u->nodes[p].kind == NODE_PAREN || u->nodes[p].kind == NODE_WRAP ||
	       u->nodes[p].op == OP_EXTENSION) {
		const struct type *of = &u->types[u->nodes[n].type];
		const struct type *to = &u->types[u->nodes[p].type];

		if (u->nodes[p].kind == NODE_WRAP && to->kind != TYPE_BOOL &&
		    to->bits < of->bits)
			side_refuse(s, n, "a condition that is cut short");
		n = p;
		p = u->nodes[n].parent;
	}
}

static bool has_label(const struct side *s)
{
	uint32_t n;

	for (n = s->body; n <= s->unit->nodes[s->function].last; n++)
		if (s->unit->nodes[n].kind == NODE_LABEL)
			return true;
	return false;
}

/* Assembly may jump to a label, which only its text tells. */
static void check_asm(struct side *s, uint32_t n)
{
	const struct node *node = &s->unit->nodes[n];
	const struct text *text = unit_text(s->unit, node->file);
	struct lexer l;
	struct token t;

	if (!has_label(s))
		return;
	if (!is_plain(node) || node->end > text->size) {
		side_refuse(s, n, "assembly of a macro, which may jump");
		return;
	}
	l = lexer_at(text->data, node->begin, node->end);
	while (lex(&l, &t) == TOKEN_NAME)
		if (token_is(text->data, &t, "goto"))
			side_refuse(s, n, "assembly that jumps");
}

/* The graph knows labels by their symbols. */
static void check_label(struct side *s, uint32_t n)
{
	const struct unit *u = s->unit;
	uint32_t i;

	for (i = s->body; i < n; i++)
		if (u->nodes[i].kind == NODE_LABEL && u->nodes[i].sym == u->nodes[n].sym)
			side_refuse(s, n, "labels that can't be told apart");
}

static void check_node(struct side *s, uint32_t n)
{
	const struct unit *u = s->unit;

	switch (u->nodes[n].kind) {
	case NODE_REF:		check_name(s, n); break;
	case NODE_EMPTY:	check_empty(s, n); break;
	case NODE_FOR:		check_for(s, n); break;
	case NODE_VAR:		check_variable(s, n); break;
	case NODE_WRAP:
	case NODE_OTHER_EXPR:	check_argument(s, n); break;
	case NODE_LABEL:	check_label(s, n); break;
	case NODE_ASM:		check_asm(s, n); break;
	default:		break;
	}
	if (u->nodes[n].type)
		check_type(s, n);
	if (!is_unevaluated(u, n))
		check_order(s, n);
}

void side_check(struct side *s)
{
	uint32_t n;
	size_t b;

	check_words(s);
	for (n = s->body; n <= s->unit->nodes[s->function].last && !s->why; n++)
		check_node(s, n);
	for (b = 0; b < s->cfg.block_count && !s->why; b++)
		if (s->cfg.blocks[b].has_cond)
			check_condition(s, s->cfg.blocks[b].cond);
}

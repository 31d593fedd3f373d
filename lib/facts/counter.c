/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What one mention of a possible counter does to it.
 *
 * A counter of a type that the model knows is used through that type's
 * functions and macros; an integer through operators.  Both come out as the
 * model's abstract operations:
 *
 *	atomic_dec_and_test(&p->n)	dec-test
 *	if (--p->n)			dec-test, negated
 *	p->n-- == 1			dec-test
 *
 * Whatever is not understood is OTHER, with words that say what it is.
 */
#include "facts/counter.h"

#include <string.h>

#include "base/lex.h"
#include "facts/context.h"

static struct counted other(struct counted c, const char *says)
{
	c.op = MODEL_OTHER;
	c.says = says;
	return c;
}

/*
 * Whether the text of N is one expression.  A macro's arguments may be put
 * together by its body: both ends of `FIELD(p, users)` are written, and what
 * lies between them is not the member.
 */
static bool is_one_text(struct unit *u, uint32_t n)
{
	const struct node *node = &u->nodes[n];
	const struct text *t;
	struct lexer l;
	struct token tok;
	int depth = 0;

	if (!unit_is_written(u, n))
		return false;
	if (node->begin_class == CLASS_PLAIN)
		return true;
	t = unit_text(u, node->file);
	l = lexer_at(t->data, node->begin, node->end);
	while (lex(&l, &tok) != TOKEN_END) {
		char c = tok.end - tok.begin == 1 ? t->data[tok.begin] : 0;

		depth += c == '(' || c == '[' || c == '{';
		depth -= c == ')' || c == ']' || c == '}';
		if (depth < 0 || (c == ',' && !depth))
			return false;
	}
	return depth == 0;
}

/* Replace what WHOLE covers; false when that is not written as one text. */
static bool cover(struct unit *u, struct counted *c, uint32_t whole)
{
	const struct node *n = &u->nodes[whole];

	c->whole = whole;
	if (!is_one_text(u, whole) || n->file != u->nodes[c->object].file)
		return false;
	c->begin = n->begin;
	c->end = n->end;
	return true;
}

/* --------------------------------------------------------- tests of zero */

/* VALUE OP WITH, for a VALUE of 0 or more, says: 1 is zero, -1 is not zero, 0 else. */
static int says_zero(enum node_op op, long long with)
{
	if ((op == OP_EQ && with == 0) || (op == OP_LE && with == 0) ||
	    (op == OP_LT && with == 1))
		return 1;
	if ((op == OP_NE && with == 0) || (op == OP_GT && with == 0) ||
	    (op == OP_GE && with == 1))
		return -1;
	return 0;
}

/*
 * Whether the value of node N is only asked for being SHIFT, which stands for
 * zero (the old value 1, for N-- alone).
 */
static bool asks_zero(struct unit *u, struct counted *c, uint32_t n,
		      long long shift)
{
	struct context x = context_of(u, n);
	int zero = 0;

	if (x.kind == CONTEXT_TRUTH && shift == 0)
		zero = x.negated ? 1 : -1;
	else if (x.kind == CONTEXT_COMPARED)
		zero = says_zero(x.op, x.with - shift);
	if (!zero || !cover(u, c, x.whole))
		return false;
	c->flags |= zero < 0 ? USE_NEGATED : 0;
	return true;
}

/* ----------------------------------------------------------------- reads */

static struct counted read_use(const struct unit *u, struct counted c, uint32_t n)
{
	struct context x = context_of(u, n);
	int zero;

	c.op = MODEL_READ;
	c.whole = x.whole;
	switch (x.kind) {
	case CONTEXT_UNUSED:
	case CONTEXT_VALUE:
		return c;
	case CONTEXT_TRUTH:
		c.flags |= USE_TESTS_ZERO | (x.negated ? 0 : USE_NEGATED);
		return c;
	case CONTEXT_COMPARED:
		if (x.with < 0 || (x.with == 0 && (x.op == OP_LT || x.op == OP_GE)))
			return other(c, "it is compared with a negative number");
		zero = says_zero(x.op, x.with);
		c.flags |= zero ? USE_TESTS_ZERO : 0;
		c.flags |= zero < 0 ? USE_NEGATED : 0;
		return c;
	case CONTEXT_ARITHMETIC:
		break;
	}
	return other(c, "its value is used in arithmetic");
}

/* -------------------------------------------------------------- integers */

static struct counted increment(struct unit *u, struct counted c, uint32_t n)
{
	if (context_of(u, n).kind != CONTEXT_UNUSED)
		return other(c, "the value of the increment is used");
	if (!cover(u, &c, n))
		return other(c, "a macro spells the increment");
	c.op = MODEL_INC;
	return c;
}

static struct counted decrement(struct unit *u, struct counted c, uint32_t n)
{
	bool post = u->nodes[n].op == OP_POST_DEC;

	if (!cover(u, &c, n))
		return other(c, "a macro spells the decrement");
	c.op = MODEL_DEC;
	if (context_of(u, n).kind == CONTEXT_UNUSED)
		return c;
	c.op = MODEL_DEC_TEST;
	if (asks_zero(u, &c, n, post ? 1 : 0))
		return c;
	return other(c, "the value of the decrement is used");
}

static struct counted unary_use(struct unit *u, struct counted c, uint32_t n)
{
	switch (u->nodes[n].op) {
	case OP_POST_INC:
	case OP_PRE_INC:	return increment(u, c, n);
	case OP_POST_DEC:
	case OP_PRE_DEC:	return decrement(u, c, n);
	case OP_ADDRESS:	return other(c, "its address is taken");
	case OP_LNOT:
	case OP_EXTENSION:	return read_use(u, c, c.object);
	default:		return other(c, "its value is used in arithmetic");
	}
}

static struct counted assign_use(struct unit *u, struct counted c, uint32_t n)
{
	enum node_op op = u->nodes[n].op;

	if (!unit_constant(u, unit_nth(u, n, 1), &c.value) || c.value < 0 ||
	    (op != OP_ADD && op != OP_SUB))
		return other(c, "its value is computed");
	if (c.value != 1)
		return other(c, "it is changed by more than one");
	return op == OP_ADD ? increment(u, c, n) : decrement(u, c, n);
}

static struct counted set_use(struct unit *u, struct counted c, uint32_t n)
{
	if (!unit_constant(u, unit_nth(u, n, 1), &c.value))
		return other(c, "it is set to a value that is not constant");
	if (context_of(u, n).kind != CONTEXT_UNUSED)
		return other(c, "the value of the assignment is used");
	if (!cover(u, &c, n))
		return other(c, "a macro spells the assignment");
	c.op = MODEL_SET;
	c.flags |= USE_HAS_VALUE;
	return c;
}

static bool is_left(const struct unit *u, uint32_t parent, uint32_t n)
{
	return unit_child(u, parent) == n;
}

static struct counted integer_use(struct unit *u, struct counted c, uint32_t n)
{
	uint32_t w = unit_wrapped(u, n), p = u->nodes[w].parent;

	if (u->nodes[p].kind == NODE_UNARY)
		return unary_use(u, c, p);
	if (u->nodes[p].kind == NODE_ASSIGN && is_left(u, p, w))
		return assign_use(u, c, p);
	if (u->nodes[p].kind == NODE_BINARY && u->nodes[p].op == OP_NONE &&
	    is_left(u, p, w))
		return set_use(u, c, p);
	return read_use(u, c, n);
}

/* ------------------------------------------------------- counters by type */

/* A call as it is written: a function's, or a macro's. */
struct written {
	const struct model_function *model;
	uint32_t node;			/* the node that has its value */
	uint32_t callee, callee_end, end;
	const char *name;		/* for messages; "" when unknown */
};

/*
 * The macro of the model that N is an argument of: the innermost `NAME (` that
 * opens before N in the invocation that N is in.
 */
static bool enclosing_macro(struct unit *u, const struct model *m, uint32_t n,
			    struct written *w)
{
	const struct node *node = &u->nodes[n];
	const struct macro *mac = &u->macros[node->macro];
	const struct text *t = unit_text(u, node->file);
	struct lexer l = lexer_at(t->data, mac->begin, t->size);
	struct token name = { 0 }, tok;

	if (!node->macro || mac->file != node->file)
		return false;
	while (lex(&l, &tok) != TOKEN_END && tok.begin < node->begin) {
		char text[128];
		size_t end, size = name.end - name.begin;

		if (tok.kind == TOKEN_NAME)
			name = tok;
		if (t->data[tok.begin] != '(' || name.kind != TOKEN_NAME ||
		    size >= sizeof(text))
			continue;
		memcpy(text, t->data + name.begin, size);
		text[size] = 0;
		end = lex_bracket_end(t->data, tok.begin, t->size);
		if (end < node->end || !model_function(m, text) ||
		    !model_function(m, text)->type)
			continue;
		w->model = model_function(m, text);
		w->callee = (uint32_t)name.begin;
		w->callee_end = (uint32_t)name.end;
		w->end = (uint32_t)end;
	}
	return w->model;
}

/* The outermost node that lies in the text [BEGIN, END) that N is in. */
static uint32_t outermost(const struct unit *u, uint32_t n, uint32_t begin,
			  uint32_t end)
{
	uint32_t p = u->nodes[n].parent;

	while (p && u->nodes[p].file == u->nodes[n].file &&
	       u->nodes[p].begin >= begin && u->nodes[p].end <= end &&
	       u->nodes[p].begin < u->nodes[p].end) {
		n = p;
		p = u->nodes[n].parent;
	}
	return n;
}

static bool written_call(struct unit *u, const struct model *m, uint32_t arg,
			 struct written *w)
{
	uint32_t call = u->nodes[unit_wrapped(u, arg)].parent, f, name;

	f = u->nodes[call].kind == NODE_CALL ? unit_callee(u, call) : 0;
	w->name = f ? u->symbols[f].name : "";
	name = unit_strip(u, unit_child(u, call));
	if (f && unit_is_written(u, call) && unit_is_written(u, name)) {
		w->model = model_function(m, w->name);
		w->node = call;
		w->callee = u->nodes[name].begin;
		w->callee_end = u->nodes[name].end;
		w->end = u->nodes[call].end;
		return w->model;
	}
	if (!enclosing_macro(u, m, arg, w))
		return false;
	w->name = w->model->name;
	w->node = outermost(u, arg, w->callee, w->end);
	return true;
}

/* The constant that parameter KIND is given, where the call's node shows it. */
static bool argument_constant(const struct unit *u, const struct written *w,
			      enum model_param_kind kind, long long *value)
{
	int i = model_param(w->model, kind);

	return i >= 0 && u->nodes[w->node].kind == NODE_CALL &&
	       unit_constant(u, unit_argument(u, w->node, (unsigned int)i), value);
}

static bool effect_fits(struct unit *u, const struct written *w,
			const struct model_effect *e, struct counted *c)
{
	struct counted asked = *c;
	long long v;

	if (e->has_amount && (!argument_constant(u, w, MODEL_VALUE, &v) ||
			      v != e->amount))
		return false;
	if (e->has_unless && (!argument_constant(u, w, MODEL_UNLESS, &v) ||
			      v != e->unless))
		return false;
	switch (e->result) {
	case MODEL_ANY:		return true;
	case MODEL_UNUSED:	return context_of(u, w->node).kind == CONTEXT_UNUSED;
	case MODEL_IS_ZERO:	break;
	}
	if (!asks_zero(u, &asked, w->node, 0))
		return false;
	*c = asked;
	return true;
}

static struct counted call_use(struct unit *u, struct counted c,
			       const struct written *w)
{
	const struct model_effect *e = NULL;
	size_t i;

	c.callee = w->callee;
	c.callee_end = w->callee_end;
	c.call_end = w->end;
	c.begin = w->callee;
	c.end = w->end;
	c.whole = w->node;
	for (i = 0; i < w->model->effect_count && !e; i++)
		if (effect_fits(u, w, &w->model->effects[i], &c))
			e = &w->model->effects[i];
	if (!e || e->op == MODEL_OTHER)
		return other(c, arena_printf(&u->arena, "%s() has no counterpart here",
					     w->name));
	c.op = e->op;
	if (argument_constant(u, w, MODEL_VALUE, &c.value))
		c.flags |= USE_HAS_VALUE;
	if (c.op == MODEL_SET && !(c.flags & USE_HAS_VALUE))
		return other(c, "it is set to a value that is not constant");
	if (model_param(w->model, MODEL_VALUE) >= 0 &&
	    (!(c.flags & USE_HAS_VALUE) || c.value < 0))
		return other(c, "it changes by an amount that may be negative");
	return c.op == MODEL_READ ? read_use(u, c, w->node) : c;
}

static struct counted typed_use(struct unit *u, const struct model *m,
				const struct model_type *type, struct counted c,
				uint32_t n)
{
	uint32_t p = unit_user(u, n);
	struct written w = { 0 };

	if (u->nodes[p].kind == NODE_MEMBER)
		return other(c, "its representation is accessed");
	if (u->nodes[p].kind != NODE_UNARY || u->nodes[p].op != OP_ADDRESS)
		return other(c, "it is copied or assigned as a whole");
	if (!written_call(u, m, p, &w) || !w.model->type ||
	    strcmp(w.model->type, type->name))
		return other(c, !w.name || !*w.name ? "its address is taken" :
			     arena_printf(&u->arena, "its address is passed to %s()",
					  w.name));
	return call_use(u, c, &w);
}

/* ----------------------------------------------------------- initialisers */

/* VALUE initialises the counter: through a macro of its type, or a constant. */
static struct counted init_use(struct unit *u, const struct model *m,
			       const struct model_type *type, struct counted c,
			       uint32_t value)
{
	const struct node *v = &u->nodes[value];
	const struct macro *mac = &u->macros[v->macro];
	const struct model_function *f = model_function(m, mac->name ? mac->name : "");
	uint32_t n;

	c.op = MODEL_INIT;
	c.begin = c.callee = v->begin;
	c.call_end = c.end = v->end;
	c.callee_end = c.callee;
	if (!type) {
		if (!unit_constant(u, value, &c.value) || !unit_is_written(u, value))
			return other(c, "it is initialised with what is not constant");
		c.flags |= USE_HAS_VALUE;
		return c;
	}
	if (!v->macro || !f || !f->type || strcmp(f->type, type->name) ||
	    !f->effect_count || f->effects[0].op != MODEL_INIT)
		return other(c, "its initialiser is not understood");
	c.begin = c.callee = mac->begin;
	c.callee_end = mac->begin + (uint32_t)strlen(mac->name);
	c.call_end = c.end = mac->end;
	for (n = value; n <= v->last; n++)
		if (u->nodes[n].kind == NODE_INT && unit_constant(u, n, &c.value))
			c.flags |= USE_HAS_VALUE;
	return c.flags & USE_HAS_VALUE ? c :
	       other(c, "it is initialised with what is not constant");
}

static struct counted designated(struct unit *u, const struct model *m,
				 const struct model_type *type, struct counted c,
				 uint32_t n)
{
	uint32_t p = u->nodes[n].parent, value = unit_child(u, p), next;

	if (u->nodes[p].kind != NODE_DESIGNATED)
		return other(c, "it is named in an expression that is not understood");
	while ((next = unit_next(u, value)))
		value = next;
	return init_use(u, m, type, c, value);
}

static struct counted declared(struct unit *u, const struct model *m,
			       const struct model_type *type, struct counted c,
			       uint32_t n)
{
	uint32_t value = unit_child(u, n);

	c.op = MODEL_NONE;	/* a declaration alone does nothing */
	return value ? init_use(u, m, type, c, value) : c;
}

struct counted counter_use(struct unit *u, const struct model *m,
			   const struct model_type *type, uint32_t n)
{
	const struct node *node = &u->nodes[n];
	struct counted c = { .object = n, .whole = n, .begin = node->begin,
			     .end = node->end };

	if (node->kind == NODE_VAR)
		return declared(u, m, type, c, n);
	if (!is_one_text(u, n))
		return other(c, node->macro ?
			     arena_printf(&u->arena, "%s() spells a use of it",
					  u->macros[node->macro].name) :
			     "it is used where no text stands");
	if (node->flags & NODE_UNEVALUATED)
		return other(c, "its type or size is asked for");
	if (node->kind == NODE_DESIGNATOR)
		return designated(u, m, type, c, n);
	return type ? typed_use(u, m, type, c, n) : integer_use(u, c, n);
}

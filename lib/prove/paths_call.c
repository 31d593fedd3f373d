/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Calls, inline assembly, initialisers and statement expressions.
 *
 * A call is an effect whatever it calls, but for the few builtins that the
 * compiler answers itself.  A statement expression may hold declarations,
 * expressions, if, and do-while (0); it is walked here, since the graph does not
 * open it.
 */
#include "prove/paths_run.h"

#include <string.h>

const char *run_field(struct run *r, uint32_t n)
{
	const struct symbol *s = &r->unit->symbols[r->unit->nodes[n].sym];
	uint32_t base = unit_strip(r->unit, unit_child(r->unit, n));

	if (s->kind != SYMBOL_FIELD) {
		run_refuse(r, n, "a field that is not known");
		return NULL;
	}
	if (s->key)
		return s->key;
	if (!*s->name || strchr(s->name, '('))
		return NULL;
	/* Of a struct without a name: the variable or field says which. */
	if (r->unit->nodes[n].kind == NODE_MEMBER &&
	    !(r->unit->nodes[n].flags & NODE_ARROW) && base &&
	    r->unit->nodes[base].kind != NODE_UNARY)
		return arena_printf(r->side->arena, "?:%s", s->name);
	run_refuse(r, n, "a field of a struct without a name");
	return NULL;
}

/* ---------------------------------------------------------------- builtins */

static bool is_one_of(const char *name, const char *const *list)
{
	for (; *list; list++)
		if (!strcmp(name, *list))
			return true;
	return false;
}

/* Whether N is a literal, maybe converted. */
static bool is_literal(const struct unit *u, uint32_t n)
{
	for (;;) {
		uint32_t c = unit_child(u, n), next;

		if (u->nodes[n].kind == NODE_INT || u->nodes[n].kind == NODE_STRING)
			return true;
		if (u->nodes[n].kind != NODE_CAST && u->nodes[n].kind != NODE_WRAP &&
		    u->nodes[n].kind != NODE_PAREN)
			return false;
		while (c && (next = unit_next(u, c)))
			c = next;
		n = c;
	}
}

/* Whether evaluating N may do more than give a value. */
static bool acts(const struct unit *u, uint32_t n)
{
	uint32_t i;

	for (i = n; i <= u->nodes[n].last; i++) {
		const struct node *node = &u->nodes[i];

		if (node->flags & NODE_UNEVALUATED)
			continue;
		if (node->kind == NODE_CALL || node->kind == NODE_ASSIGN ||
		    node->kind == NODE_STMT_EXPR || node->kind == NODE_ASM ||
		    (node->kind == NODE_BINARY && node->op == OP_NONE) ||
		    (node->kind == NODE_UNARY && node->op >= OP_POST_INC &&
		     node->op <= OP_PRE_DEC) ||
		    u->types[node->type].is_volatile)
			return true;
	}
	return false;
}

/* What the compiler knows of its argument: a constant of the text and value. */
static struct typed eval_question(struct run *r, uint32_t n, bool constant)
{
	const struct type *t = run_type(r, n);
	uint32_t arg = unit_argument(r->unit, n, 0);
	const char *text = side_text(r->side, n);

	if (constant && is_literal(r->unit, arg))
		return (struct typed){ value_const(r->values, t->bits, 1), t };
	if (!text || acts(r->unit, arg))
		return run_refuse(r, n, "a question to the compiler");
	return (struct typed){ value_make(r->values, (struct value){
			.op = VALUE_TEXT, .bits = t->bits, .text = text,
			.in = { run_eval(r, arg).v } }), t };
}

/* A number of the argument alone. */
static struct typed eval_pure(struct run *r, uint32_t n, const char *name)
{
	const struct type *t = run_type(r, n);
	struct typed a = run_eval(r, unit_argument(r->unit, n, 0));

	if (!is_scalar(t) || !is_scalar(a.type))
		return run_refuse(r, n, "a builtin of such a type");
	return (struct typed){ value_make(r->values, (struct value){
			.op = VALUE_APPLY, .bits = t->bits, .text = name,
			.in = { a.v } }), t };
}

static bool eval_builtin(struct run *r, uint32_t n, const char *name,
			 struct typed *out)
{
	static const char *const twice[] = {
		"setjmp", "_setjmp", "sigsetjmp", "__sigsetjmp", "savectx",
		"__builtin_setjmp", "vfork", "getcontext", NULL
	};
	static const char *const questions[] = {
		"__builtin_constant_p", "__builtin_object_size",
		"__builtin_dynamic_object_size", NULL
	};
	static const char *const pure[] = {
		"__builtin_bswap16", "__builtin_bswap32", "__builtin_bswap64",
		"__builtin_clz", "__builtin_clzl", "__builtin_clzll",
		"__builtin_ctz", "__builtin_ctzl", "__builtin_ctzll",
		"__builtin_ffs", "__builtin_ffsl", "__builtin_ffsll",
		"__builtin_popcount", "__builtin_popcountl",
		"__builtin_popcountll", NULL
	};

	if (!strcmp(name, "__builtin_expect") &&
	    !acts(r->unit, unit_argument(r->unit, n, 1))) {
		*out = run_eval(r, unit_argument(r->unit, n, 0));
		return true;
	}
	if (is_one_of(name, questions)) {
		*out = eval_question(r, n, !strcmp(name, questions[0]));
		return true;
	}
	if (is_one_of(name, pure)) {
		*out = eval_pure(r, n, name);
		return true;
	}
	if (!is_one_of(name, twice))
		return false;
	*out = run_refuse(r, n, "a function that returns twice");
	return true;
}

/* ------------------------------------------------------------------- calls */

/* The values of N and what follows it, as a list. */
static const struct value *arguments(struct run *r, uint32_t n, struct order *o)
{
	const struct value *v;

	if (!n)
		return NULL;
	v = run_eval(r, n).v;
	if (v->op == VALUE_NONE)
		run_refuse(r, n, "an argument of such a type");
	order_end(r, o);
	return value_list(r->values, NULL, v,
			  arguments(r, unit_next(r->unit, n), o));
}

struct typed run_call(struct run *r, uint32_t n)
{
	uint32_t sym = unit_callee(r->unit, n), f = unit_child(r->unit, n);
	const char *name = sym ? r->unit->symbols[sym].name : "(*)";
	const struct type *t = run_type(r, n);
	const struct value *callee, *args;
	struct typed out = { value_none(), t };
	struct order o;

	if (sym && eval_builtin(r, n, name, &out))
		return out;
	order_begin(r, &o);
	callee = sym ? run_global(r, sym) : run_eval(r, f).v;
	order_end(r, &o);
	args = arguments(r, unit_next(r->unit, f), &o);
	order_done(r, &o, n);
	if (is_scalar(t) || run_record(r, t))
		out.v = run_result(r, t->bits, run_record(r, t), name);
	else if (t->kind != TYPE_VOID)
		return run_refuse(r, n, "a result of such a type");
	run_effect(r, (struct effect){ .kind = EFFECT_CALL, .node = n,
				       .bits = t->bits, .a = callee, .b = args });
	return out;
}

/* -------------------------------------------------------------------- asm */

/* An operand: a value, or for what may be written its place. */
static const struct value *operand(struct run *r, uint32_t n)
{
	struct place p;

	if (!run_is_place(r, n))
		return run_eval(r, n).v;
	p = run_place(r, n);
	return p.local ? r->env[p.local - r->side->locals] : p.address;
}

/* What an operand that is a variable holds behind the assembly. */
static void written(struct run *r, uint32_t n, uint64_t version, uint64_t rank)
{
	struct place p;

	if (!run_is_place(r, n))
		return;
	p = run_place(r, n);
	if (!p.local)
		return;
	run_store(r, n, p, value_make(r->values, (struct value){
			.op = VALUE_RESULT, .bits = p.type->bits, .number = version,
			.text = "asm", .in = { value_const(r->values, 64, rank) } }));
}

void run_asm(struct run *r, uint32_t n)
{
	const char *text = side_text(r->side, n);
	const struct value *list = NULL;
	uint64_t version = r->version, rank = 0;
	uint32_t c;

	if (!text) {
		run_refuse(r, n, "text that can't be seen");
		return;
	}
	for (c = unit_child(r->unit, n); c; c = unit_next(r->unit, c))
		list = value_list(r->values, NULL, operand(r, c), list);
	version = r->version;
	run_effect(r, (struct effect){ .kind = EFFECT_ASM, .node = n, .text = text,
				       .b = list });
	for (c = unit_child(r->unit, n); c; c = unit_next(r->unit, c))
		written(r, c, version, rank++);
}

/* ------------------------------------------------------------ initialisers */

static const struct value *init_list(struct run *r, uint32_t n);

static const struct value *init_value(struct run *r, uint32_t n)
{
	if (r->unit->nodes[n].kind == NODE_INIT_LIST)
		return init_list(r, n);
	return run_eval(r, n).v;
}

/* The words for the designators of N; *VALUE is behind them. */
static const char *designators(struct run *r, uint32_t n, uint32_t *value)
{
	const char *text = "", *field;
	uint32_t c = unit_child(r->unit, n), next;
	bool index = false;

	for (; (next = unit_next(r->unit, c)); c = next) {
		bool names = r->unit->nodes[c].kind == NODE_DESIGNATOR;
		long long i = 0;

		if (!names && (index || !unit_constant(r->unit, c, &i)))
			run_refuse(r, n, "a range of elements");
		field = names ? run_field(r, c) : NULL;
		if (names && !field)
			run_refuse(r, n, "a field without a name");
		text = names ? arena_printf(r->side->arena, "%s.%s", text,
					    field ? field : "") :
		       arena_printf(r->side->arena, "%s[%lld]", text, i);
		index = !names;
	}
	*value = c;
	return text;
}

/* The elements from N on. */
static const struct value *elements(struct run *r, uint32_t n, struct order *o)
{
	const struct value *v;
	const char *name = NULL;
	uint32_t value = n;

	if (!n || r->side->why)
		return NULL;
	if (r->unit->nodes[n].kind == NODE_DESIGNATED)
		name = designators(r, n, &value);
	v = init_value(r, value);
	order_end(r, o);
	return value_list(r->values, name, v,
			  elements(r, unit_next(r->unit, n), o));
}

static const struct value *init_list(struct run *r, uint32_t n)
{
	const struct value *v;
	struct order o;

	order_begin(r, &o);
	v = elements(r, unit_child(r->unit, n), &o);
	order_done(r, &o, n);
	return v ? v : value_none();
}

void run_fill(struct run *r, uint32_t n, const struct value *address, uint32_t init)
{
	const struct value *v = init_value(r, init);

	run_effect(r, (struct effect){ .kind = EFFECT_FILL, .node = n, .a = address,
				       .b = v });
}

/* --------------------------------------------------- statement expressions */

static struct typed statement(struct run *r, uint32_t n);

static struct typed nothing(const struct run *r)
{
	return (struct typed){ value_none(), &r->unit->types[0] };
}

static struct typed each(struct run *r, uint32_t n)
{
	struct typed last = nothing(r);
	uint32_t c;

	for (c = unit_child(r->unit, n); c && !r->side->why;
	     c = unit_next(r->unit, c))
		last = statement(r, c);
	return last;
}

static void declarations(struct run *r, uint32_t n)
{
	uint32_t c;

	for (c = unit_child(r->unit, n); c; c = unit_next(r->unit, c)) {
		const struct local *l = side_local(r->side, r->unit->nodes[c].sym);

		if (r->unit->nodes[c].kind == NODE_VAR && l)
			run_declare(r, l, c);
	}
}

static struct typed branch(struct run *r, uint32_t n)
{
	uint32_t to = unit_nth(r->unit, n,
			       run_truth(r, unit_child(r->unit, n)) ? 1 : 2);

	if (to)
		statement(r, to);
	return nothing(r);
}

/* do BODY while (0) */
static struct typed once(struct run *r, uint32_t n)
{
	long long again = 1;

	if (!unit_constant(r->unit, unit_nth(r->unit, n, 1), &again) || again)
		return run_refuse(r, n, "a loop in a statement expression");
	statement(r, unit_child(r->unit, n));
	return nothing(r);
}

static struct typed statement(struct run *r, uint32_t n)
{
	run_leave(r, n);
	switch (r->unit->nodes[n].kind) {
	case NODE_COMPOUND:
		return each(r, n);
	case NODE_DECLS:
		declarations(r, n);
		return nothing(r);
	case NODE_IF:
		return branch(r, n);
	case NODE_DO:
		return once(r, n);
	case NODE_ASM:
		run_asm(r, n);
		return nothing(r);
	case NODE_EMPTY:
		return nothing(r);
	case NODE_FOR: case NODE_WHILE: case NODE_SWITCH: case NODE_CASE:
	case NODE_DEFAULT: case NODE_LABEL: case NODE_GOTO:
	case NODE_INDIRECT_GOTO: case NODE_BREAK: case NODE_CONTINUE:
	case NODE_RETURN:
		return run_refuse(r, n, "a statement expression with control flow");
	default:
		return run_eval(r, n);
	}
}

struct typed run_statements(struct run *r, uint32_t n)
{
	struct typed t = each(r, unit_child(r->unit, n));

	run_leave(r, n);
	return t;
}

void run_item(struct run *r, uint32_t n)
{
	run_leave(r, n);
	switch (r->unit->nodes[n].kind) {
	case NODE_DECLS:	declarations(r, n); break;
	case NODE_ASM:		run_asm(r, n); break;
	default:		run_eval(r, n); break;
	}
}

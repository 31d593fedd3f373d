/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Variables, memory, and what lives how long.
 *
 * A local scalar whose address nobody takes is a variable; all else is memory.
 * Nothing is assumed about which addresses are apart: each effect that may write
 * makes a new version of all memory, and a load is a term of its address and the
 * version.  Only a load right behind a store to the very same address gives what
 * was stored.
 *
 * A local object is numbered when its address is first taken, so its name does
 * not matter; it is another one each time its declaration is reached again.  The
 * end of its life is an effect, since its address may have been kept.
 */
#include "prove/paths_run.h"

#include <string.h>

#include <safec/safec.h>

#include "base/vec.h"

bool is_scalar(const struct type *t)
{
	return (t->kind == TYPE_INT || t->kind == TYPE_BOOL ||
		t->kind == TYPE_ENUM || t->kind == TYPE_POINTER) &&
	       t->bits && t->bits <= 64;
}

const char *run_record(const struct run *r, const struct type *t)
{
	return t->kind == TYPE_RECORD ? r->unit->symbols[t->record].key : NULL;
}

const char *run_size(const struct run *r, const struct type *t)
{
	if (is_scalar(t))
		return arena_printf(r->side->arena, "%u", t->bits / 8);
	if (t->kind == TYPE_VOID || t->kind == TYPE_FUNCTION)
		return "1";
	return run_record(r, t);
}

/* ----------------------------------------------------------------- effects */

static bool may_write(enum effect_kind kind)
{
	return kind != EFFECT_UNORDERED && kind != EFFECT_END;
}

void run_effect(struct run *r, struct effect e)
{
	struct effect *at = vec_add(&r->effects, &r->effect_count, sizeof(*at));

	if (!at) {
		r->err = -SAFEC_ENOMEM;
		return;
	}
	*at = e;
	at->text = e.text ? value_text(r->values, e.text) : NULL;
	at->loads = r->loads;
	r->version += may_write(e.kind);
}

const struct value *run_result(struct run *r, uint32_t bits, const char *record,
			       const char *name)
{
	return value_make(r->values, (struct value){
			.op = VALUE_RESULT, .bits = bits, .number = r->version,
			.text = record ? arena_printf(r->side->arena, "%s %s",
						      name, record) : name });
}

/* ----------------------------------------------------------------- objects */

const struct value *run_unset(struct run *r, const struct local *l)
{
	const struct symbol *s = &r->unit->symbols[l->sym];

	return value_make(r->values, (struct value){
			.op = VALUE_UNSET, .bits = r->unit->types[s->type].bits,
			.text = s->name });
}

static void live_add(struct run *r, const struct local *l,
		     const struct value *address, uint32_t first, uint32_t scope)
{
	struct live *at = vec_add(&r->live, &r->live_count, sizeof(*at));

	if (!at)
		r->err = -SAFEC_ENOMEM;
	else
		*at = (struct live){ .local = l, .address = address, .first = first,
				     .last = r->unit->nodes[scope].last };
}

/* A new object in SCOPE of type T, declared as DECLARED. */
static const struct value *new_object(struct run *r, const struct local *l,
				      uint32_t n, uint32_t scope,
				      const struct type *t, const char *declared)
{
	const char *size = t->kind == TYPE_ARRAY ? declared : run_size(r, t);
	const struct value *v;

	if (!size || (t->kind == TYPE_ARRAY && !t->name && !strpbrk(size, "[("))) {
		side_refuse(r->side, n, "an object of unknown size");
		return value_none();
	}
	v = value_make(r->values, (struct value){
			.op = VALUE_OBJECT, .bits = r->side->size_type.bits,
			.number = r->object_count++, .text = size });
	live_add(r, l, v, scope, scope);
	return v;
}

const struct value *run_address(struct run *r, const struct local *l)
{
	const struct symbol *sym = &r->unit->symbols[l->sym];
	const struct value **known = &r->address[l - r->side->locals];

	if (*known)
		return *known;
	if (l->is_static)
		*known = value_make(r->values, (struct value){
				.op = VALUE_GLOBAL, .bits = r->side->size_type.bits,
				.text = l->declared });
	else if (l->param)
		*known = value_make(r->values, (struct value){
				.op = VALUE_PARAM_AT, .number = l->param,
				.bits = r->side->size_type.bits,
				.text = side_param(r->side, l->param) });
	else
		*known = new_object(r, l, l->node, l->scope,
				    &r->unit->types[sym->type], l->declared);
	return *known;
}

const struct value *run_literal(struct run *r, uint32_t n)
{
	const struct type *t = &r->unit->types[r->unit->nodes[n].type];
	uint32_t scope = n;

	while (scope && r->unit->nodes[scope].kind != NODE_COMPOUND)
		scope = r->unit->nodes[scope].parent;
	return new_object(r, NULL, n, scope, t,
			  t->kind == TYPE_ARRAY ? side_text(r->side, n) : NULL);
}

/* What L holds when its scope is left. */
static const struct value *held(struct run *r, const struct local *l)
{
	size_t i = (size_t)(l - r->side->locals);

	if (!l->in_memory)
		return r->env[i];
	return r->address[i] ? r->address[i] : value_none();
}

static void end_life(struct run *r, const struct live *l)
{
	if (l->address) {
		run_effect(r, (struct effect){ .kind = EFFECT_END,
					       .a = l->address });
		if (l->local)
			r->address[l->local - r->side->locals] = NULL;
		return;
	}
	run_effect(r, (struct effect){ .kind = EFFECT_HIDDEN,
				       .node = l->local->node,
				       .text = l->local->declared,
				       .b = held(r, l->local) });
}

/* A variable whose scope is entered again is another one. */
static void forget(struct run *r, uint32_t n)
{
	size_t i;

	for (i = 0; i < r->side->local_count; i++) {
		const struct local *l = &r->side->locals[i];

		if (!l->param && r->env[i]->op != VALUE_UNSET &&
		    (n < l->scope || n > r->unit->nodes[l->scope].last))
			r->env[i] = run_unset(r, l);
	}
}

/* What is out of scope, newest first. */
void run_leave(struct run *r, uint32_t n)
{
	size_t i, kept;

	for (i = r->live_count; i-- > 0;) {
		struct live l = r->live[i];

		if (n ? n >= l.first && n <= l.last : l.address != NULL)
			continue;
		end_life(r, &l);
		for (kept = i; kept + 1 < r->live_count; kept++)
			r->live[kept] = r->live[kept + 1];
		r->live_count--;
	}
	if (n)
		forget(r, n);
}

/* A declaration that is reached again begins another object. */
static void renew(struct run *r, const struct local *l)
{
	size_t i;

	for (i = r->live_count; i-- > 0;)
		if (r->live[i].local == l && r->live[i].address) {
			end_life(r, &r->live[i]);
			memmove(&r->live[i], &r->live[i + 1],
				(r->live_count - i - 1) * sizeof(*r->live));
			r->live_count--;
		}
}

/* ---------------------------------------------------------- loads, stores */

static bool is_sure(const struct value *v)
{
	if (v->op == VALUE_ELEMENT && v->in[1]->op == VALUE_CONST)
		v = v->in[0];
	while (v->op == VALUE_FIELD)
		v = v->in[0];
	return v->op == VALUE_GLOBAL || v->op == VALUE_OBJECT ||
	       v->op == VALUE_PARAM_AT || v->op == VALUE_STRING ||
	       v->op == VALUE_CONST;
}

/* Fields of one struct can be read together. */
void run_risk(struct run *r, const struct value *v)
{
	struct risk *at;

	while (v->op == VALUE_FIELD)
		v = v->in[0];
	if (is_sure(v))
		return;
	at = vec_add(&r->risks, &r->risk_count, sizeof(*at));
	if (!at)
		r->err = -SAFEC_ENOMEM;
	else
		*at = (struct risk){ v, r->effect_count };
}

static bool same_place(const struct effect *e, const struct place *p)
{
	return e->kind == EFFECT_STORE && e->a == p->address && !e->is_volatile &&
	       e->bits == p->type->bits;
}

static const struct value *load_memory(struct run *r, uint32_t n,
				       const struct place *p, const char *record)
{
	const struct effect *last = r->effect_count ?
				    &r->effects[r->effect_count - 1] : NULL;
	const struct value *v;

	run_risk(r, p->address);
	if (p->type->is_volatile) {
		v = run_result(r, p->type->bits, record, "volatile");
		run_effect(r, (struct effect){ .kind = EFFECT_READ, .node = n,
					       .bits = p->type->bits,
					       .is_volatile = true,
					       .a = p->address });
		return v;
	}
	r->loads++;
	if (last && !record && !p->bit_field && same_place(last, p))
		return last->b;
	return value_make(r->values, (struct value){
			.op = VALUE_LOAD, .bits = p->type->bits, .text = record,
			.number = r->version, .in = { p->address } });
}

struct typed run_load(struct run *r, uint32_t n, struct place p)
{
	struct typed t = { value_none(), p.type };
	const char *record = run_record(r, p.type);

	if (p.local)
		t.v = r->env[p.local - r->side->locals];
	else if (p.type->kind == TYPE_ARRAY || p.type->kind == TYPE_FUNCTION)
		t.v = p.address;
	else if (p.address->op == VALUE_NONE || p.type->kind == TYPE_VOID)
		t.v = value_none();
	else if (is_scalar(p.type) || record)
		t.v = load_memory(r, n, &p, record);
	else
		side_refuse(r->side, n, "a value of a type that is not compared");
	return t;
}

void run_store(struct run *r, uint32_t n, struct place p, const struct value *v)
{
	const char *record = run_record(r, p.type);

	if (!is_scalar(p.type) && !record) {
		side_refuse(r->side, n, "a value of a type that is not compared");
		return;
	}
	if (!r->side->why && v->bits != p.type->bits)
		side_refuse(r->side, n, "a store of another width");
	if (p.local) {
		r->env[p.local - r->side->locals] = v;
		return;
	}
	run_risk(r, p.address);
	run_effect(r, (struct effect){ .kind = EFFECT_STORE, .node = n,
				       .bits = p.type->bits,
				       .is_volatile = p.type->is_volatile,
				       .text = record ? record : p.bit_field,
				       .a = p.address, .b = v });
}

/* ------------------------------------------------------------ declarations */

/* What a variable that may be static holds: whatever came before. */
static const struct value *hidden(struct run *r, const struct local *l, uint32_t bits)
{
	uint64_t number = (r->version << 20) + r->hidden_count++;

	return value_make(r->values, (struct value){ .op = VALUE_HIDDEN,
						     .bits = bits,
						     .number = number,
						     .text = l->declared });
}

/* Give L, which lives in memory, the value of node INIT. */
static void init_memory(struct run *r, const struct local *l, uint32_t n,
			uint32_t init)
{
	struct place p = { .type = &r->unit->types[r->unit->symbols[l->sym].type] };
	struct typed t;

	if (r->unit->nodes[init].kind == NODE_INIT_LIST ||
	    p.type->kind == TYPE_ARRAY || l->may_persist) {
		run_fill(r, n, run_address(r, l), init);
		return;
	}
	t = run_eval(r, init);
	p.address = run_address(r, l);
	run_store(r, n, p, t.v);
}

static void init_variable(struct run *r, const struct local *l, uint32_t n,
			  uint32_t init)
{
	const struct type *type = &r->unit->types[r->unit->symbols[l->sym].type];
	struct place p = { .local = l, .type = type };
	const struct value *v;

	if (init && r->unit->nodes[init].kind == NODE_INIT_LIST) {
		uint32_t only = unit_child(r->unit, init);

		v = only ? run_eval(r, only).v : value_const(r->values, type->bits, 0);
	} else {
		v = init ? run_eval(r, init).v : run_unset(r, l);
	}
	if (l->may_persist)
		v = hidden(r, l, type->bits);
	run_store(r, n, p, v);
}

void run_declare(struct run *r, const struct local *l, uint32_t n)
{
	uint32_t init = side_init(r->unit, n);

	if (l->is_static)
		return;
	renew(r, l);
	if (!l->in_memory)
		init_variable(r, l, n, init);
	else if (init)
		init_memory(r, l, n, init);
	if (!l->is_hidden)
		return;
	if (l->in_memory)
		run_address(r, l);
	live_add(r, l, NULL, n + 1, l->scope);
}

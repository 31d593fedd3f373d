/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The state after a stage, one line a thing, for tests and curious people.
 */
#include "program.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "front/front.h"

/* WORD as a shell would read it back. */
static void put_word(const char *word, FILE *out)
{
	if (*word && !word[strspn(word, "abcdefghijklmnopqrstuvwxyz"
				  "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
				  "-_=./,:+%@")]) {
		fputs(word, out);
		return;
	}
	fputc('\'', out);
	for (; *word; word++)
		fputs(*word == '\'' ? "'\\''" : (char[]){ *word, 0 }, out);
	fputc('\'', out);
}

static void dump_commands(const struct safec_program *p, FILE *out)
{
	size_t i, k;

	for (i = 0; i < p->unit_count; i++) {
		const struct command *c = &p->units[i]->command;

		fprintf(out, "%s: in %s:", p->units[i]->name, c->directory);
		for (k = 0; k < c->count; k++) {
			fputc(' ', out);
			put_word(c->args[k], out);
		}
		fputc('\n', out);
	}
}

static unsigned int depth_of(const struct unit *u, uint32_t n)
{
	unsigned int depth = 0;

	for (n = u->nodes[n].parent; n; n = u->nodes[n].parent)
		depth++;
	return depth;
}

static void dump_node(const struct unit *u, uint32_t n, FILE *out)
{
	static const char classes[] = "pabx";	/* enum node_class */
	const struct node *node = &u->nodes[n];
	const struct symbol *s = node->kind == NODE_INT ? NULL :
				 &u->symbols[node->sym];

	fprintf(out, "%*s%s %u-%u %c%c", (int)depth_of(u, n) * 2, "",
		node_word((enum node_kind)node->kind), node->begin, node->end,
		classes[node->begin_class], classes[node->end_class]);
	if (node->op)
		fprintf(out, " op %u", node->op);
	if (node->sym && s)
		fprintf(out, " %s", s->key ? s->key : s->name);
	if (node->kind == NODE_INT && node->flags & NODE_VALUE)
		fprintf(out, " %lld", u->values[node->sym]);
	fputc('\n', out);
}

static int dump_unit(const struct safec_program *p, const struct safec_unit *su,
		     FILE *out)
{
	struct front *f = NULL;
	struct unit u = { 0 };
	int err = front_open(&su->command, p->root, FLAGS_ANALYSE, NULL, 0, &f);
	uint32_t n;

	err = err ? err : front_lower(f, &u);
	fprintf(out, "%s: %zu nodes\n", su->name, u.node_count);
	for (n = 1; n < u.node_count && !err; n++)
		dump_node(&u, n, out);
	unit_free(&u);
	front_close(f);
	return err;
}

static int dump_units(const struct safec_program *p, FILE *out)
{
	size_t i;
	int err = 0;

	for (i = 0; i < p->unit_count && !err; i++)
		err = dump_unit(p, p->units[i], out);
	return err;
}

static void dump_use(const struct counter_use *u, FILE *out)
{
	unsigned int column;
	unsigned int line = text_line(source_text(u->source), u->use->object, &column);
	const char *says = fact_string(u->facts, u->use->says);
	const char *release = fact_string(u->facts, u->use->release);

	fprintf(out, "  %s:%u:%u: %s", u->source->name, line, column,
		model_op_word((enum model_op)u->use->op));
	if (u->use->flags & USE_HAS_VALUE)
		fprintf(out, " %lld", (long long)u->use->value);
	if (u->use->flags & USE_NEGATED)
		fputs(" negated", out);
	if (u->use->flags & USE_TESTS_ZERO)
		fputs(" tests-zero", out);
	if (u->use->flags & USE_FROM_ZERO)
		fputs(" from-zero", out);
	if (u->use->flags & USE_WAKES)
		fputs(" wakes", out);
	if (u->use->flags & USE_HANDED_ON)
		fputs(" handed-on", out);
	if (*release)
		fprintf(out, " releases-by %s", release);
	if (*says)
		fprintf(out, " (%s)", says);
	fputc('\n', out);
}

static void dump_facts(const struct safec_program *p, FILE *out)
{
	size_t i, k;

	for (i = 0; i < p->counters.n; i++) {
		const struct counter *c = p->counters.item[i];

		fprintf(out, "%s %s\n", c->key, *c->type ? c->type : "integer");
		for (k = 0; k < c->use_count; k++)
			dump_use(&c->uses[k], out);
	}
}

static void dump_decisions(const struct safec_program *p, FILE *out)
{
	size_t i;

	for (i = 0; i < p->decisions.n; i++) {
		const struct decision *d = &p->decisions.item[i];

		fprintf(out, "%s: %s: %s\n", d->counter->key,
			d->refused ? "no" : d->type->name, d->reason);
	}
}

static void dump_changes(const struct safec_program *p, FILE *out)
{
	size_t i, k;

	for (i = 0; i < p->changes.n; i++) {
		const struct safec_change *c = p->changes.item[i];

		fprintf(out, "%s: %s: %s\n", c->name,
			c->verdict == SAFEC_APPLIED ? "applied" : "withheld",
			c->reason);
		for (k = 0; k < c->edits.n; k++)
			fprintf(out, "  %s:%zu: %zu bytes -> \"%s\"\n",
				c->edits.item[k].file, c->edits.item[k].offset,
				c->edits.item[k].drop, c->edits.item[k].put);
	}
}

/* The id comes first: --explain takes it. */
static void dump_proofs(const struct safec_program *p, FILE *out)
{
	size_t i, k;

	for (i = 0; i < p->changes.n; i++) {
		const struct safec_change *c = p->changes.item[i];

		fprintf(out, "%s: %s: %s\n", c->id, c->name, proof_word_of(c->proof));
		for (k = 0; k < c->axioms.n; k++)
			fprintf(out, "  %s means %s\n", c->axioms.item[k].word->name,
				c->axioms.item[k].meaning ?
				c->axioms.item[k].meaning->text : "?");
		for (k = 0; k < c->trials.n; k++)
			fprintf(out, "  %s: %s: %s: %s\n", c->trials.item[k].unit,
				c->trials.item[k].compilers,
				proof_word_of(c->trials.item[k].proof),
				c->trials.item[k].says);
	}
}

static int dump_stage(const struct safec_program *p, const char *stage, FILE *out)
{
	if (!strcmp(stage, "commands"))
		return dump_commands(p, out), 0;
	if (!strcmp(stage, "units"))
		return dump_units(p, out);
	if (!strcmp(stage, "facts"))
		return dump_facts(p, out), 0;
	if (!strcmp(stage, "decisions"))
		return dump_decisions(p, out), 0;
	if (!strcmp(stage, "changes"))
		return dump_changes(p, out), 0;
	if (!strcmp(stage, "proofs"))
		return dump_proofs(p, out), 0;
	return -SAFEC_EARG;
}

int safec_program_dump(struct safec_program *p, const char *stage,
		       const char **text)
{
	char *made = NULL;
	size_t size;
	FILE *out = open_memstream(&made, &size);
	int err = out ? dump_stage(p, stage, out) : -SAFEC_ENOMEM;

	if (out && fclose(out))
		err = -SAFEC_ENOMEM;
	if (!err) {
		free(p->text);
		p->text = made;
		*text = made;
		return 0;
	}
	free(made);
	return err == -SAFEC_EARG ? program_fail(p, err,
		"there is no stage \"%s\"; the stages are: commands, units, facts, decisions, changes, proofs",
		stage) : program_fail(p, err, "%s", safec_strerror(err));
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the indented lines below a counter type say.
 */
#include "model/parser.h"
#include "safec/safec.h"

static int type_bits(struct parser *p)
{
	long bits;
	int err = line_number(p, &bits);

	if (err)
		return err;
	if (bits < 8 || bits > 64)
		return line_bad(p, "'%ld' bits is no width of a counter; "
				"it lies between 8 and 64", bits);
	p->type->bits = (unsigned int)bits;
	p->type->is_signed = line_took(p, "signed");
	if (!p->type->is_signed && !line_took(p, "unsigned"))
		return line_bad(p, "say whether the value is 'signed' or "
				"'unsigned'");
	return line_end(p);
}

static int type_counts(struct parser *p)
{
	p->type->is_refcount = line_took(p, "references");
	if (!p->type->is_refcount && !line_took(p, "anything"))
		return line_bad(p, "a type counts 'references' or 'anything', "
				"not '%s'", p->word);
	return line_end(p);
}

static int type_reads(struct parser *p)
{
	int err = line_expect(p, "as");

	return err ? err : line_words(p, "the type of the value",
				      &p->type->value_type);
}

static int type_header(struct parser *p)
{
	int err = line_name(p, "the header", &p->type->header);

	return err ? err : line_end(p);
}

static int type_since(struct parser *p)
{
	return line_version(p, &p->type->since);
}

static int type_becomes(struct parser *p)
{
	int err = line_identifier(p, "a type", &p->type->becomes);

	return err ? err : line_end(p);
}

static int type_object(struct parser *p)
{
	return line_words(p, "the type of the object", &p->type->object);
}

static const struct keyword type_words[] = {
	{ "counts", type_counts },
	{ "bits", type_bits },
	{ "reads", type_reads },
	{ "header", type_header },
	{ "since", type_since },
	{ "becomes", type_becomes },
	{ "object", type_object },
};

int parse_type_end(struct parser *p)
{
	const struct model_type *t = p->type;
	const char *lacks = !t->bits ? "bits" : !t->value_type ? "reads as" :
			    !t->header ? "header" : NULL;

	p->type = NULL;
	if (!lacks)
		return 0;
	return line_bad_at(p, t->line, "the type '%s' needs a line '%s'",
			   t->name, lacks);
}

int parse_type_line(struct parser *p)
{
	return line_dispatch(p, type_words, LENGTH(type_words));
}

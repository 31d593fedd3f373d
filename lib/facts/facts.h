/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What one unit says about shared things.
 *
 * Takes a unit and the model, gives flat records in which a string is an
 * offset into one pool and a file an index, so that they can be shipped from
 * a worker and kept as one block of bytes.  Deciding over many units needs
 * nothing else, and neither does rewriting a use: the ranges are here.
 */
#ifndef SAFEC_FACTS_H
#define SAFEC_FACTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/model.h"
#include "unit/unit.h"

/* A file that the unit read and that belongs to the project. */
struct fact_file {
	uint32_t path;		/* string: absolute */
	uint16_t lowered;	/* its functions were looked at */
	uint16_t given;		/* the main file, or a header beside it */
	uint64_t hash;		/* of its text when it was read */
	uint64_t size;
};

/* A field or global that may count something. */
struct fact_entity {
	uint32_t key;		/* string: the same in all units */
	uint32_t record, member;/* strings; RECORD is "" for a global */
	uint32_t type;		/* string: counter type of the model, or "" for an integer */
	uint32_t file;		/* of the definition */
	uint32_t begin, at, end;/* of the declaration; AT is its name */
	uint32_t bits;
	uint32_t flags;		/* enum entity_flag */
};

enum entity_flag {
	ENTITY_GLOBAL = 1 << 0,
	ENTITY_STATIC = 1 << 1,		/* a global of this file alone */
	ENTITY_BITFIELD = 1 << 2,
	ENTITY_IN_MACRO = 1 << 3,	/* declared by a macro */
	ENTITY_ARRAY = 1 << 4,
	ENTITY_VOLATILE = 1 << 5,
	ENTITY_IN_SOURCE = 1 << 6	/* defined in the main file: no other unit sees it */
};

/* One thing done to an entity. */
struct fact_use {
	uint32_t entity;
	uint32_t op;			/* enum model_op */
	uint32_t flags;			/* enum use_flag */
	uint32_t function;		/* string: key of the function it is in, or "" */
	uint32_t file;
	uint32_t begin, end;		/* what is replaced, comparison with zero included */
	uint32_t object, object_end;	/* the counter itself, without & */
	uint32_t callee, callee_end;	/* name of the function called; equal: none */
	uint32_t call_end;		/* behind its `)` */
	uint32_t says;			/* string: why it is OTHER; else "" */
	uint32_t release;		/* string: what is called on zero, or "" */
	uint32_t parameter;		/* 1 + index of the parameter it is reached through; 0 */
	int64_t value;			/* of SET, INIT, ADD, SUB */
};

enum use_flag {
	USE_NEGATED = 1 << 0,	/* the whole is true when the count is not zero */
	USE_TESTS_ZERO = 1 << 1,/* a READ that asks whether it is zero */
	USE_FROM_ZERO = 1 << 2,	/* an increment that can meet a zero that the code sees */
	USE_RELEASES = 1 << 3,	/* zero leads to a call that ends a life, or may */
	USE_WAKES = 1 << 4,	/* zero leads to waking a waiter */
	USE_HANDED_ON = 1 << 5,	/* whether it is zero is the result of something */
	USE_HAS_VALUE = 1 << 6,
	USE_HELD = 1 << 7	/* a DEC that undoes an increment of the same function */
};

/* A name of an entity, spelled at a place that the compiler saw. */
struct fact_mention {
	uint32_t file, at;
};

/* An object whose count is zero is given to FUNCTION as its argument. */
struct fact_flow {
	uint32_t entity;
	uint32_t function;	/* string: key */
	uint32_t argument;
	uint32_t file, at;
};

struct facts {
	char *strings;			size_t string_size, string_room;
	struct fact_file *files;	size_t file_count;
	struct fact_entity *entities;	size_t entity_count;
	struct fact_use *uses;		size_t use_count;
	struct fact_mention *mentions;	size_t mention_count;
	struct fact_flow *flows;	size_t flow_count;
};

/* The string at OFFSET. */
const char *fact_string(const struct facts *f, uint32_t offset);
/* Keep S; 0, which is "", without memory. */
uint32_t fact_keep(struct facts *f, const char *s);
void facts_free(struct facts *f);

/* F as one block of bytes in *OUT, malloc'ed. */
int facts_write(const struct facts *f, void **out, size_t *size);
/* What facts_write() made; -SAFEC_ECRASH when it is not whole. */
int facts_read(struct facts *f, const void *data, size_t size);

/* Collects; U must be lowered.  Adds to F, which may be used once per unit. */
int facts_collect(struct unit *u, const struct model *m, struct facts *f);
/*
 * The names of U's counters that headers define whose functions were not
 * lowered: each once, sorted, in *NAMES (malloc'ed; the strings are U's).
 */
int facts_wanted(struct unit *u, const struct model *m, const char ***names,
		 size_t *n);

#endif

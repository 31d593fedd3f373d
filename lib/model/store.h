/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the reader of the language (parse.c) and the queries (model.c) share:
 * where the entries are kept, in the order in which they were read.
 */
#ifndef SAFEC_MODEL_STORE_H
#define SAFEC_MODEL_STORE_H

#include "model/model.h"

struct function_entry;
struct type_entry;

/* A glob of paths that are user-visible ABI. */
struct abi_pattern {
	const char *glob;
	const struct abi_pattern *next;
};

struct model {
	struct function_entry *functions;
	struct type_entry *types;
	const struct abi_pattern *abi;
};

/* A new function called NAME, which must be new; NULL without memory. */
struct model_function *store_function(struct arena *arena, struct model *m,
				      const char *name);
/* The same for a type. */
struct model_type *store_type(struct arena *arena, struct model *m,
			      const char *name);
/* The function read after F; unlike model_next() it may still be changed. */
struct model_function *store_after(struct model_function *f);
/* Read the file at PATH into M. */
int parse_file(struct arena *arena, struct model *m, const char *path,
	       const char **says);

#endif

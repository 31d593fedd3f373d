/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The type in a declaration, as text.
 */
#ifndef SAFEC_DECLARATION_H
#define SAFEC_DECLARATION_H

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"

/*
 * Where the type stands in the declaration that begins at BEGIN and whose name
 * is at NAME; false when it is more than an integer type or one typedef name,
 * or when the declaration has a second name.
 */
bool declaration_type(const struct text *t, size_t begin, size_t name,
		      size_t *type, size_t *type_end);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
#include "base/vec.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST = 8 };

static int full(size_t n)
{
	return n == 0 || (n >= FIRST && (n & (n - 1)) == 0);
}

void *vec_add(void *items, size_t *n, size_t size)
{
	char *data;

	memcpy(&data, items, sizeof(data));
	if (full(*n)) {
		size_t room = *n ? *n * 2 : FIRST;
		char *more = room > SIZE_MAX / size ? NULL :
			     realloc(data, room * size);

		if (!more)
			return NULL;
		data = more;
		memcpy(items, &data, sizeof(data));
	}
	data += *n * size;
	memset(data, 0, size);
	(*n)++;
	return data;
}

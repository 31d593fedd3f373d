/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From libclang's addresses to our indices, through uthash.
 */
#include "front/clang.h"

#include <stdlib.h>

/* Out of memory leaves the key out of the table, and keys_put() says so. */
#define HASH_NONFATAL_OOM 1
#define uthash_nonfatal_oom(key) ((key)->value = 0)
#include <uthash.h>

#include <safec/safec.h>

struct key {
	struct {
		const void *address;
		uint64_t more;
	} id;
	uint32_t value;
	UT_hash_handle hh;
};

uint32_t keys_get(const struct keys *k, const void *address, uint64_t more)
{
	struct key *found, wanted = { .id = { address, more } };

	HASH_FIND(hh, k->head, &wanted.id, sizeof(wanted.id), found);
	return found ? found->value : 0;
}

int keys_put(struct keys *k, const void *address, uint64_t more, uint32_t value)
{
	struct key *key = calloc(1, sizeof(*key));

	if (!key)
		return -SAFEC_ENOMEM;
	key->id.address = address;
	key->id.more = more;
	key->value = value;
	HASH_ADD(hh, k->head, id, sizeof(key->id), key);
	if (key->value)
		return 0;
	free(key);
	return -SAFEC_ENOMEM;
}

void keys_free(struct keys *k)
{
	struct key *key, *next;

	HASH_ITER(hh, k->head, key, next) {
		HASH_DEL(k->head, key);
		free(key);
	}
}

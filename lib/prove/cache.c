/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The scheme is ccache's: what a compiler will read is not known before it
 * ran, so the entry says what it read then.  Hashes are libgit2's (SHA-1).
 */
#include "prove/cache.h"

#include <git2.h>
#include <git2/odb.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/folder.h"
#include "base/text.h"
#include "front/path.h"
#include "prove/reads.h"

/* Raise it when a comparer changes its mind: old verdicts are then void. */
enum { PROVER = 1 };

enum { HASH_SIZE = 41 };

/* -------------------------------------------------------------------- key */

static void put_word(FILE *out, const char *s)
{
	fprintf(out, "%zu:%s", s ? strlen(s) : 0, s ? s : "");
}

/* A program is known by where it is, its size and its age. */
static void put_program(struct arena *arena, FILE *out, const char *name)
{
	const char *path = program_path(arena, name);
	struct stat st;

	put_word(out, path);
	if (path && stat(path, &st) == 0)
		fprintf(out, "%lld %lld.%ld\n", (long long)st.st_size,
			(long long)st.st_mtim.tv_sec, st.st_mtim.tv_nsec);
}

static void put_compiler(struct arena *arena, FILE *out, const struct compiler *c)
{
	size_t i;

	put_program(arena, out, c->program);
	put_word(out, c->directory);
	put_word(out, c->source);
	for (i = 0; i < c->count; i++)
		put_word(out, c->args[i]);
}

static void put_trial(struct arena *arena, FILE *out, const struct trial *t)
{
	struct compiler compilers[COMPILERS];
	size_t n = compilers_of(arena, t->command, compilers), i;
	struct text macros = { 0 };

	fprintf(out, "%d %d\n", PROVER, t->try_tokens);
	for (i = 0; i < n; i++)
		put_compiler(arena, out, &compilers[i]);
	for (i = 0; i < t->file_count; i++) {
		const struct trial_file *f = &t->files[i];

		put_word(out, f->path);
		fprintf(out, "%zu %zu\n", f->original_size, f->proof_size);
		fwrite(f->original, 1, f->original_size, out);
		fwrite(f->proof, 1, f->proof_size, out);
		fprintf(out, "%zu\n", f->base_size);
		fwrite(f->base ? f->base : "", 1, f->base_size, out);
	}
	if (text_read(&macros, t->macros) == 0)
		fwrite(macros.data, 1, macros.size, out);
	text_free(&macros);
}

const char *cache_entry(struct arena *arena, const char *dir, const struct trial *t)
{
	char *text = NULL, hash[HASH_SIZE] = "";
	size_t size;
	FILE *out = open_memstream(&text, &size);
	git_oid oid;

	if (!out)
		return NULL;
	put_trial(arena, out, t);
	if (fclose(out) == 0 && git_libgit2_init() > 0) {
		if (git_odb_hash(&oid, text, size, GIT_OBJECT_BLOB) == 0)
			git_oid_tostr(hash, sizeof(hash), &oid);
		git_libgit2_shutdown();
	}
	free(text);
	return *hash ? arena_printf(arena, "%s/%.2s/%s.json", dir, hash, hash + 2) :
	       NULL;
}

/* ------------------------------------------------------------------ files */

static bool hash_file(const char *path, char hash[HASH_SIZE])
{
	git_oid oid;

	if (git_odb_hashfile(&oid, path, GIT_OBJECT_BLOB))
		return false;
	git_oid_tostr(hash, HASH_SIZE, &oid);
	return true;
}

static bool as_they_were(const json_t *files)
{
	const char *path;
	json_t *value;
	char hash[HASH_SIZE];

	json_object_foreach((json_t *)files, path, value)
		if (!hash_file(path, hash) || !json_is_string(value) ||
		    strcmp(hash, json_string_value(value)))
			return false;
	return json_object_size(files) > 0;
}

/* What one compiler read for one text of T, with hashes, into FILES. */
static bool add_reads(struct arena *arena, const struct trial *t,
		      const char *makefile, const char *from, json_t *files)
{
	struct text list = { 0 };
	struct reads r;
	bool fine = text_read(&list, makefile) == 0;

	r = reads_of(list.data);
	while (fine && reads_next(&r)) {
		const char *path = path_join(arena, from, r.name);
		char hash[HASH_SIZE];

		if (path && !path_below(path, t->dir) && !json_object_get(files, path))
			fine = hash_file(path, hash) &&
			       !json_object_set_new(files, path, json_string(hash));
	}
	text_free(&list);
	return fine;
}

/* ------------------------------------------------------------------ entry */

static bool read_entry(struct arena *arena, const json_t *entry, struct verdict *out)
{
	const char *says, *compilers;
	json_t *files;
	int same, premised, compilations;

	if (json_unpack((json_t *)entry, "{s:i, s:b, s:i, s:s, s:s, s:o}", "same",
			&same, "premised", &premised, "compilations", &compilations, "says", &says,
			"compilers", &compilers, "files", &files) ||
	    same <= SAME_NOT || same > SAME_TOKENS || !as_they_were(files))
		return false;
	*out = (struct verdict){
		.same = (enum sameness)same, .premised = premised,
		.says = arena_copy(arena, says),
		.compilers = arena_copy(arena, compilers),
		.compilations = (unsigned int)compilations
	};
	return out->says && out->compilers;
}

bool cache_get(struct arena *arena, const char *entry, struct verdict *out)
{
	json_t *json = entry ? json_load_file(entry, 0, NULL) : NULL;
	bool found = false;

	if (json && git_libgit2_init() > 0) {
		found = read_entry(arena, json, out);
		git_libgit2_shutdown();
	}
	json_decref(json);
	return found;
}

/* What compiler C read for all texts of T, the new ones where there are some. */
static bool add_all_reads(struct arena *arena, const struct trial *t,
			  const struct compiler *c, json_t *files)
{
	static const char *const names[] = { "original.d", "premised.d", "rewritten.d" };
	const char *dir = arena_printf(arena, "%s/%s", t->dir, c->name);
	bool fine = true;
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]) && fine; i++)
		if (!i || path_has(arena, dir, names[i]))
			fine = add_reads(arena, t, arena_printf(arena, "%s/%s", dir,
								names[i]),
					 c->directory, files);
	return fine;
}

/* All files that T's compilers read, or NULL. */
static json_t *all_reads(struct arena *arena, const struct trial *t)
{
	struct compiler compilers[COMPILERS];
	size_t n = compilers_of(arena, t->command, compilers), i;
	json_t *files = json_object();
	bool fine = files != NULL;

	for (i = 0; i < n && fine; i++)
		fine = add_all_reads(arena, t, &compilers[i], files);
	if (fine)
		return files;
	json_decref(files);
	return NULL;
}

/* The macros' own folder is gone afterwards; they are part of the key. */
static void write_entry(struct arena *arena, const char *entry, const json_t *json)
{
	const char *slash = strrchr(entry, '/');
	const char *dir = arena_copy_n(arena, entry, (size_t)(slash - entry));
	const char *temporary = arena_printf(arena, "%s.%ld", entry, (long)getpid());

	if (!dir || folder_make(dir))
		return;
	if (json_dump_file(json, temporary, JSON_COMPACT) ||
	    rename(temporary, entry))
		unlink(temporary);
}

void cache_put(struct arena *arena, const char *entry, const struct trial *t,
	       const struct verdict *v)
{
	json_t *files = NULL, *json;

	if (!entry || v->same == SAME_NOT)
		return;
	if (git_libgit2_init() > 0) {
		files = all_reads(arena, t);
		git_libgit2_shutdown();
	}
	if (!files)
		return;
	json_object_del(files, t->macros);
	json = json_pack("{s:i, s:b, s:i, s:s, s:s, s:o}", "same", (int)v->same,
			 "premised", (int)v->premised,
			 "compilations", (int)v->compilations, "says", v->says,
			 "compilers", v->compilers, "files", files);
	if (json)
		write_entry(arena, entry, json);
	json_decref(json);
}

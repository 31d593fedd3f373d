/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A program: what the stages hand each other.
 */
#ifndef SAFEC_PROGRAM_H
#define SAFEC_PROGRAM_H

#include <safec/safec.h>

#include "emit/emit.h"
#include "facts/facts.h"
#include "front/command.h"
#include "prove/erasure.h"
#include "rewrite/change.h"
#include "solve/refcount.h"

struct safec_unit {
	size_t index;
	struct command command;
	const char *name;		/* relative to the root */
	enum safec_status status;
	double seconds;			/* CPU time of its analysis */
	const char **messages;		/* owned; the strings are the arena's */
	size_t message_count;
	struct facts facts;
};

struct safec_program {
	struct arena arena;
	struct safec_options options;
	const struct model *model;
	const struct erasure *erasure;
	const struct commands *commands;
	const char *kbuild;		/* build directory, or NULL */
	const char *root;
	const char *message;

	struct safec_unit **units;	size_t unit_count;
	struct sources sources;
	const struct facts **facts;	size_t fact_count;
	struct counters counters;
	struct decisions decisions;
	struct changes changes;
	struct findings findings;
	struct emit_file *files;	size_t file_count;	/* AFTER is owned */
	char *text;			/* of the last output */
};

/* Say what went wrong; returns ERR. */
int program_fail(struct safec_program *p, int err, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/*
 * The stages; each takes what the one before left in P.  program_verify()
 * and program_prove() say whether they withheld a change, since the new texts
 * must then be made again.
 */
int program_index(struct safec_program *p);	/* units -> their facts */
int program_solve(struct safec_program *p);	/* facts -> decisions */
int program_rewrite(struct safec_program *p);	/* decisions -> changes */
int program_overlay(struct safec_program *p);	/* changes -> new texts */
int program_verify(struct safec_program *p, bool *withheld);	/* they compile */
int program_prove(struct safec_program *p, bool *withheld);	/* -> their proofs */
int program_report(struct safec_program *p);	/* what is left -> findings */

/* Whether the compiler read the file at PATH for U. */
bool unit_reads(const struct safec_unit *u, const char *path);
/* Drop the new texts, before they are made again. */
void program_drop_files(struct safec_program *p);

#endif

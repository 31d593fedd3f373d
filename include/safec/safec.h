/* SPDX-License-Identifier: Apache-2.0 */
/*
 * libsafec: moves legacy C to a checked subset of C, with small reviewable
 * edits.
 *
 * A program is what one run looks at: some source files, each with the
 * command that compiles it.  All of them together decide what may change.
 *
 *	struct safec_program *p = NULL;
 *	const struct safec_change *c;
 *	int err = safec_program_new(NULL, &p);
 *
 *	err = err ? err : safec_program_database(p, "build");
 *	err = err ? err : safec_program_add(p, "drivers/foo/foo.c", NULL);
 *	err = err ? err : safec_program_run(p);
 *	for (c = safec_program_change(p, NULL); c; c = safec_program_change(p, c))
 *		puts(safec_change_reason(c));
 *	p = safec_program_free(p);
 *
 * What holds for every function here:
 *
 * Ownership.  A pointer that is returned is borrowed and lives as long as the
 * object it was asked of.  A pointer stored through OUT is the caller's, to be
 * given to the matching _free().  Strings passed in are copied when kept.
 * _free() takes NULL and half-made objects, and returns NULL.
 *
 * Failure.  An int is 0 or one of the negated enum safec_err; OUT is then
 * untouched, and safec_program_message() says in words what happened.  Code
 * that can't be converted is a result, not a failure.
 *
 * Side effects.  Nothing is printed, no signal is touched, the process never
 * exits.  Files are written by safec_program_write() alone.  Processes are
 * started only when safec_options.jobs asks for them, and where a function
 * says so.  safec_program_run() starts compilers, to prove changes: clang, and
 * the one that a file's command names if it is a gcc or clang by its name.
 *
 * Threads.  Different programs may be used in different threads; one program
 * by one thread at a time.
 */
#ifndef SAFEC_SAFEC_H
#define SAFEC_SAFEC_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ------------------------------------------------------------- failures */

/** Why a function failed; functions return the negated value. */
enum safec_err {
	SAFEC_ENOMEM = 1,	/* no memory left */
	SAFEC_EREAD,		/* a file cannot be read */
	SAFEC_EWRITE,		/* a file cannot be written */
	SAFEC_ECOMMAND,		/* no usable compile command for a file */
	SAFEC_EPARSE,		/* the source does not compile as given */
	SAFEC_EMODEL,		/* an API model has an error */
	SAFEC_ECHANGED,		/* a file changed while it was analysed */
	SAFEC_ECRASH,		/* a worker died or took too long */
	SAFEC_EARG		/* an argument makes no sense */
};

/** What ERR means, in a few words; ERR may be negated or not. */
const char *safec_strerror(int err);

/** The library's version, as "0.1.0". */
const char *safec_version(void);

/* ------------------------------------------------------------- a program */

/** Which words the result may use. */
enum safec_profile {
	SAFEC_CHECKED,		/* the full subset, with safec/checked.h */
	SAFEC_UPSTREAM		/* only words that the target tree defines */
};

/**
 * What was proved of a change, from weakest to strongest (docs/proof.md).
 */
enum safec_proof {
	SAFEC_NONE,		/* nothing */
	SAFEC_CONDITIONAL,	/* same behaviour under a stated condition */
	SAFEC_SAME_PATHS,	/* every path has the same visible effects */
	SAFEC_SAME_IR,		/* same machine code, or isomorphic optimised IR */
	SAFEC_ERASED,		/* same objects once the added checks are erased */
	SAFEC_INERT		/* same tokens once the annotations are erased */
};

/** What a run may do; all zero but SIZE is a good default. */
struct safec_options {
	size_t size;		/* sizeof(struct safec_options) */
	enum safec_profile profile;
	const char *rules;	/* rule names, comma-separated; NULL: all */
	const char *models;	/* model files beside the shipped ones, ':'-separated */
	const char *model_dir;	/* where the shipped models are; NULL: as installed */
	unsigned int jobs;	/* worker processes; 0: all in this process */
	unsigned int seconds;	/* CPU seconds a worker or compiler may take; 0: 300 */
	enum safec_proof prove;	/* at least this of every change; 0: any proof */
	int unproven;		/* not 0: changes without a proof are applied, too */
	const char *proof_dir;	/* a folder to leave what was compared in; NULL: none */
	const char *cache;	/* a folder to keep proofs in for later runs; NULL: none */
};

struct safec_program;
struct safec_unit;
struct safec_change;
struct safec_finding;

/**
 * Make an empty program; OPTIONS may be NULL. Reads the API models.
 *
 * On failure too *OUT is a program, for its message, or NULL without memory.
 */
int safec_program_new(const struct safec_options *options,
		      struct safec_program **out);

/** Free P and all that was asked of it; returns NULL. */
struct safec_program *safec_program_free(struct safec_program *p);

/** Take compile commands from DIR/compile_commands.json. */
int safec_program_database(struct safec_program *p, const char *dir);

/**
 * Take compile commands from Kbuild, with BUILD a configured kernel's build directory.
 *
 * For what was not built there before, safec_program_add() then runs make -n,
 * which reads the makefiles of BUILD and of PATH's folder, and changes neither.
 */
int safec_program_kbuild(struct safec_program *p, const char *build);

/**
 * Add the C file PATH, compiled with ARGS, a NULL-terminated vector without
 * compiler and file name.
 *
 * PATH may be a folder when a database or Kbuild knows the commands: then all
 * C files that are compiled in it and below are added, sorted by name.
 *
 * With ARGS NULL the program's database or Kbuild is asked; without either, a
 * compile_commands.json is looked for from PATH's folder upwards.
 */
int safec_program_add(struct safec_program *p, const char *path,
		      const char *const *args);

/**
 * Analyse all files, decide, rewrite in memory, compile and prove the result.
 *
 * SAFEC_EPARSE when a file failed; the others' results are there all the same.
 */
int safec_program_run(struct safec_program *p);

/** What went wrong last, in words for a human; "" when nothing did. */
const char *safec_program_message(const struct safec_program *p);

/* --------------------------------------------------------------- results */

/** How a unit fared. */
enum safec_status {
	SAFEC_OK,
	SAFEC_FAILED,		/* did not compile, crashed, or timed out */
	SAFEC_SKIPPED		/* not looked at */
};

/** What became of a change. */
enum safec_verdict {
	SAFEC_APPLIED,		/* part of the output */
	SAFEC_WITHHELD		/* not applied; the reason says why */
};

/** A place in a source file, and what it shows. */
struct safec_place {
	const char *file;	/* relative to the tree's root where there is one */
	unsigned int line;	/* from 1 */
	unsigned int column;	/* from 1, in bytes */
	const char *says;
};

/** One replacement: DROP bytes at OFFSET of FILE become PUT. */
struct safec_edit {
	const char *file;
	size_t offset;
	size_t drop;
	const char *put;
};

/** The unit after U, in the order given; the first for NULL; NULL at the end. */
const struct safec_unit *safec_program_unit(const struct safec_program *p,
					    const struct safec_unit *u);
/** U's source file. */
const char *safec_unit_path(const struct safec_unit *u);
/** How U fared. */
enum safec_status safec_unit_status(const struct safec_unit *u);
/** The N-th message of the compiler about U, or NULL after the last. */
const char *safec_unit_message(const struct safec_unit *u, size_t n);

/** The change after C, in a fixed order; the first for NULL; NULL at the end. */
const struct safec_change *safec_program_change(const struct safec_program *p,
						const struct safec_change *c);
/** A name for C that stays the same across runs. */
const char *safec_change_id(const struct safec_change *c);
/** The rule that made C, e.g. "refcount". */
const char *safec_change_rule(const struct safec_change *c);
/** Whether C was applied. */
enum safec_verdict safec_change_verdict(const struct safec_change *c);
/** One sentence: why C is right, or why it was withheld. */
const char *safec_change_reason(const struct safec_change *c);
/** What was proved of C. */
enum safec_proof safec_change_proof(const struct safec_change *c);
/** What is changed, as "record.member" or a name. */
const char *safec_change_entity(const struct safec_change *c);
/** The N-th place that supports C, or NULL after the last. */
const struct safec_place *safec_change_evidence(const struct safec_change *c,
						size_t n);
/** The N-th place that stands against C, or NULL after the last. */
const struct safec_place *safec_change_against(const struct safec_change *c,
					       size_t n);
/** The N-th edit of C, or NULL after the last. */
const struct safec_edit *safec_change_edit(const struct safec_change *c,
					   size_t n);

/** The finding after F; the first for NULL; NULL at the end. */
const struct safec_finding *
safec_program_finding(const struct safec_program *p,
		      const struct safec_finding *f);
/** The subset's rule that F is about, e.g. "R1". */
const char *safec_finding_rule(const struct safec_finding *f);
/** Where F is, and what it says. */
const struct safec_place *safec_finding_place(const struct safec_finding *f);

/* --------------------------------------------------------------- outputs */

/**
 * All applied changes as one unified diff that `git apply` takes; may be "".
 *
 * Before it stands one line for each change, with its proof.
 */
int safec_program_diff(struct safec_program *p, const char **text);

/** Why the change called ID was made or withheld, and how it was proved, for people. */
int safec_program_explain(struct safec_program *p, const char *id,
			  const char **text);

/** The whole result as JSON, schema version 1 (share/output.schema.json). */
int safec_program_json(struct safec_program *p, const char **text);

/** The state after STAGE (commands, units, facts, decisions, changes, proofs) as text. */
int safec_program_dump(struct safec_program *p, const char *stage,
		       const char **text);

/**
 * Write the changed files, each replaced atomically with its mode kept.
 *
 * SAFEC_ECHANGED, and nothing written, when a file is no longer what was read.
 */
int safec_program_write(struct safec_program *p);

#ifdef __cplusplus
}
#endif

#endif

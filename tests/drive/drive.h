/* SPDX-License-Identifier: Apache-2.0 */
/*
 * drive: a program that uses a driver as its workload says.
 *
 * A workload is lines of text, each one an operation:
 *
 *	[TASK:] NAME ARGUMENT...
 *
 * TASK is 1 to 9, a process of its own with its own open files; without it, 1.
 * A driver's file in tests/drive names its operations in one table, from which
 * vectors, fault sweeps, fuzzing, benchmarks and the run in a real kernel all
 * come.  For each operation one line is printed when it ends:
 *
 *	TASK: NAME ARGUMENT... = RESULT WORDS
 *
 * RESULT is what the system call gave (a negated errno by name, -EINVAL), WORDS
 * what the operation had to say.  An operation that waits prints "= waits", and
 * its line again, with the result, when it ends.
 */
#ifndef DRIVE_DRIVE_H
#define DRIVE_DRIVE_H

#include <stddef.h>

#include "sys.h"

struct drive;

/* How an argument is written in a workload, and made from a fuzzer's bytes. */
enum argument_kind {
	ARG_NONE,
	ARG_FILE,	/* a letter, a to f: a slot for an open file */
	ARG_NUMBER,	/* decimal or 0x…; fuzzers use MAX and what is near it */
	ARG_WORD,	/* text without a space; "" is the empty one */
	ARG_BYTES,	/* hex digits, or N*XX, N times that byte; "-" for none */
};

struct argument_type {
	enum argument_kind kind;
	unsigned long max;		/* ARG_NUMBER: the largest that is sensible;
					 * ARG_BYTES: so many */
	const char *const *words;	/* ARG_WORD: what a fuzzer chooses from; NULL ends */
};

/* The types of arguments, for the tables of operations. */
#define NONE		{ ARG_NONE, 0, NULL }
#define FILE_ARG	{ ARG_FILE, 0, NULL }
#define NUMBER(max)	{ ARG_NUMBER, max, NULL }
#define WORD(list)	{ ARG_WORD, 0, list }
#define BYTES(max)	{ ARG_BYTES, max, NULL }

struct argument {
	long *file;		/* ARG_FILE: the slot, -1 where none is open */
	unsigned long number;
	const char *word;
	const unsigned char *bytes;
	size_t size;		/* of word or bytes */
};

struct operation {
	const char *name;
	struct argument_type type[6];	/* up to the first ARG_NONE */
	long (*run)(struct drive *d, const struct argument *a);
};

/* A driver's operations, ended by one without a name. */
extern const struct operation drive_operations[];

/* What the driver is: the module, its uses. */
extern const char drive_name[];

/* Add words to the line of the operation that runs. */
__attribute__((format(printf, 2, 3)))
void drive_say(struct drive *d, const char *format, ...);

/* Likewise, SIZE bytes in hex; runs of the same byte as N*XX. */
void drive_say_bytes(struct drive *d, const void *data, size_t size);

/* Likewise, text as it is, between quotes, with newlines as \n. */
void drive_say_text(struct drive *d, const char *text, size_t size);

/* Memory for one operation, zeroed; gone when its line is printed. */
void *drive_memory(struct drive *d, size_t size);

/* What drive_memory() gave is free, and zero. */
void drive_forget(struct drive *d);

/*
 * Operations that all drivers have, for their tables:
 *
 *	load PARAMETERS		sys_load; the word is "" or a=1,b=2
 *	unload			sys_unload
 *	open FILE PATH FLAGS	flags: rw, r, w, n (O_NONBLOCK) in any mix
 *	close FILE
 *	read FILE SIZE		says the bytes
 *	write FILE BYTES
 *	pread FILE SIZE AT, pwrite FILE BYTES AT
 *	poll FILE		says in, out, err, hup
 *	show PATH		the text of a file, as in sysfs
 *	store PATH TEXT		writes TEXT (_ stands for a space) and a newline
 *	device WORD NUMBER	sys_device
 *	plug NUMBER		sys_plug
 *	sleep NUMBER		sys_sleep
 */
long drive_load(struct drive *d, const struct argument *a);
long drive_unload(struct drive *d, const struct argument *a);
long drive_open(struct drive *d, const struct argument *a);
long drive_close(struct drive *d, const struct argument *a);
long drive_read(struct drive *d, const struct argument *a);
long drive_write(struct drive *d, const struct argument *a);
long drive_pread(struct drive *d, const struct argument *a);
long drive_pwrite(struct drive *d, const struct argument *a);
long drive_poll(struct drive *d, const struct argument *a);
long drive_show(struct drive *d, const struct argument *a);
long drive_store(struct drive *d, const struct argument *a);
long drive_device(struct drive *d, const struct argument *a);
long drive_plug(struct drive *d, const struct argument *a);
long drive_sleep(struct drive *d, const struct argument *a);

/* Open the file that A names on PATH, as drive_open() does. */
long drive_open_at(struct drive *d, const struct argument *a, const char *path,
		   int flags);

#endif

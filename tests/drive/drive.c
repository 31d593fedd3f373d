/* SPDX-License-Identifier: Apache-2.0 */
/* drive: one process of a workload: reads its lines, and says what came of them. */
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "process.h"

enum { FILES = 6, ARGUMENTS = 6 };

/*
 * What a driver is given the address of lies at the same place in each run, since
 * some addresses come back in what the driver says.  It is where neither a program
 * nor a sanitizer has anything, and within what User-Mode Linux has.
 */
static const uintptr_t MEMORY_AT = 0x10000000;
static const size_t MEMORY = 64 << 20;

struct drive {
	int number;
	long file[FILES];
	char *words;		/* what the operation had to say */
	size_t size;
	FILE *say;
	char *memory;		/* for one operation */
	size_t used;
};

struct drive *drive_new(int number)
{
	struct drive *d = calloc(1, sizeof(*d));
	int i;

	if (!d)
		return NULL;
	d->number = number;
	for (i = 0; i < FILES; i++)
		d->file[i] = -1;
	d->memory = mmap((void *)(MEMORY_AT + (uintptr_t)number * MEMORY), MEMORY,
			 PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS |
			 MAP_NORESERVE | MAP_FIXED_NOREPLACE, -1, 0);
	if (d->memory == MAP_FAILED) {
		free(d);
		return NULL;
	}
	return d;
}

void drive_free(struct drive *d)
{
	munmap(d->memory, MEMORY);
	free(d);
}

void *drive_memory(struct drive *d, size_t size)
{
	void *p = d->memory + d->used;

	size = (size + 15) / 16 * 16;
	if (size > MEMORY - d->used)
		abort();
	d->used += size;
	return p;
}

/* -------------------------------------------------------------------- saying */

void drive_say(struct drive *d, const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	vfprintf(d->say, format, ap);
	va_end(ap);
}

void drive_say_bytes(struct drive *d, const void *data, size_t size)
{
	const unsigned char *b = data;
	size_t i, run, was = 1;

	if (!size)
		drive_say(d, "-");
	for (i = 0; i < size; i += run) {
		for (run = 1; i + run < size && b[i + run] == b[i]; run++)
			;
		if (run < 4)
			run = 1;
		if (i && (run > 1 || was > 1))
			drive_say(d, ",");
		if (run > 1)
			drive_say(d, "%zu*", run);
		drive_say(d, "%02x", b[i]);
		was = run;
	}
}

static void say_character(struct drive *d, unsigned char c)
{
	switch (c) {
	case '\n':
		drive_say(d, "\\n");
		break;
	case '"': case '\\':
		drive_say(d, "\\%c", c);
		break;
	default:
		drive_say(d, isprint(c) ? "%c" : "\\x%02x", c);
	}
}

void drive_say_text(struct drive *d, const char *text, size_t size)
{
	size_t i;

	drive_say(d, "\"");
	for (i = 0; i < size; i++)
		say_character(d, (unsigned char)text[i]);
	drive_say(d, "\"");
}

/* ------------------------------------------------------------------- reading */

static int digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = (char)tolower((unsigned char)c);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Parts between commas, each hex digits or N*XX, go to TO (if not NULL). */
static long parse_bytes(const char *s, unsigned char *to)
{
	long n = 0, count, i;
	char *end;

	if (!strcmp(s, "-"))
		return 0;
	while (*s) {
		count = strtol(s, &end, 10);
		if (end > s && *end == '*')
			s = end + 1;
		else
			count = 1;
		if (count < 0 || count > 1 << 20 || digit(s[0]) < 0 || digit(s[1]) < 0)
			return -1;
		for (i = 0; i < count; i++, n++)
			if (to)
				to[n] = (unsigned char)(digit(s[0]) << 4 | digit(s[1]));
		s += 2;
		if (*s == ',')
			s++;
	}
	return n;
}

static int read_bytes(struct drive *d, const char *word, struct argument *a)
{
	long n = parse_bytes(word, NULL);
	unsigned char *b;

	if (n < 0)
		return -1;
	b = drive_memory(d, (size_t)n);
	parse_bytes(word, b);
	a->bytes = b;
	a->size = (size_t)n;
	return 0;
}

static int read_argument(struct drive *d, const struct argument_type *t,
			 const char *word, struct argument *a)
{
	char *end;

	switch (t->kind) {
	case ARG_FILE:
		if (word[0] < 'a' || word[0] >= 'a' + FILES || word[1])
			return -1;
		a->file = &d->file[word[0] - 'a'];
		return 0;
	case ARG_NUMBER:
		a->number = strtoul(word, &end, 0);
		return end == word || *end ? -1 : 0;
	case ARG_WORD:
		a->word = strcmp(word, "\"\"") ? word : "";
		a->size = strlen(a->word);
		return 0;
	case ARG_BYTES:
		return read_bytes(d, word, a);
	default:
		return -1;
	}
}

static const struct operation *find(const char *name)
{
	const struct operation *o;

	for (o = drive_operations; o->name; o++)
		if (!strcmp(o->name, name))
			return o;
	return NULL;
}

static const struct operation *parse(struct drive *d, char *line, struct argument *a)
{
	const struct operation *o;
	char *rest = NULL, *word = strtok_r(line, " ", &rest);
	int i;

	o = word ? find(word) : NULL;
	if (!o)
		return NULL;
	for (i = 0; i < ARGUMENTS && o->type[i].kind; i++) {
		word = strtok_r(NULL, " ", &rest);
		if (!word || read_argument(d, &o->type[i], word, &a[i]))
			return NULL;
	}
	return strtok_r(NULL, " ", &rest) ? NULL : o;
}

static void print_result(FILE *out, long result)
{
	const char *name = result < 0 ? strerrorname_np((int)-result) : NULL;

	if (name)
		fprintf(out, "-%s", name);
	else if (result == -512)
		fprintf(out, "-EINTR");
	else
		fprintf(out, "%ld", result);
}

void drive_forget(struct drive *d)
{
	memset(d->memory, 0, d->used);
	d->used = 0;
}

static void finish(struct drive *d)
{
	drive_forget(d);
	free(d->words);
	d->words = NULL;
}

int drive_line(struct drive *d, const char *line, FILE *out)
{
	struct argument a[ARGUMENTS] = { { 0 } };
	const struct operation *o;
	char *copy = strdup(line);
	long result;

	o = copy ? parse(d, copy, a) : NULL;
	d->say = open_memstream(&d->words, &d->size);
	if (!o || !d->say) {
		free(copy);
		return -1;
	}
	result = o->run(d, a);
	fclose(d->say);
	fprintf(out, "%d: %s = ", d->number, line);
	print_result(out, result);
	if (d->size)
		fprintf(out, " %s", d->words);
	fputc('\n', out);
	finish(d);
	free(copy);
	return 0;
}

/* ---------------------------------------------------- what all drivers have */

static char *with_spaces(struct drive *d, const struct argument *a, char from)
{
	char *s = drive_memory(d, a->size + 2), *c;

	memcpy(s, a->word, a->size);
	for (c = s; *c; c++)
		if (*c == from)
			*c = ' ';
	return s;
}

long drive_load(struct drive *d, const struct argument *a)
{
	return sys_load(with_spaces(d, &a[0], ','));
}

long drive_unload(struct drive *d, const struct argument *a)
{
	(void)d;
	(void)a;
	return sys_unload();
}

static int flags_of(const char *word)
{
	int flags = strchr(word, 'w') ? strchr(word, 'r') ? O_RDWR : O_WRONLY : O_RDONLY;

	return strchr(word, 'n') ? flags | O_NONBLOCK : flags;
}

/* The result does not say the number: it differs from kernel to kernel. */
long drive_open_at(struct drive *d, const struct argument *a, const char *path, int flags)
{
	long fd;

	(void)d;
	if (*a[0].file >= 0)
		sys_close(*a[0].file);
	fd = sys_open(path, flags);
	*a[0].file = fd >= 0 ? fd : -1;
	return fd < 0 ? fd : 0;
}

long drive_open(struct drive *d, const struct argument *a)
{
	return drive_open_at(d, a, a[1].word, flags_of(a[2].word));
}

long drive_close(struct drive *d, const struct argument *a)
{
	long fd = *a[0].file;

	(void)d;
	*a[0].file = -1;
	return sys_close(fd);
}

static long say_read(struct drive *d, long n, const void *data)
{
	if (n >= 0)
		drive_say_bytes(d, data, (size_t)n);
	return n;
}

long drive_read(struct drive *d, const struct argument *a)
{
	void *b = drive_memory(d, a[1].number);

	return say_read(d, sys_read(*a[0].file, b, a[1].number), b);
}

long drive_write(struct drive *d, const struct argument *a)
{
	(void)d;
	return sys_write(*a[0].file, a[1].bytes, a[1].size);
}

long drive_pread(struct drive *d, const struct argument *a)
{
	void *b = drive_memory(d, a[1].number);

	return say_read(d, sys_pread(*a[0].file, b, a[1].number, (long long)a[2].number), b);
}

long drive_pwrite(struct drive *d, const struct argument *a)
{
	(void)d;
	return sys_pwrite(*a[0].file, a[1].bytes, a[1].size, (long long)a[2].number);
}

long drive_poll(struct drive *d, const struct argument *a)
{
	long r = sys_poll(*a[0].file, POLLIN | POLLOUT);

	if (r < 0)
		return r;
	drive_say(d, "%s%s%s%s", r & POLLIN ? "in " : "", r & POLLOUT ? "out " : "",
		  r & POLLERR ? "err " : "", r & POLLHUP ? "hup" : "");
	return 0;
}

long drive_show(struct drive *d, const struct argument *a)
{
	enum { SIZE = 65536 };
	char *b = drive_memory(d, SIZE);
	long fd = sys_open(a[0].word, O_RDONLY), n;
	size_t size = 0;

	if (fd < 0)
		return fd;
	while ((n = sys_read(fd, b + size, SIZE - size)) > 0)
		size += (size_t)n;
	sys_close(fd);
	if (n < 0)
		return n;
	drive_say_text(d, b, size);
	return (long)size;
}

long drive_store(struct drive *d, const struct argument *a)
{
	long fd = sys_open(a[0].word, O_WRONLY), ret;
	char *text;

	if (fd < 0)
		return fd;
	text = with_spaces(d, &a[1], '_');
	strcat(text, "\n");
	ret = sys_write(fd, text, strlen(text));
	sys_close(fd);
	return ret;
}

long drive_device(struct drive *d, const struct argument *a)
{
	(void)d;
	return sys_device(a[0].word, a[1].number);
}

long drive_plug(struct drive *d, const struct argument *a)
{
	(void)d;
	return sys_plug(a[0].number != 0);
}

long drive_sleep(struct drive *d, const struct argument *a)
{
	(void)d;
	return sys_sleep((unsigned int)a[0].number);
}

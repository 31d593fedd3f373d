/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Copies strings in each way that the kernel half has, into a room full of
 * other bytes, at whose end the memory ends.  All of the room is compared.
 */
#define _GNU_SOURCE
#include "axioms.h"

#include <limits.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

enum {
	PAGE = 4096,
	AT = 16,		/* in the room, where the string is to begin */
	FILL = 0xa5
};

/* The length of what does not end: the memory ends behind its n-th byte. */
#define ENDLESS ULONG_MAX

static const unsigned long sizes[] = {
	0, 1, 2, 3, 7, 8, 9, 15, 16, 17, 24,
	INT_MAX, INT_MAX + 1UL, UINT_MAX, ULONG_MAX
};
/* Those that might be taken for a NUL, a word at a time. */
static const char letters[] = "\x01\x80" "ab\xff\x7f" "c\x81";

static char *destination, *source;	/* pages */
static sigjmp_buf back;
static volatile sig_atomic_t copying;

/* A page that is alone. */
static char *new_page(void)
{
	char *p = mmap(NULL, 3 * PAGE, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (p == MAP_FAILED || mprotect(p + PAGE, PAGE, PROT_READ | PROT_WRITE))
		_Exit(2);
	return p + PAGE;
}

static void end_copy(const char *why)
{
	if (!copying)
		_Exit(3);
	event(why, NULL, 0, 0);
	siglongjmp(back, 1);
}

static void segmentation_fault(int signal)
{
	(void)signal;
	end_copy("fault");
}

/* What FORTIFY_SOURCE calls; they don't return. */
void fortify_panic(void)
{
	end_copy("panic");
}

void __fortify_panic(void)
{
	end_copy("panic");
}

/* ------------------------------------------------------------ one copy */

struct trial {
	const struct copying *by;
	unsigned long n, length;
	char *room, *d;
	const char *s;
};

/* A string of LENGTH characters, with others behind its NUL. */
static const char *string_of(unsigned long length, unsigned long n)
{
	char *s = length == ENDLESS ? source + PAGE - n :
		  source + 64 + (length + n) % 8;
	unsigned long i, end = length == ENDLESS ? n : length;

	memset(source, 'Z', 256);
	for (i = 0; i < end; i++)
		s[i] = letters[i % (sizeof(letters) - 1)];
	if (length != ENDLESS)
		s[length] = '\0';
	return s;
}

static void prepare(struct trial *t)
{
	memset(t->room, FILL, ROOM);
	if (!t->by->s)
		t->s = string_of(t->length, t->n);
	begin(0);
}

/* After a fault nobody looks at what is there. */
static void look(const struct trial *t, struct outcome *o)
{
	static unsigned char filled[ROOM];

	memset(filled, FILL, ROOM);
	if (!now.events || strcmp(now.event[0].what, "fault"))
		memcpy(now.room, t->room, ROOM);
	now.after = !!memcmp(now.room, filled, ROOM);
	*o = now;
}

static void copy(struct trial *t, copies *how, struct outcome *o)
{
	prepare(t);
	copying = 1;
	if (!sigsetjmp(back, 1))
		how(t->d, t->s, t->n);
	copying = 0;
	look(t, o);
}

static void cut(struct trial *t, struct outcome *o)
{
	prepare(t);
	memcpy(t->d, t->s, t->n - 1);
	t->d[t->n - 1] = '\0';
	look(t, o);
}

static void pad(struct trial *t, struct outcome *o)
{
	unsigned long room = (unsigned long)(destination + PAGE - t->d);

	prepare(t);
	memset(t->d, 0, t->n < room ? t->n : room);
	memcpy(t->d, t->s, t->length);
	look(t, o);
}

/* Who reads a string doesn't see what is behind its NUL. */
static void read_as_string(const struct trial *t, struct outcome *o)
{
	unsigned char *d = o->room + (t->d - t->room);
	unsigned long left = (unsigned long)(o->room + ROOM - d);
	unsigned long n = t->n < left ? t->n : left;
	unsigned char *nul = memchr(d, 0, n);

	if (nul)
		memset(nul, 0, (size_t)(d + n - nul));
}

static void try(struct trial *t)
{
	const struct copying *by = t->by;
	struct outcome word, means, third;
	struct outcome *cuts = NULL, *pads = NULL;
	int as_string;

	copy(t, by->word, &word);
	copy(t, by->means, &means);
	if (t->n && t->n <= t->length)
		cut(t, cuts = &third);
	else if (t->length < t->n)
		pad(t, pads = &third);
	for (as_string = 0; as_string <= 1; as_string++) {
		judge_copy(by, by->inside(t->length, t->n, as_string), (long)t->n,
			   (long)t->length, &word, &means, cuts, pads);
		read_as_string(t, &word);
		read_as_string(t, &means);
		if (cuts || pads)
			read_as_string(t, &third);
	}
}

/* ------------------------------------------------------------ all of them */

static void try_lengths(struct trial *t)
{
	unsigned long most = t->n < 24 ? t->n + 3 : 27;

	if (t->by->s) {
		t->s = t->by->s;
		t->length = strlen(t->s);
		try(t);
		return;
	}
	for (t->length = 0; t->length <= most; t->length++)
		try(t);
	t->length = ENDLESS;
	if (t->n && t->n < ROOM)
		try(t);
}

static void try_sizes(const struct copying *by)
{
	struct trial t = { .by = by, .room = destination + PAGE - ROOM };
	size_t i, shift;

	for (shift = 0; shift < 8; shift += 3) {
		t.d = t.room + AT + shift;
		t.n = by->n;
		if (by->n)
			try_lengths(&t);
		for (i = 0; !by->n && i < sizeof(sizes) / sizeof(*sizes); i++) {
			t.n = sizes[i];
			try_lengths(&t);
		}
	}
}

extern const struct copying copyings_fortified[] __attribute__((weak));
extern const struct copying copyings_plain[] __attribute__((weak));

void copies_run(void)
{
	const struct copying *all[] = { copyings_fortified, copyings_plain }, *by;
	struct sigaction on_fault = { .sa_handler = segmentation_fault };
	int i;

	destination = new_page();
	source = new_page();
	sigaction(SIGSEGV, &on_fault, NULL);
	for (i = 0; i < 2; i++)
		for (by = all[i]; by && by->word; by++)
			try_sizes(by);
	signal(SIGSEGV, SIG_DFL);
}

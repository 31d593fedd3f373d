/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the kernel half calls, and the judge of what it did: for each axiom a
 * line "NUMBER ok", or "NUMBER " and what is wrong with it.
 *
 * Code for the kernel keeps the stack aligned to 8 only: -mincoming-stack-boundary=3.
 */
#define _GNU_SOURCE
#include "axioms.h"

#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <ucontext.h>

#define SATURATED (INT_MIN / 2)

/* What `else` calls NULL is not what an allocation that succeeded returns. */
#define MEMORY ((void *)0x5000)

struct outcome now;

/* Flags of things that are said once; the linker knows where they are. */
extern char __start_said_once[] __attribute__((weak));
extern char __stop_said_once[] __attribute__((weak));

void begin(int before)
{
	memset(&now, 0, sizeof(now));
	now.before = before;
	if (__start_said_once)
		memset(__start_said_once, 0,
		       (size_t)(__stop_said_once - __start_said_once));
}

void event(const char *what, const void *object, unsigned long size,
	   unsigned long flags)
{
	if (now.events < EVENTS)
		now.event[now.events] = (struct event){ what, object, size, flags };
	now.events++;
}

/* ------------------------------------------------- what the kernel half calls */

/* Called at the beginning and the end of functions, where registers are live. */
__asm__(".globl __fentry__, __x86_return_thunk\n"
	"__fentry__:\n"
	"__x86_return_thunk:\n"
	"	ret\n");

char kmalloc_caches[1 << 16];
unsigned long random_kmalloc_seed;

void __warn_printk(void)
{
	now.warned = 1;
}

#ifndef REAL_LIB
/* As lib/refcount.c has it. */
void refcount_warn_saturate(int *r)
{
	*r = SATURATED;
	now.warned = 1;
}
#endif

/* WARN() is an undefined instruction, behind which the kernel goes on. */
static void undefined_instruction(int signal, siginfo_t *info, void *context)
{
	ucontext_t *c = context;
	unsigned char *at = (unsigned char *)c->uc_mcontext.gregs[REG_RIP];

	(void)info;
	if (at[0] != 0x0f || at[1] != 0x0b) {
		fprintf(stderr, "signal %d\n", signal);
		_Exit(3);
	}
	c->uc_mcontext.gregs[REG_RIP] += 2;
	now.warned = 1;
}

void _raw_spin_lock(void *lock)
{
	event("lock", lock, 0, 0);
}

void _raw_spin_unlock(void *lock)
{
	event("unlock", lock, 0, 0);
}

unsigned long _raw_spin_lock_irqsave(void *lock)
{
	event("lock, save", lock, 0, 0);
	return 0x246;
}

void _raw_spin_unlock_irqrestore(void *lock, unsigned long flags)
{
	event("unlock, restore", lock, 0, flags);
}

void mutex_lock(void *lock)
{
	event("lock mutex", lock, 0, 0);
}

void mutex_unlock(void *lock)
{
	event("unlock mutex", lock, 0, 0);
}

static void *allocated(const char *by, const void *object, unsigned long size,
		       unsigned long flags)
{
	event(by, object, size, flags);
	return MEMORY;
}

void *__kmalloc(unsigned long size, unsigned int flags)
{
	return allocated("kmalloc", NULL, size, flags);
}

void *__kmalloc_noprof(unsigned long size, unsigned int flags)
{
	return allocated("kmalloc", NULL, size, flags);
}

void *__kmalloc_large_noprof(unsigned long size, unsigned int flags)
{
	return allocated("kmalloc", NULL, size, flags);
}

void *kmalloc_large(unsigned long size, unsigned int flags)
{
	return allocated("kmalloc", NULL, size, flags);
}

void *kmalloc_trace(void *cache, unsigned int flags, unsigned long size)
{
	(void)cache;
	return allocated("kmalloc", NULL, size, flags);
}

void *__kmalloc_cache_noprof(void *cache, unsigned int flags, unsigned long size)
{
	(void)cache;
	return allocated("kmalloc", NULL, size, flags);
}

void *kvmalloc_node(unsigned long size, unsigned int flags, int node)
{
	return allocated(node == -1 ? "kvmalloc" : "kvmalloc on a node", NULL,
			 size, flags);
}

/* From 6.11 on the second argument is a bucket, if the configuration has such. */
void *__kvmalloc_node_noprof(unsigned long size, unsigned long second,
			     unsigned long third)
{
	return allocated("kvmalloc", NULL, size, second ? second : third);
}

void *devm_kmalloc(void *dev, unsigned long size, unsigned int flags)
{
	return allocated("devm_kmalloc", dev, size, flags);
}

/* ------------------------------------------------------------- the judge */

struct verdict {
	int tried;
	int differed;		/* outside of the case, from the meaning */
	char *wrong;		/* the first thing that is */
};

static struct verdict *verdicts;

static int same_event(const struct event *a, const struct event *b)
{
	return !strcmp(a->what, b->what) && a->object == b->object &&
	       a->size == b->size && a->flags == b->flags;
}

static int same(const struct outcome *a, const struct outcome *b)
{
	int i;

	if (a->result != b->result || a->flags != b->flags ||
	    a->after != b->after || a->warned != b->warned ||
	    a->events != b->events || memcmp(a->room, b->room, ROOM))
		return 0;
	for (i = 0; i < a->events && i < EVENTS; i++)
		if (!same_event(&a->event[i], &b->event[i]))
			return 0;
	return 1;
}

/* What `else` may refer to; NULL where there is no such thing. */
struct others {
	const struct outcome *means, *wide, *cut, *padded;
};

/* As the meaning, but that bytes which PADDED has NULs for may be NUL. */
static int is_zeroed(const struct outcome *o, const struct others *to)
{
	struct outcome zeroed = *o;
	int i;

	for (i = 0; i < ROOM && to->padded; i++)
		if (!o->room[i] && !to->padded->room[i])
			zeroed.room[i] = to->means->room[i];
	return to->padded && same(&zeroed, to->means);
}

/* Everything that MAY has a bit for is so. */
static int is_all(const struct outcome *o, const struct others *to, unsigned int may)
{
	return (!(may & MAY_WARN) || o->warned) &&
	       (!(may & MAY_SATURATE) || o->after == SATURATED) &&
	       (!(may & MAY_STAY) || o->after == o->before) &&
	       (!(may & MAY_BE_NULL) || (!o->result && !o->events)) &&
	       (!(may & MAY_BE_MAX) || o->result == ULONG_MAX) &&
	       (!(may & MAY_WIDEN) || (to->wide && same(o, to->wide))) &&
	       (!(may & MAY_CUT) || (to->cut && same(o, to->cut))) &&
	       (!(may & MAY_ZERO) || is_zeroed(o, to));
}

static int is_allowed(const struct axiom *a, const struct outcome *o,
		      const struct others *to)
{
	int i;

	for (i = 0; i < ALTERNATIVES && a->may[i]; i++)
		if (is_all(o, to, a->may[i]))
			return 1;
	return 0;
}

static void describe(FILE *out, const char *who, const struct outcome *o)
{
	int i;

	fprintf(out, "; the %s returned %#lx", who, o->result);
	fprintf(out, ", left %d", o->after);
	if (o->warned)
		fputs(", warned", out);
	for (i = 0; i < o->events && i < EVENTS; i++)
		fprintf(out, ", %s %lu %#lx", o->event[i].what,
			o->event[i].size, o->event[i].flags);
	if (o->room[0])			/* never a NUL where it is used */
		fputs(", ", out);
	for (i = 0; i < ROOM && o->room[0]; i++)
		fprintf(out, "%02x", o->room[i]);
}

static void is_wrong(struct verdict *v, const char *what, long a, long b,
		     const struct outcome *word, const struct outcome *means)
{
	size_t size;
	FILE *out;

	if (v->wrong || !(out = open_memstream(&v->wrong, &size)))
		return;
	fprintf(out, "%s, at %ld and %ld", what, a, b);
	describe(out, "word", word);
	describe(out, "meaning", means);
	fclose(out);
}

static void judge_beside(int axiom, int inside, int same_type, long a, long b,
			 const struct outcome *word, const struct others *to)
{
	struct verdict *v = &verdicts[axiom];
	const struct outcome *means = to->means;
	int equal = same(word, means);

	v->tried++;
	v->differed += !inside && !equal;
	if (!same_type)
		is_wrong(v, "their C types differ", a, b, word, means);
	else if (inside && !equal)
		is_wrong(v, "they differ where they are said to be equal", a, b,
			 word, means);
	else if (!equal && !is_allowed(&axioms[axiom], word, to))
		is_wrong(v, "the word does not do what 'else' says", a, b, word,
			 means);
}

void judge(int axiom, int inside, int same_type, long a, long b,
	   const struct outcome *word, const struct outcome *means,
	   const struct outcome *wide)
{
	judge_beside(axiom, inside, same_type, a, b, word,
		     &(struct others){ .means = means, .wide = wide });
}

void judge_copy(const struct copying *c, int inside, long a, long b,
		const struct outcome *word, const struct outcome *means,
		const struct outcome *cut, const struct outcome *padded)
{
	judge_beside(c->axiom, inside, c->same_type(), a, b, word,
		     &(struct others){ means, NULL, cut, padded });
}

/* For order.c: "order NAME OLD EVENTS..." */
void tell_order(const char *name, int old)
{
	int i;

	printf("order %s %d", name, old);
	for (i = 0; i < now.events && i < EVENTS; i++)
		printf(" %s", now.event[i].what);
	putchar('\n');
}

static void tell(int axiom)
{
	struct verdict *v = &verdicts[axiom];

	printf("%d ", axiom);
	if (v->wrong)
		puts(v->wrong);
	else if (!v->tried)
		puts("it was not tried");
	else if (!axioms[axiom].always && !v->differed)
		puts("they never differ, so 'equal when' is no case");
	else
		puts("ok");
	free(v->wrong);
}

int main(void)
{
	struct sigaction on_ud2 = { .sa_sigaction = undefined_instruction,
				    .sa_flags = SA_SIGINFO };
	int i;

	sigaction(SIGILL, &on_ud2, NULL);
	verdicts = calloc((size_t)axiom_count + 1, sizeof(*verdicts));
	if (!verdicts)
		return 2;
	axioms_run();
	copies_run();
	for (i = 0; i < axiom_count; i++)
		tell(i);
	free(verdicts);
	return 0;
}

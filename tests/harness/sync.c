/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sync: spin locks, and with them where a driver may sleep and where interrupts
 * and softirqs may come in.
 *
 * There is one processor and one task at a time.  An interrupt comes in at once
 * where it may: at a call of the harness with interrupts on.  Otherwise it waits
 * until they are turned on.
 */
#include "harness.h"

enum { WAITING = 64 };

struct call {
	void (*f)(void *p);
	void *p;
};

struct calls {
	struct call call[WAITING];
	unsigned int count;
};

static struct {
	unsigned int spins, bh_off, irq_off, rcu;
	unsigned int in_irq, in_softirq;
	struct calls irqs, softirqs;
} cpu;

void sync_start(void)
{
	memset(&cpu, 0, sizeof(cpu));
}

static bool irqs_are_on(void)
{
	return !cpu.irq_off && !cpu.in_irq;
}

static bool softirqs_are_on(void)
{
	return irqs_are_on() && !cpu.bh_off && !cpu.in_softirq;
}

bool sync_is_atomic(void)
{
	return cpu.spins || cpu.bh_off || cpu.irq_off || cpu.rcu || cpu.in_irq ||
	       cpu.in_softirq;
}

void harness_might_sleep(void)
{
	if (sync_is_atomic())
		harness_bug("sleeps where it must not");
}

static void add(struct calls *c, void (*f)(void *p), void *p)
{
	if (c->count == WAITING)
		harness_bug("too many interrupts wait");
	c->call[c->count++] = (struct call){ f, p };
}

static struct call take(struct calls *c)
{
	struct call first = c->call[0];

	c->count--;
	memmove(c->call, c->call + 1, c->count * sizeof(first));
	return first;
}

/* Whatever waits and may come in, does. */
static void let_in(void)
{
	struct call c;

	while (cpu.irqs.count && irqs_are_on()) {
		c = take(&cpu.irqs);
		cpu.in_irq++;
		c.f(c.p);
		cpu.in_irq--;
	}
	while (cpu.softirqs.count && softirqs_are_on() && !cpu.spins) {
		c = take(&cpu.softirqs);
		cpu.in_softirq++;
		c.f(c.p);
		cpu.in_softirq--;
		let_in();
	}
}

void sync_interrupt(void (*f)(void *p), void *p)
{
	add(&cpu.irqs, f, p);
	let_in();
}

void sync_softirq(void (*f)(void *p), void *p)
{
	add(&cpu.softirqs, f, p);
	let_in();
}

void harness_irq_off(enum harness_irq what)
{
	if (what == HARNESS_BH)
		cpu.bh_off++;
	if (what == HARNESS_IRQ)
		cpu.irq_off++;
}

void harness_irq_on(enum harness_irq what)
{
	unsigned int *n = what == HARNESS_BH ? &cpu.bh_off :
			  what == HARNESS_IRQ ? &cpu.irq_off : NULL;

	if (n && !(*n)--)
		harness_bug("interrupts are turned on where they are not off");
	let_in();
}

void harness_lock(spinlock_t *l, enum harness_irq what)
{
	harness_irq_off(what);
	if (l->held)
		harness_bug("a spin lock is taken by whoever holds it");
	l->held = true;
	cpu.spins++;
}

void harness_unlock(spinlock_t *l, enum harness_irq what)
{
	if (!l->held)
		harness_bug("a spin lock is released that nobody holds");
	l->held = false;
	cpu.spins--;
	harness_irq_on(what);
}

void rcu_read_lock(void)
{
	cpu.rcu++;
}

void rcu_read_unlock(void)
{
	if (!cpu.rcu--)
		harness_bug("rcu_read_unlock without rcu_read_lock");
}

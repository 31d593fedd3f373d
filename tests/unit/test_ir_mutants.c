/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Right rewrites compile to the same module, and no wrong one passes for it.
 *
 * Each pair of sources is one before and after.  Then each instruction of what
 * came after is made wrong in each way that a mutator knows, one at a time,
 * and every such mutant must be told apart.
 */
#include <check.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <llvm-c/Analysis.h>
#include <llvm-c/BitReader.h>
#include <llvm-c/BitWriter.h>
#include <llvm-c/Core.h>

#include "prove/ir.h"

/* ------------------------------------------------------------------- sources */

#define SOURCE(...) #__VA_ARGS__

static const char put_before[] = SOURCE(
struct device;

struct buffer {
	void *data;
	unsigned int size;
};

struct object {
	int refs;
	unsigned int flags;
	struct device *dev;
	struct buffer rx, tx;
	struct object *next;
};
void device_get(struct device *dev);
void device_put(struct device *dev);
void buffer_free(struct buffer *b);
void buffer_drop(struct buffer *b);
void object_free(struct object *obj);
void warn(const char *what, int refs);

static void release(struct object *obj)
{
	if (obj->flags & 1)
		buffer_free(&obj->rx);
	if (obj->flags & 2)
		buffer_free(&obj->tx);
	device_put(obj->dev);
	object_free(obj);
}

int object_get(struct object *obj)
{
	int old = __atomic_load_n(&obj->refs, __ATOMIC_RELAXED);

	do {
		if (old == 0) {
			warn("object_get", old);
			return 0;
		}
	} while (!__atomic_compare_exchange_n(&obj->refs, &old, old + 1, 1,
					      __ATOMIC_ACQUIRE, __ATOMIC_RELAXED));
	device_get(obj->dev);
	return 1;
}

void object_put(struct object *obj)
{
	int old;

	if (!obj)
		goto out;
	old = __atomic_fetch_sub(&obj->refs, 1, __ATOMIC_ACQ_REL);
	if (old > 1)
		goto out;
	if (old < 1) {
		warn("object_put", old);
		goto out;
	}
	release(obj);
out:
	return;
}
);

static const char put_after[] = SOURCE(
struct device;

struct buffer {
	void *data;
	unsigned int size;
};

struct object {
	int refs;
	unsigned int flags;
	struct device *dev;
	struct buffer rx, tx;
	struct object *next;
};
void device_get(struct device *dev);
void device_put(struct device *dev);
void buffer_free(struct buffer *b);
void buffer_drop(struct buffer *b);
void object_free(struct object *obj);
void warn(const char *what, int refs);

int object_get(struct object *o)
{
	int seen = __atomic_load_n(&o->refs, __ATOMIC_RELAXED);

	do {
		if (!seen)
			goto dead;
	} while (!__atomic_compare_exchange_n(&o->refs, &seen, 1 + seen, 1,
					      __ATOMIC_ACQUIRE, __ATOMIC_RELAXED));
	device_get(o->dev);
	return 1;
dead:
	warn("object_get", seen);
	return 0;
}

static void destroy(struct object *victim)
{
	unsigned int what = victim->flags;

	if (what & 1)
		buffer_free(&victim->rx);
	what = victim->flags;
	if (what & 2)
		buffer_free(&victim->tx);
	device_put(victim->dev);
	object_free(victim);
}

void object_put(struct object *o)
{
	if (o) {
		int before = __atomic_fetch_sub(&o->refs, 1, __ATOMIC_ACQ_REL);

		if (before > 1)
			return;
		if (before < 1)
			warn("object_put", before);
		else
			destroy(o);
	}
}
);

static const char add_before[] = SOURCE(
typedef unsigned long size_t;

struct chip {
	void *regs, *ring, *state;
	int irq, mode;
};

void *alloc(size_t size);
void release(const void *p);
void *map(int where, size_t size);
void unmap(void *regs);
int take_irq(int irq, void *arg);
void drop_irq(int irq, void *arg);
int chip_register(struct chip *c);

int chip_add(struct chip **out, int where, int irq, unsigned int mode)
{
	struct chip *c;
	int err;

	c = alloc(sizeof(*c));
	if (!c)
		return -12;
	c->regs = map(where, 4096);
	if (!c->regs) {
		err = -6;
		goto free_chip;
	}
	c->state = alloc(64 + 8 * mode);
	if (!c->state) {
		err = -12;
		goto unmap_regs;
	}
	c->mode = mode > 4 ? irq : where;
	c->irq = irq;
	err = take_irq(irq, c);
	if (err)
		goto free_state;
	err = chip_register(c);
	if (err)
		goto free_irq;
	*out = c;
	return 0;
free_irq:
	drop_irq(irq, c);
free_state:
	release(c->state);
unmap_regs:
	unmap(c->regs);
free_chip:
	release(c);
	return err;
}
);

static const char add_after[] = SOURCE(
typedef unsigned long size_t;

struct chip {
	void *regs, *ring, *state;
	int irq, mode;
};

void *alloc(size_t size);
void release(const void *p);
void *map(int where, size_t size);
void unmap(void *regs);
int take_irq(int irq, void *arg);
void drop_irq(int irq, void *arg);
int chip_register(struct chip *c);

static inline void free_it(void *p)
{
	void *it = *(void **)p;

	if (it)
		release(it);
}

int chip_add(struct chip **out, int where, int irq, unsigned int mode)
{
	struct chip *c __attribute__((cleanup(free_it))) = alloc(sizeof(*c));
	int ret;

	if (!c)
		return -12;
	c->regs = map(where, 4096);
	if (!c->regs)
		return -6;
	c->state = alloc(8 * mode + 64);
	if (!c->state) {
		ret = -12;
		goto unmap_regs;
	}
	c->mode = mode > 4 ? irq : where;
	c->irq = irq;
	ret = take_irq(irq, c);
	if (ret)
		goto free_state;
	ret = chip_register(c);
	if (ret)
		goto free_irq;
	*out = c;
	c = (void *)0;
	return 0;
free_irq:
	drop_irq(irq, c);
free_state:
	release(c->state);
unmap_regs:
	unmap(c->regs);
	return ret;
}
);

static const char copy_before[] = SOURCE(
typedef unsigned long size_t;
struct message {
	unsigned short type, length;
	unsigned char body[];
};
struct queue {
	unsigned char *data;
	size_t size, head, tail;
	unsigned long dropped;
};
void *memcpy(void *to, const void *from, size_t n);
int fault(void *to, const void *from, size_t n);
extern volatile unsigned int doorbell;

long queue_copy(struct queue *q, void *user, size_t count, int *error)
{
	size_t used, chunk, done = 0;

	used = q->head - q->tail;
	if (used > count)
		used = count;
	count = used;
	if (count == 0)
		goto out;
	while (done < count) {
		chunk = q->size - q->tail % q->size;
		if (chunk > count - done)
			chunk = count - done;
		if (fault((char *)user + done,
			  q->data + q->tail % q->size, chunk)) {
			*error = -14;
			goto out;
		}
		q->tail += chunk;
		done += chunk;
	}
	doorbell = (unsigned int)q->tail;
out:
	return done;
}

int queue_push(struct queue *q, const struct message *m)
{
	size_t need = sizeof(*m) + m->length;
	unsigned int sum = 0, i;

	if (need > q->size - (q->head - q->tail)) {
		q->dropped++;
		return -28;
	}
	for (i = 0; i < m->length; i++)
		sum = sum * 31 + m->body[i];
	q->data[q->head++ % q->size] = sum;
	memcpy(q->data + q->head % q->size, m, need - 1);
	q->head += need - 1;
	return 0;
}
);

static const char copy_after[] = SOURCE(
typedef unsigned long size_t;
struct msg {
	unsigned short kind, length;
	unsigned char body[];
};
struct fifo {
	unsigned char *data;
	size_t size, head, tail;
	unsigned long dropped;
};
void *memcpy(void *to, const void *from, size_t n);
int fault(void *to, const void *from, size_t n);
extern volatile unsigned int doorbell;

int queue_push(struct fifo *f, const struct msg *m)
{
	unsigned int i = 0, sum = 0;
	size_t need = m->length + sizeof(*m);
	size_t room = f->size - (f->head - f->tail);

	if (need > room)
		goto full;
	while (i < m->length) {
		sum = 31 * sum + m->body[i];
		i++;
	}
	f->data[f->head++ % f->size] = sum;
	need--;
	memcpy(f->data + f->head % f->size, m, need);
	f->head += need;
	return 0;
full:
	f->dropped++;
	return -28;
}

long queue_copy(struct fifo *f, void *user, size_t wanted, int *error)
{
	size_t copied = 0, n = f->head - f->tail;

	if (n > wanted)
		n = wanted;
	if (n) {
		for (; copied < n;) {
			size_t at = f->tail % f->size;
			size_t part = f->size - at;

			if (part > n - copied)
				part = n - copied;
			if (fault((char *)user + copied, f->data + at, part)) {
				*error = -14;
				return copied;
			}
			f->tail += part;
			copied += part;
		}
		doorbell = (unsigned int)f->tail;
	}
	return copied;
}
);

static const char list_before[] = SOURCE(
struct node {
	struct node *next;
	unsigned int key;
	int state;
	volatile int busy;
	unsigned long expires;
};
struct list { struct node *first; unsigned int count; };
void lock(struct list *l);
void unlock(struct list *l);
int node_start(struct node *n, unsigned int how);
int node_stop(struct node *n, unsigned int how);
void node_free(struct node *n);

int list_run(struct list *l, unsigned int key, unsigned int how)
{
	struct node *n;
	int err = -2;

	lock(l);
	for (n = l->first; n; n = n->next) {
		if (n->key != key)
			continue;
		if (n->busy) {
			err = -16;
			goto out;
		}
		switch (how & 7) {
		case 0:
			err = node_start(n, how >> 3);
			break;
		case 1:
			err = node_stop(n, how >> 3);
			break;
		case 4:
			n->state = 5;
			err = 0;
			break;
		default:
			err = -22;
		}
		goto out;
	}
out:
	unlock(l);
	return err;
}

unsigned int list_expire(struct list *l, unsigned long now)
{
	struct node **at = &l->first, *n;
	unsigned int gone = 0;

	lock(l);
	while ((n = *at)) {
		if ((long)(n->expires - now) > 0 || n->busy) {
			at = &n->next;
			continue;
		}
		*at = n->next;
		l->count--;
		gone++;
		node_free(n);
	}
	unlock(l);
	return gone;
}
);

static const char list_after[] = SOURCE(
struct entry {
	struct entry *next;
	unsigned int key;
	int state;
	volatile int busy;
	unsigned long expires;
};
struct table { struct entry *first; unsigned int count; };
void lock(struct table *t);
void unlock(struct table *t);
int node_start(struct entry *e, unsigned int how);
int node_stop(struct entry *e, unsigned int how);
void node_free(struct entry *e);

static inline void unlock_it(struct table **t)
{
	unlock(*t);
}

static int act(struct entry *e, unsigned int how)
{
	if (e->busy)
		return -16;
	switch (how & 7) {
	case 0:
		return node_start(e, how >> 3);
	case 1:
		return node_stop(e, how >> 3);
	case 4:
		e->state = 5;
		return 0;
	}
	return -22;
}

int list_run(struct table *t, unsigned int key, unsigned int how)
{
	struct entry *e;
	struct table *held __attribute__((cleanup(unlock_it))) = t;

	lock(held);
	for (e = t->first; e; e = e->next)
		if (e->key == key)
			return act(e, how);
	return -2;
}

unsigned int list_expire(struct table *t, unsigned long now)
{
	struct entry **at = &t->first, *e;
	unsigned int freed = 0;
	struct table *held __attribute__((cleanup(unlock_it))) = t;

	lock(held);
	for (; (e = *at);) {
		if ((long)(e->expires - now) > 0 || e->busy) {
			at = &e->next;
			continue;
		}
		*at = e->next;
		++freed;
		t->count--;
		node_free(e);
	}
	return freed;
}
);

static const struct {
	const char *before, *after;
} pairs[] = {
	{ put_before, put_after },
	{ add_before, add_after },
	{ copy_before, copy_after },
	{ list_before, list_after },
};

enum { PAIRS = sizeof(pairs) / sizeof(*pairs) };

/* ------------------------------------------------------------------ mutators */

/* Make I wrong in the Nth way; false when there are no more. */
typedef bool mutate(LLVMValueRef i, unsigned int n);

static bool exchange(LLVMValueRef i, unsigned int x, unsigned int y)
{
	LLVMValueRef a = LLVMGetOperand(i, x), b = LLVMGetOperand(i, y);

	if (a == b || LLVMTypeOf(a) != LLVMTypeOf(b))
		return false;
	LLVMSetOperand(i, x, b);
	LLVMSetOperand(i, y, a);
	return true;
}

static bool has_order(LLVMValueRef i)
{
	switch (LLVMGetInstructionOpcode(i)) {
	case LLVMSub:
	case LLVMShl:
	case LLVMLShr:
	case LLVMAShr:
	case LLVMUDiv:
	case LLVMSDiv:
	case LLVMURem:
	case LLVMSRem:
		return true;
	case LLVMICmp:
		return LLVMGetICmpPredicate(i) > LLVMIntNE;
	default:
		return false;
	}
}

static bool swap_operands(LLVMValueRef i, unsigned int n)
{
	return !n && has_order(i) && exchange(i, 0, 1);
}

static bool swap_select(LLVMValueRef i, unsigned int n)
{
	return !n && LLVMGetInstructionOpcode(i) == LLVMSelect &&
	       exchange(i, 1, 2);
}

static bool swap_incoming(LLVMValueRef i, unsigned int n)
{
	return LLVMGetInstructionOpcode(i) == LLVMPHI &&
	       n + 1 < LLVMCountIncoming(i) && exchange(i, n, n + 1);
}

static bool swap_arguments(LLVMValueRef i, unsigned int n)
{
	return LLVMGetInstructionOpcode(i) == LLVMCall &&
	       n + 1 < LLVMGetNumArgOperands(i) && exchange(i, n, n + 1);
}

static bool swap_successors(LLVMValueRef i, unsigned int n)
{
	LLVMBasicBlockRef a, b;

	if (!LLVMIsATerminatorInst(i) || n + 1 >= LLVMGetNumSuccessors(i))
		return false;
	a = LLVMGetSuccessor(i, n);
	b = LLVMGetSuccessor(i, n + 1);
	LLVMSetSuccessor(i, n, b);
	LLVMSetSuccessor(i, n + 1, a);
	return a != b;
}

static void replace(LLVMValueRef old, LLVMValueRef new)
{
	LLVMReplaceAllUsesWith(old, new);
	LLVMInstructionEraseFromParent(old);
}

static bool other_predicate(LLVMValueRef i, unsigned int n)
{
	LLVMBuilderRef builder;
	unsigned int predicate;

	if (LLVMGetInstructionOpcode(i) != LLVMICmp ||
	    n > LLVMIntSLE - LLVMIntEQ)
		return false;
	predicate = LLVMIntEQ + n;
	if (predicate == LLVMGetICmpPredicate(i))
		predicate = LLVMGetICmpPredicate(i) == LLVMIntEQ ? LLVMIntNE :
								   LLVMIntEQ;
	builder = LLVMCreateBuilderInContext(LLVMGetValueContext(i));
	LLVMPositionBuilderBefore(builder, i);
	replace(i, LLVMBuildICmp(builder, (LLVMIntPredicate)predicate,
				 LLVMGetOperand(i, 0), LLVMGetOperand(i, 1), ""));
	LLVMDisposeBuilder(builder);
	return true;
}

static bool is_integer(LLVMValueRef v)
{
	return LLVMIsAConstantInt(v) &&
	       LLVMGetIntTypeWidth(LLVMTypeOf(v)) <= 64;
}

static bool add_to_operand(LLVMValueRef i, unsigned int n, long long step)
{
	LLVMValueRef v;

	if ((int)n >= LLVMGetNumOperands(i))
		return false;
	v = LLVMGetOperand(i, n);
	if (!is_integer(v))
		return true;
	LLVMSetOperand(i, n, LLVMConstInt(LLVMTypeOf(v), (unsigned long long)
					  (LLVMConstIntGetSExtValue(v) + step), 1));
	return true;
}

static bool one_more(LLVMValueRef i, unsigned int n)
{
	return add_to_operand(i, n, 1);
}

static bool one_less(LLVMValueRef i, unsigned int n)
{
	return add_to_operand(i, n, -1);
}

static bool other_case(LLVMValueRef i, unsigned int n)
{
	LLVMValueRef v;

	if (LLVMGetInstructionOpcode(i) != LLVMSwitch ||
	    n + 1 >= LLVMGetNumSuccessors(i))
		return false;
	v = LLVMGetSwitchCaseValue(i, n + 1);
	LLVMSetSwitchCaseValue(i, n + 1, LLVMConstInt(LLVMTypeOf(v),
		LLVMConstIntGetZExtValue(v) + 100, 0));
	return true;
}

static bool is_call_of_function(LLVMValueRef i)
{
	LLVMValueRef callee;

	if (LLVMGetInstructionOpcode(i) != LLVMCall)
		return false;
	callee = LLVMGetCalledValue(i);
	return LLVMIsAFunction(callee) && !LLVMGetIntrinsicID(callee);
}

/* The Nth other function of the same type. */
static bool other_callee(LLVMValueRef i, unsigned int n)
{
	LLVMValueRef callee, f;

	if (!is_call_of_function(i))
		return false;
	callee = LLVMGetCalledValue(i);
	for (f = LLVMGetFirstFunction(LLVMGetGlobalParent(callee)); f;
	     f = LLVMGetNextFunction(f)) {
		if (f == callee || LLVMGlobalGetValueType(f) !=
		    LLVMGlobalGetValueType(callee) || n--)
			continue;
		LLVMSetOperand(i, (unsigned int)LLVMGetNumOperands(i) - 1, f);
		return true;
	}
	return false;
}

/* Whether others may see I happen. */
static bool is_seen(LLVMValueRef i)
{
	LLVMOpcode op = LLVMGetInstructionOpcode(i);

	return op == LLVMStore || op == LLVMAtomicRMW || op == LLVMAtomicCmpXchg ||
	       is_call_of_function(i) ||
	       (op == LLVMLoad && LLVMGetVolatile(i));
}

static bool drop(LLVMValueRef i, unsigned int n)
{
	if (n || !is_seen(i) || LLVMGetFirstUse(i))
		return false;
	LLVMInstructionEraseFromParent(i);
	return true;
}

static void put_copy(LLVMValueRef i, LLVMValueRef at)
{
	LLVMBuilderRef builder = LLVMCreateBuilderInContext(LLVMGetValueContext(i));

	LLVMPositionBuilderBefore(builder, at);
	LLVMInsertIntoBuilder(builder, LLVMInstructionClone(i));
	LLVMDisposeBuilder(builder);
}

static bool do_twice(LLVMValueRef i, unsigned int n)
{
	if (n || !is_seen(i))
		return false;
	put_copy(i, i);
	return true;
}

/* The next thing that is seen comes first. */
static bool swap_with_next(LLVMValueRef i, unsigned int n)
{
	LLVMBuilderRef builder;
	LLVMValueRef next;

	if (n || !is_seen(i))
		return false;
	for (next = LLVMGetNextInstruction(i); next && !is_seen(next);
	     next = LLVMGetNextInstruction(next))
		;
	if (!next)
		return false;
	builder = LLVMCreateBuilderInContext(LLVMGetValueContext(i));
	LLVMInstructionRemoveFromParent(next);
	LLVMPositionBuilderBefore(builder, i);
	LLVMInsertIntoBuilder(builder, next);
	LLVMDisposeBuilder(builder);
	return true;
}

/* The first of the block that LLVM may move past its end. */
static bool move_to_successor(LLVMValueRef i, unsigned int n)
{
	LLVMValueRef end = LLVMGetBasicBlockTerminator(LLVMGetInstructionParent(i));
	LLVMValueRef at;

	if (!is_seen(i) || n >= LLVMGetNumSuccessors(end))
		return false;
	at = LLVMGetFirstInstruction(LLVMGetSuccessor(end, n));
	while (LLVMGetInstructionOpcode(at) == LLVMPHI)
		at = LLVMGetNextInstruction(at);
	put_copy(i, at);
	if (!LLVMGetFirstUse(i))
		LLVMInstructionEraseFromParent(i);
	return true;
}

static bool has_volatile(LLVMValueRef i)
{
	switch (LLVMGetInstructionOpcode(i)) {
	case LLVMLoad:
	case LLVMStore:
	case LLVMAtomicCmpXchg:
	case LLVMAtomicRMW:
		return true;
	default:
		return false;
	}
}

static bool other_volatile(LLVMValueRef i, unsigned int n)
{
	if (n || !has_volatile(i))
		return false;
	LLVMSetVolatile(i, !LLVMGetVolatile(i));
	return true;
}

static bool other_alignment(LLVMValueRef i, unsigned int n)
{
	if (n > 1 || !has_volatile(i))
		return false;
	LLVMSetAlignment(i, n ? LLVMGetAlignment(i) * 2 :
			 (LLVMGetAlignment(i) + 1) / 2);
	return true;
}

static bool other_ordering(LLVMValueRef i, unsigned int n)
{
	static const LLVMAtomicOrdering orders[] = {
		LLVMAtomicOrderingMonotonic, LLVMAtomicOrderingAcquire,
		LLVMAtomicOrderingRelease, LLVMAtomicOrderingAcquireRelease,
		LLVMAtomicOrderingSequentiallyConsistent
	};
	LLVMOpcode op = LLVMGetInstructionOpcode(i);

	if (n >= sizeof(orders) / sizeof(*orders))
		return false;
	if (op == LLVMAtomicCmpXchg)
		LLVMSetCmpXchgSuccessOrdering(i, orders[n]);
	else if (op == LLVMLoad || op == LLVMStore || op == LLVMAtomicRMW)
		LLVMSetOrdering(i, orders[n]);
	else
		return false;
	return true;
}

static bool other_weak(LLVMValueRef i, unsigned int n)
{
	if (n || LLVMGetInstructionOpcode(i) != LLVMAtomicCmpXchg)
		return false;
	LLVMSetWeak(i, !LLVMGetWeak(i));
	return true;
}

static bool other_rmw(LLVMValueRef i, unsigned int n)
{
	if (LLVMGetInstructionOpcode(i) != LLVMAtomicRMW ||
	    n > LLVMAtomicRMWBinOpUMin)
		return false;
	LLVMSetAtomicRMWBinOp(i, (LLVMAtomicRMWBinOp)n);
	return true;
}

static bool other_flag(LLVMValueRef i, unsigned int n)
{
	switch (LLVMGetInstructionOpcode(i)) {
	case LLVMAdd:
	case LLVMSub:
	case LLVMMul:
	case LLVMShl:
	case LLVMTrunc:
		if (n == 0)
			LLVMSetNSW(i, !LLVMGetNSW(i));
		else
			LLVMSetNUW(i, !LLVMGetNUW(i));
		return n < 2;
	case LLVMUDiv:
	case LLVMSDiv:
	case LLVMLShr:
	case LLVMAShr:
		LLVMSetExact(i, !LLVMGetExact(i));
		return n < 1;
	case LLVMZExt:
		LLVMSetNNeg(i, !LLVMGetNNeg(i));
		return n < 1;
	case LLVMGetElementPtr:
		LLVMGEPSetNoWrapFlags(i, n);
		return n < 8;
	case LLVMCall:
		LLVMSetTailCallKind(i, (LLVMTailCallKind)n);
		return n < 4;
	default:
		return false;
	}
}

/* Operands change to each parameter of the function, and to zero. */
static bool other_operand(LLVMValueRef i, unsigned int n)
{
	LLVMValueRef f = LLVMGetBasicBlockParent(LLVMGetInstructionParent(i));
	unsigned int ways = LLVMCountParams(f) + 1, at = n / ways, to = n % ways;
	LLVMValueRef v, new;

	if (LLVMGetInstructionOpcode(i) == LLVMSwitch ||
	    (int)at >= LLVMGetNumOperands(i))
		return false;
	v = LLVMGetOperand(i, at);
	if (LLVMIsABasicBlock(v) || LLVMIsAFunction(v))
		return true;
	new = to ? LLVMGetParam(f, to - 1) : LLVMConstNull(LLVMTypeOf(v));
	if (LLVMTypeOf(new) == LLVMTypeOf(v))
		LLVMSetOperand(i, at, new);
	return true;
}

static bool other_attribute(LLVMValueRef i, unsigned int n)
{
	static const char *const names[] = { "nonnull", "noundef", "noalias" };
	unsigned int kind, params;

	if (LLVMGetInstructionOpcode(i) != LLVMCall)
		return false;
	params = LLVMGetNumArgOperands(i) + 1;
	if (n >= 3 * params)
		return false;
	kind = LLVMGetEnumAttributeKindForName(names[n / params],
					       strlen(names[n / params]));
	n %= params;
	if (LLVMGetCallSiteEnumAttribute(i, n, kind))
		LLVMRemoveCallSiteEnumAttribute(i, n, kind);
	else
		LLVMAddCallSiteAttribute(i, n, LLVMCreateEnumAttribute(
			LLVMGetValueContext(i), kind, 0));
	return true;
}

static const struct {
	const char *name;
	mutate *mutate;
} mutators[] = {
	{ "swap operands", swap_operands },
	{ "swap select", swap_select },
	{ "swap incoming", swap_incoming },
	{ "swap arguments", swap_arguments },
	{ "swap successors", swap_successors },
	{ "other predicate", other_predicate },
	{ "one more", one_more },
	{ "one less", one_less },
	{ "other case", other_case },
	{ "other callee", other_callee },
	{ "drop", drop },
	{ "do twice", do_twice },
	{ "swap with next", swap_with_next },
	{ "move to successor", move_to_successor },
	{ "other volatile", other_volatile },
	{ "other alignment", other_alignment },
	{ "other ordering", other_ordering },
	{ "other weak", other_weak },
	{ "other rmw", other_rmw },
	{ "other flag", other_flag },
	{ "other operand", other_operand },
	{ "other attribute", other_attribute },
};

enum { MUTATORS = sizeof(mutators) / sizeof(*mutators) };

/* ------------------------------------------------------------------- running */

static char before[] = "/tmp/test-mutants-a-XXXXXX";
static char after[] = "/tmp/test-mutants-b-XXXXXX";
static char mutant[] = "/tmp/test-mutants-c-XXXXXX";

static void make_file(char *template)
{
	int fd = mkstemp(template);

	ck_assert_int_ge(fd, 0);
	close(fd);
}

static void remove_file(char *path)
{
	unlink(path);
	memset(path + strlen(path) - 6, 'X', 6);
}

static void compile(const char *source, const char *path)
{
	char command[512];
	FILE *clang;

	snprintf(command, sizeof(command), SAFEC_LLVM_DIR
		 "/bin/clang -O2 -fno-strict-aliasing -emit-llvm -c -xc -o %s -",
		 path);
	clang = popen(command, "w");
	ck_assert_ptr_nonnull(clang);
	ck_assert_int_ge(fputs(source, clang), 0);
	ck_assert_int_eq(pclose(clang), 0);
}

static void start(void)
{
	make_file(before);
	make_file(after);
	make_file(mutant);
}

static void stop(void)
{
	remove_file(before);
	remove_file(after);
	remove_file(mutant);
}

/* What differs between BEFORE and PATH, or "". */
static void compare(const char *path, char *out, size_t size)
{
	struct arena arena = { 0 };
	const char *difference = NULL;
	size_t functions = 0;

	ck_assert_int_eq(ir_compare(&arena, before, path, &difference,
				    &functions), 0);
	snprintf(out, size, "%s", difference ? difference : "");
	arena_free(&arena);
	if (!*out)
		ck_assert_uint_gt(functions, 0);
}

struct parsed {
	LLVMContextRef context;
	LLVMModuleRef module;
};

static struct parsed parse(const char *path)
{
	struct parsed p = { LLVMContextCreate(), NULL };
	LLVMMemoryBufferRef buffer = NULL;
	char *message = NULL;

	ck_assert(!LLVMCreateMemoryBufferWithContentsOfFile(path, &buffer,
							    &message));
	ck_assert(!LLVMParseBitcodeInContext2(p.context, buffer, &p.module));
	LLVMDisposeMemoryBuffer(buffer);
	return p;
}

static void dispose(struct parsed *p)
{
	LLVMDisposeModule(p->module);
	LLVMContextDispose(p->context);
}

/* The Nth instruction of M. */
static LLVMValueRef instruction(LLVMModuleRef m, size_t n)
{
	LLVMBasicBlockRef block;
	LLVMValueRef f, i;

	for (f = LLVMGetFirstFunction(m); f; f = LLVMGetNextFunction(f))
		for (block = LLVMGetFirstBasicBlock(f); block;
		     block = LLVMGetNextBasicBlock(block))
			for (i = LLVMGetFirstInstruction(block); i;
			     i = LLVMGetNextInstruction(i))
				if (!n--)
					return i;
	return NULL;
}

struct tally {
	size_t mutants, survivors;
	size_t of[MUTATORS];	/* how many mutants each made */
};

static bool is_valid(LLVMModuleRef m)
{
	char *message = NULL;
	bool broken = LLVMVerifyModule(m, LLVMReturnStatusAction, &message);

	LLVMDisposeMessage(message);
	return !broken;
}

static void judge(struct tally *t, unsigned int mutator, struct parsed *p,
		  const char *original)
{
	char *text = LLVMPrintModuleToString(p->module);
	char says[512];

	if (is_valid(p->module) && strcmp(text, original)) {
		ck_assert_int_eq(LLVMWriteBitcodeToFile(p->module, mutant), 0);
		compare(mutant, says, sizeof(says));
		t->mutants++;
		t->of[mutator]++;
		t->survivors += !*says;
		if (!*says)
			fprintf(stderr, "survives: %s\n%s\n",
				mutators[mutator].name, text);
	}
	LLVMDisposeMessage(text);
}

/* Whether there was a Nth way for instruction AT. */
static bool try(struct tally *t, unsigned int mutator, size_t at, unsigned int n)
{
	struct parsed p = parse(after);
	char *original = LLVMPrintModuleToString(p.module);
	bool more = mutators[mutator].mutate(instruction(p.module, at), n);

	if (more)
		judge(t, mutator, &p, original);
	LLVMDisposeMessage(original);
	dispose(&p);
	return more;
}

static size_t count_instructions(void)
{
	struct parsed p = parse(after);
	size_t n = 0;

	while (instruction(p.module, n))
		n++;
	dispose(&p);
	return n;
}

static void make_all(struct tally *t)
{
	size_t at, count = count_instructions();
	unsigned int m, n;

	for (at = 0; at < count; at++)
		for (m = 0; m < MUTATORS; m++)
			for (n = 0; try(t, m, at, n); n++)
				;
}

START_TEST(a_right_rewrite_is_the_same)
{
	char says[512];

	compile(pairs[_i].before, before);
	compile(pairs[_i].after, after);
	compare(after, says, sizeof(says));
	ck_assert_str_eq(says, "");
}
END_TEST

START_TEST(no_mutant_survives)
{
	struct tally t = { 0 };
	unsigned int i;

	for (i = 0; i < PAIRS; i++) {
		compile(pairs[i].before, before);
		compile(pairs[i].after, after);
		make_all(&t);
	}
	ck_assert_uint_eq(t.survivors, 0);
	ck_assert_uint_ge(t.mutants, 1000);
	for (i = 0; i < MUTATORS; i++)
		if (!t.of[i])
			ck_abort_msg("\"%s\" makes no mutant", mutators[i].name);
}
END_TEST

static Suite *suite(void)
{
	Suite *s = suite_create("ir mutants");
	TCase *t = tcase_create("mutants");

	tcase_set_timeout(t, 600);
	tcase_add_checked_fixture(t, start, stop);
	tcase_add_loop_test(t, a_right_rewrite_is_the_same, 0, PAIRS);
	tcase_add_test(t, no_mutant_survives);
	suite_add_tcase(s, t);
	return s;
}

int main(void)
{
	SRunner *runner = srunner_create(suite());
	int failed;

	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed != 0;
}

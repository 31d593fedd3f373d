/* SPDX-License-Identifier: Apache-2.0 */
/*
 * spinlock: one task runs at a time, so a lock that is held when it is taken would
 * be held for ever: that ends the run.
 */
#ifndef HARNESS_LINUX_SPINLOCK_H
#define HARNESS_LINUX_SPINLOCK_H

#include <linux/bug.h>
#include <linux/cleanup.h>
#include <linux/types.h>

typedef struct spinlock {
	bool held;
} spinlock_t;
typedef spinlock_t raw_spinlock_t;
typedef spinlock_t rwlock_t;

#define __SPIN_LOCK_UNLOCKED(x)	{ false }
#define DEFINE_SPINLOCK(x)	spinlock_t x = { false }
#define spin_lock_init(l)	((l)->held = false)

enum harness_irq { HARNESS_NORMAL, HARNESS_BH, HARNESS_IRQ };
void harness_lock(spinlock_t *l, enum harness_irq what);
void harness_unlock(spinlock_t *l, enum harness_irq what);
void harness_irq_off(enum harness_irq what);
void harness_irq_on(enum harness_irq what);

#define spin_lock(l)		harness_lock(l, HARNESS_NORMAL)
#define spin_unlock(l)		harness_unlock(l, HARNESS_NORMAL)
#define spin_lock_bh(l)		harness_lock(l, HARNESS_BH)
#define spin_unlock_bh(l)	harness_unlock(l, HARNESS_BH)
#define spin_lock_irq(l)	harness_lock(l, HARNESS_IRQ)
#define spin_unlock_irq(l)	harness_unlock(l, HARNESS_IRQ)
#define spin_lock_irqsave(l, f)		((f) = 0, harness_lock(l, HARNESS_IRQ))
#define spin_unlock_irqrestore(l, f)	((void)(f), harness_unlock(l, HARNESS_IRQ))
#define spin_lock_nested(l, n)	spin_lock(l)
#define spin_is_locked(l)	((l)->held)
#define assert_spin_locked(l)	BUG_ON(!(l)->held)
#define lockdep_assert_held(l)	((void)(l))
#define local_irq_save(f)	((f) = 0, harness_irq_off(HARNESS_IRQ))
#define local_irq_restore(f)	((void)(f), harness_irq_on(HARNESS_IRQ))
#define local_irq_disable()	harness_irq_off(HARNESS_IRQ)
#define local_irq_enable()	harness_irq_on(HARNESS_IRQ)
#define local_bh_disable()	harness_irq_off(HARNESS_BH)
#define local_bh_enable()	harness_irq_on(HARNESS_BH)

DEFINE_GUARD(spinlock, spinlock_t *, spin_lock(_T), spin_unlock(_T))
DEFINE_GUARD(spinlock_irq, spinlock_t *, spin_lock_irq(_T), spin_unlock_irq(_T))
DEFINE_GUARD(spinlock_irqsave, spinlock_t *, spin_lock_irq(_T), spin_unlock_irq(_T))
DEFINE_GUARD(spinlock_bh, spinlock_t *, spin_lock_bh(_T), spin_unlock_bh(_T))

#endif

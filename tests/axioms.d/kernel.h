/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The kernel half's part that is the same for all rows.  A row's own part is
 * made by tests/axioms: its meaning and its case as macros, as the proof build
 * has them, and one function that tries both.
 */
#include <linux/atomic.h>
#include <linux/limits.h>
#include <linux/mutex.h>
#include <linux/refcount.h>
#include <linux/spinlock.h>

#include "axioms.h"

_Static_assert(REFCOUNT_SATURATED == INT_MIN / 2, "user.c says so too");

/* -------------------------------------------- what cases are said in */

#define fits(function, op, a, b) ({					\
	__typeof__((a) op (b)) own_;					\
	size_t size_;							\
	(a) >= 0 && (b) >= 0 && !function((a), (b), &own_) &&		\
		!function((a), (b), &size_);				\
})
#define product_fits(a, b) fits(__builtin_mul_overflow, *, a, b)
#define sum_fits(a, b) fits(__builtin_add_overflow, +, a, b)

/* --------------------------------------------------- what rows are tried on */

static const int olds[] = {
	INT_MIN, INT_MIN + 1, INT_MIN / 2 - 1, INT_MIN / 2, INT_MIN / 2 + 1,
	-1000, -2, -1, 0, 1, 2, 3, 1000, INT_MAX - 1, INT_MAX
};
static const int amounts[] = {
	INT_MIN, -3, -1, 0, 1, 2, 3, 1000, INT_MAX - 1, INT_MAX
};
/* Operands of sizes, converted to each type. */
static const unsigned long operands[] = {
	0, 1, 2, 3, 8, 24, 4096, 0x10000, 0x10001, INT_MAX, 0x80000000UL,
	UINT_MAX, 1UL << 32, SIZE_MAX / 4, LONG_MAX, 1UL << 63, SIZE_MAX - 7, SIZE_MAX - 1,
	SIZE_MAX
};

static const int zero;
static spinlock_t a_spinlock;
static struct mutex a_mutex;
static struct device *const a_device = (struct device *)0x1000;

struct bytes {
	char head;
	char member[];
};
struct words {
	long head;
	u16 tag;
	u32 member[];
};
struct structs {
	u16 tag;
	struct {
		u64 a;
		u16 b[7];
	} member[];
};

#define counter_of(x) (*(volatile int *)(x))

/* Do EXPR, a statement; then now says what it did. */
#define observe(into, before, expr) do {				\
	begin(before);							\
	expr;								\
	into = now;							\
} while (0)

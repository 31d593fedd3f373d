/* SPDX-License-Identifier: Apache-2.0 */
/* compiler: words that say something to a compiler. */
#ifndef HARNESS_LINUX_COMPILER_H
#define HARNESS_LINUX_COMPILER_H

#define __user
#define __iomem
#define __force
#define __rcu
#define __percpu
#define __must_check		__attribute__((warn_unused_result))
#define __maybe_unused		__attribute__((unused))
#define __always_unused		__attribute__((unused))
#define __init
#define __exit
#define __initdata
#define __initconst
#define __read_mostly
#define __ro_after_init
#define __cold
#define __visible
#define noinline		__attribute__((noinline))
#define __always_inline		inline __attribute__((always_inline))
#define __packed		__attribute__((packed))
#define __aligned(n)		__attribute__((aligned(n)))
#define ____cacheline_aligned
#define ____cacheline_aligned_in_smp
#define __printf(a, b)		__attribute__((format(printf, a, b)))
#define __malloc		__attribute__((malloc))
#define __nonstring		__attribute__((nonstring))
#define __cleanup(f)		__attribute__((cleanup(f)))
#define __acquires(x)
#define __releases(x)
#define __must_hold(x)
#define __acquire(x)		((void)0)
#define __release(x)		((void)0)
#define fallthrough		__attribute__((fallthrough))

#define __counted_by(n)
#define __counted_by_le(n)
#define __counted_by_be(n)
#define __counted_by_ptr(n)

#define likely(x)		__builtin_expect(!!(x), 1)
#define unlikely(x)		__builtin_expect(!!(x), 0)
#define barrier()		__asm__ __volatile__("" ::: "memory")
#define smp_mb()		barrier()
#define smp_rmb()		barrier()
#define smp_wmb()		barrier()
#define mb()			barrier()
#define rmb()			barrier()
#define wmb()			barrier()
#define dma_rmb()		barrier()
#define dma_wmb()		barrier()
#define smp_load_acquire(p)	(*(volatile typeof(*(p)) *)(p))
#define smp_store_release(p, v)	(*(volatile typeof(*(p)) *)(p) = (v))
#define READ_ONCE(x)		(*(const volatile typeof(x) *)&(x))
#define WRITE_ONCE(x, v)	(*(volatile typeof(x) *)&(x) = (v))

#define __stringify_1(x...)	#x
#define __stringify(x...)	__stringify_1(x)
#define typeof_member(T, m)	typeof(((T *)0)->m)
#define sizeof_field(T, m)	sizeof(((T *)0)->m)
#define offsetofend(T, m)	(offsetof(T, m) + sizeof_field(T, m))
#define container_of(p, T, m) \
	((T *)((char *)(p) - offsetof(T, m)))
#define __same_type(a, b)	__builtin_types_compatible_p(typeof(a), typeof(b))
#define static_assert		_Static_assert
#define BUILD_BUG_ON(x)		_Static_assert(!(x), #x)
#define BUILD_BUG_ON_MSG(x, m)	_Static_assert(!(x), m)
#define BUILD_BUG_ON_ZERO(x)	((int)sizeof(struct { int : -!!(x); }))

#define DECLARE_FLEX_ARRAY(T, name) \
	struct { struct { } __empty_ ## name; T name[]; }
#define struct_group(name, members...) \
	union { struct { members }; struct { members } name; }

#endif

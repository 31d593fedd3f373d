/* SPDX-License-Identifier: Apache-2.0 */
/* cleanup: what a scope releases when it is left. */
#ifndef HARNESS_LINUX_CLEANUP_H
#define HARNESS_LINUX_CLEANUP_H

#include <linux/compiler.h>
#include <linux/err.h>

#define DEFINE_FREE(name, T, release) \
static inline void __free_##name(void *__p) { T _T = *(T *)__p; release; }
#define __free(name)		__cleanup(__free_##name)
#define no_free_ptr(p)		({ typeof(p) __kept = (p); (p) = NULL; __kept; })
#define return_ptr(p)		return no_free_ptr(p)

#define DEFINE_GUARD(name, T, take, release) \
typedef T class_##name##_t; \
static inline void class_##name##_end(T *__p) { T _T = *__p; if (_T) { release; } } \
static inline T class_##name##_begin(T _T) { take; return _T; }
#define __unique_2(a, b)	a##b
#define __unique_1(a, b)	__unique_2(a, b)
#define guard(name) \
	class_##name##_t __unique_1(__guard, __COUNTER__) \
	__attribute__((cleanup(class_##name##_end), unused)) = class_##name##_begin
#define scoped_guard(name, args...) \
	for (class_##name##_t __scope __cleanup(class_##name##_end) = \
	     class_##name##_begin(args), *__once = (void *)1; __once; __once = NULL)

#endif

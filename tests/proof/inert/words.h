/* SPDX-License-Identifier: Apache-2.0 */
/* The words, as a compiler that knows none of them sees them. */
#ifndef WORDS_H
#define WORDS_H

#define __counted_by(n)
#define __extent(n)
#define __sized_by(n)
#define __null_terminated
#define __single
#define __returns_owned(release)
#define __takes(release)
#define __borrowed
#define __owned(release)
#define __holds_ref(put)

#endif

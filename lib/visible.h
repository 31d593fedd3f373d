/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is exported: the functions of the public header.
 *
 * All else is hidden by -fvisibility=hidden.  The build includes this ahead of
 * every file, so that the public header need not know of visibility.
 */
#pragma GCC visibility push(default)
#include <safec/safec.h>
#pragma GCC visibility pop

/* SPDX-License-Identifier: Apache-2.0 */
/* uml: what a program that drives has in User-Mode Linux beyond sys.h. */
#ifndef UML_UML_H
#define UML_UML_H

#include <stddef.h>

/*
 * What device_event() told since the last call: lines, each with its newline.
 * How many bytes of TO they take; 0 without a device, too.
 */
size_t uml_events(char *to, size_t size);

#endif

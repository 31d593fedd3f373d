#ifndef SHARED_OTHER_H
#define SHARED_OTHER_H

#include "shared.h"

#define ring_is_idle(r) (atomic_read(&(r)->users) == 1)

#endif

#include "shared.h"

int ring_users(struct ring *r)
{
	return atomic_read(&r->users);
}

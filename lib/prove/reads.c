/* SPDX-License-Identifier: Apache-2.0 */
#include "prove/reads.h"

#include <string.h>

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static void pass_blanks(struct reads *r)
{
	while (is_blank(*r->at) || (*r->at == '\\' && (r->at[1] == '\n' ||
						       r->at[1] == '\r')))
		r->at++;
}

bool reads_next(struct reads *r)
{
	size_t n = 0;

	pass_blanks(r);
	while (*r->at && !is_blank(*r->at) && n + 1 < sizeof(r->name)) {
		if (*r->at == '\\' && (r->at[1] == ' ' || r->at[1] == '#'))
			r->at++;
		else if (*r->at == '$' && r->at[1] == '$')
			r->at++;
		r->name[n++] = *r->at++;
	}
	r->name[n] = '\0';
	return n > 0;
}

struct reads reads_of(const char *text)
{
	struct reads r = { .at = text ? text : "" };

	while (reads_next(&r) && r.name[strlen(r.name) - 1] != ':')
		;
	return r;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * event: the log of what is visible from outside of the kernel, line by line, and
 * what must not be.
 */
#include <stdio.h>
#include <stdlib.h>
#include <stdarg.h>

#include "events.h"
#include "harness.h"

static struct {
	FILE *log;	/* NULL where no events are kept */
	unsigned int leaks;
} events;

void events_start(FILE *log)
{
	events.log = log;
	events.leaks = 0;
}

void event(const char *format, ...)
{
	char line[512];
	va_list ap;

	if (!events.log)
		return;
	va_start(ap, format);
	harness_vsnprintf(line, sizeof(line), format, ap);
	va_end(ap);
	fputs(line, events.log);
	fputc('\n', events.log);
}

void leak(const char *format, ...)
{
	char line[256];
	va_list ap;

	va_start(ap, format);
	harness_vsnprintf(line, sizeof(line), format, ap);
	va_end(ap);
	event("leak: %s", line);
	events.leaks++;
}

unsigned int leaks_seen(void)
{
	return events.leaks;
}

int harness_printk(const char *format, ...)
{
	char line[512];
	va_list ap;
	int n;

	va_start(ap, format);
	n = harness_vscnprintf(line, sizeof(line), format, ap);
	va_end(ap);
	if (n && line[n - 1] == '\n')
		line[n - 1] = '\0';
	event("log %s", line);
	return n;
}

bool harness_warn(bool condition)
{
	if (condition)
		event("WARNING");
	return condition;
}

/* The log so far tells how it came to this. */
void harness_bug(const char *format, ...)
{
	va_list ap;

	if (events.log)
		fflush(events.log);
	fputs("harness: ", stderr);
	va_start(ap, format);
	vfprintf(stderr, format, ap);
	va_end(ap);
	fputc('\n', stderr);
	abort();
}

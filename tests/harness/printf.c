/* SPDX-License-Identifier: Apache-2.0 */
/*
 * printf: the kernel's conversions.  Its %p letters are done here, all else, one
 * conversion at a time, by the C library.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <linux/bug.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/sysfs.h>

#undef vsnprintf
#undef snprintf

struct text {
	char *to;
	size_t size, used;	/* used counts what had no room, too */
};

static void put(struct text *t, const char *s, size_t n)
{
	size_t room = t->used + 1 < t->size ? t->size - t->used - 1 : 0;

	if (room)
		memcpy(t->to + t->used, s, n < room ? n : room);
	t->used += n;
}

static void put_bytes(struct text *t, const u8 *p, size_t n, char between)
{
	char s[3];
	size_t i;

	for (i = 0; i < n; i++) {
		if (i && between)
			put(t, &between, 1);
		snprintf(s, sizeof(s), "%02x", p[i]);
		put(t, s, 2);
	}
}

static void put_error(struct text *t, const void *p)
{
	char s[32];

	put(t, s, (size_t)snprintf(s, sizeof(s), "%ld", PTR_ERR(p)));
}

static void put_pointer(struct text *t, const char **letters, int width, va_list *ap);

static void put_nested(struct text *t, const struct va_format *v)
{
	char s[512];
	va_list ap;

	va_copy(ap, *v->va);
	put(t, s, (size_t)harness_vscnprintf(s, sizeof(s), v->fmt, ap));
	va_end(ap);
}

/* A plain pointer is never the same twice, so it is not said. */
static void put_pointer(struct text *t, const char **letters, int width, va_list *ap)
{
	const void *p = va_arg(*ap, const void *);

	switch (**letters) {
	case 'M':
		put_bytes(t, p, 6, ':');
		break;
	case 'h':
		++*letters;
		put_bytes(t, p, (size_t)width, **letters == 'N' ? 0 :
			  **letters == 'C' ? ':' : **letters == 'D' ? '-' : ' ');
		if (!strchr("NCD", **letters) || !**letters)
			return;
		break;
	case 'e':
		put_error(t, p);
		break;
	case 'V':
		put_nested(t, p);
		break;
	case 'K': case 'x':
		put(t, "(pointer)", 9);
		break;
	default:
		put(t, "(pointer)", 9);
		return;
	}
	++*letters;
}

struct spec {
	char text[32];		/* without the length and the letter */
	size_t used;
	int width;
	char length;		/* h, H (hh), l, L (ll), z, or 0 */
};

/* Flags, width and precision; a * is replaced by its number. */
static const char *parse(struct spec *s, const char *f, va_list *ap)
{
	bool after_dot = false;

	s->text[s->used++] = '%';
	for (; *f && strchr("-+ #0123456789.*", *f) && s->used < 20; f++) {
		if (*f == '*') {
			int n = va_arg(*ap, int);

			if (!after_dot)
				s->width = n;
			s->used += (size_t)snprintf(s->text + s->used, 12, "%d", n);
			continue;
		}
		after_dot |= *f == '.';
		s->text[s->used++] = *f;
	}
	if (*f == 'z' || *f == 't') {
		s->length = *f++;
	} else if (*f == 'l' || *f == 'h') {
		s->length = *f++;
		if (*f == s->length) {
			s->length = *f == 'l' ? 'L' : 'H';
			f++;
		}
	} else if (*f == 'L') {
		s->length = *f++;
	}
	return f;
}

static long long get_signed(char length, va_list *ap)
{
	switch (length) {
	case 'l': return va_arg(*ap, long);
	case 'L': return va_arg(*ap, long long);
	case 'z': case 't': return va_arg(*ap, ssize_t);
	case 'h': return (short)va_arg(*ap, int);
	case 'H': return (signed char)va_arg(*ap, int);
	default: return va_arg(*ap, int);
	}
}

static unsigned long long get_unsigned(char length, va_list *ap)
{
	switch (length) {
	case 'l': return va_arg(*ap, unsigned long);
	case 'L': return va_arg(*ap, unsigned long long);
	case 'z': case 't': return va_arg(*ap, size_t);
	case 'h': return (unsigned short)va_arg(*ap, int);
	case 'H': return (unsigned char)va_arg(*ap, int);
	default: return va_arg(*ap, unsigned int);
	}
}

#pragma GCC diagnostic ignored "-Wformat-nonliteral"

static void put_number(struct text *t, struct spec *s, char letter, va_list *ap)
{
	char out[128];
	int n;

	snprintf(s->text + s->used, 4, "ll%c", letter);
	n = letter == 'd' || letter == 'i' ?
	    snprintf(out, sizeof(out), s->text, get_signed(s->length, ap)) :
	    snprintf(out, sizeof(out), s->text, get_unsigned(s->length, ap));
	put(t, out, (size_t)n);
}

static void put_string(struct text *t, struct spec *s, va_list *ap)
{
	const char *p = va_arg(*ap, const char *);
	char *out;
	int n;

	snprintf(s->text + s->used, 2, "s");
	n = asprintf(&out, s->text, p ? p : "(null)");
	if (n < 0)
		harness_bug("the harness has no memory");
	put(t, out, (size_t)n);
	free(out);
}

static void put_character(struct text *t, va_list *ap)
{
	char c = (char)va_arg(*ap, int);

	put(t, &c, 1);
}

static const char *convert(struct text *t, const char *f, va_list *ap)
{
	struct spec s = { 0 };

	f = parse(&s, f, ap);
	switch (*f) {
	case 'd': case 'i': case 'u': case 'x': case 'X': case 'o':
		put_number(t, &s, *f++, ap);
		break;
	case 's':
		put_string(t, &s, ap);
		f++;
		break;
	case 'c':
		put_character(t, ap);
		f++;
		break;
	case 'p':
		f++;
		put_pointer(t, &f, s.width, ap);
		break;
	case '%':
		put(t, f++, 1);
		break;
	default:
		harness_bug("a conversion %%%c", *f);
	}
	return f;
}

int harness_vsnprintf(char *to, size_t size, const char *f, va_list ap)
{
	struct text t = { to, size, 0 };
	const char *percent;
	va_list copy;

	va_copy(copy, ap);
	for (;;) {
		percent = strchrnul(f, '%');
		put(&t, f, (size_t)(percent - f));
		if (!*percent)
			break;
		f = convert(&t, percent + 1, &copy);
	}
	va_end(copy);
	if (size)
		to[t.used < size ? t.used : size - 1] = '\0';
	return (int)t.used;
}

int harness_vscnprintf(char *to, size_t size, const char *f, va_list ap)
{
	int n = harness_vsnprintf(to, size, f, ap);

	if (!size)
		return 0;
	return (size_t)n < size ? n : (int)size - 1;
}

#define FORWARD(result, call) \
	va_list ap; \
	va_start(ap, format); \
	result = call; \
	va_end(ap)

int harness_snprintf(char *to, size_t size, const char *format, ...)
{
	int n;

	FORWARD(n, harness_vsnprintf(to, size, format, ap));
	return n;
}

int harness_scnprintf(char *to, size_t size, const char *format, ...)
{
	int n;

	FORWARD(n, harness_vscnprintf(to, size, format, ap));
	return n;
}

int harness_sprintf(char *to, const char *format, ...)
{
	int n;

	FORWARD(n, harness_vsnprintf(to, INT32_MAX, format, ap));
	return n;
}

int sysfs_emit(char *to, const char *format, ...)
{
	int n;

	if (WARN_ON(!to || offset_in_page(to)))
		return 0;
	FORWARD(n, harness_vscnprintf(to, PAGE_SIZE, format, ap));
	return n;
}

int sysfs_emit_at(char *to, int at, const char *format, ...)
{
	int n;

	if (WARN_ON(!to || offset_in_page(to) || at < 0 || at >= (int)PAGE_SIZE))
		return 0;
	FORWARD(n, harness_vscnprintf(to + at, PAGE_SIZE - (size_t)at, format, ap));
	return n;
}

char *kvasprintf(gfp_t flags, const char *format, va_list ap)
{
	int n = harness_vsnprintf(NULL, 0, format, ap);
	char *p = kmalloc((size_t)n + 1, flags);

	if (p)
		harness_vsnprintf(p, (size_t)n + 1, format, ap);
	return p;
}

char *kasprintf(gfp_t flags, const char *format, ...)
{
	char *p;

	FORWARD(p, kvasprintf(flags, format, ap));
	return p;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * manifest: what processes do with the store of firmware manifests.
 *
 * Workloads name a manifest by its shape, a list of records, and the format's
 * version; the bytes are made here, with everything right that the shape does
 * not make wrong.
 */
#include <fcntl.h>
#include <stdint.h>
#include <string.h>

#include "drive.h"
#include "manifest.h"

const char drive_name[] = "manifest";

#define NODES	100	/* a step: A nodes, numbered from 1 */
#define UNKNOWN	101	/* a step: a record that nobody knows, with flags A */

/*
 * One record.  STRINGS: A is 1 without the last NUL, 2 for none at all.  NODE:
 * id, parent, name, number of properties.  PAYLOAD: node, bytes, what should be
 * zero.  VALUES: node, groups, bytes of a value, what should be zero.  COMMENT:
 * bytes, 1 for a NUL in it.  END: bytes that it should not have.
 */
struct step {
	unsigned int type;
	uint32_t a, b, c, d;
};

/* Offsets into the strings that all shapes have. */
enum { BOARD = 0, CPU = 6, MEMORY = 10, CLOCK = 17, EMPTY = 23, LONGEST = 24,
       TOO_LONG = 56, STRINGS_END = 89 };
static const char strings[] = "board\0cpu\0memory\0clock\0\0"
	"a_name_of_thirty-one_characters\0"
	"a_name_of_thirty-two_characters_";

#define STRINGS	{ MAN_STRINGS, 0, 0, 0, 0 }
#define END	{ MAN_END, 0, 0, 0, 0 }
#define TOP	{ MAN_NODE, 1, 0, BOARD, 0 }

struct shape {
	const char *name;
	struct step steps[12];	/* up to END, or the last */
	unsigned int nr;
};

static const struct shape shapes[] = {
	{ "tree", { STRINGS, { MAN_NODE, 1, 0, BOARD, 1 },
		    { MAN_NODE, 2, 1, CPU, 2 }, { MAN_NODE, 3, 1, MEMORY, 0 },
		    { MAN_NODE, 4, 0, LONGEST, 16 }, { MAN_PAYLOAD, 3, 37, 0, 0 },
		    { MAN_VALUES, 2, 3, 2, 0 }, { MAN_VALUES, 3, 1, 4, 0 },
		    { MAN_VALUES, 1, 16, 1, 0 }, { MAN_PAYLOAD, 1, 0, 0, 0 },
		    END }, 11 },
	{ "small", { STRINGS, TOP, END }, 3 },
	{ "bare", { STRINGS, END }, 2 },
	{ "deep", { STRINGS, TOP, { MAN_NODE, 2, 1, CPU, 0 },
		    { MAN_NODE, 3, 2, LONGEST, 0 }, { MAN_NODE, 4, 3, LONGEST, 0 },
		    { MAN_NODE, 5, 4, LONGEST, 0 }, { MAN_NODE, 6, 5, LONGEST, 0 },
		    { MAN_NODE, 7, 6, LONGEST, 0 }, { MAN_NODE, 8, 7, LONGEST, 0 },
		    END }, 10 },
	{ "too-deep", { STRINGS, TOP, { MAN_NODE, 2, 1, CPU, 0 },
		    { MAN_NODE, 3, 2, CPU, 0 }, { MAN_NODE, 4, 3, CPU, 0 },
		    { MAN_NODE, 5, 4, CPU, 0 }, { MAN_NODE, 6, 5, CPU, 0 },
		    { MAN_NODE, 7, 6, CPU, 0 }, { MAN_NODE, 8, 7, CPU, 0 },
		    { MAN_NODE, 9, 8, CPU, 0 }, END }, 11 },
	{ "comment", { STRINGS, TOP, { MAN_COMMENT, 20, 0, 0, 0 }, END }, 4 },
	{ "comment-long", { STRINGS, { MAN_COMMENT, 100, 0, 0, 0 }, END }, 3 },
	{ "comment-nul", { STRINGS, { MAN_COMMENT, 20, 1, 0, 0 }, END }, 3 },
	{ "optional", { STRINGS, TOP, { UNKNOWN, MAN_OPTIONAL, 0, 0, 0 }, END }, 4 },
	{ "unknown", { STRINGS, TOP, { UNKNOWN, 0, 0, 0, 0 }, END }, 4 },
	{ "most-nodes", { STRINGS, { NODES, MAN_MAX_NODES, 0, 0, 0 }, END }, 3 },
	{ "more-nodes", { STRINGS, { NODES, MAN_MAX_NODES + 1, 0, 0, 0 }, END }, 3 },
	{ "more-props", { STRINGS, { MAN_NODE, 1, 0, BOARD, 17 }, END }, 3 },
	{ "more-groups", { STRINGS, TOP, { MAN_VALUES, 1, 17, 1, 0 }, END }, 4 },
	{ "width", { STRINGS, TOP, { MAN_VALUES, 1, 1, 3, 0 }, END }, 4 },
	{ "group-zero", { STRINGS, TOP, { MAN_VALUES, 1, 1, 1, 9 }, END }, 4 },
	{ "payload-zero", { STRINGS, TOP, { MAN_PAYLOAD, 1, 1, 9, 0 }, END }, 4 },
	{ "payload-twice", { STRINGS, TOP, { MAN_PAYLOAD, 1, 5, 0, 0 },
			     { MAN_PAYLOAD, 1, 5, 0, 0 }, END }, 5 },
	{ "values-twice", { STRINGS, TOP, { MAN_VALUES, 1, 2, 1, 0 },
			    { MAN_VALUES, 1, 2, 1, 0 }, END }, 5 },
	{ "payload-lost", { STRINGS, { MAN_PAYLOAD, 1, 5, 0, 0 }, END }, 3 },
	{ "values-lost", { STRINGS, { MAN_VALUES, 1, 1, 1, 0 }, END }, 3 },
	{ "parent-lost", { STRINGS, { MAN_NODE, 1, 2, CPU, 0 }, END }, 3 },
	{ "id-zero", { STRINGS, { MAN_NODE, 0, 0, CPU, 0 }, END }, 3 },
	{ "id-twice", { STRINGS, TOP, TOP, END }, 4 },
	{ "name-empty", { STRINGS, { MAN_NODE, 1, 0, EMPTY, 0 }, END }, 3 },
	{ "name-long", { STRINGS, { MAN_NODE, 1, 0, TOO_LONG, 0 }, END }, 3 },
	{ "name-middle", { STRINGS, { MAN_NODE, 1, 0, CPU + 1, 0 }, END }, 3 },
	{ "name-out", { STRINGS, { MAN_NODE, 1, 0, STRINGS_END, 0 }, END }, 3 },
	{ "strings-open", { { MAN_STRINGS, 1, 0, 0, 0 }, END }, 2 },
	{ "strings-none", { { MAN_STRINGS, 2, 0, 0, 0 }, END }, 2 },
	{ "strings-twice", { STRINGS, STRINGS, END }, 3 },
	{ "strings-late", { TOP, STRINGS, END }, 3 },
	{ "end-only", { END }, 1 },
	{ "end-early", { STRINGS, END, TOP }, 3 },
	{ "end-long", { STRINGS, { MAN_END, 3, 0, 0, 0 } }, 2 },
	{ "end-none", { STRINGS, TOP }, 2 },
};

static const char *const shape_names[] = { "tree", "small", "bare", "deep",
	"too-deep", "comment", "comment-long", "comment-nul", "optional",
	"unknown", "most-nodes", "more-nodes", "more-props", "more-groups",
	"width", "group-zero", "payload-zero", "payload-twice", "values-twice",
	"payload-lost", "values-lost", "parent-lost", "id-zero", "id-twice",
	"name-empty", "name-long", "name-middle", "name-out", "strings-open",
	"strings-none", "strings-twice", "strings-late", "end-only", "end-early",
	"end-long", "end-none", NULL };
static const char *const versions[] = { "1", "2", "3", "2b", "3b", NULL };
static const char *const parameters[] = { "", "max_blobs=1", "max_blobs=2",
					  "max_blobs=0", NULL };
static const char *const paths[] = { "board", "board/cpu", "board/memory",
	"cpu", "board/", "/board", "board/cpu/clock", "\"\"",
	"a_name_of_thirty-one_characters", NULL };
static const char *const keys[] = { "clock", "cpu", "\"\"",
	"a_name_of_thirty-two_characters_", NULL };
static const char *const shown[] = { "/sys/kernel/debug/manifest/blobs", NULL };

/* Commands that take a pointer, each for `fault'. */
static const struct {
	const char *name;
	unsigned long command;
} pointers[] = {
	{ "load", MAN_IOC_LOAD },
	{ "commit", MAN_IOC_COMMIT },
	{ "info", MAN_IOC_INFO },
	{ "find", MAN_IOC_FIND },
	{ "prop", MAN_IOC_PROP },
	{ "payload", MAN_IOC_PAYLOAD },
	{ "values", MAN_IOC_VALUES },
};
static const char *const pointer_names[] = { "load", "commit", "info", "find",
	"prop", "payload", "values", NULL };

/* A manifest in the making. */
struct image {
	unsigned char *b;
	size_t n;
	unsigned int version;
	int big;
	size_t record;		/* where the record's number of bytes stands */
};

#define IMAGE_ROOM	32768	/* more than the largest shape needs */

static void set(struct image *m, size_t at, uint32_t v, unsigned int width)
{
	unsigned int i;

	for (i = 0; i < width; i++)
		m->b[at + i] = (unsigned char)
			(v >> 8 * (m->big ? width - 1 - i : i));
}

static void put(struct image *m, uint32_t v, unsigned int width)
{
	set(m, m->n, v, width);
	m->n += width;
}

static void begin(struct image *m, unsigned int type, uint32_t flags)
{
	put(m, type, 2);
	if (m->version > 1)
		put(m, flags, 2);
	m->record = m->n;
	put(m, 0, m->version > 1 ? 4 : 2);
}

static void end(struct image *m)
{
	unsigned int width = m->version > 1 ? 4 : 2;

	set(m, m->record, (uint32_t)(m->n - m->record) - width, width);
	while (m->n % 4)
		m->b[m->n++] = 0;
}

/* N bytes that tell where they are. */
static void pattern(struct image *m, uint32_t n)
{
	uint32_t i;

	for (i = 0; i < n; i++)
		put(m, (i * 7 + 1) & 0xff, 1);
}

static void make_strings(struct image *m, uint32_t kind)
{
	size_t n = kind == 2 ? 0 : sizeof(strings) - (kind == 1);

	begin(m, MAN_STRINGS, 0);
	memcpy(m->b + m->n, strings, n);
	m->n += n;
	end(m);
}

/* The properties' values have 0, 5, 10… bytes. */
static void make_node(struct image *m, const struct step *s)
{
	uint32_t i;

	begin(m, MAN_NODE, 0);
	put(m, s->c, 4);
	put(m, s->a, 2);
	put(m, s->b, 2);
	put(m, s->d, 2);
	put(m, 0, 2);
	for (i = 0; i < s->d; i++) {
		put(m, i ? MEMORY : CLOCK, 4);
		put(m, i * 5, 2);
		pattern(m, i * 5);
	}
	end(m);
}

static void make_nodes(struct image *m, uint32_t nr)
{
	uint32_t i;

	for (i = 1; i <= nr; i++) {
		struct step s = { MAN_NODE, i, 0, CPU, 0 };

		make_node(m, &s);
	}
}

static void make_payload(struct image *m, const struct step *s)
{
	begin(m, MAN_PAYLOAD, 0);
	put(m, s->a, 2);
	put(m, s->c, 2);
	pattern(m, s->b);
	end(m);
}

/* Groups of 0, 3, 6… values. */
static void make_values(struct image *m, const struct step *s)
{
	uint32_t i;

	begin(m, MAN_VALUES, 0);
	put(m, s->a, 2);
	put(m, s->b, 2);
	for (i = 0; i < s->b; i++) {
		put(m, i * 3, 2);
		put(m, s->c, 1);
		put(m, s->d, 1);
		pattern(m, i * 3 * s->c);
	}
	end(m);
}

static void make_comment(struct image *m, const struct step *s)
{
	begin(m, MAN_COMMENT, 0);
	memset(m->b + m->n, 'c', s->a);
	if (s->b)
		m->b[m->n + s->a / 2] = 0;
	m->n += s->a;
	end(m);
}

static void make_other(struct image *m, unsigned int type, uint32_t flags,
		       uint32_t bytes)
{
	begin(m, type, flags);
	pattern(m, bytes);
	end(m);
}

static void make_record(struct image *m, const struct step *s)
{
	switch (s->type) {
	case MAN_STRINGS:	make_strings(m, s->a); break;
	case MAN_NODE:		make_node(m, s); break;
	case MAN_PAYLOAD:	make_payload(m, s); break;
	case MAN_VALUES:	make_values(m, s); break;
	case MAN_COMMENT:	make_comment(m, s); break;
	case NODES:		make_nodes(m, s->a); break;
	case UNKNOWN:		make_other(m, 77, s->a, 6); break;
	default:		make_other(m, MAN_END, 0, s->a); break;
	}
}

static uint32_t crc(const unsigned char *p, size_t n)
{
	uint32_t c = ~0U;
	int bit;

	while (n--) {
		c ^= *p++;
		for (bit = 0; bit < 8; bit++)
			c = c & 1 ? c >> 1 ^ 0xedb88320U : c >> 1;
	}
	return ~c;
}

/* The CRC and the total, as the bytes now are. */
static void seal(struct image *m)
{
	size_t header = m->version > 1 ? 32 : 16;

	if (m->n < header)
		return;
	set(m, 8, (uint32_t)m->n, 4);
	set(m, 12, crc(m->b + header, m->n - header), 4);
}

static void make_header(struct image *m)
{
	memcpy(m->b, "MNFT", 4);
	m->b[4] = (unsigned char)m->version;
	m->b[5] = m->big ? MAN_BIG_ENDIAN : 0;
	m->n = 6;
	put(m, m->version > 1 ? 32 : 16, 2);
	put(m, 0, 4);
	put(m, 0, 4);
	if (m->version == 1)
		return;
	memcpy(m->b + m->n, m->big ? "sixteen-letters!" : "short\0\0\0\0\0\0\0\0\0\0",
	       MAN_TITLE_LEN);
	m->n += MAN_TITLE_LEN;
}

/* The manifest of a shape and a version, A[1] and A[2]. */
static struct image make(struct drive *d, const struct argument *a)
{
	struct image m = { .b = drive_memory(d, IMAGE_ROOM) };
	const struct shape *s = shapes;
	unsigned int i;

	m.version = a[2].word[0] == '1' ? 1 : a[2].word[0] == '2' ? 2 : 3;
	m.big = m.version > 1 && a[2].word[1] == 'b';
	for (i = 0; i < sizeof(shapes) / sizeof(shapes[0]); i++) {
		if (strcmp(shapes[i].name, a[1].word) == 0)
			s = &shapes[i];
	}
	make_header(&m);
	for (i = 0; i < s->nr; i++)
		make_record(&m, &s->steps[i]);
	seal(&m);
	return m;
}

static long op_open(struct drive *d, const struct argument *a)
{
	return drive_open_at(d, a, "/dev/manifest", O_RDWR);
}

static void say_load(struct drive *d, const struct man_load *args)
{
	drive_say(d, "id %u error %u at %u", args->id, args->error, args->at);
}

static long load(struct drive *d, const struct argument *a, const void *data,
		 size_t len)
{
	struct man_load args = { .data = (uintptr_t)data, .len = (uint32_t)len };
	long ret = sys_ioctl(*a[0].file, MAN_IOC_LOAD, &args);

	say_load(d, &args);
	return ret;
}

static long blob(struct drive *d, const struct argument *a)
{
	struct image m = make(d, a);

	return load(d, a, m.b, m.n);
}

/* One byte is another one, and the CRC knows. */
static long changed(struct drive *d, const struct argument *a)
{
	struct image m = make(d, a);

	m.b[a[3].number % m.n] = (unsigned char)a[4].number;
	seal(&m);
	return load(d, a, m.b, m.n);
}

/* Likewise, and the CRC does not. */
static long damaged(struct drive *d, const struct argument *a)
{
	struct image m = make(d, a);

	m.b[a[3].number % m.n] = (unsigned char)a[4].number;
	return load(d, a, m.b, m.n);
}

/* Only so many bytes, which is what the header says. */
static long cut(struct drive *d, const struct argument *a)
{
	struct image m = make(d, a);

	if (a[3].number < m.n)
		m.n = a[3].number;
	seal(&m);
	return load(d, a, m.b, m.n);
}

static long raw(struct drive *d, const struct argument *a)
{
	return load(d, a, a[1].bytes, a[1].size);
}

/* Nobody has memory at 8. */
static long load_wrong(struct drive *d, const struct argument *a)
{
	return load(d, a, (const void *)8, a[1].number);
}

/* From a byte on, so many, by write(). */
static long op_put(struct drive *d, const struct argument *a)
{
	struct image m = make(d, a);
	size_t from = a[3].number < m.n ? a[3].number : m.n;
	size_t n = a[4].number < m.n - from ? a[4].number : m.n - from;

	return sys_write(*a[0].file, m.b + from, n);
}

static long write_wrong(struct drive *d, const struct argument *a)
{
	(void)d;
	return sys_write(*a[0].file, (const void *)8, a[1].number);
}

static long commit(struct drive *d, const struct argument *a)
{
	struct man_load args = { 0 };
	long ret = sys_ioctl(*a[0].file, MAN_IOC_COMMIT, &args);

	say_load(d, &args);
	return ret;
}

static long drop(struct drive *d, const struct argument *a)
{
	(void)d;
	return sys_ioctl(*a[0].file, MAN_IOC_UNLOAD, (void *)a[1].number);
}

static long use(struct drive *d, const struct argument *a)
{
	(void)d;
	return sys_ioctl(*a[0].file, MAN_IOC_USE, (void *)a[1].number);
}

static long unknown(struct drive *d, const struct argument *a)
{
	(void)d;
	return sys_ioctl(*a[0].file, _IO(MAN_IOC_MAGIC, 99), NULL);
}

static long info(struct drive *d, const struct argument *a)
{
	struct man_info i = { 0 };
	long ret = sys_ioctl(*a[0].file, MAN_IOC_INFO, &i);

	if (ret)
		return ret;
	drive_say(d, "id %u version %u len %u crc %08x nodes %u skipped %u ",
		  i.id, i.version, i.len, i.crc, i.nr_nodes, i.skipped);
	drive_say_bytes(d, i.title, sizeof(i.title));
	drive_say(d, " ");
	drive_say_bytes(d, i.comment, sizeof(i.comment));
	return ret;
}

/* TEXT into FIELD of SIZE bytes; one that is too long has no NUL. */
static void set_text(char *field, size_t size, const struct argument *text)
{
	memcpy(field, text->word, text->size < size ? text->size : size);
}

static long find(struct drive *d, const struct argument *a)
{
	struct man_find args = { .id = 0 };
	long ret;

	set_text(args.path, sizeof(args.path), &a[1]);
	ret = sys_ioctl(*a[0].file, MAN_IOC_FIND, &args);
	drive_say(d, "id %u", args.id);
	return ret;
}

/* A path that does not end. */
static long find_wrong(struct drive *d, const struct argument *a)
{
	struct man_find args;

	(void)d;
	memset(&args, 'x', sizeof(args));
	return sys_ioctl(*a[0].file, MAN_IOC_FIND, &args);
}

/* What ARGS asks for, of the node A[1] and with room for A[3] bytes. */
static long get(struct drive *d, const struct argument *a, unsigned long command,
		struct man_get *args)
{
	unsigned char *b = drive_memory(d, MAN_MAX_LEN);
	long ret;

	args->data = (uintptr_t)b;
	args->len = (uint32_t)a[3].number;
	args->id = (uint32_t)a[1].number;
	ret = sys_ioctl(*a[0].file, command, args);
	if (!ret)
		drive_say_bytes(d, b, args->len);
	return ret;
}

static long prop(struct drive *d, const struct argument *a)
{
	struct man_get args = { 0 };

	set_text(args.key, sizeof(args.key), &a[2]);
	return get(d, a, MAN_IOC_PROP, &args);
}

static long payload(struct drive *d, const struct argument *a)
{
	struct man_get args = { .offset = (uint32_t)a[2].number };

	return get(d, a, MAN_IOC_PAYLOAD, &args);
}

static long values(struct drive *d, const struct argument *a)
{
	struct man_get args = { .group = (uint32_t)a[2].number };

	return get(d, a, MAN_IOC_VALUES, &args);
}

static long payload_wrong(struct drive *d, const struct argument *a)
{
	struct man_get args = { .data = 8, .len = 8, .id = (uint32_t)a[1].number };

	(void)d;
	return sys_ioctl(*a[0].file, MAN_IOC_PAYLOAD, &args);
}

static long fault(struct drive *d, const struct argument *a)
{
	size_t i;

	(void)d;
	for (i = 0; i < sizeof(pointers) / sizeof(pointers[0]); i++) {
		if (strcmp(pointers[i].name, a[1].word) == 0)
			return sys_ioctl(*a[0].file, pointers[i].command,
					 (void *)8);
	}
	return 0;
}

#define IMAGE		WORD(shape_names), WORD(versions)

const struct operation drive_operations[] = {
	{ "load", { WORD(parameters) }, drive_load },
	{ "unload", { NONE }, drive_unload },
	{ "open", { FILE_ARG }, op_open },
	{ "close", { FILE_ARG }, drive_close },
	{ "blob", { FILE_ARG, IMAGE }, blob },
	{ "changed", { FILE_ARG, IMAGE, NUMBER(400), NUMBER(255) }, changed },
	{ "damaged", { FILE_ARG, IMAGE, NUMBER(400), NUMBER(255) }, damaged },
	{ "cut", { FILE_ARG, IMAGE, NUMBER(400) }, cut },
	{ "raw", { FILE_ARG, BYTES(512) }, raw },
	{ "load-wrong", { FILE_ARG, NUMBER(MAN_MAX_LEN) }, load_wrong },
	{ "put", { FILE_ARG, IMAGE, NUMBER(400), NUMBER(1024) }, op_put },
	{ "write", { FILE_ARG, BYTES(MAN_MAX_LEN) }, drive_write },
	{ "write-wrong", { FILE_ARG, NUMBER(1024) }, write_wrong },
	{ "commit", { FILE_ARG }, commit },
	{ "drop", { FILE_ARG, NUMBER(4) }, drop },
	{ "use", { FILE_ARG, NUMBER(4) }, use },
	{ "info", { FILE_ARG }, info },
	{ "find", { FILE_ARG, WORD(paths) }, find },
	{ "find-wrong", { FILE_ARG }, find_wrong },
	{ "prop", { FILE_ARG, NUMBER(8), WORD(keys), NUMBER(256) }, prop },
	{ "payload", { FILE_ARG, NUMBER(8), NUMBER(40), NUMBER(256) }, payload },
	{ "payload-wrong", { FILE_ARG, NUMBER(8) }, payload_wrong },
	{ "values", { FILE_ARG, NUMBER(8), NUMBER(MAN_MAX_GROUPS), NUMBER(256) }, values },
	{ "unknown", { FILE_ARG }, unknown },
	{ "fault", { FILE_ARG, WORD(pointer_names) }, fault },
	{ "show", { WORD(shown) }, drive_show },
	{ NULL, { NONE }, NULL },
};

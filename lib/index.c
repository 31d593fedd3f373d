/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The first phase: each unit by itself, from its source to its facts.
 *
 * A unit's result crosses from worker to program as one block: a head, the
 * compiler's messages with a NUL behind each, and the facts.
 */
#include "program.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/pool.h"
#include "base/vec.h"
#include "front/front.h"

struct head {
	int err;
	double seconds;
	uint64_t message_bytes;
};

struct bytes {
	char *data;
	size_t size;
};

static int append(struct bytes *b, const void *data, size_t size)
{
	char *more = realloc(b->data, b->size + size + 1);

	if (!more)
		return -SAFEC_ENOMEM;
	b->data = more;
	memcpy(b->data + b->size, data, size);
	b->size += size;
	return 0;
}

static double cpu_seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static int lower(const struct safec_program *p, struct front *f, struct unit *u)
{
	const char **names = NULL;
	size_t n = 0;
	int err = front_lower(f, u);

	err = err ? err : facts_wanted(u, p->model, &names, &n);
	if (!err && n)
		err = front_lower_mentions(f, u, names, n);
	free(names);
	return err;
}

static int learn(const struct safec_program *p, struct front *f, struct facts *facts)
{
	struct unit u = { 0 };
	int err = lower(p, f, &u);

	err = err ? err : facts_collect(&u, p->model, facts);
	unit_free(&u);
	return err;
}

static int append_messages(struct bytes *b, const struct front *f)
{
	const struct message *m;
	size_t i;
	int err = 0;

	for (i = 0; f && (m = front_message(f, i)) && !err; i++)
		if (m->is_error)
			err = append(b, m->text, strlen(m->text) + 1);
	return err;
}

static int pack(struct bytes *b, struct head head, const struct front *f,
		const struct facts *facts)
{
	void *data = NULL;
	size_t size = 0;
	int err = append(b, &head, sizeof(head));

	err = err ? err : append_messages(b, f);
	if (err)
		return err;
	((struct head *)(void *)b->data)->message_bytes = b->size - sizeof(head);
	err = facts_write(facts, &data, &size);
	err = err ? err : append(b, data, size);
	free(data);
	return err;
}

static int work(void *arg, size_t i, void **out, size_t *size)
{
	const struct safec_program *p = arg;
	double start = cpu_seconds();
	struct facts facts = { 0 };
	struct front *f = NULL;
	struct head head = { 0 };
	struct bytes b = { 0 };
	int err;

	head.err = front_open(&p->units[i]->command, p->root, FLAGS_ANALYSE,
			      NULL, 0, &f);
	if (!head.err)
		head.err = learn(p, f, &facts);
	head.seconds = cpu_seconds() - start;
	err = pack(&b, head, f, &facts);
	front_close(f);
	facts_free(&facts);
	if (err) {
		free(b.data);
		return err;
	}
	*out = b.data;
	*size = b.size;
	return 0;
}

static int keep_message(struct safec_program *p, struct safec_unit *u,
			const char *text)
{
	const char **m = vec_add(&u->messages, &u->message_count, sizeof(*m));

	if (!m)
		return -SAFEC_ENOMEM;
	*m = arena_copy(&p->arena, text);
	return *m ? 0 : -SAFEC_ENOMEM;
}

static int keep_messages(struct safec_program *p, struct safec_unit *u,
			 const char *text, size_t size)
{
	size_t at = 0;
	int err = 0;

	while (at < size && !err) {
		err = keep_message(p, u, text + at);
		at += strlen(text + at) + 1;
	}
	return err;
}

static int unpack(struct safec_program *p, struct safec_unit *u,
		  const char *data, size_t size)
{
	struct head head;
	int err;

	if (size < sizeof(head))
		return -SAFEC_ECRASH;
	memcpy(&head, data, sizeof(head));
	if (head.message_bytes > size - sizeof(head) ||
	    (head.message_bytes && data[sizeof(head) + head.message_bytes - 1]))
		return -SAFEC_ECRASH;
	data += sizeof(head);
	u->seconds = head.seconds;
	u->status = head.err ? SAFEC_FAILED : SAFEC_OK;
	err = keep_messages(p, u, data, (size_t)head.message_bytes);
	if (!err && head.err && !u->message_count)
		err = keep_message(p, u, arena_printf(&p->arena, "%s: %s", u->name,
						      safec_strerror(head.err)));
	return err ? err : facts_read(&u->facts, data + head.message_bytes,
				      size - sizeof(head) - head.message_bytes);
}

static int done(void *arg, size_t i, int err, const void *data, size_t size,
		const char *says)
{
	struct safec_program *p = arg;
	struct safec_unit *u = p->units[i];

	if (!err)
		err = unpack(p, u, data, size);
	if (!err || err == -SAFEC_ENOMEM)
		return err;
	u->status = SAFEC_FAILED;
	return keep_message(p, u, arena_printf(&p->arena, "%s: %s", u->name,
				*says ? says : safec_strerror(err)));
}

bool unit_reads(const struct safec_unit *u, const char *path)
{
	size_t i;

	for (i = 1; i < u->facts.file_count; i++)
		if (!strcmp(fact_string(&u->facts, u->facts.files[i].path), path))
			return true;
	return false;
}

int program_index(struct safec_program *p)
{
	size_t i;
	int err = pool_run(p->unit_count, p->options.jobs, p->options.seconds,
			   work, done, p);

	for (i = 0; i < p->unit_count && !err; i++) {
		const struct facts **f;

		if (p->units[i]->status != SAFEC_OK)
			continue;
		f = vec_add(&p->facts, &p->fact_count, sizeof(*f));
		if (!f)
			return -SAFEC_ENOMEM;
		*f = &p->units[i]->facts;
	}
	return err;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What LLVM's assembly says of instructions and globals besides names.
 *
 * LLVM reads its own assembly back, so a line holds every flag, predicate,
 * ordering and alignment there is, also those that the C interface has no
 * function for or that a later LLVM adds.  In two lines are compared all bytes
 * but
 *
 *	%name @name #1		what a name stands for is compared by pairing
 *	, !kind !2		and attachments are compared on their own
 *
 * The operands of a phi and the cases of a switch have no order, and are left
 * to who compares them.
 */
#include "prove/ir_pair.h"

#include <string.h>

/* A line of assembly, or more when what it says goes on in the next. */
struct reader {
	const char *at, *end;
	bool quoted;
};

static bool is_name_byte(char ch)
{
	return (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z') ||
	       (ch >= '0' && ch <= '9') || (ch && strchr("-$._", ch));
}

/* Past a name, which may be in quotes; a quote inside is written \22. */
static void skip_name(struct reader *r)
{
	if (*r->at == '"') {
		do
			r->at++;
		while (r->at < r->end && *r->at != '"');
		r->at += r->at < r->end;
		return;
	}
	while (r->at < r->end && is_name_byte(*r->at))
		r->at++;
}

/* Past each ` !name`, with or without a comma before. */
static void skip_attached(struct reader *r)
{
	for (;;) {
		const char *p = r->at + (*r->at == ',');

		if (p[0] != ' ' || p[1] != '!' ||
		    !(is_name_byte(p[2]) || p[2] == '\\'))
			return;
		p += 2;
		while (is_name_byte(*p) || *p == '\\')
			p++;
		r->at = p;
	}
}

/* The next byte that counts; 0 at the end. */
static int next(struct reader *r)
{
	char ch;

	if (!r->quoted)
		skip_attached(r);
	if (r->at >= r->end)
		return 0;
	ch = *r->at++;
	if (ch == '"')
		r->quoted = !r->quoted;
	else if (!r->quoted && (ch == '%' || ch == '@' || ch == '#'))
		skip_name(r);
	return (unsigned char)ch;
}

static bool is_same(struct reader a, struct reader b)
{
	int ch;

	do {
		ch = next(&a);
		if (ch != next(&b))
			return false;
	} while (ch);
	return true;
}

static const char *line_end(const char *text)
{
	return text + strcspn(text, "\n");
}

/* Clauses and far successors stand on lines of their own, further right. */
static const char *end_with_rest(const char *text)
{
	const char *end = line_end(text);

	while (!strncmp(end, "\n   ", 4))
		end = line_end(end + 1);
	return end;
}

static struct reader reader_of(const char *text, LLVMOpcode op)
{
	struct reader r = { text, line_end(text), false };
	const char *operands;

	if (op == LLVMPHI) {
		operands = strstr(text, "[ ");
		if (operands && operands < r.end)
			r.end = operands;
	} else if (op != LLVMSwitch) {
		r.end = end_with_rest(text);
	}
	return r;
}

bool ir_compare_text(struct ir *c, LLVMValueRef a, LLVMValueRef b)
{
	LLVMOpcode op = LLVMIsAInstruction(a) ? LLVMGetInstructionOpcode(a) : 0;
	const char *text_a = ir_text(c, a), *text_b = ir_text(c, b);

	if (*text_a && is_same(reader_of(text_a, op), reader_of(text_b, op)))
		return true;
	return ir_differ(c, "another %s",
			 LLVMIsAInstruction(a) ? "instruction" : "declaration");
}

bool ir_compare_printed(struct ir *c, LLVMValueRef a, LLVMValueRef b)
{
	char *text_a = LLVMPrintValueToString(a);
	char *text_b = LLVMPrintValueToString(b);
	bool same = is_same((struct reader){ text_a, text_a + strlen(text_a), false },
			    (struct reader){ text_b, text_b + strlen(text_b), false });

	if (!same)
		ir_differ(c, "another constant: %s instead of %s", text_b, text_a);
	LLVMDisposeMessage(text_a);
	LLVMDisposeMessage(text_b);
	return same;
}

/* ----------------------------------------------------------- whose line it is */

/* Globals stand at the left margin, instructions are indented by two. */
static bool is_global(const char *text)
{
	return *text == '@' || !strncmp(text, "define ", 7) ||
	       !strncmp(text, "declare ", 8);
}

static bool is_instruction(const char *text)
{
	return !strncmp(text, "  ", 2) && text[2] != ' ' && text[2] != ']';
}

/* The first line from TEXT that IS wanted and comes before a line that begins with STOP. */
static const char *find_line(const char *text, bool (*is)(const char *), char stop)
{
	while (*text && *text != stop && !is(text)) {
		text = line_end(text);
		text += *text != '\0';
	}
	return *text && *text != stop ? text : NULL;
}

static const char *next_line(const char *text)
{
	const char *end = line_end(text);

	return end + (*end != '\0');
}

/* Give all instructions of FUNCTION, which begins at TEXT, their lines. */
static bool bind_body(struct ir *c, LLVMValueRef function, const char *text)
{
	LLVMBasicBlockRef block;
	LLVMValueRef i;

	for (block = LLVMGetFirstBasicBlock(function); block;
	     block = LLVMGetNextBasicBlock(block)) {
		for (i = LLVMGetFirstInstruction(block); i;
		     i = LLVMGetNextInstruction(i)) {
			text = find_line(next_line(text), is_instruction, '}');
			if (!text)
				return ir_differ(c, "the assembly is not understood");
			if (!ir_set_text(c, i, text))
				return false;
		}
	}
	return !find_line(next_line(text), is_instruction, '}') ||
	       ir_differ(c, "the assembly is not understood");
}

bool ir_bind_text(struct ir *c, struct ir_module *m)
{
	const char *text;
	LLVMValueRef g;

	m->text = LLVMPrintModuleToString(m->module);
	text = m->text;
	for (g = ir_next_global(m->module, NULL); g;
	     g = ir_next_global(m->module, g)) {
		text = find_line(text, is_global, '\0');
		if (!text)
			return ir_differ(c, "the assembly is not understood");
		if (!ir_set_text(c, g, text))
			return false;
		if (LLVMIsAFunction(g) && !LLVMIsDeclaration(g) &&
		    !bind_body(c, g, text))
			return false;
		text = next_line(text);
	}
	return true;
}

/* --------------------------------------------------------------- symbols */

/* A $ begins an operand, or stands for one when doubled. */
static bool is_symbol_byte(char ch)
{
	return is_name_byte(ch) && ch != '$' && ch != '-';
}

/*
 * A local symbol may have .L, L or _ before its name, so these may stand there
 * even when they make it another's name.
 */
static bool may_begin(const char *text, size_t at)
{
	return !at || !is_symbol_byte(text[at - 1]) || text[at - 1] == 'L' ||
	       text[at - 1] == '_';
}

bool ir_mentions(const char *text, size_t size, const char *name,
		 size_t name_size)
{
	size_t at, end;

	for (at = 0; at + name_size <= size; at++) {
		end = at + name_size;
		if (!memcmp(text + at, name, name_size) && may_begin(text, at) &&
		    (end == size || !is_symbol_byte(text[end])))
			return true;
	}
	return false;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Two modules of LLVM's assembly: what makes them the same, and what doesn't. */
#include <check.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <llvm-c/BitWriter.h>
#include <llvm-c/Core.h>
#include <llvm-c/IRReader.h>

#include "prove/ir.h"

/* ------------------------------------------------------------------ helpers */

static char file_a[] = "/tmp/test-ir-a-XXXXXX", file_b[] = "/tmp/test-ir-b-XXXXXX";

static void make_files(void)
{
	int a = mkstemp(file_a), b = mkstemp(file_b);

	ck_assert(a >= 0 && b >= 0);
	close(a);
	close(b);
}

static void remove_files(void)
{
	unlink(file_a);
	unlink(file_b);
	memset(file_a + strlen(file_a) - 6, 'X', 6);
	memset(file_b + strlen(file_b) - 6, 'X', 6);
}

/* Make PATH the bitcode of the assembly TEXT. */
static void assemble(const char *path, const char *text)
{
	LLVMContextRef context = LLVMContextCreate();
	LLVMMemoryBufferRef buffer = LLVMCreateMemoryBufferWithMemoryRangeCopy(
		text, strlen(text), "text");
	LLVMModuleRef module = NULL;
	char *message = NULL;

	if (LLVMParseIRInContext(context, buffer, &module, &message))
		ck_abort_msg("%s\n%s", message, text);
	ck_assert_int_eq(LLVMWriteBitcodeToFile(module, path), 0);
	LLVMDisposeModule(module);
	LLVMContextDispose(context);
}

/* What ir_compare() says of the files, or NULL; to be freed. */
static char *compare(void)
{
	struct arena arena = { 0 };
	const char *difference = "unset";
	char *says;

	ck_assert_int_eq(ir_compare(&arena, file_a, file_b, &difference, NULL), 0);
	says = difference ? strdup(difference) : NULL;
	arena_free(&arena);
	return says;
}

static void expect(const char *a, const char *b, bool same, const char *wanted)
{
	char *says;

	assemble(file_a, a);
	assemble(file_b, b);
	says = compare();
	if (same && says)
		ck_abort_msg("%s\n%s\n%s", says, a, b);
	if (!same && !says)
		ck_abort_msg("not told apart:\n%s\n%s", a, b);
	if (wanted && !strstr(says, wanted))
		ck_abort_msg("\"%s\" doesn't say \"%s\"", says, wanted);
	free(says);
}

static void same(const char *a, const char *b)
{
	expect(a, b, true, NULL);
	expect(b, a, true, NULL);
}

/* Told apart in both directions, and not because one isn't understood. */
static void different(const char *a, const char *b)
{
	expect(a, a, true, NULL);
	expect(b, b, true, NULL);
	expect(a, b, false, NULL);
	expect(b, a, false, NULL);
}

static void says(const char *a, const char *b, const char *wanted)
{
	expect(a, b, false, wanted);
}

/* A pair of texts that differ in one thing. */
struct row {
	const char *a, *b;
};

#define COUNT(rows) ((int)(sizeof(rows) / sizeof(*(rows))))

/* ------------------------------------------------------------- instructions */

static char *function_of(const char *body, const char *result)
{
	static const char head[] =
		"%pair = type { i32, i32 }\n"
		"%wide = type { i64, i64 }\n"
		"declare void @sink(...)\n"
		"declare void @g()\n"
		"declare void @h()\n"
		"declare void @take(ptr)\n"
		"declare void @two(i32, i32)\n"
		"declare i32 @give()\n"
		"declare ptr @llvm.ptr.annotation.p0.p0(ptr, ptr, ptr, i32, ptr)\n"
		"define void @f(i32 %a, i32 %b, ptr %p, ptr %q, double %x,\n"
		"  double %y, i64 %l, i1 %c, <4 x i32> %v, %pair %s) {\n";
	char *text = malloc(sizeof(head) + strlen(body) + 256);

	ck_assert_ptr_nonnull(text);
	sprintf(text, "%s%s\n", head, body);
	if (result)
		sprintf(text + strlen(text),
			"call void (...) @sink(%s %%r)\n", result);
	strcat(text, "ret void\n}\n"
	       "!0 = !{i8 0, i8 2}\n!1 = !{i8 0, i8 3}\n!2 = !{}\n"
	       "!3 = !{i32 1}\n!4 = !{!\"a\"}\n");
	return text;
}

/* The result is used when its type is given. */
static const struct {
	const char *result, *a, *b;
} instructions[] = {
	{ "i32", "%r = add i32 %a, %b", "%r = mul i32 %a, %b" },
	{ "i32", "%r = add i32 %a, %b", "%r = add i32 %b, %a" },
	{ "i32", "%r = sub i32 %a, %b", "%r = sub i32 %b, %a" },
	{ "i32", "%r = add i32 %a, 1", "%r = add i32 %a, 2" },
	{ "i32", "%r = add i32 %a, 1", "%r = add i32 %a, %b" },
	{ "i32", "%r = add nsw i32 %a, %b", "%r = add i32 %a, %b" },
	{ "i32", "%r = add nuw i32 %a, %b", "%r = add i32 %a, %b" },
	{ "i32", "%r = add nuw i32 %a, %b", "%r = add nsw i32 %a, %b" },
	{ "i32", "%r = mul nsw i32 %a, %b", "%r = mul i32 %a, %b" },
	{ "i32", "%r = shl nuw i32 %a, %b", "%r = shl i32 %a, %b" },
	{ "i32", "%r = udiv exact i32 %a, %b", "%r = udiv i32 %a, %b" },
	{ "i32", "%r = sdiv i32 %a, %b", "%r = udiv i32 %a, %b" },
	{ "i32", "%r = lshr exact i32 %a, %b", "%r = lshr i32 %a, %b" },
	{ "i32", "%r = ashr i32 %a, %b", "%r = lshr i32 %a, %b" },
	{ "i32", "%r = or disjoint i32 %a, %b", "%r = or i32 %a, %b" },
	{ "i64", "%r = zext nneg i32 %a to i64", "%r = zext i32 %a to i64" },
	{ "i64", "%r = sext i32 %a to i64", "%r = zext i32 %a to i64" },
	{ "i32", "%r = trunc nuw i64 %l to i32", "%r = trunc i64 %l to i32" },
	{ "i32", "%r = trunc nsw i64 %l to i32", "%r = trunc i64 %l to i32" },
	{ "double", "%r = uitofp nneg i32 %a to double",
	  "%r = uitofp i32 %a to double" },
	{ "double", "%r = fadd nnan double %x, %y", "%r = fadd double %x, %y" },
	{ "double", "%r = fadd fast double %x, %y",
	  "%r = fadd reassoc double %x, %y" },
	{ "double", "%r = fneg nsz double %x", "%r = fneg double %x" },
	{ "double", "%r = fadd double %x, 0.0", "%r = fadd double %x, -0.0" },
	{ "double", "%r = select nnan i1 %c, double %x, double %y",
	  "%r = select i1 %c, double %x, double %y" },
	{ "i32", "%r = select i1 %c, i32 %a, i32 %b",
	  "%r = select i1 %c, i32 %b, i32 %a" },
	{ "i1", "%r = icmp ult i32 %a, %b", "%r = icmp ule i32 %a, %b" },
	{ "i1", "%r = icmp slt i32 %a, %b", "%r = icmp ult i32 %a, %b" },
	{ "i1", "%r = icmp samesign ult i32 %a, %b", "%r = icmp ult i32 %a, %b" },
	{ "i1", "%r = icmp eq ptr %p, null", "%r = icmp eq ptr %p, %q" },
	{ "i1", "%r = fcmp olt double %x, %y", "%r = fcmp ult double %x, %y" },
	{ "i1", "%r = fcmp ninf olt double %x, %y", "%r = fcmp olt double %x, %y" },
	{ "ptr", "%r = getelementptr inbounds i8, ptr %p, i64 %l",
	  "%r = getelementptr i8, ptr %p, i64 %l" },
	{ "ptr", "%r = getelementptr nuw i8, ptr %p, i64 %l",
	  "%r = getelementptr nusw i8, ptr %p, i64 %l" },
	{ "ptr", "%r = getelementptr i8, ptr %p, i64 %l",
	  "%r = getelementptr i16, ptr %p, i64 %l" },
	{ "ptr", "%r = getelementptr %pair, ptr %p, i64 %l",
	  "%r = getelementptr %wide, ptr %p, i64 %l" },
	{ "ptr", "%r = getelementptr %pair, ptr %p, i64 0, i32 0",
	  "%r = getelementptr %pair, ptr %p, i64 0, i32 1" },
	{ "ptr", "%r = getelementptr i8, ptr %p, i64 %l",
	  "%r = getelementptr i8, ptr %q, i64 %l" },
	{ "i32", "%r = freeze i32 %a", "%r = add i32 %a, 0" },
	{ "i32", "%r = add i32 %a, undef", "%r = add i32 %a, poison" },
	{ "i32", "%r = extractvalue %pair %s, 0", "%r = extractvalue %pair %s, 1" },
	{ "%pair", "%r = insertvalue %pair %s, i32 %a, 0",
	  "%r = insertvalue %pair %s, i32 %a, 1" },
	{ "%pair", "%r = insertvalue %pair zeroinitializer, i32 %a, 0",
	  "%r = insertvalue %pair poison, i32 %a, 0" },
	{ "%pair", "%r = insertvalue %pair undef, i32 %a, 0",
	  "%r = insertvalue %pair poison, i32 %a, 0" },
	{ "i32", "%r = extractelement <4 x i32> %v, i32 0",
	  "%r = extractelement <4 x i32> %v, i32 1" },
	{ "<4 x i32>",
	  "%r = shufflevector <4 x i32> %v, <4 x i32> poison, <4 x i32> <i32 3, i32 2, i32 1, i32 0>",
	  "%r = shufflevector <4 x i32> %v, <4 x i32> poison, <4 x i32> <i32 3, i32 2, i32 0, i32 1>" },

	{ "i32", "%r = load i32, ptr %p", "%r = load i32, ptr %q" },
	{ "i32", "%r = load volatile i32, ptr %p", "%r = load i32, ptr %p" },
	{ "i32", "%r = load i32, ptr %p, align 4", "%r = load i32, ptr %p, align 2" },
	{ "i32", "%r = load atomic i32, ptr %p acquire, align 4",
	  "%r = load atomic i32, ptr %p monotonic, align 4" },
	{ "i32", "%r = load atomic i32, ptr %p acquire, align 4",
	  "%r = load i32, ptr %p, align 4" },
	{ "i32", "%r = load atomic i32, ptr %p syncscope(\"agent\") acquire, align 4",
	  "%r = load atomic i32, ptr %p acquire, align 4" },
	{ NULL, "%r = load %pair, ptr %p, align 8\ncall void (...) @sink(%pair %r)",
	  "%r = load %wide, ptr %p, align 8\ncall void (...) @sink(%wide %r)" },
	{ NULL, "%r = va_arg ptr %p, %pair", "%r = va_arg ptr %p, %wide" },
	{ NULL, "store volatile i32 %a, ptr %p", "store i32 %a, ptr %p" },
	{ NULL, "store i32 %a, ptr %p", "store i32 %b, ptr %p" },
	{ NULL, "store i32 %a, ptr %p", "store i32 %a, ptr %q" },
	{ NULL, "store i32 %a, ptr %p, align 4", "store i32 %a, ptr %p, align 1" },
	{ NULL, "store atomic i32 %a, ptr %p release, align 4",
	  "store atomic i32 %a, ptr %p monotonic, align 4" },
	{ "ptr", "%r = alloca i32", "%r = alloca i64" },
	{ "ptr", "%r = alloca %pair", "%r = alloca %wide" },
	{ "ptr", "%r = alloca i32, align 4", "%r = alloca i32, align 8" },
	{ "ptr", "%r = alloca i32, i32 %a", "%r = alloca i32, i32 %b" },
	{ NULL, "%r = alloca inalloca i32", "%r = alloca i32" },
	{ NULL, "%r = alloca swifterror ptr", "%r = alloca ptr" },
	{ NULL, "fence acquire", "fence release" },
	{ NULL, "fence syncscope(\"singlethread\") acquire", "fence acquire" },
	{ NULL, "%r = cmpxchg weak ptr %p, i32 %a, i32 %b acq_rel acquire",
	  "%r = cmpxchg ptr %p, i32 %a, i32 %b acq_rel acquire" },
	{ NULL, "%r = cmpxchg volatile ptr %p, i32 %a, i32 %b acq_rel acquire",
	  "%r = cmpxchg ptr %p, i32 %a, i32 %b acq_rel acquire" },
	{ NULL, "%r = cmpxchg ptr %p, i32 %a, i32 %b seq_cst acquire",
	  "%r = cmpxchg ptr %p, i32 %a, i32 %b acq_rel acquire" },
	{ NULL, "%r = cmpxchg ptr %p, i32 %a, i32 %b acq_rel monotonic",
	  "%r = cmpxchg ptr %p, i32 %a, i32 %b acq_rel acquire" },
	{ NULL, "%r = cmpxchg ptr %p, i32 %a, i32 %b acq_rel acquire, align 8",
	  "%r = cmpxchg ptr %p, i32 %a, i32 %b acq_rel acquire, align 4" },
	{ NULL, "%r = cmpxchg ptr %p, i32 %a, i32 %b syncscope(\"agent\") acq_rel acquire",
	  "%r = cmpxchg ptr %p, i32 %a, i32 %b acq_rel acquire" },
	{ NULL, "%r = cmpxchg ptr %p, i32 %a, i32 %b acq_rel acquire",
	  "%r = cmpxchg ptr %p, i32 %b, i32 %a acq_rel acquire" },
	{ NULL, "%r = atomicrmw add ptr %p, i32 %a seq_cst",
	  "%r = atomicrmw sub ptr %p, i32 %a seq_cst" },
	{ NULL, "%r = atomicrmw add ptr %p, i32 %a seq_cst",
	  "%r = atomicrmw add ptr %p, i32 %a monotonic" },
	{ NULL, "%r = atomicrmw volatile add ptr %p, i32 %a seq_cst",
	  "%r = atomicrmw add ptr %p, i32 %a seq_cst" },
	{ NULL, "%r = atomicrmw add ptr %p, i32 %a seq_cst, align 8",
	  "%r = atomicrmw add ptr %p, i32 %a seq_cst, align 4" },
	{ "i32", "%r = va_arg ptr %p, i32", "%r = va_arg ptr %q, i32" },

	{ NULL, "call void @g()", "call void @h()" },
	{ NULL, "call void @g()", "" },
	{ NULL, "call void @g()", "call void @g()\ncall void @g()" },
	{ NULL, "call void @two(i32 %a, i32 %b)", "call void @two(i32 %b, i32 %a)" },
	{ NULL, "call void @g()", "call void %p()" },
	{ NULL, "tail call void @g()", "call void @g()" },
	{ NULL, "notail call void @g()", "call void @g()" },
	{ NULL, "call fastcc void @g()", "call void @g()" },
	{ NULL, "call void @g() nounwind", "call void @g()" },
	{ NULL, "call void @g() nounwind", "call void @g() noreturn" },
	{ NULL, "call void @g() nounwind", "call void @g() nounwind noreturn" },
	{ NULL, "call void @g() \"key\"=\"1\"", "call void @g() \"key\"=\"2\"" },
	{ NULL, "call void @g() memory(read)", "call void @g() memory(none)" },
	{ NULL, "call void @take(ptr nonnull %p)", "call void @take(ptr %p)" },
	{ NULL, "call void @take(ptr align 4 %p)", "call void @take(ptr align 8 %p)" },
	{ NULL, "call void @take(ptr dereferenceable(4) %p)",
	  "call void @take(ptr dereferenceable(8) %p)" },
	{ NULL, "call void @take(ptr byval(%pair) %p)",
	  "call void @take(ptr byval(%wide) %p)" },
	{ NULL, "call void @take(ptr sret(%pair) %p)",
	  "call void @take(ptr byval(%pair) %p)" },
	{ "i32", "%r = call range(i32 0, 5) i32 @give()",
	  "%r = call range(i32 0, 6) i32 @give()" },
	{ "i32", "%r = call noundef i32 @give()", "%r = call i32 @give()" },
	{ NULL, "call void @g() [ \"a\"(i32 %a) ]", "call void @g()" },
	{ NULL, "call void @g() [ \"a\"(i32 %a) ]", "call void @g() [ \"b\"(i32 %a) ]" },
	{ NULL, "call void @g() [ \"a\"(i32 %a) ]", "call void @g() [ \"a\"(i32 %b) ]" },
	{ NULL, "call void @g() [ \"a\"(i32 %a, i32 %b) ]",
	  "call void @g() [ \"a\"(i32 %a), \"a\"(i32 %b) ]" },
	{ NULL, "call void (...) @sink(i32 %a)", "call void @sink(i32 %a)" },
	{ NULL, "call void (...) @sink(%pair zeroinitializer)",
	  "call void (...) @sink(%wide zeroinitializer)" },

	{ NULL, "call void asm \"nop\", \"\"()", "call void asm \"hlt\", \"\"()" },
	{ NULL, "call void asm \"nop\", \"~{memory}\"()",
	  "call void asm \"nop\", \"\"()" },
	{ NULL, "call void asm sideeffect \"nop\", \"\"()",
	  "call void asm \"nop\", \"\"()" },
	{ NULL, "call void asm alignstack \"nop\", \"\"()",
	  "call void asm \"nop\", \"\"()" },
	{ NULL, "call void asm inteldialect \"nop\", \"\"()",
	  "call void asm \"nop\", \"\"()" },
	{ NULL, "call void asm unwind \"nop\", \"\"()",
	  "call void asm \"nop\", \"\"()" },
	{ NULL, "call void asm \"nop\", \"r\"(i32 %a)",
	  "call void asm \"nop\", \"r\"(i32 %b)" },

	{ "i8", "%r = load i8, ptr %p, !range !0", "%r = load i8, ptr %p, !range !1" },
	{ "i8", "%r = load i8, ptr %p, !range !0", "%r = load i8, ptr %p" },
	{ "i8", "%r = load i8, ptr %p, !noundef !2", "%r = load i8, ptr %p" },
	{ "i8", "%r = load i8, ptr %p, !invariant.load !2", "%r = load i8, ptr %p" },
	{ "i8", "%r = load i8, ptr %p, !noundef !2",
	  "%r = load i8, ptr %p, !invariant.load !2" },
	{ "i8", "%r = load i8, ptr %p, !nontemporal !3",
	  "%r = load i8, ptr %p" },

	/* order of what acts, and which of two equal values is meant */
	{ NULL, "store i32 1, ptr %p\nstore i32 2, ptr %q",
	  "store i32 2, ptr %q\nstore i32 1, ptr %p" },
	{ NULL, "call void @g()\ncall void @h()", "call void @h()\ncall void @g()" },
	{ "i32", "call void @g()\n%r = load i32, ptr %p",
	  "%r = load i32, ptr %p\ncall void @g()" },
	{ "i32", "call void @g()\n%r = sdiv i32 %a, %b",
	  "%r = sdiv i32 %a, %b\ncall void @g()" },
	{ "i32", "call void @g()\n%r = sdiv i32 %a, -1",
	  "%r = sdiv i32 %a, -1\ncall void @g()" },
	{ "i32", "%i = load i32, ptr %p\n%r = load i32, ptr %p",
	  "%r = load i32, ptr %p\n%i = load i32, ptr %p" },
	{ "i32", "%i = add i32 %a, 1\n%j = add i32 %a, 1\n%r = mul i32 %i, %j",
	  "%i = add i32 %a, 1\n%j = add i32 %a, 1\n%r = mul i32 %i, %i" },
};

START_TEST(instructions_differ)
{
	char *a = function_of(instructions[_i].a, instructions[_i].result);
	char *b = function_of(instructions[_i].b, instructions[_i].result);

	different(a, b);
	free(a);
	free(b);
}
END_TEST

static const struct {
	const char *result, *a, *b;
} equal_instructions[] = {
	/* names */
	{ "i32", "%i = add i32 %a, 1\n%r = mul i32 %i, %b",
	  "%\"a name\" = add i32 %a, 1\n%r = mul i32 %\"a name\", %b" },
	/* what only computes may stand elsewhere in its block */
	{ "i32", "%i = add i32 %a, 1\n%j = sub i32 %a, 2\n%r = mul i32 %i, %j",
	  "%j = sub i32 %a, 2\n%i = add i32 %a, 1\n%r = mul i32 %i, %j" },
	{ "i32", "%r = add i32 %a, 1\ncall void @g()",
	  "call void @g()\n%r = add i32 %a, 1" },
	{ "i32", "%r = udiv i32 %a, 3\ncall void @g()",
	  "call void @g()\n%r = udiv i32 %a, 3" },
	/* what nothing uses */
	{ NULL, "%r = add i32 %a, 1", "" },
	/* hints and cookies */
	{ "i8", "%r = load i8, ptr %p, !annotation !4", "%r = load i8, ptr %p" },
	{ NULL, "call void asm \"nop\", \"\"(), !srcloc !0",
	  "call void asm \"nop\", \"\"(), !srcloc !1" },
	{ "i32", "%r = select i1 %c, i32 %a, i32 %b, !unpredictable !2",
	  "%r = select i1 %c, i32 %a, i32 %b" },
};

START_TEST(instructions_are_the_same)
{
	char *a = function_of(equal_instructions[_i].a,
			      equal_instructions[_i].result);
	char *b = function_of(equal_instructions[_i].b,
			      equal_instructions[_i].result);

	same(a, b);
	free(a);
	free(b);
}
END_TEST

/* ------------------------------------------------------------------- globals */

static const struct row globals[] = {
	{ "@x = global i32 1", "@x = global i64 1" },
	{ "@x = global i32 1", "@x = global i32 2" },
	{ "@x = global i32 1", "@x = constant i32 1" },
	{ "@x = global i32 1", "@y = global i32 1" },
	{ "@x = global i32 1", "" },
	{ "@x = global i32 1", "@x = weak global i32 1" },
	{ "@x = global i32 0", "@x = common global i32 0" },
	{ "@x = global i32 1", "@x = hidden global i32 1" },
	{ "@x = global i32 1", "@x = dso_local global i32 1" },
	{ "@x = global i32 1", "@x = dllexport global i32 1" },
	{ "@x = global i32 1", "@x = unnamed_addr global i32 1" },
	{ "@x = unnamed_addr global i32 1", "@x = local_unnamed_addr global i32 1" },
	{ "@x = global i32 1", "@x = thread_local global i32 1" },
	{ "@x = thread_local global i32 1",
	  "@x = thread_local(initialexec) global i32 1" },
	{ "@x = global i32 1", "@x = addrspace(1) global i32 1" },
	{ "@x = global i32 1", "@x = externally_initialized global i32 1" },
	{ "@x = global i32 1", "@x = global i32 1, section \"s\"" },
	{ "@x = global i32 1, section \"s\"", "@x = global i32 1, section \"t\"" },
	{ "@x = global i32 1, section \"a %b\"", "@x = global i32 1, section \"a %c\"" },
	{ "@x = global i32 1, section \"a, !b\"", "@x = global i32 1, section \"a, !c\"" },
	{ "@x = global i32 1, align 4", "@x = global i32 1, align 8" },
	{ "@x = global i32 1, partition \"p\"", "@x = global i32 1" },
	{ "@x = global i32 1, code_model \"large\"", "@x = global i32 1" },
	{ "@x = global i32 1, no_sanitize_address", "@x = global i32 1" },
	{ "$x = comdat any\n@x = global i32 1, comdat", "@x = global i32 1" },
	{ "$x = comdat any\n@x = global i32 1, comdat",
	  "$x = comdat largest\n@x = global i32 1, comdat" },
	{ "$x = comdat any\n@x = global i32 1, comdat",
	  "$y = comdat any\n@x = global i32 1, comdat($y)" },
	{ "$y = comdat any\n@y = internal global i32 1, comdat\n@x = global ptr @y",
	  "$z = comdat any\n@z = internal global i32 1, comdat\n"
	  "@x = global ptr @z" },
	{ "@x = constant [2 x i8] c\"ab\"", "@x = constant [2 x i8] c\"ac\"" },
	{ "@x = constant { i32, i32 } { i32 1, i32 2 }",
	  "@x = constant <{ i32, i32 }> <{ i32 1, i32 2 }>" },
	{ "@y = external global i8, !absolute_symbol !0\n@x = global ptr @y\n"
	  "!0 = !{i64 0, i64 2}",
	  "@y = external global i8, !absolute_symbol !0\n@x = global ptr @y\n"
	  "!0 = !{i64 0, i64 3}" },
	{ "@x = global i8 1, !type !0\n!0 = !{i64 0, !\"t\"}", "@x = global i8 1" },

	/* a table that is made of its section's variables */
	{ "@x = global i32 1, section \"s\"\n@y = global i32 2, section \"s\"",
	  "@y = global i32 2, section \"s\"\n@x = global i32 1, section \"s\"" },
	/* a local name that LLVM knows */
	{ "@llvm.x = internal global i32 1\n@x = global ptr @llvm.x",
	  "@y = internal global i32 1\n@x = global ptr @y" },
	/* what a pointer points to */
	{ "@y = external global i32\n@z = external global i32\n@x = global ptr @y",
	  "@y = external global i32\n@z = external global i32\n"
	  "@x = global ptr @z" },
	{ "@y = private global i32 1\n@x = global ptr @y",
	  "@y = private global i32 2\n@x = global ptr @y" },
	{ "@y = private global i32 1\n@x = global ptr @y",
	  "@y = external global i32\n@x = global ptr @y" },
	{ "@y = internal global i32 1\n@x = global [2 x ptr] [ptr @y, ptr @y]",
	  "@y = internal global i32 1\n@z = internal global i32 1\n"
	  "@x = global [2 x ptr] [ptr @y, ptr @z]" },
	{ "@y = external global i32\n"
	  "@x = global ptr getelementptr (i8, ptr @y, i64 1)",
	  "@y = external global i32\n"
	  "@x = global ptr getelementptr (i8, ptr @y, i64 2)" },
	{ "@y = external global i32\n"
	  "@x = global ptr getelementptr (i8, ptr @y, i64 1)",
	  "@y = external global i32\n"
	  "@x = global ptr getelementptr inbounds (i8, ptr @y, i64 1)" },
	{ "@y = external global i32\n"
	  "@x = global ptr getelementptr inrange(0, 8) (i8, ptr @y, i64 1)",
	  "@y = external global i32\n"
	  "@x = global ptr getelementptr inrange(0, 9) (i8, ptr @y, i64 1)" },
	{ "@y = external global i32\n@z = external global i32\n"
	  "@x = global ptr getelementptr (i8, ptr @y, i64 1)",
	  "@y = external global i32\n@z = external global i32\n"
	  "@x = global ptr getelementptr (i8, ptr @z, i64 1)" },
	{ "%s = type { i32, i32 }\n@y = external global i32\n"
	  "@x = global ptr getelementptr (%s, ptr @y, i64 1)",
	  "%s = type { i64, i32 }\n@y = external global i32\n"
	  "@x = global ptr getelementptr (%s, ptr @y, i64 1)" },
	{ "@y = external global i32\n@x = global i64 ptrtoint (ptr @y to i64)",
	  "@y = external global i32\n"
	  "@x = global i64 sub (i64 ptrtoint (ptr @y to i64), i64 1)" },
	{ "@y = external global i32\n"
	  "@x = global i64 add (i64 ptrtoint (ptr @y to i64), i64 1)",
	  "@y = external global i32\n"
	  "@x = global i64 add nsw (i64 ptrtoint (ptr @y to i64), i64 1)" },

	/* types */
	{ "%s = type { i32, i32 }\n@x = global %s zeroinitializer",
	  "%s = type <{ i32, i32 }>\n@x = global %s zeroinitializer" },
	{ "%s = type { i32, [2 x i32] }\n@x = global %s zeroinitializer",
	  "%s = type { i32, [3 x i32] }\n@x = global %s zeroinitializer" },
	{ "%s = type { i32, <2 x i32> }\n@x = global %s zeroinitializer",
	  "%s = type { i32, <4 x i32> }\n@x = global %s zeroinitializer" },
	{ "%s = type { i32 }\n@x = global %s zeroinitializer",
	  "%s = type { i32, i32 }\n@x = global %s zeroinitializer" },
	{ "%s = type { ptr }\n@x = global %s zeroinitializer",
	  "%s = type { ptr addrspace(1) }\n@x = global %s zeroinitializer" },
	{ "%s = type { i32 }\n@x = global %s zeroinitializer",
	  "%s = type { i32 }\n@x = global %s undef" },
	{ "%s = type { i32 }\n@x = global [2 x %s] zeroinitializer",
	  "%s = type { i32 }\n@x = global [3 x %s] zeroinitializer" },
	{ "%s = type { i32 }\n@y = external global %s\n@x = global ptr @y",
	  "%s = type { i64 }\n@y = external global %s\n@x = global ptr @y" },
	{ "%s = type {}\n@y = external global %s\n@x = global ptr @y",
	  "%s = type opaque\n@y = external global %s\n@x = global ptr @y" },
	{ "%s = type { i32 }\ndeclare %s @y()\n@x = global ptr @y",
	  "%s = type { i64 }\ndeclare %s @y()\n@x = global ptr @y" },
	{ "%s = type { i32 }\ndeclare void @y(i32, %s)\n@x = global ptr @y",
	  "%s = type { i64 }\ndeclare void @y(i32, %s)\n@x = global ptr @y" },
	{ "%s = type { i32 }\n%t = type { i32 }\n"
	  "@x = global { %s, %t } zeroinitializer",
	  "%s = type { i32 }\n%t = type { i32 }\n"
	  "@x = global { %s, %s } zeroinitializer" },

	/* aliases and ifuncs */
	{ "@y = global i32 1\n@z = global i32 1\n@x = alias i32, ptr @y",
	  "@y = global i32 1\n@z = global i32 1\n@x = alias i32, ptr @z" },
	{ "@y = global i32 1\n@x = alias i32, ptr @y",
	  "@y = global i32 1\n@x = weak alias i32, ptr @y" },
	{ "@y = global i32 1\n@x = alias i32, ptr @y",
	  "@y = global i32 1\n@z = alias i32, ptr @y" },
	{ "@y = global i32 1\n@x = alias i32, ptr @y",
	  "@y = global i32 1\n@x = alias i16, ptr @y" },
	{ "@y = global i32 1\n@x = alias i32, ptr @y",
	  "@y = global i32 1\n@x = global i32 1" },
	{ "@x = ifunc void (), ptr @r\ndefine ptr @r() { ret ptr null }\n"
	  "define ptr @s() { ret ptr null }",
	  "@x = ifunc void (), ptr @s\ndefine ptr @r() { ret ptr null }\n"
	  "define ptr @s() { ret ptr null }" },

	/* modules */
	{ "target datalayout = \"e\"", "target datalayout = \"E\"" },
	{ "target triple = \"x86_64-linux-gnu\"", "target triple = \"i386-linux-gnu\"" },
	{ "module asm \"nop\"", "module asm \"hlt\"" },
	{ "module asm \"nop\"", "" },
	{ "!llvm.module.flags = !{!0}\n!0 = !{i32 1, !\"k\", i32 1}",
	  "!llvm.module.flags = !{!0}\n!0 = !{i32 1, !\"k\", i32 2}" },
	{ "!llvm.module.flags = !{!0}\n!0 = !{i32 1, !\"k\", i32 1}",
	  "!llvm.module.flags = !{!0}\n!0 = !{i32 2, !\"k\", i32 1}" },
	{ "!llvm.module.flags = !{!0}\n!0 = !{i32 1, !\"k\", i32 1}",
	  "!llvm.module.flags = !{!0}\n!0 = !{i32 1, !\"l\", i32 1}" },
	{ "!llvm.module.flags = !{!0}\n!0 = !{i32 1, !\"k\", i32 1}", "" },
	{ "!llvm.linker.options = !{!0}\n!0 = !{!\"-lm\"}",
	  "!llvm.linker.options = !{!0}\n!0 = !{!\"-lc\"}" },
	{ "!llvm.linker.options = !{!0}\n!0 = !{!\"-lm\"}", "" },
};

START_TEST(globals_differ)
{
	different(globals[_i].a, globals[_i].b);
}
END_TEST

static const struct row equal_globals[] = {
	{ "source_filename = \"a.c\"", "source_filename = \"b.c\"" },
	{ "!llvm.ident = !{!0}\n!0 = !{!\"clang 1\"}",
	  "!llvm.ident = !{!0}\n!0 = !{!\"clang 2\"}" },
	/* only what is used of what is only declared */
	{ "@y = external global i32\ndeclare void @g()", "" },
	{ "declare void @g()", "declare i32 @g()" },
	/* names and order of what is local */
	{ "@.str = private constant [2 x i8] c\"a\\00\"\n"
	  "@.str.1 = private constant [2 x i8] c\"b\\00\"\n"
	  "@x = global [2 x ptr] [ptr @.str, ptr @.str.1]",
	  "@.str = private constant [2 x i8] c\"b\\00\"\n"
	  "@.str.1 = private constant [2 x i8] c\"a\\00\"\n"
	  "@x = global [2 x ptr] [ptr @.str.1, ptr @.str]" },
	{ "@0 = private constant i32 1\n@1 = private constant i32 2\n"
	  "@x = global [2 x ptr] [ptr @0, ptr @1]",
	  "@0 = private constant i32 2\n@1 = private constant i32 1\n"
	  "@x = global [2 x ptr] [ptr @1, ptr @0]" },
	{ "@y = internal global ptr @z\n@z = internal global ptr @y\n"
	  "@x = global ptr @z",
	  "@a = internal global ptr @b\n@b = internal global ptr @a\n"
	  "@x = global ptr @b" },
	{ "@y = internal global i32 1", "@y = internal global i32 1" },
	{ "@x = global i32 1\n@y = global i32 2", "@y = global i32 2\n"
	  "@x = global i32 1" },
	/* names of types */
	{ "%struct.a = type { i32, %struct.b }\n%struct.b = type { ptr }\n"
	  "@x = global %struct.a zeroinitializer",
	  "%struct.a.7 = type { ptr }\n%struct.c = type { i32, %struct.a.7 }\n"
	  "@x = global %struct.c zeroinitializer" },
	{ "%s = type { i32 }\n@y = external global i32\n"
	  "@x = global ptr getelementptr (%s, ptr @y, i64 1)",
	  "%t = type { i32 }\n@y = external global i32\n"
	  "@x = global ptr getelementptr (%t, ptr @y, i64 1)" },
	{ "@x = global i32 1, section \"a#b\"", "@x = global i32 1, section \"a#b\"" },
	/* assembly that doesn't mention the changed name */
	{ "module asm \".string \\22count\\22\"\n"
	  "@cou = internal global i32 1\n@x = global ptr @cou",
	  "module asm \".string \\22count\\22\"\n"
	  "@num = internal global i32 1\n@x = global ptr @num" },
	/* metadata on a variable that is equal, at another number */
	{ "@x = global i8 1, !type !1\n!0 = !{}\n!1 = !{i64 0, !\"t\"}\n!k = !{!0}",
	  "@x = global i8 1, !type !0\n!1 = !{}\n!0 = !{i64 0, !\"t\"}\n"
	  "!k = !{!1}" },
	/* debug information */
	{ "!llvm.module.flags = !{!0, !1}\n"
	  "!0 = !{i32 2, !\"Debug Info Version\", i32 3}\n"
	  "!1 = !{i32 1, !\"k\", i32 1}",
	  "!llvm.module.flags = !{!1}\n!1 = !{i32 1, !\"k\", i32 1}" },
};

START_TEST(globals_are_the_same)
{
	same(equal_globals[_i].a, equal_globals[_i].b);
}
END_TEST

/* ----------------------------------------------------------------- functions */

static const struct row functions[] = {
	{ "define void @f() { ret void }", "" },
	{ "define void @f() { ret void }", "define void @g() { ret void }" },
	{ "define void @f(i32 %a) { ret void }", "define void @f(i64 %a) { ret void }" },
	{ "define i32 @f() { ret i32 0 }", "define i64 @f() { ret i64 0 }" },
	{ "define i32 @f() { ret i32 0 }", "define i32 @f() { ret i32 1 }" },
	{ "define i32 @f(i32 %a, i32 %b) { ret i32 %a }",
	  "define i32 @f(i32 %a, i32 %b) { ret i32 %b }" },
	{ "define void @f() { ret void }", "define void @f(...) { ret void }" },
	{ "define void @f() { ret void }", "define void @f() nounwind { ret void }" },
	{ "define void @f() \"k\"=\"1\" { ret void }",
	  "define void @f() \"k\"=\"2\" { ret void }" },
	{ "define void @f() memory(none) { ret void }",
	  "define void @f() memory(read) { ret void }" },
	{ "define void @f(ptr nonnull %p) { ret void }",
	  "define void @f(ptr %p) { ret void }" },
	{ "define void @f(ptr align 4 %p) { ret void }",
	  "define void @f(ptr align 8 %p) { ret void }" },
	{ "%s = type { i32 }\ndefine void @f(ptr byval(%s) %p) { ret void }",
	  "%s = type { i64 }\ndefine void @f(ptr byval(%s) %p) { ret void }" },
	{ "define range(i32 0, 5) i32 @f() { ret i32 1 }",
	  "define range(i32 0, 6) i32 @f() { ret i32 1 }" },
	{ "define noundef i32 @f() { ret i32 1 }", "define i32 @f() { ret i32 1 }" },
	{ "define void @f() { ret void }", "define fastcc void @f() { ret void }" },
	{ "define void @f() { ret void }", "define weak void @f() { ret void }" },
	{ "define void @f() { ret void }",
	  "define available_externally void @f() { ret void }" },
	{ "define void @f() { ret void }", "define hidden void @f() { ret void }" },
	{ "define void @f() { ret void }", "define dso_local void @f() { ret void }" },
	{ "define void @f() { ret void }", "define dllexport void @f() { ret void }" },
	{ "define void @f() { ret void }", "define void @f() unnamed_addr { ret void }" },
	{ "define void @f() { ret void }", "define void @f() addrspace(1) { ret void }" },
	{ "define void @f() section \"s\" { ret void }",
	  "define void @f() section \"t\" { ret void }" },
	{ "define void @f() partition \"s\" { ret void }", "define void @f() { ret void }" },
	{ "define void @f() align 4 { ret void }", "define void @f() align 8 { ret void }" },
	{ "define void @f() gc \"g\" { ret void }", "define void @f() gc \"h\" { ret void }" },
	{ "define void @f() prefix i32 1 { ret void }",
	  "define void @f() prefix i32 2 { ret void }" },
	{ "define void @f() prologue i32 1 { ret void }",
	  "define void @f() prefix i32 1 { ret void }" },
	{ "declare void @g()\ndeclare void @h()\n"
	  "define void @f() personality ptr @g { ret void }",
	  "declare void @g()\ndeclare void @h()\n"
	  "define void @f() personality ptr @h { ret void }" },
	{ "$f = comdat any\ndefine void @f() comdat { ret void }",
	  "define void @f() { ret void }" },
	{ "$f = comdat any\ndefine void @f() comdat { ret void }",
	  "$c = comdat any\ndefine void @f() comdat($c) { ret void }" },
	{ "$f = comdat any\ndefine void @f() comdat { ret void }",
	  "$f = comdat largest\ndefine void @f() comdat { ret void }" },
	{ "define void @f() !kcfi_type !0 { ret void }\n!0 = !{i32 1}",
	  "define void @f() !kcfi_type !0 { ret void }\n!0 = !{i32 2}" },
	{ "declare void @g()\ndefine void @f() { call void @g() ret void }",
	  "declare void @g() nounwind\n"
	  "define void @f() { call void @g() ret void }" },
	{ "declare void @g(ptr)\n"
	  "define void @f() { call void @g(ptr null) ret void }",
	  "declare void @g(ptr nonnull)\n"
	  "define void @f() { call void @g(ptr null) ret void }" },
	{ "declare void @g()\ndefine void @f() { call void @g() ret void }",
	  "declare dso_local void @g()\n"
	  "define void @f() { call void @g() ret void }" },
	{ "declare void @g()\ndefine void @f() { call void @g() ret void }",
	  "define void @g() { ret void }\n"
	  "define void @f() { call void @g() ret void }" },
	{ "define internal void @g() { ret void }\n"
	  "define void @f() { call void @g() ret void }",
	  "define void @g() { ret void }\n"
	  "define void @f() { call void @g() ret void }" },
	{ "define internal i32 @g() { ret i32 1 }\n"
	  "define i32 @f() { %r = call i32 @g() ret i32 %r }",
	  "define internal i32 @g() { ret i32 2 }\n"
	  "define i32 @f() { %r = call i32 @g() ret i32 %r }" },
	{ "define internal i32 @g() { ret i32 1 }\n"
	  "define internal i32 @h() { ret i32 2 }\n"
	  "define i32 @f() { %r = call i32 @g() %s = call i32 @h() ret i32 %r }",
	  "define internal i32 @g() { ret i32 1 }\n"
	  "define internal i32 @h() { ret i32 2 }\n"
	  "define i32 @f() { %r = call i32 @h() %s = call i32 @g() ret i32 %r }" },
	{ "declare i64 @llvm.read_register.i64(metadata)\n"
	  "define i64 @f() { %r = call i64 @llvm.read_register.i64(metadata !0) ret i64 %r }\n"
	  "!0 = !{!\"rsp\"}",
	  "declare i64 @llvm.read_register.i64(metadata)\n"
	  "define i64 @f() { %r = call i64 @llvm.read_register.i64(metadata !0) ret i64 %r }\n"
	  "!0 = !{!\"rbp\"}" },
	{ "declare void @llvm.assume(i1)\n"
	  "define void @f(ptr %p) { call void @llvm.assume(i1 true) [ \"align\"(ptr %p, i64 8) ] ret void }",
	  "declare void @llvm.assume(i1)\n"
	  "define void @f(ptr %p) { call void @llvm.assume(i1 true) [ \"align\"(ptr %p, i64 4) ] ret void }" },

	/* blocks */
	{ "define i32 @f(i1 %c) {\nbr i1 %c, label %a, label %b\na:\n"
	  "ret i32 1\nb:\nret i32 2\n}",
	  "define i32 @f(i1 %c) {\nbr i1 %c, label %b, label %a\na:\n"
	  "ret i32 1\nb:\nret i32 2\n}" },
	{ "define i32 @f(i1 %c) {\nbr i1 %c, label %a, label %b\na:\n"
	  "ret i32 1\nb:\nret i32 2\n}",
	  "define i32 @f(i1 %c) {\nbr i1 %c, label %a, label %a\na:\n"
	  "ret i32 1\n}" },
	{ "define i32 @f(i1 %c) {\nbr i1 %c, label %a, label %b\na:\n"
	  "ret i32 1\nb:\nret i32 1\n}",
	  "define i32 @f(i1 %c) {\nbr i1 %c, label %a, label %a\na:\n"
	  "ret i32 1\n}" },
	{ "define i32 @f(i32 %c) {\n"
	  "switch i32 %c, label %a [ i32 1, label %b ]\na:\nret i32 1\nb:\n"
	  "ret i32 2\n}",
	  "define i32 @f(i32 %c) {\n"
	  "switch i32 %c, label %a [ i32 3, label %b ]\na:\nret i32 1\nb:\n"
	  "ret i32 2\n}" },
	{ "define i32 @f(i32 %c) {\n"
	  "switch i32 %c, label %a [ i32 1, label %b ]\na:\nret i32 1\nb:\n"
	  "ret i32 2\n}",
	  "define i32 @f(i32 %c) {\n"
	  "switch i32 %c, label %b [ i32 1, label %a ]\na:\nret i32 1\nb:\n"
	  "ret i32 2\n}" },
	{ "define i32 @f(i32 %c) {\n"
	  "switch i32 %c, label %a [ i32 1, label %b ]\na:\nret i32 1\nb:\n"
	  "ret i32 2\n}",
	  "define i32 @f(i32 %c) {\n"
	  "switch i32 %c, label %a [ i32 1, label %b\ni32 2, label %b ]\na:\n"
	  "ret i32 1\nb:\nret i32 2\n}" },
	{ "define i32 @f(i32 %c, i32 %d) {\n"
	  "switch i32 %c, label %a [ i32 1, label %b ]\na:\nret i32 1\nb:\n"
	  "ret i32 2\n}",
	  "define i32 @f(i32 %c, i32 %d) {\n"
	  "switch i32 %d, label %a [ i32 1, label %b ]\na:\nret i32 1\nb:\n"
	  "ret i32 2\n}" },
	{ "define i32 @f(i32 %c) {\n"
	  "switch i32 %c, label %a [ i32 1, label %b\ni32 2, label %d ]\na:\n"
	  "ret i32 1\nb:\nret i32 2\nd:\nret i32 3\n}",
	  "define i32 @f(i32 %c) {\n"
	  "switch i32 %c, label %a [ i32 1, label %d\ni32 2, label %b ]\na:\n"
	  "ret i32 1\nb:\nret i32 2\nd:\nret i32 3\n}" },
	{ "define i32 @f(i1 %c, i32 %x, i32 %y) {\n"
	  "br i1 %c, label %a, label %b\na:\nbr label %d\nb:\nbr label %d\n"
	  "d:\n%r = phi i32 [ %x, %a ], [ %y, %b ]\nret i32 %r\n}",
	  "define i32 @f(i1 %c, i32 %x, i32 %y) {\n"
	  "br i1 %c, label %a, label %b\na:\nbr label %d\nb:\nbr label %d\n"
	  "d:\n%r = phi i32 [ %y, %a ], [ %x, %b ]\nret i32 %r\n}" },
	{ "define double @f(i1 %c, double %x, double %y) {\nentry:\n"
	  "br i1 %c, label %a, label %d\na:\nbr label %d\nd:\n"
	  "%r = phi nnan double [ %x, %a ], [ %y, %entry ]\nret double %r\n}",
	  "define double @f(i1 %c, double %x, double %y) {\nentry:\n"
	  "br i1 %c, label %a, label %d\na:\nbr label %d\nd:\n"
	  "%r = phi double [ %x, %a ], [ %y, %entry ]\nret double %r\n}" },
	{ "@y = external global i8\ndefine ptr @f(i1 %c) {\nentry:\n"
	  "br i1 %c, label %a, label %d\na:\nbr label %d\nd:\n"
	  "%r = phi ptr [ getelementptr (i8, ptr @y, i64 1), %a ], [ null, %entry ]\n"
	  "ret ptr %r\n}",
	  "@y = external global i8\ndefine ptr @f(i1 %c) {\nentry:\n"
	  "br i1 %c, label %a, label %d\na:\nbr label %d\nd:\n"
	  "%r = phi ptr [ getelementptr inbounds (i8, ptr @y, i64 1), %a ], [ null, %entry ]\n"
	  "ret ptr %r\n}" },
	{ "%s = type { i32 }\ndefine %s @f(i1 %c) {\nentry:\n"
	  "br i1 %c, label %a, label %d\na:\nbr label %d\nd:\n"
	  "%r = phi %s [ zeroinitializer, %a ], [ poison, %entry ]\n"
	  "ret %s %r\n}",
	  "%s = type { i32 }\ndefine %s @f(i1 %c) {\nentry:\n"
	  "br i1 %c, label %a, label %d\na:\nbr label %d\nd:\n"
	  "%r = phi %s [ undef, %a ], [ poison, %entry ]\nret %s %r\n}" },
	/* the value of the last or of this round */
	{ "define i32 @f(i32 %n) {\nentry:\nbr label %l\nl:\n"
	  "%i = phi i32 [ 0, %entry ], [ %j, %l ]\n%j = add i32 %i, 1\n"
	  "%c = icmp eq i32 %j, %n\nbr i1 %c, label %x, label %l\nx:\n"
	  "ret i32 %i\n}",
	  "define i32 @f(i32 %n) {\nentry:\nbr label %l\nl:\n"
	  "%i = phi i32 [ 0, %entry ], [ %j, %l ]\n%j = add i32 %i, 1\n"
	  "%c = icmp eq i32 %j, %n\nbr i1 %c, label %x, label %l\nx:\n"
	  "ret i32 %j\n}" },
	{ "define i32 @f(i32 %n) {\nentry:\nbr label %l\nl:\n"
	  "%i = phi i32 [ 0, %entry ], [ %j, %l ]\n%j = add i32 %i, 1\n"
	  "%c = icmp eq i32 %j, %n\n"
	  "br i1 %c, label %x, label %l, !llvm.loop !0\nx:\nret i32 %i\n}\n"
	  "!0 = distinct !{!0, !1}\n!1 = !{!\"llvm.loop.mustprogress\"}",
	  "define i32 @f(i32 %n) {\nentry:\nbr label %l\nl:\n"
	  "%i = phi i32 [ 0, %entry ], [ %j, %l ]\n%j = add i32 %i, 1\n"
	  "%c = icmp eq i32 %j, %n\nbr i1 %c, label %x, label %l\nx:\n"
	  "ret i32 %i\n}" },
	{ "define void @f(i1 %c) {\nbr label %l\nl:\n"
	  "br i1 %c, label %x, label %l, !llvm.loop !0\nx:\nret void\n}\n"
	  "!0 = distinct !{!0, !1}\n!1 = !{!\"llvm.loop.mustprogress\"}",
	  "define void @f(i1 %c) {\nbr label %l\nl:\n"
	  "br i1 %c, label %x, label %l, !llvm.loop !0\nx:\nret void\n}\n"
	  "!0 = distinct !{!0, !1}\n!1 = !{!\"llvm.loop.unroll.disable\"}" },
	/* a computation on one side of a branch or before it */
	{ "declare void @g()\ndefine i32 @f(i1 %c, i32 %x) {\n"
	  "%y = add i32 %x, 1\nbr i1 %c, label %a, label %b\na:\nret i32 %y\n"
	  "b:\nret i32 2\n}",
	  "declare void @g()\ndefine i32 @f(i1 %c, i32 %x) {\n"
	  "br i1 %c, label %a, label %b\na:\n%y = add i32 %x, 1\nret i32 %y\n"
	  "b:\nret i32 2\n}" },
	{ "define i32 @f(ptr %p) {\nindirectbr ptr %p, [label %a, label %b]\n"
	  "a:\nret i32 1\nb:\nret i32 2\n}",
	  "define i32 @f(ptr %p) {\nindirectbr ptr %p, [label %b, label %a]\n"
	  "a:\nret i32 1\nb:\nret i32 2\n}" },
	{ "@t = global [2 x ptr] [ptr blockaddress(@f, %a), ptr blockaddress(@f, %b)]\n"
	  "define i32 @f(ptr %p) {\nindirectbr ptr %p, [label %a, label %b]\n"
	  "a:\nret i32 1\nb:\nret i32 2\n}",
	  "@t = global [2 x ptr] [ptr blockaddress(@f, %b), ptr blockaddress(@f, %a)]\n"
	  "define i32 @f(ptr %p) {\nindirectbr ptr %p, [label %a, label %b]\n"
	  "a:\nret i32 1\nb:\nret i32 2\n}" },
	{ "define i32 @f() {\n"
	  "callbr void asm \"\", \"!i,!i\"() to label %a [label %b, label %c]\n"
	  "a:\nret i32 1\nb:\nret i32 2\nc:\nret i32 3\n}",
	  "define i32 @f() {\n"
	  "callbr void asm \"\", \"!i,!i\"() to label %a [label %c, label %b]\n"
	  "a:\nret i32 1\nb:\nret i32 2\nc:\nret i32 3\n}" },
	{ "declare void @g()\ndeclare i32 @pf(...)\n"
	  "define void @f() personality ptr @pf {\n"
	  "invoke void @g() to label %a unwind label %b\na:\nret void\nb:\n"
	  "%l = landingpad { ptr, i32 } cleanup\nresume { ptr, i32 } %l\n}",
	  "declare void @g()\ndeclare i32 @pf(...)\n"
	  "define void @f() personality ptr @pf {\n"
	  "invoke void @g() to label %a unwind label %b\na:\nret void\nb:\n"
	  "%l = landingpad { ptr, i32 } catch ptr null\n"
	  "resume { ptr, i32 } %l\n}" },
	{ "declare void @g()\ndeclare i32 @pf(...)\n"
	  "define void @f() personality ptr @pf {\n"
	  "invoke void @g() to label %a unwind label %b\na:\nret void\nb:\n"
	  "%l = landingpad { ptr, i32 } cleanup catch ptr null\n"
	  "resume { ptr, i32 } %l\n}",
	  "declare void @g()\ndeclare i32 @pf(...)\n"
	  "define void @f() personality ptr @pf {\n"
	  "invoke void @g() to label %a unwind label %b\na:\nret void\nb:\n"
	  "%l = landingpad { ptr, i32 } catch ptr null\n"
	  "resume { ptr, i32 } %l\n}" },

	/* scopes of aliases: one or two, and so when one is in both modules */
	{ "define void @f(ptr %p, ptr %q) {\n"
	  "store i8 1, ptr %p, !alias.scope !2\n"
	  "store i8 2, ptr %q, !noalias !2\nret void\n}\n"
	  "!0 = !{!\"d\"}\n!1 = !{!\"s\", !0}\n!2 = !{!1}",
	  "define void @f(ptr %p, ptr %q) {\n"
	  "store i8 1, ptr %p, !alias.scope !2\n"
	  "store i8 2, ptr %q, !noalias !4\nret void\n}\n"
	  "!0 = !{!\"d\"}\n!1 = !{!\"s\", !0}\n!2 = !{!1}\n"
	  "!3 = distinct !{!\"s\", !0}\n!4 = !{!3}" },
	{ "define void @f(ptr %p, ptr %q) {\n"
	  "store i8 1, ptr %p, !alias.scope !2\nstore i8 2, ptr %q, !noalias !4\n"
	  "ret void\n}\n"
	  "!0 = !{!\"d\"}\n!1 = !{!\"s\", !0}\n!2 = !{!1}\n"
	  "!3 = !{!\"t\", !0}\n!4 = !{!1, !3}",
	  "define void @f(ptr %p, ptr %q) {\n"
	  "store i8 1, ptr %p, !alias.scope !2\nstore i8 2, ptr %q, !noalias !4\n"
	  "ret void\n}\n"
	  "!0 = !{!\"d\"}\n!1 = !{!\"s\", !0}\n!2 = !{!1}\n"
	  "!3 = !{!\"t\", !0}\n!4 = !{!5, !3}\n!5 = distinct !{!\"s\", !0}" },
	{ "define void @f(ptr %p, ptr %q) {\n"
	  "store i8 1, ptr %p, !alias.scope !2\n"
	  "store i8 2, ptr %q, !noalias !2\nret void\n}\n"
	  "!0 = distinct !{!0}\n!1 = distinct !{!1, !0}\n!2 = !{!1}\n"
	  "!3 = distinct !{!3, !0}\n!4 = !{!3}",
	  "define void @f(ptr %p, ptr %q) {\n"
	  "store i8 1, ptr %p, !alias.scope !2\n"
	  "store i8 2, ptr %q, !noalias !4\nret void\n}\n"
	  "!0 = distinct !{!0}\n!1 = distinct !{!1, !0}\n!2 = !{!1}\n"
	  "!3 = distinct !{!3, !0}\n!4 = !{!3}" },
};

START_TEST(functions_differ)
{
	different(functions[_i].a, functions[_i].b);
}
END_TEST

static const struct row equal_functions[] = {
	/* order of blocks */
	{ "define i32 @f(i1 %c) {\nbr i1 %c, label %a, label %b\na:\n"
	  "ret i32 1\nb:\nret i32 2\n}",
	  "define i32 @f(i1 %c) {\nbr i1 %c, label %x, label %y\ny:\n"
	  "ret i32 2\nx:\nret i32 1\n}" },
	/* order of a phi's operands, also around a loop */
	{ "define i32 @f(i1 %c, i32 %x, i32 %y) {\n"
	  "br i1 %c, label %a, label %b\na:\nbr label %d\nb:\nbr label %d\n"
	  "d:\n%r = phi i32 [ %x, %a ], [ %y, %b ]\nret i32 %r\n}",
	  "define i32 @f(i1 %c, i32 %x, i32 %y) {\n"
	  "br i1 %c, label %a, label %b\na:\nbr label %d\nb:\nbr label %d\n"
	  "d:\n%r = phi i32 [ %y, %b ], [ %x, %a ]\nret i32 %r\n}" },
	{ "define i32 @f(i32 %n) {\nentry:\nbr label %l\nl:\n"
	  "%i = phi i32 [ 0, %entry ], [ %j, %l ]\n%j = add i32 %i, 1\n"
	  "%c = icmp eq i32 %j, %n\nbr i1 %c, label %x, label %l\nx:\n"
	  "ret i32 %i\n}",
	  "define i32 @f(i32 %n) {\nentry:\nbr label %l\nx:\nret i32 %i\nl:\n"
	  "%i = phi i32 [ %j, %l ], [ 0, %entry ]\n%j = add i32 %i, 1\n"
	  "%c = icmp eq i32 %j, %n\nbr i1 %c, label %x, label %l\n}" },
	/* two edges from one block */
	{ "define i32 @f(i32 %c, i32 %x) {\nentry:\n"
	  "switch i32 %c, label %a [ i32 1, label %b\ni32 2, label %b ]\na:\n"
	  "br label %b\nb:\n"
	  "%r = phi i32 [ %x, %entry ], [ %x, %entry ], [ 3, %a ]\n"
	  "ret i32 %r\n}",
	  "define i32 @f(i32 %c, i32 %x) {\nentry:\n"
	  "switch i32 %c, label %a [ i32 2, label %b\ni32 1, label %b ]\na:\n"
	  "br label %b\nb:\n"
	  "%r = phi i32 [ %x, %entry ], [ 3, %a ], [ %x, %entry ]\n"
	  "ret i32 %r\n}" },
	/* order of cases */
	{ "define i32 @f(i32 %c) {\n"
	  "switch i32 %c, label %a [ i32 1, label %b\ni32 2, label %d ]\na:\n"
	  "ret i32 1\nb:\nret i32 2\nd:\nret i32 3\n}",
	  "define i32 @f(i32 %c) {\n"
	  "switch i32 %c, label %a [ i32 2, label %d\ni32 1, label %b ]\na:\n"
	  "ret i32 1\nb:\nret i32 2\nd:\nret i32 3\n}" },
	/* weights */
	{ "define i32 @f(i1 %c) !prof !1 {\n"
	  "br i1 %c, label %a, label %b, !prof !0\na:\nret i32 1\nb:\n"
	  "ret i32 2\n}\n!0 = !{!\"branch_weights\", i32 1, i32 9}\n"
	  "!1 = !{!\"function_entry_count\", i64 1}",
	  "define i32 @f(i1 %c) {\nbr i1 %c, label %a, label %b\na:\n"
	  "ret i32 1\nb:\nret i32 2\n}" },
	/* static functions by use, whatever their names and order */
	{ "define internal i32 @g() { ret i32 1 }\n"
	  "define internal i32 @h() { ret i32 2 }\n"
	  "define i32 @f() { %r = call i32 @g() %s = call i32 @h() ret i32 %r }",
	  "define internal i32 @h() { ret i32 1 }\n"
	  "define internal i32 @g() { ret i32 2 }\n"
	  "define i32 @f() { %r = call i32 @h() %s = call i32 @g() ret i32 %r }" },
	{ "define void @f() { call void @f() ret void }",
	  "define void @f() { call void @f() ret void }" },
	/* attribute groups at other numbers */
	{ "define void @f() #0 { ret void }\n"
	  "define void @g() #1 { ret void }\nattributes #0 = { nounwind }\n"
	  "attributes #1 = { cold }",
	  "define void @g() #0 { ret void }\n"
	  "define void @f() #1 { ret void }\nattributes #0 = { cold }\n"
	  "attributes #1 = { nounwind }" },
	/* names of types in attributes and operands */
	{ "%s = type { i32 }\n"
	  "define ptr @f(ptr byval(%s) %p) { %q = getelementptr %s, ptr %p, i64 1 ret ptr %q }",
	  "%t = type { i32 }\n"
	  "define ptr @f(ptr byval(%t) %p) { %q = getelementptr %t, ptr %p, i64 1 ret ptr %q }" },
	{ "define i32 @f(ptr %p) {\nindirectbr ptr %p, [label %a, label %b]\n"
	  "a:\nret i32 1\nb:\nret i32 2\n}\n"
	  "@t = global [2 x ptr] [ptr blockaddress(@f, %a), ptr blockaddress(@f, %b)]",
	  "define i32 @f(ptr %p) {\nindirectbr ptr %p, [label %x, label %y]\n"
	  "y:\nret i32 2\nx:\nret i32 1\n}\n"
	  "@t = global [2 x ptr] [ptr blockaddress(@f, %x), ptr blockaddress(@f, %y)]" },
	/* a static function that is reached by the address of its block */
	{ "@x = global ptr blockaddress(@g, %b)\ndefine internal void @g() {\n"
	  "br label %b\nb:\nret void\n}",
	  "@x = global ptr blockaddress(@h, %b)\ndefine internal void @h() {\n"
	  "br label %b\nb:\nret void\n}" },
	/* two loops of one node, or of a node each */
	{ "define void @f(i1 %c) {\nbr label %a\na:\n"
	  "br i1 %c, label %a, label %b, !llvm.loop !0\nb:\n"
	  "br i1 %c, label %b, label %d, !llvm.loop !0\nd:\nret void\n}\n"
	  "!0 = distinct !{!0, !1}\n!1 = !{!\"llvm.loop.mustprogress\"}",
	  "define void @f(i1 %c) {\nbr label %a\na:\n"
	  "br i1 %c, label %a, label %b, !llvm.loop !0\nb:\n"
	  "br i1 %c, label %b, label %d, !llvm.loop !2\nd:\nret void\n}\n"
	  "!0 = distinct !{!0, !1}\n!1 = !{!\"llvm.loop.mustprogress\"}\n"
	  "!2 = distinct !{!2, !1}" },
	/* scopes of aliases, numbered and ordered anew */
	{ "define void @f(ptr %p, ptr %q) {\n"
	  "store i8 1, ptr %p, !alias.scope !2\n"
	  "store i8 2, ptr %q, !noalias !2\nret void\n}\n"
	  "!0 = distinct !{!0}\n!1 = distinct !{!1, !0}\n!2 = !{!1}",
	  "define void @f(ptr %p, ptr %q) {\n"
	  "store i8 1, ptr %p, !alias.scope !0\n"
	  "store i8 2, ptr %q, !noalias !0\nret void\n}\n"
	  "!1 = distinct !{!1, !2}\n!2 = distinct !{!2}\n!0 = !{!1}" },
	/* debug information */
	{ "define i32 @f(i32 %a) !dbg !3 {\n"
	  "#dbg_value(i32 %a, !5, !DIExpression(), !6)\nret i32 %a, !dbg !6\n"
	  "}\n"
	  "!llvm.dbg.cu = !{!0}\n!llvm.module.flags = !{!2}\n"
	  "!0 = distinct !DICompileUnit(language: DW_LANG_C11, file: !1, emissionKind: FullDebug)\n"
	  "!1 = !DIFile(filename: \"a.c\", directory: \"/\")\n"
	  "!2 = !{i32 2, !\"Debug Info Version\", i32 3}\n"
	  "!3 = distinct !DISubprogram(name: \"f\", scope: !1, file: !1, line: 1, type: !4, unit: !0, spFlags: DISPFlagDefinition)\n"
	  "!4 = !DISubroutineType(types: !{null})\n"
	  "!5 = !DILocalVariable(name: \"a\", arg: 1, scope: !3, file: !1, line: 1)\n"
	  "!6 = !DILocation(line: 1, column: 1, scope: !3)\n",
	  "define i32 @f(i32 %a) { ret i32 %a }" },
};

START_TEST(functions_are_the_same)
{
	same(equal_functions[_i].a, equal_functions[_i].b);
}
END_TEST

/* -------------------------------------------------- what can't be told, isn't */

static const struct row refused[] = {
	/* attributes of variables can't be asked for */
	{ "@x = global i32 1 #0\nattributes #0 = { \"bss-section\"=\"s\" }",
	  "attribute that is not understood" },
	{ "declare i32 @pf(...)\ndeclare void @g()\n"
	  "define void @f() personality ptr @pf {\n"
	  "invoke void @g() to label %a unwind label %b\na:\nret void\nb:\n"
	  "%p = cleanuppad within none []\n"
	  "cleanupret from %p unwind to caller\n}",
	  "not understood" },
};

START_TEST(a_block_that_nothing_leads_to_is_a_difference)
{
	static const char one[] = "define void @f() {\nret void\n}";
	static const char two[] = "define void @f() {\nret void\na:\nret void\n}";

	says(one, two, "nothing leads to");
	says(two, one, "nothing leads to");
}
END_TEST

START_TEST(what_is_not_understood_is_a_difference)
{
	says(refused[_i].a, refused[_i].a, refused[_i].b);
}
END_TEST

/* A renamed static is no difference, but to assembly that spells its name. */
static const struct row spelled[] = {
	{ "module asm \".globl count\"\n@count = internal global i32 1\n"
	  "@x = global ptr @count",
	  "module asm \".globl count\"\n@number = internal global i32 1\n"
	  "@x = global ptr @number" },
	{ "module asm \".globl count\"\n@number = internal global i32 1\n"
	  "@x = global ptr @number",
	  "module asm \".globl count\"\n@count = internal global i32 1\n"
	  "@x = global ptr @count" },
	{ "module asm \".globl count\"\n"
	  "@\"\\01count\" = internal global i32 1\n"
	  "@x = global ptr @\"\\01count\"",
	  "module asm \".globl count\"\n"
	  "@\"\\01number\" = internal global i32 1\n"
	  "@x = global ptr @\"\\01number\"" },
	{ "module asm \"lea .Lcount+4(%rip), %rax\"\n"
	  "@count = private global i32 1\n@x = global ptr @count",
	  "module asm \"lea .Lcount+4(%rip), %rax\"\n"
	  "@number = private global i32 1\n@x = global ptr @number" },
	{ "define ptr @f() {\ncall void asm \"mov $$count-4, %rax\", \"\"()\n"
	  "ret ptr @count\n}\n@count = internal global i32 0",
	  "define ptr @f() {\ncall void asm \"mov $$count-4, %rax\", \"\"()\n"
	  "ret ptr @number\n}\n@number = internal global i32 0" },
};

START_TEST(assembly_that_spells_a_renamed_static_is_a_difference)
{
	says(spelled[_i].a, spelled[_i].b, "assembly may mention");
	expect(spelled[_i].a, spelled[_i].a, true, NULL);
}
END_TEST

/* --------------------------------------------------------------- what is said */

START_TEST(the_difference_names_function_and_lines)
{
	says("declare void @kfree(ptr)\ndeclare void @vfree(ptr)\n"
	     "define void @ring_put(ptr %p) { call void @vfree(ptr %p) ret void }",
	     "declare void @kfree(ptr)\ndeclare void @vfree(ptr)\n"
	     "define void @ring_put(ptr %p) { call void @kfree(ptr %p) ret void }",
	     "function ring_put: kfree instead of vfree: \"call void @kfree(ptr %p)\""
	     " instead of \"call void @vfree(ptr %p)\"");
}
END_TEST

START_TEST(the_difference_names_the_variable)
{
	says("@ops = global i32 1", "@ops = global i32 2", "variable ops: ");
}
END_TEST

START_TEST(the_difference_names_what_is_missing)
{
	says("@ops = global i32 1", "", "only one has ops");
	says("", "@ops = global i32 1", "only one has ops");
}
END_TEST

START_TEST(functions_with_a_body_are_counted)
{
	static const char text[] =
		"declare void @g()\n"
		"define void @f() { call void @g() ret void }\n"
		"define internal void @h() { ret void }\n"
		"define void @i() { call void @h() ret void }\n";
	struct arena arena = { 0 };
	const char *difference = "unset";
	size_t n = 7;

	assemble(file_a, text);
	assemble(file_b, text);
	ck_assert_int_eq(ir_compare(&arena, file_a, file_b, &difference, &n), 0);
	ck_assert_ptr_null(difference);
	ck_assert_uint_eq(n, 3);
	arena_free(&arena);
}
END_TEST

/* --------------------------------------------------------------------- failure */

static void unreadable(const char *a, const char *b)
{
	struct arena arena = { 0 };
	const char *difference = "unset";
	size_t n = 7;

	ck_assert_int_eq(ir_compare(&arena, a, b, &difference, &n), -SAFEC_EREAD);
	ck_assert_str_eq(difference, "unset");
	ck_assert_uint_eq(n, 7);
	arena_free(&arena);
}

static void write_file(const char *path, const char *data, size_t size)
{
	FILE *f = fopen(path, "wb");

	ck_assert_ptr_nonnull(f);
	ck_assert_uint_eq(fwrite(data, 1, size, f), size);
	ck_assert_int_eq(fclose(f), 0);
}

START_TEST(a_file_that_is_not_there_cannot_be_read)
{
	assemble(file_a, "@x = global i32 1");
	unreadable(file_a, "/nonexistent/b.bc");
	unreadable("/nonexistent/a.bc", file_a);
}
END_TEST

START_TEST(what_is_not_bitcode_cannot_be_read)
{
	assemble(file_a, "@x = global i32 1");
	write_file(file_b, "int x;\n", 7);
	unreadable(file_a, file_b);
	write_file(file_b, "", 0);
	unreadable(file_a, file_b);
}
END_TEST

START_TEST(bitcode_that_is_cut_off_cannot_be_read)
{
	char data[64];
	FILE *f;

	assemble(file_a, "@x = global i32 1");
	f = fopen(file_a, "rb");
	ck_assert_ptr_nonnull(f);
	ck_assert_uint_eq(fread(data, 1, sizeof(data), f), sizeof(data));
	fclose(f);
	write_file(file_b, data, sizeof(data));
	unreadable(file_a, file_b);
}
END_TEST

/* The writer takes anything; a jump to a function's entry isn't valid. */
START_TEST(bitcode_that_is_not_valid_cannot_be_read)
{
	LLVMContextRef context = LLVMContextCreate();
	LLVMModuleRef m = LLVMModuleCreateWithNameInContext("m", context);
	LLVMTypeRef none = LLVMVoidTypeInContext(context);
	LLVMValueRef f = LLVMAddFunction(m, "f", LLVMFunctionType(none, NULL, 0, 0));
	LLVMBasicBlockRef entry = LLVMAppendBasicBlockInContext(context, f, "");
	LLVMBuilderRef builder = LLVMCreateBuilderInContext(context);

	LLVMPositionBuilderAtEnd(builder, entry);
	LLVMBuildBr(builder, entry);
	LLVMDisposeBuilder(builder);
	ck_assert_int_eq(LLVMWriteBitcodeToFile(m, file_b), 0);
	LLVMDisposeModule(m);
	LLVMContextDispose(context);
	assemble(file_a, "@x = global i32 1");
	unreadable(file_a, file_b);
}
END_TEST

/* ------------------------------------------------------------------------ size */

enum { MANY = 40000 };

/* A chain of MANY computations, with LAST in its first link. */
static char *chain(int last)
{
	char *text = malloc(64 * (MANY + 4)), *at = text;
	int i;

	ck_assert_ptr_nonnull(text);
	at += sprintf(at, "define i32 @f(i32 %%v0) {\n%%v1 = add i32 %%v0, %d\n",
		      last);
	for (i = 1; i < MANY; i++)
		at += sprintf(at, "%%v%d = xor i32 %%v%d, %d\n", i + 1, i, i);
	sprintf(at, "ret i32 %%v%d\n}\n", MANY);
	return text;
}

START_TEST(a_long_chain_needs_no_deep_stack)
{
	char *a = chain(1), *b = chain(2);

	expect(a, a, true, NULL);
	expect(a, b, false, "add i32");
	free(a);
	free(b);
}
END_TEST

static Suite *suite(void)
{
	Suite *s = suite_create("ir");
	TCase *t = tcase_create("compare");

	tcase_set_timeout(t, 120);
	tcase_add_checked_fixture(t, make_files, remove_files);
	tcase_add_loop_test(t, instructions_differ, 0, COUNT(instructions));
	tcase_add_loop_test(t, instructions_are_the_same, 0,
			    COUNT(equal_instructions));
	tcase_add_loop_test(t, globals_differ, 0, COUNT(globals));
	tcase_add_loop_test(t, globals_are_the_same, 0, COUNT(equal_globals));
	tcase_add_loop_test(t, functions_differ, 0, COUNT(functions));
	tcase_add_loop_test(t, functions_are_the_same, 0,
			    COUNT(equal_functions));
	tcase_add_loop_test(t, what_is_not_understood_is_a_difference, 0,
			    COUNT(refused));
	tcase_add_test(t, a_block_that_nothing_leads_to_is_a_difference);
	tcase_add_loop_test(t,
		assembly_that_spells_a_renamed_static_is_a_difference, 0,
		COUNT(spelled));
	tcase_add_test(t, the_difference_names_function_and_lines);
	tcase_add_test(t, the_difference_names_the_variable);
	tcase_add_test(t, the_difference_names_what_is_missing);
	tcase_add_test(t, functions_with_a_body_are_counted);
	tcase_add_test(t, a_file_that_is_not_there_cannot_be_read);
	tcase_add_test(t, what_is_not_bitcode_cannot_be_read);
	tcase_add_test(t, bitcode_that_is_cut_off_cannot_be_read);
	tcase_add_test(t, bitcode_that_is_not_valid_cannot_be_read);
	tcase_add_test(t, a_long_chain_needs_no_deep_stack);
	suite_add_tcase(s, t);
	return s;
}

int main(void)
{
	SRunner *runner = srunner_create(suite());
	int failed;

	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed != 0;
}

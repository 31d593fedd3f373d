# SPDX-License-Identifier: Apache-2.0
"""Rows as C: for each meaning a function that tries it beside the word."""
import functools
import itertools
import os
import re

import copies
from check import Check, as_macros, call
from kernel import write


COUNTERS = {"integer": ("int", "unsigned int")}
WHOLE = "signed char", "short", "int", "unsigned int", "long", "unsigned long long"
OPERANDS = {1: ("int", "unsigned int", "size_t", "u64"),
            2: ("int", "unsigned int", "size_t")}
QUICK = ("int", "int"), ("int", "size_t"), ("size_t", "size_t"), ("u64", "u64")
TAILED = "struct bytes", "struct structs", "struct words"
FIXED = {"f": "GFP_KERNEL | __GFP_NOWARN", "dev": "a_device + zero"}


def checks_of(kernel, rows, quick_rows):
    numbers = itertools.count()
    for quick, row in [(0, r) for r in rows] + [(1, r) for r in quick_rows]:
        for m in row.meanings:
            if copies.is_gone(kernel, m):
                continue
            types = COUNTERS.get(m.was, ("atomic_t",))
            for t in types if row.test == "counter" else types[:1]:
                yield Check(next(numbers), row, m, t, bool(quick))


@functools.lru_cache(maxsize=None)
def is_void(kernel, header, name):
    return bool(re.search(rf"\bvoid\s+{name}\s*\(", kernel.view(header)))


@functools.lru_cache(maxsize=None)
def is_inline(kernel, header, name):
    view = kernel.view(header)
    return bool(re.search(rf"^#define {name}\b", view, re.M) or
                re.search(rf"\b{name}\s*\((?:[^()]|\([^()]*\))*\)\s*{{", view))


@functools.lru_cache(maxsize=None)
def is_declared(kernel, header, name):
    return bool(re.search(rf"\b{name}\b", kernel.view(header)))


def runs_on(kernel, row):
    """Whether all of what ROW's word is made of is at hand."""
    return row.test in ("size", "alloc", "type") or bool(kernel.lib) or \
        row.test != "string" and is_inline(kernel, row.header, row.name)


def counter_function(kernel, check):
    row, k = check.row, check.number
    if "v" not in row.params:
        return initialiser_function(check)
    lock = "a_mutex" if "mutex" in row.name else "a_spinlock"

    def asked(name, counter):
        arguments = {"v": f"&{counter} + zero", "n": "n - 1 + 1",
                     "lock": f"&{lock} + zero", "flags": "&flags + zero"}
        return call(name, row.params, **arguments)

    word, means = asked(row.name, "a"), asked(f"MEANS_{k}", "b")
    keep = "" if is_void(kernel, row.header, row.name) else "now.result = (unsigned long)"
    amounts = "amounts" if "n" in row.params else "(int[]){ 0 }"
    return f"""\
static void check_{k}(void)
{{
	size_t i, j;
	for (i = 0; i < ARRAY_SIZE(olds); i++)
	for (j = 0; j < sizeof({amounts}) / sizeof(int); j++) {{
		const int old = olds[i], n = {amounts}[j];
		unsigned long flags = 0;
		struct outcome word, means;
		refcount_t a;
		{check.type} b;
		counter_of(&a) = counter_of(&b) = old;
		observe(word, old, ({{ {keep}({word}); now.after = counter_of(&a);
			now.flags = flags; flags = 0; }}));
		observe(means, old, ({{ {keep}({means}); now.after = counter_of(&b);
			now.flags = flags; }}));
		judge({k}, CASE_{k}({', '.join(row.params)}, old),
		      __builtin_types_compatible_p(__typeof__({word}), __typeof__({means})),
		      old, n, &word, &means, NULL);
	}}
}}
"""


def initialiser_function(check):
    row, k = check.row, check.number
    return f"""\
static void check_{k}(void)
{{
	size_t i;
	for (i = 0; i < ARRAY_SIZE(olds); i++) {{
		const int n = olds[i];
		struct outcome word, means;
		refcount_t a = {row.name}(n - 1 + 1);
		{check.type} b = MEANS_{k}(n - 1 + 1);
		observe(word, 0, now.after = counter_of(&a));
		observe(means, 0, now.after = counter_of(&b));
		judge({k}, CASE_{k}(n, 0), 1, n, 0, &word, &means, NULL);
	}}
}}
"""


def type_function(check):
    row, k = check.row, check.number
    lines = []
    for t in WHOLE if check.meaning.was == "integer" else (check.meaning.was,):
        lines.append(f"""\
	observe(word, 0, now.result = sizeof({row.name}) * 64 + __alignof__({row.name}));
	observe(means, 0, now.result = sizeof(MEANS_{k}({t})) * 64 +
				       __alignof__(MEANS_{k}({t})));
	judge({k}, CASE_{k}({t}), 1, sizeof({t}), 0, &word, &means, NULL);
""")
    return (f"static void check_{k}(void)\n{{\n\tstruct outcome word, means;\n"
            + "".join(lines) + "}\n")


def size_loop(check, types, operands, tail):
    """One combination of operands' types, and of the structure behind p."""
    row, k = check.row, check.number
    plain = dict(zip(operands, operands))
    wide = {o: f"(size_t){o}" for o in operands}
    spread = {o: f"{o} - 1 + 1" for o in operands}
    seen = [f"(long){o}" for o in operands] + ["0"]

    def asked(name, how):
        return call(name, row.params, p="p + zero", **how, **FIXED)

    word, means = asked(row.name, spread), asked(f"MEANS_{k}", spread)
    case, widens = asked(f"CASE_{k}", plain), asked(f"CASE_{k}", wide)
    values = [f"const {t} {o} = ({t})operands[{i}];"
              for t, o, i in zip(types, operands, ("i", "j"))]
    return f"""\
	for (i = 0; i < ARRAY_SIZE(operands); i++)
	for (j = 0; j < {"ARRAY_SIZE(operands)" if len(operands) > 1 else 1}; j++) {{
		{" ".join(values)}
		{f"{tail} *p = NULL;" if tail else ""}
		bool widens = {widens};
		observe(word, 0, now.result = (unsigned long)({word}));
		observe(means, 0, now.result = (unsigned long)({means}));
		if (widens)
			observe(wide, 0, now.result = (unsigned long)
				({asked(f"MEANS_{k}", wide)}));
		judge({k}, {case}, __builtin_types_compatible_p(
		      __typeof__({word}), __typeof__({means})), {seen[0]}, {seen[1]},
		      &word, &means, widens ? &wide : NULL);
	}}
"""


def constants(check, operands, tail):
    """The same with constants, which the words tell apart."""
    row, k = check.row, check.number
    three = {o: c for o, c in zip(operands, ("3", "8UL"))}
    word, means = (call(n, row.params, p=f"(({tail} *)NULL)", **three, **FIXED)
                   for n in (row.name, f"MEANS_{k}"))
    return f"""\
	observe(word, 0, now.result = (unsigned long)({word}));
	observe(means, 0, now.result = (unsigned long)({means}));
	judge({k}, 1, 1, 3, 8, &word, &means, NULL);
"""


def size_function(check):
    params = check.row.params
    operands = [p for p in params if p not in ("p", "member", *FIXED)]
    tails = TAILED[2 * check.quick:] if "p" in params else ("",)
    combinations = sorted({q[:len(operands)] for q in QUICK}) if check.quick else \
        itertools.product(OPERANDS[len(operands)], repeat=len(operands))
    loops = []
    for tail, types in itertools.product(tails, list(combinations)):
        loops.append(size_loop(check, types, operands, tail))
    loops += [constants(check, operands, tail) for tail in tails]
    return (f"static void check_{check.number}(void)\n{{\n\tsize_t i, j;\n"
            "\tstruct outcome word, means, wide;\n" + "".join(loops) + "}\n")


def function_of(kernel, check):
    if check.row.test == "counter":
        return counter_function(kernel, check)
    return type_function(check) if check.row.test == "type" else size_function(check)


def axiom_of(check):
    row = check.row
    always = row.equal == "always" or (row.test == "type" and
                                       check.meaning.was != "integer")
    may = row.may() if row.otherwise else []
    return f"\t{{ {int(always)}, {{ {', '.join(may) or '0'} }} }},\n"


def program_of(kernel, table, checks):
    """All of the kernel half, in C."""
    out = [f"#include <{h}>\n" for h in sorted({c.row.header for c in checks})]
    out.append('#include "kernel.h"\n')
    here = [c for c in checks if c.row.test != "string"]
    for check in here:
        out += [line + "\n" for line in as_macros(table, check)]
        out.append(function_of(kernel, check))
    out += ["const struct axiom axioms[] = {\n", *map(axiom_of, checks), "\t{ 0 }\n};\n",
            f"const int axiom_count = {len(checks)};\n", "void axioms_run(void)\n{\n"]
    out += [f"\tcheck_{c.number}();\n" for c in here]
    return "".join(out) + "}\n"


def tried(kernel, table, rows, quick_rows):
    """For each row that KERNEL could try: what is wrong, or None."""
    checks = list(checks_of(kernel, [r for r in rows if runs_on(kernel, r)],
                            [r for r in quick_rows if runs_on(kernel, r)
                             and not any(copies.is_gone(kernel, m)
                                         for m in r.meanings)]))
    path = kernel.path("axioms.c")
    write(path, program_of(kernel, table, checks))
    strings = [c for c in checks if c.row.test == "string"]
    sizes = copies.wrong_sizes(kernel, strings)
    half = [kernel.compile(path), *copies.compiled(
        kernel, table, [c for c in strings if c.number not in sizes])]
    says = kernel.link(half, kernel.lib)
    verdicts = {}
    for check, line in zip(checks, says, strict=True):
        number, what = line.split(" ", 1)
        assert int(number) == check.number
        what = sizes.get(check.number, what)
        of = f" ({check.type})" if check.row.test == "counter" else ""
        was = f"was {check.meaning.was}{of}: " if check.meaning.was else ""
        bad = None if what == "ok" else \
            f"{os.path.basename(table)}:{check.meaning.line}: kernel {kernel.version}: " \
            f"{check.row}: {was}{what}"
        verdicts[check.row] = verdicts.get(check.row) or bad
    return verdicts


# ------------------------------------------------------ words that are nothing

# Where an annotation may stand; what it does to the object must be nothing.
SAMPLE = """
enum {{ m = 64 }};
struct sample {{
	int m, n, e, release, put;
	char tag;
	short member[] {word};
}};
int read_it(struct sample *s, int at);
int read_it(struct sample *s, int at)
{{
	return s->member[at] + (int)sizeof(*s);
}}
unsigned long size_of_it(struct sample *s);
unsigned long size_of_it(struct sample *s)
{{
	return __builtin_dynamic_object_size(s->member, 0);
}}
"""


def changes_object(kernel, row):
    objects = []
    for word in "", call(row.name, row.params):
        path = kernel.path("sample.c")
        write(path, SAMPLE.format(word=word))
        with open(kernel.compile(path), "rb") as f:
            objects.append(f.read())
    return objects[0] != objects[1]


def not_declared(kernel, table, row):
    """Annotations may be absent: what isn't defined can't mean anything."""
    if row.test == "nothing":
        return None
    at = f"{os.path.basename(table)}:{row.line}: kernel {kernel.version}"
    if not kernel.has(row.header):
        return f"{at}: no header {row.header}"
    if not is_declared(kernel, row.header, row.name):
        return f"{at}: {row.header} declares no {row.name}"
    return None


def is_nothing(kernel, table, row):
    """What is wrong with the annotation of ROW, or None."""
    at = f"{os.path.basename(table)}:{row.line}: kernel {kernel.version}: {row}"
    include = f"#include <{row.header}>\n" if kernel.has(row.header) else ""
    text = kernel.preprocess(f"{include}@here@ {call(row.name, row.params)}\n")
    left = text.rpartition("@here@")[2].strip()
    if left == call(row.name, row.params):
        used = re.search(rf"\b{row.name}\b", kernel.everything())
        return f"{at} is a name that the headers use" if used else None
    if left and not re.fullmatch(r"__attribute__\s*\(\(.*\)\)", left):
        return f"{at} is code: {left}"
    if left and changes_object(kernel, row):
        return f"{at} changes the object"
    return None

# SPDX-License-Identifier: Apache-2.0
"""Rows that copy strings, as C: for each meaning the ways to call it and the word."""
import itertools

from check import as_macros, call
from kernel import numbers, write

# What newer kernels don't have.
GONE = {"strlcpy": (6, 8)}
# It takes no size, so its meaning has to hold the word's to that of an array.
UNSIZED = {"strcpy": ("d", "s")}
SIZES = 2, 3, 7, 8, 9, 16, 17, 24

# What may be copied to, with which n, and whether that is right.
SAMPLES = (
    ("in->name", "sizeof(in->name)", True),
    ("in->name", "16", True),
    ("in->table[1]", "sizeof(in->table[1])", True),
    ("in->name", "sizeof(in->name) + 1", False),
    ("in->name", "sizeof(in->name) - 1", False),
    ("in->name", "17", False),
    ("in->name", "8", False),
    ("in->name", "-1", False),
    ("in->name", "n", False),
    ("in->name", "strlen(s) + 1", False),
    ("in->name", "sizeof(in)", False),
    ("in->name", "sizeof(*in)", False),
    ("in->name", "sizeof(in->pointer)", False),
    ("in->table[1]", "sizeof(in->table)", False),
    ("in->table", "sizeof(in->table[1])", False),
    ("in->pointer", "sizeof(in->pointer)", False),
    ("in->pointer", "16", False),
    ("in->pointer", "n", False),
    ("in->name + 4", "sizeof(in->name)", False),
    ("in->name + 4", "sizeof(in->name + 4)", False),
    ("&in->name[4]", "sizeof(in->name) - 4", False),
    ("in->flexible", "16", False),
    ("in->one", "sizeof(in->one)", False),
)
STRUCTURE = """\
struct sample {
	char name[16], table[3][24], *pointer;
	union {
		char one[1];
		DECLARE_FLEX_ARRAY(char, flexible);
	};
};
"""


def is_gone(kernel, meaning):
    return meaning.was in GONE and tuple(numbers(kernel.version)) >= GONE[meaning.was]


# ------------------------------------------------------------ sizes that n is held to

def wrong_sizes(kernel, checks):
    """{number of a check: what is wrong with the sizes that its meaning takes}"""
    lines = ["#include <linux/stddef.h>", "#include <linux/string.h>",
             *STRUCTURE.splitlines()]
    asked = {}
    for c in (c for c in checks if c.meaning.was in UNSIZED):
        k = c.number
        lines.append(f"#define MEANS_{k}({', '.join(c.row.params)}) {c.meaning.text}")
        for i, (d, n, right) in enumerate(SAMPLES):
            means = call(f"MEANS_{k}", c.row.params, d=d, n=n)
            head = f"void f_{k}_{i}(struct sample *in, const char *s, size_t n)"
            lines.append(f"{head}; {head} {{ {means}; }}")
            asked[len(lines)] = k, d, n, right
    refused = kernel.refused("\n".join(lines) + "\n") if asked else set()
    out = {k: f"its meaning {'does not compile' if right else 'compiles too'} with "
              f"n = {n} for d = {d}"
           for line, (k, d, n, right) in asked.items() if right == (line in refused)}
    return out if refused <= set(asked) else dict.fromkeys(
        (k for k, *_ in asked.values()), "the samples can't be compiled")


# --------------------------------------------------------------- what is tried

def ways(check):
    """(d, s, n, the only n or 0, the only s or NULL)"""
    unsized = check.meaning.was in UNSIZED
    if check.quick:         # FORTIFY_SOURCE does not compile a wrong size
        yield ("array(9, d)", "s", "9 - 1 + 1", "9", "NULL") if unsized else \
            ("d + 0", "s + 0", "n - 1 + 1", "0", "NULL")
        return
    for n, s in itertools.product(SIZES, ("s", "known(s)")):
        yield f"array({n}, d)", s, f"{n} - 1 + 1", f"{n}", "NULL"
    yield "array(9, d)", '"abc"', "9", "9", '"abc"'
    if not unsized:
        yield "d + 0", "s + 0", "n - 1 + 1", "0", "NULL"
        yield "d + 0", "known(s)", "n - 1 + 1", "0", "NULL"


def functions(check):
    """C functions for each way, and for the case; the way's entry in the table."""
    row, k = check.row, check.number
    out, entries = [], []
    head = "(char *d, const char *s, unsigned long n)"
    for i, (d, s, n, *only) in enumerate(ways(check)):
        word, means = (call(name, row.params, d=d, s=s, n=n)
                       for name in (row.name, f"MEANS_{k}"))
        out.append(f"static void word_{k}_{i}{head}\n{{\n\t(void){word};\n}}\n"
                   f"static void means_{k}_{i}{head}\n{{\n\t(void){means};\n}}\n")
        if not i:
            same = (f"static int same_type_{k}(void)\n{{\n\tchar *d = 0;\n"
                    "\tconst char *s = 0;\n\tunsigned long n = 0;\n\treturn __builtin_types_compatible_p("
                    f"__typeof__({means}), void) ||\n\t\t"
                    "__builtin_types_compatible_p("
                    f"__typeof__({word}), __typeof__({means}));\n}}\n")
        entries.append(f"\t{{ word_{k}_{i}, means_{k}_{i}, case_{k}, same_type_{k}, "
                       f"{k}, {', '.join(only)} }},\n")
    return out + [same], entries


def half_of(table, checks, name):
    """All of the kernel half that copies, in C."""
    out, entries = ['#include "copies.h"\n'], []
    for check in checks:
        out += [line + "\n" for line in as_macros(table, check)]
        made, entry = functions(check)
        out += made
        entries += entry
    # From here on for the cases alone: how long s is need not be counted.
    out.append("#undef strlen\n#define strlen(s) length\n"
               "#define read_as_string(d) as_string\n")
    for k in (c.number for c in checks):
        out.append(f"static int case_{k}(unsigned long length, unsigned long n, "
                   f"int as_string)\n{{\n\treturn CASE_{k}(d, s, n);\n}}\n")
    return "".join(out) + f"const struct copying {name}[] = {{\n" \
        + "".join(entries) + "\t{ 0 }\n};\n"


def compiled(kernel, table, checks):
    """The objects of that half, with FORTIFY_SOURCE and without."""
    for name, first in (("fortified", ""), ("plain", "#define __NO_FORTIFY\n")):
        path = kernel.path(f"copies_{name}.c")
        write(path, first + half_of(table, checks, f"copyings_{name}"))
        yield kernel.compile(path)


# ----------------------------------------------------------- what it compiles to

def object_of(kernel, calls):
    """What the CALLS compile to, one function for each."""
    path = kernel.path("calls.c")
    write(path, "#include <linux/stddef.h>\n#include <linux/string.h>\n" + STRUCTURE
          + "".join(f"void f_{i}(struct sample *in, const char *s);\n"
                    f"void f_{i}(struct sample *in, const char *s)\n{{\n\t{c};\n}}\n"
                    for i, c in enumerate(calls)))
    with open(kernel.compile(path), "rb") as f:
        return f.read()


def adds_code(kernel, rows):
    """Meanings that compile to something else than a call of what stood there."""
    arguments = {"d": "in->name", "s": "s", "n": "sizeof(in->name)"}
    pairs = {}
    for row, m in ((r, m) for r in rows if r.test == "string" for m in r.meanings):
        if not is_gone(kernel, m):
            means = f"\n#define MEANS_{m.line}({', '.join(row.params)}) {m.text}\n" \
                    + call(f"MEANS_{m.line}", row.params, **arguments)
            plain = call(m.was, UNSIZED.get(m.was, row.params), **arguments)
            pairs[plain, means] = f"kernel {kernel.version}: {row}: was {m.was}"
    if object_of(kernel, [p for p, _ in pairs]) == \
            object_of(kernel, [m for _, m in pairs]):
        return
    for (plain, means), where in pairs.items():
        if object_of(kernel, [plain]) != object_of(kernel, [means]):
            yield f"{where}: the meaning is not that call"

# SPDX-License-Identifier: Apache-2.0
"""Rows that are wrong on purpose, made of those that are not; and tables that
can't be read."""
import dataclasses
import re

from table import Wrong, parse

# (which lines of a row, what is there, what is there instead)
MUTATIONS = (
    ("was", r"\batomic_inc\(", "atomic_dec("),
    ("was", r"\batomic_dec\(", "atomic_inc("),
    ("was", r"\batomic_dec_and_test\(", "atomic_inc_and_test("),
    ("was", r"\batomic_inc_not_zero\((\w+)\)", r"atomic_inc_unless_negative(\1)"),
    ("was", r"\batomic_inc_not_zero\((\w+)\)", r"atomic_add_unless(\1, 1, 1)"),
    ("was", r"_sub_and_test\(n,", "_sub_and_test((n) - 1,"),
    ("was", r"_sub_and_test\(1,", "_sub_and_test(2,"),
    ("was", r"_return(\w*)\(1,", r"_return\1(2,"),
    ("was", r"\batomic_add\(n,", "atomic_sub(n,"),
    ("was", r"\batomic_add\(1,", "atomic_add(2,"),
    ("was", r"== 0", "!= 0"),
    ("was", r"== 0", "== 1"),
    ("was", r"!= 0", "== 0"),
    ("was", r"!= 1", "!= 0"),
    ("was", r"== 1", "!= 1"),
    ("was", r"\+\+", "--"),
    ("was", r"\)--", ")++"),
    ("was", r"--\*", "++*"),
    ("was", r"--\*\(v\) == 0", "(*(v))-- == 0"),
    ("was", r"1, 0\)", "1, 1)"),
    ("was", r"-1, 1\)", "-1, 0)"),
    ("was", r"-1, 1\)", "1, 1)"),
    ("was", r"\(v, n\)", "(v, (n) + 1)"),
    ("was", r"= \(n\)", "= -(n)"),
    ("was", r"_INIT\(n\)", "_INIT((n) + 1)"),
    ("was", r"^\(n\)$", "((n) + 1)"),
    ("was", r"\(_Bool\)", ""),
    ("was", r"\(unsigned int\)", ""),
    ("was", r"^\(\(void\)(.*)\)$", r"\1"),
    ("was", r"^atomic_t$", "atomic64_t"),
    ("was", r"^TYPE$", "long"),
    ("was", r"_dec_and_lock\((\w+), (\w+)\)", r"_dec_and_test(((void)(\2), \1))"),
    ("was", r"_dec_and_lock_irqsave\((\w+), (\w+), .*\)\)",
     r"_dec_and_lock(\1, ((void)(flags), \2)))"),
    ("was", r"_dec_and_mutex_lock\((\w+), (\w+)\)", r"_dec_and_test(((void)(\2), \1))"),
    ("was", r"\(v, lock", "(v, (lock) + 1"),
    ("was", r"cpy\(d, s", "cpy(s, d"),
    ("was", r"cpy\(d, s, n\)", "cpy(d, s, (n) + 1)"),
    ("was", r"cpy\(d, s, n\)", "cpy(d, s, (n) - 1)"),
    ("was", r"\bstrlcpy\(", "strncpy("),
    ("was", r"\bstrncpy\(", "strscpy("),
    ("was", r"== sizeof\(d\)", "<= sizeof(d)"),
    ("was", r"== sizeof\(d\)", ">= sizeof(d)"),
    ("was", r"== sizeof\(d\)", "== sizeof(d) + 1"),
    ("was", r" && \(n\) == sizeof\(d\)", ""),
    ("was", r"1 < \(n\) && ", ""),
    ("was", r" && !__builtin_types_compatible_p\(.*\[0\]\)\)", ""),
    ("means", r"\(dev, ", "((dev) + 1, "),
    ("means", r"\(n\) \* \(s\)", "(n) + (s)"),
    ("means", r"\(n\) \* \(s\)", "n * s"),
    ("means", r"\(n\) \* \(s\)", "(n) * (s) + 1"),
    ("means", r"\bk(v?)zalloc", r"k\1malloc"),
    ("means", r"\bk(v?)malloc", r"k\1zalloc"),
    ("means", r"\bdevm_kzalloc", "devm_kmalloc"),
    ("means", r"\bdevm_kmalloc", "devm_kzalloc"),
    ("means", r"\bkvmalloc", "kmalloc"),
    ("means", r", f\)", ", (f) | __GFP_NORETRY)"),
    ("means", r", f\)", ", (f) & ~__GFP_NOWARN)"),
    ("means", r"\(n\) \* sizeof", "((n) + 1) * sizeof"),
    ("means", r"\(n\) \* sizeof", "n * sizeof"),
    ("means", r"sizeof\(\*\(p\)\) \+", "sizeof(p) +"),
    ("means", r"\(a\) \* \(b\)", "(a) + (b)"),
    ("means", r"\(a\) \+ \(b\)", "(a) * (b)"),
    ("means", r"\(a\) \* \(b\)", "a * b"),
    ("means", r"\(size_t\)", ""),
    ("equal", r"^(?!always).*", "always"),
    ("equal", r"^always$", "0"),
    ("equal", r"old < INT_MAX", "old <= INT_MAX"),
    ("equal", r"^0 < old$", "0 <= old"),
    ("equal", r"^0 < old && old <", "0 <= old && old <"),
    ("equal", r"^0 < old && 0 <= old \+", "0 <= old && 0 <= old +"),
    ("equal", r"^1 < old", "0 < old"),
    ("equal", r"^0 <= old &&", "-2 <= old &&"),
    ("equal", r" && 0 <= old [+-] n", ""),
    ("equal", r"(product|sum)_fits\((\w), (\w)\)",
     r"\1_fits((size_t)(\2), (size_t)(\3))"),
    ("equal", r"(product|sum)_fits\(n, sizeof", r"\1_fits((size_t)(n), sizeof"),
    ("equal", r" && sum_fits.*", ""),
    ("equal", r"strlen\(s\) < n", "strlen(s) <= n"),
    ("equal", r"strlen\(s\) < n && ", ""),
    ("equal", r" && n <= INT_MAX", ""),
    ("equal", r" && n <= INT_MAX", " && n <= INT_MAX + 1UL"),
    ("equal", r" && read_as_string\(d\)", ""),
    ("otherwise", r"cuts .*?, or", ""),
    ("otherwise", r"zeroes .*?, or", ""),
    ("otherwise", r", or warns and d stays", ""),
    ("otherwise", r"warns and d stays", "warns and cuts"),
    ("otherwise", r"cuts", "zeroes"),
    ("otherwise", r"warns and saturates", "stays"),
    ("otherwise", r"warns and stays, or", "warns and saturates, or"),
    ("otherwise", r", or stays saturated", ""),
    ("otherwise", r"returns NULL or", ""),
    ("otherwise", r"is SIZE_MAX or", "is NULL or"),
    ("otherwise", r" or computes in size_t", ""),
)
# As size_t a negative count is too large anyway.
NOT_WRONG = {
    ("flex_array_size", r"(product|sum)_fits\(n, sizeof"),
    ("struct_size", r"(product|sum)_fits\(n, sizeof"),
}
# Attributes that change an object, code, a name of the kernel's; then rows whose
# words differ in nothing but the warning, the interrupt state, what is behind a
# string, and what is read of one without an end.  (A table has a word once.)
EXTRA = """
word __packed
	kind annotation
	header linux/compiler_attributes.h
	means:
	equal when always
	test nothing
word __aligned(m)
	kind annotation
	header linux/compiler_attributes.h
	means:
	equal when always
	test nothing
word likely(m)
	kind annotation
	header linux/compiler.h
	means:
	equal when always
	test nothing
word list_head
	kind annotation
	header safec/checked.h
	means:
	equal when always
	test nothing
word refcount_dec_not_one(v)
	kind check
	header linux/refcount.h
	was atomic_t: ((_Bool)(atomic_read(v) == 0 || atomic_read(v) == INT_MIN / 2 || atomic_add_unless(v, -1, 1)))
	equal when always
	test counter
word refcount_dec_and_lock_irqsave(v, lock, flags)
	kind check
	header linux/refcount.h
	was atomic_t: ({ unsigned long f = *(flags); (_Bool)atomic_dec_and_lock_irqsave(v, lock, f); })
	equal when 0 < old
	else warns and stays, or stays saturated
	test counter
word strscpy(d, s, n)
	kind conditional
	header linux/string.h
	was strncpy: ((void)strncpy(d, s, n))
	equal when strlen(s) < n && n <= INT_MAX
	else cuts, or zeroes, or warns and stays
	test string
word strscpy_pad(d, s, n)
	kind conditional
	header linux/string.h
	was strlcpy: ((void)strlcpy(d, s, n))
	equal when strlen(s) < n && n <= INT_MAX
	else cuts, or zeroes, or warns and stays
	test string

word strscpy(d, s, n)
	kind conditional
	header linux/string.h
	was strlcpy: ((void)strlcpy(d, s, n))
	equal when n <= INT_MAX && read_as_string(d)
	else cuts, or zeroes, or warns and stays
	test string
"""


def mutated_cases(row, field, old, new):
    """ROW with another `equal when` or `else`, if OLD is there."""
    says = re.sub(old, new, getattr(row, field), count=1)
    if says == getattr(row, field):
        return
    if field == "otherwise":
        yield f"else {says}", dataclasses.replace(row, otherwise=says)
    else:
        other = "" if says == "always" else row.otherwise or "warns"
        yield f"equal when {says}", \
            dataclasses.replace(row, equal=says, otherwise=other)


def mutated_meanings(row, field, old, new):
    for m in row.meanings:
        text = re.sub(old, new, m.text, count=1)
        if text != m.text and bool(m.was) == (field == "was"):
            yield f"{'was ' + m.was if m.was else 'means'}: {text}", \
                dataclasses.replace(row, meanings=(dataclasses.replace(m, text=text),))


def mutants_of(row):
    """(what is wrong with it, the row)"""
    for field, old, new in MUTATIONS:
        if (row.name, old) in NOT_WRONG:
            continue
        make = mutated_meanings if field in ("was", "means") else mutated_cases
        yield from make(row, field, old, new)


def rows(table):
    """(what is wrong, the row) for each that is to be found."""
    for row in table:
        if row.test != "nothing":
            yield from mutants_of(row)
    for row in (r for text in EXTRA.split("\n\n") for r in parse(text)):
        yield f"means {row.meanings[0].text or 'nothing'} when {row.equal}", row


ROW = "word w(v)\n\tkind check\n\theader linux/refcount.h\n\twas atomic_t: f(v)\n" \
      "\tequal when always\n\ttest counter\n"
# Tables that can't be read, with the line and words that say why.
UNREADABLE = (
    ("", "1: no word at all"),
    ("\tkind check\n", "1: this belongs to no word"),
    ("wort w(v)\n", "1: 'wort w(v)': here a line reads"),
    ("word w(v, v)\n", "1: 'v' is no parameter's name"),
    (ROW + ROW, "7: w is described in line 1 too"),
    (ROW + "\tkint check\n", "7: unknown word 'kint'"),
    (ROW + "\tkind check\n", "7: w has 'kind' twice"),
    (ROW + "\tmeans: g(v)\n", "7: w means one thing always"),
    (ROW + "\twas atomic_t: g(v)\n", "7: w has a meaning for this already"),
    (ROW + "\twas atomic_t g(v)\n", "7: 'was atomic_t g(v)': say was NAME: C"),
    (ROW + "\telse warns\n", "1: w: 'else' goes with a case"),
    (ROW.replace("f(v)", "f()"), "4: 'v' of w(v) has no place in 'f()'"),
    (ROW.replace("f(v)", ""), "4: w adds a check to nothing"),
    (ROW.replace("was atomic_t", "was f2"), "4: 'f(v)' does not call f2"),
    (ROW.replace("kind check\n", "kind checks\n"), "1: the kind 'checks' of w"),
    (ROW.replace("\tkind check\n", ""), "1: w lacks 'kind'"),
    (ROW.replace("\ttest counter\n", ""), "1: w lacks 'test'"),
    (ROW.replace("counter", "counters"), "1: the test 'counters' of w"),
    (ROW.replace("counter", "nothing"), "1: w: annotations, and only they"),
    (ROW.replace("check\n", "annotation\n").replace("counter", "nothing"),
     "4: the annotation w means nothing"),
    (ROW.replace("check\n", "conditional\n"), "1: w: a conditional word has a case"),
    (ROW.replace("counter", "string").replace("atomic_t", "f2"),
     "4: 'f(v)' does not call f2"),
    (ROW.replace("when always", "always"), "5: say equal when CASE"),
    (ROW.replace("always", "0 < old\n\telse explodes"), "1: 'else explodes': each"),
)


def unreadable():
    for text, expected in UNREADABLE:
        try:
            parse(text)
            yield f"read, but '{expected}' was expected"
        except Wrong as error:
            if not str(error).startswith(expected):
                yield f"'{error}', but '{expected}' was expected"

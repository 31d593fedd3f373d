# SPDX-License-Identifier: Apache-2.0
"""What the models, the manual and the table say of each other."""
import collections
import os
import re

from kernel import HERE, read, write
from table import TYPES

TOP = os.path.dirname(os.path.dirname(HERE))


def model_functions(name):
    """(function, its `does` lines, cut into words) of a model file."""
    names, says = [], []
    for line in read(os.path.join(TOP, "share/models", name)).splitlines() + ["end"]:
        line = line.split("#")[0].rstrip()
        if line.startswith("\tdoes"):
            says.append(line.split()[1:])
        elif line and not line[0].isspace():
            if says:
                yield from ((n, says) for n in names)
                names, says = [], []
            entry = re.match(r"(?:function|macro) (\w+)\(.*\) of (\w+)", line)
            names += [entry[1]] if entry and entry[2] in ("atomic_t", "refcount_t") else []


def pairs_of_models():
    """(old function, new word) of each replacement that the models make."""
    words = {}
    for name, says in model_functions("refcount.model"):
        for operation in (does[0] for does in says if len(does) == 1):
            words.setdefault(operation, name)
    for name, says in model_functions("atomic.model"):
        for does in says:
            if does[0] in words and does[0] != "other":
                yield name, words[does[0]]


def without_meaning(rows, pairs):
    """Replacements that the table says nothing of."""
    by_name = {r.name: r for r in rows}
    for old, word in pairs:
        row = by_name.get(word)
        texts = {m.was: m.text for m in row.meanings} if row else {}
        if old not in texts and \
                not re.search(rf"\b{old}\b", texts.get("atomic_t", "")):
            yield f"{word} has no meaning where {old} was called"


def cells(text):
    """The rows of the tables in a page, cell by cell, without quotes."""
    for line in text.splitlines():
        if line.startswith("|"):
            parts = re.split(r"(?<!\\)\|", line)[1:-1]
            yield [p.strip().replace("\\|", "|") for p in parts]


def not_in_docs(rows, text):
    """What the page doesn't say of the table, or says otherwise."""
    said = {quoted for row in cells(text) for cell in row
            for quoted in re.findall(r"`([^`]*)`", cell)}
    for row in rows:
        wants = [str(row)] + [m.text for m in row.meanings
                              if m.text and (m.was in ("", *TYPES)
                                             or row.test == "string")]
        wants += [row.equal] if row.equal != "always" and row.test != "nothing" else []
        for want in wants:
            if want not in said:
                yield f"docs/axioms.md does not say `{want}` ({row.name})"


def orders_said(text):
    """The order of each word, as the page has it."""
    section = text.partition("## Memory order")[2].partition("\n## ")[0]
    for row in cells(section):
        for name in re.findall(r"`(\w+)`", row[0]):
            yield name, row[1]


def orders_seen(kernel):
    """The order of each word, as the kernel asks for it."""
    path = kernel.path("order.c")
    write(path, read(os.path.join(HERE, "order.c")))
    lib = kernel.path("refcount.c")
    options = [f"-DLIB=\"{lib}\""] if kernel.lib else []
    seen = collections.defaultdict(set)
    for line in kernel.link([kernel.compile(path, *options)], kernel.lib[:1]):
        _, name, _, *orders = line.split()
        seen[name].update({"acquire", "release"} & set(orders))
    for name, orders in seen.items():
        yield name, "release, acquire on success" if "acquire" in orders \
            else ", ".join(sorted(orders)) or "none"


def other_orders(kernel, said):
    for name, order in orders_seen(kernel):
        if said.get(name) != order:
            yield f"kernel {kernel.version}: {name} is ordered '{order}', " \
                  f"docs/axioms.md says '{said.get(name)}'"

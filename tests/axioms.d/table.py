# SPDX-License-Identifier: Apache-2.0
"""Reading the table of erased words; what is wrong with it is said by line."""
import dataclasses
import re

KINDS = "annotation", "check", "conditional"
TESTS = "counter", "size", "alloc", "string", "type", "nothing"
TYPES = "atomic_t", "integer"
OUTCOMES = {"warns": "MAY_WARN", "saturates": "MAY_SATURATE",
            "saturated": "MAY_SATURATE", "stays": "MAY_STAY",
            "NULL": "MAY_BE_NULL", "SIZE_MAX": "MAY_BE_MAX",
            "size_t": "MAY_WIDEN", "cuts": "MAY_CUT", "zeroes": "MAY_ZERO"}


@dataclasses.dataclass(frozen=True)
class Meaning:
    was: str            # a type or a function; "" when it doesn't matter
    text: str
    line: int


@dataclasses.dataclass(frozen=True)
class Row:
    name: str
    params: tuple       # None: the word is no call
    line: int
    meanings: tuple = ()
    kind: str = ""
    header: str = ""
    equal: str = ""
    otherwise: str = ""
    test: str = ""

    def __str__(self):
        if self.params is None:
            return self.name
        return f"{self.name}({', '.join(self.params)})"

    def may(self):
        """What `else` allows: for each alternative the names of its bits."""
        if self.test == "type":
            return ["MAY_DO_ANYTHING"]
        says = self.otherwise.split(":")[0]
        words = [re.findall(r"\w+", part) for part in re.split(r"\bor\b", says)]
        return [" | ".join(sorted({OUTCOMES[w] for w in part if w in OUTCOMES}))
                for part in words]


class Wrong(Exception):
    """What is wrong with the table, and in which line."""

    def __init__(self, line, what):
        super().__init__(f"{line}: {what}")


def head_of(line, text):
    m = re.fullmatch(r"word\s+(\w+)(?:\(([^()]*)\))?", text)
    if not m:
        raise Wrong(line, f"'{text}': here a line reads word NAME or word NAME(PARAMS)")
    if m[2] is None:
        return Row(m[1], None, line)
    params = tuple(p.strip() for p in m[2].split(","))
    for p in params:
        if not re.fullmatch(r"[A-Za-z_]\w*", p) or params.count(p) > 1:
            raise Wrong(line, f"'{p}' is no parameter's name")
    return Row(m[1], params, line)


def meaning_of(row, line, text):
    m = re.fullmatch(r"(?:was\s+(\w+)|means)\s*:(.*)", text)
    if not m:
        raise Wrong(line, f"'{text}': say was NAME: C, or means: C")
    was, meaning = m[1] or "", m[2].strip()
    if any(other.was == was for other in row.meanings):
        raise Wrong(line, f"{row.name} has a meaning for this already")
    if row.meanings and bool(was) != bool(row.meanings[0].was):
        raise Wrong(line, f"{row.name} means one thing always, or depends on what was")
    return dataclasses.replace(
        row, meanings=row.meanings + (Meaning(was, meaning, line),))


def detail_of(row, line, text):
    """ROW with what the indented LINE adds."""
    word = text.split(None, 1)[0]
    if word == "was" or word.startswith("means"):
        return meaning_of(row, line, text)
    key, says = {"kind": "kind", "header": "header", "equal": "equal",
                 "else": "otherwise", "test": "test"}.get(word), text[len(word):].strip()
    if not key:
        raise Wrong(line, f"unknown word '{word}'; here a line begins with one of: "
                          "kind, header, was, means, equal when, else, test")
    if key == "equal":
        if not says.startswith("when "):
            raise Wrong(line, "say equal when CASE")
        says = says[len("when"):].strip()
    if getattr(row, key):
        raise Wrong(line, f"{row.name} has '{word}' twice")
    return dataclasses.replace(row, **{key: says})


def check_meaning(row, m):
    names = set(re.findall(r"\b[A-Za-z_]\w*", m.text))
    if row.kind == "annotation":
        if m.text or m.was:
            raise Wrong(m.line, f"the annotation {row.name} means nothing: 'means:'")
        return
    if not m.text:
        raise Wrong(m.line, f"{row.name} adds a check to nothing")
    for p in row.params or ():
        if p not in names:
            raise Wrong(m.line, f"'{p}' of {row} has no place in '{m.text}', "
                                "so any would do")
    if row.test in ("counter", "string") and m.was not in TYPES \
            and m.was not in names:
        raise Wrong(m.line, f"'{m.text}' does not call {m.was}")
    if row.test == "type" and "TYPE" in names and m.was != "integer":
        raise Wrong(m.line, "TYPE stands for an integer's type")


def check_row(row):
    for key, says in (("kind", row.kind), ("header", row.header),
                      ("was' or 'means", row.meanings), ("equal when", row.equal),
                      ("test", row.test)):
        if not says:
            raise Wrong(row.line, f"{row.name} lacks '{key}'")
    if row.kind not in KINDS:
        raise Wrong(row.line, f"the kind '{row.kind}' of {row.name} is none of: "
                              + ", ".join(KINDS))
    if row.test not in TESTS:
        raise Wrong(row.line, f"the test '{row.test}' of {row.name} is none of: "
                              + ", ".join(TESTS))
    if (row.kind == "annotation") != (row.test == "nothing"):
        raise Wrong(row.line, f"{row.name}: annotations, and only they, are tested "
                              "to be nothing")
    if (row.equal == "always") == bool(row.otherwise):
        raise Wrong(row.line, f"{row.name}: 'else' goes with a case, and only with one")
    if row.kind == "conditional" and row.equal == "always":
        raise Wrong(row.line, f"{row.name}: a conditional word has a case")
    if row.otherwise and row.test in ("counter", "size", "alloc", "string") and \
            not all(row.may()):
        raise Wrong(row.line, f"'else {row.otherwise}': each alternative has one of: "
                              + ", ".join(OUTCOMES))
    for m in row.meanings:
        check_meaning(row, m)


def parse(text):
    """The rows of TEXT; raises Wrong."""
    rows = []
    for line, raw in enumerate(text.splitlines(), 1):
        said = raw.strip()
        if not said or said.startswith("#"):
            continue
        if raw[0] not in " \t":
            rows.append(head_of(line, said))
        elif not rows:
            raise Wrong(line, "this belongs to no word")
        else:
            rows[-1] = detail_of(rows[-1], line, said)
    for row in rows:
        check_row(row)
        first = next(r for r in rows if r.name == row.name)
        if first is not row:
            raise Wrong(row.line, f"{row.name} is described in line {first.line} too")
    if not rows:
        raise Wrong(1, "no word at all")
    return rows

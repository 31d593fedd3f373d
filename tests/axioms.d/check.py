# SPDX-License-Identifier: Apache-2.0
"""One meaning of a row that is tried, and how both are written in C."""
import dataclasses

from table import Meaning, Row


@dataclasses.dataclass(frozen=True)
class Check:
    """One meaning of a row, tried on counters of one type."""
    number: int
    row: Row
    meaning: Meaning
    type: str           # of the counter
    quick: bool         # with fewer types of operands


def call(name, params, **arguments):
    if params is None:
        return name
    return f"{name}({', '.join(arguments.get(p, p) for p in params)})"


def as_macros(table, check):
    """The meaning and the case, as the proof build has them."""
    row, m, k = check.row, check.meaning, check.number
    params = "TYPE" if row.test == "type" else ", ".join(row.params)
    case = "1" if row.equal == "always" else row.equal
    more = ", old" if row.test == "counter" else ""
    return [f"#line {m.line} \"{table}\"", f"#define MEANS_{k}({params}) {m.text}",
            f"#line {row.line} \"{table}\"", f"#define CASE_{k}({params}{more}) ({case})",
            f"#line 1 \"test of {row}\""]

"""Witness queries: a pattern in, SPARQL out whose solutions make every triple pattern of it a triple.

It is the same pattern with a mark for each OPTIONAL and UNION, which tells what of it matched. All of its variables are
to be selected.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pyoxigraph as ox

from kg.citing.engine import Engine
from kg.citing.paths import path_text
from kg.citing.patterns import (
    Element,
    GraphPattern,
    Group,
    OptionalPattern,
    PathPattern,
    Select,
    SubSelect,
    TriplePattern,
    UnionPattern,
    Verbatim,
)
from kg.citing.solutions import Row
from kg.querying.answers import Term

_MOST_VALUES = 2_000  # rows


def marked_pattern(group: Group, engine: Engine) -> str:
    """The pattern of a group with its marks, without the braces around it; the engine is asked for its sub-selects."""
    return " ".join(_marked(element, engine) for element in group.elements)


def _marked(element: Element, engine: Engine) -> str:
    match element:
        case TriplePattern(subject, predicate, object_):
            return f"{subject} {predicate} {object_} ."
        case PathPattern(subject, path, object_):
            return f"{subject} {path_text(path)} {object_} ."
        case Verbatim(text):
            return text
        case Group():
            return f"{{ {marked_pattern(element, engine)} }}"
        case OptionalPattern(group, mark):
            return f"OPTIONAL {{ {marked_pattern(group, engine)} BIND(1 AS {mark}) }}"
        case UnionPattern(branches, mark):
            patterns = (marked_pattern(branch, engine) for branch in branches)
            return " UNION ".join(f"{{ {pattern} BIND({n} AS {mark}) }}" for n, pattern in enumerate(patterns))
        case GraphPattern(name, group):
            return f"GRAPH {name} {{ {marked_pattern(group, engine)} }}"
        case SubSelect(select, mark):
            return _with_copies(select, mark, engine)


def _with_copies(select: Select, mark: str, engine: Engine) -> str:
    """A sub-select with copies of its columns: one that is unbound may be bound by what stands around.

    Where its rows can be written down they are, so that the engine need not find them again.
    """
    names, rows = engine.rows(select.text)
    copies = copies_of(names, mark)
    if len(rows) <= _MOST_VALUES and can_stand_in_values(filter(None, row) for row in rows):
        return values([*names, *copies], [row + row for row in rows])
    binds = (f"BIND({name} AS {copy})" for name, copy in zip(names, copies, strict=True))
    return f"{{ {{ {select.text} }} {' '.join(binds)} }}"


def copies_of(names: Sequence[str], mark: str) -> list[str]:
    """The variables that stand for the columns of the sub-select with this mark."""
    return [f"{mark}_{place}" for place in range(len(names))]


def values(names: Sequence[str], rows: Iterable[Row]) -> str:
    """Rows as VALUES."""
    cells = " ".join("(" + " ".join("UNDEF" if cell is None else str(cell) for cell in row) + ")" for row in rows)
    return f"VALUES ({' '.join(names)}) {{ {cells} }}"


def can_stand_in_values(rows: Iterable[Iterable[Term | None]]) -> bool:
    """Whether all cells are IRIs and literals: VALUES holds no blank nodes."""
    return all(isinstance(cell, ox.NamedNode | ox.Literal) for row in rows for cell in row)

"""Solutions and rows, and the keys by which they are compared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kg.querying.answers import Term

Row = tuple[Term | None, ...]
Solution = Mapping[str, Term]  # variable, as `?name` → what it is bound to
Key = tuple[str | None, ...]  # terms as text, because Python takes its numbers 1 and 1.0 for the same


def key_of_solution(solution: Solution, names: Sequence[str]) -> Key:
    """What a solution binds some variables to."""
    return tuple(_text(solution.get(name)) for name in names)


def keys_of_rows(rows: Sequence[Row], columns: Sequence[str], names: Sequence[str]) -> list[Key]:
    """Of each row the cells that stand under some of its columns."""
    places = [columns.index(name) for name in names]
    return [tuple(_text(row[place]) for place in places) for row in rows]


def _text(term: Term | None) -> str | None:
    return None if term is None else str(term)

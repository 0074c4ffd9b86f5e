"""Witnesses: a query, a store and the rows of its answer in, the triples that each row rests on out.

The query itself is left alone. Beside it runs a *witness query* (kg/citing/witness_query.py), whose solutions tell what
matched. Solutions and rows meet in the columns that were selected. What comes out is why-provenance: sets of triples
that suffice for a row; of a path with `*` or `+`, the triples of one shortest walk.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

import pyoxigraph as ox

from kg.citing.engine import Engine
from kg.citing.patterns import (
    Column,
    NotCitable,
    Query,
    Select,
    TriplePattern,
    Verbatim,
    elements_of,
    variables_of,
    words_of,
)
from kg.citing.provenance import Witness
from kg.citing.solutions import Key, Row, key_of_solution, keys_of_rows
from kg.citing.support import Support
from kg.citing.walks import Walks
from kg.citing.witness_query import can_stand_in_values, marked_pattern, values
from kg.language import Text
from kg.storage.prefixes import Prefixes

# Functions that give something else each time; aggregates that may, depending on the order of the solutions.
_VOLATILE = frozenset(["RAND", "NOW", "UUID", "STRUUID", "BNODE"])
_ANY_OF_A_GROUP = frozenset(["SAMPLE", "GROUP_CONCAT"])

Item = TypeVar("Item")


class Witnesses:
    """The witnesses of one query's rows."""

    def __init__(self, store: ox.Store, query: Query, prefixes: Prefixes) -> None:
        engine = Engine(store, query, prefixes)
        self._scope = _Scope(engine, Walks(store, engine.constant), query.select, query.fresh)

    def of_rows(self, variables: Sequence[str], rows: Sequence[Row]) -> list[tuple[Witness, ...]]:
        """The witnesses of each row of a SELECT; none where they were not found, or a group has no solutions.

        Raises NotCitable where there are too many ways to match, and for forms whose witnesses cannot be found.
        """
        return self._scope.witnesses([f"?{variable}" for variable in variables], rows)

    def of_true(self) -> tuple[Witness, ...]:
        """The witnesses of an ASK whose answer is true. Raises NotCitable as `of_rows` does."""
        return self._scope.witnesses([], [()])[0]


class _Scope:
    """One SELECT: the solutions that each of its rows came from, and their witnesses."""

    def __init__(self, engine: Engine, walks: Walks, select: Select, fresh: str) -> None:
        self._engine = engine
        self._walks = walks
        self._select = select
        self._fresh = fresh
        self._support = Support(engine, walks, self._witnesses_of_sub_select)

    def witnesses(self, columns: Sequence[str], rows: Sequence[Row]) -> list[tuple[Witness, ...]]:
        """The witnesses of each row, whose cells stand under `columns`."""
        return self._of_groups(columns, rows) if self._select.aggregates else self._of_solutions(columns, rows)

    def _witnesses_of_sub_select(
        self, select: Select, columns: Sequence[str], rows: Sequence[Row]
    ) -> list[tuple[Witness, ...]]:
        return _Scope(self._engine, self._walks, select, self._fresh).witnesses(columns, rows)

    # Rows that are solutions

    def _of_solutions(self, columns: Sequence[str], rows: Sequence[Row]) -> list[tuple[Witness, ...]]:
        conditions = (element.text for element in elements_of(self._select.where) if isinstance(element, Verbatim))
        if any(words_of(text) & _VOLATILE for text in conditions):
            raise NotCitable(
                Text("模式中有每次结果不同的函数", "the pattern has functions that give something else each time")
            )
        computed = [column for column in self._select.columns or () if column.expression]
        volatile = {column.variable for column in computed if column.words & _VOLATILE}
        names = [name for name in columns if name not in volatile]
        steady = [column for column in computed if column.variable not in volatile]
        found = self._witnesses_by_key(names, steady, self._narrowing(columns, rows))
        return self._dealt(found, keys_of_rows(rows, columns, names))

    def _narrowing(self, columns: Sequence[str], rows: Sequence[Row]) -> str:
        """VALUES for the rows that are shown, where more are not, and the pattern begins with what binds them.

        In front of anything but triples it would change what an OPTIONAL or MINUS sees.
        """
        sure: set[str] = set()
        for element in self._select.where.elements:
            if not isinstance(element, TriplePattern):
                break
            sure |= variables_of(element)
        names = [name for name in columns if name in sure]
        places = [columns.index(name) for name in names]
        cells = list(dict.fromkeys(tuple(row[place] for place in places) for row in rows))
        return values(names, cells) if self._select.limited and names and can_stand_in_values(cells) else ""

    # Rows that are groups of solutions: each rests on all of its group

    def _of_groups(self, columns: Sequence[str], rows: Sequence[Row]) -> list[tuple[Witness, ...]]:
        groups = [
            group if group.variable else Column(f"?{self._fresh}g{place}", group.expression)
            for place, group in enumerate(self._select.groups)
        ]
        names = [group.variable for group in groups]
        found = self._witnesses_by_key(names, [group for group in groups if group.expression])
        keys: Sequence[Sequence[Key]]
        if set(names) <= set(columns):
            keys = [[key] for key in keys_of_rows(rows, columns, names)]
        else:
            keys = self._groups_of_rows(columns, rows, groups)
        return [tuple(witness for key in of_row for witness in found.get(key, ())) for of_row in keys]

    def _groups_of_rows(
        self, columns: Sequence[str], rows: Sequence[Row], groups: Sequence[Column]
    ) -> list[tuple[Key, ...]]:
        """The groups that may have given each row: the query asked with them, neither ordered nor cut."""
        select = self._select
        names = [group.variable for group in groups]
        selected = [_as_selected(column) for column in select.columns or ()]
        selected += [name for name in names if name not in columns]
        text = (
            f"SELECT {' '.join(selected)} WHERE {select.body} GROUP BY {' '.join(map(_as_selected, groups))}"
            f" {select.having} {select.values}"
        )
        unsteady = {column.variable for column in select.columns or () if column.words & (_VOLATILE | _ANY_OF_A_GROUP)}
        steady = [name for name in columns if name not in unsteady]
        groups_of: dict[Key, list[Key]] = {}
        for solution in self._engine.solutions(text):
            groups_of.setdefault(key_of_solution(solution, steady), []).append(key_of_solution(solution, names))
        return self._dealt(groups_of, keys_of_rows(rows, columns, steady))

    # Both

    def _witnesses_by_key(
        self, names: Sequence[str], expressions: Iterable[Column], before: str = ""
    ) -> dict[Key, list[Witness]]:
        """The witnesses of all solutions by the values of `names`, some of which are those of expressions."""
        select = self._select
        pattern = marked_pattern(select.where, self._engine)
        behind = "" if select.aggregates else select.values
        binds = " ".join(f"BIND({column.expression} AS {column.variable})" for column in expressions)
        solutions = self._engine.solutions(f"SELECT * {{ {{ {before} {pattern} {behind} }} {binds} }}")
        by_key: dict[Key, list[Witness]] = {}
        for solution, witness in zip(solutions, self._support.witnesses(select.where, solutions), strict=True):
            if select.makes_values_of_exists:
                witness = witness._replace(absence=True)
            by_key.setdefault(key_of_solution(solution, names), []).append(witness)
        return by_key

    def _dealt(self, found: Mapping[Key, Sequence[Item]], keys: Sequence[Key]) -> list[tuple[Item, ...]]:
        """What was found for each row, by its key.

        Of equal rows each gets its own, where there is one for each, and every solution is a row; else all get all.
        """
        one_each = not (self._select.distinct or self._select.limited)
        rows = Counter(keys)
        taken: Counter[Key] = Counter()
        dealt = []
        for key in keys:
            items = found.get(key, ())
            if one_each and len(items) == rows[key]:
                items = items[taken[key] : taken[key] + 1]
                taken[key] += 1
            dealt.append(tuple(items))
        return dealt


def _as_selected(column: Column) -> str:
    return f"({column.expression} AS {column.variable})" if column.expression else column.variable

"""Witnesses: a query, a store and the rows of its answer in, the triples that each row rests on out.

The query itself is left alone. Beside it runs a *witness query*: the same pattern with every variable selected and a
mark for each OPTIONAL and UNION, so that each of its solutions makes every triple pattern a triple. Solutions and rows
meet in the columns that were selected. What comes out is why-provenance (Buneman, Khanna and Tan, ICDT 2001): sets of
triples that suffice for a row; of a path with `*` or `+`, the triples of one shortest walk.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeVar

import pyoxigraph as ox

from kg.citing.lookup import MERGE, GraphName
from kg.citing.paths import path_text
from kg.citing.patterns import (
    Column,
    Existing,
    GraphPattern,
    Group,
    NotCitable,
    OptionalPattern,
    PathPattern,
    Query,
    Select,
    SubSelect,
    TriplePattern,
    UnionPattern,
    Verbatim,
    elements_of,
    variables_of,
    words_of,
)
from kg.citing.walks import Walks
from kg.language import Text
from kg.querying.answers import Term
from kg.storage.prefixes import Prefixes

MOST_SOLUTIONS = 200_000
_MOST_VALUES = 2_000  # rows
# Functions that give something else each time; aggregates that may, depending on the order of the solutions.
_VOLATILE = frozenset(["RAND", "NOW", "UUID", "STRUUID", "BNODE"])
_ANY_OF_A_GROUP = frozenset(["SAMPLE", "GROUP_CONCAT"])

Row = tuple[Term | None, ...]
Solution = Mapping[str, Term]
Key = tuple[str | None, ...]
Item = TypeVar("Item")


class MatchedTriple(NamedTuple):
    """A triple that matched, and the graph where it was asked to stand, if it was."""

    subject: Term
    predicate: Term
    object: Term
    graph: ox.NamedNode | ox.BlankNode | None


class Witness(NamedTuple):
    """What suffices for a row: all of `triples`, and of each of `choices` any one witness.

    Choices are what an EXISTS and the rows of a sub-select rest on. absence: whether the row rests also, by the pattern
    itself, on something that is not there, which no triple can show.
    """

    triples: tuple[MatchedTriple, ...]
    choices: tuple[tuple[Witness, ...], ...] = ()
    absence: bool = False

    @property
    def rests_on_absence(self) -> bool:
        """Whether that is so by the pattern, or by every witness of a choice."""
        return self.absence or any(all(each.rests_on_absence for each in choice) for choice in self.choices)

    def lineage(self) -> Iterator[MatchedTriple]:
        """All triples that it speaks of."""
        yield from self.triples
        for choice in self.choices:
            for witness in choice:
                yield from witness.lineage()


class Witnesses:
    """The witnesses of one query's rows."""

    def __init__(self, store: ox.Store, query: Query, prefixes: Prefixes) -> None:
        self._scope = _Scope(_Engine(store, query, prefixes), query.select)

    def of_rows(self, variables: Sequence[str], rows: Sequence[Row]) -> list[tuple[Witness, ...]]:
        """The witnesses of each row of a SELECT; none where they were not found, or a group has no solutions.

        Raises NotCitable where there are too many ways to match.
        """
        return self._scope.witnesses_of([f"?{variable}" for variable in variables], rows)

    def of_true(self) -> tuple[Witness, ...]:
        """The witnesses of an ASK whose answer is true. Raises NotCitable as `of_rows` does."""
        return self._scope.witnesses_of([], [()])[0]


class _Engine:
    """The store as one query asks it."""

    def __init__(self, store: ox.Store, query: Query, prefixes: Prefixes) -> None:
        self.fresh = query.fresh
        self._store = store
        self._prologue = query.prologue
        self._prefixes = dict(prefixes)
        self._constants: dict[str, Term] = {}
        self._answers: dict[str, tuple[list[str], list[Row]]] = {}
        self.walks = Walks(store, self.constant)

    def rows(self, text: str) -> tuple[list[str], list[Row]]:
        """The variables and rows of a SELECT under the query's own prologue; each is asked once.

        Raises NotCitable for too many rows.
        """
        if text not in self._answers:
            self._answers[text] = self._asked(text)
        return self._answers[text]

    def _asked(self, text: str) -> tuple[list[str], list[Row]]:
        try:
            asked = self._store.query(self._prologue + text, prefixes=self._prefixes)
        except SyntaxError:  # what the reader of the query misread, the engine does not read
            raise NotCitable(Text("无法解析查询的结构", "the structure of the query is not understood")) from None
        assert isinstance(asked, ox.QuerySolutions)
        rows: list[Row] = []
        for solution in asked:
            if len(rows) == MOST_SOLUTIONS:
                most = f"{MOST_SOLUTIONS:,}"
                raise NotCitable(Text(f"匹配的方式超过 {most} 种", f"there are more than {most} ways to match"))
            rows.append(tuple(solution))
        return [f"?{variable.value}" for variable in asked.variables], rows

    def solutions(self, text: str) -> list[Solution]:
        """The rows as mappings of what is bound."""
        names, rows = self.rows(text)
        return [{name: term for name, term in zip(names, row, strict=True) if term is not None} for row in rows]

    def constant(self, text: str) -> Term:
        """The term of a constant; the engine itself reads it, so that prefixes, escapes and numbers mean the same."""
        if text not in self._constants:
            _, ((term,),) = self.rows(f"SELECT ?c {{ VALUES ?c {{ {text} }} }}")
            assert term is not None
            self._constants[text] = term
        return self._constants[text]

    def term(self, text: str, solution: Solution) -> Term:
        """The term that a variable or constant stands for in a solution."""
        return solution[text] if text.startswith("?") else self.constant(text)


class _Choices(NamedTuple):
    """Witnesses of a part of a pattern by what it shares with the rest: the values of `names`, in that order."""

    names: tuple[str, ...]
    witnesses: Mapping[Key, Sequence[Witness]]

    def of(self, solution: Solution) -> tuple[Witness, ...]:
        """Those that go with a solution."""
        return tuple(self.witnesses.get(_key(solution, self.names), ()))


class _Scope:
    """One SELECT: the witnesses of its rows."""

    def __init__(self, engine: _Engine, select: Select) -> None:
        self._engine = engine
        self._select = select
        self._parts: dict[str, _Choices] = {}  # by the mark of a sub-select or an EXISTS

    def witnesses_of(self, columns: Sequence[str], rows: Sequence[Row]) -> list[tuple[Witness, ...]]:
        """The witnesses of each row, whose cells stand under `columns`."""
        if self._select.aggregates:
            return self._of_groups(columns, rows)
        expressions = [column for column in self._select.columns or () if column.expression]
        volatile = {column.variable for column in expressions if column.words & _VOLATILE}
        names = [name for name in columns if name not in volatile]
        stable = [column for column in expressions if column.variable not in volatile]
        kept = (element.text for element in elements_of(self._select.where) if isinstance(element, Verbatim))
        if any(words_of(text) & _VOLATILE for text in kept):
            raise NotCitable(
                Text("模式中有每次结果不同的函数", "the pattern has functions that give something else each time")
            )
        found = self._by_key(names, stable, self._narrowing(columns, rows))
        places = [columns.index(name) for name in names]
        keys = [tuple(_as_text(row[place]) for place in places) for row in rows]
        return _dealt(found, keys, one_each=not (self._select.distinct or self._select.limited))

    def _of_groups(self, columns: Sequence[str], rows: Sequence[Row]) -> list[tuple[Witness, ...]]:
        """Rows that are groups of solutions: each rests on all of its group."""
        groups = [
            group if group.variable else Column(f"?{self._engine.fresh}g{place}", group.expression)
            for place, group in enumerate(self._select.groups)
        ]
        names = [group.variable for group in groups]
        found = self._by_key(names, [group for group in groups if group.expression])
        if not names:
            return [tuple(found.get((), ()))] * len(rows)
        keys: list[tuple[Key, ...]]
        if set(names) <= set(columns):
            keys = [(tuple(_as_text(row[columns.index(name)]) for name in names),) for row in rows]
        else:
            keys = self._groups_of_rows(columns, rows, groups)
        return [tuple(each for key in of_row for each in found.get(key, ())) for of_row in keys]

    def _groups_of_rows(
        self, columns: Sequence[str], rows: Sequence[Row], groups: Sequence[Column]
    ) -> list[tuple[Key, ...]]:
        """The groups that may have given each row: the query asked with them, neither ordered nor cut."""
        select = self._select
        names = [group.variable for group in groups]
        selected = [_as(column) for column in select.columns or ()]
        selected += [name for name in names if name not in columns]
        text = (
            f"SELECT {' '.join(selected)} WHERE {select.body} GROUP BY {' '.join(map(_as, groups))}"
            f" {select.having} {select.values}"
        )
        unsteady = {column.variable for column in select.columns or () if column.words & (_VOLATILE | _ANY_OF_A_GROUP)}
        steady = [name for name in columns if name not in unsteady]
        places = [columns.index(name) for name in steady]
        groups_of: dict[Key, list[Key]] = {}
        for solution in self._engine.solutions(text):
            groups_of.setdefault(_key(solution, steady), []).append(_key(solution, names))
        of_rows = [tuple(_as_text(row[place]) for place in places) for row in rows]
        return _dealt(groups_of, of_rows, one_each=not (select.distinct or select.limited))

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
        return _values(names, cells) if self._select.limited and names and _can_stand_in_values(cells) else ""

    def _by_key(
        self, names: Sequence[str], expressions: Iterable[Column], before: str = ""
    ) -> dict[Key, list[Witness]]:
        """The witnesses of all solutions by the values of `names`, some of which are those of expressions."""
        select = self._select
        values = "" if select.aggregates else select.values
        binds = " ".join(f"BIND({column.expression} AS {column.variable})" for column in expressions)
        pattern = self._pattern(select.where)
        found = self._engine.solutions(f"SELECT * {{ {{ {before} {pattern} {values} }} {binds} }}")
        self._look_into(select.where, found)
        by_key: dict[Key, list[Witness]] = {}
        for solution in found:
            witness = self._witness(select.where, solution)
            if select.makes_values_of_exists:
                witness = witness._replace(absence=True)
            by_key.setdefault(_key(solution, names), []).append(witness)
        return by_key

    # The witness query

    def _pattern(self, group: Group) -> str:
        """The pattern with its marks, without the braces around it."""
        return " ".join(map(self._marked, group.elements))

    def _marked(self, element: object) -> str:
        match element:
            case TriplePattern(subject, predicate, object_):
                return f"{subject} {predicate} {object_} ."
            case PathPattern(subject, path, object_):
                return f"{subject} {path_text(path)} {object_} ."
            case Verbatim(text):
                return text
            case Group():
                return f"{{ {self._pattern(element)} }}"
            case OptionalPattern(group, mark):
                return f"OPTIONAL {{ {self._pattern(group)} BIND(1 AS {mark}) }}"
            case UnionPattern(branches, mark):
                marked = (f"{{ {self._pattern(each)} BIND({n} AS {mark}) }}" for n, each in enumerate(branches))
                return " UNION ".join(marked)
            case GraphPattern(name, group):
                return f"GRAPH {name} {{ {self._pattern(group)} }}"
            case SubSelect(select, mark):
                return self._answered(select, mark)
        raise AssertionError(element)

    def _answered(self, select: Select, mark: str) -> str:
        """A sub-select with copies of its columns: one that is unbound may be bound by what stands around.

        Where its rows can be written down they are, so that the engine need not find them again.
        """
        names, rows = self._engine.rows(select.text)
        copies = _copies(mark, names)
        if len(rows) <= _MOST_VALUES and all(_can_stand_in_values([filter(None, row)]) for row in rows):
            return _values([*names, *copies], [row + row for row in rows])
        binds = (f"BIND({name} AS {copy})" for name, copy in zip(names, copies, strict=True))
        return f"{{ {{ {select.text} }} {' '.join(binds)} }}"

    # What sub-selects and EXISTS rest on

    def _look_into(self, group: Group, solutions: Sequence[Solution], around: frozenset[str] = frozenset()) -> None:
        """Finds the witnesses of the sub-selects and of what is asked to exist, which the solutions do not show.

        An EXISTS sees what its own group binds, and in an OPTIONAL also `around` it, but no further out.
        """
        seen = variables_of(group) | around
        for element in group.elements:
            match element:
                case Verbatim():
                    for existing in element.existing:
                        self._parts[existing.mark] = self._existing(existing, solutions, seen)
                case OptionalPattern(inner, _):
                    self._look_into(inner, solutions, seen)
                case UnionPattern(branches, _):
                    for branch in branches:
                        self._look_into(branch, solutions)
                case Group():
                    self._look_into(element, solutions)
                case GraphPattern(_, inner):
                    if any(isinstance(each, SubSelect) or getattr(each, "existing", ()) for each in elements_of(inner)):
                        raise NotCitable(
                            Text("GRAPH 之内有子查询或 EXISTS", "a sub-select or an EXISTS stands within GRAPH")
                        )
                case SubSelect(select, mark):
                    columns, rows = self._engine.rows(select.text)
                    witnesses = _Scope(self._engine, select).witnesses_of(columns, rows)
                    by_key: dict[Key, list[Witness]] = {}
                    if not all(witnesses) and not select.is_one_group:
                        raise _not_found("子查询", "a sub-select")
                    for row, found in zip(rows, witnesses, strict=True):
                        by_key.setdefault(tuple(map(_as_text, row)), []).extend(found)
                    copies = tuple(_copies(mark, columns))
                    self._parts[mark] = _Choices(copies, by_key)

    def _existing(self, existing: Existing, solutions: Sequence[Solution], seen: frozenset[str]) -> _Choices:
        """The matches of an EXISTS, for all that the solutions bind of what it mentions."""
        names = tuple(sorted(existing.variables & seen))
        by_key: dict[Key, list[Witness]] = {}
        asked: dict[tuple[str, ...], dict[Row, None]] = {}
        for solution in solutions:
            bound = tuple(name for name in names if name in solution)
            asked.setdefault(bound, {})[tuple(solution[name] for name in bound)] = None
        for bound, rows in asked.items():
            if not _can_stand_in_values(rows):
                raise NotCitable(Text("EXISTS 中有空白节点", "an EXISTS is about blank nodes"))
            before = _values(bound, rows) if bound else ""
            found = self._engine.solutions(f"SELECT * {{ {before} {self._pattern(existing.group)} }}")
            self._look_into(existing.group, found, frozenset(bound))
            for solution in found:
                key = tuple(_as_text(solution[name]) if name in bound else None for name in names)
                by_key.setdefault(key, []).append(self._witness(existing.group, solution))
        return _Choices(names, by_key)

    # From a solution to its witness

    def _witness(self, group: Group, solution: Solution) -> Witness:
        triples: list[MatchedTriple] = []
        choices: list[tuple[Witness, ...]] = []
        absence = self._collect(group, solution, MERGE, triples, choices)
        return Witness(tuple(dict.fromkeys(triples)), tuple(choices), absence)

    def _collect(
        self,
        group: Group,
        solution: Solution,
        graph: GraphName,
        triples: list[MatchedTriple],
        choices: list[tuple[Witness, ...]],
    ) -> bool:
        """Adds what a solution rests on; gives whether it rests on an absence too."""
        term = self._engine.term
        absence = False
        for element in group.elements:
            match element:
                case TriplePattern(subject, predicate, object_):
                    parts = term(subject, solution), term(predicate, solution), term(object_, solution)
                    triples.append(MatchedTriple(*parts, _named(graph)))
                case PathPattern(subject, path, object_):
                    ends = term(subject, solution), term(object_, solution)
                    edges = self._engine.walks.edges(ends[0], path, ends[1], graph)
                    triples += (MatchedTriple(*edge, _named(graph)) for edge in edges)
                case OptionalPattern(inner, mark):
                    if mark not in solution:
                        absence = True
                    else:
                        absence |= self._collect(inner, solution, graph, triples, choices)
                case UnionPattern(branches, mark):
                    branch = branches[int(solution[mark].value)]  # type: ignore[union-attr]  # a number
                    absence |= self._collect(branch, solution, graph, triples, choices)
                case GraphPattern(name, inner):
                    in_graph = term(name, solution)
                    assert isinstance(in_graph, ox.NamedNode | ox.BlankNode)
                    absence |= self._collect(inner, solution, in_graph, triples, choices)
                case Group():
                    absence |= self._collect(element, solution, graph, triples, choices)
                case Verbatim():
                    absence |= element.absence
                    for existing in element.existing:
                        if found := self._parts[existing.mark].of(solution):
                            choices.append(found)
                        elif existing.needed:
                            raise _not_found("EXISTS", "an EXISTS")
                case SubSelect(_, mark):
                    if found := self._parts[mark].of(solution):
                        choices.append(found)
                    else:  # a count of nothing
                        absence = True
        return absence


def _named(graph: GraphName) -> ox.NamedNode | ox.BlankNode | None:
    return None if isinstance(graph, ox.DefaultGraph) else graph


def _not_found(what_zh: str, what_en: str) -> NotCitable:
    return NotCitable(Text(f"{what_zh}所依据的三元组未找到", f"what {what_en} matched was not found"))


def _copies(mark: str, names: Sequence[str]) -> list[str]:
    return [f"{mark}_{place}" for place in range(len(names))]


def _dealt(found: Mapping[Key, Sequence[Item]], keys: Sequence[Key], *, one_each: bool) -> list[tuple[Item, ...]]:
    """What was found for each row: of equal rows each its own, where there is one for each; else all to all of them."""
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


def _key(solution: Solution, names: Sequence[str]) -> Key:
    return tuple(_as_text(solution.get(name)) for name in names)


def _as_text(term: Term | None) -> str | None:
    """The term as text, by which solutions and rows are compared: as Python's numbers 1 and 1.0 were the same."""
    return None if term is None else str(term)


def _as(column: Column) -> str:
    return f"({column.expression} AS {column.variable})" if column.expression else column.variable


def _values(names: Sequence[str], rows: Iterable[Row]) -> str:
    cells = " ".join("(" + " ".join("UNDEF" if cell is None else str(cell) for cell in row) + ")" for row in rows)
    return f"VALUES ({' '.join(names)}) {{ {cells} }}"


def _can_stand_in_values(rows: Iterable[Iterable[Term | None]]) -> bool:
    return all(isinstance(cell, ox.NamedNode | ox.Literal) for row in rows for cell in row)

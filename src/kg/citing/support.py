"""Support: the solutions of a witness query in, the witness of each out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

import pyoxigraph as ox

from kg.citing.engine import Engine
from kg.citing.lookup import MERGE, Edge, GraphName
from kg.citing.patterns import (
    Element,
    Existing,
    GraphPattern,
    Group,
    NotCitable,
    OptionalPattern,
    PathPattern,
    Select,
    SubSelect,
    TriplePattern,
    UnionPattern,
    Verbatim,
    elements_of,
    variables_of,
)
from kg.citing.provenance import MatchedTriple, Witness
from kg.citing.solutions import Key, Row, Solution, key_of_solution, keys_of_rows
from kg.citing.walks import Walks
from kg.citing.witness_query import can_stand_in_values, copies_of, marked_pattern, values
from kg.language import Text

WitnessesOfSelect = Callable[[Select, Sequence[str], Sequence[Row]], list[tuple[Witness, ...]]]


class _Choices(NamedTuple):
    """Witnesses of a part of a pattern by what it shares with the rest: the values of `names`, in that order."""

    names: tuple[str, ...]
    witnesses: Mapping[Key, Sequence[Witness]]

    def of(self, solution: Solution) -> tuple[Witness, ...]:
        """Those that go with a solution."""
        return tuple(self.witnesses.get(key_of_solution(solution, self.names), ()))


class Support:
    """What the solutions of one SELECT rest on.

    of_select: gives the witnesses of the rows of a sub-select, which is a SELECT of its own.
    """

    def __init__(self, engine: Engine, walks: Walks, of_select: WitnessesOfSelect) -> None:
        self._engine = engine
        self._walks = walks
        self._of_select = of_select
        self._choices: dict[str, _Choices] = {}  # by the mark of a sub-select or an EXISTS

    def witnesses(
        self, group: Group, solutions: Sequence[Solution], around: frozenset[str] = frozenset()
    ) -> list[Witness]:
        """The witness of each solution of a group; `around` are the variables that are bound outside of it.

        Raises NotCitable for forms whose witnesses cannot be found.
        """
        self._look_into(group, solutions, around)
        return [self._witness(group, solution, MERGE) for solution in solutions]

    # What sub-selects and EXISTS rest on, which the solutions do not show

    def _look_into(self, group: Group, solutions: Sequence[Solution], around: frozenset[str] = frozenset()) -> None:
        """Finds the choices of a group.

        An EXISTS sees what its own group binds, and in an OPTIONAL also what is bound `around` it, but no further out.
        """
        seen = variables_of(group) | around
        for element in group.elements:
            match element:
                case Verbatim():
                    for existing in element.existing:
                        self._choices[existing.mark] = self._choices_of_exists(existing, solutions, seen)
                case SubSelect(select, mark):
                    self._choices[mark] = self._choices_of_select(select, mark)
                case OptionalPattern(inner, _):
                    self._look_into(inner, solutions, seen)
                case UnionPattern(branches, _):
                    for branch in branches:
                        self._look_into(branch, solutions)
                case Group():
                    self._look_into(element, solutions)
                case GraphPattern(_, inner):
                    _check_graph(inner)

    def _choices_of_select(self, select: Select, mark: str) -> _Choices:
        columns, rows = self._engine.rows(select.text)
        witnesses = self._of_select(select, columns, rows)
        if not all(witnesses) and not select.is_one_group:
            raise _not_found("子查询", "a sub-select")
        by_key: dict[Key, list[Witness]] = {}
        for key, found in zip(keys_of_rows(rows, columns, columns), witnesses, strict=True):
            by_key.setdefault(key, []).extend(found)
        return _Choices(tuple(copies_of(columns, mark)), by_key)

    def _choices_of_exists(self, existing: Existing, solutions: Sequence[Solution], seen: frozenset[str]) -> _Choices:
        """The matches of an EXISTS, for all that the solutions bind of what it mentions."""
        names = tuple(sorted(existing.variables & seen))
        asked: dict[tuple[str, ...], dict[Row, None]] = {}  # what is bound → the different rows of it
        for solution in solutions:
            bound = tuple(name for name in names if name in solution)
            asked.setdefault(bound, {})[tuple(solution[name] for name in bound)] = None
        by_key: dict[Key, list[Witness]] = {}
        for bound, rows in asked.items():
            if not can_stand_in_values(rows):
                raise NotCitable(Text("EXISTS 中有空白节点", "an EXISTS is about blank nodes"))
            before = values(bound, rows) if bound else ""
            found = self._engine.solutions(f"SELECT * {{ {before} {marked_pattern(existing.group, self._engine)} }}")
            witnesses = self.witnesses(existing.group, found, frozenset(bound))
            for solution, witness in zip(found, witnesses, strict=True):
                shared = {name: solution[name] for name in bound}
                by_key.setdefault(key_of_solution(shared, names), []).append(witness)
        return _Choices(names, by_key)

    # From a solution to its witness

    def _witness(self, group: Group, solution: Solution, graph: GraphName) -> Witness:
        parts = [self._of_element(element, solution, graph) for element in group.elements]
        return Witness(
            tuple(dict.fromkeys(triple for part in parts for triple in part.triples)),
            tuple(choice for part in parts for choice in part.choices),
            any(part.absence for part in parts),
        )

    def _of_element(self, element: Element, solution: Solution, graph: GraphName) -> Witness:
        term = self._engine.term
        match element:
            case TriplePattern(subject, predicate, object_):
                edge = term(subject, solution), term(predicate, solution), term(object_, solution)
                return _matched([edge], graph)
            case PathPattern(subject, path, object_):
                return _matched(self._walks.edges(term(subject, solution), path, term(object_, solution), graph), graph)
            case OptionalPattern(inner, mark):
                return self._witness(inner, solution, graph) if mark in solution else _ABSENCE
            case UnionPattern(branches, mark):
                number = solution[mark]
                assert isinstance(number, ox.Literal)
                return self._witness(branches[int(number.value)], solution, graph)
            case GraphPattern(name, inner):
                inner_graph = term(name, solution)
                assert isinstance(inner_graph, ox.NamedNode | ox.BlankNode)
                return self._witness(inner, solution, inner_graph)
            case Group():
                return self._witness(element, solution, graph)
            case Verbatim():
                return Witness((), self._choices_of_condition(element, solution), element.absence)
            case SubSelect(_, mark):
                choice = self._choices[mark].of(solution)
                return Witness((), (choice,)) if choice else _ABSENCE  # a count of nothing

    def _choices_of_condition(self, condition: Verbatim, solution: Solution) -> tuple[tuple[Witness, ...], ...]:
        choices = []
        for existing in condition.existing:
            if choice := self._choices[existing.mark].of(solution):
                choices.append(choice)
            elif existing.needed:
                raise _not_found("EXISTS", "an EXISTS")
        return tuple(choices)


_ABSENCE = Witness((), absence=True)


def _matched(edges: Iterable[Edge], graph: GraphName) -> Witness:
    named = None if isinstance(graph, ox.DefaultGraph) else graph
    return Witness(tuple(MatchedTriple(*edge, named) for edge in edges))


def _check_graph(group: Group) -> None:
    """Raises NotCitable for what would have to be looked for in one graph alone."""
    if any(isinstance(each, SubSelect) or getattr(each, "existing", ()) for each in elements_of(group)):
        raise NotCitable(Text("GRAPH 之内有子查询或 EXISTS", "a sub-select or an EXISTS stands within GRAPH"))


def _not_found(what_zh: str, what_en: str) -> NotCitable:
    return NotCitable(Text(f"{what_zh}所依据的三元组未找到", f"what {what_en} matched was not found"))

"""Walks: two things that a path joins in, the triples on the way from one to the other out.

Of paths without `*` and `+` these are all triples on any way; else those of one shortest way, because all ways can be
more than anybody can count (Arenas, Conca and Pérez, WWW 2012).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pyoxigraph as ox

from kg.citing.lookup import MERGE, Edge, GraphName, quads
from kg.citing.paths import Alternative, Inverse, Link, Negated, Path, Repeated, Sequence
from kg.querying.answers import Term


class Walks:
    """The walks through one store; `constant` gives the term of an IRI as a path writes it."""

    def __init__(self, store: ox.Store, constant: Callable[[str], Term]) -> None:
        self._store = store
        self._constant = constant
        self._known: dict[tuple[Path, Term, bool, GraphName], tuple[Term, ...]] = {}

    def edges(self, start: Term, path: Path, end: Term, graph: GraphName = MERGE) -> tuple[Edge, ...]:
        """The triples on the way, in the merge or in one graph; none for a walk of length zero."""
        return tuple(dict.fromkeys(self._edges(start, path, end, graph) or ()))

    def _edges(self, start: Term, path: Path, end: Term, graph: GraphName) -> list[Edge] | None:
        """None where there is no way."""
        match path:
            case Link(iri):
                edge = (start, self._constant(iri), end)
                return [edge] if any(self._matching(*edge, graph)) else None
            case Inverse(part):
                return self._edges(end, part, start, graph)
            case Sequence(parts):
                return self._through(start, parts, end, graph)
            case Alternative(parts):
                return _all([self._edges(start, part, end, graph) for part in parts])
            case Repeated(part, modifier):
                if start == end and modifier != "+":
                    return []
                return (
                    self._edges(start, part, end, graph) if modifier == "?" else self._shortest(start, part, end, graph)
                )
            case Negated():
                return [edge for _, edge, _ in self._hops(path, start, end, graph)] or None
        return None

    def _through(self, start: Term, parts: tuple[Path, ...], end: Term, graph: GraphName) -> list[Edge] | None:
        """The triples on all ways over the parts: the stops are found forwards, the triples between them backwards."""
        stops = [{start}]
        for part in parts:
            stops.append({stop for node in stops[-1] for stop in self._ends(part, node, graph)})
        if end not in stops[-1]:
            return None
        edges: list[Edge] = []
        reached = {end}
        for part, before in zip(reversed(parts), reversed(stops[:-1]), strict=True):
            steps = [(node, stop) for stop in reached for node in self._ends(part, stop, graph, True) if node in before]
            edges += (edge for node, stop in steps for edge in self._edges(node, part, stop, graph) or ())
            reached = {node for node, _ in steps}
        return edges

    def _shortest(self, start: Term, part: Path, end: Term, graph: GraphName) -> list[Edge] | None:
        """The triples of one shortest walk of at least one step, found breadth first: the same one at every run."""
        came_from: dict[Term, Term] = {}
        border = [start]
        while border and end not in came_from:
            found: list[Term] = []
            for node in border:
                for reached in sorted(self._ends(part, node, graph), key=str):
                    if reached not in came_from:
                        came_from[reached] = node
                        found.append(reached)
            border = found
        if end not in came_from:
            return None
        edges: list[Edge] = []
        node = end
        while True:
            edges += self._edges(came_from[node], part, node, graph) or []
            node = came_from[node]
            if node == start:
                return edges

    def _ends(self, path: Path, node: Term, graph: GraphName, backwards: bool = False) -> tuple[Term, ...]:
        """Where the path leads from a node, or, backwards, from where it leads to it."""
        key = (path, node, backwards, graph)
        if key not in self._known:
            self._known[key] = tuple(dict.fromkeys(self._reached(path, node, graph, backwards)))
        return self._known[key]

    def _reached(self, path: Path, node: Term, graph: GraphName, backwards: bool) -> Iterator[Term]:
        match path:
            case Link(iri):
                if backwards:
                    yield from (edge[0] for edge in self._matching(None, self._constant(iri), node, graph))
                else:
                    yield from (edge[2] for edge in self._matching(node, self._constant(iri), None, graph))
            case Inverse(part):
                yield from self._ends(part, node, graph, not backwards)
            case Sequence(parts):
                nodes: tuple[Term, ...] = (node,)
                for part in reversed(parts) if backwards else parts:
                    ends = (end for each in nodes for end in self._ends(part, each, graph, backwards))
                    nodes = tuple(dict.fromkeys(ends))
                yield from nodes
            case Alternative(parts):
                for part in parts:
                    yield from self._ends(part, node, graph, backwards)
            case Repeated(part, modifier):
                if modifier != "+":
                    yield node
                yield from (
                    self._ends(part, node, graph, backwards)
                    if modifier == "?"
                    else self._closure(part, node, graph, backwards)
                )
            case Negated():
                hops = self._hops(path, None, node, graph) if backwards else self._hops(path, node, None, graph)
                for start, _, end in hops:
                    yield start if backwards else end

    def _closure(self, part: Path, node: Term, graph: GraphName, backwards: bool) -> Iterator[Term]:
        reached: dict[Term, None] = {}
        pending = [node]
        while pending:
            for end in self._ends(part, pending.pop(), graph, backwards):
                if end not in reached:
                    reached[end] = None
                    pending.append(end)
        yield from reached

    def _hops(
        self, path: Negated, start: Term | None, end: Term | None, graph: GraphName
    ) -> Iterator[tuple[Term, Edge, Term]]:
        """The steps of a negated property set: whence, over which triple, whither."""
        if path.forwards:
            excluded = set(map(self._constant, path.forwards))
            for edge in self._matching(start, None, end, graph):
                if edge[1] not in excluded:
                    yield edge[0], edge, edge[2]
        if path.backwards:
            excluded = set(map(self._constant, path.backwards))
            for edge in self._matching(end, None, start, graph):
                if edge[1] not in excluded:
                    yield edge[2], edge, edge[0]

    def _matching(
        self, subject: Term | None, predicate: Term | None, object_: Term | None, graph: GraphName
    ) -> Iterator[Edge]:
        for quad in quads(self._store, subject, predicate, object_, graph):
            yield quad.subject, quad.predicate, quad.object


def _all(ways: list[list[Edge] | None]) -> list[Edge] | None:
    """The triples of all ways that there are."""
    found = [way for way in ways if way is not None]
    return [edge for way in found for edge in way] if found else None

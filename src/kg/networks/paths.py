"""Paths: two things of a graph in, the shortest chains of statements between them out, each step with its passages.

Everything in the reports is near Shanghai, so that a path through it says little. A thing therefore costs the more, the
more neighbours it has: the square root of their number, and a step the mean of its two ends. With the number itself (as
for water and ATP in metabolic networks: D. Croes et al., Journal of Molecular Biology 356, 222, 2006) paths of nine
steps come first, with its logarithm nearly all paths go by Shanghai.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, pairwise, product
from math import sqrt
from typing import TYPE_CHECKING, NamedTuple

import networkx as nx
import pyoxigraph as ox

from kg.evidence.statements import Statement, statements, things_of
from kg.namespaces import ID, KG
from kg.passages import passage_of

if TYPE_CHECKING:
    from kg.graph import Graph

# What words, counts and kinds have in common ties no things together; themes do.
_NO_THINGS = (KG + "Concept", KG + "Observation")
_THEME = KG + "Theme"


class Hop(NamedTuple):
    """A step from one thing to another, by all statements that passages make of the two, in either direction."""

    start: str
    end: str
    statements: tuple[Statement, ...]


class Path(NamedTuple):
    """A chain of steps, and what it costs."""

    cost: float
    hops: tuple[Hop, ...]


def shortest_paths(
    graph: Graph, start: str, end: str, *, most: int = 3, via: Sequence[str] = (), avoid: Iterable[str] = ()
) -> list[Path]:
    """At most so many paths between two things (IRIs), the cheapest first; none where nothing ties them.

    via: things to pass, in this order. avoid: things not to pass. No path passes a thing twice. With `via` the paths
    are made of the `most` cheapest of each part.
    """
    ties = network_of_statements(graph)
    ties.remove_nodes_from(set(avoid))
    stops = [start, *via, end]
    if len(set(stops)) < len(stops) or any(stop not in ties for stop in stops):
        return []
    parts = [_between(ties, *part, set(stops) - set(part), most) for part in pairwise(stops)]
    chains = [_joined(parts_of_one) for parts_of_one in product(*parts)]
    paths = [_path(graph, ties, chain) for chain in chains if len(set(chain)) == len(chain)]
    return sorted(paths, key=lambda path: (path.cost, path.hops))[:most]


def network_of_statements(graph: Graph) -> nx.Graph[str]:
    """The things that passages tie together; `weight` of an edge is the mean of what its two ends cost."""
    left_out = _left_out(graph.store)
    ties: nx.Graph[str] = nx.Graph()
    for one, other in _said(graph.store):
        if one != other and left_out.isdisjoint((one, other)):
            ties.add_edge(one, other)
    for one, other, data in ties.edges(data=True):
        data["weight"] = (sqrt(ties.degree(one)) + sqrt(ties.degree(other))) / 2
    return ties


def _said(store: ox.Store) -> Iterator[tuple[str, str]]:
    """The two ends of what passages say of things, as IRIs."""
    for graph in store.named_graphs():
        for quad in store.quads_for_pattern(None, None, None, graph) if passage_of(graph.value) else ():
            names = [term.value for term in (quad.subject, quad.object) if isinstance(term, ox.NamedNode)]
            if len(names) == 2 and all(name.startswith(ID) for name in names):
                yield names[0], names[1]


def _left_out(store: ox.Store) -> set[str]:
    return set().union(*(things_of(store, class_) for class_ in _NO_THINGS)) - things_of(store, _THEME)


def _between(ties: nx.Graph[str], start: str, end: str, others: set[str], most: int) -> list[list[str]]:
    """The cheapest chains between two stops that pass none of the other stops."""
    free = nx.restricted_view(ties, others, [])
    try:
        return list(islice(nx.shortest_simple_paths(free, start, end, weight="weight"), most))
    except nx.NetworkXNoPath:
        return []


def _joined(parts: Sequence[list[str]]) -> list[str]:
    return [parts[0][0], *(thing for part in parts for thing in part[1:])]


def _path(graph: Graph, ties: nx.Graph[str], chain: Sequence[str]) -> Path:
    steps = list(pairwise(chain))
    return Path(sum(ties.edges[step]["weight"] for step in steps), tuple(_hop(graph, *step) for step in steps))


def _hop(graph: Graph, start: str, end: str) -> Hop:
    one, other = ox.NamedNode(start), ox.NamedNode(end)
    found = [*statements(graph.store, one, None, other), *statements(graph.store, other, None, one)]
    return Hop(start, end, tuple(each for each in found if each.standing == "passage"))

"""Places: a triple in, the passages and files that state it out, or those of what it was inferred from."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from kg.citing.lookup import MERGE, Edge, quads
from kg.citing.patterns import NotCitable
from kg.citing.provenance import MatchedTriple
from kg.language import Text
from kg.namespaces import GRAPH, KG, OWL, RDF, RDFS
from kg.passages import Passage, passage_of
from kg.querying.answers import Term
from kg.storage.rdf_files import RdfFile, read_rdf_file
from kg.storage.store import INFERRED

if TYPE_CHECKING:
    from kg.graph import Graph

_PART_OF = ox.NamedNode(KG + "partOf")
_RDF_TYPE = ox.NamedNode(RDF + "type")
_SUBCLASS, _SUBPROPERTY = ox.NamedNode(RDFS + "subClassOf"), ox.NamedNode(RDFS + "subPropertyOf")
_INVERSE = ox.NamedNode(OWL + "inverseOf")


class Place(NamedTuple):
    """Where a triple stands: in passages of reports, or in files that the curators answer for.

    In neither, what the IRI of a passage itself says: that it is one, of which report, from which line on. inferred:
    whether it only follows from what stands there.
    """

    passages: frozenset[Passage] = frozenset()
    files: frozenset[str] = frozenset()
    inferred: bool = False


class Places:
    """The places of the triples of one graph."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._store = graph.store
        self._known: dict[MatchedTriple, Place] = {}
        self._registers: dict[str, Mapping[Edge, Sequence[str]]] = {}

    def of(self, triple: MatchedTriple) -> Place:
        """Where it stands: in passages, else in files; where it only follows from others, where these stand.

        Raises NotCitable for an inferred triple that nothing leads to.
        """
        if triple not in self._known:
            self._known[triple] = self._found(triple)
        return self._known[triple]

    def premises(self, edge: Edge) -> list[Edge]:
        """The stated triples from which a triple follows; itself where it is stated, none where nothing leads to it."""
        return sorted(self._premises(edge, frozenset()) or (), key=str)

    def _found(self, triple: MatchedTriple) -> Place:
        edge = triple[:3]
        if triple.graph not in (None, INFERRED):
            return self._place(edge, [triple.graph])
        stated = self._stated(edge)
        if stated or self._graph.files:  # triples of files stand in no graph, and nothing is inferred of them
            return self._place(edge, stated)
        places = [self._place(each, self._stated(each)) for each in self.premises(edge)]
        if not places:
            raise NotCitable(Text("有推断的三元组，来由不明", "an inferred triple follows from nothing that is known"))
        return Place(
            frozenset(passage for place in places for passage in place.passages),
            frozenset(file for place in places for file in place.files),
            inferred=True,
        )

    def _place(self, edge: Edge, graphs: Sequence[Term]) -> Place:
        names = [graph.value for graph in graphs if isinstance(graph, ox.NamedNode)]
        passages = frozenset(passage for name in names if (passage := passage_of(name)))
        if passages:
            return Place(passages)
        files = [self._register(name).get(edge, ()) for name in names or [""]]
        return Place(files=frozenset(file for each in files for file in each))

    def _stated(self, edge: Edge) -> list[Term]:
        """The graphs that state it; the merge and what was inferred state nothing."""
        graphs = [quad.graph_name for quad in quads(self._store, *edge, None)]
        return [graph for graph in graphs if isinstance(graph, ox.NamedNode | ox.BlankNode) and graph != INFERRED]

    # Files

    def _register(self, graph: str) -> Mapping[Edge, Sequence[str]]:
        """Triple → the files that state it in a graph which is no passage."""
        if graph not in self._registers:
            found: dict[Edge, list[str]] = {}
            for name, file in self._files_of(graph):
                stated = ox.Store()  # which writes numbers as the store of the graph does: 40000.0 as 40000
                file.load_into(stated, None)
                for quad in stated:
                    if not passage_of(getattr(quad.graph_name, "value", "")):
                        found.setdefault((quad.subject, quad.predicate, quad.object), []).append(name)
            self._registers[graph] = found
        return self._registers[graph]

    def _files_of(self, graph: str) -> Iterator[tuple[str, RdfFile]]:
        """The files of a graph with their names; remarks stand in the files of the passages, which name no graph."""
        if self._graph.files:
            yield from ((file.name, file) for file in self._graph.files)
            return
        project = self._graph.project
        files = project.graph_files(conjecture=self._graph.conjecture)
        local = graph.removeprefix(GRAPH)
        # A graph without files of its own stands in files that name none: those of the passages and their remarks.
        wanted = local if local in (name for _, name in files) else None
        for path, name in files:
            if name == wanted:
                yield os.path.relpath(path, project.path), read_rdf_file(path)

    # Inference (the rules of `kg.storage.store`)

    def _premises(self, edge: Edge, pending: frozenset[Edge]) -> frozenset[Edge] | None:
        """The stated triples from which it follows; None where there are none.

        All those from each of which it follows at once; where there are none such, those of the first way to it.
        """
        if self._stated(edge):
            return frozenset([edge])
        if edge in pending:
            return None
        if stated := frozenset(premise for premise in self._direct(edge) if self._stated(premise)):
            return stated
        for premises in self._candidates(edge):
            found = [self._premises(premise, pending | {edge}) for premise in premises]
            if None not in found:
                return frozenset(each for part in found if part for each in part)
        return None

    def _candidates(self, edge: Edge) -> Iterator[Sequence[Edge]]:
        """What may have led to it, in the order of the rules; only what stands in the merge."""
        yield from ([premise] for premise in sorted(self._direct(edge), key=str))
        if edge[1] == _PART_OF and (chain := self._chain(edge[0], edge[2])):
            yield chain

    def _direct(self, edge: Edge) -> Iterator[Edge]:
        """What led to it by one of the rules that have one premise."""
        subject, predicate, object_ = edge
        yield from self._in_merge((subject, below, object_) for below in self._below(predicate, _SUBPROPERTY))
        yield from self._in_merge((object_, inverse, subject) for inverse in self._inverses(predicate))
        if predicate == _RDF_TYPE:
            yield from self._in_merge((subject, predicate, below) for below in self._below(object_, _SUBCLASS))

    def _in_merge(self, edges: Iterable[Edge]) -> Iterator[Edge]:
        return (edge for edge in edges if any(quads(self._store, *edge, MERGE)))

    def _below(self, term: Term, relation: ox.NamedNode) -> list[Term]:
        """All that stands below a class or property."""
        found: dict[Term, None] = {}
        pending = [term]
        while pending:
            for quad in quads(self._store, None, relation, pending.pop(), MERGE):
                if quad.subject not in found:
                    found[quad.subject] = None
                    pending.append(quad.subject)
        return list(found)

    def _inverses(self, predicate: Term) -> set[Term]:
        return {quad.subject for quad in quads(self._store, None, _INVERSE, predicate, MERGE)} | {
            quad.object for quad in quads(self._store, predicate, _INVERSE, None, MERGE)
        }

    def _chain(self, start: Term, end: Term) -> list[Edge]:
        """The shortest chain of parts that does not need transitivity itself, empty if there is none."""
        came_from: dict[Term, Term] = {}
        border = [start]
        while border and end not in came_from:
            reached = [
                (node, quad.object)
                for node in border
                for quad in sorted(quads(self._store, node, _PART_OF, None, MERGE), key=str)
                if self._stated(part := (node, _PART_OF, quad.object)) or any(self._direct(part))
            ]
            border = []
            for node, part_of in reached:
                if part_of not in came_from:
                    came_from[part_of] = node
                    border.append(part_of)
        chain: list[Edge] = []
        node = end
        while node in came_from and node != start:
            chain.append((came_from[node], _PART_OF, node))
            node = came_from[node]
        return chain[::-1] if node == start else []

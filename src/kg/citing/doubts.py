"""Open doubts: the triples that a row rests on in, the doubts that the curators left open on them out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import pyoxigraph as ox

from kg.citing.lookup import MERGE, Edge, quads
from kg.citing.places import Place
from kg.citing.provenance import MatchedTriple
from kg.namespaces import ID, KG, RDF
from kg.passages import Passage, passage_of
from kg.querying.answers import Term

_RDF_TYPE = ox.NamedNode(RDF + "type")
_DOUBT, _STATUS, _OPEN = ox.NamedNode(KG + "Doubt"), ox.NamedNode(KG + "doubtStatus"), ox.NamedNode(ID + "s-open")
_STATEMENT = tuple(ox.NamedNode(KG + name) for name in ("subject", "predicate", "object"))
_OF_PASSAGE, _AS_WRITTEN = ox.NamedNode(KG + "ofPassage"), ox.NamedNode(KG + "asWritten")


class _Doubt(NamedTuple):
    """What a doubt is on: a statement, or the figures of its whole passages."""

    iri: str
    statement: Edge | None
    passages: frozenset[Passage]


class Doubts:
    """The open doubts of a store."""

    def __init__(self, store: ox.Store) -> None:
        self._store = store
        self._figures: dict[Term, bool] = {}
        doubts = [self._read(quad.subject) for quad in store.quads_for_pattern(None, _STATUS, _OPEN, MERGE)]
        self._open = [doubt for doubt in doubts if doubt]

    def on(self, found: Iterable[tuple[MatchedTriple, Place]]) -> tuple[str, ...]:
        """The IRIs of the doubts on any of these triples, in order; each triple comes with its place.

        A doubt on a statement of a figure (whether it is cumulative, for example) is on all that is said of the figure;
        one on a whole passage is on the figures that the passage states.
        """
        if not self._open:
            return ()
        triples = list(found)
        return tuple(sorted(doubt.iri for doubt in self._open if any(self._is_on(doubt, *each) for each in triples)))

    def _is_on(self, doubt: _Doubt, triple: MatchedTriple, place: Place) -> bool:
        if doubt.statement is None:
            return not doubt.passages.isdisjoint(place.passages) and self._is_figure(triple.subject)
        if triple.subject != doubt.statement[0]:
            return False
        return triple[:3] == doubt.statement or self._is_figure(triple.subject)

    def _is_figure(self, thing: Term) -> bool:
        if thing not in self._figures:
            self._figures[thing] = any(quads(self._store, thing, _AS_WRITTEN, None, MERGE))
        return self._figures[thing]

    def _read(self, doubt: Term) -> _Doubt | None:
        if not isinstance(doubt, ox.NamedNode) or not self._values(doubt, _RDF_TYPE, _DOUBT):
            return None
        parts = [self._values(doubt, part) for part in _STATEMENT]
        passages = (
            passage_of(each.value) for each in self._values(doubt, _OF_PASSAGE) if isinstance(each, ox.NamedNode)
        )
        statement = (parts[0][0], parts[1][0], parts[2][0]) if all(parts) else None
        return _Doubt(doubt.value, statement, frozenset(passage for passage in passages if passage))

    def _values(self, subject: ox.NamedNode, predicate: ox.NamedNode, value: Term | None = None) -> list[Term]:
        return [quad.object for quad in self._store.quads_for_pattern(subject, predicate, value, MERGE)]

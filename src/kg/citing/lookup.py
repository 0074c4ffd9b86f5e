"""Looking up triples in a store, whatever terms are asked for."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from kg.querying.answers import Term

Edge = tuple[Term, Term, Term]
GraphName = ox.NamedNode | ox.BlankNode | ox.DefaultGraph

MERGE = ox.DefaultGraph()


def quads(
    store: ox.Store, subject: Term | None, predicate: Term | None, object_: Term | None, graph: GraphName | None
) -> Iterator[ox.Quad]:
    """The quads that fit; None fits all. No literal is a subject, and nothing but an IRI a property."""
    if not isinstance(subject, ox.Literal | ox.Triple) and isinstance(predicate, ox.NamedNode | None):
        yield from store.quads_for_pattern(subject, predicate, object_, graph)

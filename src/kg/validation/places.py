"""Where a statement stands: a statement in, the passages that say it out."""

from __future__ import annotations

import pyoxigraph as ox

from kg.passages import passage_of

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


def locators(
    store: ox.Store, focus: Term | None, path: Term | None = None, value: Term | None = None
) -> tuple[str, ...]:
    """The passages (`2018:9`, in reading order) that say a statement, else those that say anything of the thing.

    A focus that is text stands for the statements that have it as their value.
    """
    if isinstance(focus, ox.Literal):
        return _passages(store, None, None, focus)
    if not isinstance(focus, ox.NamedNode | ox.BlankNode):
        return ()
    predicate = path if isinstance(path, ox.NamedNode) else None
    return _passages(store, focus, predicate, value) or _passages(store, focus, None, None)


def _passages(
    store: ox.Store, subject: ox.NamedNode | ox.BlankNode | None, predicate: ox.NamedNode | None, object: Term | None
) -> tuple[str, ...]:
    graphs = {quad.graph_name for quad in store.quads_for_pattern(subject, predicate, object)}
    found = (passage_of(graph.value) for graph in graphs if isinstance(graph, ox.NamedNode))
    return tuple(str(passage) for passage in sorted(passage for passage in found if passage))

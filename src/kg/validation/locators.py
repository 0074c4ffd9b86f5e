"""Terms as findings have them, and the passages of statements as locators (`2018:9`)."""

from __future__ import annotations

import pyoxigraph as ox

from kg.passages import passage_of
from kg.querying.answers import Term


def text_of(term: Term | ox.DefaultGraph | None) -> str:
    """A term as findings have it: an IRI, the words of a literal, `_:` and the name of a blank node, "" for none."""
    if term is None:
        return ""
    return term.value if isinstance(term, ox.NamedNode | ox.Literal) else str(term)


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

"""Statements: triples of a store in, each with all the places where it stands out."""

from __future__ import annotations

from typing import Literal, NamedTuple

import pyoxigraph as ox

from kg.namespaces import GRAPH, RDF
from kg.passages import Passage, passage_of
from kg.storage.store import INFERRED

Term = ox.NamedNode | ox.BlankNode | ox.Literal
Standing = Literal["passage", "background", "remark", "conjecture", "inferred"]

_RDF_TYPE = ox.NamedNode(RDF + "type")
_READINGS = GRAPH + "readings"
_CONJECTURE = GRAPH + "conjecture-"
# What a statement counts as when it stands in several places: the first of these.
_STANDINGS: tuple[Standing, ...] = ("passage", "background", "remark", "conjecture", "inferred")


class Statement(NamedTuple):
    """A triple and where it stands.

    standing: said by a passage; background that the curators answer for; a remark of theirs on a passage; a
    conjecture; or inferred. passages: in reading order, empty unless passages say it.
    """

    subject: ox.NamedNode
    predicate: ox.NamedNode
    object: Term
    standing: Standing
    passages: tuple[Passage, ...]


def statements(
    store: ox.Store,
    subject: ox.NamedNode | None = None,
    predicate: ox.NamedNode | None = None,
    object: Term | None = None,
) -> list[Statement]:
    """The statements that fit the pattern (None fits all), each once, sorted by passage and then by text.

    Left out is what the model does without: blank nodes as subjects, and triples about triples.
    """
    graphs: dict[tuple[ox.NamedNode, ox.NamedNode, Term], list[str]] = {}
    for quad in store.quads_for_pattern(subject, predicate, object):
        if not isinstance(quad.subject, ox.NamedNode) or isinstance(quad.object, ox.Triple):
            continue
        if isinstance(quad.graph_name, ox.NamedNode):
            graphs.setdefault((quad.subject, quad.predicate, quad.object), []).append(quad.graph_name.value)
    found = [_statement(triple, names) for triple, names in graphs.items()]
    return sorted(found, key=lambda each: (not each.passages, each.passages, str(each[:3])))


def stated_classes(store: ox.Store, thing: ox.NamedNode) -> list[ox.NamedNode]:
    """The classes that a thing is stated to have, those that follow from them left out."""
    found = [each for each in statements(store, thing, _RDF_TYPE) if each.standing != "inferred"]
    return [each.object for each in found if isinstance(each.object, ox.NamedNode)]


def things_of(store: ox.Store, class_: str) -> set[str]:
    """The IRIs of the things of a class, those of the classes below it included."""
    found = store.quads_for_pattern(None, _RDF_TYPE, ox.NamedNode(class_), ox.DefaultGraph())
    return {quad.subject.value for quad in found if isinstance(quad.subject, ox.NamedNode)}


def _statement(triple: tuple[ox.NamedNode, ox.NamedNode, Term], graphs: list[str]) -> Statement:
    passages = sorted(passage for name in graphs if (passage := passage_of(name)))
    standings = {_standing(name) for name in graphs}
    standing = next(each for each in _STANDINGS if each in standings)
    return Statement(*triple, standing, tuple(passages))


def _standing(graph: str) -> Standing:
    if passage_of(graph):
        return "passage"
    if graph == _READINGS:
        return "remark"
    if graph.startswith(_CONJECTURE):
        return "conjecture"
    return "inferred" if graph == INFERRED.value else "background"

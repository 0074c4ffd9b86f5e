"""The census: a graph in, how much of what it holds out."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from kg.evidence.reports import line_counts
from kg.evidence.statements import statements
from kg.namespaces import KG, RDF
from kg.naming.vocabulary import OntologyTerm, vocabulary
from kg.passages import passage_of

if TYPE_CHECKING:
    from kg.graph import Graph

_RDF_TYPE = ox.NamedNode(RDF + "type")
_OF_PASSAGE = ox.NamedNode(KG + "ofPassage")
_OBSERVATION = ox.NamedNode(KG + "Observation")


class Branch(NamedTuple):
    """A class in the tree of classes: `depth` from 0, `things` of it and of the classes below it."""

    term: OntologyTerm
    depth: int
    things: int


class ReportCensus(NamedTuple):
    """What rests on one report: passages, statements (each once), figures, readings, doubts."""

    report: str
    lines: int
    passages: int
    statements: int
    observations: int
    readings: int
    doubts: int


class Evidence(NamedTuple):
    """Statements (each once) by what they rest on."""

    passages: int
    background: int
    remarks: int
    conjecture: int
    inferred: int


class Census(NamedTuple):
    """The counts of a graph."""

    classes: tuple[Branch, ...]
    reports: tuple[ReportCensus, ...]
    evidence: Evidence


def census(graph: Graph) -> Census:
    """Counts a graph; inferred types do not count."""
    store = graph.store
    standings = Counter(each.standing for each in statements(store))
    evidence = Evidence(*(standings[name] for name in ("passage", "background", "remark", "conjecture", "inferred")))
    return Census(class_tree(graph), _reports(store), evidence)


def class_tree(graph: Graph) -> tuple[Branch, ...]:
    """The classes of the ontology, each under the first of the classes directly above it, siblings by English label."""
    classes = {term.iri: term for term in vocabulary(graph.store, graph.labels) if term.is_class}
    things: dict[str, set[ox.NamedNode]] = {iri: set() for iri in classes}
    for each in statements(graph.store, None, _RDF_TYPE):
        if each.standing != "inferred" and each.object.value in things:
            things[each.object.value].add(each.subject)
    below: dict[str, list[str]] = {}
    for term in classes.values():
        above = next((iri for iri in term.above if iri in classes), "")
        below.setdefault(above, []).append(term.iri)

    def members(iri: str) -> set[ox.NamedNode]:
        return things[iri].union(*(members(narrower) for narrower in below.get(iri, ())))

    def branches(iri: str, depth: int) -> list[Branch]:
        narrower = sorted(below.get(iri, ()), key=lambda each: classes[each].label.en)
        own = [Branch(classes[iri], depth, len(members(iri)))] if iri else []
        return own + [branch for each in narrower for branch in branches(each, depth + bool(iri))]

    return tuple(branches("", 0))


def _reports(store: ox.Store) -> tuple[ReportCensus, ...]:
    passages: Counter[str] = Counter()
    triples: dict[str, set[ox.Triple]] = {}
    remarks: Counter[tuple[str, str]] = Counter()
    for graph in store.named_graphs():
        if passage := passage_of(graph.value):
            passages[passage.report] += 1
            said = (quad.triple for quad in store.quads_for_pattern(None, None, None, graph))
            triples.setdefault(passage.report, set()).update(said)
    for kind in ("Reading", "Doubt"):
        for each in statements(store, None, _RDF_TYPE, ox.NamedNode(KG + kind)):
            for of in statements(store, each.subject, _OF_PASSAGE):
                if passage := passage_of(of.object.value):
                    remarks[kind, passage.report] += 1
    return tuple(
        ReportCensus(
            report=report,
            lines=lines,
            passages=passages[report],
            statements=len(triples.get(report, ())),
            observations=sum(each.object == _OBSERVATION for each in triples.get(report, ())),
            readings=remarks["Reading", report],
            doubts=remarks["Doubt", report],
        )
        for report, lines in line_counts(store).items()
    )

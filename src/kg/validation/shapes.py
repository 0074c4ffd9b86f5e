"""Shapes: stated triples and a file of SHACL Core shapes in, findings out. pySHACL judges.

pySHACL is given rdflib graphs and nothing else, because it takes a string for an address and would fetch it. It infers
nothing: what counts is what is stated, with the tree of classes that stands in the ontology.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.language import Text
from kg.namespaces import SH
from kg.storage.rdf_files import read_rdf_file
from kg.validation.hints import hint
from kg.validation.locators import locators, text_of
from kg.validation.report import SEVERITIES, Finding, Severity

if TYPE_CHECKING:
    from pathlib import Path

    import rdflib


@contextmanager
def _without_tracebacks() -> Iterator[None]:
    """rdflib logs a traceback for each value that is none of its datatype, which a shape says better."""
    import logging

    logger = logging.getLogger("rdflib.term")
    before, logger.disabled = logger.disabled, True
    try:
        yield
    finally:
        logger.disabled = before


@_without_tracebacks()
def judge_shapes(store: ox.Store, shapes_file: Path) -> tuple[list[Finding], int]:
    """What the shapes find in the default graph of a store of stated triples, and how many shapes there are.

    Raises KgError if the file of shapes cannot be read.
    """
    import pyshacl
    import rdflib

    shapes = _graph(read_rdf_file(shapes_file).quads())
    data = _graph(store.quads_for_pattern(None, None, None, ox.DefaultGraph()))
    _, results, _ = pyshacl.validate(data, shacl_graph=shapes, inference="none", advanced=False, meta_shacl=False)
    result_class = rdflib.URIRef(SH + "ValidationResult")
    found = sorted(_finding(store, shapes, results, each) for each in results.subjects(rdflib.RDF.type, result_class))
    # A value may break a shape in several ways; of these, the one that has a hint stands.
    findings = {finding.identity: finding for finding in found}
    count = len({each for kind in ("NodeShape", "PropertyShape") for each in _instances(shapes, kind)})
    return list(findings.values()), count


def _instances(shapes: rdflib.Graph, kind: str) -> Iterable[rdflib.term.Node]:
    import rdflib

    return shapes.subjects(rdflib.RDF.type, rdflib.URIRef(SH + kind))


def _graph(quads: Iterable[ox.Quad]) -> rdflib.Graph:
    import rdflib

    from kg.storage.rdflib_view import rdflib_term

    graph = rdflib.Graph()
    for quad in quads:
        if not isinstance(quad.subject, ox.Triple) and not isinstance(quad.object, ox.Triple):
            graph.add((rdflib_term(quad.subject), rdflib_term(quad.predicate), rdflib_term(quad.object)))
    return graph


def _finding(store: ox.Store, shapes: rdflib.Graph, results: rdflib.Graph, result: rdflib.term.Node) -> Finding:
    import rdflib

    def told(name: str) -> rdflib.term.Node | None:
        return results.value(result, rdflib.URIRef(SH + name))

    shape, path, value = (told(name) for name in ("sourceShape", "resultPath", "value"))
    if path is None:  # SHACL gives the focus once more as the value
        value = None
    focus = _term(told("focusNode"))
    message = {
        each.language: str(each)
        for each in shapes.objects(shape, rdflib.URIRef(SH + "message"))
        if isinstance(each, rdflib.Literal)
    }
    return Finding(
        "shape",
        _severity(told("resultSeverity")),
        str(shape),
        text_of(focus),
        str(path or ""),
        text_of(_term(value)),
        Text(message.get("zh", str(shape)), message.get("en", str(shape))),
        locators(store, focus, _term(path), _term(value)),
        hint(shapes, shape, told("sourceConstraintComponent"), value),
    )


def _severity(term: rdflib.term.Node | None) -> Severity:
    name = str(term).removeprefix(SH).lower()
    return next((severity for severity in SEVERITIES if severity == name), "violation")


def _term(node: rdflib.term.Node | None) -> ox.NamedNode | ox.BlankNode | ox.Literal | None:
    """An rdflib term as the engine's."""
    import rdflib

    if isinstance(node, rdflib.URIRef):
        return ox.NamedNode(str(node))
    if isinstance(node, rdflib.BNode):
        return ox.BlankNode(str(node))
    if isinstance(node, rdflib.Literal):
        if node.language:
            return ox.Literal(str(node), language=node.language)
        return (
            ox.Literal(str(node), datatype=ox.NamedNode(str(node.datatype))) if node.datatype else ox.Literal(str(node))
        )
    return None

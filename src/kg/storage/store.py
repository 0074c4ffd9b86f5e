"""The store: the files of a project in, one pyoxigraph store out.

Named graphs keep where each statement stands; the default graph is their merge as a set, inferences included, so
that `COUNT(*)` counts a statement once however many passages say it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, TypeAlias

import pyoxigraph as ox

from kg.namespaces import GRAPH, KG, OWL, RDF, RDFS, REPORT, XSD
from kg.passages import Passage, passage_of, typed_passage
from kg.storage.rdf_files import RdfFile, read_rdf_file

if TYPE_CHECKING:
    from kg.project import Project

INFERRED = ox.NamedNode(GRAPH + "inferred")
REPORTS = ox.NamedNode(GRAPH + "reports")

_PREFIXES = f"""
PREFIX kg: <{KG}> PREFIX graph: <{GRAPH}>
PREFIX rdfs: <{RDFS}> PREFIX owl: <{OWL}>
"""
_RDF_TYPE = ox.NamedNode(RDF + "type")
_PASSAGE = ox.NamedNode(KG + "Passage")
_OF_REPORT = ox.NamedNode(KG + "ofReport")
_FIRST_LINE = ox.NamedNode(KG + "firstLine")
_IN_SECTION = ox.NamedNode(KG + "inSection")
_LINES = ox.NamedNode(KG + "lines")
_XSD_INTEGER = ox.NamedNode(XSD + "integer")

_Sections: TypeAlias = dict[str, dict[ox.NamedNode, Passage]]  # report → section → its lines

_MERGE = "INSERT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } }"

# What follows, as (conclusion, premises): each from one stated triple, and the transitivity of kg:partOf. Domain and
# range are never inferred: they are checked, by shapes. Each rule is drawn once, in this order: inverses are drawn of
# superproperties, but not the other way round. That is enough for the axioms that the ontology has, and
# tests/test_ontology.py refuses axioms that would need more.
_RULES = (
    ("?x ?q ?y", "?p rdfs:subPropertyOf+ ?q . ?x ?p ?y"),
    ("?y ?q ?x", "{ ?p owl:inverseOf ?q } UNION { ?q owl:inverseOf ?p } ?x ?p ?y"),
    ("?x a ?super", "?class rdfs:subClassOf+ ?super . ?x a ?class"),
    ("?x kg:partOf ?z", "?x kg:partOf/kg:partOf+ ?z"),
)


def load_store(
    project: Project,
    *,
    conjecture: bool = False,
    infer: bool = True,
    read: Callable[[str], RdfFile] = read_rdf_file,
) -> ox.Store:
    """The graph of a project. Raises KgError with file, line and column where a file cannot be read.

    conjecture: also load the less certain readings, each into a graph of its own.
    infer: also draw what follows (into graph:inferred); validation judges without. read: reads a file.
    """
    store = ox.Store()
    for path, graph in project.graph_files(conjecture=conjecture):
        read(path).load_into(store, ox.NamedNode(GRAPH + graph) if graph else None)
    materialize(store, infer=infer)
    return store


def store_of_files(files: Iterable[RdfFile]) -> ox.Store:
    """The quads of any RDF files, and in the default graph their merge; nothing is inferred."""
    store = ox.Store()
    for file in files:
        file.load_into(store, None)
    store.update(_MERGE)
    return store


def materialize(store: ox.Store, *, infer: bool = True) -> None:
    """Adds to the named graphs what the loader states: passages and their sections, the merge, and what follows."""
    sections = _sections(store)
    store.extend([quad for graph in store.named_graphs() for quad in _passage_quads(graph, sections)])
    store.update(_MERGE)
    if infer:
        for conclusion, premises in _RULES:
            new = f"FILTER NOT EXISTS {{ {conclusion} }}"
            store.update(
                f"{_PREFIXES} INSERT {{ {conclusion} . GRAPH graph:inferred {{ {conclusion} }} }}"
                f" WHERE {{ {premises} {new} }}"
            )


def _sections(store: ox.Store) -> _Sections:
    """The sections by report; one whose lines are no locator's holds nothing (a check tells)."""
    found: _Sections = {}
    for quad in store.quads_for_pattern(None, _LINES, None):
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.Literal):
            report = quad.subject.value.removeprefix(REPORT).partition("#")[0]
            if held := typed_passage(f"{report}:{quad.object.value}"):
                found.setdefault(report, {})[quad.subject] = held
    return found


def _passage_quads(graph: ox.NamedNode | ox.BlankNode, sections: _Sections) -> Iterator[ox.Quad]:
    """What the IRI of a passage says: that it is one, of which report, where in it, and in which sections."""
    passage = passage_of(graph.value)
    if passage is None:
        return
    report = ox.NamedNode(REPORT + passage.report)
    first = ox.Literal(str(passage.runs[0][0]), datatype=_XSD_INTEGER)
    yield ox.Quad(graph, _RDF_TYPE, _PASSAGE, REPORTS)
    yield ox.Quad(graph, _OF_REPORT, report, REPORTS)
    yield ox.Quad(graph, _FIRST_LINE, first, REPORTS)
    for section, held in sections.get(passage.report, {}).items():
        if passage.overlaps(held):
            yield ox.Quad(graph, _IN_SECTION, section, REPORTS)

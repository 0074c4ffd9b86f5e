"""Terms: names that nothing declares, with the nearest that something does.

Of the project's own namespaces every name is judged; of all others the properties and classes, which the ontology has
to declare unless they are terms of RDF, RDFS or OWL themselves.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import pyoxigraph as ox

from kg.language import Text
from kg.namespaces import GRAPH, ID, KG, OWL, RDF, RDFS, REPORT
from kg.naming.suggestions import did_you_mean
from kg.passages import passage_of
from kg.storage.prefixes import Prefixes
from kg.validation.report import Finding

_RDF_TYPE = ox.NamedNode(RDF + "type")
_ONTOLOGY = ox.NamedNode(GRAPH + "ontology")
# Terms of the standards that curators write: the rest of these vocabularies is for ontologies.
_EVERYDAY = {RDF + "type", RDFS + "label", RDFS + "comment", RDFS + "seeAlso", OWL + "differentFrom"}
_MOST_SUGGESTIONS = 200  # each takes milliseconds; a file with more unknown terms has another fault than misspelling


def judge_terms(store: ox.Store, prefixes: Prefixes) -> list[Finding]:
    """A finding for each term that a store uses and does not declare.

    A term of the ontology is declared there, a thing by having a class, and lines by being written as a passage is.
    """
    declared = _subjects(store.quads_for_pattern(None, None, None, _ONTOLOGY))
    typed = _subjects(store.quads_for_pattern(None, _RDF_TYPE, None))
    known = declared | typed
    names = {
        namespace: [name for iri in sorted(known) if iri.startswith(namespace) and (name := prefixes.shorten(iri))]
        for namespace in (KG, ID, REPORT)
    }
    others = sorted(iri for iri in declared | _EVERYDAY if not iri.startswith(tuple(names)))
    borrowed = [name for iri in others if (name := prefixes.shorten(iri))]
    terms = _properties_and_classes(store)
    findings: list[Finding] = []
    for iri, graphs in sorted(_uses(store).items()):
        namespace = next((each for each in names if iri.startswith(each)), None)
        if namespace and not _is_declared(iri, namespace, declared, typed):
            sought, says = names[namespace], Text("没有", "there is no")
        elif not namespace and iri in terms and iri not in declared and not _is_standard(iri):
            sought, says = borrowed, Text("本体没有声明", "the ontology does not declare")
        else:
            continue
        name = prefixes.shorten(iri) or f"<{iri}>"
        near = did_you_mean(name, sought) if len(findings) < _MOST_SUGGESTIONS else Text("", "")
        message = Text(f"{says.zh} {name}。{near.zh}", f"{says.en} {name}.{near.en}")
        where = tuple(str(passage) for passage in sorted(filter(None, map(passage_of, graphs))))
        findings.append(Finding("term", "violation", "unknown-term", iri, "", "", message, where))
    return findings


def _is_declared(iri: str, namespace: str, declared: set[str], typed: set[str]) -> bool:
    if namespace == KG:
        return iri in declared
    if passage := passage_of(iri):
        return REPORT + passage.report in typed
    return iri in typed


def _uses(store: ox.Store) -> dict[str, set[str]]:
    """Every IRI in a subject, predicate, object or graph name → the graphs that use it."""
    uses: dict[str, set[str]] = defaultdict(set)
    for quad in store.quads_for_pattern(None, None, None):
        graph = quad.graph_name.value if isinstance(quad.graph_name, ox.NamedNode) else ""
        for term in (quad.subject, quad.predicate, quad.object, quad.graph_name):
            if isinstance(term, ox.NamedNode):
                uses[term.value].add(graph)
    return uses


def _is_standard(iri: str) -> bool:
    """Whether RDF, RDFS or OWL have the term; rdflib stumbles over a namespace alone."""
    import rdflib

    return not iri.endswith("#") and any(
        rdflib.URIRef(iri) in vocabulary for vocabulary in (rdflib.RDF, rdflib.RDFS, rdflib.OWL)
    )


def _properties_and_classes(store: ox.Store) -> set[str]:
    merge = ox.DefaultGraph()
    predicates = {quad.predicate.value for quad in store.quads_for_pattern(None, None, None, merge)}
    types = store.quads_for_pattern(None, _RDF_TYPE, None, merge)
    return predicates | {quad.object.value for quad in types if isinstance(quad.object, ox.NamedNode)}


def _subjects(quads: Iterator[ox.Quad]) -> set[str]:
    return {quad.subject.value for quad in quads if isinstance(quad.subject, ox.NamedNode)}

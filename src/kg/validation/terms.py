"""Terms: names in the project's own namespaces that nothing declares, with the nearest that something does."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import pyoxigraph as ox

from kg.language import Text
from kg.namespaces import GRAPH, ID, KG, RDF, REPORT
from kg.naming.suggestions import did_you_mean
from kg.passages import passage_of
from kg.storage.prefixes import Prefixes
from kg.validation.report import Finding

_RDF_TYPE = ox.NamedNode(RDF + "type")
_ONTOLOGY = ox.NamedNode(GRAPH + "ontology")
_MOST_SUGGESTIONS = 200  # each takes milliseconds; a file with more unknown terms has another fault than misspelling


def judge_terms(store: ox.Store, prefixes: Prefixes) -> list[Finding]:
    """A finding for each term of `kg:`, `id:` and the reports that a store uses and does not declare.

    A term of the ontology is declared there, a thing by having a class, and lines by being written as a passage is.
    """
    declared = _subjects(store.quads_for_pattern(None, None, None, _ONTOLOGY))
    typed = _subjects(store.quads_for_pattern(None, _RDF_TYPE, None))
    known = declared | typed
    names = {
        namespace: [name for iri in sorted(known) if iri.startswith(namespace) and (name := prefixes.shorten(iri))]
        for namespace in (KG, ID, REPORT)
    }
    findings: list[Finding] = []
    for iri, graphs in sorted(_uses(store).items()):
        namespace = next((each for each in names if iri.startswith(each)), None)
        if namespace and not _is_declared(iri, namespace, declared, typed):
            name = prefixes.shorten(iri) or iri
            near = did_you_mean(name, names[namespace]) if len(findings) < _MOST_SUGGESTIONS else Text("", "")
            message = Text(f"没有 {name}。{near.zh}", f"there is no {name}.{near.en}")
            where = tuple(str(passage) for passage in sorted(filter(None, map(passage_of, graphs))))
            findings.append(Finding("term", "violation", "unknown-term", iri, "", "", message, where))
    return findings


def _is_declared(iri: str, namespace: str, declared: set[str], typed: set[str]) -> bool:
    if namespace == KG:
        return iri in declared
    if namespace == REPORT and "#" in iri:
        passage = passage_of(iri)
        return passage is not None and REPORT + passage.report in typed
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


def _subjects(quads: Iterator[ox.Quad]) -> set[str]:
    return {quad.subject.value for quad in quads if isinstance(quad.subject, ox.NamedNode)}

"""Reports: which the graph describes, how many lines each has, and what one of them says."""

from __future__ import annotations

import pyoxigraph as ox

from kg.errors import KgError
from kg.evidence.statements import statements
from kg.language import Text
from kg.namespaces import GRAPH, KG, REPORT
from kg.passages import passage_of
from kg.storage.store import REPORTS, materialize

_LINE_COUNT = ox.NamedNode(KG + "lineCount")
_OF_PASSAGE = ox.NamedNode(KG + "ofPassage")
_SECTION_OF = ox.NamedNode(KG + "sectionOf")
_READINGS = ox.NamedNode(GRAPH + "readings")
_ONTOLOGY, _ENTITIES = ox.NamedNode(GRAPH + "ontology"), ox.NamedNode(GRAPH + "entities")


def line_counts(store: ox.Store) -> dict[str, int]:
    """Report (its year, as in its IRI) → the number of lines of its text, in order."""
    counts = {
        each.subject.value.removeprefix(REPORT): int(each.object.value)
        for each in statements(store, None, _LINE_COUNT)
        if isinstance(each.object, ox.Literal)
    }
    return dict(sorted(counts.items()))


def check_stated(store: ox.Store, report: str) -> None:
    """Raises KgError for a report that the graph does not describe, or of which it states nothing."""
    check_report(store, report)
    if not any((passage := passage_of(graph.value)) and passage.report == report for graph in store.named_graphs()):
        raise KgError(
            Text(
                f"图中还没有出自 {report} 年报告的陈述",
                f"the graph has no statements of the report of {report} yet",
            )
        )


def check_report(store: ox.Store, report: str) -> None:
    """Raises KgError, naming the reports there are, for a report that the graph does not describe."""
    known = line_counts(store)
    if report not in known:
        raise KgError(
            Text(
                f"没有“{report}”的报告：有 {'、'.join(known) or '零份'}",
                f"there is no report of {report}: there is {', '.join(known) or 'none'}",
            )
        )


def store_of_report(store: ox.Store, report: str) -> ox.Store:
    """What one report says and what is remarked on it, the background of the things in it, and what follows from these.

    The background of a thing is what the curators answer for: its class, its labels, the regions above it. Of things
    that the report does not name it is left out, or every query for a class would find them.

    Raises KgError for a report that the graph does not describe, or of which it states nothing.
    """
    check_stated(store, report)
    result = ox.Store()
    for graph in store.named_graphs():
        passage = passage_of(graph.value)
        if passage and passage.report == report:
            result.extend(store.quads_for_pattern(None, None, None, graph))
    for remark in store.quads_for_pattern(None, _OF_PASSAGE, None, _READINGS):
        passage = passage_of(remark.object.value) if isinstance(remark.object, ox.NamedNode) else None
        if passage and passage.report == report:
            result.extend(store.quads_for_pattern(remark.subject, None, None, _READINGS))
    about = ox.NamedNode(REPORT + report)
    sections = [quad.subject for quad in store.quads_for_pattern(None, _SECTION_OF, about, REPORTS)]
    for described in (about, *sections):
        result.extend(store.quads_for_pattern(described, None, None, REPORTS))
    _add_background(result, store)
    result.extend(store.quads_for_pattern(None, None, None, _ONTOLOGY))
    materialize(result)
    return result


def _add_background(result: ox.Store, store: ox.Store) -> None:
    """Adds what the curators answer for of the things in `result`, and of those that this leads to."""
    pending: set[object] = {term for quad in result for term in (quad.subject, quad.object)}
    known: set[object] = set()
    while pending:
        known |= pending
        named = [thing for thing in pending if isinstance(thing, ox.NamedNode)]
        found = [quad for thing in named for quad in store.quads_for_pattern(thing, None, None, _ENTITIES)]
        result.extend(found)
        pending = {quad.object for quad in found if quad.object not in known}

"""Reports: which the graph describes, and how many lines each has."""

from __future__ import annotations

import pyoxigraph as ox

from kg.errors import KgError
from kg.evidence.statements import statements
from kg.language import Text
from kg.passages import REPORT_NAMESPACE, passage_of
from kg.storage.store import KG

_LINE_COUNT = ox.NamedNode(KG + "lineCount")


def line_counts(store: ox.Store) -> dict[str, int]:
    """Report (its year, as in its IRI) → the number of lines of its text, in order."""
    counts = {
        each.subject.value.removeprefix(REPORT_NAMESPACE): int(each.object.value)
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
                f"没有 {report} 年的报告：有 {'、'.join(known) or '零份'}",
                f"there is no report of {report}: there is {', '.join(known) or 'none'}",
            )
        )

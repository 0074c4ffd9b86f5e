"""Indicators: what a person types for one in, its IRI out; and all of them with what there is of each."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from kg.errors import KgError
from kg.evidence.statements import statements
from kg.language import Text
from kg.namespaces import KG, RDF
from kg.naming.labels import Named
from kg.naming.names import UnknownName, holds_words
from kg.naming.vocabulary import definition_of, kind_of
from kg.trends.observations import Observation, observations_of, thing_named

if TYPE_CHECKING:
    from kg.graph import Graph

INDICATOR = ox.NamedNode(KG + "Indicator")
_RDF_TYPE = ox.NamedNode(RDF + "type")
_OF = ox.NamedNode(KG + "indicator")
_MOST_SUGGESTIONS, _LONGEST = 3, 200  # characters: no name is as long


class IndicatorCount(NamedTuple):
    """An indicator: how many figures there are of it, of how many things, on how many days, in which reports.

    comparable: how many pairs of its figures are comparable.
    """

    indicator: Named
    figures: int
    things: int
    days: int
    comparable: int
    reports: tuple[str, ...]


def indicator_named(graph: Graph, name: str) -> ox.NamedNode:
    """The indicator of that name. Raises KgError for a name that none bears, or several."""

    def is_indicator(thing: ox.NamedNode) -> bool:
        return any(graph.store.quads_for_pattern(thing, _RDF_TYPE, INDICATOR, ox.DefaultGraph()))

    try:
        return graph.names.find(name, fits=is_indicator)
    except UnknownName:
        pass
    kind = _kind_of_another(graph, name)
    hits = graph.find(name[:_LONGEST], most=_MOST_SUGGESTIONS, class_=INDICATOR)
    near = [graph.labels.named(hit.thing) for hit in hits]
    names = [graph.project.prefixes.name_of(each.iri) for each in near]
    lines = [
        (f"\n  {iri}  {each.label.zh}", f"\n  {iri}  {each.label.en}") for iri, each in zip(names, near, strict=True)
    ]
    raise KgError(
        Text(
            (f"“{name}”不是指标（{kind.zh}）" if kind else f"没有名为“{name}”的指标")
            + "：kg trend --list 列出全部指标。"
            + ("相近的有：" + "".join(zh for zh, _ in lines) if lines else ""),
            (f"“{name}” is no indicator ({kind.en})" if kind else f"no indicator is called “{name}”")
            + ": kg trend --list lists all of them."
            + (" Near it are:" + "".join(en for _, en in lines) if lines else ""),
        )
    )


def indicators(graph: Graph, words: str = "", about: str | None = None) -> list[IndicatorCount]:
    """The indicators that have figures, those with most comparable ones first, then those of most days.

    words: only those with all of these words in their names or definitions, in either language. about: only what there
    is of this thing, or of its editions. Raises KgError for a name that nothing bears, or several things.
    """
    found = {each.object for each in statements(graph.store, None, _OF) if isinstance(each.object, ox.NamedNode)}
    figures = {each: observations_of(graph, each) for each in found if holds_words(_said_of(graph, each), words)}
    if about:
        thing = thing_named(graph, about, (each for group in figures.values() for each in group))
        figures = {
            indicator: [each for each in group if thing in (each.about, each.thing)]
            for indicator, group in figures.items()
        }
    counts = [_count(graph, indicator, group) for indicator, group in figures.items() if group]
    return sorted(counts, key=lambda each: (-each.comparable, -each.days, -each.figures, each.indicator.iri))


def _said_of(graph: Graph, indicator: ox.NamedNode) -> tuple[str, ...]:
    name = graph.project.prefixes.name_of(indicator.value)
    return (name, *graph.labels.of(indicator.value), *definition_of(graph.store, indicator))


def _count(graph: Graph, indicator: ox.NamedNode, found: list[Observation]) -> IndicatorCount:
    return IndicatorCount(
        indicator=graph.labels.named(indicator.value),
        figures=len(found),
        things=len({each.thing for each in found}),
        days=len({each.day for each in found}),
        comparable=len({frozenset((each.figure.iri, other)) for each in found for other in each.comparable}),
        reports=tuple(sorted({passage.report for each in found for passage in each.figure.passages})),
    )


def _kind_of_another(graph: Graph, name: str) -> Text | None:
    """What the thing of that name is, where there is one; AmbiguousName goes through: it lists them."""
    try:
        thing = graph.names.find(name)
    except UnknownName:
        return None
    kind = kind_of(graph.store, graph.labels, thing)
    return kind if kind.en else Text("别的事物", "something else")

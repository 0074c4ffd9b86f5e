"""Changes of figures: two reports in, their comparable figures side by side out."""

from __future__ import annotations

from collections.abc import Callable, Collection
from contextlib import suppress
from typing import TYPE_CHECKING, Literal, NamedTuple

import pyoxigraph as ox

from kg.describing.figures import Figure, figure_of
from kg.evidence.statements import statements
from kg.namespaces import KG
from kg.naming.labels import Named

if TYPE_CHECKING:
    from kg.graph import Graph

_COMPARABLE_WITH, _VALUE, _UNIT = (ox.NamedNode(KG + name) for name in ("comparableWith", "value", "unit"))


class FigureChange(NamedTuple):
    """Two figures on the same basis, one of each report.

    about: the thing of the later figure, earlier_about that of the earlier, another edition for example. direction:
    by the printed numbers, whatever the qualifiers (more than, nearly). ratio: the later number by the earlier, None
    where that is 0.
    """

    indicator: Named
    earlier_about: Named
    about: Named
    earlier: Figure
    later: Figure
    direction: Literal["grown", "fallen", "unchanged"]
    ratio: float | None


def figure_changes(
    graph: Graph, earlier: Collection[str], later: Collection[str], is_wanted: Callable[[str], bool]
) -> list[FigureChange]:
    """The pairs of comparable figures (kg:comparableWith) of two sets of observations (IRIs), in reading order.

    is_wanted: whether a thing (IRI) is one of those asked for: the figures are about such things. Figures in different
    units are left out.
    """
    store = graph.store
    pairs = {
        (quad.subject, quad.object)
        for quad in store.quads_for_pattern(None, _COMPARABLE_WITH, None, ox.DefaultGraph())
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode)
        if quad.subject.value in earlier and quad.object.value in later
    }
    found = [change for pair in pairs if (change := _change(graph, *pair)) and is_wanted(change.about.iri)]
    return sorted(found, key=lambda change: (change.later.passages, change.later.iri, change.earlier.iri))


def _change(graph: Graph, earlier: ox.NamedNode, later: ox.NamedNode) -> FigureChange | None:
    before, after = (figure_of(graph.store, graph.labels, each) for each in (earlier, later))
    if before is None or after is None or _object(graph, earlier, _UNIT) != _object(graph, later, _UNIT):
        return None
    numbers = [_number(graph, each) for each in (earlier, later)]
    if None in numbers:
        return None
    one, other = (number or 0.0 for number in numbers)

    named = graph.labels.named
    return FigureChange(
        indicator=named(after.indicator),
        earlier_about=named(before.about),
        about=named(after.about),
        earlier=before,
        later=after,
        direction="grown" if one < other else "fallen" if one > other else "unchanged",
        ratio=other / one if one else None,
    )


def _number(graph: Graph, observation: ox.NamedNode) -> float | None:
    with suppress(ValueError):  # what is no number, the shapes refuse
        return float(_object(graph, observation, _VALUE))
    return None


def _object(graph: Graph, subject: ox.NamedNode, predicate: ox.NamedNode) -> str:
    return next((each.object.value for each in statements(graph.store, subject, predicate)), "")

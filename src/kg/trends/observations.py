"""Observations: an indicator in, each of its figures out, with what decides which others it makes a series with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from math import isfinite
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from kg.describing.figures import Figure, figure_of
from kg.evidence.statements import Term, statements
from kg.namespaces import ID, KG
from kg.naming.names import UnknownName

if TYPE_CHECKING:
    from kg.graph import Graph

_INDICATOR, _EDITION_OF = (ox.NamedNode(KG + name) for name in ("indicator", "editionOf"))
COMPARABLE, RESTATES = "comparableWith", "restates"
# What narrows a figure: two that differ in any of these count different things.
_LIMITS = ("slice", "countedIn", "origin", "recipient", "occasion", "rankWithin", "comparedWith")
_PART_OF_FIGURE = "partOfFigure"

Limits = tuple[tuple[str, tuple[str, ...]], ...]


class Observation(NamedTuple):
    """One figure, and what it counts.

    about: the thing; thing: the same, or the series of which it is an edition. day: the end of its period. value: in
    the base unit; None where the graph has no number. unit, measure, temporality, qualifier: IRIs, empty where nothing
    is said. target: aimed at, not observed. limits: property (without its prefix) → the things or words that narrow
    it. restates, comparable: the IRIs of other observations.
    """

    figure: Figure
    about: str
    thing: str
    day: date | None
    value: Decimal | None
    unit: str
    measure: str
    temporality: str
    qualifier: str
    target: bool
    limits: Limits
    restates: tuple[str, ...]
    comparable: tuple[str, ...]


def observations_of(graph: Graph, indicator: ox.NamedNode) -> list[Observation]:
    """All figures of an indicator, in the order of their days, those without one last."""
    found = [_observation(graph, each.subject) for each in statements(graph.store, None, _INDICATOR, indicator)]
    return sorted((each for each in found if each), key=_order)


def thing_named(graph: Graph, name: str, found: Iterable[Observation]) -> str:
    """What a name means: something that these figures are about, or else whatever bears it in the graph.

    Raises KgError for a name that nothing bears, or several things.
    """
    things = {iri for each in found for iri in (each.about, each.thing)}
    try:
        return graph.names.find(name, fits=lambda thing: thing.value in things).value
    except UnknownName:
        return graph.names.find(name).value


def _order(each: Observation) -> tuple[date, str]:
    return each.day or date.max, each.figure.iri


def _observation(graph: Graph, observation: ox.NamedNode) -> Observation | None:
    figure = figure_of(graph.store, graph.labels, observation, leave_out=(COMPARABLE, RESTATES))
    if figure is None:
        return None
    facts: dict[str, list[Term]] = {}
    for each in statements(graph.store, observation):
        # Comparable is symmetric: here the inferred direction says as much as the stated one.
        if each.standing != "inferred" or each.predicate.value == KG + COMPARABLE:
            facts.setdefault(each.predicate.value.removeprefix(KG), []).append(each.object)

    def first(name: str) -> str:
        return next((value.value for value in facts.get(name, ())), "")

    return Observation(
        figure=figure,
        about=figure.about,
        thing=_series_of(graph.store, figure.about),
        day=_date(first("refEnd") or first("refStart")),
        value=_number(first("value")),
        unit=first("unit"),
        measure=first("measure"),
        temporality=first("temporality"),
        qualifier=first("qualifier"),
        target=first("actuality") == ID + "a-target",
        limits=_limits(graph.store, facts),
        restates=_values(facts, RESTATES),
        comparable=_values(facts, COMPARABLE),
    )


def _limits(store: ox.Store, facts: Mapping[str, Sequence[Term]]) -> Limits:
    """What narrows the figure; of two editions of a series the occasion is the same.

    The total that a part belongs to differs from year to year: it only matters that there is one, and that only where
    nothing else tells which part it is.
    """
    limits = tuple(
        (name, tuple(sorted({_series_of(store, value) for value in values})))
        for name in _LIMITS
        if (values := _values(facts, name))
    )
    return limits or (((_PART_OF_FIGURE, ()),) if _PART_OF_FIGURE in facts else ())


def _series_of(store: ox.Store, thing: str) -> str:
    """The series of which the thing is an edition, else the thing itself."""
    if not thing.startswith(ID):
        return thing
    found = store.quads_for_pattern(ox.NamedNode(thing), _EDITION_OF, None, ox.DefaultGraph())
    return min((quad.object.value for quad in found if isinstance(quad.object, ox.NamedNode)), default=thing)


def _values(facts: Mapping[str, Sequence[Term]], name: str) -> tuple[str, ...]:
    return tuple(sorted({value.value for value in facts.get(name, ())}))


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if isfinite(number) and isfinite(float(number)) else None

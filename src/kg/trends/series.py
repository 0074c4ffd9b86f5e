"""Series: an indicator in, its figures out as series, none of which mixes what is not the same.

A series holds the figures of one thing (or of the editions of one series of events) that count the same part of it, in
one unit and by one measure. That does not make its figures comparable: those that are, by what the curators say of
them, are told pair by pair.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from kg.describing.figures import Figure
from kg.language import SEMICOLON, Text, listed
from kg.namespaces import ID, KG
from kg.naming.labels import Labels, Named
from kg.naming.vocabulary import definition_of
from kg.passages import Passage
from kg.trends.comparisons import Comparison, comparisons
from kg.trends.doubts import Doubt, doubts_on
from kg.trends.indicators import indicator_named
from kg.trends.observations import Limits, Observation, observations_of, thing_named

if TYPE_CHECKING:
    from kg.graph import Graph

_EXACT = ID + "q-exact"
_MEASURES = tuple(ID + name for name in ("m-level", "m-share", "m-change", "m-rank"))
_Key = tuple[str, str, str, Limits]
_PART_OF_TOTAL = Text("其中一部分", "a part of the total")


class Point(NamedTuple):
    """A figure of a series.

    of: the thing that it is about. day: the end of its period, None where the graph has none. value: in the base unit,
    None where the graph has no number. qualifier: empty for an exact figure. target: aimed at, not observed. again:
    the same figure where it is printed once more. doubts: the open ones.
    """

    figure: Figure
    of: Named
    day: date | None
    value: Decimal | None
    qualifier: Named
    target: bool
    temporality: Named
    again: tuple[Figure, ...]
    doubts: tuple[Doubt, ...]

    @property
    def passages(self) -> tuple[Passage, ...]:
        """The passages that print it, in reading order."""
        return tuple(sorted({passage for each in (self.figure, *self.again) for passage in each.passages}))

    @property
    def printed(self) -> tuple[str, ...]:
        """How it is printed, each way once."""
        return tuple(dict.fromkeys(each.printed for each in (self.figure, *self.again)))


class Series(NamedTuple):
    """Figures of one thing, one part of it, one unit and one measure, in the order of their days.

    part: what of the thing is counted, empty for the whole.
    """

    thing: Named
    part: Text
    measure: Named
    unit: Named
    points: tuple[Point, ...]
    comparisons: tuple[Comparison, ...]

    @property
    def days(self) -> int:
        """On how many days there are figures that can be drawn."""
        return len({point.day for point in self.points if point.day and point.value is not None})


class Trend(NamedTuple):
    """The series of an indicator; `about` is the thing that was asked for, None for all."""

    indicator: Named
    definition: Text
    about: Named | None
    series: tuple[Series, ...]

    @property
    def things(self) -> tuple[Named, ...]:
        """What the series are about, each once."""
        return tuple(dict.fromkeys(series.thing for series in self.series))


def trend(graph: Graph, indicator: str, about: str | None = None) -> Trend:
    """The series of an indicator, of one thing or of all.

    indicator, about: names as `kg show` takes them. Raises KgError for a name that nothing bears, or several things,
    and for one that is no indicator.
    """
    asked = indicator_named(graph, indicator)
    found = observations_of(graph, asked)
    thing = thing_named(graph, about, found) if about else None
    if thing:
        # Of an edition of a series of events only its own; of the series those of all its editions.
        found = [
            each._replace(thing=thing if each.about == thing else each.thing)
            for each in found
            if thing in (each.about, each.thing)
        ]
    series = [_series(graph, group) for group in _together(found)]
    days: dict[Named, int] = {}
    for each in series:
        days[each.thing] = max(days.get(each.thing, 0), each.days)
    return Trend(
        indicator=graph.labels.named(asked.value),
        definition=definition_of(graph.store, asked),
        about=graph.labels.named(thing) if thing else None,
        series=tuple(sorted(series, key=lambda each: (-days[each.thing], each.thing.label.en, *_rank(each)))),
    )


def _rank(series: Series) -> tuple[int, str, bool, int, str]:
    """Levels first, the whole before its parts, the longest first."""
    measure = series.measure.iri
    known = _MEASURES.index(measure) if measure in _MEASURES else len(_MEASURES)
    return known, series.unit.label.en, bool(series.part.en), -series.days, series.part.en


def _together(found: Iterable[Observation]) -> list[list[Observation]]:
    """The figures of each series; the curators' word that two are the same or comparable goes before other parts."""
    key_of: dict[str, _Key] = {}
    groups: dict[_Key, list[Observation]] = {}
    for each in found:
        key_of[each.figure.iri] = key = (each.unit, each.measure, each.thing, each.limits)
        groups.setdefault(key, []).append(each)
    ties = [(each, other) for group in groups.values() for each in group for other in each.comparable]
    ties += [(each, other) for group in groups.values() for each in group for other in each.restates]
    for each, other in ties:
        one, two = key_of[each.figure.iri], key_of.get(other)
        # Different units never stand on one axis, and what is printed again of another thing is told of both.
        alike = two and one[:2] == two[:2] and (one[2] == two[2] or other in each.comparable)
        if two and alike and one != two:
            for moved in groups.pop(two):
                key_of[moved.figure.iri] = one
                groups[one].append(moved)
    return list(groups.values())


def _series(graph: Graph, group: Sequence[Observation]) -> Series:
    labels = graph.labels
    ordered = sorted(group, key=lambda each: (each.day or date.max, each.figure.iri))
    first_print = _first_prints(ordered)
    again: dict[str, list[Figure]] = {}
    for each in ordered:
        if first_print[each.figure.iri] != each.figure.iri:
            again.setdefault(first_print[each.figure.iri], []).append(each.figure)
    shown = [each for each in ordered if first_print[each.figure.iri] == each.figure.iri]
    comparable = {
        frozenset((first_print[each.figure.iri], first_print[other]))
        for each in ordered
        for other in each.comparable
        if other in first_print
    }
    places = {each.figure.iri: each.target if each.day and each.value is not None else None for each in shown}
    return Series(
        thing=_named(labels, ordered[0].thing),
        part=_part(labels, ordered),
        measure=_named(labels, ordered[0].measure),
        unit=_named(labels, ordered[0].unit),
        points=tuple(_point(graph, each, tuple(again.get(each.figure.iri, ()))) for each in shown),
        comparisons=comparisons(graph.store, labels, places, comparable),
    )


def _first_prints(group: Sequence[Observation]) -> dict[str, str]:
    """Figure → the figure of the same series that it restates in the end, itself where there is none."""
    restated = {each.figure.iri: [iri for iri in each.restates if iri != each.figure.iri] for each in group}
    same: dict[str, set[str]] = {iri: {iri} for iri in restated}
    for iri, others in restated.items():
        for other in others:
            if other in same:
                together = same[iri] | same[other]
                same.update(dict.fromkeys(together, together))
    # The one that restates no other; where all do, in a circle, any one of them.
    return {iri: min(each, key=lambda one: (bool(set(restated[one]) & each), one)) for iri, each in same.items()}


def _point(graph: Graph, each: Observation, again: tuple[Figure, ...]) -> Point:
    figures = (each.figure, *again)
    doubts = [
        doubt for figure in figures for doubt in doubts_on(graph.store, graph.labels, figure.iri, figure.passages)
    ]
    return Point(
        figure=each.figure,
        of=_named(graph.labels, each.about),
        day=each.day,
        value=each.value,
        qualifier=_named(graph.labels, "" if each.qualifier == _EXACT else each.qualifier),
        target=each.target,
        temporality=_named(graph.labels, each.temporality),
        again=again,
        doubts=tuple(dict.fromkeys(doubts)),
    )


def _part(labels: Labels, group: Sequence[Observation]) -> Text:
    """What narrows the figures of a series, in words."""
    found = list(dict.fromkeys(limit for each in group for limit in each.limits))
    return listed((_words(labels, name, values) for name, values in found), SEMICOLON)


def _words(labels: Labels, name: str, values: tuple[str, ...]) -> Text:
    """A breakdown is called by its own name, anything else with its property."""
    if not values:
        return _PART_OF_TOTAL
    found = listed(_label(labels, value) for value in values)
    if name == "slice":
        return found
    property_ = labels.of(KG + name)
    return Text(f"{property_.zh}：{found.zh}", f"{property_.en}: {found.en}")


def _label(labels: Labels, value: str) -> Text:
    return labels.of(value) if value.startswith(ID) else Text(value, value)


def _named(labels: Labels, iri: str) -> Named:
    return labels.named(iri) if iri else Named("", Text("", ""))

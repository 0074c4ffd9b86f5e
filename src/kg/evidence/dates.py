"""Dates: what held on a day, as far as the reports date it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date

import pyoxigraph as ox

from kg.namespaces import GRAPH, ID, KG, RDF, REPORT
from kg.passages import passage_of
from kg.storage.store import INFERRED, REPORTS, materialize

_BEGINS = tuple(
    ox.NamedNode(KG + name) for name in ("foundedOn", "launchedOn", "unveiledOn", "issuedOn", "signedOn", "startDate")
)
_MILESTONE = ox.NamedNode(KG + "milestone")
_FIRST_STEPS = {
    ox.NamedNode(ID + "ms-" + name)
    for name in ("founded", "launched", "unveiled", "issued", "signed", "construction-started")
}
_RDF_TYPE, _EVENT = ox.NamedNode(RDF + "type"), ox.NamedNode(KG + "Event")
_ENDS = ox.NamedNode(KG + "endDate")
_COUNTED_TO = ox.NamedNode(KG + "refEnd")
_YEAR = ox.NamedNode(KG + "year")
_STATED = (ox.NamedNode(KG + "subject"), ox.NamedNode(KG + "object"))
_READINGS = ox.NamedNode(GRAPH + "readings")


def store_as_of(store: ox.Store, day: date) -> ox.Store:
    """What a store says of the things that were there on a day, and what follows from that.

    Not there yet is a thing whose every stated beginning (founded, launched, unveiled, issued, signed, started) is
    later, or, where no day is stated, one whose first step a later year's report tells, and no report before it names
    the thing; and a figure that counts beyond the day. Not there any more is a thing whose stated end is earlier, and
    an event that began earlier, if no end is stated; an event of no stated day was there on none that is known.
    Nothing is said of them, nor of the steps that the reports of later years tell. What else has no dates is taken to
    have been there.
    """
    years = _years_of_passages(store)
    gone = _absent_on(store, day, years)
    gone |= {
        remark.subject
        for part in _STATED
        for remark in store.quads_for_pattern(None, part, None, _READINGS)
        if remark.object in gone
    }
    kept = ox.Store()
    for graph in store.named_graphs():
        if graph == INFERRED:
            continue
        tells_later_steps = years.get(graph, day.year) > day.year
        quads = store.quads_for_pattern(None, None, None, graph)
        left = (quad for quad in quads if quad.subject not in gone and quad.object not in gone)
        # That a graph is a passage, the loader states anew of those of which something is left.
        kept.extend(
            quad
            for quad in left
            if (graph != REPORTS or not passage_of(str(quad.subject)[1:-1]))
            and not (tells_later_steps and quad.predicate == _MILESTONE)
        )
    materialize(kept)
    return kept


def _absent_on(store: ox.Store, day: date, years: Mapping[object, int]) -> set[object]:
    begun: dict[object, date] = {}
    for relation in _BEGINS:
        for thing, when in _dates(store, relation):
            begun[thing] = min(when, begun.get(thing, when))
    ended: dict[object, date] = {}
    for thing, when in _dates(store, _ENDS):
        ended[thing] = max(when, ended.get(thing, when))
    events = {quad.subject for quad in store.quads_for_pattern(None, _RDF_TYPE, _EVENT, ox.DefaultGraph())}
    absent: set[object] = {event for event in events if event not in begun and event not in ended}
    for event in begun.keys() & events:
        ended.setdefault(event, begun[event])
    for thing, year in _years_of_first_steps(store, years).items():
        begun.setdefault(thing, date(year, 1, 1))
    absent |= {thing for thing, when in begun.items() if when > day}
    absent |= {thing for thing, when in ended.items() if when < day}
    return absent | {figure for figure, when in _dates(store, _COUNTED_TO) if when > day}


def _years_of_first_steps(store: ox.Store, years: Mapping[object, int]) -> dict[object, int]:
    """The year of the report that tells the first step of a thing, where no earlier report names the thing."""
    told: dict[object, int] = {}
    for step in store.quads_for_pattern(None, _MILESTONE, None):
        if step.object in _FIRST_STEPS and step.graph_name in years:
            year = years[step.graph_name]
            told[step.subject] = min(year, told.get(step.subject, year))
    return {
        thing: year
        for thing, year in told.items()
        if not any(years.get(quad.graph_name, year) < year for quad in _naming(store, thing))
    }


def _naming(store: ox.Store, thing: object) -> Iterator[ox.Quad]:
    """The quads that speak of a thing."""
    assert isinstance(thing, ox.NamedNode)
    yield from store.quads_for_pattern(thing, None, None)
    yield from store.quads_for_pattern(None, None, thing)


def _years_of_passages(store: ox.Store) -> dict[object, int]:
    """Passage → the year of its report."""
    years = {
        quad.subject.value.removeprefix(REPORT): int(quad.object.value)
        for quad in store.quads_for_pattern(None, _YEAR, None, ox.DefaultGraph())
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.Literal)
    }
    passages = ((graph, passage_of(graph.value)) for graph in store.named_graphs())
    return {graph: years[passage.report] for graph, passage in passages if passage and passage.report in years}


def _dates(store: ox.Store, relation: ox.NamedNode) -> Iterator[tuple[object, date]]:
    for quad in store.quads_for_pattern(None, relation, None, ox.DefaultGraph()):
        with suppress(AttributeError, ValueError):  # what is no date, the shapes refuse
            yield quad.subject, date.fromisoformat(quad.object.value)  # type: ignore[union-attr]

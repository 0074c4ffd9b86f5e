"""Dates: what held on a day, as far as the reports date it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import date

import pyoxigraph as ox

from kg.namespaces import GRAPH, KG, RDF
from kg.passages import passage_of
from kg.storage.store import INFERRED, REPORTS, materialize

_BEGINS = tuple(
    ox.NamedNode(KG + name) for name in ("foundedOn", "launchedOn", "unveiledOn", "issuedOn", "signedOn", "startDate")
)
_RDF_TYPE, _EVENT = ox.NamedNode(RDF + "type"), ox.NamedNode(KG + "Event")
_ENDS = ox.NamedNode(KG + "endDate")
_COUNTED_TO = ox.NamedNode(KG + "refEnd")
_STATED = (ox.NamedNode(KG + "subject"), ox.NamedNode(KG + "object"))
_READINGS = ox.NamedNode(GRAPH + "readings")


def store_as_of(store: ox.Store, day: date) -> ox.Store:
    """What a store says of the things that were there on a day, and what follows from that.

    Not there yet is a thing whose every stated beginning (founded, launched, unveiled, issued, signed, started) is
    later, and a figure that counts beyond the day; not there any more, a thing whose stated end is earlier, and an
    event that began earlier, if no end is stated. Nothing is said of them. What has no dates is taken to have been
    there.
    """
    gone = _absent_on(store, day)
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
        quads = store.quads_for_pattern(None, None, None, graph)
        left = (quad for quad in quads if quad.subject not in gone and quad.object not in gone)
        # That a graph is a passage, the loader states anew of those of which something is left.
        kept.extend(quad for quad in left if graph != REPORTS or not passage_of(str(quad.subject)[1:-1]))
    materialize(kept)
    return kept


def _absent_on(store: ox.Store, day: date) -> set[object]:
    begun: dict[object, date] = {}
    for relation in _BEGINS:
        for thing, when in _dates(store, relation):
            begun[thing] = min(when, begun.get(thing, when))
    ended: dict[object, date] = {}
    for thing, when in _dates(store, _ENDS):
        ended[thing] = max(when, ended.get(thing, when))
    for event in store.quads_for_pattern(None, _RDF_TYPE, _EVENT, ox.DefaultGraph()):
        if event.subject in begun:
            ended.setdefault(event.subject, begun[event.subject])
    absent = {thing for thing, when in begun.items() if when > day}
    absent |= {thing for thing, when in ended.items() if when < day}
    return absent | {figure for figure, when in _dates(store, _COUNTED_TO) if when > day}


def _dates(store: ox.Store, relation: ox.NamedNode) -> Iterator[tuple[object, date]]:
    for quad in store.quads_for_pattern(None, relation, None, ox.DefaultGraph()):
        with suppress(AttributeError, ValueError):  # what is no date, the shapes refuse
            yield quad.subject, date.fromisoformat(quad.object.value)  # type: ignore[union-attr]

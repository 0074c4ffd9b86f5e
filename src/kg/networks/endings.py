"""Endings: a thing in, where a report says that it has ended out."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from kg.evidence.statements import statements
from kg.language import Text
from kg.namespaces import ID, KG
from kg.passages import Passage

if TYPE_CHECKING:
    from kg.graph import Graph

_END_DATE, _STAGE, _ENDED = ox.NamedNode(KG + "endDate"), ox.NamedNode(KG + "stage"), ox.NamedNode(ID + "st-ended")


class End(NamedTuple):
    """What a report says of an end: the day, or the stage of what has ended."""

    said: Text
    passages: tuple[Passage, ...]


def ends_of(graph: Graph, thing: str, year: str) -> tuple[End, ...]:
    """Where it is said that a thing ended by the end of a year: by a day, or by its stage in a report up to then."""
    node = ox.NamedNode(thing)
    days = [
        End(Text(each.object.value, each.object.value), each.passages)
        for each in statements(graph.store, node, _END_DATE)
        if each.object.value[:4] <= year
    ]
    stages = [
        End(graph.labels.of(_ENDED.value), passages)
        for each in statements(graph.store, node, _STAGE, _ENDED)
        if (passages := tuple(passage for passage in each.passages if passage.report <= year))
    ]
    return (*days, *stages)

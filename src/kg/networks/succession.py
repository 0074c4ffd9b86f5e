"""Succession: a thing in, those that stand in its place in another report out."""

from __future__ import annotations

from typing import NamedTuple

import pyoxigraph as ox

from kg.evidence.statements import statements
from kg.language import Text
from kg.namespaces import KG
from kg.passages import Passage

_EDITION_OF, _SUCCEEDS = ox.NamedNode(KG + "editionOf"), ox.NamedNode(KG + "succeeds")
_ANOTHER_EDITION = Text("同一系列的另一届", "another edition")
_SUCCEEDED_BY, _SUCCESSOR_OF = Text("由其接替", "succeeded by"), Text("接替", "succeeds")


class Relief(NamedTuple):
    """One thing in the place of another: how, and where that is said; nothing needs to say that editions follow."""

    how: Text
    is_edition: bool
    passages: tuple[Passage, ...] = ()


class Successions:
    """The editions of series, and what succeeds what, from the merge of a store."""

    def __init__(self, store: ox.Store) -> None:
        self._series: dict[str, str] = {}
        self._editions: dict[str, set[str]] = {}
        for quad in store.quads_for_pattern(None, _EDITION_OF, None, ox.DefaultGraph()):
            if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode):
                self._series[quad.subject.value] = quad.object.value
                self._editions.setdefault(quad.object.value, set()).add(quad.subject.value)
        self._later: dict[str, dict[str, tuple[Passage, ...]]] = {}
        self._earlier: dict[str, dict[str, tuple[Passage, ...]]] = {}
        for each in statements(store, None, _SUCCEEDS):
            if isinstance(each.object, ox.NamedNode):
                self._later.setdefault(each.object.value, {})[each.subject.value] = each.passages
                self._earlier.setdefault(each.subject.value, {})[each.object.value] = each.passages

    def of(self, thing: str) -> dict[str, Relief]:
        """The things that stand in the place of this one: other editions, what succeeds it, what it succeeds."""
        editions = self._editions.get(self._series.get(thing, ""), set()) - {thing}
        found = {edition: Relief(_ANOTHER_EDITION, is_edition=True) for edition in editions}
        for steps, how in ((self._later, _SUCCEEDED_BY), (self._earlier, _SUCCESSOR_OF)):
            for other, passages in _followed(steps, thing).items():
                found[other] = Relief(how, is_edition=False, passages=passages)
        return found


def _followed(steps: dict[str, dict[str, tuple[Passage, ...]]], thing: str) -> dict[str, tuple[Passage, ...]]:
    """What can be reached step by step, each with the passages of all steps to it."""
    reached: dict[str, tuple[Passage, ...]] = {thing: ()}
    for place in (waiting := [thing]):  # grows while it is walked
        for other, passages in steps.get(place, {}).items():
            if other not in reached:
                reached[other] = tuple(sorted({*reached[place], *passages}))
                waiting.append(other)
    del reached[thing]
    return reached

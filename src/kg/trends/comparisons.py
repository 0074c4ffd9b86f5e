"""Comparisons: which figures of a series are comparable and why, and which of them a line joins."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from itertools import combinations
from typing import NamedTuple

import pyoxigraph as ox

from kg.language import Text
from kg.namespaces import KG
from kg.naming.labels import Labels
from kg.trends.doubts import Doubt, comment_of, doubts_on_pair, remarks_on_pair, words_of

_CONFIDENCE = ox.NamedNode(KG + "confidence")


class Comparison(NamedTuple):
    """Two figures whose basis agrees, by their IRIs.

    why, confidence: what the curators say of it. drawn: a line joins the two; none does where a third one between them
    is comparable with both, or where one is observed and the other a target. doubts: the open ones on the pair.
    """

    earlier: str
    later: str
    why: Text
    confidence: Text
    drawn: bool
    doubts: tuple[Doubt, ...]


def comparisons(
    store: ox.Store, labels: Labels, figures: Mapping[str, bool | None], comparable: Collection[frozenset[str]]
) -> tuple[Comparison, ...]:
    """The comparisons of a series.

    figures: its IRIs in the order of their days, each with whether it is a target; None where it has no place in a
    chart. comparable: the pairs.
    """
    pairs = [pair for pair in combinations(figures, 2) if frozenset(pair) in comparable]
    return tuple(_comparison(store, labels, *pair, drawn=_is_drawn(pair, figures, comparable)) for pair in pairs)


def _is_drawn(
    pair: tuple[str, str], figures: Mapping[str, bool | None], comparable: Collection[frozenset[str]]
) -> bool:
    earlier, later = pair
    ordered = list(figures)
    alike = [each for each in ordered if figures[each] is not None and figures[each] == figures[earlier]]
    between = set(ordered[ordered.index(earlier) : ordered.index(later)]).intersection(alike)
    return {earlier, later}.issubset(alike) and not any(
        frozenset((earlier, each)) in comparable and frozenset((each, later)) in comparable for each in between
    )


def _comparison(store: ox.Store, labels: Labels, earlier: str, later: str, *, drawn: bool) -> Comparison:
    doubts = doubts_on_pair(store, labels, earlier, later)
    doubted = {doubt.comment for doubt in doubts}
    said = next((said for said in remarks_on_pair(store, earlier, later) if comment_of(said) not in doubted), {})
    return Comparison(earlier, later, comment_of(said), words_of(labels, said, _CONFIDENCE), drawn, doubts)

"""Provenance as data: the triples that matched, and the witnesses of a row that are made of them.

It is why-provenance (Buneman, Khanna and Tan, ICDT 2001): sets of triples each of which suffices for the row.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import pyoxigraph as ox

from kg.querying.answers import Term


class MatchedTriple(NamedTuple):
    """A triple that matched, and the graph where it was asked to stand, if it was."""

    subject: Term
    predicate: Term
    object: Term
    graph: ox.NamedNode | ox.BlankNode | None


class Witness(NamedTuple):
    """What suffices for a row: all of `triples`, and of each of `choices` any one witness.

    Choices are what an EXISTS and the rows of a sub-select rest on. absence: whether the row rests also, by the pattern
    itself, on something that is not there, which no triple can show.
    """

    triples: tuple[MatchedTriple, ...]
    choices: tuple[tuple[Witness, ...], ...] = ()
    absence: bool = False

    @property
    def rests_on_absence(self) -> bool:
        """Whether that is so by the pattern, or by every witness of a choice."""
        return self.absence or any(all(each.rests_on_absence for each in choice) for choice in self.choices)

    def lineage(self) -> Iterator[MatchedTriple]:
        """All triples that it speaks of."""
        yield from self.triples
        for choice in self.choices:
            for witness in choice:
                yield from witness.lineage()

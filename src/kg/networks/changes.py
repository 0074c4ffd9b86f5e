"""Changes: what a comparison of two reports finds, as plain data (`kg.networks.comparison` makes it)."""

from __future__ import annotations

from typing import NamedTuple

from kg.language import Text
from kg.naming.labels import Named
from kg.networks.endings import End
from kg.networks.figure_changes import FigureChange
from kg.passages import Passage


class Topic(NamedTuple):
    """A topic on which both reports have a section: how many passages and things these hold."""

    topic: Named
    earlier_passages: int
    earlier_things: int
    later_passages: int
    later_things: int


class Uncompared(NamedTuple):
    """A section that is not compared: how many passages it holds, and how many things the report names only there."""

    section: Named
    passages: int
    things: int


class Part(NamedTuple):
    """What of a report is compared: so many passages, which name so many things; and what is not.

    uncompared_things: those that the report names, but not in the sections compared. Only things asked for are counted;
    network: how many things the sections compared name in all, on which centralities rest.
    """

    report: str
    passages: int
    things: int
    network: int
    uncompared: tuple[Uncompared, ...]
    uncompared_things: int


class Mention(NamedTuple):
    """A thing that a report names in the sections compared.

    class_: the one of the counted classes that it is of; kind: its own class. topics: of the sections that name it, the
    inner ones where sections are nested. others: the years of further reports that name it. described: no report prints
    a name for it: that two reports describe the same is the curators' judgement.
    """

    thing: Named
    class_: Named
    kind: Text
    described: bool
    topics: tuple[Named, ...]
    passages: tuple[Passage, ...]
    others: tuple[str, ...]


class Gone(NamedTuple):
    """What the later report does not name; `ends`: where it is said to have ended by then."""

    named: Mention
    ends: tuple[End, ...]


class Kept(NamedTuple):
    """What both reports name in the sections compared.

    neighbours: the things that a statement in those sections ties it to, in each report. centrality: their share of all
    other things that are named there (degree centrality: L. C. Freeman, Social Networks 1, 215, 1979). names: what the
    two print, where that is not the same; else empty.
    """

    earlier: Mention
    later: Mention
    earlier_neighbours: tuple[Named, ...]
    later_neighbours: tuple[Named, ...]
    earlier_centrality: float
    later_centrality: float
    earlier_names: tuple[str, ...]
    later_names: tuple[str, ...]


class Continued(NamedTuple):
    """Two things in the sections compared, the later in the place of the earlier: how, and where that is said."""

    earlier: Mention
    later: Mention
    how: Text
    passages: tuple[Passage, ...]


class Elsewhere(NamedTuple):
    """What the sections compared of one report name, and of the other report only other sections: `passages`."""

    named: Mention
    passages: tuple[Passage, ...]


class Changes(NamedTuple):
    """Two reports, as far as they can be compared.

    new: what the earlier report names nowhere. gone: what the later names nowhere. kept: what both name, that whose
    centrality grew most first. later_elsewhere: what the later names only in sections that are not compared,
    earlier_elsewhere likewise. figures_apart: pairs of comparable figures outside of the sections compared.
    """

    earlier: Part
    later: Part
    topics: tuple[Topic, ...]
    new: tuple[Mention, ...]
    gone: tuple[Gone, ...]
    kept: tuple[Kept, ...]
    continued: tuple[Continued, ...]
    later_elsewhere: tuple[Elsewhere, ...]
    earlier_elsewhere: tuple[Elsewhere, ...]
    figures: tuple[FigureChange, ...]
    figures_apart: int

    @property
    def renamed(self) -> tuple[Kept, ...]:
        """Of what both name, that for which they print other names."""
        return tuple(each for each in self.kept if each.earlier_names)

"""The sides of a comparison: what a report says in the sections that are compared, and what elsewhere."""

from __future__ import annotations

from collections.abc import Iterable

from kg.evidence.sections import Section
from kg.networks.mentions import Said, places_of
from kg.passages import Passage


class Side:
    """What one report says.

    inside: the passages of the sections compared. things: what they name, where: what any passage names, each thing
    with its passages. neighbours: thing → those that a statement inside ties it to.
    """

    def __init__(
        self, report: str, said: dict[Passage, Said], sections: list[Section], compared: list[Section]
    ) -> None:
        self.report = report
        self.said = {passage: each for passage, each in said.items() if passage.report == report}
        self.sections = sections
        self.compared = list(dict.fromkeys(compared))  # one with two topics stands there twice
        self.inside = {passage for section in compared for passage in section.passages}
        self.where = places_of(self.said)
        self.things = {thing: at & self.inside for thing, at in self.where.items() if not at.isdisjoint(self.inside)}
        self.neighbours: dict[str, set[str]] = {}
        for one, other in (tie for passage in self.inside for tie in self.said[passage].ties):
            self.neighbours.setdefault(one, set()).add(other)
            self.neighbours.setdefault(other, set()).add(one)

    def named_in(self, passages: Iterable[Passage]) -> set[str]:
        """The things that some passages name."""
        return set().union(*(self.said[passage].things for passage in passages))

    def figures(self, *, inside: bool) -> set[str]:
        """The observations whose figures it prints."""
        return {figure for passage in (self.inside if inside else self.said) for figure in self.said[passage].figures}

    def printed_with(self, thing: str) -> list[dict[str, list[str]]]:
        """The names printed in each passage inside that names a thing."""
        return [self.said[passage].printed for passage in self.things[thing]]

    def centrality(self, thing: str) -> float:
        """The share of the other things inside to which one is tied."""
        return len(self.neighbours.get(thing, ())) / max(len(self.things) - 1, 1)

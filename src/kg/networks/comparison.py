"""Comparison: two reports in, what the comparable sections of the one name and those of the other do not out.

The reports print other chapters each year, so that absence is no evidence. Sections are held against each other only
where they have the same topic, and a thing is new, or not named again, only if the other report names it nowhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.errors import KgError
from kg.evidence.reports import check_stated
from kg.evidence.sections import Counterparts, counterparts, innermost, sections_of
from kg.evidence.statements import things_of
from kg.language import Text
from kg.namespaces import KG
from kg.naming.labels import Named
from kg.naming.vocabulary import kind_of
from kg.networks.changes import Changes, Continued, Elsewhere, Gone, Kept, Mention, Part, Topic, Uncompared
from kg.networks.endings import ends_of
from kg.networks.figure_changes import figure_changes
from kg.networks.mentions import COUNTED, check_countable, classes_of_things, places_of, said_by_passages
from kg.networks.renaming import other_names
from kg.networks.sides import Side
from kg.networks.succession import Relief, Successions
from kg.passages import Passage

if TYPE_CHECKING:
    from kg.graph import Graph

_DESCRIBED_ONLY = ox.NamedNode(KG + "describedOnly")


def changes(graph: Graph, earlier: str, later: str, classes: Sequence[str] = ()) -> Changes:
    """What changed from one report to the other (years), as far as their sections are comparable.

    classes: IRIs: only things of these classes and of those below them; else of all that `COUNTED` names. `topics` is
    empty where no section of the one has a counterpart in the other. Raises KgError for one report given twice, for one
    that the graph does not describe or of which it states nothing, and for what is no class of things.
    """
    if earlier == later:
        raise KgError(
            Text(
                f"要比较的须是两份不同的报告，而不是 {earlier} 年与其自身",
                f"compare two different reports, not that of {earlier} with itself",
            )
        )
    for report in (earlier, later):
        check_stated(graph.store, report)
    check_countable(graph.store, graph.labels, classes)
    return _Comparison(graph, earlier, later, classes).changes()


class _Comparison:
    def __init__(self, graph: Graph, earlier: str, later: str, classes: Sequence[str]) -> None:
        self._graph = graph
        self._named = graph.labels.named
        self._class_of = classes_of_things(graph.store, classes)
        self._asked = frozenset[str]().union(*(things_of(graph.store, each) for each in classes)) if classes else None
        self._order = {class_: place for place, class_ in enumerate((*COUNTED, *classes))}
        self._said = said_by_passages(graph.store, self._class_of)
        self._where = places_of(self._said)
        divided = [
            [section._replace(passages=section.passages.intersection(self._said)) for section in sections]
            for sections in (sections_of(graph.store, report) for report in (earlier, later))
        ]
        self._counterparts = counterparts(*divided)
        compared = (
            [section for each in self._counterparts for section in each.earlier],
            [section for each in self._counterparts for section in each.later],
        )
        self._earlier = Side(earlier, self._said, divided[0], compared[0])
        self._later = Side(later, self._said, divided[1], compared[1])
        self._successions = Successions(graph.store)
        described = graph.store.quads_for_pattern(None, _DESCRIBED_ONLY, None, ox.DefaultGraph())
        self._described = {quad.subject.value for quad in described if isinstance(quad.subject, ox.NamedNode)}

    def changes(self) -> Changes:
        earlier, later = self._earlier, self._later
        gone, later_elsewhere = self._without_counterpart(earlier, later)
        new, earlier_elsewhere = self._without_counterpart(later, earlier)
        inside, anywhere = (
            figure_changes(
                self._graph, earlier.figures(inside=inside), later.figures(inside=inside), self._is_asked_for
            )
            for inside in (True, False)
        )
        return Changes(
            earlier=self._part(earlier),
            later=self._part(later),
            topics=tuple(map(self._topic, self._counterparts)),
            new=tuple(self._mentions(later, new)),
            gone=tuple(
                Gone(each, ends_of(self._graph, each.thing.iri, later.report)) for each in self._mentions(earlier, gone)
            ),
            kept=self._all_kept(),
            continued=tuple(self._continued()),
            later_elsewhere=tuple(self._elsewhere(earlier, later, later_elsewhere)),
            earlier_elsewhere=tuple(self._elsewhere(later, earlier, earlier_elsewhere)),
            figures=tuple(inside),
            figures_apart=len(anywhere) - len(inside),
        )

    def _without_counterpart(self, side: Side, other: Side) -> tuple[set[str], set[str]]:
        """Of the things of one side, those without a counterpart in the other: nowhere, and elsewhere only."""
        nowhere: set[str] = set()
        elsewhere: set[str] = set()
        for thing in side.things.keys() - other.things.keys():
            reliefs = self._reliefs(thing, side, other)
            if reliefs.keys() & other.things.keys():
                continue
            (elsewhere if thing in other.where or reliefs else nowhere).add(thing)
        return nowhere, elsewhere

    def _reliefs(self, thing: str, side: Side, other: Side) -> dict[str, Relief]:
        """What the other report names in place of a thing: of other editions those that this report does not name."""
        return {
            relief: how
            for relief, how in self._successions.of(thing).items()
            if relief in other.where and not (how.is_edition and (relief in side.where or thing in other.where))
        }

    def _continued(self) -> Iterator[Continued]:
        for thing in self._mentions(self._earlier, self._earlier.things):
            reliefs = self._reliefs(thing.thing.iri, self._earlier, self._later)
            for relief in self._mentions(self._later, reliefs.keys() & self._later.things.keys()):
                how = reliefs[relief.thing.iri]
                yield Continued(thing, relief, how.how, how.passages)

    def _all_kept(self) -> tuple[Kept, ...]:
        named = self._mentions(self._earlier, self._earlier.things.keys() & self._later.things.keys())
        return tuple(sorted(map(self._kept, named), key=lambda each: each.earlier_centrality - each.later_centrality))

    def _kept(self, earlier: Mention) -> Kept:
        thing = earlier.thing.iri
        (later,) = self._mentions(self._later, {thing})
        earlier_names, later_names = other_names(
            self._graph.store, thing, self._earlier.printed_with(thing), self._later.printed_with(thing)
        )
        return Kept(
            earlier=earlier,
            later=later,
            earlier_neighbours=self._neighbours(self._earlier, thing),
            later_neighbours=self._neighbours(self._later, thing),
            earlier_centrality=self._earlier.centrality(thing),
            later_centrality=self._later.centrality(thing),
            earlier_names=earlier_names,
            later_names=later_names,
        )

    def _neighbours(self, side: Side, thing: str) -> tuple[Named, ...]:
        return tuple(map(self._named, sorted(side.neighbours.get(thing, ()))))

    def _elsewhere(self, side: Side, other: Side, things: Set[str]) -> Iterator[Elsewhere]:
        for each in self._mentions(side, things):
            named = {each.thing.iri, *self._reliefs(each.thing.iri, side, other)}
            passages = {passage for thing in named for passage in other.where.get(thing, ())}
            yield Elsewhere(each, tuple(sorted(passages)))

    def _mentions(self, side: Side, things: Iterable[str]) -> list[Mention]:
        """What a side says of things, those not asked for left out; class by class, in reading order."""
        found = [self._mention(side, thing) for thing in things if self._is_asked_for(thing)]
        return sorted(found, key=lambda each: (self._order[each.class_.iri], each.passages, each.thing.iri))

    def _mention(self, side: Side, thing: str) -> Mention:
        passages = sorted(side.things[thing])
        inner = [section for passage in passages for section in innermost(side.compared, passage)]
        known = {each.topic for each in self._counterparts}
        topics = dict.fromkeys(topic for section in inner for topic in sorted(section.topics & known))
        reports = {passage.report for passage in self._where[thing]}
        return Mention(
            self._named(thing),
            self._named(self._class_of[thing]),
            kind_of(self._graph.store, self._graph.labels, ox.NamedNode(thing)),
            thing in self._described,
            tuple(map(self._named, topics)),
            tuple(passages),
            tuple(sorted(reports - {self._earlier.report, self._later.report})),
        )

    def _part(self, side: Side) -> Part:
        held: dict[str, set[Passage]] = {}
        for passage in side.said.keys() - side.inside:
            for section in innermost(side.sections, passage):
                held.setdefault(section.iri, set()).add(passage)
        inside = side.things.keys()
        uncompared = [
            Uncompared(self._named(section), len(at), self._count(side.named_in(at) - inside))
            for section, at in sorted(held.items(), key=lambda each: (min(each[1]), each[0]))
        ]
        outside = self._count(side.where.keys() - inside)
        return Part(side.report, len(side.inside), self._count(inside), len(inside), tuple(uncompared), outside)

    def _topic(self, each: Counterparts) -> Topic:
        counts = []
        for side, sections in ((self._earlier, each.earlier), (self._later, each.later)):
            passages = {passage for section in sections for passage in section.passages}
            counts += [len(passages), self._count(side.named_in(passages))]
        return Topic(self._named(each.topic), *counts)

    def _count(self, things: Set[str]) -> int:
        return sum(map(self._is_asked_for, things))

    def _is_asked_for(self, thing: str) -> bool:
        return self._asked is None or thing in self._asked

"""Mutations of the data: a statement is changed as a slip would change it, and the checks should notice.

Mutations are drawn with a fixed seed, 200 of each kind where the data have so many. `make mutations` prints for each
kind how many are noticed, and the survivors of those that the evidence check is there for.
"""

from __future__ import annotations

import os
import random
import re
import sys
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from itertools import accumulate, combinations
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox

from kg.evidence.sources import ReportText, read_sources
from kg.graph import Graph, load
from kg.namespaces import GRAPH, KG
from kg.passages import Passage
from kg.storage.store import load_store, materialize
from kg.validation.evidence import Witness
from kg.validation.knowledge import SHANGHAI, Fact, Knowledge
from kg.validation.printed_text import fold
from kg.validation.shapes import judge_shapes

MOST = 200  # mutations of one kind
HEADER = f"{'kind':<18}{'drawn':>6}{'noticed':>9}{'share':>8}"
_ROW = "{kind:<18}{drawn:>6}{noticed:>9}{share:>8.1%}"


class Mutation(NamedTuple):
    """A passage with other statements, or statements with another passage; `changed` are those that are new."""

    passage: Passage
    said: list[Fact]
    changed: list[Fact]


class Inspector:
    """The statements of the project, the texts, and what a check notices."""

    def __init__(self, graph: Graph, sources: Path) -> None:
        self.project = graph.project
        self.store = load_store(graph.project, infer=False)
        self.knowledge = Knowledge(self.store)
        self.texts: dict[str, ReportText] = read_sources(self.store, str(sources))
        self.passages = [(passage, said) for passage, said in self.knowledge.passages if passage.report in self.texts]
        self.printed = {  # the lines that are not blank
            year: {number for number, line in enumerate(text.lines, 1) if line.strip()}
            for year, text in self.texts.items()
        }
        self._before = {passage: self._rules(passage, said) for passage, said in self.passages}

    def notices(self, mutation: Mutation) -> bool:
        """Whether the evidence check finds anything that it does not find in the passage as it stands."""
        return bool(self._rules(mutation.passage, mutation.said) - self._before.get(mutation.passage, set()))

    def _rules(self, passage: Passage, said: list[Fact]) -> set[tuple[str, ...]]:
        witness = Witness(self.knowledge, self.texts[passage.report], passage, said)
        return {(finding.source, finding.focus, finding.path, finding.value) for finding in witness.findings()}

    def noticed_by_shapes(self, mutations: list[Mutation]) -> set[Fact]:
        """The changed statements that some shape refuses, all of them judged in one go beside those that are there."""
        store = ox.Store()
        store.extend(self.store)
        for fact in {fact for mutation in mutations for fact in mutation.changed}:
            subject, predicate, value = map(ox.NamedNode, fact[:3])
            store.add(ox.Quad(subject, predicate, value, ox.NamedNode(GRAPH + "new")))
        materialize(store, infer=False)
        findings, _ = judge_shapes(store, self.project.shapes_file)
        return {Fact(finding.focus, finding.path, finding.value) for finding in findings if finding.value}

    def figures(self) -> Iterator[tuple[Passage, list[Fact], str, str]]:
        """Every figure: its passage, the statements there, the observation, and how it is printed."""
        for passage, said in self.passages:
            for fact in said:
                if fact.predicate == KG + "asWritten":
                    yield passage, said, fact.subject, fact.object


def changed(said: list[Fact], subject: str, **values: str) -> tuple[list[Fact], list[Fact]]:
    """The statements with other values of some properties of a thing, and which of them are new."""
    new = {KG + name: value for name, value in values.items()}
    result = [
        fact._replace(object=new[fact.predicate]) if fact.subject == subject and fact.predicate in new else fact
        for fact in said
    ]
    return result, [fact for fact in result if fact not in said]


def with_figure(
    inspector: Inspector, passage: Passage, said: list[Fact], subject: str, printed: str, **more: str
) -> Mutation:
    """A figure printed in another way, its value changed with it: only the text can tell."""
    figure = inspector.knowledge.figures.read(printed)
    value = str(figure.value) if figure else "0"
    return Mutation(passage, *changed(said, subject, asWritten=printed, value=value, **more))


def digits_changed(inspector: Inspector) -> Iterator[Mutation]:
    for passage, said, subject, printed in inspector.figures():
        for place in re.finditer(r"\d", printed):
            for digit in set("0123456789") - {place[0]}:
                other = printed[: place.start()] + digit + printed[place.end() :]
                yield with_figure(inspector, passage, said, subject, other)


def digits_dropped(inspector: Inspector) -> Iterator[Mutation]:
    for passage, said, subject, printed in inspector.figures():
        places = list(re.finditer(r"\d", printed))
        for place in places if len(places) > 1 else []:
            yield with_figure(inspector, passage, said, subject, printed[: place.start()] + printed[place.end() :])


def units_changed(inspector: Inspector) -> Iterator[Mutation]:
    cues = [
        (cue, unit)
        for unit, cues in inspector.knowledge.cues.items()
        if inspector.knowledge.is_a(unit, "Unit")
        for cue in cues
    ]
    for passage, said, subject, printed in inspector.figures():
        units = [fact.object for fact in said if fact.subject == subject and fact.predicate == KG + "unit"]
        own = max((cue for cue, unit in cues if unit in units and fold(cue) in fold(printed)), key=len, default="")
        for cue, unit in cues:
            if own and re.search(r"\d", printed) and unit not in units:
                other = fold(printed).replace(fold(own), cue)
                yield with_figure(inspector, passage, said, subject, other, unit=unit)


def values_changed(inspector: Inspector) -> Iterator[Mutation]:
    for passage, said, subject, _ in inspector.figures():
        (value,) = (Decimal(fact.object) for fact in said if fact.subject == subject and fact.predicate == KG + "value")
        for other in (value * 10, value / 10, value + 1, value * 10_000, value * 100_000_000):
            yield Mutation(passage, *changed(said, subject, value=f"{other:f}"))


def passages_shifted(inspector: Inspector) -> Iterator[Mutation]:
    """Each passage moved up and down to other lines that are not blank."""
    for passage, said in inspector.passages:
        text = inspector.texts[passage.report]
        printed = inspector.printed[passage.report]
        for distance in range(-len(text.lines), len(text.lines)):
            runs = tuple((first + distance, last + distance) for first, last in passage.runs)
            inside = runs[0][0] >= 1 and runs[-1][1] <= len(text.lines)
            moved = Passage(passage.report, runs)
            if distance and inside and any(number in printed for number in moved.lines):
                yield Mutation(moved, said, said)


def things_replaced(inspector: Inspector) -> Iterator[Mutation]:
    """The object of a statement replaced by another thing that the passage names as well."""
    for passage, said in inspector.passages:
        named = {end for fact in said if not fact.literal for end in (fact.subject, fact.object)}
        named = {thing for thing in named if inspector.knowledge.bears_names(thing)} - {SHANGHAI}
        for position, fact in enumerate(said):
            if not fact.literal and fact.object in named:
                for other in named - {fact.object, fact.subject}:
                    new = fact._replace(object=other)
                    if new not in said:
                        yield Mutation(passage, [*said[:position], new, *said[position + 1 :]], [new])


def roles_swapped(inspector: Inspector) -> Iterator[Mutation]:
    """The objects of two statements of one thing exchanged."""
    for passage, said in inspector.passages:
        for one, two in combinations([fact for fact in said if not fact.literal], 2):
            if one.subject == two.subject and one.predicate != two.predicate and one.predicate.startswith(KG):
                new = [one._replace(object=two.object), two._replace(object=one.object)]
                kept = [fact for fact in said if fact not in (one, two)]
                both = inspector.knowledge.bears_names(one.object) and inspector.knowledge.bears_names(two.object)
                if both and two.predicate.startswith(KG):
                    yield Mutation(passage, kept + new, new)


def dates_moved(inspector: Inspector) -> Iterator[Mutation]:
    for passage, said in inspector.passages:
        for fact in said:
            if fact.literal and re.fullmatch(r"\d{4}-\d\d-\d\d", fact.object):
                for days in (-365, -30, -1, 1, 30, 365):
                    moved = date.fromisoformat(fact.object) + timedelta(days)
                    name = fact.predicate.removeprefix(KG)
                    yield Mutation(passage, *changed(said, fact.subject, **{name: moved.isoformat()}))


Kind = Callable[[Inspector], Iterator[Mutation]]
FIGURES_AND_LINES: tuple[Kind, ...] = (digits_changed, digits_dropped, units_changed, values_changed, passages_shifted)
"""Slips that the evidence check is there for."""

OF_THINGS: tuple[Kind, ...] = (things_replaced, roles_swapped)
"""Slips that shapes may notice too."""

OTHERS: tuple[Kind, ...] = (*OF_THINGS, dates_moved)
"""Slips that are beyond a check of words, for the most part."""


class Outcome(NamedTuple):
    """What became of the mutations of one kind."""

    kind: str
    drawn: int
    survivors: list[Mutation]

    @property
    def share(self) -> float:
        """The share that was noticed."""
        return 1 - len(self.survivors) / self.drawn

    def __str__(self) -> str:
        return _ROW.format(kind=self.kind, drawn=self.drawn, noticed=self.drawn - len(self.survivors), share=self.share)


def judge(inspector: Inspector) -> dict[Kind, Outcome]:
    """Draws mutations of every kind and judges them; shapes judge all at once, because each time costs seconds."""
    drawn = {kind: draw(inspector, kind) for kind in (*FIGURES_AND_LINES, *OTHERS)}
    refused = inspector.noticed_by_shapes([each for kind in OF_THINGS for each in drawn[kind]])
    found = {}
    for kind, mutations in drawn.items():
        by_shapes = refused if kind in OF_THINGS else set()
        survivors = [each for each in mutations if not inspector.notices(each) and by_shapes.isdisjoint(each.changed)]
        found[kind] = Outcome(kind.__name__.replace("_", " "), len(mutations), survivors)
    return found


def draw(inspector: Inspector, kind: Kind) -> list[Mutation]:
    """Mutations of a kind, the same at each run: they are numbered in the order of their texts.

    Half a million texts would take gigabytes, so they are put in order passage by passage, and only where one is drawn.
    """
    every: dict[str, list[Mutation]] = defaultdict(list)
    for mutation in kind(inspector):
        every[repr(mutation.passage)].append(mutation)
    passages = sorted(every)
    ends = list(accumulate(len(every[passage]) for passage in passages))
    drawn: dict[str, list[int]] = defaultdict(list)
    for number in random.Random(50).sample(range(ends[-1]), min(MOST, ends[-1])):
        place = bisect_right(ends, number)
        drawn[passages[place]].append(number - ends[place])
    ordered = {passage: sorted(every[passage], key=str) for passage in drawn}
    return [ordered[passage][number] for passage, numbers in drawn.items() for number in numbers]


def main() -> None:
    """Prints the table, and the survivors of the slips that should be noticed."""
    folder = os.environ.get("KG_SOURCES")
    if not folder:
        sys.exit("name the folder of the report texts: KG_SOURCES=FOLDER make mutations")
    inspector = Inspector(load(), Path(folder))
    print(HEADER)
    found = judge(inspector)
    print(*found.values(), sep="\n")
    for kind in FIGURES_AND_LINES:
        for mutation in found[kind].survivors:
            changed = [tuple(fact) for fact in mutation.changed][:2]
            print(f"not noticed: {found[kind].kind}, {mutation.passage}: {changed}")


if __name__ == "__main__":
    main()

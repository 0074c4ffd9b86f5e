"""Passages as printed: what is stated in a passage and its lines in, what the lines print of that out."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from kg.evidence.sources import ReportText
from kg.namespaces import KG
from kg.passages import Passage
from kg.validation.knowledge import Fact, Knowledge
from kg.validation.printed_figures import chinese_number
from kg.validation.printed_names import Mention
from kg.validation.printed_text import NUMERALS, PrintedText, fold

# Properties whose values are words of the text, besides those that end in AsWritten.
PRINTED = ("motto", "heldOffice", "contribution", "comparedWith")
_DIGITS_OF_A_YEAR = 4
_EDITIONS = re.compile(rf"第(?:(\d+)|([{NUMERALS}]+))[届次期回]|首[届次]")

Facts = Mapping[str, Sequence[str]]  # property of kg:, without its prefix → values


class PrintedPassage:
    """One passage: what is stated in it (`said`) beside its lines (`text`).

    year: that of the report, which an edition of a series has where none is printed. facts: the statements by thing.
    own_names: the names that the passage itself is said to print for a thing. printed_names: those of all things that
    it prints. Both are folded.
    """

    def __init__(self, knowledge: Knowledge, text: ReportText, passage: Passage, said: Sequence[Fact]) -> None:
        self._knowledge = knowledge
        self.said = said
        self.year = knowledge.years.get(passage.report, 0)
        self.text = PrintedText(text.lines_of(passage))
        facts: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for fact in said:
            facts[fact.subject][fact.predicate.removeprefix(KG)].append(fact.object)
        self.facts: Mapping[str, Facts] = facts
        self.own_names = {
            thing: {fold(name) for name in said_of_it["asNamed"]}
            for thing, said_of_it in facts.items()
            if "asNamed" in said_of_it
        }
        book = knowledge.book.with_names(name for names in self.own_names.values() for name in names)
        self._mentions = book.all_mentions(self.text)
        self.printed_names = {mention.name for mention in self._mentions}

    def things(self) -> set[str]:
        """The things that the statements name."""
        ends = {end for fact in self.said for end in (fact.subject, "" if fact.literal else fact.object)}
        return {end for end in ends if self._knowledge.bears_names(end)}

    def connected(self, thing: str) -> set[str]:
        """What the statements connect a thing with, among what bears names."""
        pairs = ((fact.subject, fact.object) for fact in self.said if not fact.literal)
        others = {second if first == thing else first for first, second in pairs if thing in (first, second)}
        return {other for other in others - {thing} if self._knowledge.bears_names(other)}

    def prints(self, thing: str) -> bool:
        """Whether one of the names of a thing is printed, or that of the series stands for its edition."""
        return bool(self._names_of(thing) & self.printed_names) or self._prints_series_of(thing)

    def printed_words(self, facts: Facts) -> Iterator[tuple[str, str]]:
        """Property and value of what is said to be printed, the figures themselves apart."""
        for name, values in facts.items():
            if (name.endswith("AsWritten") and name != "asWritten") or name in PRINTED:
                yield from ((name, value) for value in values)

    def prints_one_of(self, cues: Sequence[str]) -> bool:
        """Whether one of the cues is printed; where there are none, nothing is asked."""
        return not cues or any(fold(cue) in self.text.text for cue in cues)

    def editions(self, number: str) -> Iterator[tuple[int, int]]:
        """Where an edition number is printed."""
        for match in _EDITIONS.finditer(self.text.text):
            printed = int(match[1]) if match[1] else chinese_number(match[2]) if match[2] else 1
            if str(printed) == number:
                yield match.span()

    def is_whole_figure(self, start: int, end: int) -> bool:
        """Whether no longer run of qualifier, number and unit holds these, unless white space sets them apart."""
        longer = (
            (first, last)
            for first, last, _ in self._knowledge.figures.runs(self.text.text)
            if first <= start and end <= last and (first, last) != (start, end)
        )
        return all(self.text.parted((start, end), run) for run in longer)

    def accounted(self) -> Iterator[tuple[int, int]]:
        """The stretches of `text` that the statements speak of: names of their things, printed words, figures, cues."""
        things = self.things()
        things |= {series for thing in things if (series := self._knowledge.series.get(thing))}
        names = {name for thing in things for name in self._names_of(thing)}
        yield from ((mention.start, mention.end) for mention in self._mentions if mention.name in names)
        for cue in {fold(cue) for fact in self.said for cue in self._knowledge.cues.get(fact.object, ())}:
            yield from self.text.occurrences(cue)
        figures: Counter[str] = Counter()
        for facts in self.facts.values():
            figures.update(map(fold, facts.get("asWritten", ())))
            for _, words in self.printed_words(facts):
                yield from self.text.occurrences(fold(words))
            for number in facts.get("editionNumber", ()):
                yield from self.editions(number)
        for printed, times in figures.items():
            yield from islice(self.text.occurrences(printed), times)

    def _names_of(self, thing: str) -> set[str]:
        return self._knowledge.names.get(thing, set()) | self.own_names.get(thing, set())

    def _prints_series_of(self, edition: str) -> bool:
        """Whether the name of its series stands for an edition: it does for that of the report's year, unless another
        year is printed before the name."""
        series = self._knowledge.series.get(edition)
        if series is None or self._knowledge.year_of(edition) not in (None, self.year):
            return False
        names = self._knowledge.names.get(series, set())
        return any(mention.name in names and not self._of_another_year(mention) for mention in self._mentions)

    def _of_another_year(self, mention: Mention) -> bool:
        before = self.text.text[: mention.start].removesuffix("年")[-_DIGITS_OF_A_YEAR:]
        return len(before) == _DIGITS_OF_A_YEAR and before.isdecimal() and int(before) != self.year

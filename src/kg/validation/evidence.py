"""Evidence: passages and the lines that they name in, whatever is stated there but not printed there out.

That the words are printed proves presence: that the relation is what the words say remains a reader's work. What is
asked of a passage:

- Each thing named in a statement: one of its names is printed (kg/validation/printed_names.py). A series' name stands
  for its edition of the report's year. Exempt are Shanghai, which the reports are about, what a Reading says is meant
  without being printed (kg:inferredMention), and what is only described: of that, something it is connected with is
  printed, and a word for its kind.
- Each figure: `kg:asWritten` is printed, whole, and means value, qualifier and unit of the observation.
- Each date: it is printed as its `…AsWritten` says, and means the date. Edition numbers are printed.
- Each concept, property and class that has cues (kg:cue, kg:roleCue): one of them is printed.
- Printed words (mottos, slices, offices): they are printed.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal, InvalidOperation
from itertools import islice
from typing import NamedTuple

from kg.evidence.sources import ReportText
from kg.language import Text
from kg.namespaces import ID, KG, REPORT
from kg.passages import Passage
from kg.validation.knowledge import SHANGHAI, Fact, Knowledge
from kg.validation.printed_dates import period
from kg.validation.printed_figures import chinese_number
from kg.validation.printed_names import Mention
from kg.validation.printed_text import NUMERALS, PrintedText, fold
from kg.validation.report import Finding, Judged

MOST_LINES = 12  # that are not blank, in one passage

_OWN_DAYS = ("foundedOn", "launchedOn", "unveiledOn", "issuedOn", "signedOn", "startDate", "endDate", "targetDate")
_DATES = (*_OWN_DAYS, "refStart", "refEnd")
_LAST_DAYS = ("endDate", "targetDate", "refEnd")
_PRINTED_DATE = {"refStart": "refAsWritten", "refEnd": "refAsWritten"}
# Properties whose values are words of the text, besides those that end in AsWritten.
PRINTED = ("motto", "heldOffice", "contribution", "comparedWith")
_JUDGED_BY_THE_FIGURE = (KG + "unit", KG + "qualifier")
_A_CHANGE = ID + "m-change"
_DIGITS_OF_A_YEAR = 4
_EDITIONS = re.compile(rf"第(?:(\d+)|([{NUMERALS}]+))[届次期回]|首[届次]")


class Evidence(NamedTuple):
    """What is wrong with the evidence, and how much was judged."""

    findings: list[Finding]
    judged: Judged


def judge_evidence(knowledge: Knowledge, texts: dict[str, ReportText]) -> Evidence:
    """Judges every report whose text is at hand, and its passages."""
    findings = [finding for text in texts.values() for finding in _judge_line_count(knowledge, text)]
    passages = names = figures = dates = 0
    for passage, said in knowledge.passages:
        text = texts.get(passage.report)
        if text is None:
            continue
        witness = Witness(knowledge, text, passage, said)
        findings += witness.findings()
        passages += 1
        names += witness.names
        figures += witness.figures
        dates += witness.dates
    return Evidence(findings, Judged(passages=passages, names=names, figures=figures, dates=dates))


def _judge_line_count(knowledge: Knowledge, text: ReportText) -> Iterator[Finding]:
    """Whether the report has as many lines as is stated, which is what its passages are checked by."""
    lines = len(text.lines)
    for stated in knowledge.line_counts.get(text.report, ()):
        if stated != str(lines):
            message = Text(f"报告的文本有 {lines} 行", f"the text of the report has {lines} lines")
            report = REPORT + text.report
            yield Finding("evidence", "violation", "line-count", report, KG + "lineCount", stated, message)


class Witness:
    """One passage: what is stated in it (`said`), held against its lines (`text`)."""

    def __init__(self, knowledge: Knowledge, text: ReportText, passage: Passage, said: list[Fact]) -> None:
        self._knowledge = knowledge
        self._passage = passage
        self._year = knowledge.years.get(passage.report, 0)
        self._complete = text.has(passage)
        self._lines = text.lines_of(passage)
        self.text = PrintedText(self._lines)
        self._said = said
        self._facts: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for fact in said:
            self._facts[fact.subject][fact.predicate.removeprefix(KG)].append(fact.object)
        self._own_names = {
            thing: {fold(name) for name in facts["asNamed"]}
            for thing, facts in self._facts.items()
            if "asNamed" in facts
        }
        book = knowledge.book.with_names(name for names in self._own_names.values() for name in names)
        self._mentions = book.all_mentions(self.text)
        self._printed_names = {mention.name for mention in self._mentions}
        self.names = self.figures = self.dates = 0

    def findings(self) -> Iterator[Finding]:
        """Whatever is stated and not printed; nothing where lines are missing, which a check finds."""
        if not self._complete:
            return
        if len([line for _, line in self._lines if line.strip()]) > MOST_LINES:
            yield self._finding("passage-length", self._passage.iri, "", "", _TOO_LONG)
        yield from self._judge_names()
        yield from self._judge_words()
        yield from self._judge_cues()
        for thing, facts in self._facts.items():
            if "asWritten" in facts:
                yield from self._judge_figure(thing, facts)
            yield from self._judge_dates(thing, facts)
            for number in facts.get("editionNumber", ()):
                if not self._prints_edition(number):
                    yield self._finding("edition-number-printed", thing, "editionNumber", number, _EDITION_NOT_PRINTED)

    def accounted(self) -> Iterator[tuple[int, int]]:
        """The stretches of `text` that the statements speak of: names of their things, printed words, figures, cues."""
        things = self._things()
        things |= {series for thing in things if (series := self._knowledge.series.get(thing))}
        names = {name for thing in things for name in self._names_of(thing)}
        yield from ((mention.start, mention.end) for mention in self._mentions if mention.name in names)
        for cue in {fold(cue) for fact in self._said for cue in self._knowledge.cues.get(fact.object, ())}:
            yield from self.text.occurrences(cue)
        figures: Counter[str] = Counter()
        for facts in self._facts.values():
            figures.update(map(fold, facts.get("asWritten", ())))
            for _, words in self._printed_words(facts):
                yield from self.text.occurrences(fold(words))
            for number in facts.get("editionNumber", ()):
                yield from (span for span, printed in self._editions() if str(printed) == number)
        for printed, times in figures.items():
            yield from islice(self.text.occurrences(printed), times)

    # Names

    def _judge_names(self) -> Iterator[Finding]:
        exempt = {SHANGHAI} | self._knowledge.inferred_mentions.get(self._passage.iri, set())
        for thing in sorted(self._things() - exempt):
            self.names += 1
            if thing in self._knowledge.described:
                yield from self._judge_description(thing, exempt)
            elif not self._prints(thing):
                yield self._finding("name-printed", thing, "", "", _NAME_NOT_PRINTED)
        for thing, names in self._own_names.items():
            for name in sorted(names - self._printed_names):
                yield self._finding("as-named-printed", thing, "asNamed", name, _WORDS_NOT_PRINTED)

    def _judge_description(self, thing: str, exempt: set[str]) -> Iterator[Finding]:
        connected = self._connected(thing)
        if not any(other in exempt or self._prints(other) for other in connected):
            yield self._finding("description-connected", thing, "", "", _NOTHING_CONNECTED)
        for each in sorted(self._knowledge.classes.get(thing, ())):
            if not self._prints_one_of(self._knowledge.role_cues.get(each, ())):
                yield self._finding("description-kind", thing, "", each, _KIND_NOT_PRINTED)

    def _things(self) -> set[str]:
        """The things that the statements name."""
        ends = {end for fact in self._said for end in (fact.subject, "" if fact.literal else fact.object)}
        return {end for end in ends if self._knowledge.bears_names(end)}

    def _connected(self, thing: str) -> set[str]:
        """What the statements connect a thing with, among what bears names."""
        pairs = ((fact.subject, fact.object) for fact in self._said if not fact.literal)
        others = {second if first == thing else first for first, second in pairs if thing in (first, second)}
        return {other for other in others - {thing} if self._knowledge.bears_names(other)}

    def _prints(self, thing: str) -> bool:
        return bool(self._names_of(thing) & self._printed_names) or self._prints_series_of(thing)

    def _names_of(self, thing: str) -> set[str]:
        return self._knowledge.names.get(thing, set()) | self._own_names.get(thing, set())

    def _prints_series_of(self, edition: str) -> bool:
        """Whether the name of its series stands for an edition: it does for that of the report's year, unless another
        year is printed before the name."""
        series = self._knowledge.series.get(edition)
        if series is None or self._knowledge.year_of(edition) not in (None, self._year):
            return False
        names = self._knowledge.names.get(series, set())
        return any(mention.name in names and not self._of_another_year(mention) for mention in self._mentions)

    def _of_another_year(self, mention: Mention) -> bool:
        before = self.text.text[: mention.start].removesuffix("年")[-_DIGITS_OF_A_YEAR:]
        return len(before) == _DIGITS_OF_A_YEAR and before.isdecimal() and int(before) != self._year

    # Words and cues

    def _judge_words(self) -> Iterator[Finding]:
        for thing, facts in self._facts.items():
            for name, words in self._printed_words(facts):
                if next(self.text.occurrences(fold(words)), None) is None:
                    yield self._finding("words-printed", thing, name, words, _WORDS_NOT_PRINTED)

    def _printed_words(self, facts: dict[str, list[str]]) -> Iterator[tuple[str, str]]:
        """Property and value of what is said to be printed, the figures themselves apart."""
        for name, values in facts.items():
            if (name.endswith("AsWritten") and name != "asWritten") or name in PRINTED:
                yield from ((name, value) for value in values)

    def _judge_cues(self) -> Iterator[Finding]:
        for fact in self._said:
            path = fact.predicate.removeprefix(KG)
            if not self._prints_one_of(self._knowledge.role_cues.get(fact.predicate, ())):
                yield self._finding("role-printed", fact.subject, path, fact.object, _CUE_NOT_PRINTED)
            if fact.literal or fact.predicate in _JUDGED_BY_THE_FIGURE or not self._knowledge.is_term(fact.object):
                continue
            if not self._prints_one_of(self._knowledge.cues.get(fact.object, ())):
                yield self._finding("cue-printed", fact.subject, path, fact.object, _CUE_NOT_PRINTED)

    def _prints_one_of(self, cues: Sequence[str]) -> bool:
        """Whether one of the cues is printed; where there are none, nothing is asked."""
        return not cues or any(fold(cue) in self.text.text for cue in cues)

    def _prints_edition(self, number: str) -> bool:
        return any(str(printed) == number for _, printed in self._editions())

    def _editions(self) -> Iterator[tuple[tuple[int, int], int]]:
        """Every printed edition number: where it stands, and the number."""
        for match in _EDITIONS.finditer(self.text.text):
            yield match.span(), int(match[1]) if match[1] else chinese_number(match[2]) if match[2] else 1

    # Figures and dates

    def _judge_figure(self, thing: str, facts: dict[str, list[str]]) -> Iterator[Finding]:
        for printed in facts["asWritten"]:
            self.figures += 1
            spans = list(self.text.occurrences(fold(printed)))
            if not spans:
                yield self._finding("figure-printed", thing, "asWritten", printed, _WORDS_NOT_PRINTED)
            elif not any(self._is_whole_figure(*span) for span in spans):
                yield self._finding("figure-whole", thing, "asWritten", printed, _NOT_WHOLE)
            figure = self._knowledge.figures.read(printed)
            if figure is None:
                yield self._finding("figure-read", thing, "asWritten", printed, _NO_FIGURE)
                continue
            of_a_change = _A_CHANGE in facts.get("measure", ())
            for value in facts.get("value", ()):
                if not _agree(value, figure.value, either_sign=of_a_change):
                    yield self._finding("figure-value", thing, "value", value, _means(printed, _plain(figure.value)))
            for value in facts.get("qualifier", ()):
                if value != figure.qualifier:
                    yield self._finding("figure-qualifier", thing, "qualifier", value, _disagrees(printed))
            for value in facts.get("unit", ()):
                if value not in figure.units:
                    yield self._finding("figure-unit", thing, "unit", value, _disagrees(printed))

    def _is_whole_figure(self, start: int, end: int) -> bool:
        """Whether no longer run of qualifier, number and unit holds these, unless white space sets them apart."""
        longer = (
            (first, last)
            for first, last, _ in self._knowledge.figures.runs(self.text.text)
            if first <= start and end <= last and (first, last) != (start, end)
        )
        return all(self.text.parted((start, end), run) for run in longer)

    def _judge_dates(self, thing: str, facts: dict[str, list[str]]) -> Iterator[Finding]:
        for name in _DATES:
            for printed in facts.get(_PRINTED_DATE.get(name, name + "AsWritten"), ()):
                for value in facts.get(name, ()):
                    self.dates += 1
                    meant = period(printed, self._year)
                    if meant is None:
                        yield self._finding("date-read", thing, name, value, _no_date(printed))
                        continue
                    day = meant.last if name in _LAST_DAYS else meant.first
                    if day is not None and value != day.isoformat():
                        yield self._finding("date-value", thing, name, value, _means(printed, day.isoformat()))

    def _finding(self, rule: str, focus: str, path: str, value: str, message: Text) -> Finding:
        return Finding(
            "evidence", "violation", rule, focus, KG + path if path else "", value, message, (str(self._passage),)
        )


def _agree(value: str, meant: Decimal, *, either_sign: bool) -> bool:
    try:
        stated = Decimal(value)
    except InvalidOperation:
        return True  # no number: a shape says so
    return stated == meant or (either_sign and abs(stated) == meant)


def _plain(number: Decimal) -> str:
    """A number without exponent and without zeros at its end."""
    return f"{number:f}".rstrip("0").rstrip(".") if "." in f"{number:f}" else f"{number:f}"


def _means(printed: str, meaning: str) -> Text:
    return Text(
        f"与原文不符：“{printed}”意为 {meaning}", f"disagrees with what is printed: “{printed}” means {meaning}"
    )


def _disagrees(printed: str) -> Text:
    return Text(f"与原文“{printed}”不符", f"disagrees with what is printed: “{printed}”")


def _no_date(printed: str) -> Text:
    return Text(f"看不懂的日期：“{printed}”", f"“{printed}” cannot be read as a date")


_TOO_LONG = Text(f"段落超过 {MOST_LINES} 个非空行", f"the passage has more than {MOST_LINES} lines that are not blank")
_NAME_NOT_PRINTED = Text(
    "所引各行没有印出它的任何名称（仅有描述的事物须有 kg:describedOnly true）",
    "none of its names is printed in these lines (what is only described has kg:describedOnly true)",
)
_WORDS_NOT_PRINTED = Text("所引各行没有这样的字", "these words are not printed in these lines")
_NOT_WHOLE = Text(
    "所引各行印出的更长：原文须含限定、数字和单位的全部", "more is printed: qualifier, number and unit belong to it"
)
_NO_FIGURE = Text("看不懂的数字", "it cannot be read as a figure")
_CUE_NOT_PRINTED = Text("所引各行没有证实它的任何线索词", "no word that shows it is printed in these lines")
_EDITION_NOT_PRINTED = Text("所引各行没有印出这一届次", "this edition number is not printed in these lines")
_NOTHING_CONNECTED = Text(
    "仅有描述的事物：所引各行须印出与它相关的事物",
    "only described: nothing that it is connected with is printed in these lines",
)
_KIND_NOT_PRINTED = Text(
    "仅有描述的事物：所引各行没有说明其类型的字", "only described: no word for its kind is printed in these lines"
)

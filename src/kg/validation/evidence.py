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

from collections.abc import Iterator, Sequence
from decimal import Decimal, InvalidOperation
from itertools import product
from typing import NamedTuple

from kg.evidence.sources import ReportText
from kg.language import Text
from kg.namespaces import ID, KG, REPORT
from kg.passages import Passage
from kg.validation.knowledge import SHANGHAI, Fact, Knowledge
from kg.validation.printed_dates import period
from kg.validation.printed_figures import Figure
from kg.validation.printed_passage import Facts, PrintedPassage
from kg.validation.printed_text import fold
from kg.validation.report import Finding, Judged

MOST_LINES = 12  # that are not blank, in one passage

_OWN_DAYS = ("foundedOn", "launchedOn", "unveiledOn", "issuedOn", "signedOn", "startDate", "endDate", "targetDate")
_DATES = (*_OWN_DAYS, "refStart", "refEnd")
_LAST_DAYS = ("endDate", "targetDate", "refEnd")
_PRINTED_DATE = {"refStart": "refAsWritten", "refEnd": "refAsWritten"}
_JUDGED_BY_THE_FIGURE = (KG + "unit", KG + "qualifier")
_A_CHANGE = ID + "m-change"


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
    """One passage: what is stated in it (`said`), held against its lines.

    names, figures, dates: how many were judged.
    """

    def __init__(self, knowledge: Knowledge, text: ReportText, passage: Passage, said: Sequence[Fact]) -> None:
        self._knowledge = knowledge
        self._text = text
        self._passage = passage
        self._printed = PrintedPassage(knowledge, text, passage, said)
        self.names = self.figures = self.dates = 0

    def findings(self) -> Iterator[Finding]:
        """Whatever is stated and not printed; nothing where lines are missing, which a check finds."""
        if not self._text.has(self._passage):
            return
        if sum(bool(line.strip()) for _, line in self._text.lines_of(self._passage)) > MOST_LINES:
            yield self._finding("passage-length", self._passage.iri, _TOO_LONG)
        yield from self._judge_names()
        yield from self._judge_words()
        yield from self._judge_cues()
        for thing, facts in self._printed.facts.items():
            if "asWritten" in facts:
                yield from self._judge_figure(thing, facts)
            yield from self._judge_dates(thing, facts)
            for number in facts.get("editionNumber", ()):
                if not any(self._printed.editions(number)):
                    yield self._finding(
                        "edition-number-printed", thing, _EDITION_NOT_PRINTED, path="editionNumber", value=number
                    )

    # Names

    def _judge_names(self) -> Iterator[Finding]:
        exempt = {SHANGHAI} | self._knowledge.inferred_mentions.get(self._passage.iri, set())
        for thing in sorted(self._printed.things() - exempt):
            self.names += 1
            if thing in self._knowledge.described:
                yield from self._judge_description(thing, exempt)
            elif not self._printed.prints(thing):
                yield self._finding("name-printed", thing, _NAME_NOT_PRINTED)
        for thing, names in self._printed.own_names.items():
            for name in sorted(names - self._printed.printed_names):
                yield self._finding("as-named-printed", thing, _WORDS_NOT_PRINTED, path="asNamed", value=name)

    def _judge_description(self, thing: str, exempt: set[str]) -> Iterator[Finding]:
        connected = self._printed.connected(thing)
        if not any(other in exempt or self._printed.prints(other) for other in connected):
            yield self._finding("description-connected", thing, _NOTHING_CONNECTED)
        for each in sorted(self._knowledge.classes.get(thing, ())):
            if not self._printed.prints_one_of(self._knowledge.role_cues.get(each, ())):
                yield self._finding("description-kind", thing, _KIND_NOT_PRINTED, value=each)

    # Words and cues

    def _judge_words(self) -> Iterator[Finding]:
        for thing, facts in self._printed.facts.items():
            for name, words in self._printed.printed_words(facts):
                if not any(self._printed.text.occurrences(fold(words))):
                    yield self._finding("words-printed", thing, _WORDS_NOT_PRINTED, path=name, value=words)

    def _judge_cues(self) -> Iterator[Finding]:
        for fact in self._printed.said:
            path = fact.predicate.removeprefix(KG)
            if not self._printed.prints_one_of(self._knowledge.role_cues.get(fact.predicate, ())):
                yield self._finding("role-printed", fact.subject, _CUE_NOT_PRINTED, path=path, value=fact.object)
            if fact.literal or fact.predicate in _JUDGED_BY_THE_FIGURE or not self._knowledge.is_term(fact.object):
                continue
            if not self._printed.prints_one_of(self._knowledge.cues.get(fact.object, ())):
                yield self._finding("cue-printed", fact.subject, _CUE_NOT_PRINTED, path=path, value=fact.object)

    # Figures and dates

    def _judge_figure(self, thing: str, facts: Facts) -> Iterator[Finding]:
        for printed in facts["asWritten"]:
            self.figures += 1
            spans = list(self._printed.text.occurrences(fold(printed)))
            if not spans:
                yield self._finding("figure-printed", thing, _WORDS_NOT_PRINTED, path="asWritten", value=printed)
            elif not any(self._printed.is_whole_figure(*span) for span in spans):
                yield self._finding("figure-whole", thing, _NOT_WHOLE, path="asWritten", value=printed)
            figure = self._knowledge.figures.read(printed)
            if figure is None:
                yield self._finding("figure-read", thing, _NO_FIGURE, path="asWritten", value=printed)
            else:
                yield from self._judge_meaning(thing, facts, printed, figure)

    def _judge_meaning(self, thing: str, facts: Facts, printed: str, figure: Figure) -> Iterator[Finding]:
        of_a_change = _A_CHANGE in facts.get("measure", ())
        for value in facts.get("value", ()):
            if not _agree(value, figure.value, either_sign=of_a_change):
                message = _means(printed, _plain(figure.value))
                yield self._finding("figure-value", thing, message, path="value", value=value)
        for value in facts.get("qualifier", ()):
            if value != figure.qualifier:
                yield self._finding("figure-qualifier", thing, _disagrees(printed), path="qualifier", value=value)
        for value in facts.get("unit", ()):
            if value not in figure.units:
                yield self._finding("figure-unit", thing, _disagrees(printed), path="unit", value=value)

    def _judge_dates(self, thing: str, facts: Facts) -> Iterator[Finding]:
        for name in _DATES:
            as_written = facts.get(_PRINTED_DATE.get(name, name + "AsWritten"), ())
            for printed, value in product(as_written, facts.get(name, ())):
                self.dates += 1
                meant = period(printed, self._printed.year)
                if meant is None:
                    yield self._finding("date-read", thing, _no_date(printed), path=name, value=value)
                    continue
                day = meant.last if name in _LAST_DAYS else meant.first
                if day is not None and value != day.isoformat():
                    yield self._finding("date-value", thing, _means(printed, day.isoformat()), path=name, value=value)

    def _finding(self, rule: str, focus: str, message: Text, *, path: str = "", value: str = "") -> Finding:
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

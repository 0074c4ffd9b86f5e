"""Copied text: no value of the graph repeats a sentence of a report, whose wording belongs to those who published it.

Names, titles, quoted words and figures are facts, however long. Two things are not:

- a stretch that runs over the mark between two clauses (，。；！？), in any value but the headline of an event;
- a long stretch in words that are the curators' own (comments, definitions) or should be short (headlines).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from kg.evidence.sources import ReportText
from kg.language import Text
from kg.namespaces import KG, RDFS, SKOS
from kg.validation.knowledge import Fact, Knowledge
from kg.validation.printed_text import PrintedText, fold
from kg.validation.report import Finding

OVER_A_MARK = 10  # characters in a row, with a mark among them, that are too many
IN_LIMITED = 21  # characters in a row that are too many where words are the curators' own

_MOTTO = KG + "motto"
_LIMITED = (
    RDFS + "comment",
    SKOS + "definition",
    _MOTTO,
)
_MARK = re.compile(r"[。;!?]|(?<!\d),|,(?!\d)")  # folded; a comma between digits parts thousands
_NAMED = re.compile('《[^《》]*》|"[^"。]{1,40}"')  # titles and what is quoted are names, whatever marks they hold


def judge_copying(knowledge: Knowledge, texts: Iterable[ReportText]) -> Iterator[Finding]:
    """A finding for every value that repeats more of a report than a name or a figure needs."""
    texts = list(texts)
    if not texts:
        return
    stated = [fact for fact in knowledge.facts() if fact.literal]
    # A reading repeats the headline that it is about.
    mottos = {fact.object for fact in stated if fact.predicate == _MOTTO}
    stretches: dict[str, set[Fact]] = defaultdict(set)
    for fact in stated:
        for stretch in _stretches(
            fold(fact.object), own_words=fact.predicate in _LIMITED, headline=fact.object in mottos
        ):
            stretches[stretch].add(fact)
    found: dict[Fact, str] = {}
    for text in texts:
        printed = PrintedText(enumerate(text.lines, start=1))
        characters = _NAMED.sub(lambda named: " " * len(named[0]), printed.text)
        for start in range(len(characters)):
            for length in (OVER_A_MARK, IN_LIMITED):
                for fact in stretches.get(characters[start : start + length], ()):
                    found.setdefault(fact, f"{text.report}:{printed.place(start)[0]}")
    for fact, place in found.items():
        message = Text(f"照抄了报告的语句（{place}）", f"repeats a sentence of the report ({place})")
        hint = Text("请用自己的话写", "say it in your own words")
        what = (fact.subject, fact.predicate, fact.object)
        yield Finding("evidence", "violation", "copied-text", *what, message, hint=hint)


def _stretches(value: str, *, own_words: bool, headline: bool) -> Iterator[str]:
    """The stretches of a folded value that may stand in no report."""
    if own_words:
        yield from _runs(value, IN_LIMITED)
    if not headline:
        for mark in _MARK.finditer(value):
            first, last = max(0, mark.start() - OVER_A_MARK + 2), mark.start() - 1  # the mark strictly within
            yield from (run for run in _runs(value[first : last + OVER_A_MARK], OVER_A_MARK))


def _runs(value: str, length: int) -> Iterator[str]:
    return (value[start : start + length] for start in range(len(value) - length + 1))

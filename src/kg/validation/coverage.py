"""Coverage: the claims of a report's text in, those that nothing accounts for out.

A claim is accounted for by a statement whose passage holds its lines and which holds the very words: a name that one
of its things bears, printed words (`kg:asWritten`, a date's or a slice's printed form, a motto), the cue of a concept.
A wide passage claims nothing for free, and one figure claims one printing: where "5个" is printed twice, two
observations are wanted.

What the graph leaves out on purpose stands in `data/unclaimed/YYYY.csv`: the line, the first twelve characters of the
claim, and a reason.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from kg.errors import KgError
from kg.evidence.sources import ReportText
from kg.language import Text
from kg.storage.csv_files import read_rows
from kg.validation.claims import CLAIM_KINDS, Claim, claims
from kg.validation.knowledge import Knowledge
from kg.validation.printed_passage import PrintedPassage
from kg.validation.printed_text import PrintedText, fold
from kg.validation.report import Coverage, Finding

LONGEST_EXCERPT = 12  # characters of a claim that stand in the list of what is left out

REASONS = {
    "heading": Text("章节或栏目的编号、标题", "the number or title of a section"),
    "slogan": Text("口号、比喻", "a slogan or a figure of speech"),
    "generic": Text("泛指，不指明数量或对象", "said in general, of no definite number or thing"),
    "ordinal": Text("列举的序号", "a number that only orders a list"),
    "address": Text("地址、编号", "an address or a serial number"),
    "repeated": Text("重复已说过的话", "said again in other words"),
    "context": Text("只作背景的提及", "mentioned as background only"),
    "layout": Text("版面残片、提取错误", "a fragment of the layout, or damage from extraction"),
}

_COLUMNS = ["line", "text", "reason"]
KIND_NAMES = {
    "figure": Text("数字", "figure"),
    "title": Text("书名号中的题名", "title"),
    "quote": Text("引号中的话", "quotation"),
    "date": Text("日期", "date"),
    "name": Text("名称", "name"),
}


class Omission(NamedTuple):
    """A row of the list of what is left out."""

    line: int
    text: str
    reason: str


def judge_coverage(
    knowledge: Knowledge, texts: dict[str, ReportText], unclaimed_folder: Path
) -> tuple[list[Finding], list[Coverage]]:
    """What is missed in the texts of the reports that have passages, and the counts by report and kind of claim.

    Raises KgError for a list of what is left out that cannot be read.
    """
    reports: dict[str, list[PrintedPassage]] = defaultdict(list)
    for passage, said in knowledge.passages:
        if passage.report in texts:
            reports[passage.report].append(PrintedPassage(knowledge, texts[passage.report], passage, said))
    findings: list[Finding] = []
    counts: list[Coverage] = []
    for report, passages in sorted(reports.items()):
        text = PrintedText(enumerate(texts[report].lines, 1))
        accounted = [*_accounted(text, passages), *_chapter_heading(text, knowledge.chapters.get(report, ""))]
        ledger = _Ledger(report, text, claims(text, knowledge), accounted)
        ledger.list_omissions(read_omissions(unclaimed_folder / f"{report}.csv"))
        findings += ledger.findings()
        counts += ledger.counts()
    return findings, counts


def read_omissions(path: Path) -> list[Omission]:
    """The rows of a list of what is left out; none if there is no such file. Raises KgError with the line."""
    if not path.exists():
        return []
    return [_omission(row, place) for place, row in read_rows(path, _COLUMNS)]


def _omission(row: list[str], place: str) -> Omission:
    if not row[0].isdecimal():
        raise KgError(Text("第一列须为行号", "the first column is the number of a line"), place=place)
    if row[2] not in REASONS:
        known = "、".join(REASONS)
        raise KgError(
            Text(f"不认识的原因 {row[2]}，请用：{known}", f"unknown reason {row[2]}, use one of: {', '.join(REASONS)}"),
            place=place,
        )
    if not 0 < len(row[1]) <= LONGEST_EXCERPT:
        most = LONGEST_EXCERPT
        raise KgError(Text(f"文字须为 1 至 {most} 个字", f"the text has from 1 to {most} characters"), place=place)
    return Omission(int(row[0]), fold(row[1]), row[2])


def _accounted(text: PrintedText, passages: Iterable[PrintedPassage]) -> list[frozenset[int]]:
    """Stretches of the whole text (positions of characters) that statements account for."""
    stretches = []
    for passage in passages:
        for start, end in passage.accounted():
            places = (passage.text.place(position) for position in range(start, end))
            stretches.append(frozenset(text.starts[line] + offset for line, offset in places))
    return stretches


def _chapter_heading(text: PrintedText, chapter: str) -> Iterator[frozenset[int]]:
    """The number of the chapter that a text was taken from, where it heads the text: stated of the report itself."""
    for start in text.starts.values():
        if chapter and text.text.startswith(chapter, start):
            yield frozenset(range(start, start + len(chapter)))
            return


class _Ledger:
    """The claims of one report, each claimed, listed or missed."""

    def __init__(self, report: str, text: PrintedText, found: list[Claim], accounted: list[frozenset[int]]) -> None:
        self._report = report
        self._text = text
        self._claims = found
        holders: dict[int, list[frozenset[int]]] = defaultdict(list)
        for stretch in accounted:
            for position in stretch:
                holders[position].append(stretch)
        self._claimed = {claim for claim in found if _is_held(claim, holders)}
        self._listed: set[Claim] = set()
        self._idle: list[Omission] = []

    def list_omissions(self, omissions: list[Omission]) -> None:
        """Takes what is left out on purpose into account."""
        for omission in omissions:
            fitting = {claim for claim in self._claims if self._fits(claim, omission)}
            self._listed |= fitting - self._claimed
            if not fitting - self._claimed:
                self._idle.append(omission)

    def findings(self) -> Iterator[Finding]:
        """Claims that are missed, and omissions that leave nothing out."""
        for claim in self._claims:
            if claim not in self._claimed and claim not in self._listed:
                kind = KIND_NAMES[claim.kind]
                message = Text(
                    f"没有陈述说到这个{kind.zh}，data/unclaimed/{self._report}.csv 也没有列出",
                    f"no statement accounts for this {kind.en}, nor is it listed in data/unclaimed/{self._report}.csv",
                )
                yield self._finding(f"missed-{claim.kind}", self._line(claim), claim.text, message)
        for omission in self._idle:
            message = Text(
                f"data/unclaimed/{self._report}.csv 中的这一行多余：文本中没有它，或已有陈述说到",
                f"this row of data/unclaimed/{self._report}.csv is idle: no such claim, or a statement has it",
            )
            yield self._finding("idle-omission", omission.line, omission.text, message)

    def counts(self) -> Iterator[Coverage]:
        """How many claims of each kind there are and what became of them."""
        found, claimed, listed = (
            Counter(claim.kind for claim in each) for each in (self._claims, self._claimed, self._listed)
        )
        for kind in CLAIM_KINDS:
            yield Coverage(self._report, kind, found[kind], claimed[kind], listed[kind])

    def _line(self, claim: Claim) -> int:
        return self._text.place(claim.start)[0]

    def _fits(self, claim: Claim, omission: Omission) -> bool:
        return self._line(claim) == omission.line and claim.text[:LONGEST_EXCERPT] == omission.text

    def _finding(self, rule: str, line: int, words: str, message: Text) -> Finding:
        place = f"{self._report}:{line}"
        return Finding("coverage", "warning", rule, place, "", words, message, (place,))


def _is_held(claim: Claim, holders: dict[int, list[frozenset[int]]]) -> bool:
    """Whether one stretch holds the whole claim, the marks of a title or quotation apart."""
    marks = 1 if claim.kind in ("title", "quote") else 0
    positions = range(claim.start + marks, claim.end - marks)
    return any(stretch.issuperset(positions) for stretch in holders.get(positions[0], ()))

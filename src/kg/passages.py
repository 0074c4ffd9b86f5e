"""Passages: the lines of a report that a statement rests on.

A passage is the IRI of its named graph. Its fragment names exactly the lines that speak, counted from 1 and
inclusive: `L621`, `L621-L622`, or several such runs joined by `_` where foreign text stands between them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

from kg.namespaces import REPORT

_RUN = r"L[1-9][0-9]*(?:-L[1-9][0-9]*)?"
_LINE = re.compile(r"L([1-9][0-9]*)")
_FRAGMENT = re.compile(rf"{_RUN}(?:_{_RUN})*")
# What a person types: `2018:9`, `2018:9-12`, `r2018:L9`, `2018:L1_L5`.
_TYPED = re.compile(r"r?([0-9]{4}[a-z]?):(L?[0-9][0-9L_-]*)")


class Passage(NamedTuple):
    """The lines of one report: `report` is its year, `runs` are inclusive pairs (first, last) in ascending order.

    Passages sort in reading order: by report, then by line as a number.
    """

    report: str
    runs: tuple[tuple[int, int], ...]

    @property
    def lines(self) -> list[int]:
        """Every line number of the passage."""
        return [line for first, last in self.runs for line in range(first, last + 1)]

    def overlaps(self, other: Passage) -> bool:
        """Whether the two share a line; no line is counted, for a range may be of any length."""
        return self.report == other.report and any(
            first <= end and start <= last for first, last in self.runs for start, end in other.runs
        )

    @property
    def fragment(self) -> str:
        """The lines as they stand in the IRI: `L9`, `L9-L12`, `L1_L5`."""
        return "_".join(f"L{first}" if first == last else f"L{first}-L{last}" for first, last in self.runs)

    @property
    def iri(self) -> str:
        """The IRI of the passage, which is the name of its graph."""
        return f"{REPORT}{self.report}#{self.fragment}"

    def __str__(self) -> str:
        """The short form that answers print: `2018:9`, `2018:9-12`, `2018:1_5`."""
        return f"{self.report}:{self.fragment.replace('L', '')}"


def locators(passages: Iterable[Passage]) -> str:
    """Passages in a row, as answers print them: `2018:9 2018:33`."""
    return " ".join(map(str, passages))


def passage_of(iri: str) -> Passage | None:
    """The passage that an IRI names, or None if it names none.

    One set of lines has one IRI: a single line written as a range, runs out of order and runs that touch name none.
    """
    report, separator, fragment = iri.removeprefix(REPORT).partition("#")
    if not iri.startswith(REPORT) or not separator or not report or "/" in report:
        return None
    if line := _LINE.fullmatch(fragment):  # most are; loading asks this of every graph
        number = int(line[1])
        return Passage(report, ((number, number),))
    if not _FRAGMENT.fullmatch(fragment):
        return None
    passage = Passage(report, _runs(fragment.replace("L", "")))
    return passage if passage.fragment == fragment and _apart(passage.runs) else None


def typed_passage(text: str) -> Passage | None:
    """The passage that a person typed, such as `2018:9`, `2018:9-12` or `r2018:L9`, or None."""
    match = _TYPED.fullmatch(text)
    if not match:
        return None
    lines = match[2].replace("L", "")
    return passage_of(f"{REPORT}{match[1]}#" + re.sub(r"\d+", lambda number: f"L{number[0]}", lines))


def _runs(lines: str) -> tuple[tuple[int, int], ...]:
    pairs = (run.partition("-") for run in lines.split("_"))
    return tuple((int(first), int(last or first)) for first, _, last in pairs)


def _apart(runs: tuple[tuple[int, int], ...]) -> bool:
    in_order = all(first <= last for first, last in runs)
    return in_order and all(before[1] + 1 < after[0] for before, after in pairwise(runs))

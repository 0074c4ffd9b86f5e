"""Claims: a report's text in, everything in it that a graph of the report must account for out, found by rule.

A claim is a figure (a run of digits, with qualifier and unit; a Chinese numeral before a counter; a rank such as 首个),
a title in 《》, words in quotation marks, a date, or a known name (leftmost and longest). What lies within a name or a
title is part of that claim and none of its own; so are quotation marks around a name.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Literal, NamedTuple

from kg.validation.knowledge import SHANGHAI, Knowledge
from kg.validation.printed_dates import DATES
from kg.validation.printed_text import NUMERALS, PrintedText

ClaimKind = Literal["figure", "title", "quote", "date", "name"]
CLAIM_KINDS: tuple[ClaimKind, ...] = ("figure", "title", "quote", "date", "name")
# Which claim takes the characters that several could have; of equals, the longer.
_RANKS: dict[ClaimKind, int] = {"name": 0, "title": 0, "date": 1, "figure": 2, "quote": 3}

# Counters that follow a Chinese numeral, besides the units that the graph knows.
_COUNTERS = "个家项名人位批台套地省市国区县镇城州年月次届期场条种类所座支件元处方"
_COUNTED = re.compile(rf"[第首]?[{NUMERALS}数几]+[余多]?[{_COUNTERS}]|第[{NUMERALS}]+")
_RANK = re.compile(
    r"首[个次家届批设创台座条例款]|(?:全国|全球|世界|国内|亚洲|全市)?最[多大高强快早长优先](?!程度|限度|化)|(?:全国|全球|世界)第一|创?(?:历史)?新高(?!地)"
)
_INDEFINITE = re.compile(r"一大?批")  # several, it does not say how many
_TITLE = re.compile(r"《[^《》]{1,60}》")
_QUOTE = re.compile(r'"[^"]{1,60}"')
_FARTHEST_MARK = 200  # characters, from an open mark to the one that closes it
_LETTER = re.compile(r"[A-Za-z]")


class Claim(NamedTuple):
    """What the text prints, folded, from `start` to before `end` in the folded characters of the whole text."""

    kind: ClaimKind
    text: str
    start: int
    end: int


def claims(text: PrintedText, knowledge: Knowledge) -> list[Claim]:
    """All claims of a text, in its order."""
    found: set[Claim] = set()
    at: dict[int, set[Claim]] = defaultdict(set)  # position → the claims found there
    for claim in sorted(_candidates(text, knowledge), key=_precedence):
        beside = set().union(*(at[position] for position in range(claim.start, claim.end)))
        if not any(_absorbs(other, claim) for other in beside):
            found.add(claim)
            for position in range(claim.start, claim.end):
                at[position].add(claim)
    return sorted(found, key=lambda claim: (claim.start, claim.end))


def _candidates(text: PrintedText, knowledge: Knowledge) -> Iterator[Claim]:
    folded = text.text
    for mention in knowledge.book.mentions(text):
        if knowledge.bearers[mention.name] != {SHANGHAI}:
            yield Claim("name", mention.name, mention.start, mention.end)
    for match in _TITLE.finditer(folded):
        yield Claim("title", match[0], match.start(), match.end())
    for match in DATES.finditer(folded):
        yield Claim("date", match[0], match.start(), match.end())
    for first, last in _paragraphs(text):
        for match in _QUOTE.finditer(folded, first, last):
            yield Claim("quote", match[0], match.start(), match.end())
    for start, end, unit in knowledge.figures.runs(folded):
        with_digits = any(character.isdecimal() for character in folded[start:end])
        within_a_word = start > 0 and _LETTER.match(folded[start - 1])
        if (with_digits or unit) and not within_a_word and not _INDEFINITE.match(folded, start):
            yield Claim("figure", folded[start:end], start, end)
    for pattern in (_COUNTED, _RANK):
        for match in pattern.finditer(folded):
            if not _INDEFINITE.match(folded, match.start()):
                yield Claim("figure", match[0], match.start(), match.end())


def _paragraphs(text: PrintedText) -> Iterator[tuple[int, int]]:
    """Lines, joined with the next where quotation marks are left open, so that a stray mark turns few others round."""
    begin = 0
    ends = [*list(text.starts.values())[1:], len(text.text)]
    for end in ends:
        if text.text.count('"', begin, end) % 2 == 0 or end == ends[-1] or end - begin > _FARTHEST_MARK:
            yield begin, end
            begin = end


def _precedence(claim: Claim) -> tuple[int, int, int]:
    return _RANKS[claim.kind], claim.start - claim.end, claim.start


def _absorbs(other: Claim, claim: Claim) -> bool:
    """Whether a claim is no claim of its own beside another that shares characters with it."""
    quoted = 1 if claim.kind == "quote" else 0  # the marks themselves
    within = other.start <= claim.start + quoted and claim.end - quoted <= other.end
    if other.kind in ("name", "title"):
        return within
    return claim.kind in ("date", "figure") and other.kind in ("date", "figure")

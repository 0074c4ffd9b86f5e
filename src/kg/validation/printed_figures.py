"""Printed figures: "超4.7万台(套)" in; how it is qualified, its value in the base unit and the unit out.

Which words are units and qualifiers stands with the concepts (`kg:cue`); what is fixed here is the grammar of figures:

    [qualifier] number [余|多] [百千万亿] [余|多] [unit] [以上|左右|…]        超过519亿元  50余家  4.7万台  50万元以上
    [qualifier] Chinese numeral [余|多] [unit]                              上百项 as 超百项, 三十余家, 数百人
    a rank without a number: what is first or most                        首设  首个  全国最多  创历史新高
    第 number [unit]: a rank                                               第3位
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

from kg.validation.printed_text import NUMERALS, fold

_AFTER = ("余", "多", "左右", "以上", "以下", "以内")  # qualifiers that follow the number; all others precede it
_ORDER_OF_MAGNITUDE = ("数", "几")  # they qualify only what is a power of ten: 数百
_FIRST = ("首", "最", "新高")  # a rank of 1
_RANK = "第"
_PERCENT_OF = "百分之"

_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_TENS = {"十": 10, "百": 100, "千": 1000}
_SCALES = {"万": 10_000, "亿": 100_000_000}

_NOT_IN_A_WORD = "(?<![签合节预])"  # 签约9个 is nine contracts signed, not about nine
_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"


class Figure(NamedTuple):
    """A printed figure: the IRI of its qualifier, its value in the base unit, the IRIs of the units it may be in."""

    qualifier: str
    value: Decimal
    units: frozenset[str]


class FigureReader:
    """Reads figures with the words of a graph: `units` and `qualifiers` are pairs (cue, IRI); `exact` is the qualifier
    of a figure that has none, `unstated` the unit of one that has none."""

    def __init__(
        self, units: Iterable[tuple[str, str]], qualifiers: Iterable[tuple[str, str]], exact: str, unstated: str
    ) -> None:
        self._units: dict[str, frozenset[str]] = {}
        for cue, unit in units:
            self._units[fold(cue)] = self._units.get(fold(cue), frozenset()) | {unit}
        self._qualifiers = {fold(cue): qualifier for cue, qualifier in qualifiers}
        self._exact = exact
        self._unstated = frozenset({unstated})
        before = [cue for cue in self._qualifiers if cue not in _AFTER]
        order = [cue for cue in before if cue in _ORDER_OF_MAGNITUDE]
        plain = [cue for cue in before if cue not in _ORDER_OF_MAGNITUDE]
        after = [cue for cue in self._qualifiers if cue in _AFTER]
        unit = _one_of(cue for cue in self._units if cue not in (*_FIRST, _RANK))
        self._pattern = re.compile(
            rf"(?P<before>{_NOT_IN_A_WORD}(?:{_one_of(plain)}))?(?P<order>{_one_of(order)}(?=[十百千万亿]))?(?P<sign>{_PERCENT_OF}|{_RANK})?"
            rf"(?:(?P<number>{_NUMBER})|(?P<numeral>[{NUMERALS}]+))(?P<after1>{_one_of(after)})?"
            rf"(?P<scale>[百千万亿]+)?(?P<after2>{_one_of(after)})?(?P<unit>{unit})?(?P<after3>{_one_of(after)})?"
        )

    def read(self, printed: str) -> Figure | None:
        """The meaning of a figure as printed, or None for what is none."""
        printed = fold(printed)
        match = self._pattern.fullmatch(printed)
        if match is None:
            return self._rank(printed)
        value = _digits_value(match["number"]) if match["number"] else Decimal(chinese_number(match["numeral"]))
        for character in match["scale"] or "":
            value *= _TENS.get(character) or _SCALES[character]
        if match["sign"] == _RANK:
            return Figure(self._exact, value, self._units_with(_FIRST))
        cues = (match[group] for group in ("before", "order", "after1", "after2", "after3"))
        qualifier = next((self._qualifiers[cue] for cue in cues if cue), self._exact)
        unit = "%" if match["sign"] else match["unit"]
        return Figure(qualifier, value, self._units.get(unit, frozenset()) if unit else self._unstated)

    def runs(self, text: str) -> Iterator[tuple[int, int, str | None]]:
        """Every longest run of qualifier, number and unit in a folded text: its start, its end, its unit if any."""
        for match in self._pattern.finditer(text):
            yield match.start(), match.end(), match["unit"]

    def _rank(self, printed: str) -> Figure | None:
        if ordinal := re.search(rf"{_RANK}(?:({_NUMBER})|([{NUMERALS}]+))", printed):
            value = _digits_value(ordinal[1]) if ordinal[1] else Decimal(chinese_number(ordinal[2]))
            return Figure(self._exact, value, self._units_with(_FIRST))
        if any(word in printed for word in _FIRST):
            return Figure(self._exact, Decimal(1), self._units_with(_FIRST))
        return None

    def _units_with(self, cues: Iterable[str]) -> frozenset[str]:
        return frozenset().union(*(self._units.get(cue, frozenset()) for cue in cues))


def chinese_number(numeral: str) -> int:
    """The value of a Chinese numeral: 十 10, 两百 200, 三千二百万 32000000, 二〇一八 2018."""
    if len(numeral) > 1 and all(character in _DIGITS for character in numeral):
        return int("".join(str(_DIGITS[character]) for character in numeral))
    total = section = digit = 0
    for character in numeral:
        if character in _DIGITS:
            digit = _DIGITS[character]
        elif character in _TENS:
            section += (digit or 1) * _TENS[character]
            digit = 0
        else:
            total = ((total + section + digit) or 1) * _SCALES[character]
            section = digit = 0
    return total + section + digit


def _digits_value(number: str) -> Decimal:
    return Decimal(number.replace(",", ""))


def _one_of(words: Iterable[str]) -> str:
    """A pattern for one of the words, the longest first; without words, one that fits nothing."""
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True))) or r"(?!)"


def cues_of(concepts: Mapping[str, Iterable[str]]) -> list[tuple[str, str]]:
    """Concept → its cues as pairs (cue, concept)."""
    return [(cue, concept) for concept, cues in concepts.items() for cue in cues]

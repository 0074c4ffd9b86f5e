"""The words of a picture: how wide they are about, where they are broken, what a tooltip says."""

from __future__ import annotations

import re

from rich.cells import cell_len

from kg.escapes import visible, visible_lines
from kg.language import SEMICOLON, Language, Text, listed
from kg.passages import locators
from kg.trends.chart import Join
from kg.trends.series import Point

# Characters that no XML document may hold (XML 1.0, 2.2); controls are written out before.
_NO_XML = re.compile("[\ufffe\uffff]")
_PIECE = re.compile(r"\S[\x21-\x7e]*\s*|\s+")  # a line may be broken behind a word and behind a Chinese character


def shown(text: str) -> str:
    """A label as it can stand in a picture."""
    return _NO_XML.sub("\N{REPLACEMENT CHARACTER}", visible(text))


def shown_lines(text: str) -> str:
    """The same of several lines."""
    return _NO_XML.sub("\N{REPLACEMENT CHARACTER}", visible_lines(text))


def width_of(text: str, em: float, *, bold: bool = False) -> float:
    """About as wide as a text is, in pixels: a Chinese character is an em, others are about a half."""
    narrow = 0.6 if bold else 0.54
    return em * sum(1.0 if cell_len(character) > 1 else narrow for character in text)


def wrapped(text: str, em: float, room: float, *, bold: bool = False, most: int = 12) -> list[str]:
    """A text in at most so many lines that fit, broken between words and between Chinese characters."""
    lines = [""]
    for piece in _PIECE.findall(shown(text)):
        if width_of(lines[-1] + piece.rstrip(), em, bold=bold) > room and lines[-1]:
            lines.append("")
        lines[-1] += piece
    if len(lines) > most:
        lines = [*lines[: most - 1], lines[most - 1].rstrip() + "…"]
    return [_shortened(line.rstrip(), em, room, bold=bold) for line in lines if line.strip()]


def _shortened(line: str, em: float, room: float, *, bold: bool) -> str:
    """A line that holds one word too long for it ends where the room does."""
    while len(line) > 1 and width_of(line, em, bold=bold) > room:
        line = line[: min(len(line) - 2, int(room / em * 2))] + "…"
    return line


def tooltip_of_point(point: Point, language: Language) -> str:
    """What a mark is about: thing, figure and period, what narrows it, what is in doubt, and where it is printed."""
    notes = listed(point.figure.details, SEMICOLON)
    doubts = (
        Text(f"存疑（{doubt.kind.zh}）：{doubt.comment.zh}", f"in doubt ({doubt.kind.en}): {doubt.comment.en}")
        for doubt in point.doubts
    )
    lines = (
        point.of.label.in_(language),
        _figure(point, language),
        notes.in_(language),
        *(doubt.in_(language) for doubt in doubts),
        locators(point.passages),
    )
    return "\n".join(filter(None, lines))


def tooltip_of_join(join: Join, language: Language) -> str:
    """What a line joins, why that may be, and how sure it is."""
    said = (join.comparison.why, join.comparison.confidence, *(doubt.comment for doubt in join.comparison.doubts))
    ends = (_figure(each.point, language) for each in (join.earlier, join.later))
    return "\n".join((*ends, *filter(None, (text.in_(language) for text in said))))


def _figure(point: Point, language: Language) -> str:
    """A figure as it is printed, its value and its period."""
    figures = Text("、".join(point.printed), ", ".join(point.printed)).in_(language)
    return "  ".join(filter(None, (figures, point.figure.value.in_(language), point.figure.period.in_(language))))

"""Characters that nobody sees but a terminal obeys: text in, the same text with these written out as `\\u202e` out.

They are the controls (C0, DEL, C1), the line and paragraph separators, the selectors of variants, and Unicode's format
characters: those of no width, tags, and those that turn the direction of writing (CVE-2021-42574). A spreadsheet obeys
what looks like a formula.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable

# Controls, format characters (zero width, direction, tags) and the separators of lines and paragraphs.
_UNSEEN = ("Cc", "Cf", "Zl", "Zp")
_SELECTORS = (range(0xFE00, 0xFE10), range(0xE0000, 0xE0200))  # of variants and tags, assigned or not yet


class _Table(dict[int, int | str]):
    """A table for `str.translate` that learns each character when it first meets it: all of them would take 0.3 s."""

    def __init__(self, shown: Callable[[int], str], kept: Iterable[str] = ()) -> None:
        super().__init__({ord(character): character for character in kept})
        self._shown = shown

    def __missing__(self, code: int) -> int | str:
        unseen = unicodedata.category(chr(code)) in _UNSEEN or any(code in each for each in _SELECTORS)
        self[code] = self._shown(code) if unseen else code
        return self[code]


def _escape(code: int) -> str:
    """As Turtle, SPARQL and Python write it."""
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _json_escape(code: int) -> str:
    """As JSON writes it, which knows no more than four digits: as the two halves of UTF-16."""
    units = chr(code).encode("utf-16-be").hex()
    return "".join(f"\\u{units[start : start + 4]}" for start in range(0, len(units), 4))


_ESCAPES = _Table(_escape)
_ESCAPES_IN_LINES = _Table(_escape, "\t\n")
_REPLACED = _Table(lambda _: "\N{REPLACEMENT CHARACTER}", "\t")
_JSON_ESCAPES = _Table(_json_escape, map(chr, range(0x20)))  # those below stand between members, never in strings
# The beginning of a formula, also behind what separates cells where commas do not, as in much of Europe.
_FORMULA = r"^(?=[=+\-@\t\r\n＝＋－＠])|(?<=[;\t\r\n])(?=[=+\-@＝＋－＠])"
_EXCERPT = 110  # characters
_LONG_QUOTATION = re.compile(r"(“[^“”]{100})[^“”]+(?=”)")
_LONG_LINE = re.compile(r"^(.{120}).{261,}(.{120})$", re.MULTILINE)


def visible(text: str) -> str:
    """Text that can be printed anywhere, on one line."""
    return text.translate(_ESCAPES)


def visible_lines(text: str) -> str:
    """Text of several lines that can be printed anywhere, tabs and ends of lines as they are."""
    return text.replace("\r\n", "\n").translate(_ESCAPES_IN_LINES)


def inert(text: str) -> str:
    """Text of which a spreadsheet runs nothing: a formula gets an apostrophe (CWE-1236; OWASP, "CSV Injection")."""
    return re.sub(_FORMULA, "'", text)


def abridged(message: str) -> str:
    """A message as it is, but the beginning of what it quotes at length; it may have been given a whole book."""
    return _LONG_LINE.sub(r"\1…\2", _LONG_QUOTATION.sub(r"\1…", message))


def pointed_at(line: str, column: int) -> list[str]:
    """The part of a line around a column (from 1) that fits a terminal, and under it a caret; column 0 has none.

    What must not be printed is replaced one for one, so that the caret stands right.
    """
    start = max(0, column - _EXCERPT // 2)
    shown = line[start : start + _EXCERPT].translate(_REPLACED)
    if not column:
        return [shown]
    return [shown, "".join(map(_space_as_wide_as, shown[: column - start - 1])) + "^"]


def _space_as_wide_as(character: str) -> str:
    """Tabs stay, because nobody knows their width; Chinese characters take two columns."""
    if character == "\t":
        return "\t"
    return "\N{IDEOGRAPHIC SPACE}" if unicodedata.east_asian_width(character) in "WF" else " "


def escaped_in_json(document: str) -> str:
    """A JSON document with these characters as JSON escapes: its meaning is the same."""
    return document.translate(_JSON_ESCAPES)

"""Characters that nobody sees but a terminal obeys: text in, the same text with these written out as `\\u202e` out.

They are the controls (C0, DEL, C1), the line and paragraph separators, zero-width characters, and those that turn the
direction of writing (CVE-2021-42574).
"""

from __future__ import annotations

import re
import unicodedata

_UNSEEN = (
    *range(0x20),
    *range(0x7F, 0xA0),
    0x061C,
    *range(0x200B, 0x2010),
    *range(0x2028, 0x202F),
    *range(0x2060, 0x2070),
    0xFEFF,
)
_ESCAPES = {code: f"\\u{code:04x}" for code in _UNSEEN}
_ESCAPES_IN_LINES = {code: escape for code, escape in _ESCAPES.items() if chr(code) not in "\t\n"}
_REPLACED = {code: "\N{REPLACEMENT CHARACTER}" for code in _UNSEEN if code != ord("\t")}
_EXCERPT = 110  # characters
_LONG_QUOTATION = re.compile(r"(“[^“”]{100})[^“”]+(?=”)")
_LONG_LINE = re.compile(r"^(.{120}).{261,}(.{120})$", re.MULTILINE)
_JSON_ESCAPES = {code: escape for code, escape in _ESCAPES.items() if code >= 0x20}


def visible(text: str) -> str:
    """Text that can be printed anywhere, on one line."""
    return text.translate(_ESCAPES)


def visible_lines(text: str) -> str:
    """Text of several lines that can be printed anywhere, tabs and ends of lines as they are."""
    return text.replace("\r\n", "\n").translate(_ESCAPES_IN_LINES)


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

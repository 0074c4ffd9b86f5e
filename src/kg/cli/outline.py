"""Outlines: headings, paragraphs, tables and drawings in, text for a pipe, a terminal or a Markdown file out.

What stands in them may come from anywhere, so each way of writing makes it harmless first: a terminal obeys control
characters, and a reader is deceived by marks that turn the direction of writing.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from kg.escapes import visible

_MARKDOWN = str.maketrans({character: f"\\{character}" for character in "\\`*_[]<>|#~&"})
_GAP = "  "
_WIDE = {"W", "F"}


class Heading(NamedTuple):
    """A heading; `aside` stands after it and matters less."""

    text: str
    aside: str = ""
    level: int = 2


class Paragraph(NamedTuple):
    """A line of prose."""

    text: str


class Table(NamedTuple):
    """Rows under a header; columns by number: `right` are aligned to the right, `quiet` matter less.

    A header whose names are all empty is not shown. dense: a terminal shows no blank line between rows that it folds.
    """

    header: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
    right: frozenset[int] = frozenset()
    quiet: frozenset[int] = frozenset()
    dense: bool = False


class Drawing(NamedTuple):
    """Lines drawn for a terminal, in its own colours already; nowhere else are they shown."""

    lines: tuple[str, ...]


class Picture(NamedTuple):
    """An SVG picture that was made here, and not by a reader; only pages show it."""

    svg: str


Element = Heading | Paragraph | Table | Drawing | Picture
Outline = Sequence[Element]


def plain_text(outline: Outline) -> str:
    """The outline for a pipe: no colour, no line broken, columns aligned for wide characters too."""
    lines: list[str] = []
    for element in outline:
        match element:
            case Heading(text, aside, _):
                lines += ([""] if lines else []) + [visible(_GAP.join(filter(None, (text, aside))))]
            case Paragraph(text):
                lines.append(visible(text))
            case Table():
                lines += _aligned(element)
    return "\n".join(lines) + "\n"


def markdown(outline: Outline) -> str:
    """The outline as Markdown, labels escaped."""
    blocks: list[str] = []
    for element in outline:
        match element:
            case Heading(text, aside, level):
                blocks.append(f"{'#' * level} {' — '.join(filter(None, (_escaped(text), _escaped(aside))))}")
            case Paragraph(text):
                blocks.append(_escaped(text))
            case Table(header, rows, right):
                rule = ["---:" if column in right else "---" for column in range(len(header))]
                cells = [[_escaped(cell) for cell in row] for row in (header, *rows)]
                blocks.append("\n".join(f"| {' | '.join(row)} |" for row in (cells[0], rule, *cells[1:])))
    return "\n\n".join(blocks) + "\n"


def show_on_terminal(outline: Outline, *, colour: bool) -> None:
    """Prints the outline on standard output: tables are folded to the width of the terminal."""
    import sys

    from rich.console import Console

    sys.stdout.write(terminal_text(outline, Console().width, colour=colour))


def terminal_text(outline: Outline, width: int, *, colour: bool) -> str:
    """The outline for a terminal of so many columns, by rich; `colour`: with escape codes."""
    from io import StringIO

    from rich.console import Console
    from rich.text import Text

    from kg.formats.line_breaking import lines_of
    from kg.formats.terminal import Cell, Column, text_of_table

    file = StringIO()
    console = Console(
        file=file,
        width=width,
        highlight=False,
        markup=False,
        emoji=False,
        force_terminal=colour,
        no_color=not colour,
        legacy_windows=False,
    )
    for number, element in enumerate(outline):
        match element:
            case Heading(text, aside, _):
                if number:
                    console.print()
                heading = Text(visible(text), "bold")
                console.print(heading.append(_GAP + visible(aside), "not bold dim") if aside else heading)
            case Paragraph(text):
                file.write("".join(f"{line}\n" for line in lines_of(visible(text), width)))
            case Drawing(lines):
                file.write("".join(f"{line}\n" for line in (*lines, "")))
            case Table(header, rows, right, quiet, dense):
                columns = [
                    Column(visible(name), right=column in right, quiet=column in quiet)
                    for column, name in enumerate(header)
                ]
                cells = [[Cell(visible(cell)) for cell in row] for row in rows]
                file.write(text_of_table(columns, cells, width, colour=colour, dense=dense))
    return file.getvalue()


def _aligned(table: Table) -> list[str]:
    rows = [[visible(cell) for cell in row] for row in ((table.header,) if any(table.header) else ())]
    rows += [[visible(cell) for cell in row] for row in table.rows]
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    lines = []
    for row in rows:
        cells = [
            " " * (width - _width(cell)) + cell if column in table.right else cell + " " * (width - _width(cell))
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        lines.append(_GAP.join(cells).rstrip())
    return lines


def _width(text: str) -> int:
    """Terminal columns: two for East Asian wide characters (Unicode Annex 11), none for combining ones."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(character) else 1 + (unicodedata.east_asian_width(character) in _WIDE)
        for character in text
    )


def _escaped(text: str) -> str:
    return visible(text).translate(_MARKDOWN)

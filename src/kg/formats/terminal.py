"""Tables for a terminal: columns and cells in, lines that fit its width out.

A name or an identifier that is broken in two can be neither read nor copied. So a table takes the first of these forms
that its width allows:

    a line a row                words and identifier side by side; where the table may be brief, words alone: they are
                                enough to name a thing again, unless another of the same name stands in the table
    rows of several lines       words wrapped between words, the identifier under them, a blank line between rows
    records                     a line a column that has a value, a blank line between rows, as psql's `\\x auto`
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.text import Text

_GAP = 2  # columns between columns
_SIDE_BY_SIDE = "  "
_AT_ONCE = 500  # rows: rich holds six kilobytes for each
_NARROWEST = 8  # Chinese may be broken between any two characters, but not into a pillar


class Cell(NamedTuple):
    """What a term shows: its words, and the identifier behind them where they are a label."""

    words: str
    identifier: str = ""


class Column(NamedTuple):
    """A column; a `quiet` one matters less."""

    name: str
    right: bool = False
    quiet: bool = False


def text_of_table(
    columns: Sequence[Column],
    rows: Sequence[Sequence[Cell]],
    width: int | None,
    *,
    colour: bool,
    ruled: bool = False,
    dense: bool = False,
    brief: bool = False,
) -> str:
    """The table as lines of at most `width` columns; None is no terminal: a line a row, however long.

    colour: with escape codes. ruled: with a line under the header. A header whose names are all empty is not shown.
    dense: without the blank lines between rows of several lines. brief: without identifiers where they do not fit.
    Nothing is escaped here: what a terminal would obey must have been written out before.
    """
    from io import StringIO

    from rich.console import Console

    file = StringIO()
    told = rows
    if brief and width is not None and _width_of(_on_lines(columns, rows)) > width:
        told = _without_identifiers(rows)
    lines = _on_lines(columns, told)
    console = Console(
        file=file,
        width=width or max(_width_of(lines), 1),
        force_terminal=colour,
        no_color=not colour,
        legacy_windows=False,
    )
    if width is None or _width_of(lines) <= width:
        for start in range(0, max(len(told), 1), _AT_ONCE):
            part = told[start : start + _AT_ONCE]
            console.print(_grid(columns, part, lines, _SIDE_BY_SIDE, headed=not start, ruled=ruled))
    elif widths := _shared_out(columns, told, width):
        console.print(_grid(columns, told, widths, "\n", ruled=ruled, apart=not dense))
    else:
        console.print(_records(columns, rows, width))
    return "".join(line.rstrip() + "\n" for line in file.getvalue().splitlines())


def _without_identifiers(rows: Sequence[Sequence[Cell]]) -> list[list[Cell]]:
    """The cells with their words alone, but for words that stand for several identifiers."""
    called = {cell for row in rows for cell in row if cell.identifier}
    times = Counter(cell.words for cell in called)
    return [[cell if times[cell.words] > 1 else Cell(cell.words) for cell in row] for row in rows]


def _on_lines(columns: Sequence[Column], rows: Sequence[Sequence[Cell]]) -> list[int]:
    """The widths of the columns where each row has a line."""
    return [_natural(column.name, [row[number] for row in rows]) for number, column in enumerate(columns)]


def _width_of(widths: Sequence[int]) -> int:
    return sum(widths) + _GAP * (len(widths) - 1)


def _natural(name: str, cells: Sequence[Cell]) -> int:
    """The width of a column whose cells have a line each."""
    return max(cell_len(name), *(cell_len(_one_line(cell)) for cell in cells), 0)


def _one_line(cell: Cell) -> str:
    return _SIDE_BY_SIDE.join(filter(None, cell))


def _least(column: Column, cells: Sequence[Cell]) -> int:
    """The width of a column in which nothing is broken."""
    pieces = [column.name, *(cell.identifier for cell in cells)]
    widths = map(cell_len, pieces)
    words = (_least_of_word(word) for cell in cells for word in cell.words.split())
    return max(*widths, *words, 0)


def _least_of_word(word: str) -> int:
    return len(word) if word.isascii() else min(cell_len(word), _NARROWEST)


def _shared_out(columns: Sequence[Column], rows: Sequence[Sequence[Cell]], width: int) -> list[int] | None:
    """Widths that fill the terminal, each between what a column needs and what it can use; None where none fit."""
    stacks = [[row[number] for row in rows] for number in range(len(columns))]
    least = [_least(column, cells) for column, cells in zip(columns, stacks, strict=True)]
    room = width - _width_of(least)
    if room < 0:
        return None
    wishes = [
        max(map(cell_len, (column.name, *(text for cell in cells for text in cell)))) - minimum
        for column, cells, minimum in zip(columns, stacks, least, strict=True)
    ]
    widths = least
    # The modest first, so that as few columns as possible must wrap their words.
    for served, number in enumerate(sorted(range(len(columns)), key=wishes.__getitem__)):
        granted = min(max(wishes[number], 0), room // (len(columns) - served))
        widths[number] += granted
        room -= granted
    return widths


def _grid(
    columns: Sequence[Column],
    rows: Sequence[Sequence[Cell]],
    widths: Sequence[int],
    joint: str,
    *,
    ruled: bool,
    headed: bool = True,
    apart: bool = False,
) -> RenderableType:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    table = Table(
        box=SIMPLE_HEAD if ruled else None,
        show_edge=False,
        pad_edge=False,
        padding=(0, _GAP - int(ruled), 0, 0),  # the box that rules has a column of its own between columns
        show_header=headed and any(column.name for column in columns),
        header_style="bold" if ruled else "dim",
    )
    for column, width in zip(columns, widths, strict=True):
        table.add_column(
            Text(column.name),
            width=width,
            justify="right" if column.right else "left",
            style="dim" if column.quiet else "",
            overflow="fold",
        )
    for number, row in enumerate(rows):
        if apart and number:
            table.add_row()
        table.add_row(*(_styled(cell, joint, width) for cell, width in zip(row, widths, strict=True)))
    return table


def _records(columns: Sequence[Column], rows: Sequence[Sequence[Cell]], width: int) -> RenderableType:
    from rich.table import Table
    from rich.text import Text

    names = min(max(cell_len(column.name) for column in columns), width // 3)
    values = width - names - _GAP
    grid = Table.grid(padding=(0, _GAP, 0, 0))
    grid.add_column(style="dim", width=names, overflow="fold")
    grid.add_column(width=values, overflow="fold")
    for number, row in enumerate(rows):
        if number:
            grid.add_row()
        for column, cell in zip(columns, row, strict=True):
            if cell.words:
                grid.add_row(Text(column.name), _styled(cell, _SIDE_BY_SIDE, values))
    return grid


def _styled(cell: Cell, joint: str, width: int) -> Text:
    from rich.text import Text

    from kg.formats.line_breaking import lines_of

    fits = cell_len(cell.words) <= width
    words = Text(cell.words if fits else "\n".join(lines_of(cell.words, width)))
    return words + Text(joint) + Text(cell.identifier, "dim") if cell.identifier else words

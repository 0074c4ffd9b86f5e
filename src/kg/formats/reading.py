"""Tables for people: rows in, a table for the terminal or for Markdown out.

An IRI shows as its label with the prefixed name after it; characters that a terminal would obey are written out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.escapes import visible
from kg.formats.terminal import Cell, Column, text_of_table
from kg.namespaces import NUMBERS
from kg.passages import passage_of
from kg.querying.answers import Rows, Term
from kg.querying.headings import with_headings

if TYPE_CHECKING:
    from kg.formats import View


def write(rows: Rows, format: str, view: View) -> str:
    """The rows as `table` or `md`."""
    if view.headings:
        rows = with_headings(rows, view.headings, view.language)
    cells = [[_cell(term, view) for term in row] for row in rows.rows]
    if format == "md":
        return _markdown(rows, cells)
    return _table(rows, cells, view)


def _cell(term: Term | None, view: View) -> Cell:
    if term is None:
        return Cell("")
    if isinstance(term, ox.Literal):
        return Cell(visible(term.value))
    if not isinstance(term, ox.NamedNode):
        return Cell(visible(str(term)))
    identifier = visible(view.prefixes.shorten(term.value) or f"<{term.value}>")
    if view.labels is None:
        return Cell(identifier)
    label = visible(view.labels.of(term.value).in_(view.language))
    if passage_of(term.value):
        return Cell(label)  # its locator, which tells as much
    return Cell(identifier) if label in (identifier, term.value) else Cell(label, identifier)


def _markdown(rows: Rows, cells: list[list[Cell]]) -> str:
    dashes = ["---:" if numeric else "---" for numeric in _numeric_columns(rows)]
    lines = [list(map(visible, rows.variables)), dashes, *([_markdown_cell(cell) for cell in row] for row in cells)]
    return "".join("| " + " | ".join(line) + " |\n" for line in lines)


def _markdown_cell(cell: Cell) -> str:
    """A cell that stays one cell and stays text: no pipe, markup or HTML of its own."""
    words = cell.words
    for character in "\\`*_[]<>|~&":
        words = words.replace(character, "\\" + character)
    identifier = cell.identifier.replace("|", "\\|").replace("`", "")
    return f"{words} `{identifier}`" if identifier else words


def _table(rows: Rows, cells: list[list[Cell]], view: View) -> str:
    columns = [
        Column(visible(variable), right=numeric)
        for variable, numeric in zip(rows.variables, _numeric_columns(rows), strict=True)
    ]
    return text_of_table(columns, cells, view.width, colour=view.colour, ruled=True, brief=view.brief)


def _numeric_columns(rows: Rows) -> list[bool]:
    """For each column whether it holds numbers and nothing else."""
    columns = [[row[column] for row in rows.rows if row[column] is not None] for column in range(len(rows.variables))]
    return [
        bool(column) and all(isinstance(term, ox.Literal) and term.datatype.value in NUMBERS for term in column)
        for column in columns
    ]

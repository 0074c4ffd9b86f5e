"""CSV for Excel: rows in, text with a byte order mark, CR LF, and no cell that Excel would run as a formula out.

Numbers stay numbers.
"""

from __future__ import annotations

import re

import pyoxigraph as ox

from kg.escapes import inert
from kg.formats.delimited import csv_text
from kg.namespaces import NUMBERS
from kg.querying.answers import Rows, Term

_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?", re.ASCII)


def write(rows: Rows) -> str:
    """The rows as Excel opens them: UTF-8 is told by the mark."""
    header = tuple(map(inert, rows.variables))
    return "\ufeff" + csv_text([header, *(tuple(map(_cell, row)) for row in rows.rows)])


def _cell(term: Term | None) -> str:
    if term is None:
        return ""
    text = term.value if isinstance(term, ox.NamedNode | ox.Literal) else str(term)
    is_number = isinstance(term, ox.Literal) and term.datatype.value in NUMBERS and _NUMBER.fullmatch(text)
    return text if is_number else inert(text)

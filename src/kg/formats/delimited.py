"""CSV and TSV: rows in, text as https://www.w3.org/TR/sparql11-results-csv-tsv/ has it out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import pyoxigraph as ox

from kg.namespaces import XSD
from kg.querying.answers import Rows, Term

# The literals that Turtle writes bare (Turtle 1.1, section 2.5). Compiled when first used: most answers need none.
_BARE = {
    XSD + "integer": r"[+-]?[0-9]+",
    XSD + "decimal": r"[+-]?[0-9]*\.[0-9]+",
    XSD + "double": r"[+-]?(?:[0-9]+\.[0-9]*|\.?[0-9]+)[eE][+-]?[0-9]+",
    XSD + "boolean": "true|false",
}
_NEEDS_QUOTES = '[",\r\n]'


def csv(rows: Rows) -> str:
    """CSV: values without their kind, quoted where need be, lines ended by CR LF."""
    return csv_text([rows.variables, *(tuple(map(_plain, row)) for row in rows.rows)])


def csv_text(records: Iterable[Sequence[str]]) -> str:
    """Records of plain text as CSV, quoted and ended as the answers of queries are."""
    return "".join(",".join(map(_quoted, record)) + "\r\n" for record in records)


def _quoted(cell: str) -> str:
    """A cell of CSV, in quotation marks if it holds one, a comma or a line break (RFC 4180)."""
    return '"' + cell.replace('"', '""') + '"' if re.search(_NEEDS_QUOTES, cell) else cell


def _plain(term: Term | None) -> str:
    if term is None:
        return ""
    if isinstance(term, ox.NamedNode | ox.Literal):
        return term.value
    return str(term)


def tsv(rows: Rows) -> str:
    """TSV: terms as Turtle writes them, numbers bare, one row a line."""
    header = "\t".join("?" + variable for variable in rows.variables)
    return "".join(line + "\n" for line in [header, *("\t".join(map(_turtle, row)) for row in rows.rows)])


def _turtle(term: Term | None) -> str:
    if term is None:
        return ""
    if isinstance(term, ox.Literal):
        bare = _BARE.get(term.datatype.value)
        if bare and re.fullmatch(bare, term.value):
            return term.value
    return str(term).replace("\t", "\\t")

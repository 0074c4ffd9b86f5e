"""JSON Lines: rows in, one JSON object a row out, with plain values for programs that know nothing of RDF."""

from __future__ import annotations

import json
import re

import pyoxigraph as ox

from kg.escapes import escaped_in_json
from kg.namespaces import NUMBERS, XSD
from kg.querying.answers import Rows, Term

_JSON_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?", re.ASCII)


def write(rows: Rows) -> str:
    """IRIs and texts as strings, numbers with all their digits, booleans; unbound variables are left out."""
    return "".join(
        "{"
        + ", ".join(
            f"{_text(name)}: {_value(term)}" for name, term in zip(rows.variables, row, strict=True) if term is not None
        )
        + "}\n"
        for row in rows.rows
    )


def _value(term: Term) -> str:
    if isinstance(term, ox.Literal):
        datatype = term.datatype.value
        if datatype in NUMBERS and _JSON_NUMBER.fullmatch(term.value):
            return term.value
        if datatype == XSD + "boolean" and term.value in ("true", "false"):
            return term.value
    return _text(term.value if isinstance(term, ox.NamedNode | ox.Literal) else str(term))


def _text(text: str) -> str:
    return escaped_in_json(json.dumps(text, ensure_ascii=False))

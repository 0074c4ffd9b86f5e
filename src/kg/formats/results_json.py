"""JSON: rows or a truth in, text as https://www.w3.org/TR/sparql11-results-json/ has it out.

Triple terms and base directions stand as in the draft for SPARQL 1.2.
"""

from __future__ import annotations

import json
from typing import Any

import pyoxigraph as ox

from kg.escapes import escaped_in_json
from kg.namespaces import XSD
from kg.querying.answers import Rows, Term, Truth

_STRING = XSD + "string"


def write_truth(answer: Truth) -> str:
    """The answer to ASK."""
    return _text({"head": {}, "boolean": answer.value})


def write(rows: Rows) -> str:
    """An object a row, in it an object a bound variable."""
    bindings = [
        {variable: _object(term) for variable, term in zip(rows.variables, row, strict=True) if term is not None}
        for row in rows.rows
    ]
    return _text({"head": {"vars": rows.variables}, "results": {"bindings": bindings}})


def _text(document: dict[str, Any]) -> str:
    return escaped_in_json(json.dumps(document, ensure_ascii=False, separators=(",", ":"))) + "\n"


def _object(term: Term) -> dict[str, Any]:
    if isinstance(term, ox.NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, ox.BlankNode):
        return {"type": "bnode", "value": term.value}
    if isinstance(term, ox.Triple):
        parts = {"subject": term.subject, "predicate": term.predicate, "object": term.object}
        return {"type": "triple", "value": {name: _object(part) for name, part in parts.items()}}
    literal = {"type": "literal", "value": term.value}
    if term.language:
        literal["xml:lang"] = term.language
        if term.direction:
            literal["its:dir"] = term.direction.value
    elif term.datatype.value != _STRING:
        literal["datatype"] = term.datatype.value
    return literal

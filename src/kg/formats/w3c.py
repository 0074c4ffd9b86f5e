"""The result formats of SPARQL 1.1: rows in, the text of CSV, TSV, JSON or XML out.

CSV and TSV follow https://www.w3.org/TR/sparql11-results-csv-tsv/, JSON https://www.w3.org/TR/sparql11-results-json/,
XML https://www.w3.org/TR/rdf-sparql-XMLres/. Triple terms and base directions stand as in their SPARQL 1.2 drafts.
"""

from __future__ import annotations

import re
from typing import Any

import pyoxigraph as ox

from kg.answers import Rows, Term, Truth
from kg.errors import KgError
from kg.escapes import escaped_in_json
from kg.language import Text

_XSD = "http://www.w3.org/2001/XMLSchema#"
_STRING = _XSD + "string"
# The literals that Turtle writes bare (Turtle 1.1, section 2.5).
_BARE = {
    _XSD + "integer": re.compile(r"[+-]?[0-9]+"),
    _XSD + "decimal": re.compile(r"[+-]?[0-9]*\.[0-9]+"),
    _XSD + "double": re.compile(r"[+-]?(?:[0-9]+\.[0-9]*|\.?[0-9]+)[eE][+-]?[0-9]+"),
    _XSD + "boolean": re.compile("true|false"),
}
_NEEDS_QUOTES = re.compile('[",\r\n]')
# Characters that XML 1.0 (section 2.2) cannot hold, not even escaped.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_XML_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;"})


def write(rows: Rows, format: str) -> str:
    """The rows as csv, tsv, json or xml. Raises KgError for a character that XML cannot hold."""
    return {"csv": csv, "tsv": tsv, "json": json, "xml": xml}[format](rows)


def truth(answer: Truth, format: str) -> bytes:
    """The answer to ASK as json or xml."""
    value = "true" if answer.value else "false"
    if format == "json":
        return f'{{"head":{{}},"boolean":{value}}}\n'.encode()
    return f"{_XML_START}<head></head><boolean>{value}</boolean></sparql>\n".encode()


# --- CSV and TSV ---------------------------------------------------------------------------------------------------


def csv(rows: Rows) -> str:
    """CSV: values without their kind, quoted where need be, lines ended by CR LF."""
    lines = [rows.variables, *(tuple(_plain(term) for term in row) for row in rows.rows)]
    return "".join(",".join(map(quoted, line)) + "\r\n" for line in lines)


def quoted(cell: str) -> str:
    """A cell of CSV, in quotation marks if it holds one, a comma or a line break (RFC 4180)."""
    return '"' + cell.replace('"', '""') + '"' if _NEEDS_QUOTES.search(cell) else cell


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
        if bare and bare.fullmatch(term.value):
            return term.value
    return str(term).replace("\t", "\\t")


# --- JSON ----------------------------------------------------------------------------------------------------------


def json(rows: Rows) -> str:
    """JSON: an object a row, in it an object a bound variable."""
    from json import dumps

    bindings = [
        {variable: _object(term) for variable, term in zip(rows.variables, row, strict=True) if term is not None}
        for row in rows.rows
    ]
    document = {"head": {"vars": rows.variables}, "results": {"bindings": bindings}}
    return escaped_in_json(dumps(document, ensure_ascii=False, separators=(",", ":"))) + "\n"


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


# --- XML -----------------------------------------------------------------------------------------------------------

_XML_START = '<?xml version="1.0"?><sparql xmlns="http://www.w3.org/2005/sparql-results#">'


def xml(rows: Rows) -> str:
    """XML: a result a row, in it a binding a bound variable."""
    head = "".join(f'<variable name="{variable}"/>' for variable in rows.variables)
    results = "".join(f"<result>{_bindings(rows.variables, row)}</result>" for row in rows.rows)
    return f"{_XML_START}<head>{head}</head><results>{results}</results></sparql>\n"


def _bindings(variables: tuple[str, ...], row: tuple[Term | None, ...]) -> str:
    return "".join(
        f'<binding name="{variable}">{_element(term)}</binding>'
        for variable, term in zip(variables, row, strict=True)
        if term is not None
    )


def _element(term: Term) -> str:
    if isinstance(term, ox.NamedNode):
        return f"<uri>{_escaped(term.value)}</uri>"
    if isinstance(term, ox.BlankNode):
        return f"<bnode>{term.value}</bnode>"
    if isinstance(term, ox.Triple):
        parts = (("subject", term.subject), ("predicate", term.predicate), ("object", term.object))
        return "<triple>" + "".join(f"<{name}>{_element(part)}</{name}>" for name, part in parts) + "</triple>"
    attributes = ""
    if term.language:
        attributes = f' xml:lang="{term.language}"'
        if term.direction:
            attributes += (
                f' its:dir="{term.direction.value}" xmlns:its="http://www.w3.org/2005/11/its" its:version="2.0"'
            )
    elif term.datatype.value != _STRING:
        attributes = f' datatype="{_escaped(term.datatype.value)}"'
    return f"<literal{attributes}>{_escaped(term.value)}</literal>"


def _escaped(text: str) -> str:
    if bad := _NOT_XML.search(text):
        code = f"U+{ord(bad[0]):04X}"
        raise KgError(
            Text(f"XML 不能含有字符 {code}：请用 -f json", f"XML cannot hold the character {code}: use -f json")
        )
    return text.translate(_XML_ESCAPES)

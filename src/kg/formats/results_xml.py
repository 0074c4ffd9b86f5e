"""XML: rows or a truth in, text as https://www.w3.org/TR/rdf-sparql-XMLres/ has it out.

Triple terms and base directions stand as in the draft for SPARQL 1.2.
"""

from __future__ import annotations

import re

import pyoxigraph as ox

from kg.errors import KgError
from kg.language import Text
from kg.namespaces import XSD
from kg.querying.answers import Rows, Term, Truth

_STRING = XSD + "string"
_START = '<?xml version="1.0"?><sparql xmlns="http://www.w3.org/2005/sparql-results#">'
# Characters that XML 1.0 (section 2.2) cannot hold, not even escaped.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_XML_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;"})


def write_truth(answer: Truth) -> str:
    """The answer to ASK."""
    return f"{_START}<head></head><boolean>{'true' if answer.value else 'false'}</boolean></sparql>\n"


def write(rows: Rows) -> str:
    """A result a row, in it a binding a bound variable. Raises KgError for a character that XML cannot hold."""
    head = "".join(f'<variable name="{variable}"/>' for variable in rows.variables)
    results = "".join(f"<result>{_bindings(rows.variables, row)}</result>" for row in rows.rows)
    return f"{_START}<head>{head}</head><results>{results}</results></sparql>\n"


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

"""Terms in Turtle: an IRI or a literal in, its text out, the lexical form as it was.

Characters that no reviewer could see are written as escapes.
"""

from __future__ import annotations

import re

import pyoxigraph as ox

from kg.escapes import visible
from kg.namespaces import XSD
from kg.storage.prefixes import Prefixes

# The literals that Turtle reads without quotation marks: these forms of these datatypes (RDF 1.1 Turtle, 2.5).
_BARE = {
    XSD + "boolean": re.compile(r"true|false"),
    XSD + "integer": re.compile(r"[+-]?[0-9]+"),
    XSD + "decimal": re.compile(r"[+-]?[0-9]*\.[0-9]+"),
    XSD + "double": re.compile(r"[+-]?(?:[0-9]+\.[0-9]*|\.?[0-9]+)[eE][+-]?[0-9]+"),
}
_ESCAPES = str.maketrans({'"': r"\"", "\\": r"\\", "\n": r"\n", "\r": r"\r", "\t": r"\t"})


class TurtleTerms:
    """Writes terms with the prefixes of a table and remembers which of them were `used`."""

    def __init__(self, prefixes: Prefixes) -> None:
        self._prefixes = prefixes
        self.used: set[str] = set()

    def term(self, term: ox.NamedNode | ox.Literal | ox.BlankNode | ox.Triple) -> str:
        """An IRI or a literal as below; a blank node or a triple as N-Triples have it."""
        if isinstance(term, ox.NamedNode):
            return self.iri(term.value)
        return self.literal(term) if isinstance(term, ox.Literal) else str(term)

    def iri(self, iri: str) -> str:
        """`kg:Platform` where a prefix fits, else `<http://...>`."""
        if name := self._prefixes.shorten(iri):
            self.used.add(name.partition(":")[0])
            return name
        return f"<{visible(iri)}>"

    def literal(self, literal: ox.Literal) -> str:
        """`"text"`, `"text"@zh`, `"2018-01-01"^^xsd:date`, or bare where Turtle allows it (`007`, `1.50`, `true`)."""
        datatype = literal.datatype.value
        if (bare := _BARE.get(datatype)) and bare.fullmatch(literal.value):
            return literal.value
        string = f'"{visible(literal.value.translate(_ESCAPES))}"'
        if literal.language:
            direction = f"--{literal.direction}" if literal.direction else ""
            return f"{string}@{literal.language}{direction}"
        return string if datatype == XSD + "string" else f"{string}^^{self.iri(datatype)}"

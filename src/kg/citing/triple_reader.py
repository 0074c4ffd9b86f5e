"""The reader of triples: SPARQL text in, triple patterns out, each standing alone.

What SPARQL abbreviates (`;` `,` `[ … ]` `( … )` and the paths that are chains of triples) is written out. Section
numbers are those of SPARQL 1.1 Query Language.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from kg.citing.cursor import Cursor, variable
from kg.citing.path_reader import read_path
from kg.citing.paths import Inverse, Link, Path, Sequence
from kg.citing.patterns import PathPattern, TriplePattern, not_understood
from kg.namespaces import RDF
from kg.querying.sparql import Token

Pattern = TriplePattern | PathPattern


class TripleReader:
    """Reads triples at a cursor; `new` makes a variable that the query does not have, for a kind of thing.

    A blank node in a query is a variable that is not selected (4.1.4), and becomes one.
    """

    def __init__(self, cursor: Cursor, new: Callable[[str], str]) -> None:
        self._cursor = cursor
        self._new = new
        self._blank: dict[str, str] = {}  # label → variable
        self._found: list[Pattern] = []

    def triples(self) -> list[Pattern]:
        """The triples of one subject, with those of the blank nodes and lists in them."""
        self._found = []
        self._properties(self.term())
        return self._found

    def term(self) -> str:
        """A variable or the text of a constant; the triples of a `[ … ]` or `( … )` are added to those found."""
        token = self._cursor.take()
        if token.kind == "variable":
            return variable(token)
        if token.kind == "name" and token.text.startswith("_:"):
            return self._blank.setdefault(token.text, self._new("b"))
        if token.kind in ("iri", "name", "number") or token.text in ("true", "false"):
            return token.text
        if token.text in ("+", "-") and self._cursor.kind == "number":
            return token.text + self._cursor.take().text
        if token.kind == "string":
            return self._literal(token)
        if token.text == "[":
            node = self._new("b")
            self._properties(node)
            self._cursor.expect("]")
            return node
        if token.text == "(":
            return self._list()
        raise not_understood(token)

    def _literal(self, string: Token) -> str:
        if self._cursor.kind == "language":
            self._cursor.take()
        elif self._cursor.skip("^"):
            self._cursor.expect("^")
            self._cursor.take()
        return self._cursor.text_from(string.start)

    def _list(self) -> str:
        """`( … )` as its rdf:first and rdf:rest (4.2.4)."""
        items = []
        while not self._cursor.skip(")"):
            items.append(self.term())
        rest = f"<{RDF}nil>"
        for item in reversed(items):
            cell = self._new("b")
            self._found += (TriplePattern(cell, f"<{RDF}first>", item), TriplePattern(cell, f"<{RDF}rest>", rest))
            rest = cell
        return rest

    def _properties(self, subject: str) -> None:
        while self._is_at_verb():
            if self._cursor.kind == "variable":
                predicate = variable(self._cursor.take())
                for object_ in self._objects():
                    self._found.append(TriplePattern(subject, predicate, object_))
            else:
                path = read_path(self._cursor)
                for object_ in self._objects():
                    self._found += self._joined(subject, path, object_)
            if not self._cursor.at(";"):
                return
            while self._cursor.skip(";"):
                pass

    def _is_at_verb(self) -> bool:
        if self._cursor.over:
            return False
        token = self._cursor.tokens[self._cursor.place]
        return token.kind in ("variable", "iri", "name") or token.text in ("a", "^", "!", "(")

    def _objects(self) -> list[str]:
        objects = [self.term()]
        while self._cursor.skip(","):
            objects.append(self.term())
        return objects

    def _joined(self, subject: str, path: Path, object_: str) -> Iterator[Pattern]:
        """A path as triples, as far as it is a chain of them (18.2.2.3 and 18.2.2.4)."""
        match path:
            case Link(iri):
                yield TriplePattern(subject, iri, object_)
            case Inverse(part):
                yield from self._joined(object_, part, subject)
            case Sequence(parts):
                stops = [subject, *(self._new("p") for _ in parts[1:]), object_]
                for place, part in enumerate(parts):
                    yield from self._joined(stops[place], part, stops[place + 1])
            case _:
                yield PathPattern(subject, path, object_)

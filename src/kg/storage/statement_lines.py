"""The lines on which the statements of an RDF file stand: a file in, its quads and their lines out.

The engine's parser tells no lines. But it gives the quads in the order in which the file ends to say them, so a walk
over the tokens, made in that order, pairs each with its line. Where the two do not come out even (statements about
statements, say), no line is told at all.
"""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from kg.storage.rdf_files import RdfFile
from kg.storage.turtle_tokens import Token, tokens

_DEEPEST = 64  # brackets within brackets


def lines_of(file: RdfFile, quads: list[ox.Quad]) -> list[int | None]:
    """The line (from 1) on which each of the file's quads stands, which is where its object begins; None if unknown.

    quads: all that the file gives, in its order.
    """
    text = file.content.decode()
    if file.format in (ox.RdfFormat.TURTLE, ox.RdfFormat.TRIG):
        lines = _lines_in_turtle(text)
    elif file.format in (ox.RdfFormat.N_TRIPLES, ox.RdfFormat.N_QUADS):
        lines = [number for number, line in enumerate(text.split("\n"), 1) if line.strip() and line.strip()[0] != "#"]
    else:
        lines = []
    return [*lines] if len(lines) == len(quads) else [None] * len(quads)


class _Unreadable(Exception):
    """The tokens are others than the walk knows."""


def _lines_in_turtle(text: str) -> list[int]:
    try:
        return list(_Walk(text).lines())
    except _Unreadable:
        return []


class _Walk:
    """Walks over the tokens and gives a line for each quad, in the parser's order."""

    def __init__(self, text: str) -> None:
        self._tokens = (token for token in tokens(text) if token.kind != "comment")
        self._next = next(self._tokens, None)

    def lines(self) -> Iterator[int]:
        """The lines of all statements."""
        while self._next:
            first = self._take()
            if first.begins_directive:
                while not self._take().ends_directive(first):
                    pass
            elif first.text not in (".", "{", "}") and first.text.lower() != "graph":
                yield from self._within(first, None)
                if not self._comes("{"):  # else it is the name of a graph
                    yield from self._facts(".", "}")

    def _facts(self, *ends: str, depth: int = 0) -> Iterator[int]:
        """The lines of properties and their values, up to an end, which is left to be taken."""
        while not self._comes(*ends):
            if self._comes(";"):
                self._take()
                continue
            self._term()  # the property
            yield from self._value(depth)
            while self._comes(","):
                self._take()
                yield from self._value(depth)

    def _value(self, depth: int) -> Iterator[int]:
        token = self._term()
        yield from self._within(token, token.line, depth)

    def _within(self, first: Token, line: int | None, depth: int = 0) -> Iterator[int]:
        """The lines of the statements inside a term, and of the one whose value it is: `line`, None for a subject.

        The parser gives what stands in `[ ... ]` before the statement that it belongs to. What stands in `( ... )`
        comes after it, but for a first item without brackets.
        """
        own = [] if line is None else [line]
        if depth > _DEEPEST:
            raise _Unreadable
        if first.text == "[":
            yield from self._facts("]", depth=depth + 1)
            self._take()
        elif first.text == "(" and not self._comes(")"):
            if self._comes("[", "("):
                yield from own
                own = []
            yield from self._value(depth + 1)
            yield from own
            own = []
            while not self._comes(")"):
                yield self._peek().line  # the rest of the list, from this item on
                yield from self._value(depth + 1)
            yield self._take().line
        elif first.text == "(":
            self._take()
        elif first.kind == "string":
            self._end_literal()
        yield from own

    def _end_literal(self) -> None:
        """Takes the language tag or datatype of a literal, if it has one."""
        if self._next and self._next.text == "^^":
            self._take()
            self._take()
        elif self._next and self._next.text.startswith(("@", "^^")):
            self._take()

    def _comes(self, *texts: str) -> bool:
        return self._peek().text in texts

    def _peek(self) -> Token:
        if self._next is None:
            raise _Unreadable
        return self._next

    def _term(self) -> Token:
        """Takes the token that begins a term."""
        token = self._take()
        if (token.kind == "mark" and token.text not in "[(") or token.text.startswith("~"):
            raise _Unreadable
        return token

    def _take(self) -> Token:
        token = self._peek()
        self._next = next(self._tokens, None)
        return token

"""The comments of a Turtle or TriG file: the text of the file in, out each comment with the thing that it stands above.

Parsers drop comments, so they are found among the tokens. A comment has a place in the canonical form when it is the
head of the file or stands on lines of its own directly above a thing; every other comment is refused, because it would
be lost or would end up beside the wrong statement.
"""

from __future__ import annotations

from typing import NamedTuple

import pyoxigraph as ox

from kg.errors import KgError
from kg.escapes import pointed_at
from kg.language import Text
from kg.storage.turtle_tokens import Token, tokens


class Comments(NamedTuple):
    """The comments of a file, each line with its `#` and without the white space around it.

    `above` maps (graph, subject) to the lines above that thing; the graph is "" in the default graph, and the subject
    is "" where the comment stands above the block of the graph itself.
    """

    head: list[str]
    above: dict[tuple[str, str], list[str]]


def find_comments(name: str, text: str, scattered: str = "") -> Comments:
    """The comments of a file called `name` whose text is valid Turtle or TriG.

    `scattered` is the IRI of a graph that stands in many blocks, so that no comment can be about the block.
    Raises KgError with file and line for a comment that has no place in the canonical form.
    """
    return _Reader(name, text, scattered).read()


class _Reader:
    """Walks over the statements of a file without reading their insides."""

    def __init__(self, name: str, text: str, scattered: str) -> None:
        self._name = name
        self._scattered = scattered
        self._tokens = tokens(text)
        self._found = Comments([], {})
        self._waiting: list[Token] = []  # comments between statements whose thing has not come yet
        self._directives = ""  # those read so far: they say what a prefixed name means
        self._at_head = True
        self._graph = ""  # the graph whose block is open, as written

    def read(self) -> Comments:
        between = True  # between statements, where a comment may stand
        named: Token | None = None  # the first token of a statement, until the next tells what it begins
        for token in self._tokens:
            if token.kind == "comment":
                if not between or not token.alone:
                    raise self._misplaced(token)
                self._waiting.append(token)
            elif named and token.text == "{":
                self._graph = named.text
                self._keep(named, self._graph, "")
                named, between = None, True
            else:
                if named:
                    self._keep(named, self._graph, named.text)
                    named = None
                if token.text == "}":
                    self._refuse_waiting()
                    self._graph, between = "", True
                elif token.text == ".":
                    between = True
                elif between and token.begins_directive:
                    self._read_directive(token)
                elif between and token.text == "{":
                    self._end_head()
                elif between and token.text.lower() != "graph":
                    named, between = token, False
        self._refuse_waiting()
        return self._found

    def _read_directive(self, first: Token) -> None:
        self._end_head()
        words = [first.text]
        for token in self._tokens:
            if token.kind == "comment":
                raise self._misplaced(token)
            words.append(token.text)
            if token.ends_directive(first):
                break
        self._directives += " ".join(words) + "\n"

    def _keep(self, thing: Token, graph: str, subject: str) -> None:
        """Puts the comments directly above `thing` on record; others can only be the head of the file."""
        below = thing.line
        directly: list[Token] = []
        while self._waiting and self._waiting[-1].line == below - 1:
            directly.insert(0, self._waiting.pop())
            below -= 1
        self._end_head()
        if directly:
            place = (self._iri(graph, directly[0]), self._iri(subject, directly[0]))
            if place == (self._scattered, ""):
                raise self._misplaced(directly[0])
            self._found.above.setdefault(place, []).extend(comment.text for comment in directly)

    def _iri(self, name: str, comment: Token) -> str:
        """The IRI that a name in the file stands for; a blank node has none, so nothing can stay above it."""
        if not name:
            return ""
        if name in ("[", "(") or name.startswith("_:"):
            raise self._misplaced(comment)
        statement = f"{self._directives}{name} <urn:x> <urn:x> ."
        subject = next(iter(ox.parse(statement, format=ox.RdfFormat.TURTLE))).subject
        assert isinstance(subject, ox.NamedNode)
        return subject.value

    def _end_head(self) -> None:
        """What waits is the head of the file if nothing has come before, and else has no place."""
        if self._at_head:
            self._found.head.extend(comment.text for comment in self._waiting)
            self._waiting.clear()
            self._at_head = False
        self._refuse_waiting()

    def _refuse_waiting(self) -> None:
        if self._waiting:
            raise self._misplaced(self._waiting[0])

    def _misplaced(self, comment: Token) -> KgError:
        return KgError(
            Text(
                "此处的注释会丢失：请移到文件开头，或紧接在所说事物之上单独成行，或改写为 rdfs:comment",
                "a comment here would be lost: move it to the head of the file or to lines of its own directly above"
                " the thing that it is about, or make it an rdfs:comment",
            ),
            place=f"{self._name}:{comment.line}",
            excerpt=pointed_at(comment.text, 1)[0],
        )

"""The tokens of a Turtle, TriG or N-Triples file: valid text in, out each token with the line on which it begins.

Parsers tell neither lines nor comments, so what needs them reads the tokens.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

# Turtle's own tokens, as coarse as finding comments and terms allows (RDF 1.1 Turtle, 6.5): a `#` begins a comment
# unless it stands in an IRI, in a string or behind a backslash; a full stop inside a name or number ends no statement.
_TOKEN = re.compile(
    r"""
      (?P<space>   [ \t\r\n]+ )
    | (?P<comment> \#[^\r\n]* )
    | (?P<iri>     <[^<>\s]*> )
    | (?P<string>  \"{3}(?:\\.|[^\\])*?\"{3} | '{3}(?:\\.|[^\\])*?'{3} | "(?:\\.|[^"\\])*" | '(?:\\.|[^'\\])*' )
    | (?P<word>    (?: \\. | [^\s\#<>"'{}()\[\];,.\\] | \.+(?=[^\s\#<>"'{}()\[\];,.]) )+ )
    | (?P<mark>    . )
    """,
    re.VERBOSE | re.DOTALL,
)
_DIRECTIVES = ("@prefix", "@base", "@version", "prefix", "base", "version")


class Token(NamedTuple):
    """A piece of text: `kind` is comment, iri, string, word (a name, number, language tag ...) or mark.

    `alone` says that nothing but white space stands before it on its line.
    """

    kind: str
    text: str
    line: int
    alone: bool

    @property
    def begins_directive(self) -> bool:
        """Whether a directive begins here, if a statement could."""
        return self.text.lower() in _DIRECTIVES

    def ends_directive(self, first: Token) -> bool:
        """Whether this ends the directive that `first` begins.

        `@prefix` ends with a full stop, SPARQL's PREFIX with its IRI and VERSION with its string.
        """
        return self.text == "." or (not first.text.startswith("@") and self.kind in ("iri", "string"))


def tokens(text: str) -> Iterator[Token]:
    """The tokens in the order of the text, white space left out."""
    line = 1
    alone = True
    for match in _TOKEN.finditer(text):
        kind, newlines = match.lastgroup or "", match[0].count("\n")
        if kind == "space":
            alone = alone or newlines > 0
        else:
            yield Token(kind, match[0].rstrip() if kind == "comment" else match[0], line, alone)
            alone = False
        line += newlines

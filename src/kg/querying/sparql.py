"""SPARQL text as tokens: a query in, its strings, IRIs, names, variables and words out.

Not a parser: just enough to see how deep a query nests, which words and names it uses, and where a variable stands.
Where a token ends follows the terminals of SPARQL 1.1 (section 19.8) and, as there, the longest one wins.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

_CODE_POINT = r"\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}"
# Text, because compiling it takes 2 ms and most queries are never cut up; `re` remembers what it has compiled.
_TOKEN = rf"""
    (?P<string>   \"\"\"(?:[^"\\]|\\.|"(?!""))*+\"\"\" | '''(?:[^'\\]|\\.|'(?!''))*+''' )
  | (?P<endless>  (?:\"\"\"|''').* )
  | (?P<short>    "(?:[^"\\\r\n]|\\.)*+" | '(?:[^'\\\r\n]|\\.)*+' )
  | (?P<unclosed> ["'][^\r\n]* )
  | (?P<iri>      <(?:[^<>"{{}}|^`\\\x00-\x20]|{_CODE_POINT})*+> )
  | (?P<comment>  \#[^\r\n]* )
  | (?P<blank>    [ \t\r\n]+ )
  | (?P<variable> [?$]\w+ )
  | (?P<language> @[A-Za-z]+(?:-[A-Za-z0-9]+)* )
  | (?P<name>     (?:[^\W\d][\w.-]{{0,99}}+(?<!\.))?+ : (?:[\w:%-]|\\[^\s]|\.(?=[\w:%.\\-]))* )
  | (?P<word>     [^\W\d]\w* )
  | (?P<number>   \d+(?:\.\d+)?(?:[eE][+-]?\d+)? )
  | (?P<mark>     (?s:.) )
"""
# A string that never ends is one token too, so that hostile text takes no longer than other text.
_KINDS = {"short": "string", "endless": "unclosed"}


class Token(NamedTuple):
    """A piece of a query: its `kind` (string, unclosed, iri, variable, ...), its text, and where it starts, from 0."""

    kind: str
    text: str
    start: int


def tokens(query: str) -> Iterator[Token]:
    """The tokens of a query in order, without white space and comments; any text has some."""
    for match in re.finditer(_TOKEN, query, re.VERBOSE | re.DOTALL):
        kind = match.lastgroup
        if kind and kind not in ("blank", "comment"):
            yield Token(_KINDS.get(kind, kind), match[0], match.start())


def declared_prefixes(found: Iterable[Token]) -> dict[str, str]:
    """Prefix → namespace IRI, as the PREFIX lines of a query have it."""
    declared: dict[str, str] = {}
    before, name = "", ""
    for token in found:
        if token.kind == "iri" and name and before.upper() == "PREFIX":
            declared[name.removesuffix(":")] = token.text[1:-1]
        before, name = name, token.text
    return declared


def with_terms(query: str, terms: Mapping[str, object]) -> str:
    """The query with a term in the place of each variable that is named in `terms`.

    A term prints itself as the engine writes it, and the engine reads escapes only inside strings and IRIs: whatever
    a term holds, it stays one term. (The engine's own substitutions reach neither variables that are not selected nor
    sub-selects.) Where SPARQL wants an expression in brackets it gets one: a selected variable keeps its name, and so
    does what orders or groups.
    """
    pieces: list[str] = []
    done, depth, clause, before = 0, 0, "", ""
    opened: list[tuple[str, int]] = []
    for token in tokens(query):
        word = token.text.upper() if token.kind == "word" else ""
        if word in ("SELECT", "BY", "WHERE", "HAVING", "LIMIT", "OFFSET", "VALUES"):
            clause, depth = word, 0
        elif token.text == "{":
            opened.append((clause, depth))
            clause, depth = "", 0
        elif token.text == "}" and opened:
            clause, depth = opened.pop()
        elif token.text in ("(", ")"):
            depth += 1 if token.text == "(" else -1
        name = token.text[1:]
        if token.kind == "variable" and name in terms and before != "AS":
            term = str(terms[name])
            if depth == 0 and clause == "SELECT":
                term = f"({term} AS {token.text})"
            elif depth == 0 and clause == "BY":
                term = f"({term})"
            pieces += (query[done : token.start], term)
            done = token.start + len(token.text)
        before = word
    return "".join((*pieces, query[done:]))


def line_and_column(query: str, position: int) -> tuple[int, int]:
    """Where a position (from 0) stands: line and column, from 1."""
    line_start = query.rfind("\n", 0, position) + 1
    return query.count("\n", 0, position) + 1, position - line_start + 1

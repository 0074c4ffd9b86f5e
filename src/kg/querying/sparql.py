"""SPARQL text as tokens: a query in, its strings, IRIs, names, variables and words out.

Not a parser: just enough to see how deep a query nests, which words and names it uses, and where a variable stands.
Where a token ends follows the terminals of SPARQL 1.1 (section 19.8) and, as there, the longest one wins.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from kg.errors import KgError
from kg.language import Text

_CODE_POINT = r"\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}"
# What VARNAME (166) is made of, with PN_CHARS_U (165): more than Python's letters, and others.
_LETTER = (
    r"A-Za-z_\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u02FF\u0370-\u037D\u037F-\u1FFF\u200C\u200D\u2070-\u218F"
    r"\u2C00-\u2FEF\u3001-\uD7FF\uF900-\uFDCF\uFDF0-\uFFFD\U00010000-\U000EFFFF"
)
# Text, because compiling it takes 2 ms and most queries are never cut up; `re` remembers what it has compiled.
_TOKEN = rf"""
    (?P<string>   \"\"\"(?:[^"\\]|\\.|"(?!""))*+\"\"\" | '''(?:[^'\\]|\\.|'(?!''))*+''' )
  | (?P<endless>  (?:\"\"\"|''').* )
  | (?P<short>    "(?:[^"\\\r\n]|\\.)*+" | '(?:[^'\\\r\n]|\\.)*+' )
  | (?P<unclosed> ["'][^\r\n]* )
  | (?P<iri>      <(?:[^<>"{{}}|^`\\\x00-\x20]|{_CODE_POINT})*+> )
  | (?P<comment>  \#[^\r\n]* )
  | (?P<blank>    [ \t\r\n]+ )
  | (?P<variable> [?$][{_LETTER}0-9][{_LETTER}0-9\u00B7\u0300-\u036F\u203F\u2040]* )
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


def after_prologue(found: Iterable[Token]) -> Iterator[Token]:
    """The tokens after the PREFIX and BASE lines: the first says what kind of query it is."""
    rest = iter(found)
    for token in rest:
        if token.kind == "word" and token.text.upper() in ("PREFIX", "BASE"):
            next((part for part in rest if part.kind == "iri"), None)
            continue
        yield token
        break
    yield from rest


def with_terms(query: str, terms: Mapping[str, object], place: str = "query") -> str:
    """The query with a term in the place of each variable that is named in `terms`; `place` is what errors call it.

    A term prints itself as the engine writes it, and the engine reads escapes only inside strings and IRIs: whatever
    a term holds, it stays one term. (The engine's own substitutions reach neither variables that are not selected nor
    sub-selects.) Where SPARQL wants an expression in brackets it gets one: a selected variable keeps its name, and so
    does what orders or groups. Raises KgError where VALUES sets one of the variables: it wants a variable there.
    """
    pieces: list[str] = []
    done = 0
    for token, term in _replaced(query, terms, place):
        pieces += (query[done : token.start], term)
        done = token.start + len(token.text)
    return "".join((*pieces, query[done:]))


def position_before(position: int, query: str, terms: Mapping[str, object]) -> int:
    """Where a position (from 0) of the query with its terms stands in the query that had variables in their place."""
    longer = 0
    for token, term in _replaced(query, terms, ""):
        start = token.start + longer
        if position < start + len(term):
            return token.start if position >= start else position - longer
        longer += len(term) - len(token.text)
    return position - longer


def _replaced(query: str, terms: Mapping[str, object], place: str) -> Iterator[tuple[Token, str]]:
    """The variables of a query that give way to a term, each with what takes its place."""
    depth, clause, before = 0, "", ""
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
            clause = "" if clause == "VALUES" else clause  # its rows are its end
        elif token.text in ("(", ")"):
            depth += 1 if token.text == "(" else -1
        name = token.text[1:]
        if token.kind == "variable" and name in terms and before != "AS":
            if clause == "VALUES":
                line, column = line_and_column(query, token.start)
                raise KgError(
                    Text(
                        f"VALUES 已给出 ?{name} 的值，不能再作参数：请去掉其一",
                        f"VALUES sets ?{name}, so it can be no parameter: leave out one of the two",
                    ),
                    place=f"{place}:{line}:{column}",
                )
            term = str(terms[name])
            if depth == 0 and clause == "SELECT":
                term = f"({term} AS {token.text})"
            elif depth == 0 and clause == "BY":
                term = f"({term})"
            yield token, term
        before = word


def line_and_column(query: str, position: int) -> tuple[int, int]:
    """Where a position (from 0) stands: line and column, from 1."""
    line_start = query.rfind("\n", 0, position) + 1
    return query.count("\n", 0, position) + 1, position - line_start + 1

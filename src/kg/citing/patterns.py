"""Queries as data: their scopes and the patterns in these (SPARQL 1.1 Query Language, section 5).

Triple patterns stand alone (`;` `,` `[]` `()` `^` `/` are taken apart); expressions are text. A term is the text of a
constant, or `?name`. A mark is a variable that a witness query binds where its pattern matched.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from kg.citing.paths import Path
from kg.language import Text
from kg.querying.sparql import Token, tokens

_AGGREGATES = frozenset(["COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT"])


class NotCitable(Exception):
    """A form that cannot be cited: its answer stands, and `reason` tells the reader why it has no citations."""

    def __init__(self, reason: Text) -> None:
        super().__init__(reason.en)
        self.reason = reason


def not_understood(token: Token | None = None) -> NotCitable:
    """That the query is read no further than this token, which the engine may well understand."""
    at = f"“{token.text[:20]}”" if token else ""
    return NotCitable(
        Text(f"无法解析查询的结构{at}", f"the structure of the query is not understood{f' at {at}' if at else ''}")
    )


class TriplePattern(NamedTuple):
    """A triple; its predicate is an IRI or a variable."""

    subject: str
    predicate: str
    object: str


class PathPattern(NamedTuple):
    """Two terms that a path joins which is no chain of triples."""

    subject: str
    path: Path
    object: str


class Group(NamedTuple):
    """`{ … }`."""

    elements: tuple[Element, ...]


class OptionalPattern(NamedTuple):
    """`OPTIONAL { … }`; its mark is bound where it matched."""

    group: Group
    mark: str


class UnionPattern(NamedTuple):
    """`{ … } UNION { … }`; its mark is the number of the branch."""

    branches: tuple[Group, ...]
    mark: str


class GraphPattern(NamedTuple):
    """`GRAPH name { … }`."""

    name: str
    group: Group


class Existing(NamedTuple):
    """The group of an EXISTS in a condition; `variables` are all that it mentions, `mark` only names it.

    needed: whether each solution needs a match of it, or may have come by another condition.
    """

    group: Group
    variables: frozenset[str]
    mark: str
    needed: bool


class Verbatim(NamedTuple):
    """FILTER, BIND, VALUES or MINUS: kept as text.

    existing: what it asks to exist. absence: whether it asks for something not to exist, or makes a value of whether
    it does. binds: the variables that it binds.
    """

    text: str
    existing: tuple[Existing, ...] = ()
    absence: bool = False
    binds: frozenset[str] = frozenset()


class SubSelect(NamedTuple):
    """`{ SELECT … }`; the variables of its columns are copied under names that begin with `mark`."""

    select: Select
    mark: str


Element = TriplePattern | PathPattern | Group | OptionalPattern | UnionPattern | GraphPattern | Verbatim | SubSelect


class Column(NamedTuple):
    """What SELECT or GROUP BY names: a variable, an expression, or an expression with the variable that it binds."""

    variable: str
    expression: str = ""

    @property
    def words(self) -> set[str]:
        """The words of the expression in upper case: its functions, among others."""
        return words_of(self.expression)


class Select(NamedTuple):
    """A SELECT, or an ASK, which is one that selects nothing.

    text: all of it. columns: None for `*`. body: the text of `{ … }`. values: the VALUES behind it. limited: whether
    LIMIT or OFFSET cuts its rows.
    """

    text: str
    columns: tuple[Column, ...] | None
    distinct: bool
    where: Group
    body: str
    groups: tuple[Column, ...]
    having: str
    values: str
    limited: bool

    @property
    def is_one_group(self) -> bool:
        """Whether its only row is the group of all solutions, of which there may be none."""
        return self.aggregates and not self.groups

    @property
    def makes_values_of_exists(self) -> bool:
        """Whether a column says if something exists."""
        return any("EXISTS" in column.words for column in self.columns or ())

    @property
    def aggregates(self) -> bool:
        """Whether its rows are groups of solutions."""
        return bool(self.groups or self.having) or any(_AGGREGATES & each.words for each in self.columns or ())


class Query(NamedTuple):
    """A query: its prologue (BASE, PREFIX) and its outermost SELECT. No name in it begins with `fresh`."""

    prologue: str
    select: Select
    fresh: str


def words_of(text: str) -> set[str]:
    """The words in a piece of SPARQL, in upper case; strings, names and variables are none."""
    return {token.text.upper() for token in tokens(text) if token.kind == "word"}


def variables_of(element: Element) -> frozenset[str]:
    """The variables that a pattern can bind."""
    match element:
        case TriplePattern():
            return frozenset(term for term in element if term.startswith("?"))
        case PathPattern(subject, _, object_):
            return frozenset(term for term in (subject, object_) if term.startswith("?"))
        case Group(elements):
            return frozenset().union(*map(variables_of, elements))
        case OptionalPattern(group, _):
            return variables_of(group)
        case UnionPattern(branches, _):
            return frozenset().union(*map(variables_of, branches))
        case GraphPattern(name, group):
            return variables_of(group) | ({name} if name.startswith("?") else set())
        case Verbatim():
            return element.binds
        case SubSelect(select, _):
            if select.columns is None:
                return variables_of(select.where)
            return frozenset(column.variable for column in select.columns)


def elements_of(group: Group) -> Iterator[Element]:
    """The elements of a group and of the groups in it, those of sub-selects and conditions left out."""
    for element in group.elements:
        yield element
        match element:
            case Group():
                yield from elements_of(element)
            case OptionalPattern(inner, _) | GraphPattern(_, inner):
                yield from elements_of(inner)
            case UnionPattern(branches, _):
                for branch in branches:
                    yield from elements_of(branch)


def scopes_of(select: Select) -> Iterator[Select]:
    """A SELECT and those within it."""
    yield select
    pending = [select.where]
    while pending:
        for element in elements_of(pending.pop()):
            match element:
                case SubSelect(inner, _):
                    yield from scopes_of(inner)
                case Verbatim():
                    pending += (existing.group for existing in element.existing)

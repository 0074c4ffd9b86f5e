"""Answers: a store and a query in, the rows, the truth or the triples that the query asks for out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import pyoxigraph as ox

from kg.errors import KgError
from kg.language import Text
from kg.querying.guard import refuse_unsafe

if TYPE_CHECKING:
    from kg.storage.prefixes import Prefixes

Term = ox.NamedNode | ox.Literal | ox.BlankNode | ox.Triple
Item = TypeVar("Item")


class Rows(NamedTuple):
    """The answer to SELECT: a term or None for each variable of each row; `truncated` when there were more rows."""

    variables: tuple[str, ...]
    rows: list[tuple[Term | None, ...]]
    truncated: bool = False


class Truth(NamedTuple):
    """The answer to ASK."""

    value: bool


class Triples(NamedTuple):
    """The answer to CONSTRUCT and DESCRIBE; `truncated` when there were more triples."""

    triples: list[ox.Triple]
    truncated: bool = False


Answer = Rows | Truth | Triples


def ask(
    store: ox.Store,
    query: str,
    prefixes: Prefixes,
    parameters: Mapping[str, Term] | None = None,
    *,
    rows: int | None = None,
    place: str = "query",
) -> Answer:
    """The answer of a store to a SPARQL query in which the project's prefixes need no declaration.

    parameters: the terms to put in the place of variables. rows: at most so many rows or triples.
    place: what messages call the query. Raises KgError with line and column for a query that the engine cannot read,
    what `refuse_unsafe` raises, and the engine's own error where a store on disk is damaged.
    """
    refuse_unsafe(query, place)
    if parameters:
        from kg.querying.sparql import with_terms

        query = with_terms(query, _checked(parameters, query, place))
    try:
        results = store.query(query, prefixes=dict(prefixes))
        if isinstance(results, ox.QueryBoolean):
            return Truth(bool(results))
        if isinstance(results, ox.QueryTriples):
            return Triples(*_at_most(rows, results))
        return _rows(results, query, rows)
    except SyntaxError as error:
        from kg.querying.complaints import unreadable

        raise unreadable(str(error.msg), query, prefixes, place) from None
    except (RuntimeError, ValueError) as error:
        from kg.storage.prepared import shows_damage

        if shows_damage(error):
            raise
        raise KgError(Text(f"查询无法执行：{error}", f"the query cannot be answered: {error}"), place=place) from None


def _rows(solutions: ox.QuerySolutions, query: str, most: int | None) -> Rows:
    """Rows with their columns as selected; those of `SELECT *`, which the engine sorts, as the query names them."""
    variables = tuple(variable.value for variable in solutions.variables)
    first = re.search(r"(?i)\bselect\s*(?:distinct\s*|reduced\s*)?(\*?)", query)
    if not first or not first[1]:
        return Rows(variables, *_at_most(most, (tuple(solution) for solution in solutions)))
    from kg.querying.sparql import tokens

    named = dict.fromkeys(token.text[1:] for token in tokens(query) if token.kind == "variable")
    columns = sorted(range(len(variables)), key=lambda column: list(named).index(variables[column]))
    rows, truncated = _at_most(most, solutions)
    return Rows(
        tuple(variables[column] for column in columns),
        [tuple(row[column] for column in columns) for row in rows],
        truncated,
    )


def _at_most(most: int | None, items: Iterable[Item]) -> tuple[list[Item], bool]:
    """At most so many items, and whether there were more."""
    if most is None:
        return list(items), False
    taken = list(islice(items, most + 1))
    return taken[:most], len(taken) > most


def _checked(parameters: Mapping[str, Term], query: str, place: str) -> Mapping[str, Term]:
    """The parameters, if the query has a variable for each."""
    from kg.querying.sparql import tokens

    variables = {token.text[1:] for token in tokens(query) if token.kind == "variable"}
    for name in parameters:
        if name not in variables:
            from kg.naming.suggestions import did_you_mean

            near = did_you_mean(name, variables)
            raise KgError(
                Text(f"查询中没有变量 ?{name}。{near.zh}", f"the query has no variable ?{name}.{near.en}"), place=place
            )
    return parameters

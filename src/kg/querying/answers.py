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
    return ask_unguarded(store, query, prefixes, parameters, rows=rows, place=place)


def ask_unguarded(
    store: ox.Store,
    query: str,
    prefixes: Prefixes,
    parameters: Mapping[str, Term] | None = None,
    *,
    rows: int | None = None,
    place: str = "query",
) -> Answer:
    """As `ask`, but whatever the query may reach or crash: for queries that are known, as those of a test suite."""
    asked = bound(query, parameters, place)
    try:
        results = store.query(asked, prefixes=dict(prefixes))
        if isinstance(results, ox.QueryBoolean):
            return Truth(bool(results))
        if isinstance(results, ox.QueryTriples):
            return Triples(*at_most(rows, results))
        return rows_of(results.variables, results, query, rows)
    except SyntaxError as error:
        from kg.querying.complaints import unreadable

        raise unreadable(str(error.msg), query, prefixes, place, parameters) from None
    except (RuntimeError, ValueError) as error:
        from kg.storage.damage import shows_damage

        if shows_damage(error):
            raise
        raise unanswerable(error, place) from None


def unanswerable(error: Exception, place: str) -> KgError:
    """What is said of a query that the engine reads and then does not answer."""
    return KgError(Text(f"查询无法执行：{error}", f"the query cannot be answered: {error}"), place=place)


def bound(query: str, parameters: Mapping[str, Term] | None, place: str) -> str:
    """The query as it is asked: with the terms in the place of variables. Raises KgError where it has none such."""
    if not parameters:
        return query
    from kg.querying.sparql import with_terms

    return with_terms(query, _checked(parameters, query, place), place)


def rows_of(names: Iterable[ox.Variable], solutions: Iterable[ox.QuerySolution], query: str, most: int | None) -> Rows:
    """Rows with their columns as selected; those of `SELECT *`, which the engine sorts, as the query names them."""
    variables = tuple(variable.value for variable in names)
    starred = _named_by_star(query)
    if not starred:
        return Rows(variables, *at_most(most, (tuple(solution) for solution in solutions)))
    order = {name: place for place, name in enumerate(starred)}
    columns = sorted(range(len(variables)), key=lambda column: order.get(variables[column], len(order)))
    rows, truncated = at_most(most, solutions)
    return Rows(
        tuple(variables[column] for column in columns),
        [tuple(row[column] for column in columns) for row in rows],
        truncated,
    )


def _named_by_star(query: str) -> list[str]:
    """The variables of a query that selects all, in the order of the text; of any other query none.

    The words may also stand in a comment or belong to a sub-select, so where they occur the tokens decide.
    """
    if not re.search(r"(?i)\bselect(?:\s|#[^\r\n]*+|distinct|reduced)*+\*", query):
        return []
    from kg.querying.sparql import tokens

    found = list(tokens(query))
    words = [token.text.upper() for token in found]
    selected = words.index("SELECT") + 1
    if words[selected] in ("DISTINCT", "REDUCED"):
        selected += 1
    names = (token.text[1:] for token in found if token.kind == "variable")
    return list(dict.fromkeys(names)) if words[selected] == "*" else []


def at_most(most: int | None, items: Iterable[Item]) -> tuple[list[Item], bool]:
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

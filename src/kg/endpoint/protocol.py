"""A SPARQL endpoint: the address of a server and a query in, the same answer out that a store at home would give.

The query operation of the SPARQL 1.1 Protocol (https://www.w3.org/TR/sparql11-protocol/#query-operation), as a form by
POST: every server takes that, whereas some never answer `application/sparql-query` (Virtuoso, issue 842), and an
address that holds the query grows too long. The engine at home reads the query first, so that what is wrong with it is
said in the same words and nothing but a query is ever sent; it also reads the reply, and refuses bad IRIs in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.endpoint.address import Address
from kg.endpoint.exchange import Reply, exchange
from kg.errors import KgError
from kg.language import Text
from kg.querying.answers import Answer, Rows, Term, Triples, Truth, at_most, bound, rows_of, unanswerable
from kg.querying.guard import refuse_unsafe
from kg.querying.sandbox import Limits

if TYPE_CHECKING:
    from kg.storage.prefixes import Prefixes

# JSON alone for rows: all servers write it, and XML has entities.
_RESULTS = ("application/sparql-results+json", "application/json")
_GRAPHS = {"application/n-triples": ox.RdfFormat.N_TRIPLES, "text/turtle": ox.RdfFormat.TURTLE}
_ACCEPT_ROWS = _RESULTS[0]
_ACCEPT_GRAPH = "application/n-triples, text/turtle;q=0.8"


def ask_endpoint(
    address: Address,
    query: str,
    prefixes: Prefixes,
    parameters: Mapping[str, Term] | None = None,
    *,
    limits: Limits = Limits(),  # noqa: B008 - immutable
    place: str = "query",
) -> Answer:
    """The answer of an endpoint to a SPARQL query in which the project's prefixes need no declaration.

    parameters: the terms to put in the place of variables. limits: of the time and the rows or triples; the memory is
    for whoever runs this. place: what messages call the query. Raises what `kg.querying.answers.ask` raises for the
    query, before anything is sent, what `exchange` raises, and KgError for a reply that is no answer to it.
    """
    refuse_unsafe(query, place)
    asked = bound(query, parameters, place)
    kind, columns = _examined(asked, query, prefixes, parameters, place)
    form = {"query": _with_prefixes(asked, prefixes)}
    graph = kind in ("CONSTRUCT", "DESCRIBE")
    with exchange(address, form, _ACCEPT_GRAPH if graph else _ACCEPT_ROWS, limits.seconds) as reply:
        try:
            if graph:
                return _triples(reply, limits.rows)
            found = _rows_or_truth(reply, query, limits.rows)
        except SyntaxError as error:
            message = Text(f"端点的答复无法读取：{error.msg}", f"its reply cannot be read: {error.msg}")
            raise KgError(message, place=str(address)) from None
    if isinstance(found, Truth) != (kind == "ASK") or _is_other(found, columns):
        message = Text(
            "端点所答非所问：列或种类与查询不符", "it answers something else: other columns, or rows for a truth"
        )
        raise KgError(message, place=str(address))
    return found


def _examined(
    asked: str, query: str, prefixes: Prefixes, parameters: Mapping[str, Term] | None, place: str
) -> tuple[str, list[str] | None]:
    """What kind of query it is, and the columns of its rows; None where the engine knows no columns.

    Raises KgError for what is no query, as if it were asked at home.
    """
    from kg.querying.sparql import after_prologue, tokens

    columns = None
    try:
        found = ox.Store().query(asked, prefixes=dict(prefixes))
        if isinstance(found, ox.QuerySolutions):
            columns = [variable.value for variable in found.variables]
    except SyntaxError as error:
        from kg.querying.complaints import unreadable

        raise unreadable(str(error.msg), query, prefixes, place, parameters) from None
    except ValueError as error:
        raise unanswerable(error, place) from None
    except RuntimeError:
        pass  # a function that only the server may know
    return next(after_prologue(tokens(asked))).text.upper(), columns


def _with_prefixes(asked: str, prefixes: Prefixes) -> str:
    """The query with the declarations that it needs, on its first line: a server's line numbers stay right.

    One too many, for what looks like a name within a string, does no harm.
    """
    from kg.querying.sparql import declared_prefixes, tokens

    declared = declared_prefixes(tokens(asked))
    missing = {prefix: iri for prefix, iri in prefixes.items() if f"{prefix}:" in asked and prefix not in declared}
    return "".join(f"PREFIX {prefix}: <{iri}> " for prefix, iri in missing.items()) + asked


def _rows_or_truth(reply: Reply, query: str, most: int) -> Rows | Truth:
    _check_type(reply, *_RESULTS)
    found = ox.parse_query_results(reply.body, format=ox.QueryResultsFormat.JSON)  # type: ignore[arg-type]
    if isinstance(found, ox.QueryBoolean):
        return Truth(bool(found))
    return rows_of(found.variables, _to_the_last(found), query, most)


def _to_the_last(solutions: ox.QuerySolutions) -> Iterator[ox.QuerySolution]:
    """The solutions; what a server tells behind them, as it may (QLever the time that it took), the engine refuses."""
    try:
        yield from solutions
    except SyntaxError as error:
        if "after the end of the bindings" not in str(error.msg):
            raise


def _triples(reply: Reply, most: int) -> Triples:
    _check_type(reply, *_GRAPHS)
    quads = ox.parse(reply.body, format=_GRAPHS[reply.type], base_iri=reply.address.url)  # type: ignore[arg-type]
    return Triples(*at_most(most, (quad.triple for quad in quads)))


def _check_type(reply: Reply, *known: str) -> None:
    if reply.type not in known:
        given = reply.type or "?"
        raise KgError(
            Text(
                f"端点答复的类型是 {given}，而不是 {known[0]}：它是 SPARQL 查询的网址吗？",
                f"it answers in {given}, not in {known[0]}: is it the address for SPARQL queries?",
            ),
            place=str(reply.address),
        )


def _is_other(found: Rows | Truth, columns: list[str] | None) -> bool:
    """Whether rows have other columns than were selected."""
    return isinstance(found, Rows) and columns is not None and sorted(found.variables) != sorted(columns)

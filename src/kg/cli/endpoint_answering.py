"""What `kg query --endpoint` does: a question and a server's address in, the bytes of the server's answer out."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, TypeVar

from kg.cli.answering import Outcome, Question, Wish, is_empty, outcome, shows_labels, terms_of, written
from kg.errors import KgError
from kg.language import Text
from kg.querying.sandbox import Limits, run_limited

if TYPE_CHECKING:
    from kg.cli.options import Session
    from kg.endpoint.address import Address
    from kg.graph import Graph
    from kg.naming.labels import Labels
    from kg.querying.answers import Answer, Term

Result = TypeVar("Result")

_SHARE = 0.5  # of the time that is left: so much each request behind the answer may take, which is to be handed over
_LONGEST_LOOK = 5.0  # seconds: of looking at how the endpoint differs, which no answer should wait for
_UNTOLD = Text(
    "未能查明端点的默认图是否如本地一样，是各命名图的并集",
    "it could not be told whether the endpoint's default graph is, as at home, the merge of its graphs",
)


def answer_of_endpoint(
    session: Session, url: str, asked: Question, values: Mapping[str, str], limits: Limits, wish: Wish
) -> Outcome:
    """The answer of the server at an address to a question, its parameters as they were typed.

    The project at hand gives the prefixes, the names that parameters have, and the labels. Raises KgError as
    `kg.endpoint.protocol.ask_endpoint` does.
    """
    from kg.endpoint.address import read_address

    address, graph, quiet = read_address(url), session.graph, session.quiet
    if (asked.entry and asked.entry.parameters) or shows_labels(wish, wish.format or wish.format_of_rows):
        _ = graph.store  # here and not in a child, whose limits are for the question alone
    return run_limited(lambda: _answer(address, graph, asked, values, limits, wish, quiet), limits)


def _answer(
    address: Address,
    graph: Graph,
    asked: Question,
    values: Mapping[str, str],
    limits: Limits,
    wish: Wish,
    quiet: bool,
) -> Outcome:
    from kg.endpoint.protocol import ask_endpoint

    end = time.monotonic() + limits.seconds
    terms = terms_of(asked, values, graph)
    found = ask_endpoint(address, asked.text, graph.project.prefixes, terms, limits=limits, place=asked.place)
    labels, remarks = _labels(address, found, graph, wish, limits, end)
    content = written(found, graph, asked, wish, labels)
    if not quiet:
        remarks += _remarks(address, found, asked, terms, graph, limits, end)
    return outcome(content, found, remarks, limits, wish)


def _labels(
    address: Address, found: Answer, graph: Graph, wish: Wish, limits: Limits, end: float
) -> tuple[Labels | None, list[Text]]:
    """The labels for an answer, and a remark where the endpoint did not give those that it was asked for."""
    from kg.querying.answers import Rows

    if not isinstance(found, Rows) or not shows_labels(wish, wish.format or wish.format_of_rows):
        return None, []
    import pyoxigraph as ox

    from kg.endpoint.labels import EndpointLabels, fetch_labels

    prefixes = graph.project.prefixes
    fetched = _behind(lambda left: fetch_labels(address, found, graph.labels, prefixes, left), limits, end)
    if fetched is None:
        return None, [Text("端点未给出本地没有的标签", "the endpoint did not give the labels that the project lacks")]
    store = ox.Store()
    store.extend(ox.Quad(*triple) for triple in fetched)
    return EndpointLabels(graph.labels, store, prefixes), []


def _remarks(
    address: Address,
    found: Answer,
    asked: Question,
    terms: Mapping[str, Term],
    graph: Graph,
    limits: Limits,
    end: float,
) -> list[Text]:
    """How the endpoint differs from a graph at home, and which names it does not hold."""
    from kg.endpoint.remarks import differences
    from kg.querying.sparql import with_terms

    query, looking = with_terms(asked.text, terms), limits._replace(seconds=_LONGEST_LOOK)
    names = is_empty(found) or asked.entry is None  # those in a question of the catalogue are known to be right
    remarks = _behind(lambda left: differences(address, query, graph, left, names=names), looking, end)
    return [_UNTOLD] if remarks is None else remarks


def _behind(work: Callable[[Limits], Result], limits: Limits, end: float) -> Result | None:
    """What comes of further requests in a process of their own: the answer is at hand and stands without them too."""
    left = limits._replace(seconds=min(limits.seconds, (end - time.monotonic()) * _SHARE))
    try:
        return run_limited(lambda: work(left), left) if left.seconds > 0 else None
    except KgError:
        return None

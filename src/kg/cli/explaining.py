"""What `kg query --explain` does: a question in, its times and its plan out, as rows in any format of rows."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.cli.answering import Outcome, Question, Wish, terms_of, written, written_without_labels
from kg.errors import LimitReached
from kg.language import Text
from kg.namespaces import XSD
from kg.querying.answers import Rows, Triples, Truth, ask
from kg.querying.guard import refuse_unsafe
from kg.querying.headings import with_headings
from kg.querying.plan import Step, plan
from kg.querying.sandbox import Limits, run_limited
from kg.querying.sparql import with_terms

if TYPE_CHECKING:
    from kg.graph import Graph
    from kg.querying.answers import Term

_DECIMAL = ox.NamedNode(XSD + "decimal")
_ANSWERING, _WRITING = Text("作答", "answer"), Text("写出", "write")
_HEADINGS = {
    "step": Text("步骤", "step"),
    "detail": Text("内容", "detail"),
    "solutions": Text("匹配数", "solutions"),
    "seconds": Text("秒", "seconds"),
}
_WHAT_IT_IS = Text(
    "引擎自定连接次序，且不告知：这里是查询的 SPARQL 代数，各部分单独询问",
    "the engine orders joins itself and does not tell how: this is the query's SPARQL algebra, each part asked alone",
)


def explanation(graph: Graph, asked: Question, values: Mapping[str, str], limits: Limits, wish: Wish) -> Outcome:
    """The times of a question, then its plan, which the limits do not stop: what runs away can be explained too.

    Raises KgError for a question that cannot be asked, and what `refuse_unsafe` raises.
    """
    refuse_unsafe(asked.text, asked.place)  # here as well: what it refuses is no limit that was reached on the way
    terms = terms_of(asked, values, graph)
    remarks, status = [_WHAT_IT_IS], 0
    try:
        times = run_limited(lambda: _times(graph, asked, terms, limits, wish), limits)
    except LimitReached as reached:
        times, status = [], reached.exit_status
        remarks.append(reached.message)
    steps = [
        Step(0, name.in_(wish.language), "", number, seconds)
        for name, (number, seconds) in zip((_ANSWERING, _WRITING), times, strict=False)
    ]
    steps += plan(graph.store, with_terms(asked.text, terms), graph.project.prefixes, seconds=limits.seconds)
    found = Rows(("step", "detail", "solutions", "seconds"), list(map(_row, steps)))
    if wish.for_people:
        found = with_headings(found, _HEADINGS, wish.language)
    content = written_without_labels(found, graph.project.prefixes, wish)
    return content, status, [(remark.zh, remark.en) for remark in remarks]


def _times(
    graph: Graph, asked: Question, terms: Mapping[str, Term], limits: Limits, wish: Wish
) -> list[tuple[int | None, float]]:
    """Rows or triples of the answer with the seconds that it took, and the seconds of writing it."""
    started = time.monotonic()
    found = ask(graph.store, asked.text, graph.project.prefixes, terms, rows=limits.rows, place=asked.place)
    answered = time.monotonic()
    written(found, graph, asked, wish._replace(format=None))
    number = None if isinstance(found, Truth) else len(found.triples if isinstance(found, Triples) else found.rows)
    return [(number, answered - started), (None, time.monotonic() - answered)]


def _row(step: Step) -> tuple[Term | None, ...]:
    solutions = None if step.solutions is None else ox.Literal(step.solutions)
    seconds = None if step.seconds is None else ox.Literal(f"{step.seconds:.4f}", datatype=_DECIMAL)
    return ox.Literal("  " * step.depth + step.operator), ox.Literal(step.detail), solutions, seconds

"""Plans: a query in, its SPARQL algebra out, with how much each pattern matches and how long that takes.

The engine joins patterns in an order of its own, which it does not tell. What can be told is the algebra (SPARQL 1.1
Query Language, section 18; translated by rdflib), and how many solutions each pattern and each group of patterns has
when it is asked alone: where a query is slow, one of them is large.
"""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

import pyoxigraph as ox

from kg.errors import KgError, LimitReached
from kg.language import Text
from kg.querying.sandbox import Limits, run_limited

if TYPE_CHECKING:
    from kg.storage.prefixes import Prefixes

_PARTS = ("p", "p1", "p2")  # where an operator holds those that it works on
_NO_DETAIL = frozenset([*_PARTS, "_vars", "lazy", "datasetClause", "triples", "res", "part"])
# What rdflib's names are in the standard: forms of queries, and expressions, which their brackets alone show.
_NAMES = {
    "SelectQuery": "Select",
    "AskQuery": "Ask",
    "ConstructQuery": "Construct",
    "DescribeQuery": "Describe",
    "ConditionalAndExpression": "&&",
    "ConditionalOrExpression": "||",
    "RelationalExpression": "",
    "AdditiveExpression": "",
    "MultiplicativeExpression": "",
    "OrderCondition": "",
    "TrueFilter": "",
}
_LONGEST = 5.0  # seconds that one pattern may take
_DEEPEST = 8_000  # calls: some 600 patterns in one group; the time that rdflib takes grows with their square


class Step(NamedTuple):
    """An operator of the algebra, or one triple pattern of a BGP.

    depth: how many operators stand above it. solutions: how many it has alone; None for operators that only work on
    what others find, and where counting took too long. seconds: of that count.
    """

    depth: int
    operator: str
    detail: str = ""
    solutions: int | None = None
    seconds: float | None = None


def plan(store: ox.Store, query: str, prefixes: Prefixes, *, seconds: float) -> list[Step]:
    """The algebra of a query from the outside to the inside, its patterns counted for at most so many seconds.

    The engine must have read the query before. Raises KgError where rdflib cannot: what it makes of an inverse in a
    negated property set, `!(a|^b)`, has no text.
    """
    from pyparsing import ParseBaseException
    from rdflib.plugins.sparql.algebra import translateQuery
    from rdflib.plugins.sparql.parser import parseQuery

    usual = sys.getrecursionlimit()
    try:
        sys.setrecursionlimit(max(usual, _DEEPEST))  # rdflib's parser goes deeper with each pattern of a group
        algebra = translateQuery(parseQuery(query), initNs=dict(prefixes)).algebra
        return list(_Planner(store, prefixes, time.monotonic() + seconds).steps(algebra, 0, ""))
    except (ParseBaseException, RecursionError, TypeError) as error:
        reason = type(error).__name__
        raise KgError(
            Text(f"rdflib 不能分析这个查询（{reason}）", f"rdflib cannot take this query apart ({reason})"),
            place="--explain",
        ) from error
    finally:
        sys.setrecursionlimit(usual)


class _Planner:
    def __init__(self, store: ox.Store, prefixes: Prefixes, deadline: float) -> None:
        self._store = store
        self._prefixes = prefixes
        self._deadline = deadline

    def steps(self, operator: Any, depth: int, graph: str) -> Iterator[Step]:
        """An operator and those beneath it; `graph` is the name in the GRAPH around them, if there is one."""
        if operator.name == "BGP":
            yield from self._patterns(operator.triples, depth, graph)
            return
        if operator.name == "Join" and operator.p1.name == "BGP" and not operator.p1.triples:  # with nothing
            yield from self.steps(operator.p2, depth, graph)
            return
        if operator.name == "Graph":
            graph = operator.term.n3()
        yield Step(depth, _NAMES.get(operator.name, operator.name), self._detail(operator))
        parts = [*_groups_in(operator["expr"])] if "expr" in operator else []
        parts += (operator[part] for part in _PARTS if part in operator and operator[part] is not None)
        for part in parts:
            yield from self.steps(part, depth + 1, graph)

    def _patterns(self, triples: list[tuple[Any, Any, Any]], depth: int, graph: str) -> Iterator[Step]:
        written = [" ".join(_sparql(term) for term in triple) for triple in triples]
        alone = len(written) == 1
        steps = [
            self._counted(Step(depth + (not alone), "Triple", " ".join(map(self._term, triple))), [pattern], graph)
            for triple, pattern in zip(triples, written, strict=True)
        ]
        if not alone:  # counted last: together they may take all the time
            yield self._counted(Step(depth, "BGP"), written, graph)
        yield from steps

    def _counted(self, step: Step, patterns: Iterable[str], graph: str) -> Step:
        """The step with the number of its solutions, and how long it took to count them."""
        group = f"{{ {' . '.join(patterns)} }}"
        asked = f"SELECT (COUNT(*) AS ?count) {{ {f'GRAPH {graph} {group}' if graph else group} }}"
        started = time.monotonic()
        left = min(_LONGEST, self._deadline - started)
        if left <= 0:
            return step
        try:
            number, seconds = run_limited(lambda: _count(self._store, asked), Limits(seconds=left))
        except LimitReached:
            return step
        return step._replace(solutions=number, seconds=seconds)

    def _detail(self, operator: Any) -> str:
        values = [value for name, value in operator.items() if name not in _NO_DETAIL]
        if operator.name == "values":
            values = [value for row in operator.res for value in row.values()]
        elif operator.name in ("SelectQuery", "AskQuery", "ConstructQuery"):
            values = []  # Project, beneath it, says the same
        return " ".join(filter(None, map(self._expression, values)))

    def _expression(self, value: Any) -> str:
        """An expression as the algebra has it: the operator first, then what it is applied to, in brackets."""
        if value is None:
            return ""
        if isinstance(value, list | tuple | set):
            return " ".join(filter(None, map(self._expression, value)))
        if isinstance(value, dict):
            name = getattr(value, "name", "").removeprefix("Builtin_")
            if name.endswith("EXISTS"):
                return name
            inner = (each for key, each in value.items() if key not in _NO_DETAIL)
            words = " ".join(filter(None, map(self._expression, inner)))
            return f"{_NAMES.get(name, name)}({words})" if words else ""
        return self._term(value)

    def _term(self, term: Any) -> str:
        """A term or a path, its IRIs by their prefixed names."""
        from rdflib import Literal

        if isinstance(term, Literal):
            return _sparql(term)
        return re.sub(r"<([^<>]*)>", lambda found: self._prefixes.shorten(found[1]) or found[0], _sparql(term))


def _sparql(term: Any) -> str:
    """A term or a path as SPARQL writes it."""
    return str(term.n3()) if hasattr(term, "n3") else str(term)


def _groups_in(expression: Any) -> Iterator[Any]:
    """The algebra of the groups in EXISTS and NOT EXISTS."""
    if isinstance(expression, list):
        for each in expression:
            yield from _groups_in(each)
    elif getattr(expression, "name", "").endswith("EXISTS"):
        yield expression.graph  # its item of that name is what was parsed, not the algebra
    elif isinstance(expression, dict):
        for each in expression.values():
            yield from _groups_in(each)


def _count(store: ox.Store, query: str) -> tuple[int, float]:
    started = time.monotonic()
    solutions = store.query(query)
    assert isinstance(solutions, ox.QuerySolutions)
    (row,) = solutions
    (number,) = row
    assert isinstance(number, ox.Literal)
    return int(number.value), time.monotonic() - started

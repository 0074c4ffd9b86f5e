"""Results of queries: the bytes of a result in, rows, a truth or triples out, and whether two of them are the same.

They are when their graphs are isomorphic (RDFC-1.0). Numbers of one datatype are compared by value, because the suite
of the W3C itself writes them now so, now so (w3c/rdf-tests#58); all other terms character by character.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

import pyoxigraph as ox

from kg.canonical.terms import TurtleTerms
from kg.namespaces import NUMBERS, XSD
from kg.project import own_project
from kg.querying.answers import Term

Row = tuple[Term | None, ...]

_RS = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"
_SOLUTIONS = {
    "srx": ox.QueryResultsFormat.XML,
    "srj": ox.QueryResultsFormat.JSON,
    "tsv": ox.QueryResultsFormat.TSV,
}
_TERMS = TurtleTerms(own_project().prefixes)
_GRAPHS = {"ttl": ox.RdfFormat.TURTLE, "nt": ox.RdfFormat.N_TRIPLES, "rdf": ox.RdfFormat.RDF_XML}


class Table(NamedTuple):
    """The result of SELECT: rows with a term or None for each variable, `placed` where their order is told."""

    variables: tuple[str, ...]
    rows: list[Row]
    placed: bool = True


Result = Table | bool | list[ox.Triple]


# --- Reading --------------------------------------------------------------------------------------------------------


def read_result(content: bytes, extension: str, base: str | None = None) -> Result:
    """The result that a file with this extension holds; one of RDF may also describe rows, in the W3C's vocabulary.

    Raises SyntaxError or ValueError for what is no such file.
    """
    if extension == "csv":
        return _read_csv(content)
    if extension in _SOLUTIONS:
        parsed = ox.parse_query_results(content, format=_SOLUTIONS[extension])
        if isinstance(parsed, ox.QueryBoolean):
            return bool(parsed)
        return Table(tuple(variable.value for variable in parsed.variables), [tuple(row) for row in parsed])
    graph = ox.Dataset(ox.parse(content, format=_GRAPHS[extension], base_iri=base))
    return _described(graph) or [quad.triple for quad in graph]


def _read_csv(content: bytes) -> Table:
    header, *lines = csv.reader(io.StringIO(content.decode(), newline=""))
    return Table(tuple(header), [tuple(map(_csv_term, line)) for line in lines])


def _csv_term(cell: str) -> Term:
    """CSV tells a blank node; an IRI is a string there, and a number is what reads as one, of whatever datatype."""
    if cell.startswith("_:"):
        return ox.BlankNode(cell[2:])
    return ox.Literal(cell) if _value(cell) is None else ox.Literal(cell, datatype=ox.NamedNode(XSD + "decimal"))


def _described(graph: ox.Dataset) -> Table | None:
    """The rows that a graph describes as a result set; None where it describes none."""

    def objects(subject: Term, name: str) -> list[Term]:
        return [quad.object for quad in graph.quads_for_subject(subject) if quad.predicate.value == _RS + name]

    result_set = next((quad.subject for quad in graph if quad.object == ox.NamedNode(_RS + "ResultSet")), None)
    if result_set is None:
        return None
    solutions = objects(result_set, "solution")
    placed = all(objects(solution, "index") for solution in solutions)
    if placed:
        solutions.sort(key=lambda solution: int(objects(solution, "index")[0].value))
    variables = tuple(variable.value for variable in objects(result_set, "resultVariable"))
    rows = []
    for solution in solutions:
        bindings = objects(solution, "binding")
        values = {objects(each, "variable")[0].value: objects(each, "value")[0] for each in bindings}
        rows.append(tuple(values.get(variable) for variable in variables))
    return Table(variables, rows, placed)


# --- Comparing ------------------------------------------------------------------------------------------------------


def same(one: Result, other: Result, *, ordered: bool) -> bool:
    """Whether two results are equal: rows as a bag, or with `ordered` as a sequence; columns in any order."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if not isinstance(one, Table) or not isinstance(other, Table):
        return type(one) is type(other) and _canonical(map(_quad, one)) == _canonical(map(_quad, other))
    ordered = ordered and one.placed and other.placed
    return _canonical(_quads(one, ordered)) == _canonical(_quads(other, ordered))


def _canonical(quads: Iterator[ox.Quad]) -> ox.Dataset:
    dataset = ox.Dataset(quads)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return dataset


def _quad(triple: ox.Triple) -> ox.Quad:
    return ox.Quad(triple.subject, triple.predicate, _by_value(triple.object))


def _quads(table: Table, ordered: bool) -> Iterator[ox.Quad]:
    """A node for each row that there is, with its values, and how often or at which places it occurs.

    Equal rows share a node: canonicalization would try them in every order.
    """
    for variable in table.variables:
        yield ox.Quad(ox.NamedNode("urn:table"), ox.NamedNode("urn:variable"), ox.Literal(variable))
    rows = [tuple(map(_by_value, row)) for row in table.rows]
    nodes = {row: ox.BlankNode() for row in rows}
    for row, node in nodes.items():
        for variable, term in zip(table.variables, row, strict=True):
            if term is not None:
                yield ox.Quad(node, ox.NamedNode(f"urn:variable:{variable}"), term)
    occurrences = enumerate(rows) if ordered else ((count, row) for row, count in Counter(rows).items())
    for number, row in occurrences:
        yield ox.Quad(nodes[row], ox.NamedNode("urn:place-or-count"), ox.Literal(number))


def _by_value(term: Term | None) -> Term | None:
    """A number in one form for all that have its value; any other term as it is."""
    if isinstance(term, ox.Literal) and term.datatype.value in NUMBERS and (value := _value(term.value)) is not None:
        return ox.Literal(str(value), datatype=term.datatype)
    return term


def _value(number: str) -> Fraction | None:
    try:
        return Fraction(number)
    except ValueError:
        return None


# --- Telling --------------------------------------------------------------------------------------------------------


def difference(expected: Result, given: Result) -> str:
    """What tells apart two results that are not the same, in a line: what is lacking and what is too much."""
    wanted, got = _lines(expected), _lines(given)
    lacking, surplus = sorted((wanted - got).elements()), sorted((got - wanted).elements())
    if lacking or surplus:
        return " and ".join(filter(None, (_told("lacks", lacking), _told("has", surplus))))
    if same(expected, given, ordered=False):
        return "has the rows in another order"
    columns = [set(result.variables) if isinstance(result, Table) else set() for result in (expected, given)]
    return "has other variables" if columns[0] != columns[1] else "shares blank nodes in another way"


def _lines(result: Result) -> Counter[str]:
    """Each row or triple as it is told, a blank node without its name."""
    if isinstance(result, bool):
        return Counter([str(result).lower()])
    if not isinstance(result, Table):
        return Counter(" ".join(map(_word, list(_quad(triple))[:3])) for triple in result)
    order = sorted(range(len(result.variables)), key=lambda column: result.variables[column])
    return Counter(
        "{"
        + ", ".join(f"?{result.variables[column]} {_word(row[column])}" for column in order if row[column] is not None)
        + "}"
        for row in result.rows
    )


def _word(term: Term) -> str:
    return "[]" if isinstance(term, ox.BlankNode) else _TERMS.term(_by_value(term))


def _told(verb: str, lines: list[str]) -> str:
    more = f" and {len(lines) - 1} more" if len(lines) > 1 else ""
    return f"{verb} {lines[0]}{more}" if lines else ""

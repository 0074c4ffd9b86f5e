"""Promises about citations that hold of all queries, tried on random ones (`random_queries.py`), each seed a query.

The words are those of the literature on provenance: a witness *suffices* when the query gives the row again over its
triples alone; citations are *complete* when the row is gone once each witness has lost a triple.
"""

from __future__ import annotations

import random
from collections import Counter

import pyoxigraph as ox
import pytest
from random_queries import Shape, random_quads, random_query, store_of

from kg.citing.reader import read_query
from kg.citing.witnesses import Witness, Witnesses
from kg.graph import Graph
from kg.namespaces import REPORT
from kg.passages import passage_of
from kg.querying.answers import Rows, ask
from kg.storage.prefixes import Prefixes

MOST_ROWS = 400
SEEDS = range(150)
ANY = Shape(*[True] * len(Shape._fields))


class Case:
    """A random query, its answer and its witnesses."""

    def __init__(self, seed: int, shape: Shape, prefixes: Prefixes, quads: list[ox.Quad] | None = None) -> None:
        self.quads = quads or random_quads(seed)
        self.query = random_query(seed, shape)
        self.prefixes = prefixes
        self.answer = self.over(self.quads)
        self.witnesses: list[tuple[Witness, ...]] = []
        if len(self.answer.rows) <= MOST_ROWS:
            found = Witnesses(store_of(self.quads), read_query(self.query), prefixes)
            self.witnesses = found.of_rows(self.answer.variables, self.answer.rows)

    def over(self, quads: list[ox.Quad]) -> Rows:
        answer = ask(store_of(quads), self.query, self.prefixes)
        assert isinstance(answer, Rows)
        return answer

    @property
    def cited(self) -> list[tuple[tuple[object, ...], tuple[Witness, ...]]]:
        """The rows with their witnesses; none of a query whose rows are too many for a test."""
        return list(zip(self.answer.rows, self.witnesses, strict=True)) if self.witnesses else []

    def passages(self) -> dict[str, set[object]]:
        """Row → the graphs in which what matched stands, of all equal rows together."""
        graphs: dict[ox.Triple, set[object]] = {}
        for quad in self.quads:
            graphs.setdefault(quad.triple, set()).add(quad.graph_name)
        found: dict[str, set[object]] = {}
        for row, witnesses in self.cited:
            matched = {triple for witness in witnesses for triple in triples_of(witness)}
            found.setdefault(str(row), set()).update(graph for triple in matched for graph in graphs[triple])
        return found


@pytest.fixture(scope="session")
def prefixes(graph: Graph) -> Prefixes:
    return graph.project.prefixes


def triples_of(witness: Witness) -> set[ox.Triple]:
    return {ox.Triple(*ground[:3]) for ground in witness.lineage()}  # type: ignore[arg-type]  # terms of triples


@pytest.mark.parametrize("seed", SEEDS)
def test_each_row_has_a_witness_and_each_witness_is_of_the_graph(seed: int, prefixes: Prefixes):
    case = Case(seed, ANY, prefixes)
    there = {quad.triple for quad in case.quads}
    for row, witnesses in case.cited:
        assert witnesses, (case.query, row)
        assert all(triples_of(witness) <= there for witness in witnesses), case.query


@pytest.mark.parametrize("seed", SEEDS)
def test_a_witness_suffices_for_its_row(seed: int, prefixes: Prefixes):
    case = Case(seed, Shape(optional=True, alternatives=True, closure=True, subselect=True), prefixes)
    for row, witnesses in case.cited[:20]:
        for witness in witnesses[:3]:
            kept = triples_of(one_way(witness))
            alone = case.over([quad for quad in case.quads if quad.triple in kept])
            assert row in alone.rows, case.query


def one_way(witness: Witness) -> Witness:
    """The witness with one witness of each choice, and no more."""
    return witness._replace(choices=tuple((one_way(choice[0]),) for choice in witness.choices))


@pytest.mark.parametrize("seed", SEEDS)
def test_a_row_is_gone_once_each_way_to_it_has_lost_a_triple(seed: int, prefixes: Prefixes):
    case = Case(seed, Shape(subselect=True), prefixes)
    chance = random.Random(seed)
    of_row: dict[tuple[object, ...], list[Witness]] = {}
    for row, witnesses in case.cited:  # equal rows have each their own
        of_row.setdefault(row, []).extend(witnesses)
    for row, witnesses in list(of_row.items())[:20]:
        lost = {triple for witness in witnesses for triple in lost_of(witness, chance)}
        left = case.over([quad for quad in case.quads if quad.triple not in lost])
        assert row not in left.rows, case.query


def lost_of(witness: Witness, chance: random.Random) -> set[ox.Triple]:
    """Triples without which the witness is none: one of its own, or one of each witness of a choice."""
    own = sorted(triples_of(witness._replace(choices=())), key=str)
    if own and (not witness.choices or chance.randrange(2)):
        return {chance.choice(own)}
    return {triple for each in witness.choices[0] for triple in lost_of(each, chance)} if witness.choices else set()


@pytest.mark.parametrize("seed", SEEDS[:60])
def test_a_triple_said_once_more_changes_no_row_and_only_widens_citations(seed: int, prefixes: Prefixes):
    case = Case(seed, ANY._replace(limit=False), prefixes)
    again = ox.Quad(*case.quads[0].triple, ox.NamedNode(f"{REPORT}2024#L1"))
    wider = Case(seed, ANY._replace(limit=False), prefixes, [*case.quads, again])
    assert Counter(map(str, wider.answer.rows)) == Counter(map(str, case.answer.rows)), case.query
    before, after = case.passages(), wider.passages()
    for row, cited in before.items():
        assert cited <= after[row] <= cited | {again.graph_name}, case.query


def test_the_promises_were_tried_on_many_rows(prefixes: Prefixes):
    """A query without rows proves nothing: most have some."""
    cases = [Case(seed, Shape(subselect=True), prefixes) for seed in SEEDS]
    assert sum(bool(case.cited) for case in cases) > len(cases) / 2
    assert sum(len(case.cited) for case in cases) > 2 * len(cases)


def test_the_random_graph_is_made_of_passages():
    assert all(passage_of(str(quad.graph_name.value)) for quad in random_quads(0))  # type: ignore[union-attr]


def test_the_random_queries_are_of_all_forms():
    texts = [random_query(seed, ANY) for seed in SEEDS]
    for form in ("OPTIONAL", "UNION", "MINUS", "NOT EXISTS", "GROUP BY", "LIMIT", "{ SELECT", "+", "*", "|^"):
        assert sum(form in text for text in texts) >= 3, form

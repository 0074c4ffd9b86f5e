"""The evidence check is tested by mutations: a statement is changed as a slip would change it, and must be noticed."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import ROOT
from mutations import FIGURES_AND_LINES, HEADER, OTHERS, Inspector, Kind, Mutation, Outcome, judge

from kg.graph import Graph

FLOOR = 0.95


@pytest.fixture(scope="module")
def inspector(graph: Graph, sources: Path) -> Inspector:
    return Inspector(graph, sources)


@pytest.fixture(scope="module")
def outcomes(inspector: Inspector) -> dict[Kind, Outcome]:
    return judge(inspector)


@pytest.mark.parametrize("kind", FIGURES_AND_LINES, ids=lambda kind: kind.__name__)
def test_a_slip_in_figures_or_lines_is_noticed(outcomes: dict[Kind, Outcome], kind: Kind):
    found = outcomes[kind]
    assert found.drawn >= 30
    assert found.share >= FLOOR


@pytest.mark.parametrize("kind", OTHERS, ids=lambda kind: kind.__name__)
def test_some_of_the_other_slips_are_noticed(outcomes: dict[Kind, Outcome], kind: Kind):
    assert outcomes[kind].share > 0


def test_the_published_table_is_what_came_out(outcomes: dict[Kind, Outcome]):
    published = (ROOT / "data" / "README.md").read_text(encoding="utf-8")
    assert HEADER in published
    assert [str(found) for found in outcomes.values() if str(found) not in published] == []


def test_a_passage_as_it_stands_is_not_noticed(inspector: Inspector):
    assert inspector.passages
    assert not any(inspector.notices(Mutation(passage, said, said)) for passage, said in inspector.passages)

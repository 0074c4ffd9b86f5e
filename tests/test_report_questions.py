"""Questions about each report, thought up from its text alone with their answers, are answered by SPARQL.

`tests/questions/2016.toml` holds what was asked about the report of 2016: the question in both languages, the lines
that answer it, the query, and the answer as read from those lines: rows of prefixed names and plain values, whose order
counts only where the query orders them. The query is asked of the whole graph.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, cell

from kg.graph import Graph
from kg.passages import typed_passage
from kg.querying.answers import Rows

FILES = sorted((ROOT / "tests" / "questions").glob("*.toml"))
QUESTIONS: list[tuple[str, dict[str, Any]]] = [
    (path.stem, question) for path in FILES for question in tomllib.loads(path.read_text(encoding="utf-8"))["question"]
]


@pytest.mark.parametrize(("year", "question"), QUESTIONS, ids=[f"{year}: {asked['en']}" for year, asked in QUESTIONS])
def test_what_the_text_answers_the_graph_answers(year: str, question: dict[str, Any], graph: Graph):
    answer = graph.query(question["query"])
    assert isinstance(answer, Rows)
    rows = [[cell(graph, term) for term in row] for row in answer.rows]
    expected = question["answer"]
    if not re.search(r"\border\s+by\b", question["query"], re.IGNORECASE):
        rows, expected = sorted(rows), sorted(expected)
    assert rows == expected
    assert expected


@pytest.mark.parametrize(("year", "question"), QUESTIONS, ids=[f"{year}: {asked['en']}" for year, asked in QUESTIONS])
def test_a_question_names_the_lines_that_answer_it(year: str, question: dict[str, Any], spoken: set[tuple[str, int]]):
    assert re.search("[一-鿿]", question["zh"])
    assert question["lines"]
    for locator in question["lines"]:
        passage = typed_passage(locator)
        assert passage is not None
        assert passage.report == year
        assert all(any((year, line) in spoken for line in range(first, last + 1)) for first, last in passage.runs)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_each_report_is_asked_at_least_ten_questions(path: Path):
    assert sum(year == path.stem for year, _ in QUESTIONS) >= 10


def test_every_report_is_asked():
    assert [path.stem for path in FILES] == ["2016", "2017", "2018", "2019", "2024"]

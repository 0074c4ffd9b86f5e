"""Each question of the catalogue has an approved answer, written from the text, and both engines give it.

An answer is a CSV file whose first lines are comments that name the lines it was read from. Cells are prefixed names
or plain values; the order of rows counts only where the query orders them. It stands in the folder of the report that
is asked (what this report says, with the background that holds for all), or in that of all reports. A question with
parameters may have several: `members--g60-corridor.csv` holds a comment `# asked with: whole=id:g60-corridor`.
"""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path

import pytest
from conftest import ROOT, cell

from kg.graph import Graph
from kg.passages import typed_passage
from kg.querying.answers import Rows
from kg.querying.catalogue import catalogue
from kg.storage.rdflib_view import rdflib_term

NAMES = sorted(path.stem for path in (ROOT / "queries").glob("*.rq"))
ANSWERS = ROOT / "tests" / "answers"
# Such as 2018/event-guests, all/event-guests.
APPROVED = sorted(str(path.relative_to(ANSWERS).with_suffix("")) for path in ANSWERS.glob("*/*.csv"))


@cache
def report(graph: Graph, year: str) -> Graph:
    """A graph of what one report says, or the whole."""
    return graph if year == "all" else graph.narrowed(report=year)


def question_of(answer: str) -> str:
    return answer.split("/")[1].partition("--")[0]


def arguments(answer: str) -> dict[str, str]:
    text = (ANSWERS / f"{answer}.csv").read_text(encoding="utf-8")
    return dict(re.findall(r"^# asked with: ([^=\s]+)=(.*)$", text, re.MULTILINE))


def approved(answer: str) -> list[tuple[str, ...]]:
    lines = (ANSWERS / f"{answer}.csv").read_text(encoding="utf-8").splitlines()
    rows = csv.reader(line for line in lines if not line.startswith("#"))
    return [tuple(row) for row in rows]


def answered(whole: Graph, answer: str) -> list[tuple[str, ...]]:
    graph = report(whole, answer.split("/")[0])
    question = catalogue(graph.project)[question_of(answer)]
    given = graph.query(question.text, question.bind(arguments(answer), graph))
    assert isinstance(given, Rows)
    return [given.variables, *(tuple(cell(graph, term) for term in row) for row in given.rows)]


@pytest.mark.parametrize("answer", APPROVED)
def test_the_answer_is_the_one_that_was_read_from_the_text(answer: str, graph: Graph):
    assert answered(graph, answer) == approved(answer)


@pytest.mark.parametrize("answer", [answer for answer in APPROVED if "--" not in answer])
def test_rdflib_gives_the_same_answer(answer: str, graph: Graph):
    graph = report(graph, answer.split("/")[0])
    question = catalogue(graph.project)[question_of(answer)]
    bindings = {variable: rdflib_term(term) for variable, term in question.bind(arguments(answer), graph).items()}
    result = graph.rdf.query(question.text, initNs=dict(graph.project.prefixes), initBindings=bindings)
    rows = [tuple(cell(graph, term) for term in row) for row in result]
    header, *expected = approved(answer)
    assert tuple(str(variable) for variable in result.vars or ()) == header
    assert sorted(number_alike(row) for row in rows) == sorted(number_alike(row) for row in expected)


def number_alike(row: tuple[str, ...]) -> tuple[str, ...]:
    """The store writes 440 for what the file writes as 440.0; both are the same decimal."""
    return tuple(re.sub(r"^(\d+)\.0$", r"\1", value) for value in row)


@pytest.mark.parametrize("answer", APPROVED)
def test_an_answer_names_the_lines_that_it_was_read_from(answer: str, spoken: set[tuple[str, int]]):
    first = (ANSWERS / f"{answer}.csv").read_text(encoding="utf-8").partition("\n")[0]
    assert first.startswith("# read from: ")
    named = [typed_passage(locator) for locator in re.findall(r"20\d\d:[\d_-]+", first)]
    year = answer.split("/")[0]
    assert named
    assert year == "all" or {passage.report for passage in named if passage} == {year}
    for passage in named:
        assert passage is not None
        assert {(passage.report, line) for line in passage.lines} <= spoken


def test_no_answer_is_left_without_its_question_and_no_question_without_an_answer():
    assert sorted({question_of(answer) for answer in APPROVED}) == NAMES


@pytest.mark.parametrize("answer", [answer for answer in APPROVED if "--" in answer])
def test_a_further_answer_is_asked_with_other_arguments(answer: str, graph: Graph):
    question = catalogue(graph.project)[question_of(answer)]
    assert question.bind(arguments(answer), graph) != question.defaults(graph)


def test_questions_are_more_than_a_handful():
    assert len(NAMES) >= 10
    assert all(Path(ROOT / "queries" / f"{name}.rq").read_text(encoding="utf-8").startswith("#+ ") for name in NAMES)

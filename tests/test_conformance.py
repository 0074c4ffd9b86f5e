"""The runner of the W3C's SPARQL tests, shown a suite of a few tests made by hand."""

from __future__ import annotations

import faulthandler
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import conformance
import pytest
from conformance import Outcome, Verdict, judge, main, outcome, report, without_merge_and_guard
from w3c_suite import BASE, MANIFESTS, Case, read_suite

from kg.errors import KgError

PREFIXES = """
@prefix mf: <http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#> .
@prefix qt: <http://www.w3.org/2001/sw/DataAccess/tests/test-query#> .
@prefix rs: <http://www.w3.org/2001/sw/DataAccess/tests/result-set#> .
@prefix : <urn:made#> .
"""
TWO = "<urn:a> <urn:p> 1, 2 ."
CIRCLE = "_:x <urn:p> _:y . _:y <urn:p> _:x ."
OBJECTS, PAIRS = "SELECT ?o { ?s ?p ?o }", "SELECT ?s ?o { ?s ?p ?o }"


class Made(NamedTuple):
    """A test as its files have it; a query without a result is one of syntax."""

    query: str
    result: str | None = None
    data: str = TWO
    graph: str = ""
    extension: str = "tsv"
    kind: str = "QueryEvaluationTest"


def suite_of(folder: Path, **tests: Made) -> Path:
    """A suite in which these are the tests of one category, `made`."""
    below = folder / "sparql" / "sparql11"
    (below / "made").mkdir(parents=True)
    entries = [PREFIXES, f"<> mf:entries ( {' '.join(f':{name}' for name in tests)} ) ."]
    for name, test in tests.items():
        files = {"rq": test.query, "ttl": test.data, "g.ttl": test.graph, f"result.{test.extension}": test.result or ""}
        for extension, content in files.items():
            (below / "made" / f"{name}.{extension}").write_text(content, encoding="utf-8")
        action = f"<{name}.rq>"
        if test.result is not None:
            graph = f"; qt:graphData <{name}.g.ttl>" if test.graph else ""
            action = f"[ qt:query <{name}.rq> ; qt:data <{name}.ttl> {graph} ]"
            action += f" ; mf:result <{name}.result.{test.extension}>"
        entries.append(f":{name} a mf:{test.kind} ; mf:action {action} .")
    (below / "made" / "manifest.ttl").write_text("\n".join(entries), encoding="utf-8")
    for manifest, included in zip(MANIFESTS, ("<made/manifest.ttl>", ""), strict=True):
        (below / manifest).write_text(f"{PREFIXES} <> mf:include ( {included} ) .", encoding="utf-8")
    return folder


@pytest.fixture
def made(tmp_path: Path):
    """Makes one test and reads it as the runner does."""

    def make(test: Made) -> Case:
        (case,) = read_suite(suite_of(tmp_path, one=test))
        return case

    return make


def rows(variables: str, *lines: str) -> str:
    return "\n".join([variables, *lines, ""])


# --- What passes, what fails ----------------------------------------------------------------------------------------

DESCRIBED = f"""{PREFIXES}
[] a rs:ResultSet ; rs:resultVariable "o" ;
    rs:solution [ rs:index 2 ; rs:binding [ rs:variable "o" ; rs:value 2 ] ] ,
                [ rs:index 1 ; rs:binding [ rs:variable "o" ; rs:value 1 ] ] .
"""
PASSING = {
    "a right answer": Made(OBJECTS, rows("?o", "1", "2")),
    "rows in any order where none is asked for": Made(OBJECTS, rows("?o", "2", "1")),
    "rows in the order that is asked for": Made(f"{OBJECTS} ORDER BY DESC(?o)", rows("?o", "2", "1")),
    "rows that only a sub-select orders": Made(f"SELECT * {{ {{ {OBJECTS} ORDER BY ?o }} }}", rows("?o", "2", "1")),
    "rows with their places described": Made(f"{OBJECTS} ORDER BY ?o", DESCRIBED, extension="ttl"),
    "equal rows as often": Made("SELECT ?s { ?s ?p ?o }", rows("?s", "<urn:a>", "<urn:a>")),
    "an unbound value": Made("SELECT ?s ?x { ?s ?p 1 }", rows("?s\t?x", "<urn:a>\t")),
    "blank nodes by other names": Made(PAIRS, rows("?s\t?o", "_:n\t_:m", "_:m\t_:n"), CIRCLE),
    "blank nodes in a graph": Made("CONSTRUCT WHERE { ?s ?p ?o }", "[ <urn:p> [] ] .", "_:a <urn:p> _:b .", "", "ttl"),
    "a number in another form": Made(OBJECTS, rows("?o", "1.50"), "<urn:a> <urn:p> 1.5 ."),
    "a truth": Made("ASK { ?s ?p 1 }", '{"head": {}, "boolean": true}', extension="srj"),
    "an answer in CSV": Made(OBJECTS, "o\r\n2\r\n1\r\n", extension="csv", kind="CSVResultFormatTest"),
    "a relative IRI": Made("SELECT ?o { <#a> ?p ?o }", rows("?o", "1"), "<one.rq#a> <urn:p> 1 ."),
    "syntax to be accepted": Made("SELECT * { ?s ?p ?o }", kind="PositiveSyntaxTest11"),
    "syntax to be refused": Made("SELECT * { ?s ?p }", kind="NegativeSyntaxTest11"),
}


@pytest.mark.parametrize("test", PASSING.values(), ids=PASSING)
def test_it_passes(made, test: Made):
    assert judge(made(test), without_merge_and_guard) == Verdict(True)


FAILING = {
    "a wrong answer": (Made(OBJECTS, rows("?o", "1", "3")), "lacks {?o 3} and has {?o 2}"),
    "a row too few": (Made(OBJECTS, rows("?o", "1", "2", "3")), "lacks {?o 3}"),
    "equal rows less often": (Made("SELECT ?s { ?s ?p ?o }", rows("?s", "<urn:a>")), "has {?s <urn:a>}"),
    "rows in another order than the one asked for": (
        Made(f"{OBJECTS} ORDER BY ?o", rows("?o", "2", "1")),
        "has the rows in another order",
    ),
    "rows in another order than the one described": (
        Made(f"{OBJECTS} ORDER BY DESC(?o)", DESCRIBED, extension="ttl"),
        "has the rows in another order",
    ),
    "blank nodes shared in another way": (
        Made(PAIRS, rows("?s\t?o", "_:n\t_:n", "_:m\t_:m"), CIRCLE),
        "shares blank nodes in another way",
    ),
    "another graph": (
        Made("CONSTRUCT WHERE { ?s ?p ?o }", "[ <urn:p> <urn:b> ] .", "_:a <urn:p> _:b .", "", "ttl"),
        "lacks [] <urn:p> <urn:b> and has [] <urn:p> []",
    ),
    "a number of another datatype": (Made(OBJECTS, rows("?o", "1.0"), "<urn:a> <urn:p> 1 ."), "has {?o 1}"),
    "a string that reads as the same number": (
        Made(OBJECTS, rows("?o", '"1.0"'), '<urn:a> <urn:p> "1" .'),
        'lacks {?o "1.0"}',
    ),
    "the other truth": (Made("ASK { ?s ?p 3 }", '{"head": {}, "boolean": true}', extension="srj"), "lacks true"),
    "another variable": (Made("SELECT ?x { ?s ?p 3 }", rows("?y")), "has other variables"),
    "rows where a graph is expected": (Made(OBJECTS, "<urn:a> <urn:p> 1, 2 .", extension="ttl"), "lacks <urn:a>"),
    "syntax refused that is right": (Made("SELECT * { ?s ?p }", kind="PositiveSyntaxTest11"), "refused: query:1:"),
    "syntax accepted that is wrong": (Made("SELECT * { ?s ?p ?o }", kind="NegativeSyntaxTest11"), "accepted"),
}


@pytest.mark.parametrize(("test", "reason"), FAILING.values(), ids=FAILING)
def test_it_fails_with_a_reason(made, test: Made, reason: str):
    verdict = judge(made(test), without_merge_and_guard)
    assert not verdict.passed
    assert reason in verdict.reason


# --- What merge and guard change ------------------------------------------------------------------------------------


def test_the_merge_changes_what_it_adds_to_the_default_graph(made):
    found = outcome(made(Made(OBJECTS, rows("?o", "1", "2"), graph="<urn:a> <urn:p> 3 .")))
    assert (found.bare, found.change) == (Verdict(True), "merge")
    assert found.usual.reason == "has {?o 3}"
    assert report([found])[-1].endswith("made/one  merge: has {?o 3}")


def test_the_merge_may_also_make_a_test_pass(made):
    found = outcome(made(Made(OBJECTS, rows("?o", "1", "2", "3"), graph="<urn:a> <urn:p> 3 .")))
    assert (found.bare.passed, found.change, found.fault) == (False, "merge", "engine")
    assert report([found])[-1].endswith("merge: passes with it")


def test_a_graph_that_is_asked_by_name_is_as_without_the_merge(made):
    query = f"SELECT ?o {{ GRAPH <{BASE}made/one.g.ttl> {{ ?s ?p ?o }} }}"
    found = outcome(made(Made(query, rows("?o", "3"), graph="<urn:a> <urn:p> 3 .")))
    assert (found.bare, found.change) == (Verdict(True), "")


def test_the_guard_changes_what_it_refuses(made):
    query = "SELECT ?o FROM <one.g.ttl> { ?s ?p ?o }"
    found = outcome(made(Made(query, rows("?o", "3"), graph="<urn:a> <urn:p> 3 .")))
    assert (found.bare, found.change) == (Verdict(True), "guard")
    shown = report([found])
    assert any(line.endswith("one (guard)") for line in shown)
    assert "FROM is not done" in shown[-1]


def test_what_is_no_query_the_guard_may_refuse_as_well(made):
    found = outcome(made(Made("SELECT FROM <one.g.ttl> { }", kind="NegativeSyntaxTest11")))
    assert (found.bare.passed, found.usual.guarded, found.change) == (True, True, "")


@pytest.fixture
def no_traces_of_crashes() -> Iterator[None]:
    """pytest would print where a child crashes."""
    faulthandler.disable()
    yield
    faulthandler.enable(sys.__stderr__)


@pytest.mark.usefixtures("no_traces_of_crashes")
def test_a_query_that_crashes_the_engine_fails_and_the_runner_goes_on(made):
    found = outcome(made(Made("SELECT * { FILTER " + "(" * 20_000, kind="PositiveSyntaxTest11")))
    assert "too deep" in found.bare.reason
    assert (found.fault, found.change) == ("engine", "guard")


def test_a_test_that_only_kg_fails_is_its_fault(made):
    case = made(Made(OBJECTS, rows("?o", "1", "2")))
    failed = Outcome(case, Verdict(False, "why"), Verdict(False, "why"), Verdict(True))
    assert failed.fault == "kg"
    assert "made/one  kg: why" in report([failed])


# --- The command ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("floor", "status"), [(1, 0), (2, 1)])
def test_the_exit_status_tells_whether_enough_tests_pass(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], floor: int, status: int
):
    monkeypatch.setattr(conformance, "FLOOR", floor)
    folder = suite_of(tmp_path, right=PASSING["a right answer"], wrong=FAILING["a wrong answer"][0])
    assert main([str(folder)]) == status
    shown = capsys.readouterr().out
    assert [line.split()[:3] for line in shown.splitlines() if line.startswith(("made", "all"))][:2] == [
        ["made", "2", "1"],
        ["all", "2", "1"],
    ]
    assert "made/wrong  engine: lacks {?o 3} and has {?o 2}" in shown


@pytest.mark.parametrize("arguments", [[], [""], ["nowhere"]])
def test_without_a_suite_nothing_is_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], arguments: list[str]
):
    monkeypatch.chdir(tmp_path)
    assert main(arguments) == 2
    assert "github.com/w3c/rdf-tests" in capsys.readouterr().err


def test_a_suite_without_one_of_its_files_is_none(tmp_path: Path):
    folder = suite_of(tmp_path, one=PASSING["a right answer"])
    (folder / "sparql" / "sparql11" / "made" / "one.rq").unlink()
    with pytest.raises(KgError, match=r"made/one\.rq: the suite is not whole"):
        read_suite(folder)


def test_a_test_of_an_unknown_kind_is_not_passed_over(tmp_path: Path):
    folder = suite_of(tmp_path, one=Made(OBJECTS, rows("?o"), kind="UpdateEvaluationTest"))
    with pytest.raises(KgError, match=r"made/one: an unknown kind of test"):
        read_suite(folder)

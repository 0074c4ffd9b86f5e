"""Each check finds its bad example and nothing else does; the good world passes all of them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from examples_of import Example, bad_examples, good_world

from kg.errors import KgError
from kg.graph import Graph
from kg.project import Project
from kg.querying.catalogue import read_query
from kg.validation.checks import judge_checks
from kg.validation.report import Report
from kg.validation.shapes import judge_shapes


@pytest.fixture(scope="module")
def project(graph: Graph) -> Project:
    return graph.project


def finding_checks(project: Project, change: Example | None = None) -> set[str]:
    findings, _ = judge_checks(good_world(project, change), project.checks_folder, project.prefixes)
    return {finding.source for finding in findings}


@pytest.mark.parametrize("example", bad_examples("checks.txt"), ids=lambda example: example.refused_by)
def test_a_bad_example_is_found_by_its_check_alone(project: Project, example: Example):
    assert finding_checks(project, example) == {example.refused_by}


@pytest.mark.parametrize("example", bad_examples("checks.txt"), ids=lambda example: example.refused_by)
def test_what_a_check_finds_no_shape_finds(project: Project, example: Example):
    assert judge_shapes(good_world(project, example), project.shapes_file)[0] == []


def test_the_good_world_passes_every_check(project: Project):
    assert finding_checks(project) == set()


def test_the_projects_own_graph_passes_every_check(judged: Report):
    assert [finding for finding in judged.findings if finding.kind == "check"] == []


def test_each_check_has_a_bad_example(project: Project):
    names = sorted(path.stem for path in project.checks_folder.glob("*.rq"))
    assert names == sorted(example.refused_by for example in bad_examples("checks.txt"))


def test_each_check_says_what_it_finds_in_both_languages(project: Project):
    paths = sorted(project.checks_folder.glob("*.rq"))
    assert paths
    for path in paths:
        check = read_query(path)
        for text in (check.title, check.message):
            assert re.search("[一-鿿]", text.zh), path
            assert not re.search("[一-鿿]", text.en), path
        assert set(re.findall(r"\{\w+\}", check.message.zh)) == set(re.findall(r"\{\w+\}", check.message.en)), path
        columns = set(re.findall(r"\?(\w+)", check.text.partition("SELECT")[2].partition("{")[0]))
        assert {name.strip("{}") for name in re.findall(r"\{\w+\}", check.message.en)} <= columns, path
        assert check.severity in ("violation", "warning", "info")


def test_a_finding_names_things_by_their_labels_and_says_where(project: Project):
    example = next(each for each in bad_examples("checks.txt") if each.refused_by == "part-exceeds-whole")
    (finding,), count = judge_checks(good_world(project, example), project.checks_folder, project.prefixes)
    assert count == len(bad_examples("checks.txt"))
    assert finding.focus.endswith("/obs-small")
    assert "共用网：成员数 40家" in finding.message.zh
    assert "Network: Members 40家" in finding.message.en
    assert finding.passages == ("2018:7",)


@pytest.mark.parametrize(
    ("body", "reason"), [("SELECT ?focus { ?focus", "broken"), ("ASK { ?focus ?path ?value }", "must be a SELECT")]
)
def test_a_check_that_cannot_be_asked_is_said_with_its_file(project: Project, tmp_path: Path, body: str, reason: str):
    header = 'title.zh = "问"\ntitle.en = "Ask"\nseverity = "info"\nmessage.zh = "有"\nmessage.en = "It is"'
    lines = [f"#+ {line}" for line in header.split("\n")]
    (tmp_path / "wrong.rq").write_text("\n".join([*lines, body]), encoding="utf-8")
    with pytest.raises(KgError, match=reason) as error:
        judge_checks(good_world(project), tmp_path, project.prefixes)
    assert error.value.place.endswith("wrong.rq")

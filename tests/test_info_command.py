"""`kg info` says which project it is, what its graph holds, and what its terms mean."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path

import pytest
from conftest import ROOT, Kg, MakeProject

from kg.describing.census import census
from kg.graph import Graph
from kg.naming.vocabulary import vocabulary

ENTITIES = """
id:zhejiang a kg:Province ; rdfs:label "浙江"@zh , "Zhejiang"@en .
id:park a kg:Park ; rdfs:label "园"@zh , "Park"@en .
report:2017 a kg:Report ; kg:lineCount 10 . report:2018 a kg:Report ; kg:lineCount 40 .
"""
PASSAGES = """
r2018:L9 { id:park kg:serves id:zhejiang . id:park kg:stage id:st-running . }
r2018:L12 { id:park kg:serves id:zhejiang . id:obs a kg:Observation ; kg:about id:park . }
"""
READINGS = """
graph:readings { id:doubt a kg:Doubt ; kg:ofPassage r2018:L9 . id:reading a kg:Reading ; kg:ofPassage r2018:L12 . }
"""


@pytest.fixture
def small(make_project: MakeProject) -> Graph:
    return Graph(make_project(ENTITIES, PASSAGES, READINGS))


@pytest.fixture
def info(kg: Kg, small: Graph, monkeypatch: pytest.MonkeyPatch) -> Kg:
    """Runs `kg info` on a small project."""
    monkeypatch.setenv("KG_PROJECT", small.project.path)
    return partial(kg, "info")


def test_a_statement_of_two_passages_counts_once(small: Graph):
    (nothing, report) = census(small).reports
    assert nothing == ("2017", 10, 0, 0, 0, 0, 0)
    assert report == ("2018", 40, 2, 4, 1, 1, 1)


def test_things_count_under_their_class_and_those_above_it(small: Graph):
    counted = {branch.term.label.en: (branch.depth, branch.things) for branch in census(small).classes}
    assert counted["Platform"] == (0, 1)
    assert counted["Park"] == (1, 1)
    assert counted["Province-level region"] == (2, 1)
    assert counted["Incubator"] == (1, 0)


def test_what_is_inferred_is_counted_apart(small: Graph):
    evidence = census(small).evidence
    assert (evidence.passages, evidence.remarks, evidence.conjecture) == (4, 4, 0)
    assert evidence.inferred > 0


def test_no_class_of_the_ontology_is_left_out(graph: Graph):
    counted = [branch.term.iri for branch in census(graph).classes]
    declared = (term.iri for term in vocabulary(graph.store, graph.labels) if term.is_class)
    assert sorted(counted) == sorted(declared)


def test_it_says_which_project_how_it_was_found_and_whether_texts_are_at_hand(info, small: Graph):
    status, output, messages = info("--lang", "en")
    assert (status, messages) == (0, "")
    assert f"project: {small.project.folder} (the environment variable KG_PROJECT)" in output
    assert "report texts: not at hand (--sources or KG_SOURCES)" in output
    assert "2018     40         2           4        1         1       1" in output


def test_it_says_so_in_chinese(info, small: Graph):
    output = info("--lang", "zh")[1]
    assert f"项目：{small.project.folder}（环境变量 KG_PROJECT）" in output
    assert "报告文本：不在手边（--sources 或 KG_SOURCES）" in output


def test_the_texts_at_hand_are_named(kg: Kg, sources: Path):
    ran = kg("info", "--project", ROOT, "--sources", sources, "--lang", "en")
    assert ran.status == 0
    assert "report texts: 2016, 2017, 2018, 2019, 2024" in ran.out


def test_the_vocabulary_lists_every_term_with_its_definition(info):
    status, output, _ = info("--terms", "--lang", "zh")
    assert status == 0
    assert any(line.startswith("\u3000园区") and "kg:Park" in line and "创新园" in line for line in output.splitlines())
    (guest,) = [line.split() for line in output.splitlines() if "kg:guestCountry" in line]
    assert guest == ["主宾国", "kg:guestCountry", "kg:Event", "kg:Country", "担任主宾国的国家。"]


def test_json_is_complete(info):
    counts = json.loads(info("-f", "json")[1])
    assert counts["reports"][1]["passages"] == 2
    assert counts["texts"] == []
    terms = json.loads(info("--terms", "-f", "json")[1])
    (serves,) = [term for term in terms["properties"] if term["iri"].endswith("#serves")]
    assert serves["label"] == {"zh": "服务于", "en": "serves"}


def test_a_folder_without_the_texts_is_refused(info, tmp_path: Path):
    status, output, messages = info("--sources", str(tmp_path), "--lang", "en")
    assert (status, output) == (2, "")
    assert "none of the report texts" in messages

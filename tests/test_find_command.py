"""`kg find`: whatever somebody remembers of a name leads to the thing, the likeliest first."""

from __future__ import annotations

import csv
import json
import os
import time
from pathlib import Path

import pytest
from conftest import Kg, MakeProject

from kg.finding.index import Name, build, read, written
from kg.graph import Graph


def found(kg: Kg, *arguments: str) -> list[str]:
    rows = list(csv.DictReader(kg("find", *arguments, "-f", "csv").out.splitlines()))
    return [row["thing"].removeprefix("id:") for row in rows]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("浦江创新论坛", "pujiang-forum"),
        ("浦江", "pujiang-forum"),
        ("Pujiang Innovation Forum", "pujiang-forum"),
        ("pujiang forum", "pujiang-forum"),
        ("forum pujiang", "pujiang-forum"),
        ("pujiangchuangxinluntan", "pujiang-forum"),
        ("pjcxlt", "pujiang-forum"),
        ("PJCXLT", "pujiang-forum"),
        ("浦江创新伦坛", "pujiang-forum"),
        ("Pujang Forum", "pujiang-forum"),
        ("Pujang", "pujiang-forum"),  # and not Wujiang, which is less alike
        ("浦江創新論壇", "pujiang-forum"),
        ("折江", "zhejiang"),  # sounds the same
        ("铺江创新论坛", "pujiang-forum"),
        ("長三角", "yangtze-delta"),
        ("G60", "g60-corridor"),
        ("云南", "yunnan"),
        ("雲南", "yunnan"),
        ("yunnan", "yunnan"),
        ("Yunan", "yunnan"),
        ("沪", "shanghai"),
        ("kjcxq", "innovation-voucher"),
        ("科技創新券", "innovation-voucher"),
        ("puer", "puer"),
        ("中以(上海)创新园", "china-israel-park"),
        ("Fraunhoffer", "fraunhofer"),
    ],
)
def test_what_is_remembered_leads_to_the_thing(typed: str, meant: str, kg: Kg):
    assert found(kg, typed)[0] == meant


def test_one_character_finds_the_names_that_begin_with_it(kg: Kg):
    names = [row["found_by"] for row in csv.DictReader(kg("find", "浦", "-f", "csv").out.splitlines())]
    assert len(names) == 10
    assert all(name.startswith("浦") for name in names)


def test_a_class_narrows_to_its_things_and_those_of_classes_below(kg: Kg):
    platforms = found(kg, "长三角", "--class", "Platform")
    assert "yrd-resource-platform" in platforms
    assert "yangtze-delta" not in platforms
    assert found(kg, "长三角", "--class", "平台") == platforms


def test_words_need_no_quotation_marks(kg: Kg):
    assert found(kg, "Pujiang", "Forum") == found(kg, "Pujiang Forum")


def test_nothing_found_is_the_answer_no(kg: Kg):
    ran = kg("find", "qqqqqqqq", "--lang", "en")
    assert ran == (1, "", "nothing found\n")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["浦江", "--class", "zhejiang"], "“zhejiang” is no class"),
        (["浦江", "--class", "Platfrom"], "Did you mean"),
        (["浦" * 201], "more than 200 characters"),
        ([], "Missing argument"),
        (["浦江", "--limit", "0"], "0 is not in the range"),
    ],
)
def test_what_cannot_be_looked_for_is_told(kg: Kg, arguments: list[str], said: str):
    ran = kg("find", *arguments, "--lang", "en")
    assert (ran.status, ran.out) == (2, "")
    assert said in ran.err


def test_it_is_told_by_which_name_and_in_both_languages(kg: Kg):
    (first,) = json.loads(kg("find", "雲南", "--limit", "1", "-f", "json").out)
    assert first["thing"] == "id:yunnan"
    assert first["label"] == {"zh": "云南", "en": "Yunnan"}
    assert (first["found_by"], first["score"]) == ("云南", 100)
    assert "省级" in kg("find", "yunnan", "--lang", "zh").out
    assert "Province" in kg("find", "yunnan", "--lang", "en").out
    assert kg("find", "yunnan", "-f", "md", "--lang", "en").out.startswith("| thing | label |")


def test_python_finds_too(graph: Graph):
    (hit,) = graph.find("pjcxlt", most=1)
    assert (hit.thing.rpartition("/")[2], hit.name.pinyin) == ("pujiang-forum", "pujiangchuangxinluntan")


ENTITIES = """
id:lake a kg:Platform ; rdfs:label "湖网"@zh , "Lake network"@en ; skos:altLabel "水网"@zh .
id:hill a kg:Program ; rdfs:label "山计划"@zh , "Hill program"@en .
"""
PASSAGES = """
r2018:L1 { id:lake kg:asNamed "大湖网"@zh . id:obs-1 a kg:Observation ; kg:about id:lake . }
r2018:L2 { id:hill kg:covers id:lake . }
"""


def test_the_index_holds_every_name_of_every_thing(make_project: MakeProject):
    own = ("hill", "lake")
    every = build(Graph(make_project(ENTITIES, PASSAGES)).store)
    names = [name for name in every if name.thing.rpartition("/")[2] in own]
    assert [(name.thing.rpartition("/")[2], name.text, name.kind, name.mentions) for name in names] == [
        ("hill", "Hill program", 0, 1),
        ("hill", "山计划", 0, 1),
        ("hill", "hill", 3, 1),
        ("lake", "Lake network", 0, 2),
        ("lake", "湖网", 0, 2),
        ("lake", "水网", 1, 2),
        ("lake", "大湖网", 2, 2),
        ("lake", "lake", 3, 2),
    ]
    lake = next(name for name in names if name.text == "大湖网")
    assert (lake.pinyin, lake.initials) == ("dahuwang", "dhw")
    assert read(written(every)) == every


@pytest.fixture
def kept(make_project: MakeProject, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Graph:
    """A project whose index is kept; its files have settled."""
    monkeypatch.setenv("KG_CACHE", str(tmp_path / "cache"))
    project = make_project(ENTITIES, PASSAGES)
    long_ago = time.time() - 60
    for path in Path(project.path).rglob("*"):
        os.utime(path, (long_ago, long_ago))
    Graph(project).find("湖")
    return Graph(project)


def index_of(graph: Graph, tmp_path: Path) -> Path:
    (path,) = (tmp_path / "cache").glob("*/names")
    return path


def test_the_index_is_kept_and_used(kept: Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    assert index_of(kept, tmp_path).exists()
    monkeypatch.setattr("kg.finding.index.build", lambda store: pytest.fail("made again"))
    assert kept.find("dhw")[0].thing.endswith("lake")


@pytest.mark.parametrize("damaged", ["cut short", "changed", "empty"])
def test_a_damaged_index_is_made_anew(damaged: str, kept: Graph, tmp_path: Path):
    path = index_of(kept, tmp_path)
    whole = path.read_bytes()
    path.write_bytes({"cut short": whole[:-9], "changed": whole.replace(b"lake", b"cake"), "empty": b""}[damaged])
    assert kept.find("dhw")[0].thing.endswith("lake")
    assert path.read_bytes() == whole


def test_a_part_of_a_name_may_be_misspelled(graph: Graph):
    assert "https://w3id.org/innovation-kg/id/pujiang-forum" in {hit.thing for hit in graph.find("Pujang")}
    assert graph.find("qqqqqq") == []


def test_a_changed_file_makes_a_new_index(kept: Graph):
    file = Path(kept.project.path, "data", "entities", "all.ttl")
    file.write_text(file.read_text(encoding="utf-8").replace("湖网", "河网"), encoding="utf-8")
    again = Graph(kept.project)
    assert [hit.name.text for hit in again.find("hw", most=1)] == ["河网"]
    assert again.find("湖网", most=1)[0].name.text == "大湖网"


def test_an_index_is_not_kept_for_files_that_changed_under_the_graph(kept: Graph, tmp_path: Path):
    """The graph is that of the files when it was opened; its names must not pass for those of the new ones."""
    opened = Graph(kept.project)
    _ = opened.store
    file = Path(kept.project.path, "data", "entities", "all.ttl")
    file.write_text(file.read_text(encoding="utf-8").replace("湖网", "河网"), encoding="utf-8")
    assert opened.find("湖网", most=1)[0].name.text == "湖网"
    assert Graph(kept.project).find("河网", most=1)[0].name.text == "河网"


def test_a_name_is_what_it_was_written_as():
    name = Name("urn:x", 'a "b"\n', 0, "ab", "", "", 3)
    assert read(written([name])) == [name]

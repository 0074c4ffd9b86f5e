"""`kg path`: how two things are connected, every step with the passages that say so."""

from __future__ import annotations

import json
from math import sqrt
from pathlib import Path

import pytest
from conftest import Kg, MakeProject

from kg.graph import Graph
from kg.namespaces import ID
from kg.networks.paths import network_of_statements, shortest_paths

ENTITIES = """
id:a a kg:Platform ; rdfs:label "甲"@zh , "A"@en .
id:b a kg:Platform ; rdfs:label "乙"@zh , "B"@en .
id:c a kg:Program ; rdfs:label "丙"@zh , "C"@en .
id:d a kg:Program ; rdfs:label "丁"@zh , "D"@en .
id:hub a kg:Province ; rdfs:label "枢"@zh , "Hub"@en ; kg:administrativeParent id:far .
id:far a kg:Country ; rdfs:label "远"@zh , "Far"@en .
id:alone a kg:Museum ; rdfs:label "独"@zh , "Alone"@en .
id:theme a kg:Theme ; rdfs:label "题"@zh , "Theme"@en .
id:x1 a kg:Event . id:x2 a kg:Event . id:x3 a kg:Event . id:x4 a kg:Event . id:x5 a kg:Event .
id:x6 a kg:Event . id:x7 a kg:Event . id:x8 a kg:Event . id:x9 a kg:Event . id:x10 a kg:Event .
"""
PASSAGES = """
r2018:L1 {
    id:a kg:serves id:hub ; kg:stage id:st-running ; kg:focusesOn id:theme .
    id:b kg:serves id:hub ; kg:stage id:st-running .
}
r2018:L2 { id:c kg:concerns id:a . }
r2018:L3 { id:c kg:concerns id:d . id:d kg:concerns id:b . }
r2019:L1 { id:c kg:concerns id:a . id:a kg:supportedBy id:c . }
r2019:L2 {
    id:x1 kg:locatedIn id:hub . id:x2 kg:locatedIn id:hub . id:x3 kg:locatedIn id:hub . id:x4 kg:locatedIn id:hub .
    id:x5 kg:locatedIn id:hub . id:x6 kg:locatedIn id:hub . id:x7 kg:locatedIn id:hub . id:x8 kg:locatedIn id:hub .
    id:x9 kg:locatedIn id:hub . id:x10 kg:locatedIn id:hub .
}
"""


@pytest.fixture
def tied(make_project: MakeProject) -> Graph:
    return Graph(make_project(ENTITIES, PASSAGES))


def stops(graph: Graph, start: str, end: str, **options: object) -> list[str]:
    named = {
        name: [ID + each for each in value] if isinstance(value, list) else value for name, value in options.items()
    }
    return [
        "".join([start, *(hop.end.removeprefix(ID) for hop in path.hops)])
        for path in shortest_paths(graph, ID + start, ID + end, **named)  # type: ignore[arg-type]
    ]


def test_a_path_goes_round_the_hub_though_that_is_longer(tied: Graph):
    assert stops(tied, "a", "b") == ["acdb", "ahubb"]


def test_what_a_path_costs_is_what_is_documented(tied: Graph):
    ties = network_of_statements(tied)
    assert ties.degree(ID + "hub") == 12
    assert ties.edges[ID + "a", ID + "hub"]["weight"] == pytest.approx((sqrt(3) + sqrt(12)) / 2)
    path, *_ = shortest_paths(tied, ID + "a", ID + "b")
    assert path.cost == pytest.approx(
        sum(ties.edges[ID + one, ID + other]["weight"] for one, other in ("ac", "cd", "db"))
    )


def test_stages_counts_and_background_tie_nothing_and_themes_do(tied: Graph):
    ties = network_of_statements(tied)
    assert ID + "theme" in ties
    assert ID + "st-running" not in ties
    assert ID + "far" not in ties, "no passage says it"


def test_things_to_pass_and_to_avoid(tied: Graph):
    assert stops(tied, "a", "b", via=["hub"]) == ["ahubb"]
    assert stops(tied, "a", "b", avoid=["c"]) == ["ahubb"]
    assert stops(tied, "a", "b", avoid=["c", "hub"]) == []
    assert stops(tied, "a", "b", via=["d", "c"]) == [], "no way passes them in this order and nothing twice"
    assert stops(tied, "a", "hub", via=["c", "b"]) == ["acdbhub"]


def test_so_many_paths_and_no_more(tied: Graph):
    assert stops(tied, "a", "b", most=1) == ["acdb"]


def test_a_step_holds_all_statements_of_its_ends_with_their_passages(tied: Graph):
    (first, *_) = shortest_paths(tied, ID + "a", ID + "b")[0].hops
    said = {(each.predicate.value.rpartition("#")[2], " ".join(map(str, each.passages))) for each in first.statements}
    assert said == {("concerns", "2018:2 2019:1"), ("supportedBy", "2019:1")}


def test_one_report_alone_may_tie_what_others_do_not(kg: Kg):
    both = kg("path", "葡萄牙", "广东", "--report", "2018", "-f", "json")
    assert both.status == 0
    years = {
        year
        for path in json.loads(both.out)
        for hop in path["hops"]
        for each in hop["statements"]
        for year in each["years"]
    }
    assert years == {"2018"}
    assert kg("path", "葡萄牙", "新疆", "--report", "2018").status == 1
    assert kg("path", "葡萄牙", "新疆").status == 0


def test_every_step_of_the_real_graph_names_passages_that_say_it(kg: Kg, graph: Graph):
    (path, *_) = json.loads(kg("path", "普洱", "浙江", "-f", "json").out)
    assert path["hops"][0]["from"]["label"] == {"zh": "普洱", "en": "Pu'er"}
    for hop in path["hops"]:
        assert hop["statements"]
        for each in hop["statements"]:
            ends = (hop["from"]["iri"], hop["to"]["iri"]) if each["forward"] else (hop["to"]["iri"], hop["from"]["iri"])
            for passage in each["passages"]:
                year, _, lines = passage.partition(":")
                name = "_".join("-".join(f"L{line}" for line in run.split("-")) for run in lines.split("_"))
                triple = f"<{ends[0]}> <{each['property']['iri']}> <{ends[1]}>"
                assert graph.query(
                    f"ASK {{ GRAPH <https://w3id.org/innovation-kg/report/{year}#{name}> {{ {triple} }} }}"
                ).value


def test_no_path_is_an_answer(kg: Kg, tied: Graph):
    ran = kg("path", "a", "alone", "--project", tied.project.path, "--lang", "en")
    assert ran == (1, "", "nothing connects the two\n")


def test_paths_are_told_in_both_languages_and_as_markdown(kg: Kg):
    assert kg("path", "普洱", "浙江", "--lang", "zh").out.startswith("路径 1  普洱 – ")
    assert kg("path", "普洱", "浙江", "--lang", "en").out.startswith("Path 1  Pu'er – ")
    assert kg("path", "普洱", "浙江", "-f", "md", "--lang", "en").out.startswith("## Path 1")


def test_a_picture_is_drawn(kg: Kg, tmp_path: Path):
    page = tmp_path / "path.html"
    ran = kg("path", "普洱", "浙江", "--draw", "-o", page, "--lang", "en")
    assert ran.status == 0
    assert "How Pu'er and Zhejiang are connected" in page.read_text(encoding="utf-8").replace("\\u0027", "'").replace(
        "&#39;", "'"
    ).replace("&#x27;", "'")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["普洱", "普洱"], "must be different ones"),
        (["普洱", "浙江", "--via", "普洱"], "must be different ones"),
        (["普洱", "浙江", *(["--via", "上海"] * 4)], "--via at most 3 times"),
        (["普洱", "Zhejang"], "Did you mean"),
        (["普洱", "浙江", "--report", "2020"], "there is no report of 2020"),
        (["普洱", "浙江", "--draw", "-f", "json"], "--draw makes a page"),
        (["普洱"], "Missing argument"),
    ],
)
def test_what_cannot_be_asked_is_told(kg: Kg, arguments: list[str], said: str):
    ran = kg("path", *arguments, "--lang", "en")
    assert (ran.status, ran.out) == (2, "")
    assert said in ran.err

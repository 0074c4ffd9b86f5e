"""Pictures hold what is stated and where; layouts are still; pages hold everything and run nothing of the data."""

from __future__ import annotations

import math
import os
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from html.parser import HTMLParser
from pathlib import Path

import networkx as nx
import pytest
from conftest import Kg, MakeProject
from pyvis.network import Network

from kg.drawing import draw, picture_of_graph, picture_of_network, picture_of_triples
from kg.drawing.layout import SPACING, Layout, layout
from kg.drawing.page import _HUES, page
from kg.drawing.picture import Edge, Node, Picture, Statement, Tie
from kg.errors import KgError
from kg.graph import Graph
from kg.language import Text
from kg.namespaces import KG
from kg.naming.vocabulary import vocabulary

ID = "https://w3id.org/innovation-kg/id/"
ENTITIES = """
id:china a kg:Country ; rdfs:label "中国"@zh , "China"@en .
id:zhejiang a kg:Province ; rdfs:label "浙江"@zh , "Zhejiang"@en ; kg:administrativeParent id:china .
id:ningbo a kg:City ; rdfs:label "宁波"@zh , "Ningbo"@en ; kg:administrativeParent id:zhejiang .
id:net a kg:SharedFacilityPlatform ; rdfs:label "仪器共用网"@zh , "Instrument network"@en ; skos:altLabel "共享网"@zh .
id:lab a kg:ResearchPlatform ; rdfs:label "联合实验室"@zh , "Joint laboratory"@en .
id:ind a kg:Indicator ; rdfs:label "仪器数"@zh , "Instruments"@en .
report:2016 a kg:Report ; kg:lineCount 40 .
report:2017 a kg:Report ; kg:lineCount 40 . report:2018 a kg:Report ; kg:lineCount 40 .
"""
PASSAGES = """
r2018:L33 { id:net kg:serves id:zhejiang ; kg:stage id:st-running . }
r2018:L9 { id:net kg:serves id:zhejiang . }
r2018:L34 { id:obs a kg:Observation ; kg:indicator id:ind ; kg:about id:net ; kg:value 45262 ; kg:unit id:unit-set ;
    kg:qualifier id:q-more-than ; kg:asWritten "超过45262台" . }
r2017:L5 { id:lab kg:presentIn id:ningbo . }
"""
READINGS = """
graph:readings {
  id:reading a kg:Reading ; kg:ofPassage r2018:L9 ; kg:confidence id:c-certain .
  id:reading-2 a kg:Reading ; kg:ofPassage r2018:L9 ; kg:difficulty id:x-from-name ;
    kg:subject id:net ; kg:predicate kg:serves ; kg:object id:zhejiang .
}
"""


@pytest.fixture
def small(make_project: MakeProject) -> Graph:
    return Graph(make_project(ENTITIES, PASSAGES, READINGS))


def names(picture: Picture) -> set[str]:
    return {node.label.en for node in picture.nodes}


def node(picture: Picture, label: str) -> Node:
    return next(each for each in picture.nodes if each.label.en == label)


def ties(picture: Picture) -> dict[tuple[str, str, str], tuple[str, ...]]:
    """(source, property, target) in English → locators."""
    label = {each.iri: each.label.en for each in picture.nodes}
    return {
        (label[edge.source], tie.property.en, label[edge.target]): tie.passages
        for edge in picture.edges
        for tie in edge.ties
    }


# --- What a picture holds


def test_nodes_are_the_things_and_neither_figures_nor_vocabulary_nor_evidence(small: Graph):
    assert names(picture_of_graph(small)) == {"China", "Zhejiang", "Ningbo", "Instrument network", "Joint laboratory"}


def test_ties_carry_every_passage_and_inferences_are_left_out(small: Graph):
    assert ties(picture_of_graph(small)) == {
        ("Instrument network", "serves", "Zhejiang"): ("2018:9", "2018:33"),
        ("Joint laboratory", "present in", "Ningbo"): ("2017:5",),
        ("Zhejiang", "administrative parent", "China"): (),
        ("Ningbo", "administrative parent", "Zhejiang"): (),
    }


def test_a_tie_that_is_a_reading_says_so_and_background_is_dashed(small: Graph):
    drawn = {(edge.source, edge.target): edge for edge in picture_of_graph(small).edges}
    serves, parent = drawn[ID + "net", ID + "zhejiang"], drawn[ID + "ningbo", ID + "zhejiang"]
    assert serves.ties[0].aside == Text("解读：据名称推定", "reading: taken from a name")
    assert (serves.dashed, parent.dashed) == (False, True)
    assert "background" in picture_of_graph(small).dashes.en


def test_a_tie_by_way_of_a_group_alone_is_dashed(small: Graph):
    network = nx.Graph()
    network.add_edge("urn:a", "urn:b", group=True)
    network.add_edge("urn:a", "urn:c", group=False, remark=Text("解读", "reading"))
    picture = picture_of_network(network, Text("网", "Net"))
    assert [edge.dashed for edge in picture.edges] == [True, False]
    assert [edge.ties[0].aside.en for edge in picture.edges] == ["", "reading"]
    assert "group of regions" in picture.dashes.en


def test_a_node_shows_its_class_its_facts_and_its_figures_in_both_languages(small: Graph):
    network = node(picture_of_graph(small), "Instrument network")
    assert (network.kind.en, network.description.zh) == ("Platform", "设施共享平台")
    assert network.aliases == ("共享网",)
    assert network.statements == (
        Statement(Text("阶段", "stage"), Text("运行中", "running"), ("2018:33",)),
        Statement(Text("仪器数", "Instruments"), Text("超过45262台", "more than 45,262 sets"), ("2018:34",)),
    )


@pytest.mark.parametrize(
    ("depth", "expected"),
    [
        (1, {"Instrument network", "Zhejiang"}),
        (2, {"Instrument network", "Zhejiang", "China", "Ningbo"}),
        (3, {"Instrument network", "Zhejiang", "China", "Ningbo", "Joint laboratory"}),
    ],
)
def test_the_surroundings_of_a_thing_reach_as_far_as_asked(small: Graph, depth: int, expected: set[str]):
    assert names(picture_of_graph(small, around=ID + "net", depth=depth)) == expected


def test_a_class_takes_in_the_classes_below_it(small: Graph):
    assert names(picture_of_graph(small, classes=[KG + "Platform"])) == {"Instrument network", "Joint laboratory"}
    assert names(picture_of_graph(small, classes=[KG + "City"])) == {"Ningbo"}


def test_the_thing_in_the_middle_stays_whatever_its_class(small: Graph):
    picture = picture_of_graph(small, around=ID + "net", depth=2, classes=[KG + "City"])
    assert names(picture) == {"Instrument network", "Ningbo"}


def test_a_report_brings_only_what_it_says(small: Graph):
    picture = picture_of_graph(small, report="2017")
    assert ties(picture) == {("Joint laboratory", "present in", "Ningbo"): ("2017:5",)}
    assert picture.reports == ("2017",)


def test_nothing_to_draw_is_said(small: Graph):
    with pytest.raises(KgError, match="no thing fits Person"):
        picture_of_graph(small, classes=[KG + "Person"])
    with pytest.raises(KgError, match="kg:Platform is a term, not a thing: classes go with --class"):
        picture_of_graph(small, around=KG + "Platform")
    with pytest.raises(KgError, match="no statements of the report of 2016 yet"):
        picture_of_graph(small, report="2016")
    with pytest.raises(KgError, match="no report of 1999"):
        picture_of_graph(small, report="1999")
    with pytest.raises(KgError, match="nothing to draw"):
        picture_of_triples(small, [])
    with pytest.raises(KgError, match="nothing to draw"):
        picture_of_network(nx.Graph(), Text("空", "Empty"))


def test_constructed_triples_keep_passages_where_they_are_stated(small: Graph):
    answer = small.query(
        """CONSTRUCT { ?p kg:serves ?r . ?r kg:concerns ?p . ?p rdfs:label "新名"@zh , "New name"@en }
           WHERE { ?p kg:serves ?r }"""
    )
    picture = picture_of_triples(small, answer.triples)
    assert ties(picture) == {
        ("New name", "serves", "Zhejiang"): ("2018:9", "2018:33"),
        ("Zhejiang", "concerns", "New name"): (),
    }
    assert node(picture, "New name").kind.en == "Platform"


def test_blank_nodes_and_literals_of_a_query_can_be_drawn(small: Graph):
    picture = picture_of_triples(
        small, small.query('CONSTRUCT { _:b kg:serves id:china ; kg:asNamed "甲" } {}').triples
    )
    assert len(picture.nodes) == 2
    assert len(picture.edges) == 1
    assert [each.value.zh for each in picture.nodes for each in each.statements] == ["甲"]


def test_a_network_of_two_kinds_is_drawn_in_two_layers():
    network = nx.Graph()
    network.add_node("urn:p", label=Text("平台", "P"), kind=Text("平台", "Platform"))
    network.add_node("urn:r", label=Text("省", "R"), kind=Text("省", "Province"))
    network.add_edge("urn:p", "urn:r", weight=2.5, passages=["2018:9"], label=Text("服务于", "serves"))
    picture = picture_of_network(network, Text("网络", "Network"))
    assert [each.layer for each in picture.nodes] == [0, 1]
    assert picture.edges == (
        Edge("urn:p", "urn:r", (Tie(Text("服务于", "serves"), ("2018:9",)),), weight=2.5, directed=False),
    )
    network.add_edge("urn:p", "urn:q")
    network.nodes["urn:q"]["kind"] = Text("平台", "Platform")
    assert not picture_of_network(network, Text("网络", "Network")).layered


# --- Where nodes stand


def picture_of(network: nx.Graph) -> Picture:
    kinds = [Text("地区", "Region"), Text("平台", "Platform"), Text("计划", "Program")]
    said = (Statement(Text("阶段", "stage"), Text("运行中", "running"), ("2018:3",)),)
    return Picture(
        Text("大图", "Large"),
        tuple(
            Node(
                f"urn:n{number}",
                Text(f"上海第{number}创新平台", f"Shanghai innovation platform {number}"),
                kinds[number % 3],
                kinds[number % 3],
                network.degree(number),
                said,
            )
            for number in network
        ),
        tuple(
            Edge(f"urn:n{one}", f"urn:n{other}", (Tie(Text("属于", "part of"), ("2018:3",)),))
            for one, other in network.edges
        ),
    )


def hubs(count: int) -> Picture:
    """A network with hubs and leaves, as the reports give."""
    return picture_of(nx.barabasi_albert_graph(count, 2, seed=1))


@pytest.mark.parametrize(
    "network",
    [
        nx.empty_graph(1),
        nx.empty_graph(40),
        nx.path_graph(2),
        nx.star_graph(700),
        nx.disjoint_union(nx.cycle_graph(5), nx.empty_graph(3)),
        nx.barabasi_albert_graph(120, 1, seed=1),
        nx.connected_caveman_graph(40, 12),
    ],
    ids=["one", "apart", "pair", "star", "parts", "tree", "communities"],
)
def test_no_two_nodes_touch(network: nx.Graph):
    largest = 2 * 25 * 0.64  # two radii of the largest node, as a page draws them
    for places in layout(picture_of(network)):
        assert len(places) == len(network)
        nearest = min((math.dist(a, b) for i, a in enumerate(places) for b in places[:i]), default=SPACING)
        assert nearest > largest


def test_a_wide_and_a_tall_window_are_each_filled():
    wide, tall = (
        (max(x for x, _ in places) - min(x for x, _ in places))
        / (max(y for _, y in places) - min(y for _, y in places))
        for places in layout(hubs(150))
    )
    assert 1.1 < wide < 2.2
    assert 0.35 < tall < 0.9


def test_two_layers_stand_in_two_columns():
    network = nx.complete_bipartite_graph(3, 4)
    nx.set_node_attributes(network, {n: Text("甲", "A") if n < 3 else Text("乙", "B") for n in network}, "kind")
    for places in layout(picture_of_network(network, Text("网", "Net"))):
        assert {x for x, _ in places[:3]} == {0}
        assert len({x for x, _ in places[3:]}) == 1
        assert places[3][0] > 0


def test_the_page_is_the_same_at_every_run(small: Graph):
    code = (
        "import sys, kg; from kg.drawing import *; from kg.drawing.layout import layout\n"
        "sys.path.insert(0, sys.argv[2]); from test_drawing import hubs\n"
        "sys.stdout.buffer.write(draw(picture_of_graph(kg.load(sys.argv[1]))).encode() + draw(hubs(400)).encode())"
    )
    command = [sys.executable, "-c", code, str(small.project.folder), str(Path(__file__).parent)]
    first, second = (
        subprocess.run(command, env=os.environ | {"PYTHONHASHSEED": seed}, capture_output=True, check=True).stdout
        for seed in ("1", "2")
    )
    assert first == second


def test_building_a_page_is_linear_in_its_nodes():
    pictures = {count: hubs(count) for count in (2000, 8000)}

    def seconds(count: int) -> float:
        places = [(float(number), 0.0) for number in range(count)]
        started = time.process_time()
        page(pictures[count], Layout(places, places), "zh")
        return time.process_time() - started

    rounds = [(seconds(2000), seconds(8000)) for _ in range(3)]
    # Linear is 4, quadratic would be 16; a busy machine blurs the one and not the other.
    assert min(many for _, many in rounds) / min(few for few, _ in rounds) <= 8


# --- What a page holds


class Elements(HTMLParser):
    """The tags of a document with their attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def test_nodes_and_edges_go_through_pyvis(small: Graph, monkeypatch: pytest.MonkeyPatch):
    added: list[str] = []

    def counted(method: str) -> Callable[..., None]:
        own = getattr(Network, method)

        def count(*given: object, **more: object) -> None:
            added.append(method)
            own(*given, **more)

        return count

    for method in ("add_node", "add_edge"):
        monkeypatch.setattr(Network, method, counted(method))
    draw(picture_of_graph(small))
    assert (added.count("add_node"), added.count("add_edge")) == (5, 4)


def test_a_page_points_at_nothing_outside_itself(small: Graph):
    found = Elements(draw(picture_of_graph(small))).found
    assert {"script", "style", "button"} <= {tag for tag, _ in found}
    for tag, attributes in found:
        assert tag not in ("link", "iframe", "object", "embed", "base", "form", "img")
        assert not {"src", "href", "srcset", "action", "data", "style"} & attributes.keys()
        assert not any(name.startswith("on") for name in attributes)


def test_a_page_forbids_whatever_it_does_not_hold(small: Graph):
    policies = [each["content"] for tag, each in Elements(draw(picture_of_graph(small))).found if "http-equiv" in each]
    assert len(policies) == 1
    assert policies[0].startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe" not in policies[0]


def test_the_licence_of_vis_network_stays_with_it(small: Graph):
    html = draw(picture_of_graph(small))
    assert "@copyright (c) 2011-2017 Almende B.V" in html
    assert "http://opensource.org/licenses/MIT" in html


def test_no_label_ends_the_data():
    picture = picture_of_network(nx.Graph([("</script><script>alert(1)</script>", "\u2028<!--")]), Text("<b>", "&amp;"))
    html = draw(picture)
    assert [tag for tag, _ in Elements(html).found].count("script") == 6
    assert "\u2028" not in html
    assert "<!--" not in html
    assert "<title>&lt;b&gt;</title>" in html


def test_the_classes_that_keep_their_colour_are_classes_of_the_ontology(graph: Graph):
    labels = {term.label.en for term in vocabulary(graph.store, graph.labels) if term.is_class}
    assert set(_HUES) <= labels


# --- The command


@pytest.fixture
def kg_draw(kg: Kg, small: Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Kg:
    """Runs `kg draw` on the small project, in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return partial(kg, "draw", "--project", small.project.path, "--lang", "en")


def test_the_command_writes_a_page_and_prints_its_path(kg_draw, tmp_path: Path):
    assert kg_draw() == (0, "kg-graph.html\n", "5 nodes, 4 ties\n")
    assert (tmp_path / "kg-graph.html").read_text(encoding="utf-8").startswith("<!doctype html>")


def test_the_command_finds_things_and_classes_by_their_names(kg_draw, tmp_path: Path):
    (tmp_path / "page.html").write_text("old")
    assert kg_draw("--around", "仪器共用网", "-o", "page.html") == (0, "page.html\n", "2 nodes, 1 ties\n")
    assert "Ties of Instrument network" in (tmp_path / "page.html").read_text(encoding="utf-8")
    assert kg_draw("--class", "Platform", "--class", "地级行政区或国外城市", "-q") == (0, "kg-graph.html\n", "")


def test_a_class_takes_in_all_below_it(graph: Graph):
    themes = {node.iri for node in picture_of_graph(graph, classes=[KG + "Theme"]).nodes}
    concepts = {node.iri for node in picture_of_graph(graph, classes=[KG + "Concept"]).nodes}
    assert themes
    assert themes <= concepts


def test_the_command_draws_what_a_query_constructs(kg_draw, tmp_path: Path):
    query = "CONSTRUCT { ?p kg:serves ?r } WHERE { ?p kg:serves ?r }"
    (tmp_path / "serves.rq").write_text(query)
    assert kg_draw("--query", query) == kg_draw("-F", "serves.rq") == (0, "kg-graph.html\n", "2 nodes, 1 ties\n")


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (["--around", "Nowhere"], 2, "Nowhere"),
        (["--class", "Platfrom"], 2, "Platform"),
        (["--report", "1999"], 2, "no report of 1999"),
        (["--class", "Person"], 2, "nothing to draw"),
        (["--depth", "2"], 2, "--around"),
        (["--query", "SELECT * { ?s ?p ?o }"], 2, "CONSTRUCT"),
        (["--query", "CONSTRUCT { ?s"], 2, "query:1"),
        (["--query", "CONSTRUCT WHERE { ?s ?p ?o }", "--report", "2018"], 2, "without"),
        (["--query", "CONSTRUCT { ?s ?p ?o } { SERVICE <http://localhost/> { ?s ?p ?o } }"], 4, "SERVICE"),
        (["-F", "missing.rq"], 2, "missing.rq"),
        (["-o", "page.png"], 2, ".html"),
        (["-o", "nowhere/page.html"], 2, "nowhere"),
    ],
)
def test_bad_input_is_one_message_and_no_page(kg_draw, tmp_path: Path, arguments: list[str], status: int, message: str):
    ended, printed, said = kg_draw(*arguments)
    assert (ended, printed) == (status, "")
    assert message in said
    assert "Traceback" not in said
    assert not list(tmp_path.glob("*.html"))


def test_a_page_that_has_no_place_is_not_drawn(kg_draw, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("kg.drawing.draw", lambda *_: pytest.fail("seconds of work for nothing"))
    for nowhere in ("nowhere/page.html", f"{'x' * 300}.html"):
        assert kg_draw("-o", nowhere)[0] == 2


def test_a_page_is_never_written_over_the_graph(kg_draw, small: Graph):
    data = small.project.folder / "data"
    assert kg_draw("-o", str(data / "page.html"))[0] == 2
    assert not (data / "page.html").exists()

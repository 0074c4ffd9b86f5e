"""What a link is (queries/platform-province-links.rq), clause by clause, and what the network makes of links."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from conftest import MakeProject

from kg.errors import KgError
from kg.graph import Graph
from kg.networks.kinds import network
from kg.networks.projection import layer, ties
from kg.networks.scope import Scope
from kg.networks.summary import summary
from kg.querying.answers import Rows
from kg.querying.catalogue import catalogue

ID = "https://w3id.org/innovation-kg/id/"
DELTA = ("shanghai", "jiangsu", "zhejiang")
KG = "https://w3id.org/innovation-kg/ontology#"

REGIONS = """
id:china a kg:Country ; rdfs:label "中国"@zh , "China"@en .
id:shanghai a kg:Province ; rdfs:label "上海"@zh , "Shanghai"@en ; kg:administrativeParent id:china .
id:jiangsu a kg:Province ; rdfs:label "江苏"@zh , "Jiangsu"@en ; kg:administrativeParent id:china .
id:zhejiang a kg:Province ; rdfs:label "浙江"@zh , "Zhejiang"@en ; kg:administrativeParent id:china .
id:anhui a kg:Province ; rdfs:label "安徽"@zh , "Anhui"@en ; kg:administrativeParent id:china .
id:suzhou a kg:City ; kg:administrativeParent id:jiangsu .
id:kunshan a kg:County ; kg:administrativeParent id:suzhou .
id:zone a kg:Zone ; kg:partOf id:kunshan .
id:delta a kg:RegionGroup ; kg:hasMember id:shanghai , id:jiangsu , id:zhejiang .
id:cities a kg:RegionGroup ; kg:hasMember id:suzhou . id:anhui kg:memberOf id:cities .
id:wide a kg:RegionGroup ; kg:hasMember id:cities .
id:p a kg:Incubator ; rdfs:label "平台"@zh , "Platform P"@en .
id:q a kg:Platform ; rdfs:label "平台二"@zh , "Platform Q"@en .
id:office a kg:GovernmentBody ; kg:actsFor id:zhejiang .
id:college a kg:University ; kg:basedIn id:kunshan .
id:secretariat a kg:Organization ; kg:actsFor id:delta .
id:alliance a kg:Alliance ; kg:hasMember id:zhejiang , id:college .
id:program a kg:Program .
report:2017 a kg:Report ; kg:lineCount 40 . report:2018 a kg:Report ; kg:lineCount 40 .
"""


def links(project_graph: Graph, *, proposed: bool = False) -> set[tuple[str, str, str, str]]:
    """The answer of the query as short names; `via` is empty where it is unbound."""
    query = (project_graph.project.queries_folder / "platform-province-links.rq").read_text(encoding="utf-8")
    answer = project_graph.query(query, {"proposed": ox.Literal(proposed)})
    assert isinstance(answer, Rows)
    names = [[str(getattr(term, "value", "")).removeprefix(ID).removeprefix(KG) for term in row] for row in answer.rows]
    return {(platform, province, how, via) for platform, province, how, via in names}


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        # It serves a region, wholly or partly, or is present there; the province is that region or above it.
        ("id:p kg:serves id:jiangsu", {("jiangsu", "serves", "")}),
        ("id:p kg:partlyServes id:jiangsu", {("jiangsu", "partlyServes", "")}),
        ("id:p kg:presentIn id:suzhou", {("jiangsu", "presentIn", "suzhou")}),
        ("id:p kg:serves id:kunshan", {("jiangsu", "serves", "kunshan")}),
        ("id:p kg:serves id:zone", {("jiangsu", "serves", "zone")}),
        ("id:p kg:linksRegion id:jiangsu", {("jiangsu", "linksRegion", "")}),
        ("id:p kg:linksRegion id:jiangsu ; kg:serves id:jiangsu", {("jiangsu", "serves", "")}),
        # It is built, run or joined by a region or by an actor of it.
        ("id:p kg:builtBy id:zhejiang", {("zhejiang", "builtBy", "")}),
        ("id:p kg:builtBy id:office", {("zhejiang", "builtBy", "office")}),
        ("id:p kg:runBy id:college", {("jiangsu", "runBy", "college")}),
        ("id:p kg:hasMember id:college", {("jiangsu", "hasMember", "college")}),
        ("id:college kg:memberOf id:p", {("jiangsu", "hasMember", "college")}),
        # A group of regions stands for each of its members.
        (
            "id:p kg:serves id:delta",
            {(province, "serves", "delta") for province in DELTA},
        ),
        ("id:p kg:serves id:cities", {("jiangsu", "serves", "cities"), ("anhui", "serves", "cities")}),
        ("id:p kg:serves id:wide", {("jiangsu", "serves", "wide"), ("anhui", "serves", "wide")}),
        (
            "id:p kg:runBy id:secretariat",
            {(province, "runBy", "delta") for province in DELTA},
        ),
        # What is no link: a seat, an extent, other relations, a country, the members of a builder, no platform.
        ("id:p kg:locatedIn id:jiangsu", set()),
        ("id:p kg:basedIn id:jiangsu", set()),
        ("id:p kg:partOf id:jiangsu", set()),
        ("id:p kg:covers id:jiangsu", set()),
        ("id:p kg:bringsTogether id:jiangsu", set()),
        ("id:p kg:carrierZone id:zone", set()),
        ("id:p kg:ledBy id:office", set()),
        ("id:p kg:serves id:china", set()),
        ("id:p kg:builtBy id:alliance", set()),
        ("id:program kg:serves id:jiangsu ; kg:runBy id:office", set()),
        # What is only proposed is no link; once it is more than that, it is.
        ("id:p kg:serves id:jiangsu ; kg:stage id:st-proposed", set()),
        ("id:p kg:serves id:jiangsu ; kg:stage id:st-under-way", {("jiangsu", "serves", "")}),
        ("id:p kg:serves id:jiangsu ; kg:stage id:st-proposed , id:st-running", {("jiangsu", "serves", "")}),
    ],
)
def test_a_link_is_what_the_definition_says(make_project: MakeProject, said: str, expected: set[tuple[str, str, str]]):
    graph = Graph(make_project(REGIONS, f"r2018:L9 {{ {said} . }}"))
    assert links(graph) == {("p", *link) for link in expected}


def test_proposed_platforms_count_when_asked_for(make_project: MakeProject):
    graph = Graph(make_project(REGIONS, "r2018:L9 { id:p kg:serves id:jiangsu ; kg:stage id:st-proposed . }"))
    assert links(graph, proposed=True) == {("p", "jiangsu", "serves", "")}
    assert not graph.network("platforms-provinces")
    assert graph.network("platforms-provinces", proposed=True).number_of_edges() == 1


SAID = """
r2018:L9 { id:p kg:serves id:suzhou , id:delta . id:q kg:runBy id:office . }
r2018:L12 { id:p kg:builtBy id:jiangsu . id:q kg:presentIn id:suzhou , id:anhui . }
r2017:L30 { id:q kg:presentIn id:suzhou . id:q kg:builtBy id:shanghai . id:office kg:actsFor id:zhejiang . }
"""


@pytest.fixture
def small(make_project: MakeProject) -> Graph:
    return Graph(make_project(REGIONS, SAID))


def test_the_network_is_bipartite_and_every_edge_says_how_by_way_of_what_and_where(small: Graph):
    found = network(small, "platforms-provinces")
    assert layer(found, 0) == [ID + "p", ID + "q"]
    assert layer(found, 1) == [ID + name for name in ("anhui", "jiangsu", "shanghai", "zhejiang")]
    assert found.nodes[ID + "p"]["label"].zh == "平台"
    assert (found.nodes[ID + "p"]["kind"].en, found.nodes[ID + "anhui"]["kind"].en) == (
        "Platform",
        "Province-level region",
    )
    edge = found.edges[ID + "p", ID + "jiangsu"]
    assert edge["how"] == [KG + "builtBy", KG + "serves"]
    assert edge["via"] == [ID + "delta", ID + "suzhou"]
    assert edge["label"].en == "built by, serves"
    assert edge["passages"] == ["2018:9", "2018:12"]
    assert not edge["group"]


def test_what_rests_on_a_group_alone_is_marked_and_can_be_left_out(small: Graph):
    found = network(small, "platforms-provinces")
    grouped = {province for _, province, edge in found.edges(ID + "p", data=True) if edge["group"]}
    assert grouped == {ID + "shanghai", ID + "zhejiang"}
    without = network(small, "platforms-provinces", Scope(groups=False))
    assert set(without[ID + "p"]) == {ID + "jiangsu"}
    assert without.edges[ID + "p", ID + "jiangsu"]["via"] == [ID + "suzhou"]


def test_passages_that_say_of_which_region_an_actor_is_belong_to_the_evidence(small: Graph):
    edge = network(small, "platforms-provinces").edges[ID + "q", ID + "zhejiang"]
    assert edge["passages"] == ["2017:30", "2018:9"]


def test_no_edge_is_without_a_passage(graph: Graph):
    passages = [each for _, _, each in graph.network("platforms-provinces").edges(data="passages")]
    assert passages
    assert all(passages)


def test_a_report_alone_gives_only_what_it_says(small: Graph):
    found = network(small, "platforms-provinces", Scope(report="2017"))
    assert {tuple(sorted(edge)) for edge in found.edges} == {(ID + "jiangsu", ID + "q"), (ID + "q", ID + "shanghai")}
    assert found.edges[ID + "q", ID + "jiangsu"]["passages"] == ["2017:30"]


def test_what_one_report_proposes_and_another_runs_is_judged_report_by_report(make_project: MakeProject):
    said = """
    r2017:L3 { id:p kg:serves id:jiangsu ; kg:stage id:st-proposed . }
    r2018:L9 { id:p kg:serves id:jiangsu ; kg:stage id:st-running . }
    """
    graph = Graph(make_project(REGIONS, said))
    assert network(graph, "platforms-provinces", Scope(report="2017")).number_of_edges() == 0
    assert network(graph, "platforms-provinces", Scope(report="2018")).number_of_edges() == 1
    assert network(graph, "platforms-provinces").number_of_edges() == 1


def test_ties_weigh_each_shared_platform_by_how_few_it_ties_and_leave_the_ego_out(small: Graph):
    # p links jiangsu, zhejiang (and Shanghai); q links anhui, jiangsu, zhejiang (and Shanghai).
    found = {
        tuple(place.label.en for place in tie.provinces): (tie.weight, len(tie.platforms), len(tie.grouped))
        for tie in ties(network(small, "platforms-provinces"))
    }
    assert found == {
        ("Jiangsu", "Zhejiang"): (1 + 1 / 2, 2, 1),
        ("Anhui", "Jiangsu"): (1 / 2, 1, 0),
        ("Anhui", "Zhejiang"): (1 / 2, 1, 0),
    }


def test_a_tie_names_its_platforms_and_the_passages_of_both_its_links(small: Graph):
    heaviest = ties(network(small, "platforms-provinces"))[0]
    assert [platform.label.en for platform in heaviest.platforms] == ["Platform P", "Platform Q"]
    assert heaviest.passages == ("2017:30", "2018:9", "2018:12")


def test_the_ego_is_counted_apart(small: Graph):
    found = summary(small, "platforms-provinces")
    assert (found.platforms, found.provinces, len(found.links)) == (2, 4, 7)
    assert found.ego.label.en == "Shanghai"
    assert [(link.platform.label.en, link.group) for link in found.ego_links] == [
        ("Platform P", True),
        ("Platform Q", False),
    ]
    assert found.ties
    assert all(found.ego not in tie.provinces for tie in found.ties)


def test_each_report_counts_the_platforms_that_it_links_itself(small: Graph):
    found = summary(small, "platforms-provinces")
    counts = {
        row.province.label.en: {year: [platform.label.en for platform in row.platforms[year]] for year in row.platforms}
        for row in found.by_report
    }
    assert list(counts)[-1] == "Shanghai"
    assert counts["Zhejiang"] == {"2017": [], "2018": ["Platform P", "Platform Q"]}


def test_an_unknown_network_and_an_unknown_report_are_refused(small: Graph):
    with pytest.raises(KgError, match="Did you mean platforms-provinces"):
        small.network("platform-provinces")
    with pytest.raises(KgError, match="no report of 1999"):
        small.network("platforms-provinces", report="1999")


def test_the_network_of_the_python_side_is_that_of_the_command(graph: Graph):
    assert graph.network("platforms-provinces").number_of_edges() == len(summary(graph, "platforms-provinces").links)


def test_the_query_by_report_counts_what_the_network_counts(graph: Graph):
    question = catalogue(graph.project)["links-by-report"]
    answer = graph.query(question.text)
    assert isinstance(answer, Rows)
    counted = {(str(report.value), province.value): int(number.value) for report, province, number in answer.rows}
    assert counted == {
        (report, row.province.iri): len(platforms)
        for row in summary(graph, "platforms-provinces").by_report
        for report, platforms in row.platforms.items()
        if platforms
    }

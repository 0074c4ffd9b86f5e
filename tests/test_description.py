"""Descriptions hold what the graph states, each statement with where it stands."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from conftest import MakeProject

from kg.describing.by_report import reports_of, said_by_report
from kg.describing.description import Describer, Group, TermDescription, ThingDescription
from kg.describing.usage import usage_of, uses_of_class
from kg.errors import KgError
from kg.evidence.statements import statements
from kg.graph import Graph
from kg.namespaces import KG
from kg.passages import typed_passage

ENTITIES = """
id:shanghai a kg:Province ; rdfs:label "上海"@zh , "Shanghai"@en ; kg:administrativeParent id:china .
id:zhejiang a kg:Province ; rdfs:label "浙江"@zh , "Zhejiang"@en ; kg:administrativeParent id:china .
id:ningbo a kg:City ; rdfs:label "宁波"@zh , "Ningbo"@en ; kg:administrativeParent id:zhejiang .
id:china a kg:Country ; rdfs:label "中国"@zh , "China"@en .
id:net a kg:SharedFacilityPlatform ; rdfs:label "共用网"@zh , "Network"@en ; skos:altLabel "仪器网"@zh .
id:other a kg:Platform ; rdfs:label "另一平台"@zh , "Other platform"@en .
id:ind-x a kg:Indicator ; rdfs:label "仪器数"@zh , "Instruments"@en .
report:2018 a kg:Report ; kg:year 2018 ; kg:lineCount 40 .
"""
PASSAGES = """
r2018:L9 { id:net kg:serves id:zhejiang . id:net kg:asNamed "某网"@zh . }
r2018:L12-L14 { id:net kg:serves id:zhejiang , id:ningbo . id:other kg:presentIn id:zhejiang . }
r2018:L20_L22 {
  id:obs-whole a kg:Observation ; kg:indicator id:ind-x ; kg:about id:net ; kg:value 45262.0 ;
    kg:unit id:unit-set ; kg:measure id:m-level ; kg:qualifier id:q-more-than ; kg:asWritten "超45262台" ;
    kg:temporality id:t-stock ; kg:refEnd "2018-12-31"^^xsd:date ; kg:refInferred true ; kg:actuality id:a-observed .
  id:obs-part a kg:Observation ; kg:indicator id:ind-x ; kg:about id:net ; kg:value 12.50 ; kg:unit id:unit-set ;
    kg:qualifier id:q-exact ; kg:asWritten "12.5台" ; kg:temporality id:t-cumulative ;
    kg:refEnd "2018-12-31"^^xsd:date ; kg:partOfFigure id:obs-whole ; kg:recipient id:zhejiang ;
    kg:actuality id:a-target .
}
"""
READINGS = """
graph:readings {
  id:on-passage a kg:Reading ; kg:ofPassage r2018:L9 ; kg:confidence id:c-probable ;
    rdfs:comment "整段"@zh , "whole"@en .
  id:on-statement a kg:Doubt ; kg:ofPassage r2018:L12-L14 ; kg:doubtKind id:d-ambiguous-name ;
    kg:doubtStatus id:s-open ; kg:subject id:net ; kg:predicate kg:serves ; kg:object id:ningbo ;
    rdfs:comment "一句"@zh , "one"@en .
  id:mention a kg:Reading ; kg:ofPassage r2018:L20_L22 ; kg:subject id:obs-part ; kg:predicate kg:recipient ;
    kg:object id:zhejiang ; kg:inferredMention id:other ; rdfs:comment "推定"@zh , "inferred"@en .
}
"""


def node(name: str) -> ox.NamedNode:
    return ox.NamedNode("https://w3id.org/innovation-kg/id/" + name)


def term(name: str) -> ox.NamedNode:
    return ox.NamedNode("https://w3id.org/innovation-kg/ontology#" + name)


@pytest.fixture
def small(make_project: MakeProject) -> Graph:
    return Graph(make_project(ENTITIES, PASSAGES, READINGS))


@pytest.fixture
def describer(small: Graph) -> Describer:
    return Describer(small)


def flat(groups: tuple[Group, ...]) -> set[tuple[str, bool, str, str, str]]:
    """Property, direction, the other end, standing, passages."""
    return {
        (group.property.text.en, group.forward, line.value.text.en, line.standing, " ".join(map(str, line.passages)))
        for group in groups
        for line in group.lines
    }


def test_a_thing_has_its_statements_in_both_directions_each_once_with_all_its_passages(describer: Describer):
    assert flat(describer.thing(node("net")).groups) == {
        ("serves", True, "Zhejiang", "passage", "2018:9 2018:12-14"),
        ("serves", True, "Ningbo", "passage", "2018:12-14"),
    }
    assert flat(describer.thing(node("zhejiang")).groups) == {
        ("administrative parent", True, "China", "background", ""),
        ("administrative parent", False, "Ningbo", "background", ""),
        ("serves", False, "Network", "passage", "2018:9 2018:12-14"),
        ("present in", False, "Other platform", "passage", "2018:12-14"),
    }


def test_what_has_no_name_is_shown_as_the_blank_node_that_it_is(make_project: MakeProject):
    entities = 'id:net a kg:Platform ; rdfs:label "N"@en ; rdfs:seeAlso [ rdfs:label "x" ] .'
    described = Describer(Graph(make_project(entities))).thing(node("net"))
    ((value, *_),) = [line for group in described.groups for line in group.lines]
    assert (value.iri, value.text.en[:2]) == ("", "_:")


def test_inferred_statements_stand_apart(describer: Describer):
    described = describer.thing(node("ningbo"))
    assert ("part of", True, "China", "inferred", "") in flat(described.inferred)
    assert all(standing != "inferred" for _, _, _, standing, _ in flat(described.groups))


def test_the_head_says_what_a_thing_is_and_is_called(describer: Describer):
    described = describer.thing(node("net"))
    assert (described.value.text.zh, described.name, described.kind.zh) == ("共用网", "id:net", "设施共享平台")
    assert [alias.text.zh for alias in described.aliases] == ["仪器网"]
    assert [(line.value.text.zh, *map(str, line.passages)) for line in described.printed] == [("某网", "2018:9")]


def test_figures_come_with_value_unit_period_and_what_narrows_them(describer: Describer):
    parts = {part.figure.printed: part for part in describer.thing(node("net")).figures}
    whole, part = parts["超45262台"].figure, parts["12.5台"].figure
    assert parts["超45262台"].indicator.text.en == "Instruments"
    assert (whole.value.zh, whole.value.en) == ("超过 45,262 台（套）", "more than 45,262 sets")
    assert whole.period.en == "stock 2018-12-31 (inferred)"
    assert whole.notes == ()
    assert part.value.en == "12.5 sets"
    assert part.period.zh == "累计数 至 2018-12-31"
    assert [note.en for note in part.breakdown] == ["target", "recipient: Zhejiang"]
    assert [note.en for note in part.notes] == ["part of figure: 超45262台"]
    assert list(map(str, part.passages)) == ["2018:20_22"]


def test_figures_stand_as_series_each_in_the_order_of_time(make_project: MakeProject):
    def observation(name: str, more: str) -> str:
        return (
            f'id:obs-{name} a kg:Observation ; kg:indicator id:ind-x ; kg:about id:net ; kg:asWritten "{name}台" ; '
            f"kg:value 1.0 ; {more} ."
        )

    passages = [
        f"r2018:L{line} {{ {observation(name, more)} }}"
        for line, name, more in (
            (1, "c", 'kg:refEnd "2018-12-31"^^xsd:date ; kg:origin id:ningbo'),
            (2, "b", 'kg:refEnd "2018-12-31"^^xsd:date ; kg:comparableWith id:obs-a'),
            (3, "a", 'kg:refEnd "2016-12-31"^^xsd:date'),
            (4, "d", 'kg:refStart "2016-06-30"^^xsd:date ; kg:origin id:ningbo'),
        )
    ]
    described = Describer(Graph(make_project(ENTITIES, "\n".join(passages)))).thing(node("net"))
    assert [(part.figure.printed, part.figure.end) for part in described.figures] == [
        ("a台", "2016-12-31"),
        ("b台", "2018-12-31"),
        ("d台", "2016-06-30"),
        ("c台", "2018-12-31"),
    ]


def test_each_line_tells_of_what_kind_its_other_end_is(describer: Describer):
    groups = describer.thing(node("zhejiang")).groups
    kinds = {line.value.text.en: line.kind.en for group in groups for line in group.lines}
    assert (kinds["China"], kinds["Network"], kinds["Other platform"]) == (
        "Country",
        "Shared-facility platform",
        "Platform",
    )


def test_what_one_report_says_is_that_alone(describer: Describer):
    thing = describer.thing(node("zhejiang"))
    assert reports_of(thing) == ["2018"]
    said, background = said_by_report(thing, "2018"), said_by_report(thing, None)
    assert flat(said.groups) | flat(background.groups) == flat(thing.groups)
    assert {standing for _, _, _, standing, _ in flat(said.groups)} == {"passage"}
    assert {standing for _, _, _, standing, _ in flat(background.groups)} == {"background"}
    assert (said.figures, background.figures) == (thing.figures, ())
    assert said_by_report(thing, "2019").groups == ()


def test_a_figure_is_also_shown_where_a_thing_has_another_part_in_it(describer: Describer):
    (part,) = describer.thing(node("zhejiang")).figures
    assert (part.role.text.en, part.about.text.en, part.figure.printed) == ("recipient", "Network", "12.5台")


@pytest.mark.parametrize(
    ("thing", "remarks"),
    [
        ("net", ["on-passage", "on-statement", "mention"]),
        ("zhejiang", ["on-passage", "mention"]),
        ("ningbo", ["on-statement"]),
        ("other", ["mention"]),
        ("shanghai", []),
    ],
)
def test_remarks_are_shown_where_they_touch_a_thing_and_nowhere_else(
    describer: Describer, thing: str, remarks: list[str]
):
    assert [remark.iri.rpartition("/")[2] for remark in describer.thing(node(thing)).remarks] == remarks


def test_a_remark_says_what_it_is_about_and_how_sure_it_is(describer: Describer):
    reading, doubt, _ = describer.thing(node("net")).remarks
    assert not reading.doubt
    assert reading.statement == ()
    assert [(name.en, value.en) for name, value in reading.details] == [("confidence", "probable")]
    assert doubt.doubt
    assert [value.text.en for value in doubt.statement] == ["Network", "serves", "Ningbo"]
    assert doubt.comment.zh == "一句"


def described_term(describer: Describer, name: str) -> TermDescription:
    described = describer.term(term(name))
    assert described
    return described


def test_a_class_counts_its_things_those_below_it_and_those_of_each_report(describer: Describer):
    platform = described_term(describer, "Platform")
    assert platform.usage == (1, 1, (("2018", 2),), 0)
    assert {value.text.en for value in platform.below} >= {"Park", "Incubator"}
    assert [example.values[0].text.en for example in platform.examples] == ["Network", "Other platform"]
    assert described_term(describer, "Country").usage == (1, 0, (), 1)


def test_a_property_counts_each_statement_once_and_those_below_it(describer: Describer):
    assert described_term(describer, "serves").usage == (2, 0, (("2018", 2),), 0)
    links = described_term(describer, "linksRegion")
    assert links.usage == (0, 3, (("2018", 3),), 0)
    assert [value.text.en for value in links.domain + links.range] == ["Platform", "Region"]
    assert described_term(describer, "administrativeParent").usage == (3, 0, (), 3)


def test_what_is_no_term_has_no_description_as_one(describer: Describer):
    assert describer.term(node("net")) is None


@pytest.mark.parametrize(
    ("typed", "passages"),
    [
        ("2018:9", ["2018:9"]),
        ("2018:13", ["2018:12-14"]),
        ("r2018:L12-L14", ["2018:12-14"]),
        ("2018:22", ["2018:20_22"]),
        ("2018:21", []),
        ("2018:9-20", ["2018:9", "2018:12-14", "2018:20_22"]),
    ],
)
def test_lines_show_the_passages_that_rest_on_them(describer: Describer, typed: str, passages: list[str]):
    lines = typed_passage(typed)
    assert lines
    assert [str(each.passage) for each in describer.passages(lines)] == passages


def test_a_passage_shows_what_it_says_itself_and_the_remarks_on_it(describer: Describer):
    lines = typed_passage("2018:9")
    assert lines
    (passage,) = describer.passages(lines)
    assert [(block.subject.text.en, block.kind.en) for block in passage.blocks] == [
        ("Network", "Shared-facility platform")
    ]
    assert {(name, value) for name, _, value, _, _ in flat(passage.blocks[0].groups)} == {
        ("serves", "Zhejiang"),
        ("as named", "某网"),
    }
    assert [remark.iri.rpartition("/")[2] for remark in passage.remarks] == ["on-passage"]


@pytest.mark.parametrize(("typed", "said"), [("2018:41", "only 40 lines"), ("2017:1", "no report of 2017")])
def test_lines_that_no_report_has_are_refused(describer: Describer, typed: str, said: str):
    lines = typed_passage(typed)
    assert lines
    with pytest.raises(KgError, match=said):
        describer.passages(lines)


def test_a_statement_counts_as_said_by_a_passage_wherever_else_it_stands(make_project: MakeProject):
    store = Graph(make_project("id:net kg:serves id:zhejiang .", "r2018:L9 { id:net kg:serves id:zhejiang . }")).store
    (found,) = statements(store, node("net"), term("serves"))
    assert (found.standing, [str(passage) for passage in found.passages]) == ("passage", ["2018:9"])


def test_no_statement_about_a_thing_is_left_out(graph: Graph):
    describer = Describer(graph)
    platform = ox.NamedNode("https://w3id.org/innovation-kg/id/sh-zunyi-biomedicine-centre")
    described = describer.thing(platform)
    assert isinstance(described, ThingDescription)
    shown = sum(len(group.lines) for group in described.groups if group.forward)
    head = 1 + 2 + len(described.aliases)  # class and labels
    assert shown + head + len(described.printed) == sum(
        each.standing != "inferred" for each in statements(graph.store, platform)
    )


def test_a_figure_is_used_by_the_report_that_prints_it_alone(graph: Graph):
    """Others that are comparable with it only speak of it."""
    uses = uses_of_class(graph.store, ox.NamedNode(KG + "Observation"))
    assert {len(use.passages) for use in uses} == {1}
    usage = usage_of(uses)
    assert sum(number for _, number in usage.by_report) == usage.own == len(uses)

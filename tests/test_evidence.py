"""What a passage states must be printed in its lines: names, figures, dates, cues; each rule refuses what it should."""

from __future__ import annotations

import pytest
from conftest import knowledge_of

from kg.evidence.sources import ReportText
from kg.graph import Graph
from kg.project import Project
from kg.validation.evidence import judge_evidence
from kg.validation.report import Finding, Report

# Told, not taken from any report.
LINES = (
    "4.9 湖海合作",  # 1
    "海湖共用网现有208家单位、仪 器4526台（套）,总价值超过51.9亿元",  # 2
    "2018湖海论坛于9月3日-5日举行,主宾国丹麦,主宾省海南省",  # 3
    "同丹麦、葡萄牙各有一份备忘录",  # 4
    "第十二届湖海论坛在上海南部举行",  # 5
    "2016湖海论坛回顾",  # 6
    "东湖、西湖国家示范区联动",  # 7
    "海湖共用网扩大,海南海洋研究中心成立",  # 8
    "仪器 21 24 40台",  # 9
    "沪琼互访,全国最多",  # 10
    "湖海计划2018-2020年,海南岛",  # 11
    *["一行"] * 14,
)
ENTITIES = """
graph:reports { report:2018 a kg:Report ; kg:year 2018 . }
graph:entities {
    id:shanghai a kg:Province ; rdfs:label "上海"@zh .
    id:hainan a kg:Province ; rdfs:label "海南"@zh ; skos:altLabel "海南省"@zh .
    id:denmark a kg:Country ; rdfs:label "丹麦"@zh .
    id:portugal a kg:Country ; rdfs:label "葡萄牙"@zh .
    id:china a kg:Country ; rdfs:label "中国"@zh .
    id:network a kg:SharedFacilityPlatform ; rdfs:label "海湖共用网"@zh .
    id:centre a kg:ResearchPlatform ; rdfs:label "海南海洋研究中心"@zh .
    id:forum a kg:EventSeries ; rdfs:label "湖海论坛"@zh .
    id:forum-2018 kg:editionOf id:forum . id:forum-2016 kg:editionOf id:forum .
    id:forum-2018 a kg:Event ; rdfs:label "第十二届湖海论坛（2018年）"@zh .
    id:forum-2016 a kg:Event ; rdfs:label "湖海论坛（2016年）"@zh .
    id:east-zone a kg:Zone ; rdfs:label "东湖国家示范区"@zh .
    id:memorandum a kg:Agreement ; rdfs:label "与丹麦的备忘录"@zh ; kg:describedOnly true .
    id:plan a kg:Document ; rdfs:label "湖海计划"@zh .
    id:forest a kg:Indicator ; kg:cue "森林" .
    id:instruments a kg:Indicator ; kg:cue "仪器" ; kg:measuredIn id:unit-set .
    id:value a kg:Indicator ; kg:cue "总价值" ; kg:measuredIn id:unit-yuan .
}
graph:ontology {
    kg:guestCountry kg:roleCue "主宾国" .
    kg:guestProvince kg:roleCue "主宾省" .
    kg:Agreement kg:roleCue "备忘录" ; kg:roleCue "协议" .
}
"""
FIGURE = """r2018:L2 {{ id:obs a kg:Observation ; kg:indicator id:{indicator} ; kg:about id:network ; kg:value {value} ;
    kg:unit id:unit-{unit} ; kg:qualifier id:q-{qualifier} ; kg:asWritten "{printed}" }}"""


@pytest.fixture(scope="module")
def project(graph: Graph) -> Project:
    return graph.project


def found(project: Project, passages: str) -> list[Finding]:
    return judge_evidence(knowledge_of(project, ENTITIES + passages), {"2018": ReportText("2018", LINES)}).findings


def rules(project: Project, passages: str) -> list[str]:
    return sorted(finding.source for finding in found(project, passages))


@pytest.mark.parametrize(
    "passage",
    [
        "r2018:L2 { id:network kg:stage id:st-running }",
        # Upper and lower widths, and a break within a word, are the same.
        FIGURE.format(indicator="instruments", value=4526, unit="set", qualifier="exact", printed="4526台(套)"),
        FIGURE.format(indicator="value", value=5190000000, unit="yuan", qualifier="more-than", printed="超过51.9亿元"),
        "r2018:L3 { id:forum-2018 kg:guestCountry id:denmark ; kg:guestProvince id:hainan }",
        # A name within a name counts.
        "r2018:L8 { id:centre kg:presentIn id:hainan ; kg:milestone id:ms-founded }",
        # The Shanghai party is context everywhere; what is only described wants a party and its kind.
        "r2018:L4 { id:memorandum kg:party id:shanghai , id:denmark ; kg:agreementKind id:ak-memorandum }",
        'r2018:L7 { id:east-zone kg:asNamed "东湖…国家示范区"@zh }',
        "r2018:L5 { id:forum-2018 kg:editionNumber 12 }",
        'r2018:L10 { id:hainan kg:asNamed "沪琼"@zh . id:china kg:asNamed "全国"@zh }',
        'r2018:L3 { id:forum-2018 kg:startDate "2018-09-03"^^xsd:date ; kg:startDateAsWritten "9月3日-5日" ;'
        ' kg:endDate "2018-09-05"^^xsd:date ; kg:endDateAsWritten "9月3日-5日" }',
        # White space on both sides parts the cells of a table.
        'r2018:L9 { id:obs a kg:Observation ; kg:asWritten "40台" ; kg:value 40 }',
    ],
)
def test_what_is_printed_passes(project: Project, passage: str):
    assert rules(project, passage) == []


@pytest.mark.parametrize(
    ("passage", "expected"),
    [
        ("r2018:L2 { id:centre kg:stage id:st-running }", ["name-printed"]),
        # 海南 is no name in 上海南部, which 上海 begins.
        ("r2018:L5 { id:forum-2018 kg:locatedIn id:hainan }", ["name-printed"]),
        ('r2018:L2 { id:network kg:asNamed "共用平台"@zh }', ["as-named-printed"]),
        ('r2018:L7 { id:east-zone kg:asNamed "西湖…东湖"@zh }', ["as-named-printed", "name-printed"]),
        # A printed form counts in its own passage only.
        (
            'r2018:L10 { id:hainan kg:asNamed "沪琼"@zh } r2018:L10-L11 { id:china kg:stage id:st-running }',
            ["name-printed"],
        ),
        # A series' name stands for the edition of the report's year, not for that of another.
        ("r2018:L3 { id:forum-2016 kg:stage id:st-ended }", ["name-printed"]),
        ("r2018:L6 { id:forum-2018 kg:stage id:st-ended }", ["name-printed"]),
        ("r2018:L4 { id:memorandum kg:party id:shanghai , id:china }", ["name-printed"]),
        ("r2018:L4 { id:memorandum kg:stage id:st-running }", ["description-connected"]),
        ("r2018:L3 { id:memorandum kg:party id:denmark }", ["description-kind", "role-printed"]),
        ("r2018:L4 { id:forum-2018 kg:guestCountry id:denmark }", ["name-printed", "role-printed"]),
        ("r2018:L8 { id:centre kg:milestone id:ms-signed }", ["cue-printed"]),
        ("r2018:L3 { id:forum-2018 kg:editionNumber 12 }", ["edition-number-printed"]),
        ('r2018:L3 { id:forum-2018 kg:motto "同舟"@zh }', ["words-printed"]),
        (
            'r2018:L3 { id:forum-2018 kg:startDate "2018-09-04"^^xsd:date ; kg:startDateAsWritten "9月3日-5日" }',
            ["date-value"],
        ),
        (
            'r2018:L3 { id:forum-2018 kg:startDate "2018-09-03"^^xsd:date ; kg:startDateAsWritten "9月3日" }',
            [],
        ),
        (
            'r2018:L3 { id:forum-2018 kg:startDate "2018-09-03"^^xsd:date ; kg:startDateAsWritten "9月13日" }',
            ["date-value", "words-printed"],
        ),
        (
            'r2018:L3 { id:forum-2018 kg:startDate "2018-09-03"^^xsd:date ; kg:startDateAsWritten "举行" }',
            ["date-read"],
        ),
        ("r2018:L1-L25 { id:network kg:stage id:st-running }", ["passage-length"]),
        # Lines that the report does not have are found by a check (lines-of-the-report), once.
        ("r2018:L2_L26 { id:network kg:stage id:st-ended ; kg:serves id:denmark }", []),
    ],
)
def test_what_is_not_printed_is_found(project: Project, passage: str, expected: list[str]):
    assert rules(project, passage) == expected


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"printed": "4562台(套)", "value": 4562}, ["figure-printed"]),
        ({"printed": "452台(套)", "value": 452}, ["figure-printed"]),
        ({"printed": "526台(套)", "value": 526}, ["figure-printed"]),
        ({"printed": "4526台"}, ["figure-whole"]),
        ({"printed": "4526", "unit": "set"}, ["figure-unit", "figure-whole"]),
        ({"printed": "4526家", "unit": "organization"}, ["figure-printed"]),
        ({"value": 4527}, ["figure-value"]),
        ({"qualifier": "about"}, ["figure-qualifier"]),
        ({"unit": "piece"}, ["figure-unit"]),
        ({"printed": "现有"}, ["figure-read"]),
        ({"printed": "51.9亿元", "value": 5190000000, "unit": "yuan", "indicator": "value"}, ["figure-whole"]),
        (
            {"printed": "超过51.9亿元", "value": 519000000, "unit": "yuan", "indicator": "value"},
            ["figure-qualifier", "figure-value"],
        ),
        ({"indicator": "forest"}, ["cue-printed"]),
    ],
)
def test_a_figure_that_is_not_as_printed_is_found(project: Project, change: dict[str, object], expected: list[str]):
    right = {"indicator": "instruments", "value": 4526, "unit": "set", "qualifier": "exact", "printed": "4526台(套)"}
    assert rules(project, FIGURE.format(**right | change)) == expected


def test_a_reading_may_say_that_a_thing_is_meant_without_being_printed(project: Project):
    passage = "r2018:L11 { id:plan kg:covers id:network }"
    reading = "graph:readings { id:reading a kg:Reading ; kg:ofPassage r2018:L11 ; kg:inferredMention id:network }"
    assert rules(project, passage) == ["name-printed"]
    assert rules(project, passage + reading) == []


def test_a_finding_says_what_where_and_why(project: Project):
    (finding,) = found(project, "r2018:L2 { id:centre kg:stage id:st-running }")
    assert finding.focus.endswith("/centre")
    assert finding.passages == ("2018:2",)
    assert finding.kind == "evidence"
    assert finding.severity == "violation"
    assert "名称" in finding.message.zh


@pytest.mark.usefixtures("sources")
def test_the_projects_own_evidence_holds(judged: Report):
    assert [finding for finding in judged.findings if finding.kind == "evidence"] == []
    assert judged.judged.passages > 0
    assert judged.judged.names > 100
    assert judged.judged.figures >= 20
    assert judged.judged.dates > 0
    assert judged.unjudged == ()

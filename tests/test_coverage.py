"""Everything in a text that a rule finds is claimed by a statement, listed with a reason, or reported as missed."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import pyoxigraph as ox
import pytest
from conftest import knowledge_of

from kg.errors import KgError
from kg.evidence.sources import ReportText, read_sources
from kg.graph import Graph
from kg.namespaces import KG
from kg.project import Project
from kg.storage.store import load_store
from kg.validation.claims import claims
from kg.validation.coverage import REASONS, judge_coverage, read_omissions
from kg.validation.knowledge import Knowledge
from kg.validation.printed_text import PrintedText
from kg.validation.report import Finding, Report

RDF_TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
# Told, not taken from any report.
LINES = (
    "海湖共用网现有208家单位、5个中心和5个分站",  # 1
    "印发《湖海计划(2018-2020年)》,首个海湖试点",  # 2
    '"快艇"计划于10月9日启动,三个联动,全国最多',  # 3
    "海湖共用网支持丹麦, “海湖共用网”在上海",  # 4
    "G60走廊与4.2节，一批、一大批企业，最大程度，新高地",  # 5
)
ENTITIES = """
graph:reports { report:2018 a kg:Report ; kg:year 2018 . }
graph:entities {
    id:shanghai a kg:Province ; rdfs:label "上海"@zh .
    id:network a kg:SharedFacilityPlatform ; rdfs:label "海湖共用网"@zh .
    id:denmark a kg:Country ; rdfs:label "丹麦"@zh .
    id:plan a kg:Document ; rdfs:label "湖海计划（2018—2020年）"@zh .
}
"""
FIVE = 'id:obs-{0} a kg:Observation ; kg:about id:network ; kg:asWritten "5个" .'


@pytest.fixture(scope="module")
def project(graph: Graph) -> Project:
    return graph.project


def knowledge(project: Project, passages: str) -> Knowledge:
    return knowledge_of(project, ENTITIES + passages)


def missed(project: Project, passages: str, folder: Path) -> list[tuple[str, str, str]]:
    findings, _ = judge_coverage(knowledge(project, passages), {"2018": ReportText("2018", LINES)}, folder)
    return [(finding.source, finding.focus, finding.value) for finding in findings]


def test_a_new_high_is_a_figure_and_high_ground_is_none(project: Project):
    told = PrintedText(enumerate(["意向创历史新高", "绿色发展新高地"], 1))
    found = claims(told, knowledge(project, "r2018:L1 { id:network kg:stage id:st-running }"))
    assert [claim.text for claim in found if claim.kind == "figure"] == ["创历史新高"]


def test_claims_are_found_by_rule(project: Project):
    found = [
        (claim.kind, claim.text)
        for claim in claims(
            PrintedText(enumerate(LINES, 1)), knowledge(project, "r2018:L1 { id:network kg:stage id:st-running }")
        )
    ]
    assert found == [
        ("name", "海湖共用网"),
        ("figure", "208家"),
        ("figure", "5个"),
        ("figure", "5个"),
        ("title", "《湖海计划(2018-2020年)》"),
        ("figure", "首个"),
        ("quote", '"快艇"'),
        ("date", "10月9日"),
        ("figure", "三个"),
        ("figure", "全国最多"),
        ("name", "海湖共用网"),
        ("name", "丹麦"),
        ("name", "海湖共用网"),
        ("figure", "4.2"),
    ]


@pytest.mark.parametrize(
    ("passage", "claimed"),
    [
        ("r2018:L1 { id:network kg:stage id:st-running }", {"海湖共用网"}),
        (
            'r2018:L1 { id:obs-1 a kg:Observation ; kg:about id:network ; kg:asWritten "208家" }',
            {"海湖共用网", "208家"},
        ),
        # The same figure in other lines is another printing of it.
        (
            'r2018:L2 { id:obs-1 a kg:Observation ; kg:about id:plan ; kg:asWritten "208家" }',
            {"《湖海计划(2018-2020年)》"},
        ),
        ('r2018:L3 { id:plan kg:startDateAsWritten "10月9日" }', {"10月9日"}),
        ('r2018:L3 { id:plan kg:asNamed "三个联动"@zh }', {"三个"}),
        ('r2018:L3 { id:plan kg:asNamed "快艇"@zh }', {'"快艇"'}),
        ("r2018:L4 { id:denmark kg:cooperatesWith id:shanghai }", {"丹麦"}),
    ],
)
def test_a_claim_needs_a_statement_that_holds_its_words(
    project: Project, tmp_path: Path, passage: str, claimed: set[str]
):
    nothing = missed(project, 'r2018:L5 { id:shanghai kg:motto "无"@zh }', tmp_path)
    lines = {passage.partition(" ")[0].replace("r2018:L", "2018:")}
    gone = set(nothing) - set(missed(project, passage, tmp_path))
    assert {words for _, _, words in gone} == claimed
    assert {place for _, place, _ in gone} == lines


def test_the_number_of_the_chapter_heads_the_text_and_is_stated_of_the_report(project: Project, tmp_path: Path):
    lines = ReportText("2018", ("4.2 海湖", "4.2节"))
    said = 'graph:reports { report:2018 kg:chapter "4.2" . } r2018:L1 { id:network kg:serves id:denmark }'
    findings, _ = judge_coverage(knowledge(project, said), {"2018": lines}, tmp_path)
    assert [finding.focus for finding in findings if finding.value == "4.2"] == ["2018:2"]


def test_a_wide_passage_claims_nothing_for_free(project: Project, tmp_path: Path):
    wide = missed(project, "r2018:L1-L5 { id:shanghai kg:cooperatesWith id:denmark }", tmp_path)
    assert len(wide) == 13
    assert ("missed-name", "2018:4", "丹麦") not in wide


def test_one_figure_claims_one_printing(project: Project, tmp_path: Path):
    one = missed(project, f"r2018:L1 {{ {FIVE.format(1)} }}", tmp_path)
    two = missed(project, f"r2018:L1 {{ {FIVE.format(1)} {FIVE.format(2)} }}", tmp_path)
    five = ("missed-figure", "2018:1", "5个")
    assert (one.count(five), two.count(five)) == (1, 0)


def test_what_is_left_out_is_listed_with_a_reason(project: Project, tmp_path: Path):
    (tmp_path / "2018.csv").write_text("line,text,reason\n5,4.2,heading\n3,三个,slogan\n", encoding="utf-8")
    passage = "r2018:L1 { id:network kg:stage id:st-running }"
    found = judge_coverage(knowledge(project, passage), {"2018": ReportText("2018", LINES)}, tmp_path)
    assert not {"4.2", "三个"} & {finding.value for finding in found[0]}
    figures = next(each for each in found[1] if each.kind == "figure")
    assert (figures.found, figures.claimed, figures.listed, figures.missed) == (7, 0, 2, 5)


@pytest.mark.parametrize("row", ["5,4.3,heading", "4,4.2,heading", "1,海湖共用网,context"])
def test_a_row_that_leaves_nothing_out_is_found(project: Project, tmp_path: Path, row: str):
    (tmp_path / "2018.csv").write_text(f"line,text,reason\n{row}\n", encoding="utf-8")
    found = missed(project, "r2018:L1 { id:network kg:stage id:st-running }", tmp_path)
    line, text, _ = row.split(",")
    assert ("idle-omission", f"2018:{line}", text) in found


@pytest.mark.parametrize(
    ("content", "line", "message"),
    [
        ("5,4.2,heading\n", 1, "first line"),
        ("line,text,reason\n5,4.2\n", 2, "a row is"),
        ("line,text,reason\nfive,4.2,heading\n", 2, "the first column is"),
        ("line,text,reason\n5,4.2,because\n", 2, "unknown reason because"),
        ("line,text,reason\n1,1,ordinal\n5,一二三四五六七八九十一二三,heading\n", 3, "from 1 to 12"),
    ],
)
def test_a_list_that_cannot_be_read_is_said_with_its_line(tmp_path: Path, content: str, line: int, message: str):
    path = tmp_path / "2018.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(KgError, match=message) as error:
        read_omissions(path)
    assert error.value.place == f"{path}:{line}"


def test_each_reason_is_said_in_both_languages():
    assert all(reason.zh != reason.en and not reason.zh.isascii() for reason in REASONS.values())


def test_twenty_deleted_observations_show_twenty_missed_figures(graph: Graph, sources: Path):
    store = load_store(graph.project, infer=False)
    texts = read_sources(store, str(sources))

    def found() -> set[Finding]:
        return set(judge_coverage(Knowledge(store), texts, graph.project.unclaimed_folder)[0])

    written = {
        quad.subject: quad.object.value
        for quad in store.quads_for_pattern(None, ox.NamedNode(KG + "asWritten"), None)
        if isinstance(quad.graph_name, ox.NamedNode)
    }
    deleted = random.Random(2018).sample(sorted(written, key=str), 20)
    before = found()
    for thing in deleted:
        for quad in list(store.quads_for_pattern(thing, None, None)):
            store.remove(quad)
    missed = Counter(each.value for each in found() - before if each.source == "missed-figure")
    # A figure in words (首设) may stand within words that another statement holds.
    assert Counter(written[each] for each in deleted if any(map(str.isdecimal, written[each]))) <= missed


@pytest.mark.usefixtures("sources")
def test_nothing_in_the_texts_is_passed_over(judged: Report):
    assert [finding for finding in judged.findings if finding.kind == "coverage"] == []
    assert judged.coverage
    assert sum(each.missed for each in judged.coverage) == 0

"""No value repeats a sentence of a report; names, titles and figures may be as long as they are."""

from __future__ import annotations

import pytest
from conftest import knowledge_of

from kg.evidence.sources import ReportText
from kg.graph import Graph
from kg.validation.copied_text import judge_copying

# Told, not taken from any report.
LINES = (
    "海湖两岸携手造船，船行",  # 1
    "千里“水为路，船为家，不靠岸”。《湖海行，造船去——三年规划》印发",  # 2
    "湖海岸线船舶制造与海洋装备联合研究开发中心总价17,279亿元",  # 3
    "两岸造船投资超过人民币约1,200亿元",  # 4
)


@pytest.mark.parametrize(
    ("predicate", "value", "line"),
    [
        ("rdfs:comment", "两岸携手造船，船行千里，仍在途中", "2018:1"),  # over the end of a line
        ("rdfs:label", "海湖两岸携手造船,船行", "2018:1"),  # the mark in its other width
        ("kg:motto", "湖海岸线船舶制造与海洋装备联合研究开发中心", "2018:3"),  # twenty-one
        ("skos:definition", "湖海岸线船舶制造与海洋装备联合研究开发中心", "2018:3"),
    ],
)
def test_a_sentence_is_refused(graph: Graph, predicate: str, value: str, line: str):
    assert findings(graph, predicate, value) == [(value, f"repeats a sentence of the report ({line})")]


@pytest.mark.parametrize(
    ("predicate", "value"),
    [
        ("rdfs:label", "湖海岸线船舶制造与海洋装备联合研究开发中心"),  # a name
        ("kg:asNamed", "湖海行，造船去——三年规划"),  # a title
        ("kg:asNamed", "水为路，船为家，不靠岸"),  # quoted
        ("kg:motto", "海湖两岸携手造船，船行千里"),  # a headline that is short
        ("kg:asWritten", "总价17,279亿元"),  # a figure
        ("kg:asNamed", "投资超过人民币约1,200亿元"),
        ("rdfs:label", "两岸携手造船，船行"),  # nine characters
        ("rdfs:comment", "湖海岸线船舶制造与海洋装备联合研究开发"),  # nineteen
        ("rdfs:comment", "两岸一起造船，已行千里"),  # the curator's own words
        ("rdfs:comment", "湖海岸线船舶制造与海洋装备"),  # a name in a comment
    ],
)
def test_names_and_own_words_pass(graph: Graph, predicate: str, value: str):
    assert findings(graph, predicate, value) == []


def test_without_texts_nothing_is_judged(graph: Graph):
    knowledge = knowledge_of(
        graph.project, 'graph:entities { id:centre rdfs:comment "海湖两岸携手造船，船行千里"@zh . }'
    )
    assert list(judge_copying(knowledge, [])) == []


def findings(graph: Graph, predicate: str, value: str) -> list[tuple[str, str]]:
    knowledge = knowledge_of(graph.project, f'graph:entities {{ id:centre {predicate} "{value}"@zh . }}')
    found = judge_copying(knowledge, [ReportText("2018", LINES)])
    return [(finding.value, finding.message.en) for finding in found]

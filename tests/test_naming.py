"""Things are found by what people type for them."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from conftest import MakeProject

from kg.graph import Graph
from kg.naming.names import AmbiguousName, Names, UnknownName, fold

ID = "https://w3id.org/innovation-kg/id/"
KG = "https://w3id.org/innovation-kg/ontology#"

ENTITIES = """
id:zhejiang a kg:Province ; rdfs:label "浙江"@zh , "Zhejiang"@en ; skos:altLabel "浙江省"@zh .
id:park a kg:Park ; rdfs:label "中以（上海）创新园"@zh , "China–Israel (Shanghai) Innovation Park"@en ;
  skos:altLabel "“双城”园"@zh .
id:hall a kg:Museum ; rdfs:label "会展中心"@zh , "Hall"@en ; skos:altLabel "中心"@zh .
id:lab a kg:ResearchPlatform ; rdfs:label "联合实验室"@zh , "Laboratory"@en ; skos:altLabel "中心"@zh .
id:centre a kg:Incubator ; rdfs:label "双创中心"@zh , "Centre"@en .
id:base a kg:Incubator ; rdfs:label "双创基地"@zh , "Base"@en ; skos:altLabel "双创中心"@zh .
"""
PASSAGES = """
r2018:L9 { id:base kg:asNamed "浙江"@zh , "长名基地"@zh . id:hall kg:asNamed "同名"@zh . id:lab kg:asNamed "同名"@zh . }
"""


@pytest.fixture
def names(make_project: MakeProject) -> Names:
    return Graph(make_project(ENTITIES, PASSAGES)).names


@pytest.mark.parametrize(
    "typed",
    [
        "zhejiang",
        "id:zhejiang",
        ID + "zhejiang",
        f"<{ID}zhejiang>",
        "浙江",
        "浙江省",
        "Zhejiang",
        "ZHEJIANG",
        " 浙 江 ",
    ],
)
def test_an_entity_is_found_by_slug_prefixed_name_iri_label_and_alias(names: Names, typed: str):
    assert names.find(typed) == ox.NamedNode(ID + "zhejiang")


@pytest.mark.parametrize(
    "typed",
    [
        "中以(上海)创新园",
        "中以（上海） 创新园",
        "China-Israel (Shanghai) Innovation Park",
        "ｃｈｉｎａ–israel（SHANGHAI）innovation park",
        '"双城"园',
        "双城园",
        "《双城》园",
    ],
)
def test_width_case_brackets_quotes_and_dashes_may_differ(names: Names, typed: str):
    assert names.find(typed) == ox.NamedNode(ID + "park")


@pytest.mark.parametrize(
    ("typed", "term"), [("Platform", "Platform"), ("kg:guestCountry", "guestCountry"), ("主宾国", "guestCountry")]
)
def test_terms_of_the_ontology_are_found_by_name_and_label(names: Names, typed: str, term: str):
    assert names.find(typed) == ox.NamedNode(KG + term)


def test_a_printed_name_finds_what_it_names(names: Names):
    assert names.find("长名基地") == ox.NamedNode(ID + "base")


def test_a_label_comes_before_an_alias_and_before_a_printed_name(names: Names):
    assert names.find("双创中心") == ox.NamedNode(ID + "centre")
    assert names.find("浙江") == ox.NamedNode(ID + "zhejiang")


@pytest.mark.parametrize("typed", ["中心", "同名"])
def test_a_name_shared_at_the_best_level_lists_its_candidates(names: Names, typed: str):
    with pytest.raises(AmbiguousName) as raised:
        names.find(typed)
    assert raised.value.exit_status == 2
    assert "id:hall  会展中心（博物场馆）" in raised.value.in_("zh")
    assert "id:lab  Laboratory (Research platform)" in raised.value.in_("en")


def test_a_class_and_a_property_of_one_label_are_told_apart(names: Names):
    with pytest.raises(AmbiguousName) as raised:
        names.find("活动类型")
    assert "kg:EventKind  活动类型（类）" in raised.value.in_("zh")
    assert "kg:eventKind  kind of event (object property)" in raised.value.in_("en")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("zhejang", "id:zhejiang"),
        ("id:zhejang", "id:zhejiang"),
        ("浙江市", "id:zhejiang"),
        ("浙冮", "id:zhejiang"),
        ("实验室", "id:lab"),
        ("Plattform", "kg:Platform"),
    ],
)
def test_an_unknown_name_is_answered_with_the_nearest(names: Names, typed: str, meant: str):
    with pytest.raises(UnknownName) as raised:
        names.find(typed)
    assert raised.value.exit_status == 2
    assert meant in raised.value.in_("zh")
    assert meant in raised.value.in_("en")


@pytest.mark.parametrize("typed", ["", "   ", "qqqqqqqqqqqq", "<a b>", "http://example.org/nothing"])
def test_what_is_near_nothing_is_said_to_be_unknown(names: Names, typed: str):
    with pytest.raises(UnknownName) as raised:
        names.find(typed)
    assert "kg find" in raised.value.in_("zh")
    assert "kg find" in raised.value.in_("en")


def test_folding_keeps_different_names_apart():
    assert fold("（上海）") == fold("(上海)")
    assert fold("上海市") != fold("上海")
    assert fold("4+1") != fold("41")

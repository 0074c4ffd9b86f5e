"""A question of the catalogue says what it asks, in both languages, and takes parameters of the kinds it names."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
from conftest import ROOT, MakeProject

from kg.errors import KgError
from kg.graph import Graph
from kg.project import find_project
from kg.querying.catalogue import CatalogueQuery, catalogue, read_query
from kg.querying.parameters import plain_term
from kg.querying.tags import TAGS, tag_named

HEADER = """#+ title.zh = "问"
#+ title.en = "Question"
#+ description.zh = "述"
#+ description.en = "Description"
#+ tags = ["regions", "time"]
"""
BODY = "SELECT ?thing { ?thing kg:covers ?region }\n"
ID = "https://w3id.org/innovation-kg/id/"


def question(text: str, name: str = "question") -> CatalogueQuery:
    return CatalogueQuery(Path(f"{name}.rq"), text)


def parameter(type: str, default: str | None = None) -> CatalogueQuery:
    lines = [
        "#+ [parameters.region]",
        f'#+ type = "{type}"',
        *([] if default is None else [f'#+ default = "{default}"']),
        '#+ label.zh = "地区"',
        '#+ label.en = "region"',
    ]
    return question(HEADER + "\n".join(lines) + "\n" + BODY)


@pytest.fixture
def small(make_project: MakeProject) -> Graph:
    return Graph(
        make_project(
            """
            id:zhejiang a kg:Province ; rdfs:label "浙江省"@zh , "Zhejiang"@en .
            id:forum a kg:Event ; rdfs:label "论坛"@zh , "Forum"@en .
            """,
            "r2018:L1 { id:forum kg:covers id:zhejiang . }",
        )
    )


def test_a_question_has_title_and_description_in_both_languages():
    asked = question(HEADER + BODY)
    asked.check()
    assert (asked.name, asked.title.zh, asked.title.en) == ("question", "问", "Question")
    assert (asked.description.zh, asked.description.en) == ("述", "Description")
    assert asked.tags == ("regions", "time")
    assert asked.parameters == ()


def test_a_parameter_has_type_default_and_label():
    (region,) = parameter("region", "id:zhejiang").parameters
    assert region == ("region", "region", "id:zhejiang", ("地区", "region"), None)


def test_a_check_has_severity_and_message():
    more = '#+ severity = "warning"\n#+ message.zh = "{a}错"\n#+ message.en = "{a} is wrong"\n'
    check = question(HEADER.replace("#+ tags", "# tags") + more + BODY)
    check.check()
    assert check.tags == ()
    assert (check.severity, check.message.en) == ("warning", "{a} is wrong")


WRONG = [
    (BODY, ":1", "no header"),
    (HEADER.replace('"Question"', "Question") + BODY, ":2", "no TOML"),
    (
        "# a remark\n" + HEADER.replace("#+ description.zh", "#+ descripton.zh") + BODY,
        ":4",
        "unknown descripton. Did you mean description",
    ),
    (HEADER.replace("#+ description.zh", "# description.zh") + BODY, ":4", "lacks description.zh"),
    (HEADER.replace('"Question"', "3") + BODY, ":1", "lacks title.en"),
    (HEADER + '#+ kind = "x"\n' + BODY, ":6", "unknown kind"),
    (HEADER + '#+ [parameters.a]\n#+ type = "city"\n' + BODY, ":6", "type of a must be one of entity"),
    (HEADER + '#+ [parameters.a]\n#+ type = "text"\n#+ label.zh = "甲"\n' + BODY, ":6", "lacks parameters.a.label.en"),
    (HEADER + "#+ parameters.a = 3\n" + BODY, ":6", "type of a"),
    (
        HEADER + '#+ [parameters.a]\n#+ type = "text"\n#+ defualt = "b"\n' + BODY,
        ":6",
        "unknown parameters.a.defualt. Did you mean default",
    ),
    ("#+ titles.zh = 'x'\n" + HEADER.replace("#+ title.en", "# title.en") + BODY, ":1", "unknown titles"),
    (
        HEADER.replace("#+ title.en", "# title.en") + "#+ [parameters.titles]\n#+ type='text'\n" + BODY,
        ":1",
        "lacks title.en",
    ),
    (HEADER + '#+ severity = "grave"\n' + BODY, ":6", "severity must be one of violation"),
    (HEADER + '#+ severity = "warning"\n' + BODY, ":1", "lacks message.zh"),
    (HEADER + '#+ message.zh = "错"\n#+ message.en = "wrong"\n' + BODY, ":1", "severity must be one of violation"),
    (HEADER + '#+ severity = "info"\n#+ messages = "x"\n#+ message.zh = "错"\n' + BODY, ":7", "unknown messages"),
    (
        HEADER + '#+ [parameters.ab]\n#+ type = "text"\n#+ label = {zh="a",en="a"}\n#+ [parameters.a]\n' + BODY,
        ":9",
        "type of a",
    ),
    (HEADER.replace('"regions"', '"reigons"') + BODY, ":5", "no tag “reigons”. Did you mean regions?"),
    (HEADER.replace('"regions"', '"zzz"') + BODY, ":5", "no tag “zzz”. There are: platforms regions"),
    (HEADER.replace('"regions"', '"time"') + BODY, ":5", "tag time is given twice"),
    (HEADER.replace('["regions", "time"]', '"time"') + BODY, ":5", "tags are written"),
    (HEADER.replace('"regions"', "7") + BODY, ":5", "tags are written"),
]


@pytest.mark.parametrize(("text", "line", "said"), WRONG)
def test_a_wrong_header_is_told_with_file_and_line(text: str, line: str, said: str):
    with pytest.raises(KgError, match=said) as caught:
        question(text).check()
    assert caught.value.place == f"question.rq{line}"
    assert caught.value.message.zh != caught.value.message.en


def test_a_check_without_severity_is_told_so():
    with pytest.raises(KgError, match="severity must be one of violation"):
        _ = question(HEADER + BODY).severity
    with pytest.raises(KgError, match=r"lacks message\.zh"):
        _ = question(HEADER + BODY).message


@pytest.mark.parametrize("typed", ["id:zhejiang", "zhejiang", "浙江省", "Zhejiang", ID + "zhejiang"])
def test_a_thing_is_named_as_people_name_it(typed: str, small: Graph):
    zhejiang = ox.NamedNode(ID + "zhejiang")
    assert parameter("entity").bind({"region": typed}, small) == {"region": zhejiang}
    assert parameter("region").bind({"region": typed}, small) == {"region": zhejiang}


def test_defaults_hold_where_nothing_is_said(small: Graph):
    asked = parameter("region", "id:zhejiang")
    assert asked.defaults(small) == asked.bind({"region": "Zhejiang"}, small)
    assert parameter("text", "id:zhejiang").defaults(small) == {"region": ox.Literal("id:zhejiang")}


@pytest.mark.parametrize(
    ("type", "value", "said"),
    [
        ("entity", "Zhejang", "Did you mean"),
        ("region", "forum", "is not a region"),
        ("class", "zhejiang", "is not a region"),
        ("year", "18", "is not a four-digit year"),
        ("year", "２０１８年", "is not a four-digit year"),
        ("year", "٢٠١٨", "is not a four-digit year"),
        ("number", "many", "is not a number"),
        ("boolean", "maybe", "is not yes or no"),
        ("date", "today", "is not a date"),
        ("date", "2024-13-45", "is not a date"),
        ("text", " ", "is empty"),
    ],
)
def test_a_value_of_another_kind_is_refused(type: str, value: str, said: str, small: Graph):
    with pytest.raises(KgError, match=said):
        parameter(type).bind({"region": value}, small)


def test_classes_dates_years_numbers_and_booleans_are_terms(small: Graph):
    kg = small.project.prefixes["kg"]
    assert parameter("class").bind({"region": "kg:Province"}, small) == {"region": ox.NamedNode(kg + "Province")}
    day = ox.Literal("2024-12-31", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#date"))
    assert parameter("date").bind({"region": "2024-12-31"}, small) == {"region": day}
    assert parameter("year").bind({"region": "2018"}, small) == {"region": ox.Literal(2018)}
    assert parameter("year").bind({"region": "２０１８"}, small) == {"region": ox.Literal(2018)}
    assert parameter("number").bind({"region": "-3"}, small) == {"region": ox.Literal(-3)}
    for typed, meant in (("yes", True), ("No", False), ("是", True), ("false", False)):
        assert parameter("boolean").bind({"region": typed}, small) == {"region": ox.Literal(meant)}
    (decimal,) = parameter("number").bind({"region": "1.5"}, small).values()
    assert str(decimal) == '"1.5"^^<http://www.w3.org/2001/XMLSchema#decimal>'


def test_a_year_is_one_that_a_report_is_of(graph: Graph, small: Graph):
    with pytest.raises(KgError, match="“2020” is the year of no report; there are 2016, 2017, 2018, 2019, 2024"):
        parameter("year").bind({"region": "2020"}, graph)
    assert parameter("year").bind({"region": "2020"}, small) == {"region": ox.Literal(2020)}, "it has no reports"


def test_a_missing_or_mistyped_parameter_is_an_error(small: Graph):
    with pytest.raises(KgError, match="question needs a value for the region: -p region="):
        parameter("region").bind({}, small)
    with pytest.raises(KgError, match=r"no parameter regoin; there are: region \(region\)\. Did you mean region"):
        parameter("region").bind({"regoin": "x"}, small)
    with pytest.raises(KgError, match="has no parameters: leave out -p region"):
        question(HEADER + BODY).bind({"region": "x"}, small)


def test_values_of_a_query_of_ones_own_are_read_by_their_looks(small: Graph):
    prefixes = small.project.prefixes
    zhejiang = ox.NamedNode(ID + "zhejiang")
    assert plain_term("id:zhejiang", prefixes) == zhejiang
    assert plain_term(f"<{ID}zhejiang>", prefixes) == zhejiang
    assert plain_term("7", prefixes) == plain_term("７", prefixes) == ox.Literal(7)
    assert plain_term("浙江", prefixes) == ox.Literal("浙江")
    assert plain_term('x" || true || "x', prefixes) == ox.Literal('x" || true || "x')
    with pytest.raises(KgError, match="is not an IRI"):
        plain_term("<no iri>", prefixes)


def test_checks_are_no_part_of_the_catalogue(make_project: MakeProject):
    project = make_project()
    folder = project.queries_folder
    (folder / "checks").mkdir(exist_ok=True)
    (folder / "checks" / "rule-of-mine.rq").write_text(HEADER + BODY, encoding="utf-8")
    (folder / "mine.rq").write_text(HEADER + BODY, encoding="utf-8")
    assert "mine" in catalogue(project)
    assert "rule-of-mine" not in catalogue(project)
    assert list(catalogue(project)) == list(project.query_files()) == sorted(project.query_files())


def test_a_file_that_is_no_text_is_told_so(tmp_path: Path):
    path = tmp_path / "q.rq"
    path.write_bytes("#+ title.zh = 哪些平台".encode("gb18030"))
    with pytest.raises(KgError, match="GB18030"):
        read_query(path)
    path.write_bytes(b"\xef\xbb\xbf" + (HEADER + BODY).encode())
    assert read_query(path).title.en == "Question"


def test_each_question_of_the_project_has_a_whole_header():
    entries = catalogue(find_project(str(ROOT)))
    for entry in entries.values():
        entry.check()
        assert entry.title.zh != entry.title.en
        assert 1 <= len(entry.tags) <= 3
    assert entries


def test_each_tag_is_one_that_a_question_has():
    entries = catalogue(find_project(str(ROOT))).values()
    assert {tag for entry in entries for tag in entry.tags} == set(TAGS)


@pytest.mark.parametrize(
    ("typed", "tag"),
    [("districts", "districts"), ("Platforms", "platforms"), ("各区", "districts"), ("Belt and Road", "belt-and-road")],
)
def test_a_tag_is_typed_by_itself_or_by_its_name_in_either_language(typed: str, tag: str):
    assert tag_named(typed) == tag


@pytest.mark.parametrize(
    ("typed", "said"),
    [("distrcts", "Did you mean districts"), ("各市", "Did you mean 各区"), ("zzz", "There are: platforms regions")],
)
def test_an_unknown_tag_is_told_with_the_nearest_ones(typed: str, said: str):
    with pytest.raises(KgError, match=f"no tag “{typed}”. {said}"):
        tag_named(typed)

"""`kg show` shows an entity, a term or a passage; in both languages, in each format, with each way of failing."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path

import pytest
from conftest import ROOT, Kg, MakeProject

ENTITIES = """
id:zhejiang a kg:Province ; rdfs:label "浙江"@zh , "Zhejiang"@en .
id:net a kg:SharedFacilityPlatform ; rdfs:label "共用|网"@zh , "Network"@en ; skos:altLabel "仪器网"@zh .
id:bad a kg:Platform ; rdfs:label "坏\\u001B[31m\\u202E名"@zh , "Bad\\u001B[31m\\u202Ename"@en .
id:twin a kg:Platform ; rdfs:label "仪器网"@zh , "Twin"@en .
id:twin-2 a kg:Platform ; rdfs:label "仪器网"@zh , "Twin 2"@en .
id:ind-x a kg:Indicator ; rdfs:label "仪器数"@zh , "Instruments"@en .
report:2018 a kg:Report ; kg:lineCount 40 .
report:2019 a kg:Report ; kg:lineCount 40 .
"""
PASSAGES = """
r2018:L9 { id:net kg:serves id:zhejiang . id:bad kg:serves id:zhejiang . }
r2019:L3 { id:net kg:stage id:st-running . }
r2018:L9-L10 { id:obs a kg:Observation ; kg:indicator id:ind-x ; kg:about id:net ;
  kg:asWritten "12台" ; kg:value 12.0 . }
"""


@pytest.fixture
def show(kg: Kg, make_project: MakeProject) -> Kg:
    """Runs `kg show` on a small project."""
    return partial(kg, "show", "--project", make_project(ENTITIES, PASSAGES).path)


@pytest.mark.parametrize(
    ("language", "lines"),
    [
        ("zh", ["浙江 Zhejiang", "id:zhejiang 省级行政区", "指向它的陈述", "设施共享平台 共用|网 服务于 2018:9"]),
        (
            "en",
            [
                "Zhejiang 浙江",
                "id:zhejiang Province-level region",
                "Statements about it",
                "Shared-facility platform Network serves 2018:9",
            ],
        ),
    ],
)
def test_an_entity_is_shown_in_the_language_of_the_reader(show, language: str, lines: list[str]):
    status, output, messages = show("zhejiang", "--lang", language)
    assert (status, messages) == (0, "")
    shown = [" ".join(line.split()) for line in output.splitlines()]
    assert [line for line in lines if line not in shown] == []


def test_a_figure_stands_with_its_printed_form_and_passage(show):
    _, output, _ = show("net", "--lang", "en")
    assert "Instruments  12台" in output
    assert "2018:9-10" in output


def test_a_term_is_shown_with_definition_use_and_examples(show):
    status, output, _ = show("Platform", "--lang", "en")
    assert status == 0
    assert "kg:Platform  class" in output
    assert "report of 2018: 2" in output


def test_a_line_shows_every_passage_that_contains_it(show):
    status, output, _ = show("2018:9")
    assert status == 0
    assert [line for line in output.splitlines() if line.startswith("2018:")] == [
        "2018:9  r2018:L9",
        "2018:9-10  r2018:L9-L10",
    ]


@pytest.mark.parametrize("typed", ["r2018:L10", "2018：10", "https://w3id.org/innovation-kg/report/2018#L10"])
def test_lines_may_be_typed_in_several_ways(show, typed: str):
    status, output, _ = show(typed)
    assert status == 0
    assert "2018:9-10" in output


def test_lines_without_statements_are_no_error(show):
    assert show("2018:11", "--lang", "zh") == (0, "没有陈述出自这些行。\n", "")


def test_a_section_is_shown_with_its_lines_and_its_passages(kg: Kg):
    status, output, _ = kg("show", "--project", ROOT, "r2018:pujiang-forum", "--lang", "en")
    assert status == 0
    assert "lines       98-100" in output
    assert "2018:100  in section  background" in output


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["r2018:nowhere-at-all"], "nothing in the graph is called"),
        (["nothing-like-it"], "nothing in the graph is called"),
        (["zhejian"], "id:zhejiang  Zhejiang (Province-level region)"),
        (["仪器网"], "id:twin-2  Twin 2 (Platform)"),
        (["2018:41"], "only 40 lines"),
        (["2018:12-9"], "names no lines"),
        (["1999:1"], "no report of 1999"),
        (["2018:9", "--quote"], "KG_SOURCES"),
        (["2018:9", "--quote", "--sources", "/nowhere/at/all"], "no such folder"),
        (["net", "-o", "net.xyz"], "tells no format"),
        (["net", "-f", "json", "-o", "net.md"], "differ"),
    ],
)
def test_what_cannot_be_shown_is_said_on_stderr_with_status_2(show, arguments: list[str], said: str):
    status, output, messages = show(*arguments, "--lang", "en")
    assert (status, output) == (2, "")
    assert said in messages
    assert "Traceback" not in messages


def test_errors_are_in_chinese_for_chinese_readers(show):
    assert "请用其左边的短名" in show("仪器网", "--lang", "zh")[2]


def test_json_holds_both_languages_and_the_passages(show):
    status, output, _ = show("net", "-f", "json")
    members = json.loads(output)
    assert status == 0
    assert members["value"]["text"] == {"zh": "共用|网", "en": "Network"}
    (serves,) = [group for group in members["groups"] if group["property"]["text"]["en"] == "serves"]
    assert serves["lines"][0]["passages"] == ["2018:9"]


def test_markdown_escapes_what_labels_hold(show):
    _, output, _ = show("net", "-f", "md", "--lang", "zh")
    assert output.startswith("# 共用\\|网 — Network\n")
    assert "| 服务于 | 浙江 | 省级行政区 | 2018:9 |" in output


@pytest.mark.parametrize("arguments", [["bad"], ["zhejiang"], ["2018:9"], ["bad", "-f", "md"], ["bad", "-f", "json"]])
def test_hostile_labels_are_written_out(show, arguments: list[str]):
    _, output, _ = show(*arguments, "--lang", "en")
    assert "\x1b" not in output
    assert "\u202e" not in output
    assert "u202e" in output


def test_inferred_statements_come_only_when_asked_for(show):
    assert "links region" not in show("net", "--lang", "en")[1]
    assert "links region" in show("net", "--lang", "en", "--inferred")[1]


def test_a_name_may_be_typed_without_quotation_marks(kg: Kg, make_project: MakeProject):
    entities = 'id:long a kg:Platform ; rdfs:label "长名"@zh , "A long name"@en ; skos:altLabel "Long name"@en .'
    show = partial(kg, "show", "--project", make_project(entities).path)
    assert show("A", "long", "name", "--lang", "en").out.startswith("A long name  长名\n")
    assert show("long", "name", "--lang", "en").out.startswith("A long name  长名\n")
    assert "quotation marks" in show("no", "name", "--lang", "en").err


def headings(markdown: str) -> list[str]:
    return [line for line in markdown.splitlines() if line.startswith("#")]


def test_statements_can_be_put_together_report_by_report(show):
    status, output, _ = show("net", "--by", "year", "-f", "md", "--lang", "en")
    assert status == 0
    assert headings(output)[1:] == [
        "## Report of 2018",
        "### Statements",
        "### Figures",
        "## Report of 2019",
        "### Statements",
    ]
    assert headings(show("zhejiang", "--by", "year", "-f", "md", "--lang", "zh")[1])[1:] == [
        "## 2018 年报告",
        "### 指向它的陈述",
    ]


def test_one_report_can_be_shown_alone(show):
    assert "2018:9" not in show("net", "--report", "2019")[1]
    assert show("zhejiang", "--report", "2019", "--lang", "en") == (1, "", "the report of 2019 says nothing of it\n")
    for arguments in (["net", "--report", "1999"], ["Platform", "--report", "2018"]):
        assert show(*arguments)[0] == 2


def test_a_page_holds_both_languages_and_lets_nothing_in_or_out(show, tmp_path: Path):
    status, output, _ = show("bad", "-f", "html", "--lang", "zh")
    assert status == 0
    assert '<main class="zh" lang="zh-Hans">' in output
    assert '<main class="en" lang="en">' in output
    assert "default-src &#39;none&#39;; script-src &#39;none&#39;" in output
    assert 'id="zh" checked' in output
    assert "\x1b" not in output
    assert "<script" not in output


def test_markup_in_a_label_stays_text_in_a_page(kg: Kg, make_project: MakeProject):
    hostile = "<img src=x onerror=alert(1)></style><script>alert(1)</script>"
    project = make_project(f'id:evil a kg:Platform ; rdfs:label "{hostile}"@zh , "{hostile}"@en .')
    output = kg("show", "--project", project.path, "evil", "-f", "html").out
    assert "<img" not in output
    assert "<script" not in output
    assert "&lt;script&gt;alert(1)" in output


def test_the_answer_can_go_to_a_file(show, tmp_path: Path):
    target = tmp_path / "net.json"
    assert show("net", "-o", str(target)) == (0, "", "")
    assert json.loads(target.read_text(encoding="utf-8"))["name"] == "id:net"


def test_a_pipe_gets_no_colour_and_a_forced_terminal_does(show, monkeypatch: pytest.MonkeyPatch):
    assert "\x1b" not in show("net")[1]
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[1m" in show("net")[1]
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in show("net")[1]


def test_quoting_prints_the_lines_of_the_reports(kg: Kg, sources: Path):
    ran = kg("show", "--project", ROOT, "2018:33", "--quote", "--sources", sources, "-f", "json")
    assert ran.status == 0
    (line,) = json.loads(ran.out)["lines"].items()
    assert line[0] == "2018:33"
    assert "45262" in line[1]

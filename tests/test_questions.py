"""The catalogue for readers: the list by tags and words, and all that is to be known of one question."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from conftest import ROOT, Kg, MakeProject

from kg.cli.answering import Wish
from kg.cli.questions import command_of, listing
from kg.language import Language
from kg.project import Project, find_project
from kg.querying.catalogue import catalogue
from kg.querying.tags import TAGS


@pytest.fixture(scope="module")
def project() -> Project:
    return find_project(str(ROOT))


def on_a_terminal(
    project: Project, *tags: str, text: str = "", language: Language = "en", width: int = 200
) -> list[str]:
    content, status, _ = listing(project, Wish(None, None, language, width, False, False), text, tags)
    assert status == 0
    return content.decode().splitlines()


def names(kg: Kg, *arguments: str) -> set[str]:
    rows = json.loads(kg("query", "--list", *arguments, "-f", "json").out)["results"]["bindings"]
    return {row["name"]["value"] for row in rows}


def test_a_program_gets_one_table_with_tags_as_they_are_typed(kg: Kg):
    head, *lines = kg("query", "--list", "-f", "csv").out.splitlines()
    assert head == "name,question,parameters,tags"
    assert "district-platforms,Which platforms does a district have?,district=id:pudong,districts platforms" in lines
    assert len(lines) == len(catalogue(find_project(str(ROOT))))


def test_a_reader_gets_tags_by_their_names(kg: Kg):
    assert "各区、平台" in kg("query", "--list", "-f", "md", "--lang", "zh").out
    assert "Districts, Platforms" in kg("query", "--list", "-f", "table", "--lang", "en").out


def test_a_terminal_gets_each_question_once_under_its_first_tag(project: Project):
    lines = on_a_terminal(project)
    place = {line.split()[0]: number for number, line in enumerate(lines) if line}
    entries = catalogue(project)
    for name, entry in entries.items():
        heading = max((number, tag) for tag in TAGS if (number := place.get(TAGS[tag].en.split()[0], 99)) < place[name])
        assert heading[1] == entry.tags[0]
    assert sum(line.split()[0] in entries for line in lines if line) == len(entries)
    more = sum("districts" in entry.tags[1:] for entry in entries.values())
    assert f"Districts  and {more} more: --tag districts" in lines


def test_a_terminal_of_any_width_shows_the_list_without_gaps_within_a_tag(project: Project):
    for width in (60, 80, 120):
        lines = on_a_terminal(project, width=width)
        assert max(map(len, lines)) <= width
        assert (
            lines.count("")
            == sum(line.split()[0] in {text.en.split()[0] for text in TAGS.values()} for line in lines if line) - 1
        )


def test_questions_without_tags_stand_behind_those_that_have_some(make_project: MakeProject):
    project = make_project()
    file = Path(project.path, "queries", "awards.rq")
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    file.write_text("".join(line for line in lines if not line.startswith("#+ tags")), encoding="utf-8")
    shown = on_a_terminal(project)
    assert (shown[-2], shown[-1].split()[0]) == ("Others", "awards")


def test_tags_narrow_the_list_each_further_one_more(kg: Kg, project: Project):
    entries = catalogue(project).items()
    assert names(kg, "--tag", "documents") == {name for name, entry in entries if "documents" in entry.tags}
    assert names(kg, "--tag", "各区", "--tag", "Documents") == {"district-documents"}
    assert on_a_terminal(project, "documents", "districts", language="zh") == [
        "文件、各区",
        "district-documents  某年报告中，哪些区发布了具名的文件？  year",
    ]


def test_words_narrow_the_list_in_either_language(kg: Kg):
    assert names(kg, "--lang", "zh", "guests honour agreement") == {"guests-with-agreements"}
    assert "guests-with-agreements" in names(kg, "主宾 协议") < names(kg, "协议")
    assert names(kg, "strategy", "--tag", "belt-and-road") == {"strategy-figures", "strategy-ties"}


def test_a_list_in_a_format_for_programs_cannot_command_a_terminal(make_project: MakeProject):
    project = make_project()
    file = Path(project.path, "queries", "awards.rq")
    text = file.read_text(encoding="utf-8")
    file.write_text(re.sub(r'title\.en = "', r"\g<0>\\u001b[31m", text), encoding="utf-8")
    content, _, _ = listing(project, Wish("csv", None, "en", 80, True, False), "awards")
    assert b"[31m" in content
    assert b"\x1b" not in content


def test_a_list_of_nothing_says_no(kg: Kg):
    ran = kg("query", "--list", "nowhere-to-be-found", "--lang", "en")
    assert (ran.status, ran.out.count("\n")) == (1, 1)
    assert "no such question" in ran.err


def test_a_mistyped_tag_is_told_with_the_nearest(kg: Kg):
    ran = kg("query", "--list", "--tag", "platfroms", "--lang", "en")
    assert (ran.status, ran.out, ran.err) == (2, "", "no tag “platfroms”. Did you mean platforms?\n")
    assert kg("query", "event-guests", "--tag", "events").status == 2, "it narrows the list alone"


def test_about_tells_the_parameters_with_their_kinds_and_what_holds_where_nothing_is_said(kg: Kg):
    told = kg("query", "events-in-region", "--about", "--lang", "en").out
    assert told.startswith("Which events were held in a region, or outside it, and when?  events-in-region\n")
    rows = [line.split("  ") for line in told.splitlines() if line.startswith(("region ", "outside "))]
    cells = [[cell.strip() for cell in row if cell] for row in rows]
    assert cells == [
        ["region", "region", "a region: slug, label or alias", "id:shanghai", "Shanghai"],
        ["outside", "ask for what lies outside it (yes or no)", "yes or no", "no"],
    ]
    assert "Tags: Events, Regions, Time" in told
    assert "上海" in kg("query", "events-in-region", "--about", "--lang", "zh").out


def test_about_as_json_holds_both_languages_and_the_query(kg: Kg):
    told = json.loads(kg("query", "agreements-ended", "--about", "-f", "json").out)
    assert told["title"] == {"zh": "到某日，哪些协议已经到期？", "en": "Which agreements had ended by a given day?"}
    assert told["tags"] == ["agreements", "time"]
    (day,) = told["parameters"]
    assert (day["name"], day["type"], day["default"]) == ("day", "date", "2024-12-31")
    assert told["query"].startswith("SELECT ?agreement ?ended ?printed ?passage {")


def test_about_is_of_a_question_of_the_catalogue(kg: Kg):
    for asked in (("ASK {}",), ("-F", ROOT / "queries" / "awards.rq")):
        ran = kg("query", *asked, "--about", "--lang", "en")
        assert (ran.status, ran.out) == (2, "")
        assert ran.err.endswith("kg query NAME --about\n")
    assert "table md json" in kg("query", "awards", "--about", "-f", "csv").err
    assert "Did you mean awards" in kg("query", "award", "--about", "--lang", "en").err


def test_the_command_of_a_question_names_every_parameter(kg: Kg, project: Project):
    entries = catalogue(project)
    assert command_of(entries["event-guests"]) == "kg query event-guests --cite"
    command = "kg query first-appearances -p year=2024 -p class=kg:Province --cite"
    assert command_of(entries["first-appearances"]) == command
    assert command in kg("query", "first-appearances", "--about").out
    assert command_of(entries["namesakes"]) == "kg query namesakes -p 'word=硅巷' --cite"

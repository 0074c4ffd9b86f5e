"""`kg validate`: one report, one exit rule; new triples are judged together with the graph; bad input is said once."""

from __future__ import annotations

import json
import os
from functools import partial
from pathlib import Path
from typing import IO, Any

import pytest
from click.testing import CliRunner, Result
from conftest import PREFIXES, Kg, MakeProject
from examples_of import EXAMPLES

from kg.graph import Graph
from kg.project import Project
from kg.storage.rdf_files import read_rdf_file

REGIONS = """
id:china a kg:Country ; rdfs:label "中国"@zh , "China"@en .
id:denmark a kg:Country ; rdfs:label "丹麦"@zh , "Denmark"@en .
id:hainan a kg:Province ; rdfs:label "海南"@zh , "Hainan"@en ; kg:administrativeParent id:china .
id:forum a kg:EventSeries ; rdfs:label "论坛"@zh , "Forum"@en .
id:forum-2018 a kg:Event ; rdfs:label "2018论坛"@zh , "Forum 2018"@en .
"""
REPORT = """
report:2018 a kg:Report ; rdfs:label "报告"@zh , "Report"@en ; kg:year 2018 ; kg:chapter "1" ; kg:lineCount 3 ;
    kg:sha256 "%s" .
"""
PASSAGES = (
    "r2018:L1 { id:forum-2018 kg:editionOf id:forum ; kg:guestCountry id:denmark ; kg:guestProvince id:hainan }\n"
)
SWAPPED = "r2018:L2 { id:forum-2018 kg:guestCountry id:hainan ; kg:guestProvince id:denmark }\n"
LINES = "2018论坛,丹麦任主宾国,海南任主宾省\n首届论坛40家\n"


@pytest.fixture(autouse=True)
def in_english_without_texts(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("KG_LANG", "en")
    monkeypatch.delenv("KG_SOURCES", raising=False)


@pytest.fixture
def project(make_project: MakeProject, tmp_path: Path) -> Project:
    import hashlib

    made = make_project(REGIONS, PASSAGES)
    digest = hashlib.sha256(LINES.encode()).hexdigest()
    (made.folder / "data" / "reports.ttl").write_text(PREFIXES + REPORT % digest, encoding="utf-8")
    texts = tmp_path / "texts"
    texts.mkdir()
    (texts / "report.txt").write_text(LINES, encoding="utf-8")
    return made


@pytest.fixture
def validate(kg: Kg, project: Project) -> Kg:
    return partial(kg, "validate", "--project", project.path)


@pytest.fixture
def new(tmp_path: Path):
    def write(content: str, name: str = "new.trig", prefixes: str = PREFIXES) -> Path:
        path = tmp_path / name
        path.write_text(prefixes + content, encoding="utf-8")
        return path

    return write


def test_a_graph_that_conforms_says_so_and_what_it_could_not_judge(validate):
    ran = validate()
    assert ran.status == 0
    assert ran.out.startswith("Conforms: nothing found\n")
    assert "Evidence not judged: the text of 2018 is not at hand" in ran.out
    assert ran.err == ""


def test_with_the_texts_the_evidence_is_judged(validate, tmp_path: Path):
    ran = validate("--sources", tmp_path / "texts")
    assert ran.status == 0
    assert "1 passages held against the texts: 4 names" in ran.out
    assert "not judged" not in ran.out


def test_coverage_is_a_table_and_what_is_missed_are_warnings(validate, tmp_path: Path):
    arguments = ("--sources", tmp_path / "texts", "--coverage")
    ran = validate(*arguments)
    assert ran.status == 0
    assert "Coverage of the report of 2018" in ran.out
    assert "40家" in ran.out
    assert validate(*arguments, "--fail-on", "warning").status == 1


def test_a_swapped_guest_is_refused(validate, new):
    ran = validate(new(SWAPPED))
    assert ran.status == 1
    assert ran.out.startswith("Does not conform: 2 violations\n")
    assert "a guest country of honour must be a kg:Country" in ran.out
    assert "id:forum-2018" in ran.out
    assert "2018:2" in ran.out


def test_a_graph_of_files_is_judged_with_its_files(project: Project, new):
    report = Graph(project, files=[read_rdf_file(new(SWAPPED))]).validate()
    assert report.findings == Graph(project).validate([read_rdf_file(new(SWAPPED))]).findings != ()


def test_messages_come_in_the_readers_language(validate, new):
    ran = validate(new(SWAPPED), "--lang", "zh")
    assert "主宾国须为国家" in ran.out
    assert "must be" not in ran.out
    assert "2018论坛" in ran.out


def test_only_what_the_new_triples_bring_is_reported(project: Project, validate, new):
    passages = project.folder / "data" / "passages" / "2018.trig"
    passages.write_text(PREFIXES + PASSAGES + SWAPPED, encoding="utf-8")
    assert validate().status == 1
    # The new triples are about the same forum and have nothing wrong with them.
    assert validate(new("r2018:L3 { id:forum-2018 kg:eventKind id:ek-forum }")).status == 0
    ran = validate(new("r2018:L3 { id:forum-2018 kg:eventKind id:st-pilot }"))
    assert ran.status == 1
    assert ran.out.startswith("Does not conform: 1 violation\n")


def test_new_triples_are_judged_together_with_the_graph(validate, new):
    # Alone, neither the class of the country nor the clash of the two numbers could be seen.
    fine = "graph:entities { id:forum-2019 a kg:Event ; rdfs:label '2019论坛'@zh , 'Forum 2019'@en }"
    fine += "r2018:L2 { id:forum-2019 kg:editionOf id:forum ; kg:guestCountry id:denmark ; kg:editionNumber 3 }"
    assert validate(new(fine)).status == 0
    ran = validate(new(fine + "r2018:L3 { id:forum-2018 kg:editionNumber 7 }"))
    assert ran.status == 1
    assert "number less year should not change" in ran.out


def test_a_new_triple_may_break_what_stands_in_the_graph(validate, new):
    ran = validate(new("graph:entities { id:denmark a kg:Museum }"))
    assert ran.status == 1
    assert "a thing is of one top class" in ran.out


def test_the_evidence_of_new_triples_is_judged(validate, new, tmp_path: Path):
    ran = validate(new("r2018:L2 { id:forum-2018 kg:guestCountry id:denmark }"), "--sources", tmp_path / "texts")
    assert ran.status == 1
    assert "none of its names is printed in these lines" in ran.out
    assert "no word that shows it is printed in these lines" in ran.out


def test_triples_in_no_passage_are_judged_and_said_to_have_no_evidence(validate, new):
    ran = validate(new("id:forum-2018 kg:guestProvince id:denmark .", "new.ttl"))
    assert ran.status == 1
    assert "a guest province of honour must be a kg:Province" in ran.out
    assert "New statements in no passage: 1." in ran.out


def test_what_is_in_the_graph_already_is_not_new(validate, new):
    ran = validate(new(PASSAGES))
    assert ran.status == 0
    assert "(0 of them new: the graph has all 3 that were given)" in ran.out
    assert "of them new" not in validate().out
    assert "(0 of them new: no statement was given)" in validate(new("")).out
    assert "新陈述 0 条：所给 3 条图中都有" in validate(new(PASSAGES), "--lang", "zh").out
    ran = validate(new("id:forum-2018 kg:guestCountry id:denmark .", "new.ttl"))
    assert "in no passage" not in ran.out


def test_a_property_or_class_from_elsewhere_is_declared_by_the_ontology_or_refused(validate, new):
    ran = validate(
        new(
            'r2018:L3 { id:forum-2018 rdfs:lable "x"@en ; skos:prefLabel "y"@en ; <http://x.org/p> id:denmark ; '
            "a <http://x.org/C> ; rdfs:seeAlso <http://x.org/anything> ; rdf: id:denmark . }"
        )
    )
    assert ran.status == 1
    assert "the ontology does not declare rdfs:lable. Did you mean rdfs:label" in ran.out
    assert "the ontology does not declare skos:prefLabel. Did you mean skos:altLabel" in ran.out
    assert "the ontology does not declare <http://x.org/p>." in ran.out
    assert "the ontology does not declare <http://x.org/C>." in ran.out
    assert "22-rdf-syntax-ns#" in ran.out  # a local name that was forgotten
    assert "x.org/anything" not in ran.out


def test_an_unknown_term_is_named_with_the_nearest_that_is_known(validate, new):
    ran = validate(
        new(
            "r2018:L2 { id:forum-2018 kg:gestCountry id:denmrk } r2021:L3 { id:forum-2018 kg:stage id:st-ended }",
            prefixes=PREFIXES + "@prefix r2021: <https://w3id.org/innovation-kg/report/2021#> .\n",
        )
    )
    assert ran.status == 1
    assert "there is no kg:gestCountry. Did you mean kg:guestCountry" in ran.out
    assert "there is no id:denmrk. Did you mean id:denmark" in ran.out
    assert "report/2021#L3" in ran.out


def test_lines_that_are_written_wrongly_are_no_passage(validate, new):
    ran = validate(new("r2018:L3-L2 { id:forum-2018 kg:stage id:st-ended }"))
    assert ran.status == 1
    assert "neither a passage such as r2018:L9 nor a known graph" in ran.out


def test_a_syntax_error_has_its_place_and_the_line(validate, new, project: Project):
    path = new(
        "r2018:L2 { id:forum-2018 kg:guestCountry ; }",
        prefixes="@prefix kg: <http://k#> . @prefix id: <http://i#> . @prefix r2018: <http://r#> .\n",
    )
    ran = validate(path)
    assert ran.status == 2
    assert ran.out == ""
    assert f"{path}:2:" in ran.err
    assert "id:forum-2018 kg:guestCountry ; }" in ran.err
    assert "^" in ran.err
    assert "Traceback" not in ran.err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["missing.ttl"], "no such file"),
        (["."], "a folder, not a regular file: name a file"),
        (["--sources", "nowhere"], "no such folder"),
        (["--fail-on", "everything"], "Invalid value"),
        (["-f", "sarif"], "Invalid value"),
    ],
)
def test_unusable_input_is_said_once(validate, arguments: list[str], message: str):
    ran = validate(*arguments)
    assert ran.status == 2
    assert ran.out == ""
    assert message in ran.err
    assert "Traceback" not in ran.err


@pytest.mark.parametrize("arguments", [("-q",), ("-f", "json"), ("-f", "md"), ("-q", "-f", "json"), ("--coverage",)])
def test_findings_exit_with_1_and_unusable_input_with_2_and_an_empty_stdout(validate, new, arguments: tuple[str, ...]):
    assert validate(*arguments).status == 0
    ran = validate(new(SWAPPED), *arguments)
    assert (ran.status, ran.err) == (1, "")
    assert ran.out
    for unusable in (new("id:x id:y", "broken.trig"), new("", "new.txt"), new("", "new"), "missing.trig", "."):
        ran = validate(new(SWAPPED), unusable, *arguments)
        assert (ran.status, ran.out) == (2, "")
        assert ran.err.count("\n") <= 3  # the message, and the line with a caret


@pytest.mark.parametrize("verb", [("validate",), ("fmt",), ("fmt", "--check"), ("query", "ASK { }", "--data")])
@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("folder.ttl", "a folder, not a regular file: name a file"),
        ("missing.ttl", "no such file"),
        ("name", "its name does not tell its format, give it an extension: .ttl .trig"),
        ("name.txt", "unknown kind of file, use one of: .ttl .trig"),
        ("closed.ttl", "cannot be read: no permission, change its mode first"),
    ],
)
def test_every_verb_says_the_same_of_a_file_that_it_cannot_read(
    kg: Kg, verb: tuple[str, ...], name: str, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    def refuse(path: str, *arguments: object, **options: object) -> IO[Any]:
        if os.fspath(path).endswith("closed.ttl"):
            raise PermissionError(13, "Permission denied", path)
        return as_before(path, *arguments, **options)  # type: ignore[call-overload, no-any-return]

    as_before = open
    monkeypatch.setattr("builtins.open", refuse)  # the superuser may read whatever its mode
    monkeypatch.setattr("os.access", lambda path, *_, **__: not os.fspath(path).endswith("closed.ttl"))
    (tmp_path / "folder.ttl").mkdir()
    for there in ("name", "name.txt", "closed.ttl"):
        (tmp_path / there).touch()
    path = tmp_path / name
    ran = kg(*verb, path)
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith(f"{path}: {message}")
    assert ran.err.count("\n") == 1


def test_a_folder_that_is_no_project_is_said(kg: Kg):
    ran = kg("validate", "--project", "nowhere")
    assert (ran.status, ran.out) == (2, "")
    assert "not a project folder" in ran.err


def test_a_file_in_another_encoding_is_said(validate, tmp_path: Path):
    path = tmp_path / "new.ttl"
    path.write_bytes((PREFIXES + 'id:forum rdfs:label "论坛"@zh .').encode("gb18030"))
    ran = validate(path)
    assert ran.status == 2
    assert "GB18030" in ran.err
    assert ran.out == ""


def test_standard_input_is_read(project: Project, monkeypatch: pytest.MonkeyPatch):
    from kg.cli.verbs import group

    arguments = ["validate", "-", "--project", str(project.folder), "-f", "json"]
    result: Result = CliRunner().invoke(group, arguments, input=(PREFIXES + SWAPPED).encode(), standalone_mode=False)
    assert result.return_value == 1
    assert json.loads(result.output)["conforms"] is False


def test_a_finding_says_where_in_the_file_it_stands(validate, new):
    path = new(SWAPPED.replace("; ", ";\n\t"))
    head = PREFIXES.count("\n")
    ran = validate(path)
    assert f"\n{path}:{head + 1}  2018论坛  id:forum-2018" in ran.out.replace("Forum 2018", "2018论坛")
    assert f"\n{path}:{head + 2}  " in ran.out
    told = [finding["places"] for finding in json.loads(validate(path, "-f", "json").out)["findings"]]
    assert told == [[{"file": str(path), "line": head + 1}], [{"file": str(path), "line": head + 2}]]


def test_a_finding_of_the_project_stands_in_its_files_as_seen_from_here(
    project: Project, validate, monkeypatch: pytest.MonkeyPatch
):
    (project.folder / "data" / "passages" / "2018.trig").write_text(PREFIXES + PASSAGES + SWAPPED, encoding="utf-8")
    line = PREFIXES.count("\n") + 2
    assert f"\n{project.folder}/data/passages/2018.trig:{line}  " in validate().out
    monkeypatch.chdir(project.folder)
    assert f"\ndata/passages/2018.trig:{line}  " in validate().out


def test_a_blank_node_is_one_finding_that_says_what_to_do(validate, new):
    path = new("r2018:L2 {\n  id:forum-2018 kg:concerns [ a kg:Observation ; kg:value 4 ] }")
    ran = validate(path)
    assert ran.out.startswith("Does not conform: 1 violation\n")
    assert "give it an IRI such as" in ran.out
    assert f"\n{path}:{PREFIXES.count(chr(10)) + 2}  blank node  2018:2\n" in ran.out
    assert "空节点" in validate(path, "--lang", "zh").out


def test_findings_of_one_kind_stand_in_the_order_of_the_file(validate, new):
    ran = validate(new("r2018:L2 {" + "\n".join(f"[ kg:covers {number} ] ." for number in range(12)) + "}"))
    numbers = [int(line.split(":")[1].split()[0]) for line in ran.out.splitlines() if line.endswith("2018:2")]
    assert len(numbers) == 12
    assert numbers == sorted(numbers)


def test_a_blank_node_of_the_project_has_its_line_too_and_is_not_new(project: Project, validate, new):
    passages = project.folder / "data" / "passages" / "2018.trig"
    passages.write_text(PREFIXES + PASSAGES + "r2018:L2 { id:forum-2018 kg:concerns [] }", encoding="utf-8")
    assert f"\n{passages}:{PREFIXES.count(chr(10)) + 2}  blank node  2018:2\n" in validate().out
    assert validate(new(PASSAGES)).status == 0


def test_a_line_that_the_report_does_not_have_is_one_finding(validate, new, tmp_path: Path):
    ran = validate(new("r2018:L9 { id:forum-2018 kg:guestCountry id:denmark }"), "--sources", tmp_path / "texts")
    assert ran.out.startswith("Does not conform: 1 violation\n")
    assert "the report has 3 lines only" in ran.out


def test_a_stated_number_of_lines_is_held_against_the_text(project: Project, validate, tmp_path: Path):
    reports = project.folder / "data" / "reports.ttl"
    reports.write_text(reports.read_text(encoding="utf-8").replace("lineCount 3", "lineCount 9"), encoding="utf-8")
    ran = validate("--sources", tmp_path / "texts")
    assert ran.status == 1
    assert "the text of the report has 3 lines" in ran.out


def test_a_number_of_the_wrong_kind_is_told_how_to_write_it(validate, new):
    ran = validate(new("r2018:L2 { id:o a kg:Observation ; kg:value 4444 }"))
    assert "value: 4444  got xsd:integer, wanted xsd:decimal: write 4444.0" in ran.out
    assert ran.err == ""


def test_of_thousands_of_findings_people_see_a_hundred_of_each_source_and_json_all(validate, new):
    path = new("r2018:L2 {" + " . ".join(f"id:x{number} kg:covers id:hainan" for number in range(150)) + "}")
    ran = validate(path)
    assert ran.out.startswith("Does not conform: 300 violations\n")
    assert ran.out.count("there is no id:x") == 100
    assert "unknown-term: and 50 more; all of them: -f json" in ran.out
    assert len(ran.out.splitlines()) < 600
    assert len(json.loads(validate(path, "-f", "json").out)["findings"]) == 300


def test_a_malformed_date_brings_no_traceback(validate, new):
    ran = validate(new('r2018:L2 { id:forum-2018 kg:startDate "2018-13-45"^^xsd:date }'))
    assert ran.err == ""
    assert 'not a valid xsd:date, such as "2018-12-31"^^xsd:date' in ran.out


def test_json_holds_the_whole_report(validate, new, tmp_path: Path):
    ran = validate(new(SWAPPED), "-f", "json", "--sources", tmp_path / "texts", "--coverage")
    told = json.loads(ran.out)
    assert ran.status == 1
    assert told["conforms"] is False
    shapes = [finding for finding in told["findings"] if finding["kind"] == "shape"]
    assert {finding["source"].rpartition("#")[2] for finding in shapes} == {"guest-country", "guest-province"}
    assert all(set(finding["message"]) == {"zh", "en"} for finding in told["findings"])
    assert shapes[0]["passages"] == ["2018:2"]
    assert (told["judged"]["new"], told["judged"]["given"]) == (2, 2)
    assert told["coverage"][0]["report"] == "2018"


def test_a_report_may_be_markdown_in_a_file(validate, new, tmp_path: Path):
    ran = validate(new(SWAPPED), "-o", tmp_path / "report.md")
    assert (ran.status, ran.out) == (1, "")
    text = (tmp_path / "report.md").read_text(encoding="utf-8")
    assert text.startswith("# Does not conform")
    assert "| --- |" in text


def test_into_a_pipe_no_colour_and_no_unseen_character_is_sent(validate, new):
    ran = validate(new('graph:entities { id:hainan skos:altLabel "\\u001b[31m\\u202e海"@zh }'))
    assert ran.status == 1
    assert "\x1b" not in ran.out
    assert "\u202e" not in ran.out
    assert "\\u202e" in ran.out


def test_nothing_in_the_project_is_changed(project: Project, validate, new):
    files = {path: path.read_bytes() for path in project.folder.rglob("*") if path.is_file()}
    validate(new(SWAPPED))
    assert {path: path.read_bytes() for path in project.folder.rglob("*") if path.is_file()} == files


def test_the_example_world_is_a_project_that_conforms(make_project: MakeProject):
    from kg.graph import Graph

    made = make_project("", (EXAMPLES / "good.trig").read_text(encoding="utf-8"))
    assert Graph(made).validate().findings == ()


def test_a_file_with_graphs_is_told_to_be_a_trig_and_no_other(validate, new):
    graphs = new("r2018:L2 { id:forum-2018 kg:guestCountry id:denmark }", "new.ttl")
    assert "(a file with graphs is a .trig)" in validate(graphs).err
    braces = new('id:forum-2018 rdfs:comment "a {b}"@en id:forum .', "other.ttl")
    assert "a .trig" not in validate(braces).err

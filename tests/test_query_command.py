"""`kg query`: what it answers, where the answer goes, and how it says no."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import PREFIXES, Kg, MakeProject, Ran

from kg.project import Project

KG = [str(Path(sys.executable).with_name("kg")), "query"]
ID = "https://w3id.org/innovation-kg/id/"
FORUM = "SELECT ?region { id:forum kg:covers ?region }"
ENTITIES = """
id:forum a kg:Event ; rdfs:label "浦江论坛"@zh , "Pujiang Forum"@en .
id:zhejiang a kg:Province ; rdfs:label "浙江"@zh , "Zhejiang"@en .
"""
QUESTION = """#+ title.zh = "覆盖何处？"
#+ title.en = "What covers a region?"
#+ description.zh = "覆盖某地的事物。"
#+ description.en = "The things that cover a region."
#+ tags = ["regions", "events"]
#+ [parameters.region]
#+ type = "region"
#+ default = "id:zhejiang"
#+ label.zh = "地区"
#+ label.en = "region"
SELECT ?thing { ?thing kg:covers ?region }
"""


@pytest.fixture
def project(make_project: MakeProject) -> Project:
    project = make_project(ENTITIES, "r2018:L1 { id:forum kg:covers id:zhejiang . }")
    (project.queries_folder / "what-covers.rq").write_text(QUESTION, encoding="utf-8")
    return project


@pytest.fixture
def kg_query(kg: Kg, project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Kg:
    """Runs `kg query` on the project; what is not said stands in English."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KG_PROJECT", str(project.folder))

    def run(*arguments: str, typed: bytes = b"", language: str = "en") -> Ran:
        monkeypatch.setenv("KG_LANG", language)
        return kg("query", *arguments, typed=typed)

    return run


def refused(done: Ran, status: int, *said: str) -> None:
    """One clear message on stderr, nothing on stdout, the right exit status, no traceback."""
    assert (done.status, done.out) == (status, "")
    assert "Traceback" not in done.err
    assert len([line for line in done.err.splitlines() if not line.startswith("  ")]) == 1
    for words in said:
        assert words in done.err


# --- Answers -------------------------------------------------------------------------------------------------------


def test_a_graph_into_a_pipe_is_turtle(kg_query: Kg):
    done = kg_query("CONSTRUCT WHERE { id:forum kg:covers ?region }")
    assert done.status == 0
    assert "id:forum kg:covers id:zhejiang" in done.out


def test_a_query_stands_in_a_file_with_or_without_a_byte_order_mark(kg_query: Kg, tmp_path: Path):
    file = tmp_path / "question.rq"
    for mark in (b"", b"\xef\xbb\xbf"):
        file.write_bytes(mark + FORUM.encode())
        assert kg_query("-F", "question.rq", "-f", "csv").out == f"region\r\n{ID}zhejiang\r\n"


def test_a_question_of_the_catalogue_is_asked_by_its_name(kg_query: Kg):
    answer = f"?thing\n<{ID}forum>\n"
    assert kg_query("what-covers").out == answer
    assert kg_query("what-covers", "-p", "region=浙江").out == answer


@pytest.mark.parametrize("title", ["What covers a region?", "what covers a region", "覆盖何处？", "覆盖何处"])
def test_a_question_is_asked_by_its_title_too(title: str, kg_query: Kg):
    assert kg_query(title).out == f"?thing\n<{ID}forum>\n"


def test_words_that_are_no_query_lead_to_the_list(kg_query: Kg):
    refused(kg_query("which platforms are there"), 2, "Questions by words: kg query --list WORDS")
    refused(kg_query("哪些平台 有"), 2, "Questions by words: kg query --list WORDS")


def test_the_list_has_headings_in_the_readers_language(kg_query: Kg):
    assert kg_query("--list", "-f", "md", language="zh").out.startswith("| 名称 | 问题 | 参数 | 标签 |")
    assert kg_query("--list", "-f", "csv", language="zh").out.startswith("name,question,parameters,tags")


def test_words_of_the_list_and_a_query_without_quotation_marks(kg_query: Kg):
    assert "what-covers" in kg_query("--list", "covers", "region").out
    assert kg_query("--list", "covers", "nothing").status == 1
    refused(kg_query("SELECT", "?x", "{", "}"), 2, "put the query in quotation marks")


def test_a_tag_that_is_asked_as_a_question_is_told_to_be_one(kg_query: Kg):
    refused(kg_query("belt-and-road"), 2, "kg query --list --tag belt-and-road")


def test_a_parameter_goes_by_its_label_too(kg_query: Kg):
    assert kg_query("what-covers", "-p", "地区=浙江").out == f"?thing\n<{ID}forum>\n"
    refused(kg_query("what-covers", "-p", "地区=浙江", "-p", "region=浙江"), 2, "-p region is given more than once")
    refused(kg_query("what-covers", "-p", "地=浙江"), 2, "no parameter 地; there are: region (region).")


def test_a_thing_of_another_class_than_the_parameters_is_refused(kg_query: Kg, project: Project):
    of_events = QUESTION.replace('type = "region"', 'type = "entity"\n#+ class = "kg:Event"').replace(
        "id:zhejiang", "id:forum"
    )
    Path(project.queries_folder, "of-events.rq").write_text(of_events, encoding="utf-8")
    assert kg_query("of-events", "-p", "region=浦江论坛").status == 0
    refused(kg_query("of-events", "-p", "region=浙江"), 2, "“浙江” is not a region")
    of_none = QUESTION.replace('type = "region"', 'type = "region"\n#+ class = "kg:Event"')
    Path(project.queries_folder, "of-none.rq").write_text(of_none, encoding="utf-8")
    refused(kg_query("of-none"), 2, "class goes with the type entity alone")


def test_a_class_is_looked_for_among_classes_alone(kg_query: Kg, project: Project):
    entities = Path(project.path, "data", "entities", "all.ttl")
    named = 'id:like-a-class a kg:Theme ; rdfs:label "平台"@zh , "Like a class"@en .'
    entities.write_text(entities.read_text(encoding="utf-8") + named, encoding="utf-8")
    question = QUESTION.replace('type = "region"', 'type = "class"').replace("id:zhejiang", "平台")
    Path(project.queries_folder, "by-class.rq").write_text(question, encoding="utf-8")
    assert kg_query("by-class").status == 0
    refused(kg_query("by-class", "-p", "region=浙江"), 2, "is not a region")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--list", "--cite"], "--cite does not go with --list"),
        (["--list", "--about"], "--about does not go with --list"),
        (["--list", "--limit", "5"], "--limit does not go with --list"),
        (["what-covers", "--about", "-p", "region=浙江"], "-p does not go with --about"),
        (["what-covers", "--explain", "--labels"], "--labels does not go with --explain"),
        (["what-covers", "--explain", "--exit-status"], "--exit-status does not go with --explain"),
    ],
    ids=" ".join,
)
def test_an_option_that_would_do_nothing_is_refused(kg_query: Kg, arguments: list[str], said: str):
    refused(kg_query(*arguments), 2, said)


def test_columns_of_the_catalogue_are_called_in_the_readers_language(kg_query: Kg, project: Project):
    Path(project.queries_folder, "columns.toml").write_text('thing = { zh = "事物", en = "what" }', encoding="utf-8")
    assert kg_query("what-covers", "-f", "md", language="zh").out.startswith("| 事物 |")
    assert kg_query("what-covers", "-f", "md").out.startswith("| what |")
    assert kg_query("what-covers", "-f", "csv").out.startswith("thing\r\n")
    own = "SELECT ?thing { ?thing kg:covers ?region }"
    assert kg_query(own, "-f", "md", language="zh").out.startswith("| thing |")
    cited = kg_query("what-covers", "-f", "md", "--cite", language="zh").out
    assert cited.startswith("| 事物 | 依据 |")


def test_nothing_found_is_said_to_people_and_not_to_programs(kg_query: Kg):
    nothing = "SELECT ?x { ?x kg:covers id:forum }"
    assert kg_query(nothing, "-f", "table").err == "nothing found\n"
    assert kg_query(nothing, "-f", "table", language="zh").err == "没有结果\n"
    assert kg_query(nothing, "-f", "csv").err == ""


def test_a_reader_who_has_seen_enough_is_no_failure(project: Project):
    reader, writer = os.pipe()
    os.close(reader)
    command = [*KG, "--project", project.path, FORUM]
    done = subprocess.run(command, stdout=writer, stderr=subprocess.PIPE, check=False)
    os.close(writer)
    assert (done.returncode, done.stderr) == (0, b"")


def test_a_parameter_of_ones_own_query_stands_as_a_term(kg_query: Kg):
    query = "SELECT ?thing { ?thing rdfs:label ?label FILTER(STR(?label) = ?name) }"
    assert kg_query(query, "-p", "name=浦江论坛").out == f"?thing\n<{ID}forum>\n"
    assert kg_query(query, "-p", 'name=x" || true || "x').out == "?thing\n"
    assert kg_query("SELECT ?x { ?x kg:covers ?r }", "-p", "?r=id:zhejiang").out == f"?x\n<{ID}forum>\n"


def test_labels_come_as_columns_and_in_the_chosen_language(kg_query: Kg):
    done = kg_query(FORUM, "-f", "csv", "--labels", language="zh")
    assert done.out == f"region,region_label\r\n{ID}zhejiang,浙江\r\n"
    assert "Zhejiang `id:zhejiang`" in kg_query(FORUM, "-f", "md").out
    assert "| id:zhejiang |" in kg_query(FORUM, "-f", "md", "--no-labels").out


@pytest.mark.parametrize(
    ("query", "options", "said"),
    [
        ('SELECT * { ?x rdfs:label "浙江" }', [], "“浙江” has no language, so that it is no label: use id:zhejiang"),
        ("SELECT ?x { ?x kg:covers ?r }", ["-p", "r=浙江"], "“浙江” has no language"),
        (
            "SELECT ?x (COUNT(?y) AS ?n) { ?x kg:covers ?y } GROUP BY ?x HAVING(?n > 0)",
            [],
            "HAVING comes before ?n is there",
        ),
    ],
)
def test_a_slip_that_leaves_nothing_is_told(kg_query: Kg, query: str, options: list[str], said: str):
    told = kg_query(query, *options)
    assert (told.status, len(told.out.splitlines())) == (0, 1)
    assert said in told.err


def test_what_is_no_slip_is_not_called_one(kg_query: Kg):
    assert kg_query('SELECT ?x { ?x rdfs:label "no such name" }').err == ""
    assert kg_query('SELECT ?x { ?x rdfs:label "Zhejiang"@zh }').err == ""
    assert kg_query('SELECT ?x { ?x rdfs:label ?l FILTER(STR(?l) = "浙江") }').err == ""


def test_a_table_into_a_pipe_has_no_colour(kg_query: Kg):
    shown = kg_query(FORUM, "-f", "table").out
    assert "Zhejiang  id:zhejiang" in shown
    assert "\x1b" not in shown


def test_the_list_names_questions_and_parameters(kg_query: Kg):
    lines = kg_query("--list").out.splitlines()
    assert '"what-covers"\t"What covers a region?"\t"region=id:zhejiang"\t"regions events"' in lines
    bindings = json.loads(kg_query("--list", "-f", "json", language="zh").out)["results"]["bindings"]
    assert {"覆盖何处？"} <= {row["question"]["value"] for row in bindings}
    assert "what-covers" in kg_query("--list", "-f", "table").out


def test_any_files_can_be_asked(kg_query: Kg, tmp_path: Path):
    (tmp_path / "a.ttl").write_text("<http://x/a> <http://x/p> 1 .", encoding="utf-8")
    (tmp_path / "b.nq").write_text("<http://x/a> <http://x/p> <http://x/b> <http://x/g> .", encoding="utf-8")
    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    assert kg_query(count, "--data", "a.ttl", "--data", "b.nq").out == "?n\n2\n"
    assert kg_query(count, "--data", "-", typed=b"<http://x/a> <http://x/p> 1 .").out == "?n\n1\n"
    data = PREFIXES + "id:new kg:covers id:other ."
    covers = kg_query("SELECT ?s { ?s kg:covers id:other }", "--data", "-", typed=data.encode())
    assert covers.out == f"?s\n<{ID}new>\n"


def test_an_answer_goes_into_a_file_whose_name_tells_the_format(kg_query: Kg, tmp_path: Path):
    done = kg_query(FORUM, "-o", "answer.csv")
    assert (done.status, done.out) == (0, "")
    assert (tmp_path / "answer.csv").read_bytes() == f"region\r\n{ID}zhejiang\r\n".encode()


# --- Exit statuses -------------------------------------------------------------------------------------------------


def test_a_workbook_and_a_folder_are_no_files_to_write_to(kg_query: Kg, tmp_path: Path):
    for more in ([], ["-f", "excel"]):
        refused(kg_query(FORUM, "-o", "answer.xlsx", *more), 2, "-f excel with a .csv")
    refused(kg_query(FORUM, "-o", str(tmp_path)), 2, "is a folder")
    refused(kg_query(FORUM, "-f", "csv", "-o", "answer.csv/"), 2, "is a folder")


def test_false_and_no_rows_are_a_no_only_when_asked_for(kg_query: Kg):
    no = "ASK { id:zhejiang kg:covers id:forum }"
    assert (kg_query(no).status, kg_query(no, "--exit-status").status) == (0, 1)
    assert kg_query(no).out == "false\n"
    assert kg_query("ASK { id:forum kg:covers id:zhejiang }", "--exit-status").status == 0
    assert kg_query("SELECT * { id:zhejiang kg:covers ?x }", "--exit-status").status == 1
    assert kg_query("CONSTRUCT WHERE { id:zhejiang kg:covers ?x }", "--exit-status").status == 1


def test_rows_beyond_the_limit_are_cut_and_told(kg_query: Kg):
    done = kg_query("SELECT ?s { ?s ?p ?o }", "--limit", "2")
    assert done.status == 3
    assert len(done.out.splitlines()) == 3
    assert done.err == "truncated at 2 rows: narrow the query, or raise --limit\n"
    assert kg_query("SELECT ?s { ?s ?p ?o } LIMIT 2", "--limit", "2").status == 0
    assert kg_query("SELECT ?s { ?s ?p ?o }", "--limit", "2", "-q").err == ""


@pytest.mark.parametrize(
    "option", [("--timeout", "inf"), ("--timeout", "nan"), ("--timeout", "1e10"), ("--limit", "9" * 20)]
)
def test_a_limit_beyond_all_measure_is_wrong_usage(kg_query: Kg, option: tuple[str, str]):
    done = kg_query("ASK { ?s ?p ?o }", *option)
    assert (done.status, done.out) == (2, "")
    assert f"Invalid value for '{option[0]}'" in done.err
    assert "is not in the range" in done.err


def test_a_query_that_runs_away_ends_in_one_line(kg_query: Kg):
    bomb = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    refused(kg_query(bomb, "--timeout", "1"), 3, "not done within 1 seconds", "--timeout")


# --- No --------------------------------------------------------------------------------------------------------------

NO = {
    "broken query": ([FORUM + "}"], 2, ["query:1:46", "closes nothing", "\n  SELECT", "^"]),
    "unknown prefix": (["SELECT * { kgg:a ?p ?o }"], 2, ["unknown prefix kgg:", "Did you mean kg:"]),
    "unknown question": (["what-cover"], 2, ["no question “what-cover”", "Did you mean what-covers", "--list"]),
    "unknown parameter": (["what-covers", "-p", "regoin=x"], 2, ["no parameter regoin", "Did you mean region"]),
    "no such region": (["what-covers", "-p", "region=浙口"], 2, ["浙口"]),
    "not name=value": (["what-covers", "-p", "region"], 2, ["-p wants name=value"]),
    "unknown variable": ([FORUM, "-p", "rgion=x"], 2, ["no variable ?rgion", "Did you mean region"]),
    "unknown format": ([FORUM, "-f", "jsno"], 2, ["unknown format jsno", "Did you mean json"]),
    "format of graphs": ([FORUM, "-f", "turtle"], 2, ["has rows, not for turtle"]),
    "clash of formats": ([FORUM, "-f", "csv", "-o", "a.json"], 2, ["a.json", "its name says json"]),
    "missing query file": (["-F", "missing.rq"], 2, ["missing.rq", "no such file"]),
    "folder for a query": (["-F", "."], 2, ["not a regular file"]),
    "missing data": ([FORUM, "--data", "missing.ttl"], 2, ["missing.ttl", "no such file"]),
    "data of no known kind": ([FORUM, "--data", "query.gb"], 2, ["query.gb", "unknown kind of file"]),
    "broken data": ([FORUM, "--data", "broken.ttl"], 2, ["broken.ttl:2:", "syntax error", "^"]),
    "GB18030 query": (["-F", "query.gb"], 2, ["query.gb:1", "GB18030"]),
    "GB18030 data": ([FORUM, "--data", "gb.ttl"], 2, ["gb.ttl:1", "GB18030"]),
    "query and file": ([FORUM, "-F", "query.gb"], 2, ["not both"]),
    "standard input twice": (["-", "--data", "-"], 2, ["standard input is taken"]),
    "empty query": ([" "], 2, ["empty"]),
    "nothing piped": ([], 2, ["empty"]),
    "file for a name": (["broken.ttl"], 2, ["use -F broken.ttl"]),
    "file in no folder": ([FORUM, "-o", "none/a.csv"], 2, ["there is no folder none"]),
    "file among the data": ([FORUM, "-o", "project/data/a.csv"], 2, ["no output goes"]),
    "update": (["INSERT DATA { id:a kg:covers id:b }"], 4, ["INSERT is not done", "never changes data"]),
    "service": (["SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"], 4, ["SERVICE is not done"]),
    "from": (["SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }"], 4, ["FROM is not done"]),
    "too deep": (["SELECT * " + "{" * 20_000 + "}" * 20_000], 3, ["nested deeper than 64"]),
    "too large": (["SELECT * { ?s ?p ?o } #" + "x" * 66_000], 3, ["larger than 64 KB"]),
}


@pytest.mark.parametrize("case", NO.values(), ids=NO)
def test_no_is_said_once_and_clearly(
    case: tuple[list[str], int, list[str]], kg_query: Kg, tmp_path: Path, project: Project
):
    (tmp_path / "query.gb").write_bytes("SELECT * { ?s rdfs:label '浙江' }".encode("gb18030"))
    (tmp_path / "gb.ttl").write_bytes("<http://x/a> <http://x/b> '浙江' .".encode("gb18030"))
    (tmp_path / "broken.ttl").write_text("<http://x/a> <http://x/b> 1 .\n<http://x/a> ; .", encoding="utf-8")
    before = {path: path.read_bytes() for path in sorted(tmp_path.rglob("*")) if path.is_file()}
    arguments, status, said = case
    refused(kg_query(*arguments), status, *said)
    assert {path: path.read_bytes() for path in sorted(tmp_path.rglob("*")) if path.is_file()} == before


@pytest.mark.parametrize("arguments", [["what-cover"], ["SELECT * { kgg:a ?p ?o }"], ["DROP ALL"], ["-F", "no.rq"]])
def test_no_is_said_in_chinese_too(arguments: list[str], kg_query: Kg):
    english, chinese = (kg_query(*arguments, language=language).err for language in ("en", "zh"))
    assert english != chinese
    assert any("\u4e00" <= character <= "\u9fff" for character in chinese)


def test_names_that_nothing_bears_are_told_when_the_answer_is_empty(kg_query: Kg):
    done = kg_query("SELECT * { ?s kg:covrs ?o }")
    assert (done.status, done.out) == (0, "?s\t?o\n")
    assert "kg:covrs is not in the data. Did you mean kg:covers" in done.err


def test_an_error_line_of_a_file_cannot_command_the_terminal(kg_query: Kg, tmp_path: Path):
    (tmp_path / "evil.ttl").write_text("<http://x/a> \x1b]0;owned\x07\u202e ;;" + "x" * 100_000, encoding="utf-8")
    done = kg_query(FORUM, "--data", "evil.ttl")
    refused(done, 2, "evil.ttl:1:")
    assert not any(character in done.err for character in "\x1b\x07\u202e")
    assert len(done.err) < 1000


# --- Terminals and pipes ---------------------------------------------------------------------------------------------


def in_pipes(arguments: list[str], project: Project, typed: bytes = b"") -> Ran:
    """What a process of its own writes to pipes, and reads from one."""
    environment = {**os.environ, "KG_PROJECT": str(project.folder), "KG_LANG": "en"}
    done = subprocess.run([*KG, *arguments], input=typed, capture_output=True, env=environment, check=False)
    return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())


def test_into_a_pipe_goes_tsv_with_whole_iris(project: Project):
    assert in_pipes([FORUM], project) == (0, f"?region\n<{ID}zhejiang>\n", "")


@pytest.mark.parametrize("arguments", [[], ["-"], ["-F", "-"]])
def test_a_query_is_read_from_a_pipe(arguments: list[str], project: Project):
    assert in_pipes(arguments, project, FORUM.encode()).out == f"?region\n<{ID}zhejiang>\n"


def test_a_query_that_eats_memory_ends_in_one_line(project: Project):
    """In a process of its own, where nobody else prints the crash of the engine."""
    grown = "".join(f"BIND(CONCAT({', '.join([f'?x{n}'] * 8)}) AS ?x{n + 1}) " for n in range(12))
    refused(in_pipes([f'SELECT ?x12 {{ BIND("aa" AS ?x0) {grown} }}'], project), 3, "of memory needed")


def on_a_terminal(arguments: list[str], project: Project, **environment: str) -> str:
    """What a terminal 80 columns wide receives."""
    parent, child = pty.openpty()
    variables = {key: value for key, value in os.environ.items() if key not in ("NO_COLOR", "FORCE_COLOR")}
    variables |= {"KG_PROJECT": str(project.folder), "KG_LANG": "zh", "COLUMNS": "80", "TERM": "xterm", **environment}
    process = subprocess.Popen([*KG, *arguments], stdin=child, stdout=child, stderr=child, env=variables)
    os.close(child)
    shown = b""
    while True:
        try:
            piece = os.read(parent, 65536)
        except OSError:  # Linux tells the end of a terminal so
            break
        if not piece:
            break
        shown += piece
    process.wait()
    os.close(parent)
    return shown.decode()


def test_a_terminal_gets_a_table_with_labels_and_colour(project: Project):
    shown = on_a_terminal([FORUM], project)
    assert "浙江" in shown
    assert "id:zhejiang" in shown
    assert "\x1b[" in shown
    assert "\x1b" not in on_a_terminal([FORUM], project, NO_COLOR="1")
    assert "\x1b" not in on_a_terminal([FORUM], project, TERM="dumb")


def test_a_terminal_without_a_question_gets_help_that_begins_with_examples(project: Project):
    shown = on_a_terminal([], project, KG_LANG="en")
    assert shown.index("Examples:") < shown.index("Options:")


@pytest.mark.parametrize("format", ["table", "csv", "tsv", "json", "jsonl", "md", "excel"])
def test_hostile_labels_do_nothing_to_a_terminal(format: str, project: Project):
    query = 'SELECT ("\\u001b]0;owned\\u0007\\u202e" AS ?x) {}'
    shown = on_a_terminal([query, "-f", format], project, NO_COLOR="1")
    assert "owned" in shown
    assert not any(character in shown for character in "\x1b\x07\u202e")


def test_a_closed_pipe_is_silent(project: Project):
    script = f"{' '.join(KG)} 'SELECT * {{ ?s ?p ?o . ?a ?b ?c }}' -q | head -1"
    environment = {**os.environ, "KG_PROJECT": str(project.folder)}
    done = subprocess.run(["sh", "-c", script], capture_output=True, env=environment, check=False)
    assert (done.stdout.count(b"\n"), done.stderr) == (1, b"")


def test_a_full_disk_is_told_in_one_line(project: Project):
    environment = {**os.environ, "KG_PROJECT": str(project.folder)}
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run([*KG, FORUM], stdout=full, stderr=subprocess.PIPE, env=environment, check=False)
    assert done.returncode != 0
    assert done.stderr.count(b"\n") == 1
    assert b"Traceback" not in done.stderr


def test_the_question_waits_for_nobody(project: Project):
    environment = {**os.environ, "KG_PROJECT": str(project.folder)}
    done = subprocess.run(KG, stdin=subprocess.DEVNULL, capture_output=True, env=environment, timeout=20, check=False)
    assert done.returncode == 2

"""Whatever stands in labels, figures, arguments and names of files, it stays text in every command and format."""

from __future__ import annotations

import csv
import io
import os
import re
import shutil
import subprocess
import sys
import unicodedata
from collections.abc import Sequence
from pathlib import Path

import pytest
from conftest import PREFIXES, ROOT, Kg

from kg.escapes import inert

# A title of the window, the screen wiped, colours of C1, right to left, no width, tags, markup, an end of line.
HOSTILE = (
    "=1+1 \x1b]0;pwned\x07 \x1b[2J \x9b31m \u202egnp.exe \u200b \u2028 \ufeff \U000e0041 \x00\x08"
    " </script><img src=x onerror=alert(1)> [red]x[/red] | `a` \r\nSPOOF: done ;@2"
)
UNSEEN = ("Cc", "Cf", "Zl", "Zp", "Cs")
COLOURS = re.compile(r"\x1b\[[0-9;]*m")
THINGS = "VALUES ?s { id:lake id:yunnan id:obs-1 id:reading-1 } ?s ?p ?o"
ROWS = ["table", "csv", "tsv", "json", "jsonl", "md", "excel"]
GRAPHS = ["turtle", "trig", "nt", "nq", "jsonld"]
FOR_PEOPLE = ["human", "json", "md"]


def turtle(text: str) -> str:
    """The text as a string of Turtle."""
    return '"' + "".join(f"\\U{ord(character):08X}" for character in text) + '"'


def labels(start: str = "") -> str:
    return f"{turtle(start + HOSTILE)}@zh , {turtle(start + HOSTILE)}@en"


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project of hostile labels, aliases, printed names, figures, remarks and IRIs."""
    folder = tmp_path_factory.mktemp("hostile")
    for name in ("ontology", "queries"):
        shutil.copytree(ROOT / name, folder / name)
    files = {
        "entities/all.ttl": f"""
id:yunnan a kg:Province ; rdfs:label {labels()} .
id:lake a kg:Platform ; rdfs:label {labels("@")} ; skos:altLabel "湖"@zh , {labels("+")} .
id:body a kg:Organization ; rdfs:label {labels("-")} .
<https://w3id.org/innovation-kg/id/odd\\u202Ex> a kg:Platform ; rdfs:label "怪湖"@zh , "odd lake"@en .""",
        "passages/2018.trig": f"""
r2018:L10 {{ id:lake kg:serves id:yunnan ; kg:ledBy id:body ; kg:asNamed {labels("＝")} ; kg:headline {labels()} .
    id:obs-1 a kg:Observation ; kg:about id:lake ; kg:indicator id:ind-revenue ; kg:asWritten {turtle(HOSTILE)}@zh . }}
graph:readings {{
    id:reading-1 a kg:Reading ; kg:ofPassage r2018:L10 ; rdfs:comment {labels()} ;
        kg:subject id:lake ; kg:predicate kg:serves ; kg:object id:yunnan .
    id:doubt-1 a kg:Doubt ; kg:ofPassage r2018:L10 ; rdfs:comment {labels()} . }}""",
    }
    for path, content in files.items():
        (folder / "data" / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / "data" / path).write_text(PREFIXES + content, encoding="utf-8")
    shutil.copy(ROOT / "data" / "reports.ttl", folder / "data")
    (folder / "data" / "entities" / "\x1b[2J\u202e.ttl").write_text(PREFIXES + "id:x a kg:Platform.", encoding="utf-8")
    new = f"r2018:L11 {{ id:lake kg:guestCity {turtle(HOSTILE)}@zh . id:lake rdfs:label {turtle(HOSTILE)}@zh . }}"
    (folder / "new.trig").write_text(PREFIXES + new, encoding="utf-8")
    return folder


@pytest.fixture
def at_a_terminal(kg: Kg, hostile: Path, monkeypatch: pytest.MonkeyPatch) -> Kg:
    """Commands in the hostile project whose output a terminal gets."""
    monkeypatch.setattr("kg.cli.terminal.stands_behind_stdout", lambda: True)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("KG_PROJECT", str(hostile))
    monkeypatch.chdir(hostile)
    return kg


COMMANDS: list[Sequence[str]] = [
    *(["query", f"SELECT * {{ {THINGS} }}", "-f", format] for format in ROWS),
    *(["query", f"SELECT * {{ {THINGS} }}", "-f", format, "--cite"] for format in ("table", "csv", "json")),
    *(["query", f"SELECT * {{ {THINGS} }}", "-f", format, "--labels"] for format in ("csv", "md")),
    *(["query", f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {THINGS} }}", "-f", format] for format in GRAPHS),
    *(["find", "湖", "-f", format] for format in (*FOR_PEOPLE, "csv")),
    *(["show", "lake", "-f", format] for format in FOR_PEOPLE),
    *(["show", "lake", "serves", "yunnan", "-f", format] for format in FOR_PEOPLE),
    *(["show", name] for name in ("2018:10", "obs-1", "reading-1", "怪湖", "kg:Platform")),
    *(["path", "yunnan", "body", "-f", format] for format in FOR_PEOPLE),
    *(["network", "-f", format] for format in ("table", "json", "csv", "md")),
    *(["validate", "new.trig", "-f", format] for format in FOR_PEOPLE),
    ["sample", "--size", "3", "-f", "csv"],
    ["fmt", "--check"],
    ["fmt", "--check", "new.trig"],
    ["info"],
    ["draw", "--around", "lake", "-o", "\u202e\x1b.html"],
    ["path", "yunnan", "body", "--draw", "-o", "\x1b[2J.html"],
]
TYPED: list[Sequence[str]] = [
    ["query", "SELECT * { ?s ?p '{}' } nonsense"],
    ["query", "SELECT (1 AS ?a\ufeffb) {}", "-f", "table"],
    ["query", "SELECT (1 AS ?a\ufeffb) {}", "-f", "md"],
    ["query", "SELECT * { ?s kg:a\u200db ?o }"],
    ["query", "SELECT * { ?s id:od\u202ex ?o }"],
    ["query", "-F", "{}.rq"],
    ["query", "--data", "{}.ttl", "ASK {}"],
    ["query", "{}-{}", "-f", "{}"],
    ["query", "region-ties", "-p", "{}={}"],
    ["query", "event-guests", "--report", "{}"],
    ["find", "{}"],
    ["find", "湖", "--class", "{}"],
    ["show", "{}"],
    ["show", "lake", "{}", "yunnan"],
    ["path", "lake", "yunnan", "--via", "{}"],
    ["network", "{}"],
    ["validate", "{}.ttl"],
    ["sample", "{}.csv"],
    ["fmt", "{}.ttl"],
    ["draw", "--query", "{}"],
    ["info", "--sources", "{}"],
    ["{}"],
    ["query", "--{}"],
]


def harmful(text: str) -> set[str]:
    """What a terminal would obey, and what nobody sees, but for colours."""
    rest = COLOURS.sub("", text)
    return {character for character in rest if character not in "\t\n" and unicodedata.category(character) in UNSEEN}


@pytest.mark.parametrize("arguments", COMMANDS, ids=lambda arguments: " ".join(arguments)[:60].encode("unicode_escape"))
def test_what_the_graph_holds_does_nothing_to_a_terminal(arguments: Sequence[str], at_a_terminal: Kg):
    ran = at_a_terminal(*arguments)
    assert ran.status in (0, 1)
    assert ran.out + ran.err
    assert harmful(ran.out.replace("\r\n", "\n")) == harmful(ran.err) == set()
    if {"csv", "excel"}.isdisjoint(arguments):  # whose cells may have several lines
        assert "\nSPOOF" not in ran.out


@pytest.mark.parametrize("arguments", TYPED, ids=lambda arguments: " ".join(arguments).encode("unicode_escape"))
def test_what_is_typed_does_nothing_to_a_terminal(arguments: Sequence[str], at_a_terminal: Kg):
    for typed in ("\x1b]0;x\x07\u202e\x9b\n", "\udcff\udcfe"):
        ran = at_a_terminal(*(argument.replace("{}", typed) for argument in arguments))
        assert ran.status in (0, 1, 2)
        assert ran.out + ran.err
        assert harmful(ran.out.replace("\r\n", "\n")) == harmful(ran.err) == set()


@pytest.mark.parametrize("arguments", [each for each in COMMANDS if each[-1] in ("human", "md", "table")][::2], ids=str)
def test_what_is_for_people_is_harmless_in_a_file_or_a_pipe_too(arguments: Sequence[str], kg: Kg, hostile: Path):
    ran = kg(*(hostile / each if each == "new.trig" else each for each in arguments), "--project", hostile)
    assert ran.status in (0, 1)
    assert "pwned" in ran.out
    assert harmful(ran.out) == set()
    assert "<img" not in ran.out.replace("\\<img", "") or arguments[-1] != "md"


def cells_in(content: str, delimiter: str) -> list[str]:
    return [cell for row in csv.reader(io.StringIO(content, newline=""), delimiter=delimiter) for cell in row]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize(
    "arguments",
    [
        ["query", f"SELECT ?o {{ {THINGS} }}", "-f", "excel"],
        ["query", f"SELECT ?o ?s (1 AS ?＝x) {{ {THINGS} }}", "-f", "excel", "--labels"],
        ["sample", "--size", "3", "-f", "csv"],
    ],
    ids=["excel", "excel with labels", "sample"],
)
def test_no_spreadsheet_finds_a_formula_whatever_separates_its_cells(
    arguments: Sequence[str], delimiter: str, kg: Kg, hostile: Path
):
    cells = cells_in(kg(*arguments, "--project", hostile).out.removeprefix("\ufeff"), delimiter)
    assert any("1+1" in cell for cell in cells)
    assert [cell for cell in cells if cell.startswith(tuple("=+-@＝＋－＠"))] == []


@pytest.mark.parametrize("text", ["2018-10-29", "a - b", "a; -5", "上海；＝", "1+1=2", "a\r\nb", ""])
def test_what_is_no_formula_stays_as_it_is(text: str):
    assert inert(text) == text


def test_the_locale_of_c_reads_and_writes_chinese():
    """Where Python is told to leave UTF-8 to the locale, and the locale knows none."""
    environment = os.environ | {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    for arguments in (["find", "浦江", "--limit", "1"], ["show", "浦江创新论坛"]):
        done = subprocess.run([sys.executable, "-m", "kg", *arguments], capture_output=True, env=environment)
        assert (done.returncode, done.stderr) == (0, b"")
        assert "浦江创新论坛" in done.stdout.decode()

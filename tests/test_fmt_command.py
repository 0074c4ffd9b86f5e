"""`kg fmt` changes what is untidy and nothing else; `kg fmt --check` says what would change."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from conftest import PREFIXES, MakeProject

from kg.cli.main import run
from kg.project import Project

TIDY = """@prefix kg: <https://w3id.org/innovation-kg/ontology#> .
@prefix id: <https://w3id.org/innovation-kg/id/> .

id:x a kg:Platform ;
    kg:serves id:y ;
.
"""
UNTIDY = TIDY.replace(" a kg:Platform ;\n    kg:serves id:y ;\n.", " kg:serves id:y ; a kg:Platform .")


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_LANG", "en")


@pytest.fixture
def project(make_project: MakeProject, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A tidy project, which is the current folder."""
    made = make_project(
        entities="id:x a kg:Platform .", passages='r2018:L9 { id:x kg:asNamed "某"@zh }', readings="graph:readings { }"
    )
    monkeypatch.chdir(made.folder)
    assert run(["fmt", "-q"]) == 0
    return made


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_an_untidy_file_is_laid_out_and_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "file.ttl"
    file.write_text(UNTIDY)
    assert run(["fmt", str(file)]) == 0
    assert file.read_text() == TIDY
    assert capsys.readouterr() == (f"{file}\n", "1 of 1 files were laid out anew.\n")


def test_a_tidy_file_is_not_written_at_all(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "file.ttl"
    file.write_text(TIDY)
    os.utime(file, (1, 1))
    inode = file.stat().st_ino
    assert run(["fmt", str(file)]) == 0
    assert (file.stat().st_mtime, file.stat().st_ino) == (1, inode)
    assert capsys.readouterr().out == ""


def test_check_passes_a_tidy_file_in_silence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "file.ttl"
    file.write_text(TIDY)
    assert run(["fmt", "--check", str(file)]) == 0
    assert capsys.readouterr() == ("", "files in canonical form: 1, which is all.\n")


def test_check_fails_an_untidy_file_shows_the_difference_and_changes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "file.ttl"
    file.write_text(UNTIDY)
    assert run(["fmt", "--check", str(file)]) == 1
    assert file.read_text() == UNTIDY
    out, err = capsys.readouterr()
    assert out.splitlines()[:2] == [f"--- {file}", f"+++ {file} (kg fmt)"]
    assert out.splitlines()[-5:-1] == [
        "-id:x kg:serves id:y ; a kg:Platform .",
        "+id:x a kg:Platform ;",
        "+    kg:serves id:y ;",
        "+.",
    ]
    assert err == "1 of 1 files are not in canonical form: run kg fmt.\n"


def test_what_differs_unseen_is_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "file.ttl"
    file.write_bytes(TIDY.replace("\n", "\r\n").encode())
    assert run(["fmt", "--check", str(file)]) == 1
    assert "-id:x a kg:Platform ;\\u000d\n" in capsys.readouterr().out
    file.write_bytes(b"\xef\xbb\xbf" + TIDY.encode())
    assert run(["fmt", "--check", str(file)]) == 1
    assert run(["fmt", str(file)]) == 0
    assert file.read_text() == TIDY


def test_tabs_are_shown_as_they_are_and_other_controls_are_not(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "file.ttl"
    file.write_text(TIDY.replace("    kg:serves id:y", '\tkg:asNamed "\x1b[31m"'))
    assert run(["fmt", "--check", str(file)]) == 1
    assert '-\tkg:asNamed "\\u001b[31m" ;\n' in capsys.readouterr().out


def test_without_files_it_is_the_curated_files_of_the_project(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["fmt", "--check"]) == 0
    capsys.readouterr()
    untidy = [project.folder / "data" / "entities" / "all.ttl", project.folder / "ontology" / "kg.ttl"]
    for path in untidy:
        path.write_text(path.read_text().replace(" ;\n", "\n;\n"))
    assert run(["fmt", "--check"]) == 1
    assert run(["fmt"]) == 0
    out, _ = capsys.readouterr()
    assert out.splitlines()[-2:] == ["ontology/kg.ttl", "data/entities/all.ttl"]
    assert run(["fmt", "--check"]) == 0


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("bad.ttl", "id:x a kg:Platform", "bad.ttl:1:1: syntax error"),
        ("bad.ttl", "<x:a> <x:p> 1 . # beside\n", "bad.ttl:1: a comment here would be lost"),
        ("bad.ttl", "<x:a> <x:p> _:b . <x:c> <x:p> _:b .", "give it an IRI"),
        ("bad.nt", "<x:a> <x:p> <x:b> .", "bad.nt: unknown kind of file, use one of: .ttl .trig\n"),
        ("bad", "", "bad: its name does not tell its format, give it an extension: .ttl .trig\n"),
        ("bad.ttl", None, "no such file"),
        ("bad.ttl", "<x:a> <x:p> '上海'.".encode("gb18030"), "looks like GB18030"),
    ],
)
def test_one_unusable_file_and_none_is_changed(
    name: str, content: str | bytes | None, message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good, bad = tmp_path / "good.ttl", tmp_path / name
    good.write_text(UNTIDY)
    if content is not None:
        bad.write_bytes(content if isinstance(content, bytes) else content.encode())
    before = contents(tmp_path)
    assert run(["fmt", str(good), str(bad)]) == 2
    assert contents(tmp_path) == before
    out, err = capsys.readouterr()
    assert out == ""
    assert message in err
    assert "Traceback" not in err


def test_the_remarks_speak_chinese(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "file.trig"
    file.write_text(PREFIXES + "id:x kg:serves id:y .")
    assert run(["fmt", "--lang", "zh", "--check", str(file)]) == 1
    assert capsys.readouterr().err == "1 个文件中有 1 个不是规范格式：请运行 kg fmt。\n"
    assert run(["fmt", "--lang", "zh", str(file)]) == 0
    assert capsys.readouterr().err == "已整理 1 个文件中的 1 个。\n"
    assert run(["fmt", "--lang", "zh", str(file)]) == 0
    assert capsys.readouterr().err == "1 个文件均为规范格式。\n"

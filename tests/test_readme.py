"""What the READMEs and the pages of the documentation show is what the commands print."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import ROOT

from kg.cli.verbs import SECTIONS, group

README = (ROOT / "README.md").read_text(encoding="utf-8")


def console_examples(text: str) -> list[tuple[str, str]]:
    """Each `$ kg …` of the console blocks, with what stands under it up to the next command."""
    blocks = re.findall(r"```console\n(.*?)```", text, re.DOTALL)
    return [
        (command, shown)
        for block in blocks
        for command, shown in re.findall(r"^\$ (kg .*)\n((?:(?!\$ ).*\n)*)", block, re.MULTILINE)
    ]


PAGES = ("data/README.md", "docs/citations.md")
EXAMPLES = console_examples(README + "".join((ROOT / page).read_text(encoding="utf-8") for page in PAGES))


def test_the_readme_has_examples_of_its_own_output():
    assert len(EXAMPLES) >= 8


PRINTED: dict[str, str] = {}
"""What commands printed: two pages may show the same one."""


@pytest.mark.parametrize(("command", "shown"), EXAMPLES, ids=[command for command, _ in EXAMPLES])
def test_the_readme_shows_what_kg_prints(
    command: str, shown: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
):
    for content, name in re.findall(r"```trig\n(# (\S+)\n.*?)```", README, re.DOTALL):
        (tmp_path / name).write_text(content, encoding="utf-8")
    (tmp_path / "data").symlink_to(ROOT / "data")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KG_PROJECT", str(ROOT))
    monkeypatch.setenv("KG_LANG", "en")
    monkeypatch.setenv("COLUMNS", "110")
    if "--quote" in command or "--coverage" in command:
        monkeypatch.setenv("KG_SOURCES", str(request.getfixturevalue("sources")))
    else:
        monkeypatch.delenv("KG_SOURCES", raising=False)
    if command not in PRINTED:
        PRINTED[command] = CliRunner().invoke(group, shlex.split(command)[1:]).output
    printed = [line.rstrip() for line in PRINTED[command].replace(str(ROOT), "…").splitlines()]
    expected = shown.rstrip("\n").splitlines()
    if expected and expected[-1] == "…":  # a long answer is shown in part
        expected.pop()
        printed = printed[: len(expected)]
    assert printed == [line.rstrip() for line in expected]


def test_the_readme_opens_with_the_two_commands():
    first_block = README.partition("```")[2].partition("```")[0]
    assert "make demo" in first_block
    assert "make test" in first_block


@pytest.mark.parametrize("verb", [verb for verbs in SECTIONS.values() for verb in verbs])
def test_each_verb_has_its_place_in_the_readme(verb: str):
    assert f"kg {verb}" in README


def test_each_file_that_the_readme_names_is_there():
    for path in re.findall(r"`((?:ontology|data|queries|src|tests|docs)/[\w./*-]*)`", README):
        assert list(ROOT.glob(path.rstrip("/"))), path

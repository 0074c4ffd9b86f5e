"""The wheel is a whole project: installed anywhere, `kg query` answers."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from conftest import ROOT


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True)
    (wheel,) = folder.glob("innovation_kg-*.whl")
    zipfile.ZipFile(wheel).extractall(folder / "site")
    return folder / "site"


def run(installed: Path, elsewhere: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    code = "import sys; sys.path.insert(0, sys.argv.pop(1)); from kg.cli.main import main; main()"
    environment = {name: value for name, value in os.environ.items() if name != "KG_PROJECT"} | {"KG_CACHE": "off"}
    command = [sys.executable, "-P", "-c", code, str(installed), *arguments]
    return subprocess.run(command, cwd=elsewhere, env=environment, capture_output=True, text=True, check=False)


def test_the_wheel_carries_ontology_data_and_queries(installed: Path):
    for path in ("ontology/prefixes.ttl", "ontology/shapes.ttl", "data/passages/2018.trig", "queries/event-guests.rq"):
        assert (installed / "kg" / "_project" / path).read_bytes() == (ROOT / path).read_bytes()


def test_an_installed_package_answers_anywhere(installed: Path, tmp_path: Path):
    answer = run(installed, tmp_path, "query", "event-guests", "-f", "csv")
    assert answer.returncode == 0, answer.stderr
    names = "id/pujiang-forum-2018", "id/portugal", "ontology#Country"
    assert ",".join(f"https://w3id.org/innovation-kg/{name}" for name in names) in answer.stdout.splitlines()


def test_an_installed_package_says_where_its_project_is(installed: Path, tmp_path: Path):
    told = run(installed, tmp_path, "info", "--lang", "en")
    assert str(installed / "kg" / "_project") in told.stdout.replace("\n", "")


def test_an_installed_package_speaks_chinese(installed: Path, tmp_path: Path):
    assert run(installed, tmp_path, "--lang", "zh", "--help").stdout.startswith("用法：kg")


def test_both_commands_are_installed(installed: Path):
    (entry_points,) = installed.glob("*.dist-info/entry_points.txt")
    commands = entry_points.read_text(encoding="utf-8")
    assert "kg = kg.cli.main:main" in commands
    assert "innovation-kg = kg.cli.main:main" in commands

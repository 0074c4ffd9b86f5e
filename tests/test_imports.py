"""The command starts quickly: what is heavy is imported when it is used."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = ("rdflib", "pyshacl", "networkx", "pyvis", "pyoxigraph", "rich", "jinja2", "numpy", "matplotlib", "plotille")


def loaded_by(statement: str) -> set[str]:
    code = f"{statement}\nimport sys\nprint(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


@pytest.mark.parametrize("module", ["kg", "kg.cli", "kg.cli.main"])
def test_the_command_starts_without_the_heavy_libraries(module: str):
    loaded = loaded_by(f"import {module}")
    assert module in loaded
    assert loaded.isdisjoint(HEAVY)


def test_a_query_needs_the_engine_alone():
    loaded = loaded_by("import kg; kg.load().query('ASK { ?s ?p ?o }')")
    assert "pyoxigraph" in loaded
    assert loaded.isdisjoint(set(HEAVY) - {"pyoxigraph"})


@pytest.mark.parametrize("options", [["-f", "csv", "-p", "n=1"], ["--format", "csv", "--param", "n=1"]])
def test_a_short_option_costs_no_more_than_its_long_name(options: list[str]):
    question = [sys.executable, "-X", "importtime", "-m", "kg", "query", *options, "SELECT (?n AS ?number) {}"]
    done = subprocess.run(question, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["number", "1"]
    loaded = {line.split("|")[-1].strip() for line in done.stderr.splitlines()}
    assert "click" in loaded
    assert "difflib" not in loaded  # with which click looks for what a mistyped option may mean


def test_each_public_name_is_there():
    import kg

    for name in kg.__all__:
        assert getattr(kg, name).__name__ == name
    with pytest.raises(AttributeError, match="no attribute 'platfrom'"):
        _ = kg.platfrom

"""What the columns of answers are called, for people, in both languages."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import ROOT

from kg.errors import KgError
from kg.graph import Graph
from kg.language import LANGUAGES, Text
from kg.project import Project, find_project
from kg.querying.answers import Rows
from kg.querying.catalogue import catalogue
from kg.querying.headings import read_headings, with_headings


def test_every_column_of_the_catalogue_has_a_heading_and_no_heading_is_idle(graph: Graph):
    project = find_project(str(ROOT))
    headings, used = read_headings(project), set[str]()
    for name, entry in catalogue(project).items():
        answer = graph.query(entry.text, entry.defaults(graph))
        assert isinstance(answer, Rows)
        plain = with_headings(answer, {}, "en").variables
        assert set(plain) <= headings.keys(), name
        for language in LANGUAGES:
            called = with_headings(answer, headings, language).variables
            assert len(set(called)) == len(called), f"{name} has two columns of one heading"
        used |= set(plain)
    assert used == headings.keys()


def test_a_project_need_not_have_headings(tmp_path: Path):
    assert read_headings(Project(tmp_path, Text("试", "a test"))) == {}


@pytest.mark.parametrize("line", ["a = 1", "a = { zh = '甲' }", "a = { zh = '甲', en = '' }", "a = { zh ="])
def test_a_faulty_table_is_told_with_its_place(line: str, tmp_path: Path):
    (tmp_path / "queries").mkdir()
    (tmp_path / "queries" / "columns.toml").write_text(line, encoding="utf-8")
    with pytest.raises(KgError, match=r"TOML|zh = ") as told:
        read_headings(Project(tmp_path, Text("试", "a test")))
    assert str(told.value.place).endswith("columns.toml")

"""Which project a command works on, in the order that the README promises."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import ROOT, MakeProject

from kg.errors import KgError
from kg.project import find_project, own_project


def test_a_named_folder_comes_first(make_project: MakeProject, monkeypatch: pytest.MonkeyPatch):
    project = make_project()
    monkeypatch.setenv("KG_PROJECT", str(ROOT))
    assert find_project(str(project.folder)).folder == project.folder


def test_the_environment_comes_before_the_current_folder(make_project: MakeProject, monkeypatch: pytest.MonkeyPatch):
    project = make_project()
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("KG_PROJECT", str(project.folder))
    assert find_project().folder == project.folder


def test_the_nearest_folder_upwards_comes_before_the_package(
    make_project: MakeProject, monkeypatch: pytest.MonkeyPatch
):
    project = make_project()
    monkeypatch.delenv("KG_PROJECT", raising=False)
    monkeypatch.chdir(project.folder / "data" / "entities")
    assert find_project().folder == project.folder


def test_elsewhere_the_package_has_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("KG_PROJECT", raising=False)
    monkeypatch.chdir(tmp_path)
    assert find_project().folder == own_project().folder
    (tmp_path / "removed").mkdir()
    monkeypatch.chdir(tmp_path / "removed")
    (tmp_path / "removed").rmdir()
    assert find_project().folder == own_project().folder


@pytest.mark.parametrize("how", ["option", "environment"])
def test_a_named_folder_that_is_no_project_is_said(how: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    if how == "environment":
        monkeypatch.setenv("KG_PROJECT", str(tmp_path))
    with pytest.raises(KgError) as caught:
        find_project(str(tmp_path) if how == "option" else None)
    assert caught.value.place == str(tmp_path)
    assert "prefixes.ttl" in caught.value.in_("en")
    assert "不是项目文件夹" in caught.value.in_("zh")


def test_shapes_are_no_part_of_the_graph(make_project: MakeProject):
    project = make_project()
    assert str(project.shapes_file) not in [path for path, _ in project.graph_files()]
    assert {graph for _, graph in project.graph_files()} == {"ontology", "entities", None}

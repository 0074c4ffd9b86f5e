"""The index of names is kept like the store that it was made of: used as long as it is right, else made anew."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest
from conftest import PREFIXES

import kg.storage.prepared
from kg.finding import index
from kg.graph import Graph
from kg.project import Project, find_project
from kg.storage.prepared import PreparedStores, stores

MADE = bytes(range(256)) * 8


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A small project whose files have settled."""
    monkeypatch.setenv("KG_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(kg.storage.prepared, "SETTLED_AFTER", 0)
    entities = PREFIXES + 'id:lake a kg:Platform ; rdfs:label "湖网"@zh , "Lake network"@en .'
    for path, content in (("ontology/prefixes.ttl", PREFIXES), ("data/entities/all.ttl", entities)):
        file = tmp_path / "project" / path
        file.parent.mkdir(parents=True)
        file.write_text(content, encoding="utf-8")
    return find_project(str(tmp_path / "project"))


@pytest.fixture
def kept(project: Project) -> PreparedStores:
    found = stores()
    assert found
    found.open(project)
    return found


def names_of(project: Project, tmp_path: Path) -> Path:
    (path,) = (tmp_path / "cache").glob("*/names")
    return path


def derived(kept: PreparedStores, project: Project, maker: bytes = b"maker") -> tuple[bytes, int]:
    """What is made or was kept, and how often it was made."""
    made = []

    def make() -> bytes:
        made.append(1)
        return MADE

    return kept.derived(project, "names", maker, make), len(made)


def test_what_was_made_is_kept(kept: PreparedStores, project: Project):
    assert [derived(kept, project) for _ in range(3)] == [(MADE, 1), (MADE, 0), (MADE, 0)]


def test_whatever_byte_changes_it_is_made_anew(kept: PreparedStores, project: Project, tmp_path: Path):
    derived(kept, project)
    file = names_of(project, tmp_path)
    whole = file.read_bytes()
    header = whole.index(b"\n") + 1
    choice = random.Random(1)
    for place in (*range(header), *choice.sample(range(header, len(whole)), 60)):
        for mask in (0x01, 0x20, 0xFF, whole[place] ^ 0x0A):
            damaged = bytearray(whole)
            damaged[place] ^= mask
            file.write_bytes(damaged)
            assert derived(kept, project) == (MADE, int(mask != 0))
            assert file.read_bytes() == whole


def test_wherever_it_is_cut_or_grows_it_is_made_anew(kept: PreparedStores, project: Project, tmp_path: Path):
    derived(kept, project)
    file = names_of(project, tmp_path)
    whole = file.read_bytes()
    for other in (*(whole[:end] for end in range(0, len(whole), 17)), whole[:-1], whole + b"\n", whole[1:], whole * 2):
        file.write_bytes(other)
        assert derived(kept, project) == (MADE, 1)
        assert file.read_bytes() == whole


def test_a_folder_in_its_place_is_done_without(kept: PreparedStores, project: Project, tmp_path: Path):
    derived(kept, project)
    names_of(project, tmp_path).unlink()
    (next((tmp_path / "cache").iterdir()) / "names").mkdir()
    assert [derived(kept, project) for _ in range(2)] == [(MADE, 1), (MADE, 1)]


def test_another_maker_makes_another(kept: PreparedStores, project: Project):
    assert [derived(kept, project, maker)[1] for maker in (b"one", b"two", b"two", b"one")] == [1, 1, 0, 1]


def test_the_index_of_other_versions_is_not_used(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    now = index._maker()
    assert now == index.MAKER
    versions = [name.partition("-")[0].lower() for name in index._versions()]
    assert {"opencc", "pypinyin"} <= set(versions)
    monkeypatch.syspath_prepend(tmp_path)
    (tmp_path / "pypinyin-99.dist-info").mkdir()
    assert index._maker() != now
    monkeypatch.undo()
    monkeypatch.setattr(index.unicodedata, "unidata_version", "99")
    assert index._maker() != now


@pytest.mark.parametrize("times", ["new", "set back"])
def test_a_changed_byte_of_a_file_makes_another_index(project: Project, times: str):
    assert Graph(project).find("湖网")[0].thing.endswith("lake")
    file = project.folder / "data" / "entities" / "all.ttl"
    before = file.stat()
    content = file.read_text(encoding="utf-8")
    file.write_text(content.replace("湖", "湗"), encoding="utf-8")  # one byte is another
    if times == "set back":
        os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert file.stat().st_size == before.st_size
    assert [hit.name.text for hit in Graph(project).find("湗网", most=1)] == ["湗网"]
    assert not Graph(project).find("湖网")


def test_an_index_made_while_files_change_is_not_kept(kept: PreparedStores, project: Project, tmp_path: Path):
    file = project.folder / "data" / "entities" / "all.ttl"
    file.write_text(file.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert [derived(kept, project) for _ in range(2)] == [(MADE, 1), (MADE, 1)]
    file.unlink()
    assert derived(kept, project) == (MADE, 1)
    assert not list((tmp_path / "cache").glob("*/names"))

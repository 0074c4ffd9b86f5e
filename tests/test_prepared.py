"""A prepared store saves reading the files, and never answers otherwise than they would."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import MakeProject

import kg.storage.prepared
import kg.storage.store
from kg.cli.main import run
from kg.graph import Graph
from kg.project import Project, find_project
from kg.querying.sandbox import Limits

ENTITIES = 'id:a a kg:Platform ; rdfs:label "甲"@zh , "A"@en .'
NAMES = "SELECT ?name { id:a rdfs:label ?name FILTER(LANG(?name) = 'en') }"
KG = Path(sys.executable).with_name("kg")


@pytest.fixture(autouse=True)
def cache(make_project: MakeProject, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of prepared stores, which `make_project` does without."""
    folder = tmp_path / "cache"
    monkeypatch.setenv("KG_CACHE", str(folder))
    return folder


@pytest.fixture
def project(make_project: MakeProject) -> Project:
    made = make_project(ENTITIES)
    settle(made)
    return made


@pytest.fixture
def loads(monkeypatch: pytest.MonkeyPatch) -> list[Project]:
    """Grows by one whenever the files of a project are read into a store."""
    loaded: list[Project] = []
    load_store = kg.storage.store.load_store

    def counted(project: Project, **settings: bool) -> object:
        loaded.append(project)
        return load_store(project, **settings)

    monkeypatch.setattr(kg.storage.store, "load_store", counted)
    monkeypatch.setattr(kg.storage.prepared, "_SETTLED_AFTER", 0)
    return loaded


def settle(project: Project) -> None:
    """Makes the files older than a file system's step of time."""
    long_ago = time.time() - 3600
    for path, _ in project.graph_files():
        os.utime(path, (long_ago, long_ago))


def names(project: Project) -> list[str]:
    return sorted(row[0].value for row in Graph(find_project(str(project.folder))).query(NAMES).rows)


def kept(cache: Path) -> list[str]:
    """What stands in the folder of the one project in the cache, less the stamp."""
    (folder,) = cache.iterdir()
    return sorted(entry.name for entry in folder.iterdir() if entry.name != "stamp")


def entities(project: Project) -> Path:
    return project.folder / "data" / "entities" / "all.ttl"


def in_new_process(project: Project, **environment: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [KG, "query", "--project", str(project.folder), "-f", "csv", NAMES],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | environment,
    )


def answered(process: subprocess.Popen[str]) -> tuple[int, str, str]:
    printed, said = process.communicate(timeout=60)
    return process.returncode, printed, said


# --- Reused, and made anew


def test_files_are_read_once(project: Project, cache: Path, loads: list[Project]):
    assert [names(project) for _ in range(3)] == [["A"]] * 3
    assert len(loads) == 1
    assert len(kept(cache)) == 1


def test_unchanged_files_are_not_even_read_for_their_digest(
    project: Project, loads: list[Project], monkeypatch: pytest.MonkeyPatch
):
    names(project)
    monkeypatch.setattr(kg.storage.prepared, "_digest", lambda _: pytest.fail("the files were read"))
    assert names(project) == ["A"]


def test_files_younger_than_the_clock_of_a_file_system_are_read_again(
    project: Project, cache: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(kg.storage.prepared, "_SETTLED_AFTER", 3600)  # a busy machine may take its time
    names(project)
    (folder,) = cache.iterdir()
    assert not (folder / "stamp").exists()
    assert names(project) == ["A"]


@pytest.mark.parametrize("times", ["new", "set back"])
def test_a_changed_byte_changes_the_answer(project: Project, cache: Path, loads: list[Project], times: str):
    assert names(project) == names(project) == ["A"]
    file = entities(project)
    before, content = file.stat(), file.read_text(encoding="utf-8")
    file.write_text(content.replace('"A"@en', '"B"@en'), encoding="utf-8")
    if times == "set back":
        os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
        assert (file.stat().st_size, file.stat().st_mtime_ns) == (before.st_size, before.st_mtime_ns)
    assert names(project) == ["B"]
    assert len(loads) == 2
    assert len(kept(cache)) == 1  # stores of older files do not pile up


def test_a_new_and_a_removed_file_change_the_answer(project: Project, cache: Path, loads: list[Project]):
    assert names(project) == ["A"]
    new = entities(project).with_name("more.ttl")
    new.write_text(entities(project).read_text(encoding="utf-8").replace('"A"@en', '"C"@en'), encoding="utf-8")
    assert names(project) == ["A", "C"]
    new.unlink()
    assert names(project) == ["A"]
    assert len(loads) == 3
    assert len(kept(cache)) == 1


def test_a_file_that_moves_into_another_graph_is_read_again(project: Project, cache: Path, loads: list[Project]):
    assert names(project) == ["A"]
    entities(project).rename(project.folder / "ontology" / "all.ttl")
    assert names(project) == ["A"]
    assert len(loads) == 2


IMPORTED = "import sys, kg.project, kg.storage.store; print(*(name for name in sys.modules if name.startswith('kg.')))"


def test_all_code_that_makes_a_store_goes_into_its_digest():
    imported = subprocess.run([sys.executable, "-c", IMPORTED], capture_output=True, text=True, check=True).stdout
    without_say = {"kg.errors", "kg.language", "kg.storage", "kg.storage.prefixes"}  # words, and names for people
    code = {"kg." + path.removesuffix(".py").replace("/", ".") for path in kg.storage.prepared._CODE}
    assert set(imported.split()) - without_say == code


@pytest.mark.parametrize(("language", "said"), [("zh", "没有这个文件"), ("en", "no such file")])
def test_a_file_that_is_not_there_is_told_as_without_a_cache(
    project: Project, language: str, said: str, capfd: pytest.CaptureFixture[str]
):
    link = entities(project).with_name("gone.ttl")
    link.symlink_to("nowhere.ttl")
    assert run(["query", "--lang", language, "--project", str(project.folder), NAMES]) == 2
    assert capfd.readouterr().err == f"{link}: {said}\n"


def test_two_projects_have_a_store_each(project: Project, cache: Path, loads: list[Project]):
    names(project)
    other = project.folder.with_name("other")
    project.folder.rename(other)
    assert names(find_project(str(other))) == ["A"]
    assert len(list(cache.iterdir())) == 2


# --- Damaged


def truncate(file: Path) -> None:
    os.truncate(file, file.stat().st_size // 2)


def overwrite(file: Path) -> None:
    """Same size and times, other bytes: only the engine's own checksums can tell."""
    before = file.stat()
    file.write_bytes(bytes(byte ^ 0x55 for byte in file.read_bytes()))
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))


def overwrite_the_start(file: Path) -> None:
    """The index at the end stays whole, so that the damage shows only when the rows are read."""
    before, content = file.stat(), bytearray(file.read_bytes())
    content[: len(content) // 3] = bytes(len(content) // 3)
    file.write_bytes(content)
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))


DAMAGES = [
    (damage, files)
    for damage in (truncate, overwrite, overwrite_the_start, Path.unlink)
    for files in ("*.sst", "CURRENT", "MANIFEST-*")
]


@pytest.mark.parametrize(("damage", "files"), DAMAGES, ids=lambda value: getattr(value, "__name__", value))
@pytest.mark.parametrize("limits", [None, Limits(seconds=20)], ids=["free", "limited"])
def test_a_damaged_store_is_made_anew(
    project: Project, cache: Path, loads: list[Project], damage: Callable[[Path], None], files: str, limits: Limits
):
    names(project)
    damaged = list(cache.glob(f"*/*/{files}"))
    assert damaged
    for file in damaged:
        damage(file)
    for _ in range(2):
        assert Graph(project).query(NAMES, limits=limits).rows[0][0].value == "A"
    assert len(loads) == 2  # made anew, and once only


@pytest.mark.parametrize(
    "asked",
    [lambda graph: len(graph.network("platforms-provinces")), lambda graph: len(graph.rdf)],
    ids=["network", "rdf"],
)
def test_nothing_that_python_asks_of_a_graph_shows_that_a_store_was_damaged(
    project: Project, cache: Path, loads: list[Project], asked: Callable[[Graph], int]
):
    expected = asked(Graph(project))
    for file in cache.glob("*/*/*.sst"):
        overwrite_the_start(file)
    assert asked(Graph(project)) == expected
    assert len(loads) == 2


@pytest.mark.parametrize(("damage", "files"), DAMAGES, ids=lambda value: getattr(value, "__name__", value))
@pytest.mark.parametrize(
    "arguments", [["query", "-f", "csv", NAMES], ["show", "a", "--lang", "en"]], ids=lambda a: a[0]
)
def test_commands_do_not_show_that_a_store_was_damaged(
    project: Project,
    cache: Path,
    damage: Callable[[Path], None],
    files: str,
    arguments: list[str],
    capfdbinary: pytest.CaptureFixture[bytes],
):
    arguments = [*arguments, "--project", str(project.folder)]
    assert run(arguments) == 0
    expected = capfdbinary.readouterr()
    for file in cache.glob(f"*/*/{files}"):
        damage(file)
    for _ in range(2):
        assert run(arguments) == 0
        assert capfdbinary.readouterr() == expected
    assert len(kept(cache)) == 1


# --- Where nothing can be kept


def test_off_writes_nothing(project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("KG_CACHE", "off")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "home"))
    before = set(tmp_path.rglob("*"))
    assert names(project) == ["A"]
    assert set(tmp_path.rglob("*")) == before


def test_without_a_choice_stores_lie_in_the_users_cache(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.delenv("KG_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "home"))
    names(project)
    assert len(kept(tmp_path / "home" / "innovation-kg")) == 1


@pytest.mark.parametrize("place", ["/proc/nowhere", "a file"])
def test_a_cache_that_cannot_be_written_is_done_without(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
):
    (tmp_path / "a file").write_text("")
    monkeypatch.setenv("KG_CACHE", str(tmp_path / place))
    assert names(project) == ["A"]
    assert answered(in_new_process(project)) == (0, "name\nA\n", "")


# --- Many at once, and killed


def test_ten_at_once_answer_rightly_and_leave_one_store(project: Project, cache: Path):
    for process in [in_new_process(project) for _ in range(10)]:
        assert answered(process) == (0, "name\nA\n", "")
    assert len(kept(cache)) == 1


KILLED = """
import os, shutil, sys
import pyoxigraph as ox
import kg
real = os.rename
os.rename = lambda *paths: os.kill(os.getpid(), 9)
kg.load(sys.argv[1]).store
"""


def test_who_is_killed_while_preparing_leaves_nothing_that_is_used(project: Project, cache: Path):
    killed = subprocess.run([sys.executable, "-c", KILLED, str(project.folder)], check=False)
    assert killed.returncode == -signal.SIGKILL
    (litter,) = kept(cache)
    assert names(project) == ["A"]
    assert len(kept(cache)) == 2  # it could be somebody's who still works on it

    long_ago = time.time() - 2 * 3600
    (folder,) = cache.iterdir()
    os.utime(folder / litter, (long_ago, long_ago))
    entities(project).write_text(entities(project).read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert names(project) == ["A"]
    assert litter not in kept(cache)
    assert len(kept(cache)) == 1


def test_children_share_the_store_that_their_parent_has_opened(project: Project, loads: list[Project]):
    names(project)
    graph = Graph(project)
    assert len(graph.store) > 0
    for _ in range(50):
        assert [row[0].value for row in graph.query(NAMES, limits=Limits(seconds=20)).rows] == ["A"]
    assert len(loads) == 1

"""A prepared store saves reading the files, and never answers otherwise than they would."""

from __future__ import annotations

import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pyoxigraph as ox
import pytest
from conftest import PREFIXES, ROOT, MakeProject

import kg.storage.prepared
import kg.storage.rdf_files
import kg.storage.sealed
import kg.storage.store
from kg.cli.main import run
from kg.graph import Graph
from kg.project import Project, find_project
from kg.querying.sandbox import Limits
from kg.storage.prepared import stores
from kg.storage.rdf_files import RdfFile, read_rdf_file

ENTITIES = 'id:a a kg:Platform ; rdfs:label "甲"@zh , "A"@en .'
FOUND = "thing,label_zh,label_en,class_zh,class_en,found_by,mentions,score\n"
NAMES = "SELECT ?name { id:a rdfs:label ?name FILTER(LANG(?name) = 'en') }"
COUNT = "SELECT (COUNT(*) AS ?number) { ?s ?p ?o }"
KG = Path(sys.executable).with_name("kg")
ASKED = {"query": NAMES, "find": "A"}
ANSWERS = {
    "query": (0, "name\nA\n", ""),
    "find": (0, FOUND + "id:a,甲,A,kg:Platform,kg:Platform,A,0,100\n", ""),
}

Process = subprocess.Popen[str]


@pytest.fixture(autouse=True)
def cache(make_project: MakeProject, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of prepared stores, which `make_project` does without."""
    folder = tmp_path / "cache"
    monkeypatch.setenv("KG_CACHE", str(folder))
    return folder


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A project as small as can be."""
    return small_project(tmp_path / "project")


def small_project(folder: Path) -> Project:
    for path, content in (("ontology/prefixes.ttl", PREFIXES), ("data/entities/all.ttl", PREFIXES + ENTITIES)):
        file = folder / path
        file.parent.mkdir(parents=True)
        file.write_text(content, encoding="utf-8")
    (folder / "queries").symlink_to(ROOT / "queries")
    made = find_project(str(folder))
    settle(made)
    return made


@pytest.fixture
def with_an_ontology(make_project: MakeProject) -> Project:
    """A project whose store has more than a page a file."""
    made = make_project(ENTITIES)
    settle(made)
    return made


@pytest.fixture
def unsealed(monkeypatch: pytest.MonkeyPatch) -> None:
    """What if a damage were of the disk alone, so that the files look as they were made?"""
    monkeypatch.setattr(kg.storage.sealed, "_check_seal", lambda path: None)


@pytest.fixture
def loads(monkeypatch: pytest.MonkeyPatch) -> list[Project]:
    """Grows by one whenever the files of a project are read into a store."""
    loaded: list[Project] = []
    load_store = kg.storage.store.load_store

    def counted(project: Project, **settings: object) -> object:
        loaded.append(project)
        return load_store(project, **settings)

    monkeypatch.setattr(kg.storage.store, "load_store", counted)
    monkeypatch.setattr(kg.storage.prepared, "SETTLED_AFTER", 0)
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


def in_new_process(project: Project, verb: str = "query", begin: Callable[[], None] | None = None) -> Process:
    return subprocess.Popen(
        [KG, verb, ASKED[verb], "--project", os.fsencode(project.path), "-f", "csv"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=begin,
    )


def answered(process: Process) -> tuple[int, str, str]:
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
    monkeypatch.setattr(kg.storage.prepared, "sums_of", lambda _: pytest.fail("the files were read"))
    assert names(project) == ["A"]


def test_files_younger_than_the_clock_of_a_file_system_are_read_again(
    project: Project, cache: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(kg.storage.prepared, "SETTLED_AFTER", 3600)  # a busy machine may take its time
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


def test_a_file_that_changes_back_and_forth_while_it_is_read_leaves_no_wrong_store(
    project: Project, cache: Path, loads: list[Project], monkeypatch: pytest.MonkeyPatch
):
    """As when somebody looks at another branch for a moment."""
    file = entities(project)
    content = file.read_text(encoding="utf-8")

    def read_meanwhile(path: str) -> RdfFile:
        file.write_text(content.replace('"A"@en', '"B"@en'), encoding="utf-8")
        read = read_rdf_file(path)
        file.write_text(content, encoding="utf-8")
        return read

    with monkeypatch.context() as patch:
        patch.setattr(kg.storage.rdf_files, "read_rdf_file", read_meanwhile)
        assert names(project) == ["B"]
    assert names(project) == names(project) == ["A"]
    assert len(loads) == 2


def test_a_file_that_was_young_when_it_was_looked_at_is_not_stamped_however_long_it_is_read(
    project: Project, cache: Path, monkeypatch: pytest.MonkeyPatch
):
    started = time.time()
    clock = iter([started, *(started + 60 for _ in range(100))])
    monkeypatch.setattr(kg.storage.prepared.time, "time", lambda: next(clock))
    names(project)
    assert not list(cache.glob("*/stamp"))


@pytest.mark.parametrize("hours", [-24, 24])
def test_a_clock_that_was_wrong_does_no_harm(project: Project, loads: list[Project], hours: int):
    for label in ("A", "B", "C"):
        content = entities(project).read_text(encoding="utf-8")
        entities(project).write_text(content.replace(f'"{chr(ord(label) - 1)}"@en', f'"{label}"@en'), encoding="utf-8")
        os.utime(entities(project), (time.time() + hours * 3600,) * 2)
        assert names(project) == names(project) == [label]
    assert len(loads) == 3


def test_another_version_of_the_engine_or_of_the_code_makes_a_store_of_its_own(
    project: Project, loads: list[Project], monkeypatch: pytest.MonkeyPatch
):
    assert names(project) == ["A"]
    monkeypatch.setattr(ox, "__version__", "0.0.0")
    assert names(project) == names(project) == ["A"]
    assert len(loads) == 2


def test_code_that_changed_on_disk_while_it_runs_makes_no_store(
    project: Project, cache: Path, monkeypatch: pytest.MonkeyPatch
):
    """In a notebook, say, after `git pull`: the store would be the old code's under the name of the new."""
    monkeypatch.setattr(kg.storage.prepared, "_CODE_AT_START", {})
    assert names(project) == ["A"]
    assert Graph(project).find("A")[0].name.text == "A"
    assert not cache.exists()


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


NAMED_ALIKE = [("a-b/c", "a/b-c"), ("项目" * 40 + "/甲", "项目" * 40 + "/乙"), ("pr\udcff", "pr\udcfe")]


@pytest.mark.parametrize("paths", NAMED_ALIKE, ids=["dashes", "long", "not UTF-8"])
def test_projects_whose_paths_look_alike_have_a_store_each(
    paths: tuple[str, str], tmp_path: Path, cache: Path, loads: list[Project]
):
    projects = [small_project(tmp_path / path) for path in paths]
    for _ in range(2):
        assert [names(each) for each in projects] == [["A"], ["A"]]
    assert len(loads) == 2
    assert len(list(cache.glob("*/*/CURRENT"))) == 2


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


def damage_pages(cache: Path) -> None:
    """Damages what shows only when the rows are read, and what was derived."""
    for file in cache.glob("*/*/*.sst"):
        if file.stat().st_size > 3000:
            file.write_bytes(bytes(200) + file.read_bytes()[200:])
    for file in cache.glob("*/names"):
        file.write_bytes(b"")


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


def changed(file: Path, place: int, mask: int) -> bytes:
    """Changes one byte of a file, and leaves its size and times; returns what it held."""
    before, whole = file.stat(), file.read_bytes()
    content = bytearray(whole)
    content[place] ^= mask
    file.write_bytes(content)
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    return whole


@pytest.mark.parametrize("name", ["stamp", "*/seal", "*/CURRENT", "*/MANIFEST-*", "*/*.sst"])
def test_whatever_byte_changes_the_answer_is_right(project: Project, cache: Path, loads: list[Project], name: str):
    expected = [names(project), Graph(project).query(COUNT, limits=Limits(seconds=20)).rows]
    choice = random.Random(name)
    for _ in range(8):
        for file in sorted(cache.glob(f"*/{name}"))[-1:]:
            changed(file, choice.randrange(file.stat().st_size), choice.randrange(1, 256))
        assert [names(project), Graph(project).query(COUNT, limits=Limits(seconds=20)).rows] == expected


def test_a_digest_that_is_none_is_no_error(project: Project, cache: Path, loads: list[Project]):
    names(project)
    (stamp,) = cache.glob("*/stamp")
    for place in (0, 20, 39, 40, 41):
        for mask in (0xFF, stamp.read_bytes()[place]):
            whole = changed(stamp, place, mask)
            assert names(project) == ["A"]
            stamp.write_bytes(whole)


def test_counting_ends_though_a_page_is_damaged(with_an_ontology: Project, cache: Path, loads: list[Project]):
    """The engine alone would count its error until memory runs out."""
    expected = Graph(with_an_ontology).query(COUNT, limits=Limits(seconds=20)).rows
    for file in cache.glob("*/*/*.sst"):
        overwrite_the_start(file)
    assert Graph(with_an_ontology).query(COUNT, limits=Limits(seconds=20)).rows == expected
    assert len(loads) == 2


def test_a_store_that_was_copied_is_as_good(project: Project, cache: Path, loads: list[Project]):
    names(project)
    shutil.copytree(cache, cache.with_name("copy"))
    shutil.rmtree(cache)
    cache.with_name("copy").rename(cache)
    seals = [seal.read_bytes() for seal in cache.glob("*/*/seal")]
    assert names(project) == names(project) == ["A"]
    assert [seal.read_bytes() for seal in cache.glob("*/*/seal")] != seals  # it is sealed as it is now
    assert len(loads) == 1


IN_PYTHON = {
    "find": lambda graph: graph.find("A"),
    "rdf": lambda graph: len(graph.rdf),
    "network": lambda graph: len(graph.network("platforms-provinces")),
}


@pytest.mark.parametrize("asked", IN_PYTHON.values(), ids=IN_PYTHON)
def test_nothing_that_python_asks_of_a_graph_shows_that_a_store_was_damaged(
    project: Project, cache: Path, loads: list[Project], asked: Callable[[Graph], object]
):
    expected = asked(Graph(project))
    for file in cache.glob("*/*/*.sst"):
        overwrite_the_start(file)
    assert asked(Graph(project)) == expected
    assert len(loads) == 2


@pytest.mark.usefixtures("unsealed")
@pytest.mark.parametrize("name", ["find", "rdf"])  # a query without limits would never end
def test_what_python_reads_of_a_graph_does_not_show_it_either(
    with_an_ontology: Project, cache: Path, loads: list[Project], name: str
):
    expected = IN_PYTHON[name](Graph(with_an_ontology))
    damage_pages(cache)
    assert IN_PYTHON[name](Graph(with_an_ontology)) == expected
    assert len(loads) == 2


ARGUMENTS = [["query", "-f", "csv", NAMES], ["show", "a", "--lang", "en"], ["find", "A", "-f", "csv"]]


@pytest.mark.parametrize("removed", [True, False], ids=["removed", "read-only"])
@pytest.mark.parametrize("arguments", ARGUMENTS, ids=lambda arguments: arguments[0])
@pytest.mark.usefixtures("unsealed")
def test_damage_that_shows_only_when_it_is_asked_does_not_show_either(
    with_an_ontology: Project,
    cache: Path,
    arguments: list[str],
    removed: bool,
    capfdbinary: pytest.CaptureFixture[bytes],
    monkeypatch: pytest.MonkeyPatch,
):
    arguments = [*arguments, "--project", str(with_an_ontology.folder)]
    assert run(arguments) == 0
    expected = capfdbinary.readouterr()
    damage_pages(cache)
    if not removed:  # where nothing can be written, nothing can be removed either
        monkeypatch.setattr(shutil, "rmtree", lambda *_, **__: None)
        monkeypatch.setattr(kg.storage.prepared, "keep", lambda *_: None)
    assert run(arguments) == 0
    assert capfdbinary.readouterr() == expected


@pytest.mark.parametrize(("damage", "files"), DAMAGES, ids=lambda value: getattr(value, "__name__", value))
def test_commands_do_not_show_that_a_store_was_damaged(
    project: Project,
    cache: Path,
    damage: Callable[[Path], None],
    files: str,
    capfdbinary: pytest.CaptureFixture[bytes],
):
    arguments = ["query", "-f", "csv", NAMES, "--project", str(project.folder)]
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


@pytest.mark.parametrize("place", ["/proc/nowhere", "a file", "a link to nothing", "a link to itself", "\udcff"])
def test_a_cache_that_cannot_be_written_is_done_without(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
):
    (tmp_path / "a file").write_text("")
    (tmp_path / "a link to nothing").symlink_to("nothing")
    (tmp_path / "a link to itself").symlink_to("a link to itself")
    monkeypatch.setenv("KG_CACHE", str(tmp_path / place))
    assert names(project) == ["A"]
    assert Graph(project).find("A")[0].name.text == "A"


def without_a_power_over_modes() -> None:
    """In the child: not even root may write what is read-only."""
    import ctypes

    ctypes.CDLL(None).prctl(24, 1)  # PR_CAPBSET_DROP, CAP_DAC_OVERRIDE; whoever is not root has no such power


def test_what_was_prepared_is_used_where_nothing_can_be_written(project: Project, cache: Path):
    for verb in ANSWERS:
        assert answered(in_new_process(project, verb)) == ANSWERS[verb]
    before = {path: path.stat() for path in [cache, *cache.rglob("*")]}
    for path in before:
        path.chmod(0o500 if path.is_dir() else 0o400)
    try:
        for verb in ANSWERS:
            assert answered(in_new_process(project, verb, without_a_power_over_modes)) == ANSWERS[verb]
        entities(project).write_text(entities(project).read_text(encoding="utf-8").replace('"A"', '"B"'), "utf-8")
        assert answered(in_new_process(project, "query", without_a_power_over_modes)) == (0, "name\nB\n", "")
        assert {path: path.stat().st_mtime_ns for path in [cache, *cache.rglob("*")]} == {
            path: state.st_mtime_ns for path, state in before.items()
        }
    finally:
        for path in before:
            path.chmod(0o700)


@pytest.mark.parametrize("bytes_left", [0, 700, 20_000])
def test_a_full_disk_keeps_nothing_and_answers_all_the_same(project: Project, cache: Path, bytes_left: int):
    def fill() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (bytes_left, bytes_left))

    for verb in ANSWERS:
        assert answered(in_new_process(project, verb, fill)) == ANSWERS[verb]
    assert not [path for path in cache.rglob("*") if path.is_file() and path.name not in ("stamp", "names")]


def test_nobody_uses_what_another_user_has_put_there(
    project: Project, cache: Path, loads: list[Project], monkeypatch: pytest.MonkeyPatch
):
    names(project)
    (folder,) = cache.iterdir()
    real = os.lstat

    class Anothers:
        st_uid = os.geteuid() + 1

    monkeypatch.setattr(os, "lstat", lambda path: Anothers if path == str(folder) else real(path))
    before = {path: path.stat() for path in cache.rglob("*")}
    assert names(project) == ["A"]
    assert Graph(project).find("A")[0].name.text == "A"
    assert len(loads) == 3
    assert {path: path.stat() for path in cache.rglob("*")} == before


def test_nothing_is_removed_but_what_was_prepared(project: Project, cache: Path, loads: list[Project]):
    names(project)
    (folder,) = cache.iterdir()
    (folder / "precious").mkdir()
    (folder / ("f" * 40)).symlink_to(folder / "precious")
    entities(project).write_text(entities(project).read_text(encoding="utf-8") + "\n", encoding="utf-8")
    names(project)
    assert len(loads) == 2
    assert {"precious", "f" * 40} < set(kept(cache))


@pytest.mark.parametrize(("home", "place"), [("/home/u", "/home/u/.cache/innovation-kg"), (None, None)])
def test_a_user_without_a_home_has_no_cache(home: str | None, place: str | None, monkeypatch: pytest.MonkeyPatch):
    import pwd

    monkeypatch.delenv("KG_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")  # which their specification wants ignored
    monkeypatch.setattr(pwd, "getpwuid", lambda _: {}["nobody"])
    monkeypatch.setenv("HOME", home) if home else monkeypatch.delenv("HOME", raising=False)
    found = stores()
    assert (found._cache if found else None) == place


# --- Many at once, and killed


def test_ten_at_once_answer_rightly_and_leave_one_store(project: Project, cache: Path):
    verbs = ["query", "find"] * 5
    for verb, process in [(verb, in_new_process(project, verb)) for verb in verbs]:
        assert answered(process) == ANSWERS[verb]
    assert [name for name in kept(cache) if name != "names"] == [path.parent.name for path in cache.glob("*/*/seal")]


def test_whoever_gives_up_a_store_does_not_stop_who_makes_it(
    project: Project, cache: Path, loads: list[Project], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(os, "rename", lambda *_: shutil.rmtree(cache))
    assert names(project) == ["A"]


KILLED = """
import os, shutil, sys
import pyoxigraph as ox
import kg
real = os.rename
os.rename = lambda *paths: os.kill(os.getpid(), 9)
kg.load(sys.argv[1]).store
"""


def test_who_is_killed_while_preparing_leaves_nothing_that_is_used(
    project: Project, cache: Path, loads: list[Project], monkeypatch: pytest.MonkeyPatch
):
    killed = subprocess.run([sys.executable, "-c", KILLED, str(project.folder)], check=False)
    assert killed.returncode == -signal.SIGKILL
    (litter,) = kept(cache)
    assert names(project) == ["A"]
    assert len(kept(cache)) == 1
    assert litter not in kept(cache)


def test_what_somebody_still_prepares_is_left_to_him(project: Project, cache: Path, monkeypatch: pytest.MonkeyPatch):
    in_the_making: list[str] = []
    real = os.rename

    def another_comes(*paths: str) -> None:
        monkeypatch.setattr(os, "rename", real)
        in_the_making.extend(kept(cache))
        os.utime(paths[0], (1, 1))  # however long he takes
        assert names(project) == ["A"]
        assert in_the_making[0] in kept(cache)
        real(*paths)

    monkeypatch.setattr(os, "rename", another_comes)
    assert names(project) == ["A"]
    assert len(in_the_making) == len(kept(cache)) == 1


def test_whenever_it_is_killed_the_next_answer_is_right(project: Project, cache: Path, loads: list[Project]):
    choice = random.Random(1)
    for number in range(12):
        process = in_new_process(project, ("query", "find")[number % 2])
        with suppress(subprocess.TimeoutExpired):
            process.wait(choice.uniform(0.1, 0.6))
        process.kill()
        process.communicate()
        if number % 6 == 5:
            for verb in ANSWERS:
                assert answered(in_new_process(project, verb)) == ANSWERS[verb]
            shutil.rmtree(cache)
    entities(project).write_text(entities(project).read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert names(project) == ["A"]
    assert len(kept(cache)) == 1


def test_children_share_the_store_that_their_parent_has_opened(project: Project, loads: list[Project]):
    names(project)
    graph = Graph(project)
    assert len(graph.store) > 0
    for _ in range(50):
        assert [row[0].value for row in graph.query(NAMES, limits=Limits(seconds=20)).rows] == ["A"]
    assert len(loads) == 1

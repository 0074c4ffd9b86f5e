"""Files are written whole or not at all, only where output belongs, and by one function."""

from __future__ import annotations

import ast
import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import ROOT, MakeProject

from kg.errors import KgError
from kg.storage.writing import write_file

OLD, NEW = b"old\n", b"new\n"


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def run_python(code: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", code, *map(str, arguments)], capture_output=True, text=True)


def test_a_file_holds_exactly_the_bytes_and_nothing_lies_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "答案 #1.csv"
    for content in (b"", bytes(range(256)) * 1000, NEW):
        write_file(path, content)
        assert path.read_bytes() == content
    assert names_in(tmp_path) == [path.name]


def test_a_new_file_has_the_usual_permissions_and_an_old_one_keeps_its_own(tmp_path: Path) -> None:
    usual, own = tmp_path / "usual", tmp_path / "own"
    (tmp_path / "made").touch()
    write_file(usual, NEW)
    own.touch(mode=0o640)
    own.chmod(0o640)
    write_file(own, NEW)
    assert usual.stat().st_mode == (tmp_path / "made").stat().st_mode
    assert own.stat().st_mode & 0o777 == 0o640


def test_a_link_is_followed(tmp_path: Path) -> None:
    target, link = tmp_path / "target", tmp_path / "link"
    link.symlink_to(target)
    write_file(link, NEW)
    assert link.is_symlink()
    assert target.read_bytes() == NEW


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("folder", "is a folder"),
        ("pipe", "not a regular file"),
        ("/dev/null", "not a regular file"),
        ("device-link", "not a regular file"),
        ("missing/file", "there is no folder"),
        ("file/below", "there is no folder"),
        ("x" * 300, "cannot be written"),
        ("/proc/kg-test", "cannot be written"),
    ],
)
def test_what_is_no_place_for_a_file_is_refused(name: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_bytes(OLD)
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "device-link").symlink_to("/dev/null")
    before = names_in(tmp_path)
    with pytest.raises(KgError, match=message) as caught:
        write_file(tmp_path / name, NEW)
    assert caught.value.place == str(tmp_path / name)
    assert caught.value.message.zh != caught.value.message.en
    assert names_in(tmp_path) == before
    assert (tmp_path / "file").read_bytes() == OLD


@pytest.mark.parametrize("name", ["data/new.ttl", "data/entities/all.ttl", "ontology/kg.ttl", "queries/checks/new.rq"])
def test_output_never_goes_into_the_curated_folders_of_a_project(
    name: str, make_project: MakeProject, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = make_project().folder
    (folder / "queries" / "checks").mkdir(exist_ok=True)
    (tmp_path / "link").symlink_to(folder / name)
    monkeypatch.chdir(folder / "data")
    before = (folder / name).read_bytes() if (folder / name).exists() else None
    for path in (folder / name, tmp_path / "link", Path("..", name), folder / "data" / ".." / name):
        with pytest.raises(KgError, match="choose another place"):
            write_file(path, NEW)
    assert ((folder / name).read_bytes() if (folder / name).exists() else None) == before
    write_file(folder / name, NEW, curated=True)
    assert (folder / name).read_bytes() == NEW


def test_other_folders_are_free_whatever_they_are_called(make_project: MakeProject, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (make_project().folder / "pages").mkdir()
    for path in (
        tmp_path / "data" / "rows.csv",
        make_project().folder / "pages" / "a.html",
        make_project().folder / "a",
    ):
        write_file(path, NEW)
        assert path.read_bytes() == NEW


def test_a_write_that_the_system_cuts_short_leaves_the_old_file_and_no_litter(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(OLD)
    code = """
import resource, sys
from pathlib import Path
from kg.errors import KgError
from kg.storage.writing import write_file
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
try:
    write_file(Path(sys.argv[1]), b"x" * 5000)
except KgError as error:
    print(error)
"""
    done = run_python(code, path)
    assert done.stdout == f"{path}: cannot be written: File too large\n"
    assert done.stderr == ""
    assert path.read_bytes() == OLD
    assert names_in(tmp_path) == ["file"]


def test_an_interrupted_write_leaves_the_old_file_and_no_litter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*arguments: object) -> None:
        raise KeyboardInterrupt

    path = tmp_path / "file"
    path.write_bytes(OLD)
    monkeypatch.setattr(os, "replace", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_file(path, NEW)
    assert path.read_bytes() == OLD
    assert names_in(tmp_path) == ["file"]


def test_a_killed_write_leaves_a_whole_file_and_its_litter_goes_with_a_later_run(tmp_path: Path) -> None:
    path = tmp_path / "file"
    versions = {bytes([letter]) * 300_000 for letter in b"ab"}
    write_file(path, min(versions))
    code = """
import sys
from pathlib import Path
from kg.storage.writing import write_file
print("ready", flush=True)
while True:
    for letter in (b"a", b"b"):
        write_file(Path(sys.argv[1]), letter * 300_000)
"""
    chance = random.Random(2018)
    for _ in range(8):
        child = subprocess.Popen([sys.executable, "-c", code, str(path)], stdout=subprocess.PIPE)
        with child:
            assert child.stdout
            child.stdout.readline()
            time.sleep(chance.uniform(0, 0.02))
            child.kill()
        assert path.read_bytes() in versions
    long_ago = time.time() - 3600
    (tmp_path / ".kg-0123456789abcdef.tmp").touch()  # even if no kill hit a temporary file
    for litter in tmp_path.glob(".kg-*.tmp"):
        os.utime(litter, (long_ago, long_ago))
    (tmp_path / ".kg-of-another-run.tmp").touch()
    write_file(path, NEW)
    assert names_in(tmp_path) == [".kg-of-another-run.tmp", "file"]


# What opens, makes or moves files: functions by name, and the arguments by which libraries are told to.
WRITERS = {
    *("write_text", "write_bytes", "touch", "symlink_to", "hardlink_to", "replace", "rename", "renames", "truncate"),
    *("mkstemp", "NamedTemporaryFile", "TemporaryFile", "mkdtemp", "copy", "copyfile", "copy2", "copytree", "move"),
    *("write_html", "save_graph", "show", "savefig", "to_csv", "write_graphml", "write_gexf", "write_gml"),
}
MODULES_OF_FILES = ("os", "shutil", "tempfile", "path", "target", "temporary", "network", "picture", "nx")


def writes_a_file(call: ast.Call) -> bool:
    function = call.func
    name = (
        function.attr if isinstance(function, ast.Attribute) else function.id if isinstance(function, ast.Name) else ""
    )
    texts = [
        node.value for node in call.args + [word.value for word in call.keywords] if isinstance(node, ast.Constant)
    ]
    if name in ("open", "fdopen"):
        return any(isinstance(text, str) and set(text) <= set("rwaxbt+") and set(text) & set("wax+") for text in texts)
    if any(word.arg == "destination" for word in call.keywords):
        return True
    if name == "write_text" and isinstance(function, ast.Attribute) and ast.unparse(function.value) == "super()":
        return False  # click's help formatter: no class of the project is a path
    owner = getattr(function.value, "id", "") if isinstance(function, ast.Attribute) else ""
    # `replace`, `copy` and `show` are also methods of harmless things.
    ambiguous = name in ("replace", "rename", "copy", "move", "show", "truncate")
    return name in WRITERS and (not ambiguous or owner in MODULES_OF_FILES)


@pytest.mark.parametrize(
    "code",
    [
        *("open(path, 'w')", "open(path, mode='ab')", "path.open('x')", "path.write_text('')", "os.replace(a, b)"),
        *("graph.serialize(destination=path)", "network.write_html(path)", "tempfile.mkstemp()", "shutil.copy(a, b)"),
    ],
)
def test_the_search_for_writers_knows_one_when_it_sees_it(code: str) -> None:
    assert writes_a_file(ast.parse(code, mode="eval").body)  # type: ignore[arg-type]


def test_the_search_for_writers_knows_the_text_of_a_help_page() -> None:
    assert not writes_a_file(ast.parse("super().write_text(text)", mode="eval").body)  # type: ignore[arg-type]


def test_no_other_module_writes_files() -> None:
    writers = {
        path.name
        for path in (ROOT / "src" / "kg").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and writes_a_file(node)
    }
    # sealed.py keeps a cache: the engine's own store, and files beside it whose loss costs only time.
    assert writers - {"sealed.py"} == {"writing.py"}

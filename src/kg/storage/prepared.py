"""The prepared store: a project's graph kept on disk as the engine wants it, so that a question need not parse files.

It lies in the user's cache, in a folder of its project, under the digest of all that went into it: the project's files,
the code that loads them, the engine's version. A stamp remembers the state of those files, so that unchanged ones are
not even read; a seal that of the store's own. What is stale, damaged, half-made or another user's is not used but made
anew; where nothing can be written, the graph is loaded into memory as if there were no cache.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.storage.sealed import keep, opened, replace_file
from kg.storage.states import SETTLED_AFTER, states_of, sum_of, sums_of

if TYPE_CHECKING:
    from kg.project import Project
    from kg.storage.rdf_files import RdfFile

# What decides which quads come of which files.
_CODE = (
    "storage/store.py",
    "storage/rdf_files.py",
    "storage/text_files.py",
    "passages.py",
    "namespaces.py",
    "project.py",
)
_PACKAGE = os.path.dirname(os.path.dirname(__file__))
_CODE_FILES = {os.path.join(_PACKAGE, *name.split("/")): name for name in _CODE}
_STAMP = "stamp"
_LONGEST_NAME = 200  # bytes, of the 255 that file systems allow


def _states_of_code() -> dict[str, str]:
    try:
        return states_of(_CODE_FILES)[0]
    except OSError:  # it lies in no folder: nothing is prepared then
        return {}


_CODE_AT_START = _states_of_code()  # of what runs here, whatever becomes of its files


class PreparedStores:
    """The stores in a cache folder, one a project."""

    def __init__(self, cache: str) -> None:
        self._cache = cache
        self._opened: dict[str, str] = {}  # project → the digest of what was opened
        self._given_up: set[str] = set()  # projects whose store proved damaged

    def open(self, project: Project) -> ox.Store:
        """The graph of a project: prepared, if it was; else loaded into memory, and prepared for the next time.

        A prepared store may prove damaged only when it is asked: then an error comes that `kg.storage.damage` knows.
        """
        self._opened.pop(project.path, None)
        folder = self._folder(project)
        try:
            _refuse_anothers(folder)
            files = _Ingredients(project)
            stamped = _stamped(folder, files)
            digest = stamped or files.digest()
        except OSError:  # a file that is not there or closed: who loads them says which, in both languages
            from kg.storage.store import load_store

            return load_store(project)
        try:
            if project.path in self._given_up:
                raise OSError("damaged")
            store = opened(os.path.join(folder, digest))
        except (OSError, RuntimeError):
            digest = files.digest()
            store, unchanged = files.load()
            if not unchanged:
                return store
            keep(store, os.path.join(folder, digest))
        if files.settled and digest != stamped:
            replace_file(os.path.join(folder, _STAMP), digest.encode() + b"\n" + files.state)
        self._opened[project.path] = digest
        return store

    def derived(self, project: Project, name: str, maker: bytes, make: Callable[[], bytes]) -> bytes:
        """What `make` makes of the project's graph, kept beside its store until that, or the maker, changes.

        maker: all else that decides what is made. It is made anew where what is kept is damaged, and where the files
        are no longer those of the graph that was opened.
        """
        import zlib

        digest = self._opened.get(project.path)
        if digest is None or digest != self._digest_now(project):
            return make()
        origin = f"{digest} {zlib.crc32(maker)}"
        path = os.path.join(self._folder(project), name)
        with suppress(OSError), open(path, "rb") as file:
            head, _, content = file.read().partition(b"\n")
            if head == f"{origin} {zlib.crc32(content)}".encode():
                return content
        content = make()
        replace_file(path, f"{origin} {zlib.crc32(content)}\n".encode() + content)
        return content

    def discard(self, project: Project) -> None:
        """Removes what is kept of a project, and believes it no more should that not be allowed."""
        import shutil

        self._given_up.add(project.path)
        shutil.rmtree(self._folder(project), ignore_errors=True)

    def _digest_now(self, project: Project) -> str | None:
        """The digest of a project's files as they are; None where one is not there."""
        try:
            files = _Ingredients(project)
            return _stamped(self._folder(project), files) or files.digest()
        except OSError:
            return None

    def _folder(self, project: Project) -> str:
        """Where a project's store lies. Should two projects come to the same folder, they only take turns."""
        name = project.path.replace("-", "--").replace(os.sep, "-").replace(":", "")
        in_unicode = os.fsencode(name).decode("utf-8", "backslashreplace")  # the engine takes no other path
        return os.path.join(self._cache, in_unicode.encode()[-_LONGEST_NAME:].decode("utf-8", "ignore"))


class _Ingredients:
    """The files that a store is made of, as they are now. Raises OSError where one is not there.

    state: of all of them, as text. settled: whether none is so young that it may change and keep its state.
    """

    def __init__(self, project: Project) -> None:
        self._project = project
        self._files = _CODE_FILES | {
            path: f"{graph} {path.removeprefix(project.path)}" for path, graph in project.graph_files()
        }
        now = time.time()
        states, newest = states_of(self._files)
        if {path: states[path] for path in _CODE_FILES} != _CODE_AT_START:
            raise OSError("the files of the code are no longer what runs here")
        self.settled = now - newest >= SETTLED_AFTER
        self.state = os.fsencode("\n".join([ox.__version__, *(f"{state} {path}" for path, state in states.items())]))
        self._sums: dict[str, str] = {}

    def digest(self) -> str:
        """The digest of the engine's version and of what each file is and holds."""
        self._sums = self._sums or sums_of(self._files)
        lines = [ox.__version__, *(f"{self._sums[path]} {what}" for path, what in self._files.items())]
        return sum_of(os.fsencode("\n".join(lines)))

    def load(self) -> tuple[ox.Store, bool]:
        """The graph, and whether the files were, each as it was read, those of the digest."""
        from kg.storage.rdf_files import read_rdf_file
        from kg.storage.store import load_store

        sums = {path: self._sums.get(path) for path in _CODE_FILES}

        def read(path: str) -> RdfFile:
            file = read_rdf_file(path)
            sums[path] = sum_of(file.content)
            return file

        return load_store(self._project, read=read), sums == self._sums


def stores() -> PreparedStores | None:
    """The stores of this user: in `KG_CACHE`, else in the cache folder of the XDG base directories.

    None when `off`, and where the user has no home.
    """
    chosen = os.environ.get("KG_CACHE")
    if chosen == "off":
        return None
    home = os.environ.get("XDG_CACHE_HOME", "")
    if not os.path.isabs(home):  # then it says nothing, by their specification
        home = os.path.expanduser("~/.cache")
    if not chosen and not os.path.isabs(home):
        return None
    return PreparedStores(chosen or os.path.join(home, "innovation-kg"))


def _refuse_anothers(folder: str) -> None:
    """Raises PermissionError for a folder that another user made, where many share a cache: what is in it is his."""
    with suppress(FileNotFoundError):
        if hasattr(os, "geteuid") and os.lstat(folder).st_uid not in (0, os.geteuid()):
            raise PermissionError(f"{folder} is another user's")


def _stamped(folder: str, files: _Ingredients) -> str | None:
    """The digest on the stamp, if the files are in the state that stands on it."""
    try:
        with open(os.path.join(folder, _STAMP), "rb") as file:
            digest, _, state = file.read().partition(b"\n")
    except OSError:
        return None
    return digest.decode() if state == files.state and digest.isalnum() else None

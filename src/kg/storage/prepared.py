"""The prepared store: a project's graph kept on disk as the engine wants it, so that a question need not parse files.

It lies in the user's cache, in a folder of its project, under the digest of all that went into it: the project's files,
the code that loads them, the engine's version. A stamp remembers the state of those files (size, times, identity), so
that unchanged ones are not even read. What is stale, damaged or half-made is not used but made anew; where nothing can
be written, the graph is loaded into memory as if there were no cache.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

import pyoxigraph as ox

if TYPE_CHECKING:
    from kg.project import Project

# File systems date changes in steps of up to 2 s: a file younger than that may change again and keep its times, so it
# is not stamped. Git calls such entries racy.
_SETTLED_AFTER = 2  # seconds
# What decides which quads come of which files.
_CODE = (
    "storage/store.py",
    "storage/rdf_files.py",
    "storage/text_files.py",
    "passages.py",
    "namespaces.py",
    "project.py",
)
_UNFINISHED, _SEAL = "unfinished-", "seal"
_LITTER_AGE = 3600  # seconds: whoever still prepares a store after an hour was killed


class PreparedStores:
    """The stores in a cache folder, one a project."""

    def __init__(self, cache: str) -> None:
        self._cache = cache
        self._opened: dict[str, str] = {}  # project → the digest of what was opened

    def open(self, project: Project) -> ox.Store:
        """The graph of a project: prepared, if it was; else loaded into memory, and prepared for the next time.

        A prepared store may prove damaged only when it is asked: then an error comes that `kg.storage.damage` knows.
        """
        folder, files = self._folder(project), _ingredients(project)
        try:
            stamp = _Stamp(self._stamp_path(project), files)
            digest = stamp.known_digest() or _digest(files)
        except OSError:  # a file that is not there or closed: who loads them says which, in both languages
            from kg.storage.store import load_store

            return load_store(project)
        try:
            store = _opened(os.path.join(folder, digest))
        except (OSError, RuntimeError):
            from kg.storage.store import load_store

            digest, store = _digest(files), load_store(project)
            if digest == _digest(files):  # nobody changed a file meanwhile
                _keep(store, os.path.join(folder, digest))
        stamp.remember(digest)
        self._opened[project.path] = digest
        return store

    def derived(self, project: Project, name: str, maker: str, make: Callable[[], bytes]) -> bytes:
        """What `make` makes of the project's graph, kept beside its store until that, or the maker, changes.

        maker: the path of the code that makes it. It is made anew where what is kept is damaged, and where the files
        are no longer those of the graph that was opened.
        """
        import zlib

        files = _ingredients(project)
        digest = self._opened.get(project.path)
        if digest is None or digest != (_Stamp(self._stamp_path(project), files).known_digest() or _digest(files)):
            return make()
        with open(maker, "rb") as code:
            origin = f"{digest} {zlib.crc32(code.read())}"
        path = os.path.join(self._folder(project), name)
        try:
            with open(path, "rb") as file:
                head, _, content = file.read().partition(b"\n")
            if head.decode() == f"{origin} {zlib.crc32(content)}":
                return content
        except (OSError, UnicodeDecodeError):
            pass
        content = make()
        _replace(path, f"{origin} {zlib.crc32(content)}\n".encode() + content)
        return content

    def discard(self, project: Project) -> None:
        """Removes what is kept of a project."""
        import shutil

        shutil.rmtree(self._folder(project), ignore_errors=True)

    def _stamp_path(self, project: Project) -> str:
        return os.path.join(self._folder(project), "stamp")

    def _folder(self, project: Project) -> str:
        """Where a project's store lies. Should two projects come to the same folder, they only take turns."""
        return os.path.join(self._cache, project.path.replace(os.sep, "-").replace(":", "")[-80:])


class _Stamp:
    """What a stamp file says: a digest, and the state of the files when it was taken."""

    def __init__(self, path: str, files: Mapping[str, str]) -> None:
        self._path = path
        self._state, self._newest = _state_of(files)
        try:
            with open(path, "rb") as file:
                self._written = file.read()
        except OSError:
            self._written = b""

    def known_digest(self) -> str | None:
        """The digest, if the files are as they were."""
        digest, _, state = self._written.partition(b"\n")
        return digest.decode("ascii", "replace") if digest and state == self._state else None

    def remember(self, digest: str) -> None:
        """Stamps the digest, once the files have settled."""
        content = digest.encode() + b"\n" + self._state
        if content == self._written or time.time() - self._newest < _SETTLED_AFTER:
            return
        _replace(self._path, content)


def _replace(path: str, content: bytes) -> None:
    """Puts a file in its place whole; where nothing can be written, nothing is."""
    beside = f"{path}.{os.getpid()}"
    try:
        with open(beside, "wb") as file:
            file.write(content)
        os.replace(beside, path)
    except OSError:
        return


def stores() -> PreparedStores | None:
    """The stores of this user: in `KG_CACHE`, else in the cache folder of the XDG base directories; None when `off`."""
    chosen = os.environ.get("KG_CACHE")
    if chosen == "off":
        return None
    home = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    return PreparedStores(chosen or os.path.join(home, "innovation-kg"))


def _opened(path: str) -> ox.Store:
    """A store on disk. Raises OSError or RuntimeError if there is none, or none that is whole.

    The engine checks its files by sums, but takes a shortened list of them (MANIFEST) for an earlier state: a seal says
    how long each is.
    The engine starts some 180 threads to open its dozen files. On one processor they do not get in each other's way,
    which saves a fourteenth of a query.
    """
    with open(os.path.join(path, _SEAL), encoding="utf-8") as seal:
        if seal.read() != _lengths(path):
            raise OSError("not as it was made")
    if not hasattr(os, "sched_setaffinity"):  # Linux has it
        return ox.Store.read_only(path)
    allowed = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {sorted(allowed)[os.getpid() % len(allowed)]})
    try:
        return ox.Store.read_only(path)
    finally:
        os.sched_setaffinity(0, allowed)


def _keep(store: ox.Store, place: str) -> None:
    """Writes a store beside its place and moves it there whole; what else is kept of the project goes."""
    import shutil
    import tempfile

    folder = os.path.dirname(place)
    try:
        os.makedirs(folder, exist_ok=True)
        unfinished = tempfile.mkdtemp(prefix=_UNFINISHED, dir=folder)
    except OSError:
        return
    try:
        kept = ox.Store(unfinished)
        kept.bulk_extend(store)
        kept.optimize()
        kept.flush()
        del kept
        with open(os.path.join(unfinished, _SEAL), "w", encoding="utf-8") as seal:
            seal.write(_lengths(unfinished))
        shutil.rmtree(place, ignore_errors=True)  # a damaged one, or the same that another process was quicker to make
        os.rename(unfinished, place)
    except (OSError, RuntimeError):
        shutil.rmtree(unfinished, ignore_errors=True)
    for entry in os.scandir(folder):
        if entry.is_dir() and entry.path != place and not _in_the_making(entry):
            shutil.rmtree(entry.path, ignore_errors=True)


def _lengths(path: str) -> str:
    """The files of a store with their lengths in bytes."""
    files = (entry for entry in os.scandir(path) if entry.name != _SEAL)
    return "\n".join(sorted(f"{entry.name} {entry.stat().st_size}" for entry in files))


def _in_the_making(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.name.startswith(_UNFINISHED) and time.time() - entry.stat().st_mtime < _LITTER_AGE
    except FileNotFoundError:  # just moved to its place
        return True


def _ingredients(project: Project) -> dict[str, str]:
    """The paths of the files that a store is made of, and what each is to it: code, or what goes into which graph."""
    package = os.path.dirname(os.path.dirname(__file__))
    code = {os.path.join(package, name): name for name in _CODE}
    return code | {path: f"{graph} {path.removeprefix(project.path)}" for path, graph in project.graph_files()}


def _state_of(files: Iterable[str]) -> tuple[bytes, float]:
    """Size, times and identity of each file as text, and when the newest change was, in seconds."""
    lines, newest = [ox.__version__], 0.0
    for path in files:
        status = os.stat(path)
        newest = max(newest, status.st_mtime, status.st_ctime)
        lines.append(f"{status.st_size} {status.st_mtime_ns} {status.st_ctime_ns} {status.st_ino} {path}")
    return os.fsencode("\n".join(lines)), newest


def _digest(files: Mapping[str, str]) -> str:
    """The digest of the engine's version and of what each file is and holds."""
    import hashlib

    digest = hashlib.blake2b(ox.__version__.encode(), digest_size=20)
    for path, what in files.items():
        with open(path, "rb") as file:
            content = file.read()
        digest.update(os.fsencode(f"\n{what} {len(content)}\n"))
        digest.update(content)
    return digest.hexdigest()

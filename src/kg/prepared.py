"""The prepared store: a project's graph kept on disk as the engine wants it, so that a question need not parse files.

A store lies in the user's cache folder under the digest of all that went into it: the project's files, the code that
loads them, the engine's version. A stamp remembers the sizes and times of those files, so that unchanged ones are not
even read. What is stale, damaged or half-made is not used but made anew; where nothing can be written, the graph is
loaded into memory as if there were no cache.
"""

from __future__ import annotations

import os
import time
from pathlib import Path

import pyoxigraph as ox

import kg.store
from kg.project import Project

# File systems date changes in steps of up to 2 s: a file younger than that may change again and keep its times, so it
# is not stamped. Git calls such entries racy.
_SETTLED_AFTER = 2_000_000_000  # nanoseconds


class PreparedStores:
    """The stores in a cache folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def open(self, project: Project) -> ox.Store:
        """The graph of a project: prepared, if it was; else loaded into memory, and prepared for the next time."""
        files = _ingredients(project)
        stamp = _Stamp(self._folder / f"{_name_of(project.folder)}.stamp", files)
        digest = stamp.known_digest() or _digest(files)
        try:
            store = ox.Store.read_only(str(self._folder / digest))
        except OSError:
            store = kg.store.load_store(project)
            self._keep(store, digest)
        stamp.remember(digest)
        return store

    def discard(self, project: Project) -> None:
        """Forgets the store of a project, because it proved to be damaged."""
        import shutil

        shutil.rmtree(self._folder / _digest(_ingredients(project)), ignore_errors=True)

    def _keep(self, store: ox.Store, digest: str) -> None:
        """Writes a store beside its place and moves it there whole; a store that others made meanwhile stays."""
        import shutil
        import tempfile

        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            unfinished = tempfile.mkdtemp(prefix="unfinished-", dir=self._folder)
        except OSError:
            return
        try:
            kept = ox.Store(unfinished)
            kept.bulk_extend(store)
            kept.optimize()
            kept.flush()
            del kept
            os.rename(unfinished, self._folder / digest)
        except OSError:
            shutil.rmtree(unfinished, ignore_errors=True)


class _Stamp:
    """What a stamp file says: a digest, and the state of the files when it was taken."""

    def __init__(self, path: Path, files: list[Path]) -> None:
        self._path = path
        self._state, self._newest = _state_of(files)
        try:
            self._written = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            self._written = ""

    def known_digest(self) -> str | None:
        """The digest, if the files are as they were."""
        digest, _, state = self._written.partition("\n")
        return digest if digest and state == self._state else None

    def remember(self, digest: str) -> None:
        """Stamps the digest, once the files have settled."""
        content = f"{digest}\n{self._state}"
        if content == self._written or time.time_ns() - self._newest < _SETTLED_AFTER:
            return
        beside = self._path.with_suffix(f".{os.getpid()}")
        try:
            beside.write_text(content, encoding="utf-8")
            os.replace(beside, self._path)
        except OSError:
            beside.unlink(missing_ok=True)


def stores() -> PreparedStores | None:
    """The stores of this user: in `KG_CACHE`, else in the cache folder of the XDG base directories; None when `off`."""
    chosen = os.environ.get("KG_CACHE")
    if chosen == "off":
        return None
    home = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    return PreparedStores(Path(chosen or os.path.join(home, "innovation-kg")))


def _ingredients(project: Project) -> list[Path]:
    """The files that a store is made of, the code that makes it among them."""
    return [Path(kg.store.__file__), *(path for path, _ in project.graph_files())]


def _state_of(files: list[Path]) -> tuple[str, int]:
    """Size, times and identity of each file as text, and the time of the newest change in nanoseconds."""
    lines, newest = [ox.__version__], 0
    for path in files:
        status = path.stat()
        newest = max(newest, status.st_mtime_ns, status.st_ctime_ns)
        lines.append(f"{status.st_size} {status.st_mtime_ns} {status.st_ctime_ns} {status.st_ino} {path}")
    return "\n".join(lines), newest


def _digest(files: list[Path]) -> str:
    """The digest of the engine's version and of each file's name and content."""
    import hashlib

    digest = hashlib.blake2b(ox.__version__.encode(), digest_size=20)
    for path in files:
        content = path.read_bytes()
        digest.update(f"\n{path.name} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()


def _name_of(folder: Path) -> str:
    import zlib

    return f"{folder.name}-{zlib.crc32(str(folder).encode()):08x}"

"""The one function by which `kg` writes files: the new content whole, or the old file as it was.

Enters a path and bytes; leaves a file that holds exactly these bytes. No other module of `kg` writes files
(tests/test_writing.py), but for the cache that the engine keeps (sealed.py).
"""

from __future__ import annotations

import os
import secrets
import stat
import time
from pathlib import Path

from kg.errors import KgError
from kg.language import Text

# The folders of a project that people curate; `ontology/prefixes.ttl` marks a project (kg/project.py).
_CURATED = ("data", "ontology", "queries")
_MARK = Path("ontology", "prefixes.ttl")

# A run that was killed leaves its temporary file; the next run in that folder removes it once it is this old.
_LITTER_AGE = 600  # seconds


def write_file(path: Path, content: bytes, *, curated: bool = False) -> None:
    """Writes `content` to `path`, whole or not at all.

    A link is followed and an existing file keeps its permissions. Raises KgError, with the old file untouched, when the
    folder is missing, when `path` is a folder or a device, when it lies in the curated folders (`data/`, `ontology/`,
    `queries/`) of any project and `curated` is not set, and when the system refuses (a full disk, no permission).
    """
    target = target_of(path, curated=curated)
    temporary = target.with_name(f".kg-{secrets.token_hex(8)}.tmp")
    try:
        _remove_litter(target.parent)
        try:
            _write_through(temporary, content)
            if target.exists():
                temporary.chmod(stat.S_IMODE(target.stat().st_mode))
            os.replace(temporary, target)
        except BaseException:  # Ctrl-C too
            temporary.unlink(missing_ok=True)
            raise
        _make_lasting(target.parent)
    except OSError as error:
        reason = error.strerror or str(error)
        raise KgError(Text(f"无法写入：{reason}", f"cannot be written: {reason}"), place=str(path)) from None


def target_of(path: Path, *, curated: bool = False) -> Path:
    """The file that would be written to, links followed: to ask before the work, of which nothing could be kept.

    Raises KgError as `write_file` does, but for what shows only in writing.
    """
    target = Path(os.path.realpath(path))
    try:
        if target.is_dir():
            raise KgError(Text("这是文件夹，请给出文件名", "is a folder: name a file"), place=str(path))
        if target.exists() and not target.is_file():
            raise KgError(
                Text("不是普通文件，不予写入", "is not a regular file and is not written to"), place=str(path)
            )
        if not target.parent.is_dir():
            raise KgError(
                Text(f"没有文件夹 {path.parent}，请先建立", f"there is no folder {path.parent}: make it first"),
                place=str(path),
            )
        if not curated and _is_curated(target):
            raise KgError(
                Text(
                    "位于项目的 data、ontology 或 queries 文件夹，输出不写入这些文件夹：请换一个位置",
                    "lies in the data, ontology or queries folder of a project, where no output goes:"
                    " choose another place",
                ),
                place=str(path),
            )
    except OSError as error:
        reason = error.strerror or str(error)
        raise KgError(Text(f"无法写入：{reason}", f"cannot be written: {reason}"), place=str(path)) from None
    return target


def _is_curated(target: Path) -> bool:
    return any(
        target.is_relative_to(folder / name) and (folder / _MARK).is_file()
        for folder in target.parents
        for name in _CURATED
    )


def _write_through(temporary: Path, content: bytes) -> None:
    """Writes a new file as far as the disk."""
    with temporary.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _make_lasting(folder: Path) -> None:
    """Brings the new name of the file to the disk too, where the system lets a folder be opened."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _remove_litter(folder: Path) -> None:
    for litter in folder.glob(".kg-*.tmp"):
        if time.time() - litter.stat().st_mtime > _LITTER_AGE:
            litter.unlink(missing_ok=True)

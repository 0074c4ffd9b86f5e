"""Sealed stores: a store in, on disk whole or not at all; and opened again only as long as it is as it was made.

Several processes may do so at once, and each may be killed at any moment.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pyoxigraph as ox

from kg.storage.states import LENGTH_OF_SUM, states_of, sums_of

_UNFINISHED, _HALF_WRITTEN, _SEAL = "unfinished-", ".half", "seal"
_LITTER_AGE = 3600  # seconds: where nobody can lock, whoever still makes a store after an hour was killed


def opened(path: str) -> ox.Store:
    """A store on disk. Raises OSError or RuntimeError if there is none, or none that is whole.

    The engine starts some 180 threads to open its dozen files. On one processor they do not get in each other's way,
    which saves a fourteenth of a query.
    """
    _check_seal(path)
    if not hasattr(os, "sched_setaffinity"):  # Linux has it
        return ox.Store.read_only(path)
    allowed = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {sorted(allowed)[os.getpid() % len(allowed)]})
    try:
        return ox.Store.read_only(path)
    finally:
        os.sched_setaffinity(0, allowed)


def keep(store: ox.Store, place: str) -> None:
    """Writes a store beside its place and moves it there whole; what else is kept of the project goes."""
    import shutil
    import tempfile

    folder = os.path.dirname(place)
    try:
        os.makedirs(folder, 0o700, exist_ok=True)
        unfinished = tempfile.mkdtemp(prefix=_UNFINISHED, dir=folder)
    except OSError:
        return
    with _locked(unfinished):
        try:
            kept = ox.Store(unfinished)
            kept.bulk_extend(store)
            kept.optimize()
            kept.flush()
            del kept
            with open(os.path.join(unfinished, _SEAL), "wb") as seal:
                seal.write(_states_in(unfinished) + b"\n\n" + _sums_in(unfinished))
            shutil.rmtree(place, ignore_errors=True)  # damaged, or the same that another process was quicker to make
            os.rename(unfinished, place)
        except (OSError, RuntimeError):
            shutil.rmtree(unfinished, ignore_errors=True)
    _tidy(folder, place)


def _check_seal(path: str) -> None:
    """Raises OSError where a store is not as it was made. Where its files were copied or touched, their sums decide.

    The engine's own sums do not do: it takes a shortened list of its files (MANIFEST) for an earlier state, and what
    counts or sorts repeats the error of a damaged page until memory runs out (pyoxigraph 0.5.13).
    """
    seal = os.path.join(path, _SEAL)
    with open(seal, "rb") as file:
        states, _, sums = file.read().partition(b"\n\n")
    now = _states_in(path)
    if now == states:
        return
    if sums != _sums_in(path):
        raise OSError("not as it was made")
    replace_file(seal, now + b"\n\n" + sums)


def _states_in(store: str) -> bytes:
    states, _ = states_of(_files_in(store))
    return "\n".join(f"{state} {os.path.basename(path)}" for path, state in states.items()).encode()


def _sums_in(store: str) -> bytes:
    sums = sums_of(_files_in(store))
    return "\n".join(f"{each} {os.path.basename(path)}" for path, each in sums.items()).encode()


def _files_in(store: str) -> list[str]:
    return [os.path.join(store, name) for name in sorted(os.listdir(store)) if name != _SEAL]


@contextmanager
def _locked(folder: str) -> Iterator[None]:
    """Holds a lock on a folder, where the system has such: it is gone with its holder, however that one ends."""
    descriptor = None
    with suppress(ImportError, OSError):
        import fcntl

        descriptor = os.open(folder, os.O_RDONLY)
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    try:
        yield
    finally:
        if descriptor is not None:
            os.close(descriptor)


def _in_the_making(entry: os.DirEntry[str]) -> bool:
    """Whether somebody still works on it."""
    try:
        try:
            import fcntl

            descriptor = os.open(entry.path, os.O_RDONLY)
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            finally:
                os.close(descriptor)
        except BlockingIOError:
            return True
        except (ImportError, OSError):
            return time.time() - entry.stat().st_mtime < _LITTER_AGE
    except FileNotFoundError:  # just moved to its place
        return True
    return False


def _tidy(folder: str, place: str) -> None:
    """Removes from a project's folder the stores of older files, and what those left who were killed."""
    import shutil

    with suppress(OSError):  # gone, since another process found it damaged
        for entry in os.scandir(folder):
            name = entry.name
            if entry.is_dir(follow_symlinks=False):
                outdated = len(name) == LENGTH_OF_SUM and entry.path != place
                if outdated or (name.startswith(_UNFINISHED) and not _in_the_making(entry)):
                    shutil.rmtree(entry.path, ignore_errors=True)
            elif name.endswith(_HALF_WRITTEN):  # whoever is writing it does without
                os.unlink(entry.path)


def replace_file(path: str, content: bytes) -> None:
    """Puts a file in its place whole; where nothing can be written, nothing is."""
    import tempfile

    try:
        descriptor, beside = tempfile.mkstemp(_HALF_WRITTEN, dir=os.path.dirname(path))
    except OSError:
        return
    try:
        with open(descriptor, "wb") as file:
            file.write(content)
        os.replace(beside, path)
    except OSError:
        with suppress(OSError):
            os.unlink(beside)

"""Files as they are: their state, which costs no reading, and the sum of what they hold.

The state is size, times and identity. No program can set the time of a file's last change (ctime), so a file whose
state is the same holds the same, but for a change within one step of the file system's clock.
"""

from __future__ import annotations

import os
from collections.abc import Iterable

from kg.storage.text_files import BYTE_ORDER_MARK

# File systems date changes in steps of up to 2 s: a file younger than that may change again and keep its times. Git
# calls such entries racy.
SETTLED_AFTER = 2  # seconds
LENGTH_OF_SUM = 40  # hexadecimal digits


def states_of(paths: Iterable[str]) -> tuple[dict[str, str], float]:
    """Each path with its state as text, and when the newest change was, in seconds. Raises OSError."""
    states, newest = {}, 0.0
    for path in paths:
        status = os.stat(path)
        newest = max(newest, status.st_mtime, status.st_ctime)
        states[path] = f"{status.st_size} {status.st_mtime_ns} {status.st_ctime_ns} {status.st_ino}"
    return states, newest


def sum_of(content: bytes) -> str:
    """The sum of a content (BLAKE2b) in hexadecimal digits; a byte order mark says nothing and is left out."""
    import hashlib

    return hashlib.blake2b(content.removeprefix(BYTE_ORDER_MARK), digest_size=LENGTH_OF_SUM // 2).hexdigest()


def sums_of(paths: Iterable[str]) -> dict[str, str]:
    """Each path with the sum of its content. Raises OSError."""
    sums = {}
    for path in paths:
        with open(path, "rb") as file:
            sums[path] = sum_of(file.read())
    return sums

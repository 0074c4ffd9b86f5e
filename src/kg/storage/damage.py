"""Damage of a prepared store, which may show only when it is asked: work in, its result out, done again if so."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

Result = TypeVar("Result")


def shows_damage(error: BaseException) -> bool:
    """Whether the engine says by an error that a store on disk is damaged: it cannot be read, or its sums are wrong."""
    if isinstance(error, OSError):
        return error.filename is None and error.errno is None  # unlike an error of the system
    return isinstance(error, RuntimeError) and str(error).startswith("Corruption")


def done_whatever_is_damaged(work: Callable[[], Result], leave_prepared: Callable[[], bool]) -> Result:
    """What `work` returns; where a store proves damaged, `leave_prepared` gives it up and the work is done again.

    `leave_prepared` says whether that helps; if not, the engine's error is raised as it is.
    """
    try:
        return work()
    except (OSError, RuntimeError) as error:
        if not shows_damage(error) or not leave_prepared():
            raise
    return work()

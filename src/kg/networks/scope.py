"""The scope of a network: what counts in it."""

from __future__ import annotations

from typing import NamedTuple


class Scope(NamedTuple):
    """What counts in a network.

    report: a year: only what this report says, None for all. groups: also what is said of a group of regions, for each
    of its members. proposed: also platforms that are only proposed.
    """

    report: str | None = None
    groups: bool = True
    proposed: bool = False


EVERYTHING = Scope()

"""The terminal: whether there is one, and what it can show."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from pathlib import Path


def stands_behind_stdout() -> bool:
    """Whether a person will read standard output as it comes."""
    return sys.stdout.isatty()


def say_path(path: Path) -> None:
    """Prints where a file is: as it is called for a program, harmless for a terminal."""
    from kg.escapes import visible

    click.echo(visible(str(path)) if stands_behind_stdout() else path)


def columns() -> int:
    """Its width."""
    import shutil  # slow to import

    return shutil.get_terminal_size().columns


def wants_colour() -> bool:
    """Whether escape codes are welcome in what people read: https://no-color.org, https://force-color.org, TERM."""
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or (stands_behind_stdout() and os.environ.get("TERM") != "dumb")

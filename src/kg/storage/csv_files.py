"""CSV files that curators keep: a file and its columns in, its rows out, each with its place."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path

from kg.errors import KgError
from kg.language import Text
from kg.storage.text_files import decode, read_bytes


def read_rows(path: Path, columns: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
    """The rows below the header, each with its place (`file:line`), blank lines left out.

    Raises KgError for a file that cannot be read, another header, or a row of another length.
    """
    names = ",".join(columns)
    rows = csv.reader(decode(str(path), read_bytes(path)).split("\n"))
    if next(rows, None) != list(columns):
        raise KgError(Text(f"第一行须为 {names}", f"the first line must be {names}"), place=f"{path}:1")
    for row in rows:
        place = f"{path}:{rows.line_num}"
        if row and len(row) != len(columns):
            raise KgError(Text(f"每行须为：{names}", f"a row is: {names}"), place=place)
        if row:
            yield place, row

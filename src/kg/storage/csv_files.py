"""CSV files that curators keep: a file and its columns in, its rows out, each with its place."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path

from kg.errors import KgError
from kg.language import Text
from kg.storage.text_files import decode, read_bytes


def read_rows(path: Path, columns: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
    """The rows below the header, each with its place (`file:line`), blank lines left out.

    Raises KgError for a file that cannot be read or is no CSV, another header, or a row of another length.
    """
    names = ",".join(columns)
    rows = csv.reader(io.StringIO(decode(str(path), read_bytes(path)), newline=""), strict=True)
    try:
        if next(rows, None) != list(columns):
            raise KgError(Text(f"第一行须为 {names}", f"the first line must be {names}"), place=f"{path}:1")
        for row in rows:
            place = f"{path}:{rows.line_num}"
            if row and len(row) != len(columns):
                raise KgError(Text(f"每行须为：{names}", f"a row is: {names}"), place=place)
            if row:
                yield place, row
    except csv.Error as error:
        message = Text("不是 CSV：引号未闭合或单元格过长", f"this is no CSV: {error}")
        raise KgError(message, place=f"{path}:{rows.line_num}") from None

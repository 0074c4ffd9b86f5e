"""Headings: what columns of answers are called, and rows as a reader of one language wants them.

The project's table is `queries/columns.toml`, a line for each variable: `platform = { zh = "平台", en = "platform" }`.
Programs get the variables themselves.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING

from kg.errors import KgError
from kg.language import LANGUAGES, Language, Text
from kg.querying.answers import Rows
from kg.storage.text_files import decode, read_bytes

if TYPE_CHECKING:
    from kg.project import Project

Headings = Mapping[str, Text]


def read_headings(project: Project) -> dict[str, Text]:
    """Variable → what its column is called; none where there is no such table. Raises KgError for a faulty one."""
    path = project.headings_file
    if not os.path.isfile(path):
        return {}
    import tomllib

    try:
        table = tomllib.loads(decode(path, read_bytes(path)))
    except tomllib.TOMLDecodeError as error:
        raise KgError(Text(f"不是 TOML：{error}", f"is no TOML: {error}"), place=path) from None
    return {variable: _both(variable, heading, path) for variable, heading in table.items()}


def with_headings(rows: Rows, headings: Headings, language: Language) -> Rows:
    """The rows with headings in the place of variables; of `?why_zh` and `?why_en` only the reader's own column.

    A variable without a heading keeps its name.
    """
    kept, names = [], []
    for place, variable in enumerate(rows.variables):
        bare, own = _bare(variable, rows.variables)
        if own in (None, language):
            kept.append(place)
            names.append(headings[bare].in_(language) if bare in headings else bare)
    return Rows(tuple(names), [tuple(row[place] for place in kept) for row in rows.rows], rows.truncated)


def _bare(variable: str, variables: tuple[str, ...]) -> tuple[str, Language | None]:
    """A variable without the language that it ends with, and that language, if there is a column for each language."""
    bare = variable.removesuffix("_zh").removesuffix("_en")
    if all(f"{bare}_{language}" in variables for language in LANGUAGES):
        return bare, "zh" if variable.endswith("_zh") else "en"
    return variable, None


def _both(variable: str, heading: object, path: str) -> Text:
    if isinstance(heading, dict) and heading.keys() == set(LANGUAGES):
        zh, en = heading["zh"], heading["en"]
        if isinstance(zh, str) and isinstance(en, str) and zh and en:
            return Text(zh, en)
    example = f'{variable} = {{ zh = "…", en = "…" }}'
    raise KgError(Text(f"{variable} 应写作 {example}", f"{variable} is written {example}"), place=path)

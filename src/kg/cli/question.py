"""The question of `kg query`: what was typed, named, piped or filed in, a question with its parameters out."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from kg.cli.answering import Question
from kg.errors import KgError
from kg.language import Text
from kg.storage.text_files import as_typed, decode, read_bytes, read_stream

if TYPE_CHECKING:
    from kg.project import Project

_NAME = re.compile(r"[\w.:/\\-]+")  # what can be meant as a name of the catalogue: SPARQL has a space or a bracket


def read_question(project: Project, typed: str | None, file: str | None, *, reads_data: bool) -> Question | None:
    """The question that was typed, named, piped or filed; None when there is nothing to read.

    reads_data: whether standard input is taken. Raises KgError for what names no question and cannot be read.
    """
    if typed is not None and file is not None:
        raise KgError(Text("查询和 -F 只能给一个", "give a query or -F, not both"))
    if file not in (None, "-"):
        return Question(decode(file, read_bytes(file)), file)
    if typed in (None, "-"):
        something_piped = sys.stdin is not None and not sys.stdin.isatty()
        return _piped(reads_data=reads_data) if something_piped or "-" in (typed, file) else None
    text = as_typed(typed).removeprefix("\ufeff")
    if _NAME.fullmatch(text):
        return _catalogued(project, text)
    return (_titled(project, text) if "{" not in text else None) or Question(text)


def _piped(*, reads_data: bool) -> Question:
    if reads_data:
        raise KgError(
            Text("标准输入已用于 --data，请另给查询", "standard input is taken by --data: give the query otherwise")
        )
    return Question(decode("<stdin>", read_stream()), "<stdin>")


def _titled(project: Project, text: str) -> Question | None:
    """The question of the catalogue whose title it is, in either language."""
    from kg.naming.names import fold
    from kg.querying.catalogue import catalogue

    typed = fold(text).rstrip("?")  # which stands for the Chinese one, too
    for entry in catalogue(project).values():
        if typed in (fold(title).rstrip("?") for title in entry.title):
            return Question(entry.text, entry.path, entry)
    return None


def _catalogued(project: Project, name: str) -> Question:
    """The question of the catalogue with this name, or one that is titled so. Raises KgError where there is none."""
    files = project.query_files()
    if name in files:
        from kg.querying.catalogue import read_query

        entry = read_query(files[name])
        return Question(entry.text, entry.path, entry)
    titled = _titled(project, name)
    if titled is None:
        raise _unknown(name, files)
    return titled


def _unknown(name: str, known: Iterable[str]) -> KgError:
    """That a question is not in the catalogue, and what else the name may be."""
    if os.path.isfile(name):
        return KgError(Text(f"这是文件：请用 -F {name}", f"is a file: use -F {name}"), place=name)
    from kg.naming.suggestions import did_you_mean
    from kg.querying.tags import TAGS

    if name in TAGS:
        command = f"kg query --list --tag {name}"
        return KgError(Text(f"这是标签：{command}", f"is a tag: {command}"), place=name)
    near = did_you_mean(name, known)
    return KgError(
        Text(
            f"目录中没有查询“{name}”。{near.zh} 全部名称：kg query --list",
            f"no question “{name}” in the catalogue.{near.en} All names: kg query --list",
        )
    )


def read_values(pairs: Sequence[str]) -> dict[str, str]:
    """The parameters, each typed as name=value. Raises KgError for another form and for one that is given twice."""
    values: dict[str, str] = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals or not name:
            raise KgError(Text(f"-p 应写作 名称=值，而不是 {pair}", f"-p wants name=value, not {pair}"))
        name = name.lstrip("?$")
        if name in values:
            from kg.querying.parameters import given_twice

            raise given_twice(name)
        values[name] = value
    return values

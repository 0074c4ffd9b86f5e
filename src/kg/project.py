"""The project folder: where the ontology, the data and the queries lie.

The same layout serves other graphs too: a folder is a project when it holds `ontology/prefixes.ttl`.
"""

from __future__ import annotations

import os
from functools import cached_property
from typing import TYPE_CHECKING

from kg.errors import KgError
from kg.language import Text
from kg.storage.prefixes import Prefixes
from kg.storage.text_files import AnyPath, current_folder, files_in

if TYPE_CHECKING:
    from pathlib import Path

_MARK = "ontology/prefixes.ttl"
_PACKAGE = os.path.dirname(os.path.abspath(__file__))


class Project:
    """A project folder and what lies where in it: `path` is the folder as text, `found_by` says how it was chosen."""

    def __init__(self, folder: AnyPath, found_by: Text) -> None:
        self.path = os.fspath(folder)
        self.found_by = found_by

    @cached_property
    def folder(self) -> Path:
        """The folder as an object."""
        from pathlib import Path

        return Path(self.path)

    @cached_property
    def prefixes(self) -> Prefixes:
        """The prefix table of the project."""
        return Prefixes.read(self._within(_MARK))

    @property
    def shapes_file(self) -> Path:
        """The SHACL shapes; they are about the graph and no part of it."""
        return self.folder / "ontology" / "shapes.ttl"

    @property
    def queries_folder(self) -> Path:
        """The catalogue: one question per file."""
        return self.folder / "queries"

    @property
    def checks_folder(self) -> Path:
        """Rules across entities: queries whose empty answer passes."""
        return self.folder / "queries" / "checks"

    @property
    def unclaimed_folder(self) -> Path:
        """What a text claims and the graph leaves out, with reasons: one table a report."""
        return self.folder / "data" / "unclaimed"

    @property
    def headings_file(self) -> str:
        """What the columns of answers are called; a project need not have one."""
        return self._within("queries/columns.toml")

    def query_files(self) -> dict[str, str]:
        """Name of a question → path of its file, in the order of the names."""
        return {_stem(path): path for path in sorted(files_in(self._within("queries"), ".rq"), key=_stem)}

    def graph_files(self, *, conjecture: bool = False) -> list[tuple[str, str | None]]:
        """The paths of the files that make up the graph, each with the local name of the graph it goes into.

        The name is None for a file that names its graphs itself (the passages and their remarks).
        """
        shapes, reports = self._within("ontology/shapes.ttl"), self._within("data/reports.ttl")
        files: list[tuple[str, str | None]] = []
        files += [(path, "ontology") for path in files_in(self._within("ontology"), ".ttl") if path != shapes]
        files += [(reports, "reports")] if os.path.isfile(reports) else []
        files += [(path, "entities") for path in files_in(self._within("data/entities"), ".ttl")]
        files += [(path, None) for path in files_in(self._within("data/passages"), ".trig")]
        if conjecture:
            files += [(path, f"conjecture-{_stem(path)}") for path in files_in(self._within("data/conjecture"), ".ttl")]
        return files

    def curated_files(self) -> list[Path]:
        """Every file of `ontology/` and `data/` that is kept in the canonical form."""
        files = [self.folder / path for path, _ in self.graph_files(conjecture=True)]
        return [*files, self.shapes_file] if self.shapes_file.exists() else files

    def _within(self, place: str) -> str:
        return os.path.join(self.path, *place.split("/"))


def find_project(folder: str | None = None) -> Project:
    """The project to work on: `folder`, else `KG_PROJECT`, else the nearest folder upwards, else the package's own.

    Raises KgError when a folder that was named is no project.
    """
    if folder:
        return _named(folder, Text("--project 选项", "the option --project"))
    if named := os.environ.get("KG_PROJECT"):
        return _named(named, Text("环境变量 KG_PROJECT", "the environment variable KG_PROJECT"))
    candidate, below = current_folder(), ""
    while candidate != below:
        if _is_project(candidate):
            return Project(candidate, Text("当前文件夹或其上级", "the current folder or one above it"))
        candidate, below = os.path.dirname(candidate), candidate
    return own_project()


def own_project() -> Project:
    """The project that came with the package: beside the sources in a checkout, inside the package when installed."""
    checkout = os.path.dirname(os.path.dirname(_PACKAGE))
    folder = checkout if _is_project(checkout) else os.path.join(_PACKAGE, "_project")
    return Project(folder, Text("随软件包安装的项目", "the project installed with the package"))


def _named(folder: str, found_by: Text) -> Project:
    if not _is_project(folder):
        raise KgError(
            Text(
                f"不是项目文件夹：其中没有 {_MARK}（来自{found_by.zh}）",
                f"not a project folder: it has no {_MARK} (named by {found_by.en})",
            ),
            place=folder,
        )
    return Project(os.path.abspath(folder), found_by)


def _is_project(folder: str) -> bool:
    return os.path.isfile(os.path.join(folder, _MARK))


def _stem(path: str) -> str:
    return os.path.splitext(os.path.basename(path))[0]

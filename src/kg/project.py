"""The project folder: where the ontology, the data and the queries lie.

The same layout serves other graphs too: a folder is a project when it holds `ontology/prefixes.ttl`.
"""

from __future__ import annotations

import os
from functools import cached_property
from pathlib import Path

from kg.errors import KgError
from kg.language import Text
from kg.prefixes import Prefixes

_MARK = Path("ontology", "prefixes.ttl")
_PACKAGE = Path(__file__).parent


class Project:
    """A project folder and what lies where in it; `found_by` says how the folder was chosen."""

    def __init__(self, folder: Path, found_by: Text) -> None:
        self.folder = folder
        self.found_by = found_by

    @cached_property
    def prefixes(self) -> Prefixes:
        """The prefix table of the project."""
        return Prefixes.read(self.folder / _MARK)

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

    def graph_files(self, *, conjecture: bool = False) -> list[tuple[Path, str | None]]:
        """The files that make up the graph, each with the local name of the graph it goes into.

        The name is None for a file that names its graphs itself (the passages and their remarks).
        """
        ontology = [path for path in _files(self.folder / "ontology", "*.ttl") if path != self.shapes_file]
        files: list[tuple[Path, str | None]] = [(path, "ontology") for path in ontology]
        files += [(path, "reports") for path in _files(self.folder / "data", "reports.ttl")]
        files += [(path, "entities") for path in _files(self.folder / "data" / "entities", "*.ttl")]
        files += [(path, None) for path in _files(self.folder / "data" / "passages", "*.trig")]
        if conjecture:
            conjectures = _files(self.folder / "data" / "conjecture", "*.ttl")
            files += [(path, f"conjecture-{path.stem}") for path in conjectures]
        return files

    def curated_files(self) -> list[Path]:
        """Every file of `ontology/` and `data/` that is kept in the canonical form."""
        conjectures = _files(self.folder / "data" / "conjecture", "*.ttl")
        return [path for path, _ in self.graph_files()] + conjectures + _files(self.shapes_file.parent, "shapes.ttl")


def find_project(folder: str | None = None) -> Project:
    """The project to work on: `folder`, else `KG_PROJECT`, else the nearest folder upwards, else the package's own.

    Raises KgError when a folder that was named is no project.
    """
    if folder:
        return _named(folder, Text("--project 选项", "the option --project"))
    if named := os.environ.get("KG_PROJECT"):
        return _named(named, Text("环境变量 KG_PROJECT", "the environment variable KG_PROJECT"))
    here = Path.cwd()
    for candidate in (here, *here.parents):
        if (candidate / _MARK).is_file():
            return Project(candidate, Text("当前文件夹或其上级", "the current folder or one above it"))
    return own_project()


def own_project() -> Project:
    """The project that came with the package: beside the sources in a checkout, inside the package when installed."""
    checkout = _PACKAGE.parent.parent
    folder = checkout if (checkout / _MARK).is_file() else _PACKAGE / "_project"
    return Project(folder, Text("随软件包安装的项目", "the project installed with the package"))


def _named(folder: str, found_by: Text) -> Project:
    path = Path(folder).absolute()
    if not (path / _MARK).is_file():
        raise KgError(
            Text(
                f"不是项目文件夹：其中没有 {_MARK.as_posix()}（来自{found_by.zh}）",
                f"not a project folder: it has no {_MARK.as_posix()} (named by {found_by.en})",
            ),
            place=folder,
        )
    return Project(path, found_by)


def _files(folder: Path, pattern: str) -> list[Path]:
    return sorted(folder.glob(pattern))

"""`kg.load()`: the graph of a project, to ask, to judge and to analyse."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.project import Project, find_project
from kg.store import load_store

if TYPE_CHECKING:
    import rdflib


class Graph:
    """The statements of a project, each in the named graph of the passage that it comes from."""

    def __init__(self, project: Project, *, conjecture: bool = False) -> None:
        self.project = project
        self.conjecture = conjecture

    @cached_property
    def store(self) -> ox.Store:
        """The engine's view: named graphs, and their merge (inferences included) as the default graph."""
        return load_store(self.project, conjecture=self.conjecture)

    @cached_property
    def rdf(self) -> rdflib.Dataset:
        """rdflib's view of the same quads: queries without GRAPH see the union of all graphs."""
        from kg.rdflib_view import dataset

        return dataset(self.store, self.project.prefixes)


def load(project: str | None = None, *, conjecture: bool = False) -> Graph:
    """The graph of a project folder (found as the command finds it); files are read when first needed.

    Raises KgError if `project` is no project folder.
    """
    return Graph(find_project(project), conjecture=conjecture)

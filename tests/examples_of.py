"""The examples in tests/examples/: a good world, and changes of it that something must refuse."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox

from kg.namespaces import GRAPH, KG
from kg.project import Project
from kg.storage.rdf_files import RdfFile, read_rdf_file
from kg.storage.store import materialize

_RDFS = "http://www.w3.org/2000/01/rdf-schema#"
_TREES = (
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#type",
    f"{_RDFS}sub",
    "http://www.w3.org/2002/07/owl#inverseOf",
    f"{KG}backgroundOf",
)
EXAMPLES = Path(__file__).parent / "examples"


class Example(NamedTuple):
    """A change of the good world: `refused_by` names the shape or check that must refuse it."""

    refused_by: str
    added: str
    removed: str


def bad_examples(name: str) -> list[Example]:
    """The examples of a file: a name on a line of its own, then lines that begin with + or -."""
    return list(_read((EXAMPLES / name).read_text(encoding="utf-8")))


def _read(text: str) -> Iterator[Example]:
    for block in text.split("\n\n"):
        name, *changes = [line for line in block.split("\n") if line and not line.startswith("#")] or [""]
        if name:
            assert all(line[:2] in ("+ ", "- ") for line in changes), block
            added, removed = ("\n".join(line[2:] for line in changes if line[0] == sign) for sign in "+-")
            yield Example(name, added, removed)


def good_world(project: Project, change: Example | None = None, *, infer: bool = False) -> ox.Store:
    """The good world with the project's ontology, changed by one example."""
    store = ox.Store()
    store.extend(_ontology(project.folder))
    store.extend(_quads(project, (EXAMPLES / "good.trig").read_text(encoding="utf-8")))
    if change:
        for quad in _quads(project, change.removed):
            assert quad in store, f"{change.refused_by} takes away what is not there: {quad}"
            store.remove(quad)
        store.extend(_quads(project, change.added))
    materialize(store, infer=infer)
    return store


@cache
def _ontology(folder: Path) -> list[ox.Quad]:
    """The trees of classes and properties, what is background, the concepts; other words would only take time."""
    vocabulary, concepts = (read_rdf_file(folder / "ontology" / name).quads() for name in ("kg.ttl", "concepts.ttl"))
    trees = (quad for quad in vocabulary if quad.predicate.value.startswith(_TREES))
    graph = ox.NamedNode(GRAPH + "ontology")
    return [ox.Quad(quad.subject, quad.predicate, quad.object, graph) for quad in (*trees, *concepts)]


def _quads(project: Project, trig: str) -> list[ox.Quad]:
    prefixes = "".join(f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in project.prefixes.items())
    return list(RdfFile("example", (prefixes + trig).encode(), ox.RdfFormat.TRIG).quads())

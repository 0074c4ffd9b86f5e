"""What tests share: small projects made by hand, and the report texts where they are at hand."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox
import pytest

from kg.cli.main import run
from kg.graph import Graph
from kg.namespaces import GRAPH
from kg.passages import passage_of
from kg.project import Project, find_project
from kg.storage.rdf_files import RdfFile, read_rdf_file
from kg.storage.store import materialize
from kg.validation.knowledge import Knowledge
from kg.validation.report import Report

ROOT = Path(__file__).parents[1]
PREFIXES = (ROOT / "ontology" / "prefixes.ttl").read_text(encoding="utf-8")

MakeProject = Callable[..., Project]


class Ran(NamedTuple):
    """What a command left: its exit status, its output, its messages."""

    status: int
    out: str
    err: str


Kg = Callable[..., Ran]


@pytest.fixture
def make_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> MakeProject:
    """Makes a project of the real ontology and the given Turtle and TriG, which need no prefix lines.

    Nothing is kept of it: to prepare a store takes five times as long as to load so small a graph.
    """
    monkeypatch.setenv("KG_CACHE", "off")

    def make(entities: str = "", passages: str = "", readings: str = "") -> Project:
        folder = tmp_path / "project"
        if not folder.exists():
            shutil.copytree(ROOT / "ontology", folder / "ontology")
            shutil.copytree(ROOT / "queries", folder / "queries")
        for path, content in (("entities/all.ttl", entities), ("passages/2018.trig", passages + readings)):
            file = folder / "data" / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(PREFIXES + content, encoding="utf-8")
        return find_project(str(folder))

    return make


def knowledge_of(project: Project, trig: str) -> Knowledge:
    """What a graph of the project's ontology and the given TriG, which needs no prefix lines, knows."""
    store = ox.Store()
    for path, graph in project.graph_files():
        if graph == "ontology":
            read_rdf_file(path).load_into(store, ox.NamedNode(GRAPH + graph))
    RdfFile("example", (PREFIXES + trig).encode(), ox.RdfFormat.TRIG).load_into(store, None)
    materialize(store, infer=False)
    return Knowledge(store)


@pytest.fixture
def kg(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Kg:
    """Runs commands, `typed` on their standard input; report texts are not at hand unless an option names them."""
    monkeypatch.delenv("KG_SOURCES", raising=False)

    def kg(*arguments: object, typed: bytes = b"") -> Ran:
        with monkeypatch.context() as patch:
            patch.setattr("sys.stdin", TextIOWrapper(BytesIO(typed), encoding="utf-8"))
            status = run(list(map(str, arguments)))
        return Ran(status, *capfd.readouterr())

    return kg


@pytest.fixture(scope="session", autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The stores that tests prepare go into a folder of their own, and no project is named but by a test."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KG_CACHE", str(tmp_path_factory.mktemp("cache")))
        patch.delenv("KG_PROJECT", raising=False)
        yield


@pytest.fixture(scope="session")
def graph() -> Graph:
    """The project's own graph."""
    return Graph(find_project(str(ROOT)))


@pytest.fixture(scope="session")
def judged(graph: Graph) -> Report:
    """What is found in the project's own graph, with the report texts where they are at hand: judging takes seconds."""
    return graph.validate(sources=os.environ.get("KG_SOURCES"), coverage=True)


@pytest.fixture(scope="session")
def sources() -> Path:
    """The folder of the report texts; tests that need them skip without it, and may not skip in CI."""
    return at_hand(os.environ.get("KG_SOURCES"), "the report texts are not at hand: set KG_SOURCES to their folder")


def at_hand(path: str | None, otherwise: str) -> Path:
    """The path, if it is there; else the test is skipped with the reason, or fails in CI."""
    if path and Path(path).exists():
        return Path(path)
    if os.environ.get("CI"):
        pytest.fail(f"in CI nothing may be skipped: {otherwise}")
    pytest.skip(otherwise)


def cell(graph: Graph, term: object) -> str:
    """A term of an answer as approved answers write it: a prefixed name or a plain value."""
    if term is None:
        return ""
    value = str(getattr(term, "value", term))
    return graph.project.prefixes.shorten(value) or value


@pytest.fixture(scope="session")
def spoken(graph: Graph) -> set[tuple[str, int]]:
    """The lines that a passage of the graph holds, each with its report."""
    named = [passage_of(node.value) for node in graph.store.named_graphs() if isinstance(node, ox.NamedNode)]
    return {(passage.report, line) for passage in named if passage for line in passage.lines}

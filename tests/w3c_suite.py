"""The W3C's test suite for SPARQL 1.1 (github.com/w3c/rdf-tests): a folder in, its query tests out.

Taken are the tests that two of its manifests include: the query language (evaluation, and syntax that is to be
accepted or refused) and its result formats in CSV, TSV and JSON. Updates, protocols, federation and entailment have
manifests of their own.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox
import rdflib
from rdflib.namespace import RDF, Namespace

from kg.errors import KgError
from kg.language import Text

MANIFESTS = ("manifest-sparql11-query.ttl", "manifest-sparql11-results.ttl")
BASE = "https://w3c.github.io/rdf-tests/sparql/sparql11/"
"""Where the suite is published: what its relative IRIs resolve to, in whatever folder the copy lies."""

MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
QT = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
_ACCEPTED, _REFUSED = MF.PositiveSyntaxTest11, MF.NegativeSyntaxTest11
_CATEGORIES = {
    MF.QueryEvaluationTest: "{}",
    MF.CSVResultFormatTest: "{}",
    _ACCEPTED: "{}, accepted",
    _REFUSED: "{}, refused",
}


class File(NamedTuple):
    """A file of the suite: where it lies, and the IRI that it has."""

    path: Path
    iri: str


class Case(NamedTuple):
    """A test: a query and, where it is to be evaluated, its dataset and the file of its result.

    `data` makes up the default graph; each of `graphs` is the named graph of its IRI.
    """

    name: str
    category: str
    query: File
    data: tuple[File, ...] = ()
    graphs: tuple[File, ...] = ()
    result: File | None = None
    is_refused: bool = False

    @property
    def text(self) -> str:
        """The query, with the base IRI that its file has before its first line."""
        return f"BASE <{self.query.iri}> {self.query.path.read_bytes().decode()}"

    def dataset(self) -> ox.Store:
        """The dataset as the suite has it: the default graph is no merge, and an empty graph is there too."""
        store = ox.Store()
        for file in self.data:
            _load(store, file, ox.DefaultGraph())
        for file in self.graphs:
            graph = ox.NamedNode(file.iri)
            store.add_graph(graph)
            _load(store, file, graph)
        return store


def _load(store: ox.Store, file: File, graph: ox.NamedNode | ox.DefaultGraph) -> None:
    store.load(path=file.path, base_iri=file.iri, to_graph=graph)


def read_suite(folder: Path) -> list[Case]:
    """The query tests of a copy of the suite, in its order. Raises KgError where the folder holds none."""
    below = next((root for root in (folder, folder / "sparql/sparql11") if (root / MANIFESTS[0]).is_file()), None)
    if below is None:
        raise KgError(
            Text(
                f"不是 SPARQL 1.1 测试集：其中没有 {MANIFESTS[0]}；请指明 github.com/w3c/rdf-tests 的副本",
                f"not the SPARQL 1.1 suite: it has no {MANIFESTS[0]}; name a copy of github.com/w3c/rdf-tests",
            ),
            place=str(folder),
        )
    return [case for name in MANIFESTS for case in _Reader(below).cases(name)]


class _Reader:
    """Reads the manifests below a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.manifests = rdflib.Graph()

    def cases(self, name: str) -> Iterator[Case]:
        """The tests of a manifest and of those that it includes."""
        manifest = rdflib.URIRef(BASE + name)
        try:
            self.manifests.parse(self._file(manifest).path, format="turtle", publicID=manifest)
        except SyntaxError as error:  # rdflib's BadSyntax is one
            reason = " ".join(str(error).split())
            raise KgError(
                Text(f"清单无法读取：{reason}", f"the manifest cannot be read: {reason}"), place=str(self.folder / name)
            ) from None
        for included in self._list(manifest, MF.include):
            yield from self.cases(str(included).removeprefix(BASE))
        for test in self._list(manifest, MF.entries):
            yield self._case(test, Path(name).parent.name)

    def _case(self, test: rdflib.term.Node, category: str) -> Case:
        kind, action = self.manifests.value(test, RDF.type), self.manifests.value(test, MF.action)
        name = f"{category}/{str(test).rpartition('#')[2]}"
        if kind not in _CATEGORIES or action is None:
            raise KgError(
                Text(f"不认识的测试种类：{kind}", f"an unknown kind of test: {kind}"), place=str(self.folder / name)
            )
        category = _CATEGORIES[kind].format(category)
        if kind in (_ACCEPTED, _REFUSED):
            return Case(name, category, self._file(action), is_refused=kind == _REFUSED)
        (query,), (result,) = self._files(action, QT.query), self._files(test, MF.result)
        data, graphs = self._files(action, QT.data), self._files(action, QT.graphData)
        return Case(name, category, query, data, graphs, result)

    def _list(self, subject: rdflib.term.Node, predicate: rdflib.URIRef) -> Iterator[rdflib.term.Node]:
        first = self.manifests.value(subject, predicate)
        return self.manifests.items(first) if first is not None else iter(())

    def _files(self, subject: rdflib.term.Node, predicate: rdflib.URIRef) -> tuple[File, ...]:
        return tuple(self._file(iri) for iri in sorted(self.manifests.objects(subject, predicate)))

    def _file(self, iri: rdflib.term.Node) -> File:
        path = self.folder / str(iri).removeprefix(BASE)
        if not path.is_file():
            raise KgError(
                Text("测试集不完整：没有这个文件", "the suite is not whole: there is no such file"), place=str(path)
            )
        return File(path, str(iri))

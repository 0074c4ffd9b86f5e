"""The canonical form of `data/` and `ontology/`: a Turtle or TriG file in, the bytes of the same statements out.

The form is made for reading and for diffs:

- One fact, one line: a new fact is one new line and changes no other. A thing that is typed in the file is a block,
  headed by its class and closed by a full stop of its own; what is said of a thing typed elsewhere stands in whole
  statements.
- Things are sorted by class and then by IRI, untyped ones first (kg/canonical/order.py); numbers in an IRI count as
  numbers. Outside named graphs an empty line parts the classes.
- Passages stand in reading order, each followed by a block of `graph:readings` with the remarks on it. Statements
  outside any graph come before them, other graphs after.
- `@prefix` only for the prefixes used, in the order of the table. Comments keep their place (kg/canonical/comments.py).
- Lists are written `( ... )` and blank nodes `[ ... ]`; a blank node that these cannot write is refused. A file that
  states nothing is a prefix table and stays as it is.

The writer is our own: pyoxigraph writes statements in the order of the file and lists as chains of blank nodes; rdflib
(longturtle too) orders blocks by how often they are mentioned, and rewrites literals such as 007 as it reads them.
"""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as ox

from kg.canonical.comments import Comments, find_comments
from kg.canonical.graphs import graphs_of
from kg.canonical.layout import Layout
from kg.errors import KgError
from kg.language import Text
from kg.namespaces import GRAPH
from kg.storage.prefixes import Prefixes
from kg.storage.rdf_files import RdfFile

_READINGS = GRAPH + "readings"


def canonical(file: RdfFile, prefixes: Prefixes) -> bytes:
    """The canonical form of a Turtle or TriG file, in UTF-8.

    The result is read back: it holds the same statements (RDFC-1.0, literals as written) and the same comments in their
    places. Raises KgError where the file cannot be parsed or holds what the form has no place for.
    """
    if file.format not in (ox.RdfFormat.TURTLE, ox.RdfFormat.TRIG):
        raise KgError(
            Text("只整理 Turtle 与 TriG 文件", "only Turtle and TriG files have a canonical form"), place=file.name
        )
    quads = list(file.quads())
    if not quads:
        return file.content
    graphs = graphs_of(quads, file.name)
    comments = _comments_of(file)
    content = Layout(graphs, comments, prefixes, file.name).text().encode()
    laid_out = RdfFile(file.name, content, file.format)
    if _meaning(quads) != _meaning(laid_out.quads()) or comments != _comments_of(laid_out):
        raise KgError(
            Text(
                "整理后的内容会与原文不同，因此没有整理；这是 kg 的缺陷，请报告",
                "its canonical form would say something else, so it is left alone; this is a fault of kg: please"
                " report it",
            ),
            place=file.name,
        )
    return content


def _meaning(quads: Iterable[ox.Quad]) -> ox.Dataset:
    dataset = ox.Dataset(quads)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return dataset


def _comments_of(file: RdfFile) -> Comments:
    return find_comments(file.name, file.content.decode(), scattered=_READINGS)

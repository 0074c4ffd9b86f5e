"""The statements of a file in order to be written: by graph, thing and property."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import TypeAlias

import pyoxigraph as ox

from kg.canonical.order import Object
from kg.errors import KgError
from kg.language import Text

Subject: TypeAlias = ox.NamedNode | ox.BlankNode
Facts: TypeAlias = dict[ox.NamedNode, set[Object]]  # property → values
Things: TypeAlias = dict[Subject, Facts]  # the statements of one graph


def graphs_of(quads: Iterable[ox.Quad], name: str) -> dict[str, Things]:
    """The statements by graph ("" is the default graph), thing and property; `name` is what errors call the file.

    Raises KgError for what cannot be written: triple terms, and blank nodes that are no tree within one graph.
    """
    statements = set(quads)
    graphs: dict[str, Things] = defaultdict(lambda: defaultdict(lambda: defaultdict(set)))
    for quad in statements:
        if isinstance(quad.subject, ox.Triple) or isinstance(quad.object, ox.Triple):
            raise KgError(
                Text("不整理三元组项（RDF 1.2）", "triple terms (RDF 1.2) have no canonical form"), place=name
            )
        graph = quad.graph_name.value if isinstance(quad.graph_name, ox.NamedNode) else ""
        graphs[graph][quad.subject][quad.predicate].add(quad.object)
    if not _are_trees(statements):
        raise unwritable(name)
    return graphs


def _are_trees(statements: Iterable[ox.Quad]) -> bool:
    """Whether each blank node stands in one graph alone, which none of them names, and is one value at most.

    That they make no circle shows when they are written.
    """
    home: dict[ox.BlankNode, object] = {}  # blank node → its graph
    for quad in statements:
        if isinstance(quad.graph_name, ox.BlankNode):
            return False
        for term in (quad.subject, quad.object):
            if isinstance(term, ox.BlankNode) and home.setdefault(term, quad.graph_name) != quad.graph_name:
                return False
    uses = Counter(quad.object for quad in statements if isinstance(quad.object, ox.BlankNode))
    return all(count == 1 for count in uses.values())


def unwritable(name: str) -> KgError:
    """That the blank nodes of the file with this name are no trees that `[ ... ]` and `( ... )` can write."""
    return KgError(
        Text(
            "有的空白节点被多次使用、跨图使用、层层相套过深或首尾相连，无法写成 [ ... ]：请给它一个 IRI",
            "a blank node is used more than once, in several graphs, too deep or in a circle, so that [ ... ] cannot"
            " write it: give it an IRI",
        ),
        place=name,
    )

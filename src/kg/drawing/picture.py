"""`Picture`: what a page shows, whatever it was made from; nothing in here knows about RDF, layout or HTML."""

from __future__ import annotations

from typing import NamedTuple

from kg.language import Text

OTHER = Text("其他", "Other")
NOTHING = Text("", "")


class Statement(NamedTuple):
    """One fact about a node: `passages` are locators in reading order, empty for what the curators added.

    `aside` is what a reader must know of it, such as that it is a reading.
    """

    property: Text
    value: Text
    passages: tuple[str, ...] = ()
    aside: Text = NOTHING


class Tie(NamedTuple):
    """One stated relation between two nodes: `passages` and `aside` as in `Statement`."""

    property: Text
    passages: tuple[str, ...] = ()
    aside: Text = NOTHING


class Node(NamedTuple):
    """A thing: `kind` is the class it is coloured by, `description` the narrower class that its details name.

    `weight` (at least 0) decides its size and which labels are shown first. Nodes of a picture in two layers stand in
    `layer` 0 or 1; elsewhere it is None. `aliases` are further names to find it by.
    """

    iri: str
    label: Text
    kind: Text
    description: Text
    weight: float = 1
    statements: tuple[Statement, ...] = ()
    aliases: tuple[str, ...] = ()
    layer: int | None = None


class Edge(NamedTuple):
    """All ties from one node to another; `source` and `target` are IRIs of nodes, `weight` decides the width.

    `dashed` is an edge that rests on less than others, as `Picture.dashes` explains.
    """

    source: str
    target: str
    ties: tuple[Tie, ...]
    weight: float = 1
    directed: bool = True
    dashed: bool = False


class Picture(NamedTuple):
    """Nodes and the edges between them, under a title; every edge joins two of the nodes.

    `dashes` says what a dashed edge is.
    """

    title: Text
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    dashes: Text = NOTHING

    @property
    def layered(self) -> bool:
        """Whether the nodes stand in two layers."""
        return any(node.layer is not None for node in self.nodes)

    @property
    def reports(self) -> tuple[str, ...]:
        """The years of the reports that the picture rests on, in order."""
        said = [statement.passages for node in self.nodes for statement in node.statements]
        said += [tie.passages for edge in self.edges for tie in edge.ties]
        return tuple(sorted({passage.partition(":")[0] for passages in said for passage in passages}))
